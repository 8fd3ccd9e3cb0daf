import { sql } from 'kysely';
import type { Output } from '@doudi/core/api/contract';
import { answerScore, computeScore, getScore, listScores, objectScore, publishScore, scoreLines, showScore, yearScores } from '@doudi/core/api/scores';
import { STEP_LABELS } from '@doudi/core/case/procedure';
import { addMonths, dayOfMonth } from '@doudi/core/case/months';
import { formatMonthZh } from '@doudi/core/calendar/date';
import { MATTER_TOPICS, type MatterTopicId } from '@doudi/core/matter/model';
import type { StepId } from '@doudi/core/policy/model';
import type { TableValue } from '@doudi/core/policy/tables';
import { refuse } from '@doudi/core/refusal/refusal';
import type { UnitResult } from '@doudi/core/score/compute';
import { MEASURES, METHODS } from '@doudi/core/score/measures';
import { ANSWERS, publishDue, SCORE_STATUS, type ScoreObjection, type ScoreStatus } from '@doudi/core/score/topic';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { cite, lightFor } from '../cases/words.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { answerOf, matterCommands } from '../matters/command.ts';
import { matterItem } from '../matters/endpoints.ts';
import { filesOfMatter } from '../matters/files.ts';
import { listMatterRows } from '../matters/read.ts';
import { matterActor, runMatter } from '../matters/run.ts';
import { scoreHooks } from './hooks.ts';

/** Months shown in the list. */
const MONTHS = 13;
const LINES = 500;

const wide = (who: Who): boolean => who.area === null;
const statusText = (s: ScoreStatus | 'none'): string => (s === 'none' ? '未计算' : SCORE_STATUS[s]);

interface ResultRow {
  readonly run_id: string;
  readonly month: string;
  readonly unit: string;
  readonly unit_name: string;
  readonly status: ScoreStatus;
  readonly until: string | null;
  readonly due_on: string;
  readonly published_on: string | null;
  readonly result: UnitResult;
}

/** Results that the caller may see, of the months between. */
async function findResults(tx: Tx, county: number, from: string, to: string): Promise<ResultRow[]> {
  return (await sql<ResultRow>`select r.run_id, r.month, u.key as unit, u.name as unit_name, r.status, r.until, r.due_on, r.published_on, r.result from score_result r join unit u on u.county_id = r.county_id and u.id = r.unit_id
    where r.county_id = ${county} and r.month between ${from} and ${to} order by r.month desc, (r.result ->> 'rank')::int nulls last, (r.result ->> 'score')::int desc, u.key`.execute(tx)).rows;
}

function planView(law: Law): Output<typeof listScores>['plan'] {
  const found = law.policy.find<TableValue<'score.plan'>>('score.plan', { on: law.today });
  if (!found) return null;
  const { indicators, ...p } = found.value;
  return { ...p, methodText: METHODS[p.method], source: cite(law.policy, found.source), indicators: indicators.map((i) => ({ ...i, measureText: MEASURES[i.measure].label, basis: MEASURES[i.measure].basis, steps: i.steps.map((s) => STEP_LABELS[s as StepId] ?? s) })) };
}

/** Where no month of the plan is over yet: which is the first, and from when it can be computed. */
function beginsOf(law: Law): Output<typeof listScores>['begins'] {
  const first = law.policy.find<TableValue<'score.plan'>>('score.plan', { on: law.today })?.value.rankFrom;
  return first === undefined || first < law.today.slice(0, 7) ? null : { month: first, on: dayOfMonth(addMonths(first, 1), 1) };
}

function months(law: Law, who: Who, rows: readonly ResultRow[]): Output<typeof listScores>['months'] {
  const found = law.policy.find<TableValue<'score.plan'>>('score.plan', { on: law.today });
  const known = new Map(rows.map((r) => [r.month, r]));
  const last = addMonths(law.today.slice(0, 7), -1);
  // Months before the first that was computed are nobody's omission: scoring began with it.
  const first = [...known.keys()].sort()[0] ?? last;
  const all = wide(who) && found ? Array.from({ length: MONTHS }, (_, i) => addMonths(last, -i)).filter((m) => known.has(m) || (m >= found.value.rankFrom && (m === last || m > first))) : [...known.keys()];
  return all.flatMap((month) => {
    const r = known.get(month);
    const dueOn = r?.due_on ?? (found ? publishDue(found.value, month) : undefined);
    if (dueOn === undefined) return [];
    const status = r?.status ?? 'none';
    return [{ month, status, statusText: statusText(status), dueOn, light: status === 'published' ? null : lightFor(law, dueOn), until: r?.until ?? null, publishedOn: r?.published_on ?? null }];
  });
}

