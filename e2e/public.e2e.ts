import { applyFor, walk } from '../packages/server/src/testing/flow.ts';
import { expect, expectNoSideways, give, office, openAs, part, photo, setClock, test, user } from './steps.ts';

/** An old telephone: a narrow screen and no script at all. */
const PHONE = { viewport: { width: 360, height: 640 }, javaScriptEnabled: false, locale: 'zh-CN' } as const;
const shot = (name: string): string | undefined => (process.env['DOUDI_SHOTS'] ? `${process.env['DOUDI_SHOTS']}/${name}.png` : undefined);
const origin = (): string => process.env['DOUDI_E2E_ORIGIN'] ?? '';

test.beforeEach(() => setClock('hq-county', '2021-11-15'));

test('[HQ-14, HQ-69, HQ-114, HQ-118] on an old telephone without script anybody finds the policy, a running notice and objects; the clerk reads the objection, answers it, and the notice stays up until then', async ({ browser, page }) => {
  const { id } = await applyFor(await user('hq-handler'), { serial: 163, wage: 20_000 });
  await walk(office('hq'), id, 'notice');
  const h = await user('hq-handler');
  const { today } = (await h.get<{ today: string }>('/session')).body;
  const posted = await h.act(id, 'postNotice', { on: today, place: '洪湖里社区公示栏', photos: [await h.photo(id)], remark: '公示单张贴在公示栏左侧' });
  expect(posted.status, JSON.stringify(posted.body)).toBe(200);
  const notice = (await h.get<{ items: { case: string; url: string }[] }>('/publication/notices')).body.items.find((n) => n.case === id)?.url ?? '';

  const phone = await browser.newPage({ ...PHONE, baseURL: origin() });
  await phone.goto('/public');
  await phone.getByRole('link', { name: '天津市红桥区' }).click();
  await expect(phone.getByRole('heading', { level: 1 })).toContainText('红桥区');
  const path = shot('public-county');
  if (path) await phone.screenshot({ path, fullPage: true });
  await phone.getByRole('link', { name: /有哪些救助/ }).click();
  await phone.getByRole('link', { name: '最低生活保障', exact: true }).click();
  await expect(phone.getByRole('heading', { name: '要带的材料' })).toBeVisible();
  await expectWide(phone);
  const policy = shot('public-policy');
  if (policy) await phone.screenshot({ path: policy, fullPage: true });

  await phone.goto(notice);
  await expect(phone.getByText('王*')).toBeVisible();
  await expect(phone.getByText('王安')).toHaveCount(0);
  await expect(phone.getByText('公示单张贴在公示栏左侧')).toBeVisible();
  await expectWide(phone);
  const seen = shot('public-notice');
  if (seen) await phone.screenshot({ path: seen, fullPage: true });
  await phone.getByLabel(/意见/).fill('他家有一辆面包车');
  await phone.getByRole('radio', { name: '匿名' }).check();
  await phone.getByRole('button', { name: '提交意见' }).click();
  await expect(phone.getByRole('heading', { name: '意见已经收到' })).toBeVisible();

  await openAs(page, 'hq-handler', '/publication?tab=inbox');
  await expect(page.getByRole('row').filter({ hasText: '他家有一辆面包车' })).toContainText('群众（匿名）');
  const inbox = shot('desk-inbox');
  if (inbox) await page.screenshot({ path: inbox });
  await page.getByRole('tab', { name: '公示中' }).click();
  const row = page.getByRole('row').filter({ hasText: '王*' }).first();
  await row.getByRole('button', { name: '预览' }).click();
  await expect(part(page, '公众看到的内容')).toContainText('王*');
  const desk = shot('desk-notices');
  if (desk) await page.screenshot({ path: desk });
  await page.goto(`/cases/${id}`);
  await expect(part(page, '网上提交')).toContainText('他家有一辆面包车');
  const file = shot('desk-case');
  if (file) await page.screenshot({ path: file });
  await give(page, '答复网上提交', async (form) => {
    await form.getByRole('radio', { name: /不采纳/ }).check();
    await form.getByLabel('答复内容').fill('经核实，车辆为邻居所有。');
  });
  await expect(part(page, '网上提交')).toContainText('没有采纳：经核实');
  await expectNoSideways(page);
  await phone.close();
});

