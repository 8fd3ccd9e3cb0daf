import type { OversightUnit } from '@doudi/core/api/oversight';
import { MATTER_TOPICS } from '@doudi/core/matter/model';
import { coverage, periodOf, postsWithoutOwn, staffing } from '@doudi/core/oversight/coverage';
import { entrustmentFor } from '@doudi/core/policy/entrustment';
import type { OrgUnit, Source } from '@doudi/core/policy/model';
import { isOffice } from '@doudi/core/policy/offices';
import type { TableValue } from '@doudi/core/policy/tables';
import { ANY_POST_LABELS, COUNTY_WIDE, type AnyPost } from '@doudi/core/rights/permissions';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { audienceOf } from '../staff-training/hooks.ts';
import { findTrainees } from '../staff-training/queries.ts';
import { findStaff, KIND_WORDS, validOn } from '../organisation/queries.ts';
import { findConditions, findDrawn, findFilingStates, findMatterCounts, findRecipients, findStages, findSupervised } from './queries.ts';

type Plan = TableValue<'oversight.unit'>;

export interface OversightLaw {
  readonly plan: Plan;
  readonly source: Source;
  readonly period: { readonly from: string; readonly to: string; readonly months: number; readonly source: Source };
  /** Least staff of a unit; null where the plan names none. */
  readonly minimum: { readonly value: number; readonly source: Source } | null;
  /** Most persons that one of the staff looks after; null where nobody set it. */
  readonly load: { readonly value: number; readonly source: Source } | null;
}

/** What the plan in force wants of supervision. A plan without it cannot be supervised by the system: refused with what to write. */
export function oversightLaw(law: Pick<Law, 'policy' | 'today'>): OversightLaw | Refusal {
  const on = { on: law.today };
  const plan = law.policy.find<Plan>('oversight.unit', on);
  const months = law.policy.find<number>('oversight.period-months', on);
  if (!plan || !months) return refuse('policy.absent', `${law.today} 没有规定对单位的督导看什么、多久一次`, { allowed: ['在政策中写明 oversight.unit 和 oversight.period-months'] });
  const minimum = law.policy.find<number>('staff.min', on);
  const load = law.policy.find<number>('staff.load', on);
  return { plan: plan.value, source: plan.source, period: { ...periodOf(law.today, months.value), months: months.value, source: months.source }, minimum: minimum ? { value: minimum.value, source: minimum.source } : null, load: load ? { value: load.value, source: load.source } : null };
}

/** Units that handle cases today, in the caller's area. */
export async function unitsInArea(tx: Tx, law: Law, area: readonly number[] | null): Promise<OrgUnit[]> {
  const ids = new Map((await findUnits(tx)).map((u) => [u.key, u.id]));
  return law.policy.county.units.filter((u) => isOffice(u) && validOn(u, law.today) && (area === null || area.includes(ids.get(u.id) ?? -1)));
}

/** Who counts as staff of each unit: holders of the posts that the plan names, each person once. */
export function staffOf(staff: Awaited<ReturnType<typeof findStaff>>, posts: readonly AnyPost[]): ReadonlyMap<string, number> {
  const counted = Map.groupBy(staff.filter((s) => posts.includes(s.post)), (s) => s.unit);
  return new Map([...counted].map(([unit, list]) => [unit, new Set(list.map((s) => s.id)).size]));
}

function entrustedTo(law: Law, unit: string): OversightUnit['entrusted'] {
  return law.policy.programmes(law.today).map((p) => {
    const e = entrustmentFor(law.policy, unit, p.id, law.today, undefined, law.withdrawals);
    const common = { programme: p.id, programmeName: p.name };
    return 'inForce' in e ? { ...common, limitFen: e.inForce.limitFen ?? null, from: e.inForce.from, number: e.inForce.number, inForce: true, reason: '' } : { ...common, limitFen: null, from: null, number: null, inForce: false, reason: e.none };
  });
}