const view = (r: ResultRow, who: Who): Output<typeof getScore>['rows'][number] => {
  const own = wide(who) || r.unit === who.unitKey;
  const { score, low, high, rank, rankFrom, rankTo } = r.result;
  return { unit: r.unit, unitName: r.unit_name, own, score, low, high, rank, rankFrom, rankTo, indicators: own ? r.result.indicators.map(({ measure, ...i }) => ({ ...i, basis: MEASURES[measure].basis })) : null };
};

async function findObjections(tx: Tx, county: number, month: string): Promise<Output<typeof getScore>['objections']> {
  const { rows } = await sql<{ id: string; number: string; unit: string; state: ScoreObjection }>`select m.id, m.number, u.name as unit, m.state from matter m join unit u on u.county_id = m.county_id and u.id = m.unit_id
    where m.county_id = ${county} and m.topic = 'score' and m.state ->> 'kind' = 'objection' and m.state ->> 'month' = ${month} order by m.closed_on is not null, m.number`.execute(tx);
  const files = await Promise.all(rows.map(async (r) => await filesOfMatter(tx, county, r.id)));
  return rows.map(({ id, number, unit, state: s }, i) => ({ id, number, files: (files[i] ?? []).map((f) => ({ id: f.id, name: f.name })), unitName: unit, text: `${s.indicator}：${s.text}`, words: s.words, dueOn: s.due, outcome: s.answer?.outcome ?? null, outcomeText: s.answer ? ANSWERS[s.answer.outcome] : '待答复', answer: s.answer?.words ?? null }));
}

interface LineRow {
  readonly id: string; readonly indicator: string; readonly text: string; readonly on: string; readonly kind: 'case' | 'filing' | 'matter' | 'lead' | 'none'; readonly ref: string | null; readonly number: string | null; readonly topic: MatterTopicId | null; readonly corrected: boolean; readonly objection: string | null; readonly objection_number: string | null; readonly label: string | null;
}

/** Lines of a unit, each with what is behind it only so far as the caller sees that: a complaint kept from the unit has no number here. */
async function findLines(tx: Tx, county: number, month: string, unit: string, indicator: string | undefined): Promise<LineRow[]> {
  return (await sql<LineRow>`select l.id, l.indicator, l.text, l.on_date as on, l.kind, coalesce(f.id, m.id, g.id, d.id) as ref, coalesce(f.number, m.number, case when g.id is not null then g.month end, d.no::text) as number, m.topic, l.corrected, o.id as objection, o.number as objection_number,
      (select i ->> 'label' from jsonb_array_elements(r.result -> 'indicators') i where i ->> 'id' = l.indicator) as label
    from score_line l join score_result r on r.county_id = l.county_id and r.run_id = l.run_id and r.unit_id = l.unit_id join unit u on u.county_id = l.county_id and u.id = l.unit_id
    left join case_file f on l.kind = 'case' and f.county_id = l.county_id and f.id = l.ref_id left join matter m on l.kind = 'matter' and m.county_id = l.county_id and m.id = l.ref_id
    left join filing g on l.kind = 'filing' and g.county_id = l.county_id and g.id = l.ref_id left join lead d on l.kind = 'lead' and d.county_id = l.county_id and d.id = l.ref_id
    left join matter o on o.county_id = l.county_id and o.topic = 'score' and o.state ->> 'line' = l.id::text
    where l.county_id = ${county} and r.month = ${month} and u.key = ${unit} ${indicator === undefined ? sql`` : sql`and l.indicator = ${indicator}`} order by l.indicator, l.on_date, l.id limit ${LINES + 1}`.execute(tx)).rows;
}

interface AwardRow {
  readonly unit: string;
  readonly unit_name: string;
  readonly act: string;
  readonly fen: number;
  readonly on: string;
  readonly basis: string;
}

/** 以奖代补 of a year, as recorded: to whom, how much, on what ground [XX-160, XX-169]. */
async function findAwards(tx: Tx, county: number, y: string): Promise<AwardRow[]> {
  return (await sql<AwardRow>`select u.key as unit, u.name as unit_name, m.id as act, (m.state #>> '{award,fen}')::bigint as fen, m.closed_on as "on", m.state #>> '{award,basis}' as basis from matter m join unit u on u.county_id = m.county_id and u.id = m.unit_id
    where m.county_id = ${county} and m.topic = 'oversight' and m.status = 'recorded' and m.state ->> 'kind' = 'award' and m.state #>> '{award,year}' = ${y} order by m.closed_on, m.number`.execute(tx)).rows;
}

