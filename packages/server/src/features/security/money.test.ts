import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvCell } from '../../platform/csv.ts';
import { readConfig } from '../../platform/config.ts';
import type { Services } from '../../services.ts';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { applyAid, cash, COUNTIES, fund, must, rows } from '../aid/aid.fixture.ts';
import { makeClaims } from '../bank/claims.fixture.ts';
import { BankConnector } from '../bank/connector.ts';

/** What one person alone could do to the county's money, and what a file or an address could do to the machine that takes it. */

let server: TestServer;
let services: Services;
let admin: pg.Client;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-money-'));
const { user } = staffOf(() => server.origin);
const clock = async (date: string): Promise<void> => void (await (await user('hq-handler')).put('/training/clock', { date }));

beforeAll(async () => {
  // The same law, except that money must be there before it is released.
  fs.cpSync(readConfig({}).policyFolder, folder, { recursive: true });
  const file = path.join(folder, 'national', 'funds.yaml');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/(key: payment\.funds-required[\s\S]*?value: )false/, '$1true'));
  server = await testServer({ policyFolder: folder });
  services = await seedTraining(server.installation);
  await fund(server, 'hq', COUNTIES.hq.unit, 500_000);
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await server.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('one person alone', () => {
  test('does not turn a household’s payments to an agent: account and agreement are registered by two, in either order', async () => {
    const [h, h2] = [await user('hq-handler'), await user('hq-handler2')];
    const agreement = (payee: string) => ({ payee, relation: '侄子', telephone: '13800000000', paper: '代领协议', reason: '行动不便', signedOn: '2021-01-04', expires: '2021-12-01' });
    const account = (holder: string) => ({ bank: '测试银行', holder, number: '6222000000000030003' });
    const a = await applyFor(h, { serial: 111 });
    expect((await h.post(`/cases/${a.id}/payment-account`, account('周外人'))).status).toBe(200);
    expect((await h.post(`/cases/${a.id}/payee-agreements`, agreement('周外人'))).problem.code).toBe('payment.sameperson');
    expect((await h2.post(`/cases/${a.id}/payee-agreements`, agreement('周外人'))).status).toBe(200);
    expect((await h.post(`/cases/${a.id}/payee-agreements`, agreement('吴外人'))).status).toBe(200);
    expect((await h.post(`/cases/${a.id}/payment-account`, account('吴外人'))).problem.code).toBe('payment.sameperson');
    expect((await h2.post(`/cases/${a.id}/payment-account`, account('吴外人'))).status).toBe(200);
  });

  test('does not take back an entry of funds that the same person confirmed', async () => {
    const body = { kind: 'reserve', source: 'budget', fen: 5_000_000, purpose: '储备金' };
    const { id } = (await (await user('hq-fin')).post<{ id: string }>('/funds/operations', body)).body;
    const { entry } = (await (await user('hq-chief')).post<{ entry: string }>(`/funds/operations/${id}/confirm`, {})).body;
    expect((await (await user('hq-chief')).post(`/ledger/entries/${entry}/correct`, { reason: '不要了' })).problem.code).toBe('payment.sameperson');
  });

  test('does not hide cash in a month that was reported already: it is booked on the day it is recorded, and its time of giving stays', async () => {
    const [h, h2] = [await user('hq-handler'), await user('hq-handler2')];
    await clock('2021-11-29');
    const given = async (id: string) => await rows(server, 'hq', sql<{ on_date: string; booked: string; day: string }>`select p.on_date, e.on_date as booked, to_char(p.given_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day from aid_payment p join ledger_entry e on e.county_id = p.county_id and e.id = p.entry_id where p.case_id = ${id}`);
    const [open, late] = [await applyAid(h, { serial: 112, emergency: true }), await applyAid(h, { serial: 113, emergency: true })];
    for (const c of [open, late]) await must(h, c.id, 'accept');
    await clock('2021-11-30');
    await must(h, open.id, 'giveAid', await cash(h, h2, open));
    expect(await given(open.id)).toEqual([{ on_date: '2021-11-30', booked: '2021-11-30', day: '2021-11-30' }]);
    await clock('2021-12-03');
    expect((await h.post('/aid/summary', { month: '2021-11' })).status).toBe(200);
    await must(h, late.id, 'giveAid', await cash(h, h2, late, { at: '2021-11-30T10:00' }));
    expect(await given(late.id)).toEqual([{ on_date: '2021-12-03', booked: '2021-12-03', day: '2021-11-30' }]);
  });

  test('what an office handed over in cash stays in its books when the case goes on to another office', async () => {
    const [h, h2, b] = [await user('hq-handler'), await user('hq-handler2'), await user('hq-b-handler')];
    const c = await applyAid(h, { serial: 171, emergency: true });
    await must(h, c.id, 'accept');
    await must(h, c.id, 'giveAid', await cash(h, h2, c));
    const papers = (await h.get<{ archive: { name: string; present: boolean }[] }>(`/cases/${c.id}`)).body.archive.filter((a) => a.present).map((a) => a.name);
    const to = (await b.get<{ unit: { key: string } }>('/session')).body.unit.key;
    await must(h, c.id, 'handOver', { unit: to, reason: '户籍在对方街道', papers });
    const errand = (await b.get<{ items: { id: string; case: string }[] }>('/errands?state=open')).body.items.find((e) => e.case === c.id)?.id ?? '';
    expect((await b.post(`/errands/${errand}/receive`, { text: '齐全' })).status).toBe(200);
    expect((await b.get<{ aid: { givenFen: number } }>(`/cases/${c.id}`)).body.aid.givenFen).toBe(50_000);
    const [paid] = await rows(server, 'hq', sql<{ own: string; seen: string }>`select u.key as own, a.key as seen from aid_payment p join unit u on u.county_id = p.county_id and u.id = p.unit_id join unit a on a.county_id = p.county_id and a.id = p.area_id where p.case_id = ${c.id}`);
    expect(paid).toEqual({ own: COUNTIES.hq.unit, seen: to });
    expect((await (await user('hq-county')).get<{ equal: boolean }>('/ledger/check')).body.equal).toBe(true);
    await walk((post) => user(`hq-${/^(county|chief|pay)/.test(post) ? '' : 'b-'}${post}`), c.id, 'deliver');
    expect((await (await user('hq-county')).get<{ equal: boolean; differences: unknown[] }>('/ledger/check')).body).toMatchObject({ equal: true, differences: [] });
  });

  test('does not fill the machine with what-ifs: only so many of a county wait at a time', async () => {
    const c = await user('lh-county');
    const { county, account } = (await c.get<{ county: { id: number }; account: string }>('/session')).body;
    const put = (n: number) => admin.query(`insert into scenario (county_id, id, title, status, month, up_to, law_on, refused_months, tried, made_by, made_by_name, made_at) select $1, gen_random_uuid(), '测算', 'queued', '2021-01', '2021-01', '2021-01-01', 0, '[]', $2, '某', now() from generate_series(1, $3)`, [county.id, account, n]);
    const ask = async () => (await c.post('/budget/scenarios', { title: '再算', month: '2021-01', values: [] })).problem;
    await put(5);
    expect(await ask()).toMatchObject({ status: 429, code: 'busy.often' });
    await admin.query(`update scenario set status = 'failed', failure = '试' where county_id = $1`, [county.id]);
    expect((await ask()).code).toBeUndefined();
  });
});

