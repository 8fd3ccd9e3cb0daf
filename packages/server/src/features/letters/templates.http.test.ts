import PizZip from 'pizzip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import type { Output, Problem } from '@doudi/core/api/contract';
import type { getTemplates } from '@doudi/core/api/letters';
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

async function fetchAs(login: string, address: string, init: RequestInit = {}): Promise<{ status: number; bytes: Buffer }> {
  const { token } = await user(login);
  const r = await fetch(`${server.origin}/api/v1${address}`, { ...init, headers: { authorization: `Bearer ${token}` } });
  return { status: r.status, bytes: Buffer.from(await r.arrayBuffer()) };
}

/** The starting template of a kind with its text replaced. */
async function edited(kind: string, change: (xml: string) => string): Promise<Buffer> {
  const zip = new PizZip((await fetchAs('hq-county', `/letter-templates/${kind}/start.docx`)).bytes);
  zip.file('word/document.xml', change(zip.file('word/document.xml')?.asText() ?? ''));
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' });
}

async function upload(login: string, kind: string, bytes: Buffer): Promise<{ status: number; body: { id: string; version: number } & Problem }> {
  const form = new FormData();
  form.set('note', '测试');
  form.set('file', new Blob([new Uint8Array(bytes)]), '模板.docx');
  const r = await fetchAs(login, `/letter-templates/${kind}`, { method: 'POST', body: form });
  return { status: r.status, body: JSON.parse(r.bytes.toString()) as { id: string; version: number } & Problem };
}

const versions = async (kind: string): Promise<Output<typeof getTemplates>> => (await (await user('hq-chief')).get<Output<typeof getTemplates>>(`/letter-templates/${kind}`)).body;
const receiptOf = async (serial: number): Promise<{ id: string; pdf: string; docx: Buffer }> => {
  const h = await user('hq-handler');
  const { id } = await applyFor(h, { serial });
  expect((await h.act(id, 'accept')).status).toBe(200);
  const letter = (await h.get<CaseView>(`/cases/${id}`)).body.letters.find((l) => l.kind === 'receipt');
  return { id: letter?.id ?? '', pdf: pdfText((await fetchAs('hq-handler', `/letters/${letter?.id ?? ''}/pdf`)).bytes), docx: (await fetchAs('hq-handler', `/letters/${letter?.id ?? ''}/docx`)).bytes };
};

test('a county’s layout is uploaded, looked at on a real letter, put in force by another person, and holds for letters made from then on; withdrawn, the standard paper is back', async () => {
  const before = await receiptOf(61);
  expect(before.pdf).not.toContain('请妥善保管本回执');
  const file = await edited('receipt', (xml) => xml.replace('{标题}', '{标题}（县级版式）').replace('{日期}', '{日期}　请妥善保管本回执'));
  expect((await upload('hq-handler', 'receipt', file)).status).toBe(403);
  const up = await upload('hq-county', 'receipt', file);
  expect(up).toMatchObject({ status: 200, body: { version: 1 } });
  const { id } = up.body;
  const chief = await user('hq-chief');
  const activate = (from: string, login = chief) => login.post(`/letter-templates/${id}/activate`, { from });
  expect((await activate('2021-11-15', await user('hq-county'))).status).toBe(403);
  expect((await activate('2021-11-15')).problem).toMatchObject({ code: 'step.order', missing: ['预览'] });
  const sample = (await versions('receipt')).samples.find((x) => x.id === before.id);
  const seen = await fetchAs('hq-chief', `/letter-templates/${id}/preview.pdf?letter=${sample?.id ?? ''}`);
  expect(pdfText(seen.bytes)).toContain('请妥善保管本回执');
  expect((await activate('2021-11-14')).problem.code).toBe('date.order');
  expect((await activate('2021-11-15')).status).toBe(200);
  expect((await versions('receipt')).versions).toMatchObject([{ version: 1, state: 'inForce', validFrom: '2021-11-15' }]);
  const next = await receiptOf(62);
  expect(next.pdf).toContain('受理通知书（回执）（县级版式）');
  // What stands at the foot of every letter stands here too.
  expect(next.pdf).toMatch(/第1页共\d页/);
  expect(next.pdf).toContain('文书查验码');
  expect(new PizZip(next.docx).file('word/document.xml')?.asText()).toContain('请妥善保管本回执');
  // What was issued stays as it was issued.
  expect(pdfText((await fetchAs('hq-handler', `/letters/${before.id}/pdf`)).bytes)).toBe(before.pdf);
  expect((await chief.post(`/letter-templates/${id}/withdraw`, { reason: '' })).status).toBe(400);
  expect((await chief.post(`/letter-templates/${id}/withdraw`, { reason: '版式有误' })).status).toBe(200);
  expect((await receiptOf(63)).pdf).not.toContain('请妥善保管本回执');
  expect(pdfText((await fetchAs('hq-handler', `/letters/${next.id}/pdf`)).bytes)).toBe(next.pdf);
});

