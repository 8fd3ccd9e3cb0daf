import { sql } from 'kysely';
import type { ParameterView, conflictSchema } from '@doudi/core/api/policy';
import type * as z from 'zod';
import { POST_LABELS } from '@doudi/core/case/step-guard';
import { STEP_LABELS } from '@doudi/core/case/procedure';
import type { Parameter, Procedure, Source, StepRule } from '@doudi/core/policy/model';
import type { Policy, Resolved } from '@doudi/core/policy/resolve';
import { citation } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { render } from './values.ts';

const CONDITIONS: Record<StepRule['when'], string> = { always: '', 'unless-simplified': '适用简易程序的除外', 'if-disputed': '公示有异议的', 'if-related': '近亲属备案的', 'if-related-or-disputed': '近亲属备案或者有异议的', 'if-related-or-major': '近亲属备案或者有重大异议的', 'if-emergency': '须立即采取措施的', 'unless-emergency': '须立即采取措施的除外', 'unless-known': '低保、特困、低收入对象除外', 'if-special': '超过救助上限或者跨档的', 'if-consult': '符合会商情形的' };
const CHAIN: Record<Procedure['verificationChain'][number], string> = { handling: '经办机构', county: '区县', city: '市级' };

interface ChoiceRow {
  readonly key: string;
  readonly programme: string | null;
  readonly choose: 'plan' | 'floor';
  readonly reason: string;
  readonly from_date: string;
  readonly by_name: string;
  readonly at: string;
}

/** Every choice the county ever recorded, latest first. */
export async function findChoices(tx: Tx): Promise<ChoiceRow[]> {
  return (await sql<ChoiceRow>`select c.key, c.programme, c.choose, c.reason, c.from_date, coalesce(a.name, '') as by_name, c.at
    from floor_choice c left join account a on a.county_id = c.county_id and a.id = c.chosen_by where c.county_id = current_county() order by c.from_date desc, c.at desc`.execute(tx)).rows;
}

/** A source as the screen shows it. */
export function sourceView(policy: Policy, s: Source): { clause?: string; quote?: string; assumption?: string; instrument?: string; req: string[] } {
  const clause = citation(policy, s);
  return { ...(clause ? { clause } : {}), ...(s.quote ? { quote: s.quote } : {}), ...(s.assumption ? { assumption: s.assumption } : {}), ...(s.instrument ? { instrument: s.instrument } : {}), req: [...s.req] };
}

export const layerOf = (policy: Policy, id: string): { layer: 'national' | 'local'; layerText: string } => (id === policy.nation.id ? { layer: 'national', layerText: '国家' } : { layer: 'local', layerText: policy.county.jurisdiction?.name ?? '本地' });

type ConflictView = z.output<typeof conflictSchema>;

const scopedTo = (p: Parameter, q: Parameter): { programme: string | null; area: 'urban' | 'rural' | null } => ({ programme: p.programme ?? q.programme ?? null, area: p.area ?? q.area ?? null });

/** Where the plan undercuts a floor: both values, what applies and every choice made, the superseded ones too. */
export function conflictView(policy: Policy, r: Resolved, on: string, choices: readonly ChoiceRow[]): ConflictView | null {
  const c = r.conflict;
  if (!c) return null;
  const { programme, area } = scopedTo(c.plan, c.floor);
  const mine = choices.filter((x) => x.key === r.key && (x.programme === null || programme === null || x.programme === programme));
  const now = mine.find((x) => x.from_date <= on && (x.programme === null || x.programme === programme));
  return {
    key: r.key, label: c.plan.label, programme, area, planText: render(r.key, c.plan.unit, c.plan.value).text, floorText: render(r.key, c.floor.unit, c.floor.value).text,
    planSource: sourceView(policy, c.plan.source), floorSource: sourceView(policy, c.floor.source), planInstrument: titleOf(policy, c.plan.source), floorInstrument: titleOf(policy, c.floor.source),
    chosen: c.chosen, decided: c.decided,
    history: mine.map((x) => ({ choose: x.choose, reason: x.reason, from: x.from_date, by: x.by_name, at: x.at, inForce: x === now })),
  };
}

