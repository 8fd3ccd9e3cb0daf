import { book, planNow, type PlanPart } from '../../recovery/settle.ts';
import { sumsOf, type ClaimLine, type Instalment, type RecoveryStatus, type Sums } from '../../recovery/model.ts';
import type { Actor } from '../actions.ts';
import type { CaseState } from '../state.ts';
import type { TopicEvolve } from '../topic.ts';
import type { RecoveryBodies } from './bodies.ts';

interface Mark {
  readonly on: string;
  readonly by: Actor;
  readonly seq: number;
}

/** One debt and all that became of it. */
export interface Recovery extends Pick<RecoveryBodies['recoveryProposed'], 'ground' | 'since' | 'entitledFen' | 'debtor' | 'text' | 'files' | 'proration'> {
  readonly id: string;
  readonly status: RecoveryStatus;
  readonly claims: readonly ClaimLine[];
  readonly proposed: Mark;
  readonly established?: (Mark & { readonly number: string; readonly text: string; readonly firstFen: number }) | undefined;
  /** Day by which it is to be paid, as last told. */
  readonly payBy?: string | undefined;
  readonly answers: readonly (RecoveryBodies['recoveryAnswered'] & Mark)[];
  readonly corrections: readonly (RecoveryBodies['recoveryCorrected'] & Mark)[];
  readonly reminders: readonly (RecoveryBodies['recoveryReminded'] & Mark)[];
  readonly plan?: { readonly instalments: readonly Instalment[]; readonly number: string; readonly on: string; readonly by: Actor; readonly signedOn: string } | undefined;
  readonly receipts: readonly (RecoveryBodies['receiptRecorded'] & Mark & { readonly state: 'recorded' | 'confirmed' | 'rejected'; readonly checked?: (Mark & { readonly text: string }) | undefined })[];
  readonly waiver?: (RecoveryBodies['waiverProposed'] & Mark) | undefined;
  readonly waivers: readonly (RecoveryBodies['waiverDecided'] & Mark & { readonly reason: string; readonly ground: string })[];
  readonly escalations: readonly (RecoveryBodies['recoveryEscalated'] & Mark & { readonly results: readonly (RecoveryBodies['escalationNoted'] & Mark)[] })[];
  readonly closed?: Mark | undefined;
}

export const recoveriesOf = (s: CaseState): readonly Recovery[] => s.recoveries ?? [];
export const sums = (r: Recovery): Sums => sumsOf(r.claims);
/** Recorded and not yet looked at by the second person. */
export const pendingFen = (r: Recovery): number => r.receipts.reduce((a, x) => (x.state === 'recorded' ? a + x.fen : a), 0);
/** The instalments as they stand: what is no longer owed fills them in order. */
export function planOf(r: Recovery, today: string): readonly PlanPart[] {
  if (!r.plan) return [];
  const total = r.plan.instalments.reduce((a, p) => a + p.fen, 0);
  return planNow(r.plan.instalments, total - sums(r).outstandingFen, today);
}

/** The day by which the next sum is to come, and how much; nothing once all is settled or before it is established. */
export function nextDue(r: Recovery, today: string): { readonly due: string; readonly fen: number; readonly late: boolean } | undefined {
  if (r.status !== 'established') return undefined;
  const part = planOf(r, today).find((p) => p.doneFen < p.fen);
  if (part) return { due: part.due, fen: part.fen - part.doneFen, late: part.late };
  return r.payBy === undefined ? undefined : { due: r.payBy, fen: sums(r).outstandingFen, late: r.payBy < today };
}

export const evolveRecovery: TopicEvolve = (s, a) => {
  const mark: Mark = { on: a.on, by: a.actor, seq: s.seq };
  const change = (id: string, f: (r: Recovery) => Recovery): CaseState => ({ ...s, recoveries: recoveriesOf(s).map((r) => (r.id === id ? f(r) : r)) });
  switch (a.kind) {
    case 'recoveryProposed': {
      const { ground, since, entitledFen, debtor, text, files, proration, claims, recovery } = a.body;
      const r: Recovery = { id: recovery, ground, since, entitledFen, debtor, text, files, proration, claims, status: 'proposed', proposed: mark, answers: [], corrections: [], reminders: [], receipts: [], waivers: [], escalations: [] };
      return { ...s, recoveries: [...recoveriesOf(s), r] };
    }
    case 'recoveryEstablished':
      return change(a.body.recovery, (r) => (a.body.outcome === 'return' ? { ...r, status: 'declined', closed: mark } : { ...r, status: 'established', payBy: a.body.payBy, established: { ...mark, number: a.body.number, text: a.body.text, firstFen: sums(r).dueFen } }));
    case 'recoveryAnswered':
      return change(a.body.recovery, (r) => ({ ...r, answers: [...r.answers, { ...mark, ...a.body }] }));
    case 'recoveryCorrected':
      return change(a.body.recovery, (r) => ({ ...r, corrections: [...r.corrections, { ...mark, ...a.body }], claims: r.claims.map((l, i) => ({ ...l, claimFen: a.body.claims.find((c) => c.claim === i)?.fen ?? l.claimFen })) }));
    case 'recoveryReminded':
      return change(a.body.recovery, (r) => ({ ...r, payBy: a.body.payBy, reminders: [...r.reminders, { ...mark, ...a.body }] }));
    case 'instalmentsAgreed':
      return change(a.body.recovery, (r) => ({ ...r, plan: { instalments: a.body.instalments, number: a.body.number, on: a.on, by: a.actor, signedOn: a.body.signedOn } }));
    case 'receiptRecorded':
      return change(a.body.recovery, (r) => ({ ...r, receipts: [...r.receipts, { ...mark, ...a.body, state: 'recorded' }] }));
    case 'receiptConfirmed':
      return change(a.body.recovery, (r) => ({
        ...r, claims: book(r.claims, 'recovered', a.body.shares),
        receipts: r.receipts.map((x) => (x.receipt === a.body.receipt ? { ...x, state: a.body.outcome === 'agree' ? 'confirmed' : 'rejected', checked: { ...mark, text: a.body.text } } : x)),
      }));
    case 'waiverProposed':
      return change(a.body.recovery, (r) => ({ ...r, waiver: { ...mark, ...a.body } }));
    case 'waiverDecided':
      return change(a.body.recovery, (r) => ({ ...r, waiver: undefined, claims: book(r.claims, 'waived', a.body.shares), waivers: [...r.waivers, { ...mark, ...a.body, reason: r.waiver?.reason ?? '', ground: r.waiver?.ground ?? '' }] }));
    case 'recoveryEscalated':
      return change(a.body.recovery, (r) => ({ ...r, escalations: [...r.escalations, { ...mark, ...a.body, results: [] }] }));
    case 'escalationNoted':
      return change(a.body.recovery, (r) => ({ ...r, escalations: r.escalations.map((e) => (e.escalation === a.body.escalation ? { ...e, results: [...e.results, { ...mark, ...a.body }] } : e)) }));
    case 'recoveryClosed':
      return change(a.body.recovery, (r) => ({ ...r, status: 'closed', closed: mark }));
    default:
      return undefined;
  }
};
