import * as z from 'zod';
import { addMonths, dayOfMonth } from '../case/months.ts';
import { periodOf } from './coverage.ts';
import { OVERSIGHT_KINDS, type OversightKind } from './payloads.ts';

/** What a task is besides the clauses that it carries out. */
const OF_TASKS = { selfInspection: '自查', experience: '学习借鉴' } as const;

/**
 * What proves that a clause is lived, besides acts recorded under it: things that other features do, counted where they are done.
 * `kinds`: what may be told apart among them, so that a clause about one kind is not lived by another (a yearly visit by the monthly
 * draw, a handing over to discipline by a reminder). A task is also told by the clause that it carries out.
 */
export const DONE = {
  draw: { label: '抽查', href: '/draws', kinds: { 'draw.monthly': '每月抽查', 'draw.yearly': '年度抽查' } },
  check: { label: '核查', href: '/checks', kinds: { unannounced: '不打招呼入户', home: '入户', telephone: '电话访问', papers: '查阅档案', entrusted: '第三方', situation: '按实际情况' } },
  rectification: { label: '整改', href: '/rectifications', kinds: {
    general: '普遍性、倾向性问题', inaction: '不作为', slow: '慢作为', wrongful: '乱作为', favour: '徇私舞弊、优亲厚友', falsified: '弄虚作假', irregular: '违规办理',
    workReminder: '工作提示', reminderLetter: '提示函', supervisionLetter: '督办函', criticism: '通报批评', discipline: '移交问责', corrected: '整改到位', revisit: '回访', punished: '处理', tolerance: '容错',
  } },
  complaint: { label: '信访投诉', href: '/complaints', kinds: { enquiry: '咨询', help: '求助', complaint: '投诉', report: '举报', petition: '信访', named: '实名举报', visit: '来访', telephone: '救助热线', hotline: '12345热线', box: '信息箱', open: '明察', undercover: '暗访', supervised: '转办督办', answered: '答复' } },
  task: { label: '任务', href: '/tasks', kinds: OF_TASKS },
  training: { label: '培训', href: '/training', kinds: {} },
  score: { label: '考评', href: '/scores', kinds: {} },
  dishonesty: { label: '失信记录', href: '/registers', kinds: { notSupporting: '不履行赡养义务' } },
  lead: { label: '线索答复', href: '/leads', kinds: {} },
  filing: { label: '备案审查', href: '/filings', kinds: {} },
  coordination: { label: '协调解决的问题', href: '/coordination', kinds: {} },
  recovery: { label: '追回', href: '/recovery', kinds: {} },
  certificate: { label: '出证登记', href: '/registers/certificates', kinds: {} },
  relative: { label: '近亲属备案', href: '/organisation', kinds: {} },
  traditional: { label: '传统手段（实地、查档、电话、会议）', href: '/oversight', kinds: {} },
  information: { label: '信息化手段（系统、视频、抽查、预警）', href: '/leads', kinds: {} },
} as const satisfies Record<string, { readonly label: string; readonly href: string; readonly kinds: Readonly<Record<string, string>> }>;
export type DoneId = keyof typeof DONE;

const keys = <K extends string>(o: Readonly<Record<K, unknown>>): [K, ...K[]] => Object.keys(o) as [K, ...K[]];

const CLAUSE = /^[A-Z]{2}-\d{2,3}$/;

/** One thing that counts: whatever that feature did, or what it did of some kinds alone. */
const doneSchema = z.union([
  z.enum(keys(DONE)).transform((of) => ({ of, kinds: [] as readonly string[] })),
  z.strictObject({ of: z.enum(keys(DONE)), kinds: z.array(z.string().min(1)).min(1).readonly() }),
]).refine((d) => d.kinds.every((k) => k in DONE[d.of].kinds || (d.of === 'task' && CLAUSE.test(k))), '没有这一种');
export type DutyDone = z.output<typeof doneSchema>;

/** `整改（移交问责）`; a task of a clause is a task. */
export function doneLabel(d: DutyDone): string {
  const labels: Readonly<Record<string, string>> = DONE[d.of].kinds;
  const kinds = d.kinds.flatMap((k) => labels[k] ?? []);
  return kinds.length === 0 ? DONE[d.of].label : `${DONE[d.of].label}（${kinds.join('、')}）`;
}

/** How acts are recorded under a clause: which kinds, with which bodies, by whom; `each`: every unit is to be reached by it. */
const actsSchema = z.strictObject({
  kinds: z.array(z.enum(keys(OVERSIGHT_KINDS))).min(1).optional(),
  /** Bodies that take part or it is not what the clause asks; each is named in the act by these words. */
  with: z.array(z.string().min(1).max(20)).default([]),
  by: z.enum(['county', 'unit']).default('county'),
  each: z.boolean().default(false),
});

/** `policies/<county>/duties.json`: a clause about supervision, the page on which it is done, or why there is none. */
export const dutySchema = z.strictObject({
  id: z.string().regex(CLAUSE), clause: z.string().min(1), phrase: z.string().min(1), module: z.string().min(1),
  at: z.string().startsWith('/').optional(), outside: z.string().min(2).optional(),
  acts: actsSchema.optional(),
  done: z.array(doneSchema).default([]),
  /** Panels of `goals.panels` that measure it. */
  goals: z.array(z.string().regex(/^[a-z][a-z-]*$/)).default([]),
  /** Months of the interval that the clause itself states. */
  every: z.number().int().min(1).max(12).optional(),
  /** Instrument of the plan's list that it carries out. */
  instrument: z.string().min(2).optional(),
})
  .refine((d) => (d.at === undefined) !== (d.outside === undefined), '写明在哪里办，或者为什么不由软件办')
  .refine((d) => d.outside !== undefined || d.acts !== undefined || d.done.length + d.goals.length > 0 || d.at !== '/oversight' && d.at !== '/bureau', '写明办了什么算数');
export type Duty = z.infer<typeof dutySchema>;

/** What a record is judged against. */
export type DutyRule = Pick<Duty, 'id' | 'phrase' | 'acts'>;

export const mayRecord = (d: DutyRule, kind: OversightKind): boolean => d.acts !== undefined && (d.acts.kinds === undefined || d.acts.kinds.includes(kind));

/** Bodies of the clause that nobody named as taking part. A county names its own: 某某区财政局 is 财政. */
export const bodiesMissing = (d: DutyRule, taking: readonly string[]): string[] => (d.acts?.with ?? []).filter((b) => !taking.some((w) => w.includes(b)));

export type DutyStanding = 'done' | 'due' | 'late';

/**
 * By when something must be done again: the last day of the part of the year after the one in which it was last done; where nothing
 * was, of the first part that lies whole after `began`, the day from which it was asked for. Late from the day after.
 */
export function nextDue(last: string | null, began: string, months: number, today: string): { readonly due: string; readonly standing: DutyStanding } {
  const from = periodOf(last ?? began, months);
  const due = last === null && from.from === began ? from.to : periodOf(dayOfMonth(addMonths(from.to.slice(0, 7), 1), 1), months).to;
  return { due, standing: due < today ? 'late' : last !== null && last >= periodOf(today, months).from ? 'done' : 'due' };
}
