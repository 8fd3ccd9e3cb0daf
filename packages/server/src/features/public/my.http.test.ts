import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { png } from '../../testing/client.ts';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { composeFor } from '../letters/compose.ts';
import { Reader, tokenIn } from './browser.fixture.ts';

let server: TestServer;
let services: Services;
const { user, office } = staffOf(() => server.origin);
const clock = async (login: string, date: string): Promise<void> => void (await (await user(login)).put('/training/clock', { date }));
const caseOf = async (id: string): Promise<CaseView> => (await (await user('hq-handler')).get<CaseView>(`/cases/${id}`)).body;

beforeAll(async () => {
  server = await verifiedServer();
  services = await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
});

async function query<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: server.installation.adminUrl });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

const codeOf = async (id: string): Promise<string> => (await (await user('hq-handler')).post<{ code: string }>(`/cases/${id}/access-code`, { purpose: '交给申请人' })).body.code;

/** A browser that has come in with number and code. */
async function enter(id: string, more: { number?: string; code?: string } = {}): Promise<{ reader: Reader; answer: Awaited<ReturnType<Reader['open']>> }> {
  const reader = new Reader(server.origin);
  const answer = await reader.send('/public/my', { county: 'hongqiao', number: more.number ?? (await caseOf(id)).number, code: more.code ?? (await codeOf(id)) });
  return { reader, answer };
}
const accepted = async (serial: number, stop = 'verify'): Promise<string> => {
  await clock('hq-handler', '2021-11-15');
  const { id } = await applyFor(await user('hq-handler'), { serial, wage: 20_000 });
  await walk(office('hq'), id, stop);
  return id;
};

test('[HQ-14] with number and code the applicant sees in one sentence where the case stands, by when the next thing must happen, whom to call, and the letters; the code never stands in an address', async () => {
  const id = await accepted(51);
  const { reader, answer } = await enter(id);
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('您的申请已受理');
  expect(answer.text).toMatch(/下一步：.+最迟2021年1\d月\d+日/);
  expect(answer.text).toMatch(/请打电话：.*022-0000-01/s);
  expect(answer.text).not.toContain('王安');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-robots-tag')).toContain('noindex');
  const letter = /\/public\/my\/letters\/[0-9a-f-]{36}/.exec(answer.text)?.[0] ?? '';
  const pdf = await reader.open(letter);
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const [logged] = await query<{ user_id: string; purpose: string }>(`select user_id, purpose from access_log where target = $1`, [`letter:${letter.slice(-36)}`]);
  expect(logged).toEqual({ user_id: 'applicant', purpose: '申请人查看文书' });
  // The receipt's own number opens too, however its brackets are typed; without the cookie nothing is seen.
  const [receipt] = await query<{ number: string }>(`select number from case_letter where case_id = $1 and kind = 'receipt'`, [id]);
  expect((await enter(id, { number: (receipt?.number ?? '').replace('〔', '[').replace('〕', ']') })).answer.text).toContain('您的申请已受理');
  const stranger = new Reader(server.origin);
  expect((await stranger.open('/public/my/case')).text).not.toContain('您的申请');
  expect((await stranger.open(letter)).headers.get('content-type')).toContain('text/html');
  // Nothing of the code is kept: neither in the database nor in any log of accesses.
  const code = await codeOf(id);
  for (const t of ['case_action', 'access_log', 'public_session', 'public_attempt', 'case_file']) expect(JSON.stringify(await query(`select * from ${t}`)), t).not.toContain(code.replace('-', ''));
});

