/** Households that were on the roster before the system: enter as 在享, marked as such: what is sent. */
export const importPayloads = {} as const;

export const importLabels: Record<keyof typeof importPayloads, string> = {};
