import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RollView } from '@doudi/core/api/payments';
import { startCompanion, type Companion } from '../../platform/companion.ts';
import { readBankLedger, sumBankLedger } from '../../simulators/bank-ledger.ts';
import type { Answer } from '../../testing/client.ts';
import { staffOf } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { until } from '../../testing/until.ts';
import { FileChannel, sendMessages } from '../messages/send.ts';
import type { Services } from '../../services.ts';
import { changeAccount, makeClaims, testPhone, type Claim } from './claims.fixture.ts';

const COUNTY = 120106;
let server: TestServer;
let bank: Companion;
let admin: pg.Client;
let services: Services;
let folder = '';
let claims: Claim[] = [];
const { user } = staffOf(() => server.origin);
const clerk = () => user('hq-pay');
const second = () => user('hq-pay2');
async function ok<T>(answer: Promise<Answer<T>>): Promise<T> {
  const a = await answer;
  if (a.status !== 200) throw new Error(`${a.status} ${JSON.stringify(a.body)}`);
  return a.body;
}
const roll = async (id: string): Promise<RollView> => await ok((await clerk()).get<RollView>(`/rolls/${id}`));
const clock = async (date: string): Promise<unknown> => await ok((await clerk()).put('/training/clock', { date }));
const behave = async (behaviour: object | null): Promise<void> => {
  const r = await fetch(`${bank.address}/simulator/behaviour`, { method: 'POST', headers: { authorization: 'Bearer training' }, body: JSON.stringify({ behaviour }) });
  if (!r.ok) throw new Error(await r.text());
};
const really = () => sumBankLedger(readBankLedger(path.join(folder, 'ledger.jsonl')));
interface BankView { sending: { state: string; attempts: { kind: string; outcome: string; words: string }[] } | null; sums: Record<string, number>; ledger: { transitFen: number; linesFen: number } }
const bankOf = async (id: string): Promise<BankView> => await ok((await clerk()).get<BankView>(`/rolls/${id}/bank`));
/** Makes a month's roll, lets whatever is held wait, and releases it. */
async function release(month: string): Promise<string> {
  const c = await clerk();
  const made = await ok(c.post<{ id: string; held: number }>('/rolls', { programme: 'dibao', month }));
  const held = (await ok(c.get<{ items: { id: string; status: string }[] }>(`/rolls/${made.id}/lines?status=held`))).items;
  for (const l of held) await ok(c.post(`/roll-lines/${l.id}/answer`, { answer: 'keep', reason: '等待更换账户' }));
  await ok(c.post(`/rolls/${made.id}/freeze`, {}));
  await ok((await second()).post(`/rolls/${made.id}/release`, {}));
  return made.id;
}
const state = async (id: string): Promise<string> => (await bankOf(id)).sending?.state ?? '';

const TAILS = ['001', '991', '994', '995', '996', '997', '998'];

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-bank-test-'));
  bank = await startCompanion(fileURLToPath(new URL('../../simulators/bank-server.ts', import.meta.url)), ['--token', 'training', '--data', path.join(folder, 'ledger.jsonl'), '--answer-after', '100', '--later-after', '1500'], () => undefined);
  server = await testServer({ bankUrl: bank.address, bankPace: { firstMs: 50, longestMs: 200, sweepMs: 100, timeoutMs: 700 } });
  services = await seedTraining(server.installation);
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
  claims = await makeClaims(services, admin, { county: COUNTY, tails: TAILS, from: '2021-11', phone: true });
  await clock('2021-11-08');
}, 120_000);
afterAll(async () => {
  await admin.end();
  await server.close();
  await bank.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});
const fenOf = (tail: string): number => claims[TAILS.indexOf(tail)]?.fen ?? 0;
const lineOf = async (id: string, tail: string) => {
  const { items } = await ok((await clerk()).get<{ items: { id: string; case: string; status: string; paidFen: number; bankWords: string | null }[] }>(`/rolls/${id}/lines?limit=100`));
  const line = items.find((l) => l.case === claims[TAILS.indexOf(tail)]?.case);
  if (!line) throw new Error(tail);
  return line;
};

