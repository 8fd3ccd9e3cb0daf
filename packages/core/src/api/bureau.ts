import * as z from 'zod';
import { FIGURE_BLOCKS } from '../bureau/model.ts';
import { OVERSIGHT_KINDS, type OversightKind } from '../oversight/payloads.ts';
import { citedSchema, contract, isoDate, month, page, pageQuery, uuid } from './contract.ts';

const TAG = 'bureau';
const kind = z.enum(Object.keys(OVERSIGHT_KINDS) as [OversightKind, ...OversightKind[]]);
const clause = z.object({ id: z.string(), clause: z.string(), phrase: z.string() });
const figure = z.object({
  id: z.string(), block: z.enum(FIGURE_BLOCKS), label: z.string(), value: z.number(), unit: z.string(), how: z.string(), href: z.string(),
  /** The county's own to do: counted with the county, not with the unit that it is about. */
  ofCounty: z.boolean(),
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
  /** What the other months are counted over: `stock`, as a month ends; `days`, up to the same day of the month; `whole`, the whole month, which a running month is not yet to be compared with. */
  over: z.enum(['stock', 'days', 'whole']),
  /** Lists behind the other months' numbers. */
  hrefBefore: z.string(), hrefYearAgo: z.string(),
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

export const BUREAU_LISTS = ['onRoll', 'began', 'ended', 'refused', 'decided'] as const;
export type BureauListKind = (typeof BUREAU_LISTS)[number];
const listItem = z.object({
  id: uuid, case: uuid, number: z.string(), applicant: z.string(), programmeName: z.string(), unitName: z.string(), village: z.string().nullable(),
  /** Of households: months and sum a month; of decisions: the day and how long it took. */
  from: month.nullable(), to: month.nullable(), fen: z.number().nullable(), on: isoDate.nullable(), days: count.nullable(),
});
export type BureauListItem = z.infer<typeof listItem>;

/** What a number of the bureau's page counted: households on the roll of a month, begun or ended in it, decisions made in it. */
export const bureauList = contract({
  method: 'GET', path: '/bureau/list', summary: '监督数字背后的户和案件', tag: TAG, permission: 'bureau.read',
  query: pageQuery.extend({ what: z.enum(BUREAU_LISTS), month, until: z.string().regex(/^(0[1-9]|[12]\d|3[01])$/).optional(), unit: z.string().max(80).optional(), village: z.string().max(80).optional() }),
  response: page(listItem).extend({ total: count, fen: z.number() }),
});

const dutyView = clause.extend({
  module: z.string(), at: z.string().nullable(), says: z.string(), goals: z.array(z.string()).readonly(), instrument: z.string().nullable(),
  /** Who answers for it, and the act by which it was assigned. */
  owner: z.object({ body: z.string(), person: z.string(), on: isoDate, act: uuid }).nullable(),
  /** What was done under it in the period, and when last, by where it is recorded. */
  done: z.array(z.object({ label: z.string(), count, last: isoDate.nullable(), href: z.string() })),
  last: isoDate.nullable(),
  /** Of a clause that is to reach every unit: how many it reached in the part of the year, and which it did not. */
  each: z.boolean(), reached: count.nullable(), left: z.array(z.object({ unit: z.string(), unitName: z.string() })),
  interval: z.object({ months: count, stated: z.boolean(), source: citedSchema.nullable() }).nullable(), due: isoDate.nullable(), standing: z.enum(['done', 'due', 'late']).nullable(),
  /** How acts are recorded under it; null: it is done elsewhere. */
  acts: z.object({ kinds: z.array(kind).readonly().nullable(), with: z.array(z.string()).readonly(), by: z.enum(['county', 'unit']), each: z.boolean() }).nullable(),
});
export type DutyView = z.infer<typeof dutyView>;

/** Every clause of the county's plan about supervision: where it is done, who answers for it, what was done and what is due. */
export const bureauDuties = contract({
  method: 'GET', path: '/bureau/duties', summary: '方案的监督条款各在哪里办、谁负责、办了什么、还欠什么', tag: TAG, permission: 'bureau.read',
  response: z.object({ today: isoDate, period: z.object({ from: isoDate, to: isoDate, months: count }), items: z.array(dutyView) }),
});

/** One clause and every act recorded under it, latest first; surveys compared with the one before. */
export const bureauDuty = contract({
  method: 'GET', path: '/bureau/duties/:id', summary: '一条监督条款和落实它的记录', tag: TAG, permission: 'bureau.read', params: z.strictObject({ id: z.string().regex(/^[A-Z]{2}-\d{2,3}$/) }),
  response: z.object({
    duty: dutyView, more: z.boolean(),
    acts: z.array(z.object({
      id: uuid, number: z.string(), unit: z.string().nullable(), unitName: z.string().nullable(), on: isoDate, kind, stageText: z.string(), methodText: z.string(), people: z.array(z.string()), with: z.array(z.string()), text: z.string(), files: count,
      assignee: z.object({ body: z.string(), person: z.string() }).nullable(), document: z.object({ title: z.string(), number: z.string(), on: isoDate }).nullable(), award: z.object({ fen: z.number(), year: z.string(), basis: z.string() }).nullable(),
      figures: z.array(z.object({ label: z.string(), value: z.number(), unit: z.string(), period: z.string(), source: z.string() })),
      survey: z.object({ asked: count, satisfied: count, aware: count, satisfiedRate: z.number(), awareRate: z.number(), satisfiedMore: z.number().nullable(), awareMore: z.number().nullable() }).nullable(),
    })),
  }),
});
