import * as z from 'zod';
import { scorePayloads } from '../score/payloads.ts';
import { citedSchema, contract, isoDate, month, uuid } from './contract.ts';
import { matterDone as done, matterItemSchema, seenSeq as seq } from './matters.ts';

const status = z.enum(['none', 'computed', 'shown', 'published']);
const light = z.object({ light: z.enum(['green', 'yellow', 'red']), text: z.string() }).nullable();

const indicator = z.object({
  id: z.string(), label: z.string(), measureText: z.string(), basis: z.enum(['rate', 'count']), steps: z.array(z.string()),
  points: z.number(), per: z.number(), target: z.number(), bonus: z.number(), minVolume: z.number(), caseMix: z.boolean(),
});
const plan = z.object({
  label: z.string(), method: z.enum(['deduct', 'addDeduct']), methodText: z.string(), full: z.number(), base: z.number(), rankFrom: z.string(), objectDays: z.number(), publishDay: z.number(), /** Whether everybody reads what is published. */ open: z.boolean(), indicators: z.array(indicator), source: citedSchema,
});

/** How a unit stood under one indicator; rates in percent, points in hundredths. */
const judged = z.object({
  id: z.string(), label: z.string(), state: z.enum(['rated', 'tooFew']), basis: z.enum(['rate', 'count']), n: z.number().int(), faults: z.number().int(),
  raw: z.number().nullable(), adjusted: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(), points: z.number().int(), deducted: z.number().int(), bonus: z.number().int(),
});
const row = z.object({
  unit: z.string(), unitName: z.string(), own: z.boolean(), score: z.number().int(), low: z.number().int(), high: z.number().int(), rank: z.number().int().nullable(), rankFrom: z.number().int().nullable(), rankTo: z.number().int().nullable(),
  /** Of other units only the score and the rank are known to a unit. */
  indicators: z.array(judged).nullable(),
});

/** Months with their state, the plan with its clauses, and who may do what. A unit sees the months that were shown to it. */
export const listScores = contract({
  method: 'GET', path: '/scores', summary: '考评', tag: 'scores', permission: 'score.read',
  response: z.object({ plan: plan.nullable(), /** The first month that will be scored and the day from which it can be computed, while that is still to come. */ begins: z.object({ month, on: isoDate }).nullable(), months: z.array(z.object({ month, status, statusText: z.string(), dueOn: isoDate, light, until: isoDate.nullable(), publishedOn: isoDate.nullable() })) }),
});

/** One month: units in descending order, objections, what is next. */
export const getScore = contract({
  method: 'GET', path: '/scores/:month', summary: '一个月的考评', tag: 'scores', permission: 'score.read',
  params: z.strictObject({ month }),
  response: z.object({
    month, label: z.string(), methodText: z.string(), full: z.number(), status, statusText: z.string(), dueOn: isoDate, until: isoDate.nullable(), publishedOn: isoDate.nullable(), mayObject: z.boolean(),
    /** The county's matter; units do not see it. */
    head: matterItemSchema.nullable(), rows: z.array(row),
    objections: z.array(z.object({ id: uuid, number: z.string(), unitName: z.string(), text: z.string(), words: z.string(), dueOn: isoDate, outcome: z.enum(['corrected', 'stands']).nullable(), outcomeText: z.string(), answer: z.string().nullable(), files: z.array(z.object({ id: uuid, name: z.string() })) })),
  }),
});

/** What a unit's points were taken off for: each line opens its case, filing or matter, so far as the caller may see it. */
export const scoreLines = contract({
  method: 'GET', path: '/scores/:month/lines', summary: '扣分明细', tag: 'scores', permission: 'score.read',
  params: z.strictObject({ month }), query: z.strictObject({ unit: z.string().min(1).max(80), indicator: z.string().max(40).optional() }),
  response: z.object({
    items: z.array(z.object({ id: uuid, indicator: z.string(), indicatorLabel: z.string(), text: z.string(), on: isoDate, kind: z.enum(['case', 'filing', 'matter', 'lead', 'none']), ref: uuid.nullable(), number: z.string().nullable(), topic: z.string().nullable(), topicText: z.string().nullable(), corrected: z.boolean(), objection: z.object({ id: uuid, number: z.string() }).nullable() })),
    more: z.boolean(),
  }),
});

/** The year from its published months: basis of the year-end awards, next to the actual work, which people judge. */
export const yearScores = contract({
  method: 'GET', path: '/score-years/:year', summary: '年度考评结果', tag: 'scores', permission: 'score.read',
  params: z.strictObject({ year: z.string().regex(/^\d{4}$/) }),
  response: z.object({ year: z.string(), months: z.array(month), missing: z.array(month), rows: z.array(z.object({ unit: z.string(), unitName: z.string(), mean: z.number().int().nullable(), ranked: z.number().int(), rank: z.number().int().nullable(), byMonth: z.array(z.object({ month, score: z.number().int(), rank: z.number().int().nullable() })), /** Awards in place of subsidy decided for the year, as recorded by the county. */ awards: z.array(z.object({ act: uuid, fen: z.number().int(), on: isoDate, basis: z.string() })) })) }),
});

export const computeScore = contract({ method: 'POST', path: '/scores', summary: '计算一个月的考评', tag: 'scores', permission: 'score.conduct', body: scorePayloads.compute, response: done });
const on = { params: z.strictObject({ id: uuid }), response: done };
export const showScore = contract({ method: 'POST', path: '/scores/:id/show', summary: '发给各单位核对', tag: 'scores', permission: 'score.conduct', body: scorePayloads.show.extend({ seq }), ...on });
export const publishScore = contract({ method: 'POST', path: '/scores/:id/publish', summary: '公布考评排名', tag: 'scores', permission: 'score.publish', body: scorePayloads.publish.extend({ seq }), ...on });
export const objectScore = contract({ method: 'POST', path: '/score-objections', summary: '对扣分提出异议', tag: 'scores', permission: 'score.object', body: scorePayloads.object, response: done });
export const answerScore = contract({ method: 'POST', path: '/score-objections/:id/answer', summary: '答复考评异议', tag: 'scores', permission: 'score.conduct', body: scorePayloads.answer.extend({ seq }), ...on });
