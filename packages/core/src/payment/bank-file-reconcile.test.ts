import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reconcile } from './bank-file-reconcile.ts';
import type { BankBatch, ParsedReturn, ReturnLine } from './bank-file.ts';

const batch = (sums: readonly number[]): BankBatch => ({
  number: 'B1', county: '测试区', fundItem: '救助金', month: '2026-03', date: '2026-04-01',
  lines: sums.map((amountFen, i) => ({ lineId: `L${i}`, sequence: i + 1, accountName: '试甲', accountNumber: `99999900000${i}`, amountFen, item: '救助金' })),
});
const answer = (lineId: string, amountFen: number, changes: Partial<ReturnLine> = {}): ReturnLine => ({ lineId, status: amountFen === 0 ? 'rejected' : 'paid', amountFen, code: amountFen === 0 ? '21' : '00', reason: '', ...changes });
const file = (lines: readonly ReturnLine[], batchNumber = 'B1'): Pick<ParsedReturn, 'batchNumber' | 'lines'> => ({ batchNumber, lines });

describe('a batch against its return', () => {
  test('paid, rejected, short and unanswered lines, to the fen', () => {
    const result = reconcile(batch([1000, 2000, 3000, 4000]), [file([answer('L0', 1000), answer('L1', 0), answer('L2', 2999, { status: 'partial' })])]);
    expect(result.lines.map((l) => [l.state, l.paidFen, l.openFen])).toEqual([['paid', 1000, 0], ['rejected', 0, 2000], ['partial', 2999, 1], ['unanswered', 0, 4000]]);
    expect(result.differences).toMatchObject([{ kind: 'short', lineId: 'L2', fen: -1 }, { kind: 'unanswered', lineId: 'L3', fen: 4000 }]);
    expect(result.totals).toEqual({ askedFen: 10_000, paidFen: 3999, rejectedFen: 2000, returnedFen: 0, shortFen: 1, unansweredFen: 4000, disputedFen: 0 });
    expect(result.complete).toBe(false);
  });

  test.each([
    ['more than was asked', answer('L0', 1001), 'over'],
    ['another account', answer('L0', 1000, { accountNumber: '111111' }), 'account'],
    ['another sum asked', answer('L0', 1000, { askedFen: 999 }), 'asked'],
  ])('%s is disputed and nothing is booked', (_name, wrong, kind) => {
    expect(reconcile(batch([1000]), [file([wrong])])).toMatchObject({ lines: [{ state: 'disputed', paidFen: 0 }], differences: [{ kind }], totals: { disputedFen: 1000 }, complete: false });
  });

  test('two files that contradict each other dispute the line, whichever came first', () => {
    const [one, two] = [file([answer('L0', 0)]), file([answer('L0', 1000)])];
    const result = reconcile(batch([1000]), [one, two]);
    expect(result).toMatchObject({ lines: [{ state: 'disputed', paidFen: 0 }], differences: [{ kind: 'contradiction' }] });
    expect(reconcile(batch([1000]), [two, one])).toEqual(result);
  });

  test('what was paid and came back is returned, whichever file came first; a rejection that comes back is a contradiction', () => {
    const [paid, back] = [file([answer('L0', 1000, { paidOn: '2026-04-02' })]), file([answer('L0', 0, { status: 'returned', code: '31', reason: '账户已销' })])];
    const result = reconcile(batch([1000]), [paid, back]);
    expect(result).toMatchObject({ lines: [{ state: 'returned', paidFen: 0, openFen: 1000, reason: '账户已销' }], totals: { returnedFen: 1000 }, complete: true });
    expect(reconcile(batch([1000]), [back, paid, back])).toEqual(result);
    expect(reconcile(batch([1000]), [file([answer('L0', 0)]), back])).toMatchObject({ lines: [{ state: 'disputed' }], complete: false });
  });

  test("another batch's file is set aside whole; a line that was never sent is shown, not booked", () => {
    expect(reconcile(batch([1000]), [file([answer('L0', 1000)], 'B2')])).toMatchObject({ lines: [{ state: 'unanswered' }], differences: [{ kind: 'other-batch' }, { kind: 'unanswered' }] });
    expect(reconcile(batch([1000]), [file([answer('L0', 1000), answer('X', 5)])])).toMatchObject({ differences: [{ kind: 'unknown-line', lineId: 'X', fen: 5 }], totals: { paidFen: 1000 }, complete: true });
  });
});

describe('for any batch and any returns', () => {
  const sums = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 8 });
  const answers = fc.array(
    fc.record({ lineId: fc.integer({ min: 0, max: 9 }).map((n) => `L${n}`), status: fc.constantFrom('paid', 'partial', 'rejected', 'returned'), share: fc.constantFrom(0, 0.5, 1, 2) }),
    { maxLength: 20 },
  );
  const filesFor = (b: BankBatch, said: readonly { lineId: string; status: ReturnLine['status']; share: number }[]) =>
    said.map(({ lineId, status, share }) => file([answer(lineId, status === 'rejected' || status === 'returned' ? 0 : Math.max(1, Math.floor((b.lines.find((l) => l.lineId === lineId)?.amountFen ?? 10) * share)), { status, code: status })]));

  test('asked = paid + rejected + returned + short + unanswered + disputed, and never more is booked than was asked', () => {
    fc.assert(
      fc.property(sums, answers, (amounts, said) => {
        const b = batch(amounts);
        const { totals, lines } = reconcile(b, filesFor(b, said));
        expect(totals.paidFen + totals.rejectedFen + totals.returnedFen + totals.shortFen + totals.unansweredFen + totals.disputedFen).toBe(totals.askedFen);
        return lines.every((l) => l.paidFen >= 0 && l.paidFen <= l.askedFen && l.paidFen + l.openFen === l.askedFen);
      }),
    );
  });

  test('reading the same files again, or in another order, gives the same lines and totals', () => {
    fc.assert(
      fc.property(sums, answers, (amounts, said) => {
        const b = batch(amounts);
        const files = filesFor(b, said);
        const once = reconcile(b, files);
        expect(reconcile(b, [...files, ...files])).toEqual(once);
        const other = reconcile(b, files.toReversed());
        expect([other.lines, other.totals]).toEqual([once.lines, once.totals]);
      }),
    );
  });
});
