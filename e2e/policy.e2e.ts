import { applyFor, walk } from '../packages/server/src/testing/flow.ts';
import { attach, expect, give, office, openAs, changeTo, part, setClock, test, user } from './steps.ts';

test.describe.configure({ timeout: 180_000 });

test('[HQ-115] 红桥: the notice of 5 days stands beside the national 7; the county head chooses the floor, and a notice posted then takes 7 days', async ({ page }) => {
  await setClock('hq-county', '2021-11-16');
  const chief = await user('hq-chief');
  try {
    await openAs(page, 'hq-chief', '/policy');
    const conflict = page.getByRole('region', { name: /^与国家规定的冲突/ });
    await expect(conflict).toContainText('县级还没有选择，暂按方案执行');
    // The general rule stands first; a programme with limits of its own has its own conflict below.
    await expect(conflict.getByText('5 天', { exact: true }).first()).toBeVisible();
    await expect(conflict.getByText('7 天', { exact: true }).first()).toBeVisible();
    await expect(conflict.getByRole('button', { name: /四\(二\)1\(3\)/ }).first()).toBeVisible();
    await conflict.getByRole('button', { name: '选择适用' }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel(/^适用国家底线：7/).check();
    await form.getByRole('button', { name: '选择适用' }).click();
    await expect(form.getByRole('alert').first()).toBeVisible();
    await form.getByLabel('理由').fill('国家规定公示期为七天，从其规定。');
    await form.getByRole('button', { name: '选择适用' }).click();
    await expect(page.getByRole('status').filter({ hasText: '已记录' })).toBeVisible();
    await expect(conflict.getByRole('list', { name: '选择记录' }).first()).toContainText('国家规定公示期为七天，从其规定。');
    await expect(conflict).toContainText('县级已选择');

    const { id } = await applyFor(await user('hq-handler'), { serial: 131 });
    await walk(office('hq'), id, 'notice');
    await changeTo(page, 'hq-handler');
    await page.goto(`/cases/${id}`);
    await expect(part(page, '方案与国家底线不一致')).toContainText('国家底线');
    await give(page, '登记公示张贴', async (drawer) => {
      await drawer.getByLabel('张贴地点').fill('社区公示栏');
      await attach(drawer, '张贴照片', '公示');
    }, '登记张贴');
    await expect(part(page, '公示')).toContainText('2021年11月23日');
    await part(page, '下一步').getByText(/^其他事项为何不能办/).click();
    await expect(page.getByRole('definition').filter({ hasText: '期满次日方可结束' })).toContainText('（7天）');
  } finally {
    // The choice cannot be taken back, only followed by another: the other tests go on by the plan.
    const back = await chief.post('/policy/choices', { key: 'notice.days', choose: 'plan', reason: '练习结束，恢复方案规定。', from: '2021-11-17' });
    expect(back.status).toBe(200);
  }
});

test('红桥: the organisation shows 双环邨街道 as a pilot unit that is gone, with the note why', async ({ page }) => {
  await setClock('hq-county', '2021-11-15');
  await openAs(page, 'hq-county', '/organisation');
  const tree = page.getByRole('navigation', { name: '单位' });
  await tree.getByRole('button', { name: '双环邨街道' }).click();
  const main = page.getByRole('main');
  await expect(main).toContainText('方案选定的试点单位');
  await expect(main).toContainText('2021年2月7日批复撤销');
  await page.getByLabel('按哪天').fill('2020-06-01');
  await expect(tree.getByRole('button', { name: '双环邨街道' })).toBeVisible();
});

test('an administrator reads the policies and cannot choose between plan and floor', async ({ page }) => {
  await setClock('hq-county', '2021-11-15');
  await openAs(page, 'hq-sys', '/policy');
  const choose = page.getByRole('region', { name: /^与国家规定的冲突/ }).getByRole('button', { name: '选择适用' }).first();
  await expect(choose).toHaveAttribute('aria-disabled', 'true');
  await expect(choose).toHaveAccessibleDescription('由县级负责人办理');
});

test('a deadline that reaches into the year whose holidays are not published is marked 暂定', async ({ page }) => {
  await setClock('hq-county', '2026-12-21');
  const { id } = await applyFor(await user('hq-handler'), { serial: 132 });
  await openAs(page, 'hq-handler', `/cases/${id}`);
  await give(page, '受理并出具回执');
  const limits = part(page, '期限').getByRole('listitem');
  await expect(limits.filter({ hasText: '全案办结' })).toContainText(/2027年.*暂定/);
  await expect(limits.filter({ hasText: '入户调查' })).not.toContainText('暂定');
});

test('[LH-86] 临河: a withdrawn entrustment hands a running case to the county as it stands, with every finished step', async ({ page }) => {
  await setClock('lh-county', '2022-06-15');
  const { id } = await applyFor(await user('lh-handler'), { serial: 133, wage: 20_000 });
  await walk(office('lh'), id, 'opine');
  await setClock('lh-county', '2022-07-01');
  await openAs(page, 'lh-chief', '/organisation?tab=entrustments');
  await page.getByRole('row').filter({ hasText: '铁南街道' }).filter({ hasText: '最低生活保障' }).getByRole('button', { name: '收回' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel(/收回哪个单位/).selectOption('铁南街道');
  await form.getByLabel('理由').fill('经办力量不足，暂由区级确认。');
  await form.getByRole('button', { name: '收回', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: /\d+ 个在办案件转由县级确认/ })).toBeVisible();
  await page.goto(`/cases/${id}`);
  const steps = page.getByRole('list', { name: '办理步骤' }).getByRole('listitem');
  await expect(steps.filter({ hasText: '县级审核' })).toContainText('未到');
  await expect(steps.filter({ hasText: '会议研究' })).toHaveCount(0);
  for (const name of ['受理', '信息核对', '入户调查', '民主评议', '测算']) await expect(steps.filter({ hasText: name }).first()).toContainText('已完成');
  await expect(steps.filter({ hasText: '确认决定' })).toContainText('县级负责人');
});
