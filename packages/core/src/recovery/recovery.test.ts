import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthShare } from '../payment/proration.ts';
import { claimOf, dueOfMonth } from './claim.ts';
import { openOf, PRORATIONS, sumsOf, type ClaimLine, type PaidLine } from './model.ts';
import { book, correctable, evenPlan, layUpon, planFault, planNow } from './settle.ts';

const line = (month: string, fen: number, more: Partial<PaidLine> = {}): PaidLine => ({ line: `${month}-${more.part ?? 0}`, month, part: 0, programme: 'dibao', dueFen: fen, paidFen: fen, ...more });
const year = Array.from({ length: 12 }, (_, i) => `2022-${String(i + 1).padStart(2, '0')}`);
const fen = fc.integer({ min: 1, max: 500_000 });
const since = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([m, d]) => `2022-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`);
const rule = fc.record({ since, entitledFen: fc.oneof(fc.constant(0), fen), proration: fc.constantFrom(...PRORATIONS) });
/** A year of payments, some months with a supplement, some only paid in part or already paid back in part. */
const paid = fc.array(fc.record({ month: fc.constantFrom(...year), fen, part: fc.integer({ min: 0, max: 2 }), kept: fc.integer({ min: 0, max: 100 }) }), { maxLength: 24 })
  .map((all) => [...new Map(all.map((x) => [`${x.month}-${x.part}`, line(x.month, x.fen, { part: x.part, paidFen: Math.floor((x.fen * x.kept) / 100) })])).values()]);

describe('what was overpaid', () => {
  it('the month of the event counts as the county says: due, not due, or by its days', () => {
    const r = { since: '2022-04-11', entitledFen: 0 };
    expect(dueOfMonth('2022-03', 90_000, { ...r, proration: 'none' })).toBeUndefined();
    expect(dueOfMonth('2022-04', 90_000, { ...r, proration: 'full' })).toBeUndefined();
    expect(dueOfMonth('2022-04', 90_000, { ...r, proration: 'none' })?.fen).toBe(0);
    expect(dueOfMonth('2022-04', 90_000, { ...r, proration: 'daily' })?.fen).toBe(30_000);
    // By the rounding of the payment itself: what was rightly paid by days is not claimed back by a fen.
    expect(dueOfMonth('2022-04', 100_000, { since: '2022-04-12', entitledFen: 0, proration: 'daily' })?.fen).toBe(monthShare(100_000, 0, '2022-04-12', 'day'));
    expect(dueOfMonth('2022-04', 100_000, { since: '2022-04-12', entitledFen: 0, proration: 'daily' })?.fen).toBe(36_667);
    expect(dueOfMonth('2022-05', 90_000, { ...r, proration: 'full' })?.fen).toBe(0);
    expect(dueOfMonth('2022-05', 90_000, { ...r, entitledFen: 65_000, proration: 'full' })?.fen).toBe(65_000);
  });

  it('[HQ-188] of each month paid after a death the whole is claimed; a supplement stands behind its month; goods and services at their worth', () => {
    const lines = claimOf([line('2022-03', 80_000), line('2022-04', 80_000), line('2022-05', 80_000), line('2022-05', 5_000, { part: 1 })], { since: '2022-03-20', entitledFen: 0, proration: 'full' }, [{ kind: 'goods', on: '2022-04-02', text: '米面', fen: 12_000 }]);
    expect(lines.map((l) => [l.month, l.kind, l.claimFen])).toEqual([['2022-04', 'money', 80_000], ['2022-05', 'money', 80_000], ['2022-05', 'money', 5_000], ['2022-04', 'goods', 12_000]]);
    expect(sumsOf(lines).dueFen).toBe(177_000);
  });

  it('never more than was paid is claimed of a line, also by two recoveries together, and nothing of months before', () => {
    fc.assert(
      fc.property(paid, rule, rule, (lines, first, second) => {
        const one = claimOf(lines, first);
        const claimed = new Map(one.map((l) => [l.line ?? '', openOf(l)]));
        const two = claimOf(lines, second, [], claimed);
        for (const p of lines) {
          const of = [...one, ...two].filter((l) => l.line === p.line).reduce((a, l) => a + l.claimFen, 0);
          expect(of).toBeLessThanOrEqual(p.paidFen);
        }
        for (const l of one) expect(l.month >= first.since.slice(0, 7)).toBe(true);
        // What stays with the household for a month is never more than that month was due.
        for (const m of year.filter((x) => x > first.since.slice(0, 7))) {
          const had = lines.filter((p) => p.month === m).reduce((a, p) => a + p.paidFen, 0);
          const back = one.filter((l) => l.month === m).reduce((a, l) => a + l.claimFen, 0);
          expect(had - back).toBeLessThanOrEqual(first.entitledFen);
        }
      }),
    );
  });
});

