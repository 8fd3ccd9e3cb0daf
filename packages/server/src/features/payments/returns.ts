import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { parseReturnFile, type BankBatch, type ReturnLine } from '@doudi/core/payment/bank-file';
import { reconcile } from '@doudi/core/payment/bank-file-reconcile';
import type { RollStatus } from '@doudi/core/payment/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { sealAccount } from './accounts.ts';
import { lineKey, type BatchRow } from './batch.ts';
import { forLongWork } from './holds.ts';
import { bankLayout } from './layout.ts';
import type { RollRow } from './make.ts';

export interface ReturnResult {
  readonly id: string;
  readonly again: boolean;
  readonly status: RollStatus;
  readonly paid: number;
  readonly partial: number;
  readonly rejected: number;
  readonly disputed: number;
  readonly unanswered: number;
  readonly faults: Fault[];
}

interface Fault {
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

interface SentLine {
  readonly line_no: number;
  readonly fen: number;
  readonly paid_fen: number;
  readonly state: string;
  readonly settled: boolean;
  /** Still to be paid through this roll: not taken over by a later one. */
  readonly here: boolean;
  readonly number_enc: Buffer;
}

interface StoredLine {
  readonly return_id: string;
  readonly line_key: string;
  readonly status: 'paid' | 'rejected' | 'partial';
  readonly fen: number;
  readonly asked_fen: number | null;
  readonly other_account: boolean;
  readonly code: string;
  readonly words: string;
  readonly paid_on: string | null;
}

const MAX_FAULTS = 500;
/** Account numbers are compared once, at reading; afterwards only the verdict is kept. */
const SAME = '';
const OTHER = 'other';

interface SavedReturn {
  readonly id: string;
  readonly faults: Fault[];
  readonly paid: number;
  readonly partial: number;
  readonly rejected: number;
  readonly disputed: number;
  readonly unanswered: number;
}

/**
 * Reads a return file: keeps its lines, weighs them together with all earlier files of the batch, and books what
 * changed. The same content read again gives the first answer and books nothing. Refusals: a file of another batch, a
 * file of which nothing could be read. A line that is not understood is a fault, never a payment.
 */
export async function readReturnFile(tx: Tx, services: Services, county: number, roll: RollRow, batch: BatchRow, text: string, who: { account: string; now: string }): Promise<ReturnResult | Refusal> {
  await forLongWork(tx);
  const bytes = Buffer.from(text, 'utf8');
  const sha256 = createHash('sha256').update(bytes).digest();
  const before = (await sql<SavedReturn>`select id, faults, paid, partial, rejected, disputed, unanswered from bank_return where county_id = ${county} and batch_id = ${batch.id} and sha256 = ${sha256}`.execute(tx)).rows[0];
  if (before) return { ...before, again: true, status: roll.status };

  const parsed = parseReturnFile(bankLayout(services, county), text);
  if (parsed.batchNumber !== undefined && parsed.batchNumber !== batch.number)
    return refuse('payment.state', `回盘文件属于批次 ${parsed.batchNumber}，不是本批次 ${batch.number}`, { allowed: ['到该批次读入'] });
  if (parsed.lines.length === 0)
    return refuse('input.invalid', `回盘文件没有一行能够读懂${parsed.faults[0] ? `：第 ${parsed.faults[0].line} 行 ${parsed.faults[0].message}` : ''}`, { fields: parsed.faults.slice(0, 20).map((f) => ({ path: `第 ${f.line} 行 ${f.field}`, message: f.message })) });

  const sent = await findSentLines(tx, county, roll, batch);
  const numbers = sealAccount(services, county);
  const byKey = new Map(sent.map((l) => [lineKey(batch.number, l.line_no), l]));
  const answers = parsed.lines.map((l): ReturnLine => {
    const line = byKey.get(l.lineId);
    const { accountNumber, ...rest } = l;
    return accountNumber === undefined || line === undefined || numbers.openNumber(line.number_enc) === accountNumber ? rest : { ...rest, accountNumber: OTHER };
  });
  const id = randomUUID();
  const earlier = await findEarlier(tx, county, batch.id);
  const asked: BankBatch = {
    number: batch.number, county: '', fundItem: batch.item, month: roll.month, date: batch.file_date,
    lines: sent.map((l) => ({ lineId: lineKey(batch.number, l.line_no), sequence: l.line_no, accountName: '', accountNumber: SAME, amountFen: l.fen, item: batch.item })),
  };
  const result = reconcile(asked, [...earlier, { lines: answers }]);

  const changes: Change[] = [];
  const counts = { paid: 0, partial: 0, rejected: 0, disputed: 0, unanswered: 0 };
  const late: Fault[] = [];
  result.lines.forEach((r, i) => {
    const line = sent[i];
    if (!line) return;
    counts[r.state] += 1;
    const state = r.state === 'unanswered' ? 'sent' : r.state;
    if (line.settled || line.state === state) return;
    // What a later roll has taken over is that roll's: the late answer is shown to a person, not booked.
    if (!line.here) late.push({ line: 0, field: r.lineId, message: '该明细已转入以后的批次，本次答复未入账，请与银行核实' });
    else changes.push({ line_no: line.line_no, state, paid: r.paidFen, booked: line.paid_fen, code: r.code ?? null, words: state === 'disputed' ? disputeWords(result.differences, r.lineId) : (r.reason ?? null), paid_on: r.paidOn ?? null });
  });
  const faults = [
    ...parsed.faults,
    ...result.differences.filter((d) => d.kind !== 'unanswered').map((d) => ({ line: 0, field: d.lineId ?? d.kind, message: d.message })),
    ...late,
  ].slice(0, MAX_FAULTS);
  await sql`insert into bank_return (county_id, id, batch_id, sha256, bytes, faults, paid, partial, rejected, disputed, unanswered, read_by, read_at)
    values (${county}, ${id}, ${batch.id}, ${sha256}, ${bytes.length}, ${JSON.stringify(faults)}::jsonb, ${counts.paid}, ${counts.partial}, ${counts.rejected}, ${counts.disputed}, ${counts.unanswered}, ${who.account}, ${who.now})`.execute(tx);
  await insertAnswers(tx, county, id, answers);
  await book(tx, county, batch.id, changes);
  return { id, again: false, status: await closeRoll(tx, county, roll.id, batch.id), ...counts, faults };
}

const disputeWords = (differences: readonly { lineId?: string; message: string }[], line: string): string => differences.find((d) => d.lineId === line)?.message ?? '银行答复有争议';

async function findSentLines(tx: Tx, county: number, roll: RollRow, batch: BatchRow): Promise<SentLine[]> {
  return (await sql<SentLine>`select x.line_no, x.fen, x.paid_fen, x.state, x.settled_by is not null as settled, l.pay_roll_id = ${roll.id} as here, a.number_enc
    from bank_batch_line x join roll_line l on l.county_id = x.county_id and l.id = x.line_id join payment_account a on a.county_id = x.county_id and a.id = x.account_id
    where x.county_id = ${county} and x.batch_id = ${batch.id} order by x.line_no`.execute(tx)).rows;
}

/** Lines of the files read before, file by file. */
async function findEarlier(tx: Tx, county: number, batch: string): Promise<{ lines: ReturnLine[] }[]> {
  const { rows } = await sql<StoredLine>`select l.return_id, l.line_key, l.status, l.fen, l.asked_fen, l.other_account, l.code, l.words, l.paid_on from bank_return r join bank_return_line l on l.county_id = r.county_id and l.return_id = r.id
    where r.county_id = ${county} and r.batch_id = ${batch} order by r.position, l.row_no`.execute(tx);
  const files = new Map<string, ReturnLine[]>();
  for (const r of rows) {
    const line: ReturnLine = {
      lineId: r.line_key, status: r.status, amountFen: r.fen, code: r.code, reason: r.words,
      ...(r.asked_fen === null ? {} : { askedFen: r.asked_fen }), ...(r.other_account ? { accountNumber: OTHER } : {}), ...(r.paid_on === null ? {} : { paidOn: r.paid_on }),
    };
    const file = files.get(r.return_id);
    if (file) file.push(line);
    else files.set(r.return_id, [line]);
  }
  return [...files.values()].map((lines) => ({ lines }));
}

const CHUNK = 20_000;

function* chunks<T>(list: readonly T[]): Generator<T[]> {
  for (let i = 0; i < list.length; i += CHUNK) yield list.slice(i, i + CHUNK);
}

async function insertAnswers(tx: Tx, county: number, id: string, answers: readonly ReturnLine[]): Promise<void> {
  const rows = answers.map((a, i) => ({ row_no: i + 1, line_key: a.lineId, status: a.status, fen: a.amountFen, asked_fen: a.askedFen ?? null, other_account: a.accountNumber !== undefined, code: a.code, words: a.reason, paid_on: a.paidOn ?? null }));
  for (const part of chunks(rows))
    await sql`insert into bank_return_line (county_id, return_id, row_no, line_key, status, fen, asked_fen, other_account, code, words, paid_on)
      select ${county}, ${id}, r.* from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as r(row_no int, line_key text, status text, fen bigint, asked_fen bigint, other_account boolean, code text, words text, paid_on date)`.execute(tx);
}

export interface Change {
  readonly line_no: number;
  readonly state: string;
  /** What of this sending is booked as paid from now on, and was before. */
  readonly paid: number;
  readonly booked: number;
  readonly code: string | null;
  readonly words: string | null;
  readonly paid_on: string | null;
}

/** Books outcomes on the sendings and on the lines, as `changeLine` of core says; the sums of the lines still foot. */
export async function book(tx: Tx, county: number, batch: string, changes: readonly Change[], settledBy: string | null = null): Promise<void> {
  for (const part of chunks(changes)) {
    const list = sql`jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as c(line_no int, state text, paid bigint, booked bigint, code text, words text, paid_on date)`;
    await sql`update roll_line l set paid_fen = l.paid_fen - c.booked + c.paid, bank_words = c.words,
        status = case c.state when 'paid' then 'paid' when 'partial' then 'rejected' when 'rejected' then 'rejected' when 'returned' then 'returned' else 'sent' end,
        refused_account = case when c.state in ('partial', 'rejected', 'returned') then x.account_id else l.refused_account end
      from ${list} join bank_batch_line x on x.county_id = ${county} and x.batch_id = ${batch} and x.line_no = c.line_no where l.county_id = ${county} and l.id = x.line_id`.execute(tx);
    await sql`update bank_batch_line x set state = c.state, paid_fen = c.paid, code = c.code, words = c.words, paid_on = c.paid_on, settled_by = coalesce(${settledBy}::uuid, x.settled_by)
      from ${list} where x.county_id = ${county} and x.batch_id = ${batch} and x.line_no = c.line_no`.execute(tx);
  }
}

/** A roll is reconciled when the bank has answered for every line without dispute; a later dispute opens it again. */
export async function closeRoll(tx: Tx, county: number, roll: string, batch: string): Promise<RollStatus> {
  const { rows } = await sql<{ status: RollStatus }>`update roll set status = case when exists (select from bank_batch_line where county_id = ${county} and batch_id = ${batch} and state in ('sent', 'disputed')) then 'sent' else 'reconciled' end
    where county_id = ${county} and id = ${roll} returning status`.execute(tx);
  return rows[0]?.status ?? 'sent';
}
