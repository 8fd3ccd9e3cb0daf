import type { Topic } from '../topic.ts';

export const importTopic: Topic = {
  when: {},
  guard: () => undefined,
  handle: () => [],
};
