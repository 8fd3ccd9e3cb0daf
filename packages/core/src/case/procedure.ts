import type { WorkCalendar } from '../calendar/calendar.ts';
import { isConsulted, isEmergency, isSpecial, knownOf, type AidContext } from './aid-conditions.ts';
import { reliefClock } from './aid/clock.ts';
import { missingDocuments } from './documents.ts';
import type { Procedure, Programme, StepId, StepRule } from '../policy/model.ts';
import type { Policy, Resolved, Scope } from '../policy/resolve.ts';
import type { PaidLine } from '../recovery/model.ts';
import type { RelativeHit } from './relatives/bodies.ts';
import { isOpen, type CaseState } from './state.ts';
import { SUBMISSION_LABELS } from './submissions/payloads.ts';

/** Everything `decide` and the screens need to judge a case, besides the case itself. Time is an argument. */
export interface CaseContext {
  /** Instant as ISO string with offset, and the Asia/Shanghai date it falls on. */
  readonly now: string;
  readonly today: string;
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
  readonly programme: Programme;
  /** Who may decide on this day: an entrustment in force for the unit and programme, or the reason why there is none. */
  readonly entrustment: { readonly inForce: { readonly id: string; readonly number: string; readonly limitFen?: number | undefined } } | { readonly none: string };
  /** Staff who are near relatives of a person of this household. */
  readonly related: readonly string[];
  /** The village or township registers the household as a staff relative's (filed apart, visited by the county). */
  readonly relativeFiled: boolean;
  /** The entries of the register behind that; absent where the case is judged without looking them up. */
  readonly relatives?: readonly RelativeHit[] | undefined;
  /** What the household and its members had and have of other assistance; absent where the case is judged without looking it up. */
  readonly aid?: AidContext | undefined;
  /** Payments that reached the household, for what was overpaid; absent where the case is judged without them. */
  readonly paid?: readonly PaidLine[] | undefined;
}

/** Law of the day of application: every parameter of a case is looked up with this. */
export const scopeOf = (s: Pick<CaseState, 'applicationDate' | 'programme' | 'facts'>): Scope => ({ on: s.applicationDate, programme: s.programme, area: s.facts.area });

/** The procedure a case follows now. */
export function procedureOf(s: CaseState, c: CaseContext): Procedure {
  const p = c.policy.procedure(s.route.procedure);
  if (!p) throw new Error(`程序 ${s.route.procedure} 不存在`);
  return p;
}

export const ruleFor = (p: Procedure, step: StepId): StepRule | undefined => p.steps.find((r) => r.step === step);

/** A refusing opinion is not publicised unless the plan says so; the rest of the way is the same. */
const skippedOnRefusal = (s: CaseState, c: CaseContext): ReadonlySet<StepId> =>
  (s.opinion?.outcome === 'refuse' || s.verification.discrepancy?.missed) && c.policy.find<boolean>('notice.refusals', scopeOf(s))?.value !== true
    ? new Set<StepId>(['notice', 'countyNotice'])
    : new Set<StepId>();

/** No explanation in time: the paper goes up for refusal without what would have followed. */
const SKIPPED_WHEN_UNEXPLAINED: ReadonlySet<StepId> = new Set<StepId>(['verify', 'investigate', 'selfCare', 'appraise', 'assess', 'opine', 'notice', 'countyNotice', 'consult', 'deliberate', 'jointMeeting', 'signReport', 'leadership', 'review', 'agree', 'meeting', 'countyReview', 'care']);

/** Whether a rule's step must be done in this case. */
export function required(r: StepRule, s: CaseState, c: CaseContext): boolean {
  if ((r.step === 'publish' || r.step === 'care') && s.decision && s.decision.outcome !== 'grant') return false;
  // Nobody is cared for who is to be refused.
  if (r.step === 'care' && s.opinion?.outcome === 'refuse') return false;
  // Nor is relief still owed to whom it is not.
  if (r.step === 'relieve' && (s.opinion?.outcome === 'refuse' || s.status === 'refused')) return false;
  if (s.verification.discrepancy?.missed && SKIPPED_WHEN_UNEXPLAINED.has(r.step)) return false;
  if (skippedOnRefusal(s, c).has(r.step)) return false;
  switch (r.when) {
    case 'always':
      return true;
    case 'unless-simplified':
      return s.simplified === undefined;
    case 'if-disputed':
      return s.disputed;
    case 'if-related':
      return c.relativeFiled;
    case 'if-related-or-disputed':
      return s.disputed || c.relativeFiled;
    case 'if-related-or-major':
      return s.majorDispute || c.relativeFiled;
    case 'if-emergency':
      return isEmergency(s);
    case 'unless-emergency':
      return !isEmergency(s);
    case 'unless-known':
      return knownOf(s, c) === undefined;
    case 'if-special':
      return isSpecial(s);
    case 'if-consult':
      return isConsulted(s, c);
  }
}

