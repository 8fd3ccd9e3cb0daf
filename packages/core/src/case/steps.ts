import type { StepId } from '../policy/model.ts';
import type { CaseState } from './state.ts';

/** Steps that rest on the opinion: a new opinion reopens them. */
export const AFTER_OPINION: readonly StepId[] = ['notice', 'countyReview', 'countyNotice', 'consult', 'deliberate', 'jointMeeting', 'signReport', 'leadership', 'review', 'agree', 'meeting', 'care'];
/** Steps that rest on the facts: a change of facts reopens them. */
export const AFTER_FACTS: readonly StepId[] = ['assess', 'opine', ...AFTER_OPINION];

/** Steps in the order in which one rests on another: what is returned to reopens what follows. */
const ORDER: readonly StepId[] = ['accept', 'authorise', 'verify', 'investigate', 'selfCare', 'appraise', ...AFTER_FACTS, 'decide'];

export const without = (done: CaseState['done'], ...steps: readonly StepId[]): CaseState['done'] => {
  const rest = { ...done };
  for (const s of steps) delete rest[s];
  return rest;
};

/** Reopens a step and everything that rests on it; nothing rests on a step outside the order. */
export const reopen = (done: CaseState['done'], step: StepId): CaseState['done'] => (ORDER.includes(step) ? without(done, ...ORDER.slice(ORDER.indexOf(step))) : without(done, step));

/** A notice still on the board when the opinion it shows is reopened counts for nothing: a new opinion needs a notice of its own. */
export const stillTrue = (notices: CaseState['notices']): CaseState['notices'] => (notices.at(-1)?.closedOn === undefined ? notices.slice(0, -1) : notices);
