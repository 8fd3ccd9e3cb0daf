import type { Told } from '../judgement/model.ts';
import type { MeansResult } from '../means/model.ts';
import type { StepId } from '../policy/model.ts';
import type { Action, ActionBodies, Actor, TopicBodies } from './actions.ts';
import type { AidState } from './aid/state.ts';
import type { AidContext } from './aid/found.ts';
import type { HouseholdFacts } from './facts.ts';
import { evolveMeeting } from './meetings/evolve.ts';
import { evolveCare, type CareState } from './care/evolve.ts';
import { evolveRelative } from './relatives/evolve.ts';
import { evolvePlatform } from './platform/evolve.ts';
import { evolvePlace } from './places/evolve.ts';
import { evolveSubmission, type SubmissionState } from './submissions/evolve.ts';
import { evolveChange } from './changes/evolve.ts';
import { evolveImport, startImported } from './imports/evolve.ts';
import { evolveAid } from './aid/evolve.ts';
import { evolveRecovery, type Recovery } from './recovery/evolve.ts';
import { evolveDelivery } from './delivery/evolve.ts';
import type { ChangeGround } from './changes/payloads.ts';
import type { RelativeHit } from './relatives/bodies.ts';
import { AFTER_FACTS, AFTER_OPINION, reopen, stillTrue, without } from './steps.ts';
import type { TopicEvolve } from './topic.ts';

export type CaseStatus = 'applied' | 'accepted' | 'granted' | 'refused' | 'withdrawn' | 'abandoned';

export interface StepMark {
  readonly on: string;
  readonly by: Actor;
  readonly seq: number;
}

export interface VerificationState {
  readonly round: number;
  readonly request?: string | undefined;
  readonly requestedOn?: string | undefined;
  /** Where the request stands: with the county body, at the platform, answered. */
  readonly at: 'none' | 'county' | 'platform' | 'reported';
  readonly report?: (ActionBodies['verificationReported'] & { readonly on: string }) | undefined;
  readonly troubles: readonly { readonly on: string; readonly kind: string; readonly text: string }[];
  readonly discrepancy?: { readonly number: string; readonly notifiedOn: string; readonly deliveredOn?: string | undefined; readonly text: string; readonly explained?: { readonly on: string; readonly outcome: 'accepted' | 'reverify'; readonly late: boolean } | undefined; readonly missed?: string | undefined } | undefined;
}

export interface NoticeState {
  readonly level: 'unit' | 'county';
  readonly on: string;
  readonly until: string;
  readonly provisional: boolean;
  readonly place: string;
  /** The clerk's own sentence on the sheet. */
  readonly remark?: string | undefined;
  readonly closedOn?: string | undefined;
  readonly objections: readonly (ActionBodies['objected'] & { readonly seq: number })[];
}

