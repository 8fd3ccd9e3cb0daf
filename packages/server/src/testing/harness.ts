import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { inject } from 'vitest';
import { startCompanion } from '../platform/companion.ts';
import { readConfig } from '../platform/config.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase } from '../platform/database.ts';
import type { Installation } from '../platform/installation.ts';
import { openKeys } from '../platform/keys.ts';
import { applicationUrl } from '../platform/roles.ts';

/** Settings a test may choose; the rest is that of a training installation. */
export type TestOptions = Partial<Pick<Config, 'mode' | 'policyFolder' | 'verificationUrl' | 'bankUrl' | 'departmentsUrl' | 'bankPace' | 'poolSize' | 'requestMs' | 'lookupsPerHour'>>;

export interface TestServer {
  readonly installation: Installation;
  readonly app: FastifyInstance;
  /** Origin it listens on, without a closing slash. */
  readonly origin: string;
  close(): Promise<void>;
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Waits for connections that are still saying goodbye: cut by the drop, they would count as errors of the test. */
async function vacated(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let i = 0; i < 200; i++) {
      const { rowCount } = await client.query('select from pg_stat_activity where datname = $1', [name]);
      if (rowCount === 0) return;
      await client.query('select pg_sleep(0.025)');
    }
  } finally {
    await client.end();
  }
}

function maintenanceUrl(templateUrl: string): string {
  const url = new URL(templateUrl);
  url.pathname = '/postgres';
  return url.href;
}

/**
 * A real installation on its own database, cloned from the migrated template in a few dozen milliseconds. Close it in
 * `afterAll`. Its data folder is a fresh temporary one.
 */
export async function testInstallation(options: TestOptions = {}): Promise<Installation> {
  const templateUrl = inject('templateUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = new URL(templateUrl).pathname.slice(1);
  // file_copy takes a checkpoint each time; wal_log only copies, which is faster for a small template.
  await asAdmin(maintenanceUrl(templateUrl), `create database ${name} template ${template} strategy wal_log`);
  const url = new URL(templateUrl);
  url.pathname = `/${name}`;
  const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-files-'));
  const keys = openKeys(inject('keyFile'));
  const config: Config = { ...readConfig({ DOUDI_DATA: dataFolder, DATABASE_URL: url.href, DOUDI_KEY_FILE: inject('keyFile'), DOUDI_POOL: '5' }), ...options };
  if (config.mode === 'production') await asAdmin(url.href, `update doudi_meta set value = 'production' where name = 'mode'`);
  const db = openDatabase(applicationUrl(url.href, keys), config.poolSize, config.requestMs);
  return {
    config,
    keys,
    db,
    adminUrl: url.href,
    close: async () => {
      await db.close();
      await vacated(maintenanceUrl(templateUrl), name);
      await asAdmin(maintenanceUrl(templateUrl), `drop database if exists ${name} with (force)`);
      fs.rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The whole application on a real port of 127.0.0.1, over an installation of its own or the one given. */
export async function testServer(options: TestOptions & { readonly installation?: Installation } = {}): Promise<TestServer> {
  const { installation: given, ...rest } = options;
  const installation = given ?? (await testInstallation(rest));
  const { createApp } = await import('../app.ts');
  const app = await createApp(installation);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    installation,
    app,
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      await app.close();
      if (!given) await installation.close();
    },
  };
}

/** The application together with a verification platform that answers: what a case needs to get past its verification. */
export async function verifiedServer(): Promise<TestServer> {
  const simulator = await startCompanion(fileURLToPath(new URL('../simulators/verification.ts', import.meta.url)), [], () => undefined);
  const server = await testServer({ verificationUrl: simulator.address });
  return {
    ...server,
    close: async () => {
      await server.close();
      await simulator.stop();
    },
  };
}
