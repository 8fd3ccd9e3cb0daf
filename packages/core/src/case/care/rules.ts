import type { Topic } from '../topic.ts';

export const careTopic: Topic = {
  when: {},
  guard: () => undefined,
  handle: () => [],
};
