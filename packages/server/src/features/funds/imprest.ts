import { sql } from 'kysely';
import type { FundUses } from '@doudi/core/api/funds';
import { addMonths, dayOfMonth } from '@doudi/core/case/months';
import { ENTRY_KINDS, type AccountKind, type EntryKind } from '@doudi/core/ledger/model';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';

export interface Quota {
  /** The fixed sum (定额): what was set up less what was given back. */
  readonly quotaFen: number;
  readonly balanceFen: number;
  /** Replenishment applied for and not yet settled. */
  readonly pendingFen: number;
  /** Day of the first movement. */
  readonly since: string | null;
}

/** Fixed sums and balances of imprests by unit; without `units` all that were ever set up. */
export async function findQuotas(tx: Tx, units?: readonly number[]): Promise<Map<number, Quota>> {
  const { rows } = await sql<{ unit_id: number; quota_fen: number; balance_fen: number; pending_fen: number; since: string | null }>`
    select a.unit_id, a.balance_fen, coalesce(sum(l.fen) filter (where coalesce(o.kind, e.kind) in ('opening', 'imprestSetUp', 'imprestReturned')), 0)::bigint as quota_fen, min(l.on_date) as since,
      coalesce((select sum(p.fen) from fund_operation p where p.county_id = a.county_id and p.unit_id = a.unit_id and p.kind = 'imprestReplenished' and p.status = 'entered'), 0)::bigint as pending_fen
    from ledger_account a left join ledger_line l on l.county_id = a.county_id and l.account_id = a.id left join ledger_entry e on e.county_id = l.county_id and e.id = l.entry_id
    left join ledger_entry o on o.county_id = e.county_id and o.id = e.corrects
    where a.county_id = current_county() and a.kind = 'imprest' ${units === undefined ? sql`` : sql`and a.unit_id = any (${[...units]}::int[])`} group by a.county_id, a.id, a.unit_id, a.balance_fen`.execute(tx);
  return new Map(rows.map((r) => [r.unit_id, { quotaFen: r.quota_fen, balanceFen: r.balance_fen, pendingFen: r.pending_fen, since: r.since }]));
}

/** The month before that of a date. */
export const lastMonth = (today: string): string => addMonths(today.slice(0, 7), -1);

/** The day by which a month's use of imprests is reported: a day of the month after [HQ-178]. */
export const reportDue = (law: Law, month: string): string => dayOfMonth(addMonths(month, 1), law.policy.number('fund.imprest-report-day', { on: law.today }).value);

/** What came into and went out of a unit's cash in a month, line by line with the balance after each. */
export async function findUses(tx: Tx, fund: Extract<AccountKind, 'imprest' | 'reliefFund' | 'donation'>, unit: number, month: string): Promise<FundUses> {
  const first = `${month}-01`;
  const { rows } = await sql<{ opening: number }>`select coalesce(sum(l.fen), 0)::bigint as opening from ledger_line l join ledger_account a on a.county_id = l.county_id and a.id = l.account_id
    where a.county_id = current_county() and a.kind = ${fund} and a.unit_id = ${unit} and l.on_date < ${first}::date`.execute(tx);
  const moves = (await sql<{ id: string; position: number; kind: EntryKind; original: EntryKind | null; on_date: string; memo: string; fen: number; case_id: string | null; case_number: string | null; by: string | null }>`
    select e.id, e.position, e.kind, o.kind as original, e.on_date, e.memo, l.fen, e.case_id, f.number as case_number, s.name as by
    from ledger_line l join ledger_account a on a.county_id = l.county_id and a.id = l.account_id join ledger_entry e on e.county_id = l.county_id and e.id = l.entry_id
    left join ledger_entry o on o.county_id = e.county_id and o.id = e.corrects left join case_file f on f.county_id = e.county_id and f.id = e.case_id left join account s on s.county_id = e.county_id and s.id::text = e.by_account
    where a.county_id = current_county() and a.kind = ${fund} and a.unit_id = ${unit} and l.on_date >= ${first}::date and l.on_date < ${`${addMonths(month, 1)}-01`}::date order by e.on_date, e.position`.execute(tx)).rows;
  const openingFen = rows[0]?.opening ?? 0;
  let balanceFen = openingFen;
  const items = moves.map((m) => {
    balanceFen += m.fen;
    return { number: m.position, entry: m.id, on: m.on_date, text: ENTRY_KINDS[m.kind], memo: m.memo, fen: m.fen, balanceFen, case: m.case_id && m.case_number ? { id: m.case_id, number: m.case_number } : null, by: m.by ?? '系统' };
  });
  // A correction counts where what it corrects counted.
  const sum = (kinds: readonly EntryKind[]): number => moves.reduce((total, m) => total + (kinds.includes(m.original ?? m.kind) ? m.fen : 0), 0);
  const used: readonly EntryKind[] = ['aidGiven', 'aidUndone'];
  const returned: readonly EntryKind[] = ['imprestReturned'];
  const usedFen = -sum(used) || 0;
  const returnedFen = -sum(returned) || 0;
  return { openingFen, usedFen, returnedFen, receivedFen: balanceFen - openingFen + usedFen + returnedFen, closingFen: balanceFen, items };
}
