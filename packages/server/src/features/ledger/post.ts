import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { settleLines } from '@doudi/core/ledger/entry';
import { ACCOUNTS, accountKey, accountOf, type AccountRef, type EntryKind, type EntryLine } from '@doudi/core/ledger/model';
import { formatYuan, type Fen } from '@doudi/core/money/fen';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { canonicalJson, withoutUndefined } from '../../platform/log/canonical.ts';
import { GENESIS, utc } from '../../platform/log/entry.ts';

export interface EntryRef {
  readonly roll?: string | undefined;
  readonly batch?: string | undefined;
  readonly case?: string | undefined;
  readonly recovery?: string | undefined;
  readonly fund?: string | undefined;
}

/** A line as its caller knows it: the unit by its key, or by its number. */
export interface PostingLine {
  readonly account: AccountRef & { readonly unitId?: number | undefined };
  readonly fen: Fen;
}

export interface Posting {
  readonly county: number;
  readonly kind: EntryKind;
  /** Day on which the money moved, Asia/Shanghai. */
  readonly on: string;
  /** Business clock, ISO with offset. */
  readonly at: string;
  /** Account of the person, or 'system'. */
  readonly by: string;
  readonly memo: string;
  readonly ref?: EntryRef | undefined;
  /** The entry that this one corrects. */
  readonly corrects?: string | undefined;
  /** What makes a second attempt the same entry, unique in the county: e.g. `frozen:<roll>:<n>`. */
  readonly key: string;
  readonly lines: readonly PostingLine[];
}

/** One entry exactly as it is hashed onto the one before. */
export interface HashedEntry {
  readonly county: number;
  readonly position: number;
  readonly id: string;
  readonly kind: string;
  readonly on: string;
  readonly at: string;
  readonly recordedAt: string;
  readonly by: string;
  readonly memo: string;
  readonly key: string;
  readonly ref: EntryRef;
  readonly corrects?: string | undefined;
  readonly lines: readonly EntryLine[];
}

/** SHA-256 over the previous hash and the canonical text of the entry with its lines. */
export const hashOfEntry = (prev: Uint8Array, e: HashedEntry): Buffer => createHash('sha256').update(prev).update(canonicalJson(withoutUndefined(e)), 'utf8').digest();

interface Units {
  readonly keys: ReadonlyMap<number, string>;
  readonly ids: ReadonlyMap<string, number>;
}

async function findUnitsOf(tx: Tx, county: number, lines: readonly PostingLine[]): Promise<Units> {
  const ids = [...new Set(lines.flatMap((l) => (l.account.unitId === undefined ? [] : [l.account.unitId])))];
  const keys = [...new Set(lines.flatMap((l) => (l.account.unit === undefined ? [] : [l.account.unit])))];
  if (ids.length === 0 && keys.length === 0) return { keys: new Map(), ids: new Map() };
  const { rows } = await sql<{ key: string; id: number }>`select key, id from unit where county_id = ${county} and (key = any (${keys}::text[]) or id = any (${ids}::int[]))`.execute(tx);
  return { keys: new Map(rows.map((u) => [u.id, u.key])), ids: new Map(rows.map((u) => [u.key, u.id])) };
}

const byKey = (units: Units, { account: { unitId, ...account }, fen }: PostingLine): EntryLine => ({ account: unitId === undefined ? account : { ...account, unit: units.keys.get(unitId) }, fen });

/** Ids of the accounts, opened on first use. The county's head is locked by then: nobody else opens one at the same time. */
async function openAccounts(tx: Tx, county: number, units: Units, refs: readonly AccountRef[]): Promise<Map<string, { id: number; unit: number | null }>> {
  const rows = refs.map((r) => ({ kind: r.kind, unit: r.unit === undefined ? null : units.ids.get(r.unit), programme: r.programme ?? null, source: r.source ?? null }));
  const lost = refs.find((_, i) => rows[i]?.unit === undefined);
  if (lost) throw new Error(`ledger: no unit ${lost.unit ?? ''} in county ${county}`);
  const values = sql`unnest(${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.unit)}::int[], ${rows.map((r) => r.programme)}::text[], ${rows.map((r) => r.source)}::text[]) with ordinality as x (kind, unit_id, programme, source, n)`;
  await sql`insert into ledger_account (county_id, kind, unit_id, programme, source) select ${county}::int, x.kind, x.unit_id, x.programme, x.source from ${values} on conflict on constraint ledger_account_once do nothing`.execute(tx);
  const found = (await sql<{ n: number; id: number; unit_id: number | null }>`select x.n::int as n, a.id, a.unit_id from ${values} join ledger_account a on a.county_id = ${county} and a.kind = x.kind
    and a.unit_id is not distinct from x.unit_id and a.programme is not distinct from x.programme and a.source is not distinct from x.source`.execute(tx)).rows;
  return new Map(found.map((f) => [accountKey(refs[f.n - 1] ?? { kind: 'bank' }), { id: f.id, unit: f.unit_id }]));
}

const LOCK_HEAD = (county: number) => sql<{ position: number; hash: Buffer; recorded_at: string }>`select position, hash, recorded_at from ledger_head where county_id = ${county} for update`;

/**
 * Writes one entry into the county's ledger, in the caller's transaction, and returns its id. Posting again under the same key
 * returns the entry that stands (and throws when its kind or the sum of any kind of account is another). Accounts are opened on first use; a line names its unit
 * by key or number. Lines of zero vanish: where nothing moves, no entry is written and '' is returned. Throws on lines that do not sum to
 * zero, and (ledger_account_covered) when reserve, imprest, relief fund or donation would go below zero: ask `overdraft` before.
 * Holds the county's ledger until the transaction ends, so call it late; a transaction that also appends to the case log appends first.
 */
