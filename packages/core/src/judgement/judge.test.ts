import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HouseholdFacts } from '../case/facts.ts';
import { household, NATION, ON, parameter, policyOf, programme, wage, who } from '../means/means.fixture.ts';
import type { Parameter, Programme } from '../policy/model.ts';
import { exclusiveWith } from '../policy/exclusive.ts';
import { Policy } from '../policy/resolve.ts';
import { judge, told } from './judge.ts';
import { recognitionOf } from './recognition.ts';

const low = programme({ id: 'dishouru', name: '低收入家庭救助', short: '低收入', formula: 'fixed-household' });
const margin = programme({ id: 'bianyuan', name: '低保边缘家庭认定', short: '低保边缘家庭', formula: 'recognition', payment: 'none' });
const heating = programme({ id: 'heating', name: '取暖补贴', short: '取暖', formula: 'fixed-household', payment: 'once' });
const own: Parameter[] = [
  parameter('programme.exclusive', { groups: [{ id: 'basic', label: '基本生活救助', programmes: ['dibao', 'dishouru', 'bianyuan'] }] }),
  parameter('means.range', { minPercent: 100, maxPercent: 150 }, { programme: 'dishouru' }),
  parameter('amount.fixed-percent', 30, { programme: 'dishouru', unit: 'percent' }),
  parameter('eligibility.conditions', { any: [{ id: 'ill', label: '有患大病的人员', anyMember: [{ health: ['severeIllness'] }] }] }, { programme: 'dishouru' }),
  parameter('means.range', { minPercent: 100, maxPercent: 150 }, { programme: 'bianyuan' }),
  parameter('recognition.months', 12, { programme: 'bianyuan', unit: 'month' }),
  parameter('amount.fixed', 80000, { programme: 'heating' }),
  parameter('means.limit-percent', 200, { programme: 'heating', unit: 'percent' }),
];

/** The county's programmes over its parameters, in any order. */
function law(programmes: readonly Programme[], parameters: readonly Parameter[] = own): Policy {
  const p = policyOf(parameters);
  return new Policy(p.nation, { ...p.county, programmes });
}
const ALL = [programme(), low, margin, heating];
const pension = (n: number, monthly: number): object => ({ person: who(n), kind: 'pension', monthly });
const of = (income: number, more: object = {}): HouseholdFacts => household([{ health: 'severeIllness' }, {}], { incomes: [pension(2, income)], ...more });
const outcomes = (j: ReturnType<typeof judge>): Record<string, string> => Object.fromEntries(j.verdicts.map((v) => [v.programme, v.outcome]));

describe('one application, every programme', () => {
  test('a household over 低保 is told why not, what fits better and what comes besides', () => {
    const j = judge(of(250000), law(ALL), ON, 'dibao');
    expect(outcomes(j)).toEqual({ dishouru: 'eligible', bianyuan: 'eligible', heating: 'eligible', dibao: 'ineligible' });
    expect(j).toMatchObject({ better: 'dishouru', also: ['heating'] });
    expect(j.verdicts.find((v) => v.programme === 'dibao')).toMatchObject({ monthlyFen: 0, grounds: ['家庭月人均收入不低于规定标准'] });
    expect(j.verdicts[0]).toMatchObject({ programme: 'dishouru', monthlyFen: 30300, result: { eligible: true } });
  });

  test('money every month goes before a status; without the hardship the status is what remains', () => {
    const facts = household(2, { incomes: [pension(2, 250000)] });
    const j = judge(facts, law(ALL), ON, 'dibao');
    expect(j.better).toBe('bianyuan');
    expect(j.verdicts.find((v) => v.programme === 'dishouru')?.grounds).toEqual(['不属于规定的任何一种困难情形']);
  });

  test('who applied for what fits best is told of no other; who applied for less is told of more', () => {
    expect(judge(of(100000), law(ALL), ON, 'dibao')).toMatchObject({ better: undefined, also: ['heating'] });
    expect(judge(of(250000), law(ALL), ON, 'bianyuan')).toMatchObject({ better: 'dishouru' });
    expect(judge(of(250000), law(ALL), ON, 'dishouru').better).toBeUndefined();
  });

  test('a programme that can be drawn besides is no better one, however much it pays', () => {
    const free = own.filter((p) => p.key !== 'programme.exclusive');
    expect(judge(of(250000), law(ALL, free), ON, 'bianyuan')).toMatchObject({ better: undefined, also: ['dishouru', 'heating'] });
  });

  test('a single payment is never the better programme, only an additional one', () => {
    const only = law([programme(), heating]);
    expect(judge(of(250000), only, ON, 'dibao')).toMatchObject({ better: undefined, also: ['heating'] });
  });

  test('what cannot be computed is unknown, names what is missing and is not recommended', () => {
    const j = judge(of(250000), law(ALL, own.filter((p) => p.key !== 'amount.fixed-percent')), ON, 'dibao');
    expect(j.verdicts.find((v) => v.programme === 'dishouru')).toMatchObject({ outcome: 'unknown', missing: { kind: 'parameter', key: 'amount.fixed' } });
    expect(j.better).toBe('bianyuan');
    const year = [...own, parameter('income.period', { months: 3 }), parameter('expenditure.ratio', { percent: 60, kinds: ['medical'] }, { programme: 'bianyuan' })];
    expect(judge(of(250000), law(ALL, year), ON).verdicts.find((v) => v.programme === 'bianyuan')?.missing).toEqual({ kind: 'fact', key: 'lastYear', label: '申请前 12 个月的家庭总收入和刚性支出' });
  });

  test('a programme that tests nothing is open to nobody by computation', () => {
    const j = judge(of(9000000), law(ALL, own.filter((p) => p.key !== 'means.limit-percent')), ON, 'dibao');
    expect(j.verdicts.find((v) => v.programme === 'heating')?.outcome).toBe('unknown');
    expect(j.also).toEqual([]);
  });

  test('[XX-64] a household over the standard is told which of its members may apply alone', () => {
    const facts = household([{}, { disability: { kind: 'mental', grade: 2 } }], { incomes: [pension(1, 250000)] });
    const j = judge(facts, law([programme()]), ON, 'dibao');
    expect(j.verdicts[0]).toMatchObject({ outcome: 'ineligible', hints: [`{person:${who(2)}} 属于重度残疾人（精神残疾二级），可以单独提出申请`] });
    expect(told(j, 'dibao').verdicts[0]?.hints).toHaveLength(1);
    expect(judge(of(100000), law([programme()]), ON, 'dibao').verdicts[0]?.hints).toEqual([]);
  });

  test('programmes are judged by the law of the day of application', () => {
    const later = { ...margin, from: '2026-03-05' };
    expect(Object.keys(outcomes(judge(of(250000), law([programme(), later]), ON)))).toEqual(['dibao']);
  });

  test('what is told keeps outcome, sum and grounds without the working', () => {
    const t = told(judge(of(250000), law(ALL), ON, 'dibao'), 'dibao');
    expect(t).toMatchObject({ on: ON, applied: 'dibao', better: 'dishouru', also: ['heating'] });
    expect(t.verdicts.every((v) => !('result' in v))).toBe(true);
  });

  test('one table says which exclude each other, for payment too', () => {
    expect(exclusiveWith(law(ALL), 'dishouru', ON)).toEqual(['dibao', 'bianyuan']);
    expect(exclusiveWith(law(ALL), 'heating', ON)).toEqual([]);
  });

  test('a recognition ends the day before its months are over', () => {
    expect(recognitionOf(law(ALL), { on: ON, programme: 'bianyuan' }, '2026-03-31')).toMatchObject({ from: '2026-03-31', until: '2027-03-30', months: 12 });
    expect(recognitionOf(law(ALL), { on: ON, programme: 'dibao' }, '2026-03-31')).toBeUndefined();
  });
});

