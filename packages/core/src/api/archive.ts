import * as z from 'zod';
import { citedSchema, contract, isoDate, page, pageQuery, uuid } from './contract.ts';

const ROTATIONS = [0, 90, 180, 270] as const;
const reason = z.string().trim().min(2, '请写明理由').max(200);
/** What an export of an archive is for; printed on its cover and kept in the access log. */
export const exportPurpose = z.strictObject({ purpose: z.string().trim().min(2, '请写明用途').max(200) });
/** A bundle for a hearing also says before whom. */
export const hearingQuery = exportPurpose.extend({ kind: z.enum(['reconsideration', 'litigation']) });
/** Where an uploaded file goes: a paper of the checklist, or a step; neither = other evidence. */
export const uploadQuery = z.object({ paper: z.string().max(60).optional(), step: z.string().max(40).optional() });

/** A file of a case as it now counts. */
export const evidenceFile = z.object({
  id: uuid, name: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string(), at: z.string(), by: z.string(),
  paper: z.string().nullable(), step: z.string().nullable(), rotation: z.number(), voided: z.boolean(),
  changes: z.array(z.object({ at: z.string(), by: z.string(), reason: z.string(), name: z.string(), place: z.string(), rotation: z.number(), voided: z.boolean() })),
});
export type EvidenceFile = z.infer<typeof evidenceFile>;

export const checklistLine = z.object({
  id: z.string(), name: z.string(), kind: z.enum(['application', 'process']), present: z.boolean(), on: isoDate.nullable(), source: citedSchema,
  files: z.array(uuid), letters: z.array(z.object({ id: uuid, title: z.string(), number: z.string(), on: isoDate })),
  /** Why the line keeps the file from being complete. */
  lacks: z.enum(['paper', 'scan']).nullable(),
});
export type ChecklistLine = z.infer<typeof checklistLine>;

const volumeHead = z.object({
  id: uuid, number: z.string(), unit: z.string(), applicant: z.string(), person: uuid, apart: z.boolean(), shouldBeApart: z.boolean(), box: z.string().nullable(), openedOn: isoDate,
  cases: z.number(), complete: z.enum(['complete', 'incomplete', 'unchecked']),
  retention: z.object({ until: isoDate.nullable(), ended: z.boolean(), text: z.string() }),
  appraisal: z.enum(['none', 'proposed', 'keep', 'destroy']),
});
export type ArchiveRow = z.infer<typeof volumeHead>;

export const evidence = contract({
  method: 'GET', path: '/cases/:id/evidence', tag: '档案', summary: '一案的材料：清单、上传的文件、齐全与否、归档', permission: 'file.read', params: z.strictObject({ id: uuid }),
  response: z.object({
    lines: z.array(checklistLine), files: z.array(evidenceFile), missing: z.array(z.string()),
    quota: z.object({ usedBytes: z.number(), limitBytes: z.number() }),
    places: z.object({ papers: z.array(z.object({ id: z.string(), name: z.string() })), steps: z.array(z.object({ id: z.string(), name: z.string() })) }),
    archive: z.object({ id: uuid, number: z.string(), item: z.number(), addedOn: isoDate, complete: z.boolean().nullable() }).nullable(),
    due: z.object({ on: isoDate, late: z.boolean(), source: citedSchema }).nullable(),
    closed: z.boolean(), electronicEqual: citedSchema.nullable(),
  }),
});

export const changeFile = contract({
  method: 'PUT', path: '/files/:id', tag: '档案', summary: '改材料的名称、归属、方向，或作废（内容不变，留痕）', permission: 'file.change', params: z.strictObject({ id: uuid }),
  body: z.strictObject({
    name: z.string().trim().min(1).max(120).regex(/^[^\p{C}/\\]+$/u, '名称中有不能用的字符'), paper: z.string().max(60).nullable(), step: z.string().max(40).nullable(),
    rotation: z.literal(ROTATIONS), voided: z.boolean(), reason,
  }),
  response: evidenceFile,
});

