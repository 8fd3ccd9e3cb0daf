import type { Fen } from '../money/fen.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { HOLDS, LINE_STATUSES, ROLL_STATUS_LABELS, type HoldCode, type LineStatus, type RollStatus } from './model.ts';

/** What can happen to one line, and what a sum of lines always says: due = paid + recovered + waived + ready + held + in transit + rejected + returned + excluded. */

export interface Line {
  readonly dueFen: Fen;
  /** What is with the household: paid to it, not paid back, and owed back or not yet found to be. */
  readonly paidFen: Fen;
  /** Paid without right and paid back. */
  readonly recoveredFen: Fen;
  /** Paid without right and left to the household by a decision. */
  readonly waivedFen: Fen;
  readonly status: LineStatus;
  readonly holds: readonly HoldCode[];
  readonly cleared: readonly HoldCode[];
}

export type LineEvent =
  /** A person answers the holds. */
  | { readonly kind: 'answer'; readonly answer: 'release' | 'keep' | 'exclude' }
  /** Facts were looked at again. */
  | { readonly kind: 'judge'; readonly holds: readonly HoldCode[] }
  /** The open part goes to the bank. */
  | { readonly kind: 'send' }
  /** The bank answers for the sum sent: what of it reached the account. */
  | { readonly kind: 'bank'; readonly paidFen: Fen }
  /** What a batch had paid came back. */
  | { readonly kind: 'return'; readonly fen: Fen }
  /** The bank's answers contradict each other: what a batch was booked as paying is open again until a person has looked. */
  | { readonly kind: 'dispute'; readonly bookedFen: Fen }
  /** The household pays back what it had without right. */
  | { readonly kind: 'recover'; readonly fen: Fen }
  /** A decision leaves it to the household. */
  | { readonly kind: 'waive'; readonly fen: Fen }
  /** A later roll takes up what was left. */
  | { readonly kind: 'carry' };

export type LineVerdict = { readonly line: Line } | { readonly no: string };

/** The part of a line that nobody has and nobody has paid back. */
export const openFen = (l: Pick<Line, 'dueFen' | 'paidFen' | 'recoveredFen' | 'waivedFen'>): Fen => l.dueFen - l.paidFen - l.recoveredFen - l.waivedFen;

/** A sum that can be taken off what is booked as paid. */
const part = (fen: Fen, line: Line): boolean => Number.isSafeInteger(fen) && fen >= 0 && fen <= line.paidFen;

const no = (why: string): LineVerdict => ({ no: why });

/** The only way a line changes. Says no, in words, to what its state does not allow: nothing is sent or paid twice. */
export function changeLine(line: Line, event: LineEvent): LineVerdict {
  const open = openFen(line);
  switch (event.kind) {
    case 'judge': {
      if (line.status !== 'ready' && line.status !== 'held') return no('只有未送出的明细可以重新检查');
      const holds = event.holds.filter((h) => !line.cleared.includes(h));
      return { line: { ...line, holds, status: holds.length > 0 ? 'held' : 'ready' } };
    }
    case 'answer': {
      if (event.answer === 'exclude') return line.status === 'held' || line.status === 'ready' ? { line: { ...line, holds: [], status: 'excluded' } } : no('只有未送出的明细可以不予发放');
      if (line.status !== 'held') return no('这条明细没有暂缓');
      if (event.answer === 'keep') return { line };
      const fixed = line.holds.filter((h) => !HOLDS[h].byAnswer);
      if (fixed.length > 0) return no(fixed.map((h) => `${HOLDS[h].text}，须先${HOLDS[h].cure}`).join('；'));
      return { line: { ...line, cleared: [...line.cleared, ...line.holds], holds: [], status: 'ready' } };
    }
    case 'send':
      return line.status === 'ready' && open > 0 ? { line: { ...line, status: 'sent' } } : no('只有可发放的明细可以送银行');
    case 'bank': {
      if (line.status !== 'sent') return no('这条明细不在途');
      if (!Number.isSafeInteger(event.paidFen) || event.paidFen < 0 || event.paidFen > open) return no('银行实付金额超出应付');
      const paidFen = line.paidFen + event.paidFen;
      return { line: { ...line, paidFen, status: event.paidFen === open ? 'paid' : 'rejected' } };
    }
    case 'return':
      if (line.status !== 'paid') return no('只有已发放的明细可以退票');
      return part(event.fen, line) && event.fen > 0 ? { line: { ...line, paidFen: line.paidFen - event.fen, status: 'returned' } } : no('退回金额与已发放不符');
    case 'dispute':
      if (line.status !== 'paid' && line.status !== 'rejected' && line.status !== 'sent') return no('这条明细不在银行');
      return part(event.bookedFen, line) && (line.status !== 'paid' || event.bookedFen > 0) ? { line: { ...line, paidFen: line.paidFen - event.bookedFen, status: 'sent' } } : no('金额与已发放不符');
    case 'recover':
      return part(event.fen, line) && event.fen > 0 ? { line: { ...line, paidFen: line.paidFen - event.fen, recoveredFen: line.recoveredFen + event.fen } } : no('追回金额超出已发放的金额');
    case 'waive':
      return part(event.fen, line) && event.fen > 0 ? { line: { ...line, paidFen: line.paidFen - event.fen, waivedFen: line.waivedFen + event.fen } } : no('免予追回的金额超出已发放的金额');
    case 'carry':
      return line.status === 'held' || line.status === 'rejected' || line.status === 'returned' ? { line: { ...line, holds: [], cleared: [], status: 'ready' } } : no('没有可以结转的余额');
  }
}

