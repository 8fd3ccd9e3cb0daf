import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeDemand, demandAssumptionsSchema, shares, type DemandBase } from './demand.ts';
import { outturn } from './outturn.ts';

const dibao: DemandBase = { programme: 'dibao', unit: 'a', payment: 'monthly', households: 100, persons: 180, fen: 8_000_000 };
const once: DemandBase = { programme: 'jinan', unit: 'a', payment: 'once', households: 24, persons: 24, fen: 1_200_000 };
const plan = (x: object) => demandAssumptionsSchema.parse({ sources: [{ source: 'province', percent: 70 }, { source: 'county', percent: 30 }], ...x });

describe('the demand plan of next year [GX-21] [LH-14]', () => {
  test('[GX-21] [LH-14] is the caseload times twelve, programmes that pay once at last year’s money, split by source to the fen', () => {
    const d = computeDemand(2027, '2026-11', [dibao, once], plan({}));
    expect(d.rows.map((r) => [r.averageFen, r.months[0], r.months[11], r.yearFen])).toEqual([[80_000, 8_000_000, 8_000_000, 96_000_000], [50_000, 100_000, 100_000, 1_200_000]]);
    expect(d.yearFen).toBe(97_200_000);
    expect(d.sources.map((s) => s.yearFen)).toEqual([68_040_000, 29_160_000]);
  });

  test('a planned standard counts from its month, a standard already paid in the base month does not count again; growth is linear from the base month', () => {
    const d = computeDemand(2027, '2026-12', [dibao], plan({ programmes: [{ programme: 'dibao', standards: [{ fromMonth: '2027-07', percent: 5 }, { fromMonth: '2026-12', percent: 50 }] }] }));
    expect([d.months[5], d.months[6]]).toEqual([8_000_000, 8_400_000]);
    const g = computeDemand(2027, '2026-12', [dibao], plan({ programmes: [{ programme: 'dibao', growthPercent: 12 }] }));
    expect([g.months[0], g.months[11]]).toEqual([8_080_000, 8_960_000]);
    expect(computeDemand(2027, '2026-12', [dibao], plan({ programmes: [{ programme: 'dibao', growthPercent: -100 }] })).months.at(-1)).toBe(0);
  });

  test('what is paid once a case is planned to the fen: the twelve months of a year without growth are last year’s money', () => {
    fc.assert(fc.property(fc.nat(900_000_000), fc.integer({ min: 0, max: 50 }), (fen, percent) => {
      const year = (x: object): number => computeDemand(2027, '2026-12', [{ ...once, fen }], plan(x)).yearFen;
      expect(year({})).toBe(fen);
      // Raised for the second half of the year: half a year more, rounded once.
      expect(Math.abs(year({ programmes: [{ programme: 'jinan', standards: [{ fromMonth: '2027-07', percent }] }] }) - (fen + (fen * percent) / 200))).toBeLessThanOrEqual(0.5);
    }));
  });

  test('months, units and sources foot whatever is assumed', () => {
    const base = fc.record({ programme: fc.constantFrom('dibao', 'tekun'), unit: fc.constantFrom('a', 'b'), payment: fc.constantFrom('monthly' as const, 'once' as const), households: fc.nat(5000), persons: fc.nat(9000), fen: fc.nat(900_000_000) });
    fc.assert(fc.property(fc.array(base, { maxLength: 8 }), fc.integer({ min: -100, max: 300 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 100 }), (rows, growthPercent, percent, first) => {
      const d = computeDemand(2027, '2026-11', rows, plan({ programmes: [{ programme: 'dibao', growthPercent, standards: [{ fromMonth: '2027-04', percent }] }], sources: [{ source: 'x', percent: first }, { source: 'y', percent: 100 - first }] }));
      const total = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
      expect(total(d.rows.map((r) => r.yearFen))).toBe(d.yearFen);
      expect(total(d.months)).toBe(d.yearFen);
      expect(total(d.sources.map((s) => s.yearFen))).toBe(d.yearFen);
      expect(d.months.every((m, i) => m >= 0 && total(d.sources.map((s) => s.months[i] ?? 0)) === m)).toBe(true);
    }));
  });

  test('shares sum to the whole, and nobody is off by a fen', () => {
    expect(shares(100, [33.3333, 33.3333, 33.3334])).toEqual([33, 33, 34]);
    expect(shares(1, [50, 50])).toEqual([1, 0]);
  });

  test('shares that are not the whole, or a source twice, are refused', () => {
    expect(demandAssumptionsSchema.safeParse({ sources: [{ source: 'a', percent: 99 }] }).success).toBe(false);
    expect(demandAssumptionsSchema.safeParse({ sources: [{ source: 'a', percent: 50 }, { source: 'a', percent: 50 }] }).success).toBe(false);
  });
});

describe('budget against actual', () => {
  const twelve = (n: number): number[] => Array.from({ length: 12 }, () => n);
  const paid = (n: number, months: number): number[] => twelve(0).map((_, i) => (i < months ? n : 0));

  test('forecasts the months left from the running caseload and says what is short of the allocations and over the plan', () => {
    const o = outturn({ programme: 'dibao', payment: 'monthly', planned: twelve(100), allocated: paid(300, 3), paid: paid(110, 9), openFen: 10, runningFen: 120 }, 9);
    expect(o).toMatchObject({ plannedFen: 1200, allocatedFen: 900, paidFen: 990, forecastFen: 990 + 10 + 360, shortFen: 460, overFen: 160 });
  });

  test('a programme that pays once is forecast by its average, and before the year began by the plan', () => {
    expect(outturn({ programme: 'jinan', payment: 'once', planned: twelve(10), allocated: twelve(20), paid: paid(15, 4), openFen: 0, runningFen: 0 }, 4)).toMatchObject({ forecastFen: 180, shortFen: 0, overFen: 60 });
    expect(outturn({ programme: 'jinan', payment: 'once', planned: twelve(10), allocated: twelve(0), paid: twelve(0), openFen: 0, runningFen: 0 }, 0)).toMatchObject({ forecastFen: 120, shortFen: 120, overFen: 0 });
  });

  test('what a plan does not name is over it from the first fen; without any plan nothing is over', () => {
    const x = { programme: 'zhichu', payment: 'once', planned: twelve(0), allocated: twelve(0), paid: paid(15, 4), openFen: 0, runningFen: 0 } as const;
    expect([outturn(x, 4).overFen, outturn(x, 4, false).overFen]).toEqual([180, 0]);
  });
});
