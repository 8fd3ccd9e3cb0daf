import * as z from 'zod';
import { complaintPayloads as p, contactSchema } from '../complaint/payloads.ts';
import { CHANNELS, COMPLAINT_KINDS, SUIT_KINDS } from '../complaint/words.ts';
import { citedSchema, contract, isoDate, month, uuid } from './contract.ts';
import { matterDone as done, matterItemSchema, seenSeq as seq } from './matters.ts';

const kinds = z.enum([...COMPLAINT_KINDS, ...SUIT_KINDS]);
const tag = 'complaints';

export const complaintItemSchema = z.object({
  item: matterItemSchema, kind: kinds, kindText: z.string(), channelText: z.string().nullable(), named: z.boolean(), secret: z.boolean(), receivedOn: isoDate, text: z.string(),
  /** Others of the same person, household or unit within the term that the caller may see; `often`: as many as call for the county to look. */
  repeats: z.number().int(), often: z.boolean(),
});
export type ComplaintItem = z.output<typeof complaintItemSchema>;
const box = z.object({ id: uuid, village: z.string(), villageName: z.string(), unitName: z.string(), place: z.string(), keeper: z.string(), since: isoDate, endedOn: isoDate.nullable(), openings: z.array(z.object({ month, on: isoDate, count: z.number().int(), by: z.string(), registered: z.number().int() })), missing: z.array(month) });

/** Complaints of the caller's area, and what the forms need: offices, villages, lines, terms with their sources. */
export const RECEIVED_WHICH = ['late', 'ended', 'inTime', 'help', 'named', 'investigated', 'asked', 'content'] as const;
export type ReceivedWhich = (typeof RECEIVED_WHICH)[number];
export const CALLS_WHICH = ['missed', 'answered', 'resolved'] as const;

export const listComplaints = contract({
  method: 'GET', path: '/complaints', summary: '信访投诉举报', tag, permission: 'complaint.read',
  query: z.strictObject({ /** Besides the tabs: `named`, reported by name and not yet looked into; `correct`, a case still to be corrected after a suit; `month`, received this month. */ tab: z.enum(['open', 'late', 'repeated', 'suits', 'closed', 'named', 'correct', 'month', 'received']).default('open'), kind: kinds.optional(), unit: z.string().max(80).optional(),
    /** Of `received`, the list behind a number of the statistics: received in these days, by this way, and of these only those that it counted. */
    from: isoDate.optional(), to: isoDate.optional(), channel: z.enum(CHANNELS).optional(), which: z.enum(RECEIVED_WHICH).optional(),
  }),
  response: z.object({
    items: z.array(complaintItemSchema), counts: z.object({ open: z.number().int(), late: z.number().int(), repeated: z.number().int(), suits: z.number().int(), closed: z.number().int() }),
    units: z.array(z.object({ key: z.string(), name: z.string() })), villages: z.array(z.object({ key: z.string(), name: z.string(), unit: z.string() })), boxes: z.array(z.object({ id: uuid, name: z.string() })),
    lines: z.array(z.object({ id: z.string(), name: z.string(), number: z.string(), hours: z.string() })), staff: z.array(z.object({ id: uuid, name: z.string(), unit: z.string(), unitName: z.string(), county: z.boolean() })),
    terms: z.array(z.object({ key: z.string(), label: z.string(), text: z.string(), source: citedSchema })), today: isoDate, own: z.string().nullable(),
  }),
});

