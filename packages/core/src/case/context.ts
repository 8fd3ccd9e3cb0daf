import type { WorkCalendar } from '../calendar/calendar.ts';
import type { Procedure, Programme, StepId, StepRule } from '../policy/model.ts';
import type { Policy, Scope } from '../policy/resolve.ts';
import type { PaidLine } from '../recovery/model.ts';
import type { AidContext } from './aid/found.ts';
import type { RelativeHit } from './relatives/bodies.ts';
import type { CaseState } from './state.ts';

/** Everything `decide` and the screens need to judge a case, besides the case itself. Time is an argument. */
export interface CaseContext {
  /** Instant as ISO string with offset, and the Asia/Shanghai date it falls on. */
  readonly now: string;
  readonly today: string;
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
  readonly programme: Programme;
  /** Who may decide on this day: an entrustment in force for the unit and programme, or the reason why there is none. */
  readonly entrustment: { readonly inForce: { readonly id: string; readonly number: string; readonly limitFen?: number | undefined } } | { readonly none: string };
  /** Staff who are near relatives of a person of this household. */
  readonly related: readonly string[];
  /** The village or township registers the household as a staff relative's (filed apart, visited by the county). */
  readonly relativeFiled: boolean;
  /** The entries of the register behind that; absent where the case is judged without looking them up. */
  readonly relatives?: readonly RelativeHit[] | undefined;
  /** What the household and its members had and have of other assistance; absent where the case is judged without looking it up. */
  readonly aid?: AidContext | undefined;
  /** Payments that reached the household, for what was overpaid; absent where the case is judged without them. */
  readonly paid?: readonly PaidLine[] | undefined;
  /** Waived this year to the household in its other cases, in fen; absent where the case is judged without them. */
  readonly waivedElsewhereFen?: number | undefined;
}

/** Law of the day of application: every parameter of a case is looked up with this. */
export const scopeOf = (s: Pick<CaseState, 'applicationDate' | 'programme' | 'facts'>): Scope => ({ on: s.applicationDate, programme: s.programme, area: s.facts.area });

/** The procedure a case follows now. */
export function procedureOf(s: CaseState, c: CaseContext): Procedure {
  const p = c.policy.procedure(s.route.procedure);
  if (!p) throw new Error(`程序 ${s.route.procedure} 不存在`);
  return p;
}

export const ruleFor = (p: Procedure, step: StepId): StepRule | undefined => p.steps.find((r) => r.step === step);
