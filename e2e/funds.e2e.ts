import { changeTo, expect, openAs, part, test } from './steps.ts';

/** The county's money as its people handle it: finance allocates, the county confirms, a township reports its imprest. */

test('[GX-67] finance enters an allocation, the county confirms it, and the ledger that opens agrees with the rolls', async ({ page }) => {
  await openAs(page, 'gx-fin', '/funds?tab=operations');
  await page.getByRole('button', { name: '财政拨付', exact: true }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('项目').selectOption({ label: '最低生活保障' });
  await form.getByLabel('资金来源').selectOption({ label: '上级补助资金' });
  await form.getByLabel('金额').fill('123,456.78');
  await form.getByLabel('用途').fill('追加低保资金');
  await form.getByLabel(/文号或依据/).fill('珙财社〔2021〕9号');
  await form.getByRole('button', { name: '财政拨付' }).click();
  const row = page.getByRole('row').filter({ hasText: '珙财社〔2021〕9号' });
  await expect(row).toContainText('待确认');
  await expect(row).toContainText('县级经办人员');
  await expect(row.getByRole('button', { name: '确认入账' })).toHaveCount(0);

  // It waits on the desk of whoever confirms: the work list says so in a line, and the line leads there.
  await changeTo(page, 'gx-county');
  await page.goto('/');
  await page.locator('main').getByRole('link', { name: /^资金待办 \d+ 项/ }).click();
  const waits = part(page, '轮到我办').getByRole('row').filter({ hasText: '要确认的拨付' });
  await expect(waits).toContainText('123,456.78');
  await waits.getByRole('link', { name: '要确认的拨付、储备金、奖补' }).click();
  await expect(page.getByRole('tab', { name: /资金业务/ })).toContainText('1');
  await row.getByRole('button', { name: '确认入账' }).click();
  await page.getByRole('tooltip').getByRole('button', { name: '确认入账' }).click();
  await expect(row).toContainText('已确认入账');
  await row.getByRole('link', { name: '分录' }).click();
  await expect(page.getByRole('heading', { name: '资金账分录' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '珙财社〔2021〕9号' })).toContainText('代发专户 · 最低生活保障');
  await expect(page.getByText('123,456.78')).toHaveCount(2);

  await page.getByRole('link', { name: '← 资金账' }).click();
  await expect(page.getByText('账实相符')).toBeVisible();
  await page.getByRole('button', { name: '核验分录链' }).click();
  await expect(page.getByText('散列值逐笔相符')).toBeVisible();
});

test('[GX-35, GX-53] a township sees its imprest and reports the last month, printed on A4; finance receives it', async ({ page }) => {
  await openAs(page, 'gx-b-head', '/funds');
  const mine = page.getByRole('row').filter({ hasText: '20,000.00' }).first();
  await expect(mine).toContainText('充足');
  const late = mine.getByRole('link').nth(1);
  await late.click();
  await expect(page.getByRole('button', { name: '申请补足' })).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText('备用金已达定额，不需补足')).toBeVisible();
  await page.getByRole('button', { name: '报财政部门' }).click();
  await expect(page.getByText('财政部门未登记收到')).toBeVisible();
  await page.getByRole('link', { name: '打印报告表' }).click();
  await expect(page.getByRole('heading', { name: '临时救助备用金使用情况报告表' })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('单位（盖章）')).toBeVisible();
  await expect(page.getByRole('button', { name: '打印本页' })).toBeHidden();
  await page.emulateMedia({ media: null });

  await changeTo(page, 'gx-fin');
  await page.goto('/funds?tab=units');
  await page.getByRole('button', { name: '登记收到' }).click();
  await expect(page.getByRole('row').filter({ hasText: '何财政' })).toBeVisible();
});
