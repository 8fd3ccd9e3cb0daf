import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rollMonths, yearTo, type RollGroup } from './changes.ts';

const months = yearTo('2022-03');
const group = fc.record({ unit: fc.constantFrom('a', 'b'), from: fc.constantFrom(...months), length: fc.option(fc.integer({ min: 0, max: 12 }), { nil: null }), households: fc.integer({ min: 1, max: 500 }), fen: fc.integer({ min: 1, max: 1_000_000 }) })
  .map(({ length, from, ...g }): RollGroup => ({ ...g, from, to: length === null ? null : (months[months.indexOf(from) + length] ?? null) }));

describe('the roll month by month', () => {
  test('the year to a month begins with the same month of the year before', () => {
    expect(months).toHaveLength(13);
    expect([months[0], months[11], months[12]]).toEqual(['2021-03', '2022-02', '2022-03']);
  });

  test('whoever was there, minus who ended, plus who began, is there now: nobody is lost or counted twice', () => {
    fc.assert(fc.property(fc.array(group, { maxLength: 30 }), (groups) => {
      const rows = rollMonths(groups, months);
      for (const [i, row] of rows.entries()) if (i > 0) expect(row.onRoll).toBe((rows[i - 1]?.onRoll ?? 0) - row.ended + row.began);
    }));
  });

  test('a county is the sum of its units', () => {
    fc.assert(fc.property(fc.array(group, { maxLength: 30 }), (groups) => {
      const [a, b, all] = [rollMonths(groups.filter((g) => g.unit === 'a'), months), rollMonths(groups.filter((g) => g.unit === 'b'), months), rollMonths(groups, months)];
      for (const [i, row] of all.entries()) for (const k of ['onRoll', 'began', 'ended', 'fen'] as const) expect(row[k]).toBe((a[i]?.[k] ?? 0) + (b[i]?.[k] ?? 0));
    }));
  });

  test('a benefit that was withdrawn before its first month was never on the roll', () => {
    expect(rollMonths([{ unit: 'a', from: '2022-02', to: '2022-01', households: 3, fen: 300 }], months).every((m) => m.onRoll === 0 && m.began === 0 && m.ended === 0)).toBe(true);
  });
});
