import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { readConfig, REPOSITORY } from '../../platform/config.ts';
import { openDatabase } from '../../platform/database.ts';
import { freePort } from '../../platform/free-port.ts';
import type { Installation } from '../../platform/installation.ts';
import { createKeys, openKeys } from '../../platform/keys.ts';
import { bindMode, writeTrainingState } from '../../platform/meta.ts';
import { migrate } from '../../platform/migrate.ts';
import { chooseRunner, findPrograms } from '../../platform/postgres-files.ts';
import { startPostgres } from '../../platform/postgres.ts';
import { applicationUrl } from '../../platform/roles.ts';

/** Server, database and bank as three real processes that a test kills and starts again as it likes. */

export type Part = 'server' | 'database' | 'bank';

const SERVER = fileURLToPath(new URL('./kill-server.fixture.ts', import.meta.url));
const BANK = fileURLToPath(new URL('../../simulators/bank-server.ts', import.meta.url));

/** Pids of a process and everything below it. */
function family(pid: number): number[] {
  const out = [pid];
  for (let i = 0; i < out.length; i++) {
    try {
      const below = fs.readFileSync(`/proc/${out[i]}/task/${out[i]}/children`, 'latin1').trim();
      if (below !== '') out.push(...below.split(' ').map(Number));
    } catch {
      // Gone while we looked.
    }
  }
  return out;
}

/** A port that nobody gets by chance: what is down for a moment must find its port free when it comes back. */
async function ownPort(): Promise<number> {
  for (let i = 0; i < 100; i++) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    if ((await freePort(port)) === port) return port;
  }
  return await freePort();
}

function killFamily(child: ChildProcess): void {
  if (child.pid === undefined) return;
  for (const pid of family(child.pid)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Went with its parent.
    }
  }
}

async function answers(address: string): Promise<boolean> {
  return await fetch(address, { signal: AbortSignal.timeout(2000) }).then((r) => r.ok, () => false);
}

/** Much longer than a start takes on a machine that has much else to do. */
const START_LIMIT_MS = 300_000;

const loaded = new WeakSet<ChildProcess>();

export class KillRig {
  readonly folder: string;
  readonly ledger: string;
  readonly origin: string;
  readonly adminUrl: string;
  readonly bankUrl: string;
  readonly installation: Installation;
  private readonly running = new Map<Part, ChildProcess>();
  private readonly starting = new Map<Part, Promise<void>>();
  private readonly launchers: Record<Part, () => ChildProcess>;
  private stopped = false;
  private readonly killing = new WeakSet<ChildProcess>();
  /** Parts that ended without being killed. */
  readonly ended: string[] = [];
  /** What starting took, to see where a slow run spends its time. */
  readonly spent: Record<Part, { starts: number; ms: number }> = { server: { starts: 0, ms: 0 }, database: { starts: 0, ms: 0 }, bank: { starts: 0, ms: 0 } };
  /** The next server, loaded and waiting for the word. */
  private standby: ChildProcess | undefined;

  private constructor(folder: string, ports: Record<Part, number>, password: string, cluster: string, programs: string, forgetful: boolean) {
    this.folder = folder;
    this.ledger = path.join(folder, 'bank-ledger.jsonl');
    this.origin = `http://127.0.0.1:${ports.server}`;
    this.bankUrl = `http://127.0.0.1:${ports.bank}`;
    this.adminUrl = `postgres://postgres:${password}@127.0.0.1:${ports.database}/doudi`;
    const keyFile = path.join(folder, 'keys', 'master.key');
    const env = {
      ...process.env, DOUDI_DATA: path.join(folder, 'data'), DATABASE_URL: this.adminUrl, DOUDI_KEY_FILE: keyFile, DOUDI_POLICIES: path.join(folder, 'policies'), DOUDI_PORT: String(ports.server), DOUDI_POOL: '6', DOUDI_BANK_URL: this.bankUrl, DOUDI_VERIFICATION_URL: 'http://127.0.0.1:9',
      // A line of which the bank says nothing keeps its batch looked after as often as LONGEST says: were that a moment, old batches would take the time of new ones.
      DOUDI_BANK_FIRST_MS: '60', DOUDI_BANK_LONGEST_MS: '4000', DOUDI_BANK_SWEEP_MS: '100', DOUDI_BANK_TIMEOUT_MS: '2500', NODE_COMPILE_CACHE: path.join(folder, 'compiled'),
    };
    const log = (name: string): number => fs.openSync(path.join(folder, `${name}.log`), 'a');
    this.launchers = {
      // What is killed is processes, not the machine: what was written stays in its memory, so no flush to the disk is waited for. Every commit is still written before it is acknowledged.
      database: () => spawn(path.join(programs, 'bin', 'postgres'), ['-D', cluster, '-p', String(ports.database), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off', '-c', 'synchronous_commit=on', '-c', 'full_page_writes=off', '-c', 'max_connections=60', '-c', 'jit=off', '-c', 'restart_after_crash=off'],
        { ...chooseRunner(cluster), cwd: '/', detached: true, stdio: ['ignore', log('postgres'), log('postgres')], env: { PATH: process.env['PATH'], TZ: 'Asia/Shanghai' } }),
      bank: () => spawn(process.execPath, [BANK, '--port', String(ports.bank), '--data', this.ledger, '--token', 'training', '--answer-after', '250', '--later-after', '900', ...(forgetful ? ['--forgetful'] : [])], { stdio: ['pipe', log('bank'), log('bank')], env }),
      server: () => spawn(process.execPath, [SERVER], { stdio: ['ignore', log('server'), log('server'), 'ipc'], env }),
    };
    this.installation = { config: { ...readConfig({ DOUDI_DATA: path.join(folder, 'data'), DATABASE_URL: this.adminUrl, DOUDI_KEY_FILE: keyFile, DOUDI_POLICIES: path.join(folder, 'policies') }), bankUrl: this.bankUrl }, keys: openKeys(keyFile), db: openDatabase(applicationUrl(this.adminUrl, openKeys(keyFile)), 2), adminUrl: this.adminUrl, close: () => Promise.resolve() };
  }

  /** A migrated, empty training database, its server down. `forgetful`: a bank that takes a number twice, to see that the test notices. */
  static async create(options: { readonly forgetful?: boolean } = {}): Promise<KillRig> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-kill-'));
    fs.chmodSync(folder, 0o755);
    createKeys(path.join(folder, 'keys', 'master.key'));
    const first = await startPostgres({ dataFolder: folder, durable: false });
    const client = new pg.Client({ connectionString: first.adminUrl('postgres') });
    await client.connect();
    await client.query('create database doudi');
    await client.end();
    const keys = openKeys(path.join(folder, 'keys', 'master.key'));
    await migrate(first.adminUrl('doudi'), keys);
    await bindMode(first.adminUrl('doudi'), 'training');
    await writeTrainingState(first.adminUrl('doudi'), 'loaded');
    // Two counties are enough, and every start reads them all.
    for (const name of ['calendar', 'divisions.json', 'national', 'hongqiao', 'linhe']) fs.cpSync(path.join(REPOSITORY, 'policies', name), path.join(folder, 'policies', name), { recursive: true });
    await first.stop();
    const ports = { database: await ownPort(), server: await ownPort(), bank: await ownPort() };
    const password = fs.readFileSync(path.join(folder, 'postgres.password'), 'utf8').trim();
    return new KillRig(folder, ports, password, first.folder, findPrograms(chooseRunner(first.folder), folder), options.forgetful === true);
  }

