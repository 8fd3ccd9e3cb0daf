import { drawTopic } from '@doudi/core/draw/topic';
import type { MatterTopicId } from '@doudi/core/matter/model';

/** Words of every act of every topic, for trails and for reports on the chain. A topic adds its labels here; kinds are unique across topics. */
const LABELS: Readonly<Partial<Record<MatterTopicId, Readonly<Record<string, string>>>>> = {
  draw: drawTopic.labels,
};

export const ACT_LABELS: Readonly<Record<string, string>> = Object.assign({}, ...Object.values(LABELS)) as Record<string, string>;
