import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plusDays } from '../../calendar/date.ts';
import { findSplits, type SplitPart } from './splits.ts';

const part = (n: number, on: string, fen: number, cause = 'fire', limitFen: number | null = 300_000): SplitPart => ({ case: `c${n}`, cause, on, fen, limitFen });

describe('sums split to stay under a limit', () => {
  it('for one cause, or within the window, each at or under the limit, together above it', () => {
    expect(findSplits([part(1, '2022-01-01', 300_000), part(2, '2022-11-01', 1)], 30)).toMatchObject([{ sumFen: 300_001, limitFen: 300_000, from: '2022-01-01', to: '2022-11-01' }]);
    expect(findSplits([part(1, '2022-01-01', 200_000), part(2, '2022-01-31', 200_000, 'illness')], 30)).toHaveLength(1);
    expect(findSplits([part(1, '2022-01-01', 200_000), part(2, '2022-02-01', 200_000, 'illness')], 30)).toEqual([]);
    // Together exactly at the limit is no split; what went above it by itself took the way above it.
    expect(findSplits([part(1, '2022-01-01', 150_000), part(2, '2022-01-02', 150_000)], 30)).toEqual([]);
    expect(findSplits([part(1, '2022-01-01', 300_001), part(2, '2022-01-02', 150_000)], 30)).toEqual([]);
    expect(findSplits([part(1, '2022-01-01', 900_000, 'fire', null), part(2, '2022-01-02', 900_000, 'fire', null)], 30)).toEqual([]);
    // The same case seen through several members is one.
    expect(findSplits([part(1, '2022-01-01', 200_000), part(1, '2022-01-01', 200_000)], 30)).toEqual([]);
  });

  it('are found whatever the order, once each, and never where all stays within the limit', () => {
    const parts = fc.array(fc.record({ n: fc.nat(8), day: fc.nat(400), fen: fc.integer({ min: 0, max: 400_000 }), cause: fc.constantFrom('fire', 'illness', 'traffic') }), { maxLength: 8 })
      .map((list) => list.map((x, i) => part(i * 10 + x.n, plusDays('2022-01-01', x.day), x.fen, x.cause)));
    fc.assert(fc.property(parts, fc.nat(90), fc.nat(1000), (list, days, seed) => {
      const found = findSplits(list, days);
      const shuffled = list.toSorted((a, b) => ((a.case.length * 31 + a.fen + seed) % 97) - ((b.case.length * 31 + b.fen + seed) % 97));
      const key = (s: typeof found): string[] => s.map((x) => x.parts.map((p) => p.case).sort().join()).sort();
      expect(key(findSplits(shuffled, days))).toEqual(key(found));
      const cases = found.flatMap((x) => x.parts.map((p) => p.case));
      expect(new Set(cases).size).toBe(cases.length);
      for (const s of found) {
        expect(s.parts.length).toBeGreaterThan(1);
        expect(s.sumFen).toBe(s.parts.reduce((n, p) => n + p.fen, 0));
        expect(s.sumFen).toBeGreaterThan(s.limitFen);
        expect(s.parts.every((p) => p.fen <= s.limitFen)).toBe(true);
      }
      if (list.reduce((n, p) => n + p.fen, 0) <= 300_000) expect(found).toEqual([]);
    }));
  });
});
