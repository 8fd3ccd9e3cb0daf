import type { Fen } from '../money/fen.ts';
import { sameReturnLine } from './bank-file.ts';
import type { BankBatch, BankBatchLine, ParsedReturn, ReturnLine } from './bank-file.ts';

/** A batch against what the bank says became of it, to the fen. */

/**
 * `paid` = the exact sum; `partial` = some of it; `rejected` = nothing, the bank says why; `returned` = it was paid and
 * all of it came back, in whatever order the files say so; `unanswered` = nothing said;
 * `disputed` = the bank's answers contradict each other or the line (more than asked, another account): nobody may
 * pay again or close it before a person has looked.
 */
export type LineState = 'paid' | 'partial' | 'rejected' | 'returned' | 'unanswered' | 'disputed';

export interface ReconciledLine {
  readonly lineId: string;
  readonly state: LineState;
  readonly askedFen: Fen;
  /** What reached the account as far as is settled; 0 while disputed. */
  readonly paidFen: Fen;
  /** Asked less paid. */
  readonly openFen: Fen;
  readonly code?: string;
  readonly reason?: string;
  readonly paidOn?: string;
}

export interface Difference {
  readonly kind: 'other-batch' | 'unknown-line' | 'unanswered' | 'short' | 'over' | 'asked' | 'account' | 'contradiction';
  readonly lineId?: string;
  readonly fen: Fen;
  readonly message: string;
}

export interface Reconciliation {
  readonly lines: readonly ReconciledLine[];
  readonly differences: readonly Difference[];
  /** asked = paid + rejected + returned + short + unanswered + disputed, always. */
  readonly totals: { readonly askedFen: Fen; readonly paidFen: Fen; readonly rejectedFen: Fen; readonly returnedFen: Fen; readonly shortFen: Fen; readonly unansweredFen: Fen; readonly disputedFen: Fen };
  /** Every line has an undisputed answer. */
  readonly complete: boolean;
}

function reconcileLine(line: BankBatchLine, answers: readonly ReturnLine[]): { line: ReconciledLine; differences: Difference[] } {
  const { lineId, amountFen: askedFen } = line;
  const back = answers.filter((a) => a.status === 'returned');
  const before = answers.filter((a) => a.status !== 'returned');
  // Which came first must not matter.
  const answer = before[0] ?? back[0];
  const open = { lineId, askedFen, paidFen: 0, openFen: askedFen };
  if (answer === undefined) return { line: { ...open, state: 'unanswered' }, differences: [{ kind: 'unanswered', lineId, fen: askedFen, message: '银行尚未回盘' }] };
  const said = { code: answer.code, reason: answer.reason, ...(answer.paidOn === undefined ? {} : { paidOn: answer.paidOn }) };
  const dispute = (kind: Difference['kind'], fen: Fen, message: string) => ({ line: { ...open, state: 'disputed' as const, ...said }, differences: [{ kind, lineId, fen, message }] });

  const differ = (list: readonly ReturnLine[]): boolean => list.some((other) => list[0] !== undefined && !sameReturnLine(list[0], other));
  if (differ(back) || differ(before) || (back.length > 0 && before[0]?.status === 'rejected')) {
    // None of the answers is taken over.
    return { line: { ...open, state: 'disputed' }, differences: [{ kind: 'contradiction', lineId, fen: askedFen, message: '多次回盘结果相互矛盾，须人工核实' }] };
  }
  const last = back[0] ?? answer;
  for (const a of [answer, last]) {
    if (a.accountNumber !== undefined && a.accountNumber !== line.accountNumber) return dispute('account', askedFen, '回盘账号与发放账号不符');
    if (a.askedFen !== undefined && a.askedFen !== askedFen) return dispute('asked', a.askedFen - askedFen, '回盘应发金额与发放金额不符');
    if (a.amountFen > askedFen) return dispute('over', a.amountFen - askedFen, '实发金额大于应发金额');
  }
  if (last.status === 'returned') return { line: { ...open, state: 'returned', code: last.code, reason: last.reason, ...(last.paidOn === undefined ? {} : { paidOn: last.paidOn }) }, differences: [] };
  if (answer.status === 'rejected') return { line: { ...open, state: 'rejected', ...said }, differences: [] };
  const openFen = askedFen - answer.amountFen;
  const state = openFen === 0 ? 'paid' : 'partial';
  const differences: Difference[] = openFen === 0 ? [] : [{ kind: 'short', lineId, fen: -openFen, message: '实发金额小于应发金额' }];
  return { line: { lineId, askedFen, paidFen: answer.amountFen, openFen, state, ...said }, differences };
}

/**
 * The state of every line after any number of return files, in any order: reading a file again changes nothing.
 * A file of another batch is set aside whole, and lines the batch never had are shown, never booked.
 */
export function reconcile(batch: BankBatch, returns: readonly Pick<ParsedReturn, 'batchNumber' | 'lines'>[]): Reconciliation {
  const differences: Difference[] = [];
  const answers = new Map<string, ReturnLine[]>();
  const known = new Set(batch.lines.map((l) => l.lineId));
  const told = new Set<string>();
  const once = (difference: Difference): void => {
    const key = JSON.stringify(difference);
    if (!told.has(key)) differences.push(difference);
    told.add(key);
  };
  for (const { batchNumber, lines } of returns) {
    if (batchNumber !== undefined && batchNumber !== batch.number) {
      once({ kind: 'other-batch', fen: 0, message: `回盘文件属于批次 ${batchNumber}，未采用` });
      continue;
    }
    for (const line of lines) {
      if (!known.has(line.lineId)) once({ kind: 'unknown-line', lineId: line.lineId, fen: line.amountFen, message: '本批次没有这条明细' });
      else answers.set(line.lineId, [...(answers.get(line.lineId) ?? []), line]);
    }
  }
  const results = batch.lines.map((line) => reconcileLine(line, answers.get(line.lineId) ?? []));
  const lines = results.map((r) => r.line);
  const sum = (of: (line: ReconciledLine) => number): Fen => lines.reduce((total, line) => total + of(line), 0);
  const openOf = (state: LineState): Fen => sum((l) => (l.state === state ? l.openFen : 0));
  return {
    lines,
    differences: [...differences, ...results.flatMap((r) => r.differences)],
    totals: { askedFen: sum((l) => l.askedFen), paidFen: sum((l) => l.paidFen), rejectedFen: openOf('rejected'), returnedFen: openOf('returned'), shortFen: openOf('partial'), unansweredFen: openOf('unanswered'), disputedFen: openOf('disputed') },
    complete: lines.every((l) => l.state !== 'unanswered' && l.state !== 'disputed'),
  };
}
