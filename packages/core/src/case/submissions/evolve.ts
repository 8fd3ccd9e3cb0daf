import type { TopicEvolve } from '../topic.ts';

export const evolveSubmission: TopicEvolve = () => undefined;
