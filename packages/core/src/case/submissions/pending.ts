import { refuse, type Refusal } from '../../refusal/refusal.ts';
import type { CaseState } from '../state.ts';
import type { SubmissionState } from './evolve.ts';
import { SUBMISSION_LABELS, type SubmissionKind } from './payloads.ts';

/** What was sent in and has no answer yet, oldest first. */
export const pendingSubmissions = (s: Pick<CaseState, 'submissions'>, kinds?: readonly SubmissionKind[]): SubmissionState[] =>
  (s.submissions ?? []).filter((x) => !x.answered && (kinds === undefined || kinds.includes(x.kind)));

/** Nothing is closed or decided over what somebody sent in and nobody answered [HQ-118]. */
export function guardAnswered(s: CaseState, kinds: readonly SubmissionKind[]): Refusal | undefined {
  const open = pendingSubmissions(s, kinds);
  return open.length === 0 ? undefined : refuse('submission.pending', `有 ${open.length} 件网上提交还没有答复`, { missing: open.map((x) => `${x.on} ${SUBMISSION_LABELS[x.kind]}`), allowed: ['答复网上提交'] });
}

/** What a decision must not pass over: everything but another telephone number. */
export const BEFORE_DECISION: readonly SubmissionKind[] = ['papers', 'explanation', 'withdrawal', 'objection'];
