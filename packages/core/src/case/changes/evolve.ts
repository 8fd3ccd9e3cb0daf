import type { TopicEvolve } from '../topic.ts';

export const evolveChange: TopicEvolve = () => undefined;
