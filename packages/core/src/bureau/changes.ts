import { addMonths } from '../case/months.ts';

/** Benefits of one unit that began and end in the same months: what a county's roll is, in a few thousand rows. */
export interface RollGroup {
  readonly unit: string;
  readonly from: string;
  /** Last month paid; null while it runs. */
  readonly to: string | null;
  readonly households: number;
  /** Sum a month. */
  readonly fen: number;
}

export interface RollMonth {
  readonly month: string;
  readonly onRoll: number;
  readonly began: number;
  /** On the roll of the month before and not of this one. */
  readonly ended: number;
  readonly fen: number;
}

/** The roll month by month, as it follows from when each benefit began and ended. */
export const rollMonths = (groups: readonly RollGroup[], months: readonly string[]): RollMonth[] => months.map((month) => {
  const before = addMonths(month, -1);
  let [onRoll, began, ended, fen] = [0, 0, 0, 0];
  for (const g of groups) {
    if (g.to !== null && g.to < g.from) continue;
    if (g.from === month) began += g.households;
    if (g.to === before) ended += g.households;
    if (g.from > month || (g.to !== null && g.to < month)) continue;
    onRoll += g.households;
    fen += g.fen;
  }
  return { month, onRoll, began, ended, fen };
});

/** The thirteen months that end with one: the same month of last year is the first. */
export const yearTo = (month: string): string[] => Array.from({ length: 13 }, (_, i) => addMonths(month, i - 12));
