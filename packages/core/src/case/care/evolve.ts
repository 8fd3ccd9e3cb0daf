import type { TopicEvolve } from '../topic.ts';

export const evolveCare: TopicEvolve = () => undefined;
