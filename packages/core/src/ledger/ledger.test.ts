import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ALL_POSTS } from '../rights/permissions.ts';
import { balancesOf, NotAnEntry, reverseLines, settleLines } from './entry.ts';
import { accountKey, accountOf, ACCOUNTS, ACCOUNT_KINDS, onItsSide, type AccountRef, type EntryLine } from './model.ts';
import { confirmsOf, entersOf, guardReplenish, guardSettle, imprestLevel, operationEntry, OPERATION_KINDS } from './operations.ts';

const account = fc.record({ kind: fc.constantFrom(...ACCOUNT_KINDS), unit: fc.constantFrom('a', 'b'), programme: fc.constantFrom('dibao', 'jinan'), source: fc.constantFrom('higher', 'budget') });
/** Lines that sum to zero: whatever is drawn, and one line more that takes the rest. */
const balanced = fc.tuple(fc.array(fc.record({ account, fen: fc.integer({ min: -1_000_000, max: 1_000_000 }) }), { minLength: 1, maxLength: 6 }), account)
  .map(([lines, last]): EntryLine[] => [...lines, { account: last, fen: -lines.reduce((sum, l) => sum + l.fen, 0) }]);

describe('an entry', () => {
  it('keeps the trial balance at zero and the balances the sums of its lines, whatever is posted', () => {
    fc.assert(fc.property(fc.array(balanced, { maxLength: 12 }), (drafts) => {
      const entries = drafts.map(settleLines);
      const balances = balancesOf(entries);
      expect([...balances.values()].reduce((a, b) => a + b, 0)).toBe(0);
      const want = new Map<string, number>();
      for (const { account: a, fen } of drafts.flat()) want.set(accountKey(accountOf(a) ?? a), (want.get(accountKey(accountOf(a) ?? a)) ?? 0) + fen);
      for (const [key, fen] of want) expect(balances.get(key) ?? 0).toBe(fen);
    }));
  });

  it('names each account once and has no line of zero; its reverse takes all of it back', () => {
    fc.assert(fc.property(balanced, (draft) => {
      const lines = settleLines(draft);
      expect(new Set(lines.map((l) => accountKey(l.account))).size).toBe(lines.length);
      expect(lines.every((l) => l.fen !== 0)).toBe(true);
      expect([...balancesOf([lines, settleLines(reverseLines(lines))]).values()].every((fen) => fen === 0)).toBe(true);
    }));
  });

  it('is none when it does not sum to zero, is not whole fen, or an account lacks what tells it apart', () => {
    const bank: AccountRef = { kind: 'bank', programme: 'dibao' };
    const source: AccountRef = { kind: 'source', source: 'budget' };
    expect(() => settleLines([{ account: bank, fen: 100 }, { account: source, fen: -99 }])).toThrow(NotAnEntry);
    expect(() => settleLines([{ account: bank, fen: 0.5 }, { account: source, fen: -0.5 }])).toThrow(NotAnEntry);
    expect(() => settleLines([{ account: { kind: 'imprest' }, fen: 1 }, { account: source, fen: -1 }])).toThrow(NotAnEntry);
    // A dimension that the kind does not know makes no second account.
    expect(settleLines([{ account: { ...bank, unit: 'a' }, fen: 5 }, { account: { ...bank, unit: 'b' }, fen: 5 }, { account: source, fen: -10 }]).map((l) => l.account)).toEqual([bank, source]);
  });

  it('reads a balance on the side of its account', () => {
    expect(onItsSide('bank', 5)).toBe(5);
    expect(onItsSide('source', -5)).toBe(5);
    expect(Object.is(onItsSide('payable', 0), 0)).toBe(true);
  });
});

describe('a movement of funds', () => {
  it.each(OPERATION_KINDS)('%s moves money from one account to another and needs two people of the posts that may', (kind) => {
    const { lines } = operationEntry({ kind, unit: 'a', programme: 'dibao', source: 'budget', fen: 700 });
    expect(settleLines(lines).map((l) => l.fen).sort((a, b) => a - b)).toEqual([-700, 700]);
    for (const by of ['county', 'finance'] as const) {
      for (const post of ALL_POSTS) {
        const state = { kind, status: 'entered', enteredBy: 'one' } as const;
        const may = confirmsOf(kind, by).includes(post);
        expect(guardSettle(state, { account: 'two', post }, by) === undefined).toBe(may);
        expect(guardSettle(state, { account: 'one', post }, by)?.code).toBe(may ? 'payment.sameperson' : 'rights.denied');
        expect(guardSettle({ ...state, status: 'confirmed' }, { account: 'two', post }, by)?.code).toBe('step.done');
      }
    }
    expect(entersOf(kind).some((p) => p === 'auditor' || p === 'payrollClerk' || p === 'village')).toBe(false);
  });

  test('[GX-67] an allocation is entered by finance and confirmed by the county, and by nobody else', () => {
    expect(entersOf('allocation')).toEqual(['finance']);
    expect(confirmsOf('allocation', 'finance')).toEqual(['countyHandler', 'countyLeader']);
  });

  test('where the plan lays it with finance, finance confirms imprests, else the county', () => {
    expect(confirmsOf('imprestReplenished', 'finance')).toEqual(['finance']);
    expect(confirmsOf('imprestReplenished', 'county')).toEqual(['countyHandler', 'countyLeader']);
  });
});

describe('an imprest', () => {
  it('is low below the mark, and never low before it was set up', () => {
    expect(imprestLevel(10_000, 2_999, 30)).toEqual({ quotaFen: 10_000, balanceFen: 2_999, shortFen: 7_001, low: true });
    expect(imprestLevel(10_000, 3_000, 30).low).toBe(false);
    expect(imprestLevel(0, 0, 30).low).toBe(false);
  });

  it('is filled up to its fixed sum, once at a time', () => {
    const level = imprestLevel(10_000, 4_000, 30);
    expect(guardReplenish(level, 0, 6_000)).toBeUndefined();
    expect(guardReplenish(level, 0, 6_001)?.rule).toContain('超过备用金定额');
    expect(guardReplenish(level, 1, 6_000)?.rule).toContain('等待确认');
    expect(guardReplenish(imprestLevel(10_000, 10_000, 30), 0, undefined)?.rule).toContain('不需补足');
    expect(guardReplenish(imprestLevel(0, 0, 30), 0, 1)?.rule).toContain('还没有设立');
  });
});

test('cash that somebody holds is covered, whatever its name', () => {
  expect(ACCOUNT_KINDS.filter((k) => ACCOUNTS[k].covered)).toEqual(['reserve', 'imprest', 'reliefFund', 'donation']);
});