/** Steps of a rule that still stand in its way. */
export function blocking(r: StepRule, s: CaseState, c: CaseContext): StepRule[] {
  const p = procedureOf(s, c);
  return r.needs.flatMap((n) => {
    const need = ruleFor(p, n);
    return need && !s.done[n] && required(need, s, c) ? [need] : [];
  });
}

/** Steps that follow the decision. */
const LATE: ReadonlySet<StepId> = new Set<StepId>(['deliver', 'publish', 'file']);
/** Steps that may be taken before the decision or after it, as their own needs say. */
const WHENEVER: ReadonlySet<StepId> = new Set<StepId>(['countyVisit', 'care']);

/** Steps that can be taken now: required, not done, nothing in the way. */
export function openSteps(s: CaseState, c: CaseContext): StepRule[] {
  const after = !isOpen(s);
  // Whoever was taken over from the old roster has nothing left open here.
  if (s.status === 'withdrawn' || s.status === 'abandoned' || s.imported) return [];
  return procedureOf(s, c).steps.filter((r) => {
    const late = LATE.has(r.step);
    return (late === after || WHENEVER.has(r.step)) && !s.done[r.step] && required(r, s, c) && blocking(r, s, c).length === 0;
  });
}

export interface Deadline {
  readonly id: string;
  readonly label: string;
  readonly step?: StepId | undefined;
  readonly from: string;
  readonly due: string;
  /** Set where the term counts in hours: the instant (ISO with offset) at which it ends; `due` is its Shanghai date. */
  readonly dueAt?: string | undefined;
  readonly provisional: boolean;
  readonly parameter: Resolved<number>;
  readonly finishedOn?: string | undefined;
  /** Set where the term counts in hours: the instant at which it was met. */
  readonly finishedAt?: string | undefined;
}

/** Whether a limit was or is missed: to the minute where it counts in hours, else to the day. */
export const isLate = (d: Deadline, c: Pick<CaseContext, 'now' | 'today'>): boolean => (d.dueAt === undefined ? (d.finishedOn ?? c.today) > d.due : Date.parse(d.finishedAt ?? c.now) > Date.parse(d.dueAt));

/** Adds a parameter's days to a date in its own unit. */
export function addUnit(c: CaseContext, from: string, p: Resolved<number>): { date: string; provisional: boolean } {
  if (p.unit === 'wd') return c.calendar.addWorkingDays(from, p.value);
  const extend = c.policy.find<boolean>('notice.extend-over-days-off', { on: from })?.value === true;
  return c.calendar.addDays(from, p.value, extend);
}

/** Asia/Shanghai date of an instant; no clock ever changes there. */
const shanghaiDay = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);

/** Start of the count that a deadline refers to. */
function startOf(from: NonNullable<StepRule['deadline']>['from'], s: CaseState): string | undefined {
  switch (from) {
    case 'application':
      return s.applicationDate;
    case 'objection':
      return s.objectedOn;
    case 'decision':
      return s.decision?.on;
    default:
      return s.done[from]?.on;
  }
}

