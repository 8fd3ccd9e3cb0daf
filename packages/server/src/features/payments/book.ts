import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { formatYuan, type Fen } from '@doudi/core/money/fen';
import { changeLine, type LineEvent } from '@doudi/core/payment/line';
import type { LineStatus } from '@doudi/core/payment/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { postExcluded } from './freeze.ts';

/** Money that moves outside a batch: paid back, left to the household, given in cash, added to a month that was rolled already. */

/** A sum on one line. */
export interface OnLine {
  readonly line: string;
  readonly fen: Fen;
}

interface Row {
  readonly id: string;
  readonly due_fen: number;
  readonly paid_fen: number;
  readonly recovered_fen: number;
  readonly waived_fen: number;
  readonly status: LineStatus;
}

async function takeOff(tx: Tx, county: number, sums: readonly OnLine[], event: (fen: Fen) => LineEvent): Promise<undefined | Refusal> {
  const ids = [...new Set(sums.map((s) => s.line))];
  const { rows } = await sql<Row>`select id, due_fen, paid_fen, recovered_fen, waived_fen, status from roll_line where county_id = ${county} and id = any (${ids}::uuid[]) order by id for update`.execute(tx);
  const lines = new Map(rows.map((r) => [r.id, { dueFen: r.due_fen, paidFen: r.paid_fen, recoveredFen: r.recovered_fen, waivedFen: r.waived_fen, status: r.status, holds: [], cleared: [] }]));
  for (const s of sums) {
    const line = lines.get(s.line);
    if (!line) return refuse('notfound', '没有这条明细，或不在您的辖区');
    const verdict = changeLine(line, event(s.fen));
    if ('no' in verdict) return refuse('payment.state', verdict.no);
    lines.set(s.line, { ...verdict.line, holds: [], cleared: [] });
  }
  const after = [...lines].map(([id, l]) => ({ id, paid: l.paidFen, recovered: l.recoveredFen, waived: l.waivedFen }));
  await sql`update roll_line l set paid_fen = c.paid, recovered_fen = c.recovered, waived_fen = c.waived from jsonb_to_recordset(${JSON.stringify(after)}::jsonb) as c(id uuid, paid bigint, recovered bigint, waived bigint)
    where l.county_id = ${county} and l.id = c.id`.execute(tx);
  return undefined;
}

/** The household paid back so much of these lines (fen, positive). Refusals: more than is with the household. The ledger is posted by the caller. */
export const bookRecovered = async (tx: Tx, county: number, sums: readonly OnLine[]): Promise<undefined | Refusal> => await takeOff(tx, county, sums, (fen) => ({ kind: 'recover', fen }));

/** A decision leaves so much of these lines to the household (fen, positive). Refusals: more than is with the household. */
export const bookWaived = async (tx: Tx, county: number, sums: readonly OnLine[]): Promise<undefined | Refusal> => await takeOff(tx, county, sums, (fen) => ({ kind: 'waive', fen }));

export interface Cash {
  readonly county: number;
  readonly caseId: string;
  /** What was given in cash or goods, in fen. */
  readonly fen: Fen;
  /** Day of giving (Asia/Shanghai). */
  readonly on: string;
  /** What it was: 现金 or 物资, from which fund. */
  readonly reason: string;
  /** Office out of whose fund it came, where it is not that of the case any more. */
  readonly unitId?: number | undefined;
  /** Account in whose act it happens; the system's own when absent. */
  readonly user?: string | undefined;
}

interface CashRow {
  readonly id: string;
  readonly left_fen: number;
  readonly programme: string;
}

interface BankRow {
  readonly id: string;
  readonly status: LineStatus;
  readonly drafted: boolean;
  readonly booked: boolean;
  readonly unit_id: number;
  readonly open_fen: number;
}

/** Whether a line's money can still go another way than through the bank: it waits in a roll being made, or the bank did not pay it. */
const isFree = (l: BankRow): boolean => (l.drafted ? l.status === 'ready' || l.status === 'held' : l.status === 'held' || l.status === 'rejected' || l.status === 'returned');

/**
 * A single payment, or a part of it, was given in cash: it becomes a line that is paid (channel `cash`, no roll), and the
 * bank pays only the rest — nothing when nothing is left. To be called after the claim exists: in the transaction of the
 * grant for help given before it, in that of the giving for help given after it. The bank's line shrinks or is excluded,
 * also one that the bank failed to pay. Refusals: no single payment; more than is left; the bank's part is frozen or on its way.
 * @returns the line's id, and what is left for the bank
 */
