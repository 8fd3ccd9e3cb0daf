import { describe, expect, test } from 'vitest';
import { INCOME_KINDS } from '../case/facts.ts';
import { sumOfLines } from './check.ts';
import { computeMeans } from './compute.ts';
import { household, NATION, ON, parameter, policyOf, wage, who } from './means.fixture.ts';
import type { MeansResult } from './model.ts';
import { incomeKindKey } from './income.ts';

type Plan = Parameters<typeof policyOf>[0];
const run = (facts: ReturnType<typeof household>, plan: Plan = {}, on = ON): MeansResult => computeMeans(facts, policyOf(plan), on, 'dibao');
const line = (r: MeansResult, id: string): MeansResult['lines'][number] | undefined => r.lines.find((l) => l.id === id);

describe('[XX-60] counted and excluded income', () => {
  test.each(INCOME_KINDS)('%s counts or not as the parameter of its kind says, on a line of its own', (kind) => {
    const facts = household(1, { incomes: [{ person: who(1), kind, monthly: 5000 }] });
    const none = { 'deduct.work': { method: 'none' } };
    const counted = run(facts, { ...none, [incomeKindKey(kind)]: 'counted' });
    const excluded = run(facts, { ...none, [incomeKindKey(kind)]: 'excluded' });
    expect([counted.householdIncomeFen, excluded.householdIncomeFen]).toEqual([5000, 0]);
    expect(line(counted, 'income-1')).toMatchObject({ effect: 'counted', fen: 5000, parameter: incomeKindKey(kind) });
    expect(line(excluded, 'income-1')).toMatchObject({ effect: 'excluded', fen: 5000, person: who(1) });
  });

  test('the law of the date decides: a basic pension counts until one day and not from the next', () => {
    const plan = [parameter('income.kind.basic-pension', 'counted', { to: '2021-06-30' }), parameter('income.kind.basic-pension', 'excluded', { from: '2021-07-01' })];
    const facts = household(1, { incomes: [{ person: who(1), kind: 'basicPension', monthly: 12000 }] });
    expect(run(facts, plan, '2021-06-30')).toMatchObject({ householdIncomeFen: 12000, monthlyFen: 89000 });
    expect(run(facts, plan, '2021-07-01')).toMatchObject({ householdIncomeFen: 0, monthlyFen: 101000 });
  });

  test('the accounting period of the area is told', () => {
    const plan = { 'income.period': { months: 12, urbanMonths: 3 } };
    expect(line(run(household(1), plan), 'period')?.text).toBe('城市家庭，核算申请前 3 个月的月平均收入');
    expect(line(run(household(1, { area: 'rural' }), plan), 'period')?.text).toBe('农村家庭，核算申请前 12 个月的月平均收入');
  });
});

describe('[XX-61] necessary cost of work', () => {
  // Two earners: 2,000.00 and 1,500.55; standard 1,010.
  const facts = household(4, { incomes: [wage(1, 150000), { person: who(1), kind: 'flexible', monthly: 50000 }, wage(2, 150055), { person: who(3), kind: 'pension', monthly: 20000 }] });
  test.each<[string, object, number]>([
    ['none', { method: 'none' }, 0],
    ['10 % of earned income', { method: 'percent-of-income', percent: 10 }, 20000 + 15006],
    ['10 % of wages only', { method: 'percent-of-income', percent: 10, kinds: ['wage'] }, 15000 + 15006],
    ['10 %, at most 160 a person', { method: 'percent-of-income', percent: 10, capFen: 16000 }, 16000 + 15006],
    ['30 % of the standard for each who works', { method: 'percent-of-standard', percent: 30 }, 2 * 30300],
    ['a fixed sum for each who works', { method: 'fixed', fen: 25000 }, 50000],
    ['a fixed sum never above what was earned', { method: 'fixed', fen: 160000 }, 160000 + 150055],
    ['more than all of it', { method: 'percent-of-income', percent: 120 }, 200000 + 150055],
  ])('%s', (_, rule, fen) => {
    const r = run(facts, { 'deduct.work': rule });
    expect(r.householdIncomeFen).toBe(370055 - fen);
  });

  test('is taken only from income that counts, and stays off the line when nobody works', () => {
    expect(run(facts, { 'income.kind.flexible': 'excluded' }).householdIncomeFen).toBe(320055 - 15000 - 15006);
    expect(run(household(1, { incomes: [{ person: who(1), kind: 'pension', monthly: 50000 }] })).lines.some((l) => l.id.startsWith('work-'))).toBe(false);
  });

  test('shows how it was found', () => {
    expect(line(run(facts), `work-${who(1)}`)).toMatchObject({ text: `{person:${who(1)}} 的必要就业成本`, formula: '2,000 × 10% = 200', effect: 'deducted', parameter: 'deduct.work' });
    expect(line(run(facts, { 'deduct.work': { method: 'percent-of-income', percent: 10, capFen: 16000 } }), `work-${who(1)}`)?.formula).toBe('2,000 × 10% = 200，以 160 为限');
  });
});

