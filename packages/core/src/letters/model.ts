import type { Jurisdiction, OrgUnit } from '../policy/model.ts';
import type { Action } from '../case/actions.ts';
import type { CaseContext } from '../case/procedure.ts';
import type { CaseState } from '../case/state.ts';

/** Every paper that a case can produce. */
export const LETTER_KINDS = [
  'receipt', 'supplement', 'authorisation', 'discrepancy', 'investigationForm', 'noticeSheet', 'confirmationForm', 'grant', 'refusal', 'extension', 'withdrawal', 'meetingMinutes',
  'combinedOpinion', 'change', 'end', 'recusal', 'careAgreement', 'selfCareForm', 'relativeFiling', 'handOver', 'deliveryReceipt', 'recoveryNotice', 'recoveryReminder', 'instalmentAgreement', 'waiverDecision', 'referralLetter', 'accessSlip', 'aidReceipt', 'aidReferral',
] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** Name of a paper in lists and buttons. */
export const LETTER_TITLES: Record<LetterKind, string> = {
  receipt: '受理通知书', supplement: '补正材料一次性告知书', authorisation: '核对授权书', discrepancy: '核对不符告知书', investigationForm: '入户调查表', noticeSheet: '公示单', confirmationForm: '审核确认表',
  grant: '确认决定书', refusal: '不予确认决定书', extension: '延期告知书', withdrawal: '终止办理告知书', meetingMinutes: '会议记录',
  combinedOpinion: '综合意见报告', change: '变更决定书', end: '终止救助决定书', recusal: '回避决定书', careAgreement: '委托照料协议', selfCareForm: '生活自理能力评估表', relativeFiling: '近亲属备案表', handOver: '移交清单', deliveryReceipt: '送达回证',
  recoveryNotice: '追回通知书', recoveryReminder: '催告书', instalmentAgreement: '分期退还协议', waiverDecision: '免除决定书', referralLetter: '移送函', accessSlip: '查询码条', aidReceipt: '救助款物签收单', aidReferral: '转介函',
};

/** Papers of one family share a layout: letters that bind, forms that are filled in and signed, sheets for the board. */
export type LetterFamily = 'decision' | 'form' | 'sheet';
export const LETTER_FAMILIES: Record<LetterKind, LetterFamily> = {
  receipt: 'decision', supplement: 'decision', discrepancy: 'decision', grant: 'decision', refusal: 'decision', extension: 'decision', withdrawal: 'decision', change: 'decision', end: 'decision', recusal: 'decision',
  recoveryNotice: 'decision', recoveryReminder: 'decision', instalmentAgreement: 'decision', waiverDecision: 'decision', referralLetter: 'decision', aidReferral: 'decision',
  authorisation: 'form', investigationForm: 'form', confirmationForm: 'form', meetingMinutes: 'form', combinedOpinion: 'form', careAgreement: 'form', selfCareForm: 'form', relativeFiling: 'form', handOver: 'form', deliveryReceipt: 'form', accessSlip: 'form', aidReceipt: 'form',
  noticeSheet: 'sheet',
};

export interface LetterColumn {
  readonly label: string;
  /** Share of the width; shares of a table are relative to one another. */
  readonly share: number;
  readonly align: 'left' | 'center' | 'right';
  /** A column of captions in a form, set apart from the values. */
  readonly caption?: true | undefined;
  /** Name of the field in a Word template where it is not the label. */
  readonly field?: string | undefined;
}

export interface LetterTable {
  readonly title?: string | undefined;
  /** Name of the list in a Word template where it is not the title. */
  readonly name?: string | undefined;
  readonly columns: readonly LetterColumn[];
  /** Whether the labels of the columns are printed (and repeated on every page). */
  readonly head: boolean;
  readonly rows: readonly (readonly string[])[];
  /** Rows to be written in by hand are this many lines tall. */
  readonly lines?: number | undefined;
}

/** One line of the working, as it is read aloud. */
export interface LetterWorkingLine {
  readonly text: string;
  readonly formula?: string | undefined;
  readonly amount: string;
  readonly citation?: string | undefined;
  readonly assumption?: string | undefined;
}

/** What a letter rests on. An assumption without instrument is printed with the mark 待本地确认. */
export interface LetterBasis {
  readonly citation?: string | undefined;
  readonly assumption?: string | undefined;
  /** The sentence printed: citation, or what is assumed with its mark. */
  readonly text: string;
}

export interface LetterAmount {
  readonly fen: number;
  /** `每月 1,090.00 元（人民币壹仟零玖拾元整）`. */
  readonly text: string;
  readonly once: boolean;
}

