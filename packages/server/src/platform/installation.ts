import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { SetupError } from './config.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database.ts';
import type { Db } from './database.ts';
import { lockInstance } from './instance-lock.ts';
import type { InstanceLock } from './instance-lock.ts';
import { createKeys, keysExist, openKeys } from './keys.ts';
import type { Keys } from './keys.ts';
import { migrate } from './migrate.ts';
import { bindMode, readTrainingState } from './meta.ts';
import { startPostgres } from './postgres.ts';
import type { EmbeddedPostgres } from './postgres.ts';
import { applicationUrl } from './roles.ts';

/** Everything a running Doudi stands on. Made once per process (once per test file in tests). */
export interface Installation {
  readonly config: Config;
  readonly keys: Keys;
  /** The application role's database: the only door for features. */
  readonly db: Db;
  /** Administrator's connection string: for maintenance commands and tests, never for serving requests. */
  readonly adminUrl: string;
  /** Closes pools and stops what was started, in that order. */
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly log?: (line: string) => void;
  readonly onLost?: (error: Error) => void;
  /** Told where it runs, a second start on the same folder can say so. */
  readonly onLock?: (lock: InstanceLock) => void;
}

const DATABASE = 'doudi';

/** Training makes its keys by itself at the first start; production gets them by command, so that someone keeps a copy. */
function prepareKeys(config: Config): Keys {
  if (!keysExist(config.keyFile)) {
    if (config.mode === 'production') {
      throw new SetupError(`正式环境缺少密钥文件 ${config.keyFile}；请先执行 npm run production -- create-keys 并妥善备份。`, `Production needs the key file ${config.keyFile}: run npm run production -- create-keys and keep a copy.`);
    }
    if (fs.existsSync(path.join(config.dataFolder, 'cluster.json'))) {
      throw new SetupError(`数据目录 ${config.dataFolder} 中有数据库但没有密钥 ${config.keyFile}，请放回密钥。`, `${config.dataFolder} holds a database but the key ${config.keyFile} is missing: put it back.`);
    }
    createKeys(config.keyFile);
  }
  return openKeys(config.keyFile);
}

async function ensureDatabase(server: EmbeddedPostgres): Promise<string> {
  const client = new pg.Client({ connectionString: server.adminUrl('postgres') });
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [DATABASE]);
    let exists = found.rowCount !== 0;
    // Killed while loading the training caseload: nothing in it was anybody's work yet, so it is made again from nothing.
    if (exists && (await readTrainingState(server.adminUrl(DATABASE))) === 'loading') {
      await client.query(`drop database ${DATABASE} with (force)`);
      exists = false;
    }
    if (!exists) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
  return server.adminUrl(DATABASE);
}

/** Reads the server's version through `adminUrl`; refuses an unreachable, old or non-UTF-8 server in plain words. */
async function checkServer(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError(`无法连接 DATABASE_URL 所指的数据库：${reason}`, `Cannot connect to the server in DATABASE_URL: ${reason}`);
  }
  try {
    const { rows } = await client.query<{ version: number; encoding: string }>(`select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`);
    const server = rows[0];
    if (!server || server.version < 150_000) throw new SetupError('需要 PostgreSQL 15 或更高版本。', 'PostgreSQL 15 or newer is required.');
    if (server.encoding !== 'UTF8') throw new SetupError(`数据库编码应为 UTF8，现为 ${server.encoding}。`, `The database's encoding must be UTF8, not ${server.encoding}.`);
  } finally {
    await client.end();
  }
}

/**
 * Opens an installation: lock, keys, database server, structure, pool. Refuses (SetupError) in plain words; whatever was
 * started before a refusal is stopped again.
 */
export async function openInstallation(config: Config, options: OpenOptions = {}): Promise<Installation> {
  const undo: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    let adminUrl = config.databaseUrl;
    if (adminUrl === null) {
      const lock = await lockInstance(config.dataFolder);
      undo.push(() => lock.release());
      options.onLock?.(lock);
    }
    const keys = prepareKeys(config);
    if (adminUrl === null) {
      const server = await startPostgres({ dataFolder: config.dataFolder, ...(options.log ? { log: options.log } : {}), ...(options.onLost ? { onLost: options.onLost } : {}) });
      undo.push(() => server.stop());
      adminUrl = await ensureDatabase(server);
    } else {
      await checkServer(adminUrl);
    }
    const ran = await migrate(adminUrl, keys);
    await bindMode(adminUrl, config.mode);
    if (ran.length > 0) options.log?.(`数据库结构已更新 / database structure updated: ${ran.join(', ')}`);
    const db = openDatabase(applicationUrl(adminUrl, keys), config.poolSize, config.requestMs);
    undo.push(() => db.close());
    return { config, keys, db, adminUrl, close };
  } catch (error) {
    await close();
    if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) {
      throw new SetupError(`没有权限：${error.message}。数据目录可能由另一用户建立。`, `No permission: ${error.message}. The data folder may belong to another user.`);
    }
    throw error;
  }
}
