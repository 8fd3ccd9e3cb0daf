import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { householdFactsSchema, NEED_KINDS, type HouseholdFacts } from '../case/facts.ts';
import { knownIn, sameCause } from '../case/aid-conditions.ts';
import { NotInForce } from '../policy/resolve.ts';
import { aidAmountSchema, aidCapsSchema, type AidAmount } from '../policy/tables.ts';
import { within } from './aid-bands.ts';
import { computeAid, type AidFindings } from './aid.ts';
import { sumOfLines } from './check.ts';
import { computeAmount } from './compute.ts';
import { readAloud } from './explain.ts';
import { household, ON, parameter, policyOf, programme, who } from './means.fixture.ts';
import { FactMissing } from './missing.ts';
import type { MeansResult } from './model.ts';

const STANDARD = 101_000;
const AID = programme({ id: 'zhichu', name: '支出型临时救助', short: '支出救助', formula: 'aid', payment: 'once' });
const BANDS: AidAmount['bands'][number][] = aidAmountSchema.parse({
  bands: [
    { id: 'flat', label: '定额', causes: ['death'], method: 'fixed', fen: 120_000, per: 'household' },
    { id: 'low', label: '一档', cost: { minFen: 500_000, maxFen: 2_000_000 }, method: 'months', months: 1, per: 'person' },
    { id: 'middle', label: '二档', cost: { minFen: 2_000_000, maxFen: 5_000_000, maxInclusive: true }, method: 'months', months: 2.5, minMonths: 1, per: 'person' },
    { id: 'high', label: '三档', cost: { minFen: 5_000_000, minInclusive: false }, method: 'percent-of-cost', percent: 10, cap: { months: 4, per: 'person' } },
  ],
}).bands;
const CAPS = { perTime: { months: 6, per: 'household' }, perYear: { fen: 1_000_000, per: 'household' }, timesPerYear: 3, counts: ['jinan', 'zhichu'] };

const law = (more: Readonly<Record<string, unknown>> = {}) => policyOf([
  parameter('aid.causes', { causes: [{ id: 'medical', label: '医疗支出突然增加', programmes: ['zhichu'] }, { id: 'death', label: '家庭成员去世', programmes: ['zhichu'] }, { id: 'fire', label: '火灾', programmes: ['jinan'] }] }),
  parameter('aid.amount', (more['aid.amount'] as object | undefined) ?? { bands: BANDS }),
  parameter('aid.caps', (more['aid.caps'] as object | undefined) ?? CAPS),
  parameter('aid.known', { programmes: ['dibao'] }),
  parameter('aid.economy', 0, { unit: 'flag', value: more['aid.economy'] ?? false }),
  parameter('means.disposable', 2_400_000),
]);

const spent = (fen: number, people = 2, more: Readonly<Record<string, unknown>> = {}): HouseholdFacts => household(people, { event: { cause: 'medical', on: ON, place: '医院', text: '手术' }, needs: [{ kind: 'medical', fen, paper: '发票 3 张' }], ...more });
const run = (f: HouseholdFacts, found?: AidFindings, more: Readonly<Record<string, unknown>> = {}): MeansResult => computeAid(AID, f, law(more), ON, found);
const given = (n: number, fen: number, on = '2026-01-05', programmeId = 'jinan'): AidFindings => ({ prior: Array.from({ length: n }, () => ({ cause: 'fire', programme: programmeId, on, fen })) });
const line = (r: MeansResult, id: string) => r.lines.find((l) => l.id === id);