/** All statutory limits of the case that have started: step limits, the explanation, the whole case. Sorted by due date. */
export function deadlines(s: CaseState, c: CaseContext): Deadline[] {
  if (s.imported) return [];
  const out: Deadline[] = [];
  const scope = scopeOf(s);
  const push = (id: string, label: string, from: string, p: Resolved<number>, finishedOn?: string, step?: StepId): void => {
    const d = addUnit(c, from, p);
    out.push({ id, label, from, due: d.date, provisional: d.provisional, parameter: p, finishedOn, step });
  };
  const p = procedureOf(s, c);
  for (const r of p.steps) {
    if (!r.deadline || !required(r, s, c)) continue;
    const after = r.deadline.after === undefined ? undefined : ruleFor(p, r.deadline.after);
    const start = startOf(after && required(after, s, c) ? after.step : r.deadline.from, s);
    // An objection has the visit made anew: its limit runs from the objection, as the first visit's ran from acceptance [HQ-118].
    const from = start && s.objectedOn && r.step === 'investigate' && s.objectedOn > start ? s.objectedOn : start;
    // A refusal is served within the limit of its own rule [HQ-109, HQ-132].
    const parameter = r.step === 'deliver' && s.decision?.outcome === 'refuse' ? 'deadline.serve-refusal' : r.deadline.parameter;
    const value = c.policy.find<number>(parameter, scope);
    if (value?.unit === 'hour') {
      const clock = reliefClock(s, c);
      if (clock) out.push({ id: `step.${r.step}`, label: r.label ?? STEP_LABELS[r.step], from: shanghaiDay(clock.appliedAt), due: shanghaiDay(clock.dueAt), dueAt: clock.dueAt, provisional: false, parameter: value, step: r.step, ...(clock.relievedAt === undefined ? {} : { finishedOn: clock.relievedAt.slice(0, 10), finishedAt: `${clock.relievedAt}:00+08:00` }) });
      continue;
    }
    if (from && value) push(`step.${r.step}`, r.label ?? STEP_LABELS[r.step], from, value, s.done[r.step]?.on, r.step);
  }
  const d = s.verification.discrepancy;
  const explain = c.policy.find<number>('deadline.explain', scope);
  if (d?.deliveredOn !== undefined && explain) push('explain', '申请人说明情况', d.deliveredOn, explain, d.explained?.on ?? d.missed);
  const reinvestigate = c.policy.find<number>('deadline.reinvestigate', scope);
  if (s.objectedOn && s.majorDispute && reinvestigate) push('reinvestigate', '异议重新调查并提出意见', s.objectedOn, reinvestigate, s.done.opine?.on);
  const answer = c.policy.find<number>('deadline.submission', scope);
  if (answer) for (const x of s.submissions ?? []) push(`submission.${x.seq}`, `答复网上提交（${SUBMISSION_LABELS[x.kind]}）`, x.on, answer, x.answered?.on);
  const accepted = s.done.accept?.on;
  const aid = c.programme.formula === 'aid';
  const whole = (aid && !s.extended && knownOf(s, c) !== undefined ? c.policy.find<number>('deadline.case.known', scope) : undefined)
    ?? c.policy.find<number>(s.extended ? 'deadline.case.extended' : p.organ === 'unit' ? 'deadline.case.delegated' : 'deadline.case', scope) ?? c.policy.find<number>('deadline.case', scope);
  // Formalities of what could not wait are counted from when the help was in hand [HQ-138, HQ-142].
  const relieved = aid && isEmergency(s) ? s.done.relieve?.on : undefined;
  if (accepted && whole) push('case', s.extended ? '全案办结（已延长）' : relieved ? '全案办结（补齐手续）' : '全案办结', relieved ?? accepted, whole, s.closedOn);
  const papers = relieved ? c.policy.find<number>('aid.papers.deadline', scope) : undefined;
  if (relieved && papers) {
    // Only where papers were taken in later or are still owed.
    const late = Object.values(s.materials).map((m) => m.on).filter((on) => accepted !== undefined && on > accepted).sort().at(-1);
    const owed = missingDocuments(s, c).length > 0;
    if (owed || late !== undefined) push('papers', '补齐材料', relieved, papers, owed ? undefined : late);
  }
  return out.sort((a, b) => (a.due < b.due ? -1 : 1));
}

export const STEP_LABELS: Record<StepId, string> = {
  accept: '受理', authorise: '核对授权', verify: '信息核对', investigate: '入户调查', appraise: '民主评议', assess: '测算', opine: '初审意见', notice: '公示', countyReview: '县级审核',
  countyNotice: '县级公示', selfCare: '生活自理能力评估', counterSign: '近亲属备案会签', countyVisit: '县级入户核查', deliberate: '议事协商', relieve: '先行救助', jointMeeting: '联席会议', consult: '个案会商', signReport: '综合意见签批', leadership: '班子会议审议', care: '落实供养与照料', review: '复审', agree: '负责人同意', meeting: '会议研究', decide: '确认决定', deliver: '送达', publish: '长期公布', file: '备案',
};
