import { applyFor } from '../packages/server/src/testing/flow.ts';
import { changeTo, expect, goTo, openAs, PASSWORD, setClock, signInOnPage, test, user } from './steps.ts';

test.beforeEach(() => setClock('hq-county', '2021-11-15'));

test('a wrong password is refused without saying which half was wrong; the right one opens the desk; logging out ends it', async ({ page, context }) => {
  await page.goto('/');
  await page.getByRole('textbox', { name: '账号' }).fill('hq-county2');
  await page.getByLabel('密码').fill('doudi-wrong-one');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('账号或密码不正确');
  await signInOnPage(page, 'hq-county2');
  const cookies = await context.cookies();
  expect(cookies.length).toBeGreaterThan(0);
  expect(cookies.every((c) => c.httpOnly && c.sameSite === 'Strict')).toBe(true);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.getByRole('button', { name: '退出' }).click();
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeVisible();
  const after = await page.request.get('/api/v1/session', { headers: { cookie: cookies.map((c) => `${c.name}=${c.value}`).join('; ') } });
  expect(after.status()).toBe(401);
});

test('five wrong passwords lock the account, and the right one no longer opens it', async ({ page }) => {
  await page.goto('/');
  const enter = async (password: string): Promise<void> => {
    await page.getByRole('textbox', { name: '账号' }).fill('gx-b-leader');
    await page.getByLabel('密码').fill(password);
    const answer = page.waitForResponse((r) => r.url().endsWith('/api/v1/session') && r.request().method() === 'POST');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await answer;
  };
  for (let n = 0; n < 5; n++) {
    await enter('doudi-wrong-one');
    await expect(page.getByRole('alert')).toContainText('账号或密码不正确');
  }
  await enter(PASSWORD);
  await expect(page.getByRole('alert')).toContainText('账号已锁定 15 分钟');
  await expect(page.getByRole('button', { name: '退出' })).toHaveCount(0);
});

test("another street's case has no page: its address shows the same as a case that does not exist", async ({ page }) => {
  const { id, number } = await applyFor(await user('hq-handler'), { serial: 201 });
  await openAs(page, 'hq-b-handler', `/cases/${id}`);
  const refusal = page.getByRole('alert');
  await expect(refusal).toBeVisible();
  const seen = await refusal.innerText();
  expect(seen).not.toContain(number);
  await page.goto('/cases/00000000-0000-4000-8000-000000000000');
  await expect(refusal).toBeVisible();
  expect(await refusal.innerText()).toBe(seen);
  await changeTo(page, 'hq-handler');
  await page.goto(`/cases/${id}`);
  await expect(page.getByText(number)).toBeVisible();
});

test('an administrator sees no case: not in the menu, not at the desk, not by address', async ({ page }) => {
  const { id } = await applyFor(await user('hq-handler'), { serial: 202 });
  await openAs(page, 'hq-sys', '/');
  const menu = page.getByRole('navigation', { name: '菜单' });
  await expect(menu.getByRole('link', { name: '政策依据' })).toBeVisible();
  for (const name of ['工作台', '窗口受理', '资金发放', '报送备案']) await expect(menu.getByRole('link', { name, exact: true })).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: /^账号管理/ })).toBeVisible();
  await expect(page.getByRole('search')).toHaveCount(0);
  await page.goto(`/cases/${id}`);
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('region', { name: '下一步', exact: true })).toHaveCount(0);
});

test('a session that ended leaves nothing behind for the next person at the desk', async ({ page, context }) => {
  const { id, number } = await applyFor(await user('hq-handler'), { serial: 203 });
  await openAs(page, 'hq-handler', `/cases/${id}`);
  await expect(page.getByText(number)).toBeVisible();
  await context.clearCookies();
  await goTo(page, '工作台');
  await expect(page.getByRole('status')).toContainText('登录已失效');
  await signInOnPage(page, 'hq-b-handler');
  await page.goBack();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByText(number)).toHaveCount(0);
});
