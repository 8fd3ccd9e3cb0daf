import { sql } from 'kysely';
import type { Task } from 'graphile-worker';
import { make } from '@doudi/core/case/topic';
import { evolve, type CaseState } from '@doudi/core/case/state';
import type { Actor } from '@doudi/core/case/actions';
import { formatYuan } from '@doudi/core/money/fen';
import { meansStep, type CompactFacts, type MeansRow } from '@doudi/core/budget/means-input';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { contextOf, NO_RELATIONS } from '../cases/context.ts';
import { recordMany, type RecordedAction } from '../cases/many.ts';
import { loadLaw } from '../law/law.ts';
import { raiseMany } from '../payments/raise.ts';
import { cutMeans, insertMeans, type PlacedRow } from './means-input.ts';

export interface ChangeRow {
  readonly id: string;
  readonly scenario_id: string;
  readonly title: string;
  readonly number: string;
  readonly issued_on: string;
  readonly from_month: string;
  readonly reason: string;
  readonly status: 'proposed' | 'rejected' | 'applying' | 'applied';
  readonly proposed_by: string;
  readonly proposed_by_name: string;
  readonly proposed_at: string;
  readonly decided_by: string | null;
  readonly decided_by_name: string | null;
  readonly decided_at: string | null;
  readonly note: string | null;
  readonly applied_at: string | null;
}

const COLUMNS = sql`id, scenario_id, title, number, issued_on, from_month, reason, status, proposed_by, proposed_by_name, proposed_at, decided_by, decided_by_name, decided_at, note, applied_at`;

export async function findChange(tx: Tx, id: string, lock = false): Promise<ChangeRow | undefined> {
  return (await sql<ChangeRow>`select ${COLUMNS} from standard_change where county_id = current_county() and id = ${id} ${lock ? sql`for update` : sql``}`.execute(tx)).rows[0];
}

/** The change put forward from a scenario, where one stands: one that was turned down does not. */
export async function findChangeOf(tx: Tx, scenario: string): Promise<ChangeRow | undefined> {
  return (await sql<ChangeRow>`select ${COLUMNS} from standard_change where county_id = current_county() and scenario_id = ${scenario} order by status = 'rejected', proposed_at desc limit 1`.execute(tx)).rows[0];
}

/** The latest first. */
export async function findChanges(tx: Tx, limit: number): Promise<ChangeRow[]> {
  return (await sql<ChangeRow>`select ${COLUMNS} from standard_change where county_id = current_county() order by proposed_at desc, id limit ${limit}`.execute(tx)).rows;
}

/**
 * Households of the scenario as the change will meet them: only sums that rise, and only by what the standard alone adds; the
 * rest is listed to be dealt with by itself. Who owes money back or whose payment waits for a check is raised only when a
 * named person says so.
 */
export async function insertChangeCases(tx: Tx, county: number, change: string, scenario: string): Promise<void> {
  await sql`insert into standard_change_case (county_id, change_id, case_id, unit_id, area_id, programme, seq, before_fen, after_fen, other_fen, status, why)
    select x.county_id, ${change}, x.case_id, x.unit_id, x.area_id, x.programme, x.seq, x.before_fen, x.sum, x.other, case when x.why is null then 'pending' when x.why in ('recovery', 'suspended') then 'asked' else 'skipped' end, x.why
    from (select p.county_id, u.case_id, p.unit_id, p.area_id, p.programme, u.seq, u.before_fen, coalesce(u.standard_fen, u.after_fen) as sum, case p.outcome when 'unknown' then 0 else u.after_fen - u.standard_fen end as other,
        case when p.outcome in ('unknown', 'exit') then p.outcome when u.standard_fen is null then 'unsplit' when u.standard_fen < u.before_fen then 'lower' when u.standard_fen = u.before_fen then 'other'
          when exists (select from recovery r where r.county_id = p.county_id and r.case_id = u.case_id and r.status in ('proposed', 'established')) then 'recovery'
          when exists (select from benefit b where b.county_id = p.county_id and b.case_id = u.case_id and b.reopened_on is not null) then 'suspended' end as why
      from scenario_part p cross join lateral unnest(p.cases, p.seqs, p.before_fen, p.after_fen, p.standard_fen) as u(case_id, seq, before_fen, after_fen, standard_fen)
      where p.county_id = ${county} and p.scenario_id = ${scenario} and p.outcome <> 'entry') x`.execute(tx);
}

export interface ChangeJob {
  readonly county: number;
  readonly change: string;
}

export async function enqueueChange(tx: Tx, job: ChangeJob): Promise<void> {
  await sql`select graphile_worker.add_job('standardChange', ${JSON.stringify(job)}::json, job_key => ${`standardChange:${job.county}:${job.change}`}, max_attempts => 60)`.execute(tx);
}

const CHUNK = 500;
const SYSTEM: Actor = { user: 'system', post: 'system', unit: '' };

interface CaseRow {
  readonly id: string;
  readonly unit_id: number;
  readonly area_id: number;
  readonly seq: number;
  readonly state: CaseState;
  readonly updated_at: string;
  readonly before_fen: number;
  readonly after_fen: number;
  readonly row_seq: number;
  readonly overtaken: boolean;
  readonly until_month: string | null;
  readonly m: (Omit<MeansRow, 'facts'> & { readonly facts: CompactFacts | null }) | null;
}

type Skip = 'moved' | 'ended' | 'dead' | 'clock';

