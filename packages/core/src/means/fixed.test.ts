import { describe, expect, test } from 'vitest';
import { NotInForce } from '../policy/resolve.ts';
import { computeAmount, computeMeans } from './compute.ts';
import { household, ON, parameter, policyOf, programme, who } from './means.fixture.ts';
import { FactMissing } from './missing.ts';
import type { MeansResult } from './model.ts';

/** 红桥's low-income assistance in small: 100 % (inside) to 150 % (outside), a hardship, 30 % of 1,010 per household. */
const low = programme({ id: 'dishouru', name: '低收入家庭救助', short: '低收入', formula: 'fixed-household' });
const plan = [
  parameter('means.range', { minPercent: 100, maxPercent: 150 }, { programme: 'dishouru' }),
  parameter('amount.fixed-percent', 30, { programme: 'dishouru', unit: 'percent' }),
  parameter('eligibility.conditions', { any: [
    { id: 'ill', label: '有患大病的人员', anyMember: [{ health: ['severeIllness'] }] },
    { id: 'single', label: '子女在学的单亲家庭', household: ['singleParentStudy'] },
    { id: 'aged', label: '成员均满 60 周岁且没有子女', allMembers: [{ age: { min: 60 } }], household: ['childless'] },
  ] }, { programme: 'dishouru' }),
];
const pension = (n: number, monthly: number): object => ({ person: who(n), kind: 'pension', monthly });
const ill = { health: 'severeIllness' };
const run = (people: readonly object[], more: Record<string, unknown> = {}): MeansResult => computeAmount(low, household(people, more), policyOf(plan), ON);
const line = (r: MeansResult, id: string): MeansResult['lines'][number] | undefined => r.lines.find((l) => l.id === id);

describe('a fixed share of the standard for a range of income and a hardship', () => {
  // Two people: 100 % is 2,020.00, 150 % is 3,030.00.
  test.each<[string, number, boolean, readonly string[]]>([
    ['a fen under the standard belongs to 低保', 201999, false, ['incomeLow']],
    ['exactly at the standard: nobody falls between the two', 202000, true, []],
    ['between', 250000, true, []],
    ['a fen under 150 %', 302999, true, []],
    ['exactly at 150 %', 303000, false, ['income']],
  ])('%s', (_, income, eligible, grounds) => {
    const r = run([ill, {}], { incomes: [pension(2, income)] });
    expect(r).toMatchObject({ eligible, grounds, monthlyFen: eligible ? 30300 : 0 });
    // Where the one ends the other begins: exactly one of the two fits under 150 %.
    if (income < 303000) expect(computeMeans(household([ill, {}], { incomes: [pension(2, income)] }), policyOf(plan), ON, 'dibao').eligible).toBe(!eligible);
  });

  test('the sum is per household, whatever its size, with its working', () => {
    const r = run([ill, {}, {}], { incomes: [pension(2, 400000)] });
    expect(r).toMatchObject({ eligible: true, monthlyFen: 30300, persons: 3 });
    expect(line(r, 'fixed')).toMatchObject({ formula: '1,010×30% = 303.00 元/月', parameter: 'amount.fixed-percent' });
    expect(line(r, 'condition-ill')?.text).toContain('患重病');
    expect(line(r, 'range-min')).toMatchObject({ effect: 'pass', formula: '4,000 > 1,010×3 = 3,030' });
  });

  test('the ends are inside or outside as the plan says', () => {
    const other = [parameter('means.range', { minPercent: 100, minInclusive: false, maxPercent: 150, maxInclusive: true }, { programme: 'dishouru' }), ...plan.slice(1)];
    const at = (income: number): readonly string[] => computeAmount(low, household([ill, {}], { incomes: [pension(2, income)] }), policyOf(other), ON).grounds;
    expect([at(202000), at(202001), at(303000), at(303001)]).toEqual([['incomeLow'], [], [], ['income']]);
  });

  test.each<[string, readonly object[], Record<string, unknown>, boolean]>([
    ['no hardship', [{}, {}], {}, false],
    ['a category of the household', [{}, {}], { categories: ['singleParentStudy'] }, true],
    ['another category', [{}, {}], { categories: ['singleParent'] }, false],
    ['all over sixty, but with children', [{ birth: '1950-01-01' }, { birth: '1960-01-01' }], {}, false],
    ['all over sixty and childless', [{ birth: '1950-01-01' }, { birth: '1960-01-01' }], { categories: ['childless'] }, true],
    ['childless, one a day short of sixty', [{ birth: '1950-01-01' }, { birth: '1966-03-05' }], { categories: ['childless'] }, false],
  ])('%s', (_, people, more, eligible) => {
    expect(run(people, { incomes: [pension(2, 250000)], ...more })).toMatchObject({ eligible, grounds: eligible ? [] : ['condition'] });
  });

  test('the property is tested', () => {
    expect(run([ill, {}], { incomes: [pension(2, 250000)], properties: [{ kind: 'shop' }] }).grounds).toEqual(['property']);
  });
});

