import { daysBetween } from '../../calendar/date.ts';

/** What the county answers to a split that is shown to it. */
export const SPLIT_OUTCOMES = ['separate', 'merge', 'correct'] as const;
export type SplitOutcome = (typeof SPLIT_OUTCOMES)[number];
export const SPLIT_OUTCOME_LABELS: Record<SplitOutcome, string> = { separate: '各自成立，不是拆分', merge: '合并，报上一级确认', correct: '退回更正' };

/** One application of a household, as far as sums are looked at together. */
export interface SplitPart {
  readonly case: string;
  readonly cause: string;
  readonly on: string;
  /** Decided, handed over or proposed, in fen. */
  readonly fen: number;
  /** What the unit may confirm by itself; null = unlimited. */
  readonly limitFen: number | null;
}

export interface Split<P extends SplitPart> {
  readonly parts: readonly P[];
  readonly sumFen: number;
  readonly limitFen: number;
  readonly from: string;
  readonly to: string;
}

/**
 * Applications of one household, each at or under a limit, whose sum is above it: for the same cause, or within `days`
 * natural days of one another. What belongs together does so step by step (a with b, b with c). A sum above the limit in
 * one application went the way above it and splits nothing. The lowest limit among the parts counts.
 */
export function findSplits<P extends SplitPart>(parts: readonly P[], days: number): Split<P>[] {
  const small = [...new Map(parts.map((p) => [p.case, p])).values()].filter((p) => p.fen > 0 && p.limitFen !== null && p.fen <= p.limitFen);
  const near = (a: P, b: P): boolean => a.cause === b.cause || Math.abs(daysBetween(a.on, b.on)) <= days;
  const left = new Set(small);
  const out: Split<P>[] = [];
  for (const first of small) {
    if (!left.delete(first)) continue;
    const group = [first];
    for (let i = 0; i < group.length; i++) for (const p of left) if (near(group[i] ?? first, p)) { left.delete(p); group.push(p); }
    const limitFen = Math.min(...group.map((p) => p.limitFen ?? Infinity));
    const sumFen = group.reduce((n, p) => n + p.fen, 0);
    const sorted = group.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    if (group.length > 1 && sumFen > limitFen) out.push({ parts: sorted, sumFen, limitFen, from: sorted[0]?.on ?? '', to: sorted.at(-1)?.on ?? '' });
  }
  return out;
}
