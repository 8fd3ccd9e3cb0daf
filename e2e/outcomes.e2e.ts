import { applyFor, walk } from '../packages/server/src/testing/flow.ts';
import { attach, expect, expectPdf, give, office, openAs, changeTo, part, setClock, test, user } from './steps.ts';

test.describe.configure({ timeout: 180_000 });
test.beforeEach(() => setClock('hq-county', '2021-11-15'));

test('[HQ-132] 红桥: an income above the standard ends in a refusal by the leader, with reasons, to be served in three working days', async ({ page }) => {
  const { id } = await applyFor(await user('hq-handler'), { serial: 111, wage: 900_000 });
  await walk(office('hq'), id, 'opine');
  await openAs(page, 'hq-handler', `/cases/${id}`);
  await expect(part(page, '收入算式')).toContainText('不符合条件');
  await give(page, '提出初审意见', async (form) => {
    await expect(form.getByLabel('拟不予确认')).toBeChecked();
    await form.getByLabel('理由与情况').fill('家庭月人均收入高于保障标准。');
  });
  await expect(part(page, '下一步').getByRole('button', { name: '登记公示张贴' })).toHaveCount(0);
  await walk(office('hq'), id, 'decide');
  await changeTo(page, 'hq-leader');
  await part(page, '下一步').getByRole('button', { name: '作出确认决定' }).click();
  const form = page.getByRole('dialog');
  await expect(form.getByLabel(/^不予确认/)).toBeChecked();
  await form.getByRole('button', { name: '作出决定' }).click();
  await expect(form.getByRole('alert').first()).toBeVisible();
  await form.getByLabel('理由', { exact: true }).fill('家庭月人均收入高于保障标准，不符合规定。');
  await form.getByRole('button', { name: '作出决定' }).click();
  await expect(part(page, '决定')).toContainText('不予确认');
  await expectPdf(page, part(page, '文书').getByRole('link', { name: '不予确认决定书', exact: true }));
  await expect(part(page, '期限').getByRole('listitem').filter({ hasText: '送达' })).toContainText('3 个工作日');
  await expect(part(page, '收款账户')).toHaveCount(0);
});

test('[HQ-116, HQ-118] 红桥: an objection stops the notice; visit, appraisal, opinion and a second notice follow', async ({ page }) => {
  const { id } = await applyFor(await user('hq-handler'), { serial: 112 });
  await walk(office('hq'), id, 'notice');
  await openAs(page, 'hq-handler', `/cases/${id}`);
  const step = (name: string) => page.getByRole('list', { name: '办理步骤' }).getByRole('listitem').filter({ hasText: name });
  await expect(step('民主评议')).toContainText('不需要');
  await give(page, '登记公示张贴', async (form) => {
    await form.getByLabel('张贴地点').fill('社区公示栏');
    await attach(form, '张贴照片', '公示');
  }, '登记张贴');
  await give(page, '登记异议', async (form) => {
    await form.getByLabel('途径').selectOption('电话');
    await form.getByLabel('异议内容').fill('家中有人上班，没有申报。');
    await form.getByLabel('实名').check();
    await form.getByLabel('较大争议').check();
  });
  await expect(part(page, '公示')).toContainText('家中有人上班，没有申报。');
  await expect(step('入户调查')).toContainText('正在办');
  await expect(step('民主评议')).not.toContainText('不需要');
  await expect(part(page, '下一步').getByRole('button', { name: '结束公示', exact: true })).toHaveCount(0);
  await expect(part(page, '期限').getByRole('listitem').filter({ hasText: '异议重新调查并提出意见' })).toContainText('10 个工作日');
  await walk(office('hq'), id, 'review');
  await page.reload();
  await expect(step('民主评议')).toContainText('已完成');
  await expect(part(page, '公示').getByRole('term').filter({ hasText: '异议' })).toHaveCount(2);
});
