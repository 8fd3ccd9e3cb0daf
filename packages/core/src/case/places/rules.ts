import type { Topic } from '../topic.ts';

export const placeTopic: Topic = {
  when: {},
  guard: () => undefined,
  handle: () => [],
};
