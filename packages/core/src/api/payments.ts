import * as z from 'zod';
import { HOLD_CODES, LINE_STATUSES, ROLL_STATUSES } from '../payment/model.ts';
import { citedSchema, contract, isoDate, month, page, pageQuery, personName, uuid } from './contract.ts';

/** Money from the granted case to the household's account. Sums are integer fen; names and account numbers arrive masked. */

const TAG = '资金发放';
const byRoll = z.strictObject({ id: uuid });
const reason = z.string().trim().min(2, '请写明理由').max(500);
const light = z.object({ light: z.enum(['green', 'yellow', 'red']), text: z.string() });
const who = z.object({ name: z.string(), at: z.string() });

export const moneySchema = z.object({
  lines: z.number(), dueFen: z.number(), paidFen: z.number(), recoveredFen: z.number(), waivedFen: z.number(),
  readyFen: z.number(), heldFen: z.number(), sentFen: z.number(), rejectedFen: z.number(), returnedFen: z.number(), excludedFen: z.number(),
  /** Lines by where they stand. */
  counts: z.record(z.enum(LINE_STATUSES), z.number()),
});

const batchSchema = z.object({
  id: uuid, number: z.string(), lines: z.number(), totalFen: z.number(), sha256: z.string(), sentOn: isoDate.nullable(),
  /** The bank must have paid and answered by then (working days from the day it was sent). */
  dueOn: isoDate.nullable(), provisional: z.boolean(), light: light.nullable(), overdue: z.boolean(), source: citedSchema.extend({ label: z.string() }),
});

export const rollSchema = z.object({
  id: uuid, programme: z.string(), programmeName: z.string(), month,
  /** Which roll of the month: programmes that pay single sums have several. */
  run: z.number(), item: z.string(), status: z.enum(ROLL_STATUSES), statusText: z.string(),
  made: who, frozen: who.nullable(), released: who.nullable(), money: moneySchema,
  /** Day of the month by which the money is to be on its way, and the light of it until the roll is released; none for single sums. */
  payBy: isoDate.nullable(), payBySource: citedSchema.extend({ label: z.string() }).nullable(), light: light.nullable(), batch: batchSchema.nullable(),
});
export type RollView = z.infer<typeof rollSchema>;

export const SETTLEMENT_LABELS = { paid: '已到账', rejected: '银行未付', returned: '退票' } as const;
export const settlementSchema = z.object({
  id: uuid, line: uuid, payee: z.string(), outcome: z.enum(['paid', 'rejected', 'returned']), outcomeText: z.string(), fen: z.number(), reason: z.string(),
  /** The bank's paper among the files of the case. */
  file: uuid, fileName: z.string(), by: z.string(), at: z.string(), status: z.enum(['proposed', 'confirmed', 'refused']), statusText: z.string(),
  decided: z.object({ name: z.string(), at: z.string(), reason: z.string().nullable() }).nullable(),
  /** Why the caller cannot decide it; null = can. */
  why: z.string().nullable(),
});
export type SettlementView = z.infer<typeof settlementSchema>;

export const listRolls = contract({
  method: 'GET', path: '/rolls', tag: TAG, summary: '发放批次，按月份倒序', permission: 'payment.read',
  query: pageQuery.extend({ programme: z.string().max(60).optional(), month: month.optional() }),
  response: page(rollSchema).extend({
    month, /** Programmes that owe something this month and have no roll for it yet. */
    toMake: z.array(z.object({ programme: z.string(), programmeName: z.string(), month, payBy: isoDate.nullable(), light: light.nullable() })),
    /** Rolls in which a proposed result of the bank waits for the second person. */
    toSettle: z.array(z.object({ roll: uuid, name: z.string(), lines: z.number() })),
  }),
});

export const makeRoll = contract({
  method: 'POST', path: '/rolls', tag: TAG, summary: '制作某项目某月的发放名单；重复制作不会产生第二笔', permission: 'payment.make',
  body: z.strictObject({ programme: z.string().min(1).max(60), month }),
  response: z.object({ id: uuid, added: z.number(), carried: z.number(), held: z.number(), excluded: z.number(), money: moneySchema }),
});

