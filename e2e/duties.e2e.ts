import { expect, expectNoSideways, openAs, test } from './steps.ts';

test('[BQ-55] a survey is recorded under its clause, and the clause shows the rates; the goals of the plan open their cases', async ({ page }) => {
  await openAs(page, 'bq-chief', '/bureau');
  await page.getByRole('link', { name: '监督条款的落实' }).click();
  await page.getByRole('link', { name: '满意率和政策的知晓率是否提高' }).click();
  await page.getByRole('button', { name: '登记落实这一条' }).click();
  const form = page.getByRole('dialog');
  await expect(form.getByRole('checkbox', { name: /满意率/ })).toBeChecked();
  await form.getByLabel('调查人数').fill('60');
  await form.getByLabel('其中满意').fill('54');
  await form.getByLabel('其中知晓政策').fill('30');
  await form.getByLabel('看到什么、说了什么').fill('入户发放问卷六十份，逐份核对后统计。');
  await form.getByRole('button', { name: '登记督导' }).click();
  await expect(page.getByText('满意率 90%')).toBeVisible();
  await expect(page.getByText('知晓率 50%')).toBeVisible();
  await expect(page.getByText('● 本期已落实')).toBeVisible();
  await page.goto('/bureau/goals');
  await expect(page.getByRole('heading', { name: '简政不简责、放权不放管' })).toBeVisible();
  await expectNoSideways(page);
  await page.getByRole('link', { name: /^按时作出决定/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '按时作出决定' })).toBeVisible();
  await page.getByRole('row').nth(1).getByRole('link').click();
  await expect(page).toHaveURL(/\/cases\/[0-9a-f-]{36}/);
});