/** A case as it stands: a fold over its actions, nothing in it that the log cannot rebuild. */
export interface CaseState {
  readonly id: string;
  readonly seq: number;
  readonly number: string;
  readonly programme: string;
  readonly unit: string;
  readonly applicationDate: string;
  /** Instant of the application (ISO with offset), from which hours are counted; cases taken over have none. */
  readonly appliedAt?: string | undefined;
  readonly status: CaseStatus;
  readonly route: ActionBodies['routed'];
  readonly facts: HouseholdFacts;
  readonly handler: string;
  readonly via: string;
  /** The case of another programme out of which this one grew. */
  readonly carriedFrom?: string | undefined;
  readonly agent?: ActionBodies['applied']['agent'];
  readonly materials: Readonly<Record<string, { readonly on: string }>>;
  readonly told?: { readonly on: string; readonly missing: readonly string[]; readonly notice: string } | undefined;
  readonly receipt?: string | undefined;
  readonly authorised: Readonly<Record<string, { readonly on: string; readonly number: string }>>;
  readonly verification: VerificationState;
  readonly simplified?: { readonly on: string; readonly grounds: string; readonly knownBy: readonly string[] } | undefined;
  readonly investigations: readonly (ActionBodies['investigated'] & { readonly seq: number; readonly by: Actor })[];
  readonly meetings: readonly (ActionBodies['met'] & { readonly seq: number })[];
  /** The combined opinion report as the leader in charge signed it; it stands while the step does. */
  readonly signedReport?: { readonly on: string; readonly by: Actor; readonly text: string } | undefined;
  /** Results of meetings made known to the handling and the managing office. */
  readonly fedBack?: readonly (ActionBodies['resultFedBack'] & { readonly on: string; readonly seq: number })[] | undefined;
  readonly assessment?: MeansResult | undefined;
  /** What the household is told of every programme, as of the last assessment. */
  readonly judgement?: Told | undefined;
  readonly opinion?: { readonly outcome: 'grant' | 'refuse'; readonly text: string; readonly monthlyFen: number; /** Above the table: why. */ readonly special?: { readonly ground: string } | undefined; readonly on: string; readonly by: Actor } | undefined;
  readonly notices: readonly NoticeState[];
  readonly disputed: boolean;
  readonly majorDispute: boolean;
  readonly objectedOn?: string | undefined;
  readonly decision?: (ActionBodies['decided'] & { readonly on: string; readonly by: Actor }) | undefined;
  readonly delivery?: (Pick<ActionBodies['delivered'], 'on' | 'method'> & Partial<ActionBodies['delivered']>) | undefined;
  readonly extended?: { readonly on: string; readonly reason: string; readonly byCounty: boolean } | undefined;
  readonly returned?: { readonly on: string; readonly step: StepId; readonly reason: string } | undefined;
  /** Register entries found for the household, and the county's visits for their sake. */
  readonly relatives?: readonly (RelativeHit & { readonly on: string })[] | undefined;
  readonly countyVisits?: readonly (ActionBodies['countyVisited'] & { readonly seq: number; readonly by: Actor })[] | undefined;
  /** A change or end under way, those decided, and the month from which nothing is paid any more. */
  readonly change?: (ActionBodies['changeProposed'] & { readonly on: string; readonly by: Actor; readonly reviewed?: { readonly on: string; readonly by: Actor; readonly text: string } | undefined }) | undefined;
  readonly changes?: readonly (ActionBodies['changeDecided'] & { readonly on: string; readonly by: Actor; readonly ground: ChangeGround; readonly reason: string; readonly direction: ActionBodies['changeProposed']['direction']; readonly fromFen: number; readonly seq: number; /** By a standard raised for the whole county: made known once, without a letter to each. */ readonly byStandard?: true })[] | undefined;
  readonly endedFrom?: string | undefined;
  /** Support of the destitute: assessments of self-care, wish, arrangement. */
  readonly care?: CareState | undefined;
  /** Letters besides the decision that have reached whom they are for. */
  readonly deliveries?: readonly (ActionBodies['letterDelivered'] & { readonly by: Actor; readonly seq: number })[] | undefined;
  /** What was sent in without an account; and how many codes the applicant has been given (none = the first, of the receipt). */
  readonly submissions?: readonly SubmissionState[] | undefined;
  readonly accessIssue?: number | undefined;
  /** Temporary assistance: emergency and complexity as declared, what was given, referrals. */
  readonly aid?: AidState | undefined;
  /** Why the same cause is applied for again within twelve months; and what of other assistance the system found at intake. */
  readonly repeatReason?: string | undefined;
  readonly found?: AidContext | undefined;
  /** Number of this case in the higher platform. */
  readonly platformNumber?: { readonly number: string; readonly on: string } | undefined;
  /** A hand-over that waits to be taken; those that were; what other offices were asked to look at. */
  readonly handOver?: (ActionBodies['handedOver'] & { readonly on: string; readonly by: Actor }) | undefined;
  readonly handOvers?: readonly { readonly from: string; readonly to: string; readonly on: string; readonly papers: readonly string[]; readonly reason: string }[] | undefined;
  readonly elsewhere?: readonly { readonly errand: string; readonly unit: string; readonly what: string; readonly on: string; readonly answeredOn?: string | undefined }[] | undefined;
  /** What was overpaid and comes back. */
  readonly recoveries?: readonly Recovery[] | undefined;
  readonly done: Readonly<Partial<Record<StepId, StepMark>>>;
  /** Taken over from the office's roster, not decided here: since when and with how much a month (fen), and from which month this system pays. */
  readonly imported?: { readonly on: string; readonly by: Actor; readonly monthlyFen: number; readonly fromMonth: string; readonly payFrom: string; readonly import: string; readonly row: number } | undefined;
  readonly closedOn?: string | undefined;
  /** Applied for by word of mouth: the applicant's signature was left to follow. */
  readonly unsigned?: true | undefined;
}

export const isOpen = (s: CaseState): boolean => s.status === 'applied' || s.status === 'accepted';

/** Every adult and child of the household that counts, and every obligor: whoever must authorise verification. */
export const personsToAuthorise = (f: HouseholdFacts): string[] => [...new Set([...f.members.map((m) => m.person), ...f.obligors.map((o) => o.person)])];

/** Verification must be asked for again: what was asked or reported no longer covers the case. */
const unasked = (v: VerificationState): VerificationState => ({ ...v, at: 'none', request: undefined, discrepancy: undefined });

/** Asked for at each fold, not when the module loads: a topic may itself import from here. */
const topics = (): readonly TopicEvolve[] => [evolveMeeting, evolveCare, evolveRelative, evolvePlace, evolvePlatform, evolveSubmission, evolveChange, evolveImport, evolveDelivery, evolveAid, evolveRecovery];

