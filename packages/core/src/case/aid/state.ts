import type { ActionBodies, Actor } from '../actions.ts';
import type { ReferralOutcome } from './payloads.ts';

/** Something given to an organ outside: by referral, or as its duty out of a consultation. Closed when it is settled or sent back. */
export interface AidErrand {
  readonly id: string;
  readonly kind: 'referral' | 'duty';
  /** Name of the organ; `to` its id in the table of departments where it has one. */
  readonly organ: string;
  readonly to?: string | undefined;
  readonly matter: string;
  readonly text: string;
  readonly on: string;
  readonly due: string;
  readonly by: Actor;
  readonly answers: readonly { readonly on: string; readonly outcome: ReferralOutcome; readonly by: string; readonly text: string; readonly files: readonly string[] }[];
}

/** What temporary assistance keeps besides the ordinary state of a case. */
export interface AidState {
  readonly given: readonly (ActionBodies['aidGiven'] & { readonly on: string; readonly seq: number; readonly by: Actor })[];
  readonly emergency?: { readonly on: string; readonly at: string; readonly by: Actor; readonly grounds: string } | undefined;
  readonly complex?: { readonly on: string; readonly by: Actor; readonly grounds: string } | undefined;
  readonly errands: readonly AidErrand[];
}