test('the code stands on a slip that the counter prints, not on the receipt that every reader of the case can open; a code issued anew makes the old one and its visits void, with a line in the log', async () => {
  const id = await accepted(52);
  const first = await codeOf(id);
  const [receipt] = await query<Parameters<typeof composeFor>[3] & { county_id: number }>(`select case_id, county_id, kind, number, on_date::text, seq, code from case_letter where case_id = $1 and kind = 'receipt'`, [id]);
  if (!receipt) throw new Error('no receipt');
  const letter = await server.installation.db.transaction({ county: receipt.county_id, area: null, user: 'system' }, async (tx) => await composeFor(tx, services, await loadLaw(tx, services, receipt.county_id), receipt));
  expect(JSON.stringify(letter)).not.toContain(first);
  const slip = await server.installation.db.transaction({ county: receipt.county_id, area: null, user: 'system' }, async (tx) => await composeFor(tx, services, await loadLaw(tx, services, receipt.county_id), { ...receipt, kind: 'accessSlip' }));
  expect(isRefusal(slip) ? slip : slip.conclusion.join('')).toContain(`查询码${first}`);
  const print = async (login: string): Promise<number> => (await fetch(`${server.origin}/api/v1/cases/${id}/forms/accessSlip`, { headers: { authorization: `Bearer ${(await user(login)).token}` } })).status;
  expect([await print('hq-handler'), await print('hq-leader'), await print('hq-county')]).toEqual([200, 403, 403]);
  const { reader } = await enter(id);
  const h = await user('hq-handler');
  expect((await h.act(id, 'reissueAccessCode', { reason: '受理通知书遗失' })).status).toBe(200);
  const second = await codeOf(id);
  expect(second).not.toBe(first);
  expect((await reader.open('/public/my/case')).text).not.toContain('您的申请');
  expect((await enter(id, { code: first })).answer.status).toBe(401);
  expect((await enter(id, { code: second })).answer.text).toContain('您的申请已受理');
  expect((await caseOf(id)).log.at(-1)).toMatchObject({ kind: 'accessCodeReissued' });
  expect((await (await user('hq-leader')).post(`/cases/${id}/access-code`, { purpose: '看看' })).status).toBe(403);
});

test('a wrong code and a number that nobody has get the same answer and the same lock; a lock ends by itself and does not touch others', async () => {
  const id = await accepted(53);
  const { number } = await caseOf(id);
  const reader = new Reader(server.origin);
  const guess = async (n: string): Promise<readonly [number, string]> => {
    const r = await reader.send('/public/my', { county: 'hongqiao', number: n, code: 'AAAA-2222' });
    return [r.status, /role="alert">(.*?)<\/div>/s.exec(r.text)?.[1] ?? ''];
  };
  for (let i = 1; i <= 6; i++) {
    const known = await guess(number);
    const unknown = await guess('2021-红-没有-0001');
    expect(known).toEqual(unknown);
    expect(known[0]).toBe(i < 5 ? 401 : 423);
  }
  // Locked means locked: the right code does not open it either, and says no more than the others.
  expect((await enter(id)).answer.status).toBe(423);
  const other = await accepted(54);
  expect((await enter(other)).answer.status).toBe(200);
  await query(`update public_attempt set locked_until = now() - interval '1 second'`);
  expect((await enter(id)).answer.status).toBe(200);
});

test('papers sent in are checked like those of staff, stand on the case and in the handler’s list with a limit, and taken up they complete the file', async () => {
  await clock('hq-handler', '2021-11-15');
  const { id } = await applyFor(await user('hq-handler'), { serial: 55, wage: 20_000 });
  await walk(office('hq'), id, 'verify');
  const { reader, answer } = await enter(id);
  const token = tokenIn(answer.text);
  const upload = async (name: string, bytes: Buffer, more: Record<string, string> = {}): Promise<Awaited<ReturnType<Reader['open']>>> => {
    const form = new FormData();
    for (const [k, v] of Object.entries({ token, text: '补交', ...more })) form.set(k, v);
    form.set('file', new Blob([new Uint8Array(bytes)]), name);
    return await reader.open('/public/my/papers', { method: 'POST', body: form, headers: { origin: server.origin } });
  };
  expect((await upload('程序.exe', Buffer.from('MZ…'))).status).toBe(415);
  expect((await upload('假的.pdf', png(Buffer.from([1, 2, 3])))).status).toBe(415);
  expect((await upload('照片.png', png(Buffer.from([1])), { token: 'x'.repeat(43) })).status).toBe(403);
  const done = await upload('照片.png', png(Buffer.from([7, 7, 7])));
  expect(done.text).toContain('已经收到');
  expect(done.text).toContain('最迟2021年11月');
  const v = await caseOf(id);
  expect(v.submissions).toHaveLength(1);
  const s = v.submissions[0];
  expect(s).toMatchObject({ kind: 'papers', by: 'applicant', due: '2021-11-18' });
  expect(v.files.some((f) => f.id === s?.files[0] && f.by === '申请人')).toBe(true);
  const h = await user('hq-handler');
  expect((await h.act(id, 'answerSubmission', { submission: s?.id, outcome: 'taken', text: '收到' })).status).toBe(200);
  expect((await h.act(id, 'answerSubmission', { submission: s?.id, outcome: 'taken', text: '收到' })).status).toBe(409);
  expect((await reader.open('/public/my/case')).text).toContain('已采纳');
  // A flood ends: so much waits unanswered, no more.
  for (let i = 0; i < 10; i++) await upload('照片.png', png(Buffer.from([i, 1])));
  expect((await upload('照片.png', png(Buffer.from([99])))).status).toBe(409);
});

