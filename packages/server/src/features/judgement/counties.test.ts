import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { householdFactsSchema, INCOME_KINDS, type HouseholdFacts } from '@doudi/core/case/facts';
import { judge } from '@doudi/core/judgement/judge';
import type { Verdict } from '@doudi/core/judgement/model';
import { computeAmount } from '@doudi/core/means/compute';
import { exclusiveWith } from '@doudi/core/policy/exclusive';
import { areaOfClassification } from '@doudi/core/policy/model';
import { Policy } from '@doudi/core/policy/resolve';
import { loadPolicies } from '../policy/load.ts';

/** The shipped plans, on the dates on which they change. */
const { nation, counties } = loadPolicies(fileURLToPath(new URL('../../../../../policies', import.meta.url)));
const layer = (id: string) => {
  const l = counties.find((c) => c.id === id);
  if (!l) throw new Error(id);
  return l;
};
const policy = (id: string): Policy => new Policy(nation, layer(id));
const who = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A household of `people`; its pension is the second person's so that no deduction touches it. */
function household(income: number, people: readonly object[] = [{ health: 'severeIllness' }, {}], more: object = {}): HouseholdFacts {
  return householdFactsSchema.parse({
    applicant: who(1), area: 'urban', address: '一号楼', hardship: 'illness', statement: '患病',
    members: people.map((m, i) => ({ person: who(i + 1), relation: i === 0 ? 'self' : 'spouse', birth: '1980-01-01', sex: 'female', ...m })),
    incomes: income > 0 ? [{ person: who(people.length), kind: 'pension', monthly: income }] : [], ...more,
  });
}
const verdict = (county: string, on: string, facts: HouseholdFacts, programme: string): Verdict => {
  const v = judge(facts, policy(county), on, 'dibao').verdicts.find((x) => x.programme === programme);
  if (!v) throw new Error(`${county} ${on} 没有 ${programme}`);
  return v;
};
const inForce = (county: string, on: string): string[] => policy(county).programmes(on).map((p) => p.id).filter((id) => ['dishouru', 'bianyuan', 'gangxing'].includes(id)).sort();

describe('which low-income programmes are in force, by place and date', () => {
  it.each<[string, string, string[]]>([
    ['hongqiao', '2019-01-01', ['dishouru']], ['hongqiao', '2021-06-30', ['dishouru']], ['hongqiao', '2021-07-01', ['bianyuan', 'dishouru']], ['hongqiao', '2021-11-15', ['bianyuan', 'dishouru']],
    ['hongqiao', '2024-12-31', ['bianyuan', 'dishouru']], ['hongqiao', '2025-01-01', ['bianyuan', 'dishouru', 'gangxing']],
    ['gongxian', '2020-11-16', ['dishouru']], ['gongxian', '2021-07-01', ['bianyuan']],
    ['xixiu', '2019-04-15', ['dishouru']], ['xixiu', '2021-07-01', ['bianyuan']],
    ['linhe', '2021-06-30', ['dishouru']], ['linhe', '2022-06-15', ['bianyuan']], ['baoqing', '2022-11-15', ['bianyuan']], ['baoqing', '2025-01-01', ['bianyuan', 'gangxing']],
  ])('%s on %s: %s', (county, on, expected) => {
    expect(inForce(county, on)).toEqual(expected);
  });

  it('every programme has a way to be decided and can be judged on its first day and on the training dates', () => {
    for (const l of counties)
      for (const on of ['2019-01-01', '2019-03-14', '2021-07-01', '2025-01-01', l.jurisdiction?.trainingDate ?? ''])
        for (const p of policy(l.id).programmes(on)) {
          expect(policy(l.id).procedureFor(p, false, on)?.organ, `${l.id} ${p.id} ${on}`).toBe('county');
          const facts = household(250_000, undefined, { lastYear: { income: 3_000_000, expenses: [{ kind: 'medical', total: 2_000_000 }] } });
          if (p.formula !== 'means' && ['dishouru', 'bianyuan', 'gangxing'].includes(p.id)) expect(() => computeAmount(p, facts, policy(l.id), on)).not.toThrow();
        }
  });

  it('one table excludes them from one another, on every day', () => {
    for (const l of counties) for (const on of ['2019-01-01', '2021-11-15', '2025-01-01']) expect(exclusiveWith(policy(l.id), 'dibao', on)).toEqual(['tekun', 'dishouru', 'bianyuan', 'gangxing']);
  });
});

