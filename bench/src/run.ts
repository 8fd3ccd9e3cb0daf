import os from 'node:os';
import { benchArchive, type ArchiveSizes } from './archive.ts';
import { benchBank, type BankSizes } from './bank.ts';
import { startCluster } from './cluster.ts';
import { benchBureau, type BureauSizes } from './bureau.ts';
import { benchConfirm, type ConfirmSizes } from './confirm.ts';
import { benchLetter, type LetterSizes } from './letter.ts';
import { benchLists, type ListSizes } from './lists.ts';
import type { Report } from './report.ts';
import { benchRoll, type RollResult, type RollSizes } from './roll.ts';
import { benchRoster, type RosterSizes } from './roster.ts';
import { benchWarnings, type WarningSizes } from './warnings.ts';
import { benchWhatIf, type WhatIfSizes } from './whatif.ts';

export interface Sizes {
  readonly confirm: ConfirmSizes;
  readonly lists: ListSizes;
  /** One after the other, each in databases of its own. */
  readonly roll: readonly RollSizes[];
  readonly bank: BankSizes;
  readonly roster: RosterSizes;
  readonly whatif: WhatIfSizes;
  readonly warnings: WarningSizes;
  readonly bureau: BureauSizes;
  readonly archive: ArchiveSizes;
  readonly letter: LetterSizes;
}

export const FULL: Sizes = {
  confirm: { shapes: 4, warmUp: 80, alone: 400, together: 800 },
  lists: { small: 1000, large: 1_000_000, rounds: 200 },
  roll: [{ households: 100_000, months: 3 }, { households: 1_000_000, months: 1 }],
  bank: { lines: 1_000_000 },
  roster: { rows: 50_000, households: 100_000, rounds: 3 },
  whatif: { households: 1_000_000, rounds: 2 },
  warnings: { households: 300_000, entries: 10_000_000, rounds: 2 },
  bureau: { households: 300_000, rounds: 10 },
  archive: { files: 40, rounds: 5 },
  letter: { rounds: 100 },
};

/** Sizes at which everything runs and nothing is proven. */
export const QUICK: Sizes = {
  confirm: { shapes: 1, warmUp: 2, alone: 4, together: 8 },
  lists: { small: 1000, large: 2000, rounds: 2 },
  roll: [{ households: 200, months: 1 }],
  bank: { lines: 400 },
  roster: { rows: 100, households: 200, rounds: 1 },
  whatif: { households: 300, rounds: 1 },
  warnings: { households: 300, entries: 30_000, rounds: 1 },
  bureau: { households: 300, rounds: 1 },
  archive: { files: 4, rounds: 1 },
  letter: { rounds: 2 },
};

export type Part = 'confirm' | 'lists' | 'roll' | 'bank' | 'roster' | 'whatif' | 'warnings' | 'bureau' | 'archive' | 'letter';
export const PARTS: readonly Part[] = ['confirm', 'lists', 'roll', 'bank', 'roster', 'whatif', 'warnings', 'bureau', 'archive', 'letter'];

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
  log('bench: starting a PostgreSQL and making its data');
  const cluster = await startCluster({ durable: options.durable });
  /** Says when a part begins and how long all of it took, the making of its data included. */
  const part = async <T>(name: Part, work: () => Promise<T>): Promise<T | undefined> => {
    if (!parts.includes(name)) return undefined;
    const begun = performance.now();
    log(`${name}: begins (load ${load().toFixed(1)})`);
    const result = await work();
    log(`${name}: done after ${Math.round((performance.now() - begun) / 1000)} s`);
    return result;
  };
  try {
    const confirm = await part('confirm', () => benchConfirm(cluster, sizes.confirm, log));
    const lists = await part('lists', () => benchLists(cluster, sizes.lists, log));
    const roll = await part('roll', async () => {
      const results: RollResult[] = [];
      for (const size of sizes.roll) results.push(await benchRoll(cluster, size, log));
      return results;
    });
    const bank = await part('bank', () => benchBank(cluster, sizes.bank, log));
    const roster = await part('roster', () => benchRoster(cluster, sizes.roster, log));
    const whatif = await part('whatif', () => benchWhatIf(cluster, sizes.whatif, log));
    const warnings = await part('warnings', () => benchWarnings(cluster, sizes.warnings, log));
    const bureau = await part('bureau', () => benchBureau(cluster, sizes.bureau, log));
    const archive = await part('archive', () => benchArchive(cluster, sizes.archive, log));
    const letter = await part('letter', () => benchLetter(sizes.letter, log));
    const results = {
      ...(confirm ? { confirm } : {}), ...(lists ? { lists: { sizes: sizes.lists, rows: lists } } : {}), ...(roll ? { roll } : {}), ...(bank ? { bank } : {}),
      ...(roster ? { roster } : {}), ...(whatif ? { whatif } : {}), ...(warnings ? { warnings } : {}), ...(bureau ? { bureau } : {}), ...(archive ? { archive } : {}), ...(letter ? { letter } : {}),
    };
    return { date: options.date, postgres: await cluster.version(), load: [before, load()], ...results };
  } finally {
    await cluster.close();
  }
}
