import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../platform/free-port.ts';
import { chooseRunner, findPrograms, makePrivateFolder } from '../platform/postgres-files.ts';
import { stopServer } from '../platform/postgres.ts';

/** A PostgreSQL that the project did not start and knows only by its address. */
export interface OwnServer {
  /** Connection of a database owner who may create roles but is no superuser. */
  readonly url: string;
  readonly version: string;
  close(): Promise<void>;
}

/** The system's programs where it has some (Debian's PostgreSQL 15 in CI), else the embedded ones by hand. */
function programs(): string {
  const debian = '/usr/lib/postgresql';
  const versions = fs.existsSync(debian) ? fs.readdirSync(debian).filter((name) => Number(name) >= 15).sort() : [];
  const system = versions.map((version) => path.join(debian, version, 'bin')).filter((folder) => fs.existsSync(path.join(folder, 'initdb'))).at(-1);
  return system ?? path.join(findPrograms(chooseRunner(null), os.tmpdir()), 'bin');
}

async function query<T extends pg.QueryResultRow>(url: string, statements: readonly string[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: T[] = [];
    for (const statement of statements) rows = (await client.query<T>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

export async function startOwnServer(): Promise<OwnServer> {
  const bin = programs();
  const runner = chooseRunner(null);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-own-'));
  fs.chmodSync(folder, 0o755);
  const cluster = path.join(folder, 'cluster');
  makePrivateFolder(cluster, runner);
  const secret = path.join(folder, 'password');
  fs.writeFileSync(secret, 'super');
  const where = { ...runner, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' } } as const;
  execFileSync(path.join(bin, 'initdb'), ['-D', cluster, '-U', 'root_of_server', `--pwfile=${secret}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'], { ...where, stdio: 'ignore' });
  const port = await freePort();
  const server = spawn(path.join(bin, 'postgres'), ['-D', cluster, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'], { ...where, stdio: 'ignore' });
  const gone = once(server, 'exit');
  const superUrl = `postgres://root_of_server:super@127.0.0.1:${port}/postgres`;
  for (let left = 200; ; left--) {
    const ready = await query(superUrl, ['select 1']).then(() => true, () => false);
    if (ready) break;
    if (left === 0 || server.exitCode !== null) throw new Error('the test server did not start');
    await pause(50);
  }
  const [row] = await query<{ version: string }>(superUrl, [
    `create role county_owner login createrole password 'owner'`,
    `create database county_data owner county_owner`,
    `select current_setting('server_version') as version`,
  ]);
  return {
    url: `postgres://county_owner:owner@127.0.0.1:${port}/county_data`,
    version: row?.version ?? '',
    close: async () => {
      if (server.pid !== undefined) await stopServer(server.pid);
      await gone;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
