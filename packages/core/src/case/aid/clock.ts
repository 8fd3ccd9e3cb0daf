import type { DocumentRule } from '../../policy/model.ts';
import type { Resolved } from '../../policy/resolve.ts';
import { isEmergency } from '../aid-conditions.ts';
import { missingDocuments, requiredDocuments } from '../documents.ts';
import { scopeOf, type CaseContext } from '../procedure.ts';
import type { CaseState } from '../state.ts';
import { firstRelief } from './evolve.ts';

const HOUR = 3_600_000;

/** The hours within which help is in hand, from the instant of the application, or of the finding that it cannot wait [HQ-137, HQ-169]. */
export interface ReliefClock {
  readonly appliedAt: string;
  /** Instant (ISO, UTC) at which they end. */
  readonly dueAt: string;
  /** When it was in hand, Shanghai date and minute; undefined = not yet. */
  readonly relievedAt?: string | undefined;
  /** Whether it was in hand in time; undefined while the hours still run. */
  readonly inTime?: boolean | undefined;
  /** Hours left, rounded down; negative once they are over. */
  readonly hoursLeft: number;
  readonly parameter: Resolved<number>;
}

/** The clock of an urgent case; undefined where nothing is urgent or no rule counts hours. */
export function reliefClock(s: CaseState, c: CaseContext): ReliefClock | undefined {
  const parameter = c.policy.find<number>('aid.relief.deadline', scopeOf(s));
  // Found out only later: the hours run from then, not from an application that nobody knew to be urgent.
  const since = s.facts.event?.emergency === true ? s.appliedAt : s.aid?.emergency?.at;
  if (!isEmergency(s) || !parameter || since === undefined) return undefined;
  const due = Date.parse(since) + parameter.value * HOUR;
  const relievedAt = firstRelief(s);
  const now = Date.parse(c.now);
  const done = relievedAt === undefined ? undefined : Date.parse(`${relievedAt}:00+08:00`);
  return { appliedAt: since, dueAt: new Date(due).toISOString(), relievedAt, inTime: done === undefined ? (now > due ? false : undefined) : done <= due, hoursLeft: Math.floor((due - now) / HOUR), parameter };
}

/** Papers that an urgent case took in later: what is still missing after relief [HQ-88, HQ-138]. */
export const papersOwed = (s: CaseState, c: CaseContext): DocumentRule[] => ((s.aid?.given.length ?? 0) > 0 && s.status !== 'withdrawn' && s.status !== 'abandoned' ? missingDocuments(s, c) : []);

/** Papers that were not there when an urgent case was accepted, whether they came since or not [HQ-88]. */
export function missingAtAcceptance(s: CaseState, c: CaseContext): DocumentRule[] {
  const on = s.done.accept?.on;
  if (c.programme.formula !== 'aid' || !isEmergency(s) || on === undefined) return [];
  return requiredDocuments(c.programme, s.facts, s.agent).filter((d) => (s.materials[d.id]?.on ?? '9999') > on);
}
