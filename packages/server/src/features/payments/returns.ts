import { createHash, randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { CONTRADICTED, REPEATED, ReturnReader, type NumberedReturnLine } from '@doudi/core/payment/bank-file';
import type { ReadFault } from '@doudi/core/payment/bank-file-record';
import type { RollStatus } from '@doudi/core/payment/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { paymentText } from '../messages/make.ts';
import { sealAccount } from './accounts.ts';
import type { BatchRow } from './batch.ts';
import { book, closeRoll } from './booking.ts';
import { forLongWork } from './holds.ts';
import { bankLayout } from './layout.ts';
import { insertRollEvent, type RollRow } from './make.ts';

interface Counts {
  readonly paid: number;
  readonly partial: number;
  readonly rejected: number;
  readonly returned: number;
  readonly disputed: number;
  readonly unanswered: number;
}

export interface ReturnResult extends Counts {
  readonly id: string;
  readonly again: boolean;
  readonly status: RollStatus;
  readonly faults: Fault[];
}

interface Fault {
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

const MAX_FAULTS = 500;
const CHUNK = 5000;

/** Decoded text of a return file, piece by piece. */
export type TextPieces = AsyncIterable<string> | Iterable<string>;

export interface ReadBy {
  /** Account; null: the bank's interface. */
  readonly account: string | null;
}

/** A return file in the roll's trail, and that the roll is settled where it was the file that settled it. `roll` as it was before; `by`: who read it, a person or the bank's interface. */
export async function tellReturn(tx: Tx, county: number, roll: RollRow, r: ReturnResult, by: { readonly user: string; readonly name: string }, at: string): Promise<void> {
  const event = { county, roll: roll.id, ...by, at };
  await insertRollEvent(tx, { ...event, kind: 'returnRead', body: { paid: r.paid, partial: r.partial, rejected: r.rejected, returned: r.returned, disputed: r.disputed, unanswered: r.unanswered, faults: r.faults.length } });
  if (r.status === 'reconciled' && roll.status !== 'reconciled') await insertRollEvent(tx, { ...event, kind: 'reconciled' });
}

/**
 * Reads a return file piece by piece in bounded memory: keeps its lines, weighs them together with all earlier files of
 * the batch, and books what changed, in one statement. The same content read again gives the first answer and books
 * nothing. Refusals: a file of another batch, a file of which nothing could be read. A line that is not understood is a
 * fault, never a payment. The same rules as `reconcile` of core; a test holds both against each other.
 */
export async function readReturnFile(tx: Tx, services: Services, law: Law, roll: RollRow, batch: BatchRow, pieces: TextPieces, by: ReadBy): Promise<ReturnResult | Refusal> {
  const { county } = law;
  await forLongWork(tx);
  const id = randomUUID();
  // What is read has to be taken back when its end shows that it was read before.
  await sql`savepoint return_file`.execute(tx);
  const read = await storeLines(tx, services, county, batch, id, pieces);
  const undo = async <T>(answer: T): Promise<T> => {
    await sql`rollback to savepoint return_file`.execute(tx);
    return answer;
  };
  if ('other' in read) return await undo(refuse('payment.state', `回盘文件属于批次 ${read.other}，不是本批次 ${batch.number}`, { allowed: ['到该批次读入'] }));
  const before = (await sql<Counts & { id: string; faults: Fault[] }>`select id, faults, paid, partial, rejected, returned, disputed, unanswered from bank_return where county_id = ${county} and batch_id = ${batch.id} and sha256 = ${read.sha256}`.execute(tx)).rows[0];
  if (before) return await undo({ ...before, again: true, status: roll.status });
  const readFaults = read.reader.faults;
  if (read.lines === 0)
    return await undo(refuse('input.invalid', `回盘文件没有一行能够读懂${readFaults[0] ? `：第 ${readFaults[0].line} 行 ${readFaults[0].message}` : ''}`, { fields: readFaults.slice(0, 20).map((f) => ({ path: `第 ${f.line} 行 ${f.field}`, message: f.message })) }));

  const files = (await sql<{ id: string }>`select id from bank_return where county_id = ${county} and batch_id = ${batch.id} order by position`.execute(tx)).rows.map((r) => r.id);
  const repeats = await findRepeats(tx, county, id);
  const totals = read.reader.totals(await sumKept(tx, county, id));
  await sql`create temp table if not exists bank_outcome (line_no int, state text, paid bigint, code text, words text, paid_on date, why text, here boolean, settled boolean) on commit delete rows`.execute(tx);
  await sql`truncate bank_outcome`.execute(tx);
  // What this transaction has written is planned for as one row until somebody counts it: each line of a long file would be compared with every other.
  if (read.lines > MANY) await sql`select set_config('enable_nestloop', 'off', true)`.execute(tx);
  await weigh(tx, county, roll, batch, id, files);
  const today = law.today;
  await book(tx, { county, roll, batch, key: id, by: by.account ?? 'system', today, now: law.now, message: paymentText(services, law.policy, county, roll, today) }, sql`select line_no, state, paid, code, words, paid_on from bank_outcome where here and not settled`);
  const faults = [...readFaults, ...repeats, ...totals, ...(await findDifferences(tx, county, batch, id))].slice(0, MAX_FAULTS);
  const counts = await countStates(tx, county, batch.id);
  await sql`insert into bank_return (county_id, id, batch_id, sha256, bytes, faults, paid, partial, rejected, returned, disputed, unanswered, read_by, read_at)
    values (${county}, ${id}, ${batch.id}, ${read.sha256}, ${read.bytes}, ${JSON.stringify(faults)}::jsonb, ${counts.paid}, ${counts.partial}, ${counts.rejected}, ${counts.returned}, ${counts.disputed}, ${counts.unanswered}, ${by.account}, ${law.now})`.execute(tx);
  return { id, again: false, status: await closeRoll(tx, county, roll.id, batch.id), ...counts, faults };
}

/** Lines of a file from which on they are joined all at once, and not looked up one by one. */
const MANY = 1000;

interface Stored {
  readonly reader: ReturnReader;
  readonly lines: number;
  readonly bytes: number;
  readonly sha256: Buffer;
}

/** Writes the lines as they are understood. `other`: it answers another batch. */
async function storeLines(tx: Tx, services: Services, county: number, batch: BatchRow, id: string, pieces: TextPieces): Promise<Stored | { other: string }> {
  const reader = new ReturnReader(bankLayout(services, county));
  const hash = createHash('sha256');
  const numbers = sealAccount(services, county);
  let lines = 0;
  let bytes = 0;
  let waiting: NumberedReturnLine[] = [];
  const store = async (): Promise<void> => {
    const part = waiting.splice(0);
    if (part.length === 0) return;
    await insertLines(tx, county, batch, id, lines, part, numbers.numberIdx);
    lines += part.length;
  };
  for await (const piece of pieces) {
    const raw = Buffer.from(piece, 'utf8');
    hash.update(raw);
    bytes += raw.length;
    waiting.push(...reader.push(piece));
    if (reader.batchNumber !== undefined && reader.batchNumber !== batch.number) return { other: reader.batchNumber };
    if (waiting.length >= CHUNK) await store();
  }
  waiting = [...waiting, ...reader.end()];
  if (reader.batchNumber !== undefined && reader.batchNumber !== batch.number) return { other: reader.batchNumber };
  await store();
  return { reader, lines, bytes, sha256: hash.digest() };
}

/** The account number that the bank repeats is compared by its keyed hash and not kept. */
async function insertLines(tx: Tx, county: number, batch: BatchRow, id: string, from: number, part: readonly NumberedReturnLine[], index: (number: string) => Buffer): Promise<void> {
  const prefix = `${batch.number}-`;
  const no = part.map((l) => (l.lineId.startsWith(prefix) && /^\d{6,9}$/.test(l.lineId.slice(prefix.length)) ? Number(l.lineId.slice(prefix.length)) : null));
  await sql`insert into bank_return_line (county_id, return_id, row_no, line_no, line_key, status, fen, asked_fen, other_account, code, words, paid_on)
    select ${county}::int, ${id}::uuid, r.row_no, x.line_no, r.line_key, r.status, r.fen, r.asked_fen, coalesce(r.number_idx <> a.number_idx, false), r.code, r.words, r.paid_on
    from unnest(${part.map((_, i) => from + i + 1)}::int[], ${no}::int[], ${part.map((l) => l.lineId)}::text[], ${part.map((l) => l.status)}::text[], ${part.map((l) => l.amountFen)}::bigint[], ${part.map((l) => l.askedFen ?? null)}::bigint[],
      ${part.map((l) => (l.accountNumber === undefined ? null : index(l.accountNumber)))}::bytea[], ${part.map((l) => l.code)}::text[], ${part.map((l) => l.reason)}::text[], ${part.map((l) => l.paidOn ?? null)}::date[])
      as r(row_no, line_no, line_key, status, fen, asked_fen, number_idx, code, words, paid_on)
    left join bank_batch_line x on x.county_id = ${county} and x.batch_id = ${batch.id} and x.line_no = r.line_no
    left join payment_account a on a.county_id = x.county_id and a.id = x.account_id`.execute(tx);
}

/** What two answers are compared by, as `sameReturnLine` of core compares them. */
const SAID = (l: string): RawBuilder<unknown> => sql.raw(`concat_ws('|', ${l}.status, ${l}.fen, coalesce(${l}.asked_fen::text, '-'), ${l}.other_account, ${l}.code, coalesce(${l}.paid_on::text, '-'))`);

/** Lines that the file gives more than once. */
async function findRepeats(tx: Tx, county: number, id: string): Promise<Fault[]> {
  return (await sql<Fault>`select 0 as line, line_key as field, case when min(${SAID('l')}) = max(${SAID('l')}) then ${REPEATED} else ${CONTRADICTED} end as message
    from bank_return_line l where county_id = ${county} and return_id = ${id} group by line_key having count(*) > 1 order by min(row_no) limit ${MAX_FAULTS}`.execute(tx)).rows;
}

/** Count and sums of what is kept of a file, to be compared with what it says of itself. */
async function sumKept(tx: Tx, county: number, id: string): Promise<{ totalCount: number; paidCount: number; totalPaidFen: number; totalFen?: number }> {
  const row = (await sql<{ lines: number; paid: number; paid_fen: number; asked: number; asked_fen: number }>`
    with kept as (select min(fen) as fen, min(asked_fen) as asked_fen from bank_return_line l where county_id = ${county} and return_id = ${id} group by line_key having min(${SAID('l')}) = max(${SAID('l')}))
    select count(*)::int as lines, (count(*) filter (where fen > 0))::int as paid, coalesce(sum(fen), 0)::bigint as paid_fen, count(asked_fen)::int as asked, coalesce(sum(asked_fen), 0)::bigint as asked_fen from kept`.execute(tx)).rows[0];
  const { lines = 0, paid = 0, paid_fen = 0, asked = 0, asked_fen = 0 } = row ?? {};
  return { totalCount: lines, paidCount: paid, totalPaidFen: paid_fen, ...(asked === lines ? { totalFen: asked_fen } : {}) };
}

/**
 * Puts into `bank_outcome` what all files of the batch together say of each line that the new file names: `reconcile` of
 * core, set by set. A file that contradicts itself about a line says nothing of it.
 */
async function weigh(tx: Tx, county: number, roll: RollRow, batch: BatchRow, id: string, earlier: readonly string[]): Promise<void> {
  await sql`
    insert into bank_outcome
    with touched as materialized (select distinct line_no from bank_return_line where county_id = ${county} and return_id = ${id} and line_no is not null),
    said as (
      select l.return_id, l.line_no, min(${SAID('l')}) as said, min(l.status) as status, min(l.fen) as fen, min(l.asked_fen) as asked_fen, bool_or(l.other_account) as other_account, min(l.code) as code, min(l.words) as words, min(l.paid_on) as paid_on
      from bank_return_line l join touched t on t.line_no = l.line_no where l.county_id = ${county} and l.return_id = any (${[...earlier, id]}::uuid[])
      group by l.return_id, l.line_no having min(${SAID('l')}) = max(${SAID('l')})
    ),
    answer as (
      select line_no, bool_or(status = 'returned') as back, min(said) filter (where status = 'returned') <> max(said) filter (where status = 'returned') or min(said) filter (where status <> 'returned') <> max(said) filter (where status <> 'returned') as differ,
        min(status) filter (where status <> 'returned') as status, coalesce(max(fen), 0) as fen, min(asked_fen) as asked_min, max(asked_fen) as asked_max, bool_or(other_account) as other_account,
        coalesce(min(code) filter (where status = 'returned'), min(code)) as code, coalesce(min(words) filter (where status = 'returned'), min(words)) as words, coalesce(min(paid_on) filter (where status <> 'returned'), min(paid_on)) as paid_on
      from said group by line_no
    ),
    judged as (
      select x.line_no, x.fen as asked, x.paid_fen as booked, x.state as was, x.settled_by, x.line_id, a.back, a.status, a.fen, a.code, a.words, a.paid_on,
        case when coalesce(a.differ, false) or (a.back and a.status = 'rejected') then 'contradiction' when a.other_account then 'account'
          when a.asked_min <> x.fen or a.asked_max <> x.fen then 'asked' when a.fen > x.fen then 'over' end as why
      from answer a join bank_batch_line x on x.county_id = ${county} and x.batch_id = ${batch.id} and x.line_no = a.line_no
    ),
    stated as (select *, case when why is not null then 'disputed' when back then 'returned' when status = 'rejected' then 'rejected' when fen = asked then 'paid' else 'partial' end as state from judged)
    select s.line_no, s.state, case when s.state in ('paid', 'partial') then s.fen else 0 end, case when s.why = 'contradiction' then null else s.code end,
      case when s.why is null then s.words else ${WHY('s.why')} end, case when s.why = 'contradiction' then null else s.paid_on end, s.why,
      -- What a later roll has taken over, or what was partly recovered, is shown to a person and not booked.
      l.pay_roll_id = ${roll.id} and (s.booked = 0 or l.recovered_fen + l.waived_fen = 0 or s.state = s.was), s.settled_by is not null
    from stated s join roll_line l on l.county_id = ${county} and l.id = s.line_id`.execute(tx);
}

const WHY_TEXT = { contradiction: '多次回盘结果相互矛盾，须人工核实', account: '回盘账号与发放账号不符', asked: '回盘应发金额与发放金额不符', over: '实发金额大于应发金额' } as const;
const WHY = (column: string): RawBuilder<unknown> => sql`case ${sql.raw(column)} ${sql.join(Object.entries(WHY_TEXT).map(([k, v]) => sql`when ${k} then ${v}`), sql` `)} end`;

/** What a person has to know of the answers: lines never sent, disputes, short payments, and what was not booked. */
async function findDifferences(tx: Tx, county: number, batch: BatchRow, id: string): Promise<Fault[]> {
  const key = sql`${`${batch.number}-`} || lpad(o.line_no::text, greatest(6, length(o.line_no::text)), '0')`;
  return (await sql<ReadFault>`
    (select 0 as line, line_key as field, '本批次没有这条明细' as message from bank_return_line where county_id = ${county} and return_id = ${id} and line_no is null order by row_no limit ${MAX_FAULTS})
    union all (select 0, ${key}, case when o.why is not null then o.words else '实发金额小于应发金额' end from bank_outcome o where o.why is not null or o.state = 'partial' order by o.line_no limit ${MAX_FAULTS})
    union all (select 0, ${key}, '该明细已转入以后的批次，或已有追回、免追，本次答复未入账，请与银行核实' from bank_outcome o join bank_batch_line x on x.county_id = ${county} and x.batch_id = ${batch.id} and x.line_no = o.line_no
      where not o.here and not o.settled and x.state <> o.state order by o.line_no limit ${MAX_FAULTS})`.execute(tx)).rows;
}

async function countStates(tx: Tx, county: number, batch: string): Promise<Counts> {
  const { rows } = await sql<{ state: string; n: number }>`select state, count(*)::int as n from bank_batch_line where county_id = ${county} and batch_id = ${batch} group by state`.execute(tx);
  const of = (state: string): number => rows.find((r) => r.state === state)?.n ?? 0;
  return { paid: of('paid'), partial: of('partial'), rejected: of('rejected'), returned: of('returned'), disputed: of('disputed'), unanswered: of('sent') };
}
