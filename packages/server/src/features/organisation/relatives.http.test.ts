import type { CaseView } from '@doudi/core/api/cases';
import type { Output } from '@doudi/core/api/contract';
import type { listRelativeHouseholds, listRelatives } from '@doudi/core/api/organisation';
import { testIdentity } from '@doudi/core/people/id-number';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Services } from '../../services.ts';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { reprojectCounty } from '../cases/reproject.ts';

let server: TestServer;
let services: Services;
const { user, office } = staffOf(() => server.origin);
const HONGQIAO = 120106;

beforeAll(async () => {
  server = await verifiedServer();
  services = await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
});

const view = async (login: string, id: string): Promise<CaseView> => (await (await user(login)).get<CaseView>(`/cases/${id}`)).body;
const todo = async (login: string): Promise<{ id: string; nextStep: string | null }[]> => (await (await user(login)).get<{ items: { id: string; nextStep: string | null }[] }>('/worklist?limit=100')).body.items;
const files = async (login: string, serial: number, relation: string) => {
  const account = (await (await user('hq-leader')).get<{ account: string }>('/session')).body.account;
  return await (await user(login)).post<{ id: string; cases: number }>('/relatives', { account, idNumber: testIdentity('1971-05-06', 'female', serial * 2 + 1), name: '李宁', relation });
};

test('[HQ-194] a household on the roster whose member becomes a leader’s registered relative is filed at once and comes to the county’s list until two of the county have been there', async () => {
  const { id } = await applyFor(await user('hq-handler'), { serial: 81 });
  await walk(office('hq'), id);
  expect((await view('hq-handler', id)).status).toBe('granted');
  expect((await files('hq-head', 81, '配偶')).body.cases).toBe(1);
  const v = await view('hq-county', id);
  expect(v.relatives).toEqual([expect.objectContaining({ relation: '配偶', staff: '周分管' })]);
  expect(v.log.at(-1)).toMatchObject({ kind: 'relativesFound', by: '系统' });
  expect(v.next).toEqual(expect.arrayContaining([expect.objectContaining({ step: 'countyVisit' })]));
  expect((await todo('hq-county')).map((i) => i.id)).toContain(id);

  const county = await user('hq-county');
  const session = (await county.get<{ account: string; today: string }>('/session')).body;
  const mate = (await (await user('hq-county2')).get<{ account: string }>('/session')).body.account;
  const visit = (visitors: string[]) => ({ on: session.today, visitors, consistent: true, findings: '与申报一致。' });
  expect((await county.act(id, 'recordCountyVisit', visit([session.account]))).problem.code).toBe('investigation.persons');
  expect((await county.act(id, 'recordCountyVisit', visit([session.account, '00000000-0000-4000-8000-000000000009']))).problem.code).toBe('input.invalid');
  expect((await county.act(id, 'recordCountyVisit', visit([session.account, mate]))).status).toBe(200);
  const filed = async (login: string) => (await (await user(login)).get<Output<typeof listRelativeHouseholds>>('/relatives/households')).body.items.find((h) => h.case === id);
  expect(await filed('hq-county')).toMatchObject({ applicant: '王*', relations: ['配偶（周分管）'], consistent: true, visitedOn: session.today });
  expect(await filed('hq-b-head')).toBeUndefined();
  expect((await view('hq-county', id)).countyVisits).toEqual([expect.objectContaining({ consistent: true })]);
  expect((await todo('hq-county')).map((i) => i.id)).not.toContain(id);
});

test('what the register learned behind the cases’ back is found by the nightly comparison, once', async () => {
  const { id } = await applyFor(await user('hq-handler'), { serial: 82 });
  await server.installation.db.transaction({ county: HONGQIAO, area: null }, async (tx) => {
    await sql`insert into relative (county_id, id, unit_id, account_id, cadre_enc, number_idx, name_enc, relation, filed_on)
      select r.county_id, gen_random_uuid(), r.unit_id, r.account_id, r.cadre_enc, p.number_idx, r.name_enc, r.relation, r.filed_on from relative r, case_person p
      where r.county_id = ${HONGQIAO} and p.county_id = r.county_id and p.case_id = ${id} and r.removed_on is null limit 1`.execute(tx);
  });
  expect((await view('hq-handler', id)).relatives).toEqual([]);
  await reprojectCounty(services, HONGQIAO);
  await reprojectCounty(services, HONGQIAO);
  const v = await view('hq-handler', id);
  expect(v.relatives).toHaveLength(1);
  expect(v.log.filter((l) => l.kind === 'relativesFound')).toHaveLength(1);
});

