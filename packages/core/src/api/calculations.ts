import * as z from 'zod';

/** How far a computation over the whole county is, in words: asked for, under way, over. Pages ask again while it is not over. */
export const calculationView = z.object({ state: z.enum(['waiting', 'running', 'done', 'failed']), text: z.string(), by: z.string(), askedAt: z.string() });
export type CalculationView = z.output<typeof calculationView>;

/** Whether something is still to come. */
export const isUnderWay = (c: CalculationView | null | undefined): boolean => c?.state === 'waiting' || c?.state === 'running';
