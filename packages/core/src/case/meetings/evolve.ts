import type { StepId } from '../../policy/model.ts';
import { dutiesOf } from '../aid/errands.ts';
import type { CaseState } from '../state.ts';
import { reopen, without } from '../steps.ts';
import type { TopicEvolve } from '../topic.ts';
import { stepOfMeeting } from './bodies.ts';

export const evolveMeeting: TopicEvolve = (s, a) => {
  const mark = { on: a.on, by: a.actor, seq: s.seq };
  switch (a.kind) {
    case 'met': {
      const meetings = [...s.meetings, { ...a.body, seq: s.seq }];
      const duties = dutiesOf(a, s.id, s.seq, a.actor);
      const aid = duties.length > 0 ? { aid: { given: [], ...s.aid, errands: [...(s.aid?.errands ?? []), ...duties] } } : {};
      // A resolution that is not passed goes back to where it was made.
      if (a.body.reopens) return { ...s, ...aid, meetings, done: reopen(s.done, a.body.reopens), returned: { on: a.on, step: a.body.reopens, reason: `${a.body.name ?? '会议'}没有通过` } };
      return { ...s, ...aid, meetings, done: { ...s.done, [stepOfMeeting(a.body)]: mark } };
    }
    case 'reportSigned':
      return a.body.outcome === 'agree'
        ? { ...s, signedReport: { on: a.on, by: a.actor, text: a.body.text }, done: { ...s.done, signReport: mark } }
        : { ...s, done: without(s.done, 'deliberate', 'signReport', 'leadership'), returned: { on: a.on, step: 'deliberate', reason: a.body.text } };
    case 'resultFedBack':
      return { ...s, fedBack: [...(s.fedBack ?? []), { ...a.body, on: a.on, seq: s.seq }] };
    default:
      return undefined;
  }
};

/** The last meeting held for a step, whatever came of it. */
export const lastMeeting = (s: Pick<CaseState, 'meetings'>, step: StepId): CaseState['meetings'][number] | undefined => s.meetings.findLast((m) => stepOfMeeting(m) === step);
