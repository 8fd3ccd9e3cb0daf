import * as z from 'zod';
import { month, uuid } from '../api/contract.ts';

const words = z.string().trim().min(2).max(1000);

/** `score.compute`: a month that is over; again as long as no unit has seen it. */
export const computeScore = z.strictObject({ month });
/** `score.show`: every unit sees its own and may object. */
export const showScore = z.strictObject({});
/** `score.publish`: the ranking becomes known to all units. */
export const publishScore = z.strictObject({});
/** `score.object`: one line of the unit's own score, and why it is wrong. */
export const objectScore = z.strictObject({ line: uuid, words });
/** `score.answer`: the county corrects the line or lets it stand, with words. */
export const answerScore = z.strictObject({ outcome: z.enum(['corrected', 'stands']), words });

export const scorePayloads = { compute: computeScore, show: showScore, publish: publishScore, object: objectScore, answer: answerScore } as const;
export type ScorePayloads = { [N in keyof typeof scorePayloads]: z.output<(typeof scorePayloads)[N]> } & {
  /** By the system alone, when an objection was answered `corrected`. */
  correct: { readonly objection: string; readonly line: string };
};