export async function post(tx: Tx, e: Posting): Promise<string> {
  const units = await findUnitsOf(tx, e.county, e.lines);
  const lines = settleLines(e.lines.map((l) => byKey(units, l)));
  if (lines.length === 0) return '';
  await sql`insert into ledger_head (county_id, position, hash, recorded_at) values (${e.county}, 0, ${GENESIS}, 'epoch') on conflict do nothing`.execute(tx);
  const head = (await LOCK_HEAD(e.county).execute(tx)).rows[0];
  if (!head) throw new Error(`ledger of county ${e.county} is not visible in this scope`);
  const same = (await sql<{ id: string; kind: string; sums: Record<string, number> }>`select e.id, e.kind, (select jsonb_object_agg(a.kind, a.fen) from (select a.kind, sum(l.fen) as fen from ledger_line l join ledger_account a on a.county_id = l.county_id and a.id = l.account_id
    where l.county_id = e.county_id and l.entry_id = e.id group by a.kind) a) as sums from ledger_entry e where e.county_id = ${e.county} and e.key = ${e.key}`.execute(tx)).rows[0];
  if (same) {
    if (same.kind !== e.kind) throw new Error(`ledger key ${e.key} stands for an entry of kind ${same.kind}, not ${e.kind}`);
    const sums: Record<string, number> = {};
    for (const l of lines) sums[l.account.kind] = (sums[l.account.kind] ?? 0) + l.fen;
    if (canonicalJson(sums) !== canonicalJson(same.sums)) throw new Error(`ledger key ${e.key} stands for an entry of other sums`);
    return same.id;
  }
  const accounts = await openAccounts(tx, e.county, units, lines.map((l) => l.account));
  const touched = lines.map((l) => accounts.get(accountKey(l.account))).filter((a) => a !== undefined);
  if (touched.length !== lines.length) throw new Error('ledger account vanished');
  const where = new Set(touched.flatMap((a) => (a.unit === null ? [] : [a.unit])));
  const area = where.size === 1 ? ([...where][0] ?? null) : null;
  const now = new Date().toISOString();
  const ref = (withoutUndefined(e.ref ?? {}) ?? {}) as EntryRef;
  const id = randomUUID();
  const entry: HashedEntry = {
    county: e.county, position: head.position + 1, id, kind: e.kind, on: e.on, at: utc(e.at), recordedAt: now > head.recorded_at ? now : head.recorded_at, by: e.by, memo: e.memo, key: e.key, ref, corrects: e.corrects, lines,
  };
  const hash = hashOfEntry(head.hash, entry);
  await sql`insert into ledger_entry (county_id, id, position, kind, on_date, at, recorded_at, by_account, memo, key, roll_id, batch_id, case_id, recovery_id, fund_id, corrects, area_id, prev_hash, hash)
    values (${e.county}, ${id}, ${entry.position}, ${e.kind}, ${e.on}, ${entry.at}, ${entry.recordedAt}, ${e.by}, ${e.memo}, ${e.key}, ${ref.roll ?? null}, ${ref.batch ?? null}, ${ref.case ?? null}, ${ref.recovery ?? null}, ${ref.fund ?? null}, ${e.corrects ?? null}, ${area}, ${head.hash}, ${hash})`.execute(tx);
  await sql`insert into ledger_line (county_id, entry_id, line, account_id, fen, on_date, area_id)
    select ${e.county}::int, ${id}::uuid, n, account, fen, ${e.on}::date, ${area}::int from unnest(${touched.map((a) => a.id)}::int[], ${lines.map((l) => l.fen)}::bigint[]) with ordinality as x (account, fen, n)`.execute(tx);
  await sql`update ledger_head set position = ${entry.position}, hash = ${hash}, recorded_at = ${entry.recordedAt} where county_id = ${e.county}`.execute(tx);
  return id;
}

/** Balance of one account (debit +), zero where it was never used. With `lock` nobody else posts until the transaction ends. */
export async function balanceOf(tx: Tx, county: number, account: AccountRef, lock = false): Promise<Fen> {
  const own = accountOf(account);
  if (!own) throw new Error(`ledger account without its dimensions: ${accountKey(account)}`);
  if (lock) await LOCK_HEAD(county).execute(tx);
  const { rows } = await sql<{ balance_fen: number }>`select a.balance_fen from ledger_account a left join unit u on u.county_id = a.county_id and u.id = a.unit_id
    where a.county_id = ${county} and a.kind = ${own.kind} and u.key is not distinct from ${own.unit ?? null}::text and a.programme is not distinct from ${own.programme ?? null}::text and a.source is not distinct from ${own.source ?? null}::text`.execute(tx);
  return rows[0]?.balance_fen ?? 0;
}

const CURE: Partial<Record<AccountRef['kind'], readonly string[]>> = {
  imprest: ['申请补足备用金', '动用县级储备金', '经发放批次社会化发放'], reliefFund: ['改用备用金', '等待基金到账'], donation: ['改用备用金', '登记新的捐赠'], reserve: ['由财政拨付储备金'],
};

/** Why `fen` cannot be taken from cash that somebody holds: its balance does not suffice, and what to do instead. Locks the ledger. */
export async function overdraft(tx: Tx, county: number, account: AccountRef, fen: Fen): Promise<Refusal | undefined> {
  const balance = await balanceOf(tx, county, account, true);
  if (!ACCOUNTS[account.kind].covered || fen <= balance) return undefined;
  return refuse('fund.short', `${ACCOUNTS[account.kind].label}余额 ${formatYuan(balance)}，不够支付 ${formatYuan(fen)}`, { missing: [`还差 ${formatYuan(fen - balance)}`], allowed: CURE[account.kind] ?? [] });
}
