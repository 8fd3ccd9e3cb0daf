import * as z from 'zod';

/** What the applicant or the public sends in without an account, and its answer: what is sent. */

/** What a submission is: papers handed in, the explanation of a discrepancy, a withdrawal, an objection, another telephone number. */
export const SUBMISSION_KINDS = ['papers', 'explanation', 'withdrawal', 'objection', 'phone'] as const;
export type SubmissionKind = (typeof SUBMISSION_KINDS)[number];

export const SUBMISSION_LABELS: Record<SubmissionKind, string> = { papers: '补交材料', explanation: '说明情况', withdrawal: '申请撤回', objection: '提出异议', phone: '更正电话' };

const text = (max: number) => z.string().trim().min(1, '不能为空').max(max);

export const submissionPayloads = {
  /** By the applicant or by anybody who reads a notice. Names and telephone numbers of the sender never stand here. */
  submit: z.strictObject({
    kind: z.enum(SUBMISSION_KINDS), text: text(1000), files: z.array(z.uuid()).max(10).default([]),
    /** Papers of the list that the files are said to be. */
    materials: z.array(z.string().min(1).max(60)).max(20).default([]),
    /** Whether the sender gave a name; kept sealed beside the log. */
    named: z.boolean().default(true),
  }),
  answerSubmission: z.strictObject({
    submission: z.uuid(), outcome: z.enum(['taken', 'declined']), text: text(1000),
    /** An objection taken up: whether it is a major dispute. */
    major: z.boolean().default(false),
  }),
  /** Makes the code on the receipt void and a new one valid. */
  reissueAccessCode: z.strictObject({ reason: text(200) }),
} as const;

export const submissionLabels: Record<keyof typeof submissionPayloads, string> = { submit: '网上提交', answerSubmission: '答复网上提交', reissueAccessCode: '重发查询码' };
