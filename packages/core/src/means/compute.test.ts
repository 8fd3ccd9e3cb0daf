import { describe, expect, test } from 'vitest';
import { NotInForce, Policy } from '../policy/resolve.ts';
import { checkAmount, sumOfLines } from './check.ts';
import { computeAmount, computeMeans } from './compute.ts';
import { household, ON, parameter, policyOf, programme, wage, who } from './means.fixture.ts';
import type { MeansResult } from './model.ts';

const run = (facts: ReturnType<typeof household>, plan: Parameters<typeof policyOf>[0] = {}, on = ON): MeansResult => computeMeans(facts, policyOf(plan), on, 'dibao');
const formulas = (r: MeansResult): (string | undefined)[] => r.lines.map((l) => l.formula);
const line = (r: MeansResult, id: string): MeansResult['lines'][number] | undefined => r.lines.find((l) => l.id === id);

/** Wage 1,800 less ten percent, maintenance 320 agreed in writing, a basic pension that does not count. */
const SCREEN = household(3, {
  incomes: [wage(1, 180000), { person: who(2), kind: 'basicPension', monthly: 12000 }],
  obligors: [{ person: who(9), supports: who(2), relation: 'child', householdSize: 3, monthlyIncome: 400000, agreed: 32000 }],
});

describe('difference (差额)', () => {
  test('[HQ-127] [BQ-36] [BQ-37] [LH-53] standard × persons − income is paid, with the arithmetic that a clerk reads', () => {
    const r = run(SCREEN);
    expect(r).toMatchObject({ eligible: true, grounds: [], householdIncomeFen: 194000, perHeadFen: 64667, standardFen: 101000, persons: 3, monthlyFen: 109000, on: ON });
    expect(formulas(r)).toEqual(expect.arrayContaining(['(1,800 − 180 + 320) ÷ 3 = 646.67', '1,010', '(1,010×3 − 1,940) = 1,090.00 元/月', '1,940 < 1,010×3 = 3,030']));
    expect(line(r, 'standard')).toMatchObject({ text: '低保标准', formula: '1,010' });
    expect(line(r, 'total')?.text).toBe('符合条件，每月保障金 1,090.00 元');
  });

  test('per-head income is not rounded before multiplying', () => {
    // 1,000 ÷ 3 = 333.333…; rounded first it would give (1,010 − 333.33) × 3 = 2,030.01.
    const r = run(household(3, { incomes: [{ person: who(1), kind: 'pension', monthly: 100000 }] }));
    expect(r).toMatchObject({ perHeadFen: 33333, monthlyFen: 203000 });
    // 100.01 ÷ 7 = 14.287142…; rounded up to the fen first: (1,010 − 14.29) × 7 = 6,969.97.
    expect(run(household(7, { incomes: [{ person: who(1), kind: 'pension', monthly: 10001 }] })).monthlyFen).toBe(696999);
  });

  test.each<[string, number, boolean, number]>([
    ['a fen under the standard', 201999, true, 1],
    ['exactly the standard', 202000, false, 0],
    ['a fen above', 202001, false, 0],
    ['no income', 0, true, 202000],
  ])('%s: the boundary is "lower than the standard"', (_, monthly, eligible, fen) => {
    const r = run(household(2, { incomes: [{ person: who(1), kind: 'pension', monthly }] }));
    expect(r).toMatchObject({ eligible, monthlyFen: fen, grounds: eligible ? [] : ['income'] });
    expect(line(r, 'income-test')?.effect).toBe(eligible ? 'pass' : 'fail');
  });

  test('the standard is that of the area and of the date of application', () => {
    const plan = [
      parameter('standard.monthly', 66900, { area: 'urban', to: '2021-12-31' }),
      parameter('standard.monthly', 71000, { area: 'urban', from: '2022-01-01' }),
      parameter('standard.monthly', 44100, { area: 'rural' }),
    ];
    expect(run(household(2), plan, '2021-12-31').monthlyFen).toBe(133800);
    expect(run(household(2), plan, '2022-01-01').monthlyFen).toBe(142000);
    expect(run(household(2, { area: 'rural' }), plan, '2022-01-01').monthlyFen).toBe(88200);
  });

  test('a programme with its own standard is computed by it', () => {
    const plan = [parameter('standard.monthly', 130000, { programme: 'hardship' })];
    expect(computeMeans(household(1), policyOf(plan), ON, 'hardship').monthlyFen).toBe(130000);
    expect(computeMeans(household(1), policyOf(plan), ON, 'dibao').monthlyFen).toBe(101000);
  });

  test('a plan below the national floor is applied as the county chose, and the line says so', () => {
    const nation = policyOf().nation;
    const policy = policyOf({ 'standard.monthly': 60000 });
    const floored = { ...nation, parameters: nation.parameters.map((p) => (p.key === 'standard.monthly' ? { ...p, value: 66900, floor: 'min' as const } : p)) };
    const r = computeMeans(household(1), new Policy(floored, policy.county), ON, 'dibao');
    expect(r.monthlyFen).toBe(60000);
    expect(line(r, 'standard')?.text).toBe('低保标准（方案 600 与上级规定 669 不一致，现按方案，待区县选择）');
  });

  test('[BQ-37] a stated sum is recomputed and the difference flagged', () => {
    expect(checkAmount(programme(), SCREEN, policyOf(), ON, 109000)).toBeUndefined();
    expect(checkAmount(programme(), SCREEN, policyOf(), ON, 120000)).toEqual({ expectedFen: 109000, statedFen: 120000, differenceFen: 11000, text: '按 2026-03-04 的规定应为 1,090.00 元，所定为 1,200.00 元，多 110.00 元' });
    expect(checkAmount(programme(), SCREEN, policyOf(), ON, 100000)?.text).toContain('少 90.00 元');
  });
});

