import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createKeys, openKeys } from '../platform/keys.ts';
import type { Keys } from '../platform/keys.ts';
import { bindMode } from '../platform/meta.ts';
import { migrate } from '../platform/migrate.ts';
import { findServer, startPostgres, stopServer } from '../platform/postgres.ts';

const PREFIX = 'doudi-test-';
const DATABASE = 'doudi_template';

/** A throw-away server with one migrated database. */
export interface TemporaryPostgres {
  readonly adminUrl: string;
  readonly keyFile: string;
  readonly keys: Keys;
  close(): Promise<void>;
}

/** A run that was killed left a server and a folder behind: its name carries the process that made it. */
async function clearDeadRuns(): Promise<void> {
  for (const name of fs.readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const owner = Number(name.slice(PREFIX.length).split('-')[0]);
    if (!Number.isInteger(owner) || fs.existsSync(`/proc/${owner}`) || !fs.existsSync('/proc/self')) continue;
    const folder = path.join(os.tmpdir(), name);
    try {
      const server = findServer(path.join(folder, 'postgres'));
      if (server !== null) await stopServer(server);
      fs.rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's leftovers are that user's to clear.
    }
  }
}

/** Starts PostgreSQL in a temporary folder, without durability, and migrates a training database in it. */
export async function startTemporaryPostgres(): Promise<TemporaryPostgres> {
  await clearDeadRuns();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  // The server's user must reach the cluster below.
  fs.chmodSync(folder, 0o755);
  const undo: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of undo) await step();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    const keyFile = path.join(folder, 'keys', 'master.key');
    createKeys(keyFile);
    const keys = openKeys(keyFile);
    const server = await startPostgres({ dataFolder: folder, durable: false });
    undo.push(() => server.stop());
    const client = new pg.Client({ connectionString: server.adminUrl('postgres') });
    await client.connect();
    await client.query(`create database ${DATABASE}`);
    await client.end();
    const adminUrl = server.adminUrl(DATABASE);
    await migrate(adminUrl, keys);
    await bindMode(adminUrl, 'training');
    return { adminUrl, keyFile, keys, close };
  } catch (error) {
    await close();
    throw error;
  }
}
