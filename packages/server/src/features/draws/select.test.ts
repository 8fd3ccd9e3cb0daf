import { assignPairs } from '@doudi/core/draw/pairs';
import { resultOf, select, share, stratumKey, type DrawEntry, type Selection } from '@doudi/core/draw/select';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 as hash } from './hooks.ts';

/** An entry, and whether it is of a class drawn whole, which no entry tells. */
type Classed = DrawEntry & { readonly w: boolean };
const population = fc.uniqueArray(fc.record({
  k: fc.integer({ min: 1, max: 99_999 }).map((n) => `2026-测-${String(n).padStart(5, '0')}`),
  u: fc.constantFrom('a', 'b', 'c'), p: fc.constantFrom('dibao', 'tekun'), o: fc.constantFrom<DrawEntry['o']>('grant', 'refuse'), w: fc.boolean(),
}), { selector: (e) => e.k, maxLength: 120 });
const percent = fc.integer({ min: 1, max: 100_0000 }).map((n) => n / 10_000);
const seed = fc.string({ maxLength: 20 });
const draw = (list: readonly Classed[], ratio: number, s: string, commitment = 'c'): Selection =>
  select({ percent: ratio, population: list.map(({ w: _, ...e }) => e) }, { whole: list.filter((e) => e.w).map((e) => ({ k: e.k, classes: ['related'] })) }, commitment, [{ source: 'x', value: s }], hash);
const randomOf = (x: Selection): string[] => x.drawn.filter((d) => d.part === 'random').map((d) => d.k);

describe('a draw from a frozen population', () => {
  test('[HQ-193, LH-25, BQ-33] in every stratum chance alone draws at least the plan’s ratio, whatever the population', () => {
    fc.assert(fc.property(population, percent, seed, (list, ratio, s) => {
      const drawn = new Set(randomOf(draw(list, ratio, s)));
      for (const stratum of Map.groupBy(list, stratumKey).values()) {
        const got = stratum.filter((e) => drawn.has(e.k)).length;
        expect(got * 100).toBeGreaterThanOrEqual(stratum.length * ratio - 1e-6);
      }
    }));
  });

  test('[LH-26] every case of a class that the plan draws whole is in: at random, or added and marked as such; nothing else is added', () => {
    fc.assert(fc.property(population, percent, seed, (list, ratio, s) => {
      const parts = new Map(draw(list, ratio, s).drawn.map((d) => [d.k, d.part]));
      for (const e of list) if (e.w) expect(parts.has(e.k)).toBe(true);
      for (const [k, part] of parts) if (part === 'must') expect(list.find((e) => e.k === k)?.w).toBe(true);
    }));
  });

  test('the random part, and the hash of the result, are the same whoever was reported: nothing of it can be read from them', () => {
    fc.assert(fc.property(population, percent, seed, fc.infiniteStream(fc.boolean()), (list, ratio, s, others) => {
      const one = draw(list, ratio, s);
      const two = draw(list.map((e) => ({ ...e, w: others.next().value as boolean })), ratio, s);
      expect(randomOf(two)).toEqual(randomOf(one));
      const of = (x: Selection): string => resultOf(x.drawn.filter((d) => d.part === 'random'), hash);
      expect(of(two)).toBe(of(one));
    }));
  });

  test('the counts of each stratum are what was drawn in it', () => {
    fc.assert(fc.property(population, percent, seed, (list, ratio, s) => {
      const { strata, drawn } = draw(list, ratio, s);
      const parts = new Map(drawn.map((d) => [d.k, d.part]));
      for (const x of strata) {
        const here = list.filter((e) => e.u === x.unit && e.p === x.programme && e.o === x.outcome);
        expect([x.size, x.random, x.must]).toEqual([here.length, here.filter((e) => parts.get(e.k) === 'random').length, here.filter((e) => parts.get(e.k) === 'must').length]);
      }
      expect(strata.reduce((n, x) => n + x.random + x.must, 0)).toBe(drawn.length);
    }));
  });

  test('the same population, commitment and seed give the same draw in whatever order the population is listed; nothing outside it is drawn', () => {
    fc.assert(fc.property(population, percent, seed, (list, ratio, s) => {
      const one = draw(list, ratio, s);
      expect(draw([...list].reverse(), ratio, s).drawn).toEqual(one.drawn);
      expect(one.drawn.every((d) => list.some((e) => e.k === d.k))).toBe(true);
    }));
  });

  test('another seed, or the same seed for another commitment, draws others', () => {
    const list = Array.from({ length: 200 }, (_, i): Classed => ({ k: `n${String(i)}`, u: 'a', p: 'dibao', o: 'grant', w: false }));
    const of = (commitment: string, s: string): string => randomOf(draw(list, 30, s, commitment)).join();
    expect(new Set([of('c', '1'), of('c', '2'), of('d', '1')]).size).toBe(3);
  });

  test('every case is as likely as every other, of a class drawn whole or not: over 2,000 seeds none of 40 is drawn at random conspicuously often or seldom', () => {
    const list = Array.from({ length: 40 }, (_, i): Classed => ({ k: `n${String(i)}`, u: 'a', p: 'dibao', o: 'grant', w: i % 4 === 0 }));
    const times = new Map<string, number>();
    for (let s = 0; s < 2000; s++) for (const k of randomOf(draw(list, 25, String(s)))) times.set(k, (times.get(k) ?? 0) + 1);
    // 500 expected, standard deviation 19.4: five of them.
    for (const e of list) expect(Math.abs((times.get(e.k) ?? 0) - 500)).toBeLessThan(97);
  });

  test('a share is rounded up and never more than there are', () => {
    expect([share(10, 30), share(11, 30), share(1, 0.01), share(0, 50), share(7, 100), share(200, 0.5)]).toEqual([3, 4, 1, 0, 7, 1]);
  });
});

describe('pairs of checkers', () => {
  const checkers = fc.uniqueArray(fc.constantFrom<string>('p', 'q', 'r', 's', 't', 'u'), { minLength: 2 });
  const keys = fc.uniqueArray(fc.integer({ min: 0, max: 60 }).map((n) => `n${String(n)}`), { maxLength: 40 });

  test('nobody checks a case from which they are barred, no pair is one person twice, and a case waits only where fewer than two are left', () => {
    fc.assert(fc.property(keys, checkers, fc.func(fc.boolean()), seed, (list, people, bar, s) => {
      const barred = (k: string, c: string): boolean => bar(k, c);
      const { pairs, alone } = assignPairs(list, people, barred, 'c', s, hash);
      for (const { k, pair } of pairs) {
        expect(pair[0]).not.toBe(pair[1]);
        expect(pair.some((c) => barred(k, c))).toBe(false);
      }
      for (const k of alone) expect(people.filter((c) => !barred(k, c)).length).toBeLessThan(2);
      expect(pairs.length + alone.length).toBe(list.length);
    }));
  });

  test('the work is shared out: nobody gets more than one case more than another when nobody is barred', () => {
    fc.assert(fc.property(keys, checkers, seed, (list, people, s) => {
      const load = new Map(people.map((p) => [p, 0]));
      for (const { pair } of assignPairs(list, people, () => false, 'c', s, hash).pairs) for (const c of pair) load.set(c, (load.get(c) ?? 0) + 1);
      expect(Math.max(...load.values()) - Math.min(...load.values())).toBeLessThanOrEqual(1);
    }));
  });
});
