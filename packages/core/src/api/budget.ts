import * as z from 'zod';
import { demandAssumptionsSchema } from '../budget/demand.ts';
import { CANNOT, OUTCOMES, type Cannot } from '../budget/outcomes.ts';
import { citedSchema, contract, isoDate, month, page, uuid } from './contract.ts';

/** The county's money of a year and what another standard would do: figures of the whole county, for county posts, finance and audit. Sums are integer fen. */

const TAG = '资金计划与测算';
const byId = z.strictObject({ id: uuid });
const reason = z.string().trim().min(2, '请写明理由').max(500);
const done = z.object({ name: z.string(), at: z.string() });
const year = z.number().int().min(2000).max(2100);
const paging = z.strictObject({ cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) });

const scoped = { key: z.string().max(80), programme: z.string().max(60).optional(), area: z.enum(['urban', 'rural']).optional() };
const parameterSchema = z.object({
  key: z.string(), label: z.string(), unit: z.string(), programme: z.string().nullable(), programmeName: z.string().nullable(), area: z.enum(['urban', 'rural']).nullable(), value: z.unknown(), text: z.string(), from: isoDate, source: citedSchema,
});
export type TriableParameter = z.infer<typeof parameterSchema>;

export const listTriable = contract({
  method: 'GET', path: '/budget/parameters', tag: TAG, summary: '可以测算的标准参数及其现行值', permission: 'budget.read', query: z.strictObject({ month: month.optional() }),
  response: z.object({ on: isoDate, month, items: z.array(parameterSchema) }),
});

const sumSchema = z.object({
  households: z.number(), persons: z.number(), beforeFen: z.number(), afterFen: z.number(),
  /** Of the difference: by the standard alone, by other rules, and (of so many households) what cannot be told apart. */
  standardFen: z.number(), otherFen: z.number(), unsplit: z.number(), unsplitFen: z.number(),
});
const outcomeSums = z.record(z.enum(OUTCOMES), sumSchema);
const side = z.object({ households: z.number(), persons: z.number(), fen: z.number() });
const totalsSchema = z.object({ before: side, after: side, monthFen: z.number(), yearFen: z.number(), unknown: z.number() });

const scenarioHead = z.object({
  id: uuid, title: z.string(), status: z.enum(['queued', 'running', 'done', 'failed']), statusText: z.string(), month, upTo: month, lawOn: isoDate, refusedMonths: z.number(), progress: z.number(), made: done, finishedAt: z.string().nullable(), failure: z.string().nullable(),
  /** What was tried, in words: before and after. */
  tried: z.array(z.object({ label: z.string(), programmeName: z.string().nullable(), area: z.enum(['urban', 'rural']).nullable(), before: z.string(), after: z.string() })),
  totals: totalsSchema.nullable(),
  /** The decision taken on it, if any. */
  change: z.object({ id: uuid, statusText: z.string() }).nullable(),
  /** Why it can no longer be decided on: the law, or the software that computes, has changed since. */
  stale: z.string().nullable(),
});

export const listScenarios = contract({ method: 'GET', path: '/budget/scenarios', tag: TAG, summary: '标准测算，最近的在前', permission: 'budget.read', response: z.object({ items: z.array(scenarioHead) }) });

export const makeScenario = contract({
  method: 'POST', path: '/budget/scenarios', tag: TAG, summary: '按新标准对某月全部在享户测算；没有参数时按现行规定重新测算', permission: 'budget.try',
  body: z.strictObject({
    title: z.string().trim().min(2).max(100), month, values: z.array(z.strictObject({ ...scoped, value: z.unknown() })).max(40),
    /** Also households that came on the roll after that month: for a standard in force since. */
    upToNow: z.boolean().default(false), refusedMonths: z.number().int().min(0).max(120).default(12),
  }),
  response: z.object({ id: uuid }),
});

export const getScenario = contract({
  method: 'GET', path: '/budget/scenarios/:id', tag: TAG, summary: '一次测算：合计、分项目、分单位、无法测算的原因', permission: 'budget.read', params: byId,
  response: scenarioHead.extend({
    hash: z.string().nullable(), outcomes: outcomeSums,
    programmes: z.array(z.object({ programme: z.string(), programmeName: z.string(), outcomes: outcomeSums, totals: totalsSchema })),
    units: z.array(z.object({ unit: z.string(), unitName: z.string(), outcomes: outcomeSums, totals: totalsSchema })),
    unknown: z.array(z.object({ why: z.enum(Object.keys(CANNOT) as [Cannot, ...Cannot[]]), text: z.string(), households: z.number(), fen: z.number() })),
    /** Months since the first that rolls have already, for which the difference would be paid afterwards. */
    backMonths: z.number(), propose: z.object({ allowed: z.boolean(), why: z.string().nullable() }),
  }),
});

