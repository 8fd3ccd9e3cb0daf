import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverage, periodOf, postsWithoutOwn, staffing } from './coverage.ts';

const UNITS = ['a', 'b', 'c', 'd'];
const day = fc.integer({ min: 0, max: 400 }).map((n) => new Date(Date.UTC(2021, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
const supervised = fc.record({ unit: fc.constantFrom(...UNITS, 'gone'), topic: fc.constantFrom('oversight', 'check', 'rectification', 'task'), on: day });

describe('the part of the year in which a day lies', () => {
  test('quarters, months, the year', () => {
    expect(periodOf('2021-11-15', 3)).toEqual({ from: '2021-10-01', to: '2021-12-31' });
    expect(periodOf('2020-02-29', 1)).toEqual({ from: '2020-02-01', to: '2020-02-29' });
    expect(periodOf('2021-01-01', 12)).toEqual({ from: '2021-01-01', to: '2021-12-31' });
    expect(() => periodOf('2021-01-01', 5)).toThrow(RangeError);
  });
  test('every day lies in its own part, and parts do not overlap', () => {
    fc.assert(fc.property(day, fc.constantFrom(1, 2, 3, 4, 6, 12), (d, months) => {
      const p = periodOf(d, months);
      expect(p.from <= d && d <= p.to).toBe(true);
      expect(periodOf(p.from, months)).toEqual(p);
      expect(periodOf(p.to, months)).toEqual(p);
    }));
  });
});

describe('coverage', () => {
  test('[BQ-03, BQ-77] every unit stands in it, whatever is on record: no blind area; covered exactly when something that counts lies in the period', () => {
    fc.assert(fc.property(fc.array(supervised, { maxLength: 20 }), day, day, (list, x, y) => {
      const [from = x, to = y] = [x, y].sort();
      const counts = ['oversight', 'check'];
      const c = coverage(UNITS, list, counts, from, to);
      expect([...c.keys()]).toEqual(UNITS);
      for (const u of UNITS) {
        const mine = list.filter((s) => s.unit === u && counts.includes(s.topic) && s.on <= to);
        expect(c.get(u)?.covered).toBe(mine.some((s) => s.on >= from));
        expect(c.get(u)?.last?.on ?? '').toBe(mine.map((s) => s.on).sort().at(-1) ?? '');
      }
    }));
  });
});

test('[HQ-38, HQ-39, LH-58, LH-83, XX-99] staff against the least, and persons for each of them; nobody is short where the plan names no number', () => {
  expect(staffing(1, 2, 90)).toEqual({ wanted: 2, short: 1, perStaff: 90 });
  expect(staffing(3, 3, 100)).toEqual({ wanted: 3, short: 0, perStaff: 33.3 });
  expect(staffing(0, null, 100)).toEqual({ wanted: null, short: 0, perStaff: null });
});

test('[HQ-203] more recipients want more staff, never fewer than the least of the plan', () => {
  expect(staffing(2, 2, 1000, 500)).toMatchObject({ wanted: 2, short: 0 });
  expect(staffing(2, 2, 1001, 500)).toMatchObject({ wanted: 3, short: 1 });
  fc.assert(fc.property(fc.nat(20), fc.nat(20), fc.nat(5000), fc.nat(5000), fc.integer({ min: 1, max: 900 }), (staff, min, persons, more, load) => {
    const [now, then] = [staffing(staff, min, persons, load), staffing(staff, min, persons + more, load)];
    expect(now.wanted ?? 0).toBeGreaterThanOrEqual(min);
    expect(then.short).toBeGreaterThanOrEqual(now.short);
    expect((staff + now.short) * load).toBeGreaterThanOrEqual(persons);
  }));
});

test('[LH-85] a fixed post is filled by somebody who holds no other of them; two posts in one hand fill neither', () => {
  const fixed = ['handler', 'reviewer'] as const;
  expect(postsWithoutOwn(fixed, [{ id: 'a', post: 'handler' }, { id: 'b', post: 'reviewer' }])).toEqual([]);
  expect(postsWithoutOwn(fixed, [{ id: 'a', post: 'handler' }, { id: 'a', post: 'reviewer' }])).toEqual(['handler', 'reviewer']);
  expect(postsWithoutOwn(fixed, [{ id: 'a', post: 'handler' }, { id: 'a', post: 'reviewer' }, { id: 'b', post: 'handler' }])).toEqual(['reviewer']);
});
