import * as z from 'zod';
import { GOAL_MEASURE_IDS } from '../bureau/goals.ts';
import { MEASURE_IDS } from '../score/measures.ts';
import { TASK_KIND_IDS } from '../task/model.ts';
import { warningRulesSchema } from '../warning/rules.ts';

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

const rungId = z.string().regex(/^[a-z][a-zA-Z]*$/);

/**
 * `rectify.ladder`: the measures of rectification, mildest first. `by`: posts that take it; `needs`: what it states or is refused;
 * `means`: how it is given, recorded; `paper`: title of the numbered paper; `after`: rungs of which one went before and was not
 * followed; `atOnce`: taken without them where the matter is grave or breaks rules; `circulates`: sent to other units too;
 * `handsOver`: to another organ, with a list of papers; `reinspect`: two people look again before the end; `words`: said to the unit.
 */
export const rectifyLadderSchema = z.strictObject({
  /** Documents on which the papers stand besides the plan, as printed. */
  basis: z.array(z.string().min(2).max(120)).default([]),
  rungs: z.array(z.strictObject({
    id: rungId,
    label: z.string().min(2).max(20),
    by: z.array(z.enum(['countyHandler', 'countyLeader'])).min(1),
    needs: z.array(z.enum(['deadline', 'measures', 'person'])).default([]),
    means: z.array(z.enum(['telephone', 'onSite', 'paper'])).default([]),
    paper: z.string().min(2).max(40),
    after: z.array(rungId).default([]),
    atOnce: z.array(z.enum(['grave', 'breach'])).default([]),
    circulates: z.boolean().default(false),
    handsOver: z.boolean().default(false),
    reinspect: z.boolean().default(false),
    words: z.string().min(2).max(200),
  })).min(1).refine((all) => all.every((r, i) => r.after.every((a) => all.slice(0, i).some((x) => x.id === a))), '在前的措施须排在前面'),
});

/** `rectify.tolerance`: conditions of exemption from accountability, each recorded by itself. */
export const rectifyToleranceSchema = z.strictObject({ conditions: z.array(z.strictObject({ id: rungId, label: z.string().min(2).max(60) })).min(1) });

/**
 * `oversight.unit`: what is looked at in a unit. `staff`: posts whose holders count as its staff; `counts`: topics by which a unit has
 * been supervised in a period; `conditions`: what it must have, each stated by the unit and by the county; `fixed`: posts that are to be
 * somebody's own, held by a person who holds none of the others (专人负责、定岗定责).
 */
const oversightUnitSchema = z.strictObject({
  staff: z.array(z.enum(['village', 'handler', 'reviewer', 'reviewHead', 'leader'])).min(1),
  counts: z.array(z.enum(['oversight', 'check', 'rectification'])).min(1),
  fixed: z.array(z.enum(['handler', 'reviewer', 'reviewHead', 'leader'])).default([]),
  conditions: z.array(z.strictObject({ id: z.string().regex(/^[a-z][a-zA-Z]*$/), label: z.string().min(2).max(40) })).min(1),
});

/** `check.points`: the questions of the check form, by aspect; of one programme or outcome where it says so. `outcome` is that of the decision checked. */
export const checkPointsSchema = z.strictObject({
  points: z.array(z.strictObject({
    id: z.string().regex(/^[a-z][a-z-]*$/),
    aspect: z.enum(['process', 'level', 'effect']),
    text: z.string().min(4).max(100),
    programmes: z.array(z.string()).min(1).optional(),
    outcome: z.enum(['grant', 'refuse']).optional(),
    req: z.array(z.string()).default([]),
  })).min(1).refine((all) => new Set(all.map((p) => p.id)).size === all.length, '核查项目重复'),
});

const taskId = z.string().regex(/^[a-z][a-z0-9-]*$/);
const taskSourceFields = { clause: z.string().min(1).max(80).optional(), quote: z.string().min(2).max(500).optional(), assumption: z.string().min(2).max(300).optional(), req: z.array(z.string().regex(/^[A-Z]{2}-\d{2,3}$/)).default([]) };

