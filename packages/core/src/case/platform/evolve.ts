import type { TopicEvolve } from '../topic.ts';

export const evolvePlatform: TopicEvolve = (s, a) => (a.kind === 'platformNumbered' ? { ...s, platformNumber: { number: a.body.number, on: a.on } } : undefined);
