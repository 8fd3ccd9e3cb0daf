import { sql } from 'kysely';
import type { Figure } from '@doudi/core/bureau/model';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { COUNTED } from './view.ts';

interface UnitCount {
  readonly unit: string;
  readonly late: number;
  readonly valid: number;
  readonly unfollowed: number;
  readonly missed: number;
}

/** Figures of leads for the bureau's page: what is not answered in time, what was true, who may be missed, what changed this month. */
export async function bureauFigures(tx: Tx, law: Law): Promise<Figure[]> {
  // Two small parts of all hits there ever were, each by an index of its own: what is open, and what was found true.
  const { rows } = await sql<UnitCount>`with lead_of as (
      select h.lead_id, h.due_on < ${law.today}::date as late, false as valid, false as unfollowed, ${COUNTED.missed(law.today)} as missed from lead_hit h where h.county_id = ${law.county} and h.status = 'open'
      union all select h.lead_id, false, ${COUNTED.valid(law.today)}, ${COUNTED.unfollowed(law.today)}, false from lead_hit h join lead l on l.county_id = h.county_id and l.id = h.lead_id where h.county_id = ${law.county} and h.status in ('valid', 'stop'))
    select u.key as unit, (count(distinct x.lead_id) filter (where x.late))::int as late, (count(distinct x.lead_id) filter (where x.valid))::int as valid, (count(distinct x.lead_id) filter (where x.unfollowed))::int as unfollowed, (count(distinct x.lead_id) filter (where x.missed))::int as missed
    from lead_of x join lead l on l.county_id = ${law.county} and l.id = x.lead_id join unit u on u.county_id = l.county_id and u.id = l.unit_id group by u.key`.execute(tx);
  const figure = (id: string, block: Figure['block'], label: string, pick: (c: UnitCount) => number, how: string, search: string): Figure => ({
    id, block, label, value: rows.reduce((n, c) => n + pick(c), 0), unit: '条', how, req: ['BQ-57'], href: `/leads?${search}`,
    byUnit: rows.filter((c) => pick(c) > 0).map((c) => ({ unit: c.unit, value: pick(c), href: `/leads?${search}&unit=${encodeURIComponent(c.unit)}` })),
  });
  return [
    figure('lead.late', 'late', '线索逾期未答复', (c) => c.late, '有疑点的答复期限已过、还没有答复的线索条数', 'state=late'),
    figure('lead.valid', 'wrong', '本月核实属实的线索', (c) => c.valid, '有疑点在本月答复为属实或者不再符合条件的线索条数', 'state=valid'),
    figure('lead.unfollowed', 'wrong', '属实而个案未动', (c) => c.unfollowed, '答复属实并说明要变更、终止或者追回，满 30 天个案里还没有提出的线索条数', 'state=unfollowed'),
    figure('lead.missed', 'help', '可能应保未保', (c) => c.missed, '有疑点提示可能漏保、还没有答复的线索条数', 'state=missed'),
  ];
}
