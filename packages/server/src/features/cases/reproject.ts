import { sql } from 'kysely';
import type { CronItem, Task } from 'graphile-worker';
import { routing } from '@doudi/core/case/routing';
import { consequences } from '@doudi/core/case/consequences';
import { evolve, type CaseState } from '@doudi/core/case/state';
import type { Tx } from '../../platform/database.ts';
import { appendMany, type LoadItem } from '../../platform/log/chain.ts';
import type { Services } from '../../services.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { rebuildMeansOfCounty } from '../budget/means-input.ts';
import { contextOf, findRelationsOf, NO_RELATIONS, officer, type CaseRow, type Relations } from './context.ts';
import { project, replaceChildren, updateCase, type Projection } from './projection.ts';

/** What a refresh did. `changed` counts cases of which a limit, a next step or the confirming organ is different now. */
interface Reprojected {
  readonly cases: number;
  readonly changed: number;
  /** Case numbers that got another confirming organ, procedure or entrustment. */
  readonly routed: readonly string[];
  /** Cases left as they were, with the reason: clock set back before their last step, programme gone from the policy. */
  readonly skipped: readonly { readonly number: string; readonly reason: string }[];
}

const CHUNK = 200;

/**
 * Runs `work` with the view of a whole county inside the caller's transaction, then gives the caller's own view back:
 * for consequences of an act that reach further than the one who acts may see. Nothing read in `work` may be answered.
 */
export async function withWholeCounty<T>(tx: Tx, county: number, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ county: string; area: string }>`select coalesce(current_setting('app.county', true), '') as county, coalesce(current_setting('app.area', true), '') as area`.execute(tx);
  const before = rows[0] ?? { county: '', area: '' };
  await sql`select set_config('app.county', ${String(county)}, true), set_config('app.area', '*', true)`.execute(tx);
  const answer = await work();
  await sql`select set_config('app.county', ${before.county}, true), set_config('app.area', ${before.area}, true)`.execute(tx);
  return answer;
}

interface Row extends CaseRow {
  readonly next_step: string | null;
  readonly next_due: string | null;
  readonly next_provisional: boolean;
}

interface Limit {
  readonly case_id: string;
  readonly id: string;
  readonly due_on: string;
  readonly provisional: boolean;
}

const differs = (row: Row, limits: readonly Limit[], p: Projection): boolean =>
  row.next_step !== (p.next?.step ?? null) || row.next_due !== (p.next?.due ?? null) || row.next_provisional !== (p.next?.provisional ?? false) || limits.length !== p.deadlines.length ||
  p.deadlines.some((d) => !limits.some((l) => l.id === d.id && l.due_on === d.due && l.provisional === d.provisional));

/** The case as this day sees it: its route and its relatives re-examined (nothing restarts), its limits and work recomputed. */
function refresh(row: Row, law: Law, relations: Relations | undefined): { state: CaseState; items: LoadItem[]; projection: Projection } | string {
  try {
    const context = contextOf(law, row.state, relations ?? NO_RELATIONS);
    const due = consequences(row.state, context);
    if (due.length > 0 && Date.parse(law.now) < Date.parse(row.updated_at)) return '时钟早于本案上一步，不能倒填';
    const state = due.reduce<CaseState>((s, a) => evolve(s, a, row.id), row.state);
    return { state, items: due.map((action, i) => ({ caseId: row.id, seq: row.seq + i + 1, action })), projection: project(state, context) };
  } catch (e) {
    return e instanceof Error ? e.message : String(e);
  }
}

/**
 * Re-examines cases under the law of this moment: whoever must confirm them now (an entrustment issued, ended, withdrawn)
 * is recorded as an action of the system, and case_file, case_deadline and work_item follow, so that the right desk's list
 * shows them. Steps done stay done [LH-86]. Needs the view of the whole county; the log is appended last, because it holds
 * the county's chain until the commit.
 */
export async function reproject(tx: Tx, services: Services, county: number, caseIds: readonly string[]): Promise<Reprojected> {
  const law = await loadLaw(tx, services, county);
  const ids = [...new Set(caseIds)].sort();
  const items: LoadItem[] = [];
  const routed: string[] = [];
  const skipped: { number: string; reason: string }[] = [];
  let cases = 0;
  let changed = 0;
  for (let i = 0; i < ids.length; i += CHUNK) {
    const chunk = ids.slice(i, i + CHUNK);
    // In order of id, as every caller does: two refreshes never wait for each other crosswise.
    const { rows } = await sql<Row>`select id, number, unit_id, area_id, seq, state, updated_at, next_step, next_due, next_provisional from case_file where county_id = ${county} and id = any (${chunk}::uuid[]) order by id for update`.execute(tx);
    const relations = await findRelationsOf(tx, chunk);
    const { rows: limits } = await sql<Limit>`select case_id, id, due_on, provisional from case_deadline where county_id = ${county} and case_id = any (${chunk}::uuid[])`.execute(tx);
    for (const row of rows) {
      const now = refresh(row, law, relations.get(row.id));
      if (typeof now === 'string') {
        skipped.push({ number: row.number, reason: now });
        continue;
      }
      cases++;
      if (now.items.length === 0 && !differs(row, limits.filter((l) => l.case_id === row.id), now.projection)) continue;
      changed++;
      await updateCase(tx, county, now.projection, now.items.length > 0 ? law.now : row.updated_at);
      await replaceChildren(tx, { county, unitId: row.unit_id, areaId: row.area_id }, now.projection);
      items.push(...now.items);
      if (now.items.some((i) => i.action.kind === 'routed')) routed.push(row.number);
    }
  }
  if (items.length > 0) await appendMany(tx, county, items, new Date().toISOString());
  return { cases, changed, routed, skipped };
}