let first = '';

describe('a batch by the bank’s interface', () => {
  test('after the second person’s release it is sent, acknowledged and answered by itself; every outcome stands on its line', async () => {
    first = await release('2021-11');
    await until(() => roll(first), (r) => r.status === 'sent', 'sent');
    const view = await until(() => bankOf(first), (v) => v.sending?.state === 'answering', 'answering');
    expect(view.sending?.attempts.find((a) => a.kind === 'send')).toMatchObject({ outcome: 'ok' });
    expect(await lineOf(first, '001')).toMatchObject({ status: 'paid', paidFen: fenOf('001') });
    expect(await lineOf(first, '991')).toMatchObject({ status: 'rejected', paidFen: 0, bankWords: '账号已销户' });
    expect(await lineOf(first, '994')).toMatchObject({ status: 'rejected', paidFen: Math.floor(fenOf('994') / 2) });
    expect(await lineOf(first, '995')).toMatchObject({ status: 'sent', paidFen: 0 });
  });

  test('what came back after payment is returned, an answer repeated changes nothing, a contradiction is for a person; the ledger says the same as the lines and the bank', async () => {
    await until(() => lineOf(first, '996'), (l) => l.status === 'returned', 'returned');
    expect(await lineOf(first, '997')).toMatchObject({ status: 'paid', paidFen: fenOf('997') });
    expect(await lineOf(first, '998')).toMatchObject({ status: 'sent', paidFen: 0, bankWords: expect.stringContaining('相互矛盾') as string });
    const { sums, ledger } = await bankOf(first);
    expect(sums['sentFen']).toBe(claims.reduce((a, c) => a + c.fen, 0));
    expect(sums['paidFen']! + sums['rejectedFen']! + sums['returnedFen']! + sums['transitFen']!).toBe(sums['sentFen']);
    expect(sums['transitFen']).toBe(fenOf('995') + fenOf('998'));
    expect(ledger).toMatchObject({ transitFen: sums['transitFen'], linesFen: sums['transitFen'] });
    expect(await ok((await clerk()).get('/ledger/check'))).toMatchObject({ equal: true, differenceFen: 0, trialFen: 0 });
    // The person who asked the bank settles the contradiction: the bank did pay.
    await ok((await clerk()).settle(await second(), (await lineOf(first, '998')).id, 'paid', '银行书面证明已到账'));
    expect(really().paidFen).toBe((await roll(first)).money.paidFen);
    expect(await ok((await clerk()).get('/ledger/check'))).toMatchObject({ equal: true, trialFen: 0 });
  });

  test('[GX-69] the bank has 3 working days; the line it has not answered is on the list of what is stuck, red when they are over, with who acts', async () => {
    const due = (await roll(first)).batch?.dueOn;
    expect(due).toBe('2021-11-11');
    const stuck = async () => (await ok((await clerk()).get<{ items: { line: string; why: string; who: string; late: boolean; days: number; roll: string; openFen: number }[]; openFen: number; lines: number }>('/payments/stuck')));
    const waiting = (await stuck()).items.find((i) => i.openFen === fenOf('995'));
    expect(waiting).toMatchObject({ late: false, who: '银行', roll: first });
    await clock('2021-11-12');
    expect((await roll(first)).batch).toMatchObject({ overdue: true, light: { light: 'red' } });
    const all = await stuck();
    expect(all.items.find((i) => i.openFen === fenOf('995'))).toMatchObject({ late: true, days: 4, who: '发放制单' });
    expect(all.items.map((i) => i.openFen).sort((a, b) => a - b)).toEqual([fenOf('991'), fenOf('994') - Math.floor(fenOf('994') / 2), fenOf('995'), fenOf('996')].sort((a, b) => a - b));
    expect(all.openFen).toBe(all.items.reduce((a, i) => a + i.openFen, 0));
    for (const i of all.items) expect(i.why).not.toBe('');
    expect((await (await user('lh-pay')).get<{ items: unknown[] }>('/payments/stuck')).body.items).toEqual([]);
  });

  test('a line that was rejected is paid through the next run once its account is changed', async () => {
    await clock('2021-12-02');
    await changeAccount(services, admin, COUNTY, claims[1]?.person ?? '', '6222000000000099001', '2021-12-01');
    await behave({ rule: 'all-paid' });
    const next = await release('2021-12');
    await until(() => state(next), (s) => s === 'answered', 'answered');
    expect((await roll(first)).money.rejectedFen).toBe(0);
    expect(await lineOf(next, '991')).toMatchObject({ status: 'paid' });
    expect(really().paidFen).toBe((await roll(first)).money.paidFen + (await roll(next)).money.paidFen);
    await behave(null);
  });
});

