import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { evidence } from '@doudi/core/api/archive';
import type { Output, Problem } from '@doudi/core/api/contract';
import { png, type Client } from '../../testing/client.ts';
import { applyFor, staffOf } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { inspect } from './inspect.ts';
import { ACTIVE, encrypted, JPEG, pdf } from './samples.ts';

let server: TestServer;
let h: Client;
let caseId: string;
const { user } = staffOf(() => server.origin);

type Evidence = Output<typeof evidence>;
const evidenceOf = async (c: Client = h, id = caseId): Promise<Evidence> => (await c.get<Evidence>(`/cases/${id}/evidence`)).body;

interface Uploaded { readonly id: string; readonly name: string; readonly sha256: string; readonly known: boolean }
async function upload(bytes: Buffer, name: string, query = '', c: Client = h, id = caseId): Promise<{ status: number; body: Uploaded & Problem }> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  const r = await fetch(`${server.origin}/api/v1/cases/${id}/files${query}`, { method: 'POST', headers: { authorization: `Bearer ${c.token}` }, body: form });
  return { status: r.status, body: (await r.json()) as Uploaded & Problem };
}
const unlike = (): Buffer => png(Buffer.from(randomUUID()));
const get = (id: string, c: Client = h): Promise<Response> => fetch(`${server.origin}/api/v1/files/${id}`, { headers: { authorization: `Bearer ${c.token}` } });

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
  h = await user('hq-handler');
  caseId = (await applyFor(h, { serial: 1 })).id;
});
afterAll(() => server.close());