interface Group {
  readonly unit_id: number;
  readonly programme: string;
  readonly application_date: string;
  readonly ids: string[];
}

/**
 * Open cases whose confirming organ, procedure or entrustment is not that of today any more. Cases that share unit,
 * programme, date and route share the answer: one of each group is judged.
 */
export async function findRerouted(tx: Tx, services: Services, county: number, units?: readonly number[]): Promise<string[]> {
  const law = await loadLaw(tx, services, county);
  const { rows: groups } = await sql<Group>`select unit_id, programme, application_date, array_agg(id) as ids from case_file
    where county_id = ${county} and closed_on is null ${units ? sql`and unit_id = any (${units}::int[])` : sql``} group by unit_id, programme, application_date, state->'route'`.execute(tx);
  const first = groups.flatMap((g) => g.ids.slice(0, 1));
  const { rows } = await sql<{ id: string; state: CaseState }>`select id, state from case_file where county_id = ${county} and id = any (${first}::uuid[])`.execute(tx);
  const states = new Map(rows.map((r) => [r.id, r.state]));
  return groups.flatMap((g) => {
    const state = states.get(g.ids[0] ?? '');
    if (!state) return [];
    try {
      return routing(state, contextOf(law, state, NO_RELATIONS)) ? g.ids : [];
    } catch {
      // A programme that the policy no longer knows cannot be routed; the case keeps its way.
      return [];
    }
  });
}

/** Moves the open cases of units (of the county when none are named) to whoever confirms them today. */
export const rerouteCases = async (tx: Tx, services: Services, county: number, units?: readonly number[]): Promise<Reprojected> => await reproject(tx, services, county, await findRerouted(tx, services, county, units));

/**
 * Cases whose open limits depend on the holidays of a year. Without `correction` only those counted provisionally into
 * it; with it (a year imported once more) every open limit that touches it.
 */
export async function findCasesOfYear(tx: Tx, county: number, year: number, correction = false): Promise<string[]> {
  const last = `${year}-12-31`;
  const first = `${year}-01-01`;
  const { rows } = await sql<{ id: string }>`select case_id as id from case_deadline where county_id = ${county} and finished_on is null and started_on <= ${last} and due_on >= ${first} ${correction ? sql`` : sql`and provisional`}
    union select case_id from work_item where county_id = ${county} and provisional and due_on >= ${first}`.execute(tx);
  return rows.map((r) => r.id);
}

/** Work of the job `reproject`: what dates bring by themselves, and what an import of holidays left over. */
interface ReprojectPayload {
  /** Absent: every county. */
  readonly county?: number | undefined;
  /** A year whose holidays were imported. */
  readonly year?: number | undefined;
  readonly correction?: boolean | undefined;
}

/** Registers the job in the caller's transaction; asked twice before it runs, it runs once. */
export async function enqueueReproject(tx: Tx, payload: ReprojectPayload): Promise<void> {
  await sql`select graphile_worker.add_job('reproject', ${JSON.stringify(payload)}::json, job_key => ${`reproject:${payload.county ?? 'all'}:${payload.year ?? ''}`})`.execute(tx);
}

/** Cases in hand and households on the roster of which the register of near relatives, or the officers' own identity numbers, know more than their log. */
async function findNewlyRelated(tx: Tx, county: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`with r as (
      select id, number_idx from relative where county_id = ${county} and removed_on is null and number_idx is not null union all select a.id, a.number_idx from account a where a.county_id = ${county} and ${officer()})
    select distinct f.id from r join case_person p on p.county_id = ${county} and p.number_idx = r.number_idx join case_file f on f.county_id = p.county_id and f.id = p.case_id
    where f.status in ('applied', 'accepted', 'granted')
      and not coalesce(f.state -> 'relatives', '[]') @> jsonb_build_array(jsonb_build_object('entry', r.id, 'person', p.person_id))`.execute(tx);
  return rows.map((r) => r.id);
}

/** One county, in transactions of `CHUNK` cases, so that no desk waits long for a case in hand. */
export async function reprojectCounty(services: Services, county: number, year?: number, correction = false): Promise<Reprojected> {
  const { db } = services.installation;
  const scope = { county, area: null, user: 'system' };
  const ids = await db.transaction(scope, async (tx) => [...new Set([...(await findRerouted(tx, services, county)), ...(await findNewlyRelated(tx, county)), ...(year === undefined ? [] : await findCasesOfYear(tx, county, year, correction))])].sort());
  let sum: Reprojected = { cases: 0, changed: 0, routed: [], skipped: [] };
  for (let i = 0; i < ids.length; i += CHUNK) {
    const done = await db.transaction(scope, (tx) => reproject(tx, services, county, ids.slice(i, i + CHUNK)));
    sum = { cases: sum.cases + done.cases, changed: sum.changed + done.changed, routed: [...sum.routed, ...done.routed], skipped: [...sum.skipped, ...done.skipped] };
  }
  return sum;
}

/** Job of graphile-worker: `{county?, year?, correction?}`. Repeating it changes nothing. */
export const reprojectTask = (services: Services): Task => async (payload) => {
  const { county, year, correction } = (payload ?? {}) as ReprojectPayload;
  for (const id of county === undefined ? services.counties.keys() : [county]) {
    await reprojectCounty(services, id, year, correction);
    await rebuildMeansOfCounty(services, id);
  }
};

/** Every night at 00:05 in China, for entrustments that begin or end with the date. The runner's clock is UTC. */
export const REPROJECT_CRON: CronItem = { task: 'reproject', match: '5 16 * * *', options: { jobKey: 'reproject-nightly' } };
