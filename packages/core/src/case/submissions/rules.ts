import type { Topic } from '../topic.ts';

export const submissionTopic: Topic = {
  when: {},
  guard: () => undefined,
  handle: () => [],
};
