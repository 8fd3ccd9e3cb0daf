import type { CaseState } from '../state.ts';
import { lastMeeting } from '../meetings/evolve.ts';
import type { TopicEvolve } from '../topic.ts';
import type { AidState } from './state.ts';

const NONE: AidState = { given: [], errands: [] };
const aidOf = (s: Pick<CaseState, 'aid'>): AidState => s.aid ?? NONE;

const changed = (s: CaseState, payment: string, f: (g: AidState['given'][number]) => AidState['given'][number]): CaseState => ({ ...s, aid: { ...aidOf(s), given: aidOf(s).given.map((g) => (g.number === payment ? f(g) : g)) } });

export const evolveAid: TopicEvolve = (s, a) => {
  const aid = aidOf(s);
  switch (a.kind) {
    case 'aidGiven': {
      // Done when it was in hand, not when it was written down: the clock of hours is judged by it.
      const mark = s.done.relieve ?? { on: a.body.at.slice(0, 10), by: a.actor, seq: s.seq };
      const done = a.body.phase === 'relief' ? { ...s.done, relieve: mark } : s.done;
      return { ...s, done, aid: { ...aid, given: [...aid.given, { ...a.body, on: a.on, recordedAt: a.at, seq: s.seq, by: a.actor }] } };
    }
    case 'givenConfirmed':
      return changed(s, a.body.payment, (g) => ({ ...g, confirmed: [...(g.confirmed ?? []), { by: a.actor, on: a.on, at: a.at, seq: s.seq, outcome: a.body.outcome, words: a.body.words }] }));
    case 'aidReceiptAdded':
      return changed(s, a.body.payment, (g) => ({ ...g, receipts: [...(g.receipts ?? []), { on: a.on, by: a.actor, files: a.body.files, ...(a.body.noSignature ? { noSignature: a.body.noSignature } : {}) }] }));
    case 'givenSettled':
      return changed(s, a.body.payment, (g) => ({ ...g, settled: { on: a.on, seq: s.seq, by: a.actor, outcome: a.body.outcome, words: a.body.words, files: a.body.files } }));
    case 'emergencyMarked':
      return { ...s, aid: { ...aid, emergency: { on: a.on, at: a.at, by: a.actor, grounds: a.body.grounds } } };
    case 'complexDeclared':
      return { ...s, aid: { ...aid, complex: { on: a.on, by: a.actor, grounds: a.body.grounds } } };
    case 'referred':
      return { ...s, aid: { ...aid, errands: [...aid.errands, { id: a.body.id, kind: 'referral', organ: a.body.name, to: a.body.to, matter: a.body.matter, text: a.body.text, on: a.on, due: a.body.due, by: a.actor, answers: [] }] } };
    case 'referralAnswered': {
      const { referral, ...answer } = a.body;
      return { ...s, aid: { ...aid, errands: aid.errands.map((e) => (e.id === referral ? { ...e, answers: [...e.answers, answer] } : e)) } };
    }
    default:
      return undefined;
  }
};

/** Fen handed over in cash and goods; `phase` limits it to relief before the decision or to payment after it. */
export const givenFen = (s: Pick<CaseState, 'aid'>, phase?: 'relief' | 'payment'): number => aidOf(s).given.reduce((n, g) => n + (phase === undefined || g.phase === phase ? g.fen : 0), 0);

/** Steps whose body may fix the sum. */
const FIXING = ['consult', 'jointMeeting'] as const;

/** The sum a joint meeting or consultation has fixed for this case, while its resolution stands [HQ-166]. */
export function fixedFen(s: Pick<CaseState, 'done' | 'meetings'>): number | undefined {
  const m = FIXING.flatMap((step) => (s.done[step] ? (lastMeeting(s, step) ?? []) : [])).at(-1);
  return m?.passed === true ? m.fixedFen : undefined;
}

/** The sum that a grant would decide now, in fen: what the joint meeting fixed, else that of the opinion. */
export const decidedSum = (s: Pick<CaseState, 'done' | 'meetings' | 'opinion'>): number => fixedFen(s) ?? s.opinion?.monthlyFen ?? 0;

/** What is still to be paid of a grant, in fen: never below 0. Nothing before a grant. */
export const restFen = (s: Pick<CaseState, 'aid' | 'decision' | 'status'>): number => (s.status === 'granted' ? Math.max(0, (s.decision?.monthlyFen ?? 0) - givenFen(s)) : 0);

/** The first relief in time: what the clock of hours is judged against. Shanghai date and time of day. */
export const firstRelief = (s: Pick<CaseState, 'aid'>): string | undefined => aidOf(s).given.filter((g) => g.phase === 'relief').map((g) => g.at).sort()[0];
