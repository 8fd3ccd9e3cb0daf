import * as z from 'zod';
import { isoDate } from '../api/contract.ts';
import { SEED_ORDERS } from './seed.ts';

const text = (max: number) => z.string().trim().min(1).max(max);

/** `draw.freeze`: which plan of the policies, over which days, and where the seed will come from: each source with its numbers and digits, not before when (Shanghai time). */
export const freezeDraw = z.strictObject({
  plan: z.string().regex(/^draw\.[a-z-]+$/),
  from: isoDate,
  to: isoDate,
  seed: z.strictObject({
    kind: z.enum(['organs', 'lottery', 'checkpoint']),
    text: z.string().trim().max(300).default(''),
    sources: z.array(z.strictObject({ name: text(60), numbers: z.number().int().min(1).max(20), digits: z.number().int().min(1).max(12), order: z.enum(SEED_ORDERS).default('published') })).max(5).default([]),
    after: z.iso.datetime({ offset: true }),
  }),
  /** Needed where an earlier draw of the same plan and days was given up. */
  reason: text(500).optional(),
});
/** `draw.reveal`: what the sources brought, number by number. Of a checkpoint nothing is typed: the system takes the signed one. */
export const revealSeed = z.strictObject({
  parts: z.array(z.strictObject({ source: z.string().max(80), numbers: z.array(z.string().max(40)).max(20) })).max(5).default([]),
  witnesses: z.array(text(50)).max(6).default([]),
  /** Where it was published, or the address; a file of this draw may stand for it. */
  proof: z.string().trim().max(500).default(''),
  files: z.array(z.uuid()).max(20).default([]),
});
/** `draw.risk`: cases checked because of a ground, beside the random ones and never counted with them. */
export const addRisk = z.strictObject({ cases: z.array(z.strictObject({ case: z.uuid(), ground: text(300) })).min(1).max(200) });
export const cancelDraw = z.strictObject({ reason: text(500) });
/** `draw.assign`: among whom the pairs are drawn. */
export const assignDraw = z.strictObject({ checkers: z.array(z.uuid()).min(2).max(60), due: isoDate });

export const drawPayloads = { freeze: freezeDraw, reveal: revealSeed, risk: addRisk, cancel: cancelDraw, assign: assignDraw } as const;
export type DrawPayloads = { [N in keyof typeof drawPayloads]: z.output<(typeof drawPayloads)[N]> };
