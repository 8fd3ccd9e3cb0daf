import * as z from 'zod';
import { cancelTraining as cancel, holdTraining as hold, moveTraining as move, planTraining as plan } from '../training/payloads.ts';
import { citedSchema, contract, isoDate, personName, uuid } from './contract.ts';
import { matterDone as done, matterItemSchema, seenSeq as seq } from './matters.ts';

const TAG = '培训和人员';
const unit = z.object({ key: z.string(), name: z.string() });
const group = z.object({ id: z.string(), label: z.string(), named: z.boolean() });
const standing = z.enum(['ok', 'due', 'never']);

/** Trainings, who of the staff in the caller's area was trained when, and who never was. */
export const listTraining = contract({
  method: 'GET', path: '/training-sessions', summary: '培训和受训情况', tag: TAG, permission: 'training.read',
  response: z.object({
    items: z.array(matterItemSchema.extend({ on: isoDate, place: z.string(), hours: z.number().int(), teacher: z.string(), seats: z.number().int(), present: z.number().int().nullable() })),
    /** Trainings of the county to which people of the caller's unit are called: it sees its own seats only. */
    called: z.array(z.object({ training: uuid, subject: z.string(), on: isoDate, place: z.string(), hours: z.number().int(), teacher: z.string(), people: z.array(z.object({ name: z.string(), state: z.enum(['called', 'present', 'absent', 'cancelled']) })) })),
    staff: z.array(z.object({ id: z.string(), name: z.string(), postText: z.string(), unit: z.string(), unitName: z.string(), group: z.string(), last: isoDate.nullable(), standing })),
    units: z.array(z.object({ key: z.string(), name: z.string(), staff: z.number().int(), ok: z.number().int(), due: z.number().int(), never: z.number().int() })),
    interval: z.object({ months: z.number().int(), source: citedSchema }), groups: z.array(group), groupsSource: citedSchema, offices: z.array(unit),
  }),
});

/** One training with its list of people. */
export const getTraining = contract({
  method: 'GET', path: '/training-sessions/:id', summary: '一次培训', tag: TAG, permission: 'training.read',
  params: z.strictObject({ id: uuid }),
  response: z.object({
    head: matterItemSchema, on: isoDate, place: z.string(), hours: z.number().int(), teacher: z.string(), text: z.string(), mine: z.boolean(), moved: z.array(z.object({ from: isoDate, to: isoDate, reason: z.string() })),
    seats: z.array(z.object({ id: uuid, name: z.string(), unitName: z.string(), group: z.string(), state: z.enum(['called', 'present', 'absent', 'cancelled']), score: z.number().int().nullable() })),
    held: z.object({ on: isoDate, words: z.string(), files: z.array(z.object({ id: uuid, name: z.string() })) }).nullable(), cancelled: z.object({ on: isoDate, reason: z.string() }).nullable(),
  }),
});

const on = { params: z.strictObject({ id: uuid }), response: done };

/** Calls people to a training: staff by account, village helpers and leaders without account by name. */
export const planTraining = contract({
  method: 'POST', path: '/training-sessions', summary: '安排培训', tag: TAG, permission: 'training.keep',
  body: plan.omit({ unit: true, seats: true }).extend({
    accounts: z.array(uuid).max(500).default([]),
    named: z.array(z.strictObject({ name: personName, unit: z.string().min(1).max(80), group: z.string().min(1).max(40) })).max(200).default([]),
  }).refine((b) => b.accounts.length + b.named.length > 0, { message: '须选择参训人员', path: ['accounts'] }),
  response: done,
});
export const moveTraining = contract({ method: 'POST', path: '/training-sessions/:id/move', summary: '培训改期', tag: TAG, permission: 'training.keep', body: move.extend({ seq }), ...on });
export const holdTraining = contract({ method: 'POST', path: '/training-sessions/:id/hold', summary: '登记培训到会情况', tag: TAG, permission: 'training.keep', body: hold.extend({ seq }), ...on });
export const cancelTraining = contract({ method: 'POST', path: '/training-sessions/:id/cancel', summary: '取消培训', tag: TAG, permission: 'training.keep', body: cancel.extend({ seq }), ...on });

/** Roles that every unit or village must have filled by somebody who needs no account, who holds them, and what is vacant. */
export const listHelpers = contract({
  method: 'GET', path: '/helpers', summary: '信息员、协理员、综合专干名册', tag: TAG, permission: 'training.read',
  response: z.object({
    roles: z.array(z.object({ id: z.string(), label: z.string(), each: z.enum(['unit', 'village']), min: z.number().int(), source: citedSchema })),
    items: z.array(z.object({ id: uuid, role: z.string(), unit: z.string(), unitName: z.string(), office: z.string(), name: z.string(), phone: z.string(), from: isoDate, to: isoDate.nullable(), selected: z.string() })),
    vacancies: z.array(z.object({ role: z.string(), unit: z.string(), unitName: z.string(), office: z.string(), missing: z.number().int() })),
    /** Units in which the caller may appoint. */
    places: z.array(z.object({ key: z.string(), name: z.string(), kind: z.enum(['unit', 'village']) })),
  }),
});
/** Appoints somebody; `selected`: how he or she was chosen (responsibility, ability, readiness). */
export const appointHelper = contract({
  method: 'POST', path: '/helpers', summary: '配备信息员、协理员、综合专干', tag: TAG, permission: 'training.keep',
  body: z.strictObject({ role: z.string().min(1).max(40), unit: z.string().min(1).max(80), name: personName, phone: z.string().trim().regex(/^[0-9-]{6,20}$/, '电话只用数字和短横'), from: isoDate, selected: z.string().trim().min(2, '须写明选配情况').max(300) }),
  response: z.object({ id: uuid }),
});
export const dismissHelper = contract({ method: 'POST', path: '/helpers/:id/end', summary: '人员离任', tag: TAG, permission: 'training.keep', params: z.strictObject({ id: uuid }), body: z.strictObject({ to: isoDate }), response: z.object({ id: uuid }) });
