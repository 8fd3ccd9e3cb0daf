import type { Page } from '@playwright/test';
import { applyFor, walk } from '../packages/server/src/testing/flow.ts';
import { changeTo, expect, expectPdf, give, office, openAs, part, setClock, test, user } from './steps.ts';

test.describe.configure({ timeout: 180_000 });

/** The procedure's steps as the head of the case page names them. */
const steps = (page: Page) => page.getByRole('list', { name: '办理步骤' }).getByRole('listitem');
const step = (page: Page, name: string) => steps(page).filter({ hasText: name });

test('[LH-63] 临河: the leader cannot confirm before the meeting has a record; the working names the tier', async ({ page }) => {
  await setClock('lh-county', '2022-06-15');
  const { id } = await applyFor(await user('lh-handler'), { serial: 101, wage: 20_000 });
  await walk(office('lh'), id, 'meeting');
  await openAs(page, 'lh-leader', `/cases/${id}`);
  await expect(part(page, '收入算式')).toContainText(/档次 \S+/);
  await expect(step(page, '会议研究')).toContainText('正在办');
  const next = part(page, '下一步');
  await expect(next.getByRole('button', { name: '作出确认决定' })).toHaveCount(0);
  await give(page, '登记会议', async (form) => {
    await expect(form).toContainText('社会救助审批工作领导小组');
    await expect(form).toContainText('应到 5 人，实到 5 人');
    await form.getByLabel('地点').fill('镇会议室');
    await form.getByLabel('主持人').fill('周分管');
    await form.getByRole('button', { name: '全部同意' }).click();
    await form.getByLabel('会议记录', { exact: true }).fill('逐户审议，同意确认。');
  });
  await expect(part(page, '会议')).toContainText('应到 5 人，实到 5 人');
  await give(page, '作出确认决定', undefined, '作出决定');
  await expect(part(page, '决定')).toContainText('予以确认');
  await expectPdf(page, part(page, '文书').getByRole('link', { name: '确认决定书', exact: true }));
});

test('[LH-61, LH-62] 临河: the simplified procedure needs its grounds, is marked on the case and leaves out visit and appraisal', async ({ page }) => {
  await setClock('lh-county', '2022-06-15');
  const { id } = await applyFor(await user('lh-handler'), { serial: 102, wage: 20_000 });
  await walk(office('lh'), id, 'authorise');
  await openAs(page, 'lh-handler', `/cases/${id}`);
  await part(page, '下一步').getByRole('button', { name: '适用简易程序' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: '适用简易程序' }).click();
  await expect(form.getByText('必填')).toBeVisible();
  await form.getByLabel('适用简易程序的依据').fill('去年在享低保，驻村干部每月入户，情况确实掌握。');
  await form.getByRole('button', { name: '适用简易程序' }).click();
  await expect(page.getByRole('status').filter({ hasText: '✓ 适用简易程序：已办' })).toBeVisible();
  for (const name of ['入户调查', '民主评议']) await expect(step(page, name)).toContainText('不需要');
  await expect(part(page, '流转')).toContainText('情况确实掌握');
});

test('[GX-16] 珙县: the same town is confirmed by the county in April 2020 and confirms itself in November, always with the appraisal of those years', async ({ page }) => {
  await setClock('gx-county', '2020-04-15');
  const before = await applyFor(await user('gx-handler'), { serial: 103, wage: 20_000 });
  await openAs(page, 'gx-handler', `/cases/${before.id}`);
  await expect(step(page, '县级审核')).toHaveCount(1);
  await expect(step(page, '确认决定')).toContainText('县级负责人');
  await expect(step(page, '民主评议')).not.toContainText('不需要');

  await setClock('gx-county', '2020-11-16');
  const { id } = await applyFor(await user('gx-handler'), { serial: 104, wage: 20_000 });
  await walk(office('gx'), id, 'decide');
  await page.goto(`/cases/${id}`);
  await expect(step(page, '县级审核')).toHaveCount(0);
  await expect(step(page, '民主评议')).toContainText('已完成');
  await changeTo(page, 'gx-leader');
  await give(page, '作出确认决定', undefined, '作出决定');
  await expect(part(page, '决定')).toContainText('周分管');
});

test('宝清: under the 2022 notice the delegated case has 20 working days, shown with its clause', async ({ page }) => {
  await setClock('bq-county', '2022-11-15');
  const { id } = await applyFor(await user('bq-handler'), { serial: 105, wage: 20_000 });
  await openAs(page, 'bq-handler', `/cases/${id}`);
  await give(page, '受理并出具回执');
  const whole = part(page, '期限').getByRole('listitem').filter({ hasText: '全案办结' });
  await expect(whole).toContainText('20 个工作日');
  await expect(whole).toContainText('2022年12月13日');
  await whole.getByRole('button').first().click();
  await expect(page.getByRole('tooltip')).toContainText('民发〔2022〕83号');
});

test('西秀: nobody is entrusted; after the street the county reviews, posts its own notice and decides', async ({ page }) => {
  await setClock('xx-county', '2019-04-15');
  const { id } = await applyFor(await user('xx-handler'), { serial: 106, wage: 20_000 });
  await walk(office('xx'), id, 'countyReview');
  await openAs(page, 'xx-county', `/cases/${id}`);
  await expect(step(page, '民主评议')).toContainText('已完成');
  await expect(step(page, '县级公示')).toContainText('未到');
  await give(page, '县级审核', async (form) => {
    await form.getByLabel('同意', { exact: true }).check();
    await form.getByLabel('意见内容').fill('同意街道意见。');
  });
  await expect(step(page, '县级公示')).toContainText('正在办');
  await walk(office('xx'), id, 'decide');
  await changeTo(page, 'xx-leader');
  await expect(part(page, '下一步').getByRole('button', { name: '作出确认决定' })).toHaveCount(0);
  await changeTo(page, 'xx-chief');
  await give(page, '作出确认决定', undefined, '作出决定');
  await expect(part(page, '决定')).toContainText('王局长');
});
