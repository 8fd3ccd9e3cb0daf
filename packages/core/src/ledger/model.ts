import type { Fen } from '../money/fen.ts';

/**
 * The county's money as a double-entry ledger. Sums are integer fen, debit positive and credit negative; days are Asia/Shanghai
 * dates. An entry sums to zero and never changes: a mistake is corrected by another entry that names it.
 */

export type Dimension = 'unit' | 'programme' | 'source';

interface AccountType {
  readonly label: string;
  /** The side on which its balance normally stands; tables show that side as positive. */
  readonly side: 'debit' | 'credit';
  /** What tells one account of the kind from another; a dimension in `may` can be left out. */
  readonly by: readonly Dimension[];
  readonly may: readonly Dimension[];
  /** Cash that somebody holds: its balance never goes below zero. */
  readonly covered: boolean;
}

/** Kinds of account. Money by origin stands on `source`; the special account for payment pools a programme's money whatever its origin. */
export const ACCOUNTS = {
  bank: { label: '代发专户', side: 'debit', by: ['programme'], may: [], covered: false },
  reserve: { label: '临时救助储备金', side: 'debit', by: [], may: [], covered: true },
  imprest: { label: '临时救助备用金', side: 'debit', by: ['unit'], may: [], covered: true },
  reliefFund: { label: '救急难基金', side: 'debit', by: ['unit'], may: [], covered: true },
  donation: { label: '社会捐赠款', side: 'debit', by: [], may: ['unit'], covered: true },
  source: { label: '资金来源', side: 'credit', by: ['source'], may: ['programme', 'unit'], covered: false },
  payable: { label: '应发未发', side: 'credit', by: ['programme', 'unit'], may: [], covered: false },
  transit: { label: '在途', side: 'credit', by: ['programme'], may: [], covered: false },
  expense: { label: '救助支出', side: 'debit', by: ['programme', 'unit'], may: [], covered: false },
  receivable: { label: '应追回', side: 'debit', by: ['programme', 'unit'], may: [], covered: false },
  waived: { label: '已免追回', side: 'debit', by: ['programme', 'unit'], may: [], covered: false },
  award: { label: '以奖代补支出', side: 'debit', by: ['unit'], may: [], covered: false },
} as const satisfies Record<string, AccountType>;
export type AccountKind = keyof typeof ACCOUNTS;
export const ACCOUNT_KINDS = Object.keys(ACCOUNTS) as AccountKind[];

/** Which account: the unit by its key in the policies, the programme and the source by their ids. */
export interface AccountRef {
  readonly kind: AccountKind;
  readonly unit?: string | undefined;
  readonly programme?: string | undefined;
  readonly source?: string | undefined;
}

/** Why an entry was made; the words stand on the voucher. */
export const ENTRY_KINDS = {
  opening: '期初余额', allocation: '财政拨付', reserve: '储备金到位', imprestSetUp: '设立备用金', imprestReplenished: '补足备用金', imprestReturned: '备用金缴回', reliefFund: '救急难基金到账', donation: '接受捐赠', award: '以奖代补',
  frozen: '名单冻结，应发', sentBack: '退回制单，冲回应发', excluded: '不予发放，冲回应发', released: '放行，转在途', recalled: '撤回放行', paid: '银行已付', rejected: '银行未付', returned: '退票',
  aidGiven: '现金或实物救助', aidUndone: '救助退回', overpaid: '确认应追回', recovered: '追回', waived: '免予追回', corrected: '更正',
} as const;
export type EntryKind = keyof typeof ENTRY_KINDS;

export interface EntryLine {
  readonly account: AccountRef;
  /** Debit positive, credit negative. */
  readonly fen: Fen;
}

/** The account with those dimensions that its kind knows, and no others. Undefined when one is missing. */
export function accountOf(ref: AccountRef): AccountRef | undefined {
  const { by, may }: AccountType = ACCOUNTS[ref.kind];
  if (by.some((d) => ref[d] === undefined)) return undefined;
  return { kind: ref.kind, ...Object.fromEntries([...by, ...may].flatMap((d) => (ref[d] === undefined ? [] : [[d, ref[d]]]))) };
}

/** One text per account: equal exactly when it is the same account. */
export const accountKey = (a: AccountRef): string => JSON.stringify([a.kind, a.unit ?? null, a.programme ?? null, a.source ?? null]);

/** A balance as it is read aloud: positive on the account's own side. */
export const onItsSide = (kind: AccountKind, fen: Fen): Fen => (ACCOUNTS[kind].side === 'debit' ? fen : fen === 0 ? 0 : -fen);
