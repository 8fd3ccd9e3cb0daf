import * as z from 'zod';
import { BATCH_COMMANDS, UNCLEAN, type UncleanCode } from '../desk/clean.ts';
import { PHRASE_FIELDS, phraseText } from '../desk/phrases.ts';
import { caseRowSchema, caseViewSchema } from './cases.ts';
import { citedSchema, contract, isoDate, page, pageQuery, problemSchema, uuid } from './contract.ts';

const field = z.enum(PHRASE_FIELDS);

/** A common opinion: one's own, the unit's, or of the starter set that the policy files carry. */
const phraseView = z.object({ id: uuid.nullable(), field, scope: z.enum(['own', 'unit', 'starter']), text: z.string(), by: z.string().nullable(), mayDelete: z.boolean(), source: citedSchema });

export const listPhrases = contract({
  method: 'GET', path: '/phrases', tag: '工作台', summary: '常用语：本人的、本单位的、起始的', permission: 'case.act',
  query: z.strictObject({ field: field.optional(), /** Without those of the starter set that speak of other programmes. */ programme: z.string().max(60).optional() }), response: z.object({ items: z.array(phraseView) }),
});
export const addPhrase = contract({
  method: 'POST', path: '/phrases', tag: '工作台', summary: '存为常用语（不得含证件号、电话）', permission: 'case.act',
  body: z.strictObject({ field, scope: z.enum(['own', 'unit']), text: phraseText }), response: phraseView,
});
export const deletePhrase = contract({
  method: 'DELETE', path: '/phrases/:id', tag: '工作台', summary: '删除常用语', permission: 'case.act',
  params: z.strictObject({ id: uuid }), response: z.object({}),
});

const command = z.enum(BATCH_COMMANDS);
const uncleanView = z.array(z.object({ code: z.enum(Object.keys(UNCLEAN) as [UncleanCode, ...UncleanCode[]]), text: z.string() }));

export const batchCandidates = contract({
  method: 'GET', path: '/desk/batch', tag: '批量', summary: '等我确认（或同意）的案件：哪些是无疑点案件，哪些要逐案办理、为什么', permission: 'batch.confirm',
  query: pageQuery.extend({ command }),
  response: page(z.object({ row: caseRowSchema, seq: z.number(), clean: z.boolean(), reasons: uncleanView, /** The summary of this very state has been shown to the caller. */ read: z.boolean(), proposedFen: z.number().nullable() }))
    .extend({ limit: z.object({ value: z.number(), source: citedSchema }) }),
});

export const readSummary = contract({
  method: 'POST', path: '/desk/summaries/:id', tag: '批量', summary: '阅读一案摘要（记下谁在哪一步状态下看过）', permission: 'batch.confirm',
  params: z.strictObject({ id: uuid }), body: z.strictObject({ command }),
  response: z.object({ view: caseViewSchema, clean: z.boolean(), reasons: uncleanView, readAt: z.string() }),
});

export const confirmBatch = contract({
  method: 'POST', path: '/desk/batch', tag: '批量', summary: '对无疑点案件逐案作出同意或确认：每案单独成立，一案不成不影响别案；重发同一批不重复办理', permission: 'batch.confirm',
  body: z.strictObject({ batch: uuid, command, text: z.string().max(1000).default(''), cases: z.array(z.strictObject({ id: uuid, seq: z.number().int().positive() })).min(1).max(500) }),
  response: z.object({
    results: z.array(z.object({
      id: uuid, number: z.string().nullable(), done: z.boolean(), seq: z.number().nullable(), letters: z.array(z.object({ id: uuid, kind: z.string(), number: z.string() })), refusal: problemSchema.optional(),
    })),
  }),
});

const printView = z.object({
  id: uuid, case: uuid, caseNumber: z.string(), applicant: z.string(), letter: uuid.nullable(), title: z.string(), number: z.string(), on: isoDate.nullable(), addedBy: z.string(), addedAt: z.string(),
  prints: z.array(z.object({ nth: z.number(), by: z.string(), at: z.string() })),
});

export const listPrints = contract({
  method: 'GET', path: '/desk/prints', tag: '打印', summary: '打印队列：等打印的，和最近打印过的', permission: 'case.act',
  query: z.strictObject({ scope: z.enum(['mine', 'unit']).default('mine') }), response: z.object({ waiting: z.array(printView), printed: z.array(printView), others: z.number() }),
});
export const addPrints = contract({
  method: 'POST', path: '/desk/prints', tag: '打印', summary: '加入打印队列（已在队列中的不重复）', permission: 'case.act',
  body: z.strictObject({ letters: z.array(uuid).max(100).default([]), forms: z.array(z.strictObject({ case: uuid, form: z.enum(['authorisation', 'investigationForm', 'noticeSheet']) })).max(100).default([]) }),
  response: z.object({ added: z.number(), waiting: z.number() }),
});
export const dropPrint = contract({
  method: 'DELETE', path: '/desk/prints/:id', tag: '打印', summary: '移出打印队列（打印过的留作记录，不能移出）', permission: 'case.act', params: z.strictObject({ id: uuid }), response: z.object({}),
});
export const startPrint = contract({
  method: 'POST', path: '/desk/prints/run', tag: '打印', summary: '打印选中的：合成一份 PDF，并记下何人何时打印；打印过的记为补打', permission: 'case.act',
  body: z.strictObject({ items: z.array(uuid).min(1).max(100) }),
  response: z.object({ run: uuid, prints: z.number(), reprints: z.number() }),
});

export const checkNumber = contract({
  method: 'POST', path: '/desk/number', tag: '受理', summary: '一输入证件号即查：以前登记过没有、在办在享的案件、工作人员近亲属（留痕）', permission: 'search',
  body: z.strictObject({ idNumber: z.string().trim().min(15).max(18) }),
  response: z.object({
    /** Masked name under which the number is registered, or null. */
    known: z.string().nullable(), running: z.array(z.object({ programme: z.string(), unit: z.string(), status: z.string(), number: z.string().nullable() })), relative: z.object({ relation: z.string(), of: z.string() }).nullable(),
    /** Entries in the register of dishonest conduct, and what the counter does. */
    standing: z.object({ entries: z.array(z.object({ label: z.string(), from: isoDate, to: isoDate })), says: z.array(z.string()) }).nullable(),
  }),
});
