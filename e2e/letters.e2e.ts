import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { openPackage } from '../packages/server/src/features/letters/word/package.ts';
import { pdfText } from '../packages/server/src/platform/typeset/pdf-text.ts';
import { applyFor, walk } from '../packages/server/src/testing/flow.ts';
import { attach, begin, caseOf, changeTo, expect, give, office, openAs, part, setClock, test, user } from './steps.ts';

test.describe.configure({ timeout: 180_000 });

/** A letter's PDF as the browser of the person at the desk gets it. */
async function textOf(page: Page, address: string | null): Promise<string> {
  const response = await page.request.get(address ?? '');
  expect(response.status()).toBe(200);
  return pdfText(await response.body());
}

test('a county edits the Word template of the receipt, looks at it on a real case, puts it in force, and the next receipt carries the change', async ({ page }) => {
  await setClock('hq-county', '2021-11-15');
  const h = await user('hq-handler');
  const first = await applyFor(h, { serial: 221 });
  await h.act(first.id, 'accept');
  await openAs(page, 'hq-county', '/templates');
  await page.getByRole('link', { name: '受理通知书', exact: true }).click();
  const kind = part(page, '受理通知书');
  await expect(part(page, '可用的字段')).toContainText('{#已收材料}');

  const download = page.waitForEvent('download');
  await kind.getByRole('link', { name: '下载起始模板' }).click();
  const opened = openPackage(readFileSync(await (await download).path()));
  if ('problems' in opened) throw new Error(opened.problems.join('；'));
  const { zip } = opened;
  const xml = zip.file('word/document.xml')?.asText() ?? '';
  const file = (text: string): { name: string; mimeType: string; buffer: Buffer } => {
    zip.file('word/document.xml', text);
    return { name: '受理通知书.docx', mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', buffer: zip.generate({ type: 'nodebuffer' }) };
  };

  // A field that does not exist is named, with those that do; nothing is kept.
  await kind.getByLabel(/^模板文件/).setInputFiles(file(xml.replace('{标题}', '{标题}{开户行}')));
  await kind.getByRole('button', { name: '上传模板' }).click();
  await expect(kind.getByRole('alert')).toContainText('没有字段 {开户行}');
  await kind.getByLabel(/^模板文件/).setInputFiles(file(xml.replace('{日期}', '{日期}　请妥善保管本回执')));
  await kind.getByLabel('改了什么').fill('加一句保管提示');
  await kind.getByRole('button', { name: '上传模板' }).click();
  await expect(kind.getByRole('status').filter({ hasText: '版已上传' })).toBeVisible();
  const row = kind.getByRole('row').filter({ hasText: '加一句保管提示' }).first();
  await expect(row).toContainText('已上传，待预览');

  const letter = (await caseOf('hq-handler', first.id)).letters.find((l) => l.kind === 'receipt');
  await kind.getByLabel('用哪份文书预览').selectOption(letter?.id ?? '');
  expect(await textOf(page, await row.getByRole('link', { name: '预览', exact: true }).getAttribute('href'))).toContain('请妥善保管本回执');

  await changeTo(page, 'hq-chief');
  await expect(row).toContainText('已预览，待启用');
  await row.getByRole('button', { name: '启用' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '启用' }).click();
  await expect(row).toContainText('正在使用');
  try {
    const next = await applyFor(h, { serial: 222 });
    await changeTo(page, 'hq-handler');
    await page.goto(`/cases/${next.id}`);
    await give(page, '受理并出具回执');
    const made = part(page, '文书').getByRole('link', { name: '受理通知书', exact: true });
    const text = await textOf(page, await made.getAttribute('href'));
    expect(text).toContain('请妥善保管本回执');
    expect(text).toMatch(/第1页共\d页/);
    // The one that was made before keeps its face.
    await page.goto(`/cases/${first.id}`);
    expect(await textOf(page, await part(page, '文书').getByRole('link', { name: '受理通知书', exact: true }).getAttribute('href'))).not.toContain('请妥善保管本回执');
  } finally {
    // Other tests go on with the standard paper.
    const chief = await user('hq-chief');
    const { versions } = (await chief.get<{ versions: { id: string; state: string }[] }>('/letter-templates/receipt')).body;
    for (const v of versions.filter((x) => x.state === 'inForce')) expect((await chief.post(`/letter-templates/${v.id}/withdraw`, { reason: '测试结束' })).status).toBe(200);
  }
});

test('[HQ-128] the decision is delivered left at the door only with a photograph; the page says of each letter whether it arrived and how', async ({ page }) => {
  await setClock('hq-county', '2021-11-15');
  const { id } = await applyFor(await user('hq-handler'), { serial: 233 });
  await walk(office('hq'), id, 'deliver');
  await openAs(page, 'hq-handler', `/cases/${id}`);
  const grant = part(page, '文书').getByRole('listitem').filter({ has: page.getByRole('link', { name: '确认决定书', exact: true }) });
  await expect(grant).toContainText('未送达');
  await expect(grant).toContainText('最迟');
  await grant.getByRole('button', { name: /^登记送达/ }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('送达方式').selectOption({ label: '留置送达' });
  await form.getByLabel('签收人').fill('留置于住所');
  await form.getByRole('button', { name: '登记送达', exact: true }).click();
  await expect(form.getByRole('alert')).toContainText('现场照片');
  await attach(form, /送达回证/, '门口');
  await form.getByRole('button', { name: '登记送达', exact: true }).click();
  await expect(grant).toContainText('留置送达');
  await expect(grant.getByRole('link', { name: '凭证 1' })).toBeVisible();
  await expect(part(page, '文书').getByRole('link', { name: '送达回证', exact: true })).toBeVisible();
});

test('a supplement notice sent by post is on record with its number', async ({ page }) => {
  await setClock('hq-county', '2021-11-15');
  const { id } = await applyFor(await user('hq-handler'), { serial: 224, materials: [] });
  await openAs(page, 'hq-handler', `/cases/${id}`);
  await give(page, '一次性告知补正');
  const notice = part(page, '文书').getByRole('listitem').filter({ has: page.getByRole('link', { name: '补正材料一次性告知书', exact: true }) });
  const form = await begin(page, '登记文书送达');
  await form.getByLabel('送达方式').selectOption({ label: '邮寄送达' });
  await form.getByLabel('签收人').fill('王安');
  await form.getByLabel('邮件编号').fill('XA123456');
  await form.getByRole('button', { name: '登记文书送达', exact: true }).click();
  await expect(notice).toContainText('邮件编号 XA123456');
});
