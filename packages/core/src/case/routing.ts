import { NotInForce } from '../policy/resolve.ts';
import type { Action, ActionBodies } from './actions.ts';
import { scopeOf, type CaseContext } from './procedure.ts';
import { evolve, isOpen, type CaseState } from './state.ts';

/**
 * The route by which this case must be confirmed on this day, as an action when it differs from the case's own: the unit
 * while an entrustment is in force, the county otherwise, each by the law of the date of application [LH-86].
 * @throws {NotInForce} when no procedure of that date is known.
 */
export function routing(s: CaseState, c: CaseContext): Action | undefined {
  const delegated = 'inForce' in c.entrustment;
  const procedure = c.policy.procedureFor(c.programme, delegated, s.applicationDate) ?? c.policy.procedureFor(c.programme, false, s.applicationDate);
  if (!procedure) throw new NotInForce(`procedure.${c.programme.id}`, scopeOf(s));
  const { organ } = procedure;
  const entrustment = 'inForce' in c.entrustment && organ === 'unit' ? c.entrustment.inForce.id : undefined;
  if (s.route.procedure === procedure.id && s.route.organ === organ && s.route.entrustment === entrustment) return undefined;
  const reason = 'inForce' in c.entrustment ? `依据委托书 ${c.entrustment.inForce.number}` : c.entrustment.none;
  const body: ActionBodies['routed'] = { organ, procedure: procedure.id, entrustment, reason };
  return { kind: 'routed', at: c.now, on: c.today, actor: { user: 'system', post: 'system', unit: s.unit }, body };
}

/** An open case as it stands today: on the route of today, although the log will say so only with the next act. */
export function routed(s: CaseState, c: CaseContext): CaseState {
  const route = isOpen(s) ? routing(s, c) : undefined;
  return route ? evolve(s, route, s.id) : s;
}
