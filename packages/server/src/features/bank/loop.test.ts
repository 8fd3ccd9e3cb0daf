import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { staffOf } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import type { Services } from '../../services.ts';
import { makeClaims } from './claims.fixture.ts';
import { BankConnector } from './connector.ts';
import { claimBatches, runOutbox } from './loop.ts';

/** Batches released where nothing sends them, so that the tests alone take them up. */
const COUNTY = 120106;
const MONTHS = ['2021-11', '2021-12', '2022-01', '2022-02', '2022-03', '2022-04'];
/** Long, as a bank takes a large file; a claim without renewal would run out in the middle. */
const BANK_MS = 500;
const PACE = { firstMs: 40, longestMs: 100, sweepMs: 20, timeoutMs: 5000 };

let server: TestServer;
let admin: pg.Client;
let services: Services;
let bank: Server;
let address = '';
/** Requests of each number that are under way, the most there ever were, and how often it was sent. */
const bankSaw = new Map<string, { now: number; most: number; sent: number; sha256: string }>();
const { user } = staffOf(() => server.origin);

beforeAll(async () => {
  bank = createServer((request, response) => {
    const number = /^\/v1\/batches\/([^/]+)$/.exec(request.url ?? '')?.[1] ?? '';
    const saw = bankSaw.get(number) ?? { now: 0, most: 0, sent: 0, sha256: '' };
    bankSaw.set(number, saw);
    saw.now += 1;
    saw.most = Math.max(saw.most, saw.now);
    response.once('close', () => (saw.now -= 1));
    const put = request.method === 'PUT';
    if (put) saw.sha256 = String(request.headers['x-content-sha256']);
    request.resume().once('end', () => setTimeout(() => {
      if (put) saw.sent += 1;
      response.writeHead(saw.sha256 === '' ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ number, sha256: saw.sha256, returns: [] }));
    }, put ? BANK_MS : 5));
  });
  bank.listen(0, '127.0.0.1');
  server = await testServer();
  address = `http://127.0.0.1:${(bank.address() as AddressInfo).port}`;
  services = await seedTraining(server.installation);
  services = { ...services, installation: { ...services.installation, config: { ...services.installation.config, bankUrl: address, bankPace: PACE } } };
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
  await makeClaims(services, admin, { county: COUNTY, tails: ['001'], from: '2021-11' });
  const [clerk, second] = [await user('hq-pay'), await user('hq-pay2')];
  for (const month of MONTHS) {
    await clerk.put('/training/clock', { date: `${month}-08` });
    const { id } = (await clerk.post<{ id: string }>('/rolls', { programme: 'dibao', month })).body;
    for (const l of (await clerk.get<{ items: { id: string }[] }>(`/rolls/${id}/lines?status=held`)).body.items) await clerk.post(`/roll-lines/${l.id}/answer`, { answer: 'release', reason: '与银行核实' });
    await clerk.post(`/rolls/${id}/freeze`, {});
    const { status, problem } = await second.post(`/rolls/${id}/release`, {});
    if (status !== 200) throw new Error(problem.rule);
  }
}, 120_000);
afterAll(async () => {
  await admin.end();
  await server.close();
  bank.close();
});
beforeEach(async () => {
  bankSaw.clear();
  await admin.query('delete from bank_attempt');
  await admin.query('delete from bank_sending');
});

const queue = async (due: string, months: readonly string[] = MONTHS): Promise<unknown> =>
  await admin.query(`insert into bank_sending (county_id, batch_id, state, queued_at, next_at) select b.county_id, b.id, 'waiting', now(), now() + $1::interval from bank_batch b join roll r on r.county_id = b.county_id and r.id = b.roll_id where r.month = any ($2)`, [due, months]);
const received = async (): Promise<number> => Number((await admin.query<{ n: string }>(`select count(*) as n from bank_sending where state = 'received'`)).rows[0]?.n);
async function until(done: () => Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (await done()) return;
    await pause(25);
  }
  throw new Error(`never ${what}: ${JSON.stringify((await admin.query('select state, next_at - now() as next, last_error from bank_sending')).rows)}`);
}
const run = () => runOutbox(services, new BankConnector({ baseUrl: address, token: 'x', timeoutMs: PACE.timeoutMs }));

describe('several servers at one outbox', () => {
  test('a batch is claimed by one of them, and again only when its claim has run out', async () => {
    await queue('0');
    const claims = (await Promise.all([claimBatches(services, COUNTY, 4, 400), claimBatches(services, COUNTY, 4, 400), claimBatches(services, COUNTY, 4, 400)])).flat();
    expect(new Set(claims.map((c) => c.batch)).size).toBe(claims.length);
    while ((await claimBatches(services, COUNTY, 1, 400)).length > 0) claims.push({ ...claims[0]! });
    expect(claims).toHaveLength(MONTHS.length);
    // Whoever claimed them is dead: his time runs out.
    await pause(450);
    expect(await claimBatches(services, COUNTY, 99, 400)).toHaveLength(MONTHS.length);
  });

  test('each batch is sent once, by one at a time, though sending takes longer than a claim is good for', async () => {
    await queue('0');
    const servers = [run(), run(), run()];
    await until(async () => (await received()) === MONTHS.length, 'received');
    await pause(300);
    await Promise.all(servers.map((s) => s.stop()));
    expect(bankSaw.size).toBe(MONTHS.length);
    for (const saw of bankSaw.values()) expect(saw).toMatchObject({ most: 1, sent: 1 });
  });

  test('a server that starts takes up at once what waits for a later attempt', async () => {
    await queue('1 hour');
    const one = run();
    await until(async () => (await received()) === MONTHS.length, 'received');
    await one.stop();
  });
});

test('a server whose connections to the database all break goes on by itself with what it had and with what comes', async () => {
  const before = MONTHS.slice(0, 4);
  await queue('0', before);
  const one = run();
  for (let i = 0; i < 5; i++) {
    await pause(150);
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`);
  }
  await until(async () => (await received()) === before.length, 'received');
  await queue('0', MONTHS.slice(4));
  await until(async () => (await received()) === MONTHS.length, 'received what came later');
  await one.stop();
  for (const saw of bankSaw.values()) expect(saw.most).toBe(1);
});
