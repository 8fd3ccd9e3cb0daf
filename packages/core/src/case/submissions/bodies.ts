import type { SubmissionKind } from './payloads.ts';

/** What happened, as the log keeps it. */
export interface SubmissionBodies {
  submitted: { submission: string; kind: SubmissionKind; by: 'applicant' | 'public'; text: string; files: readonly string[]; materials: readonly string[]; named: boolean };
  submissionAnswered: { submission: string; kind: SubmissionKind; outcome: 'taken' | 'declined'; text: string };
  accessCodeReissued: { issue: number; reason: string };
}

export const submissionActionLabels: Record<keyof SubmissionBodies, string> = { submitted: '网上提交', submissionAnswered: '答复网上提交', accessCodeReissued: '重发查询码' };