describe('how it comes back', () => {
  it('after any row of receipts, waivers and corrections due = recovered + waived + outstanding, line by line and in all', () => {
    const step = fc.record({ kind: fc.constantFrom('recovered', 'waived', 'corrected'), share: fc.integer({ min: 1, max: 120 }), at: fc.nat(23) });
    fc.assert(
      fc.property(paid, rule, fc.array(step, { maxLength: 12 }), (lines, r, steps) => {
        let claims: ClaimLine[] = claimOf(lines, r);
        const first = sumsOf(claims).dueFen;
        for (const s of steps) {
          const { outstandingFen } = sumsOf(claims);
          if (s.kind === 'corrected') {
            const l = claims[s.at % Math.max(1, claims.length)];
            const to = l ? Math.floor((l.claimFen * s.share) / 100) : 0;
            if (l && correctable(l, to)) claims = claims.map((x) => (x === l ? { ...x, claimFen: to } : x));
          } else {
            const sum = Math.ceil((outstandingFen * s.share) / 100);
            const shares = layUpon(claims, sum);
            expect(shares !== undefined).toBe(sum > 0 && sum <= outstandingFen);
            if (shares) {
              expect(shares.reduce((a, x) => a + x.fen, 0)).toBe(sum);
              claims = book(claims, s.kind === 'waived' ? 'waived' : 'recovered', shares);
            }
          }
          const now = sumsOf(claims);
          expect(now.dueFen).toBe(now.recoveredFen + now.waivedFen + now.outstandingFen);
          expect(Math.min(now.dueFen, now.recoveredFen, now.waivedFen, now.outstandingFen)).toBeGreaterThanOrEqual(0);
          expect(now.dueFen).toBeLessThanOrEqual(first);
          for (const l of claims) expect(Math.min(openOf(l), l.paidFen - l.claimFen)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('instalments sum to the debt, a month apart, and what came in fills them in order', () => {
    expect(evenPlan(100_000, 3, '2022-01-31')).toEqual([{ due: '2022-01-31', fen: 33_334 }, { due: '2022-02-28', fen: 33_333 }, { due: '2022-03-31', fen: 33_333 }]);
    fc.assert(
      fc.property(fc.integer({ min: 24, max: 9_000_000 }), fc.integer({ min: 1, max: 24 }), since, fc.integer({ min: 0, max: 100 }), (debt, count, first, share) => {
        const plan = evenPlan(debt, count, first);
        expect(planFault(plan, debt, first, 24)).toBeUndefined();
        expect(planFault(plan, debt + 1, first, 24)).toMatch('不符');
        const done = Math.floor((debt * share) / 100);
        const now = planNow(plan, done, '2099-01-01');
        expect(now.reduce((a, p) => a + p.doneFen, 0)).toBe(done);
        expect(now.some((p) => p.late)).toBe(done < debt);
      }),
    );
  });

  it('a plan with too many parts, a part of nothing or days that go back is refused', () => {
    const two = [{ due: '2022-03-01', fen: 500 }, { due: '2022-04-01', fen: 500 }];
    expect(planFault(two, 1000, '2022-02-01', 1)).toMatch('最多分 1 期');
    expect(planFault([{ due: '2022-03-01', fen: 1000 }, { due: '2022-04-01', fen: 0 }], 1000, '2022-02-01', 24)).toMatch('大于 0');
    expect(planFault([...two].reverse(), 1000, '2022-02-01', 24)).toMatch('依次');
    expect(planFault(two, 1000, '2022-03-02', 24)).toMatch('今天起');
  });
});
