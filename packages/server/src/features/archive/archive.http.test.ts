import { createHash } from 'node:crypto';
import { PDFDocument } from 'pdf-lib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArchiveRow, ArchiveView, evidence } from '@doudi/core/api/archive';
import type { Output } from '@doudi/core/api/contract';
import { testIdentity } from '@doudi/core/people/id-number';
import { pdfPages, pdfText } from '../../platform/typeset/pdf-text.ts';
import { png, type Client } from '../../testing/client.ts';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { unzip } from '../../testing/zip.ts';
import { JPEG, pdf } from '../files/samples.ts';

let server: TestServer;
let h: Client;
let granted: { id: string; number: string; persons: string[] };
let volume: string;
const { user, office } = staffOf(() => server.origin);

type Evidence = Output<typeof evidence>;
const evidenceOf = async (id: string, c: Client = h): Promise<Evidence> => (await c.get<Evidence>(`/cases/${id}/evidence`)).body;

async function upload(id: string, bytes: Buffer, name: string, query = ''): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  const r = await fetch(`${server.origin}/api/v1/cases/${id}/files${query}`, { method: 'POST', headers: { authorization: `Bearer ${h.token}` }, body: form });
  const body = (await r.json()) as { id: string };
  if (r.status !== 200) throw new Error(JSON.stringify(body));
  return body.id;
}

const raw = (address: string, c: Client = h): Promise<Response> => fetch(`${server.origin}/api/v1${address}`, { headers: { authorization: `Bearer ${c.token}` } });

/** An export opened: its files by name, and the list of hashes. */
async function exported(address: string, c: Client = h): Promise<{ files: Map<string, Buffer>; sums: Map<string, string> }> {
  const r = await raw(address, c);
  if (r.status !== 200) throw new Error(`${r.status} ${await r.text()}`);
  expect(r.headers.get('content-type')).toBe('application/zip');
  const files = unzip(Buffer.from(await r.arrayBuffer()));
  const sums = new Map((files.get('SHA256SUMS.txt')?.toString('utf8') ?? '').split('\n').filter((l) => l !== '').map((l) => [l.slice(66), l.slice(0, 64)]));
  return { files, sums };
}

async function admin(statement: string, values: unknown[]): Promise<void> {
  const c = new pg.Client({ connectionString: server.installation.adminUrl });
  await c.connect();
  try {
    await c.query(statement, values);
  } finally {
    await c.end();
  }
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
/** From the spans in the names: which archive pages each paper has. */
const spans = (names: Iterable<string>): { from: number; to: number; name: string }[] =>
  [...names].flatMap((name) => {
    const m = /^\d\d .*（(\d+)(?:-(\d+))?页）\.pdf$/.exec(name);
    return m ? [{ from: Number(m[1]), to: Number(m[2] ?? m[1]), name }] : [];
  });

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  h = await user('hq-handler');
  granted = await applyFor(h, { serial: 11 });
  await walk(office('hq'), granted.id);
}, 120_000);
afterAll(async () => {
  await server.close();
});