/**
 * `campaign.plan`: a pilot or campaign in stages, each with the tasks it brings. `groups`: units that go first or otherwise have
 * days of their own. `owners.to`: a group, `all` units, or the `rest` that stand in no group; `departments`: offices of the
 * county by name, for whom the county reports. `parts`: what a report is divided into. Clause and quote are of the county's plan.
 */
export const campaignPlanSchema = z.strictObject({
  id: taskId,
  label: z.string().min(2).max(60),
  groups: z.array(z.strictObject({ id: taskId, label: z.string().min(2).max(40), units: z.array(z.string()).min(1) })).default([]),
  stages: z.array(z.strictObject({
    id: taskId, label: z.string().min(2).max(40), when: z.string().min(2).max(80), from: z.iso.date(), to: z.iso.date(),
    items: z.array(z.strictObject({
      id: taskId, title: z.string().min(2).max(80), kind: z.enum(TASK_KIND_IDS), text: z.string().max(500).default(''), parts: z.array(z.string().min(2).max(30)).max(12).default([]),
      owners: z.array(z.strictObject({ to: taskId.optional(), departments: z.array(z.string().min(2).max(40)).default([]), due: z.iso.date() })).min(1),
      ...taskSourceFields,
    })).min(1),
  })).min(1),
})
  .refine((p) => new Set(p.stages.flatMap((s) => s.items.map((i) => i.id))).size === p.stages.flatMap((s) => s.items).length, '任务标识重复')
  .refine((p) => p.stages.every((s) => s.items.every((i) => i.owners.every((o) => o.to === undefined || o.to === 'all' || o.to === 'rest' || p.groups.some((g) => g.id === o.to)))), '承办单位的分组不存在');

/** `task.series`: tasks that come back each period; due on a day of the period's last month. */
export const taskSeriesSchema = z.strictObject({
  series: z.array(z.strictObject({
    id: taskId, title: z.string().min(2).max(80), kind: z.enum(TASK_KIND_IDS), text: z.string().max(500).default(''), parts: z.array(z.string().min(2).max(30)).max(12).default([]),
    every: z.enum(['month', 'quarter', 'half', 'year']), dueDay: z.number().int().min(1).max(31), ...taskSourceFields,
  })),
});

/** `complaint.hotlines`: lines at which people call, each with the channel under which its calls are registered; without `number` the bureau's own telephone. */
export const hotlinesSchema = z.strictObject({ lines: z.array(z.strictObject({ id: z.string().regex(/^[a-z0-9-]{1,20}$/), name: z.string().min(2).max(30), channel: z.enum(['telephone', 'hotline']), number: z.string().max(20).optional(), hours: z.string().min(2).max(40) })).min(1) });

/**
 * `score.plan`: how units are scored each month [XX-92, XX-93, BQ-72]. `method`: `deduct` starts every item from full marks, which
 * sum to `full`; `addDeduct` adds to and takes from `base`. Of an indicator: `points` it can lose, `per` points for each percent (each
 * fault, where only faults are counted) above `target`, `bonus` points without any fault, `minVolume` items under which it is
 * not judged, `caseMix` whether the mix of cases is allowed for by the county's rates of the twelve months before, `steps` of
 * which limits are looked at. `referenceMin`: cases of a kind from which on its own rate is used. `rankFrom`: first month ranked;
 * `objectDays`: working days in which a unit may object; `publishDay`: day of the month after by which the ranking is out; `open`:
 * whether what is published is for everybody to read, not for the units alone.
 */