const on = { params: z.strictObject({ id: uuid }) };
const file = z.object({ id: uuid, name: z.string(), /** Whether the office may see it too. */ shown: z.boolean() });
/** One complaint, with the steps that are open to the caller. */
export const getComplaint = contract({
  method: 'GET', path: '/complaints/:id', summary: '一件信访投诉', tag, permission: 'complaint.read', ...on,
  response: z.object({
    head: matterItemSchema, kind: kinds, kindText: z.string(), channelText: z.string().nullable(), named: z.boolean(), reachable: z.boolean(), secret: z.boolean(), passedUp: z.boolean(), receivedOn: isoDate, text: z.string(), wanted: z.string().nullable(), replyText: z.string().nullable(), boxText: z.string().nullable(),
    about: z.object({ kindText: z.string(), unit: z.string().nullable(), unitName: z.string().nullable(), case: uuid.nullable(), caseNumber: z.string().nullable(), staffName: z.string().nullable() }), holderName: z.string(), department: z.string().nullable(), /** Whether the code handed over at the registration tells the whole of it (an office knows it otherwise). */ codeTells: z.boolean(), codeIssued: z.object({ on: isoDate, wayText: z.string() }).nullable(),
    /** Commands that the state and the caller's post allow. */
    can: z.array(z.string()),
    repeats: z.array(z.object({ id: uuid, number: z.string(), receivedOn: isoDate, kindText: z.string(), why: z.string() })), repeatDays: z.number().int(), often: z.boolean(),
    accepted: isoDate.nullable(), acceptBy: isoDate.nullable(), answerBy: isoDate.nullable(), extended: z.string().nullable(), declined: z.object({ on: isoDate, reason: z.string(), instead: z.string() }).nullable(), withdrawn: z.object({ on: isoDate, reason: z.string() }).nullable(),
    transfers: z.array(z.object({ on: isoDate, to: z.string(), reason: z.string() })), supervised: z.array(z.object({ on: isoDate, due: isoDate, text: z.string() })),
    investigations: z.array(z.object({ on: isoDate, methods: z.array(z.string()), persons: z.array(z.string()), place: z.string().nullable(), finding: z.string(), truthText: z.string(), files: z.array(file) })),
    disposed: z.object({ on: isoDate, outcomeText: z.string(), text: z.string(), /** What the office was told to look into, where the complaint is kept from it. */ told: z.string().nullable() }).nullable(), answered: z.object({ on: isoDate, wayText: z.string(), text: z.string(), satisfactionText: z.string(), /** When whoever complained said it themselves. */ ratedOn: isoDate.nullable(), reviewBy: isoDate.nullable() }).nullable(),
    reviews: z.array(z.object({ level: z.number().int(), on: isoDate, organ: z.string(), text: z.string(), answerBy: isoDate, answered: z.object({ on: isoDate, outcome: z.enum(['kept', 'changed']), text: z.string() }).nullable() })),
    suit: z.object({
      organ: z.string(), docket: z.string().nullable(), respondent: z.string(), respondBy: isoDate, responded: z.object({ on: isoDate, text: z.string(), files: z.array(file) }).nullable(),
      hearings: z.array(z.object({ on: isoDate, at: z.string(), place: z.string(), attends: z.string() })), result: z.object({ on: isoDate, resultText: z.string(), document: z.string().nullable(), text: z.string() }).nullable(), corrected: z.object({ on: isoDate, text: z.string() }).nullable(),
    }).nullable(),
    papers: z.array(z.object({ id: uuid, number: z.string(), title: z.string(), on: isoDate })),
  }),
});
export type ComplaintView = z.output<typeof getComplaint.response>;

const opened = done.extend({ /** With which whoever complained sees how it stands; `codeTells`: all of it, not only whether it was answered. */ code: z.string(), codeTells: z.boolean(), shown: z.boolean(), /** Who handles it. */ holderName: z.string() });

