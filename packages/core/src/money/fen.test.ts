import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divideRounded, formatFen, formatYuan, parseYuan, percentOf, roundFen } from './fen.ts';
import type { RoundingMode } from './fen.ts';

const UNITS = [1, 10, 100, 500, 1000];
const unit = fc.constantFrom(...UNITS);
const mode = fc.constantFrom<RoundingMode>('half-up', 'up', 'down');
const fen = fc.integer({ min: -10_000_000_000, max: 10_000_000_000 });

/** `x ≤ n / d`, exactly. */
const atMost = (x: number, n: number, d: number): boolean => BigInt(x) * BigInt(d) <= BigInt(n);

describe('rounding', () => {
  test.each<[number, number, RoundingMode, number]>([
    [109045, 1, 'half-up', 109045],
    [109045, 10, 'half-up', 109050],
    [109044, 10, 'half-up', 109040],
    [109049, 100, 'half-up', 109000],
    [109050, 100, 'half-up', 109100],
    [109001, 100, 'up', 109100],
    [109000, 100, 'up', 109000],
    [109099, 100, 'down', 109000],
    [109001, 500, 'up', 109500],
    [109001, 1000, 'up', 110000],
    [109499, 1000, 'half-up', 109000],
    [-150, 100, 'half-up', -200],
    [-150, 100, 'up', -100],
    [-150, 100, 'down', -200],
    [0, 1000, 'up', 0],
  ])('%i fen to steps of %i, %s, is %i', (value, step, how, expected) => {
    expect(roundFen(value, { unit: step, mode: how })).toBe(expected);
  });

  test('is a multiple of the step, less than one step away, on the right side', () => {
    fc.assert(
      fc.property(fen, fc.integer({ min: 1, max: 1_000_000 }), unit, mode, (n, d, u, m) => {
        const q = divideRounded(n, d, { unit: u, mode: m });
        expect(q % u === 0).toBe(true);
        const [lower, upper] = [atMost(q, n, d), atMost(-q, -n, d)];
        if (m === 'down') expect(lower && !atMost(q + u, n, d)).toBe(true);
        if (m === 'up') expect(upper && !atMost(-q + u, -n, d)).toBe(true);
        // Half up: twice the error is at most a step.
        if (m === 'half-up') expect(2n * BigInt(Math.abs(Number(BigInt(q) * BigInt(d) - BigInt(n)))) <= BigInt(u) * BigInt(d)).toBe(true);
      }),
    );
  });

  test('an exact half goes away from zero, and rounding twice changes nothing', () => {
    expect([divideRounded(1, 2), divideRounded(3, 2), divideRounded(-1, 2), divideRounded(5, 1000)]).toEqual([1, 2, -1, 0]);
    fc.assert(fc.property(fen, unit, mode, (n, u, m) => {
      expect(roundFen(roundFen(n, { unit: u, mode: m }), { unit: u, mode: m })).toBe(roundFen(n, { unit: u, mode: m }));
    }));
  });

  test('keeps order: a larger quotient never rounds to less', () => {
    fc.assert(fc.property(fen, fc.nat(100_000), fc.integer({ min: 1, max: 1000 }), unit, mode, (n, more, d, u, m) => {
      expect(divideRounded(n + more, d, { unit: u, mode: m })).toBeGreaterThanOrEqual(divideRounded(n, d, { unit: u, mode: m }));
    }));
  });

  test('of numbers is that of the same big integers, also where numbers stop being exact', () => {
    const any = fc.oneof(fen, fc.integer({ min: 2 ** 50, max: Number.MAX_SAFE_INTEGER }), fc.integer({ min: -(2 ** 52), max: -(2 ** 50) }), fc.constantFrom(2 ** 51 - 1, 2 ** 51, 2 ** 51 + 1, 0));
    fc.assert(fc.property(any, fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 2 ** 52 })), unit, mode, (n, d, u, m) => {
      const big = divideRounded(BigInt(n), BigInt(d), { unit: u, mode: m });
      expect(divideRounded(n, d, { unit: u, mode: m })).toBe(big);
      expect(roundFen(n, { unit: u, mode: m })).toBe(divideRounded(BigInt(n), 1n, { unit: u, mode: m }));
    }), { numRuns: 2000 });
    expect(() => divideRounded(0.5, 1)).toThrow(RangeError);
    expect(() => percentOf(0.5, 100)).toThrow(RangeError);
  });

  test('is exact beyond what a float divides: numerators as bigint', () => {
    expect(divideRounded(9_007_199_254_740_993n * 3n, 3n * 1_000_000n)).toBe(9_007_199_255);
    expect(() => divideRounded(1, 0)).toThrow(RangeError);
    expect(() => divideRounded(1, -2)).toThrow(RangeError);
  });
});

describe('percentages', () => {
  test('of fen are rounded half up to fen, once', () => {
    expect(percentOf(180000, 10)).toBe(18000);
    expect(percentOf(101000, 33.3333)).toBe(33667); // 33 666.633
    expect(percentOf(5, 10)).toBe(1); // 0.5 fen
    expect(percentOf(4, 10)).toBe(0);
    expect(percentOf(101000, 150)).toBe(151500);
  });

  test('equal rational arithmetic for any four-decimal percentage', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(10_000_000_000), fc.nat(2 ** 49)), fc.nat(10_000_000), (f, p4) => {
        const exact2 = 2n * BigInt(f) * BigInt(p4);
        const got2 = 2n * 1_000_000n * BigInt(percentOf(f, p4 / 10_000));
        expect(got2 - exact2 <= 1_000_000n && exact2 - got2 < 1_000_000n).toBe(true);
      }),
    );
  });
});

describe('yuan on screen and in files', () => {
  test('are written with two decimals and grouped thousands', () => {
    expect([formatFen(101000), formatFen(5), formatFen(0), formatFen(-64667), formatYuan(109000)]).toEqual(['1,010.00', '0.05', '0.00', '-646.67', '1,090.00 元']);
  });

  test.each<[string, number | undefined]>([
    ['1,010.5', 101050],
    ['1010.50 元', 101050],
    ['¥ 0.05', 5],
    ['１０１０', 101000],
    ['0', 0],
    ['1010.555', undefined],
    ['-5', undefined],
    ['10,10', undefined],
    ['1e3', undefined],
    ['', undefined],
    ['元', undefined],
    ['99999999999999999', undefined],
  ])('%j is read as %s fen', (typed, expected) => {
    expect(parseYuan(typed)).toBe(expected);
  });

  test('what is written is read back exactly', () => {
    fc.assert(fc.property(fc.nat(1_000_000_000_000_000), (f) => {
      expect(parseYuan(formatYuan(f))).toBe(f);
    }));
  });
});