describe('tiers (分档)', () => {
  const noLabour = [{ labour: ['none'] }];
  const LINHE = {
    'standard.monthly': 80000,
    'amount.method': 'tiers',
    'amount.tiers': {
      tiers: [
        { id: 'a', label: '一类', fen: 60000, maxIncomePercent: 30, allMembers: noLabour },
        { id: 'b', label: '二类', fen: 40000, maxIncomePercent: 60, anyMember: [{ age: { min: 60 } }, { disability: [{ kinds: ['visual'], maxGrade: 1 }] }, { health: ['severeIllness'] }] },
        { id: 'c', label: '三类', percentOfStandard: 25 },
      ],
    },
  };
  const pension = (monthly: number): Record<string, unknown> => ({ incomes: [{ person: who(1), kind: 'pension', monthly }] });
  const old = { birth: '1966-03-04', labour: 'none' };

  test.each<[string, readonly object[], number, string, number]>([
    // 30 % of 800 × 2 = 480.00; 60 % = 960.00
    ['at 30 % of the standard with no labour at all', [old, { labour: 'none' }], 48000, 'a', 120000],
    ['a fen above 30 %: the next tier', [old, { labour: 'none' }], 48001, 'b', 80000],
    ['at 30 % but one member can work: the next tier', [old, {}], 48000, 'b', 80000],
    ['at 60 %', [old, {}], 96000, 'b', 80000],
    ['a fen above 60 %: the rest', [old, {}], 96001, 'c', 40000],
    ['sixty tomorrow: not yet old', [{ birth: '1966-03-05' }, {}], 48000, 'c', 40000],
    ['visual disability of the first grade', [{ disability: { kind: 'visual', grade: 1 } }, {}], 48000, 'b', 80000],
    ['visual disability of the second grade', [{ disability: { kind: 'visual', grade: 2 } }, {}], 48000, 'c', 40000],
    ['severe illness', [{ health: 'severeIllness' }, {}], 48000, 'b', 80000],
  ])('[LH-54] [LH-55] %s', (_, people, income, tier, fen) => {
    expect(run(household(people, pension(income)), LINHE)).toMatchObject({ eligible: true, tier, monthlyFen: fen });
  });

  test('[LH-55] the category stands on record with both grounds: hardship and persons', () => {
    const r = run(household([old, {}], pension(48000)), LINHE);
    expect(line(r, 'tier')).toMatchObject({ text: `保障档次：二类（人均收入不高于标准的 60%；{person:${who(1)}} 60 周岁）`, formula: '400×2 = 800.00 元/月', fen: 80000, parameter: 'amount.tiers' });
  });

  test('percent tiers multiply before rounding; tiers per household pay once', () => {
    const plan = (tier: object): Record<string, number | string | object> => ({ 'standard.monthly': 33333, 'amount.method': 'tiers', 'amount.tiers': { tiers: [{ id: 'x', label: '一档', ...tier }] } });
    expect(run(household(3), plan({ percentOfStandard: 50 })).monthlyFen).toBe(50000); // 499.995, not 3 × 166.67 = 500.01
    expect(run(household(3), plan({ fen: 20000, per: 'household' })).monthlyFen).toBe(20000);
  });

  test('a household that no tier fits is not eligible, by that ground and with a line', () => {
    const r = run(household(1, pension(40000)), { ...LINHE, 'amount.tiers': { tiers: [{ id: 'a', label: '一类', fen: 60000, maxIncomePercent: 30 }] } });
    expect(r).toMatchObject({ eligible: false, grounds: ['tier'], monthlyFen: 0 });
    expect(line(r, 'tier')?.effect).toBe('fail');
  });
});