describe('红桥 low-income assistance', () => {
  const on = '2021-11-15';
  // Two people at 1,010: the standard is 2,020.00, 150 % is 3,030.00.
  it.each<[number, 'dibao' | 'dishouru' | undefined]>([[201_999, 'dibao'], [202_000, 'dishouru'], [302_999, 'dishouru'], [303_000, undefined]])('household income %s fen belongs to %s', (income, programme) => {
    const facts = household(income);
    expect(['dibao', 'dishouru'].filter((p) => verdict('hongqiao', on, facts, p).outcome === 'eligible')).toEqual(programme ? [programme] : []);
  });

  it.each([['2018-12-31', undefined], ['2019-03-31', 27_600], ['2019-04-01', 29_400], ['2020-06-30', 29_400], ['2020-07-01', 30_300], ['2021-11-15', 30_300]])('pays 30 %% of the standard per household on %s', (date, fen) => {
    const p = policy('hongqiao').programme('dishouru', date);
    if (fen === undefined) expect(() => p && computeAmount(p, household(250_000), policy('hongqiao'), date)).toThrow('无有效规定');
    else expect(p && computeAmount(p, household(250_000, [{ health: 'severeIllness' }, {}]), policy('hongqiao'), date)).toMatchObject({ eligible: true, monthlyFen: fen });
  });

  it.each<[string, readonly object[], object, boolean]>([
    ['nothing of the list', [{}, {}], {}, false], ['a disability certificate of the fourth grade', [{ disability: { kind: 'hearing', grade: 4 } }, {}], {}, true],
    ['a special outpatient', [{}, {}], { categories: ['specialOutpatient'] }, true], ['a single parent with a child at school', [{}, {}], { categories: ['singleParentStudy'] }, true],
    ['family planning special support', [{}, {}], { categories: ['familyPlanningLoss'] }, true], ['recognised by the district', [{}, {}], { categories: ['districtRecognised'] }, true],
    ['all sixty and childless', [{ birth: '1961-11-15' }, { birth: '1950-01-01' }], { categories: ['childless'] }, true], ['a day too young', [{ birth: '1961-11-16' }, { birth: '1950-01-01' }], { categories: ['childless'] }, false],
  ])('a household with %s', (_, people, more, fits) => {
    expect(verdict('hongqiao', on, household(250_000, people, more), 'dishouru').outcome).toBe(fits ? 'eligible' : 'ineligible');
  });

  it('a household over 低保 is told that it fits better; without a listed hardship it is the recognition', () => {
    expect(judge(household(250_000), policy('hongqiao'), on, 'dibao')).toMatchObject({ better: 'dishouru', also: [] });
    expect(judge(household(250_000, [{}, {}]), policy('hongqiao'), on, 'dibao')).toMatchObject({ better: 'bianyuan' });
  });

  it('[HQ-74, HQ-125] it is decided by the street under its entrustment, in the same thirty working days', () => {
    const p = policy('hongqiao').programme('dishouru', on);
    expect(p && policy('hongqiao').procedureFor(p, true, on)).toMatchObject({ id: 'hq', organ: 'unit' });
    expect(policy('hongqiao').number('deadline.case.delegated', { on, programme: 'dishouru', area: 'urban' }).value).toBe(30);
  });

  it('money up to 24 months of the standard per head, 36 for the recognition', () => {
    const deposit = (value: number): HouseholdFacts => household(250_000, undefined, { properties: [{ kind: 'deposit', value }] });
    expect([4_848_000, 4_848_001].map((v) => verdict('hongqiao', on, deposit(v), 'dishouru').outcome)).toEqual(['eligible', 'ineligible']);
    expect([7_272_000, 7_272_001].map((v) => verdict('hongqiao', on, deposit(v), 'bianyuan').outcome)).toEqual(['eligible', 'ineligible']);
  });
});

