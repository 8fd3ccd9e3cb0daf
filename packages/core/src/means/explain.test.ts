import { describe, expect, test } from 'vitest';
import { computeMeans } from './compute.ts';
import { readAloud, speakFormula } from './explain.ts';
import { household, ON, parameter, policyOf, wage, who } from './means.fixture.ts';

const NAMES = new Map([[who(1), '王*'], [who(2), '李*'], [who(9), '王小*']]);
const title = (id: string): string | undefined => (id === 'mf-2021-57' ? '最低生活保障审核确认办法' : undefined);

describe('the working read aloud', () => {
  test('tells an eligible household every step in full sentences', () => {
    const facts = household(3, {
      incomes: [wage(1, 180000), { person: who(2), kind: 'basicPension', monthly: 12000 }],
      obligors: [{ person: who(9), supports: who(2), relation: 'child', householdSize: 3, monthlyIncome: 400000, agreed: 32000 }],
      properties: [{ kind: 'deposit', value: 500000 }],
    });
    expect(readAloud(computeMeans(facts, policyOf(), ON, 'dibao'), NAMES)).toEqual([
      '以下按 2026年3月4日 有效的规定测算。',
      '城市家庭，核算申请前 12 个月的月平均收入。',
      '王*的工资每月 1,800 元，计入家庭收入。',
      '李*的基础养老金每月 120 元，不计入家庭收入。',
      '王*的必要就业成本：1,800 乘以 10%，等于 180 元，从家庭收入中扣减。',
      '王小*（子女）给李*的赡养费，按书面约定或者裁判确定的每月 320 元，计入家庭收入。',
      '家庭的存款 5,000 元，计入货币财产。',
      '货币财产合计不超过限额：5,000 不高于 1,010 乘以 24 乘以 3，等于 72,720 元，符合规定。',
      '家庭月人均收入：1,800 减 180 加 320，再除以 3，等于 646.67 元。',
      '低保标准：1,010 元。',
      '家庭月人均收入低于标准：1,940 低于 1,010 乘以 3，等于 3,030 元。',
      '差额：1,010 乘以 3 减 1,940，等于每月 1,090.00 元。',
      '结论：符合条件，每月保障金 1,090.00 元。',
    ]);
  });

  test('tells why a household is not eligible', () => {
    const facts = household(1, { incomes: [wage(1, 300000)], properties: [{ kind: 'vehicle' }] });
    const said = readAloud(computeMeans(facts, policyOf(), ON, 'dibao'), NAMES);
    expect(said).toContain('机动车 1 辆，限 0 辆，超过限额，不符合规定。');
    expect(said).toContain('家庭月人均收入不低于标准：2,700 不低于 1,010 乘以 1，等于 1,010 元。');
    expect(said.at(-1)).toBe('结论：不符合条件：家庭月人均收入不低于规定标准；家庭财产超过规定限额。');
  });

  test('names the basis, and an unconfirmed one is impossible to miss', () => {
    const plan = [parameter('deduct.work', { method: 'percent-of-income', percent: 10 }, { source: { assumption: '国家未定比例', req: [] } }), parameter('amount.method', 'difference', { source: { instrument: 'mf-2021-57', clause: '第二十三条', assumption: '未由方案选定', req: [] } })];
    const said = readAloud(computeMeans(household(1, { incomes: [wage(1, 50000)] }), policyOf(plan), ON, 'dibao'), NAMES, title);
    expect(said).toContain('王*的工资每月 500 元，计入家庭收入。依据《最低生活保障审核确认办法》第十三条。');
    expect(said).toContain('王*的必要就业成本：500 乘以 10%，等于 50 元，从家庭收入中扣减。这一项的依据尚待本地确认。');
    expect(said).toContain('差额：1,010 乘以 1 减 450，等于每月 560.00 元。依据《最低生活保障审核确认办法》第二十三条。这一项的具体规定尚待本地确认。');
  });

  test('keeps the family and the person apart when one is assessed alone', () => {
    const facts = household([{ disability: { kind: 'mental', grade: 3 } }, {}], { single: true, incomes: [{ person: who(2), kind: 'pension', monthly: 250000 }] });
    const said = readAloud(computeMeans(facts, policyOf(), ON, 'dibao'), NAMES);
    const [family, alone] = [said.indexOf('先看全家的情况。'), said.indexOf('再看申请人本人的情况。')];
    expect(family).toBe(1);
    expect(alone).toBeGreaterThan(said.indexOf('王*属于重度残疾人（精神残疾三级），可以单独提出申请。'));
    expect(said.slice(alone)).toContain('本人月收入：0 除以 1，等于 0 元。');
  });

  test('a name that may not be said is not said, and no placeholder is left', () => {
    const said = readAloud(computeMeans(household(1, { incomes: [wage(1, 50000)] }), policyOf(), ON, 'dibao'), new Map());
    expect(said).toContain('有关人员的工资每月 500 元，计入家庭收入。');
    expect(said.join('')).not.toContain('{');
  });

  test.each([
    ['(9,000 ÷ 3 − 1,010) × 50% ÷ 2 = 497.50', '9,000 除以 3 减 1,010，再乘以 50% 除以 2，等于 497.50 元'],
    ['100 − 10 − 5,000 = −4,910', '100 减 10 减 5,000，等于负 4,910 元'],
    ['1,090.45 → 1,091', '1,090.45 改为 1,091 元'],
    ['2,000 × 10% = 200，以 160 为限', '2,000 乘以 10%，等于 200，以 160 为限'],
    ['400×2 = 800.00 元/月', '400 乘以 2，等于每月 800.00 元'],
  ])('%s is said "%s"', (formula, spoken) => {
    expect(speakFormula(formula)).toBe(spoken);
  });
});
