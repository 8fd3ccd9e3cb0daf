import * as z from 'zod';
import { contract, month, page, pageQuery, uuid } from './contract.ts';

/** Rosters of households on a programme: taken over from Excel, looked at, exported. Files travel as streams beside these. */

const TAG = '花名册';
const byId = z.strictObject({ id: uuid });

export const IMPORT_CHOICES = ['all', 'good'] as const;

const importSchema = z.object({
  id: uuid, unit: z.string(), unitName: z.string(), programme: z.string(), programmeName: z.string(), fileName: z.string(),
  status: z.enum(['checked', 'confirmed', 'done', 'failed', 'discarded']), statusText: z.string(),
  rows: z.number(), households: z.number(), good: z.number(), bad: z.number(), goodRows: z.number(), goodFen: z.number(), faultRows: z.number(),
  uploadedBy: z.string(), uploadedAt: z.string(), choice: z.enum(IMPORT_CHOICES).nullable(), payFrom: month.nullable(), confirmedBy: z.string().nullable(), confirmedAt: z.string().nullable(),
  imported: z.object({ households: z.number(), persons: z.number(), fen: z.number() }).nullable(), finishedAt: z.string().nullable(), failure: z.string().nullable(),
});
export type RosterImportView = z.infer<typeof importSchema>;

export const listImports = contract({ method: 'GET', path: '/rosters/imports', tag: TAG, summary: '存量花名册导入记录', permission: 'roster.propose', query: pageQuery, response: page(importSchema) });
export const getImport = contract({
  method: 'GET', path: '/rosters/imports/:id', tag: TAG, summary: '一次导入：检查结果和进度', permission: 'roster.propose', params: byId,
  /** `payFromEarliest` = first month that this system could pay. */
  response: importSchema.extend({ payFromEarliest: month, /** Kinds of faults with their number of rows, most frequent first. */ kinds: z.array(z.object({ column: z.string(), rows: z.number() })) }),
});
export const listImportFaults = contract({
  method: 'GET', path: '/rosters/imports/:id/faults', tag: TAG, summary: '有错误的行，写明错在哪里、可填什么', permission: 'roster.propose', params: byId, query: pageQuery,
  response: page(z.object({ row: z.number(), column: z.string(), text: z.string(), dragged: z.boolean() })),
});
export const confirmImport = contract({
  method: 'POST', path: '/rosters/imports/:id/confirm', tag: TAG, summary: '县级确认导入：有错误则全部不导入（all），或只导入正确的户（good）；重复确认只导入一次', permission: 'roster.import', params: byId,
  body: z.strictObject({ choice: z.enum(IMPORT_CHOICES), /** First month that this system pays; earlier ones were paid before it. */ payFrom: month }), response: importSchema,
});
export const discardImport = contract({ method: 'POST', path: '/rosters/imports/:id/discard', tag: TAG, summary: '放弃一次还没有确认的导入，删除上传的文件', permission: 'roster.propose', params: byId, response: importSchema });

export const rosterLineSchema = z.object({
  case: uuid, caseNumber: z.string(), unit: z.string(), village: z.string().nullable(), payee: z.string(), idNumber: z.string(), persons: z.number(), monthlyFen: z.number(), fromMonth: z.string(),
  account: z.string().nullable(), /** Taken over from the roster before the system. */ imported: z.boolean(),
});
export type RosterHousehold = z.infer<typeof rosterLineSchema>;

export const listRoster = contract({
  method: 'GET', path: '/rosters', tag: TAG, summary: '某项目某月的在享花名册（脱敏）', permission: 'roster.read',
  query: pageQuery.extend({ programme: z.string().min(1).max(60), month, unit: z.string().max(60).optional(), imported: z.enum(['yes', 'no']).optional() }),
  response: page(rosterLineSchema).extend({ totals: z.object({ households: z.number(), persons: z.number(), fen: z.number(), imported: z.number() }) }),
});

/** What an export asks for; its own route streams the file. */
export const rosterExportQuery = z.strictObject({
  programme: z.string().min(1).max(60), month, unit: z.string().max(60).optional(), purpose: z.string().trim().min(2, '请写明用途').max(200), full: z.enum(['yes', 'no']).default('no'),
});
export const exportQuery = z.strictObject({ purpose: z.string().trim().min(2, '请写明用途').max(200) });
export const summaryExportQuery = exportQuery.extend({ month });
export const importQuery = z.strictObject({ programme: z.string().min(1).max(60), unit: z.string().min(1).max(60) });
