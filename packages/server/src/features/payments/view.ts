import { sql } from 'kysely';
import { dayOfMonth } from '@doudi/core/case/months';
import { formatMonthZh } from '@doudi/core/calendar/date';
import type { RollView } from '@doudi/core/api/payments';
import { LINE_STATUSES, ROLL_STATUS_LABELS, type LineStatus } from '@doudi/core/payment/model';
import type { Tx } from '../../platform/database.ts';
import { cite, lightFor } from '../cases/view.ts';
import type { Law } from '../law/law.ts';
import type { BatchRow } from './batch.ts';
import type { RollRow } from './make.ts';

type Money = RollView['money'];
type Cited = NonNullable<RollView['payBySource']>;

interface TotalRow {
  readonly roll_id: string;
  readonly unit_id: number;
  readonly status: LineStatus;
  readonly lines: number;
  readonly due_fen: number;
  readonly paid_fen: number;
  readonly recovered_fen: number;
  readonly waived_fen: number;
  readonly open_fen: number;
}

/** Sums of rolls, by unit and status, as the caller's area shows them. */
export async function findTotals(tx: Tx, rolls: readonly string[]): Promise<TotalRow[]> {
  return (await sql<TotalRow>`select roll_id, unit_id, status, lines, due_fen, paid_fen, recovered_fen, waived_fen, open_fen from roll_total where county_id = current_county() and roll_id = any (${[...rolls]}::uuid[])`.execute(tx)).rows;
}

export function moneyOf(rows: readonly TotalRow[]): Money {
  const sum = (of: (r: TotalRow) => number): number => rows.reduce((a, r) => a + of(r), 0);
  const open = (s: LineStatus): number => sum((r) => (r.status === s ? r.open_fen : 0));
  return {
    lines: sum((r) => r.lines), dueFen: sum((r) => r.due_fen), paidFen: sum((r) => r.paid_fen), recoveredFen: sum((r) => r.recovered_fen), waivedFen: sum((r) => r.waived_fen),
    readyFen: open('ready'), heldFen: open('held'), sentFen: open('sent'), rejectedFen: open('rejected'), returnedFen: open('returned'), excludedFen: open('excluded'),
    counts: Object.fromEntries(LINE_STATUSES.map((s) => [s, sum((r) => (r.status === s ? r.lines : 0))])) as Money['counts'],
  };
}

/** The day by which a month's money is to be on its way, and where that stands. None for a programme that pays single sums: each has its own term. */
export function payBy(law: Law, programme: string, month: string): { date: string; source: Cited } | undefined {
  if ((law.policy.programme(programme, `${month}-01`) ?? law.policy.programme(programme, law.today))?.payment === 'once') return undefined;
  const p = law.policy.number('payment.day', { on: `${month}-01`, programme });
  return { date: dayOfMonth(month, p.value), source: { ...cite(law.policy, p.source), label: p.label } };
}

/** Until when the bank has to pay what it gets today. */
export function bankDue(law: Law, programme: string, from: string): { date: string; provisional: boolean; source: Cited } {
  const p = law.policy.number('payment.bank-days', { on: from, programme });
  const due = p.unit === 'wd' ? law.calendar.addWorkingDays(from, p.value) : law.calendar.addDays(from, p.value, false);
  return { ...due, source: { ...cite(law.policy, p.source), label: p.label } };
}

export const programmeName = (law: Law, programme: string, month: string): string => (law.policy.programme(programme, `${month}-01`) ?? law.policy.programme(programme, law.today))?.name ?? programme;

/** A roll by its name: programme, month, and which of the month where there are several. */
export const rollName = (law: Law, r: Pick<RollRow, 'programme' | 'month' | 'run'>): string => `${programmeName(law, r.programme, r.month)} ${formatMonthZh(r.month)}${r.run > 1 ? `（第 ${r.run} 批）` : ''}`;

/** A roll as it is shown, with sums, batch and lights. Names of staff come by account id. */
export function viewRoll(law: Law, roll: RollRow, totals: readonly TotalRow[], batch: BatchRow | undefined, staff: ReadonlyMap<string, string>): RollView {
  const money = moneyOf(totals.filter((t) => t.roll_id === roll.id));
  const by = (account: string | null, at: string | null) => (account && at ? { name: staff.get(account) ?? '', at } : null);
  const due = payBy(law, roll.programme, roll.month);
  const waiting = batch !== undefined && roll.status !== 'reconciled' && batch.sent_at !== null;
  return {
    id: roll.id, programme: roll.programme, programmeName: programmeName(law, roll.programme, roll.month), month: roll.month, run: roll.run, item: roll.item, status: roll.status, statusText: ROLL_STATUS_LABELS[roll.status],
    made: { name: staff.get(roll.made_by) ?? '', at: roll.made_at }, frozen: by(roll.frozen_by, roll.frozen_at), released: by(roll.released_by, roll.released_at), money,
    payBy: due?.date ?? null, payBySource: due?.source ?? null, light: due && (roll.status === 'drafted' || roll.status === 'frozen' || roll.status === 'released') ? lightFor(law, due.date) : null,
    batch: batch === undefined ? null : {
      id: batch.id, number: batch.number, lines: batch.lines, totalFen: batch.total_fen, sha256: batch.sha256.toString('hex'), sentOn: batch.sent_on, dueOn: batch.due_on, provisional: batch.due_provisional ?? false,
      light: waiting ? lightFor(law, batch.due_on) : null, overdue: waiting && batch.due_on !== null && law.today > batch.due_on, source: bankDue(law, roll.programme, batch.sent_on ?? law.today).source,
    },
  };
}
