import { formatYuan } from '../money/fen.ts';
import type { Programme } from '../policy/model.ts';
import type { Policy } from '../policy/resolve.ts';
import type { HouseholdFacts } from '../case/facts.ts';
import { computeAmount } from './compute.ts';
import { contribution } from './model.ts';
import type { MeansResult } from './model.ts';

const INCOME: readonly string[] = ['income', 'deduction', 'maintenance'];
const AMOUNT: readonly string[] = ['amount', 'addition'];

/** Adds the lines of a working up again, independently of how it was computed: household income and sum, in fen a month. */
export function sumOfLines(result: MeansResult): { readonly incomeFen: number; readonly monthlyFen: number } {
  const sum = (groups: readonly string[]): number => result.lines.filter((l) => groups.includes(l.group)).reduce((total, l) => total + contribution(l), 0);
  return { incomeFen: sum(INCOME), monthlyFen: result.eligible ? sum(AMOUNT) : 0 };
}

export interface AmountDifference {
  readonly expectedFen: number;
  readonly statedFen: number;
  /** Stated − expected: positive = paid too much. */
  readonly differenceFen: number;
  readonly text: string;
}

/** Recomputes a sum that someone fixed or paid and says how far it is off, or undefined when it is right. */
export function checkAmount(programme: Programme, facts: HouseholdFacts, policy: Policy, on: string, statedFen: number): AmountDifference | undefined {
  const expectedFen = computeAmount(programme, facts, policy, on).monthlyFen;
  if (expectedFen === statedFen) return undefined;
  const differenceFen = statedFen - expectedFen;
  const text = `按 ${on} 的规定应为 ${formatYuan(expectedFen)}，所定为 ${formatYuan(statedFen)}，${differenceFen > 0 ? '多' : '少'} ${formatYuan(Math.abs(differenceFen))}`;
  return { expectedFen, statedFen, differenceFen, text };
}
