import type { Actor } from '../actions.ts';
import type { CaseState } from '../state.ts';
import { AFTER_FACTS, without } from '../steps.ts';
import type { TopicEvolve } from '../topic.ts';
import type { CareBodies } from './bodies.ts';

interface Kept {
  readonly seq: number;
  /** Date of the act, which may be later than the date it speaks of. */
  readonly recordedOn: string;
  readonly by: Actor;
}

/** Support of the destitute as it stands in a case: grades found, wish, arrangement. */
export interface CareState {
  readonly assessments: readonly (CareBodies['selfCareAssessed'] & Kept)[];
  readonly wish?: (CareBodies['wishRecorded'] & Kept) | undefined;
  readonly arrangement?: (CareBodies['careArranged'] & Kept) | undefined;
  /** Place in the log of the assessment that a later decision made the grade. */
  readonly graded?: number | undefined;
}

/** As `isOpen` of the state says; written out because the state is folded with this very file. */
const undecided = (s: CaseState): boolean => s.status === 'applied' || s.status === 'accepted';

const NONE: CareState = { assessments: [] };

export const evolveCare: TopicEvolve = (s, a) => {
  const care = s.care ?? NONE;
  const kept: Kept = { seq: s.seq, recordedOn: a.on, by: a.actor };
  const mark = { on: a.on, by: a.actor, seq: s.seq };
  switch (a.kind) {
    case 'selfCareAssessed': {
      const next: CareState = { ...care, assessments: [...care.assessments, { ...a.body, ...kept }] };
      // The sum rests on the grade: a new one reopens it. After the decision only a further decision changes it.
      return undecided(s) ? { ...s, care: next, done: { ...without(s.done, ...AFTER_FACTS), selfCare: mark } } : { ...s, care: next };
    }
    case 'wishRecorded': {
      const fits = care.arrangement === undefined || care.arrangement.form === a.body.form;
      return { ...s, care: { ...care, wish: { ...a.body, ...kept } }, done: fits || !undecided(s) ? s.done : without(s.done, 'care') };
    }
    case 'careArranged':
      return { ...s, care: { ...care, arrangement: { ...a.body, ...kept } }, done: { ...s.done, care: mark } };
    case 'gradeChanged': {
      const b = a.body;
      const direction = b.monthlyFen > b.fromFen ? 'increase' : b.monthlyFen < b.fromFen ? 'decrease' : 'same';
      const change: NonNullable<CaseState['changes']>[number] = { outcome: 'agree', text: b.reason, kind: 'adjust', monthlyFen: b.monthlyFen, fromMonth: b.fromMonth, number: b.number, on: a.on, by: a.actor, ground: 'capacity', reason: b.reason, direction, fromFen: b.fromFen, seq: s.seq };
      return { ...s, care: { ...care, graded: b.assessment }, changes: [...(s.changes ?? []), change] };
    }
    default:
      return undefined;
  }
};

/** The assessment that counts: of an open case the newest, of a granted one that on which it was decided last. */
export function assessmentInForce(s: CaseState): CareState['assessments'][number] | undefined {
  const all = s.care?.assessments ?? [];
  if (s.care?.graded !== undefined) return all.find((x) => x.seq === s.care?.graded);
  const decided = s.done.decide?.seq;
  return decided === undefined ? all.at(-1) : all.findLast((x) => x.seq < decided);
}

/** What the formula needs of the case besides its facts. */
export const findingsOf = (s: CaseState): { readonly unable?: number | undefined } => ({ unable: assessmentInForce(s)?.unable });
