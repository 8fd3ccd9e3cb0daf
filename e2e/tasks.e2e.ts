import type { Output } from '@doudi/core/api/contract';
import type { listTasks } from '@doudi/core/api/tasks';
import type { Locator, Page } from '@playwright/test';
import { changeTo, expect, openAs, part, photo, test, user } from './steps.ts';

/** A task of the pilot of 珙县, from the county to the town and back; a training with who came. */

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true }).first();
/** One act: its button, its form, its submit. */
async function act(page: Page, name: string, fill?: (form: Locator) => Promise<void>): Promise<void> {
  await button(page, name).click();
  const form = page.getByRole('dialog');
  await expect(form).toBeVisible();
  await fill?.(form);
  await form.getByRole('button', { name, exact: true }).click();
  await expect(form).toBeHidden();
}

test('[GX-92, GX-95] a town reports its summary in three parts with a paper, the county sends it back and accepts it; the pilot’s page shows it done and how late', async ({ page }) => {
  const { items } = (await (await user('gx-b-handler')).get<Output<typeof listTasks>>('/tasks?kind=summary')).body;
  const task = items.find((t) => t.title === '试点工作总结');
  await openAs(page, 'gx-b-handler', '/tasks?kind=summary');
  await page.getByRole('row').filter({ hasText: task?.number ?? '' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '试点工作总结' })).toBeVisible();
  await expect(page.getByText('下一步：报送基本做法、取得成效、困难和问题')).toBeVisible();
  const report = async (form: Locator): Promise<void> => {
    await form.getByLabel('基本做法').fill('窗口一次收件，镇内审核确认。');
    await form.getByLabel('取得成效').fill('办理时间缩短。');
    await form.getByLabel('困难和问题').fill('人手不足。');
    await form.getByLabel('材料').setInputFiles(photo('试点工作总结'));
    await expect(form.getByRole('link', { name: '试点工作总结.png' })).toBeVisible();
  };
  await act(page, '报送', report);
  await changeTo(page, 'gx-county');
  await act(page, '退回重报', (form) => form.getByLabel('理由').fill('没有写明问题的原因'));
  await expect(part(page, '退回、催办、延期')).toContainText('没有写明问题的原因');
  await changeTo(page, 'gx-b-handler');
  await act(page, '报送', report);
  await changeTo(page, 'gx-county');
  await act(page, '认可', (form) => form.getByLabel('意见').fill('同意'));
  await expect(part(page, '报送')).toContainText('已认可');
  await expect(page.getByRole('table', { name: '经过' })).toContainText('退回重报');
  await page.goto('/tasks?tab=campaign');
  const stage = part(page, '总结评估，深化提高（先行试点乡镇9月前，其余乡镇12月底前）');
  await expect(stage.getByRole('row').filter({ hasText: task?.unitName ?? '' })).toContainText(`● 已认可${task && task.lateDays > 0 ? '，迟' : ''}`);
});

test('[GX-34, GX-106] the county trains who never was trained, records who came, and the rest stay marked', async ({ page }) => {
  await openAs(page, 'gx-county', '/training');
  await act(page, '安排培训', async (form) => {
    await form.getByLabel('内容').fill('确认权下放操作规程补训');
    await form.getByLabel('日期').fill('2020-11-16');
    await form.getByLabel('地点').fill('县民政局');
    await form.getByLabel('学时').fill('4');
    await form.getByLabel('授课人').fill('局社会救助股');
    await form.getByRole('checkbox', { name: /张经办乙/ }).check();
    await form.getByRole('checkbox', { name: /刘经办乙/ }).check();
  });
  await page.getByRole('row').filter({ hasText: '确认权下放操作规程补训' }).click();
  await act(page, '登记到会', async (form) => {
    await form.getByRole('checkbox', { name: /张经办乙/ }).check();
    await form.getByLabel('签到表和教材').setInputFiles(photo('签到表'));
    await expect(form.getByRole('link', { name: '签到表.png' })).toBeVisible();
  });
  await expect(part(page, '到会情况').getByRole('row').filter({ hasText: '刘经办乙' })).toContainText('缺席');
  await page.goto('/training?tab=staff');
  await expect(page.getByRole('table', { name: '受训情况' }).getByRole('row').filter({ hasText: '张经办乙' })).toContainText('在间隔内');
  await expect(page.getByRole('table', { name: '受训情况' }).getByRole('row').filter({ hasText: '刘经办乙' })).toContainText('从未参加');
});
