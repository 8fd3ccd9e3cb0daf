import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type * as z from 'zod';
import { getScenario, listScenarioLines, listScenarios, listTriable, makeScenario, proposeChangeOfStandard } from '@doudi/core/api/budget';
import { CANNOT, OUTCOME_LABELS, type Cannot } from '@doudi/core/budget/outcomes';
import { presentOf, triable, triedParameters } from '@doudi/core/budget/parameters';
import { noSums, plus, totalsOf, type OutcomeSums } from '@doudi/core/budget/what-if';
import { addMonths } from '@doudi/core/case/months';
import { formatMonthZh, isDate } from '@doudi/core/calendar/date';
import { maskName } from '@doudi/core/people/mask';
import type { Parameter } from '@doudi/core/policy/model';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { cite } from '../cases/words.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { programmeName } from '../payments/view.ts';
import { openPersons } from '../persons/persons.ts';
import { render } from '../policy/values.ts';
import { basisOf, refuseStale } from './basis.ts';
import { findChangeOf, findChanges, type ChangeRow } from './change.ts';
import { findLines, findScenario, findScenarios, type ScenarioRow } from './scenario.ts';
import { enqueueScenario } from './what-if.ts';
import type { UnitSum } from './what-if-worker.ts';

export const NO_SCENARIO: Refusal = refuse('notfound', '没有这次测算');
const LIST = 100;
/** How far ahead and back a caseload can be asked for. */
const AHEAD = 24;
const FIRST = '2000-01';
/** Scenarios of a county that may wait at a time: each reads the whole caseload. */
const WAITING = 5;

const STATUS: Record<ScenarioRow['status'], string> = { queued: '等待测算', running: '正在测算', done: '已算完', failed: '没有算完' };
export const CHANGE_STATUS: Record<ChangeRow['status'], string> = { proposed: '待决定', rejected: '已退回', applying: '正在执行', applied: '已执行' };

/** The day whose law a month's caseload is computed by: today in the running month, else its last day when over, its first when to come. */
export function lawDay(month: string, today: string): string {
  const now = today.slice(0, 7);
  if (month === now) return today;
  return month > now ? `${month}-01` : new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);
}

export const valueText = (law: Law, p: Pick<Parameter, 'key' | 'unit' | 'value'>, on: string): string => render(p.key, p.unit, p.value, (id) => law.policy.programme(id, on)?.name).text;
const nameOf = (law: Law, programme: string | undefined, month: string): string | null => (programme === undefined ? null : programmeName(law, programme, month));

/** What was tried, in words: the value that stood and the one put in its place. */
export function triedView(law: Law, s: Pick<ScenarioRow, 'tried' | 'law_on' | 'month'>, before: (p: Parameter) => Parameter | undefined) {
  return s.tried.map((p) => {
    const present = before(p);
    return { label: p.label, programmeName: nameOf(law, p.programme, s.month), area: p.area ?? null, before: present ? valueText(law, present, s.law_on) : '—', after: valueText(law, p, s.law_on) };
  });
}

export const presentIn = (law: Law, s: Pick<ScenarioRow, 'law_on'>, change?: string) => (p: Parameter): Parameter | undefined => {
  // Decided by now, the tried value is the law itself: the one before it is what stood without that decision.
  const mine = new Set(law.decided.filter((d) => d.parameter.source.instrument === `county-${change}`).map((d) => d.parameter));
  const { county } = law.policy;
  return presentOf({ nation: law.policy.nation, county: { ...county, parameters: county.parameters.filter((x) => !mine.has(x)) } }, p, s.law_on);
};

export function sumsOf(list: readonly UnitSum[]): OutcomeSums {
  const sums = noSums();
  for (const s of list) sums[s.outcome] = plus(sums[s.outcome], s);
  return sums;
}

export function headView(law: Law, s: ScenarioRow, change: ChangeRow | undefined, basis: Buffer) {
  const decided = change !== undefined && change.status !== 'rejected';
  return {
    id: s.id, title: s.title, status: s.status, statusText: STATUS[s.status], month: s.month, upTo: s.up_to, lawOn: s.law_on, refusedMonths: s.refused_months, progress: s.progress, made: { name: s.made_by_name, at: s.made_at }, finishedAt: s.finished_at, failure: s.failure,
    tried: triedView(law, s, presentIn(law, s, change?.id)), totals: s.sums ? totalsOf(sumsOf(s.sums)) : null, change: change ? { id: change.id, statusText: CHANGE_STATUS[change.status] } : null, stale: s.status === 'done' && !decided ? (refuseStale(s, basis)?.rule ?? null) : null,
  };
}

