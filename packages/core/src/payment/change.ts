import type { Fen } from '../money/fen.ts';

/**
 * Why a month's roll comes to another sum than the last one: every line of both stands in exactly one item, so that the last
 * sum plus all changes is this one, to the fen. This is the specification: the server does the same in one query.
 */

export const CHANGE_KINDS = ['new', 'stopped', 'more', 'less', 'held', 'released', 'supplement', 'carried', 'once', 'same'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
export const CHANGE_LABELS: Record<ChangeKind, string> = {
  new: '新增', stopped: '停发', more: '增发', less: '减发', held: '暂缓', released: '解除暂缓', supplement: '补发', carried: '跨月结转', once: '上月一次性款项不再列', same: '无变化',
};

/** A line as it stood in a roll: what of it the roll was to pay, or that it waited. */
export interface RollEntry {
  readonly line: string;
  readonly benefit: string;
  readonly month: string;
  readonly part: number;
  readonly fen: Fen;
  readonly held: boolean;
  /** Whether it arose in this roll; else an earlier one left it unpaid. */
  readonly arose: boolean;
}

export interface ChangeItem {
  readonly kind: ChangeKind;
  readonly benefit: string;
  readonly month: string;
  readonly lastFen: Fen;
  readonly nowFen: Fen;
}

/** What a roll was to pay of an entry. */
const paying = (e: RollEntry | undefined): Fen => (e === undefined || e.held ? 0 : e.fen);

/** The roll's own month, as against what is made up for, added or carried over. */
const regular = (e: RollEntry, month: string): boolean => e.arose && e.part === 0 && e.month === month;

function pair(a: RollEntry | undefined, b: RollEntry | undefined): ChangeKind {
  if (b === undefined) return 'stopped';
  if (b.held) return 'held';
  if (a === undefined) return 'new';
  if (a.held) return 'released';
  return b.fen > a.fen ? 'more' : b.fen < a.fen ? 'less' : 'same';
}

/** Every entry of the last roll (of `lastMonth`) and of this one, in the item that explains it. */
export function explainChange(lastMonth: string, last: readonly RollEntry[], month: string, now: readonly RollEntry[]): ChangeItem[] {
  const before = new Map(last.filter((e) => regular(e, lastMonth)).map((e) => [e.benefit, e]));
  const after = new Map(now.filter((e) => regular(e, month)).map((e) => [e.benefit, e]));
  const byLine = new Map(last.map((e) => [e.line, e]));
  const item = (kind: ChangeKind, e: RollEntry, lastFen: Fen, nowFen: Fen): ChangeItem => ({ kind, benefit: e.benefit, month: e.month, lastFen, nowFen });
  return [
    ...[...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
      const a = before.get(key);
      const b = after.get(key);
      const e = b ?? a;
      return e ? [item(pair(a, b), e, paying(a), paying(b))] : [];
    }),
    ...now.filter((e) => !regular(e, month)).map((e) => item(e.held ? 'held' : e.arose ? 'supplement' : byLine.get(e.line)?.held === true ? 'released' : 'carried', e, 0, paying(e))),
    ...last.filter((e) => !regular(e, lastMonth)).map((e) => item('once', e, paying(e), 0)),
  ];
}

/** Whether last sum + changes = this sum. */
export const changeFoots = (lastFen: Fen, nowFen: Fen, items: readonly Pick<ChangeItem, 'lastFen' | 'nowFen'>[]): boolean => lastFen + items.reduce((sum, i) => sum + i.nowFen - i.lastFen, 0) === nowFen;
