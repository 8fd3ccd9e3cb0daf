import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { farVillages, medianOf, type VillageCount } from './villages.ts';

const rule = { villages: 5, distance: 3.5, chance: 5, atLeast: 8 };
/** A village of a thousand people in four hundred households, with so many of them on the roll. */
const of = (village: number, rollHouseholds: number, more: Partial<VillageCount> = {}): VillageCount => ({ village, town: 1, households: 400, persons: 1000, rollHouseholds, rollPersons: rollHouseholds * 2, ...more });
const usual = [of(1, 11), of(2, 12), of(3, 13), of(4, 12), of(5, 14), of(6, 10)];
const found = (list: readonly VillageCount[]): [number, boolean][] => farVillages(list, rule).map((f) => [f.village.village, f.few]);

describe('villages far from their neighbours', () => {
  test('are found in both directions: far more, and far fewer', () => {
    expect(found(usual)).toEqual([]);
    expect(found([...usual, of(7, 60)])).toEqual([[7, false]]);
    expect(found([...usual.map((v) => ({ ...v, households: 4000, persons: 10_000, rollHouseholds: v.rollHouseholds * 10, rollPersons: v.rollPersons * 10 })), of(7, 30, { households: 4000, persons: 10_000 })])).toEqual([[7, true]]);
  });

  test('one odd neighbour does not move the middle by which the others are judged', () => {
    const [far] = farVillages([...usual, of(7, 300)], rule);
    expect(far).toMatchObject({ village: { village: 7 }, median: 24, others: 6, rate: 600 });
    expect(found([...usual, of(7, 300), of(8, 70)])).toEqual([[7, false], [8, false]]);
  });

  test('nothing is said of few villages, few households, or what chance may do', () => {
    expect(found([...usual.slice(0, 3), of(7, 60)])).toEqual([]);
    expect(found([...usual.map((v) => ({ ...v, rollHouseholds: 0, rollPersons: 0 })), of(7, 60)])).toEqual([]);
    expect(found([...usual.map((v) => ({ ...v, households: 40, persons: 100, rollHouseholds: 1, rollPersons: 2 })), of(7, 7, { households: 40, persons: 100 })])).toEqual([]);
    expect(found([...usual, of(7, 1, { households: 40, persons: 100 })])).toEqual([]);
    expect(found([...usual, of(7, 60, { town: 2 })])).toEqual([]);
  });

  test('townships with few villages are compared together', () => {
    const apart = [...usual, of(7, 60)].map((v) => ({ ...v, town: v.village % 3 }));
    expect(farVillages(apart, rule).map((f) => [f.village.village, f.wide, f.others])).toEqual([[7, true, 6]]);
  });

  test('equal villages are never far, whatever their size; a village is compared with its own township only', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 5, maxLength: 12 }), fc.integer({ min: 1, max: 30 }), (sizes, per) => {
      expect(farVillages(sizes.map((s, i) => of(i, s * per, { households: s * 400, persons: s * 1000 })), rule)).toEqual([]);
    }));
    const rich = usual.map((v) => ({ ...v, village: v.village + 100, town: 2, rollHouseholds: v.rollHouseholds * 6, rollPersons: v.rollPersons * 6 }));
    expect(found([...usual, ...rich])).toEqual([]);
  });

  test('the middle is one of the values or between two of them', () => {
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
    expect(() => medianOf([])).toThrow(RangeError);
  });
});
