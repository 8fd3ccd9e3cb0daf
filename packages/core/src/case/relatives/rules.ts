import type { Topic } from '../topic.ts';

export const relativeTopic: Topic = {
  when: {},
  guard: () => undefined,
  handle: () => [],
};