describe('低保边缘家庭 and 刚性支出困难家庭', () => {
  it.each<[string, string, number]>([['linhe', '2022-06-15', 81_300], ['baoqing', '2022-11-15', 66_900], ['gongxian', '2021-07-01', 63_000], ['xixiu', '2021-07-01', 65_000]])('%s on %s: from the standard of %s, inside, to one and a half of it, outside', (county, on, standard) => {
    const outcomes = [standard * 2 - 1, standard * 2, standard * 3 - 1, standard * 3].map((x) => verdict(county, on, household(x), 'bianyuan').outcome);
    expect(outcomes).toEqual(['ineligible', 'eligible', 'eligible', 'ineligible']);
    expect(verdict(county, on, household(standard * 2), 'bianyuan')).toMatchObject({ monthlyFen: 0, payment: 'none' });
  });

  it('刚性支出: by the year as spent, only for who is in none of the other groups, at most twelve months', () => {
    const facts = (total: number, income = 400_000): HouseholdFacts => household(income, undefined, { lastYear: { income: 4_800_000, expenses: [{ kind: 'medical', total }] } });
    expect([2_880_000, 2_880_001].map((t) => verdict('baoqing', '2025-03-03', facts(t), 'gangxing').outcome)).toEqual(['ineligible', 'eligible']);
    expect(verdict('baoqing', '2025-03-03', facts(4_000_000, 150_000), 'gangxing').grounds).toEqual(['符合其他项目的条件，不再认定本项目']);
    expect(verdict('baoqing', '2025-03-03', facts(4_000_000, 1_000_000), 'gangxing').grounds).toEqual(['家庭人均收入不低于当地上年度居民人均可支配收入']);
    expect(verdict('baoqing', '2025-03-03', household(400_000), 'gangxing')).toMatchObject({ outcome: 'unknown', missing: { kind: 'fact', key: 'lastYear' } });
    expect(policy('baoqing').number('recognition.months', { on: '2025-03-03', programme: 'gangxing' }).value).toBe(12);
    expect(policy('baoqing').number('deadline.case', { on: '2025-03-03', programme: 'gangxing' }).value).toBe(30);
    expect(policy('baoqing').number('deadline.case.extended', { on: '2025-03-03', programme: 'gangxing' }).value).toBe(45);
  });

  it('珙县 before 57号: an urban household may be recognised as low-income, a rural one not', () => {
    expect(verdict('gongxian', '2020-11-16', household(150_000), 'dishouru').outcome).toBe('eligible');
    expect(verdict('gongxian', '2020-11-16', household(110_000, undefined, { area: 'rural' }), 'dishouru').grounds).toEqual(['不在本项目适用的区域（城镇或者农村）']);
  });
});

