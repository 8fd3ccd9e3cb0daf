import type { TopicEvolve } from '../topic.ts';

export const evolveDelivery: TopicEvolve = (s, a) => {
  if (a.kind !== 'letterDelivered') return undefined;
  const d = s.verification.discrepancy;
  // The days to explain run from the day on which the notice arrived [HQ-106].
  const verification = a.body.kind === 'discrepancy' && d?.number === a.body.number ? { ...s.verification, discrepancy: { ...d, deliveredOn: a.body.on } } : s.verification;
  return { ...s, verification, deliveries: [...(s.deliveries ?? []), { ...a.body, by: a.actor, seq: s.seq }] };
};
