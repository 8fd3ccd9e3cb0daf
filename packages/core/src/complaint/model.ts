import type { WorkCalendar } from '../calendar/calendar.ts';
import type { MatterContext } from '../matter/model.ts';
import type { Policy } from '../policy/resolve.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import type { ComplaintPayloads } from './payloads.ts';
import type { Channel, ComplaintKind, Subject, SuitKind } from './words.ts';

/** Whom it is about, once the register has found them. */
export interface About {
  readonly kind: Subject;
  readonly unit?: string | undefined;
  readonly case?: string | undefined;
  readonly caseNumber?: string | undefined;
  readonly staff?: string | undefined;
}

interface Registered {
  kind: ComplaintKind; channel: Channel; named: boolean; /** Whether anybody can be reached. */ reachable: boolean; receivedOn: string; about: About; text: string; wanted?: string | undefined; reply?: string | undefined; box?: string | undefined;
  secret: boolean; /** Key of the office that handles it; null: the bureau. */ holder: string | null; passedUp: boolean; /** Office whose people took it, and so know its code; null or absent: the county or whoever complained themselves. */ takenBy?: string | null | undefined; acceptBy: string;
}
interface Investigated extends Omit<ComplaintPayloads['investigate'], 'investigators' | 'others'> {
  persons: readonly { readonly account?: string | undefined; readonly name: string }[];
}
type Dated<T> = T & { readonly at: string };

export interface ComplaintBodies {
  complaintRegistered: Registered;
  complaintAccepted: { answerBy: string };
  complaintDeclined: ComplaintPayloads['decline'];
  complaintTransferred: { unit: string | null; department?: string | undefined; reason: string };
  complaintLinked: { about: About; secret: boolean; reason: string };
  complaintExtended: { reason: string; answerBy: string };
  complaintSupervised: { due: string; text: string };
  complaintInvestigated: Investigated;
  complaintDisposed: ComplaintPayloads['dispose'];
  complaintAnswered: ComplaintPayloads['feedBack'] & { reviewBy?: string | undefined };
  complaintWithdrawn: { reason: string };
  complaintShown: { shown: boolean; reason: string };
  complaintFilesShown: ComplaintPayloads['showFiles'];
  complaintCodeIssued: ComplaintPayloads['issueCode'] & { issue: number };
  complaintRated: ComplaintPayloads['rate'];
  complaintReviewAsked: ComplaintPayloads['askReview'] & { level: 1 | 2; answerBy: string };
  complaintReviewed: ComplaintPayloads['answerReview'] & { askBy?: string | undefined };
  suitLodged: { kind: SuitKind; organ: string; docket?: string | undefined; receivedOn: string; about: About; claim: string; respondBy: string };
  suitResponded: ComplaintPayloads['respond'];
  suitHearing: ComplaintPayloads['hearing'];
  suitResult: ComplaintPayloads['result'];
  suitCorrected: { text: string };
}

/** Reconsideration or litigation: the county bureau answers for what a delegate did in its name. */
export interface SuitState {
  readonly course: 'suit';
  readonly id: string;
  readonly kind: SuitKind;
  readonly organ: string;
  readonly docket?: string | undefined;
  readonly receivedOn: string;
  readonly about: About;
  readonly text: string;
  readonly respondBy: string;
  readonly responded?: ComplaintPayloads['respond'] | undefined;
  readonly hearings: readonly ComplaintPayloads['hearing'][];
  readonly result?: Dated<ComplaintPayloads['result']> | undefined;
  readonly corrected?: { readonly text: string; readonly on: string } | undefined;
}

export interface Review {
  readonly level: 1 | 2;
  readonly asked: ComplaintPayloads['askReview'];
  readonly answerBy: string;
  readonly answered?: ComplaintBodies['complaintReviewed'] | undefined;
}

export interface PetitionState extends Omit<Registered, 'acceptBy'> {
  readonly course: 'petition';
  readonly id: string;
  readonly registeredAt: string;
  readonly department?: string | undefined;
  readonly acceptBy: string;
  readonly accepted?: { readonly on: string } | undefined;
  readonly answerBy?: string | undefined;
  readonly declined?: (ComplaintPayloads['decline'] & { readonly on: string }) | undefined;
  readonly transfers: readonly (ComplaintBodies['complaintTransferred'] & { readonly on: string })[];
  readonly extended?: string | undefined;
  readonly supervised: readonly (ComplaintBodies['complaintSupervised'] & { readonly on: string })[];
  readonly investigations: readonly Investigated[];
  readonly disposed?: (ComplaintPayloads['dispose'] & { readonly on: string }) | undefined;
  readonly answered?: ComplaintBodies['complaintAnswered'] | undefined;
  readonly withdrawn?: { readonly reason: string; readonly on: string } | undefined;
  readonly reviews: readonly Review[];
  /** The latest code that was given; absent: the one of the registration. */
  readonly codeIssue?: number | undefined;
  readonly codeIssued?: { readonly on: string; readonly way: ComplaintPayloads['issueCode']['way'] } | undefined;
  /** When whoever complained said themselves whether they are satisfied. */
  readonly ratedOn?: string | undefined;
}
export type ComplaintState = PetitionState | SuitState;

export interface ComplaintContext extends MatterContext {
  /** For `register`, `link` and `lodge`: whom it is about, as the register knows them; the unit of a case or of a member of staff. */
  readonly about?: About | undefined;
  /** For `investigate`: those named, with their posts and the unit of each. */
  readonly people?: ReadonlyMap<string, { readonly name: string; readonly county: boolean; readonly unit: string }> | undefined;
  /** For `correct`: whether anything was done in the case since the result. */
  readonly caseMoved?: boolean | undefined;
  /** For `register` by a village post: key of the office above it. */
  readonly office?: string | undefined;
  /** For `transfer`: whether there is such an office. */
  readonly unitKnown?: boolean | undefined;
}

/** A term of the policies from a day: working days where the parameter says so, else natural days, moved off days off. */
export function term(c: { readonly policy: Policy; readonly calendar: WorkCalendar }, key: string, from: string): { readonly date: string; readonly days: number } | Refusal {
  const r = c.policy.find<number>(key, { on: from });
  if (!r) return refuse('policy.absent', `${from} 没有规定“${key}”`, { allowed: ['在政策中写明期限和依据'] });
  return { date: r.unit === 'wd' ? c.calendar.addWorkingDays(from, r.value).date : c.calendar.addDays(from, r.value, true).date, days: r.value };
}
