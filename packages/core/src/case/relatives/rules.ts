import { refuse } from '../../refusal/refusal.ts';
import type { Action } from '../actions.ts';
import type { CaseContext } from '../procedure.ts';
import { scopeOf } from '../procedure.ts';
import type { CaseState } from '../state.ts';
import { guardSeparation, guardStep } from '../step-guard.ts';
import { make, type Topic } from '../topic.ts';
import { checkVisitTime } from '../visit-time.ts';

/** The register entries that the case does not know of yet, as an action of the system; matched with every act and nightly. */
export function relativesFound(s: CaseState, c: CaseContext): Action | undefined {
  const known = new Set(s.relatives?.map((r) => `${r.entry}/${r.person}`));
  const hits = (c.relatives ?? []).filter((h) => !known.has(`${h.entry}/${h.person}`));
  return hits.length > 0 ? make('relativesFound', { hits }, c, { user: 'system', post: 'system', unit: s.unit }) : undefined;
}

/**
 * A household of a near relative of staff is filed, counter-signed by somebody who did not accept it, and visited by the
 * county whatever else happens [HQ-194; 57号 art. 11, 20].
 */
export const relativeTopic: Topic = {
  when: { counterSign: 'open', recordCountyVisit: 'always' },
  guard: (command, s, c, a) => {
    if (command === 'counterSign') return guardStep('counterSign', command, s, c, a) ?? guardSeparation(s, c, a, '近亲属备案会签');
    return guardStep('countyVisit', 'recordCountyVisit', s, c, a);
  },
  handle: (s, command, c, actor) => {
    if (command.name === 'counterSign') return [make('counterSigned', command.payload, c, actor)];
    if (command.name !== 'recordCountyVisit') return [];
    const p = command.payload;
    const scope = scopeOf(s);
    const min = c.policy.number('investigators.min', scope);
    const people = new Set(p.visitors).size;
    if (p.on > c.today || p.on < s.applicationDate) return refuse('date.order', `入户日期应在申请日期（${s.applicationDate}）与今天（${c.today}）之间`);
    if (people < min.value) return refuse('investigation.persons', `县级入户人员不得少于 ${min.value} 人，本次登记 ${people} 人`, { policy: c.policy, source: min.source, missing: [`还差 ${min.value - people} 名入户人员`] });
    if (p.visitors.some((v) => c.related.includes(v))) return refuse('person.related', '入户人员中有申请家庭的近亲属，应当回避', { policy: c.policy, source: c.policy.find('relatives.definition', scope)?.source });
    return checkVisitTime(p.time, { on: p.on, home: true }, s, c) ?? [make('countyVisited', p, c, actor)];
  },
};
