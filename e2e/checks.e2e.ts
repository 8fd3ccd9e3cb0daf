import type { getCheck, listChecks } from '@doudi/core/api/checks';
import type { Output } from '@doudi/core/api/contract';
import { attach, changeTo, expect, expectNoSideways, goTo, openAs, part, test, user } from './steps.ts';

test.describe.configure({ timeout: 120_000 });

const LOGIN: Readonly<Record<string, string>> = { 吴科员: 'xx-county', 郑科员: 'xx-county2', 王局长: 'xx-chief', 褚审计: 'xx-audit' };

test('[XX-54] 西秀: a pair checks a drawn case, at the door on a telephone, each blind to the other; what is wrong goes to rectification, and the draw’s results follow', async ({ page }) => {
  const { items } = (await (await user('xx-county')).get<Output<typeof listChecks>>('/checks?state=open')).body;
  const check = items.find((i) => i.checkers.every((c) => c?.account) && i.checkers.every((c) => LOGIN[c?.name ?? '']) && i.origin !== null);
  if (!check) throw new Error('no check of a draw is open');
  const [one = '', two = ''] = check.checkers.map((c) => LOGIN[c?.name ?? ''] ?? '');
  const { today } = (await (await user(one)).get<{ today: string }>('/session')).body;
  const { points } = (await (await user(one)).get<Output<typeof getCheck>>(`/checks/${check.id}`)).body;
  const form = page.getByRole('dialog');

  await page.setViewportSize({ width: 390, height: 844 });
  await openAs(page, one, `/checks/${check.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(check.title);
  // Not led to the decision before finding for oneself.
  await expect(page.getByRole('link', { name: '打开案件' })).toHaveCount(0);
  await expectNoSideways(page);
  await page.getByRole('button', { name: '登记核查经过' }).click();
  await form.getByLabel('入户', { exact: true }).check();
  await form.getByLabel('时间', { exact: true }).fill(`${today}T00:05`);
  await form.getByLabel('见到的人').fill('申请人、邻居');
  await attach(form, '照片', '入户核查');
  await form.getByLabel('看到的情况').fill('门前无车，家中两间房。');
  await form.getByLabel('签字的家庭成员').fill('申请人');
  await form.getByRole('button', { name: '登记核查经过', exact: true }).click();
  await expect(part(page, '核查经过')).toContainText('申请人 签字');
  await expectNoSideways(page);
  await page.setViewportSize({ width: 1366, height: 768 });

  await page.getByRole('button', { name: '填写核查表' }).click();
  for (const [i, p] of points.entries()) await form.getByRole('group', { name: p.text, exact: true }).getByLabel(i === 0 ? '否' : '是', { exact: true }).check();
  await form.getByLabel('情况').fill('受理通知晚了四天');
  await form.getByRole('button', { name: '填写核查表', exact: true }).click();
  await expect(part(page, '核查表')).toContainText('受理通知晚了四天');

  const enter = async (): Promise<void> => {
    await page.getByRole('button', { name: '登记查到的情况' }).click();
    for (const box of await form.getByRole('group', { name: '实际共同生活的人' }).getByRole('checkbox').all()) await box.check();
    await form.getByRole('button', { name: '登记查到的情况', exact: true }).click();
    await expect(form).toBeHidden();
  };
  await enter();
  await expect(part(page, '背对背复算')).toContainText('两人都登记之前');
  await expect(page.getByText('原决定', { exact: true })).toHaveCount(0);
  await expect(part(page, '核查表')).toContainText('未签字');
  await changeTo(page, two);
  await expect(part(page, '背对背复算')).toContainText('两人都登记之前');
  // The second of the pair reads the form and signs it before it counts.
  await page.getByRole('button', { name: '会签核查表' }).click();
  await expect(form.getByText('受理通知晚了四天')).toBeVisible();
  await form.getByRole('button', { name: '会签核查表', exact: true }).click();
  await expect(part(page, '核查表')).not.toContainText('未签字');
  await enter();
  await expect(part(page, '复算比对')).toContainText('原决定');

  await page.getByRole('button', { name: '作出结论' }).click();
  await expect(form.getByLabel('问题').last()).toHaveValue('受理通知晚了四天');
  await form.getByLabel('结论', { exact: true }).fill('受理不及时，应当改正。');
  await form.getByRole('button', { name: '作出结论', exact: true }).click();
  await expect(part(page, '结论')).toContainText('受理不及时');
  await changeTo(page, 'xx-county');
  const raise = part(page, '结论').getByRole('button', { name: '移交整改' });
  await expect(raise.first()).toBeVisible();
  for (let left = await raise.count(); left > 0; left--) {
    await raise.first().click();
    await form.getByLabel('整改要求').fill('限期改正，举一反三。');
    await form.getByRole('button', { name: '移交整改', exact: true }).click();
    await expect(raise).toHaveCount(left - 1);
  }
  await expect(part(page, '结论').getByRole('link', { name: /-整-/ }).first()).toBeVisible();

  await goTo(page, '核查');
  await page.getByRole('tab', { name: '有问题' }).click();
  await expect(page.getByRole('row').filter({ hasText: check.number })).toContainText('问题整改中');
  await page.goto(`/draws/${check.origin ?? ''}/results`);
  await expect(part(page, '错误率推断')).toContainText(/\d+ 查 \d+ 错/);
});
