import { sql, type RawBuilder } from 'kysely';
import { addMonths } from '@doudi/core/case/months';
import type { MatterTopicId } from '@doudi/core/matter/model';
import { SUPERVISING, type OversightStage } from '@doudi/core/oversight/payloads';
import type { Supervised } from '@doudi/core/oversight/coverage';
import type { Tx } from '../../platform/database.ts';
import { findExpected, findFilings, viewFiling } from '../filings/queries.ts';
import type { Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { cutoffOf } from '../rosters/entitled.ts';

/** Months of filing that a sheet shows, the running one last. */
const FILING_MONTHS = 3;

/** Households and persons paid every month, by unit. */
export async function findRecipients(tx: Tx, county: number, month: string): Promise<ReadonlyMap<string, { households: number; persons: number }>> {
  const { rows } = await sql<{ unit: string; households: number; persons: number }>`select u.key as unit, count(*)::int as households, coalesce(sum(f.persons), 0)::int as persons
    from benefit b join case_file f on f.county_id = b.county_id and f.id = b.case_id join unit u on u.county_id = b.county_id and u.id = b.unit_id
    where b.county_id = ${county} and b.payment = 'monthly' and b.from_month <= ${month} and coalesce(b.to_month, '9999-12') >= ${month} group by u.key`.execute(tx);
  return new Map(rows.map((r) => [r.unit, r]));
}

export interface SupervisedRow extends Supervised {
  readonly topic: MatterTopicId;
  readonly id: string;
  readonly number: string;
}

/** What a unit did within itself is no supervision of it by the county, nor is an award or who answers for what; acts from before there were levels are the county's. */
const BY_COUNTY = sql`(m.topic <> 'oversight' or (coalesce(m.state ->> 'level', 'county') = 'county' and m.state ->> 'kind' = any (${SUPERVISING as readonly string[]}::text[])))`;

/** Per unit and topic the latest that counts as supervision: recorded, concluded, demanded. What was withdrawn or given up does not, nor what the unit did itself. */
export async function findSupervised(tx: Tx, county: number, today: string): Promise<SupervisedRow[]> {
  // A demand was supervision when it was made, a check when it was concluded, an act when it was recorded: of each the last, by an index, not the latest of all that there ever were.
  const latest = (topic: 'oversight' | 'check' | 'rectification', on: RawBuilder<unknown>) => sql`(select m.topic, m.id, m.number, ${on}::date as "on" from matter m
    where m.county_id = ${county} and m.unit_id = u.id and m.topic = ${topic} and m.status not in ('withdrawn', 'cancelled') and ${on} <= ${today} and ${BY_COUNTY} order by ${on} desc, m.number desc limit 1)`;
  return (await sql<SupervisedRow>`select u.key as unit, x.topic, x.id, x.number, x."on" from unit u
    cross join lateral (${latest('oversight', sql`m.closed_on`)} union all ${latest('check', sql`m.concluded_on`)} union all ${latest('rectification', sql`m.opened_on`)}) x
    where u.county_id = ${county} order by u.key, x.topic`.execute(tx)).rows;
}

export interface UnitMatters {
  readonly unit: string;
  readonly topic: MatterTopicId;
  readonly opened: number;
  readonly open: number;
  readonly late: number;
}

/** What is open or late with each unit, and what was opened in the period. */
export async function findMatterCounts(tx: Tx, county: number, today: string, from: string, to: string): Promise<UnitMatters[]> {
  return (await sql<UnitMatters>`select u.key as unit, m.topic, count(*) filter (where m.opened_on between ${from} and ${to})::int as opened, count(*) filter (where m.closed_on is null)::int as open, count(*) filter (where m.closed_on is null and m.due_on < ${today})::int as late
    from matter m join unit u on u.county_id = m.county_id and u.id = m.unit_id
    where m.county_id = ${county} and m.topic <> 'oversight' and m.status not in ('withdrawn', 'cancelled') and (m.closed_on is null or m.opened_on >= ${from}) group by u.key, m.topic order by u.key, m.topic`.execute(tx)).rows;
}

/** Acts of oversight in the period by unit and stage. */
export async function findStages(tx: Tx, county: number, from: string, to: string): Promise<{ unit: string; stage: OversightStage; n: number }[]> {
  return (await sql<{ unit: string; stage: OversightStage; n: number }>`select u.key as unit, m.state ->> 'stage' as stage, count(*)::int as n from matter m join unit u on u.county_id = m.county_id and u.id = m.unit_id
    where m.county_id = ${county} and m.topic = 'oversight' and m.status = 'recorded' and ${BY_COUNTY} and m.closed_on between ${from} and ${to} group by 1, 2`.execute(tx)).rows;
}

/** Cases of each unit that were drawn for a check in the period: those of draws that were not given up. Seen by the county alone. */
export async function findDrawn(tx: Tx, county: number, from: string, to: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ unit: string; n: number }>`select u.key as unit, count(distinct d.about_case)::int as n from draw_member d join matter m on m.county_id = d.county_id and m.id = d.draw_id join unit u on u.county_id = d.county_id and u.id = d.unit_id
    where d.county_id = ${county} and m.status <> 'cancelled' and m.opened_on between ${from} and ${to} group by u.key`.execute(tx);
  return new Map(rows.map((r) => [r.unit, r.n]));
}

