import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimate, estimateText, hypergeometric, interval, strataOf, type Drawn, type Sampled } from './estimate.ts';

/** A plain generator of numbers below one, so that a failure can be seen again. */
function dice(seed: number): () => number {
  let s = seed >>> 0;
  return () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How many wrong ones a draw of `n` out of `size` with `bad` wrong ones finds. */
function draw(size: number, bad: number, n: number, roll: () => number): number {
  let [left, wrong, found] = [size, bad, 0];
  for (let i = 0; i < n; i++) {
    if (roll() < wrong / left) {
      found++;
      wrong--;
    }
    left--;
  }
  return found;
}

describe('the interval of one stratum', () => {
  test('over all that a draw may bring, it holds the truth at least as often as its level says, whatever the truth', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(), fc.nat(), fc.constantFrom(80, 90, 95, 99), (size, a, b, level) => {
      const n = 1 + (a % (size - 1));
      const bad = b % (size + 1);
      let held = 0;
      for (let x = 0; x <= n; x++) {
        const chance = hypergeometric(size, bad, n, x) - (x === 0 ? 0 : hypergeometric(size, bad, n, x - 1));
        const [low, high] = interval(size, n, x, level);
        if (low <= bad && bad <= high) held += chance;
      }
      expect(held).toBeGreaterThanOrEqual(level / 100 - 1e-9);
    }), { numRuns: 400 });
  });

  test('what was seen is never outside it, and of a census it is the truth alone', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(), fc.nat(), (size, a, b) => {
      const n = 1 + (a % size);
      const x = b % (n + 1);
      const [low, high] = interval(size, n, x, 95);
      expect(low).toBeGreaterThanOrEqual(x);
      expect(high).toBeLessThanOrEqual(size - (n - x));
      expect(low).toBeLessThanOrEqual(high);
      if (n === size) expect([low, high]).toEqual([x, x]);
    }));
  });

  test('agrees with what is known: 1 wrong among 10 of a large number is 0.3 % to 44 %, as Clopper and Pearson have it', () => {
    const [low, high] = interval(300_000, 10, 1, 95);
    expect(low / 3000).toBeCloseTo(0.25, 1);
    expect(high / 3000).toBeCloseTo(44.5, 1);
  });
});

const LEVEL = 95;
const LEAST = 5;

