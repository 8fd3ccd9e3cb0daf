import pg from 'pg';
import { SetupError } from './config.ts';
import type { Mode } from './config.ts';
import type { Keys } from './keys.ts';

/** What a database knows of itself: names and values, written by the administrator role alone. */
export async function createMeta(client: pg.Client): Promise<void> {
  await client.query('create table if not exists doudi_meta (name text primary key, value text not null)');
}

async function withAdmin<T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Writes `value` unless the name has one; returns what stands. */
async function settle(client: pg.Client, name: string, value: string): Promise<string> {
  await client.query('insert into doudi_meta (name, value) values ($1, $2) on conflict (name) do nothing', [name, value]);
  const { rows } = await client.query<{ value: string }>('select value from doudi_meta where name = $1', [name]);
  return rows[0]?.value ?? value;
}

/**
 * Binds the database to the master key at its first use. A later start with another key is refused before it writes
 * anything: names encrypted with two keys could never be put together again.
 */
export async function rememberKeys(client: pg.Client, keys: Keys): Promise<void> {
  if ((await settle(client, 'keys', keys.fingerprint)) !== keys.fingerprint) {
    throw new SetupError('主密钥与数据库不符：请放回建库时的密钥文件。', 'The master key does not belong to this database: put back the key file it was made with.');
  }
}

/** A training database is never served as production nor the other way round: accounts, clock and cases would leak over. */
export async function bindMode(adminUrl: string, mode: Mode): Promise<void> {
  const bound = await withAdmin(adminUrl, async (client) => await settle(client, 'mode', mode));
  if (bound !== mode) {
    throw new SetupError(`该数据库属于${bound === 'training' ? '培训' : '正式'}环境，不能以${mode === 'training' ? '培训' : '正式'}方式启动。`, `This database belongs to a ${bound} installation and is refused in ${mode}.`);
  }
}

export type TrainingState = 'absent' | 'loading' | 'loaded';

/** Whether the training caseload stands in the database; `loading` after a start that was killed while loading. */
export async function readTrainingState(adminUrl: string): Promise<TrainingState> {
  return await withAdmin(adminUrl, async (client) => {
    const known = await client.query<{ exists: boolean }>(`select to_regclass('doudi_meta') is not null as exists`);
    if (!known.rows[0]?.exists) return 'absent';
    const { rows } = await client.query<{ value: string }>(`select value from doudi_meta where name = 'training'`);
    const value = rows[0]?.value;
    return value === 'loading' || value === 'loaded' ? value : 'absent';
  });
}

export async function writeTrainingState(adminUrl: string, state: 'loading' | 'loaded'): Promise<void> {
  await withAdmin(adminUrl, async (client) => {
    await client.query(`insert into doudi_meta (name, value) values ('training', $1) on conflict (name) do update set value = excluded.value`, [state]);
  });
}