export const registerComplaint = contract({ method: 'POST', path: '/complaints', summary: '登记来访、来电、来信等', tag, permission: 'complaint.take', body: p.register, response: opened });
/** A new code for whoever complained, given by the county itself; the one before is void. */
export const issueComplaintCode = contract({ method: 'POST', path: '/complaints/:id/code', summary: '给反映人发新的查询码', tag, permission: 'complaint.conduct', ...on, body: p.issueCode.extend({ seq }), response: done.extend({ code: z.string() }) });
export const showComplaintFiles = contract({ method: 'POST', path: '/complaints/:id/shown-files', summary: '给单位看调查材料', tag, permission: 'complaint.conduct', ...on, body: p.showFiles.extend({ seq }), response: done });
export const acceptComplaint = contract({ method: 'POST', path: '/complaints/:id/accept', summary: '受理', tag, permission: 'complaint.handle', ...on, body: p.accept.extend({ seq }), response: done });
export const declineComplaint = contract({ method: 'POST', path: '/complaints/:id/decline', summary: '不予受理', tag, permission: 'complaint.handle', ...on, body: p.decline.extend({ seq }), response: done });
export const transferComplaint = contract({ method: 'POST', path: '/complaints/:id/transfer', summary: '转办', tag, permission: 'complaint.conduct', ...on, body: p.transfer.extend({ seq }), response: done });
export const linkComplaint = contract({ method: 'POST', path: '/complaints/:id/link', summary: '查明对象', tag, permission: 'complaint.handle', ...on, body: p.link.extend({ seq }), response: done });
export const extendComplaint = contract({ method: 'POST', path: '/complaints/:id/extend', summary: '延长办理期限', tag, permission: 'complaint.decide', ...on, body: p.extend.extend({ seq }), response: done });
export const superviseComplaint = contract({ method: 'POST', path: '/complaints/:id/supervise', summary: '督办', tag, permission: 'complaint.supervise', ...on, body: p.supervise.extend({ seq }), response: done });
export const investigateComplaint = contract({ method: 'POST', path: '/complaints/:id/investigate', summary: '登记调查核实', tag, permission: 'complaint.handle', ...on, body: p.investigate.extend({ seq }), response: done });
export const disposeComplaint = contract({ method: 'POST', path: '/complaints/:id/dispose', summary: '处置', tag, permission: 'complaint.handle', ...on, body: p.dispose.extend({ seq }), response: done });
export const feedBackComplaint = contract({ method: 'POST', path: '/complaints/:id/feed-back', summary: '反馈', tag, permission: 'complaint.handle', ...on, body: p.feedBack.extend({ seq }), response: done });
export const withdrawComplaint = contract({ method: 'POST', path: '/complaints/:id/withdraw', summary: '登记撤回', tag, permission: 'complaint.handle', ...on, body: p.withdraw.extend({ seq }), response: done });
export const showComplaint = contract({ method: 'POST', path: '/complaints/:id/show', summary: '改变保密', tag, permission: 'complaint.conduct', ...on, body: p.show.extend({ seq }), response: done });
export const askReview = contract({ method: 'POST', path: '/complaints/:id/review', summary: '登记复查（复核）请求', tag, permission: 'complaint.handle', ...on, body: p.askReview.extend({ seq }), response: done });
export const answerReview = contract({ method: 'POST', path: '/complaints/:id/review-result', summary: '登记复查（复核）结果', tag, permission: 'complaint.conduct', ...on, body: p.answerReview.extend({ seq }), response: done });
export const lodgeSuit = contract({ method: 'POST', path: '/suits', summary: '登记行政复议、行政诉讼', tag, permission: 'complaint.conduct', body: p.lodge, response: done });
export const respondSuit = contract({ method: 'POST', path: '/complaints/:id/respond', summary: '提交答复、答辩', tag, permission: 'complaint.conduct', ...on, body: p.respond.extend({ seq }), response: done });
export const hearingSuit = contract({ method: 'POST', path: '/complaints/:id/hearing', summary: '登记听证、开庭', tag, permission: 'complaint.conduct', ...on, body: p.hearing.extend({ seq }), response: done });
export const resultSuit = contract({ method: 'POST', path: '/complaints/:id/result', summary: '登记复议、诉讼结果', tag, permission: 'complaint.conduct', ...on, body: p.result.extend({ seq }), response: done });
export const correctSuit = contract({ method: 'POST', path: '/complaints/:id/correct', summary: '登记已按结果改正', tag, permission: 'complaint.conduct', ...on, body: p.correct.extend({ seq }), response: done });

/** What a village's assistant needs to take something for somebody and hand it on, and what became of what they handed on. */
export const handOnDesk = contract({
  method: 'GET', path: '/complaints/hand-on', summary: '村（居）代为登记：可选的单位、信息箱和已转交的事项', tag, permission: 'complaint.take',
  response: z.object({
    office: z.string().nullable(), units: z.array(z.object({ key: z.string(), name: z.string() })), boxes: z.array(z.object({ id: uuid, name: z.string() })), today: isoDate,
    items: z.array(z.object({ kind: z.enum(['complaint', 'lead']), number: z.string(), on: isoDate, /** Handed to the county. */ up: z.boolean(), stage: z.enum(['received', 'accepted', 'closed']) })),
  }),
});

