/** Middle and tail of a set of times, in milliseconds. */
export interface Spread {
  readonly n: number;
  readonly median: number;
  readonly p95: number;
}

/** @throws when nothing was measured: a benchmark without samples must not print a number. */
export function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    if (value === undefined) throw new Error('nothing was measured');
    return value;
  };
  return { n: sorted.length, median: at(0.5), p95: at(0.95) };
}

/** Runs `work` and pushes how long it took. */
export async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  into.push(performance.now() - begun);
  return result;
}

/** Takes `items` by `workers` at a time; every worker takes the next one that is free. */
export async function inParallel<T>(workers: number, items: readonly T[], work: (item: T, worker: number) => Promise<void>): Promise<void> {
  let next = 0;
  const run = async (worker: number): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item, worker);
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => run(worker)));
}

export function blocksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