export interface Totals {
  readonly lines: number;
  readonly dueFen: Fen;
  readonly paidFen: Fen;
  readonly recoveredFen: Fen;
  readonly waivedFen: Fen;
  /** Unpaid part by where it stands. */
  readonly open: Readonly<Record<Exclude<LineStatus, 'paid'>, Fen>>;
}

/** Sums of any set of lines. */
export function totals(lines: readonly Pick<Line, 'dueFen' | 'paidFen' | 'recoveredFen' | 'waivedFen' | 'status'>[]): Totals {
  const open = Object.fromEntries(LINE_STATUSES.filter((s) => s !== 'paid').map((s) => [s, 0])) as Record<Exclude<LineStatus, 'paid'>, Fen>;
  let dueFen = 0;
  let paidFen = 0;
  let recoveredFen = 0;
  let waivedFen = 0;
  for (const l of lines) {
    dueFen += l.dueFen;
    paidFen += l.paidFen;
    recoveredFen += l.recoveredFen;
    waivedFen += l.waivedFen;
    if (l.status !== 'paid') open[l.status] += openFen(l);
  }
  return { lines: lines.length, dueFen, paidFen, recoveredFen, waivedFen, open };
}

/** Whether the sums foot to the fen; false means that money was made or lost. */
export const foots = (t: Totals): boolean => t.dueFen === t.paidFen + t.recoveredFen + t.waivedFen + Object.values(t.open).reduce((a, b) => a + b, 0);

/** A roll as far as its next step depends on it. */
export interface RollState {
  readonly status: RollStatus;
  readonly madeBy: string;
  readonly frozenBy?: string | undefined;
  /** Everyone who let a hold pass in it. */
  readonly answeredBy: readonly string[];
}

export type RollStep = 'make' | 'answer' | 'freeze' | 'back' | 'release' | 'send' | 'read';

const STEP: Record<RollStep, { label: string; from: readonly RollStatus[] }> = {
  make: { label: '制单', from: ['drafted'] }, answer: { label: '处理暂缓', from: ['drafted'] }, freeze: { label: '冻结送复核', from: ['drafted'] },
  back: { label: '退回制单', from: ['frozen'] }, release: { label: '复核放行', from: ['frozen'] }, send: { label: '登记送银行', from: ['released'] }, read: { label: '读入回盘', from: ['sent', 'reconciled'] },
};

/** Steps that a roll in this state can take, by whomever. */
export const stepsFrom = (status: RollStatus): RollStep[] => (Object.keys(STEP) as RollStep[]).filter((s) => STEP[s].from.includes(status));

/**
 * Whether a roll may take a step now, by this person. Refusals: wrong state; whoever made, froze or answered in a roll
 * does not release it.
 */
export function guardRoll(step: RollStep, roll: RollState, user: string): Refusal | undefined {
  const { label, from } = STEP[step];
  if (!from.includes(roll.status))
    return refuse('payment.state', `本批次“${ROLL_STATUS_LABELS[roll.status]}”，不能${label}`, { allowed: stepsFrom(roll.status).map((s) => STEP[s].label) });
  if (step === 'release' && (roll.madeBy === user || roll.frozenBy === user || roll.answeredBy.includes(user)))
    return refuse('payment.sameperson', '本批次由您制单、冻结或处理过暂缓，须由另一人复核放行', { allowed: ['由另一名发放复核人员放行'] });
  return undefined;
}