/** First day from which each programme was entrusted to a unit, withdrawn since or not; what begins later than today is none yet. */
export function entrustedSince(law: Law, unit: string): ReadonlyMap<string, string> {
  const since = new Map<string, string>();
  for (const e of law.policy.county.entrustments) if (e.units.includes(unit) && e.from <= law.today) for (const p of e.programme) if ((since.get(p) ?? '9999') > e.from) since.set(p, e.from);
  return since;
}

export const conditionsOf = (plan: Plan, rows: Awaited<ReturnType<typeof findConditions>>): OversightUnit['conditions'] => {
  const of = (id: string, side: string) => rows.find((r) => r.condition === id && r.side === side);
  const ids = plan.conditions.map((c) => c.id);
  return {
    held: ids.filter((id) => of(id, 'county')?.held === true).length,
    missing: ids.filter((id) => of(id, 'county')?.held === false || (!of(id, 'county') && of(id, 'unit')?.held === false)).length,
    stated: ids.filter((id) => !of(id, 'county') && of(id, 'unit')?.held === true).length,
    of: ids.length,
  };
};

/** One line per unit: people, work, entrustment, filings, what is open, and by what it was last supervised. */
export async function sheetRows(tx: Tx, law: Law, o: OversightLaw, who: Pick<Who, 'county' | 'area' | 'post'>): Promise<OversightUnit[]> {
  const { period } = o;
  const units = await unitsInArea(tx, law, who.area);
  const held = await findStaff(tx, law.today);
  const staff = staffOf(held, o.plan.staff);
  const recipients = await findRecipients(tx, law.county, law.today.slice(0, 7));
  const supervised = await findSupervised(tx, law.county, law.today);
  const covered = coverage(units.map((u) => u.id), supervised, o.plan.counts, period.from, period.to);
  const matters = await findMatterCounts(tx, law.county, law.today, period.from, period.to);
  const stages = await findStages(tx, law.county, period.from, period.to);
  const drawn = COUNTY_WIDE.includes(who.post) ? await findDrawn(tx, law.county, period.from, period.to) : null;
  const conditions = await findConditions(tx, law.county);
  const filings = await findFilingStates(tx, law, who.area);
  const trainees = await findTrainees(tx, law, audienceOf(law).value);
  return units.map((u): OversightUnit => {
    const n = recipients.get(u.id) ?? { households: 0, persons: 0 };
    const people = staff.get(u.id) ?? 0;
    const c = covered.get(u.id);
    const last = supervised.find((s) => s === c?.last);
    const stage = (id: string): number => stages.find((s) => s.unit === u.id && s.stage === id)?.n ?? 0;
    return {
      unit: u.id, unitName: u.name, kindText: KIND_WORDS[u.kind], staff: people, ...staffing(people, o.minimum?.value ?? null, n.persons, o.load?.value ?? null), postsOpen: postsWithoutOwn<AnyPost>(o.plan.fixed, held.filter((h) => h.unit === u.id)).map((p) => ANY_POST_LABELS[p]), trainees: trainees.filter((x) => x.unit === u.id).length, trained: trainees.filter((x) => x.unit === u.id && x.last !== null).length, households: n.households, persons: n.persons, entrusted: entrustedTo(law, u.id),
      last: last ? { topic: last.topic, topicText: MATTER_TOPICS[last.topic].label, on: last.on, number: last.number, matter: last.id } : null, covered: c?.covered ?? false,
      acts: { before: stage('before'), during: stage('during'), after: stage('after') }, conditions: conditionsOf(o.plan, conditions.filter((x) => x.unit === u.id)), drawn: drawn ? (drawn.get(u.id) ?? 0) : null,
      matters: matters.filter((m) => m.unit === u.id).map((m) => ({ topic: m.topic, topicText: MATTER_TOPICS[m.topic].label, opened: m.opened, open: m.open, late: m.late })), filings: filings.get(u.id) ?? [],
    };
  });
}