/** Name, telephone and address of whoever complained: for whoever handles it, each look on record. */
export const openComplainant = contract({ method: 'POST', path: '/complaints/:id/contact', summary: '查看反映人姓名、电话（留痕）', tag, permission: 'complaint.contact', ...on, body: z.strictObject({ purpose: z.string().trim().min(2).max(200) }), response: contactSchema });

/** Boxes of the caller's area, with the months in which each was opened and those in which it was not. */
export const listBoxes = contract({ method: 'GET', path: '/complaint-boxes', summary: '社会救助信息箱', tag, permission: 'complaint.read', response: z.object({ items: z.array(box), without: z.array(z.object({ key: z.string(), name: z.string(), unitName: z.string() })), month }) });
export const putUpBox = contract({ method: 'POST', path: '/complaint-boxes', summary: '登记信息箱', tag, permission: 'complaint.register', body: z.strictObject({ village: z.string().max(80), place: z.string().trim().min(2).max(100), keeper: z.string().trim().min(2).max(30), since: isoDate }), response: z.object({ id: uuid }) });
/** 每月开箱: how many letters lay in it; none is an answer too. */
export const openBox = contract({ method: 'POST', path: '/complaint-boxes/:id/openings', summary: '登记开箱', tag, permission: 'complaint.register', ...on, body: z.strictObject({ on: isoDate, count: z.number().int().min(0).max(999), by: z.string().trim().min(2).max(60) }), response: z.object({ id: uuid }) });

export const takeDownBox = contract({ method: 'POST', path: '/complaint-boxes/:id/end', summary: '撤下信息箱', tag, permission: 'complaint.register', ...on, body: z.strictObject({ on: isoDate }), response: z.object({ id: uuid }) });

/** A call of the hotline, answered or not; an answered one that needs work is registered as a complaint, which logs the call itself. */
export const logCall = contract({ method: 'POST', path: '/hotline-calls', summary: '登记热线来电', tag, permission: 'complaint.register', body: z.strictObject({ line: z.string().regex(/^[a-z0-9-]{1,20}$/), at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/), answered: z.boolean(), resolved: z.boolean().default(false), note: z.string().trim().max(200).default('') }), response: z.object({ id: uuid }) });

const pair = z.object({ now: z.number(), before: z.number() });
/** A call to one of the lines, as it was logged. */
export const listCalls = contract({
  method: 'GET', path: '/hotline-calls', summary: '热线来电', tag, permission: 'complaint.read',
  query: z.strictObject({ from: isoDate, to: isoDate, line: z.string().max(20).optional(), which: z.enum(CALLS_WHICH).optional() }),
  response: z.object({ items: z.array(z.object({ id: uuid, at: z.string(), lineName: z.string(), unitName: z.string(), answered: z.boolean(), resolved: z.boolean(), note: z.string() })), more: z.boolean() }),
});

/** Figures of a month or quarter beside the period before it. Days are natural days from receipt. */
export const complaintStatistics = contract({
  method: 'GET', path: '/complaint-statistics', summary: '信访投诉统计', tag, permission: 'complaint.read', query: z.strictObject({ month: month.optional(), span: z.enum(['month', 'quarter', 'year']).default('month') }),
  response: z.object({
    from: isoDate, to: isoDate, beforeFrom: isoDate, beforeTo: isoDate,
    volume: pair, byKind: z.array(z.object({ kind: kinds, kindText: z.string(), now: z.number(), before: z.number() })), byChannel: z.array(z.object({ id: z.enum(CHANNELS), channel: z.string(), now: z.number(), before: z.number() })), byUnit: z.array(z.object({ unit: z.string(), name: z.string(), now: z.number(), before: z.number(), late: z.number() })),
    helpDays: z.object({ now: z.number().nullable(), before: z.number().nullable() }), onTime: z.object({ due: z.number(), inTime: z.number() }), named: z.object({ received: z.number(), investigated: z.number() }),
    calls: z.array(z.object({ line: z.string(), name: z.string(), number: z.string(), now: z.number(), answered: z.number(), resolved: z.number(), before: z.number(), answeredBefore: z.number() })),
    satisfied: z.object({ asked: z.number(), content: z.number() }),
  }),
});
