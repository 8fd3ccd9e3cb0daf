import * as z from 'zod';
import { isoDate } from '../api/contract.ts';

const text = (max: number) => z.string().trim().min(1).max(max);

/** `draw.freeze`: which plan of the policies, over which days, and where the seed will come from, not before when (Shanghai time). */
export const freezeDraw = z.strictObject({
  plan: z.string().regex(/^draw\.[a-z-]+$/),
  from: isoDate,
  to: isoDate,
  seed: z.strictObject({ kind: z.enum(['organs', 'lottery', 'checkpoint']), text: text(300), after: z.iso.datetime({ offset: true }) }),
  /** Needed where an earlier draw of the same plan and days was given up. */
  reason: text(500).optional(),
});
/** `draw.reveal`: what the public source brought. Of a checkpoint nothing is typed: the system takes the signed one. */
export const revealSeed = z.strictObject({
  parts: z.array(z.strictObject({ source: text(60), value: z.string().trim().regex(/^[0-9A-Za-z+ -]{1,200}$/, '只用数字、字母、空格、加号和短横') })).max(5).default([]),
  witnesses: z.array(text(50)).max(6).default([]),
  proof: z.string().trim().max(500).default(''),
});
/** `draw.risk`: cases checked because of a ground, beside the random ones and never counted with them. */
export const addRisk = z.strictObject({ cases: z.array(z.strictObject({ case: z.uuid(), ground: text(300) })).min(1).max(200) });
export const cancelDraw = z.strictObject({ reason: text(500) });
/** `draw.assign`: among whom the pairs are drawn. */
export const assignDraw = z.strictObject({ checkers: z.array(z.uuid()).min(2).max(60), due: isoDate });

export const drawPayloads = { freeze: freezeDraw, reveal: revealSeed, risk: addRisk, cancel: cancelDraw, assign: assignDraw } as const;
export type DrawPayloads = { [N in keyof typeof drawPayloads]: z.output<(typeof drawPayloads)[N]> };
