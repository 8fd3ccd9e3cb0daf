import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HouseholdFacts } from '../case/facts.ts';
import { sumOfLines } from './check.ts';
import { computeMeans } from './compute.ts';
import { readAloud } from './explain.ts';
import { facts, plan, UNITS, type Plan } from './means.arbitrary.fixture.ts';
import { household, NATION, ON, policyOf, who } from './means.fixture.ts';
import type { MeansResult } from './model.ts';

const run = (f: HouseholdFacts, p: Plan): MeansResult => computeMeans(f, policyOf(p), ON, 'dibao');
const shuffled = <T>(list: readonly T[], keys: readonly number[]): T[] => list.map((x, i) => [x, keys[i % Math.max(1, keys.length)] ?? 0] as const).sort((a, b) => a[1] - b[1]).map(([x]) => x);

describe('whatever the plan and the household', () => {
  test('the sum is a whole number of steps, never negative, and nothing where not eligible', () => {
    fc.assert(fc.property(facts, plan, (f, p) => {
      const r = run(f, p);
      const { unit } = p['amount.rounding'] as { unit: number };
      expect(Number.isSafeInteger(r.monthlyFen) && r.monthlyFen >= 0 && r.monthlyFen % unit === 0).toBe(true);
      expect(Number.isSafeInteger(r.householdIncomeFen) && r.householdIncomeFen >= 0).toBe(true);
      expect(r.eligible).toBe(r.grounds.length === 0);
      if (!r.eligible) expect(r.monthlyFen).toBe(0);
    }));
  });

  test('the lines sum to the result', () => {
    fc.assert(fc.property(facts, plan, fc.boolean(), (f, p, single) => {
      const r = run({ ...f, single }, p);
      expect(sumOfLines(r)).toEqual({ incomeFen: r.householdIncomeFen, monthlyFen: r.monthlyFen });
    }));
  });

  test('more income never gives more money', () => {
    fc.assert(fc.property(facts, plan, fc.nat(20), fc.integer({ min: 1, max: 300_000 }), (f, p, at, more) => {
      fc.pre(f.incomes.length > 0);
      const raised = f.incomes.map((x, i) => (i === at % f.incomes.length ? { ...x, monthly: x.monthly + more } : x));
      const [before, after] = [run(f, p), run({ ...f, incomes: raised }, p)];
      expect(after.householdIncomeFen).toBeGreaterThanOrEqual(before.householdIncomeFen);
      expect(after.monthlyFen).toBeLessThanOrEqual(before.monthlyFen);
    }), { numRuns: 300 });
  });

  test('a richer obligor, nor more money in the bank, never gives more', () => {
    fc.assert(fc.property(facts, plan, fc.nat(1_000_000), (f, p, more) => {
      const r = run(f, p).monthlyFen;
      expect(run({ ...f, obligors: f.obligors.map((o) => ({ ...o, monthlyIncome: o.monthlyIncome + more })) }, p).monthlyFen).toBeLessThanOrEqual(r);
      expect(run({ ...f, properties: f.properties.map((o) => ({ ...o, value: o.value + more })) }, p).monthlyFen).toBeLessThanOrEqual(r);
    }));
  });

  test('a higher standard never gives less', () => {
    fc.assert(fc.property(facts, plan, fc.nat(100_000), (f, p, more) => {
      expect(run(f, { ...p, 'standard.monthly': (p['standard.monthly'] as number) + more }).monthlyFen).toBeGreaterThanOrEqual(run(f, p).monthlyFen);
    }), { numRuns: 300 });
  });

  test('the order in which facts were typed changes nothing', () => {
    fc.assert(fc.property(facts, plan, fc.array(fc.nat(1000), { minLength: 1, maxLength: 9 }), (f, p, keys) => {
      const mixed = { ...f, members: shuffled(f.members, keys), incomes: shuffled(f.incomes, keys), expenses: shuffled(f.expenses, keys), obligors: shuffled(f.obligors, keys), properties: shuffled(f.properties, keys) };
      const { lines: before, ...a } = run(f, p);
      const { lines: after, ...b } = run(mixed, p);
      expect(b).toEqual(a);
      expect(after.length).toBe(before.length);
    }));
  });

  test('the difference is that of exact rational arithmetic, rounded once', () => {
    const incomes = fc.array(fc.nat(200_000), { maxLength: 5 });
    fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), incomes, fc.integer({ min: 1, max: 200_000 }), fc.constantFrom(...UNITS), fc.constantFrom('half-up', 'up', 'down'), (n, sums, standard, unit, mode) => {
      const f = household(n, { incomes: sums.map((monthly) => ({ person: who(1), kind: 'pension', monthly })) });
      const r = run(f, { 'standard.monthly': standard, 'amount.rounding': { unit, mode } });
      // (standard − income / n) × n as a fraction over n, never divided out.
      const over = (BigInt(standard) * BigInt(n) - BigInt(sums.reduce((a, b) => a + b, 0))) * BigInt(n);
      if (over <= 0n) {
        expect(r).toMatchObject({ eligible: false, monthlyFen: 0 });
        return;
      }
      const off = BigInt(r.monthlyFen) * BigInt(n) - over;
      const step = BigInt(unit) * BigInt(n);
      expect(r.eligible).toBe(true);
      if (mode === 'up') expect(off >= 0n && off < step).toBe(true);
      if (mode === 'down') expect(off <= 0n && -off < step).toBe(true);
      if (mode === 'half-up') expect(off * 2n <= step && off * 2n > -step).toBe(true);
    }), { numRuns: 300 });
  });

  test('rounding moves the sum by less than one step', () => {
    fc.assert(fc.property(facts, plan, (f, p) => {
      const r = run(f, p);
      const { unit } = p['amount.rounding'] as { unit: number };
      expect(r.lines.find((l) => l.id === 'rounding')?.fen ?? 0).toBeLessThan(unit);
    }));
  });

  test('where a minimum is stated nobody eligible for anything gets less', () => {
    fc.assert(fc.property(facts, plan, (f, p) => {
      const r = run(f, p);
      const minimum = p['amount.minimum'] as { fen: number; per: string };
      if (r.eligible && r.lines.some((l) => (l.group === 'amount' || l.group === 'addition') && l.effect !== 'excluded' && l.fen > 0)) {
        const floor = minimum.fen * (minimum.per === 'person' ? r.persons : 1);
        // Without any minimum a small sum may still be rounded down.
        expect(r.monthlyFen).toBeGreaterThanOrEqual(floor);
      }
    }));
  });

  test('every line can be read aloud and leads back to a parameter in force', () => {
    fc.assert(fc.property(facts, plan, fc.boolean(), (f, p, single) => {
      const r = run({ ...f, single }, p);
      expect(r.lines.every((l) => l.source !== undefined && (l.parameter ?? '') in { ...NATION, ...p })).toBe(true);
      expect(new Set(r.lines.map((l) => l.id)).size).toBe(r.lines.length);
      const said = readAloud(r, new Map());
      expect(said.every((s) => s.endsWith('。') && !/[{}=×÷−<>≤≥]|undefined|NaN/.test(s))).toBe(true);
    }));
  });
});
