import { sql } from 'kysely';
import type { Tx } from '../database.ts';
import { canonicalJson, withoutUndefined } from './canonical.ts';
import { GENESIS, hashEntry, utc, type Entry } from './entry.ts';

export { GENESIS, hashEntry } from './entry.ts';

/** The tables of a chain: its entries, the column that names what an entry belongs to, and the row that ends it. */
export interface Chain {
  readonly entries: string;
  readonly owner: string;
  readonly head: string;
}

/** Actions of cases. */
export const CASE_CHAIN: Chain = { entries: 'case_action', owner: 'case_id', head: 'chain_head' };
/** Acts of supervision: draws, checks, rectifications, complaints and the rest of core/matter. */
export const MATTER_CHAIN: Chain = { entries: 'matter_act', owner: 'matter_id', head: 'matter_head' };

/** What is appended: an action of a case, an act of a matter. */
export interface Act {
  readonly kind: string;
  /** Business clock, ISO with offset. */
  readonly at: string;
  readonly actor: Entry['actor'];
  readonly body: object;
}

/**
 * The log cannot take the actions: `conflict`, the case has moved on since it was loaded (load again and decide again);
 * `backdated`, an action is earlier than the last one of its case.
 */
export class LogRefused extends Error {
  readonly code: 'conflict' | 'backdated';
  constructor(code: 'conflict' | 'backdated', message: string) {
    super(message);
    this.name = 'LogRefused';
    this.code = code;
  }
}

export interface Append {
  readonly county: number;
  readonly caseId: string;
  /** Sequence number of the first action within its case: 1 for a new case, else the loaded case's last + 1. */
  readonly firstSeq: number;
  readonly actions: readonly Act[];
  /** Real time, ISO with offset. */
  readonly recordedAt: string;
}

export interface Appended {
  /** Position of the last entry written (of the head when there was nothing to write). */
  readonly position: number;
  /** One hash per action, in order. */
  readonly hashes: readonly Buffer[];
  /** What was written as real time, UTC: the given time, or the head's when that is later. */
  readonly recordedAt: string;
}

/** One action of a bulk load; those of a case come in the order of `seq`. */
export interface LoadItem {
  readonly caseId: string;
  readonly seq: number;
  readonly action: Act;
}

interface Head {
  position: number;
  hash: Buffer;
  recordedAt: string;
}

interface Last {
  readonly seq: number;
  readonly at: string;
}

async function selectHead(tx: Tx, county: number, chain: Chain): Promise<Head | undefined> {
  const { rows } = await sql<Head>`select position, hash, recorded_at as "recordedAt" from ${sql.table(chain.head)} where county_id = ${county} for update`.execute(tx);
  return rows[0];
}

/** Holds the county's chain until the transaction ends; from here on nobody else appends, so do this late. */
export async function lockHead(tx: Tx, county: number, chain: Chain = CASE_CHAIN): Promise<Head> {
  const head = await selectHead(tx, county, chain);
  if (head) return head;
  await sql`insert into ${sql.table(chain.head)} (county_id, position, hash, recorded_at) values (${county}, 0, ${GENESIS}, 'epoch') on conflict do nothing`.execute(tx);
  const made = await selectHead(tx, county, chain);
  if (!made) throw new Error(`chain head of county ${county} is not visible in this scope`);
  return made;
}

async function findLast(tx: Tx, county: number, caseId: string, chain: Chain): Promise<Last | undefined> {
  const { rows } = await sql<Last>`select seq, at from ${sql.table(chain.entries)} where county_id = ${county} and ${sql.ref(chain.owner)} = ${caseId} order by seq desc limit 1`.execute(tx);
  return rows[0];
}

function follow(last: Last | undefined, item: LoadItem): Last {
  const at = utc(item.action.at);
  const expected = (last?.seq ?? 0) + 1;
  if (item.seq !== expected) throw new LogRefused('conflict', `case ${item.caseId}: action ${item.seq} where ${expected} is next`);
  if (last && at < last.at) throw new LogRefused('backdated', `case ${item.caseId}: action ${item.seq} at ${at} is before the previous one at ${last.at}`);
  return { seq: item.seq, at };
}

interface Prepared extends LoadItem {
  readonly at: string;
  readonly body: unknown;
  readonly prev: Buffer;
  readonly hash: Buffer;
}

/** Hashes the items onto the head, which moves along. */
function link(county: number, head: Head, items: readonly LoadItem[]): Prepared[] {
  return items.map((item) => {
    const { kind, actor } = item.action;
    const caseId = item.caseId.toLowerCase();
    const at = utc(item.action.at);
    const body = withoutUndefined(item.action.body);
    const prev = head.hash;
    head.position += 1;
    head.hash = hashEntry(prev, { county, position: head.position, case: caseId, seq: item.seq, kind, at, recordedAt: head.recordedAt, actor, body });
    return { ...item, caseId, at, body, prev, hash: head.hash };
  });
}

