import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HouseholdFacts } from '../case/facts.ts';
import { computeAmount } from '../means/compute.ts';
import { facts, plan, type Plan } from '../means/means.arbitrary.fixture.ts';
import { household, ON, parameter, policyOf, programme, wage } from '../means/means.fixture.ts';
import type { Policy } from '../policy/resolve.ts';
import { isRefusal } from '../refusal/refusal.ts';
import { compactFacts, expandFacts } from './means-input.ts';
import { triable, triedParameters } from './parameters.ts';
import { StandingLaw } from './standing-law.ts';
import { OUTCOMES, type Outcome } from './outcomes.ts';
import { judgeRow, noSums, plus, sumOf, totalsOf, type CaseloadRow } from './what-if.ts';

const P = programme();
/** As it is stored: a text and back. */
const stored = <T>(x: T): T => JSON.parse(JSON.stringify(x)) as T;
const rowOf = (f: HouseholdFacts, policy: Policy): CaseloadRow => {
  const r = computeAmount(P, f, policy, ON);
  return { status: r.eligible ? 'granted' : 'refused', programme: P.id, lawOn: ON, paidFen: r.monthlyFen, decidedFen: r.monthlyFen, unable: null, facts: stored(compactFacts(f)), why: null };
};
const later = '2027-01-01';

describe('a what-if of a new standard', () => {
  test('with the present law gives for every household what was decided, in words as in sums', () => {
    fc.assert(fc.property(facts, plan, fc.boolean(), (f, p: Plan, single) => {
      const policy = policyOf(p);
      const full = { ...f, single };
      const decided = computeAmount(P, full, policy, ON);
      const again = computeAmount(P, expandFacts(stored(compactFacts(full))), new StandingLaw(policy, ON), ON);
      const { lines: a, ...left } = decided;
      const { lines: b, ...right } = again;
      expect(right).toEqual(left);
      expect(b.map((l) => [l.effect, l.fen, l.formula])).toEqual(a.map((l) => [l.effect, l.fen, l.formula]));
      const judged = judgeRow(rowOf(full, policy), P, new StandingLaw(policy, ON));
      expect(judged.afterFen).toBe(decided.monthlyFen);
      expect(['same', 'exit', 'out']).toContain(judged.outcome);
    }), { numRuns: 300 });
  });

  test('with another value of any parameter gives what the whole facts give by a law that says so', () => {
    fc.assert(fc.property(facts, plan, plan, fc.boolean(), (f, p: Plan, q: Plan, single) => {
      const full = { ...f, single };
      const policy = policyOf(p);
      const tried = Object.entries(q).map(([k, v]) => parameter(k, v, { from: later }));
      const expected = computeAmount(P, full, policyOf({ ...p, ...q }), ON);
      const judged = judgeRow({ ...rowOf(full, policy) }, P, new StandingLaw(policy, later, tried));
      expect(judged.afterFen).toBe(expected.monthlyFen);
    }), { numRuns: 300 });
  });

  test('a higher standard loses nobody and lets in who was refused; the totals foot', () => {
    fc.assert(fc.property(fc.array(facts, { maxLength: 12 }), plan, fc.nat(100_000), (all, p: Plan, more) => {
      const policy = policyOf(p);
      const law = new StandingLaw(policy, later, [parameter('standard.monthly', (p['standard.monthly'] as number) + more, { from: later })]);
      const sums = noSums();
      let difference = 0;
      for (const f of all) {
        const j = judgeRow(rowOf(f, policy), P, law);
        // A tier of nothing is paid nothing: that household was never on the roll.
        if (j.beforeFen > 0) expect(['gain', 'same']).toContain(j.outcome);
        sums[j.outcome] = plus(sums[j.outcome], sumOf(1, j.beforeFen, j.afterFen ?? j.beforeFen, j.afterFen ?? j.beforeFen));
        difference += (j.afterFen ?? j.beforeFen) - j.beforeFen;
      }
      const t = totalsOf(sums);
      expect(t.monthFen).toBe(difference);
      expect(t.yearFen).toBe(difference * 12);
      expect(OUTCOMES.reduce((n: number, o: Outcome) => n + sums[o].households, 0)).toBe(all.length);
    }));
  });

  test('ages are those of the decision: a birthday since then is no effect of the standard', () => {
    const f = household([{ birth: '1957-01-02' }], { incomes: [wage(1, 50_000)] });
    const policy = policyOf({ 'amount.additions': { additions: [{ id: 'old', label: '老年人增发', who: { age: { min: 70 } }, basis: 'fixed', fen: 10_000 }] } });
    const row = rowOf(f, policy);
    expect(computeAmount(P, f, policy, later).monthlyFen).toBe(row.paidFen);
    expect(computeAmount(P, f, policy, '2027-01-02').monthlyFen).toBe(row.paidFen + 10_000);
    expect(judgeRow(row, P, new StandingLaw(policy, '2027-06-01'))).toMatchObject({ outcome: 'same' });
  });

  test('what cannot be computed is not guessed: an import without facts, a sum that does not follow, a rate changed elsewhere, a law that is not stated', () => {
    const policy = policyOf();
    const law = new StandingLaw(policy, later, [parameter('standard.monthly', 120_000, { from: later })]);
    const row = rowOf(household(2), policy);
    expect(judgeRow(row, P, law)).toMatchObject({ outcome: 'gain', beforeFen: 202_000, afterFen: 240_000 });
    expect(judgeRow({ ...row, facts: null, why: 'imported' }, P, law)).toEqual({ outcome: 'unknown', beforeFen: 202_000, why: 'imported' });
    expect(judgeRow({ ...row, why: 'differs' }, P, law)).toMatchObject({ outcome: 'unknown', why: 'differs' });
    expect(judgeRow({ ...row, paidFen: 200_000 }, P, law)).toMatchObject({ outcome: 'unknown', why: 'rate' });
    expect(judgeRow({ ...row, decidedFen: undefined, facts: null }, P, law)).toMatchObject({ outcome: 'unknown', why: 'none' });
    expect(judgeRow(row, undefined, law)).toMatchObject({ outcome: 'unknown', why: 'none' });
    expect(judgeRow(row, P, new StandingLaw(policyOf({}, ['standard.monthly']), later))).toMatchObject({ outcome: 'unknown', why: 'missing' });
  });
});

