import * as z from 'zod';
import { addMonths, dayOfMonth } from '../case/months.ts';
import { periodOf } from './coverage.ts';
import { OVERSIGHT_KINDS, type OversightKind } from './payloads.ts';

/** What proves that a clause is lived, besides acts recorded under it: things that other features do, counted where they are done. */
export const DONE = {
  draw: { label: '抽查', href: '/draws' },
  check: { label: '核查', href: '/checks' },
  rectification: { label: '整改', href: '/rectifications' },
  complaint: { label: '信访投诉', href: '/complaints' },
  task: { label: '任务', href: '/tasks' },
  training: { label: '培训', href: '/training' },
  score: { label: '考评', href: '/scores' },
  dishonesty: { label: '失信记录', href: '/registers' },
  lead: { label: '线索答复', href: '/leads' },
  filing: { label: '备案审查', href: '/filings' },
  coordination: { label: '协调解决的问题', href: '/coordination' },
  recovery: { label: '追回', href: '/recovery' },
  certificate: { label: '出证登记', href: '/registers/certificates' },
  relative: { label: '近亲属备案', href: '/organisation' },
  traditional: { label: '传统手段（实地、查档、电话、会议）', href: '/oversight' },
  information: { label: '信息化手段（系统、视频、抽查、预警）', href: '/leads' },
} as const satisfies Record<string, { readonly label: string; readonly href: string }>;
export type DoneId = keyof typeof DONE;

const keys = <K extends string>(o: Readonly<Record<K, unknown>>): [K, ...K[]] => Object.keys(o) as [K, ...K[]];

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
  id: z.string().regex(/^[A-Z]{2}-\d{2,3}$/), clause: z.string().min(1), phrase: z.string().min(1), module: z.string().min(1),
  at: z.string().startsWith('/').optional(), outside: z.string().min(2).optional(),
  acts: actsSchema.optional(),
  done: z.array(z.enum(keys(DONE))).default([]),
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
