import * as z from 'zod';
import { dishonestyPayloads } from '../dishonesty/payloads.ts';
import { citedSchema, contract, isoDate, personName, uuid } from './contract.ts';
import { matterDone, matterItemSchema, seenSeq as seq } from './matters.ts';

/** Registers of integrity: dishonest conduct, certificates and who issued them; and the ledger of problems. */
const TAG = 'registers';
const on = { params: z.strictObject({ id: uuid }), response: matterDone };
const named = z.object({ id: z.string(), label: z.string() });
const file = z.object({ id: uuid, name: z.string() });
const served = z.object({ on: isoDate, by: z.string(), until: isoDate, /** The receipt of the service. */ files: z.array(file) }).nullable();

const entryItem = z.object({ head: matterItemSchema, who: z.string(), caseNumber: z.string(), from: isoDate.nullable(), term: isoDate.nullable(), inForce: z.boolean() });

/** The register and what is on its way into it. `inForce` entries first asked for by the counter; names are covered. */
export const listDishonesty = contract({
  method: 'GET', path: '/registers/dishonesty', summary: '失信记录登记册', tag: TAG, permission: 'register.read',
  query: z.strictObject({ /** `pending`: waits for a step before the entry, or for an answer. */ state: z.enum(['open', 'pending', 'inForce', 'ended']).optional(), unit: z.string().max(80).optional() }),
  response: z.object({
    items: z.array(entryItem), source: citedSchema, months: z.object({ value: z.number(), source: citedSchema }),
    kinds: z.array(named.extend({ about: z.enum(['member', 'obligor']), measures: z.array(named) })), atIntake: z.array(z.string()),
  }),
});

export const getDishonesty = contract({
  method: 'GET', path: '/registers/dishonesty/:id', summary: '一条失信记录：提议、告知、陈述、决定、期限、异议', tag: TAG, permission: 'register.read', params: z.strictObject({ id: uuid }),
  response: z.object({
    head: matterItemSchema, who: z.string(), caseNumber: z.string(), label: z.string(), actOn: isoDate, facts: z.string(), grounds: z.string(), proposedBy: z.string(), proposedOn: isoDate,
    evidence: z.array(file), files: z.array(file), papers: z.array(z.object({ id: uuid, title: z.string(), number: z.string(), on: isoDate })),
    noticed: isoDate.nullable(), noticeServed: served, heard: z.object({ on: isoDate, declined: z.boolean(), text: z.string() }).nullable(),
    decision: z.object({ outcome: z.enum(['enter', 'dismiss']), on: isoDate, /** Whether the caller decided, and so does not answer the objection alone. */ mine: z.boolean(), reason: z.string(), answer: z.string(), months: z.number().int(), measures: z.array(named) }).nullable(),
    served, from: isoDate.nullable(), term: isoDate.nullable(), inForce: z.boolean(),
    asked: z.array(z.object({ kind: z.enum(['objection', 'repair']), on: isoDate, text: z.string(), due: isoDate, answer: z.object({ outcome: z.enum(['keep', 'remove']), reason: z.string(), on: isoDate, /** Who decided together, and their minutes. */ collective: z.object({ on: isoDate, names: z.array(z.string()), minutes: z.array(file) }).nullable() }).nullable() })),
    removed: z.object({ on: isoDate, why: z.string(), reason: z.string() }).nullable(), withdrawn: z.object({ on: isoDate, reason: z.string() }).nullable(),
    measures: z.array(named), atIntake: z.array(z.string()), source: citedSchema,
    /** Who may decide together about an objection, and how many besides whoever decided. */
    together: z.object({ people: z.array(z.object({ id: uuid, name: z.string() })), least: z.number().int(), source: citedSchema }),
    hear: z.object({ days: z.number(), source: citedSchema }), repair: z.object({ months: z.number(), source: citedSchema }),
  }),
});

/** People of a case by its number: of whom something may be proposed, or in whose case a certificate lies. */
export const peopleOfCase = contract({
  method: 'GET', path: '/registers/case', summary: '一个案件的家庭成员和义务人（姓名遮盖）', tag: TAG, permission: 'register.propose',
  query: z.strictObject({ number: z.string().trim().min(4).max(60) }),
  response: z.object({ case: uuid, number: z.string(), people: z.array(z.object({ id: uuid, name: z.string(), role: z.enum(['member', 'obligor']), age: z.number().int() })) }),
});

