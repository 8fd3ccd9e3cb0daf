import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Output } from '@doudi/core/api/contract';
import type { moneyDesk } from '@doudi/core/api/money-desk';
import type { getRoll, RollLineView } from '@doudi/core/api/payments';
import type { MoneyTaskId } from '@doudi/core/desk/money';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { post } from '../ledger/post.ts';

/** 资金待办: every kind of money that waits is counted for whoever does it, with the sum and the way there, and goes away when it is done. */

let server: TestServer;
const { user, office } = staffOf(() => server.origin);
type Item = Output<typeof moneyDesk>['items'][number];
async function ok<T>(answer: Promise<{ readonly status: number; readonly body: unknown }>): Promise<T> {
  const a = await answer;
  expect(a.status, JSON.stringify(a.body)).toBe(200);
  return a.body as T;
}
const desk = async (login: string): Promise<Item[]> => (await ok<Output<typeof moneyDesk>>((await user(login)).get('/desk/money'))).items;
const task = async (login: string, id: MoneyTaskId): Promise<Item | undefined> => (await desk(login)).find((t) => t.id === id);
const clock = async (date: string): Promise<unknown> => await ok((await user('hq-pay')).put('/training/clock', { date }));

let kase = '';
beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  await clock('2021-11-08');
  kase = (await applyFor(await user('hq-handler'), { serial: 71 })).id;
  await walk(office('hq'), kase, 'deliver');
}, 240_000);
afterAll(async () => await server.close());

describe('a month of payments', () => {
  let roll = '';
  test('is made, cleared of holds, frozen, released, sent and settled, each by whose turn it is', async () => {
    await clock('2021-12-02');
    expect(await task('hq-pay', 'makeRoll')).toMatchObject({ mine: true, n: 1, late: 0, due: expect.stringMatching(/^2021-12-/) as string, at: [{ text: expect.stringContaining('低') as string, href: '/payments' }] });
    expect(await task('hq-pay2', 'makeRoll')).toMatchObject({ mine: false, who: '发放制单' });
    roll = (await ok<{ id: string }>((await user('hq-pay')).post('/rolls', { programme: 'dibao', month: '2021-12' }))).id;
    expect(await task('hq-pay', 'makeRoll')).toBeUndefined();
    const hold = await task('hq-pay', 'hold');
    expect(hold).toMatchObject({ mine: true, n: 1, late: 0, since: '2021-12-02', at: [{ href: `/payments/${roll}?status=held&open=true#lines` }] });
    expect(hold?.fen).toBeGreaterThan(0);
    expect(await task('hq-handler', 'account')).toMatchObject({ mine: true, n: 1, fen: hold?.fen, at: [{ text: '没有登记账户 1 条', href: '/payments/stuck?kind=held' }] });
    await clock('2021-12-03');
    expect(await task('hq-pay', 'hold')).toMatchObject({ late: 1 });
    await ok((await user('hq-handler')).post(`/cases/${kase}/payment-account`, { bank: '测试银行', holder: '王安', number: '6222000000000071001' }));
    await ok((await user('hq-pay')).post('/rolls', { programme: 'dibao', month: '2021-12' }));
    expect(await task('hq-pay', 'hold')).toBeUndefined();
    expect(await task('hq-pay', 'freeze')).toMatchObject({ mine: true, n: 1, fen: hold?.fen });
    expect(await task('hq-fin', 'short')).toMatchObject({ mine: true, n: 1, fen: hold?.fen, at: [{ href: `/payments/${roll}` }] });
    await ok((await user('hq-pay')).post(`/rolls/${roll}/freeze`, {}));
    expect(await task('hq-pay2', 'release')).toMatchObject({ mine: true, n: 1, late: 0, fen: hold?.fen, at: [{ href: `/payments/${roll}` }] });
    expect(await task('hq-pay', 'release')).toMatchObject({ mine: false, n: 1, who: '发放复核' });
    await clock('2021-12-31');
    expect(await task('hq-pay2', 'release')).toMatchObject({ late: 1 });
    await ok((await user('hq-pay2')).post(`/rolls/${roll}/release`, {}));
    expect(await task('hq-pay2', 'release')).toBeUndefined();
    expect(await task('hq-pay', 'send')).toMatchObject({ mine: true, n: 1, at: [{ href: `/payments/${roll}` }] });
    await ok((await user('hq-pay')).post(`/rolls/${roll}/sent`, {}));
    expect(await task('hq-pay', 'send')).toBeUndefined();
    expect([(await task('hq-pay', 'readReturn'))?.n, (await task('hq-pay', 'transit'))?.n, (await task('hq-pay', 'transit'))?.late]).toEqual([1, 1, 0]);
  });

  test('a line in transit turns late; what one proposes of it the other decides; not paid, the counter is asked for another account', async () => {
    await clock('2022-01-12');
    expect(await task('hq-fin', 'transit')).toMatchObject({ mine: false, n: 1, late: 1, href: '/payments/stuck?kind=transit' });
    const clerk = await user('hq-pay');
    const line = (await ok<{ items: RollLineView[] }>(clerk.get(`/rolls/${roll}/lines`))).items[0]?.id ?? '';
    await ok(clerk.post(`/roll-lines/${line}/settle`, { outcome: 'rejected', reason: '银行书面答复', file: await clerk.upload(`/roll-lines/${line}/bank-paper`, '银行答复.png') }));
    expect(await task('hq-pay2', 'settle')).toMatchObject({ mine: true, n: 1 });
    expect(await task('hq-pay', 'settle')).toMatchObject({ mine: false, n: 1 });
    const id = (await ok<Output<typeof getRoll>>(clerk.get(`/rolls/${roll}`))).settlements[0]?.id ?? '';
    await ok((await user('hq-pay2')).post(`/settlements/${id}/decide`, { outcome: 'confirm' }));
    expect([await task('hq-pay2', 'settle'), await task('hq-pay', 'transit'), await task('hq-pay', 'readReturn')]).toEqual([undefined, undefined, undefined]);
    expect(await task('hq-handler', 'account')).toMatchObject({ mine: true, n: 1, at: [{ text: '银行未付 1 条', href: '/payments/stuck?kind=rejected' }] });
    expect(await task('hq-b-handler', 'account')).toBeUndefined();
  });
});