/** A topic's own action is folded by the topic; the plain way of a case below. */
type OwnAction = Exclude<Action, { kind: keyof TopicBodies }>;

/** The only way state changes. `undefined` before the first action. */
export function evolve(before: CaseState | undefined, a: Action, id: string): CaseState {
  if (a.kind === 'applied') {
    const b = a.body;
    return {
      id, seq: 1, number: b.number, programme: b.programme, unit: b.unit, applicationDate: b.applicationDate, appliedAt: a.at, status: 'applied',
      route: { organ: 'county', procedure: '', reason: '' }, facts: b.facts, handler: a.actor.user, via: b.via, agent: b.agent, ...(b.carriedFrom === undefined ? {} : { carriedFrom: b.carriedFrom }), ...(b.repeatReason === undefined ? {} : { repeatReason: b.repeatReason }), ...(b.found === undefined ? {} : { found: b.found }), ...(b.declaredOn === undefined ? { unsigned: true as const } : {}),
      materials: Object.fromEntries(b.materials.map((m) => [m, { on: a.on }])), authorised: {}, verification: { round: 0, at: 'none', troubles: [] },
      investigations: [], meetings: [], notices: [], disputed: false, majorDispute: false, done: {},
    };
  }
  if (!before && a.kind === 'imported') return startImported(a, id);
  if (!before) throw new Error(`案件日志须以申请开始，而不是 ${a.kind}`);
  const seq = before.seq + 1;
  const s: CaseState = { ...before, seq };
  for (const topic of topics()) {
    const after = topic(s, a);
    if (after) return after;
  }
  const own = a as OwnAction;
  return evolveOwn(s, own);
}