export interface LetterRemedies {
  readonly organ: string;
  readonly days: number;
  readonly court: string;
  readonly months: number;
  /** The authority that answers: under entrustment the entrusting bureau, never the unit that acted for it. */
  readonly respondent: string;
  readonly paragraphs: readonly string[];
  readonly basis: readonly LetterBasis[];
}

export interface LetterSigner {
  readonly label: string;
  /** Names known to the system; absent = a line to sign on. */
  readonly names?: readonly string[] | undefined;
}

export interface LetterSignature {
  readonly organ: string;
  /** `（受…委托）` under the organ's name. */
  readonly entrusted?: string | undefined;
  readonly signers: readonly LetterSigner[];
}

/** A letter as plain data: everything printed, nothing to be looked up. Typesetting adds only the layout. */
export interface LetterModel {
  readonly kind: LetterKind;
  readonly family: LetterFamily;
  readonly issuer: string;
  /** The organ in whose name the issuer acts. */
  readonly entrusting?: string | undefined;
  readonly title: string;
  readonly number: string;
  readonly caseNumber: string;
  /** Name of the applicant and of the programme, for templates that name them outside the text. */
  readonly applicant: string;
  readonly programme: string;
  readonly addressee?: string | undefined;
  /** Opening, before the numbered parts. */
  readonly paragraphs: readonly string[];
  readonly facts: readonly string[];
  readonly basis: readonly LetterBasis[];
  /** What is decided, told or asked. */
  readonly conclusion: readonly string[];
  readonly amount?: LetterAmount | undefined;
  /** First month paid, `YYYY-MM`. */
  readonly fromMonth?: string | undefined;
  readonly tables: readonly LetterTable[];
  readonly working?: readonly LetterWorkingLine[] | undefined;
  /** Duty of the household to report changes. */
  readonly duty?: string | undefined;
  readonly remedies?: LetterRemedies | undefined;
  readonly closing: readonly string[];
  readonly signature: LetterSignature;
  /** Where the seal goes; absent on papers that people sign and no organ issues. */
  readonly sealPlace?: string | undefined;
  /** Date of the letter, `YYYY-MM-DD`, and as printed. */
  readonly date: string;
  readonly dateText: string;
  /** Why a date in the letter is provisional (暂定); empty when none is. */
  readonly provisional: readonly string[];
  /** Whether a delivery receipt (送达回证) is printed with it. */
  readonly deliverySlip: boolean;
  /** By when it must be delivered, as printed on the receipt; absent where no rule limits it. */
  readonly serveBy?: string | undefined;
  /** Headings of the numbered parts and fixed words of the layout, so that the template holds no wording. */
  readonly words: Readonly<Record<LetterWord, string>>;
  /** The code that finds the letter again, and the address that the QR code opens. */
  readonly code: string;
  readonly url?: string | undefined;
}

/** Words of the layout that a template needs. */
export type LetterWord =
  | 'facts' | 'basis' | 'conclusion' | 'duty' | 'remedies' | 'working' | 'workingText' | 'workingAmount' | 'workingBasis' | 'tables' | 'slip' | 'slipLetter' | 'slipReceiver'
  | 'slipOn' | 'slipMethod' | 'slipBy' | 'slipDue' | 'slipNote' | 'provisional' | 'assumption' | 'code' | 'caseNumber' | 'number' | 'page' | 'pages' | 'pageEnd' | 'sign';

export interface LetterPerson {
  readonly name: string;
  readonly idNumberMasked: string;
}

/** The unit that handles the case, its county and its bodies; `village` where the household lives, for the board. */
export interface LetterUnits {
  readonly unit: Pick<OrgUnit, 'name' | 'kind' | 'bodies'> & { readonly telephone?: string | undefined };
  readonly county: Pick<Jurisdiction, 'fullName' | 'bureau' | 'plan' | 'telephone' | 'government' | 'reconsideration' | 'court'>;
  readonly village?: string | undefined;
}

export interface LetterInput {
  readonly state: CaseState;
  readonly context: CaseContext;
  readonly names: ReadonlyMap<string, LetterPerson>;
  /** Names of staff by user id. */
  readonly staff: ReadonlyMap<string, string>;
  readonly units: LetterUnits;
  readonly number: string;
  readonly date: string;
  readonly code: string;
  readonly url?: string | undefined;
  /** The reason or ground of an ended case, from its log; required for `withdrawal`. */
  readonly ground?: string | undefined;
  /** The action that the letter arises from, for papers about the act itself. */
  readonly act?: Action | undefined;
  /** The applicant's code for the public page: on the slip and on nothing else, because letters are read by many. */
  readonly accessCode?: string | undefined;
  /** Which meeting the minutes are of (index in the state); the last when absent. */
  readonly meeting?: number | undefined;
}