test('a letter made before its first printing keeps the layout of its making', async () => {
  const h = await user('hq-handler');
  const { id } = await applyFor(h, { serial: 64, materials: [] });
  await h.act(id, 'tellMissing');
  const letter = (await h.get<CaseView>(`/cases/${id}`)).body.letters.find((l) => l.kind === 'supplement');
  const up = await upload('hq-county', 'supplement', await edited('supplement', (xml) => xml.replace('{标题}', '{标题}（新版）')));
  await fetchAs('hq-county', `/letter-templates/${up.body.id}/preview.pdf?letter=${letter?.id ?? ''}`);
  expect((await (await user('hq-chief')).post(`/letter-templates/${up.body.id}/activate`, { from: '2021-11-15' })).status).toBe(200);
  expect(pdfText((await fetchAs('hq-handler', `/letters/${letter?.id ?? ''}/pdf`)).bytes)).not.toContain('（新版）');
});

test('who uploads a layout does not put it in force', async () => {
  const up = await upload('hq-chief', 'extension', await edited('extension', (xml) => xml));
  expect((await (await user('hq-chief')).post(`/letter-templates/${up.body.id}/activate`, { from: '2021-11-15' })).problem.code).toBe('person.same');
});

test('[HQ-132] [HQ-208] a layout of a refusal that leaves out the remedies, the entrusting organ or names a field that does not exist is refused by name', async () => {
  const without = (name: string) => edited('refusal', (xml) => xml.replaceAll(`{#${name}}`, '').replaceAll(`{/${name}}`, '').replaceAll('{.}', '').replaceAll(`{${name}}`, ''));
  for (const name of ['救济途径', '委托机关', '文号']) {
    const r = await upload('hq-county', 'refusal', await without(name));
    expect(r.status).toBe(422);
    expect(r.body.missing?.join('')).toContain(`{${name}}`);
  }
  const r = await upload('hq-county', 'refusal', await edited('refusal', (xml) => xml.replace('{标题}', '{标题}{银行账号}')));
  expect(r.body).toMatchObject({ code: 'template.faulty', missing: ['没有字段 {银行账号}'] });
  expect(r.body.allowed).toContain('{救济途径}');
});

test('a layout of one county is none of another’s', async () => {
  const up = await upload('hq-county', 'withdrawal', await edited('withdrawal', (xml) => xml));
  expect((await fetchAs('lh-county', `/letter-templates/${up.body.id}/file`)).status).toBe(404);
  expect((await fetchAs('hq-county', `/letter-templates/${up.body.id}/file`)).status).toBe(200);
  expect((await fetchAs('hq-handler', `/letter-templates/${up.body.id}/file`)).status).toBe(404);
  await walk(office('hq'), (await applyFor(await user('hq-handler'), { serial: 65 })).id, 'authorise');
});
