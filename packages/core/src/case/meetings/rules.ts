import type { Topic } from '../topic.ts';

export const meetingTopic: Topic = {
  when: {},
  guard: () => undefined,
  handle: () => [],
};