test('[HQ-14] the applicant opens the case on an old telephone with number and code: one sentence, the letters, a paper handed in that arrives at the clerk', async ({ browser, page }) => {
  const { id, number } = await applyFor(await user('hq-handler'), { serial: 164, wage: 20_000 });
  await walk(office('hq'), id, 'verify');
  const { code } = (await (await user('hq-handler')).post<{ code: string }>(`/cases/${id}/access-code`, { purpose: '交给申请人' })).body;

  const phone = await browser.newPage({ ...PHONE, baseURL: origin() });
  await phone.goto('/public/my?county=hongqiao');
  const door = shot('my-door');
  if (door) await phone.screenshot({ path: door, fullPage: true });
  await phone.getByLabel(/案号/).fill(number);
  await phone.getByLabel(/查询码/).fill('ZZZZ-9999');
  await phone.getByRole('button', { name: '查看' }).click();
  await expect(phone.getByRole('alert')).toContainText('不对');
  await phone.getByLabel(/案号/).fill(number);
  await phone.getByLabel(/查询码/).fill(code.toLowerCase());
  await phone.getByRole('button', { name: '查看' }).click();
  await expect(phone.getByText('您的申请已受理')).toBeVisible();
  expect(phone.url()).not.toContain(code);
  await expectWide(phone);
  await phone.getByText('补交材料', { exact: true }).first().click();
  const mine = shot('my-case');
  if (mine) await phone.screenshot({ path: mine, fullPage: true });
  const letter = await phone.getByRole('link', { name: /受理通知书/ }).getAttribute('href');
  const pdf = await phone.request.get(letter ?? '');
  expect((await pdf.body()).subarray(0, 5).toString('latin1')).toBe('%PDF-');
  await phone.getByLabel(/照片或 PDF/).setInputFiles(photo('存款证明'));
  await phone.getByRole('button', { name: '交上去' }).click();
  await expect(phone.getByRole('status')).toContainText('已经收到');
  const sent = shot('my-sent');
  if (sent) await phone.screenshot({ path: sent, fullPage: true });

  await openAs(page, 'hq-handler', `/cases/${id}`);
  await expect(part(page, '网上提交')).toContainText('补交材料');
  await expect(part(page, '网上提交').getByRole('link', { name: '存款证明.png' })).toBeVisible();
  await phone.close();
});

test('[HQ-123, BQ-28] the long-term list of a village is read on a telephone and printed at the desk: name, number, sum', async ({ browser, page }) => {
  await openAs(page, 'hq-handler', '/publication?tab=lists');
  const pick = page.getByLabel('村（社区）');
  const village = await pick.locator('option').nth(1).getAttribute('value');
  await pick.selectOption(village);
  await expect(page.getByRole('columnheader', { name: '金额（元）' }).first()).toBeVisible();
  const first = (await page.getByRole('table').first().getByRole('row').nth(1).getByRole('cell').nth(1).textContent()) ?? '';
  const list = shot('desk-list');
  if (list) await page.screenshot({ path: list });
  const phone = await browser.newPage({ ...PHONE, baseURL: origin() });
  await phone.goto(`/public/hongqiao/v/${village}`);
  await phone.getByRole('heading', { name: /长期公布/ }).locator('xpath=following-sibling::ul[1]').getByRole('link').first().click();
  await expect(phone.getByRole('cell', { name: first, exact: true }).first()).toBeVisible();
  await expect(phone.getByRole('columnheader')).toHaveText(['序号', '姓名', '人数', '金额']);
  await expectWide(phone);
  const path = shot('public-list');
  if (path) await phone.screenshot({ path, fullPage: true });
  await phone.close();
});

/** Nothing is wider than the telephone; measured without script, by the size of the picture of the whole page. */
async function expectWide(phone: { screenshot: (o: { fullPage: boolean }) => Promise<Buffer> }): Promise<void> {
  const png = await phone.screenshot({ fullPage: true });
  expect(png.readUInt32BE(16)).toBe(PHONE.viewport.width);
}
