import { generateSync } from 'otplib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { listAccountEvents, listAccounts, listTokens } from '@doudi/core/api/accounts';
import type { AnyContract, Output } from '@doudi/core/api/contract';
import * as caseContracts from '@doudi/core/api/cases';
import * as intakeContracts from '@doudi/core/api/intake';
import * as paymentContracts from '@doudi/core/api/payments';
import { testIdentity } from '@doudi/core/people/id-number';
import { hashPassword } from '../../platform/crypto/passwords.ts';
import { Client } from '../../testing/client.ts';
import { applyFor, staffOf } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
const { user } = staffOf(() => server.origin);

type Listed = Output<typeof listAccounts>['items'][number];
const account = async (login: string, admin = 'hq-sec'): Promise<Listed | undefined> => (await (await user(admin)).get<Output<typeof listAccounts>>(`/accounts?q=${login}`)).body.items.find((a) => a.login === login);

const login = async (body: Record<string, unknown>, origin = server.origin): Promise<{ status: number; body: { token?: string; code?: string; allowed?: string[] } }> => {
  const r = await fetch(`${origin}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ machine: true, ...body }) });
  return { status: r.status, body: (await r.json()) as { token?: string; code?: string } };
};

/** A new account with a post, its first password already changed. */
async function newStaff(name: string, post: string, unit: string, from = '2021-01-01'): Promise<{ id: string; client: Client; password: string }> {
  const made = (await (await user('hq-sys')).post<{ id: string; password: string }>('/accounts', { login: name, name: '新同事' })).body;
  const r = await (await user('hq-sec')).post(`/accounts/${made.id}/posts`, { post, unit, from });
  if (r.status !== 200) throw new Error(JSON.stringify(r.body));
  const client = new Client(server.origin, (await login({ login: name, password: made.password })).body.token ?? '');
  const password = 'correct-horse-battery';
  expect((await client.put('/session/password', { old: made.password, new: password })).status).toBe(200);
  return { id: made.id, client, password };
}

const code = (secret: string, steps = 0): string => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 });

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
});
afterAll(() => server.close());

describe('three administrators', () => {
  test('the system administrator opens an account without any post: it cannot do a thing until the security administrator gives one', async () => {
    const sys = await user('hq-sys');
    const made = await sys.post<{ id: string; login: string; password: string }>('/accounts', { login: 'hq-new', name: '新同事' });
    expect(made.status).toBe(200);
    expect(made.body.password).toMatch(/^\w{16}$/);
    expect((await login({ login: 'hq-new', password: made.body.password })).body.code).toBe('rights.denied');
    const post = { post: 'handler', unit: 'hq.shaogongzhuang', from: '2021-01-01' };
    expect((await sys.post(`/accounts/${made.body.id}/posts`, post)).status).toBe(403);
    const sec = await user('hq-sec');
    expect((await sec.post('/accounts', { login: 'hq-mine', name: '自己的' })).status).toBe(403);
    expect((await sec.post(`/accounts/${made.body.id}/posts`, post)).status).toBe(200);
    // The first password opens only the change of it.
    const fresh = new Client(server.origin, (await login({ login: 'hq-new', password: made.body.password })).body.token ?? '');
    expect((await fresh.get('/worklist')).problem.code).toBe('auth.expired');
    expect((await fresh.put('/session/password', { old: made.body.password, new: 'short' })).status).toBe(400);
    expect((await fresh.put('/session/password', { old: made.body.password, new: 'a-long-enough-word' })).status).toBe(200);
    expect((await fresh.get('/worklist')).status).toBe(200);
    expect((await sys.post('/accounts', { login: 'hq-new', name: '重名' })).problem.code).toBe('conflict.duplicate');
    // Login names are one namespace for all counties, and another county's is not shown, only refused.
    expect((await (await user('lh-sys')).post('/accounts', { login: 'hq-new', name: '重名' })).problem.code).toBe('conflict.duplicate');
  });

  test('an administrator’s post excludes every other, in both directions and in the database itself', async () => {
    const sec = await user('hq-sec');
    const handler = (await account('hq-handler'))?.id ?? '';
    const sys = (await account('hq-sys'))?.id ?? '';
    const at = (post: string, unit = 'hq') => ({ post, unit, from: '2021-11-15' });
    for (const post of ['systemAdmin', 'securityAdmin', 'auditAdmin']) expect((await sec.post(`/accounts/${handler}/posts`, at(post))).problem.code).toBe('rights.denied');
    for (const post of ['securityAdmin', 'auditAdmin', 'countyLeader', 'auditor']) expect((await sec.post(`/accounts/${sys}/posts`, at(post))).problem.code).toBe('rights.denied');
    const client = new pg.Client({ connectionString: server.installation.adminUrl });
    await client.connect();
    try {
      await expect(client.query(`insert into account_post (county_id, account_id, post, unit_id, from_date) select county_id, account_id, 'auditAdmin', unit_id, '2021-11-15' from account_post where account_id = $1`, [handler])).rejects.toMatchObject({ constraint: 'account_post_exclusive' });
    } finally {
      await client.end();
    }
  });

  test('a post belongs to a fitting unit that stands, and to one account at a time only once', async () => {
    const sec = await user('hq-sec');
    const id = (await account('hq-handler'))?.id ?? '';
    for (const [body, status] of [
      [{ post: 'countyHandler', unit: 'hq.shaogongzhuang', from: '2021-11-15' }, 400], [{ post: 'handler', unit: 'hq', from: '2021-11-15' }, 400], [{ post: 'village', unit: 'hq.shaogongzhuang', from: '2021-11-15' }, 400],
      [{ post: 'reviewer', unit: 'hq.shuanghuancun', from: '2021-11-15' }, 422], [{ post: 'reviewer', unit: 'hq.none', from: '2021-11-15' }, 404], [{ post: 'handler', unit: 'hq.shaogongzhuang', from: '2021-11-15' }, 409], [{ post: 'reviewer', unit: 'hq.shaogongzhuang', from: '2021-11-31' }, 400],
    ] as const) expect((await sec.post(`/accounts/${id}/posts`, body)).status, JSON.stringify(body)).toBe(status);
  });

  test('nobody secures the own account, and another county’s accounts do not exist', async () => {
    const sec = await user('hq-sec');
    const me = (await account('hq-sec'))?.id ?? '';
    const theirs = (await account('lh-handler', 'lh-sec'))?.id ?? '';
    expect((await sec.post(`/accounts/${me}/posts`, { post: 'handler', unit: 'hq.shaogongzhuang', from: '2021-11-15' })).problem.code).toBe('rights.denied');
    for (const [path, body] of [['lock', { reason: '试一试' }], ['password', {}], ['totp', {}], ['unlock', {}], ['posts', { post: 'handler', unit: 'hq.shaogongzhuang', from: '2021-11-15' }]] as const) expect((await sec.post(`/accounts/${theirs}/${path}`, body)).status, path).toBe(404);
    expect((await sec.get<Output<typeof listAccounts>>('/accounts?q=lh-')).body.items).toEqual([]);
    // The application role itself sees no other county's rows.
    for (const table of ['account', 'account_post', 'account_event', 'relative'] as const) {
      const rows = await server.installation.db.transaction({ county: 150802, area: null }, async (tx) => await tx.selectFrom(table as 'account').select('county_id').execute());
      expect(rows.every((r) => r.county_id === 150802), table).toBe(true);
      expect(await server.installation.db.transaction({ county: null, area: null }, async (tx) => await tx.selectFrom(table as 'account').select('county_id').execute()), table).toEqual([]);
    }
  });

  test('none of the three sees or acts on a case, over every endpoint of cases', async () => {
    const { id, persons } = await applyFor(await user('hq-handler'), { serial: 50 });
    const contracts = Object.values({ ...caseContracts, ...intakeContracts, ...paymentContracts } as Record<string, unknown>)
      .filter((c): c is AnyContract => typeof c === 'object' && c !== null && 'permission' in c && c.permission !== 'session.use');
    expect(contracts.length).toBeGreaterThan(25);
    for (const name of ['hq-sys', 'hq-sec', 'hq-log']) {
      const admin = await user(name);
      for (const c of contracts) {
        const path = c.path.replace('/persons/:id', `/persons/${persons[0] ?? ''}`).replace(':person', persons[0] ?? '').replace(':command', 'accept').replace(':key', 'k').replace(':id', id);
        const r = await admin.call(c.method, path, c.method === 'GET' ? undefined : {});
        expect(r.status, `${name} ${c.method} ${path}`).toBe(403);
      }
      for (const path of [`/files/${id}`, `/letters/${id}/pdf`, '/audit/log', '/audit/export?purpose=看一看']) expect((await admin.get(path)).status, `${name} ${path}`).not.toBe(200);
    }
  });

  test('whose account it is: recorded by the system administrator alone, kept encrypted, shown masked, in one account in use at a time', async () => {
    const { id } = await newStaff('hq-identified', 'reviewer', 'hq.shaogongzhuang');
    const number = testIdentity('1982-03-04', 'male', 131);
    const at = `/accounts/${id}/identity`;
    expect((await (await user('hq-sec')).post(at, { idNumber: number })).status).toBe(403);
    const sys = await user('hq-sys');
    expect((await sys.post(at, { idNumber: `${number.slice(0, 17)}${number.endsWith('X') ? '1' : 'X'}` })).problem.code).toBe('input.invalid');
    expect((await sys.post<{ idNumber: string }>(at, { idNumber: number })).body.idNumber).toBe(`999*************${number.slice(-2)}`);
    expect((await account('hq-identified'))?.idNumber).toBe(`999*************${number.slice(-2)}`);
    expect((await sys.post('/accounts', { login: 'hq-twice', name: '同一人', idNumber: number })).problem.code).toBe('conflict.duplicate');
    expect(await account('hq-twice')).toBeUndefined();
    expect((await (await user('hq-sec')).post(`/accounts/${id}/disable`, { reason: '调离' })).status).toBe(200);
    expect((await sys.post('/accounts', { login: 'hq-again', name: '同一人', idNumber: number })).status).toBe(200);
    // Neither the log of administrators nor a list tells the number, and the table has nothing readable.
    const events = (await sys.get<Output<typeof listAccountEvents>>(`/accounts/events?account=${id}`)).body;
    expect(events.items.map((e) => e.kindText)).toContain('登记身份号码');
    expect(JSON.stringify(events) + JSON.stringify(await account('hq-identified'))).not.toContain(number.slice(6, 14));
    const row = await server.installation.db.transaction({ county: 120106, area: null }, async (tx) => await tx.selectFrom('account').select(['number_idx', 'number_enc']).where('id', '=', id).executeTakeFirstOrThrow());
    expect(row.number_enc?.toString('latin1')).not.toContain(number.slice(6, 14));
    expect(row.number_idx?.length).toBeGreaterThan(0);
  });

  test('what administrators did can be read by all three, latest first, without a password in it', async () => {
    const { id } = await newStaff('hq-traced', 'reviewer', 'hq.shaogongzhuang');
    const events = (await (await user('hq-log')).get<Output<typeof listAccountEvents>>(`/accounts/events?account=${id}`)).body.items;
    expect(events.map((e) => [e.kindText, e.by])).toEqual([['核定岗位', '蒋安全'], ['开立账号', '卫系统']]);
    expect(events[0]?.text).toContain('管理部门审核人员 · 邵公庄街道');
    expect((await (await user('hq-handler')).get('/accounts/events')).status).toBe(403);
    expect(JSON.stringify(events)).not.toMatch(/argon|password/i);
  });
});

describe('doors', () => {
  test('five wrong passwords lock the account, the right one no longer opens it, the security administrator does', async () => {
    const { id, password } = await newStaff('hq-clumsy', 'handler', 'hq.shaogongzhuang');
    for (let i = 0; i < 4; i++) expect((await login({ login: 'hq-clumsy', password: 'wrong' })).body.code).toBe('auth.failed');
    // Four do not lock; a success in between starts the count again.
    expect((await login({ login: 'hq-clumsy', password })).status).toBe(200);
    for (let i = 0; i < 5; i++) expect((await login({ login: 'hq-clumsy', password: 'wrong' })).body.code).toBe('auth.failed');
    expect((await login({ login: 'hq-clumsy', password })).body.code).toBe('auth.locked');
    expect(await account('hq-clumsy')).toMatchObject({ locked: true });
    expect((await (await user('hq-sys')).post(`/accounts/${id}/unlock`, {})).status).toBe(403);
    expect((await (await user('hq-sec')).post(`/accounts/${id}/unlock`, {})).status).toBe(200);
    expect((await login({ login: 'hq-clumsy', password })).status).toBe(200);
  });

  test('locking, disabling and a new password end what is open at once', async () => {
    const { id, client } = await newStaff('hq-leaver', 'handler', 'hq.shaogongzhuang');
    const sec = await user('hq-sec');
    expect((await sec.post(`/accounts/${id}/lock`, {})).status).toBe(400);
    expect((await sec.post(`/accounts/${id}/lock`, { reason: '手机遗失' })).status).toBe(200);
    expect((await client.get('/worklist')).status).toBe(401);
    expect((await sec.post(`/accounts/${id}/unlock`, {})).status).toBe(200);
    const reset = await sec.post<{ password: string }>(`/accounts/${id}/password`, {});
    expect((await login({ login: 'hq-leaver', password: 'correct-horse-battery' })).body.code).toBe('auth.failed');
    const again = new Client(server.origin, (await login({ login: 'hq-leaver', password: reset.body.password })).body.token ?? '');
    expect((await again.get('/worklist')).problem.code).toBe('auth.expired');
    expect((await sec.post(`/accounts/${id}/disable`, { reason: '调离' })).status).toBe(200);
    expect((await again.get('/session')).status).toBe(401);
    expect((await login({ login: 'hq-leaver', password: reset.body.password })).body.code).toBe('auth.failed');
  });

  test('a post that ends takes its sessions along, on its day', async () => {
    const { id, client } = await newStaff('hq-mover', 'handler', 'hq.shaogongzhuang');
    const end = { post: 'handler', unit: 'hq.shaogongzhuang', from: '2021-01-01' };
    const sec = await user('hq-sec');
    expect((await sec.post(`/accounts/${id}/posts/end`, { ...end, to: '2020-12-31' })).problem.code).toBe('date.order');
    expect((await sec.post(`/accounts/${id}/posts/end`, { ...end, to: '2021-11-15' })).status).toBe(200);
    expect((await client.get('/worklist')).status).toBe(200);
    await client.put('/training/clock', { date: '2021-11-16' });
    expect((await client.get('/worklist')).status).toBe(401);
    expect((await sec.put('/training/clock', { date: '2021-11-15' })).status).toBe(200);
  });
});

describe('one-time codes', () => {
  test('are enrolled with a code of their own, asked at login, and good once', async () => {
    const { id, client, password } = await newStaff('hq-twofold', 'leader', 'hq.shaogongzhuang');
    expect((await client.post('/session/totp/confirm', { code: '123456' })).problem.code).toBe('step.order');
    const { secret, uri } = (await client.post<{ secret: string; uri: string }>('/session/totp', {})).body;
    expect(uri).toMatch(/^otpauth:\/\/totp\//);
    expect((await client.post('/session/totp/confirm', { code: '000000' })).status).toBe(400);
    // Not confirmed, not asked.
    expect((await login({ login: 'hq-twofold', password })).status).toBe(200);
    const confirming = code(secret, -1);
    expect((await client.post('/session/totp/confirm', { code: confirming })).status).toBe(200);
    expect((await login({ login: 'hq-twofold', password })).body.code).toBe('auth.totp');
    expect((await login({ login: 'hq-twofold', password, totp: confirming })).body.code).toBe('auth.totp');
    const next = code(secret);
    expect((await login({ login: 'hq-twofold', password, totp: next })).status).toBe(200);
    expect((await login({ login: 'hq-twofold', password, totp: next })).body.code).toBe('auth.totp');
    expect((await client.post('/session/totp', {})).problem.code).toBe('step.done');
    const sec = await user('hq-sec');
    expect((await sec.call('DELETE', `/accounts/${id}/totp`, { reason: '手机遗失' })).status).toBe(200);
    expect((await login({ login: 'hq-twofold', password })).status).toBe(200);
    const given = (await sec.post<{ secret: string }>(`/accounts/${id}/totp`, {})).body;
    expect((await login({ login: 'hq-twofold', password })).body.code).toBe('auth.totp');
    expect((await login({ login: 'hq-twofold', password, totp: code(given.secret) })).status).toBe(200);
  });

  test('a repeated request gets the same password again, which the database keeps only encrypted', async () => {
    const sys = await user('hq-sys');
    const r = await sys.post<{ password: string }>('/accounts', { login: 'hq-once', name: '一次' }, { 'idempotency-key': 'once-and-for-all' });
    expect(r.status).toBe(200);
    const again = await sys.post<{ password: string }>('/accounts', { login: 'hq-once', name: '一次' }, { 'idempotency-key': 'once-and-for-all' });
    expect(again.body).toEqual(r.body);
    const client = new pg.Client({ connectionString: server.installation.adminUrl });
    await client.connect();
    try {
      const { rows } = await client.query<{ body_enc: Buffer }>('select body_enc from idempotency');
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.some((x) => x.body_enc.includes(r.body.password))).toBe(false);
    } finally {
      await client.end();
    }
  });
});

describe('machine tokens', () => {
  test('act as the post they were issued for, are refused for administrators and posts not held, and end when revoked', async () => {
    const sec = await user('hq-sec');
    const id = (await account('hq-handler2'))?.id ?? '';
    const body = { account: id, post: 'handler', unit: 'hq.shaogongzhuang', label: '高拍仪' };
    expect((await (await user('hq-sys')).post('/tokens', body)).status).toBe(403);
    expect((await sec.post('/tokens', { ...body, post: 'leader' })).status).toBe(403);
    expect((await sec.post('/tokens', { ...body, account: (await account('hq-log'))?.id, post: 'auditAdmin', unit: 'hq' })).status).toBe(403);
    const r = await sec.post<{ id: string; token: string }>('/tokens', body);
    const machine = new Client(server.origin, r.body.token);
    expect((await machine.get<{ post: string }>('/session')).body.post).toBe('handler');
    expect((await machine.get('/worklist')).status).toBe(200);
    const tokens = (await sec.get<Output<typeof listTokens>>('/tokens')).body.items;
    expect(tokens.find((t) => t.id === r.body.id)).toMatchObject({ label: '高拍仪', name: '刘经办' });
    expect(JSON.stringify(tokens)).not.toContain(r.body.token);
    expect((await (await user('lh-sec')).call('DELETE', `/tokens/${r.body.id}`)).status).toBe(404);
    expect((await sec.call('DELETE', `/tokens/${r.body.id}`)).status).toBe(200);
    expect((await machine.get('/worklist')).status).toBe(401);
  });
});

describe('a production installation', () => {
  let real: TestServer;
  const PASSWORD = 'a-password-of-production';

  beforeAll(async () => {
    real = await testServer({ mode: 'production' });
    const client = new pg.Client({ connectionString: real.installation.adminUrl });
    await client.connect();
    try {
      const hash = await hashPassword(PASSWORD);
      for (const [post, unit] of [['countyLeader', 'hq'], ['securityAdmin', 'hq'], ['handler', 'hq.shaogongzhuang']] as const) {
        const { rows } = await client.query<{ id: string }>(`insert into account (county_id, id, login, name, password_hash, password_set_at, created_at) values (120106, gen_random_uuid(), $1, $1, $2, now(), now()) returning id`, [post, hash]);
        await client.query(`insert into account_post (county_id, account_id, post, unit_id, from_date) select 120106, $1, $2, id, '2020-01-01' from unit where county_id = 120106 and key = $3`, [rows[0]?.id, post, unit]);
      }
    } finally {
      await client.end();
    }
  });
  afterAll(() => real.close());

  test('leaders and administrators are let in nowhere but to their enrolment until they have a one-time code; a handler needs none', async () => {
    const enter = async (name: string, totp?: string): Promise<Client> => new Client(real.origin, (await login({ login: name, password: PASSWORD, ...(totp ? { totp } : {}) }, real.origin)).body.token ?? '');
    expect((await (await enter('handler')).get('/worklist')).status).toBe(200);
    for (const name of ['countyLeader', 'securityAdmin']) {
      const u = await enter(name);
      const refused = await u.get('/organisation');
      expect(refused.problem).toMatchObject({ code: 'auth.totp', allowed: [expect.stringContaining('/session/totp') as string] });
      expect((await u.get('/session')).status).toBe(200);
      const { secret } = (await u.post<{ secret: string }>('/session/totp', {})).body;
      expect((await u.post('/session/totp/confirm', { code: code(secret, -1) })).status).toBe(200);
      expect((await u.get('/organisation')).status).toBe(200);
      expect((await (await enter(name, code(secret))).get('/organisation')).status).toBe(200);
    }
  });

  test('the clock cannot be moved', async () => {
    const u = new Client(real.origin, (await login({ login: 'handler', password: PASSWORD }, real.origin)).body.token ?? '');
    expect((await u.put('/training/clock', { date: '2021-11-15' })).problem.code).toBe('training.only');
  });
});
