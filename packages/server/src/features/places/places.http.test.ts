import type { Output } from '@doudi/core/api/contract';
import type { CaseView } from '@doudi/core/api/cases';
import type { listErrands } from '@doudi/core/api/places';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { applyFor, staffOf } from '../../testing/flow.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
const { user } = staffOf(() => server.origin);

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
});
afterAll(async () => await server.close());

const COUNTY = 150802;
const view = async (login: string, id: string) => await (await user(login)).get<CaseView>(`/cases/${id}`);
const errands = async (login: string, state = 'open') => (await (await user(login)).get<Output<typeof listErrands>>(`/errands?state=${state}`)).body.items;
const other = async (): Promise<{ key: string; id: number }> => {
  const key = (await (await user('lh-b-handler')).get<{ unit: { key: string } }>('/session')).body.unit.key;
  const { rows } = await server.installation.db.transaction({ county: COUNTY, area: null }, async (tx) => await sql<{ id: number }>`select id from unit where county_id = ${COUNTY} and key = ${key}`.execute(tx));
  return { key, id: rows[0]?.id ?? 0 };
};

describe('a case handed from one office to another', () => {
  test('goes with its papers and people: the receiver sees it only once taken over, the sender then no more, and no row stays behind', async () => {
    const h = await user('lh-handler');
    const { id, persons } = await applyFor(h, { serial: 61, area: 'rural' });
    await h.photo(id);
    const to = await other();
    const papers = (await view('lh-handler', id)).body.archive.filter((a) => a.present).map((a) => a.name);
    expect((await h.act(id, 'handOver', { unit: to.key, reason: '户籍在对方镇', papers: [] })).status).toBe(400);
    expect((await h.act(id, 'handOver', { unit: to.key, reason: '户籍在对方镇', papers })).status).toBe(200);
    expect((await h.act(id, 'accept')).problem).toMatchObject({ code: 'step.order', rule: expect.stringContaining('等待对方接收') as string });

    const b = await user('lh-b-handler');
    expect((await view('lh-b-handler', id)).status).toBe(404);
    const incoming = (await errands('lh-b-handler')).find((e) => e.case === id);
    expect(incoming).toMatchObject({ kind: 'handOver', direction: 'in', papers, applicant: '王*' });
    const errand = incoming?.id ?? '';
    // The sender cannot take it back for the other, nor a third office see it.
    expect((await h.post(`/errands/${errand}/receive`, {})).status).toBe(404);
    expect(await errands('hq-handler')).toEqual([]);
    expect((await b.post(`/errands/${errand}/receive`, { text: '齐全' })).status).toBe(200);
    expect((await b.post(`/errands/${errand}/receive`, { text: '齐全' })).problem.code).toBe('step.done');

    const v = await view('lh-b-handler', id);
    expect(v.body.handOvers).toEqual([expect.objectContaining({ papers })]);
    expect(v.body.persons.map((p) => p.id).sort()).toEqual([...persons].sort());
    expect(v.body.persons.every((p) => p.name !== '')).toBe(true);
    expect((await view('lh-handler', id)).status).toBe(404);
    expect((await b.act(id, 'accept')).status).toBe(200);

    const left = await server.installation.db.transaction({ county: COUNTY, area: null }, async (tx) => {
      const { rows } = await sql<{ table: string; column: string }>`select c.table_name as table, c.column_name as column from information_schema.columns c
        join information_schema.columns k on k.table_schema = c.table_schema and k.table_name = c.table_name and k.column_name = 'case_id'
        join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
        where c.table_schema = 'public' and c.column_name in ('unit_id', 'area_id') and c.data_type = 'integer'`.execute(tx);
      const stay: string[] = [];
      for (const r of rows) {
        const n = (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(r.table)} where county_id = ${COUNTY} and case_id = ${id} and ${sql.ref(r.column)} <> ${to.id}`.execute(tx)).rows[0]?.n ?? 0;
        if (n > 0) stay.push(`${r.table}.${r.column}`);
      }
      return { tables: rows.length, stay };
    });
    expect(left.tables).toBeGreaterThan(6);
    expect(left.stay).toEqual([]);
  });

  test('is not moved by anybody without the view of the whole county', async () => {
    const { id } = await applyFor(await user('lh-handler'), { serial: 62, area: 'rural' });
    const to = await other();
    await expect(server.installation.db.transaction({ county: COUNTY, area: [to.id] }, async (tx) => await sql`select move_case(${id}, ${to.id})`.execute(tx))).rejects.toThrow('whole county');
  });
});

describe('verification for one another', () => {
  test('[LH-47] the other office sees names and address only after opening the errand, which is logged, and its two visitors’ answer is the home visit of the file', async () => {
    const h = await user('lh-handler');
    const { id } = await applyFor(h, { serial: 63, area: 'rural' });
    expect((await h.act(id, 'accept')).status).toBe(200);
    const to = await other();
    expect((await h.act(id, 'askElsewhere', { unit: to.key, what: '请到一号楼一门核查居住情况' })).status).toBe(200);
    const b = await user('lh-b-handler');
    const incoming = (await errands('lh-b-handler')).find((e) => e.case === id);
    expect(JSON.stringify(incoming)).not.toContain('王安');
    const opened = await b.post<{ address: string; people: { name: string }[] }>(`/errands/${incoming?.id}/open`, undefined);
    expect(opened.body).toMatchObject({ address: '一号楼一门', people: [{ name: '王安' }, { name: '李宁' }] });
    const seen = await server.installation.db.transaction({ county: COUNTY, area: null }, async (tx) => (await sql<{ n: number }>`select count(*)::int as n from access_log where county_id = ${COUNTY} and target = ${`errand:${incoming?.id}`}`.execute(tx)).rows[0]?.n);
    expect(seen).toBe(1);

    const me = (await b.get<{ account: string; today: string }>('/session')).body;
    const mate = (await (await user('lh-b-handler2')).get<{ account: string }>('/session')).body.account;
    const stranger = (await h.get<{ account: string }>('/session')).body.account;
    const answer = (investigators: string[]) => ({ on: me.today, investigators, methods: ['home'], findings: '居住属实。', applicantSigned: true });
    expect((await b.post(`/errands/${incoming?.id}/answer`, answer([me.account]))).problem.code).toBe('investigation.persons');
    expect((await b.post(`/errands/${incoming?.id}/answer`, answer([me.account, '00000000-0000-4000-8000-000000000001']))).problem.code).toBe('input.invalid');
    expect((await b.post(`/errands/${incoming?.id}/answer`, answer([me.account, mate]))).status).toBe(200);
    const v = (await view('lh-handler', id)).body;
    expect(v.elsewhere).toEqual([expect.objectContaining({ answeredOn: me.today })]);
    expect(v.investigations).toEqual([expect.objectContaining({ findings: '居住属实。' })]);
    expect(v.steps.find((s) => s.step === 'investigate')?.state).not.toBe('open');
    expect(stranger).not.toBe(me.account);
    expect((await errands('lh-handler', 'closed')).find((e) => e.case === id)).toMatchObject({ outcome: 'answered', direction: 'out' });
  });
});