function evolveOwn(s: CaseState, a: OwnAction): CaseState {
  const mark: StepMark = { on: a.on, by: a.actor, seq: s.seq };
  const finish = (step: StepId, base: CaseState['done'] = s.done): CaseState['done'] => ({ ...base, [step]: mark });
  // Other facts reopen what rests on them; a person new to the case must sign and be verified like the rest [HQ-83].
  const newFacts = (facts: HouseholdFacts | undefined, done: CaseState['done'], verification = s.verification): Pick<CaseState, 'facts' | 'done' | 'verification' | 'notices'> => {
    if (!facts) return { facts: s.facts, done, verification, notices: s.notices };
    const signed = personsToAuthorise(facts).every((p) => s.authorised[p]);
    return { facts, notices: stillTrue(s.notices), verification: signed ? verification : unasked(verification), done: signed ? without(done, ...AFTER_FACTS) : without(done, 'authorise', 'verify', ...AFTER_FACTS) };
  };
  switch (a.kind) {
    case 'applied':
      throw new Error('一个案件只能申请一次');
    case 'routed':
      // A notice that the county was posting falls away with the county's part.
      return { ...s, route: a.body, notices: a.body.organ === 'unit' && s.notices.at(-1)?.level === 'county' ? stillTrue(s.notices) : s.notices };
    case 'missingTold':
      return { ...s, told: { on: a.on, missing: a.body.missing, notice: a.body.notice } };
    case 'materialsReceived':
      return { ...s, materials: { ...s.materials, ...Object.fromEntries(a.body.materials.map((m) => [m, { on: a.on }])) } };
    case 'materialRequired':
      return s;
    case 'accepted':
      return { ...s, status: 'accepted', receipt: a.body.receipt, done: finish('accept') };
    case 'authorisationSigned': {
      const authorised = { ...s.authorised, ...Object.fromEntries(a.body.persons.map((p) => [p, { on: a.body.signedOn, number: a.body.number }])) };
      return { ...s, authorised, done: personsToAuthorise(s.facts).every((p) => authorised[p]) ? finish('authorise') : s.done };
    }
    case 'verificationRequested':
      return { ...s, verification: { round: a.body.round, request: a.body.request, requestedOn: a.on, at: a.body.next === 'county' ? 'county' : 'platform', troubles: [] }, done: without(s.done, 'verify') };
    case 'verificationForwarded':
      return { ...s, verification: { ...s.verification, at: 'platform' } };
    case 'verificationReported': {
      const verification: VerificationState = { ...s.verification, at: 'reported', report: { ...a.body, on: a.on } };
      return { ...s, verification, done: a.body.contradictions.length === 0 ? finish('verify') : s.done };
    }
    case 'verificationTrouble':
      return { ...s, verification: { ...s.verification, troubles: [...s.verification.troubles, { on: a.on, kind: a.body.kind, text: a.body.text }] } };
    case 'discrepancyNotified':
      return { ...s, verification: { ...s.verification, discrepancy: { number: a.body.number, notifiedOn: a.on, deliveredOn: a.body.deliveredOn, text: a.body.text } } };
    case 'discrepancyExplained': {
      const d = s.verification.discrepancy;
      const verification: VerificationState = d ? { ...s.verification, at: a.body.outcome === 'reverify' ? 'none' : s.verification.at, discrepancy: { ...d, missed: undefined, explained: { on: a.on, outcome: a.body.outcome, late: a.body.late } } } : s.verification;
      return { ...s, ...newFacts(a.body.facts, a.body.outcome === 'accepted' ? finish('verify') : s.done, verification) };
    }
    case 'explanationMissed': {
      const d = s.verification.discrepancy;
      return { ...s, verification: d ? { ...s.verification, discrepancy: { ...d, missed: a.on } } : s.verification };
    }
    case 'simplified':
      return { ...s, simplified: { on: a.on, grounds: a.body.grounds, knownBy: a.body.knownBy } };
    case 'investigated':
      return { ...s, investigations: [...s.investigations, { ...a.body, seq: s.seq, by: a.actor }], ...newFacts(a.body.facts, finish('investigate')) };
    case 'assessed':
      return { ...s, assessment: a.body.result, judgement: a.body.told, notices: stillTrue(s.notices), done: finish('assess', without(s.done, 'opine', ...AFTER_OPINION)) };
    case 'opined':
      return { ...s, opinion: { outcome: a.body.outcome, text: a.body.text, monthlyFen: a.body.monthlyFen, ...(a.body.special ? { special: a.body.special } : {}), on: a.on, by: a.actor }, done: finish('opine', without(s.done, ...AFTER_OPINION)) };
    case 'noticePosted':
      return { ...s, notices: [...s.notices, { level: a.body.level, on: a.body.on, until: a.body.until, provisional: a.body.provisional, place: a.body.place, remark: a.body.remark, objections: [] }] };
    case 'objected': {
      const last = s.notices.at(-1);
      const notices = last ? [...s.notices.slice(0, -1), { ...last, closedOn: a.on, objections: [...last.objections, { ...a.body, seq: s.seq }] }] : s.notices;
      return { ...s, notices, simplified: undefined, disputed: true, majorDispute: s.majorDispute || a.body.major, objectedOn: a.on, done: without(s.done, 'investigate', 'appraise', ...(a.body.major ? (['countyVisit'] as const) : []), ...AFTER_FACTS) };
    }
    case 'noticeClosed': {
      const last = s.notices.at(-1);
      return { ...s, notices: last ? [...s.notices.slice(0, -1), { ...last, closedOn: a.on }] : s.notices, done: finish(a.body.level === 'unit' ? 'notice' : 'countyNotice') };
    }
    case 'countyReviewed':
      return a.body.outcome === 'agree' ? { ...s, done: finish('countyReview') } : { ...s, returned: { on: a.on, step: 'opine', reason: a.body.text }, done: without(s.done, 'opine', ...AFTER_OPINION) };
    case 'reviewed':
      return a.body.outcome === 'agree' ? { ...s, done: finish('review') } : { ...s, returned: { on: a.on, step: 'opine', reason: a.body.text }, done: without(s.done, 'opine', ...AFTER_OPINION) };
    case 'agreed':
      return a.body.outcome === 'agree' ? { ...s, done: finish('agree') } : { ...s, returned: { on: a.on, step: 'review', reason: a.body.text }, done: without(s.done, 'review') };
    case 'decided':
      return { ...s, status: a.body.outcome === 'grant' ? 'granted' : 'refused', decision: { ...a.body, on: a.on, by: a.actor }, closedOn: a.on, done: finish('decide') };
    case 'delivered':
      return { ...s, delivery: a.body, done: finish('deliver') };
    case 'published':
      return { ...s, done: finish('publish') };
    case 'filed':
      return { ...s, done: finish('file') };
    case 'withdrawn':
      return { ...s, status: 'withdrawn', closedOn: a.on };
    case 'abandoned':
      return { ...s, status: 'abandoned', closedOn: a.on };
    case 'returned':
      return {
        ...s, returned: { on: a.on, step: a.body.step, reason: a.body.reason }, done: reopen(s.done, a.body.step), notices: stillTrue(s.notices),
        verification: a.body.step === 'authorise' || a.body.step === 'verify' ? unasked(s.verification) : s.verification,
      };
    case 'transferred':
      return { ...s, handler: a.body.to };
    case 'extended':
      return { ...s, extended: { on: a.on, reason: a.body.reason, byCounty: a.actor.post === 'countyHandler' || a.actor.post === 'countyLeader' } };
  }
}

/** Rebuilds a case from its whole log. */
export function fold(id: string, actions: readonly Action[]): CaseState {
  let s: CaseState | undefined;
  for (const a of actions) s = evolve(s, a, id);
  if (!s) throw new Error('空的案件日志');
  return s;
}
