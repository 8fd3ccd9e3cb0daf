import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { countPages } from '../packages/server/src/features/archive/press.ts';
import { pdf } from '../packages/server/src/features/files/samples.ts';
import { applyFor, walk } from '../packages/server/src/testing/flow.ts';
import { unzip } from '../packages/server/src/testing/zip.ts';
import { expect, expectNoSideways, goTo, office, openAs, part, photo, setClock, test, user } from './steps.ts';

test.beforeEach(() => setClock('hq-county', '2021-11-15'));

test('papers are uploaded, refused with advice, turned and put in their place', async ({ page }) => {
  const { id } = await applyFor(await user('hq-handler'), { serial: 181, materials: ['id-card', 'household-register'] });
  await openAs(page, 'hq-handler', `/cases/${id}`);
  const files = part(page, '材料');
  const list = part(page, '档案目录');
  await expect(list.getByRole('listitem').filter({ hasText: '家庭经济状况申报表' })).toContainText('缺');
  await files.getByLabel('材料归属').selectOption({ label: '申请人和共同生活家庭成员身份证原件' });
  await files.getByLabel('上传', { exact: true }).setInputFiles([photo('身份证正面'), { name: '说明.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('504b030414000000', 'hex') }]);
  await expect(files.getByRole('alert').filter({ hasText: '说明.docx' })).toContainText('导出为 PDF');
  await expect(files.getByRole('button', { name: '身份证正面.png' })).toBeVisible();
  await expect(list.getByRole('link', { name: '身份证正面.png' })).toBeVisible();
  // The same picture again is the same evidence.
  await files.getByLabel('上传', { exact: true }).setInputFiles([{ ...photo('身份证正面'), name: '又拍一次.png' }]);
  await expect(files.getByRole('status').filter({ hasText: '又拍一次' })).toContainText('本案已有这份内容：身份证正面.png');
  await expect(files.getByRole('button', { name: '又拍一次.png' })).toHaveCount(0);

  await files.getByRole('button', { name: '身份证正面.png' }).click();
  const viewer = page.getByRole('dialog', { name: '查看材料' });
  await page.keyboard.press('r');
  await expect(viewer.getByRole('img')).toHaveAttribute('data-rotation', '90');
  await viewer.getByRole('button', { name: '按这个方向保存' }).click();
  await expect(viewer.getByRole('list')).toContainText('转正方向');
  await viewer.getByLabel('归到').selectOption({ label: '申请人和共同生活家庭成员户口本原件' });
  await viewer.getByLabel('理由').fill('放错了');
  await viewer.getByRole('button', { name: /^保\s?存$/ }).click();
  await expect(viewer.getByRole('list')).toContainText('放错了');
  await page.keyboard.press('Escape');
  await expect(viewer).toHaveCount(0);
  await expect(list.getByRole('listitem').filter({ hasText: '户口本' }).getByRole('link', { name: '身份证正面.png' })).toBeVisible();
  await expect(files.getByRole('button', { name: '身份证正面.png' }).locator('img')).toHaveAttribute('style', /rotate\(90deg\)/);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideways(page);
});

test('the checklist becomes complete, the case goes into its household’s archive, and the archive is taken out and verified', async ({ page }) => {
  const h = await user('hq-handler');
  const { id } = await applyFor(h, { serial: 182, materials: ['id-card', 'household-register', 'income-proof'] });
  await openAs(page, 'hq-handler', `/cases/${id}`);
  const list = part(page, '档案目录');
  await expect(list).toContainText('家庭经济状况申报表');
  await expect(list).toContainText('办结后立卷');
  expect((await h.act(id, 'receiveMaterials', { materials: ['declaration'] })).status).toBe(200);
  await part(page, '材料').getByLabel('材料归属').selectOption({ label: '申请人和共同生活家庭成员户口本原件' });
  await part(page, '材料').getByLabel('上传', { exact: true }).setInputFiles([{ name: '户口簿.pdf', mimeType: 'application/pdf', buffer: await pdf(2, 'household register') }]);
  await expect(part(page, '材料').getByRole('button', { name: '户口簿.pdf' })).toBeVisible();
  await walk(office('hq'), id);
  await page.reload();
  await expect(list).toContainText('清单内各项都在。');
  await list.getByRole('button', { name: '立卷归档' }).click();
  await expect(list.getByRole('link', { name: /已归档：邵公庄 2021-\d{4}/ })).toBeVisible();
  await list.getByRole('button', { name: '认定齐全' }).click();
  await expect(list).toContainText('已认定齐全');

  await list.getByRole('link', { name: /已归档/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('王*');
  await page.getByRole('button', { name: '导出档案' }).click();
  await page.getByRole('button', { name: '档案检查' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^导\s?出$/ }).click()]);
  expect(download.suggestedFilename()).toMatch(/^邵公庄 2021-\d{4} 档案\.zip$/);
  const files = unzip(fs.readFileSync(await download.path()));
  const sums = (files.get('SHA256SUMS.txt') ?? Buffer.alloc(0)).toString('utf8').split('\n').filter((l) => l !== '');
  expect(sums).toHaveLength(files.size - 1);
  for (const line of sums) expect(createHash('sha256').update(files.get(line.slice(66)) ?? Buffer.alloc(0)).digest('hex'), line).toBe(line.slice(0, 64));
  let pages = 0;
  for (const [name, bytes] of files) if (/^\d\d /.test(name)) pages += (await countPages(bytes)) ?? 0;
  expect(await countPages(files.get('合订本.pdf') ?? Buffer.alloc(0))).toBe(pages);
  expect([...files.keys()].some((n) => n.includes('户口簿'))).toBe(true);

  await goTo(page, '档案');
  await expect(page.getByRole('table', { name: '档案', exact: true })).toContainText('王*');
  await expectNoSideways(page);
});