export async function closeByCash(tx: Tx, c: Cash): Promise<{ line: string; leftFen: Fen } | Refusal> {
  const b = (await sql<CashRow>`select id, programme, monthly_fen - cash_fen as left_fen from benefit where county_id = ${c.county} and case_id = ${c.caseId} and payment = 'once' for update`.execute(tx)).rows[0];
  if (!b) return refuse('payment.state', '本案没有一次性发放的待遇，不能登记现金发放');
  const bank = (await sql<BankRow>`select l.id, l.status, l.unit_id, r.status = 'drafted' as drafted, l.roll_id <> l.pay_roll_id or r.status <> 'drafted' as booked, l.due_fen - l.paid_fen - l.recovered_fen - l.waived_fen as open_fen
    from roll_line l join roll r on r.county_id = l.county_id and r.id = l.pay_roll_id where l.county_id = ${c.county} and l.benefit_id = ${b.id} and l.part = 0 and l.status <> 'excluded' for update of l`.execute(tx)).rows[0];
  const left = bank ? bank.open_fen : b.left_fen;
  if (bank && !isFree(bank)) return refuse('payment.state', '这笔款已列入冻结或送出的发放批次，不能再以现金发放', { allowed: ['退回制单后登记现金发放', '由银行发放'] });
  if (c.fen > left) return refuse('payment.state', `现金发放超出尚未发放的金额 ${formatYuan(left)}`);
  if (bank && c.fen < left) await sql`update roll_line set due_fen = due_fen - ${c.fen} where county_id = ${c.county} and id = ${bank.id}`.execute(tx);
  if (bank && c.fen === left) await sql`update roll_line set status = 'excluded', holds = '{}', held_on = null, bank_words = '已以现金或实物发放' where county_id = ${c.county} and id = ${bank.id}`.execute(tx);
  const line = randomUUID();
  await sql`update benefit set cash_fen = cash_fen + ${c.fen} where county_id = ${c.county} and id = ${b.id}`.execute(tx);
  await sql`insert into roll_line (county_id, id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, part, channel, reason, item, due_fen, paid_fen, status)
    select b.county_id, ${line}, b.id, b.case_id, b.person_id, coalesce(${c.unitId ?? null}::int, b.unit_id), b.area_id, b.programme, ${c.on.slice(0, 7)}, ${nextPart(c.county, b.id, c.on.slice(0, 7))}, 'cash', ${c.reason}, ${c.reason}, ${c.fen}, ${c.fen}, 'paid'
    from benefit b where b.county_id = ${c.county} and b.id = ${b.id}`.execute(tx);
  if (bank?.booked) await postExcluded(tx, [{ unitId: bank.unit_id, fen: c.fen }], b.programme, { case: c.caseId, memo: '改以现金或实物发放' }, { county: c.county, user: c.user ?? 'system', today: c.on, now: `${c.on}T00:00:00+08:00` });
  return { line, leftFen: left - c.fen };
}

/** The first free part of a benefit's month (SQL). */
const nextPart = (county: number, benefit: string, month: string) => sql`(select 1 + coalesce(max(x.part), 0) from (
  select part from roll_line where county_id = ${county} and benefit_id = ${benefit} and month = ${month} union all select part from roll_supplement where county_id = ${county} and benefit_id = ${benefit} and month = ${month}) x)`;

export interface Supplement {
  readonly benefit: string;
  readonly month: string;
  /** More for that month, in fen (positive). */
  readonly fen: Fen;
}

/**
 * Adds to months that rolls have already: 提标补发, corrections upwards. Any number at once, one statement. Each becomes a
 * further line of its month in the next roll of its programme that is made, with every hold of the others. Months that no
 * roll has yet need none: their sum is the rate of that month (`benefit_rate`).
 * @returns how many were written; a benefit that the caller cannot see gives none
 */
export async function addSupplements(tx: Tx, county: number, list: readonly Supplement[], why: { reason: string; user: string | null; at: string }): Promise<number> {
  if (list.length === 0) return 0;
  const { numAffectedRows } = await sql`
    insert into roll_supplement (county_id, benefit_id, month, part, area_id, programme, fen, reason, by_account, at)
    select b.county_id, b.id, s.month, s.nth + coalesce((select max(x.part) from (select part from roll_line l where l.county_id = b.county_id and l.benefit_id = b.id and l.month = s.month
        union all select part from roll_supplement q where q.county_id = b.county_id and q.benefit_id = b.id and q.month = s.month) x), 0),
      b.area_id, b.programme, s.fen, ${why.reason}, ${why.user}::uuid, ${why.at}
    from (select benefit, month, fen, row_number() over (partition by benefit, month) as nth from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as r(benefit uuid, month text, fen bigint)) s
    join benefit b on b.county_id = ${county} and b.id = s.benefit`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

