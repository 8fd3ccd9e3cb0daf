/** What happened, as the log keeps it. */
export interface PlaceBodies {}

export const placeActionLabels: Record<keyof PlaceBodies, string> = {};
