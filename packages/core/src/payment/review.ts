import type { HouseholdFacts } from '../case/facts.ts';
import { reasonInAny } from '../means/classes.ts';
import type { Policy } from '../policy/resolve.ts';
import { reviewIntervalSchema } from '../policy/tables.ts';

/**
 * The day by which a household that was looked at on `on` is to be reviewed again: by the first class of the table
 * `review.interval` to which one of its members belongs, else by the interval of everyone else [HQ-182]. Undefined where
 * the plan sets none for the programme.
 */
export function reviewDue(policy: Policy, programme: string, facts: Pick<HouseholdFacts, 'members'>, on: string): string | undefined {
  const found = policy.find('review.interval', { on, programme });
  if (!found) return undefined;
  const v = reviewIntervalSchema.parse(found.value);
  const months = v.classes.find((c) => facts.members.some((m) => reasonInAny(m, c.anyMember, on) !== undefined))?.months ?? v.others;
  return monthsAfter(on, months);
}

/** The same day so many months later; the last day of a shorter month. */
export function monthsAfter(on: string, months: number): string {
  const total = Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7)) - 1 + months;
  const year = Math.floor(total / 12);
  const month = (total % 12) + 1;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(Math.min(Number(on.slice(8, 10)), last)).padStart(2, '0')}`;
}