export const scorePlanSchema = z.strictObject({
  label: z.string().min(2).max(40),
  method: z.enum(['deduct', 'addDeduct']),
  full: z.number().int().min(1).max(1000),
  base: z.number().int().min(0).max(1000),
  rankFrom: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  objectDays: z.number().int().min(1).max(30),
  publishDay: z.number().int().min(1).max(28),
  open: z.boolean().default(false),
  referenceMin: z.number().int().min(1).max(1000),
  indicators: z.array(z.strictObject({
    id: z.string().regex(/^[a-z][a-zA-Z]*$/),
    label: z.string().min(2).max(40),
    measure: z.enum(MEASURE_IDS),
    steps: z.array(z.string().regex(/^[a-z][a-zA-Z]*$/)).default([]),
    points: z.number().int().min(1).max(1000),
    per: z.number().min(0).max(1000),
    target: z.number().min(0).max(100).default(0),
    bonus: z.number().int().min(0).max(1000).default(0),
    minVolume: z.number().int().min(0).max(1000),
    caseMix: z.boolean(),
  })).min(1).refine((all) => new Set(all.map((i) => i.id)).size === all.length, '指标的标识不能重复').refine((all) => all.every((i) => (i.measure === 'stepLate') === i.steps.length > 0), '环节时限须写明环节，其他指标不写'),
}).refine((p) => p.base <= p.full, '基础分不能超过满分').refine((p) => p.method === 'addDeduct' || p.indicators.reduce((n, i) => n + i.points, 0) === p.full, '满分扣减的，各项分值之和须等于满分');

const rule = { label: z.string().min(2).max(40), why: z.string().min(2).max(200), days: z.number().int().min(1).max(3660) };
const least = z.number().int().min(2).max(1000);

/**
 * `behaviour.rules`: patterns over the last `days` that are put to the county as questions, never as verdicts. `instant`: decided within so
 * many `seconds` of opening; `sameText`: the same words of at least `minLength` signs; `samePhoto`: the same picture in cases of
 * different households, but for those `known`; `night`: decided by one clerk from one hour to the other; `dayOff`: so many decided on one day
 * off; `justUnder`: sums within `band` percent under a limit more often than next to it, by a chance of at most `chance` percent;
 * `samePair`: at least `share` percent of the visits by one pair though `staff` people visited; `village`: newly granted against those on the
 * roll at least `ratio` times the rest of the county's, beyond a chance of `chance` percent; `shortVisit`: visits of less than `minutes`;
 * `twoPlaces`: one investigator with two households whose times overlap by more than `minutes`; `split`: one household that became two within
 * `months` before they applied; `perThousand`: people on the roll of a thousand, against the other villages of the township (with less
 * than `villages` of them together with other such townships), `distance` robust standard deviations from their median. `atLeast`: cases from which it is asked.
 */
export const behaviourRulesSchema = z.strictObject({
  rules: z.array(z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('instant'), ...rule, seconds: z.number().int().min(1).max(3600), atLeast: least }),
    z.strictObject({ kind: z.literal('sameText'), ...rule, minLength: z.number().int().min(5).max(500), atLeast: least }),
    z.strictObject({ kind: z.literal('samePhoto'), ...rule, atLeast: least, known: z.array(z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), label: z.string().min(2).max(60) })).default([]) }),
    z.strictObject({ kind: z.literal('night'), ...rule, fromHour: z.number().int().min(18).max(23), toHour: z.number().int().min(1).max(8), atLeast: least }),
    z.strictObject({ kind: z.literal('dayOff'), ...rule, atLeast: least }),
    z.strictObject({ kind: z.literal('justUnder'), ...rule, band: z.number().min(0.1).max(20), chance: z.number().min(0.01).max(10), atLeast: least }),
    z.strictObject({ kind: z.literal('samePair'), ...rule, share: z.number().min(50).max(100), staff: z.number().int().min(3).max(50), atLeast: least }),
    z.strictObject({ kind: z.literal('village'), ...rule, ratio: z.number().min(1).max(20), chance: z.number().min(0.01).max(10), atLeast: least }),
    z.strictObject({ kind: z.literal('shortVisit'), ...rule, minutes: z.number().int().min(1).max(120), atLeast: least }),
    z.strictObject({ kind: z.literal('twoPlaces'), ...rule, minutes: z.number().int().min(0).max(120), atLeast: z.number().int().min(1).max(1000) }),
    z.strictObject({ kind: z.literal('split'), ...rule, months: z.number().int().min(1).max(60), atLeast: least }),
    z.strictObject({ kind: z.literal('perThousand'), ...rule, villages: z.number().int().min(4).max(100), distance: z.number().min(2).max(10), chance: z.number().min(0.01).max(10), atLeast: least }),
  ])).min(1).refine((all) => new Set(all.map((r) => r.kind)).size === all.length, '每种情形只写一条'),
});