describe('the file of a case', () => {
  test('[BQ-17] every line of the checklist shows the letters and files that prove it and its date', async () => {
    const e = await evidenceOf(granted.id);
    const line = (id: string) => e.lines.find((l) => l.id === id);
    expect(line('authorisation')?.letters.map((l) => l.title)).toEqual(['核对授权书']);
    expect(line('investigation')?.letters.map((l) => l.title)).toContain('入户调查表');
    expect(line('decision')?.letters.map((l) => l.title)).toEqual(expect.arrayContaining(['确认决定书', '审核确认表']));
    for (const l of e.lines.filter((x) => x.present)) expect(l.on).toMatch(/^2021-/);
    expect(e.missing).toEqual([]);
  });

  test('a photograph that the log names as proof cannot be set aside', async () => {
    const { files } = await evidenceOf(granted.id);
    const photo = files.find((f) => f.name === '照片.png');
    expect((await h.put(`/files/${photo?.id}`, { name: 'x.png', paper: null, step: null, rotation: 0, voided: true, reason: '不要了' })).problem.code).toBe('file.voided');
  });

  test('[HQ-191] the page says by which clause the electronic file has the force of the paper one', async () => {
    expect((await evidenceOf(granted.id)).electronicEqual?.clause).toContain('四(六)');
  });

  test('[BQ-17] [BQ-18] [BQ-27] the file of 宝清 holds its listed papers; a finding of complete is refused while one is missing, and names it', { timeout: 60_000 }, async () => {
    const bq = await user('bq-handler');
    const { id } = await applyFor(bq, { serial: 21, area: 'rural' });
    expect((await evidenceOf(id, bq)).lines.map((l) => l.name)).toEqual(['身份证', '户口本', '困难情况说明', '入户调查记录', '核对授权书', '公示记录']);
    expect((await evidenceOf(id, bq)).missing).toEqual(['入户调查记录', '核对授权书', '公示记录']);
    expect((await bq.post(`/cases/${id}/archive`, {})).problem.code).toBe('archive.state');
    await walk(office('bq'), id);
    expect((await bq.post(`/cases/${id}/archive/finding`, { outcome: 'complete' })).problem.code).toBe('archive.state');
    expect((await bq.post(`/cases/${id}/archive`, {})).status).toBe(200);
    // The statement is taken out of the file, as nothing in the program could.
    const lost = (sign: '-' | '+'): Promise<unknown> => admin(sign === '-' ? `update case_file set state = state #- '{materials,hardship-statement}' where id = $1` : `update case_file set state = jsonb_set(state, '{materials,hardship-statement}', '{"on":"2022-09-01"}') where id = $1`, [id]);
    await lost('-');
    const refused = await bq.post(`/cases/${id}/archive/finding`, { outcome: 'complete' });
    expect(refused.problem).toMatchObject({ code: 'archive.incomplete', status: 422, missing: ['困难情况说明'] });
    expect(refused.problem.clause).toContain('二(一)');
    expect((await bq.post(`/cases/${id}/archive/finding`, { outcome: 'incomplete' })).body).toEqual({ outcome: 'incomplete', missing: ['困难情况说明'] });
    await lost('+');
    expect((await bq.post(`/cases/${id}/archive/finding`, { outcome: 'complete' })).status).toBe(200);
  });

  test('of a case that the applicant withdrew only what arose belongs in the file', async () => {
    const { id } = await applyFor(h, { serial: 23 });
    const { today } = (await h.get<{ today: string }>('/session')).body;
    expect((await h.act(id, 'withdraw', { reason: '不申请了', signedOn: today })).status).toBe(200);
    expect((await evidenceOf(id)).missing).toEqual([]);
  });
});

