import type { Fen } from '../money/fen.ts';
import type { Policy } from '../policy/resolve.ts';
import { paymentProrationSchema } from '../policy/tables.ts';

/** What a month is worth in which a claim begins, changes or ends on one of its days. Sums are integer fen, days Asia/Shanghai dates. */

export const SHARE_RULES = ['month', 'day', 'half'] as const;
export type ShareRule = (typeof SHARE_RULES)[number];
export const SHARE_LABELS: Record<ShareRule, string> = { month: '整月', day: '按天', half: '按半月' };

/** The first day of the second half of a month. */
const SECOND_HALF = 16;

const daysIn = (month: string): number => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();

/**
 * The sum of the month of `on` when `before` holds up to the day before and `after` from `on` on (0: nothing). `month`: the
 * whole month is worth `after`. `day`: by days, rounded half up to the fen. `half`: by halves, and the half in which it
 * changes counts in full for the larger sum.
 */
export function monthShare(before: Fen, after: Fen, on: string, rule: ShareRule): Fen {
  const day = Number(on.slice(8, 10));
  if (rule === 'month' || day === 1) return after;
  if (rule === 'day') {
    const days = daysIn(on.slice(0, 7));
    const parts = before * (day - 1) + after * (days - day + 1);
    return Math.floor((parts * 2 + days) / (days * 2));
  }
  const larger = Math.max(before, after);
  const halves = day < SECOND_HALF ? larger + after : day === SECOND_HALF ? before + after : before + larger;
  return Math.floor((halves + 1) / 2);
}

/**
 * By which rule a programme's claim begins (nothing before), ends (nothing after) or changes, on a day. Without the table
 * `payment.proration` whole months are paid.
 */
export function shareRule(policy: Policy, programme: string, on: string, before: Fen, after: Fen): ShareRule {
  const found = policy.find('payment.proration', { on, programme });
  if (!found) return 'month';
  const rules = paymentProrationSchema.parse(found.value);
  return before === 0 ? rules.start : after === 0 ? rules.end : rules.change;
}
