import * as z from 'zod';
import { GOAL_MEASURE_IDS } from '../bureau/goals.ts';
import { citedSchema, contract, isoDate, uuid } from './contract.ts';

const TAG = 'bureau';
const clause = z.object({ id: z.string(), clause: z.string(), phrase: z.string() });
const window_ = { from: isoDate.optional(), to: isoDate.optional() };
const figure = z.object({
  id: z.enum(GOAL_MEASURE_IDS), label: z.string(), kind: z.enum(['share', 'days', 'count']), better: z.enum(['more', 'fewer']).nullable(), how: z.string(),
  /** Percent, days or how many; null where there is nothing to say it of. */
  value: z.number().nullable(), n: z.number().int(), good: z.number().int(),
  /** The same of the days before, as many. */
  before: z.number().nullable(),
  parts: z.array(z.object({ label: z.string(), value: z.number().int() })),
  /** The page that lists what is no case: units, clauses. */
  href: z.string().nullable(),
});
export type GoalFigure = z.infer<typeof figure>;

/** The plan's words about what the delegation is for, each with the figures that measure it, counted from cases. */
export const getGoals = contract({
  method: 'GET', path: '/bureau/goals', summary: '方案目标的衡量：每个词由哪些数字说明', tag: TAG, permission: 'bureau.read',
  query: z.strictObject(window_),
  response: z.object({
    county: z.string(), plan: z.string(), today: isoDate, from: isoDate, to: isoDate, beforeFrom: isoDate, beforeTo: isoDate, source: citedSchema.nullable(),
    panels: z.array(z.object({ id: z.string(), title: z.string(), clauses: z.array(clause), words: z.array(z.object({ word: z.string(), figures: z.array(figure) })) })),
  }),
});

/** What a figure was counted from, those that speak against it first. */
export const goalCases = contract({
  method: 'GET', path: '/bureau/goals/:measure', summary: '一个衡量数字背后的案件', tag: TAG, permission: 'bureau.read',
  params: z.strictObject({ measure: z.enum(GOAL_MEASURE_IDS) }), query: z.strictObject(window_),
  response: z.object({
    label: z.string(), how: z.string(), from: isoDate, to: isoDate, n: z.number().int(), good: z.number().int(),
    items: z.array(z.object({ unitName: z.string(), kind: z.enum(['case', 'matter', 'filing', 'lead']), topic: z.string().nullable(), ref: uuid, number: z.string(), on: isoDate, good: z.boolean(), days: z.number().int().nullable() })), more: z.boolean(),
  }),
});