export const getRoll = contract({
  method: 'GET', path: '/rolls/:id', tag: TAG, summary: '一个批次：合计、分单位合计、流转、回盘', permission: 'payment.read',
  params: byRoll,
  response: rollSchema.extend({
    units: z.array(z.object({ unit: z.string(), unitName: z.string(), money: moneySchema })),
    events: z.array(z.object({ kind: z.string(), text: z.string(), by: z.string(), at: z.string() })),
    returns: z.array(z.object({ id: uuid, at: z.string(), by: z.string(), paid: z.number(), partial: z.number(), rejected: z.number(), disputed: z.number(), unanswered: z.number(), faults: z.number() })),
    /** Holds by reason; `open` nobody has answered yet, `late` of these were found before today. */
    holds: z.array(z.object({ hold: z.enum(HOLD_CODES), text: z.string(), cure: z.string(), byAnswer: z.boolean(), lines: z.number(), fen: z.number(), open: z.number(), late: z.number() })),
    /** Results of the bank that one person proposed and nobody has decided yet, oldest first. */
    settlements: z.array(settlementSchema),
    /** What the caller can do now, and why the rest is closed. */
    steps: z.array(z.object({ step: z.enum(['make', 'freeze', 'back', 'release', 'send', 'read']), label: z.string(), allowed: z.boolean(), why: z.string().nullable() })),
  }),
});

export const rollLineSchema = z.object({
  id: uuid, case: uuid, caseNumber: z.string(), payee: z.string(), unit: z.string(), unitName: z.string(), month, item: z.string(), dueFen: z.number(), paidFen: z.number(), openFen: z.number(),
  status: z.enum(LINE_STATUSES), statusText: z.string(),
  holds: z.array(z.object({ code: z.string(), text: z.string(), cure: z.string(), byAnswer: z.boolean() })),
  answer: z.object({ answer: z.string(), text: z.string(), reason: z.string(), by: z.string(), at: z.string() }).nullable(),
  account: z.object({ number: z.string(), bank: z.string() }).nullable(),
  /** A month before the roll's own (补发), or taken over from an earlier roll. */
  arrears: z.boolean(), carried: z.boolean(), part: z.number(), reason: z.string().nullable(), recoveredFen: z.number(), waivedFen: z.number(),
  /** Since when it is held, whether somebody has answered in this roll, and whether that day went by without an answer. */
  heldOn: isoDate.nullable(), answered: z.boolean(), late: z.boolean(), bankWords: z.string().nullable(),
});
export type RollLineView = z.infer<typeof rollLineSchema>;

export const listRollLines = contract({
  method: 'GET', path: '/rolls/:id/lines', tag: TAG, summary: '批次明细，可按单位、状态、暂缓原因筛选', permission: 'payment.read',
  params: byRoll, query: pageQuery.extend({ unit: z.string().max(80).optional(), status: z.enum(LINE_STATUSES).optional(), hold: z.string().max(40).optional(), left: z.enum(['true', 'false']).optional(), open: z.enum(['true', 'false']).optional() }),
  response: page(rollLineSchema),
});

export const answerLine = contract({
  method: 'POST', path: '/roll-lines/:id/answer', tag: TAG, summary: '处理暂缓：放行、继续暂缓或不予发放，写明理由', permission: 'payment.make',
  params: byRoll, body: z.strictObject({ answer: z.enum(['release', 'keep', 'exclude']), reason }), response: z.object({ id: uuid, status: z.enum(LINE_STATUSES) }),
});

export const settleLine = contract({
  method: 'POST', path: '/roll-lines/:id/settle', tag: TAG, summary: '凭银行书面材料提出在途或有争议明细的结果，或退票；须另一人确认后入账', permission: 'payment.make',
  params: byRoll, body: z.strictObject({ outcome: z.enum(['paid', 'rejected', 'returned']), reason, file: uuid }), response: z.object({ id: uuid }),
});
export const decideSettlement = contract({
  method: 'POST', path: '/settlements/:id/decide', tag: TAG, summary: '确认或不同意他人提出的银行结果；确认后入账', permission: 'payment.release', params: byRoll,
  body: z.strictObject({ outcome: z.enum(['confirm', 'refuse']), reason: z.string().trim().max(500).default('') }).refine((b) => b.outcome === 'confirm' || b.reason.length >= 2, { message: '请写明不同意的理由', path: ['reason'] }),
  response: z.object({ id: uuid, status: z.enum(LINE_STATUSES) }),
});

