import * as z from 'zod';
import { acceptPayload, closePayload, conduct, failing, foundBy, openPayload, punishPayload, receiptPayload, reinspectPayload, replyPayload, returnPayload, revisitPayload, severity, signPayload, stepPayload, tolerancePayload, toleratePayload } from '../rectification/payloads.ts';
import { citedSchema, contract, isoDate, uuid } from './contract.ts';
import { matterDone as done, matterItemSchema, seenSeq as seq } from './matters.ts';

const office = z.object({ key: z.string(), name: z.string() });
const person = z.object({ id: uuid, name: z.string(), post: z.string() });
const file = z.object({ id: uuid, name: z.string() });
const paper = z.object({ id: uuid, number: z.string(), title: z.string(), on: isoDate });

const rectItemSchema = matterItemSchema.extend({
  failing, conduct, severity, foundBy,
  /** Highest measure taken so far; null before any. */
  rung: z.string().nullable(),
  /** How often the answer went back to the unit. */
  returned: z.number().int(), revisited: z.number().int(), revisitDue: z.boolean(),
});

/** The problem ledger: rectifications by failing, unit and state, with counts [LH-16, LH-88, LH-89, GX-24, GX-110]. Counts are of the whole area, whatever is filtered. */
export const listRectifications = contract({
  method: 'GET', path: '/rectifications', summary: '整改（问题台账）', tag: 'rectifications', permission: 'rectify.read',
  query: z.strictObject({ unit: z.string().max(80).optional(), failing: failing.optional(), state: z.enum(['open', 'late', 'closed', 'revisit']).optional() }),
  response: z.object({
    items: z.array(rectItemSchema), more: z.boolean(),
    units: z.array(office.extend({ open: z.number().int(), late: z.number().int(), closed: z.number().int(), returned: z.number().int(), failings: z.array(z.object({ id: failing, count: z.number().int() })) })),
    offices: z.array(office), failings: z.array(failing),
    totals: z.object({ open: z.number().int(), late: z.number().int(), closed: z.number().int(), revisit: z.number().int() }),
    /** Criticisms circulated to the caller's unit. */
    circulars: z.array(paper.extend({ signedOn: isoDate.nullable() })),
  }),
});

/** One rectification: what was found, every measure, every answer with its proof, who looked again, and what may be done next. */
export const getRectification = contract({
  method: 'GET', path: '/rectifications/:id', summary: '一项整改', tag: 'rectifications', permission: 'rectify.read',
  params: z.strictObject({ id: uuid }),
  response: z.object({
    head: matterItemSchema, failing, conduct, severity, foundBy, text: z.string(),
    findings: z.array(z.object({ id: z.string(), text: z.string() })), caseNumber: z.string().nullable(), from: z.object({ id: uuid, topic: matterItemSchema.shape.topic, topicText: z.string(), number: z.string(), title: z.string() }).nullable(),
    steps: z.array(z.object({
      index: z.number().int(), label: z.string(), on: isoDate, meansText: z.string().nullable(), due: isoDate.nullable(), measures: z.array(z.string()), person: z.object({ name: z.string(), post: z.string() }).nullable(), words: z.string(),
      circulated: z.array(z.object({ unit: z.string(), signedOn: isoDate.nullable() })), paper: paper.nullable(), signed: z.object({ by: z.string(), on: isoDate }).nullable(),
      handOver: z.object({ organ: z.string(), papers: z.array(z.string()), receipt: z.object({ on: isoDate, number: z.string() }).nullable() }).nullable(),
    })),
    replies: z.array(z.object({ on: isoDate, by: z.string(), text: z.string(), measures: z.array(z.string()), files: z.array(file), outcome: z.enum(['accepted', 'returned']).nullable(), judgedOn: isoDate.nullable(), judgedText: z.string() })),
    inspections: z.array(z.object({ on: isoDate, who: z.array(z.string()), outcome: z.enum(['corrected', 'notCorrected']), text: z.string(), files: z.array(file) })),
    revisits: z.array(z.object({ on: isoDate, howText: z.string(), text: z.string() })),
    punishments: z.array(z.object({ person: z.string(), measure: z.string(), organ: z.string(), text: z.string(), on: isoDate })),
    tolerances: z.array(z.object({ person: z.string(), on: isoDate, conditions: z.array(z.object({ id: z.string(), label: z.string(), met: z.boolean(), text: z.string(), files: z.array(file) })), outcome: z.enum(['exempt', 'notExempt']).nullable(), decidedOn: isoDate.nullable(), text: z.string() })),
    closed: z.object({ on: isoDate, text: z.string() }).nullable(), revisitDue: isoDate.nullable(),
    /** What was demanded was not done: the next rung is open. */
    unmet: z.boolean(),
    ladder: z.object({
      source: citedSchema,
      rungs: z.array(z.object({ id: z.string(), label: z.string(), needs: z.array(z.enum(['deadline', 'measures', 'person'])), means: z.array(z.object({ id: z.string(), label: z.string() })), circulates: z.boolean(), handsOver: z.boolean(), reinspect: z.boolean(), leader: z.boolean(), open: z.boolean(), why: z.string().nullable() })),
    }),
    tolerance: z.object({ source: citedSchema, conditions: z.array(z.object({ id: z.string(), label: z.string() })) }),
    /** Whether the caller is of the unit that must answer; people of that unit; who may inspect again; where a criticism may go. */
    mine: z.boolean(), people: z.array(person), inspectors: z.array(person), offices: z.array(office),
  }),
});

