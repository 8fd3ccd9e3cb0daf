import * as z from 'zod';
import { AID_FORMS, AID_FUNDS, GIVEN_ANSWERS, GIVEN_FINDINGS, REFERRAL_OUTCOMES } from '../case/aid/payloads.ts';
import { SPLIT_OUTCOMES } from '../case/aid/splits.ts';
import { NEED_KINDS } from '../case/facts.ts';
import { citedSchema, contract, isoDate, month, uuid } from './contract.ts';

const light = z.object({ light: z.enum(['green', 'yellow', 'red']), text: z.string() });
const source = citedSchema.extend({ label: z.string().optional() });
const limit = z.object({ value: z.number(), source });
const fund = z.enum(AID_FUNDS);

/** Why a handing over is watched. */
export const GIVEN_WATCHED = ['disputed', 'wrong', 'unconfirmed', 'late', 'noReceipt'] as const;

/** What the unit has in hand of a fund; `null` = no account of this kind stands here. */
const fundView = z.object({ fund, name: z.string(), balanceFen: z.number().nullable() });

/** What a counter or a bedside needs before the first word of temporary assistance is typed. */
export const aidSetup = contract({
  method: 'GET', path: '/aid', tag: '临时救助', summary: '临时救助受理所需：事由表、急难规定、先行救助的限额和经费结余、可转介的部门', permission: 'case.read',
  response: z.object({
    /** Programmes of temporary assistance in force today. `emergency`: money or goods may go before the decision. */
    programmes: z.array(z.object({ id: z.string(), name: z.string(), short: z.string(), emergency: z.boolean(), needs: z.boolean() })),
    causes: z.array(z.object({ id: z.string(), label: z.string(), programmes: z.array(z.string()), needs: z.array(z.enum(NEED_KINDS)) })),
    /** What may be handed over before the decision; `null` where the plan has no emergency way. */
    relief: z.object({
      /** The sentence of the rule that says when to help first. */
      rule: source, handlers: limit, hours: limit, formalities: limit,
      /** The most that may go before the decision, in fen; `null` = the table alone. */
      firstFen: limit.nullable(),
    }).nullable(),
    funds: z.array(fundView),
    bodies: z.array(z.object({ id: z.string(), name: z.string(), contact: z.string().nullable() })),
  }),
});

/** Assistance that the holder of a number or his household had in the last twelve months or has now. Looked up and logged. */
export const aidLook = contract({
  method: 'POST', path: '/aid/look', tag: '临时救助', summary: '一输入证件号即查：十二个月内同一事由的临时救助、在办在享的其他救助（留痕）', permission: 'case.apply',
  body: z.strictObject({ persons: z.array(uuid).min(1).max(40) }),
  response: z.object({
    prior: z.array(z.object({ case: uuid, number: z.string(), unit: z.string(), programmeName: z.string(), cause: z.string(), causeText: z.string(), on: isoDate, fen: z.number() })),
    running: z.array(z.object({ case: uuid, number: z.string(), programmeName: z.string(), statusText: z.string() })),
    /** Programme on whose roll the household stands: its economy need not be investigated again. */
    known: z.string().nullable(),
  }),
});

/** One running case in which help cannot wait, by what is left of its hours. */
const urgentSchema = z.object({
  case: uuid, number: z.string(), programmeName: z.string(), applicant: z.string(), unit: z.string(), village: z.string().nullable(), causeText: z.string(), place: z.string(),
  appliedAt: z.string(), /** Instant at which the hours end. */ dueAt: z.string(), /** Hours left from which the clock warns. */ warnHours: z.number(), light: light.nullable(),
  /** First money or goods in hand: Shanghai date and time of day. */
  relieved: z.object({ at: z.string(), fen: z.number(), form: z.enum(AID_FORMS), inTime: z.boolean(), /** When it was written down, where that is another minute. */ recordedAt: z.string().nullable() }).nullable(),
  /** Second handlers who have not confirmed yet. */
  waits: z.array(z.string()),
  /** Formalities after relief: until when, and which papers are missing. */
  formalities: z.object({ due: isoDate, provisional: z.boolean(), light: light.nullable() }).nullable(), missing: z.array(z.string()),
  handler: z.string(), nextText: z.string().nullable(),
});
export type UrgentRow = z.infer<typeof urgentSchema>;

export const listUrgent = contract({
  method: 'GET', path: '/aid/urgent', tag: '临时救助', summary: '急难办理中：没有送到的在前，按剩余时间排列', permission: 'case.read',
  /** `waiting`: nothing given yet; `papers`: papers owed after relief are late. */
  query: z.strictObject({ show: z.enum(['waiting', 'papers']).optional(), unit: z.string().max(80).optional() }),
  response: z.object({
    items: z.array(urgentSchema),
    /** Urgent cases that ended without any relief: by whom and why [HQ-168]. */
    dropped: z.array(z.object({ case: uuid, number: z.string(), applicant: z.string(), unit: z.string(), statusText: z.string(), ground: z.string(), on: z.string(), by: z.string() })),
  }),
});