/** Why a scenario cannot be put to decision, or undefined. */
export function notProposable(s: ScenarioRow, change: ChangeRow | undefined, today: string, basis: Buffer): Refusal | undefined {
  if (s.status !== 'done' || !s.sums) return refuse('payment.state', '测算没有完成', { missing: ['测算结果'] });
  if (change && change.status !== 'rejected') return refuse('step.done', `这次测算已提出提标（${CHANGE_STATUS[change.status]}）`);
  const stale = refuseStale(s, basis);
  if (stale) return stale;
  if (s.month < today.slice(0, 7) && s.up_to < today.slice(0, 7)) return refuse('input.invalid', `自${formatMonthZh(s.month)}起补发，须把其后新进的户一并测算`, { allowed: ['重新测算，选择“包括其后新进的户”'] });
  const sums = sumsOf(s.sums);
  const rises = sums.gain.standardFen + sums.same.standardFen + sums.loss.standardFen;
  if (rises <= 0 && sums.gain.unsplit > 0) return refuse('input.invalid', '增加的部分没有分开因标准、因其他，不能据此提标', { allowed: ['重新测算'] });
  if (rises <= 0) return refuse('input.invalid', '没有一户因标准增加，不需要提标');
  return undefined;
}

type LineView = z.output<typeof listScenarioLines.response>['items'][number];

async function lineViews(tx: Tx, services: Services, law: Law, month: string, rows: Awaited<ReturnType<typeof findLines>>): Promise<LineView[]> {
  const people = await openPersons(tx, services, law.county, rows.map((r) => r.applicant));
  const units = new Map((await findUnits(tx)).map((u) => [u.id, u.name]));
  return rows.map((r) => ({
    case: r.case_id, number: r.number, name: maskName(people.get(r.applicant)?.name ?? ''), unitName: units.get(r.unit_id) ?? '', programmeName: programmeName(law, r.programme, month), outcome: r.outcome, outcomeText: OUTCOME_LABELS[r.outcome],
    why: r.why ? `${CANNOT[r.why]}${r.detail ? `（${r.detail}）` : ''}` : null, persons: r.persons, beforeFen: r.before_fen, afterFen: r.after_fen, standardFen: r.standard_fen,
  }));
}

async function unknownOf(tx: Tx, scenario: string): Promise<{ why: Cannot; households: number; fen: number }[]> {
  return (await sql<{ why: Cannot; households: number; fen: number }>`select p.why, sum(cardinality(p.cases))::int as households, sum((select sum(f) from unnest(p.before_fen) f))::bigint as fen from scenario_part p
    where p.county_id = current_county() and p.scenario_id = ${scenario} and p.outcome = 'unknown' group by p.why order by p.why`.execute(tx)).rows;
}

/** Months from the first that rolls of the programmes have already. */
async function backMonths(tx: Tx, programmes: readonly string[], from: string): Promise<number> {
  return (await sql<{ n: number }>`select count(distinct month)::int as n from roll where county_id = current_county() and programme = any (${[...programmes]}::text[]) and month >= ${from} and status <> 'drafted'`.execute(tx)).rows[0]?.n ?? 0;
}