/** One statement whatever the number of rows: columns travel as arrays, so that no limit of parameters is near. */
async function insertRows(tx: Tx, chain: Chain, county: number, first: number, recordedAt: string, rows: readonly Prepared[]): Promise<void> {
  await sql`
    insert into ${sql.table(chain.entries)} (county_id, position, ${sql.ref(chain.owner)}, seq, kind, at, recorded_at, actor_user, actor_post, actor_unit, body, prev_hash, hash)
    select ${county}::int, ${first}::bigint + n - 1, case_id, seq, kind, at, ${recordedAt}::timestamptz, actor_user, actor_post, actor_unit, body, prev_hash, hash
    from unnest(
      ${rows.map((row) => row.caseId)}::uuid[], ${rows.map((row) => row.seq)}::int[], ${rows.map((row) => row.action.kind)}::text[], ${rows.map((row) => row.at)}::timestamptz[],
      ${rows.map((row) => row.action.actor.user)}::text[], ${rows.map((row) => row.action.actor.post)}::text[], ${rows.map((row) => row.action.actor.unit)}::text[],
      ${rows.map((row) => canonicalJson(row.body))}::jsonb[], ${rows.map((row) => row.prev)}::bytea[], ${rows.map((row) => row.hash)}::bytea[]
    ) with ordinality as t (case_id, seq, kind, at, actor_user, actor_post, actor_unit, body, prev_hash, hash, n)`.execute(tx);
}

async function updateHead(tx: Tx, chain: Chain, county: number, head: Head): Promise<void> {
  await sql`update ${sql.table(chain.head)} set position = ${head.position}, hash = ${head.hash}, recorded_at = ${head.recordedAt} where county_id = ${county}`.execute(tx);
}

async function lockHeadAt(tx: Tx, chain: Chain, county: number, recordedAt: string): Promise<Head> {
  const head = await lockHead(tx, county, chain);
  const given = utc(recordedAt);
  // A machine whose clock went back must not write an entry that looks older than the one before.
  return { ...head, recordedAt: given > head.recordedAt ? given : head.recordedAt };
}

/**
 * Appends the actions of one case (or, with another `chain`, the acts of one matter) to the county's chain: locks the head (until the transaction ends), hashes each action
 * over the one before, inserts all in one statement, moves the head. The row of `case_file` must exist and be visible in
 * the scope. Refuses (LogRefused) a sequence number that is not next in the case and an action earlier than the case's
 * last; needs READ COMMITTED. Nothing to write is nothing done. [XX-57] every step leaves a trace.
 */
export async function appendActions(tx: Tx, append: Append, chain: Chain = CASE_CHAIN): Promise<Appended> {
  const { county, caseId, firstSeq, actions } = append;
  const head = await lockHeadAt(tx, chain, county, append.recordedAt);
  const items = actions.map((action, index) => ({ caseId, seq: firstSeq + index, action }));
  let last = await findLast(tx, county, caseId, chain);
  for (const item of items) last = follow(last, item);
  const first = head.position + 1;
  const rows = link(county, head, items);
  if (rows.length > 0) {
    await insertRows(tx, chain, county, first, head.recordedAt, rows);
    await updateHead(tx, chain, county, head);
  }
  return { position: head.position, hashes: rows.map((row) => row.hash), recordedAt: head.recordedAt };
}

/**
 * Appends the histories of many cases in one transaction, `chunk` rows to a statement: for taking over old records and
 * for the training load. Same rules and refusals as `appendActions`; memory grows with the number of cases, not of
 * actions.
 */
export async function appendMany(tx: Tx, county: number, items: Iterable<LoadItem>, recordedAt: string, chunk = 2000, chain: Chain = CASE_CHAIN): Promise<{ position: number; entries: number }> {
  const head = await lockHeadAt(tx, chain, county, recordedAt);
  const before = head.position;
  const cases = new Map<string, Last | undefined>();
  let pending: LoadItem[] = [];
  const flush = async (): Promise<void> => {
    if (pending.length === 0) return;
    const first = head.position + 1;
    await insertRows(tx, chain, county, first, head.recordedAt, link(county, head, pending));
    pending = [];
  };
  for (const item of items) {
    // Actions of a case that is new in this load start at 1; the unique key of (case, seq) refuses a case that exists.
    if (!cases.has(item.caseId) && item.seq > 1) cases.set(item.caseId, await findLast(tx, county, item.caseId, chain));
    cases.set(item.caseId, follow(cases.get(item.caseId), item));
    pending.push(item);
    if (pending.length >= chunk) await flush();
  }
  await flush();
  await updateHead(tx, chain, county, head);
  return { position: head.position, entries: head.position - before };
}