describe('[XX-61] rigid expenses', () => {
  const facts = household(3, {
    incomes: [{ person: who(1), kind: 'pension', monthly: 200000 }],
    expenses: [{ person: who(1), kind: 'medical', monthly: 60000 }, { kind: 'medical', monthly: 20000 }, { kind: 'education', monthly: 30000 }],
  });
  test.each<[string, object[], number]>([
    ['nothing is deducted', [], 0],
    ['all of the medical expenses', [{ kind: 'medical', percent: 100 }], 80000],
    ['60 % of medical and half of education', [{ kind: 'medical', percent: 60 }, { kind: 'education', percent: 50 }], 48000 + 15000],
    ['above a threshold', [{ kind: 'medical', percent: 50, thresholdFen: 30000 }], 25000],
    ['under the threshold', [{ kind: 'education', percent: 100, thresholdFen: 30000 }], 0],
    ['up to a cap', [{ kind: 'medical', percent: 100, capFen: 50000 }], 50000],
    ['never more than was spent', [{ kind: 'medical', percent: 150 }], 80000],
  ])('%s', (_, items, fen) => {
    expect(run(facts, { 'deduct.rigid': { items } }).householdIncomeFen).toBe(200000 - fen);
  });

  test('a kind without a rule is told as not deducted; expenses of who does not count stay out', () => {
    expect(line(run(facts), 'rigid-education')).toMatchObject({ effect: 'excluded', fen: 30000 });
    const away = { ...facts, members: facts.members.map((m) => (m.person === who(1) ? m : m)), expenses: [{ person: who(7), kind: 'medical' as const, monthly: 99900 }] };
    expect(run(away).householdIncomeFen).toBe(200000);
  });

  test('deductions do not make income negative, and the lines still add up', () => {
    const r = run(household(1, { incomes: [wage(1, 10000)], expenses: [{ kind: 'medical', monthly: 500000 }] }));
    expect(r).toMatchObject({ householdIncomeFen: 0, monthlyFen: 101000 });
    expect(line(r, 'floor')).toMatchObject({ formula: '100 − 10 − 5,000 = −4,910', fen: 491000 });
    expect(sumOfLines(r)).toEqual({ incomeFen: 0, monthlyFen: 101000 });
  });
});