export function scenarioEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listTriable, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const month = query.month ?? law.today.slice(0, 7);
      const on = lawDay(month, law.today);
      return { on, month, items: triable(law.policy, on).map((p) => ({ key: p.key, label: p.label, unit: p.unit, programme: p.programme ?? null, programmeName: nameOf(law, p.programme, month), area: p.area ?? null, value: p.value, text: valueText(law, p, on), from: p.from, source: cite(law.policy, p.source) })) };
    }),
    endpoint(listScenarios, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const changes = await findChanges(tx, LIST);
      const basis = basisOf(law.policy);
      return { items: (await findScenarios(tx, LIST)).map((s) => headView(law, s, changes.find((c) => c.scenario_id === s.id), basis)) };
    }),
    endpoint(makeScenario, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const now = law.today.slice(0, 7);
      if (body.month < FIRST || body.month > addMonths(now, AHEAD)) return refuse('input.invalid', `测算月份应在${formatMonthZh(FIRST)}至${formatMonthZh(addMonths(now, AHEAD))}之间`, { fields: [{ path: 'body.month', message: '超出范围' }] });
      const lawOn = lawDay(body.month, law.today);
      const tried = triedParameters(law.policy, body.values, lawOn, { assumption: `测算：${body.title}`, req: [] });
      if (isRefusal(tried)) return tried;
      const { rows: waiting } = await sql`select from scenario where county_id = current_county() and status in ('queued', 'running') limit ${WAITING}`.execute(tx);
      if (waiting.length >= WAITING) return refuse('busy.often', `还有 ${WAITING} 次测算没有算完`, { allowed: ['等前面的测算完成后再提交'] });
      const id = randomUUID();
      const upTo = body.upToNow && body.month < now ? addMonths(now, 1) : body.month;
      await sql`insert into scenario (county_id, id, title, status, month, up_to, law_on, refused_months, tried, made_by, made_by_name, made_at)
        values (${who.county}, ${id}, ${body.title}, 'queued', ${body.month}, ${upTo}, ${lawOn}, ${body.refusedMonths}, ${JSON.stringify(tried)}::jsonb, ${who.account}, ${who.name}, ${law.now})`.execute(tx);
      await enqueueScenario(tx, { county: who.county, scenario: id });
      return { id };
    }),
    endpoint(getScenario, async (tx, { params }, who) => {
      const s = await findScenario(tx, params.id);
      if (!s) return NO_SCENARIO;
      const law = await loadLaw(tx, services, who.county);
      const change = await findChangeOf(tx, s.id);
      const sums = s.sums ?? [];
      const units = new Map((await findUnits(tx)).map((u) => [u.id, u]));
      const basis = basisOf(law.policy);
      const no = notProposable(s, change, law.today, basis);
      const part = (list: readonly UnitSum[]) => ({ outcomes: sumsOf(list), totals: totalsOf(sumsOf(list)) });
      const programmes = [...Map.groupBy(sums, (x) => x.programme)];
      return {
        ...headView(law, s, change, basis), hash: s.hash?.toString('hex') ?? null, outcomes: sumsOf(sums),
        programmes: programmes.map(([programme, list]) => ({ programme, programmeName: programmeName(law, programme, s.month), ...part(list) })),
        units: [...Map.groupBy(sums, (x) => x.unit)].map(([unit, list]) => ({ unit: units.get(unit)?.key ?? String(unit), unitName: units.get(unit)?.name ?? '', ...part(list) })),
        unknown: (await unknownOf(tx, s.id)).map((u) => ({ ...u, text: CANNOT[u.why] })),
        backMonths: await backMonths(tx, programmes.map(([p]) => p), s.month), propose: { allowed: no === undefined, why: no?.rule ?? null },
      };
    }),
    endpoint(listScenarioLines, async (tx, { params, query }, who) => {
      const s = await findScenario(tx, params.id);
      if (!s) return NO_SCENARIO;
      const law = await loadLaw(tx, services, who.county);
      const unit = query.unit === undefined ? undefined : (await findUnits(tx)).find((u) => u.key === query.unit)?.id ?? -1;
      const rows = await findLines(tx, s.id, { outcome: query.outcome, programme: query.programme, unit, after: query.cursor, limit: query.limit + 1 });
      const items = rows.slice(0, query.limit);
      return { items: await lineViews(tx, services, law, s.month, items), next: rows.length > query.limit ? (items.at(-1)?.case_id ?? null) : null };
    }),
    endpoint(proposeChangeOfStandard, async (tx, { params, body }, who) => {
      const s = await findScenario(tx, params.id, true);
      if (!s) return NO_SCENARIO;
      const law = await loadLaw(tx, services, who.county);
      const no = notProposable(s, await findChangeOf(tx, s.id), law.today, basisOf(law.policy));
      if (no) return no;
      if (!isDate(body.issuedOn) || body.issuedOn > law.today) return refuse('input.invalid', '文件日期不对：须是今天或以前的日期', { fields: [{ path: 'body.issuedOn', message: '须是今天或以前' }] });
      const id = randomUUID();
      await sql`insert into standard_change (county_id, id, scenario_id, title, number, issued_on, from_month, reason, status, proposed_by, proposed_by_name, proposed_at)
        values (${who.county}, ${id}, ${s.id}, ${body.title}, ${body.number}, ${body.issuedOn}, ${s.month}, ${body.reason}, 'proposed', ${who.account}, ${who.name}, ${law.now})`.execute(tx);
      return { id };
    }),
  ];
}
