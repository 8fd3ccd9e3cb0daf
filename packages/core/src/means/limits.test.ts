import { describe, expect, test } from 'vitest';
import { computeMeans } from './compute.ts';
import { household, ON, policyOf, wage, who } from './means.fixture.ts';
import type { MeansResult } from './model.ts';

type Plan = Parameters<typeof policyOf>[0];
const run = (people: number | readonly object[], more: Record<string, unknown>, plan: Plan): MeansResult => computeMeans(household(people, more), policyOf(plan), ON, 'dibao');
const line = (r: MeansResult, id: string): MeansResult['lines'][number] | undefined => r.lines.find((l) => l.id === id);
const pension = (n: number, monthly: number): object => ({ person: who(n), kind: 'pension', monthly });

describe('[XX-63] work away from home', () => {
  const away = { 'income.away': { rows: [{ place: 'inProvince', fen: 120000 }, { place: 'outProvince', fen: 180000 }] }, 'deduct.work': { method: 'none' } };
  const job = (monthly: number, months: number, place: string, proof?: string): object => ({ person: who(1), kind: 'wage', monthly, away: { months, place }, ...(proof ? { proof } : {}) });
  test.each<[string, object, Record<string, object>, number]>([
    ['unproven, in the province: months over twelve', job(0, 6, 'inProvince'), away, 60000],
    ['unproven, elsewhere', job(0, 7, 'outProvince'), away, 105000],
    ['declared higher than the standard', job(150000, 6, 'inProvince'), away, 150000],
    ['proven and lower', job(30000, 6, 'inProvince', '工资单'), away, 30000],
    ['proven and lower where the plan takes the higher', job(30000, 6, 'inProvince', '工资单'), { ...away, 'income.away': { ...away['income.away'], proven: 'higher' } }, 60000],
    ['no standard in the plan', job(30000, 6, 'inProvince'), { 'deduct.work': { method: 'none' } }, 30000],
    ['a kind without standard', { ...job(30000, 12, 'inProvince'), kind: 'pension' }, away, 30000],
  ])('%s', (_, income, plan, expected) => {
    expect(run(1, { incomes: [income] }, plan).householdIncomeFen).toBe(expected);
  });

  test('the working shows standard, months and result, and cites the plan', () => {
    expect(line(run(1, { incomes: [job(20000, 5, 'inProvince')] }, away), 'income-1')).toMatchObject({ formula: '1,200 × 5 ÷ 12 = 500', fen: 50000, effect: 'counted', parameter: 'income.away' });
  });
});

test('[XX-62] maintenance as a share of the standard, due only above the threshold', () => {
  const plan = { 'maintenance.formula': { method: 'percent-of-standard', thresholdPercent: 200, rates: [{ maxSharers: 2, percent: 20 }, { percent: 10 }] } };
  const due = (monthlyIncome: number, sharers = 1, supportedCount = 1): number => run(1, { obligors: [{ person: who(9), supports: who(1), relation: 'child', householdSize: 1, monthlyIncome, sharers, supportedCount }] }, plan).householdIncomeFen;
  expect([due(202000), due(202001), due(900000), due(900000, 3), due(900000, 1, 2)]).toEqual([0, 20200, 20200, 10100, 10100]);
});

describe('caps in percent', () => {
  test('[XX-61] the cost of work is capped at a share of the standard', () => {
    const plan = { 'deduct.work': { method: 'percent-of-income', percent: 50, capPercent: 30 } };
    expect(run(2, { incomes: [wage(1, 60000)] }, plan).householdIncomeFen).toBe(30000); // half of 600 is under 303
    expect(run(2, { incomes: [wage(1, 100000)] }, plan).householdIncomeFen).toBe(69700); // capped at 303
  });
  test('[XX-61] what must be spent is capped at a share of the counted income', () => {
    const plan = { 'deduct.rigid': { items: [{ kind: 'medical', percent: 100, capPercent: 40 }] } };
    expect(run(2, { incomes: [pension(1, 100000)], expenses: [{ kind: 'medical', monthly: 90000 }] }, plan).householdIncomeFen).toBe(60000);
    expect(run(2, { incomes: [pension(1, 100000)], expenses: [{ kind: 'medical', monthly: 30000 }] }, plan).householdIncomeFen).toBe(70000);
  });
});

describe('tiers bounded in fen', () => {
  const tiers = (inclusive: boolean): Record<string, object | string> => ({ 'amount.method': 'tiers', 'amount.tiers': { tiers: [{ id: 'a', label: '一类', fen: 40000, maxIncomeFen: 30000, inclusive }, { id: 'b', label: '二类', fen: 20000 }] } });
  test.each<[string, boolean, number, string]>([
    ['at the bound, inclusive', true, 60000, 'a'], ['a fen above', true, 60001, 'b'], ['at the bound, exclusive', false, 60000, 'b'], ['a fen below', false, 59999, 'a'],
  ])('%s', (_, inclusive, income, tier) => {
    expect(run(2, { incomes: [pension(1, income)] }, tiers(inclusive)).tier).toBe(tier);
  });
  test('a bound in percent can leave its end out too', () => {
    const plan = { 'amount.method': 'tiers', 'amount.tiers': { tiers: [{ id: 'a', label: '一类', fen: 40000, maxIncomePercent: 50, inclusive: false }, { id: 'b', label: '二类', fen: 20000 }] } };
    expect([run(2, { incomes: [pension(1, 100999)] }, plan).tier, run(2, { incomes: [pension(1, 101000)] }, plan).tier]).toEqual(['a', 'b']);
  });
});

test('an addition for children of a single parent is for such households only', () => {
  const plan = { 'amount.additions': { additions: [{ id: 'single', label: '单亲家庭未成年人增发', who: { age: { max: 17 } }, household: ['singleParent'], basis: 'fixed', fen: 10000 }] } };
  const people = [{}, { birth: '2015-01-01' }];
  expect(run(people, {}, plan).monthlyFen).toBe(202000);
  expect(run(people, { categories: ['singleParent'] }, plan).monthlyFen).toBe(212000);
  expect(run(people, { categories: ['childless'] }, plan).monthlyFen).toBe(202000);
});