describe('the band of a cost', () => {
  test.each([
    [499_999, undefined, 0], [500_000, '一档', 202_000], [1_999_999, '一档', 202_000],
    [2_000_000, '二档', 505_000], [5_000_000, '二档', 505_000], [5_000_001, '三档', 500_000], [9_000_000, '三档', 606_000],
  ])('%i fen of own cost: %s, %i fen; a bound belongs where the table puts it', (fen, tier, sum) => {
    const r = run(spent(fen));
    expect([r.tier, r.monthlyFen]).toEqual([tier, sum]);
    expect(r.grounds).toEqual(tier === undefined ? ['aidCost'] : []);
  });

  test('both ends of a bound, inside and outside', () => {
    for (const minInclusive of [true, false]) for (const maxInclusive of [true, false])
      expect([99, 100, 150, 200, 201].map((x) => within({ minFen: 100, minInclusive, maxFen: 200, maxInclusive }, x))).toEqual([false, minInclusive, true, maxInclusive, false]);
  });

  test('the cost is what is left after all that others pay, paper by paper', () => {
    const f = spent(500_000, 2, { needs: [{ kind: 'medical', fen: 400_000 }, { kind: 'education', fen: 200_000 }], compensation: { text: '肇事方', fen: 100_000 } });
    const r = run(f);
    expect(r.tier).toBe('一档');
    expect(r.lines.filter((l) => l.group === 'cost' && l.id !== 'cause').map((l) => [l.id, l.fen, l.effect])).toEqual([['need-1', 400_000, 'counted'], ['need-2', 200_000, 'counted'], ['compensation', 100_000, 'deducted']]);
    expect(run({ ...f, compensation: { text: '肇事方', fen: 100_001 } }).grounds).toEqual(['aidCost']);
  });

  test('a band may ask for certain kinds, a size of household, a cause, or a roll', () => {
    const bands = [{ id: 'a', label: '教育', cost: { kinds: ['education'], minFen: 100_000 }, method: 'fixed', fen: 1_000 }, { id: 'b', label: '大户', persons: { min: 4 }, method: 'fixed', fen: 2_000, per: 'household' }, { id: 'c', label: '在册', known: true, method: 'fixed', fen: 3_000, per: 'household' }, { id: 'd', label: '其余', method: 'fixed', fen: 4_000, per: 'household' }];
    const table = { 'aid.amount': { bands } };
    expect(run(spent(0, 2, { needs: [{ kind: 'education', fen: 100_000 }] }), undefined, table).monthlyFen).toBe(2_000);
    expect(run(spent(900_000), undefined, table).tier).toBe('其余');
    expect(run(spent(900_000, 4), undefined, table).tier).toBe('大户');
    expect(run(spent(900_000), { prior: [], known: 'dibao' }, table).tier).toBe('在册');
    expect(run(spent(900_000, 2, { event: { cause: 'death', on: ON, place: '家', text: '去世' } })).monthlyFen).toBe(120_000);
  });

  test('who does not live there is not counted among the persons', () => {
    expect(run(household([{}, { excluded: 'imprisoned' }], { event: { cause: 'medical', on: ON, place: '医院', text: '手术' }, needs: [{ kind: 'medical', fen: 500_000 }] })).monthlyFen).toBe(STANDARD);
  });
});

describe('caps', () => {
  test('the ceiling of one grant cuts the sum to itself, and the line says by how much', () => {
    const r = run(spent(5_000_000, 3));
    expect(r.monthlyFen).toBe(606_000);
    expect(r.lines.filter((l) => l.group === 'amount').map((l) => [l.id, l.fen, l.effect])).toEqual([['band', 757_500, 'counted'], ['per-time', 151_500, 'deducted']]);
    expect(r.aid).toEqual({ minFen: 303_000, ceilingFen: 606_000 });
  });

  test('what was given this year is taken off the year’s cap; another year and another kind of help are not', () => {
    expect(run(spent(5_000_000), given(1, 600_000)).monthlyFen).toBe(400_000);
    expect(run(spent(5_000_000), given(1, 600_000, '2025-12-31')).monthlyFen).toBe(505_000);
    expect(run(spent(5_000_000), given(1, 600_000, '2026-01-05', 'dibao')).monthlyFen).toBe(505_000);
    expect(run(spent(5_000_000), given(1, 1_000_000))).toMatchObject({ eligible: false, grounds: ['aidYear'], monthlyFen: 0, aid: { ceilingFen: 0 } });
  });

  test('how often: the last time allowed still goes, the next does not', () => {
    expect(run(spent(500_000), given(2, 1))).toMatchObject({ eligible: true });
    expect(run(spent(500_000), given(3, 1))).toMatchObject({ eligible: false, grounds: ['aidTimes'], monthlyFen: 0 });
    expect(line(run(spent(500_000), given(3, 1)), 'band')).toMatchObject({ effect: 'result', fen: 202_000 });
  });

  test('where a plan states no cap there is none', () => {
    expect(run(spent(9_000_000, 9), undefined, { 'aid.caps': { counts: ['zhichu'] } })).toMatchObject({ monthlyFen: 900_000, aid: { minFen: 900_000 } });
  });
});

