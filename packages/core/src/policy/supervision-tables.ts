import * as z from 'zod';

/**
 * `draw.monthly`, `draw.yearly`: a draw of cases for supervision. `population`: what was decided in the period, or who is on the
 * roll at its end; `percent`: key of the parameter that states the ratio; `must`: classes drawn whole; `home`: the check is a
 * visit at home, not papers or a telephone call alone.
 */
export const drawPlanSchema = z.strictObject({
  label: z.string().min(2).max(40),
  population: z.enum(['decided', 'current']),
  outcomes: z.array(z.enum(['grant', 'refuse'])).min(1),
  period: z.enum(['month', 'quarter', 'year']),
  percent: z.string().regex(/^[a-z][a-z.-]*$/),
  must: z.array(z.enum(['related', 'realName', 'disputed'])).default([]),
  home: z.boolean(),
});

/** Tables of supervision; spread into TABLES. */
export const SUPERVISION_TABLES = {
  'draw.monthly': drawPlanSchema,
  'draw.yearly': drawPlanSchema,
} as const;