test('a withdrawal taken up ends the case with its letter; an objection before the decision holds the decision; another telephone number reaches the register and not the log', async () => {
  const id = await accepted(56, 'decide');
  const { reader, answer } = await enter(id);
  const token = tokenIn(answer.text);
  expect(answer.text).toContain('金额是怎么算的');
  expect(answer.text).toMatch(/每月|元/);
  await reader.send('/public/my/objection', { token, text: '我家少算了一个人' });
  const chief = await user('hq-leader');
  expect(await chief.act(id, 'decide', { outcome: 'grant' })).toMatchObject({ status: 409, problem: { code: 'submission.pending' } });
  const h = await user('hq-handler');
  await h.act(id, 'answerSubmission', { submission: (await caseOf(id)).submissions[0]?.id, outcome: 'declined', text: '户口簿只有两人。' });
  await reader.send('/public/my/phone', { token, phone: '138 0000 1234' });
  expect((await reader.send('/public/my/phone', { token, phone: '不知道' })).status).toBe(400);
  const phone = (await caseOf(id)).submissions[1];
  await h.act(id, 'answerSubmission', { submission: phone?.id, outcome: 'taken', text: '已更正' });
  const self = (await caseOf(id)).facts.applicant;
  expect((await h.post<{ phone: string }>(`/persons/${self}/open`, { purpose: '联系' })).body.phone).toBe('13800001234');
  expect(JSON.stringify(await query('select body from case_action where case_id = $1', [id]))).not.toContain('13800001234');
  expect((await reader.send('/public/my/withdrawal', { token, text: '已找到工作' })).status).toBe(400);
  await reader.send('/public/my/withdrawal', { token, text: '已找到工作', sure: 'yes' });
  const w = (await caseOf(id)).submissions[2];
  expect((await h.act(id, 'answerSubmission', { submission: w?.id, outcome: 'taken', text: '同意撤回' })).status).toBe(200);
  const v = await caseOf(id);
  expect(v.status).toBe('withdrawn');
  expect(v.letters.at(-1)).toMatchObject({ kind: 'withdrawal' });
  const last = await reader.open('/public/my/case');
  expect(last.text).toContain('撤回申请。');
  const letter = /\/public\/my\/letters\/[0-9a-f-]{36}/g;
  expect((await reader.open([...last.text.matchAll(letter)].at(-1)?.[0] ?? '')).headers.get('content-type')).toBe('application/pdf');
});

test('a visit opens one case only: another’s letters, internal papers and other forms are closed to it, and what it writes is shown as text', async () => {
  const id = await accepted(57);
  const other = await accepted(58);
  const { reader, answer } = await enter(id);
  const token = tokenIn(answer.text);
  const [foreign] = await query<{ id: string }>(`select id from case_letter where case_id = $1 and kind = 'receipt'`, [other]);
  const [internal] = await query<{ id: string }>(`select id from case_letter where case_id = $1 and kind = 'authorisation'`, [id]);
  for (const l of [foreign, internal]) expect((await reader.open(`/public/my/letters/${l?.id}`)).status).toBe(404);
  await reader.send('/public/my/objection', { token, text: '<img src=x onerror=alert(1)>"\'' });
  const page = (await reader.open('/public/my/case')).text;
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;');
  expect(page).not.toContain('<img');
  // Neither staff's commands nor another origin nor a form without its token.
  expect((await reader.send('/public/my/explanation', { token, text: '没有要说明的' })).status).toBe(409);
  expect((await reader.send('/public/my/phone', { phone: '13800001234' })).status).toBe(403);
  expect((await reader.send('/public/my/phone', { token, phone: '13800001234' }, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await (await user('hq-handler')).act(id, 'submit', { kind: 'objection', text: '冒充' })).status).toBe(404);
  const left = await reader.send('/public/my/leave', { token });
  expect(left.text).toContain('查询码');
  expect((await reader.open('/public/my/case')).text).not.toContain('您的申请已受理');
});

// Last: it uses up what one address may try.
test('one address may try only so often; then it is told so in words, whatever it tries', async () => {
  const reader = new Reader(server.origin);
  const statuses: number[] = [];
  let words = '';
  for (let i = 0; i < 60 && !statuses.includes(429); i++) {
    const r = await reader.send('/public/my', { county: 'hongqiao', number: `2021-红-没有-${1000 + i}`, code: 'AAAA-2222' });
    statuses.push(r.status);
    words = r.text;
  }
  expect(statuses.at(-1)).toBe(429);
  expect(words).toContain('访问太频繁');
  // Reading goes on.
  expect((await reader.open('/public')).status).toBe(200);
});
