import os from 'node:os';
import { startCluster } from './cluster.ts';
import { benchConfirm, type ConfirmSizes } from './confirm.ts';
import { benchLists, type ListSizes } from './lists.ts';
import type { Report } from './report.ts';
import { benchRoll, type RollSizes } from './roll.ts';

export interface Sizes {
  readonly confirm: ConfirmSizes;
  readonly lists: ListSizes;
  readonly roll: RollSizes;
}

export const FULL: Sizes = {
  confirm: { shapes: 4, warmUp: 80, alone: 400, together: 800 },
  lists: { small: 1000, large: 1_000_000, rounds: 200 },
  roll: { households: 100_000, months: 5 },
};

/** Sizes at which everything runs and nothing is proven. */
export const QUICK: Sizes = {
  confirm: { shapes: 1, warmUp: 2, alone: 4, together: 8 },
  lists: { small: 1000, large: 2000, rounds: 2 },
  roll: { households: 200, months: 1 },
};

export type Part = 'confirm' | 'lists' | 'roll';
export const PARTS: readonly Part[] = ['confirm', 'lists', 'roll'];

export interface RunOptions {
  readonly sizes: Sizes;
  readonly parts: readonly Part[];
  /** Whether commits reach the disk, as they do in service. */
  readonly durable: boolean;
  /** Calendar day that the report bears. */
  readonly date: string;
  readonly log: (line: string) => void;
}

/** Runs the chosen benchmarks, one after the other, on a PostgreSQL of their own. */
export async function run(options: RunOptions): Promise<Report> {
  const { sizes, parts, log } = options;
  const load = (): number => os.loadavg()[0] ?? 0;
  const before = load();
  const cluster = await startCluster({ durable: options.durable });
  try {
    const results = {
      ...(parts.includes('confirm') ? { confirm: await benchConfirm(cluster, sizes.confirm, log) } : {}),
      ...(parts.includes('lists') ? { lists: { sizes: sizes.lists, rows: await benchLists(cluster, sizes.lists, log) } } : {}),
      ...(parts.includes('roll') ? { roll: await benchRoll(cluster, sizes.roll, log) } : {}),
    };
    return { date: options.date, postgres: await cluster.version(), load: [before, load()], ...results };
  } finally {
    await cluster.close();
  }
}
