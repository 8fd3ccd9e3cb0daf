import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { SetupError } from './config.ts';
import { freePort } from './free-port.ts';
import { findPrograms, makePrivateFolder, placeCluster } from './postgres-files.ts';
import type { Runner } from './postgres-files.ts';

/** A running embedded PostgreSQL that belongs to this process. */
export interface EmbeddedPostgres {
  readonly port: number;
  readonly folder: string;
  /** Superuser connection; the application never uses it after migrating. */
  adminUrl(database: string): string;
  /** Stops the server, waiting for its last process. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataFolder: string;
  /** `false` only for tests: a crash of the machine may lose everything. */
  readonly durable?: boolean;
  readonly log?: (line: string) => void;
  /** The server ended and could not be started again. */
  readonly onLost?: (error: Error) => void;
}

const ADMIN = 'postgres';
const START_TIMEOUT = 300_000;
const ATTEMPTS = 8;

/** For an office computer with two cores and 4 GB: modest memory, nothing that risks an acknowledged write. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // No socket file: its path would depend on the data folder's length and on /tmp.
  unix_socket_directories: '',
  max_connections: '80',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '1',
  password_encryption: 'scram-sha-256',
  // A failing statement may carry a name: the log keeps the error, not the statement.
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  log_timezone: 'Asia/Shanghai',
};
const FAST_AND_FORGETFUL: Readonly<Record<string, string>> = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' };

const run = promisify(execFile);

function readPassword(file: string): string {
  if (!fs.existsSync(file)) fs.writeFileSync(file, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return fs.readFileSync(file, 'utf8').trim();
}

async function createCluster(programs: string, runner: Runner, folder: string, password: string, durable: boolean): Promise<void> {
  // Built aside and renamed when whole: a start killed in the middle leaves no half cluster behind.
  const draft = `${folder}.draft`;
  const passwordFile = `${folder}.password.draft`;
  makePrivateFolder(draft, runner);
  fs.rmSync(passwordFile, { force: true });
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (runner.uid !== undefined && runner.gid !== undefined) fs.chownSync(passwordFile, runner.uid, runner.gid);
  const base = ['-D', draft, '-U', ADMIN, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...(durable ? [] : ['--no-sync'])];
  const initdb = (locale: string): Promise<unknown> => run(path.join(programs, 'bin', 'initdb'), [...base, `--locale=${locale}`], { ...runner, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' } });
  try {
    // The builtin provider sorts and folds alike on every machine; the system's locale only classifies letters for pg_trgm.
    await initdb('C.UTF-8').catch(async () => {
      makePrivateFolder(draft, runner);
      await initdb('C');
    });
    fs.renameSync(draft, folder);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // In a container nobody may collect the dead: a zombie is gone for our purpose.
    return !(process.platform === 'linux' && /\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1')));
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Process id of a server that runs in `folder`, or null. A pid file left by a crash may name somebody else's process. */
export function findServer(folder: string): number | null {
  const file = path.join(folder, 'postmaster.pid');
  if (!fs.existsSync(file)) return null;
  const pid = Number(fs.readFileSync(file, 'utf8').split('\n')[0]);
  if (Number.isInteger(pid) && pid > 1 && alive(pid)) {
    if (process.platform !== 'linux') return pid;
    try {
      if (fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(folder)) return pid;
    } catch {
      // Gone meanwhile, or another user's process: not our server.
    }
  }
  fs.rmSync(file, { force: true });
  return null;
}

async function waitUntilGone(pid: number, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (alive(pid)) {
    if (Date.now() > end) return false;
    await pause(20);
  }
  return true;
}

