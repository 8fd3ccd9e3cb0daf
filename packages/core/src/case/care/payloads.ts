/** 特困: assessment of self-care, and care, guardianship and agreement fixed with the confirmation [HQ-130, BQ-42, BQ-43]: what is sent. */
export const carePayloads = {} as const;

export const careLabels: Record<keyof typeof carePayloads, string> = {};
