import type { HouseholdFacts } from '../facts.ts';

/** What happened, as the log keeps it. */
export interface ImportBodies {
  /**
   * First action of a household that was on the roster before the system: it stands there as granted, with nothing said to
   * have been done that was not done here. `fromMonth` is since when it is helped, `payFrom` the first month that this
   * system pays; sums in fen a month; `import` and `row` tell the file and line it came from.
   */
  imported: {
    readonly facts: HouseholdFacts; readonly number: string; readonly unit: string; readonly programme: string; readonly organ: 'unit' | 'county'; readonly procedure: string;
    readonly monthlyFen: number; readonly fromMonth: string; readonly payFrom: string; readonly import: string; readonly row: number;
  };
}

export const importActionLabels: Record<keyof ImportBodies, string> = { imported: '存量导入' };
