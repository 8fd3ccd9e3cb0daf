/** Households that were on the roster before the system come in by a file, checked and confirmed as a whole: no command on a case makes one. */
export const importPayloads = {} as const;

export const importLabels: Record<keyof typeof importPayloads, string> = {};
