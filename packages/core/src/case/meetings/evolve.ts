import type { TopicEvolve } from '../topic.ts';

export const evolveMeeting: TopicEvolve = () => undefined;
