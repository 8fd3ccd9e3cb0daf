import { sql } from 'kysely';
import type { Failing } from '@doudi/core/rectification/model';
import type { Rect } from '@doudi/core/rectification/topic';
import type { Tx } from '../../platform/database.ts';

/** Late: the day of whoever must act has passed. */
const LATE = (today: string) => sql`(m.closed_on is null and m.due_on < ${today})`;
/** Closed for so many days and never revisited [BQ-68]. */
const REVISIT = (today: string, days: number) => sql`(m.closed_on is not null and m.closed_on + ${days}::int <= ${today}::date and jsonb_array_length(m.state -> 'revisits') = 0)`;

export interface RectFilter {
  readonly unit?: string | undefined;
  readonly failing?: Failing | undefined;
  readonly state?: 'open' | 'late' | 'closed' | 'revisit' | undefined;
}

/** Ids and states of rectifications that the caller sees, open ones by their day first. */
export async function findRects(tx: Tx, county: number, f: RectFilter, today: string, revisitDays: number, limit: number): Promise<{ id: string; state: Rect; revisit_due: boolean }[]> {
  return (await sql<{ id: string; state: Rect; revisit_due: boolean }>`select m.id, m.state, ${REVISIT(today, revisitDays)} as revisit_due from matter m left join unit u on u.county_id = m.county_id and u.id = m.unit_id
    where m.county_id = ${county} and m.topic = 'rectification' ${f.unit === undefined ? sql`` : sql`and u.key = ${f.unit}`} ${f.failing === undefined ? sql`` : sql`and m.state ->> 'failing' = ${f.failing}`}
      ${f.state === 'open' ? sql`and m.closed_on is null` : f.state === 'closed' ? sql`and m.closed_on is not null` : f.state === 'late' ? sql`and ${LATE(today)}` : f.state === 'revisit' ? sql`and ${REVISIT(today, revisitDays)}` : sql``}
    order by m.closed_on is not null, case when m.closed_on is null then coalesce(m.due_on, 'infinity') end, m.closed_on desc, m.opened_on desc, m.id limit ${limit}`.execute(tx)).rows;
}

export interface UnitCount {
  readonly unit: string;
  readonly name: string;
  readonly failing: Failing;
  readonly open: number;
  readonly late: number;
  readonly closed: number;
  readonly returned: number;
  readonly revisit: number;
}

/** Counts per unit and failing over the caller's area. `returned`: answers that went back [BQ-81]. */
export async function countRects(tx: Tx, county: number, today: string, revisitDays: number): Promise<UnitCount[]> {
  return (await sql<UnitCount>`select u.key as unit, u.name, m.state ->> 'failing' as failing, count(*) filter (where m.closed_on is null)::int as open, count(*) filter (where ${LATE(today)})::int as late, count(*) filter (where m.closed_on is not null)::int as closed,
      count(*) filter (where ${REVISIT(today, revisitDays)})::int as revisit,
      coalesce(sum((select count(*) from jsonb_array_elements(m.state -> 'replies') r where r -> 'judged' ->> 'outcome' = 'returned')), 0)::int as returned
    from matter m join unit u on u.county_id = m.county_id and u.id = m.unit_id where m.county_id = ${county} and m.topic = 'rectification' group by u.id, u.key, u.name, m.state ->> 'failing' order by u.id, failing`.execute(tx)).rows;
}

export interface CircularRow {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly issued_on: string;
  readonly unit: string;
  readonly unit_name: string;
  readonly signed_on: string | null;
}

/** Criticisms circulated: those of a matter, or those that a unit was sent. */
export async function findCirculars(tx: Tx, county: number, by: { readonly matter: string } | { readonly unit: number }): Promise<CircularRow[]> {
  return (await sql<CircularRow>`select p.id, p.number, p.title, p.issued_on, u.key as unit, u.name as unit_name, c.signed_on from rectify_circular c join matter_paper p on p.county_id = c.county_id and p.id = c.paper_id
    join unit u on u.county_id = c.county_id and u.id = c.unit_id where c.county_id = ${county} and ${'matter' in by ? sql`p.matter_id = ${by.matter}` : sql`c.unit_id = ${by.unit}`} order by p.issued_on desc, p.number, u.id limit 300`.execute(tx)).rows;
}
