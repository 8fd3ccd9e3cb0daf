import { sql } from 'kysely';
import type { Action } from '@doudi/core/case/actions';
import type { CaseContext } from '@doudi/core/case/procedure';
import { evolve, type CaseState } from '@doudi/core/case/state';
import { meansStep, type MeansRow, type MeansStep } from '@doudi/core/budget/means-input';
import type { Policy } from '@doudi/core/policy/resolve';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { loadLaw, policyKnownAt, type Law } from '../law/law.ts';

/** Where a case stands. */
export interface Place {
  readonly county: number;
  readonly unitId: number;
  readonly areaId: number;
}

/** A row with the case it belongs to. `untilMonth`: it already holds no more. */
export interface PlacedRow extends MeansRow {
  readonly caseId: string;
  readonly unitId: number;
  readonly areaId: number;
  readonly untilMonth: string | null;
}

/** Rows of many cases in one statement; one that is there already is replaced. */
export async function insertMeans(tx: Tx, county: number, rows: readonly PlacedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into means_input (county_id, case_id, seq, unit_id, area_id, programme, status, law_on, from_month, until_month, persons, income_fen, fen, unable, facts, why, detail)
    select ${county}::int, r."caseId", r.seq, r."unitId", r."areaId", r.programme, r.status, r."lawOn", r."fromMonth", r."untilMonth", r.persons, r."incomeFen", r.fen, r.unable, r.facts, r.why, r.detail
    from json_to_recordset(${JSON.stringify(rows)}::json) as r("caseId" uuid, seq int, "unitId" int, "areaId" int, programme text, status text, "lawOn" date, "fromMonth" text, "untilMonth" text, persons int, "incomeFen" bigint, fen bigint, unable int, facts json, why text, detail text)
    on conflict on constraint means_input_pk do update set status = excluded.status, law_on = excluded.law_on, from_month = excluded.from_month, until_month = excluded.until_month, persons = excluded.persons, income_fen = excluded.income_fen,
      fen = excluded.fen, unable = excluded.unable, facts = excluded.facts, why = excluded.why, detail = excluded.detail`.execute(tx);
}

/** The granted rows of these cases that still hold end before a month. */
export async function endMeans(tx: Tx, county: number, cases: readonly string[], untilMonth: string): Promise<void> {
  await sql`update means_input set until_month = ${untilMonth} where county_id = ${county} and case_id = any (${[...cases]}::uuid[]) and status = 'granted' and until_month is null`.execute(tx);
}

/** These rows hold only until before a month. */
export async function cutMeans(tx: Tx, county: number, rows: readonly { readonly caseId: string; readonly seq: number; readonly untilMonth: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`update means_input m set until_month = r."untilMonth" from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("caseId" uuid, seq int, "untilMonth" text) where m.county_id = ${county} and m.case_id = r."caseId" and m.seq = r.seq`.execute(tx);
}

/** Follows a command's actions, in its transaction. `seq` is the case's place in the log before them. */
export async function projectMeans(tx: Tx, n: Place, state: CaseState, actions: readonly Action[], seq: number, context: Pick<CaseContext, 'programme' | 'policy'>): Promise<void> {
  for (const [i, a] of actions.entries()) {
    const step = meansStep(state, a, seq + 1 + i, context.programme, context.policy);
    if (!step) continue;
    if (step.endsFrom !== undefined) await endMeans(tx, n.county, [state.id], step.endsFrom);
    if (step.row) await insertMeans(tx, n.county, [{ ...step.row, caseId: state.id, unitId: n.unitId, areaId: n.areaId, untilMonth: null }]);
  }
}

interface LogRow {
  readonly case_id: string;
  readonly seq: number;
  readonly kind: Action['kind'];
  readonly at: string;
  readonly on_date: string;
  readonly actor_user: string;
  readonly actor_post: string;
  readonly actor_unit: string;
  readonly body: unknown;
}

/** The rows of one case from its log alone; the law is what the county knew when each act was recorded. */
export function meansOfLog(id: string, log: readonly Action[], programmeOf: (policy: Policy, s: CaseState) => ReturnType<Policy['programme']>, policyAt: (at: string) => Policy): (MeansRow & { untilMonth: string | null })[] {
  const rows: (MeansRow & { untilMonth: string | null })[] = [];
  let state: CaseState | undefined;
  for (const [i, a] of log.entries()) {
    state = evolve(state, a, id);
    const policy = policyAt(a.at);
    const programme = programmeOf(policy, state);
    const step: MeansStep | undefined = programme && meansStep(state, a, i + 1, programme, policy, rows.at(-1));
    if (!step) continue;
    const { endsFrom } = step;
    if (endsFrom !== undefined) for (const [k, r] of rows.entries()) if (r.status === 'granted' && r.untilMonth === null) rows[k] = { ...r, untilMonth: endsFrom };
    if (step.row) rows.push({ ...step.row, untilMonth: null });
  }
  return rows;
}

const CHUNK = 200;

/** Projects decided cases anew from the log: those named, or all of the county. @returns how many rows were written. */
export async function rebuildMeans(tx: Tx, law: Law, cases?: readonly string[]): Promise<number> {
  const { county } = law;
  const { rows: files } = await sql<{ id: string; unit_id: number; area_id: number }>`select id, unit_id, area_id from case_file where county_id = ${county} and status in ('granted', 'refused') ${cases ? sql`and id = any (${[...cases]}::uuid[])` : sql``} order by id`.execute(tx);
  let written = 0;
  for (let i = 0; i < files.length; i += CHUNK) {
    const chunk = files.slice(i, i + CHUNK);
    const { rows: log } = await sql<LogRow>`select case_id, seq, kind, at, to_char(at, 'YYYY-MM-DD') as on_date, actor_user, actor_post, actor_unit, body from case_action where county_id = ${county} and case_id = any (${chunk.map((c) => c.id)}::uuid[]) order by case_id, seq`.execute(tx);
    const byCase = Map.groupBy(log, (l) => l.case_id);
    const rows = chunk.flatMap((c) => {
      const actions = (byCase.get(c.id) ?? []).map((l) => ({ kind: l.kind, at: l.at, on: l.on_date, actor: { user: l.actor_user, post: l.actor_post, unit: l.actor_unit }, body: l.body }) as Action);
      return meansOfLog(c.id, actions, (policy, s) => policy.programme(s.programme, s.applicationDate), (at) => policyKnownAt(law, at)).map((r): PlacedRow => ({ ...r, caseId: c.id, unitId: c.unit_id, areaId: c.area_id }));
    });
    await sql`delete from means_input where county_id = ${county} and case_id = any (${chunk.map((c) => c.id)}::uuid[])`.execute(tx);
    await insertMeans(tx, county, rows);
    written += rows.length;
  }
  return written;
}

/** Cases decided before their projection existed. */
export async function findUnprojected(tx: Tx, county: number): Promise<string[]> {
  return (await sql<{ id: string }>`select f.id from case_file f where f.county_id = ${county} and f.status = 'granted' and f.monthly_fen > 0 and not exists (select 1 from means_input m where m.county_id = f.county_id and m.case_id = f.id) order by f.id`.execute(tx)).rows.map((r) => r.id);
}

/** Fills in what is missing, or (`all`) projects the whole county anew, in transactions of some hundred cases. */
export async function rebuildMeansOfCounty(services: Services, county: number, all = false): Promise<number> {
  const { db } = services.installation;
  const scope = { county, area: null, user: 'system' };
  const ids = await db.transaction(scope, async (tx) => (all ? (await sql<{ id: string }>`select id from case_file where county_id = ${county} and status in ('granted', 'refused') order by id`.execute(tx)).rows.map((r) => r.id) : await findUnprojected(tx, county)));
  let written = 0;
  for (let i = 0; i < ids.length; i += CHUNK) written += await db.transaction(scope, async (tx) => await rebuildMeans(tx, await loadLaw(tx, services, county), ids.slice(i, i + CHUNK)));
  return written;
}
