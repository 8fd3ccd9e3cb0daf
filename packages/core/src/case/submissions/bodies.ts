/** What happened, as the log keeps it. */
export interface SubmissionBodies {}

export const submissionActionLabels: Record<keyof SubmissionBodies, string> = {};