const stepAnswer = z.object({ id: uuid, status: z.enum(ROLL_STATUSES) });
export const freezeRoll = contract({ method: 'POST', path: '/rolls/:id/freeze', tag: TAG, summary: '冻结名单，送复核', permission: 'payment.make', params: byRoll, body: z.strictObject({}), response: stepAnswer });
export const sendBackRoll = contract({ method: 'POST', path: '/rolls/:id/back', tag: TAG, summary: '退回制单', permission: 'payment.release', params: byRoll, body: z.strictObject({ reason }), response: stepAnswer });
export const releaseRoll = contract({
  method: 'POST', path: '/rolls/:id/release', tag: TAG, summary: '复核放行：生成银行代发文件；须由制单以外的人办理', permission: 'payment.release',
  params: byRoll, body: z.strictObject({}), response: stepAnswer.extend({ batch: z.object({ number: z.string(), lines: z.number(), totalFen: z.number(), sha256: z.string() }) }),
});
export const sendRoll = contract({
  method: 'POST', path: '/rolls/:id/sent', tag: TAG, summary: '登记代发文件已送银行，开始计算到账期限', permission: 'payment.make',
  params: byRoll, body: z.strictObject({}), response: stepAnswer.extend({ dueOn: isoDate, provisional: z.boolean() }),
});

const fault = z.object({ line: z.number(), field: z.string(), message: z.string() });
export const returnResultSchema = z.object({
  id: uuid, again: z.boolean(), status: z.enum(ROLL_STATUSES), paid: z.number(), partial: z.number(), rejected: z.number(), disputed: z.number(), unanswered: z.number(),
  /** Lines of the file that were not understood or not booked, with the reason. */
  faults: z.array(fault),
});
export const readReturn = contract({
  method: 'POST', path: '/rolls/:id/returns', tag: TAG, summary: '读入银行回盘文件；同一文件再读结果不变', permission: 'payment.make',
  params: byRoll, body: z.strictObject({ text: z.string().max(40_000_000).optional(), base64: z.base64().max(60_000_000).optional() }).refine((b) => (b.text === undefined) !== (b.base64 === undefined), { message: '请只给 text 或 base64 之一' }), response: returnResultSchema,
});
export const simulateReturn = contract({
  method: 'POST', path: '/rolls/:id/simulated-return', tag: TAG, summary: '培训：由模拟银行回盘（账号尾数 991–995 有异常）', permission: 'payment.make',
  params: byRoll, body: z.strictObject({ rule: z.enum(['all-paid', 'all-rejected', 'by-account']).default('by-account') }), response: returnResultSchema,
});

export const batchLines = contract({
  method: 'GET', path: '/rolls/:id/batch-lines', tag: TAG, summary: '送银行的明细与银行的答复', permission: 'payment.read',
  params: byRoll, query: pageQuery.extend({ state: z.enum(['sent', 'disputed', 'paid', 'partial', 'rejected', 'returned']).optional() }),
  response: page(z.object({ number: z.number(), line: uuid, payee: z.string(), account: z.string(), item: z.string(), fen: z.number(), paidFen: z.number(), state: z.string(), stateText: z.string(), words: z.string().nullable(), paidOn: isoDate.nullable() })),
});

const accountSchema = z.object({ id: uuid, person: uuid, payee: z.string(), holder: z.string(), number: z.string(), bank: z.string(), from: isoDate, by: z.string(), at: z.string(), current: z.boolean(), holderDiffers: z.boolean() });
export const listAccounts = contract({
  method: 'GET', path: '/cases/:id/payment-account', tag: TAG, summary: '领款人的收款账户（打码）', permission: 'payment.read', params: byRoll, response: z.object({ items: z.array(accountSchema) }),
});
export const registerAccount = contract({
  method: 'POST', path: '/cases/:id/payment-account', tag: TAG, summary: '登记或变更领款人的收款账户', permission: 'payment.account',
  params: byRoll,
  body: z.strictObject({
    /** A member of the household; the applicant when absent. */
    person: uuid.optional(), bank: z.string().trim().min(2).max(60), holder: personName,
    number: z.string().trim().transform((x) => x.replaceAll(/[\s-]/g, '')).pipe(z.string().regex(/^\d{8,32}$/, '账号应为 8 至 32 位数字')), from: isoDate.optional(),
  }),
  response: accountSchema,
});

export const changeBenefit = contract({
  method: 'POST', path: '/cases/:id/benefit', tag: TAG, summary: '登记领款人死亡、待遇重新核查及其解除，未发款项随之暂缓', permission: 'payment.account',
  params: byRoll, body: z.strictObject({ kind: z.enum(['dead', 'notDead', 'reopened', 'reviewed']), on: isoDate, reason }),
  response: z.object({ id: uuid, dead: z.boolean(), reopened: z.boolean() }),
});