describe('一户一档', () => {
  test('[BQ-26] [HQ-34] [HQ-46] a closed case waits for its archive with a date, and gets the next number of the unit and year', async () => {
    const pending = (await h.get<{ items: { id: string; due: string; late: boolean; missing: number }[] }>('/archives/pending')).body.items;
    expect(pending.find((p) => p.id === granted.id)).toMatchObject({ late: false, missing: 0 });
    expect((await evidenceOf(granted.id)).due).toMatchObject({ late: false });
    const r = await h.post<{ id: string; number: string; item: number }>(`/cases/${granted.id}/archive`, {});
    expect(r.status).toBe(200);
    expect(r.body.number).toMatch(/^邵公庄 2021-0001$/);
    volume = r.body.id;
    expect((await h.post(`/cases/${granted.id}/archive`, {})).problem.code).toBe('archive.state');
    expect((await h.get<{ items: { id: string }[] }>('/archives/pending')).body.items.map((p) => p.id)).not.toContain(granted.id);
    const { body } = await h.get<ArchiveView>(`/archives/${volume}`);
    expect(body).toMatchObject({ complete: 'unchecked', apart: false, appraisal: 'none', retention: { until: null, ended: false, text: '在办或在保，保管期限不起算' } });
    expect(body.items.map((i) => i.number)).toEqual([granted.number]);
  });

  test('a complete file is found complete; the finding stands in the archive with who found it', async () => {
    expect((await h.post(`/cases/${granted.id}/archive/finding`, { outcome: 'incomplete' })).problem.code).toBe('reason.missing');
    expect((await h.post(`/cases/${granted.id}/archive/finding`, { outcome: 'complete' })).body).toEqual({ outcome: 'complete', missing: [] });
    const { body } = await h.get<ArchiveView>(`/archives/${volume}`);
    expect(body.complete).toBe('complete');
    expect(body.events.map((e) => e.label)).toEqual(['立卷', '归档', '认定齐全']);
  });

  test('[LH-24] the county finds on its visit that a file is not complete, and says why', async () => {
    const county = await user('hq-county');
    expect((await county.post(`/cases/${granted.id}/archive/finding`, { outcome: 'incomplete', note: '身份证复印件看不清' })).status).toBe(200);
    expect((await h.get<{ items: ArchiveRow[] }>('/archives?complete=incomplete')).body.items.map((v) => v.id)).toEqual([volume]);
    expect((await h.post(`/cases/${granted.id}/archive/finding`, { outcome: 'complete', note: '已重扫' })).status).toBe(200);
    expect((await h.get<{ items: ArchiveRow[] }>('/archives?complete=incomplete')).body.items).toEqual([]);
  });

  test('the list is searched by number and by household; others’ archives are not in it', async () => {
    const ids = async (address: string, c: Client = h): Promise<string[]> => ((await c.get<{ items: ArchiveRow[] }>(address)).body.items ?? []).map((v) => v.id);
    expect(await ids('/archives?number=0001')).toEqual([volume]);
    expect(await ids('/archives?number=0099')).toEqual([]);
    expect(await ids('/archives?year=2020')).toEqual([]);
    expect(await ids('/archives?shelf=apart')).toEqual([]);
    expect(await ids('/archives?ended=true')).toEqual([]);
    expect((await h.post<{ items: ArchiveRow[] }>('/archives/find', { value: testIdentity('1970-03-04', 'male', 22) })).body.items.map((v) => v.id)).toEqual([volume]);
    const other = await user('hq-b-handler');
    expect(await ids('/archives', other)).toEqual([]);
    expect((await other.get(`/archives/${volume}`)).status).toBe(404);
    expect((await other.post<{ items: ArchiveRow[] }>('/archives/find', { value: granted.number })).body.items).toEqual([]);
    expect((await (await user('hq-pay')).get('/archives')).status).toBe(403);
  });

  test('an archive is moved to a box with a reason; nothing may be appraised before its time', async () => {
    expect((await h.put(`/archives/${volume}`, { box: '3 号盒', apart: false, reason: '入柜' })).status).toBe(200);
    expect((await h.get<ArchiveView>(`/archives/${volume}`)).body.box).toBe('3 号盒');
    expect((await h.post(`/archives/${volume}/appraisal`, { act: 'propose', outcome: 'destroy', reason: '想销毁' })).problem).toMatchObject({ code: 'archive.retention' });
  });

  test('the archive of a registered near relative’s household stands on a shelf of its own, with its own number', async () => {
    const { id } = await applyFor(h, { serial: 31 });
    const staff = (await h.get<{ account: string }>('/session')).body.account;
    const filed = await h.post('/relatives', { account: staff, idNumber: testIdentity('1970-03-04', 'male', 62), name: '王安', relation: '兄弟姐妹' });
    expect(filed.status, JSON.stringify(filed.body)).toBe(200);
    const second = await user('hq-handler2');
    const { today } = (await second.get<{ today: string }>('/session')).body;
    expect((await second.act(id, 'withdraw', { reason: '不申请了', signedOn: today })).status).toBe(200);
    const r = await second.post<{ id: string; number: string }>(`/cases/${id}/archive`, {});
    expect(r.body.number).toBe('邵公庄 2021-亲-0001');
    expect((await h.put(`/archives/${r.body.id}`, { box: null, apart: false, reason: '放回' })).problem.code).toBe('archive.state');
    expect((await h.get<{ items: ArchiveRow[] }>('/archives?shelf=apart')).body.items.map((v) => v.id)).toEqual([r.body.id]);
    expect((await h.get<{ items: ArchiveRow[] }>('/archives?shelf=common')).body.items.map((v) => v.id)).not.toContain(r.body.id);
  });
});

test('once the term of keeping has ended the archive is listed; two people appraise it, and nothing is removed', { timeout: 30_000 }, async () => {
  const lh = await user('lh-handler');
  const { id } = await applyFor(lh, { serial: 51 });
  const { today } = (await lh.get<{ today: string }>('/session')).body;
  expect((await lh.act(id, 'withdraw', { reason: '不申请了', signedOn: today })).status).toBe(200);
  const { body } = await lh.post<{ id: string }>(`/cases/${id}/archive`, {});
  const ended = async (): Promise<string[]> => (await lh.get<{ items: ArchiveRow[] }>('/archives?ended=true')).body.items.map((v) => v.id);
  expect(await ended()).toEqual([]);
  await lh.put('/training/clock', { date: `${Number(today.slice(0, 4)) + 3}${today.slice(4)}` });
  expect(await ended()).toEqual([]);
  await lh.put('/training/clock', { date: `${Number(today.slice(0, 4)) + 4}${today.slice(4)}` });
  expect(await ended()).toEqual([body.id]);
  const say = (c: Client, what: Record<string, unknown>) => c.post<{ appraisal: string }>(`/archives/${body.id}/appraisal`, what);
  expect((await say(lh, { act: 'confirm', reason: '同意' })).problem.code).toBe('archive.state');
  expect((await say(lh, { act: 'propose', outcome: 'destroy', reason: '期满，无保存价值' })).body.appraisal).toBe('proposed');
  expect((await say(lh, { act: 'confirm', reason: '同意' })).problem.code).toBe('archive.sameperson');
  expect((await say(await user('lh-leader'), { act: 'confirm', reason: '同意销毁' })).body.appraisal).toBe('destroy');
  const view = (await lh.get<ArchiveView>(`/archives/${body.id}`)).body;
  expect(view.appraisal).toBe('destroy');
  expect(view.events.map((e) => e.label)).toEqual(['立卷', '归档', '提出鉴定', '确认鉴定']);
  expect((await lh.get(`/cases/${id}`)).status).toBe(200);
});

