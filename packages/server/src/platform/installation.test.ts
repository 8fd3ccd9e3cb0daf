import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { openInstallation } from './installation.ts';
import type { Installation } from './installation.ts';
import { findServer, stopServer } from './postgres.ts';

let folder: string;
let config: Config;
const open: { close(): Promise<void> }[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi 数据 '));
  fs.chmodSync(folder, 0o755);
  config = readConfig({ DOUDI_DATA: path.join(folder, 'data') });
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  const orphan = findServer(cluster());
  if (orphan !== null) await stopServer(orphan);
  fs.rmSync(folder, { recursive: true, force: true });
});

async function start(changes: Partial<Config> = {}): Promise<Installation> {
  const installation = await openInstallation({ ...config, ...changes });
  open.push(installation);
  return installation;
}

async function admin<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Opens the installation in a process of its own, which writes a row and says so once the commit is acknowledged. */
async function startElsewhere(): Promise<ChildProcess> {
  const module = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);
  const code = `
    import { readConfig } from ${module('./config.ts')};
    import { openInstallation } from ${module('./installation.ts')};
    import pg from 'pg';
    const installation = await openInstallation(readConfig(process.env), { onLock: (lock) => lock.announce('http://127.0.0.1:1') });
    const client = new pg.Client({ connectionString: installation.adminUrl });
    await client.connect();
    await client.query('create table kept (id int); insert into kept values (1)');
    await client.query('insert into kept values (2)');
    console.log('written');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: path.dirname(new URL(import.meta.url).pathname), env: { ...process.env, DOUDI_DATA: config.dataFolder }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), once(child, 'exit')])) as [unknown];
  expect(line).toBe('written');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const cluster = (): string => path.join(config.dataFolder, 'postgres');

/** Every process of the server: the postmaster and its children. */
function serverProcesses(postmaster: number): number[] {
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const parent = fs.readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[1];
      return pid === postmaster || Number(parent) === postmaster;
    } catch {
      return false;
    }
  });
}

describe.skipIf(process.platform !== 'linux')('an embedded installation', () => {
  it('after kill -9 of the program takes over the server left running and has every acknowledged row', async () => {
    await kill(await startElsewhere());
    const orphan = findServer(cluster());
    expect(orphan).not.toBeNull();
    const installation = await start();
    expect(await admin(installation.adminUrl, 'select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(findServer(cluster())).not.toBe(orphan);
    await installation.close();
    expect(findServer(cluster())).toBeNull();
  });

  it('after kill -9 of the program and of every database process recovers with every acknowledged row', async () => {
    const child = await startElsewhere();
    const processes = serverProcesses(findServer(cluster())!);
    expect(processes.length).toBeGreaterThan(3);
    await kill(child);
    for (const pid of processes) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // The backends of the killed program's connections end by themselves.
      }
    }
    const installation = await start();
    expect(await admin(installation.adminUrl, 'select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('is not misled by a pid file that names another living process', async () => {
    await (await start()).close();
    fs.writeFileSync(path.join(cluster(), 'postmaster.pid'), `${process.pid}\n${cluster()}\n1\n5432\n`);
    expect(findServer(cluster())).toBeNull();
    await start();
  });

  it('starts its server again when that is killed, at the same address', async () => {
    const installation = await start();
    const before = findServer(cluster())!;
    process.kill(before, 'SIGKILL');
    const deadline = Date.now() + 20_000;
    const answers = async (): Promise<boolean> =>
      await installation.db.transaction({ county: null, area: null }, async (tx) => (await sql`select 1`.execute(tx)).rows.length === 1).catch(() => false);
    while (!(await answers()) || findServer(cluster()) === before) {
      expect(Date.now()).toBeLessThan(deadline);
      await pause(50);
    }
    expect(findServer(cluster())).not.toBeNull();
  });

  it('refuses a second program on the same data folder and says where the first one is', async () => {
    const child = await startElsewhere();
    await expect(openInstallation(config)).rejects.toThrow(/127\.0\.0\.1:1[^]*already running/);
    expect(findServer(cluster())).not.toBeNull();
    await kill(child);
  });

  it('listens on loopback only, asks for a password, keeps secrets to their owner', async () => {
    const installation = await start();
    const rows = await admin<{ name: string; setting: string }>(installation.adminUrl, `select name, setting from pg_settings where name in ('listen_addresses', 'fsync', 'full_page_writes', 'synchronous_commit', 'server_encoding', 'unix_socket_directories')`);
    expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({ listen_addresses: '127.0.0.1', fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', server_encoding: 'UTF8', unix_socket_directories: '' });
    const wrong = new URL(installation.adminUrl);
    wrong.password = 'x';
    await expect(admin(wrong.href, 'select 1')).rejects.toThrow('password');
    for (const file of ['postgres.password', 'keys/master.key', 'keys/checkpoint-signing.pem']) expect(fs.statSync(path.join(config.dataFolder, file)).mode & 0o077).toBe(0);
  });

  it('refuses a database whose key is lost, and a training database in production', async () => {
    await (await start()).close();
    await expect(openInstallation({ ...config, mode: 'production' })).rejects.toThrow('training installation');
    expect(findServer(cluster())).toBeNull();
    fs.renameSync(path.join(config.dataFolder, 'keys'), path.join(config.dataFolder, 'elsewhere'));
    await expect(openInstallation(config)).rejects.toThrow('put it back');
  });

  it('begins again with an empty database when it was killed while loading training data', async () => {
    const first = await start();
    await admin(first.adminUrl, `create table half (id int); insert into doudi_meta values ('training', 'loading')`);
    await first.close();
    const second = await start();
    expect(await admin(second.adminUrl, `select to_regclass('half') as half`)).toEqual([{ half: null }]);
  });

  it.skipIf(process.getuid?.() !== 0)('under root works below a folder that only root can enter', async () => {
    fs.chmodSync(folder, 0o700);
    const first = await start();
    await admin(first.adminUrl, 'create table kept (id int)');
    const pointer: unknown = JSON.parse(fs.readFileSync(path.join(config.dataFolder, 'cluster.json'), 'utf8'));
    const place = (pointer as { folder: string }).folder;
    try {
      expect(place).toMatch(/^\/var\/lib\/doudi\//);
      await first.close();
      const second = await start();
      expect(await admin(second.adminUrl, `select to_regclass('kept')::text as kept`)).toEqual([{ kept: 'kept' }]);
      await second.close();
    } finally {
      fs.rmSync(place, { recursive: true, force: true });
    }
  });
});
