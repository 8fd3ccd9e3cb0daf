import * as z from 'zod';
import { isoDate, uuid } from '../api/contract.ts';

const text = (max: number) => z.string().trim().min(2, '请写明内容').max(max);
const files = z.array(uuid).max(40).default([]);

/** How a paper reached the person. */
export const SERVED_BY = { person: '当面送交', mail: '邮寄', left: '留置', published: '公告' } as const;
export const CAPACITY_WORDS = { full: '完全民事行为能力', limited: '限制民事行为能力', none: '无民事行为能力' } as const;

/** `dishonesty.propose`: of which person of a case, what conduct, on what day, what it rests on. `capacity` as known to whoever proposes. */
export const proposeEntry = z.strictObject({
  case: uuid, person: uuid, kind: z.string().regex(/^[a-z][a-zA-Z]*$/), actOn: isoDate, facts: text(2000), grounds: text(500), capacity: z.enum(['full', 'limited', 'none']),
});
/** `dishonesty.notify`: the proposal is put to the person, with the proofs on which it rests. */
export const notifyEntry = z.strictObject({ evidence: z.array(uuid).min(1, '须附证据').max(40) });
/** `dishonesty.serve`: the paper that was issued last reached the person; `files`: the receipt of the service (送达回证, 邮寄单, photographs). */
export const serveEntry = z.strictObject({ on: isoDate, by: z.enum(['person', 'mail', 'left', 'published']), files });
/** `dishonesty.hear`: what the person says to it; `declined`: the person was asked and does not want to say anything, over their own signature. */
export const hearEntry = z.strictObject({ on: isoDate, declined: z.boolean(), text: z.string().trim().max(2000).default(''), files });
/** `dishonesty.decide`: `answer` says what was made of the person's statement. */
export const decideEntry = z.strictObject({ outcome: z.enum(['enter', 'dismiss']), reason: text(2000), answer: z.string().trim().max(1000).default(''), measures: z.array(z.string().regex(/^[a-z][a-zA-Z]*$/)).max(10).default([]) });
/** `dishonesty.ask`: the person objects to the entry, or asks that it be lifted because it was made good (信用修复). */
export const askEntry = z.strictObject({ kind: z.enum(['objection', 'repair']), on: isoDate, text: text(2000), files });
/** `dishonesty.answer`; `collective`: decided together (集体研究), by whom, with the minutes: where whoever decided would answer the objection to it. */
export const answerEntry = z.strictObject({ outcome: z.enum(['keep', 'remove']), reason: text(1000), collective: z.strictObject({ on: isoDate, who: z.array(uuid).min(1).max(20), minutes: z.array(uuid).min(1, '须附会议记录').max(10) }).optional() });
export const correctEntry = z.strictObject({ reason: text(1000) });
export const withdrawEntry = z.strictObject({ reason: text(500) });

export const dishonestyPayloads = {
  propose: proposeEntry, notify: notifyEntry, serve: serveEntry, hear: hearEntry, decide: decideEntry, ask: askEntry, answer: answerEntry, correct: correctEntry, withdraw: withdrawEntry,
  /** The term is over: the system's own. */
  end: z.strictObject({}),
} as const;
export type DishonestyPayloads = { [N in keyof typeof dishonestyPayloads]: z.output<(typeof dishonestyPayloads)[N]> };
