import { sql } from 'kysely';
import type { RollLineView } from '@doudi/core/api/payments';
import { HOLDS, LINE_STATUS_LABELS, type HoldCode, type LineStatus } from '@doudi/core/payment/model';
import { maskAccount, maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { sealAccount } from './accounts.ts';
import type { BatchRow } from './batch.ts';
import { answeredSql } from './freeze.ts';
import { ROLL_COLUMNS, type RollRow } from './make.ts';

/** Keyset cursors: what they hold is checked before it reaches SQL. */
const encode = (...parts: (string | number)[]): string => Buffer.from(parts.join('|')).toString('base64url');
function decode(cursor: string | undefined, ...shapes: RegExp[]): string[] | undefined {
  const parts = cursor ? Buffer.from(cursor, 'base64url').toString('utf8').split('|') : [];
  return parts.length === shapes.length && parts.every((p, i) => shapes[i]?.test(p) === true) ? parts : undefined;
}
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INT = /^\d{1,9}$/;

export interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
}

/** Cuts the one row asked for beyond the page, and makes its cursor. */
export function pageOf<T>(rows: readonly T[], limit: number, cursor: (last: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursor(last) : null };
}

/** Rolls, newest month first. */
export async function findRolls(tx: Tx, q: { programme?: string | undefined; month?: string | undefined; cursor?: string | undefined; limit: number }): Promise<Page<RollRow>> {
  const from = decode(q.cursor, /^\d{4}-\d{2}$/, UUID);
  const { rows } = await sql<RollRow>`select ${ROLL_COLUMNS} from roll where county_id = current_county()
    ${q.programme ? sql`and programme = ${q.programme}` : sql``} ${q.month ? sql`and month = ${q.month}` : sql``} ${from ? sql`and (month, id) < (${from[0]}, ${from[1]}::uuid)` : sql``}
    order by month desc, id desc limit ${q.limit + 1}`.execute(tx);
  return pageOf(rows, q.limit, (r) => encode(r.month, r.id));
}

