import * as z from 'zod';
import { ALL_POSTS } from '../rights/permissions.ts';
import { contract, isoDate } from './contract.ts';

export const sessionSchema = z.object({
  account: z.string(), login: z.string(), name: z.string(),
  post: z.enum(ALL_POSTS), postText: z.string(), unit: z.object({ key: z.string(), name: z.string(), kind: z.string() }),
  county: z.object({ id: z.number(), key: z.string(), name: z.string(), bureau: z.string(), plan: z.string() }),
  posts: z.array(z.object({ post: z.enum(ALL_POSTS), postText: z.string(), unit: z.string(), unitName: z.string() })),
  permissions: z.array(z.string()), mustChange: z.boolean(), totp: z.boolean(),
  mode: z.enum(['training', 'production']), today: isoDate, now: z.string(), idleMinutes: z.number(),
  programmes: z.array(z.object({ id: z.string(), name: z.string(), short: z.string() })),
});
export type Session = z.infer<typeof sessionSchema>;

export const login = contract({
  method: 'POST', path: '/session', tag: '登录', summary: '登录：浏览器得会话 cookie；machine=true 得 bearer 令牌', permission: 'public',
  body: z.strictObject({ login: z.string().trim().min(1).max(60), password: z.string().min(1).max(200), totp: z.string().trim().max(10).optional(), post: z.enum(ALL_POSTS).optional(), machine: z.boolean().default(false) }),
  response: z.object({ session: sessionSchema, token: z.string().optional() }),
});
export const whoami = contract({ method: 'GET', path: '/session', tag: '登录', summary: '我是谁、在哪个岗位、今天是哪天', permission: 'session.use', response: sessionSchema });
export const logout = contract({ method: 'DELETE', path: '/session', tag: '登录', summary: '退出', permission: 'session.use', response: z.object({}) });
export const switchPost = contract({ method: 'PUT', path: '/session/post', tag: '登录', summary: '换岗位', permission: 'session.use', body: z.strictObject({ post: z.enum(ALL_POSTS), unit: z.string() }), response: sessionSchema });
export const changePassword = contract({ method: 'PUT', path: '/session/password', tag: '登录', summary: '改密码', permission: 'session.use', body: z.strictObject({ old: z.string().max(200), new: z.string().min(12).max(200) }), response: z.object({}) });
export const trainingAccounts = contract({
  method: 'GET', path: '/training/accounts', tag: '培训', summary: '培训账号（仅培训环境）', permission: 'public',
  response: z.object({ mode: z.enum(['training', 'production']), password: z.string(), counties: z.array(z.object({ county: z.string(), name: z.string(), accounts: z.array(z.object({ login: z.string(), name: z.string(), post: z.string(), postText: z.string(), unit: z.string() })) })) }),
});
export const setClock = contract({ method: 'PUT', path: '/training/clock', tag: '培训', summary: '拨动培训时钟（仅培训环境）', permission: 'clock.set', body: z.strictObject({ date: isoDate }), response: z.object({ today: isoDate, now: z.string() }) });
export const staffList = contract({ method: 'GET', path: '/staff', tag: '组织', summary: '本地可选的工作人员', permission: 'organisation.read', response: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), post: z.string(), postText: z.string(), unit: z.string() })) }) });