const referralSchema = z.object({
  id: uuid, case: uuid, number: z.string(), unit: z.string(), applicant: z.string(),
  /** Sent to a department, or a duty that a consultation laid on one. */
  kind: z.enum(['referral', 'duty']), organ: z.string(), matter: z.string(), text: z.string(), on: isoDate, by: z.string(), due: isoDate, light: light.nullable(),
  answers: z.array(z.object({ on: isoDate, outcome: z.enum(REFERRAL_OUTCOMES), outcomeText: z.string(), by: z.string(), text: z.string() })), open: z.boolean(),
});

export const listReferrals = contract({
  method: 'GET', path: '/aid/referrals', tag: '临时救助', summary: '转介和会商分工：逾期未答复的在前', permission: 'case.read',
  query: z.strictObject({ state: z.enum(['open', 'closed']).default('open') }), response: z.object({ items: z.array(referralSchema) }),
});

const splitAnswer = z.object({ outcome: z.enum(SPLIT_OUTCOMES), outcomeText: z.string(), text: z.string(), by: z.string(), on: isoDate });

/** Several applications of one household for one cause that together pass the limit which each stays under. */
export const listSplits = contract({
  method: 'GET', path: '/aid/splits', tag: '临时救助', summary: '疑似拆分：同一家庭、同一事由、几次申请合计超过乡镇（街道）限额', permission: 'aid.splits',
  response: z.object({
    items: z.array(z.object({
      key: z.string(), applicant: z.string(), causeText: z.string(), sumFen: z.number(), limit: limit, from: isoDate, to: isoDate,
      /** `open`: the caller may open the case; another unit's is only named. */
      cases: z.array(z.object({ case: uuid, number: z.string(), unit: z.string(), on: isoDate, fen: z.number(), statusText: z.string(), open: z.boolean() })),
      /** The answer to exactly these cases; `null`: not yet answered. */
      answer: splitAnswer.nullable(),
      /** Answers given when there were fewer cases. */
      earlier: z.array(splitAnswer),
      /** Natural days since the last of them, or since the answer that the unit still has to follow. */
      days: z.number(), due: isoDate, light: light.nullable(),
    })),
    /** Answered, and no longer there: withdrawn, lowered, or merged into one. */
    past: z.array(splitAnswer.extend({ id: uuid, sumFen: z.number(), limitFen: z.number(), cases: z.array(z.object({ case: uuid, number: z.string() })) })),
    /** The term in which the county answers. */
    term: limit,
  }),
});

/** The county's answer to a shown split, about exactly these cases. Refused: cases that are no split as things stand. */
export const answerSplit = contract({
  method: 'POST', path: '/aid/splits/answers', tag: '临时救助', summary: '县级答复疑似拆分：各自成立、合并上报、退回更正，写明理由', permission: 'aid.splits.answer',
  body: z.strictObject({ cases: z.array(uuid).min(2).max(60), outcome: z.enum(SPLIT_OUTCOMES), text: z.string().trim().min(2, '须写明理由').max(1000) }),
  response: z.object({ id: uuid }),
});

const givenDue = z.object({ due: isoDate, light: light.nullable() });

/**
 * Money and goods handed over that need somebody's eye: not confirmed by the second handler in time, disputed, found wrong,
 * written down late, without the signed receipt in time [HQ-142, HQ-176].
 */
export const watchGiven = contract({
  method: 'GET', path: '/aid/given', tag: '临时救助', summary: '现金、实物给付监督：逾期没有第二经手人确认、有异议、登记过晚、缺签收的收据', permission: 'aid.watch',
  response: z.object({
    items: z.array(z.object({
      case: uuid, number: z.string(), unit: z.string(), applicant: z.string(), receipt: z.string(), form: z.enum(AID_FORMS), fen: z.number(), at: z.string(), recordedAt: z.string().nullable(), by: z.string(),
      why: z.array(z.enum(GIVEN_WATCHED)), waits: z.array(z.string()), disputes: z.array(z.object({ by: z.string(), on: isoDate, words: z.string() })), light: light.nullable(),
    })),
  }),
});