function year(rows: readonly ResultRow[], y: string, last: string, given: readonly AwardRow[]): Output<typeof yearScores> {
  const published = rows.filter((r) => r.status === 'published');
  const all = [...new Set(published.map((r) => r.month))].sort();
  const first = all[0] ?? '';
  const missing = first === '' ? [] : Array.from({ length: 12 }, (_, i) => addMonths(`${y}-01`, i)).filter((m) => m >= first && m <= last && !all.includes(m));
  const units = [...Map.groupBy(published, (r) => r.unit)].map(([unit, of]) => {
    const ranked = of.filter((r) => r.result.rank !== null);
    return { unit, unitName: of[0]?.unit_name ?? unit, mean: ranked.length === 0 ? null : Math.round(ranked.reduce((n, r) => n + r.result.score, 0) / ranked.length), ranked: ranked.length, byMonth: of.map((r) => ({ month: r.month, score: r.result.score, rank: r.result.rank })).sort((a, b) => (a.month < b.month ? -1 : 1)) };
  });
  // Compared are those judged in at least half of the months: one lucky month makes no year.
  const compared = units.filter((u) => u.mean !== null && u.ranked * 2 >= all.length);
  const rank = (u: (typeof units)[number]): number | null => (compared.includes(u) ? 1 + compared.filter((o) => (o.mean ?? 0) > (u.mean ?? 0)).length : null);
  const awards = (unit: string): Output<typeof yearScores>['rows'][number]['awards'] => given.filter((g) => g.unit === unit).map(({ act, fen, on, basis }) => ({ act, fen: Number(fen), on, basis }));
  // Who got an award without any published month stands too: the list is the whole of what was given.
  const others = [...new Map(given.filter((g) => !units.some((u) => u.unit === g.unit)).map((g) => [g.unit, { unit: g.unit, unitName: g.unit_name, mean: null, ranked: 0, byMonth: [] }])).values()];
  return { year: y, months: all, missing, rows: [...units.map((u) => ({ ...u, rank: rank(u) })), ...others.map((u) => ({ ...u, rank: null }))].map((u) => ({ ...u, awards: awards(u.unit) })).sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || (b.mean ?? -1) - (a.mean ?? -1) || (a.unit < b.unit ? -1 : 1)) };
}

/** 考评: units are scored from the cases, see their own and may object, and are ranked in public of all units. */
export function scoreEndpoints(services: Services): Endpoint[] {
  const command = matterCommands(services, scoreHooks);
  return [
    endpoint(listScores, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const last = law.today.slice(0, 7);
      return { plan: planView(law), begins: beginsOf(law), months: months(law, who, await findResults(tx, who.county, addMonths(last, -MONTHS), last)) };
    }),
    endpoint(getScore, async (tx, { params: { month } }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const rows = await findResults(tx, who.county, month, month);
      const first = rows[0];
      const plan = law.policy.find<TableValue<'score.plan'>>('score.plan', { on: dayOfMonth(month, 31) })?.value;
      if (!plan || (!first && !wide(who))) return refuse('notfound', `没有${formatMonthZh(month)}的考评，或者还没有发给您的单位`);
      const head = first && (await listMatterRows(tx, who.county, { topics: ['score'], id: first.run_id, limit: 1 }))[0];
      const status: ScoreStatus | 'none' = first?.status ?? 'none';
      return {
        month, label: plan.label, methodText: METHODS[plan.method], full: plan.full, status, statusText: statusText(status), dueOn: first?.due_on ?? publishDue(plan, month), until: first?.until ?? null, publishedOn: first?.published_on ?? null,
        mayObject: status === 'shown' && law.today <= (first?.until ?? ''), head: head ? matterItem(law, head) : null, rows: rows.map((r) => view(r, who)), objections: await findObjections(tx, who.county, month),
      };
    }),
    endpoint(scoreLines, async (tx, { params: { month }, query }, who) => {
      const rows = await findLines(tx, who.county, month, query.unit, query.indicator);
      return { items: rows.slice(0, LINES).map((r) => ({ id: r.id, indicator: r.indicator, indicatorLabel: r.label ?? r.indicator, text: r.text, on: r.on, kind: r.ref === null ? 'none' : r.kind, ref: r.ref, number: r.number, topic: r.topic, topicText: r.topic === null ? null : MATTER_TOPICS[r.topic].label, corrected: r.corrected, objection: r.objection === null ? null : { id: r.objection, number: r.objection_number ?? '' } })), more: rows.length > LINES };
    }),
    endpoint(yearScores, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return year(await findResults(tx, who.county, `${params.year}-01`, `${params.year}-12`), params.year, addMonths(law.today.slice(0, 7), -1), await findAwards(tx, who.county, params.year));
    }),
    endpoint(computeScore, async (tx, { body }, who) => {
      // A month that no unit has seen is computed anew in its own matter.
      const known = (await sql<{ id: string }>`select id from matter where county_id = ${who.county} and topic = 'score' and status = 'computed' and state ->> 'month' = ${body.month}`.execute(tx)).rows[0]?.id;
      return answerOf(await runMatter(tx, services, who.county, scoreHooks, matterActor(who), { name: 'compute', payload: body }, known));
    }),
    command(showScore, 'show'),
    command(publishScore, 'publish'),
    command(objectScore, 'object'),
    command(answerScore, 'answer'),
  ];
}
