import { sql } from 'kysely';
import { problemLedger, type PROBLEM_SOURCES } from '@doudi/core/api/registers';
import { daysBetween } from '@doudi/core/calendar/date';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';

const LIMIT = 300;

interface Row {
  readonly source: (typeof PROBLEM_SOURCES)[number];
  readonly id: string;
  readonly unit: string;
  readonly unit_name: string;
  readonly text: string;
  readonly on_date: string;
  readonly due_on: string | null;
  readonly settled_on: string | null;
  readonly result: string | null;
  readonly open: number;
  readonly late: number;
}

/** 问题台账: corrections, filings sent back and what needs coordination, open ones first by their day [LH-16, GX-24]. */
export function problemEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(problemLedger, async (tx, { query: q }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { rows } = await sql<Row>`with problem as (
          select 'rectification' as source, m.id, m.unit_id, coalesce(m.state ->> 'text', m.title) as text, m.opened_on as on_date, m.due_on, m.closed_on as settled_on, m.status_text as result from matter m where m.county_id = ${who.county} and m.topic = 'rectification'
          union all select 'coordination', c.id, c.unit_id, c.text, c.raised_on, null, c.resolved_on, c.department || '：' || c.result from coordination_problem c where c.county_id = ${who.county}
          union all select 'filing', d.id, d.unit_id, d.text, (d.raised_at at time zone 'Asia/Shanghai')::date, d.due_on, (d.closed_at at time zone 'Asia/Shanghai')::date, d.answer from filing_demand d where d.county_id = ${who.county}
        ), chosen as (select p.*, u.key as unit, u.name as unit_name from problem p join unit u on u.county_id = ${who.county} and u.id = p.unit_id
          where true ${q.source === undefined ? sql`` : sql`and p.source = ${q.source}`} ${q.unit === undefined ? sql`` : sql`and u.key = ${q.unit}`} ${q.open === undefined ? sql`` : q.open === 'true' ? sql`and p.settled_on is null` : sql`and p.settled_on is not null`})
        select source, id, unit, unit_name, text, on_date, due_on, settled_on, result, count(*) filter (where settled_on is null) over ()::int as open, count(*) filter (where settled_on is null and due_on < ${law.today}::date) over ()::int as late
        from chosen order by settled_on is not null, case when settled_on is null then coalesce(due_on, on_date) end, settled_on desc, id limit ${LIMIT + 1}`.execute(tx);
      return {
        items: rows.slice(0, LIMIT).map((r) => ({ key: `${r.source}:${r.id}`, source: r.source, ref: r.id, unit: r.unit, unitName: r.unit_name, text: r.text, on: r.on_date, dueOn: r.due_on, late: r.settled_on === null && r.due_on !== null && r.due_on < law.today, settledOn: r.settled_on, result: r.result, days: daysBetween(r.on_date, r.settled_on ?? law.today) })),
        more: rows.length > LIMIT, open: rows[0]?.open ?? 0, late: rows[0]?.late ?? 0,
      };
    }),
  ];
}
