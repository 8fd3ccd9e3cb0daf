import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testIdentity } from '@doudi/core/people/id-number';
import { signIn, type Client } from '../../testing/client.ts';
import { applyFor, walk, type Office } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

/** What a hostile or broken client sends: refused with a reason, nothing written, never 500. */

let server: TestServer;
let h: Client;
const clients = new Map<string, Promise<Client>>();
const office: Office = (post) => {
  const login = `hq-${post}`;
  const known = clients.get(login) ?? signIn(server.origin, login);
  clients.set(login, known);
  return known;
};
const STRANGER = '00000000-0000-4000-8000-000000000001';

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  h = await office('handler');
});
afterAll(async () => {
  await server.close();
});

describe('input', () => {
  test.each(['2021-02-30', '0000-00-00', '2021-13-01', '9999-12-31'])('a date that no calendar or form has is refused everywhere: %s', async (date) => {
    for (const r of [
      await h.get(`/calendar/working-days?from=${date}&days=60`), await h.put('/training/clock', { date }),
      await h.act(STRANGER, 'signAuthorisation', { persons: [STRANGER], signedOn: date, method: 'paper' }),
      await (await signIn(server.origin, 'hq-audit')).get(`/audit/access?from=${date}`),
    ]) expect([r.status, r.problem.code]).toEqual([400, 'input.invalid']);
  });

  test('ninety thousand brackets are refused, not walked', async () => {
    const deep = `{"body":${'['.repeat(90_000)}${']'.repeat(90_000)}}`;
    const r = await h.call('PUT', '/drafts/deep', deep);
    expect([r.status, r.problem.code]).toEqual([400, 'input.invalid']);
    expect((await h.call('PUT', '/drafts/flat', { body: [[[[1]]]] })).status).toBe(200);
  });

  test.each(['张\n三', '张\u0000三', '\ud800张', '=cmd()', '张|三', '<b>张</b>', '张\u2028三'])('a name is no carrier for line ends, separators of bank files, formulas or markup: %j', async (name) => {
    const r = await h.post('/persons', { idNumber: testIdentity('1970-03-04', 'male', 480), name });
    expect([r.status, r.problem.fields?.[0]?.path]).toEqual([400, 'body.name']);
  });

  test.each(['阿依古丽·买买提', '欧阳 修', 'Nguyen Thi O’Hara', '㛃婷'])('names that people have are names: %s', async (name) => {
    const serial = 400 + name.length * 2;
    expect((await h.post('/persons', { idNumber: testIdentity('1970-03-04', 'male', serial), name })).status).toBe(200);
  });

  test('keys that would change every object are no JSON here', async () => {
    for (const text of ['{"__proto__":{"post":"leader"}}', '{"constructor":{"prototype":{"post":"leader"}}}']) expect((await h.call('POST', '/search', text)).status).toBe(400);
  });

  test('an address that cannot be decoded gets a problem document and the same headers as everything', async () => {
    const r = await fetch(`${server.origin}/api/v1/drafts/%E0%A4%A`);
    expect([r.status, ((await r.json()) as { code?: string }).code]).toEqual([400, 'input.invalid']);
    const all = [r, await fetch(`${server.origin}/api/health`), await fetch(`${server.origin}/api/v1/nothing`), await fetch(`${server.origin}/api/v1/session`), await fetch(`${server.origin}/nowhere`)];
    for (const one of all)
      for (const header of ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy', 'cross-origin-resource-policy']) expect(one.headers.get(header), `${header} of ${one.url}`).not.toBeNull();
  });
});

describe('what a command refers to', () => {
  test('investigators, photographs and the next handler are people in office and papers of this case, not made-up identifiers', { timeout: 60_000 }, async () => {
    const { id } = await applyFor(h, { serial: 31 });
    const other = await applyFor(h, { serial: 33 });
    const elsewhere = await signIn(server.origin, 'hq-b-handler');
    const admin = await signIn(server.origin, 'hq-sys');
    const me = async (c: Client): Promise<string> => (await c.get<{ account: string }>('/session')).body.account;
    await walk(office, id, 'investigate');
    const { today } = (await h.get<{ today: string }>('/session')).body;
    const investigators = [await me(h), await me(await office('handler2'))];
    const visit = { on: today, investigators, methods: ['home'], applicantSigned: true, findings: '与申报一致', photos: [await h.photo(id)] };
    const before = (await h.get<{ seq: number }>(`/cases/${id}`)).body.seq;
    for (const wrong of [[investigators[0], STRANGER], [investigators[0], await me(elsewhere)], [investigators[0], await me(admin)]])
      expect((await h.act(id, 'recordInvestigation', { ...visit, investigators: wrong })).problem.code).toBe('input.invalid');
    for (const photos of [[STRANGER], [await h.photo(other.id)]]) expect((await h.act(id, 'recordInvestigation', { ...visit, photos })).problem.code).toBe('notice.proof');
    // What was set aside as a mistake proves nothing any more.
    const mistaken = await h.photo(id);
    expect((await h.put(`/files/${mistaken}`, { name: '误.png', paper: null, step: null, rotation: 0, voided: true, reason: '别家的' })).status).toBe(200);
    expect((await h.act(id, 'recordInvestigation', { ...visit, photos: [mistaken] })).problem.code).toBe('file.voided');
    for (const to of [STRANGER, await me(elsewhere), await me(admin)]) expect((await h.act(id, 'transfer', { to, reason: '休假' })).problem.code).toBe('input.invalid');
    expect((await h.get<{ seq: number }>(`/cases/${id}`)).body.seq).toBe(before);
    expect((await h.act(id, 'recordInvestigation', visit)).status).toBe(200);
  });

  test('a household cannot be given members that another street registered', { timeout: 60_000 }, async () => {
    const elsewhere = await signIn(server.origin, 'hq-b-handler');
    const theirs = (await elsewhere.post<{ id: string }>('/persons', { idNumber: testIdentity('1980-01-01', 'female', 77), name: '外街人' })).body.id;
    const { id } = await applyFor(h, { serial: 41 });
    await walk(office, id, 'investigate');
    const v = (await h.get<{ facts: { members: Record<string, unknown>[] } }>(`/cases/${id}`)).body;
    const { today } = (await h.get<{ today: string }>('/session')).body;
    const me = (await h.get<{ account: string }>('/session')).body.account;
    const two = (await (await office('handler2')).get<{ account: string }>('/session')).body.account;
    for (const person of [theirs, STRANGER]) {
      const facts = { ...v.facts, members: [...v.facts.members, { person, relation: 'child', birth: '1980-01-01', sex: 'female' }] };
      const r = await h.act(id, 'recordInvestigation', { on: today, investigators: [me, two], methods: ['home'], applicantSigned: true, findings: '多一人', photos: [await h.photo(id)], facts });
      expect([r.status, r.problem.code]).toEqual([400, 'input.invalid']);
    }
  });
});
