import type { StepId, StepRule } from '../policy/model.ts';
import type { Resolved } from '../policy/resolve.ts';
import { isConsulted, isEmergency, isSpecial, knownOf } from './aid-conditions.ts';
import { procedureOf, ruleFor, scopeOf, type CaseContext } from './context.ts';
import { isOpen, type CaseState } from './state.ts';

export { procedureOf, ruleFor, scopeOf, type CaseContext } from './context.ts';

/** A refusing opinion is not publicised unless the plan says so; the rest of the way is the same. */
const skippedOnRefusal = (s: CaseState, c: CaseContext): ReadonlySet<StepId> =>
  (s.opinion?.outcome === 'refuse' || s.verification.discrepancy?.missed) && c.policy.find<boolean>('notice.refusals', scopeOf(s))?.value !== true
    ? new Set<StepId>(['notice', 'countyNotice'])
    : new Set<StepId>();

/** No explanation in time: the paper goes up for refusal without what would have followed. */
const SKIPPED_WHEN_UNEXPLAINED: ReadonlySet<StepId> = new Set<StepId>(['verify', 'investigate', 'selfCare', 'appraise', 'assess', 'opine', 'notice', 'countyNotice', 'consult', 'deliberate', 'jointMeeting', 'signReport', 'leadership', 'review', 'agree', 'meeting', 'countyReview', 'care']);

/** Whether a rule's step must be done in this case. */
export function required(r: StepRule, s: CaseState, c: CaseContext): boolean {
  if ((r.step === 'publish' || r.step === 'care') && s.decision && s.decision.outcome !== 'grant') return false;
  // Nobody is cared for who is to be refused.
  if (r.step === 'care' && s.opinion?.outcome === 'refuse') return false;
  // Nor is relief still owed to whom it is not.
  if (r.step === 'relieve' && (s.opinion?.outcome === 'refuse' || s.status === 'refused')) return false;
  if (s.verification.discrepancy?.missed && SKIPPED_WHEN_UNEXPLAINED.has(r.step)) return false;
  if (skippedOnRefusal(s, c).has(r.step)) return false;
  switch (r.when) {
    case 'always':
      return true;
    case 'unless-simplified':
      return s.simplified === undefined;
    case 'if-disputed':
      return s.disputed;
    case 'if-related':
      return c.relativeFiled;
    case 'if-related-or-disputed':
      return s.disputed || c.relativeFiled;
    case 'if-related-or-major':
      return s.majorDispute || c.relativeFiled;
    case 'if-emergency':
      return isEmergency(s);
    case 'unless-emergency':
      return !isEmergency(s);
    case 'unless-known':
      return knownOf(s, c) === undefined;
    case 'if-special':
      return isSpecial(s);
    case 'if-consult':
      return isConsulted(s, c);
  }
}

/** Steps of a rule that still stand in its way. */
export function blocking(r: StepRule, s: CaseState, c: CaseContext): StepRule[] {
  const p = procedureOf(s, c);
  return r.needs.flatMap((n) => {
    const need = ruleFor(p, n);
    return need && !s.done[n] && required(need, s, c) ? [need] : [];
  });
}

/** Steps that follow the decision. */
const LATE: ReadonlySet<StepId> = new Set<StepId>(['deliver', 'publish', 'file']);
/** Steps that may be taken before the decision or after it, as their own needs say. */
const WHENEVER: ReadonlySet<StepId> = new Set<StepId>(['countyVisit', 'care']);

/** Steps that can be taken now: required, not done, nothing in the way. */
export function openSteps(s: CaseState, c: CaseContext): StepRule[] {
  const after = !isOpen(s);
  // Whoever was taken over from the old roster has nothing left open here.
  if (s.status === 'withdrawn' || s.status === 'abandoned' || s.imported) return [];
  return procedureOf(s, c).steps.filter((r) => {
    const late = LATE.has(r.step);
    return (late === after || WHENEVER.has(r.step)) && !s.done[r.step] && required(r, s, c) && blocking(r, s, c).length === 0;
  });
}

/** Adds a parameter's days to a date in its own unit. */
export function addUnit(c: CaseContext, from: string, p: Resolved<number>): { date: string; provisional: boolean } {
  if (p.unit === 'wd') return c.calendar.addWorkingDays(from, p.value);
  const extend = c.policy.find<boolean>('notice.extend-over-days-off', { on: from })?.value === true;
  return c.calendar.addDays(from, p.value, extend);
}

export const STEP_LABELS: Record<StepId, string> = {
  accept: '受理', authorise: '核对授权', verify: '信息核对', investigate: '入户调查', appraise: '民主评议', assess: '测算', opine: '初审意见', notice: '公示', countyReview: '县级审核',
  countyNotice: '县级公示', selfCare: '生活自理能力评估', counterSign: '近亲属备案会签', countyVisit: '县级入户核查', deliberate: '议事协商', relieve: '先行救助', jointMeeting: '联席会议', consult: '个案会商', signReport: '综合意见签批', leadership: '班子会议审议', care: '落实供养与照料', review: '复审', agree: '负责人同意', meeting: '会议研究', decide: '确认决定', deliver: '送达', publish: '长期公布', file: '备案',
};
