import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PDFDocument } from 'pdf-lib';
import pg from 'pg';
import type { CaseView } from '@doudi/core/api/cases';
import type { Problem } from '@doudi/core/api/contract';
import { testIdentity } from '@doudi/core/people/id-number';
import type { Client } from '../../testing/client.ts';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
let admin: pg.Client;
const { user, office } = staffOf(() => server.origin);
const COUNTY = 120106;

interface Candidate { readonly row: { readonly id: string; readonly number: string }; readonly seq: number; readonly clean: boolean; readonly read: boolean; readonly reasons: readonly { readonly code: string }[] }
interface Result { readonly id: string; readonly done: boolean; readonly seq: number | null; readonly letters: readonly { readonly id: string; readonly kind: string; readonly number: string }[]; readonly refusal?: Problem }
const candidates = async (u: Client, command = 'decide'): Promise<Candidate[]> => (await u.get<{ items: Candidate[] }>(`/desk/batch?command=${command}&limit=100`)).body.items;
const readIt = async (u: Client, id: string, command = 'decide'): Promise<{ view: CaseView; clean: boolean }> => (await u.post<{ view: CaseView; clean: boolean }>(`/desk/summaries/${id}`, { command })).body;
const confirm = async (u: Client, cases: readonly { id: string; seq: number }[], batch: string = randomUUID(), command = 'decide'): Promise<Result[]> => {
  const r = await u.post<{ results: Result[] }>('/desk/batch', { batch, command, cases });
  if (r.status !== 200) throw new Error(JSON.stringify(r.body));
  return r.body.results;
};
/** Cases of the ordinary way, waiting for the leader. */
async function waiting(n: number, from: number): Promise<string[]> {
  const ids: string[] = [];
  const h = await user('hq-handler');
  for (let i = 0; i < n; i++) {
    await h.put('/training/clock', { date: '2021-11-15' });
    const { id } = await applyFor(h, { serial: from + i });
    await walk(office('hq'), id, 'decide');
    ids.push(id);
  }
  return ids;
}

let cases: string[];
beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
  await (await user('hq-chief')).put('/training/clock', { date: '2021-11-15' });
  await admin.query(`insert into floor_choice (county_id, id, key, choose, reason, from_date, chosen_by, at) values (${COUNTY}, gen_random_uuid(), 'notice.days', 'floor', '从国家规定', '2019-01-01', (select id from account where login = 'hq-chief'), now())`);
  cases = await waiting(6, 40);
}, 180_000);
afterAll(async () => {
  await admin.end();
  await server.close();
});

