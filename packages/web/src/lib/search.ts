/** The last thing searched for, kept in memory only: it may be an identity number. Each asking is a new, logged search. */
let last: { readonly value: string; readonly n: number } | null = null;
const listeners = new Set<() => void>();

export const askedFor = {
  ask: (value: string): void => {
    last = { value, n: (last?.n ?? 0) + 1 };
    for (const l of listeners) l();
  },
  now: (): { readonly value: string; readonly n: number } | null => last,
  subscribe: (l: () => void): (() => void) => {
    listeners.add(l);
    return () => listeners.delete(l);
  },
};
