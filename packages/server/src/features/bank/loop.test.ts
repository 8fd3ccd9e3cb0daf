import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { staffOf } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { until } from '../../testing/until.ts';
import type { Services } from '../../services.ts';
import { makeClaims } from './claims.fixture.ts';
import { BankConnector } from './connector.ts';
import { claimBatches, runOutbox } from './loop.ts';

/** Batches released where nothing sends them, so that the tests alone take them up. */
const COUNTY = 120106;
const MONTHS = ['2021-11', '2021-12', '2022-01', '2022-02', '2022-03', '2022-04'];
const MINUTE = 60_000;
const PACE = { firstMs: 40, longestMs: 100, sweepMs: 20, timeoutMs: 5000 };

let server: TestServer;
let admin: pg.Client;
let services: Services;
let bank: Server;
/** The bank's own look into the outbox; spared when connections are broken. */
let eyes: pg.Pool;
let address = '';
/** Requests of each number that are under way, the most there ever were, how often it was sent and asked for. */
const bankSaw = new Map<string, { now: number; most: number; sent: number; asked: number; sha256: string }>();
const { user } = staffOf(() => server.origin);

/** As a bank that takes a large file: it answers once the claim with which the batch came has run out and was renewed, or another server has taken the batch up. */
async function outlast(number: string): Promise<void> {
  const sending = 'from bank_sending s join bank_batch b on b.county_id = s.county_id and b.id = s.batch_id where b.number = $1';
  const came = (await eyes.query<{ until: string }>(`select s.next_at::text as until ${sending}`, [number])).rows[0]?.until;
  if (came === undefined) throw new Error(`no batch ${number}`);
  await until(async () => (await eyes.query(`select ${sending} and (s.next_at = $2::timestamptz or $2::timestamptz > now())`, [number, came])).rowCount, (same) => same === 0, 'renewed');
}

beforeAll(async () => {
  bank = createServer((request, response) => {
    const number = decodeURIComponent(/^\/v1\/batches\/([^/]+)$/.exec(request.url ?? '')?.[1] ?? '');
    const saw = bankSaw.get(number) ?? { now: 0, most: 0, sent: 0, asked: 0, sha256: '' };
    bankSaw.set(number, saw);
    saw.now += 1;
    saw.most = Math.max(saw.most, saw.now);
    response.once('close', () => (saw.now -= 1));
    const put = request.method === 'PUT';
    if (put) saw.sha256 = String(request.headers['x-content-sha256']);
    const answer = (): void => {
      if (put) saw.sent += 1;
      else saw.asked += 1;
      response.writeHead(saw.sha256 === '' ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ number, sha256: saw.sha256, returns: [] }));
    };
    request.resume().once('end', () => void (put ? outlast(number) : Promise.resolve()).then(answer, () => response.writeHead(500).end()));
  });
  bank.listen(0, '127.0.0.1');
  server = await testServer();
  address = `http://127.0.0.1:${(bank.address() as AddressInfo).port}`;
  services = await seedTraining(server.installation);
  services = { ...services, installation: { ...services.installation, config: { ...services.installation.config, bankUrl: address, bankPace: PACE } } };
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
  eyes = new pg.Pool({ connectionString: server.installation.adminUrl, application_name: 'eyes', max: 2, idleTimeoutMillis: 0 });
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
  await Promise.all([admin.end(), eyes.end()]);
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
/** What stands in the outbox: any step that a server takes changes it. */
const outbox = async (): Promise<string> => JSON.stringify((await admin.query('select batch_id, state, next_at::text from bank_sending order by batch_id')).rows);
const received = async (): Promise<number> => Number((await admin.query<{ n: string }>(`select count(*) as n from bank_sending where state = 'received'`)).rows[0]?.n);
const allReceived = (n = MONTHS.length): Promise<number> => until(received, (r) => r === n, 'received');
const run = () => runOutbox(services, new BankConnector({ baseUrl: address, token: 'x', timeoutMs: PACE.timeoutMs }));

describe('several servers at one outbox', () => {
  test('a batch is claimed by one of them, and again only when its claim has run out', async () => {
    await queue('0');
    const claim = (n: number) => claimBatches(services, COUNTY, n, MINUTE);
    const claims = (await Promise.all([claim(4), claim(4), claim(4)])).flat();
    expect(new Set(claims.map((c) => c.batch)).size).toBe(claims.length);
    claims.push(...(await claim(99)));
    expect(new Set(claims.map((c) => c.batch)).size).toBe(MONTHS.length);
    expect(claims).toHaveLength(MONTHS.length);
    expect(await claim(99)).toEqual([]);
    // Whoever claimed them is dead: a minute later his time has run out.
    await admin.query(`update bank_sending set next_at = next_at - make_interval(secs => $1)`, [MINUTE / 1000]);
    expect(await claim(99)).toHaveLength(MONTHS.length);
  });

  test('each batch is sent once, by one at a time, though sending takes longer than a claim is good for', async () => {
    await queue('0');
    const servers = [run(), run(), run()];
    await allReceived();
    // Every batch is looked after further, and none is sent again.
    const asked = new Map([...bankSaw].map(([number, saw]) => [number, saw.asked]));
    await until(() => [...bankSaw].every(([number, saw]) => saw.asked >= (asked.get(number) ?? 0) + 2), Boolean, 'asked for');
    await Promise.all(servers.map((s) => s.stop()));
    expect(bankSaw.size).toBe(MONTHS.length);
    for (const saw of bankSaw.values()) expect(saw).toMatchObject({ most: 1, sent: 1 });
  });

  test('a server that starts takes up at once what waits for a later attempt', async () => {
    await queue('1 hour');
    const one = run();
    await allReceived();
    await one.stop();
  });
});

test('a server whose connections to the database all break goes on by itself with what it had and with what comes', async () => {
  const before = MONTHS.slice(0, 4);
  await queue('0', before);
  const one = run();
  for (let i = 0; i < 5; i++) {
    // Each time after it has got on a step.
    const was = await outbox();
    await until(outbox, (now) => now !== was, 'at work');
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'eyes'`);
  }
  await allReceived(before.length);
  await queue('0', MONTHS.slice(4));
  await allReceived();
  await one.stop();
  for (const saw of bankSaw.values()) expect(saw.most).toBe(1);
});
