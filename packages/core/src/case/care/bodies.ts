/** What happened, as the log keeps it. */
export interface CareBodies {}

export const careActionLabels: Record<keyof CareBodies, string> = {};
