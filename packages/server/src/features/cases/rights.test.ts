import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, type Client } from '../../testing/client.ts';
import { applyFor } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
let mine: Client;
let theirs: Client;
let other: Client;
let caseId = '';
let number = '';
let person = '';
let file = '';
let letter = '';

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
  mine = await signIn(server.origin, 'hq-handler');
  theirs = await signIn(server.origin, 'hq-b-handler');
  other = await signIn(server.origin, 'lh-handler');
  const c = await applyFor(mine, { serial: 40 });
  caseId = c.id;
  number = c.number;
  person = c.persons[0] ?? '';
  await mine.act(caseId, 'accept');
  file = await mine.photo(caseId);
  letter = (await mine.get<{ letters: { id: string }[] }>(`/cases/${caseId}`)).body.letters[0]?.id ?? '';
});
afterAll(() => server.close());

const raw = async (u: Client, path: string): Promise<{ status: number; text: string }> => {
  const r = await fetch(`${server.origin}/api/v1${path}`, { headers: { authorization: `Bearer ${u.token}` } });
  return { status: r.status, text: (await r.text()).replaceAll(/"instance":"[^"]*"/g, '') };
};

describe('another street and another county', () => {
  test.each([['another street of the same county', () => theirs], ['another county', () => other]])('%s gets for a case, its files and letters exactly what it gets for ones that do not exist', async (_, who) => {
    const u = who();
    const none = randomUUID();
    for (const [real, absent] of [[`/cases/${caseId}`, `/cases/${none}`], [`/files/${file}`, `/files/${none}`], [`/letters/${letter}/pdf`, `/letters/${none}/pdf`], [`/households/${person}`, `/households/${none}`], [`/cases/${caseId}/payment-account`, `/cases/${none}/payment-account`]] as const) {
      const [a, b] = [await raw(u, real), await raw(u, absent)];
      expect(a, real).toEqual(b);
      expect(a.status).toBe(404);
    }
    for (const [command, payload] of [['accept', {}], ['withdraw', { reason: '自愿', signedOn: '2021-11-15' }], ['nonsense', {}], ['decide', { outcome: 'grant' }]] as const) {
      const [a, b] = [await u.act(caseId, command, payload), await u.act(none, command, payload)];
      expect(a.status).toBe(404);
      expect({ ...a.problem, instance: '' }).toEqual({ ...b.problem, instance: '' });
    }
    const opened = await u.post(`/persons/${person}/open`, { purpose: '核对身份' });
    expect(opened.status).toBe(404);
    for (const value of [number, '王安', '999999197003040815']) {
      const found = await u.post<{ items: unknown[] }>('/search', { value });
      expect(found.body.items).toEqual([]);
    }
    for (const tab of ['todo', 'doing', 'done']) {
      const list = await u.get<{ items: { id: string }[] }>(`/worklist?tab=${tab}`);
      expect(list.body.items.map((i) => i.id)).not.toContain(caseId);
    }
    const upload = new FormData();
    upload.set('file', new Blob([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])]), 'x.png');
    const r = await fetch(`${server.origin}/api/v1/cases/${caseId}/files`, { method: 'POST', headers: { authorization: `Bearer ${u.token}` }, body: upload });
    expect(r.status).toBe(404);
  });

  test('its own street finds it by number, name, identity number', async () => {
    for (const value of [number, '王安']) expect((await mine.post<{ items: { id: string }[] }>('/search', { value })).body.items.map((i) => i.id)).toContain(caseId);
  });

  test('the county sees it, a village of the street does not unless it lies there', async () => {
    const county = await signIn(server.origin, 'hq-county');
    expect((await county.get(`/cases/${caseId}`)).status).toBe(200);
    const village = await signIn(server.origin, 'hq-village');
    expect((await village.get(`/cases/${caseId}`)).status).toBe(404);
  });
});

