import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { getLine } from '@doudi/core/api/payment-lines';
import type { Output } from '@doudi/core/api/contract';
import type { getRoll, RollLineView } from '@doudi/core/api/payments';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

/** What became of a line the bank has is found by two people: one proposes it with the bank's paper, another confirms it, and only then it is booked. */

let server: TestServer;
let admin: pg.Client;
const { user, office } = staffOf(() => server.origin);
const clerk = () => user('hq-pay');
const second = () => user('hq-pay2');
let roll = '';
let line = '';

interface Said { readonly status: number; readonly body: unknown }
async function ok<T>(answer: Promise<Said>): Promise<T> {
  const a = await answer;
  expect(a.status, JSON.stringify(a.body)).toBe(200);
  return a.body as T;
}
const read = async (): Promise<Output<typeof getRoll>> => await ok((await clerk()).get(`/rolls/${roll}`));
const lineOf = async (): Promise<Output<typeof getLine>> => await ok((await clerk()).get(`/roll-lines/${line}`));
const entries = async (): Promise<number> => Number((await admin.query<{ n: string }>('select count(*) as n from ledger_entry where county_id = 120106')).rows[0]?.n);
const propose = async (outcome: string, file: string, reason = '银行书面答复') => await (await clerk()).post<{ id: string }>(`/roll-lines/${line}/settle`, { outcome, reason, file });

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
  await ok((await clerk()).put('/training/clock', { date: '2021-11-08' }));
  const h = await user('hq-handler');
  const c = await applyFor(h, { serial: 61 });
  await walk(office('hq'), c.id, 'deliver');
  await ok(h.post(`/cases/${c.id}/payment-account`, { bank: '测试银行', holder: '王安', number: '6222000000000061001' }));
  await ok((await clerk()).put('/training/clock', { date: '2021-12-02' }));
  roll = (await ok<{ id: string }>((await clerk()).post('/rolls', { programme: 'dibao', month: '2021-12' }))).id;
  await ok((await clerk()).post(`/rolls/${roll}/freeze`, {}));
  await ok((await second()).post(`/rolls/${roll}/release`, {}));
  await ok((await clerk()).post(`/rolls/${roll}/sent`, {}));
  line = (await ok<{ items: RollLineView[] }>((await clerk()).get(`/rolls/${roll}/lines`))).items[0]?.id ?? '';
}, 240_000);
afterAll(async () => {
  await admin.end();
  await server.close();
});

test('a proposal needs the bank’s paper, books nothing, and is the only one; the proposer’s post does not confirm it', async () => {
  const before = await entries();
  expect((await propose('paid', '00000000-0000-4000-8000-000000000000')).problem).toMatchObject({ code: 'input.invalid', fields: [{ path: 'body.file' }] });
  const file = await (await clerk()).upload(`/roll-lines/${line}/bank-paper`, '银行答复.png');
  expect((await propose('returned', file)).problem).toMatchObject({ code: 'payment.state' });
  expect((await (await second()).post(`/roll-lines/${line}/settle`, { outcome: 'paid', reason: '电话核实', file })).problem).toMatchObject({ code: 'rights.denied' });
  const { id } = await ok<{ id: string }>(propose('paid', file));
  expect((await propose('rejected', file)).problem).toMatchObject({ code: 'conflict.duplicate' });
  expect((await (await clerk()).post(`/settlements/${id}/decide`, { outcome: 'confirm' })).problem).toMatchObject({ code: 'rights.denied' });
  // Neither post nor database lets one person do both.
  await expect(admin.query(`update roll_settlement set status = 'confirmed', decided_by = proposed_by, decided_by_name = 'x', decided_at = now() where id = $1`, [id])).rejects.toMatchObject({ constraint: 'roll_settlement_two_persons' });
  expect((await read()).settlements).toMatchObject([{ id, line, outcomeText: '已到账', fileName: '银行答复.png', by: '冯制单', why: '由您提出，须由另一人确认' }]);
  expect(await lineOf()).toMatchObject({ status: 'sent', paidFen: 0 });
  expect(await entries()).toBe(before);
});

test('refused, with the reason, nothing changes; proposed again and confirmed, it is booked once, and says who found it by which paper', async () => {
  const id = (await read()).settlements[0]?.id ?? '';
  const before = await entries();
  const s = await second();
  expect((await s.post(`/settlements/${id}/decide`, { outcome: 'refuse' })).status).toBe(400);
  await ok(s.post(`/settlements/${id}/decide`, { outcome: 'refuse', reason: '来函没有写明账号' }));
  expect((await s.post(`/settlements/${id}/decide`, { outcome: 'confirm' })).problem).toMatchObject({ code: 'step.done' });
  expect([await entries(), (await lineOf()).status]).toEqual([before, 'sent']);
  await ok((await clerk()).settle(s, line, 'paid', '银行来函第 7 号'));
  const after = await lineOf();
  expect(after).toMatchObject({ status: 'paid', openFen: 0, answers: [{ text: '核定已发放', reason: '银行来函第 7 号（冯制单提出）', by: '陈复核' }] });
  expect(after.settlements.map((x) => [x.statusText, x.by, x.decided?.name, x.decided?.reason])).toEqual([['不同意', '冯制单', '陈复核', '来函没有写明账号'], ['已确认', '冯制单', '陈复核', null]]);
  expect(after.files.map((f) => f.name)).toContain('银行答复.png');
  expect(await entries()).toBe(before + 1);
  expect(await read()).toMatchObject({ status: 'reconciled', settlements: [] });
});

test('what the bank answers between proposal and confirmation stands: the proposal can then only be refused', async () => {
  const c = await clerk();
  const file = await c.upload(`/roll-lines/${line}/bank-paper`, '退汇通知.png');
  const { id } = await ok<{ id: string }>(propose('returned', file));
  await admin.query(`update bank_batch_line set state = 'returned', paid_fen = 0 where line_id = $1`, [line]);
  await expect((await second()).post(`/settlements/${id}/decide`, { outcome: 'confirm' })).resolves.toMatchObject({ problem: { code: 'payment.state' } });
  await ok((await second()).post(`/settlements/${id}/decide`, { outcome: 'refuse', reason: '银行已回盘' }));
});