/** Fast shutdown (every committed transaction is kept), then harder for a server that does not answer. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, patience] of [['SIGINT', 30_000], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]] as const) {
    if (!alive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await waitUntilGone(pid, patience)) return;
  }
}

class Server {
  private child: ChildProcess | null = null;
  private stopping = false;
  private restarts: number[] = [];
  private readonly programs: string;
  private readonly runner: Runner;
  private readonly folder: string;
  private readonly logFile: string;
  private readonly password: string;
  private readonly options: EmbeddedOptions;
  port = 0;

  constructor(programs: string, runner: Runner, folder: string, password: string, options: EmbeddedOptions) {
    this.programs = programs;
    this.runner = runner;
    this.folder = folder;
    this.logFile = path.join(options.dataFolder, 'postgres.log');
    this.password = password;
    this.options = options;
  }

  adminUrl(database: string): string {
    return `postgres://${ADMIN}:${this.password}@127.0.0.1:${this.port}/${database}`;
  }

  /** A given port is kept over a restart, so that connection strings stay valid. */
  async start(port?: number): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      this.port = port ?? (await freePort());
      const child = this.launch();
      if (await this.becomesReady(child)) {
        this.child = child;
        child.once('exit', () => void this.recover());
        return;
      }
      // The port was taken meanwhile, or orphans of a killed server have not yet let go of its shared memory.
      if (attempt === ATTEMPTS) throw new SetupError(`内置 PostgreSQL 启动失败，见 ${this.logFile}：\n${this.logTail()}`, 'The embedded PostgreSQL did not start; see the log above.');
      await pause(250 * attempt);
    }
  }

  private launch(): ChildProcess {
    if (fs.existsSync(this.logFile) && fs.statSync(this.logFile).size > 10_000_000) fs.renameSync(this.logFile, `${this.logFile}.1`);
    const log = fs.openSync(this.logFile, 'a', 0o600);
    const settings = { ...SETTINGS, ...(this.options.durable === false ? FAST_AND_FORGETFUL : {}) };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    try {
      // Detached: Ctrl-C in the terminal reaches us alone, and the server is stopped after the last request is answered.
      return spawn(path.join(this.programs, 'bin', 'postgres'), ['-D', this.folder, '-p', String(this.port), ...flags], {
        ...this.runner, cwd: '/', detached: true, stdio: ['ignore', log, log], env: { PATH: process.env['PATH'], TZ: 'Asia/Shanghai' },
      });
    } finally {
      fs.closeSync(log);
    }
  }

  private async becomesReady(child: ChildProcess): Promise<boolean> {
    const ended = once(child, 'exit').then(() => 'ended' as const, () => 'ended' as const);
    const end = Date.now() + START_TIMEOUT;
    while (Date.now() < end) {
      const client = new pg.Client({ connectionString: this.adminUrl('postgres'), connectionTimeoutMillis: 2_000 });
      client.on('error', () => undefined);
      const answer = await Promise.race([ended, client.connect().then(() => 'ready' as const, () => 'waiting' as const)]);
      if (answer === 'ended') return false;
      if (answer === 'ready') {
        await client.end();
        // Another server may have taken the port between our look and the child's bind.
        return child.exitCode === null && findServer(this.folder) === child.pid;
      }
      await Promise.race([ended, pause(20)]);
    }
    if (child.pid !== undefined) await stopServer(child.pid);
    return false;
  }

  private async recover(): Promise<void> {
    if (this.stopping) return;
    const now = Date.now();
    this.restarts = [...this.restarts.filter((time) => time > now - 60_000), now];
    this.options.log?.('数据库意外退出，正在重新启动 / the database ended unexpectedly and is started again');
    try {
      if (this.restarts.length > 3) throw new SetupError('数据库反复退出。', 'The database keeps ending.');
      await this.start(this.port);
    } catch (error) {
      this.options.onLost?.(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private logTail(): string {
    return fs.readFileSync(this.logFile, 'utf8').split('\n').slice(-8).join('\n');
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    await stopServer(child.pid);
    await gone;
  }
}

/**
 * Starts the embedded PostgreSQL of a data folder, creating the cluster on the first start. A server left running by a
 * killed parent is stopped cleanly first and a new one takes over its cluster; after a crash PostgreSQL replays its log
 * by itself. Refuses (SetupError) when no unprivileged user or no program fits.
 */
export async function startPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = placeCluster(options.dataFolder);
  const programs = findPrograms(place.runner, options.dataFolder);
  const password = readPassword(path.join(options.dataFolder, 'postgres.password'));
  for (const folder of [...place.abandoned, place.folder]) {
    const orphan = findServer(folder);
    if (orphan === null) continue;
    options.log?.(`接管上次遗留的数据库进程 ${orphan} / taking over the database process ${orphan} left by the last run`);
    await stopServer(orphan);
  }
  if (!fs.existsSync(path.join(place.folder, 'PG_VERSION'))) await createCluster(programs, place.runner, place.folder, password, options.durable !== false);
  const server = new Server(programs, place.runner, place.folder, password, options);
  await server.start();
  return { port: server.port, folder: place.folder, adminUrl: (database) => server.adminUrl(database), stop: () => server.stop() };
}
