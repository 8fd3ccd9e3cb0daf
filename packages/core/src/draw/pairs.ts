import type { Hash } from './select.ts';

export interface Pairing {
  readonly k: string;
  readonly pair: readonly [string, string];
}

/**
 * Gives every drawn case a pair of checkers, neither of them barred from it (near relative of the household or of a handler,
 * handler of the case): those with the fewest cases so far, ties by the draw's own seed, so that who checks whom is as repeatable
 * as the draw. `alone`: cases for which fewer than two are left; they wait until somebody else is named.
 */
export function assignPairs(keys: readonly string[], checkers: readonly string[], barred: (k: string, checker: string) => boolean, commitment: string, seed: string, hash: Hash): { readonly pairs: readonly Pairing[]; readonly alone: readonly string[] } {
  const load = new Map(checkers.map((c) => [c, 0]));
  const pairs: Pairing[] = [];
  const alone: string[] = [];
  for (const k of [...keys].sort()) {
    const free = [...load].filter(([c]) => !barred(k, c)).map(([c, n]) => ({ c, n, rank: hash(`${commitment}|${seed}|${k}|${c}`) })).sort((a, b) => a.n - b.n || (a.rank < b.rank ? -1 : 1));
    const [first, second] = free;
    if (!first || !second) {
      alone.push(k);
      continue;
    }
    load.set(first.c, first.n + 1);
    load.set(second.c, second.n + 1);
    pairs.push({ k, pair: [first.c, second.c] });
  }
  return { pairs, alone };
}