describe('a recognition', () => {
  const margin = programme({ id: 'bianyuan', name: '低保边缘家庭认定', short: '低保边缘家庭', formula: 'recognition', payment: 'none' });
  const range = parameter('means.range', { minPercent: 100, maxPercent: 150 }, { programme: 'bianyuan' });

  test('establishes a status and pays nothing', () => {
    const r = computeAmount(margin, household(2, { incomes: [pension(1, 250000)] }), policyOf([range]), ON);
    expect(r).toMatchObject({ eligible: true, monthlyFen: 0, recognition: true });
    expect(line(r, 'total')?.text).toBe('符合条件，予以认定为低保边缘家庭，本项目不发放保障金');
  });

  test('without a test of means in force nobody is recognised, least of all everybody', () => {
    expect(() => computeAmount(margin, household(2), policyOf(), ON)).toThrow(NotInForce);
  });

  test('of urban households only is none for a rural one', () => {
    expect(computeAmount({ ...margin, area: 'urban' }, household(2, { area: 'rural', incomes: [pension(1, 250000)] }), policyOf([range]), ON)).toMatchObject({ eligible: false, grounds: ['area'], monthlyFen: 0 });
  });
});

describe('hardship by what had to be spent', () => {
  const hard = programme({ id: 'gangxing', name: '刚性支出困难家庭认定', short: '刚性支出困难家庭', formula: 'recognition', payment: 'none' });
  const rules = [
    parameter('means.disposable', 5000000, { programme: 'gangxing' }),
    parameter('expenditure.ratio', { percent: 60, kinds: ['living', 'medical', 'education'] }, { programme: 'gangxing' }),
  ];
  const judge = (more: Record<string, unknown>): MeansResult => computeAmount(hard, household(2, more), policyOf(rules), ON);
  const year = (income: number, ...expenses: [string, number][]): object => ({ income, expenses: expenses.map(([kind, total]) => ({ kind, total })) });

  test.each<[string, object, readonly string[]]>([
    ['exactly at the share is not more than it', year(6000000, ['medical', 3600000]), ['expenditure']],
    ['a fen more', year(6000000, ['medical', 3600001]), []],
    ['kinds together', year(6000000, ['medical', 2000000], ['education', 1600001]), []],
    ['a kind that the place leaves out', year(6000000, ['medical', 3600000], ['disability', 900000]), ['expenditure']],
    ['no income and something spent', year(0, ['living', 1]), []],
  ])('%s', (_, lastYear, grounds) => {
    expect(judge({ incomes: [pension(1, 500000)], lastYear })).toMatchObject({ eligible: grounds.length === 0, grounds });
  });

  test('income per head and year strictly below the disposable income of the place', () => {
    const lastYear = year(100, ['medical', 10000]);
    // 50,000.00 a head: two heads, 100,000.00 a year, which no monthly sum in fen meets exactly.
    expect(judge({ incomes: [pension(1, 833333)], lastYear }).grounds).toEqual([]);
    expect(judge({ incomes: [pension(1, 833334)], lastYear }).grounds).toEqual(['disposable']);
    expect(computeAmount(hard, household(2, { incomes: [pension(1, 1000000)], lastYear }), policyOf([parameter('means.disposable', 6000000, { programme: 'gangxing' }), ...rules.slice(1)]), ON).grounds).toEqual(['disposable']);
  });

  test('monthly averages over twelve months serve where the year was not recorded; over three they do not, and the fact is named', () => {
    const facts = { incomes: [pension(1, 500000)], expenses: [{ kind: 'medical', monthly: 300001 }] };
    expect(judge(facts).eligible).toBe(true);
    const short = policyOf([parameter('income.period', { months: 3 }), ...rules]);
    expect(() => computeAmount(hard, household(2, facts), short, ON)).toThrow(FactMissing);
    expect(() => judge({ incomes: [pension(1, 500000)] })).toThrow('没有登记申请前 12 个月的家庭总收入和刚性支出');
  });

  test('who fails already is not asked for the year', () => {
    expect(judge({ incomes: [pension(1, 900000)] }).grounds).toEqual(['disposable']);
  });

  test('who qualifies for 低保 is not recognised besides', () => {
    const p = policyOf([...rules, parameter('eligibility.conditions', { unless: ['dibao'] }, { programme: 'gangxing' })]);
    Object.assign(p.nation, { programmes: [programme()] });
    const lastYear = year(1200000, ['medical', 1100000]);
    expect(computeAmount(hard, household(2, { incomes: [pension(1, 100000)], lastYear }), p, ON).grounds).toEqual(['other']);
    expect(computeAmount(hard, household(2, { incomes: [pension(1, 300000)], lastYear }), p, ON).grounds).toEqual([]);
  });
});
