import type { Failing } from '../rectification/model.ts';
import type { Aspect, CheckCause, Checker, CheckPart, Wrong } from './model.ts';
import type { CheckPayloads, Found } from './payloads.ts';
import type { FoundSum, Stated } from './recompute.ts';

/** What one of the pair, or the third, found and what the law makes of it. */
export interface Entry {
  readonly found: Found;
  readonly sum: FoundSum;
  /** Who entered it: for somebody from outside another account, with the scan of the signed form. */
  readonly by: string;
  readonly on: string;
  readonly files: readonly string[];
  /** When whoever found this opened the case file before: then it is no blind finding. Null: never. Absent: entered before this was kept. */
  readonly opened?: string | null | undefined;
}

/** One of the pair under the form. */
export interface Signature {
  readonly by: string;
  readonly on: string;
  /** Scans of the form signed by hand, of somebody without login. */
  readonly paper: readonly string[];
}

/** The form as it was filled last. It counts once both of the pair have signed this version; the ones before stand in the chain. */
export interface Sheet {
  readonly version: number;
  readonly by: string;
  readonly on: string;
  readonly signatures: readonly [Signature | null, Signature | null];
  /** The other of the pair does not sign, and says why. */
  readonly objection?: (Signature & { readonly place: number; readonly text: string }) | undefined;
}

export interface CheckFinding {
  readonly id: string;
  readonly aspect: Aspect;
  readonly failing: Failing;
  readonly point: string | null;
  readonly wrong: Wrong | null;
  /** Of a wrong sum: by how much, a month or, of what is paid once, in all. */
  readonly fen: number;
  readonly severity: 'light' | 'grave';
  readonly text: string;
}

export interface About {
  readonly case: string;
  readonly number: string;
  readonly unit: string;
  readonly programme: string;
  readonly stated: Stated;
}

export interface CheckBodies {
  checkOpened: { draw?: string | undefined; part: CheckPart; cause?: CheckCause | undefined; ground: string; about: About; checkers: readonly string[]; due: string; home: boolean; homeKey?: string | undefined };
  checkerReplaced: CheckPayloads['replace'];
  checkVisited: CheckPayloads['visit'];
  /** Without version and place: filled before forms were signed by both. */
  checkAnswered: { answers: CheckPayloads['form']['answers']; version?: number | undefined; place?: number | undefined };
  checkCountersigned: { version: number; place: number; paper: readonly string[] };
  checkObjected: { version: number; place: number; text: string; paper: readonly string[] };
  checkRecomputed: { place: number } & Pick<Entry, 'found' | 'sum' | 'files' | 'opened'>;
  checkThirdFound: Pick<Entry, 'found' | 'sum'> & { text: string };
  checkConcluded: { findings: readonly CheckFinding[]; explained?: string | undefined; text: string };
  findingRaised: { finding: string; rectification: string; number: string; text: string };
  findingSettled: { finding: string; rectification: string; number: string };
  checkGivenUp: { reason: string };
}

export interface CheckState {
  readonly id: string;
  readonly draw?: string | undefined;
  readonly part: CheckPart;
  readonly cause?: CheckCause | undefined;
  readonly ground: string;
  readonly about: About;
  /** Null: a place for which too few were free of the case; it waits for a name. */
  readonly pair: readonly [Checker | null, Checker | null];
  readonly due: string;
  readonly home: boolean;
  /** Parameter by which a visit at home is demanded. */
  readonly homeKey?: string | undefined;
  readonly visits: readonly (CheckPayloads['visit'] & { readonly by: string })[];
  readonly answers: readonly CheckPayloads['form']['answers'][number][];
  /** Who filled and signed the answers. Absent: nobody, or before forms were signed by both. */
  readonly sheet?: Sheet | undefined;
  readonly entries: readonly [Entry | null, Entry | null];
  readonly third?: (Entry & { readonly text: string }) | undefined;
  readonly concluded?: { readonly on: string; readonly by: string; readonly explained?: string | undefined; readonly text: string } | undefined;
  readonly findings: readonly (CheckFinding & { readonly raised?: { readonly rectification: string; readonly number: string; readonly on: string } | undefined; readonly settledOn?: string | undefined })[];
  readonly givenUp?: { readonly on: string; readonly reason: string } | undefined;
}