test('allocations and imprests wait for the other person, a low imprest for its office, the month’s report for office and finance', async () => {
  const unit = (await ok<{ unit: { key: string } }>((await user('hq-handler')).get('/session'))).unit.key;
  const enter = async (login: string, body: object): Promise<string> => (await ok<{ id: string }>((await user(login)).post('/funds/operations', { purpose: '测试', ...body }))).id;
  const confirm = async (login: string, id: string): Promise<unknown> => await ok((await user(login)).post(`/funds/operations/${id}/confirm`, {}));
  const reserve = await enter('hq-fin', { kind: 'reserve', source: 'budget', fen: 2_000_000 });
  const allocation = await enter('hq-fin', { kind: 'allocation', programme: 'dibao', source: 'budget', fen: 90_000_000 });
  expect(await task('hq-county', 'allocation')).toMatchObject({ mine: true, n: 2, fen: 92_000_000, href: '/funds?tab=operations' });
  expect(await task('hq-fin', 'allocation')).toMatchObject({ mine: false, n: 2, who: '县级经办人员、县级负责人' });
  for (const id of [reserve, allocation]) await confirm('hq-county', id);
  expect(await task('hq-county', 'allocation')).toBeUndefined();

  const set = await enter('hq-county', { kind: 'imprestSetUp', unit, fen: 1_000_000 });
  expect(await task('hq-fin', 'imprest')).toMatchObject({ mine: true, n: 1 });
  await confirm('hq-fin', set);
  await server.installation.db.transaction({ county: 120_106, area: null, user: 'system' }, (tx) => post(tx, {
    county: 120_106, kind: 'aidGiven', on: '2022-01-12', at: '2022-01-12T10:00:00+08:00', by: 'system', memo: '现金救助', key: randomUUID(), lines: [{ account: { kind: 'expense', programme: 'jinan', unit }, fen: 900_000 }, { account: { kind: 'imprest', unit }, fen: -900_000 }],
  }));
  expect(await task('hq-reviewer', 'imprestLow')).toMatchObject({ mine: true, n: 1, fen: 900_000, at: [{ href: `/funds/units/${unit}` }] });
  expect(await task('hq-fin', 'imprestLow')).toMatchObject({ mine: false, who: '管理部门审核人员、管理部门负责人' });
  expect(await task('hq-b-reviewer', 'imprestLow')).toBeUndefined();
  const more = await enter('hq-reviewer', { kind: 'imprestReplenished', unit, fen: 900_000 });
  expect([await task('hq-reviewer', 'imprestLow'), (await task('hq-reviewer', 'imprest'))?.mine, (await task('hq-fin', 'imprest'))?.fen]).toEqual([undefined, false, 900_000]);
  await confirm('hq-fin', more);

  await clock('2022-02-27');
  expect(await task('hq-head', 'imprestReport')).toMatchObject({ mine: true, n: 1, late: 1, due: expect.stringMatching(/^2022-02-/) as string, at: [{ href: `/funds/units/${unit}?month=2022-01` }] });
  const { id } = await ok<{ id: string }>((await user('hq-reviewer')).post(`/funds/units/${unit}/reports`, { month: '2022-01' }));
  expect([await task('hq-head', 'imprestReport'), (await task('hq-fin', 'imprestReceive'))?.n]).toEqual([undefined, 1]);
  await ok((await user('hq-fin')).post(`/funds/reports/${id}/receive`, {}));
  expect(await task('hq-fin', 'imprestReceive')).toBeUndefined();
});

test('nobody else’s desk has it: not the auditor’s, not a village’s; a clerk at the counter sees what is the counter’s alone', async () => {
  for (const login of ['hq-audit', 'hq-village', 'hq-sys']) expect((await (await user(login)).get('/desk/money')).status).toBe(403);
  expect((await desk('hq-handler')).every((t) => t.id === 'account' || t.id === 'recoveryDue')).toBe(true);
  expect((await desk('lh-pay')).every((t) => t.n > 0)).toBe(true);
});
