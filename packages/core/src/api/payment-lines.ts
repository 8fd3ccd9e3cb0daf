import * as z from 'zod';
import { CHANGE_KINDS } from '../payment/change.ts';
import { HOLD_CODES, LINE_STATUSES } from '../payment/model.ts';
import { contract, isoDate, month, page, pageQuery, personName, uuid } from './contract.ts';
import { settlementSchema } from './payments.ts';

/** Lines of a roll one by one: how a line came about, why a month differs from the last, who may draw for whom. Sums are integer fen. */

const TAG = '资金发放';
const byId = z.strictObject({ id: uuid });
const reason = z.string().trim().min(2, '请写明理由').max(500);
const hold = z.object({ code: z.enum(HOLD_CODES), text: z.string(), cure: z.string(), byAnswer: z.boolean() });
const answer = z.object({ text: z.string(), reason: z.string(), by: z.string(), at: z.string(), holds: z.array(z.string()) });
const account = z.object({ bank: z.string(), number: z.string(), holder: z.string(), holderDiffers: z.boolean() });
const agreement = z.object({ id: uuid, payee: z.string(), relation: z.string(), paper: z.string(), from: isoDate, expires: isoDate, ended: isoDate.nullable() });

export const carryHolds = contract({
  method: 'POST', path: '/rolls/:id/answers', tag: TAG, summary: '整组继续暂缓：一类原因下还没有人处理的，写明理由结转', permission: 'payment.make',
  params: byId, body: z.strictObject({ hold: z.enum(HOLD_CODES), unit: z.string().max(80).optional(), reason }), response: z.object({ answered: z.number() }),
});

/** What the line was computed from when its roll was last frozen. */
const factSchema = z.object({
  frozenAt: z.string(), frozenBy: z.string(), times: z.number(), rateFen: z.number(), persons: z.number(),
  /** The paper by which the sum stands. */
  ground: z.string(), groundNumber: z.string().nullable(), groundOn: isoDate.nullable(),
  standardFen: z.number().nullable(), working: z.array(z.object({ label: z.string(), text: z.string() })),
  account: account.nullable(), agreement: agreement.nullable(), holds: z.array(z.string()), cleared: z.array(z.string()),
  /** Place in the case's log up to which the case was known, and where it stands today. */
  caseSeq: z.number(), caseNow: z.number(),
});

export const getLine = contract({
  method: 'GET', path: '/roll-lines/:id', tag: TAG, summary: '一笔款怎么来的：依据、账户、暂缓与处理、送银行与答复', permission: 'payment.read', params: byId,
  response: z.object({
    id: uuid, roll: z.object({ id: uuid, name: z.string(), statusText: z.string() }).nullable(), paidThrough: z.object({ id: uuid, name: z.string(), statusText: z.string() }).nullable(),
    case: uuid, caseNumber: z.string(), programmeName: z.string(), payee: z.string(), unitName: z.string(), month, part: z.number(), reason: z.string().nullable(), cash: z.boolean(), item: z.string(),
    dueFen: z.number(), paidFen: z.number(), recoveredFen: z.number(), waivedFen: z.number(), openFen: z.number(), status: z.enum(LINE_STATUSES), statusText: z.string(),
    holds: z.array(hold), heldOn: isoDate.nullable(), late: z.boolean(), bankWords: z.string().nullable(), answers: z.array(answer), account: account.nullable(), fact: factSchema.nullable(),
    sendings: z.array(z.object({ number: z.string(), sentOn: isoDate.nullable(), fen: z.number(), paidFen: z.number(), stateText: z.string(), words: z.string().nullable(), paidOn: isoDate.nullable() })),
    /** What two people found became of it, the latest last. */
    settlements: z.array(settlementSchema),
    letters: z.array(z.object({ id: uuid, title: z.string(), number: z.string(), on: isoDate })), files: z.array(z.object({ id: uuid, name: z.string() })),
    /** The same household's other money for this month and for the claim. */
    others: z.array(z.object({ id: uuid, month, part: z.number(), reason: z.string().nullable(), dueFen: z.number(), statusText: z.string() })),
  }),
});

const changeItem = z.object({
  kind: z.enum(CHANGE_KINDS), kindText: z.string(), line: uuid, case: uuid, caseNumber: z.string(), payee: z.string(), unitName: z.string(), month, part: z.number(), lastFen: z.number(), nowFen: z.number(), changeFen: z.number(), reason: z.string(),
});
export const rollChange = contract({
  method: 'GET', path: '/rolls/:id/change', tag: TAG, summary: '与上一批比较，逐笔说明增减，合计相符', permission: 'payment.read', params: byId,
  query: pageQuery.extend({ kind: z.enum(CHANGE_KINDS).optional() }),
  response: page(changeItem).extend({
    last: z.object({ id: uuid, name: z.string(), lines: z.number(), fen: z.number() }).nullable(), lines: z.number(), fen: z.number(),
    kinds: z.array(z.object({ kind: z.enum(CHANGE_KINDS), text: z.string(), lines: z.number(), lastFen: z.number(), nowFen: z.number(), changeFen: z.number() })),
    foots: z.boolean(),
  }),
});
export type ChangeView = z.output<typeof rollChange.response>;

export const AGREEMENT_STATES = ['live', 'expiring', 'expired', 'ended'] as const;
export const AGREEMENT_STATE_LABELS: Record<(typeof AGREEMENT_STATES)[number], string> = { live: '有效', expiring: '即将到期', expired: '已到期', ended: '已解除' };
const agreementSchema = z.object({
  id: uuid, case: uuid, caseNumber: z.string(), person: uuid, personName: z.string(), payee: z.string(), relation: z.string(), telephone: z.string(), unitName: z.string(), paper: z.string(), reason: z.string(), file: uuid.nullable(),
  signedOn: isoDate, from: isoDate, expires: isoDate, ended: isoDate.nullable(), endedReason: z.string().nullable(), state: z.enum(AGREEMENT_STATES), stateText: z.string(), by: z.string(), accountFits: z.boolean(),
});
export type AgreementView = z.infer<typeof agreementSchema>;

export const listAgreements = contract({
  method: 'GET', path: '/payee-agreements', tag: TAG, summary: '代领协议，按到期日', permission: 'payment.read',
  query: pageQuery.extend({ state: z.enum(AGREEMENT_STATES).optional(), case: uuid.optional() }),
  response: page(agreementSchema).extend({ expiring: z.number(), expired: z.number(), maxMonths: z.number(), remindDays: z.number() }),
});
export const registerAgreement = contract({
  method: 'POST', path: '/cases/:id/payee-agreements', tag: TAG, summary: '登记代领协议：谁凭哪份协议代谁领取，到哪天为止', permission: 'payment.account', params: byId,
  body: z.strictObject({
    /** A member of the household; the applicant when absent. */
    person: uuid.optional(), payee: personName, relation: z.string().trim().min(1, '请写明关系').max(40), telephone: z.string().trim().regex(/^[\d\- ]{7,20}$/, '请写电话号码'),
    paper: z.string().trim().min(2, '请写协议编号或存放处').max(100), reason, signedOn: isoDate, from: isoDate.optional(), expires: isoDate, file: uuid.optional(),
  }),
  response: agreementSchema,
});
export const endAgreement = contract({
  method: 'POST', path: '/payee-agreements/:id/end', tag: TAG, summary: '解除代领协议', permission: 'payment.account', params: byId, body: z.strictObject({ on: isoDate, reason }), response: agreementSchema,
});
