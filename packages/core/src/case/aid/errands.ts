import type { Action, Actor } from '../actions.ts';
import type { AidErrand } from './state.ts';

/** An errand that nobody has settled or sent back yet. */
export const isErrandOpen = (e: Pick<AidErrand, 'answers'>): boolean => !e.answers.some((a) => a.outcome !== 'accepted');

/** The duties that a consultation has laid on organs, as things to follow [XX-44]. */
export const dutiesOf = (a: Extract<Action, { kind: 'met' }>, caseId: string, seq: number, by: Actor): AidErrand[] =>
  // Ids follow from the case and the place in its log: folding twice gives the same.
  (a.body.consultation?.duties ?? []).map((d, i) => ({ id: `${caseId.slice(0, 24)}${(seq * 1000 + i).toString(16).padStart(12, '0')}`, kind: 'duty', organ: d.organ, matter: d.duty, text: a.body.consultation?.difficulties ?? '', on: a.body.on, due: d.due, by, answers: [] }));
