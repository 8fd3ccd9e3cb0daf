import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthShare, SHARE_RULES } from './proration.ts';

const day = fc.integer({ min: 1, max: 28 }).map((d) => `2022-02-${String(d).padStart(2, '0')}`);
const fen = fc.integer({ min: 0, max: 500_000 });

describe('the month in which a claim begins, changes or ends', () => {
  it('is worth the new sum by whole months, its days by days, its halves by halves', () => {
    expect(monthShare(0, 62_000, '2022-01-17', 'month')).toBe(62_000);
    expect(monthShare(0, 62_000, '2022-01-17', 'day')).toBe(30_000);
    expect(monthShare(62_000, 0, '2022-01-17', 'day')).toBe(32_000);
    expect(monthShare(31_000, 62_000, '2022-01-17', 'day')).toBe(16_000 + 30_000);
    expect(monthShare(0, 62_000, '2022-01-15', 'half')).toBe(62_000);
    expect(monthShare(0, 62_000, '2022-01-16', 'half')).toBe(31_000);
    expect(monthShare(62_000, 0, '2022-01-15', 'half')).toBe(31_000);
    expect(monthShare(62_000, 0, '2022-01-16', 'half')).toBe(31_000);
    expect(monthShare(62_000, 0, '2022-01-17', 'half')).toBe(62_000);
  });
  it('rounds half a fen up, once', () => {
    expect(monthShare(0, 1, '2022-02-15', 'day')).toBe(1);
    expect(monthShare(0, 1, '2022-02-16', 'day')).toBe(0);
    expect(monthShare(0, 1, '2022-02-20', 'half')).toBe(1);
  });
  it('lies between both sums, is the new one from the first day, and never grows when the change comes later and is an increase', () => {
    fc.assert(fc.property(fen, fen, day, fc.constantFrom(...SHARE_RULES), (before, after, on, rule) => {
      const share = monthShare(before, after, on, rule);
      expect(Number.isSafeInteger(share)).toBe(true);
      expect(share).toBeGreaterThanOrEqual(Math.min(before, after));
      expect(share).toBeLessThanOrEqual(Math.max(before, after));
      expect(monthShare(before, after, '2022-02-01', rule)).toBe(after);
      if (after >= before && on < '2022-02-28') expect(monthShare(before, after, `2022-02-${String(Number(on.slice(8)) + 1).padStart(2, '0')}`, rule)).toBeLessThanOrEqual(share);
    }));
  });
  it('paid by days to one and from then to another is paid once in all, to the fen of rounding', () => {
    fc.assert(fc.property(fen, day, (sum, on) => {
      const both = monthShare(sum, 0, on, 'day') + monthShare(0, sum, on, 'day');
      expect(Math.abs(both - sum)).toBeLessThanOrEqual(1);
    }));
  });
});
