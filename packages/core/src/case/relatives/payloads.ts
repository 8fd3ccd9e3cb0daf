/** Households of staff relatives: counter-signature and the visit of the county [HQ-194]: what is sent. */
export const relativePayloads = {} as const;

export const relativeLabels: Record<keyof typeof relativePayloads, string> = {};
