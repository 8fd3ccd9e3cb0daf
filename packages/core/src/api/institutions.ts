import * as z from 'zod';
import { contract, isoDate, uuid } from './contract.ts';

/** Register of institutions that take in destitute persons, and their places. */

const TAG = '供养机构';
const text = (max: number) => z.string().trim().min(1, '不能为空').max(max);

/** For whom else a place may be: needy old or disabled people of other programmes [XX-146]. */
export const PLACE_CATEGORIES = ['livingAllowance', 'lowIncome', 'registeredPoor', 'selfPaid'] as const;
export const PLACE_CATEGORY_WORDS: Record<(typeof PLACE_CATEGORIES)[number], string> = { livingAllowance: '低保家庭的老年人、残疾人', lowIncome: '低收入家庭的老年人、残疾人', registeredPoor: '建档立卡家庭的老年人、残疾人', selfPaid: '社会寄养' };

export const institutionSchema = z.object({
  id: uuid, name: z.string(), kind: z.enum(['public', 'private']), unit: z.string(), unitName: z.string(), places: z.number(), taken: z.number(), free: z.number(), telephone: z.string(), from: isoDate, closedOn: isoDate.nullable(),
});
export type Institution = z.infer<typeof institutionSchema>;

const placeSchema = z.object({
  id: uuid, kind: z.enum(['support', 'other']), institution: uuid.nullable(), state: z.enum(['waiting', 'reserved', 'occupied']), since: isoDate,
  /** A destitute person by the case; anybody else by the institution's own register number. */
  caseId: uuid.nullable(), caseNumber: z.string().nullable(), category: z.string().nullable(), reference: z.string().nullable(),
});

export const listInstitutions = contract({
  method: 'GET', path: '/institutions', tag: TAG, summary: '供养机构、床位与占用，等候集中供养的特困人员', permission: 'institution.read',
  /** `waiting` counts the whole county; `places` shows those of the reader's area. */
  response: z.object({ items: z.array(institutionSchema), waiting: z.number(), free: z.number(), places: z.array(placeSchema) }),
});

export const registerInstitution = contract({
  method: 'POST', path: '/institutions', tag: TAG, summary: '登记供养机构', permission: 'institution.keep',
  body: z.strictObject({ name: z.string().trim().min(2).max(80), kind: z.enum(['public', 'private']), unit: z.string().max(60), places: z.number().int().min(0).max(100_000), telephone: z.string().trim().max(20).default(''), from: isoDate }),
  response: z.object({ id: uuid }),
});

export const changeInstitution = contract({
  method: 'PUT', path: '/institutions/:id', tag: TAG, summary: '变更床位数，或停止供养服务', permission: 'institution.keep', params: z.strictObject({ id: uuid }),
  body: z.strictObject({ places: z.number().int().min(0).max(100_000), telephone: z.string().trim().max(20).default(''), closedOn: isoDate.optional() }),
  response: z.object({ id: uuid }),
});

export const admitOther = contract({
  method: 'POST', path: '/institutions/:id/places', tag: TAG, summary: '接收特困人员以外的人入住', permission: 'institution.keep', params: z.strictObject({ id: uuid }),
  body: z.strictObject({ category: z.enum(PLACE_CATEGORIES), reference: text(40), since: isoDate, reason: text(200) }),
  response: z.object({ id: uuid }),
});

export const endPlace = contract({
  method: 'POST', path: '/institution-places/:id/end', tag: TAG, summary: '退出床位', permission: 'institution.keep', params: z.strictObject({ id: uuid }),
  body: z.strictObject({ on: isoDate, reason: text(200) }), response: z.object({ id: uuid }),
});