const on = { params: z.strictObject({ id: uuid }), response: done };
const conducted = { method: 'POST', tag: 'rectifications', permission: 'rectify.conduct', ...on } as const;
const answered = { method: 'POST', tag: 'rectifications', permission: 'rectify.reply', ...on } as const;

/** Opens one rectification for each unit named: a tendency seen in several is each unit's own to correct [BQ-60]. */
export const openRectifications = contract({
  method: 'POST', path: '/rectifications', summary: '立项整改（可同时对几个单位）', tag: 'rectifications', permission: 'rectify.conduct',
  body: openPayload.omit({ unit: true, findings: true, origin: true }).extend({ units: z.array(z.string().min(1).max(80)).min(1).max(60) }),
  response: z.object({ opened: z.array(done) }),
});
export const takeStep = contract({ ...conducted, path: '/rectifications/:id/steps', summary: '采取整改措施（提示、督办、通报、移交）', body: stepPayload.extend({ seq }) });
export const acceptReply = contract({ ...conducted, path: '/rectifications/:id/accept', summary: '认可整改', body: acceptPayload.extend({ seq }) });
export const returnReply = contract({ ...conducted, path: '/rectifications/:id/return', summary: '退回重改', body: returnPayload.extend({ seq }) });
export const reinspectRectification = contract({ ...conducted, path: '/rectifications/:id/reinspect', summary: '复查', body: reinspectPayload.extend({ seq }) });
export const revisitRectification = contract({ ...conducted, path: '/rectifications/:id/revisits', summary: '案件回访', body: revisitPayload.extend({ seq }) });
export const receiptOfHandOver = contract({ ...conducted, path: '/rectifications/:id/receipt', summary: '登记移交回执', body: receiptPayload.extend({ seq }) });
export const punish = contract({ ...conducted, path: '/rectifications/:id/punishments', summary: '记录处理', body: punishPayload.extend({ seq }) });
export const raiseTolerance = contract({ ...conducted, path: '/rectifications/:id/tolerances', summary: '登记容错情形', body: toleratePayload.extend({ seq }) });
export const decideTolerance = contract({ ...conducted, path: '/rectifications/:id/tolerances/decide', permission: 'rectify.decide', summary: '决定是否免于问责', body: tolerancePayload.extend({ seq }) });
export const closeRectification = contract({ ...conducted, path: '/rectifications/:id/close', summary: '办结整改', body: closePayload.extend({ seq }) });
export const signStep = contract({ ...answered, path: '/rectifications/:id/sign', summary: '签收文书', body: signPayload.extend({ seq }) });
export const replyRectification = contract({ ...answered, path: '/rectifications/:id/replies', summary: '回复整改，附佐证', body: replyPayload.extend({ seq }) });
/** A unit that was sent a criticism of another signs that it has it. */
export const signCircular = contract({ method: 'POST', path: '/matter-papers/:id/sign', tag: 'rectifications', permission: 'rectify.reply', summary: '签收通报', params: z.strictObject({ id: uuid }), response: z.object({ ok: z.literal(true) }) });
