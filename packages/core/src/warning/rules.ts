import * as z from 'zod';
import { INCOME_KINDS } from '../case/facts.ts';
import { plusDays, plusMonths } from '../calendar/date.ts';
import type { WorkCalendar } from '../calendar/calendar.ts';

/** Lists that other departments keep and a connector or a file brings. A county that gets none of a list runs no rule on it. */
export const EXTERNAL_LISTS = {
  deaths: '死亡与火化', payroll: '财政供养', companies: '市场主体', vehicles: '机动车', property: '不动产', deposits: '存款与证券', insurance: '社保缴费与养老金', prison: '服刑、服役与出境', household: '户籍变动', splits: '户籍分户', family: '户籍亲属',
  medical: '医疗费用', disability: '残疾人', unemployment: '失业', school: '在校学生', disaster: '灾害与事故',
} as const;
export type ExternalList = keyof typeof EXTERNAL_LISTS;
export const EXTERNAL_LIST_IDS = Object.keys(EXTERNAL_LISTS) as [ExternalList, ...ExternalList[]];

/** Who is watched: on a monthly roll; recognised without money (低收入、边缘…); left a roll, or was refused, within twelve months. */
const WATCHES = ['roll', 'recognised', 'left', 'refused'] as const;
export type Watch = (typeof WATCHES)[number];

export const SIDES = ['in', 'out', 'both'] as const;
export type Side = (typeof SIDES)[number];
export const SIDE_LABELS: Readonly<Record<Side, string>> = { in: '可能应保未保', out: '可能不应享受', both: '需要核实' };

const list = z.enum(EXTERNAL_LIST_IDS);
const head = {
  id: z.string().regex(/^R\d{2}$/),
  label: z.string().min(2).max(60),
  side: z.enum(SIDES),
  deadline: z.strictObject({ n: z.number().int().min(1).max(60), unit: z.enum(['wd', 'day', 'month']) }),
  /** `lead`: to the unit that handles the household; `hold`: as well, and the payments' own hold is the only stop; `county`: the county looks, no household is touched. */
  effect: z.enum(['lead', 'hold', 'county']),
  /** Whether an answer needs a paper of the case beside its words. */
  proof: z.boolean().default(true),
};
const watch = z.array(z.enum(WATCHES)).min(1).default(['roll', 'recognised']);
const programmes = z.array(z.string()).min(1).optional();
const threshold = z.number().positive().max(100_000);

/**
 * A rule by its kind; a kind is code, everything in it is data. `threshold` is the one number that a county may tune; what it
 * counts is told by {@link THRESHOLDS}.
 * - `listHit`: a member stands in a list (`threshold`: rows that are no older than so many months; absent = any age), at least
 *   `min` times; `field`: only rows whose field is at most `atMost`; `undeclared`: not where the household declared such a thing.
 * - `listAmountOverDeclared`: sums of a list per month exceed the declared incomes of `kinds` by more than `threshold` percent.
 * - `amountOverStandard`: sums of a list exceed `threshold` × the yearly standard × members.
 * - `bandOver`: a household's sums of a list in the calendar year exceed its band (`threshold` percent of it).
 * - `splitBefore`: household registration was split within `threshold` months before the application.
 * - `relativeUndeclared`: somebody of the family register is nowhere in the case. `relativeUnfiled`: a near relative of staff stands in the case and is not filed.
 * - `sameAccount`: one account for people of different households. `exclusiveProgramme`: one person in two programmes that exclude each other (programme.exclusive).
 * - `reviewOverdue`; `ageTurned`: one of `ages` reached within the last `threshold` days.
 * - `manyApprovals`: more than `threshold` decisions by one account on one day. `villageShare`: a village has more than `threshold` × the median of households on the roll; where the county keeps populations, people on the roll of a thousand, and less than the median ÷ `threshold` as well.
 * - `reported`: nothing runs; the deadline for what people report. `none`: no data reach this installation; said so, never run.
 */
