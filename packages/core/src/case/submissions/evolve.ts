import type { TopicEvolve } from '../topic.ts';
import type { SubmissionKind } from './payloads.ts';

export interface SubmissionState {
  readonly id: string;
  readonly seq: number;
  /** Shanghai date it came in; its answer is counted from here. */
  readonly on: string;
  readonly kind: SubmissionKind;
  readonly by: 'applicant' | 'public';
  readonly text: string;
  readonly files: readonly string[];
  readonly materials: readonly string[];
  readonly named: boolean;
  readonly answered?: { readonly on: string; readonly outcome: 'taken' | 'declined'; readonly text: string; readonly by: string } | undefined;
}

export const evolveSubmission: TopicEvolve = (s, a) => {
  switch (a.kind) {
    case 'submitted': {
      const { submission, ...rest } = a.body;
      return { ...s, submissions: [...(s.submissions ?? []), { ...rest, id: submission, seq: s.seq, on: a.on }] };
    }
    case 'submissionAnswered': {
      const { submission, outcome, text } = a.body;
      return { ...s, submissions: (s.submissions ?? []).map((x) => (x.id === submission ? { ...x, answered: { on: a.on, outcome, text, by: a.actor.user } } : x)) };
    }
    case 'accessCodeReissued':
      return { ...s, accessIssue: a.body.issue };
    default:
      return undefined;
  }
};