describe('what may become evidence', () => {
  test('JPEG, PNG and PDF come back byte for byte, and lie unreadable on disk', async () => {
    for (const [bytes, name] of [[JPEG, '照片.JPG'], [unlike(), '截图.png'], [await pdf(3, 'scan'), '扫描.pdf'], [unlike(), '没有扩展名']] as const) {
      const r = await upload(bytes, name);
      expect(r.status, JSON.stringify(r.body)).toBe(200);
      expect(r.body).toMatchObject({ name, known: false });
      expect(Buffer.from(await (await get(r.body.id)).arrayBuffer()).equals(bytes)).toBe(true);
    }
    const folder = path.join(server.installation.config.dataFolder, 'files');
    const onDisk = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => fs.readFileSync(path.join(f.parentPath, f.name)));
    expect(onDisk.length).toBeGreaterThan(3);
    for (const bytes of onDisk) expect(['%PDF-', 'JFIF', 'IHDR'].filter((mark) => bytes.includes(mark))).toEqual([]);
  });

  test.each([
    ['HEIC', Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic0000')]), 'IMG_1.HEIC', '兼容性最佳'],
    ['WebP', Buffer.from('RIFF0000WEBPVP8 '), 'a.webp', '另存为 JPEG'],
    ['TIFF', Buffer.from('49492a0008000000', 'hex'), 'scan.tif', '改选 PDF'],
    ['DOCX', Buffer.from('504b030414000000', 'hex'), '说明.docx', '导出为 PDF'],
    ['old Word', Buffer.from('d0cf11e0a1b11ae1', 'hex'), '说明.doc', '导出为 PDF'],
    ['ZIP', Buffer.from('504b030414000000', 'hex'), '材料.zip', '解压后逐份上传'],
    ['RAR', Buffer.from('526172211a0700', 'hex'), '材料.rar', '解压后逐份上传'],
    ['a program', Buffer.from('MZ90000'), 'photo.png', '不能作为材料'],
    ['a video', Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom0000')]), 'v.mp4', '截取关键画面'],
    ['OFD', Buffer.from('504b030414000000', 'hex'), '发票.ofd', 'OFD 阅读器'],
    ['nothing known', Buffer.from('hello'), 'a.txt', '扫描为 PDF'],
    ['nothing at all', Buffer.alloc(0), 'a.pdf', '重新扫描'],
  ])('%s is refused with what to do instead', async (_, bytes, name, instead) => {
    const r = await upload(bytes, name);
    expect([r.status, r.body.code]).toEqual([415, 'file.type']);
    expect(r.body.allowed?.join()).toContain(instead);
  });

  test('a name that says another kind than the content is refused', async () => {
    for (const [bytes, name] of [[unlike(), '照片.jpg'], [JPEG, '扫描.pdf'], [await pdf(1), '扫描.png'], [JPEG, '材料.exe']] as const) {
      const r = await upload(bytes, name);
      expect([r.status, r.body.code]).toEqual([415, 'file.type']);
      expect(r.body.rule).toContain('名称与内容不符');
    }
  });

  test('pictures and PDFs that are cut off or damaged are refused', async () => {
    const whole = png(Buffer.from('0123456789'.repeat(40)));
    const paper = await pdf(2, 'whole');
    const flipped = Buffer.from(whole);
    flipped[60] = (flipped[60] ?? 0) ^ 0xff;
    for (const [bytes, name] of [[whole.subarray(0, whole.length - 30), 'a.png'], [flipped, 'b.png'], [JPEG.subarray(0, JPEG.length - 2), 'c.jpg'], [JPEG.subarray(0, 40), 'd.jpg'], [paper.subarray(0, paper.length - 200), 'e.pdf'], [Buffer.from('%PDF-1.7\nnothing\n%%EOF'), 'f.pdf']] as const) {
      const r = await upload(bytes, name);
      expect([r.status, r.body.code], name).toEqual([422, 'file.broken']);
    }
  });

  test.each(ACTIVE)('a PDF with %s is refused: a paper only shows pages', async (_, word, make) => {
    const r = await upload(await make(), '通知.pdf');
    expect([r.status, r.body.code]).toEqual([422, 'file.active']);
    expect(r.body.rule).toContain(word);
  });

  test('a PDF with a password is refused', async () => {
    const r = await upload(await encrypted(), '锁.pdf');
    expect([r.status, r.body.code]).toEqual([422, 'file.active']);
    expect(r.body.rule).toContain('密码');
  });

  test('a name written with escapes does not hide a script', async () => {
    const hidden = Buffer.from((await pdf(1, 'esc', (d) => d.addJavaScript('m', 'x'))).toString('latin1').replaceAll('/JavaScript', '/J#61vaScript').replaceAll('/JS', '/J#53'), 'latin1');
    expect(await inspect(hidden, 'x.pdf')).toMatchObject({ refused: true });
  });

  test('more than 20 MB is refused', async () => {
    const r = await upload(Buffer.concat([JPEG, Buffer.alloc(20 * 1024 * 1024)]), '大.jpg');
    expect([r.status, r.body.code]).toEqual([413, 'body.large']);
  });

  test('the same content again in the same case is the same evidence, and the answer says so', async () => {
    const bytes = unlike();
    const first = await upload(bytes, '第一次.png');
    const before = (await evidenceOf()).files.length;
    const second = await upload(bytes, '第二次.png');
    expect(second.body).toMatchObject({ id: first.body.id, name: '第一次.png', known: true });
    expect((await evidenceOf()).files).toHaveLength(before);
    const other = (await applyFor(h, { serial: 2 })).id;
    expect((await upload(bytes, '别的案.png', '', h, other)).body).toMatchObject({ known: false });
  });

  test('two uploads of one content at the same moment make one file', async () => {
    const bytes = unlike();
    const answers = await Promise.all([1, 2, 3, 4].map((n) => upload(bytes, `${n}.png`)));
    expect(new Set(answers.map((a) => a.body.id)).size).toBe(1);
    expect(answers.filter((a) => !a.body.known)).toHaveLength(1);
  });

  test('another office neither uploads nor learns that the case exists', async () => {
    expect((await upload(unlike(), 'x.png', '', await user('hq-b-handler'))).status).toBe(404);
    expect((await upload(unlike(), 'x.png', '', await user('lh-handler'))).status).toBe(404);
  });
});

describe('what is said about a file', () => {
  const change = (id: string, more: Record<string, unknown>, c: Client = h) => c.put<{ rotation: number; name: string; paper: string | null; voided: boolean; changes: unknown[] }>(`/files/${id}`, { name: '身份证正面.png', paper: null, step: null, rotation: 0, voided: false, reason: '整理', ...more });

  test('[LH-68] a file is put to a paper of the checklist as it is uploaded, or later; the line shows it', async () => {
    const { id } = (await upload(unlike(), '证.png', '?paper=id-card')).body;
    expect((await evidenceOf()).lines.find((l) => l.id === 'id-card')?.files).toContain(id);
    expect((await change(id, { paper: 'household-register', reason: '放错了' })).status).toBe(200);
    const after = await evidenceOf();
    expect(after.lines.find((l) => l.id === 'id-card')?.files).not.toContain(id);
    expect(after.lines.find((l) => l.id === 'household-register')?.files).toContain(id);
    expect(after.files.find((f) => f.id === id)?.changes.map((c) => [c.place, c.reason])).toEqual([[expect.stringContaining('身份证'), '上传'], [expect.stringContaining('户口'), '放错了']]);
  });

  test('name, place and rotation change with a reason; the content stays', async () => {
    const bytes = unlike();
    const { id } = (await upload(bytes, '证.png')).body;
    const r = await change(id, { rotation: 90, step: 'investigate', reason: '横着拍的' });
    expect([r.status, r.body.rotation, r.body.name]).toEqual([200, 90, '身份证正面.png']);
    expect((await change(id, { reason: '' })).problem.code).toBe('input.invalid');
    expect((await change(id, { rotation: 45 })).problem.code).toBe('input.invalid');
    expect((await change(id, { name: '../../etc/passwd' })).problem.code).toBe('input.invalid');
    expect((await change(id, { paper: 'no-such-paper' })).problem.code).toBe('materials.unlisted');
    expect((await change(id, { step: 'dance' })).problem.code).toBe('step.absent');
    expect((await change(id, { paper: 'id-card', step: 'verify' })).problem.code).toBe('input.invalid');
    expect((await change(id, {}, await user('hq-audit'))).status).toBe(403);
    expect((await change(id, {}, await user('hq-b-handler'))).status).toBe(404);
    expect(Buffer.from(await (await get(id)).arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('a file put here by mistake is set aside with the reason and can be taken back', async () => {
    const { id } = (await upload(unlike(), '误.png', '?paper=id-card')).body;
    expect((await change(id, { paper: 'id-card', voided: true, reason: '别家的' })).body.voided).toBe(true);
    expect((await evidenceOf()).lines.find((l) => l.id === 'id-card')?.files).not.toContain(id);
    expect((await change(id, { paper: 'id-card', voided: false, reason: '看错了' })).body.voided).toBe(false);
  });

  test('a place that the case does not have is refused at the upload, and nothing is kept', async () => {
    const before = (await evidenceOf()).files.length;
    expect((await upload(unlike(), 'x.png', '?paper=nothing')).body.code).toBe('materials.unlisted');
    expect((await evidenceOf()).files).toHaveLength(before);
  });
});

test('a case takes files up to the quota of the county, which says how full it is; other cases have their own', async () => {
  const { id } = await applyFor(h, { serial: 4 });
  const limit = 200 * 1024 * 1024;
  expect((await evidenceOf(h, id)).quota).toEqual({ usedBytes: 0, limitBytes: limit });
  const small = unlike();
  // As if many large scans had come in already, all but room for one small picture.
  const c = new pg.Client({ connectionString: server.installation.adminUrl });
  await c.connect();
  await c.query(`insert into stored_file (county_id, id, unit_id, case_id, sha256, media_type, bytes, name, uploaded_by, at) select county_id, gen_random_uuid(), unit_id, id, sha256('much'), 'application/pdf', $2, '很多.pdf', 'x', now() from case_file where id = $1`, [id, limit - small.length]);
  await c.end();
  expect((await upload(small, '小.png', '', h, id)).status).toBe(200);
  const full = await upload(unlike(), '再一张.png', '', h, id);
  expect(full).toMatchObject({ status: 413, body: { code: 'file.quota', rule: expect.stringContaining('200 MB') as string, assumption: expect.stringContaining('技术限制') as string } });
  expect(full.body.allowed?.join()).toContain('150–200 dpi');
  expect((await evidenceOf(h, id)).quota.usedBytes).toBe(limit);
  expect((await upload(unlike(), '别案.png')).status).toBe(200);
});