describe('the estimate of a draw', () => {
  test('nothing checked: nothing is known; too few: it says so; a census checked whole: a point', () => {
    expect(estimate([{ size: 20, checked: 0, wrong: 0 }], LEVEL, LEAST)).toMatchObject({ state: 'unknown' });
    expect(estimate([{ size: 20, checked: 4, wrong: 0 }], LEVEL, LEAST)).toEqual({ size: 20, checked: 4, wrong: 0, state: 'few' });
    expect(estimate([{ size: 8, checked: 8, wrong: 2, census: true }], LEVEL, LEAST)).toMatchObject({ state: 'exact', percent: 25, low: 25, high: 25 });
    expect(estimateText(estimate([{ size: 24, checked: 10, wrong: 1 }], LEVEL, LEAST))).toBe('10 查 1 错，错误率约 10%（4.2%–33%）');
    expect(estimateText(estimate([{ size: 20, checked: 3, wrong: 1 }], LEVEL, LEAST))).toBe('3 查 1 错，随机抽查的件数太少，不能推断');
  });

  test('strata checked whole count towards what is enough to speak; what nobody looked at yet may be anything', () => {
    // 4 of 4 and 1 of 3: five were checked, which is no longer too few.
    expect(estimate([{ size: 4, checked: 4, wrong: 0 }, { size: 3, checked: 1, wrong: 0 }], LEVEL, LEAST)).toMatchObject({ state: 'interval', checked: 5, percent: 0, low: 0 });
    const open = estimate([{ size: 5, checked: 5, wrong: 1 }, { size: 5, checked: 0, wrong: 0 }], LEVEL, LEAST);
    expect(open).toMatchObject({ state: 'interval', low: 10, high: 60, percent: 20 });
    expect(estimateText(open)).toBe('5 查 1 错，错误率约 20%（10%–60%）');
    // A class named by the plan is no chance: it alone lets nobody speak of the rest.
    expect(estimate([{ size: 6, checked: 6, wrong: 0, census: true }, { size: 9, checked: 2, wrong: 0 }], LEVEL, LEAST)).toMatchObject({ state: 'few' });
  });

  test('a class drawn whole of which some are not yet checked is no random rest: what is left may be anything', () => {
    const e = estimate([{ size: 40, checked: 20, wrong: 0 }, { size: 10, checked: 4, wrong: 0, census: true }], LEVEL, LEAST);
    const alone = interval(40, 20, 0, LEVEL)[1];
    expect(e.high).toBeCloseTo(((alone + 6) / 50) * 100, 9);
  });

  test('an interval always lies within what is possible, around what was seen', () => {
    const stratum = fc.record({ size: fc.integer({ min: 1, max: 300 }), a: fc.nat(), b: fc.nat(), census: fc.boolean() }).map(({ size, a, b, census }): Sampled => {
      const checked = a % (size + 1);
      return { size, checked, wrong: b % (checked + 1), census };
    });
    fc.assert(fc.property(fc.array(stratum, { minLength: 1, maxLength: 12 }), (strata) => {
      const e = estimate(strata, LEVEL, LEAST);
      if (e.low === undefined || e.high === undefined) return;
      expect(e.low).toBeLessThanOrEqual(e.high + 1e-9);
      expect(e.low).toBeGreaterThanOrEqual((e.wrong / e.size) * 100 - 1e-9);
      expect(e.high).toBeLessThanOrEqual(((e.size - (e.checked - e.wrong)) / e.size) * 100 + 1e-9);
    }));
  });

  test('a county of unlike units, drawn by one ratio as the plans do, is held by its interval at least as often as the level says', () => {
    const roll = dice(20211130);
    const shapes = [
      [[120, 0.02], [80, 0.3], [40, 0.1], [25, 0.6], [10, 0]], [[300, 0.01], [20, 0.9]], [[30, 0.2], [30, 0.2], [30, 0.2], [30, 0.2]], [[6, 0.5], [7, 0], [9, 0.4], [60, 0.05], [110, 0.15]],
    ] as const;
    for (const shape of shapes)
      for (const ratio of [0.3, 0.5]) {
        let held = 0;
        const runs = 600;
        for (let i = 0; i < runs; i++) {
          const strata = shape.map(([size, rate]) => ({ size, bad: Math.round(size * rate), checked: Math.ceil(size * ratio) }));
          const e = estimate(strata.map((s) => ({ size: s.size, checked: s.checked, wrong: draw(s.size, s.bad, s.checked, roll) })), LEVEL, LEAST);
          const truth = (strata.reduce((n, s) => n + s.bad, 0) / strata.reduce((n, s) => n + s.size, 0)) * 100;
          if (e.low !== undefined && e.high !== undefined && e.low <= truth + 1e-9 && truth <= e.high + 1e-9) held++;
        }
        expect(held / runs, JSON.stringify({ shape, ratio })).toBeGreaterThanOrEqual(LEVEL / 100);
      }
  });

  test('wrongly paid, paid too little and wrongly refused are never added together; cases named for their risk have no place in it', () => {
    const strata = [{ unit: 'a', programme: 'dibao', outcome: 'grant' as const, size: 10, must: 2 }, { unit: 'a', programme: 'dibao', outcome: 'refuse' as const, size: 6, must: 0 }];
    const base = { unit: 'a', programme: 'dibao', checked: true };
    const drawn: Drawn[] = [
      { ...base, outcome: 'grant', part: 'random', wrong: 'paid' }, { ...base, outcome: 'grant', part: 'random', wrong: 'refused' }, { ...base, outcome: 'grant', part: 'must', wrong: 'paid' },
      { ...base, outcome: 'grant', part: 'random', wrong: null, checked: false }, { ...base, outcome: 'refuse', part: 'random', wrong: 'refused' },
    ];
    expect(strataOf('paid', strata, drawn)).toEqual([{ unit: 'a', programme: 'dibao', size: 8, checked: 2, wrong: 1, census: false }, { unit: 'a', programme: 'dibao', size: 2, checked: 1, wrong: 1, census: true }]);
    expect(strataOf('short', strata, drawn).map((s) => s.wrong)).toEqual([1, 0]);
    expect(strataOf('refused', strata, drawn).map((s) => [s.size, s.checked, s.wrong])).toEqual([[6, 1, 1], [0, 0, 0]]);
  });
});
