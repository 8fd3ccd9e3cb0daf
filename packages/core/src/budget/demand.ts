import * as z from 'zod';
import { divideRounded } from '../money/fen.ts';
import { PERCENT, ratio } from '../means/rules.ts';

/**
 * The county's demand for money of a year [GX-21, LH-14]: the caseload of a month, carried forward by assumptions that
 * stand beside the figures. Sums are integer fen, months `YYYY-MM`; every month of every unit is rounded once, half up.
 */

const percent = z.number().min(-100).max(1000).multipleOf(0.0001);
const monthText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份应为 YYYY-MM');

export const demandAssumptionsSchema = z.strictObject({
  programmes: z.array(z.strictObject({
    programme: z.string().min(1).max(60),
    /** Households (or, for a programme that pays once, cases) more or fewer in a year, evenly. */
    growthPercent: percent.default(0),
    /** Planned standards: from that month the average sum is higher by so much; `scenario`: the what-if that says so. */
    standards: z.array(z.strictObject({ fromMonth: monthText, percent, scenario: z.uuid().optional() })).max(12).default([]),
  })).max(40).default([]),
  /** Who pays which share; together 100. */
  sources: z.array(z.strictObject({ source: z.string().min(1).max(40), percent: z.number().min(0).max(100).multipleOf(0.0001) })).min(1).max(12),
  note: z.string().trim().max(1000).default(''),
}).refine((a) => a.sources.reduce((sum, s) => sum + ratio(s.percent), 0n) === PERCENT, { message: '各来源比例合计应为 100%', path: ['sources'] })
  .refine((a) => new Set(a.sources.map((s) => s.source)).size === a.sources.length, { message: '同一来源写了两次', path: ['sources'] })
  .refine((a) => new Set(a.programmes.map((p) => p.programme)).size === a.programmes.length, { message: '同一项目写了两次', path: ['programmes'] });
export type DemandAssumptions = z.output<typeof demandAssumptionsSchema>;

/** What a plan is computed from: one programme in one unit. Where it pays once, the households and money of the last twelve months. */
export interface DemandBase {
  readonly programme: string;
  readonly unit: string;
  readonly payment: 'monthly' | 'once';
  readonly households: number;
  readonly persons: number;
  /** Owed per month, or in the last twelve months together. */
  readonly fen: number;
}

export interface DemandRow extends DemandBase {
  /** Average per household and month (or per case), half up. */
  readonly averageFen: number;
  /** January to December. */
  readonly months: readonly number[];
  readonly yearFen: number;
}

export interface Demand {
  readonly rows: readonly DemandRow[];
  readonly months: readonly number[];
  readonly sources: readonly { readonly source: string; readonly months: readonly number[]; readonly yearFen: number }[];
  readonly yearFen: number;
}

const MONTHS = 12;
const at = (month: string): number => Number(month.slice(0, 4)) * MONTHS + Number(month.slice(5, 7)) - 1;
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

/** A sum in parts by percent, exactly: what rounding leaves goes to the largest remainders, the first of the list among equals. */
export function shares(fen: number, percents: readonly number[]): number[] {
  const exact = percents.map((p) => BigInt(fen) * ratio(p));
  const parts = exact.map((e) => Number(e / PERCENT));
  const order = exact.map((e, i) => ({ i, rest: e % PERCENT })).sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1));
  let left = fen - sum(parts);
  for (const { i } of order) {
    if (left <= 0) break;
    parts[i] = (parts[i] ?? 0) + 1;
    left--;
  }
  return parts;
}

/**
 * The plan of `year` from the caseload of `month`. Growth is linear from that month; a planned standard counts from its
 * month on and multiplies with those before it; what is computed never falls below zero.
 */
export function computeDemand(year: number, month: string, base: readonly DemandBase[], a: DemandAssumptions): Demand {
  const rows = base.map((b): DemandRow => {
    const own = a.programmes.find((p) => p.programme === b.programme);
    const standards = own?.standards ?? [];
    const over = PERCENT ** BigInt(standards.length + 1) * 12n * 12n;
    let soFar = 0n;
    const months = Array.from({ length: MONTHS }, (_, i) => {
      const m = `${year}-${String(i + 1).padStart(2, '0')}`;
      // Over PERCENT × 12 so that a month's part of a year's growth stays exact.
      const grown = PERCENT * 12n + ratio(own?.growthPercent ?? 0) * BigInt(at(m) - at(month));
      const raised = standards.filter((s) => s.fromMonth <= m && s.fromMonth > month).map((s) => PERCENT + ratio(s.percent));
      const top = raised.reduce((x, r) => x * r, BigInt(b.fen) * (grown > 0n ? grown : 0n));
      if (b.payment === 'monthly') return Math.max(0, divideRounded(top, raised.reduce((x) => x * PERCENT, PERCENT * 12n)));
      // A year's money in twelve parts: what rounding takes from one month the next one has, so that the year is whole.
      const before = divideRounded(soFar, over);
      soFar += top * PERCENT ** BigInt(standards.length - raised.length);
      return divideRounded(soFar, over) - before;
    });
    return { ...b, averageFen: b.households === 0 ? 0 : divideRounded(b.fen, b.households), months, yearFen: sum(months) };
  });
  const months = Array.from({ length: MONTHS }, (_, i) => sum(rows.map((r) => r.months[i] ?? 0)));
  const split = months.map((m) => shares(m, a.sources.map((s) => s.percent)));
  const sources = a.sources.map((s, k) => {
    const own = split.map((parts) => parts[k] ?? 0);
    return { source: s.source, months: own, yearFen: sum(own) };
  });
  return { rows, months, sources, yearFen: sum(months) };
}
