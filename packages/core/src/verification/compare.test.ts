import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { householdFactsSchema } from '../case/facts.ts';
import { compareWithDeclared } from './compare.ts';
import type { CompareOptions } from './compare.ts';
import { reportSchema } from './contract.ts';
import type { Finding, ReportItem } from './contract.ts';

const id = (n: number): string => `0190f2a0-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [HUSBAND, WIFE, OBLIGOR, STRANGER] = [id(1), id(2), id(3), id(9)] as const;

type FactsInput = z.input<typeof householdFactsSchema>;
const facts = (changes: Partial<FactsInput> = {}) =>
  householdFactsSchema.parse({
    applicant: HUSBAND,
    area: 'urban',
    address: '测试路 1 号',
    members: [
      { person: HUSBAND, relation: 'self', birth: '1970-01-01', sex: 'male' },
      { person: WIFE, relation: 'spouse', birth: '1972-01-01', sex: 'female' },
    ],
    obligors: [{ person: OBLIGOR, supports: HUSBAND, relation: 'child', householdSize: 3, monthlyIncome: 900_000 }],
    incomes: [{ person: HUSBAND, kind: 'flexible', monthly: 150_000 }],
    properties: [{ kind: 'deposit', value: 2_000_000 }, { person: HUSBAND, kind: 'house' }],
    hardship: 'illness',
    statement: '测试',
    ...changes,
  });

const options: CompareOptions = { incomeToleranceFen: 10_000, valueToleranceFen: 100_000 };
const item = (name: ReportItem['item'], findings: Finding[], person = HUSBAND): ReportItem => ({ item: name, source: '某部门', person, coverage: 'covered', asOf: '2026-03-04', findings });
const wage = (monthlyFen?: number): Finding => ({ kind: 'income', incomeKind: 'wage', text: '工资', ...(monthlyFen === undefined ? {} : { monthlyFen }) });
const owns = (propertyKind: 'vehicle' | 'house' | 'company' | 'deposit', valueFen?: number): Finding => ({ kind: 'property', propertyKind, text: propertyKind, ...(valueFen === undefined ? {} : { valueFen }) });
const status = (statusKind: Extract<Finding, { kind: 'status' }>['statusKind']): Finding => ({ kind: 'status', statusKind, text: statusKind });
const compare = (items: ReportItem[], f = facts(), o = options) => compareWithDeclared(f, reportSchema.parse({ number: 'R-1', issuedOn: '2026-03-04', issuer: '平台', items }), o);

describe('incomes', () => {
  test('a wage within the tolerance conforms, one fen beyond contradicts; 灵活就业 explains a wage', () => {
    expect(compare([item('tax', [wage(160_000)])])).toMatchObject({ conforming: true, complete: true });
    const beyond = compare([item('tax', [wage(160_001)])]);
    expect(beyond.conforming).toBe(false);
    expect(beyond.contradictions).toMatchObject([{ item: 'tax', person: HUSBAND, declaredFen: 150_000, foundFen: 160_001, declared: '工资性收入 1,500.00 元/月' }]);
    expect(beyond.contradictions[0]?.text).toContain('截至 2026-03-04');
  });

  test('the same pay seen by three sources is not added up, two employers in one source are', () => {
    expect(compare([item('tax', [wage(150_000)]), item('social-insurance', [wage(150_000)]), item('housing-fund', [wage(150_000)])]).conforming).toBe(true);
    expect(compare([item('tax', [wage(150_000), wage(150_000)])]).contradictions).toMatchObject([{ foundFen: 300_000 }]);
  });

  test("another member's declaration does not explain it", () => {
    expect(compare([item('tax', [wage(150_000)], WIFE)]).contradictions).toMatchObject([{ person: WIFE, declared: '无工资性收入' }]);
  });

  test('an income of unknown sum contradicts only when nothing of its kind was declared', () => {
    expect(compare([item('tax', [wage()])]).conforming).toBe(true);
    expect(compare([item('tax', [wage()], WIFE)]).contradictions).toMatchObject([{ person: WIFE, found: '工资', declaredFen: 0 }]);
  });

  test('a pension declared as such explains a basic pension, but a basic pension does not explain a pension', () => {
    const pension = (incomeKind: 'pension' | 'basicPension', monthlyFen: number): Finding => ({ kind: 'income', incomeKind, monthlyFen, text: '养老' });
    const declared = (kind: 'pension' | 'basicPension') => facts({ incomes: [{ person: WIFE, kind, monthly: 300_000 }] });
    expect(compare([item('pension', [pension('basicPension', 15_000)], WIFE)], declared('pension')).conforming).toBe(true);
    expect(compare([item('pension', [pension('pension', 300_000)], WIFE)], declared('basicPension')).conforming).toBe(false);
  });

  test('incomes that the rules do not count may be left out of the declaration', () => {
    const found = [item('pension', [{ kind: 'income', incomeKind: 'basicPension', monthlyFen: 90_000, text: '基础养老金' }], WIFE)];
    expect(compare(found).conforming).toBe(false);
    expect(compare(found, facts(), { ...options, ignoredIncomes: ['basicPension'] }).conforming).toBe(true);
  });

  test("an obligor's wage is held against the income declared for the obligor's household", () => {
    expect(compare([item('tax', [wage(900_000)], OBLIGOR)]).conforming).toBe(true);
    expect(compare([item('tax', [wage(1_500_000)], OBLIGOR)]).contradictions).toMatchObject([{ person: OBLIGOR, declaredFen: 900_000 }]);
  });
});

describe('property', () => {
  test('deposits count over the household, in whose name ever, and beyond the tolerance contradict', () => {
    const held = (a: number, b: number) => [item('bank-deposit', [owns('deposit', a)]), item('bank-deposit', [owns('deposit', b)], WIFE)];
    expect(compare(held(1_100_000, 1_000_000)).conforming).toBe(true);
    expect(compare(held(1_100_000, 1_000_001)).contradictions).toMatchObject([{ item: 'bank-deposit', person: HUSBAND, declaredFen: 2_000_000, foundFen: 2_100_001 }]);
    expect(compare(held(500_000, 5_000_000)).contradictions).toMatchObject([{ person: WIFE }]);
  });

  test('an undeclared vehicle, second house or company contradicts; what was declared does not', () => {
    expect(compare([item('real-estate', [owns('house')])]).conforming).toBe(true);
    expect(compare([item('real-estate', [owns('house'), owns('house')])]).contradictions).toMatchObject([{ declared: '住房 1 项' }]);
    expect(compare([item('vehicle', [owns('vehicle', 5_000_000)], WIFE)]).contradictions).toMatchObject([{ item: 'vehicle', person: WIFE, declared: '无机动车' }]);
    expect(compare([item('market-entity', [owns('company')])]).conforming).toBe(false);
    const exempt = facts({ properties: [{ kind: 'vehicle', exempt: '残疾人代步' }] });
    expect(compare([item('vehicle', [owns('vehicle')])], exempt).conforming).toBe(true);
  });

  test("an obligor's property was never declared, so it contradicts nothing unless the platform says so", () => {
    expect(compare([item('vehicle', [owns('vehicle')], OBLIGOR)]).conforming).toBe(true);
    expect(compare([item('vehicle', [{ ...owns('vehicle'), contradictsDeclared: true }], OBLIGOR)]).conforming).toBe(false);
  });
});

describe('standing', () => {
  test.each([
    ['dead', WIFE], ['dead', OBLIGOR], ['imprisoned', WIFE], ['public-payroll', WIFE], ['assisted', HUSBAND], ['unmarried', HUSBAND],
  ] as const)('%s contradicts what was declared of %s', (kind, person) => {
    expect(compare([item('household-register', [status(kind)], person)]).contradictions).toMatchObject([{ person }]);
  });

  test.each([['registered', HUSBAND], ['married', HUSBAND], ['disabled', WIFE], ['other', WIFE], ['public-payroll', OBLIGOR], ['imprisoned', OBLIGOR]] as const)('%s of %s contradicts nothing', (kind, person) => {
    expect(compare([item('household-register', [status(kind)], person)]).conforming).toBe(true);
  });

  test('a member declared as serving a sentence, and an obligor declared unable, agree with the register', () => {
    const away = facts({ members: [{ person: HUSBAND, relation: 'self', birth: '1970-01-01', sex: 'male' }, { person: WIFE, relation: 'spouse', birth: '1972-01-01', sex: 'female', excluded: 'imprisoned' }] });
    expect(compare([item('imprisonment', [status('imprisoned')], WIFE)], away).conforming).toBe(true);
    const unable = facts({ obligors: [{ person: OBLIGOR, supports: HUSBAND, relation: 'child', householdSize: 1, monthlyIncome: 0, unable: '已故' }] });
    expect(compare([item('death', [status('dead')], OBLIGOR)], unable).conforming).toBe(true);
  });

  test('registered as married with no spouse declared contradicts', () => {
    const alone = facts({ members: [{ person: HUSBAND, relation: 'self', birth: '1970-01-01', sex: 'male' }] });
    expect(compare([item('marriage', [status('married')])], alone).contradictions).toMatchObject([{ item: 'marriage', declared: '无配偶' }]);
  });
});

describe('what was not seen', () => {
  test('"not covered" is not "none": it is listed, accuses nobody, and the report is not complete', () => {
    const blind: ReportItem = { ...item('bank-deposit', []), coverage: 'not-covered' };
    expect(compare([blind])).toMatchObject({ conforming: true, complete: false, uncovered: [{ item: 'bank-deposit', person: HUSBAND, text: '未覆盖，不等于没有' }], errors: [] });
    expect(compare([item('bank-deposit', [])])).toMatchObject({ conforming: true, complete: true, uncovered: [] });
  });

  test('an item in error accuses nobody and must be asked again', () => {
    const failed: ReportItem = { ...item('tax', []), coverage: 'error', note: '查询超时' };
    expect(compare([failed])).toMatchObject({ conforming: true, complete: false, errors: [{ item: 'tax', text: '查询超时' }] });
  });

  test('silence about an item or a person that was asked is uncovered', () => {
    const result = compare([item('tax', [])], facts(), { ...options, asked: { items: ['tax', 'vehicle'], persons: [HUSBAND, WIFE] } });
    expect(result.uncovered.map((g) => `${g.item} ${g.person}`)).toEqual([`tax ${WIFE}`, `vehicle ${HUSBAND}`, `vehicle ${WIFE}`]);
    expect(result.complete).toBe(false);
  });

  test('a person who is not of this household is an error, never a finding against it', () => {
    expect(compare([item('vehicle', [owns('vehicle')], STRANGER)])).toMatchObject({ conforming: true, complete: false, errors: [{ person: STRANGER }] });
  });
});

describe('for any sums', () => {
  const sums = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 5 });

  test('declaring exactly what is found always conforms', () => {
    fc.assert(
      fc.property(sums, sums, (wages, deposits) => {
        const declared = facts({ incomes: wages.map((monthly) => ({ person: WIFE, kind: 'wage' as const, monthly })), properties: deposits.map((value) => ({ person: WIFE, kind: 'deposit' as const, value })) });
        const found = [item('tax', wages.map((w) => wage(w)), WIFE), item('bank-deposit', deposits.map((d) => owns('deposit', d)), WIFE)];
        return compare(found, declared, { incomeToleranceFen: 0, valueToleranceFen: 0 }).conforming;
      }),
    );
  });

  test('declaring more never makes a contradiction, a wider tolerance neither', () => {
    fc.assert(
      fc.property(fc.nat(5_000_000), fc.nat(5_000_000), fc.nat(1_000_000), fc.nat(1_000_000), (declared, found, more, tolerance) => {
        const of = (monthly: number) => facts({ incomes: [{ person: WIFE, kind: 'wage', monthly }] });
        const run = (monthly: number, incomeToleranceFen: number) => compare([item('tax', [wage(found)], WIFE)], of(monthly), { ...options, incomeToleranceFen }).conforming;
        const base = run(declared, tolerance);
        expect(base).toBe(found <= declared + tolerance);
        if (base) expect([run(declared + more, tolerance), run(declared, tolerance + more)]).toEqual([true, true]);
      }),
    );
  });
});