describe('batch of clean cases', () => {
  test('only what was read is decided, each by itself: one unread and one moved do not undo the rest', async () => {
    const leader = await user('hq-leader');
    const [a = '', b = '', unread = '', moved = ''] = cases;
    const all = await candidates(leader);
    expect(all.filter((c) => cases.includes(c.row.id))).toHaveLength(6);
    for (const c of all) expect(c, JSON.stringify(c.reasons)).toMatchObject({ clean: true, read: false });
    const seq = new Map(all.map((c) => [c.row.id, c.seq]));
    const item = (id: string): { id: string; seq: number } => ({ id, seq: seq.get(id) ?? 0 });
    for (const id of [a, b, moved]) expect((await readIt(leader, id)).view.seq).toBe(seq.get(id));
    expect((await candidates(leader)).filter((c) => c.read).map((c) => c.row.id).toSorted()).toEqual([a, b, moved].toSorted());
    const other = await user('hq-head');
    const back = await other.act(moved, 'returnTo', { step: 'agree', reason: '再看一遍' });
    expect(back.status).toBe(200);
    const results = await confirm(leader, [a, unread, moved, b].map(item));
    expect(results.map((r) => r.done)).toEqual([true, false, false, true]);
    expect(results[1]?.refusal).toMatchObject({ code: 'step.order', missing: ['阅读摘要'] });
    expect(results[2]?.refusal).toMatchObject({ code: 'conflict.version' });
    for (const r of [results[0], results[3]]) expect(r?.letters.map((l) => l.kind)).toEqual(['grant', 'confirmationForm']);
    for (const id of [a, b]) expect((await leader.get<CaseView>(`/cases/${id}`)).body).toMatchObject({ status: 'granted', decision: { by: '周分管' } });
    for (const id of [unread, moved]) expect((await leader.get<CaseView>(`/cases/${id}`)).body.status).toBe('accepted');
    // Read, but no longer clean: it was sent back once.
    await walk(office('hq'), moved, 'decide');
    const again = await readIt(leader, moved);
    expect(again.clean).toBe(false);
    expect((await confirm(leader, [{ id: moved, seq: again.view.seq }]))[0]?.refusal).toMatchObject({ code: 'batch.unclean', rule: expect.stringContaining('退回') as string });
  }, 60_000);

  test('the same batch sent again, even at the same moment, decides nothing twice and gives the same letters', async () => {
    const leader = await user('hq-leader');
    const id = cases[4] ?? '';
    const { view } = await readIt(leader, id);
    const batch = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => confirm(leader, [{ id, seq: view.seq }], batch)));
    for (const a of answers) expect(a).toEqual(answers[0]);
    expect(answers[0]?.[0]).toMatchObject({ done: true });
    expect((await leader.get<CaseView>(`/cases/${id}`)).body.log.filter((l) => l.kind === 'decided')).toHaveLength(1);
    expect((await confirm(leader, [{ id, seq: view.seq }]))[0]?.refusal?.code).toBe('conflict.version');
  });

  test('what one person read lets nobody else decide, and a summary that was shown stands in the access log', async () => {
    const id = cases[5] ?? '';
    const leader = await user('hq-leader');
    const { view } = await readIt(await user('hq-head'), id, 'agreeReview');
    expect((await confirm(leader, [{ id, seq: view.seq }]))[0]?.refusal).toMatchObject({ missing: ['阅读摘要'] });
    const { rows } = await admin.query<{ purpose: string }>(`select purpose from access_log where county_id = $1 and target = $2 and purpose like '批量%'`, [COUNTY, id]);
    expect(rows).toHaveLength(1);
  });

  test('a post that may not decide is refused case by case; another county’s case does not exist', async () => {
    const head = await user('hq-head');
    const id = cases[5] ?? '';
    const { view } = await readIt(head, id);
    expect((await confirm(head, [{ id, seq: view.seq }]))[0]?.refusal).toMatchObject({ code: 'batch.unclean', rule: expect.stringContaining('分管领导') as string });
    expect((await (await user('hq-handler')).post(`/desk/summaries/${id}`, { command: 'decide' })).problem.code).toBe('rights.denied');
    expect((await (await user('lh-leader')).post(`/desk/summaries/${id}`, { command: 'decide' })).status).toBe(404);
    expect((await confirm(await user('lh-leader'), [{ id, seq: view.seq }]))[0]?.refusal?.code).toBe('notfound');
    expect((await (await user('hq-sys')).post('/desk/batch', { batch: randomUUID(), command: 'decide', cases: [{ id, seq: 1 }] })).status).toBe(403);
  });

  test('a batch is no larger than the policy says, and the refusal says that this is an assumption', async () => {
    const leader = await user('hq-leader');
    const r = await leader.post('/desk/batch', { batch: randomUUID(), command: 'decide', cases: Array.from({ length: 31 }, () => ({ id: randomUUID(), seq: 1 })) });
    expect(r.problem).toMatchObject({ code: 'body.large', assumption: expect.stringContaining('法规未定') as string });
  });
});

