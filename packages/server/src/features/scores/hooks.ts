import { sql } from 'kysely';
import { dayOfMonth } from '@doudi/core/case/months';
import { formatMonthZh } from '@doudi/core/calendar/date';
import type { TableValue } from '@doudi/core/policy/tables';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { scoreUnits, type Count, type UnitResult } from '@doudi/core/score/compute';
import type { ScorePayloads } from '@doudi/core/score/payloads';
import { publishDue, scoreTopic, statusOf, type ScoreBodies, type ScoreContext, type ScoreMonth, type ScoreState } from '@doudi/core/score/topic';
import { allowTime, type Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { runMatter, SYSTEM_ACTOR } from '../matters/run.ts';
import type { Followed, Hooks } from '../matters/topics.ts';
import { countMonth, type Counted } from './count.ts';

/** Besides what the rules ask: what was counted, and the line that is taken out. */
interface Context extends ScoreContext {
  readonly counted?: Counted | undefined;
  readonly taken?: { readonly unit: string; readonly unit_id: number; readonly indicator: string; readonly stratum: string } | undefined;
}

const COUNT_MS = 300_000;

async function freshOf(tx: Tx, law: Law, id: string, month: string): Promise<Pick<Context, 'fresh' | 'counted'> | Refusal> {
  const found = law.policy.find<TableValue<'score.plan'>>('score.plan', { on: dayOfMonth(month, 31) });
  if (!found) return refuse('policy.absent', `${formatMonthZh(month)}没有考评办法`, { allowed: ['在政策中写明指标、分值和依据'] });
  const other = (await sql<{ number: string }>`select number from matter where county_id = ${law.county} and topic = 'score' and id <> ${id} and state ->> 'kind' = 'month' and state ->> 'month' = ${month}`.execute(tx)).rows[0]?.number;
  const plan = found.value;
  // What the rules refuse anyway is not counted first.
  if (month < plan.rankFrom || month >= law.today.slice(0, 7) || other !== undefined) return { fresh: { plan, source: found.source, results: [], lines: 0, linesHash: '', other } };
  // A year of a whole county. The number that this matter has taken keeps everybody else of the county waiting.
  await allowTime(tx, COUNT_MS);
  const counted = await countMonth(tx, law, plan, month);
  const results = scoreUnits(plan, counted.units.map((u) => u.key), counted.counts, counted.reference);
  return { counted, fresh: { plan, source: found.source, results, lines: counted.lines.length, linesHash: counted.linesHash } };
}

async function lineOf(tx: Tx, county: number, line: string): Promise<ScoreContext['line']> {
  const row = (await sql<{ run: string; month: string; unit: string; label: string | null; text: string; until: string; due: string; earlier: string | null }>`select l.run_id as run, r.month, u.key as unit, l.text, r.until, r.due_on as due,
      (select i ->> 'label' from jsonb_array_elements(r.result -> 'indicators') i where i ->> 'id' = l.indicator) as label,
      (select m.number from matter m where m.county_id = l.county_id and m.topic = 'score' and m.state ->> 'line' = l.id::text limit 1) as earlier
    from score_line l join score_result r on r.county_id = l.county_id and r.run_id = l.run_id and r.unit_id = l.unit_id join unit u on u.county_id = l.county_id and u.id = l.unit_id
    where l.county_id = ${county} and l.id = ${line} and r.status = 'shown' and not l.corrected`.execute(tx)).rows[0];
  return row && { run: row.run, month: row.month, unit: row.unit, indicator: row.label ?? '', text: row.text, until: row.until, due: row.due, earlier: row.earlier ?? undefined };
}

/** All results once the line is taken out of what was counted. */
async function withoutLine(tx: Tx, county: number, s: ScoreMonth, line: string): Promise<Pick<Context, 'results' | 'taken'>> {
  const taken = (await sql<NonNullable<Context['taken']>>`select u.key as unit, l.unit_id, l.indicator, l.stratum from score_line l join unit u on u.county_id = l.county_id and u.id = l.unit_id
    where l.county_id = ${county} and l.run_id = ${s.id} and l.id = ${line} and not l.corrected`.execute(tx)).rows[0];
  if (!taken) throw new Error('the line of an objection is gone');
  const { rows } = await sql<Omit<Count, 'unit'> & { unit: string | null }>`select u.key as unit, c.indicator, c.stratum, c.n, c.faults from score_count c left join unit u on u.county_id = c.county_id and u.id = c.unit_id where c.county_id = ${county} and c.run_id = ${s.id}`.execute(tx);
  const counts = rows.flatMap(({ unit, ...c }) => (unit === null ? [] : [{ unit, ...c, faults: c.faults - (unit === taken.unit && c.indicator === taken.indicator && c.stratum === taken.stratum ? 1 : 0) }]));
  return { taken, results: scoreUnits(s.plan, s.results.map((r) => r.unit), counts, rows.filter((r) => r.unit === null)) };
}

async function context(tx: Tx, law: Law, common: ScoreContext, s: ScoreState | undefined, command: { readonly name: string; readonly payload: unknown }): Promise<Context | Refusal> {
  if (command.name === 'compute' && s?.kind !== 'objection') {
    const fresh = await freshOf(tx, law, common.id, (command.payload as ScorePayloads['compute']).month);
    return isRefusal(fresh) ? fresh : { ...common, ...fresh };
  }
  if (command.name === 'object') return { ...common, line: await lineOf(tx, law.county, (command.payload as ScorePayloads['object']).line) };
  if (s?.kind === 'month' && command.name === 'correct') return { ...common, ...(await withoutLine(tx, law.county, s, (command.payload as ScorePayloads['correct']).line)) };
  if (s?.kind === 'month' && command.name === 'publish') {
    const { rows } = await sql<{ number: string }>`select number from matter where county_id = ${law.county} and origin_id = ${s.id} and topic = 'score' and closed_on is null order by number`.execute(tx);
    return { ...common, open: rows.map((r) => r.number) };
  }
  return common;
}

async function keepCounted(tx: Tx, county: number, s: ScoreMonth, c: Counted): Promise<void> {
  for (const table of ['score_line', 'score_count', 'score_result']) await sql`delete from ${sql.table(table)} where county_id = ${county} and run_id = ${s.id}`.execute(tx);
  await sql`insert into score_result (county_id, run_id, unit_id, month, status, due_on, result) select ${county}, ${s.id}::uuid, u.id, ${s.month}, 'computed', ${publishDue(s.plan, s.month)}::date, r
    from jsonb_array_elements(${JSON.stringify(s.results)}::jsonb) r join unit u on u.county_id = ${county} and u.key = r ->> 'unit'`.execute(tx);
  await sql`insert into score_count (county_id, run_id, unit_id, indicator, stratum, n, faults) select ${county}, ${s.id}::uuid, u.id, c.indicator, c.stratum, c.n, c.faults
    from jsonb_to_recordset(${JSON.stringify([...c.counts, ...c.reference])}::jsonb) as c (unit text, indicator text, stratum text, n int, faults int) left join unit u on u.county_id = ${county} and u.key = c.unit`.execute(tx);
  await sql`insert into score_line (county_id, run_id, unit_id, indicator, stratum, kind, ref_id, on_date, text) select ${county}, ${s.id}::uuid, l.unit, l.indicator, l.stratum, l.kind, l.ref, l.on, l.text
    from jsonb_to_recordset(${JSON.stringify(c.lines)}::jsonb) as l (unit int, indicator text, stratum text, kind text, ref uuid, "on" date, text text)`.execute(tx);
}

async function keepResults(tx: Tx, county: number, s: ScoreMonth): Promise<void> {
  await sql`update score_result x set result = coalesce(r.one, x.result), status = ${statusOf(s)}, until = ${s.shown?.until ?? null}, published_on = ${s.publishedOn ?? null} from (select r as one, u.id from jsonb_array_elements(${JSON.stringify(s.results satisfies readonly UnitResult[])}::jsonb) r join unit u on u.county_id = ${county} and u.key = r ->> 'unit') r
    where x.county_id = ${county} and x.run_id = ${s.id} and x.unit_id = r.id`.execute(tx);
}

async function follow(tx: Tx, services: Services, law: Law, { state, acts, context: c }: Followed<ScoreState, Context>): Promise<Refusal | undefined> {
  const { county } = law;
  if (state.kind === 'objection') {
    if (state.answer?.outcome !== 'corrected') return undefined;
    const done = await runMatter(tx, services, county, scoreHooks, SYSTEM_ACTOR, { name: 'correct', payload: { objection: state.id, line: state.line } }, state.run);
    return isRefusal(done) ? done : undefined;
  }
  if (c.counted) await keepCounted(tx, county, state, c.counted);
  for (const a of acts) {
    if (a.kind !== 'scoreCorrected' || !c.taken) continue;
    await sql`update score_line set corrected = true where county_id = ${county} and id = ${(a.body as ScoreBodies['scoreCorrected']).line}`.execute(tx);
    await sql`update score_count set faults = faults - 1 where county_id = ${county} and run_id = ${state.id} and unit_id = ${c.taken.unit_id} and indicator = ${c.taken.indicator} and stratum = ${c.taken.stratum}`.execute(tx);
  }
  await keepResults(tx, county, state);
  return undefined;
}

/** What a score asks of the database and leaves in it. */
export const scoreHooks: Hooks<ScoreState, ScoreBodies, ScorePayloads, Context> = {
  topic: scoreTopic,
  context: async (tx, _services, law, common, state, command) => await context(tx, law, common, state, command),
  follow,
};
