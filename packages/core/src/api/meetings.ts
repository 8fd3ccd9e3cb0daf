import * as z from 'zod';
import { citedSchema, contract, isoDate, personName, uuid } from './contract.ts';

/** Standing bodies of the units: members, rules of procedure, meetings held; and what the form of a meeting needs to know. */

const TAG = '会议';
const limit = z.object({ value: z.number(), label: z.string(), source: citedSchema }).nullable();

/** A body as the law of a day describes it. */
const bodySchema = z.object({
  id: z.string(), name: z.string(), kind: z.string(), composition: z.enum(['named', 'counted']), ballot: z.enum(['open', 'secret']),
  members: z.array(z.object({ id: z.string(), label: z.string(), min: z.number(), max: z.number().nullable(), votes: z.boolean(), representative: z.boolean() })),
  limits: z.object({ membersMin: limit, membersMax: limit, presentMin: limit, presentPercent: limit, passPercent: limit, representativesPercent: limit, conveneDays: limit }),
  outside: z.enum(['refuse', 'warn']),
  stages: z.array(z.object({ id: z.string(), label: z.string() })), stagesRequired: z.boolean(),
  inquiry: z.object({ means: z.array(z.object({ id: z.string(), label: z.string() })), with: z.string(), source: citedSchema }).nullable(),
  report: z.string().nullable(), proof: z.array(z.string()), subject: z.enum(['household', 'resolution']), effect: z.string(), /** It fixes the sum, where it agrees. */ fixes: z.enum(['amount']).nullable(), rules: z.boolean(), source: citedSchema,
});
export type BodyView = z.infer<typeof bodySchema>;

const memberSchema = z.object({ id: uuid, kind: z.string(), kindText: z.string(), name: z.string(), account: z.string().nullable(), from: isoDate, to: isoDate.nullable(), current: z.boolean() });

export const listBodies = contract({
  method: 'GET', path: '/meetings/bodies', tag: TAG, summary: '各单位的议事机构：名册、议事规则、开过的会', permission: 'meeting.read',
  query: z.strictObject({ unit: z.string().max(80).optional(), past: z.enum(['true', 'false']).default('false') }),
  response: z.object({
    today: isoDate, units: z.array(z.object({ key: z.string(), name: z.string() })), unit: z.string(),
    bodies: z.array(z.object({
      body: bodySchema, mayKeep: z.boolean(), keepers: z.array(z.string()), members: z.array(memberSchema),
      rules: z.array(z.object({ id: uuid, title: z.string(), from: isoDate, by: z.string() })),
      held: z.array(z.object({ caseId: uuid, caseNumber: z.string(), on: isoDate, expected: z.number(), present: z.number(), recused: z.number(), passed: z.boolean() })),
      lastOn: isoDate.nullable(),
      /** What is not as it should be, in words: kinds missing, size, rules of procedure, too long without a meeting. */
      warnings: z.array(z.object({ text: z.string(), source: citedSchema })),
    })),
  }),
});

export const addMember = contract({
  method: 'POST', path: '/meetings/members', tag: TAG, summary: '登记议事机构成员', permission: 'meeting.keep',
  body: z.strictObject({
    unit: z.string().max(80), body: z.string().max(60), kind: z.string().max(60), account: uuid.optional(), name: personName.optional(),
    /** Lets a member who belongs to the household be found out; kept as a keyed hash only. */
    idNumber: z.string().trim().min(15).max(18).optional(), from: isoDate,
  }).refine((b) => (b.account === undefined) !== (b.name === undefined), { message: '请只填工作人员或姓名之一', path: ['account'] }),
  response: z.object({ id: uuid }),
});

export const endMember = contract({
  method: 'POST', path: '/meetings/members/:id/end', tag: TAG, summary: '成员离任（记日期，不删除）', permission: 'meeting.keep',
  params: z.strictObject({ id: uuid }), body: z.strictObject({ to: isoDate }), response: z.object({ id: uuid, to: isoDate }),
});

/** Query of the upload of rules of procedure; the file itself is the multipart field `file`. */
export const rulesQuery = z.strictObject({ unit: z.string().min(1).max(80), body: z.string().min(1).max(60), title: z.string().trim().min(2).max(100), from: isoDate });

export const meetingSetup = contract({
  method: 'GET', path: '/cases/:id/meetings/setup', tag: TAG, summary: '登记会议所需：该开会的机构、名册、须回避的成员、到会与表决要求', permission: 'case.read',
  params: z.strictObject({ id: uuid }),
  response: z.object({
    bodies: z.array(z.object({
      body: bodySchema, step: z.string(), stepText: z.string(),
      members: z.array(z.object({ id: uuid, kind: z.string(), name: z.string(), related: z.boolean() })),
      rulesOnFile: z.boolean(),
    })),
  }),
});
