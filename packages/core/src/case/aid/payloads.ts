import * as z from 'zod';
import { isFormDate } from '../../calendar/date.ts';
import { personId } from '../facts.ts';

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 YYYY-MM-DD').refine(isFormDate, '不是有效日期');
const text = (max: number) => z.string().trim().min(1, '不能为空').max(max);
const fileIds = z.array(z.uuid()).max(40);

/** What is handed over besides the bank [HQ-175]. */
export const AID_FORMS = ['cash', 'goods'] as const;
export type AidForm = (typeof AID_FORMS)[number];
export const AID_FORM_WORDS: Record<AidForm, string> = { cash: '现金', goods: '实物' };

/** Out of which money of the unit it is handed over. */
export const AID_FUNDS = ['imprest', 'reliefFund', 'donation'] as const;
export type AidFund = (typeof AID_FUNDS)[number];
export const AID_FUND_WORDS: Record<AidFund, string> = { imprest: '临时救助备用金', reliefFund: '救急难基金', donation: '社会捐赠' };

/** What became of a matter given to a department: taken on, sent back, settled. */
export const REFERRAL_OUTCOMES = ['accepted', 'returned', 'done'] as const;
export type ReferralOutcome = (typeof REFERRAL_OUTCOMES)[number];
export const REFERRAL_OUTCOME_WORDS: Record<ReferralOutcome, string> = { accepted: '已接收', returned: '退回', done: '已办结' };

/** What the second handler says of a handing over: so it was, or not so. */
export const GIVEN_ANSWERS = ['agree', 'dispute'] as const;
export type GivenAnswer = (typeof GIVEN_ANSWERS)[number];
export const GIVEN_ANSWER_WORDS: Record<GivenAnswer, string> = { agree: '在场，属实', dispute: '有异议' };

/** What a leader finds of a dispute: the handing over stands as recorded, or it does not. */
export const GIVEN_FINDINGS = ['stands', 'wrong'] as const;
export type GivenFinding = (typeof GIVEN_FINDINGS)[number];
export const GIVEN_FINDING_WORDS: Record<GivenFinding, string> = { stands: '查实：给付属实', wrong: '查实：给付不实' };

/** Shanghai date and time of day without zone: `2026-11-22T21:05`. */
const localTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, '时间应为 YYYY-MM-DDTHH:mm').refine((v) => isFormDate(v.slice(0, 10)), '不是有效日期');

/** Temporary assistance besides the ordinary steps [HQ-136..142, HQ-168, HQ-175; XX-38, XX-44]: what is sent. */
export const aidPayloads = {
  /** Money or goods in hand: before the decision in an emergency, after a grant instead of the bank. `at` is when it was handed over. */
  giveAid: z.strictObject({
    form: z.enum(AID_FORMS), fen: z.number().int().positive().max(100_000_000), goods: z.string().trim().max(500).default(''), at: localTime, place: text(100),
    recipient: personId, recipientSigned: z.boolean().default(false), noSignature: z.strictObject({ reason: text(200), witness: text(40) }).optional(),
    /** `receiptFiles`: the receipt that the recipient signed; `photos`: the hand-over itself. */
    handlers: z.array(z.uuid()).max(6), fund: z.enum(AID_FUNDS), reason: text(500), receiptFiles: fileIds.default([]), photos: fileIds.default([]),
  }),
  /** The named second handler, at the own login: so it was, or a dispute with its words. `payment` is the receipt's number. */
  confirmGiven: z.strictObject({ payment: text(60), outcome: z.enum(GIVEN_ANSWERS), words: z.string().trim().max(500).default('') }),
  /** The receipt that the recipient signed, brought in after a hand-over without it. */
  addAidReceipt: z.strictObject({ payment: text(60), files: fileIds.min(1, '至少一份'), noSignature: z.strictObject({ reason: text(200), witness: text(40) }).optional() }),
  /** What a leader or the county found of a dispute. */
  settleGiven: z.strictObject({ payment: text(60), outcome: z.enum(GIVEN_FINDINGS), words: text(500), files: fileIds.default([]) }),
  /** What cannot wait is found only after the application was taken. */
  markEmergency: z.strictObject({ grounds: text(1000) }),
  /** Circumstances that are hard to discern and define: a trigger of consultation that people see, not the system [XX-38]. */
  declareComplex: z.strictObject({ grounds: text(1000) }),
  /** What temporary aid cannot solve is given to a department by letter, and followed. */
  refer: z.strictObject({ matter: text(60), to: z.string().regex(/^[a-z][a-z0-9.-]*$/).max(60), text: text(1000), due: isoDate }),
  /** The department's answer as it came on paper: departments have no login here. */
  answerReferral: z.strictObject({ referral: z.uuid(), outcome: z.enum(REFERRAL_OUTCOMES), on: isoDate, by: text(60), text: text(1000), files: fileIds.default([]) }),
} as const;

export const aidLabels: Record<keyof typeof aidPayloads, string> = { giveAid: '给付现金或实物', confirmGiven: '第二经手人确认', addAidReceipt: '补交签收的收据', settleGiven: '处理给付异议', markEmergency: '认定须立即救助', declareComplex: '认定情况复杂', refer: '转介', answerReferral: '登记转介答复' };
