import type { CaseView } from '@doudi/core/api/cases';
import type { Output } from '@doudi/core/api/contract';
import type { listRelativeHouseholds } from '@doudi/core/api/organisation';
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
