import * as z from 'zod';
import { ASPECTS, CHECK_MEANS } from '../check/model.ts';
import { checkPayloads, foundSchema } from '../check/payloads.ts';
import { citedSchema, contract, isoDate, uuid } from './contract.ts';
import { matterItemSchema } from './matters.ts';

const params = z.strictObject({ id: uuid });
const done = z.object({ id: uuid, number: z.string(), seq: z.number().int() });
const file = z.object({ id: uuid, name: z.string() });
const checker = z.object({ name: z.string(), account: uuid.nullable(), organisation: z.string().nullable() });
const sum = z.object({ eligible: z.boolean(), fen: z.number().int(), minFen: z.number().int(), persons: z.number().int(), grounds: z.array(z.string()), differenceText: z.string() });
const entry = z.object({ found: foundSchema, sum, by: z.string(), on: isoDate, files: z.array(file),
  /** When whoever found this opened the case file before: no blind finding. Null: never, or not known. */
  opened: z.string().nullable() });
const signature = z.object({ by: z.string(), on: isoDate, paper: z.array(file) });
const estimate = z.object({ size: z.number().int(), checked: z.number().int(), wrong: z.number().int(), state: z.enum(['unknown', 'few', 'interval', 'exact']), percent: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(), text: z.string() });
const measured = z.object({ paid: estimate, short: estimate, refused: estimate });

/** Checks that the caller may see: those of which one is of the pair first. Of a unit, its own after their conclusion. */
export const listChecks = contract({
  method: 'GET', path: '/checks', summary: '核查', tag: 'checks', permission: 'check.read',
  query: z.strictObject({ /** `late`: past its day; `wrong`: a wrong sum found, not yet settled; `unraised`: findings nobody has handed over. */ state: z.enum(['open', 'findings', 'closed', 'late', 'wrong', 'unraised']).optional(), unit: z.string().max(80).optional(), draw: uuid.optional() }),
  response: z.object({ items: z.array(matterItemSchema.extend({ mine: z.boolean(), checkers: z.array(checker.nullable()), partText: z.string(), home: z.boolean() })), more: z.boolean() }),
});

/** One check. What either of the pair found, and the sum decided, are told only when both have entered theirs. */
export const getCheck = contract({
  method: 'GET', path: '/checks/:id', summary: '一件核查', tag: 'checks', permission: 'check.read', params,
  response: z.object({
    head: matterItemSchema, caseNumber: z.string(), programme: z.string(), programmeName: z.string(), unitName: z.string(), part: z.enum(['random', 'must', 'risk', 'alone']), partText: z.string(), ground: z.string(), draw: z.object({ id: uuid, number: z.string() }).nullable(),
    home: z.boolean(), homeSource: citedSchema.nullable(), photos: z.object({ least: z.number().int(), source: citedSchema }).nullable(), pair: z.array(checker.nullable()), place: z.number().int().nullable(), due: isoDate,
    /** What may be done now by whoever asks. */
    may: z.array(z.enum(['replace', 'visit', 'form', 'countersign', 'object', 'paper', 'recompute', 'behalf', 'third', 'conclude', 'raise', 'giveUp'])),
    left: z.array(z.string()), address: z.string(), once: z.boolean(), aid: z.boolean(),
    household: z.array(z.object({ person: uuid, name: z.string(), relation: z.string(), age: z.number().int() })),
    points: z.array(z.object({ id: z.string(), aspect: z.enum(ASPECTS), aspectText: z.string(), text: z.string(), req: z.array(z.string()), answer: z.enum(['yes', 'no', 'na']).nullable(), words: z.string().nullable() })), pointsSource: citedSchema.nullable(),
    /** Who filled the form as it stands, and who of the pair has signed that version; one objection at most. */
    sheet: z.object({ version: z.number().int(), by: z.string(), on: isoDate, signatures: z.array(signature.nullable()), objection: signature.extend({ text: z.string() }).nullable(), whole: z.boolean() }).nullable(),
    /** Of each of the pair: when they opened the case file before entering what they found, and whether they must keep away from the case. */
    opened: z.array(z.string().nullable()), barred: z.array(z.boolean()),
    visits: z.array(z.object({ means: z.array(z.enum(CHECK_MEANS)), meansText: z.string(), at: z.string(), place: z.string(), met: z.array(z.string()), photos: z.array(file), signed: z.string().nullable(), unsigned: z.object({ reason: z.string(), witness: z.string() }).nullable(), text: z.string(), by: z.string() })),
    /** Whether each of the pair has entered what was found; and, when both have, what. */
    entered: z.array(z.boolean()), compared: z.object({ stated: z.object({ outcome: z.enum(['grant', 'refuse']), fen: z.number().int(), lawOn: isoDate }), entries: z.array(entry), same: z.boolean(), third: entry.extend({ text: z.string() }).nullable(), wrong: z.enum(['paid', 'refused']).nullable(), text: z.string().nullable() }).nullable(),
    concluded: z.object({ on: isoDate, by: z.string(), explained: z.string().nullable(), text: z.string() }).nullable(),
    findings: z.array(z.object({ id: uuid, aspectText: z.string(), failing: z.enum(['inaccurate', 'policy', 'duty']), failingText: z.string(), point: z.string().nullable(), wrong: z.enum(['paid', 'refused']).nullable(), wrongText: z.string().nullable(), fen: z.number().int(), severity: z.enum(['light', 'grave']), severityText: z.string(), text: z.string(), rectification: z.object({ id: uuid, number: z.string(), on: isoDate }).nullable(), settledOn: isoDate.nullable() })),
    givenUp: z.object({ on: isoDate, reason: z.string() }).nullable(),
    /** County accounts that may be named instead of somebody. */
    people: z.array(z.object({ id: uuid, name: z.string(), post: z.string() })),
  }),
});

