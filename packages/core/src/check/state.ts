import type { Failing } from '../rectification/model.ts';
import type { Aspect, Checker, CheckPart, Wrong } from './model.ts';
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
  checkOpened: { draw?: string | undefined; part: CheckPart; cause?: 'complaint' | 'risk' | undefined; ground: string; about: About; checkers: readonly string[]; due: string; home: boolean; homeKey?: string | undefined };
  checkerReplaced: CheckPayloads['replace'];
  checkVisited: CheckPayloads['visit'];
  checkAnswered: CheckPayloads['form'];
  checkRecomputed: { place: number } & Pick<Entry, 'found' | 'sum' | 'files'>;
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
  readonly cause?: 'complaint' | 'risk' | undefined;
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
  readonly entries: readonly [Entry | null, Entry | null];
  readonly third?: (Entry & { readonly text: string }) | undefined;
  readonly concluded?: { readonly on: string; readonly by: string; readonly explained?: string | undefined; readonly text: string } | undefined;
  readonly findings: readonly (CheckFinding & { readonly raised?: { readonly rectification: string; readonly number: string; readonly on: string } | undefined; readonly settledOn?: string | undefined })[];
  readonly givenUp?: { readonly on: string; readonly reason: string } | undefined;
}

