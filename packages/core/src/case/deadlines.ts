import { shanghaiTime } from '../calendar/date.ts';
import type { StepId, StepRule } from '../policy/model.ts';
import type { Resolved } from '../policy/resolve.ts';
import { isEmergency, knownOf } from './aid-conditions.ts';
import { reliefClock } from './aid/clock.ts';
import { givenTerms } from './aid/given.ts';
import { missingDocuments } from './documents.ts';
import { addUnit, procedureOf, required, ruleFor, scopeOf, STEP_LABELS, type CaseContext } from './procedure.ts';
import type { CaseState } from './state.ts';
import { SUBMISSION_LABELS } from './submissions/payloads.ts';

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

const shanghaiDay = (instant: string): string => shanghaiTime(instant).slice(0, 10);

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
  for (const t of givenTerms(s, c)) push(t.id, t.label, t.from, t.parameter, t.finishedOn);
  return out.sort((a, b) => (a.due < b.due ? -1 : 1));
}
