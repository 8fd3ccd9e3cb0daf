import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testIdentity } from '@doudi/core/people/id-number';
import { TRAINING_PASSWORD } from '../training/accounts.ts';
import { signIn, type Client } from '../../testing/client.ts';
import { applyFor, walk, type Office } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

/** What is kept, who can reach it past the application, and how logins hold. */

let server: TestServer;
let h: Client;
const office: Office = (post) => signIn(server.origin, `hq-${post}`);
const login = async (body: Record<string, unknown>): Promise<string> => {
  const r = await fetch(`${server.origin}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ machine: true, ...body }) });
  return `${r.status} ${((await r.json()) as { code?: string }).code ?? 'ok'}`;
};

/** A connection that ends with the work. */
async function connected<T>(url: string, work: (c: pg.Client) => Promise<T>): Promise<T> {
  const c = new pg.Client({ connectionString: url });
  await c.connect();
  try {
    return await work(c);
  } finally {
    await c.end();
  }
}

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  h = await signIn(server.origin, 'hq-handler');
});
afterAll(async () => {
  await server.close();
});

describe('kept data', () => {
  test('no table holds a name, an identity or an account number in the clear after a case has been handled; files are the owner’s alone', { timeout: 90_000 }, async () => {
    const { id, persons } = await applyFor(h, { serial: 11 });
    await walk(office, id, 'opine');
    const number = testIdentity('1970-03-04', 'male', 22);
    expect((await h.post(`/cases/${id}/payment-account`, { bank: '代发银行', holder: '王安', number: '6222000011112222333' }, { 'idempotency-key': 'account-1' })).status).toBeLessThan(500);
    expect((await h.post(`/persons/${persons[0]}/open`, { purpose: '核对证件' }, { 'idempotency-key': 'opening-1' })).body['idNumber']).toBe(number);
    expect((await h.post('/search', { value: '王安' }, { 'idempotency-key': 'search-01' })).status).toBe(200);
    expect((await h.put('/drafts/new', { body: { name: '王安', idNumber: number } })).status).toBe(200);
    const needles = ['王安', '李宁', number, '6222000011112222333'].flatMap((n) => [n, Buffer.from(n).toString('hex')]);
    await connected(server.installation.adminUrl, async (c) => {
      const { rows: tables } = await c.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker')`);
      expect(tables.length).toBeGreaterThan(30);
      const found: string[] = [];
      for (const { name } of tables) {
        const { rows } = await c.query<{ text: string }>(`select t::text as text from ${name} t`);
        for (const n of needles) if (rows.some((r) => r.text.includes(n))) found.push(`${name}: ${n}`);
      }
      expect(found).toEqual([]);
    });
    const files = path.join(server.installation.config.dataFolder, 'files');
    for (const entry of ['', ...fs.readdirSync(files, { recursive: true }).map(String)]) expect(fs.statSync(path.join(files, entry)).mode & 0o077, entry).toBe(0);
  });

  test('opening a person again with the same Idempotency-Key is looked up again and on record again', async () => {
    const { persons } = await applyFor(h, { serial: 15 });
    const open = (): Promise<{ status: number }> => h.post(`/persons/${persons[0]}/open`, { purpose: '核对证件' }, { 'idempotency-key': 'opening-twice' });
    expect([(await open()).status, (await open()).status]).toEqual([200, 200]);
    const audit = await signIn(server.origin, 'hq-audit');
    expect((await audit.get<{ items: unknown[] }>(`/audit/access?what=unmask&target=${persons[0]}`)).body.items).toHaveLength(2);
  });

  test('a key used by one clerk says nothing to another', async () => {
    const { persons } = await applyFor(h, { serial: 17 });
    const body = { purpose: '核对证件' };
    expect((await h.post(`/persons/${persons[0]}/open`, body, { 'idempotency-key': 'shared-key-1' })).status).toBe(200);
    expect((await (await signIn(server.origin, 'hq-b-handler')).post(`/persons/${persons[0]}/open`, body, { 'idempotency-key': 'shared-key-1' })).status).toBe(404);
  });
});