describe('西秀', () => {
  const on = '2019-04-15';
  it('[XX-148, XX-149] the plan creates the recognition of low-income households, in town and country, from its own day', () => {
    const rural = household(80_000, undefined, { area: 'rural' });
    expect(policy('xixiu').programme('dishouru', '2019-03-13')?.area).toBe('urban');
    expect(verdict('xixiu', '2019-03-14', rural, 'dishouru')).toMatchObject({ outcome: 'eligible', payment: 'none' });
    expect(policy('xixiu').programme('dishouru', '2019-03-14')?.source.req).toEqual(['XX-148', 'XX-149']);
  });

  const alone = (area: 'urban' | 'rural', m: object, income: number, date: string) => computeAmount(policy('xixiu').programme('dibao', date) ?? fail(), household(income, [m, {}, {}], { area, single: true }), policy('xixiu'), date);
  const fail = (): never => { throw new Error('dibao'); };
  it.each<[string, 'urban' | 'rural', object, number, string, boolean]>([
    // Rural standard 341.92: three people 1,025.76; one and a half 1,538.64.
    ['severe illness, rural, under the margin', 'rural', { health: 'severeIllness' }, 153_863, on, true],
    ['at the margin', 'rural', { health: 'severeIllness' }, 153_864, on, false],
    ['the day before the plan', 'rural', { health: 'severeIllness' }, 150_000, '2019-03-13', false],
    ['the day of the plan', 'rural', { health: 'severeIllness' }, 150_000, '2019-03-14', true],
    ['urban: not by this rule', 'urban', { health: 'severeIllness' }, 250_000, on, false],
    ['a child with a severe disability', 'rural', { disability: { kind: 'physical', grade: 2 }, birth: '2010-01-01' }, 150_000, on, true],
    ['a disability of the third grade', 'rural', { disability: { kind: 'physical', grade: 3 } }, 150_000, on, false],
    ['healthy', 'rural', {}, 150_000, on, false],
  ])('[XX-64] alone into rural 低保: %s', (_, area, m, income, date, eligible) => {
    expect(alone(area, m, income, date)).toMatchObject({ eligible, ...(eligible ? { persons: 1, monthlyFen: 34_192 } : {}) });
  });

  it('[XX-60, XX-61, XX-62, XX-63, XX-67] items, deductions, maintenance, migrants’ income and property are stated by the plan and marked where their numbers are not', () => {
    const p = policy('xixiu');
    for (const [key, req] of [['income.kind.wage', 'XX-60'], ['deduct.work', 'XX-61'], ['deduct.rigid', 'XX-61'], ['maintenance.formula', 'XX-62'], ['income.away', 'XX-63'], ['property.financial', 'XX-67']] as const) {
      const r = p.get(key, { on, programme: 'dibao', area: 'rural' });
      expect(r, key).toMatchObject({ layer: 'xixiu', source: { instrument: 'xx-plan' } });
      expect(r.source.req, key).toContain(req);
      expect(r.source.assumption, key).toBeDefined();
    }
    for (const kind of INCOME_KINDS) expect(['counted', 'excluded']).toContain(p.get(`income.kind.${kind.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, { on, programme: 'dibao', area: 'rural' }).value);
  });

  it('[XX-63] who works away without proof is counted at the standard of the place, for the months away', () => {
    const facts = (proof?: string): HouseholdFacts => household(0, [{}, {}, {}], { area: 'rural', incomes: [{ person: who(2), kind: 'wage', monthly: 0, away: { months: 6, place: 'outProvince' }, ...(proof ? { proof } : {}) }] });
    const dibao = policy('xixiu').programme('dibao', on) ?? fail();
    // 1,884 × 6 ÷ 12 = 942.00, less ten percent for the cost of work.
    expect(computeAmount(dibao, facts(), policy('xixiu'), on).householdIncomeFen).toBe(84_780);
    expect(computeAmount(dibao, facts('务工单位证明'), policy('xixiu'), on).householdIncomeFen).toBe(0);
    expect(computeAmount(dibao, facts(), policy('xixiu'), '2019-03-13').householdIncomeFen).toBe(0);
  });

  it('[XX-130] every village and community carries its statistical attribute, and its area follows from it', () => {
    const places = layer('xixiu').units.filter((u) => u.kind === 'village' || u.kind === 'community');
    expect(places.length).toBeGreaterThan(50);
    for (const u of places) expect(u.classification && areaOfClassification(u.classification), u.id).toBe(u.area);
    // A village that the statistics department counts as the fringe of a town is urban; the seat of a 乡 is not.
    expect(places.find((u) => u.id === 'xx.songqi.2')).toMatchObject({ kind: 'village', area: 'urban', classification: '122' });
    expect(places.find((u) => u.id === 'xx.xinchang.3')).toMatchObject({ kind: 'community', area: 'rural', classification: '210' });
  });

  it('[XX-131, XX-133] a household of an urban-attribute area is measured by the urban standard', () => {
    const dibao = policy('xixiu').programme('dibao', on) ?? fail();
    const sum = (area: 'urban' | 'rural'): number => computeAmount(dibao, household(60_000, [{}, {}], { area }), policy('xixiu'), on).monthlyFen;
    expect([sum('urban'), sum('rural')]).toEqual([70_000, 8_384]);
  });
});
