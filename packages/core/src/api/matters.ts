import * as z from 'zod';
import { MATTER_TOPICS, type MatterTopicId } from '../matter/model.ts';
import { contract, isoDate, uuid } from './contract.ts';

export const topicSchema = z.enum(Object.keys(MATTER_TOPICS) as [MatterTopicId, ...MatterTopicId[]]);

/** A matter in a list: what, whose, how it stands, who must do what by when. `late`: the day has passed; `workingDaysLeft` negative then. */
export const matterItemSchema = z.object({
  id: uuid, topic: topicSchema, topicText: z.string(), number: z.string(), title: z.string(), status: z.string(), statusText: z.string(),
  unit: z.string().nullable(), unitName: z.string().nullable(), waits: z.enum(['unit', 'county']).nullable(), next: z.string().nullable(),
  dueOn: isoDate.nullable(), late: z.boolean(), light: z.enum(['green', 'yellow', 'red']).nullable(), lightText: z.string().nullable(), openedOn: isoDate, closedOn: isoDate.nullable(),
  aboutCase: uuid.nullable(), origin: uuid.nullable(), seq: z.number().int(),
});
export type MatterItem = z.infer<typeof matterItemSchema>;

/** What a command on a matter answers: which, and at which step it stands now. */
export const matterDone = z.object({ id: uuid, number: z.string(), seq: z.number().int() });
/** The step of the matter that the user looked at, as part of a command's body: refused when it went on since. */
export const seenSeq = z.number().int().min(1).optional();

/** Matters of supervision in the caller's area, open ones by their day first. */
export const listMatters = contract({
  method: 'GET', path: '/matters', summary: '监督事项', tag: 'matters', permission: 'matter.read',
  query: z.strictObject({ topic: z.string().regex(/^[a-zA-Z]+(,[a-zA-Z]+)*$/).optional(), unit: z.string().max(80).optional(), open: z.enum(['true', 'false']).optional(), waits: z.enum(['unit', 'county']).optional(), origin: uuid.optional(), aboutCase: uuid.optional() }),
  response: z.object({ items: z.array(matterItemSchema), more: z.boolean() }),
});

/** What happened to a matter, step by step, with who and when. */
export const matterTrail = contract({
  method: 'GET', path: '/matters/:id/trail', summary: '监督事项经过', tag: 'matters', permission: 'matter.read',
  params: z.strictObject({ id: uuid }),
  response: z.object({ number: z.string(), title: z.string(), items: z.array(z.object({ seq: z.number().int(), kind: z.string(), label: z.string(), at: z.string(), by: z.string(), post: z.string() })) }),
});