export interface LineQuery {
  readonly unit?: string | undefined;
  readonly status?: LineStatus | undefined;
  readonly hold?: string | undefined;
  /** Lines that arose here and were taken over by a later roll, instead of those in this roll's hands. */
  readonly left?: boolean;
  /** Only lines whose holds nobody has answered. */
  readonly open?: boolean;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface LineRow {
  readonly id: string;
  readonly roll_id: string;
  readonly case_id: string;
  readonly case_number: string;
  readonly name_enc: Buffer;
  readonly unit_id: number;
  readonly unit_key: string;
  readonly unit_name: string;
  readonly month: string;
  readonly item: string;
  readonly part: number;
  readonly line_reason: string | null;
  readonly due_fen: number;
  readonly paid_fen: number;
  readonly recovered_fen: number;
  readonly waived_fen: number;
  readonly held_on: string | null;
  readonly answered: boolean;
  readonly status: LineStatus;
  readonly holds: HoldCode[];
  readonly bank_words: string | null;
  readonly number_enc: Buffer | null;
  readonly bank: string | null;
  readonly answer: string | null;
  readonly reason: string | null;
  readonly by_name: string | null;
  readonly at: string | null;
}

export const ANSWER_TEXT: Record<string, string> = { release: '放行', keep: '继续暂缓', exclude: '不予发放', settlePaid: '核定已发放', settleRejected: '核定未付', settleReturned: '登记退票' };

/** A page of a roll's lines in the order of units; what lies outside the caller's area is not there. */
export async function findLines(tx: Tx, services: Services, county: number, roll: RollRow, today: string, q: LineQuery): Promise<Page<RollLineView>> {
  const from = decode(q.cursor, INT, UUID);
  const { rows } = await sql<LineRow>`
    with line as (
      select l.* from roll_line l where l.county_id = ${county} and ${q.left ? sql`l.roll_id = ${roll.id} and l.pay_roll_id <> ${roll.id}` : sql`l.pay_roll_id = ${roll.id}`}
        ${q.unit ? sql`and l.unit_id = (select id from unit where county_id = ${county} and key = ${q.unit})` : sql``} ${q.status ? sql`and l.status = ${q.status}` : sql``} ${q.hold ? sql`and ${q.hold} = any (l.holds)` : sql``} ${q.open ? sql`and l.status = 'held' and not ${answeredSql}` : sql``}
        ${from ? sql`and (l.unit_id, l.id) > (${Number(from[0])}, ${from[1]}::uuid)` : sql``}
      order by l.unit_id, l.id limit ${q.limit + 1}
    )
    select l.id, l.roll_id, l.case_id, f.number as case_number, p.name_enc, l.unit_id, u.key as unit_key, u.name as unit_name, l.month, l.part, l.reason as line_reason, l.item, l.due_fen, l.paid_fen, l.recovered_fen, l.waived_fen, l.held_on, l.status = 'held' and ${answeredSql} as answered, l.status, l.holds, l.bank_words, a.number_enc, a.bank, w.answer, w.reason, w.by_name, w.at
    from line l join case_file f on f.county_id = l.county_id and f.id = l.case_id join person p on p.county_id = l.county_id and p.id = l.person_id join unit u on u.county_id = l.county_id and u.id = l.unit_id
    left join lateral (select number_enc, bank from payment_account a where a.county_id = l.county_id and a.person_id = l.person_id and a.from_date <= ${today}::date order by a.from_date desc, a.position desc limit 1) a on true
    left join lateral (select answer, reason, by_name, at from roll_answer w where w.county_id = l.county_id and w.line_id = l.id order by w.position desc limit 1) w on true
    order by l.unit_id, l.id`.execute(tx);
  const s = sealAccount(services, county);
  const { items, next } = pageOf(rows, q.limit, (r) => encode(r.unit_id, r.id));
  return {
    next,
    items: items.map((r) => ({
      id: r.id, case: r.case_id, caseNumber: r.case_number, payee: maskName(services.cipher.decrypt(r.name_enc, `person.name|${county}`)), unit: r.unit_key, unitName: r.unit_name, month: r.month, item: r.item,
      dueFen: r.due_fen, paidFen: r.paid_fen, openFen: r.due_fen - r.paid_fen - r.recovered_fen - r.waived_fen, status: r.status, statusText: LINE_STATUS_LABELS[r.status], holds: r.holds.map((code) => ({ code, ...HOLDS[code] })),
      answer: r.answer && r.at ? { answer: r.answer, text: ANSWER_TEXT[r.answer] ?? r.answer, reason: r.reason ?? '', by: r.by_name ?? '', at: r.at } : null,
      account: r.number_enc ? { number: maskAccount(s.openNumber(r.number_enc)), bank: r.bank ?? '' } : null, arrears: r.month < roll.month, carried: r.roll_id !== roll.id, part: r.part, reason: r.line_reason, recoveredFen: r.recovered_fen, waivedFen: r.waived_fen, heldOn: r.held_on, answered: r.answered, late: r.status === 'held' && !r.answered && r.held_on !== null && r.held_on < today, bankWords: r.bank_words,
    })),
  };
}

export const STATE_TEXT: Record<string, string> = { sent: '等待银行答复', disputed: '有争议，待核实', paid: '已到账', partial: '部分到账', rejected: '未付', returned: '退票' };

/** What went to the bank and what it answered, in the file's order. */
export async function findBatchLines(tx: Tx, services: Services, county: number, batch: BatchRow, q: { state?: string | undefined; cursor?: string | undefined; limit: number }) {
  const from = decode(q.cursor, INT);
  const { rows } = await sql<{ line_no: number; line_id: string; name_enc: Buffer; number_enc: Buffer; item: string; fen: number; paid_fen: number; state: string; words: string | null; paid_on: string | null }>`
    select x.line_no, x.line_id, p.name_enc, a.number_enc, b.item, x.fen, x.paid_fen, x.state, x.words, x.paid_on
    from bank_batch_line x join bank_batch b on b.county_id = x.county_id and b.id = x.batch_id join payment_account a on a.county_id = x.county_id and a.id = x.account_id join person p on p.county_id = a.county_id and p.id = a.person_id
    where x.county_id = ${county} and x.batch_id = ${batch.id} ${q.state ? sql`and x.state = ${q.state}` : sql``} ${from ? sql`and x.line_no > ${Number(from[0])}` : sql``} order by x.line_no limit ${q.limit + 1}`.execute(tx);
  const s = sealAccount(services, county);
  const { items, next } = pageOf(rows, q.limit, (r) => encode(r.line_no));
  return {
    next,
    items: items.map((r) => ({
      number: r.line_no, line: r.line_id, payee: maskName(services.cipher.decrypt(r.name_enc, `person.name|${county}`)), account: maskAccount(s.openNumber(r.number_enc)), item: r.item, fen: r.fen, paidFen: r.paid_fen,
      state: r.state, stateText: STATE_TEXT[r.state] ?? r.state, words: r.words, paidOn: r.paid_on,
    })),
  };
}

/** Programmes that owe something in a month for which they have no roll; of single sums, those that wait for the next run. */
export async function findToMake(tx: Tx, county: number, month: string): Promise<string[]> {
  return (await sql<{ programme: string }>`select distinct b.programme from benefit b where b.county_id = ${county} and b.payment = 'monthly' and b.from_month <= ${month} and (b.to_month is null or b.to_month >= ${month})
      and not exists (select from roll r where r.county_id = b.county_id and r.programme = b.programme and r.month = ${month})
    union select b.programme from benefit b where b.county_id = ${county} and b.payment = 'once' and b.from_month <= ${month} and (b.to_month is null or b.to_month >= b.from_month) and b.cash_fen < b.monthly_fen
      and not exists (select from roll_line l where l.county_id = b.county_id and l.benefit_id = b.id and l.part = 0) and not exists (select from roll r where r.county_id = b.county_id and r.programme = b.programme and r.month = ${month} and r.status = 'drafted') order by 1`.execute(tx)).rows.map((r) => r.programme);
}