describe('common opinions', () => {
  test('own phrases are one’s own, the unit’s are the unit’s, the starter set says where it comes from', async () => {
    const [h, h2, elsewhere] = [await user('hq-handler'), await user('hq-handler2'), await user('lh-handler')];
    const own = await h.post<{ id: string }>('/phrases', { field: 'opinion', scope: 'own', text: '家庭情况清楚，拟予确认。' });
    const unit = await h.post<{ id: string }>('/phrases', { field: 'opinion', scope: 'unit', text: '符合条件，提交公示。' });
    expect([own.status, unit.status]).toEqual([200, 200]);
    const texts = async (u: Client): Promise<string[]> => (await u.get<{ items: { text: string; scope: string; source: { assumption?: string } }[] }>('/phrases?field=opinion')).body.items.map((p) => { expect(p.scope !== 'starter' || p.source.assumption !== undefined).toBe(true); return p.text; });
    expect(await texts(h)).toEqual(expect.arrayContaining(['家庭情况清楚，拟予确认。', '符合条件，提交公示。']));
    expect(await texts(h2)).toContain('符合条件，提交公示。');
    expect(await texts(h2)).not.toContain('家庭情况清楚，拟予确认。');
    expect(await texts(elsewhere)).not.toContain('符合条件，提交公示。');
    expect((await texts(elsewhere)).length).toBeGreaterThan(0);
    expect((await h2.call('DELETE', `/phrases/${own.body.id}`)).status).toBe(404);
    expect((await h2.call('DELETE', `/phrases/${unit.body.id}`)).problem.code).toBe('rights.denied');
    expect((await (await user('hq-head')).call('DELETE', `/phrases/${unit.body.id}`)).status).toBe(200);
    expect((await h.post('/phrases', { field: 'opinion', scope: 'own', text: '家庭情况清楚，拟予确认。' })).problem.code).toBe('conflict.duplicate');
  });

  test('what is offered suits the programme: nothing of income against a standard where a household is helped in an emergency, nothing of receipts where it is not', async () => {
    const h = await user('hq-handler');
    const offered = async (field: string, programme: string): Promise<string[]> => (await h.get<{ items: { text: string; scope: string }[] }>(`/phrases?field=${field}&programme=${programme}`)).body.items.filter((p) => p.scope === 'starter').map((p) => p.text);
    for (const field of ['opinion', 'findings', 'review', 'refusal', 'minutes', 'return']) {
      for (const programme of ['dibao', 'tekun', 'jinan', 'zhichu']) expect((await offered(field, programme)).length, `${field} ${programme}`).toBeGreaterThan(0);
      for (const text of await offered(field, 'jinan')) expect(text).not.toMatch(/收入|保障标准|信息核对|公示|票据/);
      for (const text of await offered(field, 'zhichu')) expect(text).not.toMatch(/收入|保障标准|公示|突发意外/);
      for (const text of await offered(field, 'tekun')) expect(text).not.toMatch(/月人均收入|急难|票据/);
      for (const text of await offered(field, 'dibao')) expect(text).not.toMatch(/急难|法定义务人|自负支出/);
    }
  });

  test('a phrase holds no person’s numbers: it is used for other households', async () => {
    const h = await user('hq-handler');
    for (const text of [`申请人 ${testIdentity('1970-03-04', 'male', 3)} 符合条件`, '联系电话 138 0000 0000', '账号６２２８４８００１２３']) expect((await h.post('/phrases', { field: 'opinion', scope: 'unit', text })).status).toBe(400);
    expect((await h.post('/phrases', { field: 'opinion', scope: 'own', text: '月人均 1,010.00 元，低于标准。' })).status).toBe(200);
  });
});

