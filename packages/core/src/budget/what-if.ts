import { computeAmount } from '../means/compute.ts';
import { missingOf } from '../means/missing.ts';
import type { Programme } from '../policy/model.ts';
import { expandFacts, type CompactFacts } from './means-input.ts';
import { OUTCOMES, type Cannot, type Outcome } from './outcomes.ts';
import type { StandingLaw } from './standing-law.ts';

/** A household of the caseload as it stood, with what it is paid (fen a month; 0 where it was refused). */
export interface CaseloadRow {
  readonly status: 'granted' | 'refused';
  readonly programme: string;
  readonly lawOn: string;
  readonly paidFen: number;
  /** What its last decision or change fixed; undefined where nothing is recorded. */
  readonly decidedFen: number | undefined;
  readonly unable: number | null;
  readonly facts: CompactFacts | null;
  readonly why: Cannot | null;
}

export interface Judged {
  readonly outcome: Outcome;
  readonly beforeFen: number;
  /** Undefined where it cannot be computed. */
  readonly afterFen?: number | undefined;
  readonly why?: Cannot | undefined;
}

/**
 * One household by another law: the very formula of the decision ({@link computeAmount}) over the facts kept from it. Ages
 * are those of the decision, so that nothing but the law differs. A household whose sum does not follow from its facts, or
 * of which a fact is missing, is said to be unknown.
 */
export function judgeRow(row: CaseloadRow, programme: Programme | undefined, law: StandingLaw): Judged {
  const unknown = (why: Cannot): Judged => ({ outcome: 'unknown', beforeFen: row.paidFen, why });
  if (row.why) return unknown(row.why);
  if (row.facts === null || row.decidedFen === undefined || !programme) return unknown('none');
  if (row.status === 'granted' && row.decidedFen !== row.paidFen) return unknown('rate');
  try {
    const r = computeAmount(programme, expandFacts(row.facts), law, row.lawOn, row.unable === null ? {} : { unable: row.unable });
    const afterFen = r.eligible ? r.monthlyFen : 0;
    if (row.status === 'refused') return { outcome: afterFen > 0 ? 'entry' : 'out', beforeFen: 0, afterFen };
    const outcome = afterFen === 0 ? 'exit' : afterFen > row.paidFen ? 'gain' : afterFen < row.paidFen ? 'loss' : 'same';
    return { outcome, beforeFen: row.paidFen, afterFen };
  } catch (e) {
    if (missingOf(e, law)) return unknown('missing');
    throw e;
  }
}

/** Households, persons and money of one outcome. `afterFen` of the unknown is what they are paid now. after − before = by standard + by other + what of the `unsplit` cannot be told apart. */
export interface OutcomeSum {
  readonly households: number;
  readonly persons: number;
  readonly beforeFen: number;
  readonly afterFen: number;
  /** Of the difference: what the standard alone makes, and what other rules make that changed since the decision. */
  readonly standardFen: number;
  readonly otherFen: number;
  /** Households whose difference cannot be told apart, and that difference. */
  readonly unsplit: number;
  readonly unsplitFen: number;
}
export type OutcomeSums = Readonly<Record<Outcome, OutcomeSum>>;

const ZERO: OutcomeSum = { households: 0, persons: 0, beforeFen: 0, afterFen: 0, standardFen: 0, otherFen: 0, unsplit: 0, unsplitFen: 0 };
export const noSums = (): Record<Outcome, OutcomeSum> => Object.fromEntries(OUTCOMES.map((o) => [o, ZERO])) as Record<Outcome, OutcomeSum>;
export const plus = (a: OutcomeSum, b: OutcomeSum): OutcomeSum => ({ households: a.households + b.households, persons: a.persons + b.persons, beforeFen: a.beforeFen + b.beforeFen, afterFen: a.afterFen + b.afterFen, standardFen: a.standardFen + b.standardFen, otherFen: a.otherFen + b.otherFen, unsplit: a.unsplit + b.unsplit, unsplitFen: a.unsplitFen + b.unsplitFen });

/** The sum of one household. `standardFen` = what the standard alone would give it a month; undefined where the difference cannot be told apart. */
export function sumOf(persons: number, beforeFen: number, afterFen: number, standardFen: number | undefined): OutcomeSum {
  const whole = standardFen === undefined;
  return { households: 1, persons, beforeFen, afterFen, standardFen: whole ? 0 : standardFen - beforeFen, otherFen: whole ? 0 : afterFen - standardFen, unsplit: whole ? 1 : 0, unsplitFen: whole ? afterFen - beforeFen : 0 };
}

export interface Totals {
  /** Paid households before and after. */
  readonly before: { readonly households: number; readonly persons: number; readonly fen: number };
  readonly after: { readonly households: number; readonly persons: number; readonly fen: number };
  /** More (or, negative, less) per month and per year of twelve months. The unknown are in both at what they are paid. */
  readonly monthFen: number;
  readonly yearFen: number;
  readonly unknown: number;
}

const MONTHS = 12;

/** Totals of a set of outcomes. They foot: after − before is the sum of all gains, losses, exits and entries. */
export function totalsOf(s: OutcomeSums): Totals {
  const paid = [s.gain, s.same, s.loss, s.exit, s.unknown].reduce(plus, ZERO);
  const after = [s.gain, s.same, s.loss, s.entry, s.unknown].reduce(plus, ZERO);
  const monthFen = after.afterFen - paid.beforeFen;
  return {
    before: { households: paid.households, persons: paid.persons, fen: paid.beforeFen }, after: { households: after.households, persons: after.persons, fen: after.afterFen },
    monthFen, yearFen: monthFen * MONTHS, unknown: s.unknown.households,
  };
}