/**
 * The next households of a change, in one transaction: claim, supplements, the case's log, the basis of later what-ifs. A
 * household that is no longer as it was computed is left as it was. Killed in the middle, nothing of the chunk is done; done,
 * it is not done again. @returns how many were taken; 0 = the change is applied.
 */
export async function applyChunk(tx: Tx, services: Services, job: ChangeJob): Promise<number> {
  const { county } = job;
  const change = await findChange(tx, job.change, true);
  if (change?.status !== 'applying') return 0;
  const law = await loadLaw(tx, services, county);
  const { rows } = await sql<CaseRow>`
    select f.id, f.unit_id, f.area_id, f.seq, f.state, f.updated_at, c.before_fen, c.after_fen, c.seq as row_seq, m.until_month, exists (select from means_input n where n.county_id = c.county_id and n.case_id = c.case_id and n.status = 'granted' and n.seq > c.seq) as overtaken,
      case when m.seq is null then null else json_build_object('seq', m.seq, 'status', m.status, 'programme', m.programme, 'lawOn', m.law_on, 'fromMonth', m.from_month, 'persons', m.persons, 'incomeFen', m.income_fen, 'fen', m.fen, 'unable', m.unable, 'facts', m.facts, 'why', m.why, 'detail', m.detail) end as m
    from (select * from standard_change_case x where x.county_id = ${county} and x.change_id = ${change.id} and x.status = 'pending' order by x.case_id limit ${CHUNK}) c
    join case_file f on f.county_id = c.county_id and f.id = c.case_id
    left join means_input m on m.county_id = c.county_id and m.case_id = c.case_id and m.seq = c.seq
    order by f.id for update of f`.execute(tx);
  if (rows.length === 0) {
    await sql`update standard_change set status = 'applied', applied_at = ${law.now} where county_id = ${county} and id = ${change.id}`.execute(tx);
    return 0;
  }
  const skipped = new Map<string, Skip>();
  const asIs: CaseRow[] = [];
  for (const r of rows) {
    if (r.overtaken || r.m === null) skipped.set(r.id, 'moved');
    else if (Date.parse(law.now) < Date.parse(r.updated_at)) skipped.set(r.id, 'clock');
    else asIs.push(r);
  }
  const reason = `提标补发：${change.title}（${change.number}）`;
  const raised = await raiseMany(tx, county, asIs.map((r) => ({ caseId: r.id, beforeFen: r.before_fen, afterFen: r.after_fen, fromMonth: change.from_month })), { reason, at: law.now, ground: { number: change.number, on: change.issued_on } });
  for (const r of raised) if ('left' in r) skipped.set(r.caseId, r.left);
  const done = new Map(raised.flatMap((r) => ('left' in r ? [] : [[r.caseId, r] as const])));
  const log: RecordedAction[] = [];
  const means: PlacedRow[] = [];
  const ends: { caseId: string; seq: number; untilMonth: string }[] = [];
  for (const r of asIs) {
    const d = done.get(r.id);
    if (!d || !r.m) continue;
    const context = contextOf(law, r.state, NO_RELATIONS);
    const text = `每月 ${formatYuan(r.before_fen)} → ${formatYuan(r.after_fen)}，按决定时登记的家庭事实和其余规定，只换标准重新测算${d.months > 0 ? `；已发月份补发 ${d.months} 个月，共 ${formatYuan(d.supplementFen)}` : ''}`;
    const action = make('standardChanged', { change: change.id, title: change.title, number: change.number, fromFen: r.before_fen, monthlyFen: r.after_fen, fromMonth: d.fromMonth, text }, context, SYSTEM);
    const state = evolve(r.state, action, r.id);
    log.push({ caseId: r.id, seq: r.seq + 1, action, state });
    const row = meansStep(state, action, r.seq + 1, context.programme, context.policy, r.m)?.row;
    if (row) means.push({ ...row, caseId: r.id, unitId: r.unit_id, areaId: r.area_id, untilMonth: r.until_month });
    ends.push({ caseId: r.id, seq: r.row_seq, untilMonth: d.fromMonth });
  }
  await cutMeans(tx, county, ends);
  await insertMeans(tx, county, means);
  const outcome = [...[...done.values()].map((d) => ({ id: d.caseId, status: 'applied', why: null, start: d.fromMonth, months: d.months, fen: d.supplementFen })), ...[...skipped].map(([id, why]) => ({ id, status: 'skipped', why, start: null, months: 0, fen: 0 }))];
  await sql`update standard_change_case c set status = o.status, why = o.why, from_month = o.start, months = o.months, supplement_fen = o.fen from jsonb_to_recordset(${JSON.stringify(outcome)}::jsonb) as o(id uuid, status text, why text, start text, months int, fen bigint)
    where c.county_id = ${county} and c.change_id = ${change.id} and c.case_id = o.id`.execute(tx);
  // Last, because it holds the county's chain until the commit.
  await recordMany(tx, county, log, law.now);
  return rows.length;
}

/** Applies a decided change to its end. */
export async function runChange(services: Services, job: ChangeJob): Promise<void> {
  const scope = { county: job.county, area: null, user: 'system' };
  while ((await services.installation.db.transaction(scope, (tx) => applyChunk(tx, services, job), { statementTimeout: 120_000 })) > 0);
}

const isJob = (x: unknown): x is ChangeJob => typeof x === 'object' && x !== null && typeof (x as ChangeJob).county === 'number' && typeof (x as ChangeJob).change === 'string';

export const standardChangeTask = (services: Services): Task => async (payload) => {
  if (isJob(payload)) await runChange(services, payload);
};
