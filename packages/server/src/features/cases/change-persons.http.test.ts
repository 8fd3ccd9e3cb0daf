import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testIdentity } from '@doudi/core/people/id-number';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
});

async function personsOf(id: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: server.installation.adminUrl });
  await client.connect();
  try {
    return (await client.query<{ person_id: string }>('select person_id from case_person where case_id = $1 and role = $2', [id, 'member'])).rows.map((r) => r.person_id);
  } finally {
    await client.end();
  }
}

test('who joins a household by an agreed change belongs to the case from the decision on: the register of relatives and the search for other cases find them', async () => {
  const h = await user('hq-handler');
  const { id, persons } = await applyFor(h, { serial: 71 });
  await walk(office('hq'), id, 'deliver');
  const child = (await h.post<{ id: string }>('/persons', { idNumber: testIdentity('2010-07-08', 'female', 311), name: '王宁' })).body.id;
  const [self, wife] = persons;
  const facts = {
    applicant: self, area: 'urban', address: '一号楼一门', hardship: 'illness', statement: '女儿迁回共同生活。',
    members: [{ person: self, relation: 'self', birth: '1970-03-04', sex: 'male' }, { person: wife, relation: 'spouse', birth: '1971-05-06', sex: 'female' }, { person: child, relation: 'child', birth: '2010-07-08', sex: 'female' }],
    incomes: [{ person: wife, kind: 'wage', monthly: 60_000 }],
  };
  expect((await h.act(id, 'proposeChange', { kind: 'adjust', ground: 'members', text: '女儿迁回。', facts })).body).not.toHaveProperty('code');
  expect((await (await user('hq-reviewer')).act(id, 'reviewChange', { outcome: 'agree', text: '属实' })).status).toBe(200);
  expect((await personsOf(id)).sort()).toEqual([self, wife].sort());
  expect((await (await user('hq-leader')).act(id, 'decideChange', { outcome: 'agree', text: '同意' })).status).toBe(200);
  expect((await personsOf(id)).sort()).toEqual([self, wife, child].sort());
});
