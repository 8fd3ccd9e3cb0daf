import { divideRounded } from '../money/fen.ts';

/** Plan against what came and what went, and where the year will end if nothing changes. Sums are integer fen. */

export interface OutturnInput {
  readonly programme: string;
  readonly payment: 'monthly' | 'once';
  /** January to December, from the confirmed plan; zeros without one. */
  readonly planned: readonly number[];
  readonly allocated: readonly number[];
  readonly paid: readonly number[];
  /** Owed and not yet with the household: in rolls made. */
  readonly openFen: number;
  /** What the present caseload is owed in each later month, for programmes paid monthly. */
  readonly runningFen: number;
}

export interface Outturn extends OutturnInput {
  readonly plannedFen: number;
  readonly allocatedFen: number;
  readonly paidFen: number;
  readonly forecastFen: number;
  /** More than was allocated so far is needed by the end of the year; more than was planned. Never negative. */
  readonly shortFen: number;
  readonly overFen: number;
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

/**
 * @param months months of the year that are over or running (0 to 12): the later ones are forecast, by the running caseload
 * for programmes paid monthly, by the average of the months so far for those paid once.
 * @param plan whether the year has a plan: where it has one, what it does not name is over it from the first fen.
 */
export function outturn(x: OutturnInput, months: number, plan = true): Outturn {
  const paidFen = sum(x.paid);
  const left = 12 - months;
  const later = x.payment === 'monthly' ? x.runningFen * left : months === 0 ? sum(x.planned) : divideRounded(BigInt(paidFen + x.openFen) * BigInt(left), months);
  const forecastFen = paidFen + x.openFen + later;
  const [plannedFen, allocatedFen] = [sum(x.planned), sum(x.allocated)];
  return { ...x, plannedFen, allocatedFen, paidFen, forecastFen, shortFen: Math.max(0, forecastFen - allocatedFen), overFen: plan ? Math.max(0, forecastFen - plannedFen) : 0 };
}