export interface ConditionRow {
  readonly unit: string;
  readonly condition: string;
  readonly side: 'unit' | 'county';
  readonly held: boolean;
  readonly text: string;
  readonly by_name: string;
  readonly on_date: string;
}

/** The latest statement of each side on each condition. */
export async function findConditions(tx: Tx, county: number, unit?: string): Promise<ConditionRow[]> {
  return (await sql<ConditionRow>`select distinct on (c.unit_id, c.condition, c.side) u.key as unit, c.condition, c.side, c.held, c.text, c.by_name, c.on_date from unit_condition c join unit u on u.county_id = c.county_id and u.id = c.unit_id
    where c.county_id = ${county} ${unit === undefined ? sql`` : sql`and u.key = ${unit}`} order by c.unit_id, c.condition, c.side, c.at desc, c.id`.execute(tx)).rows;
}

export interface FilingState {
  readonly month: string;
  readonly expected: number;
  readonly filed: number;
  readonly reviewed: number;
  readonly late: number;
}

/** Filing and its review over the last months, by unit. */
export async function findFilingStates(tx: Tx, law: Law, area: readonly number[] | null): Promise<ReadonlyMap<string, FilingState[]>> {
  const units = new Map((await findUnits(tx)).map((u) => [u.id, u]));
  const programmes = law.policy.programmes(law.today).map((p) => p.id);
  const out = new Map<string, FilingState[]>();
  for (let back = FILING_MONTHS - 1; back >= 0; back--) {
    const month = addMonths(law.today.slice(0, 7), -back);
    const filings = await findFilings(tx, month, undefined);
    const keys = [...filings.map((f) => ({ unit: f.unit_id, programme: f.programme })), ...(await findExpected(tx, law.county, programmes, cutoffOf(month, law.today), area)).map((e) => ({ unit: e.unit_id, programme: e.programme }))];
    const views = [...new Map(keys.map((k) => [`${k.unit}|${k.programme}`, k])).values()].map((k) => viewFiling(law, units, { ...k, month }, filings.find((f) => f.unit_id === k.unit && f.programme === k.programme)));
    for (const [unit, list] of Map.groupBy(views, (v) => v.unit))
      out.set(unit, [...(out.get(unit) ?? []), { month, expected: list.length, filed: list.filter((v) => v.filedOn).length, reviewed: list.filter((v) => v.status === 'accepted').length, late: list.filter((v) => v.late).length }]);
  }
  return out;
}

export interface ElapsedRow {
  readonly programme: string;
  readonly after: boolean;
  readonly cases: number;
  readonly median: number;
  readonly longest: number;
}

/** Calendar days from application to decision in a unit, before the day from which each programme is entrusted to it and since. */
export async function findElapsed(tx: Tx, county: number, unit: string, since: ReadonlyMap<string, string>): Promise<ElapsedRow[]> {
  return (await sql<ElapsedRow>`select f.programme, e.since is not null and f.application_date >= e.since as after, count(*)::int as cases, percentile_disc(0.5) within group (order by f.decided_on - f.application_date) as median, max(f.decided_on - f.application_date) as longest
    from case_file f join unit u on u.county_id = f.county_id and u.id = f.unit_id left join unnest(${[...since.keys()]}::text[], ${[...since.values()]}::date[]) as e (programme, since) on e.programme = f.programme
    where f.county_id = ${county} and u.key = ${unit} and f.decided_on is not null and not f.imported group by 1, 2 order by 1, 2`.execute(tx)).rows;
}

export interface StepRow {
  readonly label: string;
  readonly cases: number;
  readonly median: number;
  readonly longest: number;
}

/** Calendar days that each step with a time limit took in a unit, those that took longest first. */
export async function findSteps(tx: Tx, county: number, unit: string): Promise<StepRow[]> {
  return (await sql<StepRow>`select d.label, count(*)::int as cases, percentile_disc(0.5) within group (order by d.finished_on - d.started_on) as median, max(d.finished_on - d.started_on) as longest
    from case_deadline d join case_file f on f.county_id = d.county_id and f.id = d.case_id join unit u on u.county_id = f.county_id and u.id = f.unit_id
    where d.county_id = ${county} and u.key = ${unit} and d.finished_on is not null and d.step is not null group by d.label order by 3 desc, 1`.execute(tx)).rows;
}
