import { sql } from 'kysely';
import type { HouseholdFacts, Member } from '@doudi/core/case/facts';
import { classesOf, labourOf, planRoster, type Handled, type LineBefore, type MonthlyReport, type RosterLine } from '@doudi/core/filing/report';
import type { Tx } from '../../platform/database.ts';
import { entitledSql, fenSql, sinceSql } from '../rosters/entitled.ts';

export { cutoffOf } from '../rosters/entitled.ts';

/** A unit's programme in a month; `cutoff` is the last day counted: today, or the month's end when that is past. */
export interface FilingScope {
  readonly county: number;
  readonly unit: number;
  readonly programme: string;
  readonly month: string;
  readonly cutoff: string;
}

export interface Roster {
  readonly lines: readonly RosterLine[];
  readonly handled: Handled;
  /** The unit's last filing of the programme before this month, if any. */
  readonly last: MonthlyReport | undefined;
  /** Cases on the roster whose own filing step is still open. */
  readonly unfiled: ReadonlySet<string>;
}

interface CaseRow {
  readonly case_id: string;
  readonly payee: string;
  readonly fen: number;
  readonly from_month: string;
  readonly members: Member[];
  readonly area: HouseholdFacts['area'] | null;
  readonly hardship: HouseholdFacts['hardship'] | null;
  readonly imported: boolean;
  readonly filed: boolean;
  readonly status: 'granted' | 'refused';
}

/** The roster as the case files give it: entitled households, those that left since the last filing, and refusals not yet filed. */
export async function findRoster(tx: Tx, s: FilingScope): Promise<Roster> {
  const { rows } = await sql<CaseRow>`
    select f.id as case_id, f.applicant as payee, ${fenSql(s.month)} as fen, ${sinceSql} as from_month, f.state -> 'facts' -> 'members' as members, f.state -> 'facts' ->> 'area' as area, f.state -> 'facts' ->> 'hardship' as hardship,
      f.imported, f.imported or coalesce(f.state -> 'done', '{}') ? 'file' as filed, f.status
    from case_file f left join benefit b on b.county_id = f.county_id and b.case_id = f.id
    where f.county_id = ${s.county} and f.programme = ${s.programme} and f.unit_id = ${s.unit}
      and (${entitledSql(s.month, s.cutoff)} or f.status = 'refused' and f.decided_on <= ${s.cutoff}::date and not exists (select from filing_line l where l.county_id = f.county_id and l.case_id = f.id))
    order by f.number`.execute(tx);
  const last = (await sql<{ id: string; report: MonthlyReport }>`select id, report from filing where county_id = ${s.county} and unit_id = ${s.unit} and programme = ${s.programme} and month < ${s.month} order by month desc limit 1`.execute(tx)).rows[0];
  const before = last ? (await sql<LineBefore>`select case_id as "case", payee, persons, monthly_fen as "monthlyFen", from_month as "fromMonth" from filing_line where county_id = ${s.county} and filing_id = ${last.id} and mark not in ('left', 'refused') order by line_no`.execute(tx)).rows : [];
  const granted = rows.filter((r) => r.status === 'granted').map((r) => {
    const counted = (r.members ?? []).filter((m) => !m.excluded);
    return { case: r.case_id, payee: r.payee, persons: counted.length, monthlyFen: r.fen, fromMonth: r.from_month, classes: classesOf(counted, s.cutoff), labour: labourOf(counted), area: r.area ?? undefined, hardship: r.hardship ?? undefined, imported: r.imported };
  });
  const refused = rows.filter((r) => r.status === 'refused').map((r) => ({ case: r.case_id, payee: r.payee }));
  return { lines: planRoster(granted, before, refused), handled: await countHandled(tx, s), last: last?.report, unfiled: new Set(rows.filter((r) => !r.filed).map((r) => r.case_id)) };
}

async function countHandled(tx: Tx, s: FilingScope): Promise<Handled> {
  const first = `${s.month}-01`;
  const { rows } = await sql<Handled>`select
      count(*) filter (where application_date >= ${first}::date and application_date <= ${s.cutoff}::date)::int as applied,
      count(*) filter (where status = 'granted' and decided_on >= ${first}::date and decided_on <= ${s.cutoff}::date)::int as granted,
      count(*) filter (where status = 'refused' and decided_on >= ${first}::date and decided_on <= ${s.cutoff}::date)::int as refused
    from case_file where county_id = ${s.county} and programme = ${s.programme} and unit_id = ${s.unit}`.execute(tx);
  return rows[0] ?? { applied: 0, granted: 0, refused: 0 };
}