describe('additions, minimum, rounding', () => {
  const ADDITIONS = {
    'amount.additions': {
      additions: [
        { id: 'old', label: '老年人增发', who: { age: { min: 70 } }, basis: 'percent-of-standard', percent: 10 },
        { id: 'minor', label: '未成年人增发', who: { age: { max: 17 } }, basis: 'fixed', fen: 8000 },
        { id: 'disabled', label: '重度残疾人增发', who: { disability: [{ kinds: ['physical', 'visual'], maxGrade: 2 }] }, basis: 'percent-of-share', percent: 20 },
        { id: 'pregnant', label: '孕产妇增发', who: { pregnant: true }, basis: 'fixed', fen: 5000 },
      ],
    },
    'amount.addition-rule': 'each',
  };

  test.each<[string, readonly object[], number]>([
    ['nobody of a class', [{}], 101000],
    ['seventy today', [{ birth: '1956-03-04' }], 111100],
    ['seventy tomorrow', [{ birth: '1956-03-05' }], 101000],
    ['seventeen until tomorrow', [{ birth: '2008-03-05' }], 109000],
    ['eighteen today', [{ birth: '2008-03-04' }], 101000],
    ['disabled of the second grade: 20 % of the share', [{ disability: { kind: 'physical', grade: 2 } }], 121200],
    ['disabled of the third grade', [{ disability: { kind: 'physical', grade: 3 } }], 101000],
    ['pregnant', [{ pregnant: true }], 106000],
    ['old and disabled: each', [{ birth: '1950-01-01', disability: { kind: 'visual', grade: 1 } }], 131300],
    ['two old members', [{ birth: '1950-01-01' }, { birth: '1951-01-01' }], 222200],
  ])('percentages and sums by class of person: %s', (_, people, fen) => {
    expect(run(household(people), ADDITIONS).monthlyFen).toBe(fen);
  });

  test('of several classes only the highest, and the others are named as not added', () => {
    const r = run(household([{ birth: '1950-01-01', disability: { kind: 'visual', grade: 1 } }]), { ...ADDITIONS, 'amount.addition-rule': 'highest' });
    expect(r.monthlyFen).toBe(121200);
    expect(line(r, `addition-old-${who(1)}`)).toMatchObject({ effect: 'excluded', parameter: 'amount.addition-rule' });
  });

  test('an empty class of persons adds nothing to anybody', () => {
    expect(run(household([{ birth: '1950-01-01' }]), { 'amount.additions': { additions: [{ id: 'x', label: '增发', who: {}, basis: 'fixed', fen: 5000 }] } }).monthlyFen).toBe(101000);
  });

  test.each<[string, object, number]>([
    ['household minimum', { fen: 5000 }, 5000],
    ['per head', { fen: 3000, per: 'person' }, 6000],
    ['none', { fen: 0 }, 100],
  ])('a small sum is raised to the minimum: %s', (_, minimum, fen) => {
    expect(run(household(2, { incomes: [{ person: who(1), kind: 'pension', monthly: 201900 }] }), { 'amount.minimum': minimum }).monthlyFen).toBe(fen);
  });

  test('the minimum does not make anyone eligible', () => {
    expect(run(household(1, { incomes: [{ person: who(1), kind: 'pension', monthly: 101000 }] }), { 'amount.minimum': { fen: 5000 } })).toMatchObject({ eligible: false, monthlyFen: 0 });
  });

  test('a tier that pays nothing is not raised to the minimum', () => {
    const plan = { 'amount.method': 'tiers', 'amount.tiers': { tiers: [{ id: 'x', label: '只给服务', fen: 0 }] }, 'amount.minimum': { fen: 5000 } };
    expect(run(household(1), plan)).toMatchObject({ eligible: true, tier: 'x', monthlyFen: 0 });
  });

  test.each<[number, 'half-up' | 'up' | 'down', number]>([
    [1, 'half-up', 63646],
    [10, 'half-up', 63650],
    [10, 'down', 63640],
    [100, 'half-up', 63600],
    [100, 'up', 63700],
    [500, 'up', 64000],
    [1000, 'up', 64000],
    [1000, 'half-up', 64000],
    [1000, 'down', 63000],
  ])('636.46 rounded to %i fen, %s', (unit, mode, fen) => {
    // 1,010 − 373.54 = 636.46
    const r = run(household(1, { incomes: [{ person: who(1), kind: 'pension', monthly: 37354 }] }), { 'amount.rounding': { unit, mode } });
    expect(r.monthlyFen).toBe(fen);
    expect(sumOfLines(r).monthlyFen).toBe(fen);
  });

  test('rounding comes after the minimum and never takes the sum under it', () => {
    const r = run(household(1, { incomes: [{ person: who(1), kind: 'pension', monthly: 100999 }] }), { 'amount.minimum': { fen: 5550 }, 'amount.rounding': { unit: 100, mode: 'down' } });
    expect(r.monthlyFen).toBe(5600);
  });
});

