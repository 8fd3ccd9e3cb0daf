import { refuse } from '../../refusal/refusal.ts';
import { needPost } from '../step-guard.ts';
import { make, type Topic } from '../topic.ts';

/** The number may come before or after the decision and be corrected; every number that was noted stays in the log. */
export const platformTopic: Topic = {
  when: { notePlatformNumber: 'always' },
  guard: (_command, _s, _c, a) => needPost(a, ['handler', 'reviewer', 'countyHandler'], '登记金民系统编号'),
  handle: (s, command, c, actor) => {
    if (command.name !== 'notePlatformNumber') return [];
    return s.platformNumber?.number === command.payload.number ? refuse('conflict.duplicate', `编号 ${command.payload.number} 已于 ${s.platformNumber.on} 登记`) : [make('platformNumbered', command.payload, c, actor)];
  },
};
