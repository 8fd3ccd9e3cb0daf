import type { TopicEvolve } from '../topic.ts';

export const evolvePlace: TopicEvolve = () => undefined;
