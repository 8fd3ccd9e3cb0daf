import { plusDays, plusMonths } from '../calendar/calendar.ts';
import type { Policy, Scope } from '../policy/resolve.ts';
import type { Source } from '../policy/model.ts';

export interface Recognition {
  readonly from: string;
  /** Last day, inclusive. */
  readonly until: string;
  readonly months: number;
  readonly source: Source;
}

/**
 * How long a recognition lasts that was decided on `decidedOn`: `recognition.months` of the law of the application, from the
 * day of decision to the day before the same day months later; then it is applied for anew. Undefined where no length is stated.
 */
export function recognitionOf(policy: Policy, scope: Scope, decidedOn: string): Recognition | undefined {
  const months = policy.find<number>('recognition.months', scope);
  return months && { from: decidedOn, until: plusDays(plusMonths(decidedOn, months.value), -1), months: months.value, source: months.source };
}
