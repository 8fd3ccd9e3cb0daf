import type pg from 'pg';
import type { Checkpoint } from './checkpoint.ts';
import { CASE_CHAIN, type Chain } from './chain.ts';
import type { Entry } from './entry.ts';

/** How the readers below reach a database: through an administrator's connection or an auditor's own. */
export type Query = (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;

export function queryOfClient(client: pg.ClientBase): Query {
  return async (text, values = []) => (await client.query<Record<string, unknown>>(text, [...values])).rows;
}

/** A row of the log as it stands: `prev` and `hash` in hexadecimal, nothing verified. */
export interface LogRow extends Entry {
  readonly prev: string;
  readonly hash: string;
}

/** Where the application believes the chain to end. */
export interface HeadRow {
  readonly position: number;
  readonly hash: string;
  readonly recordedAt: string;
}

/**
 * PostgreSQL's own text of an instant in UTC to ISO with milliseconds. Whatever is not exactly such an instant (infinity,
 * before Christ, microseconds) stays as it is: it cannot have been hashed so, and the hash will tell.
 */
function instant(value: unknown): string {
  const text = String(value);
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?$/.exec(text);
  return parts ? `${parts[1]}T${parts[2]}.${(parts[3] ?? '').padEnd(3, '0')}Z` : text;
}

const IN_UTC = (column: string): string => `(${column} at time zone 'UTC')::text`;

// Everything arrives as text: a value that a driver cannot read is a finding, not a crash of the verifier. (The order is
// by the table's column; the bare name would be the text beside it, with 10 before 9.)
const rowsOf = (chain: Chain): string => `declare doudi_log no scroll cursor for
  select position::text, ${chain.owner}::text as "caseId", seq::text, kind, ${IN_UTC('at')} as at, ${IN_UTC('recorded_at')} as "recordedAt",
    actor_user as "user", actor_post as post, actor_unit as unit, body::text, encode(prev_hash, 'hex') as prev, encode(hash, 'hex') as hash
  from ${chain.entries} where county_id = $1 order by ${chain.entries}.position`;
const BATCH = 1000;

function toRow(county: number, row: Record<string, unknown>): LogRow {
  const text = (name: string): string => String(row[name]);
  const body: unknown = JSON.parse(text('body'));
  return {
    county, position: Number(row['position']), case: text('caseId'), seq: Number(row['seq']), kind: text('kind'), at: instant(row['at']), recordedAt: instant(row['recordedAt']),
    actor: { user: text('user'), post: text('post'), unit: text('unit') }, body, prev: text('prev'), hash: text('hash'),
  };
}

/**
 * The rows of a county in order of position, `BATCH` in memory at a time. Needs an open transaction, best REPEATABLE
 * READ: entries appended meanwhile are then not half seen. One reader at a time per transaction.
 */
export async function* readLog(query: Query, county: number, chain: Chain = CASE_CHAIN): AsyncGenerator<LogRow> {
  await query(rowsOf(chain), [county]);
  try {
    for (;;) {
      const rows = await query(`fetch ${BATCH} from doudi_log`);
      for (const row of rows) yield toRow(county, row);
      if (rows.length < BATCH) return;
    }
  } finally {
    // After an error of the server the transaction is over and the cursor with it.
    await query('close doudi_log').catch(() => []);
  }
}

export async function findHead(query: Query, county: number, chain: Chain = CASE_CHAIN): Promise<HeadRow | null> {
  const rows = await query(`select position::text, encode(hash, 'hex') as hash, ${IN_UTC('recorded_at')} as "recordedAt" from ${chain.head} where county_id = $1`, [county]);
  const row = rows[0];
  return row ? { position: Number(row['position']), hash: String(row['hash']), recordedAt: instant(row['recordedAt']) } : null;
}

/** Stored checkpoints of a county, oldest first, nothing verified. */
export async function findStoredCheckpoints(query: Query, county: number): Promise<Checkpoint[]> {
  const rows = await query(
    `select position::text, encode(hash, 'hex') as hash, ${IN_UTC('recorded_at')} as "recordedAt", ${IN_UTC('at')} as at, key_id as "keyId", replace(encode(signature, 'base64'), e'\\n', '') as signature
     from checkpoint where county_id = $1 order by checkpoint.position`, [county],
  );
  return rows.map((row) => ({
    county, position: Number(row['position']), hash: String(row['hash']), recordedAt: instant(row['recordedAt']), at: instant(row['at']), keyId: String(row['keyId']), signature: String(row['signature']),
  }));
}

/** Counties that have anything in the log's tables. */
export async function findLoggedCounties(query: Query): Promise<number[]> {
  // The recursion jumps from county to county over the key instead of reading a million rows.
  const rows = await query(`
    with recursive logged (county_id) as (
      (select county_id from case_action order by county_id limit 1)
      union all
      select (select a.county_id from case_action a where a.county_id > logged.county_id order by a.county_id limit 1) from logged where logged.county_id is not null
    )
    select county_id::text as county from logged where county_id is not null
    union select county_id::text from chain_head union select county_id::text from checkpoint`);
  return rows.map((row) => Number(row['county'])).sort((a, b) => a - b);
}