export const putInArchive = contract({
  method: 'POST', path: '/cases/:id/archive', tag: '档案', summary: '立卷：把案件归入本户档案', permission: 'archive.keep', params: z.strictObject({ id: uuid }), body: z.strictObject({}),
  response: z.object({ id: uuid, number: z.string(), item: z.number() }),
});

export const findComplete = contract({
  method: 'POST', path: '/cases/:id/archive/finding', tag: '档案', summary: '认定案卷齐全或不齐', permission: 'archive.check', params: z.strictObject({ id: uuid }),
  body: z.strictObject({ outcome: z.enum(['complete', 'incomplete']), note: z.string().trim().max(500).default('') }),
  response: z.object({ outcome: z.enum(['complete', 'incomplete']), missing: z.array(z.string()) }),
});

export const listArchives = contract({
  method: 'GET', path: '/archives', tag: '档案', summary: '档案目录：按单位、年度、卷号、齐全与否、近亲属另存、保管期满', permission: 'archive.read',
  query: pageQuery.extend({ number: z.string().trim().max(60).optional(), unit: z.string().max(60).optional(), year: z.coerce.number().int().min(2000).max(2100).optional(), shelf: z.enum(['common', 'apart']).optional(), complete: z.enum(['complete', 'incomplete', 'unchecked']).optional(), ended: z.coerce.boolean().optional() }),
  response: page(volumeHead).extend({ counts: z.object({ all: z.number(), apart: z.number(), open: z.number(), pending: z.number() }) }),
});

export const findArchives = contract({
  method: 'POST', path: '/archives/find', tag: '档案', summary: '按户查档案：姓名、身份证号、案号（留痕）', permission: 'archive.read',
  body: z.strictObject({ value: z.string().trim().min(1).max(60) }), response: z.object({ items: z.array(volumeHead) }),
});

export const pendingArchives = contract({
  method: 'GET', path: '/archives/pending', tag: '档案', summary: '已办结、待立卷的案件', permission: 'archive.read', query: pageQuery,
  response: page(z.object({ id: uuid, number: z.string(), applicant: z.string(), programme: z.string(), unit: z.string(), closedOn: isoDate, due: isoDate, late: z.boolean(), missing: z.number() })),
});

export const getArchive = contract({
  method: 'GET', path: '/archives/:id', tag: '档案', summary: '一户一档：本户档案', permission: 'archive.read', params: z.strictObject({ id: uuid }),
  response: volumeHead.extend({
    items: z.array(z.object({ item: z.number(), case: uuid, number: z.string(), programme: z.string(), status: z.string(), addedOn: isoDate, dueOn: isoDate.nullable(), complete: z.boolean().nullable(), missing: z.array(z.string()) })),
    categories: z.array(z.object({ id: z.enum(['approval', 'management']), name: z.string(), papers: z.number(), years: z.number(), from: z.string(), until: isoDate.nullable(), source: citedSchema })),
    events: z.array(z.object({ at: z.string(), by: z.string(), label: z.string(), text: z.string() })),
    proposal: z.object({ by: z.string(), mine: z.boolean(), outcome: z.enum(['keep', 'destroy']), reason: z.string() }).nullable(),
  }),
});
export type ArchiveView = z.infer<typeof getArchive.response>;

export const moveArchive = contract({
  method: 'PUT', path: '/archives/:id', tag: '档案', summary: '改档案的存放（盒号、是否另存）', permission: 'archive.keep', params: z.strictObject({ id: uuid }),
  body: z.strictObject({ box: z.string().trim().max(40).nullable(), apart: z.boolean(), reason }), response: z.object({ id: uuid, number: z.string() }),
});

export const appraiseArchive = contract({
  method: 'POST', path: '/archives/:id/appraisal', tag: '档案', summary: '档案鉴定：一人提出，另一人确认（只作记录，不销毁任何内容）', permission: 'archive.check', params: z.strictObject({ id: uuid }),
  body: z.discriminatedUnion('act', [z.strictObject({ act: z.literal('propose'), outcome: z.enum(['keep', 'destroy']), reason }), z.strictObject({ act: z.enum(['confirm', 'reject']), reason })]),
  response: z.object({ id: uuid, appraisal: z.enum(['none', 'proposed', 'keep', 'destroy']) }),
});
