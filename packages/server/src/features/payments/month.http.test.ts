import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AgreementView, ChangeView, getLine } from '@doudi/core/api/payment-lines';
import type { Output } from '@doudi/core/api/contract';
import type { RollLineView, RollView } from '@doudi/core/api/payments';
import { signIn, type Answer, type Client } from '../../testing/client.ts';
import { applyFor, walk, type Office } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
const as = new Map<string, Client>();
async function user(login: string): Promise<Client> {
  const known = as.get(login);
  if (known) return known;
  const made = await signIn(server.origin, login);
  as.set(login, made);
  return made;
}
const office: Office = async (post) => await user(`hq-${post}`);
const clerk = (): Promise<Client> => user('hq-pay');
const second = (): Promise<Client> => user('hq-pay2');
async function ok<T>(answer: Promise<Answer<T>>): Promise<T> {
  const a = await answer;
  if (a.status !== 200) throw new Error(`${a.status} ${JSON.stringify(a.body)}`);
  return a.body;
}
const clock = async (date: string): Promise<unknown> => await ok((await clerk()).put('/training/clock', { date }));
const lines = async (roll: string): Promise<RollLineView[]> => (await ok((await clerk()).get<{ items: RollLineView[] }>(`/rolls/${roll}/lines`))).items;
type Roll = RollView & { holds: { hold: string; lines: number; open: number; late: number }[] };
const roll = async (id: string): Promise<Roll> => await ok((await clerk()).get<Roll>(`/rolls/${id}`));
const make = async (month: string): Promise<{ id: string; added: number; held: number; carried: number }> => await ok((await clerk()).post('/rolls', { programme: 'dibao', month }));
const line = async (id: string): Promise<Output<typeof getLine>> => await ok((await clerk()).get<Output<typeof getLine>>(`/roll-lines/${id}`));
const change = async (id: string, kind?: string): Promise<ChangeView> => await ok((await clerk()).get<ChangeView>(`/rolls/${id}/change${kind ? `?kind=${kind}` : ''}`));
async function balances(): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: server.installation.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ kind: string; fen: string }>(`select kind, sum(balance_fen) as fen from ledger_account where county_id = 120106 and programme = 'dibao' group by kind`);
  await client.end();
  return Object.fromEntries(rows.map((r) => [r.kind, Number(r.fen)]));
}
async function pay(id: string): Promise<void> {
  await ok((await clerk()).post(`/rolls/${id}/freeze`, {}));
  await ok((await second()).post(`/rolls/${id}/release`, {}));
  await ok((await clerk()).post(`/rolls/${id}/sent`, {}));
  await ok((await clerk()).post(`/rolls/${id}/simulated-return`, {}));
}

let cases: { id: string; number: string; persons: string[]; monthly: number }[] = [];
beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  await clock('2021-11-08');
  const h = await office('handler');
  for (const serial of [11, 12]) {
    const c = await applyFor(h, { serial });
    await walk(office, c.id, 'deliver');
    const view = await ok(h.get<{ decision: { monthlyFen: number } }>(`/cases/${c.id}`));
    cases = [...cases, { ...c, monthly: view.decision.monthlyFen }];
  }
  await ok(h.post(`/cases/${cases[0]?.id}/payment-account`, { bank: '测试银行', holder: '王安', number: '6222000000000020001' }));
  await clock('2021-12-02');
}, 120_000);
afterAll(async () => {
  await server.close();
});
const fen = (n: number): number => cases[n]?.monthly ?? 0;

