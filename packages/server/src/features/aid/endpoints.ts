import { aidLook, aidSetup, aidSummary, answerSplit, fileAidSummary, listReferrals, listSplits, listUrgent, watchGiven } from '@doudi/core/api/aid';
import { AID_FUND_WORDS, AID_FUNDS } from '@doudi/core/case/aid/payloads';
import type { NEED_KINDS } from '@doudi/core/case/facts';
import { ruleFor } from '@doudi/core/case/procedure';
import type { Programme } from '@doudi/core/policy/model';
import type { AidCauses, AidReferralBody } from '@doudi/core/policy/tables';
import type { Resolved } from '@doudi/core/policy/resolve';
import { refuse } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { cite, STATUS_TEXT } from '../cases/words.ts';
import { balanceOf } from '../ledger/post.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { unknownPersons } from '../cases/references.ts';
import { errandsOf, urgentCases } from './lists.ts';
import { findAid } from './lookup.ts';
import { answer, splitsOf } from './splits.ts';
import { fileSummary, summaryOf } from './summary.ts';
import { causeText } from './view.ts';
import { watchedGiven } from './watch.ts';

/** Departments that matters may be referred to. */
const departmentsOf = (law: Law, programme: string | undefined): readonly AidReferralBody[] => law.policy.find<readonly AidReferralBody[]>('aid.referral-bodies', { on: law.today, ...(programme === undefined ? {} : { programme }) })?.value ?? [];

/** The step of relief in any procedure of a programme in force today. */
const reliefRule = (law: Law, p: Programme) => [law.policy.procedureFor(p, true, law.today), law.policy.procedureFor(p, false, law.today)].flatMap((x) => (x ? (ruleFor(x, 'relieve') ?? []) : []))[0];

/** Temporary assistance: what its screens need, what the household has had, what is urgent, referred, split. */
export function aidEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(aidSetup, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const programmes = law.policy.programmes(law.today).filter((p) => p.formula === 'aid');
      const of = (key: string, programme: string): Resolved<number> | undefined => law.policy.find<number>(key, { on: law.today, programme });
      const limit = (p: Resolved<number> | undefined) => ({ value: p?.value ?? 0, source: p ? { ...cite(law.policy, p.source), label: p.label } : {} });
      const urgent = programmes.find((p) => reliefRule(law, p));
      const rule = urgent && reliefRule(law, urgent);
      const first = urgent && of('aid.first.limit', urgent.id);
      const causes = new Map<string, { id: string; label: string; programmes: string[]; needs: (typeof NEED_KINDS)[number][] }>();
      for (const p of programmes)
        for (const x of law.policy.find<AidCauses>('aid.causes', { on: law.today, programme: p.id })?.value.causes ?? []) {
          if (!x.programmes.includes(p.id)) continue;
          const known = causes.get(x.id) ?? { id: x.id, label: x.label, programmes: [], needs: [] };
          if (!known.programmes.includes(p.id)) known.programmes.push(p.id);
          causes.set(x.id, known);
        }
      const unit = (await findUnits(tx)).find((u) => u.id === who.unitId);
      // A village's helper pays out of the fund of the office above it.
      const office = unit && (unit.kind === 'village' || unit.kind === 'community') ? (await findUnits(tx)).find((u) => u.id === unit.parent_id) : unit;
      const funds = [];
      for (const fund of AID_FUNDS) funds.push({ fund, name: AID_FUND_WORDS[fund], balanceFen: office ? await balanceOf(tx, who.county, { kind: fund, unit: office.key }) : null });
      return {
        programmes: programmes.map((p) => ({ id: p.id, name: p.name, short: p.short, emergency: reliefRule(law, p) !== undefined, needs: reliefRule(law, p) === undefined })),
        causes: [...causes.values()],
        relief: urgent && rule ? {
          rule: { ...cite(law.policy, rule.source), label: rule.label ?? '先行救助' }, handlers: limit(of('aid.handlers.min', urgent.id) ?? of('investigators.min', urgent.id)), hours: limit(of('aid.relief.deadline', urgent.id)), formalities: limit(of('aid.papers.deadline', urgent.id)), firstFen: first ? limit(first) : null,
        } : null,
        funds, bodies: departmentsOf(law, programmes[0]?.id).map((b) => ({ id: b.id, name: b.name, contact: b.contact ?? null })),
      };
    }),
    endpoint(aidLook, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const missing = await unknownPersons(tx, body.persons);
      if (missing) return refuse('notfound', '没有这个人，或不在您的辖区');
      const found = await findAid(tx, law, { persons: body.persons });
      const units = new Map((await findUnits(tx)).map((u) => [u.id, u.name]));
      await logAccess(tx, who, law.now, 'search', body.persons[0] ?? '', '查临时救助', { found: found.prior.length + found.running.length });
      const name = (id: string): string => law.policy.programme(id, law.today)?.name ?? id;
      return {
        prior: found.prior.map((p) => ({ case: p.case, number: p.number, unit: units.get(p.unitId) ?? '', programmeName: name(p.programme), cause: p.cause, causeText: causeText(law, p.cause, p.on, p.programme), on: p.on, fen: p.fen })),
        running: found.running.map((r) => ({ case: r.case, number: r.number, programmeName: name(r.programme), statusText: STATUS_TEXT[r.status] })), known: found.known === undefined ? null : name(found.known),
      };
    }),
    endpoint(listUrgent, async (tx, { query }, who) => await urgentCases(tx, services, await loadLaw(tx, services, who.county), query)),
    endpoint(listReferrals, async (tx, { query }, who) => await errandsOf(tx, services, await loadLaw(tx, services, who.county), query.state)),
    endpoint(aidSummary, async (tx, { query }, who) => await summaryOf(tx, services, await loadLaw(tx, services, who.county), who, query.month)),
    endpoint(fileAidSummary, async (tx, { body }, who) => await fileSummary(tx, await loadLaw(tx, services, who.county), who, body.month)),
    endpoint(watchGiven, async (tx, _, who) => await watchedGiven(tx, services, await loadLaw(tx, services, who.county))),
    endpoint(listSplits, async (tx, _, who) => await splitsOf(tx, services, await loadLaw(tx, services, who.county))),
    endpoint(answerSplit, async (tx, { body }, who) => await answer(tx, await loadLaw(tx, services, who.county), who, body)),
  ];
}
