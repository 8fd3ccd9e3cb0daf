import * as z from 'zod';
import { contract, isoDate, page, pageQuery } from './contract.ts';

/** What was looked at, what was done, and the proof that neither was changed afterwards. */

const TAG = '审计';
const span = { from: isoDate.optional(), to: isoDate.optional() };

const accessKinds = ['open', 'search', 'unmask', 'export', 'download', 'login', 'loginFailed', 'logout', 'denied'] as const;

export const listAccess = contract({
  method: 'GET', path: '/audit/access', tag: TAG, summary: '访问记录：谁在何时查看、查询、导出了什么，用途', permission: 'audit.read',
  query: pageQuery.extend({ user: z.string().trim().max(60).optional(), target: z.string().trim().max(120).optional(), what: z.enum(accessKinds).optional(), ...span }),
  response: page(z.object({ id: z.number(), at: z.string(), recordedAt: z.string(), user: z.string(), name: z.string(), login: z.string().nullable(), post: z.string(), postText: z.string(), unit: z.string(), what: z.string(), whatText: z.string(), target: z.string(), purpose: z.string(), detail: z.record(z.string(), z.unknown()) })),
});

export const listLog = contract({
  method: 'GET', path: '/audit/log', tag: TAG, summary: '办理日志：每一步及其散列；由审计查阅，三员不见案件', permission: 'audit.read',
  query: pageQuery.extend({ case: z.string().trim().max(60).optional(), kind: z.string().max(40).optional(), actor: z.string().trim().max(60).optional(), ...span }),
  response: page(z.object({ position: z.number(), case: z.string(), caseNumber: z.string(), seq: z.number(), kind: z.string(), label: z.string(), at: z.string(), recordedAt: z.string(), actor: z.object({ id: z.string(), name: z.string(), post: z.string(), postText: z.string(), unit: z.string() }), text: z.string(), hash: z.string(), prev: z.string() })),
});

const checkpointSchema = z.object({ position: z.number(), hash: z.string(), recordedAt: z.string(), at: z.string(), keyId: z.string(), signature: z.string() });

export const verifyLog = contract({
  method: 'GET', path: '/audit/chain', tag: TAG, summary: '核验本辖区的日志链', permission: 'audit.read',
  response: z.object({
    ok: z.boolean(), entries: z.number(), head: z.object({ position: z.number(), hash: z.string() }), checkpoints: z.number(), lastCheckpoint: checkpointSchema.nullable(),
    /** Entries written since the last checkpoint: only what a checkpoint covers is proof against someone who holds the whole database. */
    sinceCheckpoint: z.number(), faults: z.array(z.object({ position: z.number(), kind: z.string(), text: z.string() })), faultCount: z.number(), milliseconds: z.number(), publicKey: z.string(),
  }),
});

export const listCheckpoints = contract({ method: 'GET', path: '/audit/checkpoints', tag: TAG, summary: '签名的校验点', permission: 'audit.read', response: z.object({ items: z.array(checkpointSchema), publicKey: z.string(), keyId: z.string() }) });
export const makeCheckpoint = contract({ method: 'POST', path: '/audit/checkpoints', tag: TAG, summary: '签一个校验点', permission: 'audit.checkpoint', body: z.strictObject({}), response: z.object({ made: z.array(checkpointSchema) }) });

/** The export streams, so it stands outside the endpoint table; its query is checked with this. */
export const exportQuery = z.strictObject({ purpose: z.string().trim().min(2, '请写明用途').max(200) });
