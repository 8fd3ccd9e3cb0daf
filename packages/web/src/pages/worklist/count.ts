/** Counting stops at a thousand on the server: more is not said more exactly. */
const CAP = 1000;
export const capped = (n: number): number | string => (n >= CAP ? `${CAP - 1}+` : n);
