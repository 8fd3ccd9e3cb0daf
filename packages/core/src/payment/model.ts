import type { Fen } from '../money/fen.ts';

/**
 * Money on its way to a household: what is owed (benefit), what one month owes (line), what is paid together (roll) and
 * what went to the bank (batch). Months are `YYYY-MM`, dates `YYYY-MM-DD` (Asia/Shanghai), sums integer fen.
 */

export const ROLL_STATUSES = ['drafted', 'frozen', 'released', 'sent', 'reconciled'] as const;
export type RollStatus = (typeof ROLL_STATUSES)[number];
export const ROLL_STATUS_LABELS: Record<RollStatus, string> = { drafted: '制单中', frozen: '已冻结待复核', released: '已放行', sent: '已送银行', reconciled: '已对账' };

/**
 * Where the unpaid part of a line stands. `sent` is in transit: handed to the bank, not answered. `rejected`: the bank
 * did not pay it, or not all of it. `returned`: paid once and sent back. `excluded`: not to be paid, with the reason.
 */
export const LINE_STATUSES = ['ready', 'held', 'sent', 'paid', 'rejected', 'returned', 'excluded'] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];
export const LINE_STATUS_LABELS: Record<LineStatus, string> = { ready: '可发放', held: '暂缓', sent: '在途', paid: '已发放', rejected: '银行未付', returned: '退票', excluded: '不予发放' };

/** Why a line waits. `byAnswer`: a named person may let it pass with a reason; the others pass only when the fact changes. */
export const HOLDS = {
  noAccount: { text: '没有登记收款账户', cure: '登记收款账户', byAnswer: false },
  holderDiffers: { text: '户名与领款人姓名不一致', cure: '核实账户；集中供养的登记供养机构的账户；委托照料人代领的写明理由', byAnswer: true },
  sharedAccount: { text: '同一账号被无亲属关系的他人使用', cure: '核实账户归属', byAnswer: true },
  reportExpired: { text: '核对报告已过有效期', cure: '重新核对，或写明理由', byAnswer: true },
  payeeDead: { text: '领款人已死亡', cure: '变更领款人或终止待遇', byAnswer: false },
  caseReopened: { text: '案件正在重新核查', cure: '核查结束', byAnswer: true },
  paidElsewhere: { text: '同月另有不能重复享受的待遇', cure: '核实后放行其一，另一笔不予发放', byAnswer: true },
  bankRefused: { text: '银行上次未付，收款账户没有变更', cure: '更换账户，或与银行核实后放行', byAnswer: true },
  reviewOverdue: { text: '应复核未复核', cure: '完成复核，或写明理由', byAnswer: true },
  agreementExpired: { text: '代领协议已到期或已解除', cure: '续签代领协议，或改用本人账户', byAnswer: true },
} as const satisfies Record<string, { text: string; cure: string; byAnswer: boolean }>;
export type HoldCode = keyof typeof HOLDS;
export const HOLD_CODES = Object.keys(HOLDS) as HoldCode[];

/** One granted case's claim: so much a month from a month on, or once. */
export interface Benefit {
  readonly id: string;
  readonly programme: string;
  /** Payee as registered, and the human behind the registration: two registrations of one human have one key. */
  readonly person: string;
  readonly human: string;
  readonly monthlyFen: Fen;
  /** First month owed: the case's decision already counted "confirmed this month, paid next". */
  readonly fromMonth: string;
  readonly toMonth?: string | undefined;
  readonly payment: 'monthly' | 'once';
  /** Given in cash of a single payment: the bank pays the rest, and nothing when nothing is left. */
  readonly cashFen?: Fen | undefined;
  /** Keyed hash of the name of whoever draws the money by agreement: carer or institution. */
  readonly agreedHolder?: string | undefined;
  /** Last day of the verification report's validity, where known. */
  readonly reportValidTo?: string | undefined;
  /** Day by which the household's situation must have been reviewed. */
  readonly reviewDue?: string | undefined;
  readonly dead?: boolean | undefined;
  readonly reopened?: boolean | undefined;
}

/** An account of a payee as it can be compared without being read: keyed hashes of number and holder's name. */
export interface AccountFacts {
  readonly id: string;
  readonly number: string;
  readonly holder: string;
}

/** A written agreement that somebody draws a person's money, as it can be compared: keyed hash of that somebody's name, and the days on which it holds. */
export interface AgreementFacts {
  readonly person: string;
  readonly holder: string;
  readonly from: string;
  /** Last day: of its term, or before it was ended. */
  readonly until: string;
}

/** A line that exists already, in whatever roll. */
export interface ExistingLine {
  readonly benefit: string;
  readonly month: string;
  /** 0 the month itself, 1… what was added to it later. */
  readonly part?: number | undefined;
  readonly dueFen: Fen;
  readonly paidFen: Fen;
  readonly status: LineStatus;
  /** Month and state of the roll through which it is to be paid now. */
  readonly rollMonth: string;
  readonly rollStatus: RollStatus;
  /** Holds that a person has let pass in this roll. */
  readonly cleared: readonly HoldCode[];
  /** Account to which the bank last failed to pay it. */
  readonly refusedAccount?: string | undefined;
}
