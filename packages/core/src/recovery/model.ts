import type { Fen } from '../money/fen.ts';

/**
 * Money, goods or services that a household had and was not entitled to, and how they come back [HQ-188]. Sums are integer
 * fen, months `YYYY-MM`, dates `YYYY-MM-DD` (Asia/Shanghai). Of every recovery: due = recovered + waived + outstanding.
 */

/** Why it was overpaid. */
export const RECOVERY_GROUNDS = ['death', 'lateExit', 'fraud', 'doubleProgramme', 'error'] as const;
export type RecoveryGround = (typeof RECOVERY_GROUNDS)[number];
export const RECOVERY_GROUND_LABELS: Record<RecoveryGround, string> = { death: '死亡后仍发放', lateExit: '应当退出或减发而未及时办理', fraud: '骗取', doubleProgramme: '重复享受', error: '计算或发放差错' };

/** Who owes it back. */
export const DEBTOR_KINDS = ['payee', 'household', 'heir', 'guardian', 'carer'] as const;
export type DebtorKind = (typeof DEBTOR_KINDS)[number];
export const DEBTOR_LABELS: Record<DebtorKind, string> = { payee: '领取人本人', household: '共同生活的家庭成员', heir: '继承人（在所得遗产范围内）', guardian: '监护人', carer: '代领人' };

export const RECOVERY_STATUSES = ['proposed', 'declined', 'established', 'closed'] as const;
export type RecoveryStatus = (typeof RECOVERY_STATUSES)[number];
export const RECOVERY_STATUS_LABELS: Record<RecoveryStatus, string> = { proposed: '待认定', declined: '不予追回', established: '追回中', closed: '已了结' };

export const RECEIPT_METHODS = ['bank', 'cash'] as const;
export type ReceiptMethod = (typeof RECEIPT_METHODS)[number];
export const RECEIPT_METHOD_LABELS: Record<ReceiptMethod, string> = { bank: '银行转账', cash: '现金' };

/** What was had besides bank payments. */
export const ITEM_KINDS = ['cash', 'goods', 'service'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];
export const ITEM_LABELS: Record<ItemKind, string> = { cash: '现金', goods: '物资（折价）', service: '服务（折价）' };

/** How much of the month in which the ground arose was still due: all, none, or its days before that day. */
export const PRORATIONS = ['full', 'none', 'daily'] as const;
export type Proration = (typeof PRORATIONS)[number];
export const PRORATION_LABELS: Record<Proration, string> = { full: '当月应发，自次月起不应发', none: '当月起不应发', daily: '当月按天折算' };

/** One payment as it really reached the household: what of it is there still, and what earlier recoveries claim of it already. */
export interface PaidLine {
  readonly line: string;
  readonly month: string;
  readonly part: number;
  readonly programme: string;
  readonly dueFen: Fen;
  /** With the household, net of what came back. */
  readonly paidFen: Fen;
}

/** One line of what is claimed, and what became of it. Without `line` it was no bank payment. */
export interface ClaimLine {
  readonly line?: string | undefined;
  readonly kind: 'money' | ItemKind;
  readonly month: string;
  readonly text: string;
  readonly paidFen: Fen;
  /** What was rightly due of it. */
  readonly entitledFen: Fen;
  readonly claimFen: Fen;
  readonly recoveredFen: Fen;
  readonly waivedFen: Fen;
}

export interface Instalment {
  readonly due: string;
  readonly fen: Fen;
}

/** A sum laid upon claims by their place in the list. */
export interface Share {
  readonly claim: number;
  readonly fen: Fen;
}

/** Open part of one line. */
export const openOf = (l: Pick<ClaimLine, 'claimFen' | 'recoveredFen' | 'waivedFen'>): Fen => l.claimFen - l.recoveredFen - l.waivedFen;

export interface Sums {
  readonly dueFen: Fen;
  readonly recoveredFen: Fen;
  readonly waivedFen: Fen;
  readonly outstandingFen: Fen;
}

/** Sums of a recovery's lines: due = recovered + waived + outstanding by construction, none of them negative. */
export function sumsOf(lines: readonly ClaimLine[]): Sums {
  const sum = (f: (l: ClaimLine) => Fen): Fen => lines.reduce((a, l) => a + f(l), 0);
  return { dueFen: sum((l) => l.claimFen), recoveredFen: sum((l) => l.recoveredFen), waivedFen: sum((l) => l.waivedFen), outstandingFen: sum(openOf) };
}
