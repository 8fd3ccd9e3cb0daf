import * as z from 'zod';
import { LETTER_KINDS } from '../letters/model.ts';
import { contract, isoDate, uuid } from './contract.ts';

const byId = z.strictObject({ id: uuid });
const kind = z.enum(LETTER_KINDS);

/** One version of a county's own layout. */
const versionSchema = z.object({
  id: uuid, version: z.number(), name: z.string(), bytes: z.number(), note: z.string(), uploadedBy: z.string(), uploadedAt: z.string(), mine: z.boolean(),
  state: z.enum(['uploaded', 'previewed', 'coming', 'inForce', 'replaced', 'withdrawn']), stateText: z.string(),
  validFrom: isoDate.nullable(), activatedBy: z.string().nullable(), activatedAt: z.string().nullable(), withdrawnBy: z.string().nullable(), withdrawnAt: z.string().nullable(), withdrawnReason: z.string().nullable(),
});
export type TemplateVersion = z.output<typeof versionSchema>;

const fieldSchema = z.object({ name: z.string(), about: z.string(), list: z.union([z.literal('lines'), z.array(z.string())]).nullable(), required: z.boolean() });

export const listTemplates = contract({
  method: 'GET', path: '/letter-templates', tag: '文书模板', summary: '各种文书现在用的版式', permission: 'template.read',
  response: z.object({ items: z.array(z.object({ kind, title: z.string(), inForce: versionSchema.nullable(), waiting: z.number() })) }),
});

export const getTemplates = contract({
  method: 'GET', path: '/letter-templates/:kind', tag: '文书模板', summary: '一种文书的版式、字段和可供预览的文书', permission: 'template.read', params: z.strictObject({ kind }),
  response: z.object({
    kind, title: z.string(), versions: z.array(versionSchema), fields: z.array(fieldSchema),
    samples: z.array(z.object({ id: uuid, number: z.string(), caseNumber: z.string(), on: isoDate })),
  }),
});

export const activateTemplate = contract({
  method: 'POST', path: '/letter-templates/:id/activate', tag: '文书模板', summary: '启用文书模板', permission: 'template.activate', params: byId,
  body: z.strictObject({ from: isoDate }), response: z.object({ id: uuid }),
});

export const withdrawTemplate = contract({
  method: 'POST', path: '/letter-templates/:id/withdraw', tag: '文书模板', summary: '停用文书模板，恢复标准版式', permission: 'template.activate', params: byId,
  body: z.strictObject({ reason: z.string().trim().min(1, '不能为空').max(500) }), response: z.object({ id: uuid }),
});

/** Most letters that are printed in one go. */
export const MAX_PRINT = 100;

/** What the printing route takes: letters in the order in which they come out. */
export const printBody = z.strictObject({ ids: z.array(uuid).min(1).max(MAX_PRINT) });
