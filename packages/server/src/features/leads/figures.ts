import { sql } from 'kysely';
import type { Figure } from '@doudi/core/bureau/model';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';

interface UnitCount {
  readonly unit: string;
  readonly open: number;
  readonly late: number;
  readonly valid: number;
  readonly unfollowed: number;
  readonly missed: number;
}

/** Figures of leads for the bureau's page: what is not answered in time, what was true, who may be missed, what changed this month. */
export async function bureauFigures(tx: Tx, law: Law): Promise<Figure[]> {
  const month = law.today.slice(0, 7);
  // Two small parts of all hits there ever were, each by an index of its own: what is open, and what was found true.
  const { rows } = await sql<UnitCount>`with hit as (
      select lead_id, true as open, due_on < ${law.today}::date as late, false as valid, null::date as since, side = 'in' as missed from lead_hit where county_id = ${law.county} and status = 'open'
      union all select lead_id, false, false, answered_on >= ${`${month}-01`}::date, case when next in ('change', 'end', 'recovery') and answered_on < ${law.today}::date - 30 then answered_on end, false from lead_hit where county_id = ${law.county} and status in ('valid', 'stop'))
    select u.key as unit, (count(*) filter (where h.open))::int as open, (count(*) filter (where h.late))::int as late, (count(*) filter (where h.valid))::int as valid,
      (count(*) filter (where h.since is not null and not exists (
        select from case_action c where c.county_id = ${law.county} and c.case_id = l.about_case and c.kind in ('changeProposed', 'recoveryProposed') and (c.at at time zone 'Asia/Shanghai')::date >= h.since)))::int as unfollowed,
      (count(*) filter (where h.missed))::int as missed
    from hit h join lead l on l.county_id = ${law.county} and l.id = h.lead_id join unit u on u.county_id = l.county_id and u.id = l.unit_id group by u.key`.execute(tx);
  const figure = (id: string, block: Figure['block'], label: string, pick: (c: UnitCount) => number, how: string, search: string): Figure => ({
    id, block, label, value: rows.reduce((n, c) => n + pick(c), 0), unit: '条', how, req: ['BQ-57'], href: `/leads?${search}`,
    byUnit: rows.filter((c) => pick(c) > 0).map((c) => ({ unit: c.unit, value: pick(c), href: `/leads?${search}&unit=${encodeURIComponent(c.unit)}` })),
  });
  return [
    figure('lead.late', 'late', '线索逾期未答复', (c) => c.late, '答复期限已过、还没有答复的疑点条数', 'state=late'),
    figure('lead.valid', 'wrong', '本月核实属实的线索', (c) => c.valid, '本月答复为属实或者不再符合条件的疑点条数', 'state=closed'),
    figure('lead.unfollowed', 'wrong', '属实而个案未动', (c) => c.unfollowed, '答复属实并说明要变更、终止或者追回，满 30 天个案里还没有提出的条数', 'state=closed'),
    figure('lead.missed', 'help', '可能应保未保', (c) => c.missed, '提示可能漏保、还没有答复的疑点条数', 'state=open&side=in'),
  ];
}