test('where the plan says so nothing is released that the special account does not hold', async () => {
  const month = (await (await user('gx-pay')).get<{ today: string }>('/session')).body.today.slice(0, 7);
  await makeClaims(services, admin, { county: COUNTIES.gx.id, tails: ['001'], from: month });
  const made = await (await user('gx-pay')).post<{ id: string; added: number }>('/rolls', { programme: 'dibao', month });
  expect(made.body).toMatchObject({ added: 1, held: 0 });
  expect((await (await user('gx-pay')).post(`/rolls/${made.body.id}/freeze`, {})).status).toBe(200);
  expect((await (await user('gx-pay2')).post(`/rolls/${made.body.id}/release`, {})).problem).toMatchObject({ code: 'fund.short', allowed: ['由财政拨付后再放行'] });
  const { id } = (await (await user('gx-fin')).post<{ id: string }>('/funds/operations', { kind: 'allocation', programme: 'dibao', source: 'budget', fen: 10_000_000, purpose: '拨付' })).body;
  expect((await (await user('gx-chief')).post(`/funds/operations/${id}/confirm`, {})).status).toBe(200);
  expect((await (await user('gx-pay2')).post(`/rolls/${made.body.id}/release`, {})).status).toBe(200);
});

test('no cell of the audit pack is a formula, also one that begins like a number; numbers stay numbers', () => {
  for (const text of ['=1+1', '-1+cmd|x', '+1', '@x', '\t=1', ' =1', '＝1', '－1', '\n=1']) expect(csvCell(text).replace('"', ''), text).toMatch(/^'/);
  expect(['-12.50', '12', '普通文字', 'a-b'].map(csvCell)).toEqual(['-12.50', '12', '普通文字', 'a-b']);
});

test('the bank’s interface does not lead the token and the file elsewhere', async () => {
  let reached = 0;
  const start = async (answer: (url: string) => { status: number; location?: string }) => {
    const s = createServer((q, r) => {
      const { status, location } = answer(q.url ?? '');
      r.writeHead(status, location === undefined ? {} : { location }).end('{}');
    });
    await new Promise<void>((resolve) => s.listen(0, '127.0.0.1', resolve));
    return { s, origin: `http://127.0.0.1:${(s.address() as AddressInfo).port}` };
  };
  const other = await start(() => ({ status: (reached += 1) > 0 ? 200 : 500 }));
  const bank = await start((url) => ({ status: 307, location: `${other.origin}${url}` }));
  const connector = new BankConnector({ baseUrl: bank.origin, token: randomUUID() });

  async function* bytes() { yield Buffer.from('x'); }
  expect((await connector.look('1-202111-0001', '0'.repeat(64))).kind).toBe('unsure');
  expect((await connector.fetch('1-202111-0001', 1, () => Promise.resolve(1))).kind).toBe('unsure');
  expect((await connector.send({ county: 1, number: '1-202111-0001', sha256: '0'.repeat(64), date: '2021-11-01', bytes: bytes() })).kind).toBe('unsure');
  expect(reached).toBe(0);
  for (const x of [bank, other]) await new Promise((resolve) => x.s.close(resolve));
});
