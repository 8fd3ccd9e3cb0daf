import { sql } from 'kysely';
import type { Figure } from '@doudi/core/bureau/model';
import { formatMonthZh } from '@doudi/core/calendar/date';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';

/** Figures of the scores for the bureau's page: rankings and answers that are late, and units that fell since the month before. */
export async function bureauFigures(tx: Tx, law: Law): Promise<Figure[]> {
  const late = (await sql<{ n: number }>`select count(*)::int as n from matter where county_id = ${law.county} and topic = 'score' and closed_on is null and due_on < ${law.today}`.execute(tx)).rows[0]?.n ?? 0;
  const { rows } = await sql<{ unit: string; fell: number; month: string }>`with ranked as (select u.key as unit, r.month, (r.result ->> 'score')::int as score, lag((r.result ->> 'score')::int) over (partition by r.unit_id order by r.month) as before, max(r.month) over () as last
      from score_result r join unit u on u.county_id = r.county_id and u.id = r.unit_id where r.county_id = ${law.county} and r.status = 'published' and r.result ->> 'rank' is not null)
    select unit, before - score as fell, month from ranked where month = last and before > score order by 2 desc, 1`.execute(tx);
  const month = rows[0]?.month;
  return [
    { id: 'scores.late', block: 'late', label: '考评公布、异议答复逾期', value: late, unit: '件', how: '应当公布的月份和应当答复的异议中，已过期限的件数', req: ['XX-159'], href: '/scores' },
    { id: 'scores.fell', block: 'changed', label: '考评得分下降的单位', value: rows.length, unit: '个', how: `最近公布的一个月${month === undefined ? '' : `（${formatMonthZh(month)}）`}与上一个公布的月份相比，得分降低的单位数；分值见各单位`, req: ['XX-157'], href: month === undefined ? '/scores' : `/scores/${month}`, byUnit: rows.map((r) => ({ unit: r.unit, value: r.fell / 100, ...(month === undefined ? {} : { href: `/scores/${month}?unit=${encodeURIComponent(r.unit)}` }) })) },
  ];
}
