import type { TopicEvolve } from '../topic.ts';

export const evolvePlace: TopicEvolve = (s, a) => {
  switch (a.kind) {
    case 'handedOver':
      return { ...s, handOver: { ...a.body, on: a.on, by: a.actor } };
    case 'handOverReceived':
      // The new office takes the case as it stands: what was done stays done, by whom the log says.
      return { ...s, unit: a.body.unit, handler: a.actor.user, handOver: undefined, handOvers: [...(s.handOvers ?? []), { from: a.body.from, to: a.body.unit, on: a.on, papers: s.handOver?.papers ?? [], reason: s.handOver?.reason ?? '' }] };
    case 'handOverDeclined':
      return { ...s, handOver: undefined };
    case 'elsewhereAsked':
      return { ...s, elsewhere: [...(s.elsewhere ?? []), { errand: a.body.errand, unit: a.body.unit, what: a.body.what, on: a.on }] };
    case 'elsewhereAnswered': {
      const { errand, ...visit } = a.body;
      const elsewhere = (s.elsewhere ?? []).map((e) => (e.errand === errand ? { ...e, answeredOn: a.on } : e));
      // What two of the other office saw is an investigation like their own colleagues': it stands in the file beside theirs.
      // A step of the case only if it could have been one here: accepted, signed, and after the objection that it answers [HQ-118].
      const counts = s.done.accept !== undefined && visit.applicantSigned && (s.objectedOn === undefined || visit.on >= s.objectedOn);
      return { ...s, elsewhere, investigations: [...s.investigations, { ...visit, neighbours: 0, seq: s.seq, by: a.actor }], done: s.done.investigate || !counts ? s.done : { ...s.done, investigate: { on: a.on, by: a.actor, seq: s.seq } } };
    }
    default:
      return undefined;
  }
};
