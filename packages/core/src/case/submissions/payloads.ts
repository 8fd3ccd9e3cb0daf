/** What the applicant or the public sends in without an account, and its answer: what is sent. */
export const submissionPayloads = {} as const;

export const submissionLabels: Record<keyof typeof submissionPayloads, string> = {};