describe('who is asked what', () => {
  test('without an event or without the expenditure nothing is computed: what is not known is not zero', () => {
    expect(() => run(household(2))).toThrow(FactMissing);
    expect(() => run(spent(1, 2, { needs: [] }))).toThrow(FactMissing);
    expect(() => computeAid(AID, spent(1), policyOf([]), ON)).toThrow(NotInForce);
  });

  test('a cause of the other programme is none of this one', () => {
    expect(run(spent(900_000, 2, { event: { cause: 'fire', on: ON, place: '家', text: '火' } })).grounds).toContain('aidCause');
  });

  test('the economy of a household on no roll is tested by disposable income and property; of one on a roll it is not asked', () => {
    const rich = { incomes: [{ person: who(1), kind: 'pension', monthly: 400_000 }] };
    const asked = { 'aid.economy': true };
    expect(run(spent(500_000, 2, rich), undefined, asked)).toMatchObject({ eligible: false, grounds: ['disposable'], householdIncomeFen: 400_000 });
    expect(run(spent(500_000, 2, { incomes: [{ person: who(1), kind: 'pension', monthly: 399_999 }] }), undefined, asked)).toMatchObject({ eligible: true });
    expect(run(spent(500_000, 2, rich), { prior: [], known: 'dibao' }, asked)).toMatchObject({ eligible: true, untested: true });
    expect(run(spent(500_000, 2, rich))).toMatchObject({ eligible: true, untested: true });
  });

  test('on a roll means granted there, of the programmes that the law names', () => {
    const r = (programmeId: string, status: 'granted' | 'applied') => ({ running: [{ case: who(1), number: '1', programme: programmeId, status }] });
    expect([knownIn(r('dibao', 'granted'), ['dibao']), knownIn(r('dibao', 'applied'), ['dibao']), knownIn(r('x', 'granted'), ['dibao']), knownIn(undefined, ['dibao'])]).toEqual(['dibao', undefined, undefined, undefined]);
  });

  test('twelve months from the day it was given: that day a year later still counts, the next no more', () => {
    const prior = [{ case: 'a', number: '1', cause: 'fire', programme: 'jinan', on: '2025-03-04', fen: 1 }];
    expect(['2026-03-04', '2026-03-05', '2025-03-03'].map((on) => sameCause(prior, 'fire', on, 12).length)).toEqual([1, 0, 0]);
    expect(sameCause(prior, 'illness', '2025-06-01', 12)).toEqual([]);
  });
});

describe('the working', () => {
  test('reads aloud, every line with its clause', () => {
    const r = computeAmount(AID, spent(5_000_000, 3), law(), ON);
    for (const l of r.lines) expect(l.source?.clause).toBe('第十三条');
    const said = readAloud(r, new Map()).join('\n');
    expect(said).toMatch(/发票 3 张）?，50,000\.00 元/);
    expect(said).toContain('对应档次：二档（自负支出 50,000 元，不低于 20,000 元，不高于 50,000 元）：1,010 乘以 2.5 乘以 3，等于 7,575.00 元');
    expect(said).toContain('救助金额 3,030.00 元 至 6,060.00 元，按困难程度确定');
  });
});

