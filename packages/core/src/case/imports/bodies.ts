/** What happened, as the log keeps it. */
export interface ImportBodies {}

export const importActionLabels: Record<keyof ImportBodies, string> = {};