/** What the case page shows of temporary assistance. */
export const aidView = z.object({
  causeText: z.string().nullable(), repeatReason: z.string().nullable(),
  emergency: z.object({ at: z.string(), by: z.string().nullable(), grounds: z.string() }).nullable(), complex: z.object({ on: isoDate, by: z.string(), grounds: z.string() }).nullable(),
  /** The clock of hours: `null` where nothing is urgent. */
  clock: z.object({ appliedAt: z.string(), dueAt: z.string(), /** Hours left from which the clock warns (`aid.relief.warn`). */ warnHours: z.number(), relievedAt: z.string().nullable(), inTime: z.boolean().nullable(), source }).nullable(),
  given: z.array(z.object({
    phase: z.enum(['relief', 'payment']), number: z.string(), at: z.string(), place: z.string(), form: z.enum(AID_FORMS), fen: z.number(), goods: z.string(), fund, fundText: z.string(),
    recipient: uuid, signed: z.boolean(), noSignature: z.object({ reason: z.string(), witness: z.string() }).nullable(), handlers: z.array(z.string()), reason: z.string(), files: z.array(uuid),
    /** Letter id of the receipt. */
    receipt: uuid.nullable(),
    /** Who wrote it down; when (Shanghai date and minute), where that is another minute than `at`; whether later than the rule allows without the county being told. */
    by: z.string(), recordedAt: z.string().nullable(), recordedLate: z.boolean(),
    /** The hand-over in pictures; the receipt as the recipient signed it, from the hand-over or brought in later, and until when it is owed. */
    photos: z.array(uuid), receipts: z.array(uuid), receiptDue: givenDue.nullable(), laterUnsigned: z.object({ reason: z.string(), witness: z.string() }).nullable(),
    /** What the second handlers said, each by the own login; what a leader found of a dispute. */
    standing: z.enum(['waits', 'disputed', 'confirmed', ...GIVEN_FINDINGS]), disputed: z.boolean(), confirmDue: givenDue.nullable(), disputeDue: givenDue.nullable(),
    seconds: z.array(z.object({ account: uuid, name: z.string(), outcome: z.enum(GIVEN_ANSWERS).nullable(), words: z.string(), on: isoDate.nullable() })),
    settled: z.object({ outcome: z.enum(GIVEN_FINDINGS), on: isoDate, by: z.string(), words: z.string(), files: z.array(uuid) }).nullable(),
  })),
  givenFen: z.number(), restFen: z.number(),
  /** Papers still missing after relief. */
  missing: z.array(z.object({ id: z.string(), name: z.string() })),
  special: z.object({ ground: z.string() }).nullable(), fixedFen: z.number().nullable(),
  /** Grounds for a case consultation that hold, in the plan's words, seen by the system or declared by people [XX-38, XX-39]. */
  consultedFor: z.array(z.string()),
  consultation: z.object({ route: z.enum(['jointMeeting', 'departments']), difficulties: z.string(), risks: z.string(), measures: z.array(z.string()), duties: z.array(z.object({ organ: z.string(), duty: z.string(), due: isoDate })) }).nullable(),
  errands: z.array(z.object({
    id: uuid, kind: z.enum(['referral', 'duty']), organ: z.string(), matter: z.string(), text: z.string(), on: isoDate, by: z.string(), due: isoDate, light: light.nullable(), open: z.boolean(),
    answers: z.array(z.object({ on: isoDate, outcome: z.enum(REFERRAL_OUTCOMES), outcomeText: z.string(), by: z.string(), text: z.string(), files: z.array(uuid) })),
  })),
  prior: z.array(z.object({ number: z.string(), case: uuid, causeText: z.string(), programmeName: z.string(), on: isoDate, fen: z.number(), same: z.boolean() })),
  running: z.array(z.object({ case: uuid, number: z.string(), programmeName: z.string(), statusText: z.string() })),
});
export type AidView = z.infer<typeof aidView>;

const summaryLine = z.object({
  case: uuid, number: z.string(), applicant: z.string(), persons: z.number(), programmeName: z.string(), causeText: z.string(), decidedOn: isoDate.nullable(),
  /** Decided in the month, in fen; what of it the bank pays. */
  decidedFen: z.number(), bankFen: z.number(),
  /** Handed over in the month. */
  given: z.array(z.object({ form: z.enum(AID_FORMS), fund, fundText: z.string(), fen: z.number(), on: isoDate, phase: z.enum(['relief', 'payment']) })),
});
const summaryTotal = z.object({ programmeName: z.string(), cases: z.number(), persons: z.number(), decidedFen: z.number(), givenFen: z.number() });

/** One unit's month of temporary assistance: who was helped, how, why, with how much, in what form, out of which money [HQ-177]. */
export const aidSummary = contract({
  method: 'GET', path: '/aid/summary', tag: '临时救助', summary: '某月临时救助汇总：本单位的明细，区县看各单位报送情况', permission: 'filing.read',
  query: z.strictObject({ month: month.optional() }),
  response: z.object({
    month, dueOn: isoDate, dueSource: source, mayFile: z.boolean(),
    units: z.array(z.object({ unit: z.string(), unitName: z.string(), filed: z.object({ on: isoDate, by: z.string(), late: z.boolean() }).nullable(), light: light.nullable(), totals: z.array(summaryTotal), lines: z.array(summaryLine) })),
  }),
});

export const fileAidSummary = contract({
  method: 'POST', path: '/aid/summary', tag: '临时救助', summary: '报送本单位某月临时救助汇总', permission: 'filing.make',
  body: z.strictObject({ month }), response: z.object({ lines: z.number(), late: z.boolean(), dueOn: isoDate }),
});
