import * as z from 'zod';
import { drawPayloads } from '../draw/payloads.ts';
import { SEED_ORDERS } from '../draw/seed.ts';
import { MUST_CLASSES } from '../draw/select.ts';
import { citedSchema, contract, isoDate, uuid } from './contract.ts';
import { matterItemSchema } from './matters.ts';

const must = z.array(z.enum(MUST_CLASSES));
const seed = z.object({ kind: z.enum(['organs', 'lottery', 'checkpoint']), kindText: z.string(), text: z.string(), after: z.string(), sources: z.array(z.object({ name: z.string(), numbers: z.number().int(), digits: z.number().int(), order: z.enum(SEED_ORDERS) })) });
const stratum = z.object({ unit: z.string(), unitName: z.string(), programme: z.string(), programmeName: z.string(), outcome: z.enum(['grant', 'refuse']), size: z.number().int(), must: z.number().int(), random: z.number().int(), required: z.number().int() });
const done = z.object({ id: uuid, number: z.string(), seq: z.number().int() });

/** Draws of the county, and the plans by which it may draw on a day, with their clauses. */
export const listDraws = contract({
  method: 'GET', path: '/draws', summary: '抽查', tag: 'draws', permission: 'draw.read',
  response: z.object({
    /** `checks`: of a draw whose checkers are named, how many checks it opened and how many have no conclusion yet; with some of these it is not closed. */
    items: z.array(matterItemSchema.extend({ checks: z.object({ all: z.number().int(), open: z.number().int() }).nullable() })),
    plans: z.array(z.object({ key: z.string(), label: z.string(), percent: z.number().nullable(), percentSource: citedSchema.nullable(), must, home: z.boolean(), period: z.enum(['month', 'quarter', 'year']), source: citedSchema, from: isoDate, to: isoDate, /** Whether nothing was drawn of the last period yet. */ missing: z.boolean() })),
  }),
});

/** One draw: what was committed to and when, what came of it, and the cases to be checked with their pairs. */
export const getDraw = contract({
  method: 'GET', path: '/draws/:id', summary: '一次抽查', tag: 'draws', permission: 'draw.read',
  params: z.strictObject({ id: uuid }),
  response: z.object({
    head: matterItemSchema, from: isoDate, to: isoDate, percent: z.number(), must, seed, size: z.number().int(), commitment: z.string(), frozenAt: z.string(), holds: z.boolean(), again: z.array(z.string()), reason: z.string().nullable(),
    revealed: z.object({ parts: z.array(z.object({ source: z.string(), value: z.string() })), witnesses: z.array(z.string()), proof: z.string(), files: z.array(z.object({ id: uuid, name: z.string() })), at: z.string() }).nullable(),
    /** Cases of classes drawn whole, in the whole county; null in draws of the older format, which cannot be drawn any more. */
    sealed: z.object({ size: z.number().int(), commitment: z.string() }).nullable(),
    strata: z.array(stratum), result: z.string().nullable(), cancelled: z.object({ reason: z.string(), on: isoDate }).nullable(),
    assigned: z.object({ on: isoDate, due: isoDate, alone: z.array(z.string()) }).nullable(),
    /** What was decided is told when the check is concluded, and to nobody before: whoever may yet be named a checker looks here too. The way to the case is kept from its own checkers until then. */
    members: z.array(z.object({ number: z.string(), case: uuid.nullable(), unitName: z.string(), programmeName: z.string(), outcome: z.enum(['grant', 'refuse']).nullable(), part: z.enum(['random', 'must', 'risk']), classes: z.array(z.string()), ground: z.string().nullable(), checkers: z.array(z.string()), check: uuid.nullable() })),
    /** Accounts that may be named as checkers. */
    people: z.array(z.object({ id: uuid, name: z.string(), post: z.string() })),
  }),
});

const on = { params: z.strictObject({ id: uuid }), response: done };
const seq = z.number().int().min(1).optional();

export const freezeDraw = contract({ method: 'POST', path: '/draws', summary: '冻结总体并公布承诺值', tag: 'draws', permission: 'draw.freeze', body: drawPayloads.freeze, response: done });
export const revealSeed = contract({ method: 'POST', path: '/draws/:id/seed', summary: '登记种子并抽取', tag: 'draws', permission: 'draw.conduct', body: drawPayloads.reveal.extend({ seq }), ...on });
export const addRisk = contract({ method: 'POST', path: '/draws/:id/risk', summary: '增加风险核查对象', tag: 'draws', permission: 'draw.conduct', body: drawPayloads.risk.extend({ seq }), ...on });
export const assignDraw = contract({ method: 'POST', path: '/draws/:id/assign', summary: '分派核查人员', tag: 'draws', permission: 'draw.conduct', body: drawPayloads.assign.extend({ seq }), ...on });
export const cancelDraw = contract({ method: 'POST', path: '/draws/:id/cancel', summary: '作废抽查', tag: 'draws', permission: 'draw.freeze', body: drawPayloads.cancel.extend({ seq }), ...on });

const drawn = z.array(z.object({ k: z.string(), part: z.enum(['random', 'must']) }));
const bundle = {
  statement: z.string(), commitment: z.string(), seed: z.array(z.object({ source: z.string(), value: z.string() })), drawn, result: z.string().nullable(), exportedAt: z.string(),
  signature: z.object({ keyId: z.string(), value: z.string() }), publicKey: z.string(),
};

/** Everything with which anyone draws the random part again by tools/verify-draw.mjs alone: the frozen statement word for word, the seed, what came of it. No person stands in it, nor which case belongs to a class drawn whole. */
export const drawBundle = contract({
  method: 'GET', path: '/draws/:id/bundle', summary: '抽查验证包（对外）', tag: 'draws', permission: 'draw.read',
  params: z.strictObject({ id: uuid }),
  response: z.object({ format: z.literal('doudi-draw-bundle/2'), ...bundle }),
});

/** The same with the sealed list of the classes drawn whole and its salt, so that an auditor verifies the whole draw; of a draw of the older format its only bundle. Each export is in the access log. */
export const drawAudit = contract({
  method: 'GET', path: '/draws/:id/audit', summary: '抽查审计包（含必查名单）', tag: 'draws', permission: 'draw.audit',
  params: z.strictObject({ id: uuid }),
  response: z.object({ format: z.enum(['doudi-draw-audit/2', 'doudi-draw-bundle/1']), sealed: z.string().optional(), ...bundle }),
});
