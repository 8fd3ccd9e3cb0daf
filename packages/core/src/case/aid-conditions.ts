import { plusMonths } from '../calendar/date.ts';
import type { AidFindings } from '../means/aid.ts';
import type { Findings } from '../means/destitute.ts';
import type { AidConsult } from '../policy/tables.ts';
import { findingsOf } from './care/evolve.ts';
import type { AidContext, AidPrior } from './aid/found.ts';
import { scopeOf, type CaseContext } from './context.ts';
import type { CaseState } from './state.ts';

export type { AidContext, AidPrior, AidRunning } from './aid/found.ts';

/** Help that cannot wait, as applied for or as declared later [HQ-136]. */
export const isEmergency = (s: Pick<CaseState, 'facts' | 'aid'>): boolean => s.aid?.emergency !== undefined || s.facts.event?.emergency === true;

/** A granting opinion above what the table gives [HQ-166, HQ-167]. */
export const isSpecial = (s: Pick<CaseState, 'opinion'>): boolean => s.opinion?.outcome === 'grant' && s.opinion.special !== undefined;

/** Of what is known of a household's assistance, the programme on whose roll its economy counts as known by the law of the day; undefined = it must be looked into [HQ-144, HQ-145]. */
export function knownIn(found: Pick<AidContext, 'running' | 'known'> | undefined, programmes: readonly string[] | undefined): string | undefined {
  if (!found || programmes === undefined) return found?.known;
  return found.running.find((r) => r.status === 'granted' && programmes.includes(r.programme))?.programme ?? (found.known !== undefined && programmes.includes(found.known) ? found.known : undefined);
}

/** What was established at intake stands: a household that leaves or enters a roll meanwhile keeps the way it is on. */
export const knownOf = (s: CaseState, c: CaseContext): string | undefined => knownIn(s.found ?? c.aid, c.policy.find<{ programmes: string[] }>('aid.known', scopeOf(s))?.value.programmes);

/** What the formula needs of a case besides its facts. */
export const findings = (s: CaseState, c: CaseContext): Findings => ({ ...findingsOf(s), ...(c.programme.formula === 'aid' ? { aid: aidFindings(s, c) } : {}) });
const aidFindings = (s: CaseState, c: CaseContext): AidFindings => ({ prior: (c.aid ?? s.found)?.prior ?? [], known: knownOf(s, c) });

/** Grounds for a case consultation that hold now, in the words of the plan: what cannot wait, a sum over the table, several kinds of help at once, complexity [XX-38, XX-39]. */
export function consultTriggers(s: CaseState, c: CaseContext): readonly AidConsult['triggers'][number][] {
  const table = c.policy.find<AidConsult>('aid.consult', scopeOf(s))?.value;
  const others = new Set(((c.aid ?? s.found)?.running ?? []).filter((r) => r.status === 'granted' || r.status === 'accepted' || r.status === 'applied').map((r) => r.programme));
  others.delete(s.programme);
  return (table?.triggers ?? []).filter((t) => {
    switch (t.kind) {
      case 'urgent':
        return isEmergency(s);
      case 'ceiling':
        return isSpecial(s);
      case 'several':
        return others.size + 1 >= (t.atLeast ?? 2);
      case 'complex':
        return s.aid?.complex !== undefined;
    }
  });
}

export const isConsulted = (s: CaseState, c: CaseContext): boolean => consultTriggers(s, c).length > 0;

/** Earlier help for the same cause that is not yet `months` old on `on`; the day `months` later still counts. */
export const sameCause = (prior: readonly AidPrior[], cause: string, on: string, months: number): AidPrior[] => prior.filter((p) => p.cause === cause && p.on >= plusMonths(on, -months) && p.on <= on);
