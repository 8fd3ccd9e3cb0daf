import { sql } from 'kysely';
import type { checkCoverage, drawResults } from '@doudi/core/api/checks';
import type { Output } from '@doudi/core/api/contract';
import { addMonths, daysInMonth } from '@doudi/core/case/months';
import { estimate, estimateText, MEASURES, strataOf, type Drawn, type Measure, type Sampled } from '@doudi/core/check/estimate';
import { MEANS_LABELS, PART_LABELS, WRONG_LABELS, type CheckMeans, type Wrong } from '@doudi/core/check/model';
import { share } from '@doudi/core/draw/select';
import type { DrawState } from '@doudi/core/draw/topic';
import type { TableValue } from '@doudi/core/policy/tables';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { cite } from '../cases/words.ts';
import type { Law } from '../law/law.ts';
import { matterItem } from '../matters/endpoints.ts';
import { listMatterRows } from '../matters/read.ts';
import { countPopulation } from '../draws/population.ts';
import { findBlindShare } from './blind.ts';
import { programmeName } from '../payments/view.ts';

type Results = Output<typeof drawResults>;
type Measured = Results['whole'];

interface MemberRow {
  readonly number: string;
  readonly check: string | null;
  readonly check_number: string | null;
  readonly unit: string;
  readonly programme: string;
  readonly outcome: 'grant' | 'refuse';
  readonly part: 'random' | 'must' | 'risk';
  readonly done: boolean;
  readonly given_up: boolean;
  readonly wrong: Wrong | null;
  readonly means: CheckMeans[] | null;
  readonly paired: boolean;
}

/** Members of a draw with what came of their checks. */
async function findMembers(tx: Tx, county: number, draw: string): Promise<MemberRow[]> {
  return (await sql<MemberRow>`select d.number, d.check_id as check, m.number as check_number, u.key as unit, d.programme, d.outcome, d.part, m.state ? 'concluded' as done, m.state ? 'givenUp' as given_up, d.checkers is not null as paired,
      (select f.wrong from check_finding f where f.county_id = d.county_id and f.check_id = d.check_id and f.wrong is not null limit 1) as wrong,
      (select array_agg(distinct x.means) from jsonb_array_elements(m.state -> 'visits') v, jsonb_array_elements_text(v -> 'means') as x (means)) as means
    from draw_member d join unit u on u.county_id = d.county_id and u.id = d.unit_id left join matter m on m.county_id = d.county_id and m.id = d.check_id where d.county_id = ${county} and d.draw_id = ${draw}`.execute(tx)).rows;
}

const measures = Object.keys(MEASURES) as Measure[];

/** What came of a draw: what its checks found, estimated for all; and what is still to be checked. */
export async function findResults(tx: Tx, law: Law, id: string): Promise<Results | Refusal> {
  const row = (await listMatterRows(tx, law.county, { topics: ['draw'], id, limit: 1 }))[0];
  const s = (await sql<{ state: DrawState }>`select state from matter where county_id = ${law.county} and topic = 'draw' and id = ${id}`.execute(tx)).rows[0]?.state;
  if (!row || !s) return refuse('notfound', '没有这次抽查，或者不在您的工作范围内');
  const members = await findMembers(tx, law.county, id);
  const names = new Map((await sql<{ key: string; name: string }>`select key, name from unit where county_id = ${law.county}`.execute(tx)).rows.map((u) => [u.key, u.name]));
  const unitName = (key: string): string => names.get(key) ?? key;
  const strata = s.made?.strata ?? [];
  // The random ones were drawn among all, classes drawn whole or not: they alone say how many are wrong. In draws of the older
  // format they were drawn among the rest, and the classes counted as they were.
  const among = s.sealed ? strata.map((x) => ({ ...x, must: 0 })) : strata;
  const drawn = members.flatMap((m): Drawn[] => (m.part === 'risk' || (s.sealed && m.part === 'must') ? [] : [{ unit: m.unit, programme: m.programme, outcome: m.outcome, part: m.part, checked: m.done, wrong: m.wrong }]));
  const level = law.policy.number('check.confidence', { on: law.today });
  const least = law.policy.number('check.few', { on: law.today });
  const say = (list: readonly Sampled[]): Measured['paid'] => {
    const e = estimate(list, level.value, least.value);
    return { size: e.size, checked: e.checked, wrong: e.wrong, state: e.state, percent: e.percent ?? null, low: e.low ?? null, high: e.high ?? null, text: estimateText(e) };
  };
  const of = Object.fromEntries(measures.map((m) => [m, strataOf(m, among, drawn)])) as Record<Measure, ReturnType<typeof strataOf>>;
  const measured = (keep: (x: { unit: string; programme: string }) => boolean): Measured => ({ paid: say(of.paid.filter(keep)), short: say(of.short.filter(keep)), refused: say(of.refused.filter(keep)) });
  const units = [...new Set(strata.map((x) => x.unit))];
  const pairs = [...new Set(strata.map((x) => `${x.unit}|${x.programme}`))].map((k) => k.split('|') as [string, string]);
  const programme = (p: string): string => programmeName(law, p, s.to.slice(0, 7));
  const checks = [...new Map(members.map((m) => [m.number, m])).values()];
  const apart = (part: MemberRow['part']): Results['risk'] => {
    const of = members.filter((m) => m.part === part);
    return { cases: of.length, checked: of.filter((m) => m.done).length, wrong: of.filter((m) => m.wrong !== null).length };
  };
  return {
    head: matterItem(law, row), percent: s.percent, level: { value: level.value, source: cite(law.policy, level.source) }, least: { value: least.value, source: cite(law.policy, least.source) },
    whole: measured(() => true), units: units.map((unit) => ({ unit, unitName: unitName(unit), ...measured((x) => x.unit === unit) })), strata: pairs.map(([unit, p]) => ({ unit, unitName: unitName(unit), programmeName: programme(p), ...measured((x) => x.unit === unit && x.programme === p) })),
    coverage: strata.map((x) => {
      const here = members.filter((m) => m.part !== 'risk' && m.unit === x.unit && m.programme === x.programme && m.outcome === x.outcome);
      const required = share(x.size, s.percent);
      const checked = here.filter((m) => m.done).length;
      return { unit: x.unit, unitName: unitName(x.unit), programmeName: programme(x.programme), outcome: x.outcome, size: x.size, required, drawn: here.length, checked, achieved: checked >= required };
    }),
    wrongs: [...new Map(members.map((m) => [m.check, m])).values()].flatMap((m) => (m.wrong === null || m.check === null ? [] : [{ id: m.check, number: m.check_number ?? m.number, unitName: unitName(m.unit), programmeName: programme(m.programme), outcome: m.outcome, partText: PART_LABELS[m.part], wrongText: WRONG_LABELS[m.wrong] }])).sort((a, b) => (a.number < b.number ? -1 : 1)),
    risk: apart('risk'), must: s.sealed ? apart('must') : null, open: s.assigned ? checks.filter((m) => !m.done && !m.given_up).length : 0, alone: s.assigned ? checks.filter((m) => !m.paired).length : 0,
    means: (Object.keys(MEANS_LABELS) as CheckMeans[]).map((k) => ({ text: MEANS_LABELS[k], checks: checks.filter((m) => m.done && m.means?.includes(k)).length })), blind: await findBlindShare(tx, law.county, id),
  };
}

