import type { CaseState } from '../state.ts';
import type { TopicEvolve } from '../topic.ts';

export const evolveChange: TopicEvolve = (s, a) => {
  switch (a.kind) {
    case 'changeProposed':
      return { ...s, change: { ...a.body, on: a.on, by: a.actor } };
    case 'changeReviewed':
      // Sent back, the proposal is over; a new one starts anew.
      return a.body.outcome === 'return' ? { ...s, change: undefined } : { ...s, change: s.change && { ...s.change, reviewed: { on: a.on, by: a.actor, text: a.body.text } } };
    case 'changeDecided': {
      if (a.body.outcome === 'return') return { ...s, change: undefined };
      const facts = s.change?.facts ?? s.facts;
      const changes = [...(s.changes ?? []), { ...a.body, on: a.on, by: a.actor, ground: s.change?.ground ?? 'other', reason: s.change?.text ?? '', direction: s.change?.direction ?? 'same', fromFen: s.change?.fromFen ?? 0, seq: s.seq }];
      const state: CaseState = { ...s, change: undefined, changes, facts, assessment: s.change?.result ?? s.assessment };
      return a.body.kind === 'stop' ? { ...state, endedFrom: a.body.fromMonth } : state;
    }
    case 'standardChanged': {
      const b = a.body;
      const reason = `${b.title}（${b.number}）`;
      const change: NonNullable<CaseState['changes']>[number] = { outcome: 'agree', text: b.text, kind: 'adjust', monthlyFen: b.monthlyFen, fromMonth: b.fromMonth, number: b.number, on: a.on, by: a.actor, ground: 'standard', reason, direction: 'increase', fromFen: b.fromFen, seq: s.seq, byStandard: true };
      return { ...s, changes: [...(s.changes ?? []), change] };
    }
    default:
      return undefined;
  }
};

/** What a granted case is paid per month now, in fen: the decision's sum or that of its last change. */
export const monthlyNow = (s: CaseState): number => s.changes?.at(-1)?.monthlyFen ?? s.decision?.monthlyFen ?? s.imported?.monthlyFen ?? 0;
