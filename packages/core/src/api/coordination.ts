import * as z from 'zod';
import { contract, isoDate, uuid } from './contract.ts';

const TAG = '协调事项';
export const PROBLEM_KINDS = ['oneDoor', 'verification', 'funds', 'other'] as const;
const words = (max: number) => z.string().trim().min(2, '不能少于 2 个字').max(max);

/** Problems raised to the coordination between departments, open ones first [BQ-79, BQ-80]. */
export const listProblems = contract({
  method: 'GET', path: '/coordination', tag: TAG, summary: '一门受理、信息核对等运行中的问题和处理结果', permission: 'coordination.read',
  response: z.object({ items: z.array(z.object({
    id: uuid, unit: z.string(), kind: z.enum(PROBLEM_KINDS), text: z.string(), raisedOn: isoDate, raisedBy: z.string(), days: z.number(), department: z.string().nullable(), result: z.string().nullable(), resolvedOn: isoDate.nullable(), resolvedBy: z.string().nullable(),
    /** How the county urged a department, latest last; `late`: the day has passed and it is not settled. */
    urges: z.array(z.object({ on: isoDate, department: z.string(), due: isoDate, text: z.string(), by: z.string() })), late: z.boolean(),
  })) }),
});

export const raiseProblem = contract({
  method: 'POST', path: '/coordination', tag: TAG, summary: '提出需要协调的问题', permission: 'coordination.raise',
  body: z.strictObject({ kind: z.enum(PROBLEM_KINDS), text: words(1000) }), response: z.object({ id: uuid }),
});

/** The county urges the department concerned, with a day by which it is to be settled [LH-90]. */
export const urgeDepartment = contract({
  method: 'POST', path: '/coordination/:id/urges', tag: TAG, summary: '督促有关部门', permission: 'coordination.resolve',
  params: z.strictObject({ id: uuid }), body: z.strictObject({ department: words(60), due: isoDate, text: words(1000) }), response: z.object({ id: uuid }),
});

export const resolveProblem = contract({
  method: 'POST', path: '/coordination/:id/resolve', tag: TAG, summary: '登记与有关部门协调的结果', permission: 'coordination.resolve',
  params: z.strictObject({ id: uuid }), body: z.strictObject({ department: words(60), result: words(1000) }), response: z.object({ id: uuid }),
});
