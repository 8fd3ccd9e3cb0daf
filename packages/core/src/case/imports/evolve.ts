import type { TopicEvolve } from '../topic.ts';

export const evolveImport: TopicEvolve = () => undefined;
