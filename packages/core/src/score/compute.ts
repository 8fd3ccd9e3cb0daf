import type { TableValue } from '../policy/tables.ts';
import { MEASURES } from './measures.ts';

export type ScorePlan = TableValue<'score.plan'>;
export type Indicator = ScorePlan['indicators'][number];

/** Items and faults of one unit under one indicator, by stratum (programme × emergency × disputed). */
export interface Count {
  readonly unit: string;
  readonly indicator: string;
  readonly stratum: string;
  readonly n: number;
  readonly faults: number;
}

/** The county's items and faults before the month: what a unit's mix is compared with. */
export type Reference = readonly Omit<Count, 'unit'>[];

/** How an indicator came out. Rates in percent; points in hundredths of a point. */
interface IndicatorResult {
  readonly id: string;
  readonly label: string;
  readonly measure: Indicator['measure'];
  /** `tooFew`: under the minimum volume, not judged. */
  readonly state: 'rated' | 'tooFew';
  readonly n: number;
  readonly faults: number;
  readonly raw: number | null;
  /** After allowing for the mix of cases; absent where there is nothing to compare with. */
  readonly adjusted: number | null;
  /** 95 % interval of the rate that counts. */
  readonly low: number | null;
  readonly high: number | null;
  readonly points: number;
  readonly deducted: number;
  readonly bonus: number;
}

/** A unit's month. Scores in hundredths of a point. */
export interface UnitResult {
  readonly unit: string;
  readonly score: number;
  readonly low: number;
  readonly high: number;
  /** Null where less than half of the points could be judged. Equal scores share a rank. */
  readonly rank: number | null;
  /** Ranks that the volumes leave possible. */
  readonly rankFrom: number | null;
  readonly rankTo: number | null;
  readonly indicators: readonly IndicatorResult[];
}

const Z = 1.96;

/** Wilson's 95 % interval of `k` in `n`, as shares. @throws {RangeError} without any item. */
export function wilson(k: number, n: number): { readonly low: number; readonly high: number } {
  if (n <= 0 || k < 0 || k > n) throw new RangeError(`no share ${k} of ${n}`);
  const p = k / n;
  const mid = p + (Z * Z) / (2 * n);
  const half = Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n));
  const whole = 1 + (Z * Z) / n;
  return { low: k === 0 ? 0 : (mid - half) / whole, high: k === n ? 1 : (mid + half) / whole };
}

/**
 * What a unit of average care would have had with this unit's cases: each stratum at the county's earlier rate of that
 * stratum, small strata at their common rate. Undefined where the county had no items or no fault before. The unit's own
 * month is no part of it, so that a fault less never makes the comparison harsher.
 */
export function factorOf(counts: readonly Count[], reference: Reference, least: number): number | undefined {
  const total = { n: sum(reference, 'n'), faults: sum(reference, 'faults') };
  if (total.n < least || total.faults === 0) return undefined;
  const small = reference.filter((r) => r.n < least);
  const pooled = sum(small, 'n') > 0 ? sum(small, 'faults') / sum(small, 'n') : total.faults / total.n;
  const rates = new Map(reference.map((r) => [r.stratum, r.n < least ? pooled : r.faults / r.n]));
  const expected = counts.reduce((e, c) => e + c.n * (rates.get(c.stratum) ?? total.faults / total.n), 0);
  return expected === 0 ? undefined : ((total.faults / total.n) * sum(counts, 'n')) / expected;
}

const sum = (list: readonly { readonly n: number; readonly faults: number }[], of: 'n' | 'faults'): number => list.reduce((s, x) => s + x[of], 0);

/** Points taken off, in hundredths: so many for each percent (each fault, where only faults are counted) above the target, no more than the item has. */
const deduct = (i: Indicator, value: number): number => Math.min(i.points * 100, Math.max(0, Math.round(i.per * 100 * (value - i.target))));

const percent = (share: number): number => Math.round(share * 10_000) / 100;

