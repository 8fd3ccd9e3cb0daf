import fc from 'fast-check';
import { INCOME_KINDS } from '../case/facts.ts';
import type { HouseholdFacts } from '../case/facts.ts';
import { household, who } from './means.fixture.ts';

/** Plans and households at random, for what must hold whatever they are. */

export type Plan = Record<string, number | string | object>;

const percent = fc.integer({ min: 0, max: 20_000 }).map((n) => n / 100);
export const UNITS = [1, 10, 100, 500, 1000];

/** Tiers that do not pay more to who has more: what a plan may sensibly say. */
const tiers = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 3 }), fc.array(fc.nat(150_000), { minLength: 4, maxLength: 4 }), fc.boolean(), fc.constantFrom('person', 'household'))
  .map(([cuts, sums, open, per]) => {
    const bounds = [...cuts].sort((a, b) => a - b);
    const pays = [...sums].sort((a, b) => b - a);
    const list = bounds.map((max, i) => ({ id: `t${i}`, label: `${i + 1}档`, maxIncomePercent: max, fen: pays[i] ?? 0, per }));
    return { tiers: open ? [...list, { id: 'rest', label: '其余', fen: pays.at(-1) ?? 0, per }] : list };
  });

export const plan: fc.Arbitrary<Plan> = fc.record({
  'standard.monthly': fc.integer({ min: 20_000, max: 200_000 }),
  'deduct.work': fc.oneof(
    fc.constant({ method: 'none' }),
    fc.record({ method: fc.constant('percent-of-income'), percent }),
    fc.record({ method: fc.constant('percent-of-income'), percent, capFen: fc.nat(50_000) }),
    fc.record({ method: fc.constant('percent-of-income'), percent, capPercent: percent }),
    fc.record({ method: fc.constant('percent-of-standard'), percent }),
    fc.record({ method: fc.constant('fixed'), fen: fc.nat(50_000) }),
  ),
  'deduct.rigid': fc.record({ items: fc.array(fc.record({ kind: fc.constantFrom('medical', 'education'), percent, thresholdFen: fc.nat(20_000) }), { maxLength: 2 }) }),
  'maintenance.formula': fc.record({
    method: fc.constantFrom('none', 'excess-per-head', 'excess-household', 'income-household'),
    thresholdPercent: percent, basePercent: percent, rates: fc.record({ percent }).map((r) => [{ maxSharers: 2, percent: r.percent }, { percent: r.percent / 2 }]),
    divideBySupported: fc.boolean(), divideBySharers: fc.boolean(), agreed: fc.constantFrom('prefer', 'higher', 'ignore'),
  }),
  'property.financial': fc.constantFrom({ method: 'none' }, { method: 'standard-months', months: 24 }),
  'amount.method': fc.constantFrom('difference', 'tiers'),
  'amount.tiers': tiers,
  'amount.additions': fc.record({
    additions: fc.array(fc.record({ basis: fc.constantFrom('percent-of-standard', 'percent-of-share', 'fixed'), percent, fen: fc.nat(20_000) }), { maxLength: 3 })
      .map((list) => list.map((a, i) => ({ ...a, id: `a${i}`, label: '增发', who: i === 0 ? { age: { min: 60 } } : i === 1 ? { age: { max: 17 } } : { health: ['severeIllness'] } }))),
  }),
  'amount.addition-rule': fc.constantFrom('each', 'highest'),
  'amount.minimum': fc.record({ fen: fc.nat(20_000), per: fc.constantFrom('person', 'household') }),
  'amount.rounding': fc.record({ unit: fc.constantFrom(...UNITS), mode: fc.constantFrom('half-up', 'up', 'down') }),
});

export const facts: fc.Arbitrary<HouseholdFacts> = fc.integer({ min: 1, max: 6 }).chain((n) => {
  const member = fc.integer({ min: 1, max: n }).map(who);
  return fc.record({
    people: fc.array(fc.record({ birth: fc.constantFrom('1940-05-01', '1980-01-01', '2015-09-01'), health: fc.constantFrom('healthy', 'severeIllness'), away: fc.integer({ min: 0, max: 9 }) }), { minLength: n, maxLength: n }),
    incomes: fc.array(fc.record({ person: member, kind: fc.constantFrom(...INCOME_KINDS), monthly: fc.nat(150_000) }), { maxLength: 6 }),
    expenses: fc.array(fc.record({ person: member, kind: fc.constantFrom('medical', 'education', 'other'), monthly: fc.nat(80_000) }), { maxLength: 4 }),
    obligors: fc.array(fc.record({ person: fc.constant(who(99)), supports: member, relation: fc.constant('child'), householdSize: fc.integer({ min: 1, max: 5 }), monthlyIncome: fc.nat(900_000), supportedCount: fc.integer({ min: 1, max: 3 }), sharers: fc.integer({ min: 1, max: 4 }) }), { maxLength: 3 }),
    properties: fc.array(fc.record({ person: member, kind: fc.constantFrom('deposit', 'vehicle', 'house'), value: fc.nat(4_000_000) }), { maxLength: 2 }),
  }).map(({ people, ...rest }) => household(people.map(({ away, ...m }) => (away === 0 ? { ...m, excluded: 'conscript' } : m)), rest));
});