describe('export of an archive', () => {
  let bundle: Awaited<ReturnType<typeof exported>>;
  const scan = async (): Promise<Buffer> => await pdf(3, 'household register');
  let original: Buffer;

  beforeAll(async () => {
    original = png(Buffer.from('the identity card, photographed'));
    const card = await upload(granted.id, original, '正面.png', '?paper=id-card');
    await upload(granted.id, JPEG, '反面.jpg', '?paper=id-card');
    await upload(granted.id, await scan(), '户口簿.pdf', '?paper=household-register');
    const gone = await upload(granted.id, png(Buffer.from('another household')), '别家.png');
    await h.put(`/files/${gone}`, { name: '别家.png', paper: null, step: null, rotation: 0, voided: true, reason: '传错' });
    await h.put(`/files/${card}`, { name: '正面.png', paper: 'id-card', step: null, rotation: 90, voided: false, reason: '横着拍的' });
    bundle = await exported(`/archives/${volume}/archive.zip?purpose=${encodeURIComponent('季度检查')}`);
  }, 60_000);

  test('every file in it has its hash in the list, and the hash is right; the list names nothing else', () => {
    expect([...bundle.sums.keys()].sort()).toEqual([...bundle.files.keys()].filter((n) => n !== 'SHA256SUMS.txt').sort());
    for (const [name, bytes] of bundle.files) if (name !== 'SHA256SUMS.txt') expect(bundle.sums.get(name), name).toBe(sha256(bytes));
  });

  test('papers are in order, their pages consecutive, and as many as each really has', async () => {
    const papers = spans(bundle.files.keys());
    expect(papers.length).toBeGreaterThan(8);
    let page = 0;
    for (const p of papers) {
      expect(p.from, p.name).toBe(page + 1);
      expect((await PDFDocument.load(bundle.files.get(p.name) ?? Buffer.alloc(0))).getPageCount(), p.name).toBe(p.to - p.from + 1);
      page = p.to;
    }
    const names = papers.map((p) => p.name);
    const at = (word: string): number => names.findIndex((n) => n.includes(word));
    expect([at('身份证'), at('受理通知书'), at('核对授权书'), at('入户调查表'), at('公示单'), at('确认决定书'), at('卷内流转记录')]).toEqual([at('身份证'), at('受理通知书'), at('核对授权书'), at('入户调查表'), at('公示单'), at('确认决定书'), at('卷内流转记录')].sort((a, b) => a - b));
    expect(names.at(-1)).toContain('卷内流转记录');
    expect(names.join()).not.toContain('别家');
  });

  test('the bound volume holds cover, catalogue and every page', async () => {
    const papers = spans(bundle.files.keys());
    const front = await PDFDocument.load(bundle.files.get('00 封面与目录.pdf') ?? Buffer.alloc(0));
    const bound = await PDFDocument.load(bundle.files.get('合订本.pdf') ?? Buffer.alloc(0));
    expect(bound.getPageCount()).toBe(front.getPageCount() + (papers.at(-1)?.to ?? 0));
  });

  test('letters are as issued and uploaded PDFs as they came; pictures keep their originals', async () => {
    const whole = await scan();
    expect([...bundle.files].some(([n, b]) => n.includes('户口') && b.equals(whole))).toBe(false);
    const [, card] = [...bundle.files].find(([n]) => n.startsWith('原件/') && n.includes('正面')) ?? [];
    expect(card?.equals(original)).toBe(true);
    const e = await evidenceOf(granted.id);
    const register = e.files.find((f) => f.name === '户口簿.pdf');
    const [, register2] = [...bundle.files].find(([n]) => n.includes('户口簿')) ?? [];
    expect(sha256(register2 ?? Buffer.alloc(0))).toBe(register?.sha256);
    const letter = e.lines.find((l) => l.id === 'authorisation')?.letters[0];
    const issued = Buffer.from(await (await raw(`/letters/${letter?.id}/pdf`)).arrayBuffer());
    expect([...bundle.files.values()].some((b) => b.equals(issued))).toBe(true);
  });

  test('the cover says who asked, when, what for; the catalogue lists each paper with its registered hash; both are PDF/A', async () => {
    const front = bundle.files.get('00 封面与目录.pdf') ?? Buffer.alloc(0);
    const text = pdfText(front);
    for (const word of ['社会救助档案', '邵公庄2021-0001', '王安', '季度检查', '张经办', '卷内目录', '原件', '转90°', 'sha256sum-cSHA256SUMS.txt', '同等效力', ...(await evidenceOf(granted.id)).files.filter((f) => !f.voided).map((f) => f.sha256.slice(0, 20))]) expect(text.replaceAll('\u200b', ''), word).toContain(word);
    for (const [name, bytes] of bundle.files) if (/^00|卷内流转|身份证/.test(name)) expect(bytes.includes('pdfaid:part'), name).toBe(true);
  });

  test('the list of actions says what the log says, and bears its pages of the archive', () => {
    const [name, bytes] = [...bundle.files].find(([n]) => n.includes('卷内流转记录')) ?? [];
    const text = pdfText(bytes ?? Buffer.alloc(0));
    for (const word of ['受理', '入户调查', '公示', '确认', '链值']) expect(text).toContain(word);
    const { from, to } = spans([name ?? ''])[0] ?? { from: 0, to: 0 };
    expect(pdfPages(bytes ?? Buffer.alloc(0))[0]?.replaceAll(/\s/g, '')).toContain(`第${from}页/共${to}页`);
  });

  test('an export is on record with its purpose; without one there is none; the wrong post gets none', async () => {
    expect((await raw(`/archives/${volume}/archive.zip`)).status).toBe(400);
    expect((await raw(`/cases/${granted.id}/archive.zip?purpose=x`)).status).toBe(400);
    expect((await raw(`/cases/${granted.id}/archive.zip?purpose=${encodeURIComponent('检查')}`, await user('hq-pay'))).status).toBe(403);
    expect((await raw(`/cases/${granted.id}/archive.zip?purpose=${encodeURIComponent('检查')}`, await user('hq-b-handler'))).status).toBe(404);
    const log = (await (await user('hq-audit')).get<{ items: { purpose: string | null }[] }>(`/audit/access?what=export&target=archive:${volume}`)).body.items;
    expect(log.map((l) => l.purpose)).toEqual(['季度检查']);
  });

  test('an export that is broken off frees its place: the next one is not told to wait', { timeout: 60_000 }, async () => {
    const address = `${server.origin}/api/v1/cases/${granted.id}/archive.zip?purpose=${encodeURIComponent('检查')}`;
    for (let n = 0; n < 5; n++) {
      const abort = new AbortController();
      const r = await fetch(address, { headers: { authorization: `Bearer ${h.token}` }, signal: abort.signal });
      expect(r.status).toBe(200);
      abort.abort();
      await r.arrayBuffer().catch(() => undefined);
    }
    // The server learns of a connection that was broken off in its own time; the place is free once an export is begun again.
    await expect.poll(async () => {
      const r = await raw(`/cases/${granted.id}/archive.zip?purpose=${encodeURIComponent('检查')}`);
      await r.arrayBuffer();
      return r.status;
    }, { timeout: 30_000 }).toBe(200);
    const { files, sums } = await exported(`/cases/${granted.id}/archive.zip?purpose=${encodeURIComponent('检查')}`);
    expect(sums.size).toBe(files.size - 1);
  });

  test('[HQ-208] a bundle for a hearing names the entrusting bureau as respondent and proves decision, delivery and entrustment', async () => {
    const { files, sums } = await exported(`/cases/${granted.id}/hearing.zip?kind=litigation&purpose=${encodeURIComponent('应诉')}`);
    for (const [name, bytes] of files) if (name !== 'SHA256SUMS.txt') expect(sums.get(name), name).toBe(sha256(bytes));
    const text = pdfText(files.get('00 封面与目录.pdf') ?? Buffer.alloc(0));
    for (const word of ['行政诉讼证据材料', '被告', '天津市红桥区民政局', '受委托办理单位', '邵公庄街道', '证据目录', '来源', '证明内容', '法律依据（申请日2021-', '全案办结', '按期', '送达', '委托书', '应诉']) expect(text, word).toContain(word);
    const { id } = await applyFor(h, { serial: 41 });
    expect((await raw(`/cases/${id}/hearing.zip?kind=litigation&purpose=${encodeURIComponent('应诉')}`)).status).toBe(409);
  });
});
