import type { CaseContext } from '@doudi/core/case/procedure';
import type { CaseState } from '@doudi/core/case/state';
import { shareRule } from '@doudi/core/payment/proration';
import { reviewDue } from '@doudi/core/payment/review';
import type { Adjusted, NewBenefit } from './benefits.ts';

/** What a claim takes from the decision that makes it: its number and day, when the household is next reviewed, how its first month counts. */
export function claimed(c: CaseContext, s: CaseState, number: string): Pick<NewBenefit, 'ground' | 'reviewDue' | 'share'> {
  return { ground: { number, on: c.today }, reviewDue: c.programme.payment === 'monthly' ? reviewDue(c.policy, s.programme, s.facts, c.today) : undefined, share: shareRule(c.policy, s.programme, c.today, 0, 1) };
}

/** What a changed sum stands on, and how the month of the change counts. */
export function adjusted(c: CaseContext, s: CaseState, ground: Adjusted['ground'], number: string): Adjusted {
  return { ground, number, on: c.today, at: c.now, share: shareRule(c.policy, s.programme, c.today, 1, ground === 'stop' ? 0 : 1) };
}
