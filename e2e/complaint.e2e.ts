import { changeTo, expect, expectNoSideways, expectPdf, goTo, openAs, part, setClock, test, user } from './steps.ts';

/** An old telephone: a narrow screen and no script at all. */
const PHONE = { viewport: { width: 360, height: 640 }, javaScriptEnabled: false, locale: 'zh-CN' } as const;
const origin = (): string => process.env['DOUDI_E2E_ORIGIN'] ?? '';
const shot = (name: string): string | undefined => (process.env['DOUDI_SHOTS'] ? `${process.env['DOUDI_SHOTS']}/${name}.png` : undefined);

test.beforeEach(() => setClock('hq-county', '2021-11-15'));

test('[LH-26, LH-34, BQ-66, XX-164] somebody reports a clerk by name from an old telephone; the bureau alone sees it, looks into it with two people, disposes, answers by letter; the office complained of finds nothing, and the answer is read with number and code', async ({ browser, page }) => {
  const unit = (await (await user('hq-handler')).get<{ unit: { name: string } }>('/session')).body.unit.name;
  const words = '经办人员收了香烟才肯上门，第二次还要酒。';
  const phone = await browser.newPage({ ...PHONE, baseURL: origin() });
  await phone.goto('/public/hongqiao');
  await phone.getByRole('link', { name: /可以匿名/ }).click();
  await phone.getByRole('radio', { name: /^举报/ }).check();
  await phone.getByLabel('关于什么').selectOption('工作人员');
  await phone.getByLabel(/是哪个乡镇/).selectOption(unit);
  await phone.getByLabel('把事情写下来').fill(words);
  await phone.getByLabel(/^姓名/).fill('庚某');
  await phone.getByLabel(/^电话/).fill('00055554444');
  const form = shot('complain-form');
  if (form) await phone.screenshot({ path: form, fullPage: true });
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await phone.getByRole('button', { name: '提交' }).click();
  await expect(phone.getByRole('heading', { name: '已经收到' })).toBeVisible();
  const [number = '', code = ''] = await phone.getByRole('status').locator('strong').allTextContents();

  await openAs(page, 'hq-handler', '/complaints');
  await expect(page.getByRole('heading', { name: '信访投诉', exact: true })).toBeVisible();
  await expect(page.getByText(number)).toHaveCount(0);
  await expect(page.getByText('收了香烟')).toHaveCount(0);

  await changeTo(page, 'hq-county');
  await goTo(page, '信访投诉');
  const row = page.getByRole('row').filter({ hasText: number });
  await expect(row).toContainText('对单位保密');
  await row.getByRole('cell').first().click();
  const { pathname } = new URL(page.url());
  await expect(page.getByText(words)).toBeVisible();
  const drawer = page.getByRole('dialog');
  const submit = (name: string) => drawer.getByRole('button', { name, exact: true }).click();
  const start = async (name: string): Promise<void> => await page.getByRole('main').getByRole('button', { name, exact: true }).click();
  await start('受理');
  await submit('受理');
  await expect(page.getByText('调查核实', { exact: false }).first()).toBeVisible();
  await start('处置');
  await drawer.getByLabel('处置结果').selectOption('支持诉求');
  await drawer.getByLabel('怎么处置的').fill('责令退还');
  await submit('处置');
  await expect(drawer).toContainText('实名举报须逐一调查核实后才能处置');
  await drawer.getByRole('button', { name: '先放着' }).click();
  await start('登记调查');
  await drawer.getByLabel('暗访').check();
  await drawer.getByLabel('查阅档案').check();
  const people = drawer.getByRole('group', { name: '调查人员' }).getByRole('checkbox');
  const county = (await (await user('hq-county')).get<{ staff: { name: string; county: boolean }[] }>('/complaints')).body.staff.filter((s) => s.county).slice(0, 2);
  expect(county.length).toBe(2);
  for (const s of county) await drawer.getByRole('group', { name: '调查人员' }).getByLabel(s.name).check();
  expect(await people.count()).toBeGreaterThan(2);
  await drawer.getByLabel('查明的情况').fill('查实收受香烟两条。');
  await drawer.getByRole('radio', { name: '属实', exact: true }).check();
  await submit('登记调查');
  await expect(part(page, '办理')).toContainText('查实收受香烟两条。');
  await start('处置');
  await submit('处置');
  await expect(part(page, '办理')).toContainText('支持诉求');
  await start('反馈');
  await drawer.getByLabel('反馈方式').selectOption('书面');
  await drawer.getByLabel('答复的内容').fill('您反映的情况属实，已责令退还并道歉。');
  await drawer.getByRole('radio', { name: '满意', exact: true }).check();
  await submit('反馈');
  await expect(page.getByText('已反馈').first()).toBeVisible();
  await expectPdf(page, part(page, '文书').getByRole('link', { name: '打印' }));
  await expectNoSideways(page);
  const done = shot('complaint-page');
  if (done) await page.screenshot({ path: done, fullPage: true });

  await changeTo(page, 'hq-handler');
  await page.goto(pathname);
  await expect(page.getByText('没有这件信访投诉')).toBeVisible();

  await phone.goto('/public/hongqiao/complain/progress');
  await phone.getByLabel('编号').fill(number);
  await phone.getByLabel(/查询码/).fill(code);
  await phone.getByRole('button', { name: '查看' }).click();
  await expect(phone.getByText('您反映的情况属实，已责令退还并道歉。')).toBeVisible();
  await expect(phone.getByText('请求复查')).toBeVisible();
  await phone.close();
});
