/** After the decision: change and end of what was granted [HQ-184..187, BQ-31]: what is sent. */
export const changePayloads = {} as const;

export const changeLabels: Record<keyof typeof changePayloads, string> = {};
