import { describe, expect, test } from 'vitest';
import { sumOfLines } from './check.ts';
import { computeMeans } from './compute.ts';
import { household, NATION, ON, policyOf, who } from './means.fixture.ts';
import type { MeansResult } from './model.ts';

type Plan = Parameters<typeof policyOf>[0];
const pension = (n: number, monthly: number): object => ({ person: who(n), kind: 'pension', monthly });
const run = (people: readonly object[], more: Record<string, unknown>, plan: Plan = {}): MeansResult => computeMeans(household(people, { single: true, ...more }), policyOf(plan), ON, 'dibao');
const line = (r: MeansResult, id: string): MeansResult['lines'][number] | undefined => r.lines.find((l) => l.id === id);
const mental = (grade: number): object => ({ disability: { kind: 'mental', grade } });

describe('[XX-64] a severely disabled or ill person assessed alone', () => {
  // Three people, 1.5 × 1,010 × 3 = 4,545.00; the standard itself is 3,030.00.
  test.each<[string, object, number, boolean, readonly string[], number]>([
    ['mental disability of the third grade, family under the margin', mental(3), 454499, true, [], 101000],
    ['family at the margin', mental(3), 454500, false, ['single'], 0],
    ['mental disability of the fourth grade', mental(4), 400000, false, ['single'], 0],
    ['physical disability of the second grade', { disability: { kind: 'physical', grade: 2 } }, 400000, true, [], 101000],
    ['physical disability of the third grade', { disability: { kind: 'physical', grade: 3 } }, 400000, false, ['single'], 0],
    ['severe illness', { health: 'severeIllness' }, 400000, true, [], 101000],
    ['healthy', {}, 400000, false, ['single'], 0],
  ])('%s', (_, applicant, familyIncome, eligible, grounds, fen) => {
    expect(run([applicant, {}, {}], { incomes: [pension(2, familyIncome)] })).toMatchObject({ eligible, grounds, monthlyFen: fen, persons: eligible ? 1 : 3 });
  });

  test('only the own income counts against the standard of one', () => {
    const r = run([mental(2), {}, {}], { incomes: [pension(1, 30000), pension(2, 400000)], expenses: [{ kind: 'medical', monthly: 10000 }, { person: who(1), kind: 'medical', monthly: 2000 }] });
    expect(r).toMatchObject({ eligible: true, persons: 1, householdIncomeFen: 28000, monthlyFen: 73000 });
    expect(sumOfLines(r)).toEqual({ incomeFen: 28000, monthlyFen: 73000 });
    expect(line(r, 'household-income-test')).toMatchObject({ side: 'household', formula: '4,180 < 1,010×150%×3 = 4,545', effect: 'pass' });
    expect(line(r, 'per-head')).toMatchObject({ text: '本人月收入', formula: '(300 − 20) ÷ 1 = 280' });
    expect(run([mental(2), {}, {}], { incomes: [pension(1, 101000), pension(2, 300000)] })).toMatchObject({ eligible: false, grounds: ['income'] });
  });

  test('maintenance due to the person counts, that of others does not', () => {
    const obligor = (supports: number): object => ({ person: who(9), supports: who(supports), relation: 'child', householdSize: 1, monthlyIncome: 201000 }); // (2,010 − 1,010) × 50 %
    expect(run([mental(2), {}, {}], { incomes: [pension(2, 350000)], obligors: [obligor(1)] }).monthlyFen).toBe(51000);
    expect(run([mental(2), {}, {}], { incomes: [pension(2, 350000)], obligors: [obligor(2)] }).monthlyFen).toBe(101000);
  });

  test('a household that itself is under the standard is taken in whole, never one member of it', () => {
    const r = run([mental(2), {}, {}], { incomes: [pension(2, 300000)] });
    expect(r).toMatchObject({ eligible: true, persons: 3, monthlyFen: 3000 });
    expect(line(r, 'single-whole')?.text).toContain('应当整户保障');
  });

  test('the property of the family is tested', () => {
    expect(run([mental(2), {}], { incomes: [pension(2, 250000)], properties: [{ kind: 'shop', person: who(2) }] })).toMatchObject({ eligible: false, grounds: ['property'], monthlyFen: 0 });
  });

  test('a rule without margin admits an adult without work whatever the family earns', () => {
    const single = NATION['single.household'] as { rules: object[] };
    const plan = { 'single.household': { marginPercent: 150, rules: [...single.rules, { id: 'adult', label: '成年无业重度残疾人', adultOnly: true, unemployedOnly: true, noMargin: true, disability: [{ kinds: ['visual'], maxGrade: 2 }] }] } };
    const blind = { disability: { kind: 'visual', grade: 1 }, occupation: 'none' };
    const more = { incomes: [pension(2, 900000)] };
    expect(run([{ ...blind, birth: '2008-03-04' }, {}], more, plan)).toMatchObject({ eligible: true, monthlyFen: 101000 });
    expect(run([{ ...blind, birth: '2008-03-05' }, {}], more, plan)).toMatchObject({ eligible: false, grounds: ['single'] });
    expect(run([{ ...blind, occupation: 'employed' }, {}], more, plan)).toMatchObject({ eligible: false, grounds: ['single'] });
    expect(run([blind, {}], more)).toMatchObject({ eligible: false, grounds: ['single'] });
    expect(line(run([blind, {}], more, plan), 'household-income-test')?.effect).toBe('result');
  });

  test('an applicant who does not count as a member cannot apply alone', () => {
    expect(run([{ ...mental(2), excluded: 'religious' }, {}], { incomes: [pension(2, 120000)] })).toMatchObject({ eligible: false, grounds: ['single'] });
  });

  test('a household refused for its income is told who may apply alone', () => {
    const facts = { single: false, incomes: [pension(2, 400000)] };
    const r = run([{}, {}, mental(3)], facts);
    expect(r.eligible).toBe(false);
    expect(line(r, `single-hint-${who(3)}`)).toMatchObject({ text: `{person:${who(3)}} 属于重度残疾人（精神残疾三级），可以单独提出申请`, effect: 'pass', parameter: 'single.household' });
    expect(run([{}, {}, mental(3)], { ...facts, incomes: [pension(2, 460000)] }).lines.some((l) => l.id.startsWith('single-hint'))).toBe(false);
    expect(run([{}, {}, mental(3)], { ...facts, properties: [{ kind: 'shop' }] }).lines.some((l) => l.id.startsWith('single-hint'))).toBe(false);
  });
});
