import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeFoots, explainChange, type RollEntry } from './change.ts';

const entry = (more: Partial<RollEntry> = {}): RollEntry => ({ line: `${more.benefit ?? 'b'}-${more.month ?? '2022-03'}-${more.part ?? 0}`, benefit: 'b', month: '2022-03', part: 0, fen: 60_000, held: false, arose: true, ...more });
const kinds = (last: RollEntry[], now: RollEntry[]) => explainChange('2022-02', last, '2022-03', now).map((i) => [i.kind, i.lastFen, i.nowFen]);
const feb = (more: Partial<RollEntry> = {}): RollEntry => entry({ month: '2022-02', ...more });

describe('the change against last month', () => {
  it('names what began, ended, rose, fell, waits, waits no more', () => {
    expect(kinds([], [entry()])).toEqual([['new', 0, 60_000]]);
    expect(kinds([feb()], [])).toEqual([['stopped', 60_000, 0]]);
    expect(kinds([feb()], [entry({ fen: 64_000 })])).toEqual([['more', 60_000, 64_000]]);
    expect(kinds([feb()], [entry({ fen: 50_000 })])).toEqual([['less', 60_000, 50_000]]);
    expect(kinds([feb()], [entry({ held: true })])).toEqual([['held', 60_000, 0]]);
    expect(kinds([feb({ held: true })], [entry()])).toEqual([['released', 0, 60_000]]);
    expect(kinds([feb()], [entry()])).toEqual([['same', 60_000, 60_000]]);
  });
  it('tells a month made up for, an addition, a line left by the bank and one that was held apart, and takes what was paid once off again', () => {
    expect(kinds([], [entry({ month: '2022-02' })])).toEqual([['supplement', 0, 60_000]]);
    expect(kinds([feb()], [entry(), entry({ month: '2022-02', part: 1, fen: 4_000 })])).toEqual([['same', 60_000, 60_000], ['supplement', 0, 4_000]]);
    expect(kinds([feb()], [entry(), feb({ arose: false })])).toEqual([['same', 60_000, 60_000], ['carried', 0, 60_000]]);
    expect(kinds([feb({ held: true })], [entry(), feb({ arose: false })])).toEqual([['released', 0, 60_000], ['released', 0, 60_000]]);
    expect(kinds([feb(), entry({ month: '2022-01' })], [entry()])).toEqual([['same', 60_000, 60_000], ['once', 60_000, 0]]);
  });
  it('foots to the fen for any two rolls, and has every line of both once', () => {
    const entries = (month: string) => fc.uniqueArray(fc.record({ benefit: fc.constantFrom('a', 'b', 'c', 'd'), month: fc.constantFrom('2022-01', '2022-02', '2022-03').filter((m) => m <= month), part: fc.nat(2), fen: fc.integer({ min: 1, max: 90_000 }), held: fc.boolean(), arose: fc.boolean() }), { selector: (e) => `${e.benefit}-${e.month}-${e.part}`, maxLength: 12 })
      .map((all) => all.map((e) => entry(e)));
    fc.assert(fc.property(entries('2022-02'), entries('2022-03'), (last, now) => {
      const items = explainChange('2022-02', last, '2022-03', now);
      const sum = (all: readonly RollEntry[]) => all.filter((e) => !e.held).reduce((s, e) => s + e.fen, 0);
      expect(changeFoots(sum(last), sum(now), items)).toBe(true);
      expect(items.reduce((s, i) => s + i.lastFen, 0)).toBe(sum(last));
      expect(items.reduce((s, i) => s + i.nowFen, 0)).toBe(sum(now));
    }));
  });
});
