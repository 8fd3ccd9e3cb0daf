import type { Action } from './actions.ts';
import type { CaseContext } from './procedure.ts';
import { relativesFound } from './relatives/rules.ts';
import { routing } from './routing.ts';
import { isOpen, type CaseState } from './state.ts';

/**
 * What the day itself brings to a case, as actions of the system: another confirming organ while it is open, and relatives
 * of staff that the register knows by now, open or closed. Nothing when nothing changed.
 * @throws {NotInForce} when no procedure of the case's date is known.
 */
export function consequences(s: CaseState, c: CaseContext): readonly Action[] {
  return [isOpen(s) ? routing(s, c) : undefined, relativesFound(s, c)].filter((a) => a !== undefined);
}