describe('[XX-62] maintenance from obligors', () => {
  const child = (more: object): object => ({ person: who(9), supports: who(1), relation: 'child', householdSize: 3, monthlyIncome: 900000, ...more });
  const formula = (more: object): Plan => ({ 'maintenance.formula': { ...(NATION['maintenance.formula'] as object), ...more } });
  const due = (obligor: object, plan: Plan = {}): number => run(household(1, { obligors: [child(obligor)] }), plan).householdIncomeFen;
  const EXCESS_HOUSEHOLD = { method: 'excess-household', rates: [{ percent: 30 }] };
  const OF_INCOME = { method: 'income-household', rates: [{ percent: 10 }] };

  test.each<[string, object, object, number]>([
    // (9,000 ÷ 3 − 1,010) = 1,990
    ['half of the excess per head, up to two children', {}, {}, 99500],
    ['40 % from three children on', { sharers: 3 }, {}, 79600],
    ['divided by those maintained', { supportedCount: 2 }, {}, 49750],
    ['not divided where the plan says so', { supportedCount: 2 }, { divideBySupported: false }, 99500],
    ['divided by the children that share', { sharers: 2 }, { divideBySharers: true }, 49750],
    ['at the standard: unable', { monthlyIncome: 303000 }, {}, 0],
    ['a fen above the standard: 1/3 fen × 50 % rounds to nothing', { monthlyIncome: 303001 }, {}, 0],
    ['three fen above', { monthlyIncome: 303003 }, {}, 1],
    ['at 1.5 times the standard: unable', { monthlyIncome: 454500 }, { thresholdPercent: 150 }, 0],
    ['above 1.5 times, counted from the standard', { householdSize: 1, monthlyIncome: 151501 }, { thresholdPercent: 150 }, 25251],
    ['above 1.5 times, counted from there', { householdSize: 1, monthlyIncome: 151503 }, { thresholdPercent: 150, basePercent: 150 }, 2],
    ['of the whole household: (9,000 − 3,030) × 30 %', {}, EXCESS_HOUSEHOLD, 179100],
    ['of the whole household for three parents', { supportedCount: 3 }, EXCESS_HOUSEHOLD, 59700],
    ['ten percent of the household income', {}, OF_INCOME, 90000],
    ['ten percent, shared by three children', { sharers: 3 }, { ...OF_INCOME, divideBySharers: true }, 30000],
    ['ten percent, but under the threshold', { monthlyIncome: 300000 }, OF_INCOME, 0],
    ['unable by rule', { unable: '本人享受低保' }, {}, 0],
    ['unable by rule although agreed', { unable: '本人享受低保', agreed: 50000 }, {}, 0],
    ['a blank reason is none', { unable: ' ' }, {}, 99500],
    ['agreed in writing replaces', { agreed: 32000 }, {}, 32000],
    ['agreed: nothing', { agreed: 0 }, {}, 0],
    ['the higher of both: formula', { agreed: 32000 }, { agreed: 'higher' }, 99500],
    ['the higher of both: agreement', { agreed: 120000 }, { agreed: 'higher' }, 120000],
    ['agreement ignored', { agreed: 120000 }, { agreed: 'ignore' }, 99500],
    ['only what is agreed', { agreed: 32000 }, { method: 'none', rates: [] }, 32000],
    ['only what is agreed, and nothing is', {}, { method: 'none', rates: [] }, 0],
  ])('%s', (_, obligor, rule, fen) => {
    expect(due(obligor, formula(rule))).toBe(fen);
  });

  test('each obligor has a line with the arithmetic, also who gives nothing', () => {
    const r = run(household(2, { obligors: [child({ supportedCount: 2 }), child({ person: who(10), monthlyIncome: 250000 }), child({ person: who(11), relation: 'sibling', unable: '正在服刑' })] }));
    const words = r.lines.filter((l) => l.group === 'maintenance').map((l) => [l.text, l.formula, l.fen, l.effect]);
    expect(words).toEqual([
      [`{person:${who(9)}}（子女）给 {person:${who(1)}} 的赡养费`, '(9,000 ÷ 3 − 1,010) × 50% ÷ 2 = 497.50', 49750, 'added'],
      [`{person:${who(10)}}（子女）给 {person:${who(1)}} 的赡养费，其家庭人均收入不高于起算线，视为无力给付`, '2,500 ÷ 3 ≤ 1,010', 0, 'excluded'],
      [`{person:${who(11)}}（兄弟姐妹）给 {person:${who(1)}} 的扶养费，按规定视为无能力给付：正在服刑`, undefined, 0, 'excluded'],
    ]);
  });

  test('for a member who does not count nothing is added', () => {
    const r = run(household([{}, { excluded: 'imprisoned' }], { obligors: [child({ supports: who(2) })] }));
    expect(r.householdIncomeFen).toBe(0);
    expect(line(r, 'maintenance-1')?.effect).toBe('excluded');
  });

  test.each<[string, number, number]>([
    ['less received than computed', 30000, 99500],
    ['more received than computed', 150000, 150000],
  ])('what was received and what was computed is the same money: %s', (_, received, income) => {
    const r = run(household(2, { incomes: [{ person: who(1), kind: 'maintenanceReceived', monthly: received }], obligors: [child({})] }));
    expect(r.householdIncomeFen).toBe(income);
    expect(sumOfLines(r).incomeFen).toBe(income);
  });
});
