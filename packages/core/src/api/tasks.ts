import * as z from 'zod';
import { TASK_KIND_IDS } from '../task/model.ts';
import { acceptTask as accept, escalateTask as escalate, extendTask as extend, issueTask as issue, meetingRecord, remindTask as remind, replyTask as reply, returnTask as giveBack, spreadTask as spread, waiveTask as waive } from '../task/payloads.ts';
import { citedSchema, contract, isoDate, uuid } from './contract.ts';
import { matterDone as done, matterItemSchema, seenSeq as seq } from './matters.ts';

const TAG = '任务';
const kind = z.enum(TASK_KIND_IDS);
const unit = z.object({ key: z.string(), name: z.string() });
const taskItem = matterItemSchema.extend({ kind, kindText: z.string(), owner: z.string().nullable(), lateDays: z.number().int(), firstDue: isoDate, stage: z.string().nullable() });
export type TaskItem = z.output<typeof taskItem>;

/** Tasks of the caller's area, open ones by their day first, with how many are late per unit, and who can be given one. */
export const listTasks = contract({
  method: 'GET', path: '/tasks', summary: '任务', tag: TAG, permission: 'task.read',
  query: z.strictObject({ unit: z.string().max(80).optional(), state: z.enum(['open', 'late', 'replied', 'closed', 'everLate']).optional(), kind: kind.optional() }),
  response: z.object({
    items: z.array(taskItem), more: z.boolean(), units: z.array(unit), departments: z.array(z.string()), kinds: z.array(z.object({ id: kind, label: z.string() })),
    totals: z.object({ open: z.number(), late: z.number(), replied: z.number(), closed: z.number(), everLate: z.number() }), lateByUnit: z.array(z.object({ key: z.string().nullable(), name: z.string(), late: z.number() })),
    /** Series in force, and the period that falls due next. */
    series: z.array(z.object({ id: z.string(), title: z.string(), everyText: z.string(), period: z.string(), due: isoDate, issued: z.boolean(), source: citedSchema })),
  }),
});

const part = z.object({ label: z.string(), text: z.string() });
const file = z.object({ id: uuid, name: z.string() });

/** One task: what is asked and by what clause, what was handed in, what came of it. */
export const getTask = contract({
  method: 'GET', path: '/tasks/:id', summary: '一项任务', tag: TAG, permission: 'task.read',
  params: z.strictObject({ id: uuid }),
  response: z.object({
    head: taskItem, text: z.string(), parts: z.array(z.string()), source: citedSchema.nullable(), campaign: z.object({ id: z.string(), label: z.string(), stage: z.string() }).nullable(), issuedOn: isoDate,
    reply: z.object({ on: isoDate, by: z.string(), parts: z.array(part), files: z.array(file), meeting: meetingRecord.nullable(), acceptBy: isoDate }).nullable(),
    returned: z.array(z.object({ on: isoDate, reason: z.string() })), reminders: z.array(z.object({ on: isoDate, text: z.string() })), extensions: z.array(z.object({ on: isoDate, from: isoDate, due: isoDate, reason: z.string() })),
    done: z.object({ how: z.enum(['accepted', 'waived']), on: isoDate, text: z.string() }).nullable(), spread: z.array(z.object({ on: isoDate, text: z.string(), units: z.array(z.string()) })),
    escalated: z.object({ on: isoDate, text: z.string() }).nullable(),
    /** Matters that came from it: tasks out of resolutions, rectifications. */
    from: z.array(matterItemSchema), origin: z.object({ id: uuid, number: z.string(), title: z.string(), topic: z.string() }).nullable(),
    units: z.array(unit), may: z.object({ reply: z.boolean(), judge: z.boolean(), decide: z.boolean() }),
  }),
});

const on = { params: z.strictObject({ id: uuid }), response: done };

