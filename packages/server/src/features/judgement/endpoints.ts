import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { carryOver, caseJudgement, judgeFacts, type JudgementView } from '@doudi/core/api/judgement';
import type { HouseholdFacts } from '@doudi/core/case/facts';
import { findings } from '@doudi/core/case/aid-conditions';
import { routed } from '@doudi/core/case/routing';
import { judge, told, UNTESTED } from '@doudi/core/judgement/judge';
import type { Judgement } from '@doudi/core/judgement/model';
import type { Policy } from '@doudi/core/policy/resolve';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { linkedCases } from '../cases/apply-checks.ts';
import { findCase, loadContext, NOT_FOUND } from '../cases/context.ts';
import { saveDraft } from '../cases/drafts.ts';
import { personsOf, unknownPersons } from '../cases/references.ts';
import { cite } from '../cases/view.ts';
import { loadLaw } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { masked, openPersons } from '../persons/persons.ts';

/** A judgement as screens read it: names masked, every line with its clause. */
async function view(tx: Tx, services: Services, who: Who, today: string, policy: Policy, facts: HouseholdFacts, j: Judgement): Promise<JudgementView> {
  const people = await openPersons(tx, services, who.county, personsOf(facts));
  const fill = (text: string): string => text.replaceAll(/\{person:([^}]+)\}/g, (_, id: string) => {
    const p = people.get(id);
    return p ? masked(p, today).name : '—';
  });
  return {
    on: j.on,
    verdicts: j.verdicts.map((v) => ({
      programme: v.programme, name: v.name, short: v.short, payment: v.payment, outcome: v.outcome, monthlyFen: v.monthlyFen, grounds: [...v.grounds], missing: v.missing ? (v.missing === UNTESTED ? v.missing.label : `缺少${v.missing.label}`) : null,
      hints: v.hints.map(fill), applied: v.programme === j.applied, better: v.programme === j.better, also: j.also.includes(v.programme),
      months: policy.find<number>('recognition.months', { on: j.on, programme: v.programme, area: facts.area })?.value ?? null,
      lines: (v.result?.lines ?? []).map((l) => ({ id: l.id, text: fill(l.text), formula: l.formula ?? null, effect: l.effect, source: cite(policy, l.source) })),
    })),
  };
}

export function judgementEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(judgeFacts, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const missing = await unknownPersons(tx, personsOf(body.facts));
      if (missing) return missing;
      return await view(tx, services, who, law.today, law.policy, body.facts, judge(body.facts, law.policy, law.today, body.programme));
    }),
    endpoint(caseJudgement, async (tx, { params }, who) => {
      const row = await findCase(tx, params.id);
      if (!row) return NOT_FOUND;
      const { law, context } = await loadContext(tx, services, who.county, row);
      await logAccess(tx, who, law.now, 'open', params.id, '查看各项目判断');
      const s = routed(row.state, context);
      const j = judge(s.facts, law.policy, s.applicationDate, s.programme, findings(s, context));
      const state = s.judgement === undefined ? ('preview' as const) : isDeepStrictEqual(JSON.parse(JSON.stringify(s.judgement)), JSON.parse(JSON.stringify(told(j, s.programme)))) ? ('told' as const) : ('changed' as const);
      return { ...(await view(tx, services, who, law.today, law.policy, s.facts, j)), state, ...(await linkedCases(tx, s.id, s.facts.applicant, s.carriedFrom)) };
    }),
    endpoint(carryOver, async (tx, { params, body }, who) => {
      const row = await findCase(tx, params.id);
      if (!row) return NOT_FOUND;
      const { law } = await loadContext(tx, services, who.county, row);
      const s = row.state;
      const target = law.policy.programme(body.programme, law.today);
      if (!target) return refuse('policy.absent', `${law.today} 没有项目 ${body.programme}`, { allowed: law.policy.programmes(law.today).map((p) => p.name) });
      if (target.id === s.programme) return refuse('conflict.duplicate', '本案就是该项目的申请', { allowed: law.policy.programmes(law.today).filter((p) => p.id !== s.programme).map((p) => p.name) });
      const agent = s.agent?.person;
      const people = await openPersons(tx, services, who.county, [...personsOf(s.facts), ...(agent ? [agent] : [])]);
      const area = (await findUnits(tx)).find((u) => u.id === row.area_id);
      const papers = new Set(target.documents.filter((d) => d.kind === 'application').map((d) => d.id));
      // Everything that was said and brought is there again; what a new application needs anew is the applicant's signature alone.
      const draft = {
        programme: target.id, via: s.via, byAgent: s.agent !== undefined, agent: s.agent ?? {}, ...(row.area_id === row.unit_id || !area ? {} : { village: area.key }),
        people: [...people.values()].map((p) => ({ ...masked(p, law.today), known: true, running: [], relative: null })),
        facts: s.facts, materials: Object.keys(s.materials).filter((m) => papers.has(m)), declaredOn: law.today, carriedFrom: s.id,
      };
      const key = `intake-${randomUUID()}`;
      await logAccess(tx, who, law.now, 'open', params.id, `转为${target.name}申请`);
      const saved = await saveDraft(tx, services, who, key, draft);
      return isRefusal(saved) ? saved : { draft: key };
    }),
  ];
}
