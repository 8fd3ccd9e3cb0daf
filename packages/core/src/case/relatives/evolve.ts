import { reopen, without } from '../steps.ts';
import type { TopicEvolve } from '../topic.ts';

export const evolveRelative: TopicEvolve = (s, a) => {
  switch (a.kind) {
    case 'relativesFound':
      // Another entry of the register is another filing: it is signed for anew.
      return { ...s, relatives: [...(s.relatives ?? []), ...a.body.hits.map((h) => ({ ...h, on: a.on }))], done: without(s.done, 'counterSign') };
    case 'counterSigned':
      return { ...s, done: { ...s.done, counterSign: { on: a.on, by: a.actor, seq: s.seq } } };
    case 'countyVisited': {
      const visits = [...(s.countyVisits ?? []), { ...a.body, seq: s.seq, by: a.actor }];
      // What the county saw differs from the paper: while the case is open it is investigated again, with all that rests on it.
      const done = a.body.consistent || s.closedOn !== undefined ? s.done : reopen(s.done, 'investigate');
      return { ...s, countyVisits: visits, done: { ...done, countyVisit: { on: a.on, by: a.actor, seq: s.seq } }, returned: a.body.consistent || s.closedOn !== undefined ? s.returned : { on: a.on, step: 'investigate', reason: a.body.findings } };
    }
    default:
      return undefined;
  }
};
