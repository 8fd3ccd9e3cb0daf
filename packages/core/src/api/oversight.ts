import * as z from 'zod';
import { OVERSIGHT_KINDS, OVERSIGHT_METHODS, OVERSIGHT_STAGES, oversightPayloads, type OversightKind, type OversightMethod, type OversightStage } from '../oversight/payloads.ts';
import { openPayload } from '../rectification/payloads.ts';
import { citedSchema, contract, isoDate, uuid } from './contract.ts';
import { matterDone as done, matterItemSchema, seenSeq as seq, topicSchema } from './matters.ts';

const TAG = '单位督导';
const keys = <K extends string>(o: Readonly<Record<K, string>>): [K, ...K[]] => Object.keys(o) as [K, ...K[]];
const lastSchema = z.object({ topic: topicSchema, topicText: z.string(), on: isoDate, number: z.string(), matter: uuid });

/** One unit in a line: its people against its work, whether it stands under supervision, what is open with it. */
const unitRow = z.object({
  unit: z.string(), unitName: z.string(), kindText: z.string(),
  staff: z.number().int(), /** By the plan's least and the county's load; null where neither is set. */ wanted: z.number().int().nullable(), short: z.number().int(), /** Posts to be somebody's own that are nobody's. */ postsOpen: z.array(z.string()), /** Staff to be trained, and of these those who ever were. */ trainees: z.number().int(), trained: z.number().int(), households: z.number().int(), persons: z.number().int(), perStaff: z.number().nullable(),
  entrusted: z.array(z.object({ programme: z.string(), programmeName: z.string(), limitFen: z.number().nullable(), from: isoDate.nullable(), number: z.string().nullable(), inForce: z.boolean(), reason: z.string() })),
  /** The latest act by which it was supervised, ever; whether one lies in the period. */
  last: lastSchema.nullable(), covered: z.boolean(),
  acts: z.object({ before: z.number().int(), during: z.number().int(), after: z.number().int() }),
  /** Conditions that the county found to be there, that it found missing, and that the unit alone stated. */
  conditions: z.object({ held: z.number().int(), missing: z.number().int(), stated: z.number().int(), of: z.number().int() }),
  drawn: z.number().int().nullable(),
  matters: z.array(z.object({ topic: topicSchema, topicText: z.string(), opened: z.number().int(), open: z.number().int(), late: z.number().int() })),
  filings: z.array(z.object({ month: z.string(), expected: z.number().int(), filed: z.number().int(), reviewed: z.number().int(), late: z.number().int() })),
});
export type OversightUnit = z.infer<typeof unitRow>;

const period = z.object({ from: isoDate, to: isoDate, months: z.number().int(), source: citedSchema });
const minimum = z.object({ value: z.number().int(), source: citedSchema }).nullable();

/** Every unit that handles cases, in the caller's area, today: coverage without a blind area. */
export const listOversight = contract({
  method: 'GET', path: '/oversight/units', summary: '各单位的督导情况', tag: TAG, permission: 'oversight.read',
  response: z.object({ on: isoDate, period, minimum, load: minimum, staffPosts: z.array(z.string()), counts: z.array(z.string()), basis: citedSchema, units: z.array(unitRow) }),
});

/** Median days from application to decision by programme, before the unit's entrustment and since [HQ-13, HQ-206, GX-07, BQ-48, BQ-49]. */
const elapsedRow = z.object({ programme: z.string(), programmeName: z.string(), entrustedFrom: isoDate.nullable(), before: z.object({ cases: z.number().int(), median: z.number(), longest: z.number().int() }).nullable(), after: z.object({ cases: z.number().int(), median: z.number(), longest: z.number().int() }).nullable() });
const statement = z.object({ held: z.boolean(), text: z.string(), by: z.string(), on: isoDate });

/** One unit whole. */
export const getOversightUnit = contract({
  method: 'GET', path: '/oversight/units/:unit', summary: '一个单位的督导情况', tag: TAG, permission: 'oversight.read',
  params: z.strictObject({ unit: z.string().max(80) }),
  response: z.object({
    on: isoDate, period, minimum, load: minimum, basis: citedSchema, row: unitRow,
    people: z.array(z.object({ name: z.string(), postText: z.string(), from: isoDate, counted: z.boolean(), trainedOn: isoDate.nullable() })),
    conditions: z.array(z.object({ id: z.string(), label: z.string(), unit: statement.nullable(), county: statement.nullable() })),
    elapsed: z.array(elapsedRow),
    steps: z.array(z.object({ label: z.string(), cases: z.number().int(), median: z.number(), longest: z.number().int() })),
    acts: z.array(z.object({ item: matterItemSchema, stage: z.enum(keys<OversightStage>(OVERSIGHT_STAGES)), people: z.array(z.string()), with: z.array(z.string()), text: z.string(), on: isoDate, files: z.number().int() })),
    matters: z.array(matterItemSchema),
  }),
});

