import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../refusal/refusal.ts';
import { changeLine, foots, guardRoll, openFen, totals, type Line, type LineEvent, type RollState, type RollStep } from './line.ts';
import { HOLD_CODES, HOLDS, ROLL_STATUSES } from './model.ts';

const ready: Line = { dueFen: 109_000, paidFen: 0, recoveredFen: 0, waivedFen: 0, status: 'ready', holds: [], cleared: [] };
const event: fc.Arbitrary<LineEvent> = fc.oneof(
  fc.record({ kind: fc.constant('answer' as const), answer: fc.constantFrom('release', 'keep', 'exclude') }),
  fc.record({ kind: fc.constant('judge' as const), holds: fc.subarray([...HOLD_CODES]) }),
  fc.record({ kind: fc.constantFrom('send' as const, 'carry' as const) }),
  fc.record({ kind: fc.constant('return' as const), fen: fc.integer({ min: -1, max: 200_000 }) }),
  fc.record({ kind: fc.constant('dispute' as const), bookedFen: fc.integer({ min: -1, max: 200_000 }) }),
  fc.record({ kind: fc.constantFrom('recover' as const, 'waive' as const), fen: fc.integer({ min: -1, max: 200_000 }) }),
  fc.record({ kind: fc.constant('bank' as const), paidFen: fc.integer({ min: -1, max: 300_000 }) }),
);
const change = (line: Line, e: LineEvent): Line => {
  const v = changeLine(line, e);
  return 'line' in v ? v.line : line;
};

describe('the sums of lines', () => {
  it('foot to the fen after any sequence of events: due = paid + recovered + waived + ready + held + in transit + rejected + returned + excluded', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 200_000 }), fc.array(event, { maxLength: 14 })), { maxLength: 12 }), (rows) => {
      const dues = rows.map(([dueFen]) => dueFen);
      let lines = dues.map((dueFen): Line => ({ ...ready, dueFen }));
      for (let i = 0; i < 14; i++) {
        lines = lines.map((l, k) => {
          const e = rows[k]?.[1][i];
          return e ? change(l, e) : l;
        });
        const t = totals(lines);
        expect(foots(t)).toBe(true);
        expect(t.dueFen).toBe(dues.reduce((a, b) => a + b, 0));
        for (const l of lines) {
          expect(Math.min(l.paidFen, l.recoveredFen, l.waivedFen, openFen(l))).toBeGreaterThanOrEqual(0);
          expect(l.status === 'paid').toBe(openFen(l) === 0);
          expect(l.status === 'held').toBe(l.holds.length > 0);
        }
      }
    }), { numRuns: 300 });
  });

  it('never hands more to the bank than is due, whatever comes back', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 200_000 }), fc.array(event, { maxLength: 40 }), (dueFen, events) => {
      let line: Line = { ...ready, dueFen };
      let out = 0;
      let back = 0;
      for (const e of events) {
        const next = change(line, e);
        if (e.kind === 'bank' && next !== line) out += next.paidFen - line.paidFen;
        if (e.kind === 'return' && next !== line) out -= e.fen;
        if (e.kind === 'dispute' && next !== line) out -= e.bookedFen;
        if ((e.kind === 'recover' || e.kind === 'waive') && next !== line) back += e.fen;
        line = next;
        expect(out).toBe(line.paidFen + back);
        expect(back).toBe(line.recoveredFen + line.waivedFen);
        expect(out).toBeLessThanOrEqual(dueFen);
      }
    }), { numRuns: 300 });
  });
});

describe('one line', () => {
  it('is sent once and paid once', () => {
    const sent = change(ready, { kind: 'send' });
    expect(changeLine(sent, { kind: 'send' })).toHaveProperty('no');
    const paid = change(sent, { kind: 'bank', paidFen: 109_000 });
    expect(paid.status).toBe('paid');
    for (const e of [{ kind: 'send' }, { kind: 'bank', paidFen: 109_000 }, { kind: 'carry' }] as const) expect(changeLine(paid, e)).toHaveProperty('no');
  });
  it('paid in part goes on with the rest alone', () => {
    const part = change(change(ready, { kind: 'send' }), { kind: 'bank', paidFen: 54_500 });
    expect(part).toMatchObject({ status: 'rejected', paidFen: 54_500 });
    const again = change(change(part, { kind: 'carry' }), { kind: 'send' });
    expect(changeLine(again, { kind: 'bank', paidFen: 54_501 })).toHaveProperty('no');
    expect(change(again, { kind: 'bank', paidFen: 54_500 }).status).toBe('paid');
  });
  it('is released by an answer only where the catalogue lets a person answer', () => {
    for (const code of HOLD_CODES) {
      const held = change(ready, { kind: 'judge', holds: [code] });
      expect(held.status).toBe('held');
      const released = changeLine(held, { kind: 'answer', answer: 'release' });
      if (HOLDS[code].byAnswer) expect(released).toMatchObject({ line: { status: 'ready', cleared: [code] } });
      else expect(released).toHaveProperty('no');
    }
  });
  it('stays released for the reasons answered, and waits again for a new one', () => {
    const released = change(change(ready, { kind: 'judge', holds: ['holderDiffers'] }), { kind: 'answer', answer: 'release' });
    expect(change(released, { kind: 'judge', holds: ['holderDiffers'] }).status).toBe('ready');
    expect(change(released, { kind: 'judge', holds: ['holderDiffers', 'payeeDead'] })).toMatchObject({ status: 'held', holds: ['payeeDead'] });
  });
});

describe('a roll', () => {
  const roll = (more: Partial<RollState> = {}): RollState => ({ status: 'frozen', madeBy: 'maker', frozenBy: 'freezer', answeredBy: ['answerer'], ...more });
  it('is released by nobody who made it, froze it or let a hold pass in it', () => {
    for (const user of ['maker', 'freezer', 'answerer']) expect(guardRoll('release', roll(), user)).toMatchObject({ code: 'payment.sameperson' });
    expect(guardRoll('release', roll(), 'other')).toBeUndefined();
  });
  it('takes each step only in its state, and says which steps are open', () => {
    const may: Record<RollStep, readonly string[]> = { make: ['drafted'], answer: ['drafted'], freeze: ['drafted'], back: ['frozen'], release: ['frozen'], send: ['released'], read: ['sent', 'reconciled'] };
    for (const [step, states] of Object.entries(may) as [RollStep, readonly string[]][])
      for (const status of ROLL_STATUSES) {
        const verdict = guardRoll(step, roll({ status }), 'other');
        expect(isRefusal(verdict)).toBe(!states.includes(status));
        if (verdict) expect(verdict).toMatchObject({ code: 'payment.state', allowed: Object.keys(may).filter((s) => may[s as RollStep].includes(status)).map(() => expect.any(String)) });
      }
  });
});