describe('a bank in trouble', () => {
  test('[GX-70] it takes each number once and refuses other content under it, and a line without the name of the fund item', async () => {
    const put = async (number: string, text: string, sha?: string) => {
      const { createHash } = await import('node:crypto');
      return await fetch(`${bank.address}/v1/batches/${number}`, { method: 'PUT', body: text, headers: { authorization: 'Bearer training', 'x-county': String(COUNTY), 'x-file-date': '2021-12-02', 'x-content-sha256': sha ?? createHash('sha256').update(text).digest('hex') } });
    };
    const file = (item: string, yuan = '10.00'): string => `H,X-1,区,救助金,2021-12,2021-12-02\r\nD,1,X-1-000001,试甲,6222000000000000000,银行,${yuan},${item}\r\nT,1,${yuan}\r\n`;
    expect((await put('X-1', file(''))).status).toBe(422);
    expect((await put('X-1', file('救助金'), '0'.repeat(64))).status).toBe(400);
    expect((await put('X-1', file('救助金'))).status).toBe(202);
    expect((await put('X-1', file('救助金'))).status).toBe(200);
    expect((await put('X-1', file('救助金', '11.00'))).status).toBe(409);
    expect(really().batches.get('X-1')).toMatchObject({ taken: 1, paidFen: 1000 });
    expect((await fetch(`${bank.address}/v1/batches/X-1`)).status).toBe(401);
  });

  test('a bank that pays and does not answer, breaks the line or fails is asked again under the same number and pays once', async () => {
    const id = async (month: string, trouble: string): Promise<string> => {
      await clock(`${month}-05`);
      await behave({ rule: 'all-paid', trouble, times: 2 });
      return await release(month);
    };
    for (const [month, trouble] of [['2022-01', 'timeout'], ['2022-02', 'cut'], ['2022-03', 'error']] as const) {
      const made = await id(month, trouble);
      const done = await until(() => bankOf(made), (v) => v.sending?.state === 'answered', 'answered');
      const sends = (done.sending?.attempts ?? []).filter((a) => a.kind === 'send').map((a) => a.outcome);
      expect(sends).toEqual(trouble === 'error' ? ['ok', 'unsure', 'unsure'] : ['again', 'unsure', 'unsure']);
      const number = (await roll(made)).batch?.number ?? '';
      expect(really().batches.get(number)).toMatchObject({ taken: 1, paidFen: done.sums['paidFen'] });
    }
    await behave(null);
  });

  test('a bank that takes a batch and never answers leaves every line in transit, and the ledger says so', async () => {
    await clock('2022-04-06');
    await behave({ rule: 'all-paid', answers: 'never' });
    const made = await release('2022-04');
    await until(() => state(made), (s) => s === 'received', 'received');
    const { sums, ledger } = await bankOf(made);
    expect(sums).toMatchObject({ transitFen: sums['sentFen'], paidFen: 0 });
    expect(ledger.transitFen).toBe(ledger.linesFen);
    await behave(null);
    await until(() => state(made), (s) => s === 'answering' || s === 'answered', 'answered at last');
  });
});