describe('the application’s database role', () => {
  test('does not become the owner by putting temporary tables before those of a function with the owner’s rights', async () => {
    await connected(server.installation.db.url, async (c) => {
      const said: string[] = [];
      c.on('notice', (n) => said.push(n.message ?? ''));
      await c.query(`create function pg_temp.told() returns int language plpgsql as $$ begin raise notice 'I am %', current_user; return 120106; end $$`);
      await c.query(`create temp view case_person as select pg_temp.told() as county_id, null::uuid as case_id, ''::bytea as number_idx, 'member'::text as role`);
      await c.query(`set app.county = '120106'`);
      await c.query(`select * from find_cases_of_number('')`);
      expect(said).toEqual([]);
      const { rows } = await c.query<{ name: string }>(`select proname as name from pg_proc where prosecdef and pronamespace = 'public'::regnamespace and not coalesce(proconfig, '{}') @> array['search_path=public, pg_temp']`);
      expect(rows).toEqual([]);
    });
  });

  test.each(['case_action', 'access_log', 'account_event', 'checkpoint', 'roll_event', 'roll_answer', 'benefit_event', 'filing_line', 'filing_demand_event', 'bank_return', 'bank_return_line', 'floor_choice', 'entrustment_event', 'payment_account', 'stored_file', 'file_change', 'archive_event'])('cannot change or remove what is written once: %s', async (table) => {
    await connected(server.installation.db.url, async (c) => {
      for (const statement of [`update ${table} set county_id = county_id`, `delete from ${table}`, `truncate ${table}`]) await expect(c.query(statement), statement).rejects.toMatchObject({ code: '42501' });
    });
  });
});

describe('logins', () => {
  test('a name that nobody has is locked like one that somebody has', { timeout: 30_000 }, async () => {
    const tries = async (name: string): Promise<string[]> => {
      const answers: string[] = [];
      for (let i = 0; i < 7; i++) answers.push(await login({ login: name, password: 'wrong-password-1' }));
      return answers;
    };
    const known = await tries('hq-b-leader');
    expect(known).toContain('423 auth.locked');
    expect(await tries('hq-nobody-at-all')).toEqual(known);
    expect(await login({ login: 'hq-b-leader', password: TRAINING_PASSWORD })).toBe('423 auth.locked');
  });

  test('guessing the old password from an open session locks the account and ends the session', { timeout: 30_000 }, async () => {
    const c = await signIn(server.origin, 'hq-b-reviewer');
    const answers: number[] = [];
    for (let i = 0; i < 6; i++) answers.push((await c.put('/session/password', { old: `guess-number-${i}`, new: 'another-password-9' })).status);
    expect(answers.at(-1)).toBe(401);
    expect(await login({ login: 'hq-b-reviewer', password: TRAINING_PASSWORD })).toBe('423 auth.locked');
  });

  test('a machine token stays with the post it was issued for and enrols no second factor', async () => {
    const sec = await signIn(server.origin, 'hq-sec');
    const { account } = (await h.get<{ account: string }>('/session')).body;
    expect((await sec.post(`/accounts/${account}/posts`, { post: 'reviewHead', unit: 'hq.shaogongzhuang', from: '2021-01-01' })).status).toBe(200);
    const token = (await sec.post<{ token: string }>('/tokens', { account, post: 'handler', unit: 'hq.shaogongzhuang', label: '接口' })).body.token;
    const as = async (bearer: string): Promise<number> => (await fetch(`${server.origin}/api/v1/session/post`, { method: 'PUT', headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }, body: JSON.stringify({ post: 'reviewHead', unit: 'hq.shaogongzhuang' }) })).status;
    expect(await as(token)).toBe(403);
    expect((await fetch(`${server.origin}/api/v1/session/totp`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: '{}' })).status).toBe(403);
    expect(await as(h.token)).toBe(200);
  });
});
