/** What happened, as the log keeps it. */
export interface RelativeBodies {}

export const relativeActionLabels: Record<keyof RelativeBodies, string> = {};
