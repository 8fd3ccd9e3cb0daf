import * as z from 'zod';
import { isoDate, personName, uuid } from '../api/contract.ts';
import { CONDUCTS, FAILINGS, FOUND_BY, MEANS, REVISIT_WAYS, SEVERITIES, type Conduct, type Failing, type FoundBy, type Means, type RevisitWay, type Severity } from './model.ts';

const keys = <K extends string>(o: Readonly<Record<K, string>>) => z.enum(Object.keys(o) as [K, ...K[]]);
const text = (max: number) => z.string().trim().min(1).max(max);
const unitKey = z.string().min(1).max(80);
const files = z.array(uuid).max(50);

export const failing = keys<Failing>(FAILINGS);
export const conduct = keys<Conduct>(CONDUCTS);
export const severity = keys<Severity>(SEVERITIES);
export const foundBy = keys<FoundBy>(FOUND_BY);

/** `rectify.open`: what is wrong, where, how grave, how it was found. */
export const openPayload = z.strictObject({
  unit: unitKey, failing, conduct, severity, foundBy, text: text(2000),
  findings: z.array(z.strictObject({ id: text(60), text: text(1000) })).max(100).default([]),
  case: uuid.optional(), origin: uuid.optional(),
});
/** Who answers for the correction. */
const person = z.union([z.strictObject({ account: uuid }), z.strictObject({ name: personName, post: text(40) })]);
/** `rectify.step`: the next rung. What the rung needs is the ladder's to say; a letter that lacks any of it is refused [BQ-63]. */
export const stepPayload = z.strictObject({
  rung: text(30), means: keys<Means>(MEANS).optional(), due: isoDate.optional(), measures: z.array(text(300)).max(20).default([]), person: person.optional(), words: text(2000),
  circulate: z.array(unitKey).max(60).default([]), organ: text(60).optional(), papers: z.array(text(100)).max(40).default([]),
});
/** `rectify.sign`: the unit has the paper in hand. `step`: place of the step, from 0. */
export const signPayload = z.strictObject({ step: z.number().int().min(0).max(99) });
/** `rectify.reply`: what was done, with proof. */
export const replyPayload = z.strictObject({ text: text(2000), measures: z.array(text(300)).min(1).max(20), files: files.min(1) });
export const acceptPayload = z.strictObject({ text: z.string().trim().max(1000).default('') });
/** `rectify.return`: why it is not enough, and by when it must be. */
export const returnPayload = z.strictObject({ reason: text(1000), due: isoDate });
/** `rectify.reinspect`: two people look again. */
export const reinspectPayload = z.strictObject({ on: isoDate, who: z.array(uuid).min(2).max(4), outcome: z.enum(['corrected', 'notCorrected']), text: text(1000), files: files.default([]), due: isoDate.optional() });
export const revisitPayload = z.strictObject({ on: isoDate, how: keys<RevisitWay>(REVISIT_WAYS), text: text(1000) });
/** `rectify.receipt`: the organ that was handed the matter has acknowledged it. */
export const receiptPayload = z.strictObject({ on: isoDate, number: text(60) });
export const punishPayload = z.strictObject({ person: personName, measure: text(200), organ: text(60), text: z.string().trim().max(1000).default(''), on: isoDate });
export const toleratePayload = z.strictObject({ person: personName, conditions: z.array(z.strictObject({ id: text(30), met: z.boolean(), text: text(500), files })).min(1).max(10) });
export const tolerancePayload = z.strictObject({ person: personName, outcome: z.enum(['exempt', 'notExempt']), text: text(1000) });
export const closePayload = z.strictObject({ text: text(1000) });

export const rectPayloads = {
  open: openPayload, step: stepPayload, sign: signPayload, reply: replyPayload, accept: acceptPayload, return: returnPayload, reinspect: reinspectPayload,
  revisit: revisitPayload, receipt: receiptPayload, punish: punishPayload, tolerate: toleratePayload, tolerance: tolerancePayload, close: closePayload,
} as const;
export type RectPayloads = { [N in keyof typeof rectPayloads]: z.output<(typeof rectPayloads)[N]> };
