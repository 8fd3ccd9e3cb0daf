import type { TopicEvolve } from '../topic.ts';

export const evolveRelative: TopicEvolve = () => undefined;
