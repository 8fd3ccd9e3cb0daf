import * as z from 'zod';
import { isoDate } from '../api/contract.ts';
import { ANSWER_WAYS, CHANNELS, CODE_WAYS, COMPLAINT_KINDS, DISPOSALS, INQUIRIES, PUBLIC_SATISFACTIONS, SATISFACTIONS, SUBJECTS, SUIT_KINDS, SUIT_RESULTS, TRUTHS } from './words.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
const files = z.array(z.uuid()).max(30).default([]);

/** Who speaks, as far as they said. Never part of an act: kept sealed beside it. */
export const contactSchema = z.strictObject({ name: z.string().trim().max(30).optional(), phone: z.string().trim().max(20).regex(/^[\d+() -]{5,20}$/, '电话只能是数字').optional(), address: z.string().trim().max(100).optional() });
export type ComplaintContact = z.output<typeof contactSchema>;

const about = z.strictObject({
  kind: z.enum(SUBJECTS),
  /** Key of the office; of a case or a member of staff it is told by the register. */
  unit: z.string().max(80).optional(),
  caseNumber: z.string().trim().max(60).optional(),
  staff: z.uuid().optional(),
});
/** `register`: 接听 or receipt. `passUp`: a unit that takes what is about itself or another hands it to the county. `answer`: an enquiry answered at once. */
export const registerComplaint = z.strictObject({
  kind: z.enum(COMPLAINT_KINDS), channel: z.enum(CHANNELS), receivedOn: isoDate.optional(), named: z.boolean(), contact: contactSchema.default({}), about,
  text: text(2000), wanted: z.string().trim().max(500).optional(), reply: z.enum(ANSWER_WAYS).optional(), passUp: z.boolean().default(false), answer: z.string().trim().min(1).max(1000).optional(), box: z.uuid().optional(),
});
export const acceptComplaint = z.strictObject({});
/** `decline`: 不予受理, with the way that is open instead. */
export const declineComplaint = z.strictObject({ reason: text(500), instead: text(300) });
/** `transfer`: 转办 to an office of the county, to an outside department, or back to the bureau (neither). */
export const transferComplaint = z.strictObject({ unit: z.string().max(80).optional(), department: z.string().trim().min(1).max(60).optional(), reason: text(500) });
/** `link`: what it turned out to be about. */
export const linkComplaint = z.strictObject({ about, reason: text(300) });
export const extendComplaint = z.strictObject({ reason: text(500) });
/** `supervise`: 督办 with the day by which the unit reports. */
export const superviseComplaint = z.strictObject({ due: isoDate, text: text(1000) });
export const investigateComplaint = z.strictObject({
  on: isoDate, methods: z.array(z.enum(INQUIRIES)).min(1), investigators: z.array(z.uuid()).max(6).default([]), others: z.array(text(30)).max(6).default([]),
  place: z.string().trim().max(100).optional(), finding: text(3000), truth: z.enum(TRUTHS), files,
});
/** `dispose`; `told`: what the office is to look into, in words of its own, where the complaint is kept from it. */
export const disposeComplaint = z.strictObject({ outcome: z.enum(DISPOSALS), text: text(2000), told: z.string().trim().max(1000).optional() });
export const feedBackComplaint = z.strictObject({ on: isoDate, way: z.enum(ANSWER_WAYS), text: text(2000), satisfaction: z.enum(SATISFACTIONS).default('none') });
export const withdrawComplaint = z.strictObject({ reason: text(500) });
export const showComplaint = z.strictObject({ shown: z.boolean(), reason: text(300) });
/** `showFiles`: papers of the investigation that the office may see too. */
export const showComplaintFiles = z.strictObject({ files: z.array(z.uuid()).min(1).max(30), reason: text(300) });
/** `issueCode`: a new code for whoever complained, by the county; `known`: how they were known to be the one. */
export const issueComplaintCode = z.strictObject({ way: z.enum(CODE_WAYS), known: text(200) });
/** `rate`: whoever complained says whether the answer satisfies them. */
export const rateComplaint = z.strictObject({ satisfaction: z.enum(PUBLIC_SATISFACTIONS) });
export const askReview = z.strictObject({ on: isoDate, text: text(1000), organ: z.string().trim().min(2).max(60) });
export const answerReview = z.strictObject({ on: isoDate, outcome: z.enum(['kept', 'changed']), text: text(2000) });

/** `lodge`: an application for reconsideration or an action has reached the bureau, which is the respondent. */
export const lodgeSuit = z.strictObject({ kind: z.enum(SUIT_KINDS), organ: text(60), docket: z.string().trim().max(60).optional(), receivedOn: isoDate, party: contactSchema, caseNumber: z.string().trim().max(60).optional(), claim: text(2000) });
export const respondSuit = z.strictObject({ on: isoDate, text: text(2000), files });
export const hearingSuit = z.strictObject({ on: isoDate, at: z.string().regex(/^\d{2}:\d{2}$/), place: text(100), attends: text(100) });
export const resultSuit = z.strictObject({ on: isoDate, result: z.enum(SUIT_RESULTS), document: z.string().trim().max(60).optional(), text: text(2000) });
export const correctSuit = z.strictObject({ text: text(1000) });

export const complaintPayloads = {
  register: registerComplaint, accept: acceptComplaint, decline: declineComplaint, transfer: transferComplaint, link: linkComplaint, extend: extendComplaint, supervise: superviseComplaint, investigate: investigateComplaint, dispose: disposeComplaint,
  feedBack: feedBackComplaint, withdraw: withdrawComplaint, show: showComplaint, showFiles: showComplaintFiles, issueCode: issueComplaintCode, rate: rateComplaint, askReview, answerReview, lodge: lodgeSuit, respond: respondSuit, hearing: hearingSuit, result: resultSuit, correct: correctSuit,
} as const;
export type ComplaintPayloads = { [N in keyof typeof complaintPayloads]: z.output<(typeof complaintPayloads)[N]> };