describe('programmes that pay a fixed sum', () => {
  const fixed = (more: object): ReturnType<typeof programme> => programme({ id: 'heating', name: '冬季取暖补贴', short: '取暖补贴', formula: 'fixed-household', payment: 'once', ...more });

  test('per household or per person, without a means test unless a limit is stated', () => {
    const plan = { 'amount.fixed': 30300 };
    const rich = household(3, { incomes: [wage(1, 900000)] });
    expect(computeAmount(fixed({}), rich, policyOf(plan), ON)).toMatchObject({ eligible: true, monthlyFen: 30300, untested: true });
    expect(computeAmount(fixed({ formula: 'fixed-person' }), rich, policyOf(plan), ON).monthlyFen).toBe(90900);
    expect(computeAmount(fixed({ formula: 'fixed-person', applicant: 'person' }), rich, policyOf(plan), ON).monthlyFen).toBe(30300);
    expect(computeAmount(fixed({}), rich, policyOf(plan), ON).lines.at(-1)?.text).toBe('符合条件，一次性保障金 303.00 元');
  });

  test.each<[string, number, boolean]>([
    ['a fen under 1.5 times the standard', 151499, true],
    ['1.5 times the standard', 151500, false],
  ])('below a limit in percent of the standard: %s', (_, monthly, eligible) => {
    const plan = [parameter('amount.fixed', 30300), parameter('means.limit-percent', 150, { unit: 'percent' })];
    const r = computeAmount(fixed({ payment: 'monthly' }), household(1, { incomes: [{ person: who(1), kind: 'pension', monthly }] }), policyOf(plan), ON);
    expect(r).toMatchObject({ eligible, grounds: eligible ? [] : ['income'], monthlyFen: eligible ? 30300 : 0, householdIncomeFen: monthly });
  });

  test('the property limits hold there too', () => {
    const plan = [parameter('amount.fixed', 30300), parameter('means.limit-percent', 150, { unit: 'percent' })];
    expect(computeAmount(fixed({}), household(1, { properties: [{ kind: 'vehicle' }] }), policyOf(plan), ON)).toMatchObject({ eligible: false, grounds: ['property'] });
  });

  test('a means programme goes to the means test', () => {
    expect(computeAmount(programme(), SCREEN, policyOf(), ON)).toEqual(computeMeans(SCREEN, policyOf(), ON, 'dibao'));
  });
});

