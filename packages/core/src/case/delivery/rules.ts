import type * as z from 'zod';
import type { DeliveryNeed } from '../../policy/tables.ts';
import { refuse, type Refusal } from '../../refusal/refusal.ts';
import { scopeOf, type CaseContext } from '../procedure.ts';
import type { CaseState } from '../state.ts';
import { needPost } from '../step-guard.ts';
import { make, notBetween, type Topic } from '../topic.ts';
import { DELIVERY_LABELS, DELIVERY_NEED_WORDS, SERVED_KINDS, type deliveryPayloads, type ServedKind } from './payloads.ts';

type Proof = Pick<z.output<(typeof deliveryPayloads)['deliverLetter']>, 'method' | 'witness' | 'tracking' | 'helper' | 'photos'>;

const given: Record<DeliveryNeed, (p: Proof) => boolean> = {
  witness: (p) => (p.witness ?? '') !== '', photo: (p) => p.photos.length > 0, tracking: (p) => (p.tracking ?? '') !== '', helper: (p) => (p.helper ?? '') !== '',
};

/**
 * What a method of delivery still needs to prove that the letter arrived; one rule for the decision and for every other
 * letter [HQ-109, HQ-128, HQ-132]. By the law of the day of delivery.
 */
export function deliveryFault(p: Proof, s: CaseState, c: CaseContext): Refusal | undefined {
  const rule = c.policy.find<Readonly<Partial<Record<string, readonly DeliveryNeed[]>>>>('delivery.proof', { ...scopeOf(s), on: c.today });
  const missing = (rule?.value[p.method] ?? []).filter((n) => !given[n](p));
  return missing.length > 0 ? refuse('delivery.proof', `${DELIVERY_LABELS[p.method]}须有${missing.map((m) => DELIVERY_NEED_WORDS[m]).join('、')}`, { policy: c.policy, source: rule?.source, missing: missing.map((m) => DELIVERY_NEED_WORDS[m]) }) : undefined;
}

/** How many letters of each kind a case has made. */
function made(s: CaseState): Record<ServedKind, number> {
  const changes = s.changes ?? [];
  const debts = s.recoveries ?? [];
  return {
    supplement: s.told ? 1 : 0, discrepancy: s.verification.discrepancy ? 1 : 0, extension: s.extended ? 1 : 0, withdrawal: s.status === 'withdrawn' || s.status === 'abandoned' ? 1 : 0,
    change: changes.filter((x) => x.kind === 'adjust' && !x.byStandard).length, end: changes.filter((x) => x.kind === 'stop').length,
    recoveryNotice: debts.filter((r) => r.established).length, recoveryReminder: debts.reduce((n, r) => n + r.reminders.length, 0), waiverDecision: debts.reduce((n, r) => n + r.waivers.filter((w) => w.number !== '').length, 0),
  };
}

/** Whether a letter has yet to reach the household. */
function waiting(s: CaseState): boolean {
  const d = s.verification.discrepancy;
  const arrived = (kind: ServedKind): number => (kind === 'discrepancy' ? (d?.deliveredOn === undefined ? 0 : 1) : (s.deliveries ?? []).filter((x) => x.kind === kind).length);
  return SERVED_KINDS.some((kind) => arrived(kind) < made(s)[kind]);
}

/**
 * Delivery of the letters besides the decision: of supplements and discrepancies, of extensions, of changes and ends
 * [HQ-208]. Each is delivered once; that the letter belongs to the case and is not younger than its delivery is looked up
 * where letters are registered.
 */
export const deliveryTopic: Topic = {
  when: { deliverLetter: 'always' },
  guard: (command, s, _c, a) => (command === 'deliverLetter' ? (needPost(a, ['handler', 'village', 'countyHandler'], '文书送达') ?? (waiting(s) ? undefined : refuse('step.absent', '没有等待送达的文书'))) : undefined),
  handle: (s, command, c, actor) => {
    if (command.name !== 'deliverLetter') return [];
    const p = command.payload;
    const before = s.deliveries?.find((d) => d.kind === p.kind && d.number === p.number);
    if (before) return refuse('step.done', `${p.number} 已于 ${before.on} 送达（${DELIVERY_LABELS[before.method]}）`);
    const told = s.verification.discrepancy;
    if (p.kind === 'discrepancy' && told?.number === p.number && told.deliveredOn !== undefined) return refuse('step.done', `${p.number} 已于 ${told.deliveredOn} 送达`);
    return notBetween(s, c, p.on, '送达日期', (rule) => refuse('date.order', rule)) ?? deliveryFault(p, s, c) ?? [make('letterDelivered', p, c, actor)];
  },
};
