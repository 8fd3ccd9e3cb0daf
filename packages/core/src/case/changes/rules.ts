import type { Topic } from '../topic.ts';

export const changeTopic: Topic = {
  when: {},
  guard: () => undefined,
  handle: () => [],
};