describe('holds are answered by a named person the same day, or carried, before a roll is frozen', () => {
  let first = '';
  test('[XX-127] a hold that nobody answered keeps the roll from being frozen, with the list; the next day it is marked as not handled that day', async () => {
    first = (await make('2021-12')).id;
    const refused = (await (await clerk()).post(`/rolls/${first}/freeze`, {})).problem;
    expect(refused).toMatchObject({ code: 'payment.state', missing: [`${cases[1]?.number} 王* 2021年12月：没有登记收款账户`] });
    expect((await roll(first)).holds).toMatchObject([{ hold: 'noAccount', lines: 1, open: 1, late: 0 }]);
    await clock('2021-12-03');
    expect((await roll(first)).holds).toMatchObject([{ hold: 'noAccount', open: 1, late: 1 }]);
    expect((await lines(first)).find((l) => l.status === 'held')).toMatchObject({ late: true, answered: false, heldOn: '2021-12-02' });
    expect((await (await clerk()).post(`/rolls/${first}/freeze`, {})).problem?.missing?.[0]).toContain('（未在当日处理）');
  });

  test('a group is carried with a reason by name; then the roll freezes, and the ledger owes what it froze', async () => {
    expect((await (await second()).post(`/rolls/${first}/answers`, { hold: 'noAccount', reason: '等待本人提供账户' })).problem).toMatchObject({ code: 'rights.denied' });
    expect(await ok((await clerk()).post(`/rolls/${first}/answers`, { hold: 'noAccount', reason: '等待本人提供账户' }))).toEqual({ answered: 1 });
    expect((await (await clerk()).post(`/rolls/${first}/answers`, { hold: 'noAccount', reason: '再来一次' })).problem).toMatchObject({ code: 'payment.state' });
    expect((await lines(first)).find((l) => l.status === 'held')).toMatchObject({ late: false, answered: true, answer: { text: '继续暂缓', by: '冯制单' } });
    await ok((await clerk()).post(`/rolls/${first}/freeze`, {}));
    expect(await balances()).toMatchObject({ expense: fen(0) + fen(1), payable: -fen(0) - fen(1) });
    await ok((await second()).post(`/rolls/${first}/back`, { reason: '再核对一次' }));
    expect(await balances()).toMatchObject({ expense: 0, payable: 0 });
    await pay(first);
    expect(await balances()).toMatchObject({ expense: fen(0) + fen(1), payable: -fen(1) });
    expect((await roll(first)).money).toMatchObject({ paidFen: fen(0), heldFen: fen(1) });
  });

  test('what the line was computed from stays as it was when the roll was frozen, though account and case change afterwards', async () => {
    const id = (await lines(first)).find((l) => l.case === cases[0]?.id)?.id ?? '';
    const before = await line(id);
    expect(before.fact).toMatchObject({ rateFen: fen(0), persons: 2, ground: '确认决定', groundOn: '2021-11-16', times: 2, frozenBy: '冯制单', account: { number: '****0001', holderDiffers: false } });
    expect(before.fact?.standardFen).toBeGreaterThan(0);
    expect(before.letters.some((l) => l.number === before.fact?.groundNumber)).toBe(true);
    await ok((await office('handler')).post(`/cases/${cases[0]?.id}/payment-account`, { bank: '另一银行', holder: '王安', number: '6222000000000020777' }));
    const after = await line(id);
    expect(after.fact).toEqual(before.fact);
    expect(after.account).toMatchObject({ number: '****0777' });
    const client = new pg.Client({ connectionString: server.installation.adminUrl });
    await client.connect();
    await expect(client.query('set role doudi_app; update roll_line_fact set rate_fen = 1')).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });

  test('an answer of yesterday’s reasons does not cover a new one', async () => {
    await clock('2022-01-05');
    const made = await make('2022-01');
    expect(made).toMatchObject({ added: 2, carried: 1, held: 2 });
    await ok((await clerk()).post(`/rolls/${made.id}/answers`, { hold: 'noAccount', reason: '等待本人提供账户' }));
    await ok((await office('handler')).post(`/cases/${cases[1]?.id}/benefit`, { kind: 'reopened', on: '2022-01-05', reason: '收到举报' }));
    expect((await (await clerk()).post(`/rolls/${made.id}/freeze`, {})).problem?.missing?.[0]).toContain('案件正在重新核查');
    await ok((await office('handler')).post(`/cases/${cases[1]?.id}/benefit`, { kind: 'reviewed', on: '2022-01-05', reason: '举报不实' }));
  });
});

test('[LH-44] the roll of a month that is not on its way by the payment day turns yellow, then red, with the day and where it comes from', async () => {
  const client = new pg.Client({ connectionString: server.installation.adminUrl });
  await client.connect();
  await client.query(`insert into roll (county_id, id, programme, month, status, item, made_by, made_at) select id, gen_random_uuid(), 'dibao', '2022-01', 'drafted', '最低生活保障金', gen_random_uuid(), now() from county where key = 'linhe'`);
  await client.end();
  const lh = await user('lh-pay');
  const light = async (date: string) => {
    await ok(lh.put('/training/clock', { date }));
    return (await ok(lh.get<{ items: RollView[] }>('/rolls'))).items[0];
  };
  expect(await light('2022-01-10')).toMatchObject({ payBy: '2022-01-10', light: { light: 'yellow' } });
  const late = await light('2022-01-11');
  expect(late).toMatchObject({ light: { light: 'red' }, payBySource: { label: '每月发放不迟于' } });
  expect(late?.payBySource?.clause).toBeTruthy();
});