const titleOf = (policy: Policy, s: Source): string | null => (s.instrument ? (policy.instrument(s.instrument)?.title ?? s.instrument) : null);

/** One row per key, programme and area in force on the day. A parameter of one programme does not show under another. */
export function parameters(law: Law, on: string, choices: readonly ChoiceRow[], filter: { programme?: string | undefined; q?: string | undefined }): ParameterView[] {
  const { policy } = law;
  return scoped(policy, on)
    .filter(({ programme }) => filter.programme === undefined || programme === null || programme === filter.programme)
    .map(({ resolved: r, programme, area }): ParameterView => ({
      key: r.key, label: r.label, unit: r.unit, value: r.value, rendered: render(r.key, r.unit, r.value, (id) => policy.programme(id, on)?.name), from: r.from, to: r.to ?? null, programme, area, ...layerOf(policy, r.layer), source: sourceView(policy, r.source), conflict: conflictView(policy, r, on, choices),
    }))
    .filter((p) => !filter.q || matches(p, filter.q))
    .sort((a, b) => (a.key === b.key ? (a.area ?? '').localeCompare(b.area ?? '') : a.key < b.key ? -1 : 1));
}

/** `Policy.all` with the programme and area that each row is for; a general row whose every use is overlaid still shows. */
function scoped(policy: Policy, on: string): { resolved: Resolved; programme: string | null; area: 'urban' | 'rural' | null }[] {
  const seen = new Map<string, { resolved: Resolved; programme: string | null; area: 'urban' | 'rural' | null }>();
  for (const p of [...policy.county.parameters, ...policy.nation.parameters]) {
    const key = `${p.key}|${p.programme ?? ''}|${p.area ?? ''}`;
    if (seen.has(key) || p.from > on || on > (p.to ?? '9999')) continue;
    const resolved = policy.find(p.key, { on, programme: p.programme, area: p.area });
    if (resolved) seen.set(key, { resolved, programme: p.programme ?? null, area: p.area ?? null });
  }
  return [...seen.values()];
}

const matches = (p: ParameterView, q: string): boolean =>
  [p.key, p.label, p.rendered.text, p.source.clause, p.source.quote, p.source.assumption, ...p.source.req].some((t) => t?.toLowerCase().includes(q.toLowerCase()));

/** A procedure with posts, order, limits and clauses, as it applies to applications of the day. */
export function procedureView(policy: Policy, p: Procedure | undefined, on: string, programme: string) {
  if (!p) return null;
  return {
    id: p.id, name: p.name, organ: p.organ, from: p.from, to: p.to ?? null, simplified: p.simplified, verificationChain: p.verificationChain.map((x) => CHAIN[x]), source: sourceView(policy, p.source),
    steps: p.steps.map((r) => ({
      step: r.step, label: r.label ?? STEP_LABELS[r.step], posts: r.by.map((x) => POST_LABELS[x]), needs: r.needs.map((n) => STEP_LABELS[n]), when: r.when, whenText: CONDITIONS[r.when], source: sourceView(policy, r.source), deadline: deadlineView(policy, r, on, programme),
    })),
  };
}

function deadlineView(policy: Policy, r: StepRule, on: string, programme: string) {
  if (!r.deadline) return null;
  const value = policy.find(r.deadline.parameter, { on, programme });
  if (!value) return null;
  const { from } = r.deadline;
  return { parameter: r.deadline.parameter, label: value.label, from, fromText: from === 'application' ? '申请' : from === 'objection' ? '提出异议' : from === 'decision' ? '作出决定' : STEP_LABELS[from], text: render(value.key, value.unit, value.value).text, source: sourceView(policy, value.source) };
}
