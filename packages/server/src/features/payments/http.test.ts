import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RollLineView, RollView } from '@doudi/core/api/payments';
import { TRAINING_PASSWORD } from '../training/accounts.ts';
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
const roll = async (id: string): Promise<RollView & { steps: { step: string; allowed: boolean; why: string | null }[] }> => await ok((await clerk()).get(`/rolls/${id}`));
const make = async (month: string): Promise<{ id: string; added: number; held: number; carried: number }> => await ok((await clerk()).post('/rolls', { programme: 'dibao', month }));
async function file(id: string, as_: Client): Promise<Response> {
  return await fetch(`${server.origin}/api/v1/rolls/${id}/bank-file`, { headers: { authorization: `Bearer ${as_.token}` } });
}

const NUMBERS = ['6222000000000010001', '6222000000000010991'];
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
}, 120_000);
afterAll(async () => {
  await server.close();
});

const total = (): number => cases.reduce((a, c) => a + c.monthly, 0);

describe('from a confirmed case to the household’s account', () => {
  let first = '';

  test('[HQ-171] confirmed this month: nothing is paid this month, the roll of next month cannot be made early and has the sum', async () => {
    const today = (await ok((await clerk()).get<{ today: string }>('/session'))).today;
    expect(today.slice(0, 7)).toBe('2021-11');
    expect(await make('2021-11')).toMatchObject({ added: 0, held: 0 });
    expect((await (await clerk()).post('/rolls', { programme: 'dibao', month: '2021-12' })).problem).toMatchObject({ code: 'clock.early' });
    await clock('2021-12-02');
    const list = await ok((await clerk()).get<{ toMake: { programme: string; month: string }[] }>('/rolls'));
    expect(list.toMake).toMatchObject([{ programme: 'dibao', month: '2021-12' }]);
    const made = await make('2021-12');
    first = made.id;
    expect(made).toMatchObject({ added: 2, held: 2 });
    expect((await lines(first)).map((l) => [l.dueFen, l.status, l.holds.map((h) => h.code)])).toEqual(expect.arrayContaining(cases.map((c) => [c.monthly, 'held', ['noAccount']])));
    expect((await roll(first)).money).toMatchObject({ dueFen: total(), heldFen: total(), paidFen: 0 });
  });

  test('a line without account cannot be answered through; with one it is ready when the roll is made again, which adds nothing', async () => {
    const line = (await lines(first))[0];
    expect((await (await clerk()).post(`/roll-lines/${line?.id}/answer`, { answer: 'release', reason: '先发后补' })).problem).toMatchObject({ code: 'payment.state' });
    const h = await office('handler');
    const account = await ok(h.post<{ number: string; holder: string; holderDiffers: boolean }>(`/cases/${cases[0]?.id}/payment-account`, { bank: '测试银行', holder: '王安', number: '6222 0000 0000 0010 001' }));
    expect(account).toMatchObject({ number: '****0001', holder: '王*', holderDiffers: false });
    await ok(h.post(`/cases/${cases[1]?.id}/payment-account`, { bank: '测试银行', holder: '赵六', number: NUMBERS[1] }));
    expect(await make('2021-12')).toMatchObject({ id: first, added: 0, held: 1 });
    expect((await lines(first)).find((l) => l.case === cases[1]?.id)?.holds.map((x) => x.code)).toEqual(['holderDiffers']);
  });

  test('account numbers and holders lie encrypted in the database', async () => {
    const client = new pg.Client({ connectionString: server.installation.adminUrl });
    await client.connect();
    const { rows } = await client.query<{ row: string }>('select a::text as row from payment_account a');
    await client.end();
    expect(rows).toHaveLength(2);
    for (const { row } of rows) for (const secret of [...NUMBERS, '王安', '赵六', Buffer.from(NUMBERS[0] ?? '').toString('hex'), Buffer.from('王安').toString('hex')]) expect(row).not.toContain(secret);
  });

  test('a hold is answered by a named person with a reason, and who answered does not release', async () => {
    const held = (await lines(first)).find((l) => l.status === 'held');
    expect((await (await clerk()).post(`/roll-lines/${held?.id}/answer`, { answer: 'release', reason: '' })).status).toBe(400);
    expect((await (await second()).post(`/roll-lines/${held?.id}/answer`, { answer: 'release', reason: '委托长子代领' })).problem).toMatchObject({ code: 'rights.denied' });
    await ok((await clerk()).post(`/roll-lines/${held?.id}/answer`, { answer: 'release', reason: '委托长子代领，委托书存档' }));
    expect((await lines(first)).find((l) => l.id === held?.id)).toMatchObject({ status: 'ready', answer: { answer: 'release', reason: '委托长子代领，委托书存档', by: '冯制单' } });
    // Made again, the answer stands.
    expect(await make('2021-12')).toMatchObject({ added: 0, held: 0 });
  });

  test('two persons: the clerk freezes and cannot release, also not through the database; the second person releases and the line cannot be released again', async () => {
    const c = await clerk();
    expect((await c.post(`/rolls/${first}/release`, {})).problem).toMatchObject({ code: 'rights.denied' });
    expect((await (await second()).post(`/rolls/${first}/release`, {})).problem).toMatchObject({ code: 'payment.state' });
    await ok(c.post(`/rolls/${first}/freeze`, {}));
    expect((await c.post('/rolls', { programme: 'dibao', month: '2021-12' })).problem).toMatchObject({ code: 'payment.state' });
    const client = new pg.Client({ connectionString: server.installation.adminUrl });
    await client.connect();
    await expect(client.query(`update roll set status = 'released', released_by = made_by, released_at = now() where id = $1`, [first])).rejects.toMatchObject({ constraint: 'roll_two_persons' });
    // The same human with both posts is still one person.
    await client.query(`insert into account_post (county_id, account_id, post, unit_id, from_date) select county_id, (select made_by from roll where id = $1), 'payrollReviewer', unit_id, '2013-01-01' from account_post where post = 'payrollReviewer' and county_id = 120106`, [first]);
    await client.end();
    const response = await fetch(`${server.origin}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: 'hq-pay', password: TRAINING_PASSWORD, post: 'payrollReviewer', machine: true }) });
    const both = (await response.json()) as { token: string; session: { post: string } };
    expect(both.session.post).toBe('payrollReviewer');
    const own = await fetch(`${server.origin}/api/v1/rolls/${first}/release`, { method: 'POST', headers: { authorization: `Bearer ${both.token}`, 'content-type': 'application/json' }, body: '{}' });
    expect(((await own.json()) as { code: string }).code).toBe('payment.sameperson');
  });

  test('what changed after freezing is not released: it goes back with a reason', async () => {
    const h = await office('handler');
    await ok(h.post(`/cases/${cases[0]?.id}/benefit`, { kind: 'reopened', on: '2021-12-02', reason: '收到举报，重新核查' }));
    expect((await (await second()).post(`/rolls/${first}/release`, {})).problem).toMatchObject({ code: 'payment.state', allowed: ['退回制单，重新冻结'] });
    expect((await lines(first)).map((l) => l.status)).toEqual(['ready', 'ready']);
    await ok((await second()).post(`/rolls/${first}/back`, { reason: '有一户正在核查' }));
    expect(await make('2021-12')).toMatchObject({ added: 0, held: 1 });
    await ok(h.post(`/cases/${cases[0]?.id}/benefit`, { kind: 'reviewed', on: '2021-12-02', reason: '举报不实' }));
    expect(await make('2021-12')).toMatchObject({ added: 0, held: 0 });
    await ok((await clerk()).post(`/rolls/${first}/freeze`, {}));
    const released = await ok((await second()).post<{ batch: { lines: number; totalFen: number } }>(`/rolls/${first}/release`, {}));
    expect(released.batch).toMatchObject({ lines: 2, totalFen: total() });
    expect((await (await second()).post(`/rolls/${first}/release`, {})).problem).toMatchObject({ code: 'payment.state' });
  });

  test('[GX-23, GX-70] the month’s list becomes a bank file to the payees’ own accounts that names the fund item on every payment, with full account and totals that foot; its download is logged', async () => {
    const answer = await file(first, await second());
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const rows = text.split('\r\n').filter((l) => l !== '').map((l) => l.split(','));
    const details = rows.filter((r) => r[0] === 'D');
    expect(details).toHaveLength(2);
    expect(details.map((r) => r.at(-1))).toEqual(['最低生活保障金', '最低生活保障金']);
    expect(details.map((r) => r[4]).sort()).toEqual([...NUMBERS].sort());
    expect(rows.at(-1)).toEqual(['T', '2', (total() / 100).toFixed(2)]);
    expect(Math.round(details.reduce((a, r) => a + Number(r[6]) * 100, 0))).toBe(total());
    expect(answer.headers.get('x-content-sha256')).toBe((await roll(first)).batch?.sha256);
    expect((await file(first, await office('handler'))).status).toBe(403);
    const logged = await server.installation.db.transaction({ county: 120106, area: null }, async (tx) => (await sql<{ n: number }>`select count(*)::int as n from access_log where what = 'download' and target = ${`roll:${first}`}`.execute(tx)).rows[0]?.n);
    expect(logged).toBe(1);
  });

  test('a file whose lines were changed behind the application is not given out', async () => {
    const client = new pg.Client({ connectionString: server.installation.adminUrl });
    await client.connect();
    await client.query('update bank_batch_line set fen = fen + 1 where line_no = 1');
    const answer = await file(first, await clerk());
    await client.query('update bank_batch_line set fen = fen - 1 where line_no = 1');
    await client.end();
    expect(answer.status).toBe(409);
    expect(((await answer.json()) as { rule: string }).rule).toContain('校验值不一致');
    expect((await file(first, await clerk())).status).toBe(200);
  });

  test('[GX-69] from the day it is sent the bank has 3 working days; after them the roll is flagged overdue', async () => {
    // 2021-12-02 is a Thursday: three working days end on Tuesday the 7th.
    expect(await ok((await clerk()).post(`/rolls/${first}/sent`, {}))).toMatchObject({ dueOn: '2021-12-07', provisional: false });
    await clock('2021-12-07');
    expect((await roll(first)).batch).toMatchObject({ dueOn: '2021-12-07', overdue: false, light: { light: 'yellow' } });
    await clock('2021-12-08');
    expect((await roll(first)).batch).toMatchObject({ overdue: true, light: { light: 'red' } });
  });

  test('the return file is read line by line: one paid, one rejected with the bank’s words; read again it books nothing', async () => {
    const c = await clerk();
    const number = (await roll(first)).batch?.number ?? '';
    expect((await c.post(`/rolls/${first}/returns`, { text: 'H,120106-202112-9999\r\nD,1,x,1,1.00,1.00,00,,2021-12-08\r\nT,1,1,1.00\r\n' })).problem).toMatchObject({ code: 'payment.state' });
    expect((await c.post(`/rolls/${first}/returns`, { text: '这不是回盘文件' })).problem).toMatchObject({ code: 'input.invalid' });
    expect((await roll(first)).money).toMatchObject({ sentFen: total(), paidFen: 0 });
    const read = await ok(c.post<{ id: string }>(`/rolls/${first}/simulated-return`, {}));
    expect(read).toMatchObject({ again: false, paid: 1, rejected: 1, unanswered: 0, faults: [], status: 'reconciled' });
    expect(await ok(c.post(`/rolls/${first}/simulated-return`, {}))).toMatchObject({ id: read.id, again: true, paid: 1, rejected: 1 });
    const after = await lines(first);
    expect(after.find((l) => l.case === cases[0]?.id)).toMatchObject({ status: 'paid', paidFen: cases[0]?.monthly, openFen: 0 });
    expect(after.find((l) => l.case === cases[1]?.id)).toMatchObject({ status: 'rejected', paidFen: 0, bankWords: '账号已销户' });
    expect((await roll(first)).money).toMatchObject({ dueFen: total(), paidFen: cases[0]?.monthly, rejectedFen: cases[1]?.monthly, sentFen: 0, heldFen: 0 });
    const answers = await ok(c.get<{ items: { state: string }[] }>(`/rolls/${first}/batch-lines`));
    expect(answers.items.map((i) => i.state).sort()).toEqual(['paid', 'rejected']);
    expect(number).not.toBe('');
  });

  test('a later file that contradicts the first opens the line again until a person has settled it', async () => {
    const c = await clerk();
    const batch = (await roll(first)).batch;
    const { items } = await ok(c.get<{ items: { number: number; line: string; state: string; fen: number }[] }>(`/rolls/${first}/batch-lines`));
    const paid = items.find((i) => i.state === 'paid');
    const key = `${batch?.number}-${String(paid?.number).padStart(6, '0')}`;
    const yuan = ((paid?.fen ?? 0) / 100).toFixed(2);
    const text = `H,${batch?.number}\r\nD,1,${key},${NUMBERS[0]},${yuan},0.00,23,账户冻结,\r\nT,1,0,0.00\r\n`;
    expect(await ok(c.post(`/rolls/${first}/returns`, { text }))).toMatchObject({ disputed: 1, status: 'sent' });
    expect((await roll(first)).money).toMatchObject({ sentFen: cases[0]?.monthly, paidFen: 0 });
    // The same content as an uploaded file is the same file.
    const form = new FormData();
    form.set('file', new Blob([text], { type: 'text/csv' }), '回盘.csv');
    const upload = await fetch(`${server.origin}/api/v1/rolls/${first}/return-file`, { method: 'POST', headers: { authorization: `Bearer ${c.token}` }, body: form });
    expect(await upload.json()).toMatchObject({ again: true, disputed: 1 });
    await ok(c.settle(await second(), paid?.line ?? '', 'paid', '银行书面证明已到账'));
    expect(await roll(first)).toMatchObject({ status: 'reconciled', money: { paidFen: cases[0]?.monthly, sentFen: 0 } });
    // The settled outcome outlives files read later.
    await ok(c.post(`/rolls/${first}/returns`, { text: `${text}\r\n` }));
    expect((await roll(first)).money).toMatchObject({ paidFen: cases[0]?.monthly });
  });

  test('next month takes up what was left: held while the account is the one that failed, paid once it is changed; a return after payment is recorded', async () => {
    await clock('2022-01-05');
    const c = await clerk();
    const made = await make('2022-01');
    expect(made).toMatchObject({ added: 2, carried: 1, held: 2 });
    const carried = (await lines(made.id)).find((l) => l.carried);
    expect(carried).toMatchObject({ month: '2021-12', arrears: true, case: cases[1]?.id, status: 'held' });
    expect(carried?.holds.map((h) => h.code)).toEqual(['holderDiffers', 'bankRefused']);
    await ok((await office('handler')).post(`/cases/${cases[1]?.id}/payment-account`, { bank: '测试银行', holder: '王安', number: '6222000000000010002' }));
    expect(await make('2022-01')).toMatchObject({ added: 0, carried: 0, held: 0 });
    await ok(c.post(`/rolls/${made.id}/freeze`, {}));
    await ok((await second()).post(`/rolls/${made.id}/release`, {}));
    await ok(c.post(`/rolls/${made.id}/sent`, {}));
    expect(await ok(c.post(`/rolls/${made.id}/simulated-return`, {}))).toMatchObject({ paid: 3, status: 'reconciled' });
    // December's own sums now say that everything due was paid, one part of it through January's batch.
    expect((await roll(first)).money).toMatchObject({ dueFen: total(), paidFen: total(), rejectedFen: 0 });
    expect((await roll(made.id)).money).toMatchObject({ dueFen: total(), paidFen: total() });
    await ok(c.settle(await second(), carried?.id ?? '', 'returned', '银行退票：账户已销'));
    expect((await roll(first)).money).toMatchObject({ paidFen: cases[0]?.monthly, returnedFen: cases[1]?.monthly });
    const paid = await ok((await office('handler')).get<{ payments: { month: string; fen: number; status: string }[] }>(`/cases/${cases[0]?.id}`));
    expect(paid.payments).toMatchObject([{ month: '2021-12', status: 'paid' }, { month: '2022-01', status: 'paid' }]);
  });
});

describe('who sees what', () => {
  test('another street and another county see no line; the street no account of a case that is not its own', async () => {
    const [made] = (await ok((await clerk()).get<{ items: { id: string }[] }>('/rolls?month=2022-01'))).items;
    const other = await user('hq-b-handler');
    expect((await ok(other.get<{ items: unknown[] }>(`/rolls/${made?.id}/lines`))).items).toEqual([]);
    expect((await ok(other.get<RollView>(`/rolls/${made?.id}`))).money).toMatchObject({ lines: 0, dueFen: 0 });
    expect((await other.get(`/cases/${cases[0]?.id}/payment-account`)).status).toBe(404);
    expect((await other.post(`/cases/${cases[0]?.id}/payment-account`, { bank: '测试银行', holder: '王安', number: '6222000000000099999' })).status).toBe(404);
    expect((await (await user('lh-pay')).get(`/rolls/${made?.id}`)).status).toBe(404);
    expect((await file(made?.id ?? '', await user('lh-pay'))).status).toBe(404);
  });

  test('the pages of a roll follow one another and a broken cursor is no error of ours', async () => {
    const [made] = (await ok((await clerk()).get<{ items: { id: string }[] }>('/rolls?month=2022-01'))).items;
    const c = await clerk();
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: { items: { id: string }[]; next: string | null } = await ok(c.get(`/rolls/${made?.id}/lines?limit=2${next ? `&cursor=${next}` : ''}`));
      seen.push(...page.items.map((i) => i.id));
      next = page.next;
    }
    expect(new Set(seen).size).toBe(3);
    for (const cursor of ['x', Buffer.from('1|2|3').toString('base64url'), Buffer.from("1|' or true --").toString('base64url')]) expect((await c.get(`/rolls/${made?.id}/lines?cursor=${cursor}`)).status).toBe(200);
    expect((await c.get('/rolls/not-an-id')).status).toBe(404);
    expect((await c.post('/rolls', { programme: 'nothing', month: '2022-01' })).status).toBe(422);
    expect((await c.post('/rolls', { programme: 'dibao', month: '2022-13' })).status).toBe(400);
  });
});