/** One task given to several units and departments at once: each gets its own. */
export const issueTasks = contract({
  method: 'POST', path: '/tasks', summary: '下达任务', tag: TAG, permission: 'task.issue',
  body: issue.pick({ title: true, kind: true, due: true, parts: true, text: true }).extend({ units: z.array(z.string().min(1).max(80)).max(100).default([]), departments: z.array(z.string().trim().min(1).max(60)).max(20).default([]) }).refine((b) => b.units.length + b.departments.length > 0, { message: '须选择承办单位', path: ['units'] }),
  response: z.object({ ids: z.array(uuid) }),
});
export const replyTask = contract({ method: 'POST', path: '/tasks/:id/reply', summary: '报送任务', tag: TAG, permission: 'task.reply', body: reply.extend({ seq }), ...on });
export const acceptTask = contract({ method: 'POST', path: '/tasks/:id/accept', summary: '认可任务', tag: TAG, permission: 'task.issue', body: accept.extend({ seq }), ...on });
export const returnTask = contract({ method: 'POST', path: '/tasks/:id/return', summary: '退回任务重报', tag: TAG, permission: 'task.issue', body: giveBack.extend({ seq }), ...on });
export const remindTask = contract({ method: 'POST', path: '/tasks/:id/remind', summary: '催办任务', tag: TAG, permission: 'task.issue', body: remind.extend({ seq }), ...on });
export const extendTask = contract({ method: 'POST', path: '/tasks/:id/extend', summary: '延长任务期限', tag: TAG, permission: 'task.decide', body: extend.extend({ seq }), ...on });
export const waiveTask = contract({ method: 'POST', path: '/tasks/:id/waive', summary: '免除任务', tag: TAG, permission: 'task.decide', body: waive.extend({ seq }), ...on });
export const escalateTask = contract({ method: 'POST', path: '/tasks/:id/escalate', summary: '超期任务转为整改', tag: TAG, permission: 'task.decide', body: escalate.extend({ seq }), ...on });
export const spreadTask = contract({ method: 'POST', path: '/tasks/:id/spread', summary: '推广经验', tag: TAG, permission: 'task.issue', body: spread.extend({ seq }), ...on });

/** Issues the tasks of every series whose period has begun and that have not been issued; the nightly run does the same. */
export const issueSeries = contract({ method: 'POST', path: '/tasks/series', summary: '下达本期的定期任务', tag: TAG, permission: 'task.issue', body: z.strictObject({}), response: z.object({ issued: z.number().int() }) });

const cell = z.object({ id: uuid.nullable(), unit: z.string().nullable(), owner: z.string(), due: isoDate, light: z.enum(['green', 'yellow', 'red']).nullable(), lightText: z.string().nullable(), statusText: z.string(), closed: z.boolean(), late: z.number().int(), files: z.number().int() });

/** The campaign of the county's plan as a grid: stages, what each brings, and how every unit and department stands with it. */
export const getCampaign = contract({
  method: 'GET', path: '/campaign', summary: '试点（专项工作）进度', tag: TAG, permission: 'task.read',
  response: z.object({
    campaign: z.object({
      id: z.string(), label: z.string(), source: citedSchema, startedOn: isoDate.nullable(), groups: z.array(z.object({ label: z.string(), units: z.array(z.string()) })),
      /** Tasks that the plan provides for and that nobody has been given yet. */
      missing: z.number().int(), totals: z.object({ tasks: z.number(), closed: z.number(), replied: z.number(), late: z.number(), everLate: z.number() }),
      stages: z.array(z.object({
        id: z.string(), label: z.string(), when: z.string(), from: isoDate, to: isoDate, now: z.boolean(),
        items: z.array(z.object({ id: z.string(), title: z.string(), kindText: z.string(), source: citedSchema, parts: z.array(z.string()), cells: z.array(cell) })),
      })),
    }).nullable(),
  }),
});
/** A leader starts the campaign: every task of the plan goes out at once; later only what is missing, such as those of a new unit. */
export const startCampaign = contract({ method: 'POST', path: '/campaign/start', summary: '启动试点，下达方案中的全部任务', tag: TAG, permission: 'task.decide', body: z.strictObject({}), response: z.object({ issued: z.number().int() }) });