  /** Starts a part and waits until it answers. */
  async start(part: Part): Promise<void> {
    const known = this.starting.get(part);
    if (known) return await known;
    const now = this.launch(part).finally(() => this.starting.delete(part));
    this.starting.set(part, now);
    await now;
  }

  private async launch(part: Part): Promise<void> {
    const began = Date.now();
    while (!this.stopped) {
      const child = part === 'server' ? await this.nextServer() : this.launchers[part]();
      this.running.set(part, child);
      child.on('error', () => undefined);
      while (!this.stopped && child.exitCode === null && child.signalCode === null) {
        if (await this.ready(part)) {
          this.watch(part, child);
          const spent = this.spent[part];
          spent.starts += 1;
          spent.ms += Date.now() - began;
          // The next one loads while this one works.
          if (part === 'server') this.standby ??= this.load();
          return;
        }
        if (Date.now() - began > START_LIMIT_MS) break;
        await pause(20);
      }
      // The database was not there yet, or orphans of the killed one still held its memory.
      if (Date.now() - began > START_LIMIT_MS) throw new Error(`${part} does not start:\n${this.said(part)}`);
      await pause(40);
    }
  }

  /** As a service manager does: what ends by itself is started again, and remembered. */
  private watch(part: Part, child: ChildProcess): void {
    child.once('exit', (code) => {
      if (this.stopped || this.killing.has(child)) return;
      this.ended.push(`${part} ended by itself (${String(code)}): ${this.said(part).slice(-800)}`);
      void this.start(part).catch(() => undefined);
    });
  }

  private async nextServer(): Promise<ChildProcess> {
    const child = this.standby ?? this.load();
    if (!loaded.has(child)) await Promise.race([once(child, 'message'), once(child, 'exit')]);
    this.standby = undefined;
    if (child.connected) child.send('go');
    return child;
  }

  private load(): ChildProcess {
    const child = this.launchers.server();
    child.on('error', () => undefined);
    child.once('message', () => loaded.add(child));
    return child;
  }

  private async ready(part: Part): Promise<boolean> {
    if (part === 'server') return await answers(`${this.origin}/api/health`);
    if (part === 'bank') return await answers(`${this.bankUrl}/health`);
    const client = new pg.Client({ connectionString: this.adminUrl, connectionTimeoutMillis: 1000 });
    client.on('error', () => undefined);
    return await client.connect().then(async () => {
      await client.end();
      return true;
    }, () => false);
  }

  /** Resolves when a start under way has come to its end. */
  async settled(part: Part): Promise<void> {
    await this.starting.get(part)?.catch(() => undefined);
  }

  isStarting(part: Part): boolean {
    return this.starting.has(part);
  }

  /** Resolves when the bank has written into its ledger, or when it has not for so long. */
  async bankWrote(ms: number): Promise<void> {
    const size = (): number => fs.statSync(this.ledger, { throwIfNoEntry: false })?.size ?? 0;
    const before = size();
    for (const end = Date.now() + ms; size() <= before && Date.now() < end && !this.stopped; ) await pause(2);
  }

  /** SIGKILL of a part and everything below it; false when it was not running. */
  async kill(part: Part): Promise<boolean> {
    const child = this.running.get(part);
    if (!child || child.exitCode !== null || child.signalCode !== null) return false;
    const gone = once(child, 'exit');
    this.killing.add(child);
    killFamily(child);
    await gone;
    return true;
  }

  /** What a part has said, from its end. */
  said(part: Part): string {
    return fs.readFileSync(path.join(this.folder, `${part === 'database' ? 'postgres' : part}.log`), 'utf8').slice(-3000);
  }

  async close(): Promise<void> {
    this.stopped = true;
    await Promise.allSettled(this.starting.values());
    await this.installation.db.close();
    if (this.standby) killFamily(this.standby);
    for (const part of ['server', 'bank', 'database'] as const) await this.kill(part);
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