describe('a person in place of the interface', () => {
  const returnFile = async (id: string): Promise<string> => {
    const number = (await roll(id)).batch?.number ?? '';
    return await (await fetch(`${bank.address}/v1/batches/${number}/returns/1`, { headers: { authorization: 'Bearer training' } })).text();
  };
  const read = async (id: string): Promise<{ step: string; allowed: boolean; why: string | null } | undefined> => (await ok((await clerk()).get<{ steps: { step: string; allowed: boolean; why: string | null }[] }>(`/rolls/${id}`))).steps.find((s) => s.step === 'read');

  test('no return file is read by hand while the interface has the batch; the reviewer takes it over with a reason, then a person reads it and the interface leaves it alone', async () => {
    await clock('2022-05-06');
    await behave({ rule: 'all-paid', answers: 'never' });
    const id = await release('2022-05');
    await until(() => state(id), (s) => s === 'received', 'received');
    const refused = await (await clerk()).post(`/rolls/${id}/returns`, { text: 'H,x' });
    expect(refused.problem).toMatchObject({ code: 'payment.state', allowed: ['等待接口取回盘', '接口长期不通的，由发放复核先转人工办理'] });
    expect(await read(id)).toMatchObject({ allowed: false, why: refused.problem.rule });
    expect((await (await clerk()).post(`/rolls/${id}/by-hand`, { reason: '接口三天不通' })).status).toBe(403);
    await ok((await second()).post(`/rolls/${id}/by-hand`, { reason: '接口三天不通' }));
    expect((await (await second()).post(`/rolls/${id}/by-hand`, { reason: '再转一次' })).status).toBe(409);
    await behave({ rule: 'all-paid' });
    // Long enough for the interface to have fetched it.
    await pause(800);
    expect(await state(id)).toBe('hand');
    expect((await bankOf(id)).sums['paidFen']).toBe(0);
    expect(await read(id)).toMatchObject({ allowed: true });
    await ok((await clerk()).post(`/rolls/${id}/returns`, { text: await returnFile(id) }));
    const { sums } = await bankOf(id);
    expect(sums).toMatchObject({ transitFen: 0, paidFen: sums['sentFen'] });
    expect((await ok((await clerk()).get<{ events: { text: string }[] }>(`/rolls/${id}`))).events.map((e) => e.text)).toContain('转人工办理：接口三天不通');
    await behave(null);
  });

  /** A line changed behind the application, and back. */
  const alter = async (id: string, by: number): Promise<unknown> =>
    await admin.query(`update bank_batch_line x set fen = x.fen + $2 from bank_batch b where b.county_id = x.county_id and b.id = x.batch_id and b.roll_id = $1 and x.line_no = 1`, [id, by]);

  test('a line altered when the bank may have the batch: nothing more is sent, the bank is asked, nobody can call the batch unpaid, and the auditor’s turn stands on the list of what is stuck', async () => {
    await clock('2022-06-06');
    await behave({ rule: 'all-paid', trouble: 'error', times: 1000 });
    const id = await release('2022-06');
    await until(() => state(id), (s) => s === 'unsure', 'unsure');
    await alter(id, 1);
    await until(() => state(id), (s) => s === 'altered', 'altered');
    await behave({ rule: 'all-paid' });
    const looked = await until(() => bankOf(id), (v) => v.sending?.attempts[0]?.kind === 'look', 'asked');
    expect(looked.sending?.attempts[0]).toMatchObject({ outcome: 'unknown' });
    const number = (await roll(id)).batch?.number ?? '';
    expect(really().batches.has(number)).toBe(false);
    expect((await (await second()).post(`/rolls/${id}/refused`, { reason: '银行没有收到' })).problem.code).toBe('payment.state');
    const stuck = (await ok((await clerk()).get<{ items: { roll: string; who: string; why: string }[] }>('/payments/stuck?kind=unsent&limit=100'))).items.filter((i) => i.roll === id);
    expect(stuck[0]).toMatchObject({ who: '审计', why: '明细与放行时的校验值不一致，银行可能已收' });
    // Put right, it goes out as it was released.
    await alter(id, -1);
    await until(() => state(id), (s) => s === 'answered', 'answered');
    expect(really().batches.get(number)).toMatchObject({ taken: 1, paidFen: (await bankOf(id)).sums['paidFen'] });
    await behave(null);
  });

  test('a line altered when the bank has taken the batch unheard: the bank’s word counts, its answer to the altered line is for a person', async () => {
    await clock('2022-07-06');
    await behave({ rule: 'all-paid', trouble: 'timeout', times: 1 });
    const id = await release('2022-07');
    const number = (await roll(id)).batch?.number ?? '';
    await until(() => Promise.resolve(really().batches.has(number)), (taken) => taken, 'taken');
    await alter(id, 1);
    const view = await until(() => bankOf(id), (v) => v.sending?.state === 'answering', 'answering');
    expect(view.sending?.attempts.filter((a) => a.kind === 'send').map((a) => a.outcome)).toEqual(['again', 'refused', 'unsure']);
    expect(really().batches.get(number)?.taken).toBe(1);
    const lines = (await admin.query<{ state: string; n: string }>(`select x.state, count(*) as n from bank_batch_line x join bank_batch b on b.county_id = x.county_id and b.id = x.batch_id where b.roll_id = $1 group by x.state order by x.state`, [id])).rows;
    expect(lines.find((l) => l.state === 'disputed')?.n).toBe('1');
    await alter(id, -1);
    await behave(null);
  });

  test('a line altered before anything left the house: the batch is refused and never sent', async () => {
    await clock('2022-08-06');
    await admin.query(`create function test_wait() returns trigger language plpgsql as $$ begin new.next_at := now() + interval '2 seconds'; return new; end $$`);
    await admin.query(`create trigger test_wait before insert on bank_sending for each row execute function test_wait()`);
    const id = await release('2022-08');
    await admin.query('drop trigger test_wait on bank_sending; drop function test_wait()');
    await alter(id, 1);
    await until(() => state(id), (s) => s === 'refused', 'refused');
    expect(really().batches.has((await roll(id)).batch?.number ?? '')).toBe(false);
    await alter(id, -1);
    await ok((await second()).post(`/rolls/${id}/refused`, { reason: '没有送出' }));
    // Said twice it is not booked twice.
    expect((await (await second()).post(`/rolls/${id}/refused`, { reason: '没有送出' })).problem.code).toBe('payment.state');
  });
});