export const warningRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...head, kind: z.literal('listHit'), lists: z.array(list).min(1), watch, programmes, threshold: threshold.optional(), min: z.number().int().min(1).default(1), field: z.strictObject({ name: z.string(), atMost: z.number() }).optional(), undeclared: z.enum(['vehicle', 'house', 'company', 'machinery', 'shop']).optional() }),
  z.strictObject({ ...head, kind: z.literal('listAmountOverDeclared'), lists: z.array(list).min(1), watch, programmes, incomes: z.array(z.enum(INCOME_KINDS)).min(1), threshold }),
  z.strictObject({ ...head, kind: z.literal('amountOverStandard'), lists: z.array(list).min(1), watch, programmes, threshold }),
  z.strictObject({ ...head, kind: z.literal('bandOver'), lists: z.array(list).min(1), watch, bands: z.array(z.strictObject({ programmes, fen: z.number().int().min(1) })).min(1), threshold }),
  z.strictObject({ ...head, kind: z.literal('splitBefore'), lists: z.array(list).min(1), watch, threshold }),
  z.strictObject({ ...head, kind: z.literal('relativeUndeclared'), lists: z.array(list).min(1), watch }),
  z.strictObject({ ...head, kind: z.literal('relativeUnfiled'), watch }),
  z.strictObject({ ...head, kind: z.literal('sameAccount') }),
  z.strictObject({ ...head, kind: z.literal('exclusiveProgramme') }),
  z.strictObject({ ...head, kind: z.literal('reviewOverdue') }),
  z.strictObject({ ...head, kind: z.literal('ageTurned'), watch, ages: z.array(z.number().int().min(1).max(120)).min(1), threshold }),
  z.strictObject({ ...head, kind: z.literal('manyApprovals'), threshold }),
  z.strictObject({ ...head, kind: z.literal('villageShare'), threshold, min: z.number().int().min(1).default(5) }),
  z.strictObject({ ...head, kind: z.literal('reported') }),
  z.strictObject({ ...head, kind: z.literal('none'), reason: z.string().min(4).max(200) }),
]);
export type WarningRule = z.infer<typeof warningRuleSchema>;
type RuleKind = WarningRule['kind'];

/** `warning.rules`: what is looked for every night. `oldAfterDays`: from when a list is called out of date. */
export const warningRulesSchema = z
  .strictObject({ rules: z.array(warningRuleSchema).min(1), oldAfterDays: z.number().int().min(1).max(1000) })
  .refine((v) => new Set(v.rules.map((r) => r.id)).size === v.rules.length, { message: '规则编号不能重复', path: ['rules'] });

/** What the tunable number of a kind counts; null: the kind has none. */
export const THRESHOLDS: Readonly<Record<RuleKind, string | null>> = {
  listHit: '个月以内的登记', listAmountOverDeclared: '%（高出申报）', amountOverStandard: '倍年保障标准×人数', bandOver: '%（各档金额的）', splitBefore: '个月以内的分户', relativeUndeclared: null, relativeUnfiled: null, sameAccount: null,
  exclusiveProgramme: null, reviewOverdue: null, ageTurned: '天以内', manyApprovals: '件（一人一天）', villageShare: '倍（各村居的中位数）', reported: null, none: null,
};

/** Lists that a rule reads. */
export const listsOf = (r: WarningRule): readonly ExternalList[] => ('lists' in r ? r.lists : []);

/** The tunable number of a rule, or undefined where it has none. */
export const thresholdOf = (r: WarningRule): number | undefined => ('threshold' in r ? r.threshold : undefined);

/** Rules that nothing external answers: gone when the fact is gone, without anybody's word. */
export const HEALS: ReadonlySet<RuleKind> = new Set<RuleKind>(['reviewOverdue', 'sameAccount', 'exclusiveProgramme', 'relativeUnfiled']);

/** What a county decided about a rule: whether it runs, and by which number. */
export interface RuleChoice {
  readonly rule: string;
  readonly active: boolean;
  readonly threshold: number | null;
}

/** A rule as it runs: with the county's number in place of the policy's. Kinds without a number ignore one. */
export function tuned(rule: WarningRule, threshold: number | null | undefined): WarningRule {
  if (threshold === null || threshold === undefined || THRESHOLDS[rule.kind] === null) return rule;
  return rule.kind === 'listHit' && rule.threshold === undefined ? rule : ({ ...rule, threshold } as WarningRule);
}

/** Day by which a hit found today is answered. */
export function answerBy(rule: Pick<WarningRule, 'deadline'>, today: string, calendar: WorkCalendar): string {
  const { n, unit } = rule.deadline;
  if (unit === 'wd') return calendar.addWorkingDays(today, n).date;
  return unit === 'day' ? plusDays(today, n) : plusMonths(today, n);
}

const DEADLINE = { wd: '个工作日', day: '天', month: '个月' } as const;
const EFFECTS = { lead: '转经办核实', hold: '发放前暂缓，转经办核实', county: '由县级查看' } as const;

/** One rule in one sentence, without a code: for the policy page. */
export function ruleLine(r: WarningRule): string {
  const n = thresholdOf(r);
  const lists = listsOf(r).map((l) => EXTERNAL_LISTS[l]).join('、');
  const bands = r.kind === 'bandOver' ? r.bands.map((b) => `${(b.fen / 100).toLocaleString('zh-CN')} 元`).join('、') : '';
  return `${r.label}（${SIDE_LABELS[r.side]}）：${[
    ...(r.kind === 'none' ? [`无数据来源，${r.reason}`] : []), ...(lists ? [`比对${lists}`] : []), ...(bands ? [`档位 ${bands}`] : []),
    ...(n === undefined ? [] : [`${String(n)} ${THRESHOLDS[r.kind] ?? ''}`]), `${String(r.deadline.n)} ${DEADLINE[r.deadline.unit]}内答复`, EFFECTS[r.effect],
  ].join('，')}`;
}