function judge(i: Indicator, counts: readonly Count[], reference: Reference, least: number): { readonly result: IndicatorResult; readonly worst: number; readonly best: number } {
  const n = sum(counts, 'n');
  const faults = sum(counts, 'faults');
  const common = { id: i.id, label: i.label, measure: i.measure, n, faults, points: i.points * 100 };
  if (MEASURES[i.measure].basis === 'count') {
    const off = deduct(i, faults);
    return { result: { ...common, state: 'rated', raw: null, adjusted: null, low: null, high: null, deducted: off, bonus: faults === 0 ? i.bonus * 100 : 0 }, worst: off, best: off };
  }
  if (n < Math.max(1, i.minVolume)) return { result: { ...common, state: 'tooFew', raw: null, adjusted: null, low: null, high: null, deducted: 0, bonus: 0 }, worst: 0, best: 0 };
  const factor = i.caseMix ? factorOf(counts, reference, least) : undefined;
  const rate = (share: number): number => Math.min(1, share * (factor ?? 1));
  const ends = wilson(faults, n);
  const [low, high] = [rate(ends.low), rate(ends.high)];
  return {
    result: { ...common, state: 'rated', raw: percent(faults / n), adjusted: factor === undefined ? null : percent(rate(faults / n)), low: percent(low), high: percent(high), deducted: deduct(i, rate(faults / n) * 100), bonus: faults === 0 ? i.bonus * 100 : 0 },
    worst: deduct(i, high * 100), best: deduct(i, low * 100),
  };
}

/**
 * One unit's month: in `deduct` every item starts from full marks and loses for faults, what is too small to judge is left
 * out of the full marks [XX-93]; in `addDeduct` points are added to and taken off a base [BQ-72]. Never under 0 nor over full.
 * The interval combines those of the items (square root of the sum of squares to each side).
 */
export function scoreUnit(plan: ScorePlan, unit: string, counts: readonly Count[], reference: Reference): Omit<UnitResult, 'rank' | 'rankFrom' | 'rankTo'> & { readonly enough: boolean } {
  const judged = plan.indicators.map((i) => judge(i, counts.filter((c) => c.indicator === i.id), reference.filter((r) => r.indicator === i.id), plan.referenceMin));
  const rated = judged.filter((j) => j.result.state === 'rated');
  const points = rated.reduce((s, j) => s + j.result.points, 0);
  const off = rated.reduce((s, j) => s + j.result.deducted, 0);
  const bonus = rated.reduce((s, j) => s + j.result.bonus, 0);
  const full = plan.full * 100;
  const of = (lost: number): number => {
    const value = plan.method === 'deduct' ? (points === 0 ? full : (full * (points - lost)) / points) : plan.base * 100 + bonus - lost;
    return Math.min(full, Math.max(0, Math.round(value)));
  };
  const away = (end: 'worst' | 'best'): number => Math.sqrt(rated.reduce((s, j) => s + (j[end] - j.result.deducted) ** 2, 0));
  const all = plan.indicators.reduce((s, i) => s + i.points * 100, 0);
  return { unit, score: of(off), low: of(Math.min(points, off + away('worst'))), high: of(Math.max(0, off - away('best'))), indicators: judged.map((j) => j.result), enough: points * 2 >= all };
}

/** All units of a month in descending order of score [XX-157]; those of which too little could be judged stand last, without rank. */
export function scoreUnits(plan: ScorePlan, units: readonly string[], counts: readonly Count[], reference: Reference): UnitResult[] {
  const byUnit = Map.groupBy(counts, (c) => c.unit);
  const scored = units.map((u) => scoreUnit(plan, u, byUnit.get(u) ?? [], reference));
  const ranked = scored.filter((s) => s.enough);
  return scored.map(({ enough, ...s }): UnitResult => enough
    ? { ...s, rank: 1 + ranked.filter((o) => o.score > s.score).length, rankFrom: 1 + ranked.filter((o) => o.low > s.high).length, rankTo: ranked.length - ranked.filter((o) => o.high < s.low).length }
    : { ...s, rank: null, rankFrom: null, rankTo: null }).sort((a, b) => (a.rank === null ? 1 : 0) - (b.rank === null ? 1 : 0) || b.score - a.score || (a.unit < b.unit ? -1 : 1));
}

/** `92.35`. */
export const scoreText = (hundredths: number): string => `${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