const needs = fc.array(fc.record({ kind: fc.constantFrom(...NEED_KINDS), fen: fc.integer({ min: 0, max: 8_000_000 }) }), { minLength: 1, maxLength: 5 });
const prior = fc.array(fc.record({ cause: fc.constant('medical'), programme: fc.constantFrom('jinan', 'zhichu', 'dibao'), on: fc.constantFrom('2025-12-31', '2026-01-01', '2026-02-28'), fen: fc.integer({ min: 1, max: 700_000 }) }), { maxLength: 4 });
const caps = fc.record({ perTime: fc.option(fc.record({ months: fc.integer({ min: 1, max: 8 }), per: fc.constantFrom('person', 'household') }), { nil: undefined }), perYear: fc.option(fc.record({ fen: fc.integer({ min: 1, max: 2_000_000 }), per: fc.constantFrom('person', 'household') }), { nil: undefined }), timesPerYear: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }) })
  .map((c) => aidCapsSchema.parse({ ...Object.fromEntries(Object.entries(c).filter(([, v]) => v !== undefined)), counts: ['jinan', 'zhichu'] }));

describe('whatever the household, the year and the caps', () => {
  test('the sum is never above a cap of the grant or of the year, never negative, nothing where not eligible, and its lines add up to it', () => {
    fc.assert(fc.property(needs, prior, caps, fc.integer({ min: 1, max: 8 }), (list, had, limits, people) => {
      const r = run(spent(0, people, { needs: list }), { prior: had }, { 'aid.caps': limits });
      const year = had.filter((p) => p.programme !== 'dibao' && p.on.startsWith('2026'));
      const sum = year.reduce((n, p) => n + p.fen, 0);
      const fenOf = (l: { fen?: number | undefined; months?: number | undefined; per: 'person' | 'household' } | undefined): number => (l === undefined ? Infinity : (l.fen ?? STANDARD * (l.months ?? 0)) * (l.per === 'person' ? people : 1));
      expect(Number.isSafeInteger(r.monthlyFen) && r.monthlyFen >= 0).toBe(true);
      expect(r.monthlyFen).toBeLessThanOrEqual(fenOf(limits.perTime));
      expect(r.monthlyFen).toBeLessThanOrEqual(Math.max(0, fenOf(limits.perYear) - sum));
      if (limits.timesPerYear !== undefined && year.length >= limits.timesPerYear) expect(r.eligible).toBe(false);
      expect(r.eligible).toBe(r.grounds.length === 0);
      if (!r.eligible) expect(r.monthlyFen).toBe(0);
      expect(r.aid?.minFen ?? 0).toBeLessThanOrEqual(r.monthlyFen);
      expect(sumOfLines(r)).toEqual({ incomeFen: 0, monthlyFen: r.monthlyFen });
    }), { numRuns: 400 });
  });

  test('who paid more of it gets less or the same, and the order of papers changes nothing', () => {
    fc.assert(fc.property(needs, fc.integer({ min: 0, max: 5_000_000 }), fc.integer({ min: 1, max: 2_000_000 }), (list, paid, more) => {
      const at = (fen: number): MeansResult => run(spent(0, 2, { needs: list, compensation: { text: '保险', fen } }));
      const [a, b] = [at(paid), at(paid + more)];
      const bandOrder = ['一档', '二档', '三档'];
      expect(bandOrder.indexOf(b.tier ?? '')).toBeLessThanOrEqual(bandOrder.indexOf(a.tier ?? ''));
      const mixed = run(spent(0, 2, { needs: [...list].reverse(), compensation: { text: '保险', fen: paid } }));
      expect([mixed.monthlyFen, mixed.tier, mixed.grounds]).toEqual([a.monthlyFen, a.tier, a.grounds]);
    }), { numRuns: 300 });
  });
});

test('facts of temporary assistance are optional: a household without them is what it was', () => {
  expect(Object.keys(householdFactsSchema.parse({ applicant: who(1), area: 'urban', address: 'x', hardship: 'other', statement: 'x', members: [{ person: who(1), relation: 'self', birth: '1980-01-01', sex: 'female' }] }))).not.toEqual(expect.arrayContaining(['event', 'needs', 'compensation']));
});
