import { sql } from 'kysely';
import type { TaskKind } from '@doudi/core/task/model';
import type { TaskState } from '@doudi/core/task/topic';
import type { Tx } from '../../platform/database.ts';

/** Nothing handed in and the day over: what is red, whoever looks. */
export const LATE = (today: string) => sql`(m.closed_on is null and m.status <> 'replied' and m.due_on < ${today})`;
/** Late now or at any time before; acceptance does not wipe it out. */
const EVER_LATE = (today: string) => sql`((m.state ->> 'lateDays')::int > 0 or ${LATE(today)})`;

export interface TaskFilter {
  readonly unit?: string | undefined;
  readonly kind?: TaskKind | undefined;
  readonly state?: 'open' | 'late' | 'replied' | 'closed' | 'everLate' | undefined;
}

/** Tasks that the caller sees, open ones by their day first. */
export async function findTasks(tx: Tx, county: number, f: TaskFilter, today: string, limit: number): Promise<{ id: string; state: TaskState }[]> {
  const state = f.state === undefined ? sql`` : { open: sql`and m.closed_on is null`, closed: sql`and m.closed_on is not null`, replied: sql`and m.status = 'replied'`, late: sql`and ${LATE(today)}`, everLate: sql`and ${EVER_LATE(today)}` }[f.state];
  return (await sql<{ id: string; state: TaskState }>`select m.id, m.state from matter m left join unit u on u.county_id = m.county_id and u.id = m.unit_id
    where m.county_id = ${county} and m.topic = 'task' ${f.unit === undefined ? sql`` : sql`and u.key = ${f.unit}`} ${f.kind === undefined ? sql`` : sql`and m.state ->> 'kind' = ${f.kind}`} ${state}
    order by m.closed_on is not null, case when m.closed_on is null then coalesce(m.due_on, 'infinity') end, m.closed_on desc, m.opened_on desc, m.id limit ${limit}`.execute(tx)).rows;
}

export interface TaskCount {
  /** Key of the unit; null: the county and its departments. */
  readonly unit: string | null;
  readonly name: string | null;
  readonly open: number;
  readonly late: number;
  readonly replied: number;
  readonly closed: number;
  readonly ever_late: number;
}

/** Counts per unit over what the caller sees. */
export async function countTasks(tx: Tx, county: number, today: string): Promise<TaskCount[]> {
  return (await sql<TaskCount>`select u.key as unit, u.name, count(*) filter (where m.closed_on is null)::int as open, count(*) filter (where ${LATE(today)})::int as late, count(*) filter (where m.status = 'replied')::int as replied,
      count(*) filter (where m.closed_on is not null)::int as closed, count(*) filter (where ${EVER_LATE(today)})::int as ever_late
    from matter m left join unit u on u.county_id = m.county_id and u.id = m.unit_id where m.county_id = ${county} and m.topic = 'task' group by u.id, u.key, u.name order by u.id nulls first`.execute(tx)).rows;
}

/** Tasks of a campaign that were issued. */
export async function findCampaignTasks(tx: Tx, county: number, plan: string): Promise<{ id: string; state: TaskState; unit: string | null; status_text: string; due_on: string | null; closed_on: string | null }[]> {
  return (await sql<{ id: string; state: TaskState; unit: string | null; status_text: string; due_on: string | null; closed_on: string | null }>`select m.id, m.state, m.state ->> 'unit' as unit, m.status_text, m.due_on, m.closed_on from matter m
    where m.county_id = ${county} and m.topic = 'task' and m.state #>> '{campaign,plan}' = ${plan} order by m.id`.execute(tx)).rows;
}

/** Which units have a task of a series for a period. */
export async function findSeriesUnits(tx: Tx, county: number, series: string, period: string): Promise<Set<string>> {
  const { rows } = await sql<{ unit: string }>`select m.state ->> 'unit' as unit from matter m where m.county_id = ${county} and m.topic = 'task' and m.state #>> '{series,id}' = ${series} and m.state #>> '{series,period}' = ${period}`.execute(tx);
  return new Set(rows.map((r) => r.unit));
}