const apart = z.object({ cases: z.number().int(), checked: z.number().int(), wrong: z.number().int() });

/** What a draw brought: checks concluded against the plan's ratio in every stratum, and the estimated share of wrong decisions. Cases added for their risk, and those of classes drawn whole that chance did not draw, are listed apart and never counted in it. */
export const drawResults = contract({
  method: 'GET', path: '/draws/:id/results', summary: '抽查结果', tag: 'checks', permission: 'draw.read', params,
  response: z.object({
    head: matterItemSchema, percent: z.number(), level: z.object({ value: z.number(), source: citedSchema }), least: z.object({ value: z.number(), source: citedSchema }),
    whole: measured, units: z.array(measured.extend({ unit: z.string(), unitName: z.string() })), strata: z.array(measured.extend({ unit: z.string(), unitName: z.string(), programmeName: z.string() })),
    coverage: z.array(z.object({ unit: z.string(), unitName: z.string(), programmeName: z.string(), outcome: z.enum(['grant', 'refuse']), size: z.number().int(), required: z.number().int(), drawn: z.number().int(), checked: z.number().int(), achieved: z.boolean() })),
    /** The checks that found a wrong sum or decision: what the numbers of wrong ones stand for. */
    wrongs: z.array(z.object({ id: uuid, number: z.string(), unitName: z.string(), programmeName: z.string(), outcome: z.enum(['grant', 'refuse']), partText: z.string(), wrongText: z.string() })),
    risk: apart,
    /** Of classes drawn whole, beside the random ones; null in draws of the older format, where they count in the rates. */
    must: apart.nullable(), open: z.number().int(), alone: z.number().int(), means: z.array(z.object({ text: z.string(), checks: z.number().int() })),
    /** Recomputations of this draw, and those found before their finder had opened the case file. */
    blind: z.object({ entries: z.number().int(), blind: z.number().int() }),
  }),
});

/** Whether every period of a year was drawn and checked as the plan asks: what is missing stands here by name. */
export const checkCoverage = contract({
  method: 'GET', path: '/checks/coverage', summary: '抽查核查完成情况', tag: 'checks', permission: 'draw.read',
  query: z.strictObject({ year: z.string().regex(/^\d{4}$/).optional() }),
  response: z.object({ year: z.string(), periods: z.array(z.object({ plan: z.string(), label: z.string(), source: citedSchema, period: z.string(), from: isoDate, to: isoDate, draw: z.object({ id: uuid, number: z.string(), statusText: z.string() }).nullable(), size: z.number().int(), drawn: z.number().int(), checked: z.number().int(), state: z.enum(['nothing', 'missing', 'running', 'done']) })) }),
});

const on = { params, response: done };
const seq = z.number().int().min(1).optional();
const p = checkPayloads;

export const openCheck = contract({ method: 'POST', path: '/checks', summary: '单独开展核查', tag: 'checks', permission: 'check.open', body: p.open, response: done });
export const replaceChecker = contract({ method: 'POST', path: '/checks/:id/replace', summary: '更换核查人员', tag: 'checks', permission: 'check.lead', body: p.replace.extend({ seq }), ...on });
export const recordVisit = contract({ method: 'POST', path: '/checks/:id/visit', summary: '登记核查经过', tag: 'checks', permission: 'check.conduct', body: p.visit.extend({ seq }), ...on });
/** Optimistic by the version of the form (`base`), not by `seq`: what the other enters meanwhile is no hindrance, a form filled meanwhile is. */
export const answerPoints = contract({ method: 'POST', path: '/checks/:id/form', summary: '填写核查表', tag: 'checks', permission: 'check.conduct', body: p.form.extend({ seq }), ...on });
export const countersignForm = contract({ method: 'POST', path: '/checks/:id/countersign', summary: '会签核查表', tag: 'checks', permission: 'check.conduct', body: p.countersign.extend({ seq }), ...on });
export const objectToForm = contract({ method: 'POST', path: '/checks/:id/object', summary: '对核查表提出意见', tag: 'checks', permission: 'check.conduct', body: p.object.extend({ seq }), ...on });
/** Without `seq`: two enter at the same time and must not see, nor stand in, each other's way. */
export const recomputeCheck = contract({ method: 'POST', path: '/checks/:id/recompute', summary: '登记查到的家庭情况', tag: 'checks', permission: 'check.conduct', body: p.recompute, ...on });
export const thirdFinding = contract({ method: 'POST', path: '/checks/:id/third', summary: '第三人查核', tag: 'checks', permission: 'check.lead', body: p.third.extend({ seq }), ...on });
export const concludeCheck = contract({ method: 'POST', path: '/checks/:id/conclude', summary: '作出核查结论', tag: 'checks', permission: 'check.conduct', body: p.conclude.extend({ seq }), ...on });
export const raiseFinding = contract({ method: 'POST', path: '/checks/:id/raise', summary: '对问题移交整改', tag: 'checks', permission: 'check.open', body: p.raise.extend({ seq }), ...on });
export const giveUpCheck = contract({ method: 'POST', path: '/checks/:id/give-up', summary: '终止核查', tag: 'checks', permission: 'check.lead', body: p.giveUp.extend({ seq }), ...on });
