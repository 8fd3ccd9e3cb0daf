import pg from 'pg';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import { pdfText } from '../../platform/typeset/pdf-text.ts';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  await (await user('hq-handler')).put('/training/clock', { date: '2021-11-15' });
});
afterAll(async () => {
  await server.close();
});

const letters = async (id: string): Promise<CaseView['letters']> => (await (await user('hq-handler')).get<CaseView>(`/cases/${id}`)).body.letters;
const of = (all: CaseView['letters'], kind: string): CaseView['letters'][number] => {
  const l = all.find((x) => x.kind === kind);
  if (!l) throw new Error(`没有文书 ${kind}`);
  return l;
};
async function bytes(method: 'GET' | 'POST', address: string, body?: unknown): Promise<{ status: number; body: Buffer }> {
  const { token } = await user('hq-handler');
  const r = await fetch(`${server.origin}/api/v1${address}`, { method, headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: r.status, body: Buffer.from(await r.arrayBuffer()) };
}

test('a supplement notice is delivered as the very letter that was made, and leaves a receipt of delivery', async () => {
  const h = await user('hq-handler');
  const { id } = await applyFor(h, { serial: 41, materials: [] });
  expect((await h.act(id, 'tellMissing')).status).toBe(200);
  const made = of(await letters(id), 'supplement');
  expect(made.serve).toMatchObject({ command: 'deliverLetter', delivered: null });
  const proof = { kind: 'supplement', on: '2021-11-15', method: 'post', receiver: '王安' };
  expect((await h.act(id, 'deliverLetter', { ...proof, number: '红邵公庄救〔2021〕9999号', tracking: 'XA1' })).status).toBe(404);
  expect((await h.act(id, 'deliverLetter', { ...proof, number: made.number })).problem).toMatchObject({ code: 'delivery.proof', missing: ['邮件编号'] });
  expect((await h.act(id, 'deliverLetter', { ...proof, number: made.number, method: 'left', photos: ['00000000-0000-4000-8000-000000000009'] })).problem.code).toBe('notice.proof');
  expect((await h.act(id, 'deliverLetter', { ...proof, number: made.number, tracking: 'XA1' })).status).toBe(200);
  const all = await letters(id);
  expect(of(all, 'supplement').serve?.delivered).toMatchObject({ on: '2021-11-15', method: 'post', receiver: '王安', proof: ['邮件编号 XA1'] });
  const receipt = await bytes('GET', `/letters/${of(all, 'deliveryReceipt').id}/pdf`);
  expect(receipt.status).toBe(200);
  expect(pdfText(receipt.body)).toContain('补正材料一次性告知书');
});

test('[HQ-128] [HQ-129] [HQ-208] [BQ-31] a grant, its change and its end are made by the street, delivered, and each told with reasons in writing', async () => {
  const h = await user('hq-handler');
  const { id } = await applyFor(h, { serial: 42 });
  await walk(office('hq'), id, 'deliver');
  const grant = of(await letters(id), 'grant');
  expect(grant.serve).toMatchObject({ command: 'deliver', delivered: null });
  expect(grant.serve?.due).not.toBeNull();
  const today = (await h.get<{ today: string }>('/session')).body.today;
  expect((await h.act(id, 'deliver', { on: today, method: 'left', receiver: '王安' })).problem).toMatchObject({ code: 'delivery.proof', missing: ['现场照片'] });
  expect((await h.act(id, 'deliver', { on: today, method: 'left', receiver: '王安', photos: [await h.photo(id)] })).status).toBe(200);
  expect(of(await letters(id), 'grant').serve?.delivered).toMatchObject({ method: 'left', receiver: '王安' });
  expect((await h.act(id, 'proposeChange', { kind: 'stop', ground: 'voluntary', text: '子女已能赡养，自愿退出。' })).status).toBe(200);
  expect((await (await user('hq-reviewer')).act(id, 'reviewChange', { outcome: 'agree', text: '属实' })).status).toBe(200);
  expect((await (await user('hq-leader')).act(id, 'decideChange', { outcome: 'agree', text: '同意' })).status).toBe(200);
  const end = of(await letters(id), 'end');
  expect(end.number).toMatch(/^红邵公庄救〔2021〕\d+号$/);
  expect(end.serve).toMatchObject({ command: 'deliverLetter', delivered: null });
  expect(end.serve?.due).not.toBeNull();
  expect((await h.act(id, 'deliverLetter', { kind: 'end', number: end.number, on: today, method: 'inPerson', receiver: '王安' })).status).toBe(200);
  const text = pdfText((await bytes('GET', `/letters/${end.id}/pdf`)).body);
  for (const part of ['最低生活保障终止决定书', '子女已能赡养，自愿退出。', '申请行政复议', '受天津市红桥区民政局委托']) expect(text).toContain(part);
  expect(pdfText((await bytes('GET', `/letters/${grant.id}/pdf`)).body)).toContain('必须严格履行主动报告义务');
});

test('several letters come out as one PDF in the order asked for, and each is on the access log', async () => {
  const h = await user('hq-handler');
  const { id } = await applyFor(h, { serial: 43 });
  await walk(office('hq'), id, 'investigate');
  const all = await letters(id);
  const ids = [of(all, 'authorisation').id, of(all, 'receipt').id];
  const one = await Promise.all(ids.map(async (x) => (await PDFDocument.load((await bytes('GET', `/letters/${x}/pdf`)).body)).getPageCount()));
  const printed = await bytes('POST', '/letters/print', { ids });
  expect(printed.status).toBe(200);
  expect((await PDFDocument.load(printed.body)).getPageCount()).toBe(one.reduce((a, b) => a + b, 0));
  const client = new pg.Client({ connectionString: server.installation.adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ target: string }>('select target from access_log where purpose = $1 order by id', ['批量打印文书']);
    expect(rows.map((r) => r.target)).toEqual(ids.map((x) => `letter:${x}`));
  } finally {
    await client.end();
  }
  expect((await bytes('POST', '/letters/print', { ids: [] })).status).toBe(400);
  const other = await user('hq-b-handler');
  expect((await other.post('/letters/print', { ids })).status).toBe(404);
});

test('the month’s roster of a street is printed on paper, masked, with its total', async () => {
  const h = await user('hq-handler');
  const today = (await h.get<{ today: string }>('/session')).body.today;
  const sheet = await bytes('GET', `/rosters/paper?programme=dibao&month=${today.slice(0, 7)}`);
  expect(sheet.status).toBe(200);
  const text = pdfText(sheet.body);
  for (const part of ['最低生活保障花名册', '合计', '制表人', '第1页共1页']) expect(text).toContain(part);
  expect(text).not.toContain('王安');
  expect((await h.get('/rosters/paper?programme=dibao&month=2021')).status).toBe(400);
  expect((await (await user('hq-sys')).get(`/rosters/paper?programme=dibao&month=${today.slice(0, 7)}`)).status).toBe(403);
});

test('forms to be signed are printed before the act they record', async () => {
  const { id } = await applyFor(await user('hq-handler'), { serial: 44 });
  const form = await bytes('GET', `/cases/${id}/forms/selfCareForm`);
  expect(form.status).toBe(200);
  expect(pdfText(form.body)).toContain('特困人员生活自理能力评估表');
  expect((await bytes('GET', `/cases/${id}/forms/careAgreement`)).status).toBe(200);
  expect((await bytes('GET', `/cases/${id}/forms/grant`)).status).toBe(404);
});
