import * as z from 'zod';
import { isoDate } from '../api/contract.ts';
import { TASK_KIND_IDS } from './model.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
const unitKey = z.string().min(1).max(80);
const files = z.array(z.uuid()).max(40).default([]);

/** Source as the policies write it; absent where the county asks for something of its own accord. */
const basis = z.strictObject({ instrument: z.string().max(80).optional(), clause: z.string().max(80).optional(), quote: z.string().max(500).optional(), assumption: z.string().max(500).optional(), req: z.array(z.string().max(12)).default([]) });

/** `task.issue`: one task of one owner. `unit` null: the county itself or a department by name, for whom the county reports. `parts`: what the report must be divided into. */
export const issueTask = z.strictObject({
  title: text(120),
  kind: z.enum(TASK_KIND_IDS),
  unit: unitKey.nullable(),
  owner: text(60).optional(),
  due: isoDate,
  parts: z.array(text(30)).max(12).default([]),
  text: z.string().trim().max(1000).default(''),
  basis: basis.optional(),
  /** Part of a campaign: plan, stage, item of the policies. */
  campaign: z.strictObject({ plan: text(40), stage: text(40), item: text(40) }).optional(),
  /** One of a series, and the period it is for: `2019-04`. */
  series: z.strictObject({ id: text(40), period: text(10) }).optional(),
  /** The task from which it came: a resolution of a meeting, an experience spread. */
  origin: z.uuid().optional(),
});

/** A meeting as it was held. Each resolution becomes a task once the record is accepted. */
export const meetingRecord = z.strictObject({
  on: isoDate,
  place: text(60),
  chair: text(30),
  attended: z.number().int().min(1).max(2000),
  who: text(500),
  resolutions: z.array(z.strictObject({ title: text(120), unit: unitKey.nullable(), owner: text(60).optional(), due: isoDate })).max(20).default([]),
});

/** `task.reply`: a text for every part, files as proof, the record where the task is a meeting. */
export const replyTask = z.strictObject({ parts: z.array(z.string().trim().max(4000)).min(1).max(12), files, meeting: meetingRecord.optional() });
export const acceptTask = z.strictObject({ text: z.string().trim().max(1000).default('') });
export const returnTask = z.strictObject({ reason: text(1000) });
export const remindTask = z.strictObject({ text: text(500) });
export const extendTask = z.strictObject({ due: isoDate, reason: text(500) });
export const waiveTask = z.strictObject({ reason: text(500) });
/** `task.escalate`: a late task of a unit becomes a rectification with it. */
export const escalateTask = z.strictObject({ text: text(1000), severity: z.enum(['light', 'grave']) });
/** `task.spread`: an accepted report handed on to other units as experience, who say what they took up. */
export const spreadTask = z.strictObject({ text: text(2000), units: z.array(unitKey).min(1).max(100), due: isoDate });

export const taskPayloads = { issue: issueTask, reply: replyTask, accept: acceptTask, return: returnTask, remind: remindTask, extend: extendTask, waive: waiveTask, escalate: escalateTask, spread: spreadTask } as const;
export type TaskPayloads = { [N in keyof typeof taskPayloads]: z.output<(typeof taskPayloads)[N]> };
