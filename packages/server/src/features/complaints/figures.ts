import { sql } from 'kysely';
import type { Figure } from '@doudi/core/bureau/model';
import { addMonths } from '@doudi/core/case/months';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { findBoxes, missingMonths } from './boxes.ts';

interface Counts {
  readonly named: number;
  readonly correct: number;
  readonly now: number;
  readonly before: number;
  readonly missed: number;
}

/** Complaints on the bureau's page: what is late, what is unsettled, what changed, as far as the caller sees it. */
export async function bureauFigures(tx: Tx, law: Law): Promise<Figure[]> {
  const month = law.today.slice(0, 7);
  const late = (await sql<{ unit: string | null; n: number }>`select u.key as unit, count(*)::int as n from matter m left join unit u on u.county_id = m.county_id and u.id = m.unit_id
    where m.county_id = ${law.county} and m.topic = 'complaint' and m.closed_on is null and m.due_on < ${law.today} group by 1 order by 2 desc`.execute(tx)).rows;
  const counts = (await sql<Counts>`select count(*) filter (where m.closed_on is null and m.state ->> 'kind' = 'report' and m.state ->> 'named' = 'true' and jsonb_array_length(m.state -> 'investigations') = 0)::int as named,
      count(*) filter (where m.status = 'toCorrect')::int as correct, count(*) filter (where left(m.state ->> 'receivedOn', 7) = ${month})::int as now, count(*) filter (where left(m.state ->> 'receivedOn', 7) = ${addMonths(month, -1)} and substr(m.state ->> 'receivedOn', 9, 2) <= ${law.today.slice(8)})::int as before,
      (select count(*)::int from hotline_call h where h.county_id = ${law.county} and not h.answered and h.at >= ${`${month}-01T00:00:00+08:00`}::timestamptz) as missed
    from matter m where m.county_id = ${law.county} and m.topic = 'complaint' and (m.closed_on is null or m.opened_on >= ${`${addMonths(month, -1)}-01`})`.execute(tx)).rows[0] ?? { named: 0, correct: 0, now: 0, before: 0, missed: 0 };
  const boxes = (await findBoxes(tx, law.county)).filter((b) => b.ended_on === null && missingMonths(b, law.today).length > 0).length;
  const href = '/complaints';
  return [
    { id: 'complaint.late', block: 'late', label: '信访投诉超期', value: late.reduce((n, l) => n + l.n, 0), unit: '件', how: '尚未办结、期限日已过的信访投诉举报和复议诉讼', req: ['LH-31', 'LH-51', 'GX-52'], href: `${href}?tab=late`, byUnit: late.flatMap((l) => (l.unit === null ? [] : [{ unit: l.unit, value: l.n, href: `${href}?tab=late&unit=${encodeURIComponent(l.unit)}` }])) },
    { id: 'complaint.named', block: 'late', label: '实名举报未核实', value: counts.named, unit: '件', how: '尚未办结、还没有调查记录的实名举报', req: ['LH-26'], href: `${href}?tab=named` },
    { id: 'complaint.correct', block: 'wrong', label: '复议诉讼结果待改正', value: counts.correct, unit: '件', how: '结果为撤销、变更、责令履行或和解，案件尚未按结果改正', req: ['HQ-28'], href: `${href}?tab=correct` },
    { id: 'complaint.missed', block: 'wrong', label: '本月热线未接', value: counts.missed, unit: '个', how: '本月登记的热线来电中没有接到的', req: ['BQ-53', 'LH-32'], href: `${href}/calls?which=missed&from=${month}-01&to=${law.today}` },
    { id: 'complaint.volume', block: 'changed', label: '本月信访投诉', value: counts.now, unit: '件', how: `本月收到的件数；上月同日止 ${counts.before} 件`, req: ['BQ-54'], href: `${href}?tab=month` },
    { id: 'complaint.boxes', block: 'help', label: '信息箱有月份未开', value: boxes, unit: '个', how: '近十二个月内有整月没有开箱登记的信息箱', req: ['XX-111'], href: `${href}/boxes` },
  ];
}
