/** What happened, as the log keeps it. */
export interface ChangeBodies {}

export const changeActionLabels: Record<keyof ChangeBodies, string> = {};
