import * as z from 'zod';
import { ALL_POSTS } from '../rights/permissions.ts';
import { contract, isoDate, page, pageQuery, uuid } from './contract.ts';

/**
 * Accounts, kept by three administrators of whom none can do the others' work: the system administrator opens an
 * account, the security administrator gives it posts and secures it, the audit administrator reads what they did.
 */

const TAG = '账号';
const byId = z.strictObject({ id: uuid });
const reason = z.string().trim().min(2, '请写明理由').max(200);

const heldPost = z.object({ post: z.enum(ALL_POSTS), postText: z.string(), unit: z.string(), unitName: z.string(), from: isoDate, to: isoDate.nullable(), active: z.boolean() });

export const accountSchema = z.object({
  id: uuid, login: z.string(), name: z.string(), posts: z.array(heldPost), mustChange: z.boolean(), totp: z.boolean(), totpRequired: z.boolean(),
  locked: z.boolean(), lockedUntil: z.string().nullable(), disabledAt: z.string().nullable(), createdAt: z.string(), passwordSetAt: z.string(), sessions: z.number(),
  /** Identity number of whose account it is, masked; null while nobody has recorded it. */
  idNumber: z.string().nullable(),
});

export const listAccounts = contract({
  method: 'GET', path: '/accounts', tag: TAG, summary: '账号清单', permission: 'account.read',
  query: pageQuery.extend({ q: z.string().trim().max(60).optional(), state: z.enum(['all', 'active', 'locked', 'disabled']).default('all') }), response: page(accountSchema),
});

const idNumber = z.string().trim().min(15).max(30);
const login = z.string().trim().regex(/^[a-z][a-z0-9._-]{2,39}$/, '登录名用小写字母开头，3 至 40 位小写字母、数字、点、横线');
export const createAccount = contract({
  method: 'POST', path: '/accounts', tag: TAG, summary: '开立账号：初始密码只显示一次，首次登录须修改；岗位由安全管理员核定', permission: 'account.create',
  body: z.strictObject({ login, name: z.string().trim().min(2).max(50), idNumber: idNumber.optional() }), response: z.object({ id: uuid, login: z.string(), password: z.string() }),
});
/** Whose account it is: kept encrypted and as a keyed hash, never shown whole. By it a member of staff is known again in a household, among filed near relatives and in another account. */
export const recordIdentity = contract({
  method: 'POST', path: '/accounts/:id/identity', tag: TAG, summary: '登记账号本人的公民身份号码：加密保存，只打码显示；用于近亲属比对和回避', permission: 'account.create',
  params: byId, body: z.strictObject({ idNumber }), response: z.object({ id: uuid, idNumber: z.string(), cases: z.number().int() }),
});

const postBody = z.strictObject({ post: z.enum(ALL_POSTS), unit: z.string().min(1).max(80), from: isoDate });
export const assignPost = contract({
  method: 'POST', path: '/accounts/:id/posts', tag: TAG, summary: '核定岗位；三员岗位与其他一切岗位互斥', permission: 'account.secure',
  params: byId, body: postBody.extend({ to: isoDate.optional() }), response: z.object({ id: uuid }),
});
export const endPost = contract({
  method: 'POST', path: '/accounts/:id/posts/end', tag: TAG, summary: '免去岗位：记止日，不删除', permission: 'account.secure',
  params: byId, body: postBody.extend({ to: isoDate }), response: z.object({ id: uuid, sessionsClosed: z.number() }),
});

export const lockAccount = contract({ method: 'POST', path: '/accounts/:id/lock', tag: TAG, summary: '锁定账号，立即断开', permission: 'account.secure', params: byId, body: z.strictObject({ reason }), response: z.object({ id: uuid }) });
export const unlockAccount = contract({ method: 'POST', path: '/accounts/:id/unlock', tag: TAG, summary: '解除锁定', permission: 'account.secure', params: byId, body: z.strictObject({}), response: z.object({ id: uuid }) });
export const disableAccount = contract({ method: 'POST', path: '/accounts/:id/disable', tag: TAG, summary: '停用账号，立即断开', permission: 'account.secure', params: byId, body: z.strictObject({ reason }), response: z.object({ id: uuid }) });
export const enableAccount = contract({ method: 'POST', path: '/accounts/:id/enable', tag: TAG, summary: '恢复账号', permission: 'account.secure', params: byId, body: z.strictObject({ reason }), response: z.object({ id: uuid }) });
export const resetPassword = contract({ method: 'POST', path: '/accounts/:id/password', tag: TAG, summary: '重置密码：新密码只显示一次，下次登录须修改', permission: 'account.secure', params: byId, body: z.strictObject({}), response: z.object({ id: uuid, password: z.string() }) });

const provisioning = z.object({ secret: z.string(), uri: z.string() });
export const resetTotp = contract({ method: 'POST', path: '/accounts/:id/totp', tag: TAG, summary: '为他人启用或重置动态口令：密钥只显示一次', permission: 'account.secure', params: byId, body: z.strictObject({}), response: provisioning.extend({ id: uuid }) });
export const removeTotp = contract({ method: 'DELETE', path: '/accounts/:id/totp', tag: TAG, summary: '注销动态口令（遗失时），本人下次登录后重新登记', permission: 'account.secure', params: byId, body: z.strictObject({ reason }), response: z.object({ id: uuid }) });

export const enrolTotp = contract({ method: 'POST', path: '/session/totp', tag: '登录', summary: '为自己登记动态口令：得到密钥，再以口令确认', permission: 'session.use', body: z.strictObject({}), response: provisioning });
export const confirmTotp = contract({ method: 'POST', path: '/session/totp/confirm', tag: '登录', summary: '以一个口令确认动态口令已登记', permission: 'session.use', body: z.strictObject({ code: z.string().trim().min(6).max(10) }), response: z.object({}) });

export const issueToken = contract({
  method: 'POST', path: '/tokens', tag: TAG, summary: '为账号签发机器令牌：只显示一次，三十天有效；三员和须动态口令的岗位不发', permission: 'account.secure',
  body: z.strictObject({ account: uuid, post: z.enum(ALL_POSTS), unit: z.string().min(1).max(80), label: z.string().trim().min(2).max(60) }),
  response: z.object({ id: z.string(), token: z.string(), expiresAt: z.string() }),
});
export const listTokens = contract({
  method: 'GET', path: '/tokens', tag: TAG, summary: '有效的机器令牌', permission: 'account.read',
  response: z.object({ items: z.array(z.object({ id: z.string(), account: uuid, name: z.string(), login: z.string(), post: z.string(), postText: z.string(), label: z.string(), createdAt: z.string(), lastSeenAt: z.string(), expiresAt: z.string() })) }),
});
export const revokeToken = contract({ method: 'DELETE', path: '/tokens/:id', tag: TAG, summary: '作废机器令牌', permission: 'account.secure', params: z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/) }), response: z.object({}) });

export const listAccountEvents = contract({
  method: 'GET', path: '/accounts/events', tag: TAG, summary: '账号管理记录：谁在何时对哪个账号做了什么', permission: 'account.read',
  query: pageQuery.extend({ account: uuid.optional() }),
  response: page(z.object({ id: z.number(), at: z.string(), by: z.string(), account: z.string(), login: z.string(), kind: z.string(), kindText: z.string(), text: z.string() })),
});
