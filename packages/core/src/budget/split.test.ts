import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HouseholdFacts } from '../case/facts.ts';
import { computeAmount } from '../means/compute.ts';
import { incomeKindKey } from '../means/income.ts';
import { facts, plan, type Plan } from '../means/means.arbitrary.fixture.ts';
import { household, ON, parameter, policyOf, programme, wage } from '../means/means.fixture.ts';
import type { Parameter } from '../policy/model.ts';
import type { Policy } from '../policy/resolve.ts';
import { compactFacts } from './means-input.ts';
import { Splitter } from './split.ts';
import { StandingLaw } from './standing-law.ts';
import { judgeRow, sumOf, type CaseloadRow } from './what-if.ts';

const P = programme();
const later = '2027-01-01';
const last = '2026-12-31';
const paid = (fen: number, f: HouseholdFacts): CaseloadRow => ({ status: 'granted', programme: P.id, lawOn: ON, paidFen: fen, decidedFen: fen, unable: null, facts: compactFacts(f), why: null });
/** Rules of `p` until the end of the year, those of `q` from the next on. */
const changing = (p: Plan, q: Plan): Parameter[] => [...Object.entries(p).map(([k, v]) => parameter(k, v, { to: last })), ...Object.entries(q).map(([k, v]) => parameter(k, v, { from: later }))];
function split(row: CaseloadRow, policy: Policy, tried: readonly Parameter[], decided: readonly string[] = []) {
  const law = new StandingLaw(policy, later, tried);
  const judged = judgeRow(row, P, law);
  return { before: judged.beforeFen, after: judged.afterFen, standard: new Splitter(policy, law, tried, decided).split(row, P, judged) };
}
const standard = (fen: number, more: Partial<Parameter> = {}): Parameter => parameter('standard.monthly', fen, { from: later, source: { assumption: '测算', req: [] }, ...more });

describe('why a sum differs by another law', () => {
  test('by the standard is what the old facts give by the law of the decision with the new standard alone; whatever else the difference is comes from other rules', () => {
    fc.assert(fc.property(facts, plan, plan, fc.integer({ min: 20_000, max: 200_000 }), (f, p: Plan, q: Plan, fen) => {
      const before = computeAmount(P, f, policyOf(p), ON);
      if (!before.eligible || before.monthlyFen === 0) return;
      const s = split(paid(before.monthlyFen, f), policyOf(changing(p, q)), [standard(fen)]);
      expect(s.standard).toBe(computeAmount(P, f, policyOf({ ...p, 'standard.monthly': fen }), ON).monthlyFen);
      expect(s.after).toBe(computeAmount(P, f, policyOf({ ...q, 'standard.monthly': fen }), ON).monthlyFen);
      const sum = sumOf(1, s.before, s.after ?? 0, s.standard);
      expect(sum.standardFen + sum.otherFen + sum.unsplitFen).toBe((s.after ?? 0) - s.before);
    }), { numRuns: 300 });
  });

  const f = household(2, { incomes: [wage(1, 50_000)] });
  const work = { method: 'percent-of-income', kinds: ['wage'], percent: 10 };

  test('where only the standard is another, all of it is by the standard', () => {
    expect(split(paid(2 * 101_000 - 45_000, f), policyOf(), [standard(111_000)])).toEqual({ before: 157_000, after: 177_000, standard: 177_000 });
  });

  test('a rule changed since the decision is told apart, also where the two cancel out', () => {
    const policy = policyOf([parameter('deduct.work', work, { to: last }), parameter('deduct.work', { method: 'none' }, { from: later })]);
    expect(split(paid(157_000, f), policy, [standard(103_500)])).toEqual({ before: 157_000, after: 157_000, standard: 162_000 });
  });

  test('a household whose sum does not follow from the law of its decision cannot be told apart, and that is said', () => {
    const policy = policyOf([parameter('deduct.work', work, { to: last }), parameter('deduct.work', { method: 'none' }, { from: later })]);
    expect(split(paid(150_000, f), policy, [standard(111_000)]).standard).toBeUndefined();
    expect(sumOf(2, 150_000, 172_000, undefined)).toMatchObject({ standardFen: 0, otherFen: 0, unsplit: 1, unsplitFen: 22_000 });
  });

  test('what an earlier decision of the county raised is known: raised by it nothing is left, left out by it the whole is by the standard', () => {
    const decided = parameter('standard.monthly', 106_000, { from: '2026-06-01', source: { instrument: 'county-1', clause: '文件', req: [] } });
    const policy = policyOf([decided, parameter(incomeKindKey('wage'), 'counted', { to: last }), parameter(incomeKindKey('wage'), 'excluded', { from: later })]);
    const own = ['county-1'];
    expect(split(paid(167_000, f), policy, [], own)).toEqual({ before: 167_000, after: 212_000, standard: 167_000 });
    expect(split(paid(157_000, f), policy, [], own).standard).toBe(167_000);
    expect(split(paid(167_000, f), policy, [standard(111_000)], own)).toEqual({ before: 167_000, after: 222_000, standard: 177_000 });
  });
});
