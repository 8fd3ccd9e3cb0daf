import type { ActionBodies, Actor } from '../actions.ts';
import type { GivenAnswer, GivenFinding, ReferralOutcome } from './payloads.ts';

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

/** What a second handler said of a handing over. */
export interface GivenConfirmation {
  readonly by: Actor;
  readonly on: string;
  readonly at: string;
  readonly seq: number;
  readonly outcome: GivenAnswer;
  readonly words: string;
}

/** What temporary assistance keeps besides the ordinary state of a case. */
export interface AidState {
  readonly given: readonly (ActionBodies['aidGiven'] & {
    /** Day and instant at which it was written down; `at` is when it was in hand. */
    readonly on: string;
    readonly recordedAt?: string | undefined;
    readonly seq: number;
    readonly by: Actor;
    readonly confirmed?: readonly GivenConfirmation[] | undefined;
    /** Signed receipts brought in later. */
    readonly receipts?: readonly { readonly on: string; readonly by: Actor; readonly files: readonly string[]; readonly noSignature?: { readonly reason: string; readonly witness: string } | undefined }[] | undefined;
    readonly settled?: { readonly on: string; readonly seq: number; readonly by: Actor; readonly outcome: GivenFinding; readonly words: string; readonly files: readonly string[] } | undefined;
  })[];
  readonly emergency?: { readonly on: string; readonly at: string; readonly by: Actor; readonly grounds: string } | undefined;
  readonly complex?: { readonly on: string; readonly by: Actor; readonly grounds: string } | undefined;
  readonly errands: readonly AidErrand[];
}