/** Periods of a year that are over on a day, first to last. */
function periodsOf(period: 'month' | 'quarter' | 'year', year: string, today: string): { from: string; to: string; text: string }[] {
  const months = { month: 1, quarter: 3, year: 12 }[period];
  return Array.from({ length: 12 / months }, (_, i) => {
    const first = addMonths(`${year}-01`, i * months);
    const last = addMonths(first, months - 1);
    return { from: `${first}-01`, to: `${last}-${daysInMonth(last)}`, text: period === 'month' ? `${Number(first.slice(5))}月` : period === 'quarter' ? `第${i + 1}季度` : `${year}年` };
  }).filter((p) => p.to < today);
}

/** What the plan's draws of a year demanded and what became of each period: a period without a draw is named as missing. */
export async function findCoverage(tx: Tx, law: Law, year: string): Promise<Output<typeof checkCoverage>> {
  const draws = (await sql<{ id: string; number: string; status: string; status_text: string; plan: string; from: string; to: string; size: number }>`select id, number, status, status_text, state ->> 'plan' as plan, state ->> 'from' as from, state ->> 'to' as to, (state ->> 'size')::int as size
    from matter where county_id = ${law.county} and topic = 'draw' and status <> 'cancelled' and state ->> 'to' >= ${`${year}-01-01`} and state ->> 'from' <= ${`${year}-12-31`}`.execute(tx)).rows;
  const counts = new Map((await sql<{ draw_id: string; drawn: number; checked: number }>`select d.draw_id, count(*)::int as drawn, count(*) filter (where m.state ? 'concluded')::int as checked from draw_member d left join matter m on m.county_id = d.county_id and m.id = d.check_id
    where d.county_id = ${law.county} and d.draw_id = any (${draws.map((d) => d.id)}::uuid[]) and d.part <> 'risk' group by d.draw_id`.execute(tx)).rows.map((r) => [r.draw_id, r]));
  const periods: Output<typeof checkCoverage>['periods'] = [];
  for (const key of ['draw.monthly', 'draw.yearly'] as const)
    for (const { plan, ...p } of periodsOfPlan(law, key, year)) {
      const d = draws.find((x) => x.plan === key && x.from <= p.from && x.to >= p.to);
      const { drawn = 0, checked = 0 } = d ? (counts.get(d.id) ?? {}) : {};
      const size = d ? d.size : await countPopulation(tx, law.county, plan, p.from, p.to);
      periods.push({ ...p, plan: key, draw: d ? { id: d.id, number: d.number, statusText: d.status_text } : null, size, drawn, checked, state: d ? (d.status === 'assigned' && checked === drawn ? 'done' : 'running') : size === 0 ? 'nothing' : 'missing' });
    }
  return { year, periods };
}

/** Periods of a plan in a year, each by the plan in force at its end, as a draw is: nothing is asked of the time before there was one. */
function periodsOfPlan(law: Law, key: 'draw.monthly' | 'draw.yearly', year: string): { plan: TableValue<'draw.monthly'>; label: string; source: ReturnType<typeof cite>; period: string; from: string; to: string }[] {
  const today = law.policy.find<TableValue<'draw.monthly'>>(key, { on: law.today });
  if (!today) return [];
  return periodsOf(today.value.period, year, law.today).flatMap(({ from, to, text }) => {
    const plan = law.policy.find<TableValue<'draw.monthly'>>(key, { on: to });
    return plan ? [{ plan: plan.value, label: plan.value.label, source: cite(law.policy, plan.source), period: text, from, to }] : [];
  });
}