describe('代领', () => {
  let agreement: AgreementView | undefined;
  test('[HQ-172] the agent’s account is held without an agreement, and paid under one', async () => {
    await ok((await office('handler')).post(`/cases/${cases[1]?.id}/payment-account`, { bank: '测试银行', holder: '李女', number: '6222000000000020002' }));
    const id = (await make('2022-01')).id;
    expect((await roll(id)).holds).toMatchObject([{ hold: 'holderDiffers', lines: 2 }]);
    const body = { payee: '李女', relation: '女儿', telephone: '13800000000', paper: '代领协议 2022-1', reason: '本人卧床', signedOn: '2022-01-05', expires: '2022-02-10' };
    expect((await (await office('handler')).post(`/cases/${cases[1]?.id}/payee-agreements`, { ...body, expires: '2023-01-06' })).problem).toMatchObject({ code: 'date.order', fields: [{ path: 'body.expires' }] });
    expect((await (await office('reviewer')).post(`/cases/${cases[1]?.id}/payee-agreements`, body)).problem).toMatchObject({ code: 'rights.denied' });
    expect((await (await office('handler')).post(`/cases/${cases[1]?.id}/payee-agreements`, body)).problem).toMatchObject({ code: 'payment.sameperson' });
    agreement = await ok((await clerk()).post<AgreementView>(`/cases/${cases[1]?.id}/payee-agreements`, body));
    expect(agreement).toMatchObject({ payee: '李*', personName: '王*', telephone: '138****00', state: 'live', accountFits: true });
    expect(await make('2022-01')).toMatchObject({ held: 0 });
    await pay(id);
    expect((await lines(id)).map((l) => l.status)).toEqual(['paid', 'paid', 'paid']);
    const c = await change(id);
    expect(c).toMatchObject({ foots: true, last: { fen: fen(0), lines: 1 }, fen: fen(0) + 2 * fen(1) });
    expect(c.kinds.map((k) => [k.kind, k.lines, k.changeFen])).toEqual([['released', 2, 2 * fen(1)], ['same', 1, 0]]);
    expect(c.items.map((i) => [i.kind, i.month]).sort()).toEqual([['released', '2021-12'], ['released', '2022-01']]);
  });

  test('[HQ-172] one that ran out holds the money again, is on the list of those running out before, and names no other reason', async () => {
    const expiring = await ok((await clerk()).get<{ items: AgreementView[]; expiring: number }>('/payee-agreements?state=expiring'));
    expect(expiring).toMatchObject({ items: [], expiring: 0 });
    await clock('2022-01-12');
    expect(await ok((await clerk()).get('/payee-agreements?state=expiring'))).toMatchObject({ expiring: 1, items: [{ id: agreement?.id, stateText: '即将到期' }] });
    await clock('2022-02-11');
    const made = await make('2022-02');
    expect((await roll(made.id)).holds).toMatchObject([{ hold: 'agreementExpired', lines: 1 }]);
    expect(await ok((await user('hq-b-handler')).get('/payee-agreements'))).toMatchObject({ items: [] });
  });
});

describe('the change against last month', () => {
  test('explains line by line what began, ended, rose and waits, with its paper, and foots; the same as Excel and CSV', async () => {
    const client = new pg.Client({ connectionString: server.installation.adminUrl });
    await client.connect();
    await client.query(`insert into benefit_rate (county_id, benefit_id, area_id, from_month, monthly_fen) select county_id, id, area_id, '2022-02', monthly_fen + 1200 from benefit where case_id = $1 union all select county_id, id, area_id, '2021-12', monthly_fen from benefit where case_id = $1`, [cases[0]?.id]);
    await client.query(`delete from roll_line where month = '2022-02' and case_id = $1`, [cases[0]?.id]);
    await client.end();
    const { id } = await make('2022-02');
    const c = await change(id);
    expect(c.kinds.map((k) => [k.kind, k.changeFen])).toEqual([['more', 1200], ['held', -fen(1)], ['once', -fen(1)]]);
    expect(c).toMatchObject({ foots: true, last: { fen: fen(0) + 2 * fen(1) }, fen: fen(0) + 1200 });
    expect(c.items.find((i) => i.kind === 'held')?.reason).toBe('代领协议已到期或已解除');
    expect(c.items.find((i) => i.kind === 'more')).toMatchObject({ lastFen: fen(0), nowFen: fen(0) + 1200 });
    expect((await change(id, 'more')).items).toHaveLength(1);
    const file = async (format: string): Promise<Response> => await fetch(`${server.origin}/api/v1/rolls/${id}/change-file?format=${format}`, { headers: { authorization: `Bearer ${(await clerk()).token}` } });
    const csv = (await (await file('csv')).text()).replace('\uFEFF', '').split('\r\n').filter((l) => l !== '').map((l) => l.split(',').map((x) => x.replaceAll('"', '')));
    expect(csv[0]).toEqual(['变动', '单位', '案号', '领款人', '月份', '上批（元）', '本批（元）', '增减（元）', '原因']);
    const sum = (col: number): number => Math.round(csv.slice(2).filter((r) => !r[0]?.endsWith('计')).reduce((a, r) => a + Number(r[col] || 0) * 100, 0));
    expect(sum(7)).toBe(1200 - 2 * fen(1));
    expect(Number(csv.at(-1)?.[6]) * 100).toBeCloseTo(fen(0) + 1200, 5);
    const xlsx = await file('xlsx');
    expect([xlsx.status, xlsx.headers.get('content-type')]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']);
    expect((await fetch(`${server.origin}/api/v1/rolls/${id}/change-file`, { headers: { authorization: `Bearer ${(await user('lh-pay')).token}` } })).status).toBe(404);
  });
});