test('[LH-48, XX-73] every officer and cadre files: a near relative with number and relation, or that there is none; who has filed neither is named, who filed and when stands there, no number is shown whole', async () => {
  const [h, other] = [await user('lh-handler'), await user('lh-handler2')];
  const account = (await h.get<{ account: string }>('/session')).body.account;
  const list = async (u = other) => (await u.get<Output<typeof listRelatives>>('/relatives')).body;
  expect((await list()).unfiled.map((u) => u.account)).toContain(account);
  expect((await other.post('/relatives', { account, nothing: true, name: '某人' })).status).toBe(400);
  expect((await other.post('/relatives', { account, name: '某人' })).status).toBe(400);
  const none = await other.post<{ id: string; cases: number }>('/relatives', { account, nothing: true });
  expect(none.body).toMatchObject({ cases: 0 });
  expect((await other.post('/relatives', { account, nothing: true })).problem.code).toBe('conflict.duplicate');
  const declared = await list();
  expect(declared.unfiled.map((u) => u.account)).not.toContain(account);
  expect(declared.items[0]).toMatchObject({ of: '张经办', relation: null, name: null, filedBy: '刘经办', removedOn: null });
  // Somebody to file after all: what was declared ends with it.
  const idNumber = testIdentity('1970-03-04', 'male', 191);
  expect((await other.post('/relatives', { account, idNumber, name: '张安', relation: '兄弟姐妹' })).status).toBe(200);
  const now = await list();
  expect(now.items).toEqual([expect.objectContaining({ relation: '兄弟姐妹', name: '张*', idNumber: `999*************${idNumber.slice(-2)}`, filedBy: '刘经办' })]);
  expect(JSON.stringify(now)).not.toContain(idNumber);
  expect((await other.post('/relatives', { account, nothing: true })).problem.code).toBe('conflict.duplicate');
  // A cadre of a village declares too; the village then counts among those that filed.
  const village = (await h.get<{ units: { villages: { key: string }[] }[] }>('/intake')).body.units[0]?.villages[0]?.key ?? '';
  expect((await h.post('/relatives', { cadre: { name: '李主任', unit: village }, nothing: true })).status).toBe(200);
  expect((await list()).villages.filed).toBe(now.villages.filed + 1);
  expect((await list(await user('lh-b-handler'))).items).toEqual([]);
});

test('[XX-74] a case of an officer’s own household, or of people whom an officer must support, is found by the officer’s number, is filed, and bars the officer; that nobody filed it is a question to the county, which goes with the filing or with an answer', async () => {
  const sys = await user('xx-sys');
  const chief = await user('xx-county');
  const questions = async (login = 'xx-county') => (await (await user(login)).get<Output<typeof listRelativeHouseholds>>('/relatives/households')).body.questions;
  const { id, number } = await applyFor(await user('xx-handler'), { serial: 87 });
  const me = async (login: string) => (await (await user(login)).get<{ account: string }>('/session')).body.account;
  const handler = await me('xx-handler');
  expect(await questions()).toEqual([]);
  // The applicant's wife is the handler of her own household: known once the account administration has recorded whose account it is.
  const own = testIdentity('1971-05-06', 'female', 87 * 2 + 1);
  expect((await (await user('xx-handler')).post(`/accounts/${handler}/identity`, { idNumber: own })).status).toBe(403);
  const kept = await sys.post<{ idNumber: string; cases: number }>(`/accounts/${handler}/identity`, { idNumber: own });
  expect(kept.body).toMatchObject({ idNumber: `999*************${own.slice(-2)}`, cases: 1 });
  expect(await view('xx-handler', id)).toMatchObject({ related: true, relativeFiled: true, relatives: [expect.objectContaining({ relation: '本人', staff: '张经办' })] });
  expect((await (await user('xx-handler')).act(id, 'accept')).problem.code).toBe('person.related');
  expect(await questions()).toEqual([expect.objectContaining({ case: id, number, account: handler, kind: 'member', handled: true, answer: null })]);
  // A unit is asked nothing; only the county answers, and nobody for themselves.
  expect(await questions('xx-head')).toEqual([]);
  expect((await (await user('xx-head')).post('/relatives/questions', { case: id, account: handler, text: '没有关系' })).status).toBe(403);
  expect((await chief.post('/relatives/questions', { case: id, account: handler, text: '本人即经办人员，已责成回避并备案。' })).status).toBe(200);
  expect(await questions()).toEqual([expect.objectContaining({ answer: expect.objectContaining({ text: '本人即经办人员，已责成回避并备案。', by: '吴科员' }) as unknown })]);
  // The near relative filed: no question any more.
  expect((await (await user('xx-head')).post('/relatives', { account: handler, idNumber: testIdentity('1970-03-04', 'male', 87 * 2), name: '王安', relation: '配偶' })).status).toBe(200);
  expect(await questions()).toEqual([]);
  expect((await chief.post('/relatives/questions', { case: id, account: handler, text: '再说一次' })).status).toBe(404);
});

test('[XX-74] an officer whom another department’s family register names as a relative of a household is a question, not a verdict: the case goes on', async () => {
  const { id } = await applyFor(await user('xx-handler2'), { serial: 88 });
  const account = (await (await user('xx-reviewer')).get<{ account: string }>('/session')).body.account;
  expect((await (await user('xx-sys')).post(`/accounts/${account}/identity`, { idNumber: testIdentity('1984-01-02', 'female', 88) })).status).toBe(200);
  const county = [...services.counties.values()].find((c) => c.key === 'xixiu')?.id ?? 0;
  await server.installation.db.transaction({ county, area: null }, async (tx) => {
    await sql`insert into external_row (county_id, list, ref, number_idx, other_idx, on_date, batch_id) select ${county}, 'family', 'f-1', p.number_idx, a.number_idx, '2020-01-01', gen_random_uuid() from case_person p, account a where p.county_id = ${county} and p.case_id = ${id} and a.id = ${account} limit 1`.execute(tx);
  });
  const { questions } = (await (await user('xx-chief')).get<Output<typeof listRelativeHouseholds>>('/relatives/households')).body;
  expect(questions).toEqual([expect.objectContaining({ case: id, account, kind: 'registry', handled: false })]);
  expect(await view('xx-reviewer', id)).toMatchObject({ related: false, relativeFiled: false });
});