const outcomeQuery = { outcome: z.enum(['gain', 'same', 'loss', 'exit', 'entry', 'unknown']).optional(), unit: z.string().max(80).optional(), programme: z.string().max(60).optional() };
export const scenarioExportQuery = z.strictObject(outcomeQuery);
export const listScenarioLines = contract({
  method: 'GET', path: '/budget/scenarios/:id/lines', tag: TAG, summary: '测算明细：逐户现发与新标准金额', permission: 'budget.read', params: byId, query: paging.extend(outcomeQuery),
  response: page(z.object({ case: uuid, number: z.string(), name: z.string(), unitName: z.string(), programmeName: z.string(), outcome: z.enum(OUTCOMES), outcomeText: z.string(), why: z.string().nullable(), persons: z.number(), beforeFen: z.number(), afterFen: z.number(), /** Null: cannot be told apart. */ standardFen: z.number().nullable() })),
});

const changeHead = z.object({
  id: uuid, scenario: uuid, scenarioTitle: z.string(), title: z.string(), number: z.string(), issuedOn: isoDate, fromMonth: month, reason: z.string(), status: z.enum(['proposed', 'rejected', 'applying', 'applied']), statusText: z.string(),
  proposed: done, decided: done.nullable(), note: z.string().nullable(), appliedAt: z.string().nullable(), tried: scenarioHead.shape.tried, totals: totalsSchema.nullable(),
});
export type StandardChangeHead = z.infer<typeof changeHead>;

export const proposeChangeOfStandard = contract({
  method: 'POST', path: '/budget/scenarios/:id/propose', tag: TAG, summary: '由测算提出提标（县级经办）', permission: 'budget.draft', params: byId,
  body: z.strictObject({ title: z.string().trim().min(2).max(100), number: z.string().trim().min(2).max(60), issuedOn: isoDate, reason }), response: z.object({ id: uuid }),
});

export const listStandardChanges = contract({ method: 'GET', path: '/budget/changes', tag: TAG, summary: '提标补发，最近的在前', permission: 'budget.read', response: z.object({ items: z.array(changeHead) }) });

export const getStandardChange = contract({
  method: 'GET', path: '/budget/changes/:id', tag: TAG, summary: '一次提标：执行进度、补发、未予调整的户', permission: 'budget.read', params: byId,
  response: changeHead.extend({
    applied: z.object({ households: z.number(), monthFen: z.number(), months: z.number(), supplementFen: z.number() }), pending: z.number(),
    /** Households about which a named person is asked, and those of whose sum other rules make something too. */
    asked: z.number(), review: z.object({ households: z.number(), fen: z.number() }),
    skipped: z.array(z.object({ why: z.string(), text: z.string(), cure: z.string(), households: z.number() })),
    /** Came on the roll after it was computed: in none of the lists. */
    newcomers: z.number(), units: z.array(z.object({ unit: z.string(), unitName: z.string(), households: z.number(), monthFen: z.number(), supplementFen: z.number() })),
    decide: z.object({ allowed: z.boolean(), why: z.string().nullable() }),
    /** Why it can only be turned down: the law or the computation has changed since. */
    stale: z.string().nullable(),
  }),
});

export const listStandardChangeCases = contract({
  method: 'GET', path: '/budget/changes/:id/cases', tag: TAG, summary: '提标逐户结果', permission: 'budget.read', params: byId,
  query: paging.extend({ status: z.enum(['pending', 'applied', 'skipped', 'asked']).optional(), /** Only those of whose sum other rules make something, or may. */ review: z.enum(['true', 'false']).optional(), why: z.string().max(20).optional(), unit: z.string().max(80).optional() }),
  response: page(z.object({ case: uuid, number: z.string(), name: z.string(), unitName: z.string(), programmeName: z.string(), status: z.enum(['pending', 'applied', 'skipped', 'asked']), why: z.string().nullable(), beforeFen: z.number(),
    /** By the standard alone: what is applied. */
    afterFen: z.number(), /** What other rules would add or take; null = cannot be told apart. */ otherFen: z.number().nullable(), answer: z.object({ text: z.string(), reason: z.string(), by: z.string(), at: z.string() }).nullable(), fromMonth: month.nullable(), months: z.number(), supplementFen: z.number() })),
});

export const answerStandardChange = contract({
  method: 'POST', path: '/budget/changes/:id/cases/:case/answer', tag: TAG, summary: '追回未了或暂停发放的户是否随提标调整，由具名人员答复（县级负责人）', permission: 'budget.decide', params: z.strictObject({ id: uuid, case: uuid }),
  body: z.strictObject({ answer: z.enum(['raise', 'leave']), reason }), response: z.object({ status: z.enum(['pending', 'skipped']) }),
});