describe('messages', () => {
  test('one message per payment says the sum, what it is, the month and the telephone; it leaves once, without an identity number', async () => {
    const { rows } = await admin.query<{ text: string; fen: string; case_id: string }>(`select text, fen, case_id from message where county_id = $1 and case_id = $2 order by made_at`, [COUNTY, claims[0]?.case]);
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(rows[0]?.text).toMatch(new RegExp(`2021年11月.*最低生活保障金.*${(fenOf('001') / 100).toFixed(2)}元.*电话022-0000-`));
    const channel = new FileChannel(server.installation.config.dataFolder);
    // The minute's job may have been there before.
    await sendMessages(services, channel, COUNTY);
    expect(await sendMessages(services, channel, COUNTY)).toBe(0);
    const all = Number((await admin.query<{ n: string }>(`select count(*) as n from message where county_id = $1 and state = 'sent'`, [COUNTY])).rows[0]?.n);
    expect(all).toBeGreaterThan(0);
    // Given, and killed before it was noted: offered again, and not written again.
    await admin.query(`update message set state = 'sending', sent_at = null where county_id = $1`, [COUNTY]);
    await sendMessages(services, channel, COUNTY);
    const out = path.join(server.installation.config.dataFolder, 'outbox');
    const lines = fs.readdirSync(out).flatMap((f) => fs.readFileSync(path.join(out, f), 'utf8').split('\n').filter((l) => l !== '')).map((l) => JSON.parse(l) as { id: string; to: string; text: string });
    expect(lines).toHaveLength(all);
    expect(new Set(lines.map((l) => l.id)).size).toBe(all);
    expect(lines.map((l) => l.to)).toContain(testPhone(0));
    for (const l of lines) expect(l.text).not.toMatch(/\d{15,18}/);
    const shown = await ok((await user('hq-handler')).get<{ items: { text: string; state: string }[] }>(`/cases/${claims[0]?.case}/messages`));
    expect(shown.items[0]).toMatchObject({ state: 'sent' });
  });
});
