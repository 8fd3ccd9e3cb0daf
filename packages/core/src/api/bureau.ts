import * as z from 'zod';
import { FIGURE_BLOCKS } from '../bureau/model.ts';
import { contract, isoDate, month } from './contract.ts';

const TAG = 'bureau';
const clause = z.object({ id: z.string(), clause: z.string(), phrase: z.string() });
const figure = z.object({
  id: z.string(), block: z.enum(FIGURE_BLOCKS), label: z.string(), value: z.number(), unit: z.string(), how: z.string(), href: z.string(),
  /** Clauses of the county's own plan that ask for it. */
  clauses: z.array(clause),
  byUnit: z.array(z.object({ unit: z.string(), unitName: z.string(), value: z.number(), href: z.string().nullable() })),
});
export type FigureView = z.infer<typeof figure>;
const count = z.number().int();
const change = z.object({
  id: z.enum(['onRoll', 'began', 'ended', 'refused', 'fen', 'paid', 'days']), label: z.string(), unit: z.string(), how: z.string(), href: z.string(), clauses: z.array(clause),
  /** Null: nothing to compare with in that month. */
  now: z.number().nullable(), before: z.number().nullable(), yearAgo: z.number().nullable(),
  /** Thirteen months, the oldest first; empty where only three are known. */
  series: z.array(z.object({ month, value: z.number() })),
});
export type ChangeView = z.infer<typeof change>;

/** The bureau's minute: what is late, what is wrong, what changed, where help is needed, each with how it was computed and what opens it. */
export const getBureau = contract({
  method: 'GET', path: '/bureau', summary: '全县监督一页：迟了什么、错了什么、变了什么、哪里要帮', tag: TAG, permission: 'bureau.read',
  response: z.object({
    county: z.string(), today: isoDate, month, figures: z.array(figure), changes: z.array(change),
    units: z.array(z.object({ unit: z.string(), unitName: z.string(), onRoll: count, began: count, ended: count, open: count, late: count, wrong: count, help: count, /** Median of days from application to decision, this month and the last. */ days: z.number().nullable() })),
  }),
});

/** One unit: its share of the figures, and its villages. */
export const bureauUnit = contract({
  method: 'GET', path: '/bureau/units/:unit', summary: '一个单位的监督数字和所辖村（居）', tag: TAG, permission: 'bureau.read', params: z.strictObject({ unit: z.string().min(1).max(80) }),
  response: z.object({
    unit: z.string(), unitName: z.string(), today: isoDate, figures: z.array(figure.omit({ byUnit: true })), roll: z.array(z.object({ month, onRoll: count, began: count, ended: count })),
    villages: z.array(z.object({ key: z.string().nullable(), name: z.string(), open: count, late: count, onRoll: count, fen: z.number() })),
  }),
});

/** Every clause of the county's plan about supervision, and where it is done. */
export const bureauDuties = contract({
  method: 'GET', path: '/bureau/duties', summary: '方案的监督条款各在哪里办', tag: TAG, permission: 'bureau.read',
  response: z.object({ items: z.array(clause.extend({ module: z.string(), at: z.string().nullable(), says: z.string() })) }),
});