export const decideStandardChange = contract({
  method: 'POST', path: '/budget/changes/:id/decide', tag: TAG, summary: '决定或退回提标（县级负责人，不得是提出的人）', permission: 'budget.decide', params: byId,
  body: z.strictObject({ outcome: z.enum(['agree', 'reject']), note: z.string().trim().max(500).default('') }).refine((b) => b.outcome === 'agree' || b.note.length >= 2, { message: '退回须写明理由', path: ['note'] }),
  response: z.object({ status: z.enum(['rejected', 'applying']), pending: z.number(), skipped: z.number(), asked: z.number() }),
});

const planHead = z.object({
  id: uuid, year, version: z.number(), status: z.enum(['drafted', 'confirmed', 'returned']), statusText: z.string(), month, yearFen: z.number(), drafted: done, confirmed: done.nullable(), note: z.string().nullable(),
  /** The version that counts for its year. */
  current: z.boolean(),
});
const twelve = z.array(z.number()).length(12);
const planRow = z.object({ programme: z.string(), programmeName: z.string(), unit: z.string(), unitName: z.string(), payment: z.enum(['monthly', 'once']), households: z.number(), persons: z.number(), fen: z.number(), averageFen: z.number(), months: twelve, yearFen: z.number() });
const planView = planHead.extend({
  county: z.string(), rows: z.array(planRow), programmes: z.array(planRow.omit({ unit: true, unitName: true })), months: twelve, sources: z.array(z.object({ source: z.string(), label: z.string(), percent: z.number(), months: twelve, yearFen: z.number() })),
  assumptions: demandAssumptionsSchema, steps: z.object({ draft: z.string().nullable(), confirm: z.string().nullable() }),
});
export type DemandPlanView = z.infer<typeof planView>;

export const listPlans = contract({
  method: 'GET', path: '/budget/plans', tag: TAG, summary: '资金需求计划各年度各版本', permission: 'budget.read',
  response: z.object({ items: z.array(planHead), /** Year to plan for next, and month of the latest caseload. */ nextYear: year, month, sources: z.array(z.object({ id: z.string(), label: z.string() })), programmes: z.array(z.object({ id: z.string(), name: z.string(), payment: z.enum(['monthly', 'once']) })), draft: z.string().nullable() }),
});
export const draftPlan = contract({
  method: 'POST', path: '/budget/plans', tag: TAG, summary: '编制或重算某年度资金需求计划草案（县级经办）', permission: 'budget.draft', body: z.strictObject({ year, month, assumptions: demandAssumptionsSchema }), response: z.object({ id: uuid, version: z.number(), yearFen: z.number() }),
});
export const getPlanOfYear = contract({ method: 'GET', path: '/budget/plans/:id', tag: TAG, summary: '一份资金需求计划', permission: 'budget.read', params: byId, response: planView });
export const confirmPlan = contract({
  method: 'POST', path: '/budget/plans/:id/confirm', tag: TAG, summary: '确认或退回资金需求计划（县级负责人，不得是编制的人）', permission: 'budget.decide', params: byId,
  body: z.strictObject({ outcome: z.enum(['confirm', 'return']), note: z.string().trim().max(500).default('') }).refine((b) => b.outcome === 'confirm' || b.note.length >= 2, { message: '退回须写明理由', path: ['note'] }),
  response: z.object({ status: z.enum(['confirmed', 'returned']) }),
});

const outturnRow = z.object({
  programme: z.string(), programmeName: z.string(), payment: z.enum(['monthly', 'once']), planned: twelve, allocated: twelve, paid: twelve, plannedFen: z.number(), allocatedFen: z.number(), paidFen: z.number(), openFen: z.number(), runningFen: z.number(), forecastFen: z.number(), shortFen: z.number(), overFen: z.number(),
  /** What is short or over, in words; null where nothing is. */
  warning: z.string().nullable(),
});
export const getOutturn = contract({
  method: 'GET', path: '/budget/outturn', tag: TAG, summary: '预算执行：计划、拨付、发放与全年预计', permission: 'budget.read', query: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100).optional() }),
  response: z.object({
    year, today: isoDate, plan: z.object({ id: uuid, version: z.number(), confirmedAt: z.string() }).nullable(), rows: z.array(outturnRow), total: z.object({ plannedFen: z.number(), allocatedFen: z.number(), paidFen: z.number(), forecastFen: z.number(), shortFen: z.number(), overFen: z.number() }),
    units: z.array(z.object({ unit: z.string(), unitName: z.string(), programme: z.string(), programmeName: z.string(), plannedFen: z.number(), paidFen: z.number(), openFen: z.number(), forecastFen: z.number(), overFen: z.number() })),
    sources: z.array(z.object({ source: z.string(), label: z.string(), plannedFen: z.number(), allocatedFen: z.number() })),
  }),
});