describe('whatever the household, the programmes and their order', () => {
  const facts = fc.record({ n: fc.integer({ min: 1, max: 5 }), income: fc.nat(900_000), ill: fc.boolean(), deposit: fc.nat(20_000_000), area: fc.constantFrom('urban', 'rural') })
    .map((x) => household(Array.from({ length: x.n }, (_, i) => (i === 0 && x.ill ? { health: 'severeIllness' } : {})), { area: x.area, incomes: [pension(1, x.income), wage(1, Math.floor(x.income / 3))], properties: [{ kind: 'deposit', value: x.deposit }] }));
  const parameters = fc.record({ standard: fc.integer({ min: 30_000, max: 200_000 }), percent: fc.integer({ min: 0, max: 100 }), drop: fc.option(fc.constantFrom(...own.map((p) => p.key), ...Object.keys(NATION))) })
    .map(({ standard, percent, drop }) => ({ own: [...own, parameter('standard.monthly', standard)].map((p) => (p.key === 'amount.fixed-percent' ? { ...p, value: percent } : p)).filter((p) => p.key !== drop), drop }));
  const subset = fc.shuffledSubarray(ALL, { minLength: 1 });
  const make = (programmes: readonly Programme[], p: { own: Parameter[]; drop: string | null }): Policy => {
    const base = policyOf(p.own, p.drop === null ? [] : [p.drop]);
    return new Policy(base.nation, { ...base.county, programmes });
  };

  test('no programme is recommended for which the household does not qualify', () => {
    fc.assert(fc.property(facts, parameters, subset, fc.option(fc.constantFrom(...ALL.map((p) => p.id))), (f, p, programmes, applied) => {
      const j = judge(f, make(programmes, p), ON, applied ?? undefined);
      const outcome = new Map(j.verdicts.map((v) => [v.programme, v]));
      for (const id of [...(j.better ? [j.better] : []), ...j.also]) expect(outcome.get(id)).toMatchObject({ outcome: 'eligible', result: { eligible: true } });
      expect(j.better === undefined || j.better !== applied).toBe(true);
      // What can only be had one of is not promised together.
      const all = [...j.also, ...(j.better ? [j.better] : [])];
      for (const a of j.also) for (const b of j.better ? [j.better] : []) expect(outcome.get(b)?.exclusive.includes(a) ?? false).toBe(false);
      expect(new Set(all).size).toBe(all.length);
    }), { numRuns: 300 });
  });

  test('the better one is worth more than what was applied for, or the latter does not fit at all', () => {
    fc.assert(fc.property(facts, parameters, subset, fc.constantFrom(...ALL.map((p) => p.id)), (f, p, programmes, applied) => {
      const j = judge(f, make(programmes, p), ON, applied);
      const sum = (id: string | undefined): number => j.verdicts.find((v) => v.programme === id)?.monthlyFen ?? 0;
      const fits = j.verdicts.find((v) => v.programme === applied)?.outcome === 'eligible';
      if (j.better !== undefined && fits) expect(sum(j.better)).toBeGreaterThan(sum(applied));
    }), { numRuns: 300 });
  });

  test('the order of programmes in the files changes nothing', () => {
    fc.assert(fc.property(facts, parameters, fc.shuffledSubarray(ALL, { minLength: 2 }), (f, p, programmes) => {
      const one = judge(f, make(programmes, p), ON, 'dibao');
      const other = judge(f, make([...programmes].sort((a, b) => (a.id < b.id ? -1 : 1)), p), ON, 'dibao');
      expect(other).toEqual(one);
    }), { numRuns: 200 });
  });
});
