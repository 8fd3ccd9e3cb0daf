import type { CommandName } from './commands.ts';
import type { Topic } from './topic.ts';
import { carePayloads } from './care/payloads.ts';
import { careTopic } from './care/rules.ts';
import { changePayloads } from './changes/payloads.ts';
import { changeTopic } from './changes/rules.ts';
import { importPayloads } from './imports/payloads.ts';
import { importTopic } from './imports/rules.ts';
import { aidPayloads } from './aid/payloads.ts';
import { aidTopic } from './aid/rules.ts';
import { recoveryPayloads } from './recovery/payloads.ts';
import { recoveryTopic } from './recovery/rules.ts';
import { deliveryPayloads } from './delivery/payloads.ts';
import { deliveryTopic } from './delivery/rules.ts';
import { meetingPayloads } from './meetings/payloads.ts';
import { meetingTopic } from './meetings/rules.ts';
import { platformPayloads } from './platform/payloads.ts';
import { platformTopic } from './platform/rules.ts';
import { placePayloads } from './places/payloads.ts';
import { placeTopic } from './places/rules.ts';
import { relativePayloads } from './relatives/payloads.ts';
import { relativeTopic } from './relatives/rules.ts';
import { submissionPayloads } from './submissions/payloads.ts';
import { submissionTopic } from './submissions/rules.ts';

const TOPICS: readonly (readonly [Readonly<Record<string, unknown>>, Topic])[] = [
  [meetingPayloads, meetingTopic], [carePayloads, careTopic], [relativePayloads, relativeTopic], [placePayloads, placeTopic], [platformPayloads, platformTopic], [submissionPayloads, submissionTopic], [changePayloads, changeTopic], [importPayloads, importTopic], [deliveryPayloads, deliveryTopic], [aidPayloads, aidTopic], [recoveryPayloads, recoveryTopic],
];

/** The topic whose command this is; undefined for the commands of the plain way of a case. */
export const topicOf = (command: CommandName): Topic | undefined => TOPICS.find(([payloads]) => Object.hasOwn(payloads, command))?.[1];
