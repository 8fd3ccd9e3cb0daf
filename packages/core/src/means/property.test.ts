import { describe, expect, test } from 'vitest';
import { computeMeans } from './compute.ts';
import { household, ON, policyOf, who } from './means.fixture.ts';
import type { MeansResult } from './model.ts';

type Plan = Parameters<typeof policyOf>[0];
const run = (people: number | readonly object[], properties: readonly object[], plan: Plan = {}): MeansResult => computeMeans(household(people, { properties }), policyOf(plan), ON, 'dibao');
const line = (r: MeansResult, id: string): MeansResult['lines'][number] | undefined => r.lines.find((l) => l.id === id);

describe('[XX-67] money and claims', () => {
  // 24 × 1,010 × 2 = 48,480.00
  test.each<[string, readonly object[], Plan, boolean]>([
    ['at the limit of months of standard per head', [{ kind: 'deposit', value: 4848000 }], {}, true],
    ['a fen above', [{ kind: 'deposit', value: 4848001 }], {}, false],
    ['all kinds together', [{ kind: 'deposit', value: 2000000 }, { kind: 'insurance', value: 2000000 }, { kind: 'debtClaim', value: 848001 }], {}, false],
    ['a kind the plan leaves out', [{ kind: 'deposit', value: 2000000 }, { kind: 'insurance', value: 9000000 }], { 'property.financial': { method: 'standard-months', months: 24, kinds: ['deposit'] } }, true],
    ['per household', [{ kind: 'deposit', value: 2424001 }], { 'property.financial': { method: 'standard-months', months: 24, per: 'household' } }, false],
    ['half a month counts', [{ kind: 'deposit', value: 50500 }], { 'property.financial': { method: 'standard-months', months: 0.5, per: 'household' } }, true],
    ['a fixed sum per head', [{ kind: 'deposit', value: 6000000 }], { 'property.financial': { method: 'fixed', fen: 3000000 } }, true],
    ['a fixed sum per household', [{ kind: 'deposit', value: 3000001 }], { 'property.financial': { method: 'fixed', fen: 3000000, per: 'household' } }, false],
    ['no limit', [{ kind: 'deposit', value: 99999999 }], { 'property.financial': { method: 'none' } }, true],
  ])('%s', (_, properties, plan, eligible) => {
    expect(run(2, properties, plan)).toMatchObject({ eligible, grounds: eligible ? [] : ['property'], monthlyFen: eligible ? 202000 : 0 });
  });

  test('the line shows both sides; an exemption does not hide money', () => {
    const r = run(2, [{ kind: 'deposit', value: 4848001, exempt: '准备看病' }]);
    expect(line(r, 'property-financial')).toMatchObject({ formula: '48,480.01 > 1,010×24×2 = 48,480', effect: 'fail', parameter: 'property.financial' });
  });

  test('property of who does not count stays out, and does not raise the limit per head', () => {
    const people = [{}, {}, { excluded: 'conscript' }];
    expect(run(people, [{ person: who(3), kind: 'deposit', value: 9000000 }]).eligible).toBe(true);
    expect(run(people, [{ person: who(1), kind: 'deposit', value: 4848001 }]).eligible).toBe(false);
  });
});

describe('[XX-67] things', () => {
  test.each<[string, readonly object[], Plan, boolean]>([
    ['a vehicle', [{ kind: 'vehicle' }], {}, false],
    ['a vehicle needed to live, with the reason', [{ kind: 'vehicle', exempt: '残疾人代步' }], {}, true],
    ['a vehicle exempted without a reason', [{ kind: 'vehicle', exempt: '  ' }], {}, false],
    ['a vehicle where nothing is exempted', [{ kind: 'vehicle', exempt: '残疾人代步' }], { 'property.vehicle': { max: 0, exemptible: false } }, false],
    ['one house', [{ kind: 'house' }], {}, true],
    ['two houses', [{ kind: 'house' }, { kind: 'house' }], {}, false],
    ['two houses on one row', [{ kind: 'house', count: 2 }], {}, false],
    ['two houses where two are allowed', [{ kind: 'house', count: 2 }], { 'property.house': { max: 2 } }, true],
    ['any number where there is no limit', [{ kind: 'house', count: 5 }], { 'property.house': {} }, true],
    ['a shop', [{ kind: 'shop' }], {}, false],
    ['a company with little capital where little is tolerated', [{ kind: 'company', value: 1000000 }], { 'property.company': { max: 0, toleratedFen: 1000000 } }, true],
    ['a fen more', [{ kind: 'company', value: 1000001 }], { 'property.company': { max: 0, toleratedFen: 1000000 } }, false],
    ['a company of unstated capital is no small one', [{ kind: 'company' }], { 'property.company': { max: 0, toleratedFen: 1000000 } }, false],
    ['machinery', [{ kind: 'machinery' }], {}, false],
    ['anything else is only noted', [{ kind: 'other', value: 100000000 }], {}, true],
  ])('%s', (_, properties, plan, eligible) => {
    expect(run(1, properties, plan)).toMatchObject({ eligible, grounds: eligible ? [] : ['property'] });
  });

  test('the lines say how many, the limit and why one does not count', () => {
    const r = run(1, [{ person: who(1), kind: 'vehicle', exempt: '残疾人代步' }, { kind: 'vehicle' }]);
    expect(line(r, 'property-1')?.text).toBe(`{person:${who(1)}} 的机动车 1 辆，属生产生活必需，不计入：残疾人代步`);
    expect(line(r, 'property-vehicle')).toMatchObject({ text: '机动车 1 辆，限 0 辆，超过限额', effect: 'fail' });
    expect(line(r, 'total')?.text).toBe('不符合条件：家庭财产超过规定限额');
  });

  test('income and property together give both grounds', () => {
    const r = computeMeans(household(1, { properties: [{ kind: 'shop' }], incomes: [{ person: who(1), kind: 'pension', monthly: 200000 }] }), policyOf(), ON, 'dibao');
    expect(r.grounds).toEqual(['income', 'property']);
    expect(line(r, 'total')?.text).toBe('不符合条件：家庭月人均收入不低于规定标准；家庭财产超过规定限额');
  });
});
