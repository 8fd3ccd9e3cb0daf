import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { SetupError } from './config.ts';
import type { Keys } from './keys.ts';
import { createMeta, rememberKeys } from './meta.ts';
import { createApplicationRole, grantPlatform } from './roles.ts';

export const MIGRATIONS = fileURLToPath(new URL('../migrations/', import.meta.url));

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
  /** `-- no-transaction` in the first line: for statements such as CREATE INDEX CONCURRENTLY. */
  readonly transaction: boolean;
}

/** Text of an SQL file with every line `-- include: <path relative to this file>` replaced by that file. */
function expand(file: string, above: readonly string[] = []): string {
  if (above.includes(file)) throw new Error(`${file} includes itself`);
  return fs.readFileSync(file, 'utf8').replaceAll(/^-- include: (\S+)$/gm, (_line, included: string) => expand(path.resolve(path.dirname(file), included), [...above, file]));
}

/** Migrations of a folder in order of their number. Refuses two with one number. */
export function readMigrations(folder: string = MIGRATIONS): Migration[] {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort() : [];
  const migrations = names.map((name) => {
    const sql = expand(path.join(folder, name));
    return { number: Number(name.slice(0, 4)), name, sql, sha256: createHash('sha256').update(sql).digest('hex'), transaction: !sql.startsWith('-- no-transaction') };
  });
  migrations.forEach((migration, index) => {
    if (migrations[index - 1]?.number === migration.number) throw new Error(`two migrations have the number ${migration.number}`);
  });
  return migrations;
}

/** The structure as it stands today, for a database that has none yet; undefined beside a folder of migrations without one. */
function readStructure(folder: string): string | undefined {
  const file = path.join(folder, '..', 'tables', 'structure.sql');
  return fs.existsSync(file) ? expand(file) : undefined;
}

/** Any constant: one migration at a time per database, however many processes start. */
const LOCK = 7_210_031;

const record = (m: Migration): { text: string; values: unknown[] } => ({ text: 'insert into doudi_migration (number, name, sha256) values ($1, $2, $3)', values: [m.number, m.name, m.sha256] });

/** An empty database gets today's structure at once; the migrations that lead to it count as done. */
async function create(client: pg.Client, structure: string, migrations: readonly Migration[]): Promise<void> {
  await client.query('begin');
  try {
    await client.query(structure);
    for (const m of migrations) await client.query(record(m));
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`structure: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    if (migration.transaction) await client.query('begin');
    await client.query(migration.sql);
    await client.query(record(migration));
    if (migration.transaction) await client.query('commit');
  } catch (error) {
    if (migration.transaction) await client.query('rollback');
    const position = error instanceof pg.DatabaseError && error.position ? Number(error.position) : null;
    const near = position === null ? '' : ` near: ${migration.sql.slice(Math.max(0, position - 60), position + 60)}`;
    throw new Error(`migration ${migration.name}: ${error instanceof Error ? error.message : String(error)}${near}`, { cause: error });
  }
}

function refuseEdited(applied: ReadonlyMap<number, { name: string; sha256: string }>, migrations: readonly Migration[]): void {
  for (const [number, { name, sha256 }] of applied) {
    const now = migrations.find((migration) => migration.number === number);
    if (!now) throw new SetupError(`数据库比程序新：已执行的迁移 ${name} 在程序中不存在。`, `The database is newer than the program: migration ${name} is unknown here.`);
    if (now.sha256 !== sha256) throw new SetupError(`迁移 ${name} 执行后被改动，拒绝启动；结构变更请新增迁移。`, `Migration ${name} was edited after it ran; add a new one instead.`);
  }
}

/**
 * Brings a database to the program's structure, as administrator: application role, structure or migrations, job schema. Safe to run
 * from several processes at once. Refuses an edited or unknown history and a database that belongs to another key.
 * @returns names of the migrations that ran now.
 */
export async function migrate(adminUrl: string, keys: Keys, folder: string = MIGRATIONS): Promise<string[]> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'doudi-migrate', options: '-c timezone=Asia/Shanghai -c client_min_messages=warning' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(`
      create table if not exists doudi_migration (number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now());
    `);
    await createMeta(client);
    await rememberKeys(client, keys);
    await createApplicationRole(client, keys);
    const rows = await client.query<{ number: number; name: string; sha256: string }>('select number, name, sha256 from doudi_migration');
    const applied = new Map(rows.rows.map((row) => [row.number, row]));
    const migrations = readMigrations(folder);
    refuseEdited(applied, migrations);
    const pending = migrations.filter((migration) => !applied.has(migration.number));
    const structure = applied.size === 0 ? readStructure(folder) : undefined;
    if (structure === undefined) for (const migration of pending) await apply(client, migration);
    else await create(client, structure, migrations);
    await runMigrations({ connectionString: adminUrl });
    await grantPlatform(client);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}
