import { testIdentity } from '@doudi/core/people/id-number';
import { applyFor } from '../packages/server/src/testing/flow.ts';
import { changeTo, expect, expectNoSideways, openAs, part, setClock, signInOnPage, test, user } from './steps.ts';

test.beforeEach(() => setClock('hq-county', '2021-11-15'));

test('names are masked until they are opened with a purpose, and the auditor sees who opened whom and why', async ({ page }) => {
  const { id } = await applyFor(await user('hq-handler'), { serial: 121 });
  await openAs(page, 'hq-county2', `/cases/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('王*');
  await expect(page.getByText('王安')).toHaveCount(0);
  await part(page, '家庭成员 2 人').getByRole('row').filter({ hasText: '王*' }).getByRole('button', { name: '打开' }).click();
  const question = page.getByRole('tooltip').filter({ hasText: '须写明用途' });
  await question.getByRole('button', { name: '打开' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('王*');
  await question.getByRole('button', { name: '入户调查' }).click();
  await question.getByRole('button', { name: '打开' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('王安');
  await expect(part(page, '家庭成员 2 人')).toContainText(/99999919700304\w{4}/);
  await expect(page.getByText('李宁')).toHaveCount(0);
  await page.getByRole('button', { name: '退出' }).click();
  await signInOnPage(page, 'hq-audit');
  await page.goto('/audit?tab=access');
  await expect(page.getByRole('row').filter({ hasText: '郑科员' }).filter({ hasText: '入户调查' }).first()).toBeVisible();
});

test("'/' goes to the search; an exact number finds the case, and never stands in the address", async ({ page }) => {
  const { number } = await applyFor(await user('hq-handler'), { serial: 122 });
  await openAs(page, 'hq-handler', '/');
  await expect(page.getByRole('table')).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: '找人、案号' })).toBeFocused();
  await page.keyboard.type(number);
  await page.keyboard.press('Enter');
  await expect(page.getByText('按案号查找，找到 1 件')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type(testIdentity('1970-03-04', 'male', 244));
  await page.keyboard.press('Enter');
  await expect(page.getByText('按身份证号查找，找到 1 件')).toBeVisible();
  expect(page.url()).not.toContain('999999');
  await page.getByRole('table').getByRole('link').click();
  await expect(page.getByText(number)).toBeVisible();
});

test('the work list is walked with J and K and opened with Enter', async ({ page }) => {
  await openAs(page, 'hq-handler', '/');
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows.nth(2)).toBeVisible();
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('j');
  await expect(rows.nth(2)).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('k');
  await expect(rows.nth(1)).toHaveAttribute('aria-current', 'true');
  const link = await rows.nth(1).getByRole('link').first().getAttribute('href');
  await page.keyboard.press('Enter');
  await expect(part(page, '下一步')).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(link);
});

test('the training clock goes on by a working day, by a week and to a date', async ({ page }) => {
  await setClock('hq-county', '2021-11-19');
  await openAs(page, 'hq-county2', '/');
  const clock = page.getByRole('button', { name: /培训时钟/ });
  await expect(clock).toContainText('2021年11月19日（周五）');
  await clock.click();
  await page.getByRole('button', { name: '+1 工作日' }).click();
  await expect(clock).toContainText('2021年11月22日（周一）');
  await clock.click();
  await page.getByRole('button', { name: '+7 天' }).click();
  await expect(clock).toContainText('2021年11月29日（周一）');
  await clock.click();
  await page.getByLabel('选日期').fill('2021-11-15');
  await page.getByRole('button', { name: '拨到这天' }).click();
  await expect(clock).toContainText('2021年11月15日（周一）');
});

test('English is a click away and stays after a reload', async ({ page }) => {
  await openAs(page, 'hq-handler', '/');
  await page.getByRole('button', { name: 'English' }).click();
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Counter intake' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Due', exact: true })).toBeVisible();
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByRole('navigation', { name: '菜单' })).toBeVisible();
});

test('the menu is seen whole, unfolds by keyboard and stays as it was left; finance starts on the money and has no work list', async ({ page }) => {
  await openAs(page, 'hq-county', '/');
  const menu = page.getByRole('navigation', { name: '菜单' });
  const money = menu.getByRole('button', { name: '资金' });
  await expect(menu.getByRole('link', { name: '工作台' })).toBeVisible();
  await expect(menu.getByRole('link', { name: '资金发放' })).toBeHidden();
  await money.focus();
  await page.keyboard.press('Enter');
  await expect(menu.getByRole('link', { name: '资金发放' })).toBeVisible();
  expect(await menu.getByRole('list').first().evaluate((e) => e.scrollHeight - e.clientHeight)).toBeLessThanOrEqual(0);
  await page.reload();
  await expect(money).toHaveAttribute('aria-expanded', 'true');
  await money.click();
  await expect(menu.getByRole('link', { name: '资金发放' })).toBeHidden();
  await changeTo(page, 'hq-fin');
  await expect(page.getByRole('heading', { level: 1, name: '资金待办' })).toBeVisible();
  await expect(menu.getByRole('link', { name: '工作台' })).toHaveCount(0);
  await menu.getByRole('link', { name: '案件', exact: true }).click();
  await expect(page.getByRole('tab', { name: /^在办/ })).toBeVisible();
  await expect(page.getByRole('tab', { name: /^待办/ })).toHaveCount(0);
  await page.getByRole('table').getByRole('row').nth(1).getByRole('cell').nth(4).click();
  await expect(part(page, '下一步')).toBeVisible();
});

test.describe('at 390 px', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('no page has to be moved sideways: login, desk, case, intake', async ({ page }) => {
    const { id } = await applyFor(await user('hq-handler'), { serial: 123 });
    await page.goto('/');
    await expect(page.getByRole('region', { name: '培训账号' })).toBeVisible();
    await expectNoSideways(page);
    await signInOnPage(page, 'hq-handler');
    await expect(page.getByRole('table')).toBeVisible();
    await expectNoSideways(page);
    await page.goto('/intake');
    await expect(page.getByRole('group', { name: '申请人证件' })).toBeVisible();
    await expectNoSideways(page);
    await page.goto(`/cases/${id}`);
    await expect(part(page, '下一步')).toBeVisible();
    await expectNoSideways(page);
    await page.getByRole('button', { name: '菜单' }).click();
    await page.getByRole('dialog').getByRole('link', { name: '工作台' }).click();
    await expect(page.getByRole('tab', { name: /^已办/ })).toBeVisible();
    const done = await (await user('hq-handler')).get<{ items: { id: string; monthlyFen: number | null }[] }>('/worklist?tab=done');
    await page.goto(`/cases/${done.body.items.find((c) => c.monthlyFen !== null)?.id ?? ''}`);
    await expect(part(page, '决定')).toBeVisible();
    await expectNoSideways(page);
  });

  test('no page has to be moved sideways: payments, filing, policy, organisation', async ({ page }) => {
    await openAs(page, 'hq-county2', '/payments');
    await page.getByRole('table').getByRole('link').first().click();
    await expect(part(page, '银行代发')).toBeVisible();
    await expectNoSideways(page);
    for (const [address, name] of [['/payments', '资金发放'], ['/filings', '报送备案'], ['/policy', '政策依据'], ['/organisation', '组织与委托']] as const) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      await expect(page.getByRole('table').or(page.getByRole('navigation', { name: '单位' })).first()).toBeVisible();
      await expectNoSideways(page);
    }
  });
});