export const proposeDishonesty = contract({ method: 'POST', path: '/registers/dishonesty', summary: '提议记入失信记录', tag: TAG, permission: 'register.propose', body: dishonestyPayloads.propose, response: on.response });
export const notifyDishonesty = contract({ method: 'POST', path: '/registers/dishonesty/:id/notify', summary: '附证据发出告知书', tag: TAG, permission: 'register.conduct', body: dishonestyPayloads.notify.extend({ seq }), ...on });
export const serveDishonesty = contract({ method: 'POST', path: '/registers/dishonesty/:id/serve', summary: '登记送达', tag: TAG, permission: 'register.propose', body: dishonestyPayloads.serve.extend({ seq }), ...on });
export const hearDishonesty = contract({ method: 'POST', path: '/registers/dishonesty/:id/hear', summary: '登记本人的陈述、申辩', tag: TAG, permission: 'register.propose', body: dishonestyPayloads.hear.extend({ seq }), ...on });
export const decideDishonesty = contract({ method: 'POST', path: '/registers/dishonesty/:id/decide', summary: '决定是否记入', tag: TAG, permission: 'register.decide', body: dishonestyPayloads.decide.extend({ seq }), ...on });
export const askDishonesty = contract({ method: 'POST', path: '/registers/dishonesty/:id/ask', summary: '登记异议或者信用修复申请', tag: TAG, permission: 'register.propose', body: dishonestyPayloads.ask.extend({ seq }), ...on });
export const answerDishonesty = contract({ method: 'POST', path: '/registers/dishonesty/:id/answer', summary: '答复异议或者信用修复申请', tag: TAG, permission: 'register.decide', body: dishonestyPayloads.answer.extend({ seq }), ...on });
export const correctDishonesty = contract({ method: 'POST', path: '/registers/dishonesty/:id/correct', summary: '更正：移出错误的记录', tag: TAG, permission: 'register.decide', body: dishonestyPayloads.correct.extend({ seq }), ...on });
export const withdrawDishonesty = contract({ method: 'POST', path: '/registers/dishonesty/:id/withdraw', summary: '撤回提议', tag: TAG, permission: 'register.propose', body: dishonestyPayloads.withdraw.extend({ seq }), ...on });

const words = (max: number) => z.string().trim().min(2, '请写明内容').max(max);
export const CERTIFICATE_FINDINGS = ['true', 'wrong', 'false'] as const;

/** Certificates with who issued and who accepted each, and how each issuer's turned out [XX-69]. */
export const listCertificates = contract({
  method: 'GET', path: '/registers/certificates', summary: '出证登记：谁出具、谁采信、后来查明', tag: TAG, permission: 'register.read',
  query: z.strictObject({ issuer: z.string().max(80).optional(), finding: z.enum(CERTIFICATE_FINDINGS).optional() }),
  response: z.object({
    items: z.array(z.object({ id: uuid, case: uuid, caseNumber: z.string(), kind: z.string(), number: z.string().nullable(), issuer: z.string(), issuedBy: z.string(), issuedOn: isoDate, acceptedBy: z.string(), acceptedOn: isoDate, finding: z.enum(CERTIFICATE_FINDINGS).nullable(), findingText: z.string().nullable(), foundBy: z.string().nullable(), foundOn: isoDate.nullable(), mine: z.boolean() })),
    more: z.boolean(), issuers: z.array(z.object({ issuer: z.string(), count: z.number().int(), wrong: z.number().int(), false: z.number().int() })),
  }),
});
export const recordCertificate = contract({
  method: 'POST', path: '/registers/certificates', summary: '登记一份证明的出具机构、出具人', tag: TAG, permission: 'register.propose',
  body: z.strictObject({ case: uuid, kind: words(60), number: z.string().trim().max(60).optional(), issuer: words(80), issuedBy: personName, issuedOn: isoDate }), response: z.object({ id: uuid }),
});
/** What was found out about a certificate, by somebody other than who accepted it. */
export const findCertificate = contract({
  method: 'POST', path: '/registers/certificates/:id/finding', summary: '登记证明的核实结果', tag: TAG, permission: 'register.propose',
  params: z.strictObject({ id: uuid }), body: z.strictObject({ finding: z.enum(CERTIFICATE_FINDINGS), text: words(500) }), response: z.object({ id: uuid }),
});

export const PROBLEM_SOURCES = ['rectification', 'coordination', 'filing'] as const;
/** Problems of the work in one list, wherever they came up: corrections demanded, filings sent back, what an office cannot settle alone. */
export const problemLedger = contract({
  method: 'GET', path: '/registers/problems', summary: '问题台账', tag: TAG, permission: 'register.read',
  query: z.strictObject({ open: z.enum(['true', 'false']).optional(), source: z.enum(PROBLEM_SOURCES).optional(), unit: z.string().max(80).optional() }),
  response: z.object({
    items: z.array(z.object({ key: z.string(), source: z.enum(PROBLEM_SOURCES), ref: uuid, unit: z.string(), unitName: z.string(), text: z.string(), on: isoDate, dueOn: isoDate.nullable(), late: z.boolean(), settledOn: isoDate.nullable(), result: z.string().nullable(), days: z.number().int() })),
    more: z.boolean(), open: z.number().int(), late: z.number().int(),
  }),
});