/** One act of oversight as it stands. */
export const getOversightAct = contract({
  method: 'GET', path: '/oversight/acts/:id', summary: '一次督导', tag: TAG, permission: 'oversight.read',
  params: z.strictObject({ id: uuid }),
  response: z.object({
    head: matterItemSchema, kind: z.enum(keys<OversightKind>(OVERSIGHT_KINDS)), stage: z.enum(keys<OversightStage>(OVERSIGHT_STAGES)), method: z.enum(keys<OversightMethod>(OVERSIGHT_METHODS)), on: isoDate, people: z.array(z.string()), with: z.array(z.string()), text: z.string(),
    level: z.enum(['county', 'unit']), duties: z.array(z.object({ id: z.string(), clause: z.string(), phrase: z.string() })),
    survey: z.object({ asked: z.number().int(), satisfied: z.number().int(), aware: z.number().int(), satisfiedRate: z.number(), awareRate: z.number() }).nullable(), figures: z.array(z.object({ label: z.string(), value: z.number(), unit: z.string(), period: z.string(), source: z.string() })),
    document: z.object({ title: z.string(), number: z.string(), on: isoDate }).nullable(), assignee: z.object({ body: z.string(), person: z.string() }).nullable(), award: z.object({ fen: z.number(), year: z.string(), basis: z.string() }).nullable(),
    /** Corrections that were demanded of the unit because of it. */
    rectifications: z.array(matterItemSchema),
    files: z.array(z.object({ id: uuid, name: z.string() })), amended: z.array(z.object({ at: z.string(), reason: z.string() })), withdrawn: z.object({ at: z.string(), reason: z.string() }).nullable(),
  }),
});

/** Clauses under which the caller's level may record an act: of which kinds (null: any), with which bodies. */
export const dutyChoices = contract({
  method: 'GET', path: '/oversight/duties', summary: '登记督导时可以写明落实的条款', tag: TAG, permission: 'oversight.record',
  response: z.object({ level: z.enum(['county', 'unit']), items: z.array(z.object({ id: z.string(), clause: z.string(), phrase: z.string(), kinds: z.array(z.enum(keys<OversightKind>(OVERSIGHT_KINDS))).nullable(), with: z.array(z.string()), each: z.boolean() })) }),
});

const on = { params: z.strictObject({ id: uuid }), response: done };

export const recordOversight = contract({ method: 'POST', path: '/oversight/acts', summary: '登记对单位的督导', tag: TAG, permission: 'oversight.record', body: oversightPayloads.record, response: done });
export const amendOversight = contract({ method: 'POST', path: '/oversight/acts/:id/amend', summary: '更正督导内容', tag: TAG, permission: 'oversight.record', body: oversightPayloads.amend.extend({ seq }), ...on });
export const withdrawOversight = contract({ method: 'POST', path: '/oversight/acts/:id/withdraw', summary: '撤回误登的督导', tag: TAG, permission: 'oversight.record', body: oversightPayloads.withdraw.extend({ seq }), ...on });
export const attachOversight = contract({ method: 'POST', path: '/oversight/acts/:id/attach', summary: '补充督导材料', tag: TAG, permission: 'oversight.record', body: oversightPayloads.attach.extend({ seq }), ...on });

/** Whether a unit has what it must have: stated by the unit for itself, and by the county of it. Every statement is kept; the latest of each side counts. */
export const stateCondition = contract({
  method: 'POST', path: '/oversight/units/:unit/conditions', summary: '登记单位的一项条件', tag: TAG, permission: 'oversight.state',
  params: z.strictObject({ unit: z.string().max(80) }), body: z.strictObject({ condition: z.string().max(40), held: z.boolean(), text: z.string().trim().min(2).max(300) }), response: z.object({ id: uuid }),
});

/** What was found on the spot is put right: opens a rectification with the unit, coming from the act. */
export const demandOfOversight = contract({ method: 'POST', path: '/oversight/acts/:id/rectification', summary: '对督导发现的问题要求整改', tag: TAG, permission: 'rectify.conduct', body: openPayload.pick({ failing: true, conduct: true, severity: true, text: true }), ...on });
