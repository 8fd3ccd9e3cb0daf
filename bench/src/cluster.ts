import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { readConfig } from '@doudi/server/src/platform/config.ts';
import { openInstallation, type Installation } from '@doudi/server/src/platform/installation.ts';
import { createKeys } from '@doudi/server/src/platform/keys.ts';
import { startPostgres } from '@doudi/server/src/platform/postgres.ts';
import { seedTraining } from '@doudi/server/src/testing/training.ts';
import type { Services } from '@doudi/server/src/services.ts';
import { startServer, type ServerProcess } from './server.ts';

/** A PostgreSQL of the benchmark's own in a temporary folder, with as many databases as it needs. */
export interface Cluster {
  /** Settings with which a process of Doudi opens a database of the cluster. */
  env(database: string): Record<string, string>;
  /** Plans and cipher, the same for every database of the cluster. */
  readonly services: Services;
  /** A copy of a database that nobody has open; at first there is only `SEEDED`: counties, units, training accounts. */
  createDatabase(name: string, template: string): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  open(database: string): Promise<Installation>;
  /** Superuser's connection: for making data and for statements by themselves. */
  admin(database: string): Promise<pg.Client>;
  serve(database: string): Promise<ServerProcess>;
  version(): Promise<string>;
  close(): Promise<void>;
}

export const SEEDED = 'seeded';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export async function startCluster(options: { durable: boolean }): Promise<Cluster> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `doudi-bench-${process.pid}-`));
  // The server's user must reach the cluster below.
  fs.chmodSync(folder, 0o755);
  const keyFile = path.join(folder, 'keys', 'master.key');
  createKeys(keyFile);
  const postgres = await startPostgres({ dataFolder: folder, durable: options.durable });
  const connect = async (database: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: postgres.adminUrl(database), options: '-c timezone=Asia/Shanghai -c maintenance_work_mem=512MB' });
    // Still open when a benchmark fails and the server is stopped: the failure is what should be seen.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const maintain = async (statement: string): Promise<string> => {
    const client = await connect('postgres');
    try {
      const { rows } = await client.query<{ server_version?: string }>(statement);
      return rows[0]?.server_version ?? '';
    } finally {
      await client.end();
    }
  };
  const env = (database: string): Record<string, string> => ({ DOUDI_DATA: path.join(folder, 'data'), DOUDI_KEY_FILE: keyFile, DATABASE_URL: postgres.adminUrl(database) });
  const open = (database: string): Promise<Installation> => openInstallation(readConfig(env(database)));
  const close = async (): Promise<void> => {
    for (const signal of SIGNALS) process.off(signal, interrupted);
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  // A run of minutes gets interrupted: no server and no gigabytes may stay behind.
  const interrupted = (): void => void close().then(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, interrupted);
  await maintain(`create database ${SEEDED}`);
  const seeded = await open(SEEDED);
  const services = await seedTraining(seeded);
  await seeded.close();
  return {
    env,
    services,
    createDatabase: async (name, template) => void (await maintain(`create database ${name} template ${template} strategy file_copy`)),
    dropDatabase: async (name) => void (await maintain(`drop database if exists ${name} with (force)`)),
    open,
    admin: connect,
    serve: (database) => startServer(env(database)),
    version: () => maintain('show server_version'),
    close,
  };
}