describe('print queue', () => {
  test('letters wait once, are printed as one file in the order ticked, and every print and reprint has its who and when', async () => {
    const [h, h2] = [await user('hq-handler'), await user('hq-handler2')];
    const letters = (await h.get<CaseView>(`/cases/${cases[0]}`)).body.letters;
    const [first, second] = [letters[0]?.id ?? '', letters[1]?.id ?? ''];
    expect((await h.post('/desk/prints', { letters: [first, second, first] })).body).toMatchObject({ added: 2, waiting: 2 });
    expect((await h2.post('/desk/prints', { letters: [first], forms: [{ case: cases[0], form: 'investigationForm' }] })).body).toMatchObject({ added: 1, waiting: 3 });
    const queue = async (u: Client, scope: string) => (await u.get<{ waiting: { id: string; letter: string | null; applicant: string; prints: { nth: number; by: string }[] }[]; printed: { id: string; prints: { nth: number; by: string }[] }[]; others: number }>(`/desk/prints?scope=${scope}`)).body;
    expect(await queue(h, 'mine')).toMatchObject({ others: 1, waiting: [{ applicant: '王*' }, {}] });
    const items = (await queue(h, 'unit')).waiting;
    expect(items).toHaveLength(3);
    const at = (letter: string): string => items.find((i) => i.letter === letter)?.id ?? '';
    const run = await h2.post<{ run: string; prints: number; reprints: number }>('/desk/prints/run', { items: [at(second), at(first)] });
    expect(run.body).toMatchObject({ prints: 2, reprints: 0 });
    const pdf = async (u: Client, id: string, duplex = '') => await fetch(`${server.origin}/api/v1/desk/prints/runs/${id}${duplex}`, { headers: { authorization: `Bearer ${u.token}` } });
    const single = async (id: string): Promise<number> => (await PDFDocument.load(await (await fetch(`${server.origin}/api/v1/letters/${id}/pdf`, { headers: { authorization: `Bearer ${h.token}` } })).arrayBuffer())).getPageCount();
    const pages = [await single(second), await single(first)];
    const merged = await pdf(h2, run.body.run);
    expect(merged.headers.get('content-type')).toBe('application/pdf');
    expect((await PDFDocument.load(await merged.arrayBuffer())).getPageCount()).toBe((pages[0] ?? 0) + (pages[1] ?? 0));
    expect((await PDFDocument.load(await (await pdf(h2, run.body.run, '?duplex=1')).arrayBuffer())).getPageCount()).toBe((pages[0] ?? 0) + ((pages[0] ?? 0) % 2) + (pages[1] ?? 0));
    expect((await pdf(h, run.body.run)).status).toBe(404);
    expect((await h.post('/desk/prints/run', { items: [at(first)] })).body).toMatchObject({ prints: 0, reprints: 1 });
    const after = await queue(h, 'unit');
    expect(after.waiting).toHaveLength(1);
    expect(after.printed.find((p) => p.id === at(first))?.prints.map((p) => [p.nth, p.by])).toEqual([[1, '刘经办'], [2, '张经办']]);
    expect((await h.call('DELETE', `/desk/prints/${at(first)}`)).status).toBe(404);
    expect((await h.call('DELETE', `/desk/prints/${after.waiting[0]?.id ?? ''}`)).status).toBe(200);
  }, 60_000);

  test('another unit’s letters cannot be queued, seen or printed', async () => {
    const letters = (await (await user('hq-handler')).get<CaseView>(`/cases/${cases[0]}`)).body.letters;
    const stranger = await user('lh-handler');
    expect((await stranger.post('/desk/prints', { letters: [letters[0]?.id] })).status).toBe(404);
    const mine = (await (await user('hq-handler')).get<{ printed: { id: string }[] }>('/desk/prints?scope=unit')).body.printed[0]?.id ?? '';
    expect((await stranger.post('/desk/prints/run', { items: [mine] })).status).toBe(404);
  });
});

test('a number alone brings up at once who is known and what runs, without the name, and the look is on record', async () => {
  const h = await user('hq-handler');
  const idNumber = testIdentity('1970-03-04', 'male', 82);
  const r = await h.post<{ known: string | null; running: { status: string }[]; relative: unknown }>('/desk/number', { idNumber });
  expect(r.body).toMatchObject({ known: '王*', running: [{ status: expect.stringMatching(/在办|在享/) as string }], relative: null });
  expect((await h.post('/desk/number', { idNumber: testIdentity('1980-01-01', 'female', 5) })).body).toMatchObject({ known: null, running: [] });
  expect((await h.post('/desk/number', { idNumber: `${idNumber.slice(0, 17)}${idNumber.endsWith('0') ? '1' : '0'}` })).problem.code).toBe('input.invalid');
  expect((await admin.query(`select 1 from access_log where county_id = $1 and purpose = '受理查重'`, [COUNTY])).rows.length).toBe(2);
});
