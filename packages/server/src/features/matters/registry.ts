import { complaintTopic } from '@doudi/core/complaint/topic';
import { checkTopic } from '@doudi/core/check/topic';
import { dishonestyTopic } from '@doudi/core/dishonesty/topic';
import { drawTopic } from '@doudi/core/draw/topic';
import { rectTopic } from '@doudi/core/rectification/topic';
import type { MatterTopicId } from '@doudi/core/matter/model';
import { scoreTopic } from '@doudi/core/score/topic';
import { trainingTopic } from '@doudi/core/training/topic';
import { taskTopic } from '@doudi/core/task/topic';
import { oversightTopic } from '@doudi/core/oversight/topic';

/** Words of every act of every topic, for trails and for reports on the chain. A topic adds its labels here; kinds are unique across topics. */
const LABELS: Readonly<Partial<Record<MatterTopicId, Readonly<Record<string, string>>>>> = {
  draw: drawTopic.labels,
  score: scoreTopic.labels,
  dishonesty: dishonestyTopic.labels,
  task: taskTopic.labels,
  training: trainingTopic.labels,
  check: checkTopic.labels,
  oversight: oversightTopic.labels,
  rectification: rectTopic.labels,
  complaint: complaintTopic.labels,
};

export const ACT_LABELS: Readonly<Record<string, string>> = Object.assign({}, ...Object.values(LABELS)) as Record<string, string>;