/**
 * `register.dishonesty`: which conduct may be entered, of whom, what may be done about it, and what the counter is told when the person
 * applies again. There is no measure that refuses help: an entry makes nobody ineligible.
 */
export const dishonestyRegisterSchema = z.strictObject({
  kinds: z.array(z.strictObject({ id: rungId, label: z.string().min(2).max(40), about: z.enum(['member', 'obligor']), measures: z.array(rungId).min(1) })).min(1),
  measures: z.array(z.strictObject({ id: rungId, label: z.string().min(2).max(60) })).min(1),
  atIntake: z.array(z.string().min(2).max(100)).min(1),
}).refine((r) => r.kinds.every((k) => k.measures.every((m) => r.measures.some((x) => x.id === m))), '措施没有列出');

/** `training.audience`: who is to be trained. `posts`: staff with an account; `named`: also people without one, called by name. */
export const trainingAudienceSchema = z.strictObject({
  groups: z.array(z.strictObject({ id: taskId, label: z.string().min(2).max(40), posts: z.array(z.enum(['village', 'handler', 'reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader'])).default([]), named: z.boolean().default(false) })).min(1),
}).refine((a) => new Set(a.groups.flatMap((g) => g.posts)).size === a.groups.flatMap((g) => g.posts).length, '一个岗位只属于一类培训对象');

/** `staffing.roles`: roles to be filled in every unit or every village by somebody who needs no account, and by how many at least. */
export const staffingRolesSchema = z.strictObject({ roles: z.array(z.strictObject({ id: taskId, label: z.string().min(2).max(40), each: z.enum(['unit', 'village']), min: z.number().int().min(1).max(20) })).min(1) });

/**
 * `goals.panels`: the plan's own words about what the delegation is for, and by what each is measured. `words`: one of the plan's words
 * with its measures; `req`: clauses that the panel shows.
 */
const goalsPanelsSchema = z.strictObject({
  panels: z.array(z.strictObject({
    id: taskId, title: z.string().min(2).max(60), req: z.array(z.string().regex(/^[A-Z]{2}-\d{2,3}$/)).min(1),
    words: z.array(z.strictObject({ word: z.string().min(2).max(40), measures: z.array(z.enum(GOAL_MEASURE_IDS)).min(1) })).min(1),
  })).min(1).refine((all) => new Set(all.map((p) => p.id)).size === all.length, '衡量表的标识重复'),
});

/** `oversight.intervals`: how often the county itself wants a clause done where the plan says only 定期; months that make a year. */
const oversightIntervalsSchema = z.strictObject({
  duties: z.array(z.strictObject({ id: z.string().regex(/^[A-Z]{2}-\d{2,3}$/), months: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(6), z.literal(12)]) })).min(1)
    .refine((all) => new Set(all.map((d) => d.id)).size === all.length, '一条只定一个周期'),
});

/** Tables of supervision; spread into TABLES. */
export const SUPERVISION_TABLES = {
  'complaint.hotlines': hotlinesSchema,
  'campaign.plan': campaignPlanSchema,
  'task.series': taskSeriesSchema,
  'training.audience': trainingAudienceSchema,
  'staffing.roles': staffingRolesSchema,
  'warning.rules': warningRulesSchema,
  'check.points': checkPointsSchema,
  'oversight.unit': oversightUnitSchema,
  'oversight.intervals': oversightIntervalsSchema,
  'goals.panels': goalsPanelsSchema,
  'draw.monthly': drawPlanSchema,
  'draw.yearly': drawPlanSchema,
  'rectify.ladder': rectifyLadderSchema,
  'rectify.tolerance': rectifyToleranceSchema,
  'register.dishonesty': dishonestyRegisterSchema,
  'score.plan': scorePlanSchema,
  'behaviour.rules': behaviourRulesSchema,
} as const;