describe('values to try', () => {
  const source = { assumption: '测算', req: [] };
  const area = [parameter('standard.monthly', 90_000, { area: 'rural' }), parameter('standard.monthly', 101_000, { area: 'urban' }), parameter('amount.minimum', { fen: 5000 })];
  const policy = policyOf(area);

  test('take label, unit and scope of the parameter in force', () => {
    const out = triedParameters(policy, [{ key: 'standard.monthly', area: 'rural', value: 95_000 }, { key: 'amount.minimum', value: { fen: 6000 } }], later, source);
    expect(out).toMatchObject([{ key: 'standard.monthly', label: '低保标准', area: 'rural', value: 95_000, from: later }, { key: 'amount.minimum', value: { fen: 6000, per: 'household' }, from: later }]);
    if (isRefusal(out)) throw new Error(out.rule);
    const law = new StandingLaw(policy, later, out);
    expect([law.number('standard.monthly', { on: ON, area: 'rural' }).value, law.number('standard.monthly', { on: ON, area: 'urban' }).value]).toEqual([95_000, 101_000]);
  });

  test('are refused when no formula reads them, nothing stands there, the shape is wrong or nothing changes', () => {
    const refusals = [
      [{ key: 'deadline.case', value: 5 }], [{ key: 'standard.monthly', programme: 'tekun', value: 95_000 }], [{ key: 'standard.monthly', area: 'rural' as const, value: 95_000.5 }], [{ key: 'standard.monthly', area: 'rural' as const, value: -1 }],
      [{ key: 'amount.minimum', value: { fen: 'x' } }], [{ key: 'standard.monthly', area: 'rural' as const, value: 90_000 }], [{ key: 'standard.monthly', area: 'rural' as const, value: 1 }, { key: 'standard.monthly', area: 'rural' as const, value: 2 }],
    ].map((values) => triedParameters(policy, values, later, source));
    expect(refusals.map((r) => isRefusal(r) && r.code)).toEqual(refusals.map(() => 'input.invalid'));
  });

  test('are offered once for each scope in which a parameter stands, the county’s before the nation’s', () => {
    expect(triable(policy, later).filter((p) => p.key === 'standard.monthly').map((p) => [p.area, p.value])).toEqual([[undefined, 101_000], ['rural', 90_000], ['urban', 101_000]]);
  });
});
