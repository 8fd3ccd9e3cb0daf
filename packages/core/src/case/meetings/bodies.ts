import type * as z from 'zod';
import type { MeetingKind, StepId } from '../../policy/model.ts';
import type { meetingPayloads } from './payloads.ts';

type Held = z.output<typeof meetingPayloads.holdMeeting>;

/** How those at the table stand to the body: who is recused counts neither as called nor as present. */
export interface Tally {
  readonly expected: number;
  readonly present: number;
  readonly recused: number;
  /** Those present who have a vote. */
  readonly voters: number;
}

/**
 * A meeting as the log keeps it: what was sent, the count of those called and present without the recused, the result.
 * `members` are the ids of those present; `attendance` has everyone of a standing body. `name` is the body's name of that
 * day. Meetings of the first shape had kind, counts and votes only; the rest is absent in them.
 */
export interface MeetingHeld extends Omit<Held, 'members' | 'body' | 'recorder' | 'counts' | 'stages' | 'inquiry' | 'report' | 'signatures'>, Partial<Pick<Held, 'body' | 'recorder' | 'counts' | 'stages' | 'inquiry' | 'report' | 'signatures'>>, Pick<Tally, 'expected' | 'present'>, Partial<Pick<Tally, 'recused' | 'voters'>> {
  readonly kind: MeetingKind;
  readonly step?: StepId | undefined;
  readonly name?: string | undefined;
  readonly members: readonly string[];
  readonly attendance?: Held['members'] | undefined;
  readonly passed: boolean;
  /** What was not as it generally should be, in words: recorded because the clause does not forbid it. */
  readonly warnings?: readonly string[] | undefined;
  /** The step that a resolution not passed opens again. */
  readonly reopens?: StepId | undefined;
}

/** What happened, as the log keeps it. */
export interface MeetingBodies {
  met: MeetingHeld;
  reportSigned: z.output<typeof meetingPayloads.signReport>;
  /** The result stands and is made known to those who go on with the case [HQ-160]. */
  resultFedBack: { readonly to: readonly string[]; readonly passed: boolean; readonly text: string };
}

export const meetingActionLabels: Record<keyof MeetingBodies, string> = { met: '会议', reportSigned: '签批综合意见', resultFedBack: '反馈评议结果' };

/** The step a meeting was held for; the first shape named only its kind. */
export const stepOfMeeting = (m: Pick<MeetingHeld, 'kind' | 'step'>): StepId => m.step ?? (m.kind === 'appraisal' ? 'appraise' : 'meeting');