describe('posts', () => {
  test.each(['hq-sys', 'hq-sec', 'hq-log'])('%s, an administrator, can neither see nor act on a case', async (login) => {
    const admin = await signIn(server.origin, login);
    expect((await admin.get(`/cases/${caseId}`)).status).toBe(403);
    expect((await admin.act(caseId, 'extend', { reason: 'x', ground: 'other' })).status).toBe(403);
    expect((await admin.get('/worklist')).status).toBe(403);
    expect((await admin.post('/search', { value: '王安' })).status).toBe(403);
  });

  test('audit reads and changes nothing', async () => {
    const audit = await signIn(server.origin, 'hq-audit');
    expect((await audit.get(`/cases/${caseId}`)).status).toBe(200);
    expect((await audit.act(caseId, 'extend', { reason: 'x', ground: 'other' })).status).toBe(403);
  });

  test('without a session nothing answers but login', async () => {
    const nobody = await fetch(`${server.origin}/api/v1/cases/${caseId}`);
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('names and numbers', () => {
  test('are masked on the page and opened only with a purpose, which is logged', async () => {
    const view = await mine.get(`/cases/${caseId}`);
    expect(JSON.stringify(view.body)).not.toContain('王安');
    expect(JSON.stringify(view.body)).not.toContain('19700304');
    expect((await mine.post(`/persons/${person}/open`, {})).status).toBe(400);
    const opened = await mine.post<{ name: string }>(`/persons/${person}/open`, { purpose: '电话核实' });
    expect(opened.body.name).toBe('王安');
  });
});

describe('hostile and careless requests are answered with a reason and write nothing', () => {
  test.each([
    ['POST', '/cases', '{"a":', 400], ['POST', '/cases', '[]', 400], ['POST', '/cases', '{"programme":5}', 400], ['POST', '/cases', 'null', 400],
    ['POST', '/persons', JSON.stringify({ idNumber: '1'.repeat(18), name: '某' }), 400], ['POST', '/persons', JSON.stringify({ idNumber: '999999199001010017', name: '某\u0000' }), 400],
    ['POST', '/search', JSON.stringify({ value: 'x'.repeat(100) }), 400], ['GET', '/cases/not-an-id', undefined, 404], ['GET', '/worklist?limit=-1', undefined, 400], ['GET', '/worklist?limit=abc', undefined, 400],
    ['GET', '/worklist?cursor=%00%ff', undefined, 200], ['GET', '/nothing', undefined, 404], ['PUT', '/training/clock', '{"date":"2021-13-45"}', 400], ['PUT', '/drafts/k', JSON.stringify({ body: 'x'.repeat(300_000) }), 413],
    ['POST', '/cases', `{"x":"${'a'.repeat(2_000_000)}"}`, 413],
  ] as const)('%s %s → %s', async (method, path, body, status) => {
    const r = await mine.call(method, path, body);
    expect(r.status, JSON.stringify(r.body).slice(0, 300)).toBe(status);
    if (status >= 400) expect(r.problem).toMatchObject({ status, code: expect.any(String) as string, rule: expect.any(String) as string });
  });

  test('a command sent twice with one key happens once and gives one answer; the key serves no other request', async () => {
    const c = await applyFor(mine, { serial: 60 });
    const key = randomUUID();
    const a = await mine.post(`/cases/${c.id}/commands/accept`, { payload: {} }, { 'idempotency-key': key });
    const b = await mine.post(`/cases/${c.id}/commands/accept`, { payload: {} }, { 'idempotency-key': key });
    expect(a.status).toBe(200);
    expect(b.body).toEqual(a.body);
    const log = (await mine.get<{ log: { kind: string }[] }>(`/cases/${c.id}`)).body.log;
    expect(log.filter((l) => l.kind === 'accepted')).toHaveLength(1);
    const foreign = await mine.post(`/cases/${c.id}/commands/withdraw`, { payload: { reason: 'x', signedOn: '2021-11-15' } }, { 'idempotency-key': key });
    expect(foreign.problem.code).toBe('conflict.idempotency');
  });

  test('two people at once: one act is done, the other is told that the case has moved', async () => {
    const c = await applyFor(mine, { serial: 61 });
    const seq = (await mine.get<{ seq: number }>(`/cases/${c.id}`)).body.seq;
    const [a, b] = await Promise.all([1, 2].map(() => mine.post(`/cases/${c.id}/commands/accept`, { payload: {}, seq })));
    expect([a?.status, b?.status].sort()).toEqual([200, 409]);
  });

  test('a second application of the same person while the first runs is refused and names the first', async () => {
    await applyFor(mine, { serial: 62 });
    await expect(applyFor(mine, { serial: 62 })).rejects.toThrow(/conflict.duplicate/);
  });

  test('a file that is not what it says is refused with what is allowed', async () => {
    const form = new FormData();
    form.set('file', new Blob(['MZ not a picture'], { type: 'image/png' }), 'photo.png');
    const r = await fetch(`${server.origin}/api/v1/cases/${caseId}/files`, { method: 'POST', headers: { authorization: `Bearer ${mine.token}` }, body: form });
    expect(r.status).toBe(415);
    expect(((await r.json()) as { allowed: string[] }).allowed).toContain('PDF 文件');
  });

  test('a cookie session changes nothing without the header that another site cannot send', async () => {
    const login = await fetch(`${server.origin}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: 'hq-handler', password: 'doudi-training' }) });
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(login.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/i);
    const without = await fetch(`${server.origin}/api/v1/cases/${caseId}/commands/extend`, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: '{}' });
    expect(((await without.json()) as { code: string }).code).toBe('rights.csrf');
  });
});