describe('what is not in force is never zero', () => {
  const FULL = household([{ disability: { kind: 'mental', grade: 3 } }], {
    incomes: [wage(1, 20000)], obligors: [{ person: who(9), supports: who(1), relation: 'child', householdSize: 3, monthlyIncome: 100000 }], properties: [{ kind: 'vehicle', exempt: '残疾代步' }],
  });
  const NEEDED = ['standard.monthly', 'income.period', 'income.kind.wage', 'deduct.work', 'deduct.rigid', 'maintenance.formula', 'property.financial', 'property.vehicle', 'amount.method', 'amount.additions', 'amount.minimum', 'amount.rounding'];

  test.each(NEEDED)('%s missing is refused by name', (key) => {
    expect(() => computeMeans(FULL, policyOf({}, [key]), ON, 'dibao')).toThrow(expect.objectContaining({ key }));
    expect(() => computeMeans(FULL, policyOf({}, [key]), ON, 'dibao')).toThrow(NotInForce);
  });

  test('nor is a standard before its first day', () => {
    const plan = policyOf([parameter('standard.monthly', 66900, { from: '2022-01-01' })], ['standard.monthly']);
    expect(() => computeMeans(FULL, plan, '2021-12-31', 'dibao')).toThrow('参数 standard.monthly 在 2021-12-31 无有效规定');
  });

  test('tiers, the addition rule, a fixed sum and the single-person rule are asked for when they are used', () => {
    const missing = (plan: Record<string, string | object>, without: string[], facts = FULL): (() => unknown) => () => computeMeans(facts, policyOf(plan, without), ON, 'dibao');
    expect(missing({ 'amount.method': 'tiers' }, [])).toThrow(NotInForce);
    expect(missing({ 'amount.additions': { additions: [{ id: 'x', label: '增发', who: { age: { min: 60 } }, basis: 'fixed', fen: 1 }] } }, ['amount.addition-rule'])).toThrow(NotInForce);
    expect(missing({}, ['single.household'], { ...FULL, single: true, incomes: [{ person: who(1), kind: 'pension', monthly: 120000 }] })).toThrow(NotInForce);
    expect(() => computeAmount(programme({ formula: 'fixed-person' }), FULL, policyOf(), ON)).toThrow(NotInForce);
  });

  test('a value of the wrong shape is refused, not guessed', () => {
    expect(() => run(SCREEN, { 'amount.method': 'guess' })).toThrow(TypeError);
    expect(() => run(SCREEN, { 'amount.rounding': 5 })).toThrow(TypeError);
    expect(() => run(SCREEN, { 'standard.monthly': '1010' })).toThrow(TypeError);
  });
});

describe('the working', () => {
  test('every line carries its parameter and source, names no one and has its own id', () => {
    const facts = household([{ birth: '1950-01-01' }, { excluded: 'conscript' }, { disability: { kind: 'mental', grade: 3 } }], {
      incomes: [wage(1, 20000), wage(2, 30000), { person: who(3), kind: 'assistance', monthly: 100 }],
      expenses: [{ kind: 'medical', monthly: 5000 }, { kind: 'other', monthly: 5000 }],
      obligors: [{ person: who(9), supports: who(1), relation: 'child', householdSize: 3, monthlyIncome: 100000 }],
      properties: [{ kind: 'deposit', value: 100 }, { kind: 'vehicle', exempt: '残疾代步' }, { kind: 'other', value: 5 }],
    });
    for (const f of [facts, { ...facts, single: true }, { ...facts, incomes: [{ person: who(1), kind: 'pension' as const, monthly: 290000 }], single: true, applicant: who(3) }]) {
      const r = run(f, { 'amount.additions': { additions: [{ id: 'old', label: '增发', who: { age: { min: 70 } }, basis: 'fixed', fen: 1 }] }, 'amount.rounding': { unit: 100, mode: 'up' } });
      expect(r.lines.filter((l) => l.parameter === undefined || l.source === undefined)).toEqual([]);
      expect(new Set(r.lines.map((l) => l.id)).size).toBe(r.lines.length);
      expect(JSON.parse(JSON.stringify(r))).toEqual(r);
    }
  });

  test('a member who does not count neither shares nor brings income', () => {
    const r = run(household([{}, { excluded: 'imprisoned' }], { incomes: [{ person: who(1), kind: 'pension', monthly: 50000 }, { person: who(2), kind: 'pension', monthly: 90000 }] }));
    expect(r).toMatchObject({ persons: 1, householdIncomeFen: 50000, monthlyFen: 51000 });
    expect(line(r, `member-${who(2)}`)?.text).toBe(`{person:${who(2)}} 正在服刑或者强制隔离戒毒，不计入共同生活家庭成员`);
  });

  test('a household of nobody is not eligible and nobody divides by zero', () => {
    expect(run(household([{ excluded: 'conscript' }]))).toMatchObject({ eligible: false, grounds: ['members'], persons: 0, monthlyFen: 0 });
  });
});
