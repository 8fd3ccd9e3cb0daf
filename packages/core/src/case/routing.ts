import { formatYuan } from '../money/fen.ts';
import { NotInForce } from '../policy/resolve.ts';
import type { Action, ActionBodies } from './actions.ts';
import { decidedSum } from './aid/evolve.ts';
import { scopeOf, type CaseContext } from './procedure.ts';
import { evolve, isOpen, type CaseState } from './state.ts';

/**
 * The route by which this case must be confirmed on this day, as an action when it differs from the case's own: the unit
 * while an entrustment is in force that covers the sum of the opinion (up to and including its limit), the county
 * otherwise, each by the law of the date of application [LH-86].
 * @throws {NotInForce} when no procedure of that date is known.
 */
export function routing(s: CaseState, c: CaseContext): Action | undefined {
  const e = c.entrustment;
  const limit = 'inForce' in e ? e.inForce.limitFen : undefined;
  const above = limit !== undefined && s.done.opine !== undefined && decidedSum(s) > limit;
  const delegated = 'inForce' in e && !above;
  // Who decides is a matter of the day of decision: where the law of the application's day knew no delegated way, the way of today serves.
  const procedure = (delegated ? (c.policy.procedureFor(c.programme, true, s.applicationDate) ?? c.policy.procedureFor(c.policy.programme(s.programme, c.today) ?? c.programme, true, c.today)) : undefined) ?? c.policy.procedureFor(c.programme, false, s.applicationDate);
  if (!procedure) throw new NotInForce(`procedure.${c.programme.id}`, scopeOf(s));
  const { organ } = procedure;
  const entrustment = 'inForce' in e && organ === 'unit' ? e.inForce.id : undefined;
  if (s.route.procedure === procedure.id && s.route.organ === organ && s.route.entrustment === entrustment) return undefined;
  const reason = 'none' in e ? e.none : above ? `金额超过委托书 ${e.inForce.number} 的限额 ${formatYuan(limit)}，由县级确认` : `依据委托书 ${e.inForce.number}`;
  const body: ActionBodies['routed'] = { organ, procedure: procedure.id, entrustment, reason };
  return { kind: 'routed', at: c.now, on: c.today, actor: { user: 'system', post: 'system', unit: s.unit }, body };
}

/** An open case as it stands today: on the route of today, although the log will say so only with the next act. */
export function routed(s: CaseState, c: CaseContext): CaseState {
  const route = isOpen(s) ? routing(s, c) : undefined;
  return route ? evolve(s, route, s.id) : s;
}
