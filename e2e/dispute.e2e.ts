import type { Locator } from '@playwright/test';
import { testIdentity } from '@doudi/core/people/id-number';
import { applyFor, walk } from '../packages/server/src/testing/flow.ts';
import { attach, begin, caseOf, changeTo, expect, expectPdf, give, goTo, office, openAs, part, photo, setClock, test, user } from './steps.ts';

test.describe.configure({ timeout: 180_000 });
test.beforeEach(() => setClock('hq-county', '2021-11-15'));

/** Number of the test household; its applicant carries twice that. */
const SERIAL = 141;
const seat = (form: Locator, name: string, state: string): Promise<void> => form.getByRole('radio', { name: `${name} ${state}`, exact: true }).check();

test('[HQ-148, HQ-150, HQ-154, HQ-155, HQ-160, HQ-162] 红桥: a dispute goes objection → new visit → deliberation → signed report → leadership → decision, and there is no way around', async ({ page }) => {
  const h = await user('hq-handler');
  const { id } = await applyFor(h, { serial: SERIAL });
  await walk(office('hq'), id, 'notice');
  await openAs(page, 'hq-handler', `/cases/${id}`);
  const step = (name: string) => page.getByRole('list', { name: '办理步骤' }).getByRole('listitem').filter({ hasText: name });
  await expect(step('议事协商')).toContainText('不需要');
  await give(page, '登记公示张贴', async (form) => {
    await form.getByLabel('张贴地点').fill('社区公示栏');
    await attach(form, '张贴照片', '公示');
  }, '登记张贴');
  await give(page, '登记异议', async (form) => {
    await form.getByLabel('途径').selectOption('电话');
    await form.getByLabel('异议内容').fill('家中有人上班，没有申报。');
    await form.getByLabel('实名').check();
  });
  for (const name of ['民主评议', '议事协商', '综合意见签批', '班子会议审议']) await expect(step(name)).not.toContainText('不需要');
  await expect(step('入户调查')).toContainText('正在办');
  await walk(office('hq'), id, 'deliberate');

  // Around it: the reviewer and the leader are told what is still to come.
  await changeTo(page, 'hq-reviewer');
  const closed = part(page, '下一步').locator('details.closed');
  await closed.getByText(/^现在不能办/).or(closed.locator('summary')).first().click();
  await expect(closed).toContainText('“复审”之前还须完成：班子会议审议');
  await expect(part(page, '下一步').getByRole('button', { name: '提出复审意见', exact: true })).toHaveCount(0);

  // The applicant turns out to be the leader’s kin: recused on the form before anybody asks.
  const leader = (await (await user('hq-leader')).get<{ account: string }>('/session')).body.account;
  expect((await h.post('/relatives', { account: leader, idNumber: testIdentity('1970-03-04', 'male', SERIAL * 2), name: '王安', relation: '父母' })).status).toBe(200);
  await page.reload();
  const form = await begin(page, '登记会议');
  await expect(form).toContainText('社会救助审批确认议事协商机构');
  const kin = form.locator('tr[data-member="周分管"]');
  await expect(kin).toContainText('近亲属，应当回避');
  await expect(kin.getByRole('radio', { name: '周分管 回避' })).toBeChecked();
  const names = await form.locator('tr[data-member]').evaluateAll((rows) => rows.map((r) => (r as HTMLElement).dataset['member'] ?? ''));
  const others = names.filter((n) => n !== '周分管');
  await form.getByLabel('地点').fill('街道会议室');
  await form.getByLabel('主持人').fill('孙负责');
  await form.getByLabel('入户调查').check();
  await form.getByLabel('邻里访问').check();
  await form.getByLabel('配合的社区居委会').fill('洪湖里社区居委会');
  await form.getByRole('button', { name: '全选' }).or(form.locator('.choices-all')).first().click();
  await form.getByLabel('综合意见报告').fill('对审核材料和办理过程全面审查，反映的问题经复查不属实，同意给予救助。');
  await form.getByLabel('会议记录', { exact: true }).fill('听取经办人员汇报，与会人员逐一发表意见，做出评议结论。');

  // Two of four stay away: the count says who is still missing, and the server refuses all the same.
  await seat(form, others[0] ?? '', '缺席');
  await seat(form, others[1] ?? '', '缺席');
  await expect(form.locator('.quorum')).toContainText('还差 1 人');
  await form.getByRole('button', { name: '全部同意' }).click();
  await form.getByRole('button', { name: '登记会议', exact: true }).click();
  await expect(form.getByRole('alert').first()).toContainText('会议不能作出决定');
  await expect(form.getByRole('alert').first()).toContainText('还差 1 人到会');

  // The kin put at the table: refused, by name.
  for (const n of others) await seat(form, n, '到会');
  await seat(form, '周分管', '到会');
  await form.getByRole('button', { name: '全部同意' }).click();
  await form.getByRole('button', { name: '登记会议', exact: true }).click();
  await expect(form.getByRole('alert').first()).toContainText('周分管');
  await expect(form.getByRole('alert').first()).toContainText('应当回避');
  expect((await caseOf('hq-handler', id)).meetings).toHaveLength(1);

  await seat(form, '周分管', '回避');
  await form.getByRole('button', { name: '全部同意' }).click();
  await expect(form).toContainText('表决通过');
  await form.getByRole('button', { name: '登记会议', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: '✓ 登记会议：已办' })).toBeVisible();
  const meetings = part(page, '会议');
  await expect(meetings).toContainText('应到 4 人，实到 4 人，回避 1 人');
  await expect(meetings).toContainText('反映的问题经复查不属实');
  await expect(meetings).toContainText('洪湖里社区居委会配合');
  await expectPdf(page, part(page, '文书').getByRole('link', { name: '会议记录' }).first());

  // Signing is the leader’s. This one is kin: another office would have to do it; the entry is taken back for the rest.
  await changeTo(page, 'hq-leader');
  await expect(part(page, '下一步').getByRole('button', { name: '签批综合意见', exact: true })).toHaveCount(0);
  const register = (await h.get<{ items: { id: string; account: string | null }[] }>('/relatives')).body.items.find((r) => r.account === leader);
  // Whoever entered it only asks that it be taken out: the county does.
  expect((await h.call('DELETE', `/relatives/${register?.id ?? ''}`, { reason: '身份查错，不是近亲属' })).body).toMatchObject({ removedOn: null });
  expect((await (await user('hq-county')).post(`/relatives/${register?.id ?? ''}/removal`, { agree: true })).status).toBe(200);
  await page.reload();
  await give(page, '签批综合意见', async (sign) => {
    await expect(sign).toContainText('反映的问题经复查不属实，同意给予救助。');
    await sign.getByLabel('同意', { exact: true }).check();
    await sign.getByLabel(/^签批意见/).fill('同意，报班子会议审议。');
  }, '签批');
  await expect(meetings).toContainText('周分管');
  await expect(part(page, '下一步').getByRole('button', { name: '作出确认决定', exact: true })).toHaveCount(0);
  await give(page, '登记会议', async (held) => {
    await expect(held).toContainText('街道班子会议');
    await expect(held).toContainText('反映的问题经复查不属实');
    await held.getByLabel('地点').fill('街道会议室');
    await held.getByLabel('主持人').fill('周分管');
    await held.getByRole('button', { name: '全部同意' }).click();
    await held.getByLabel('会议记录', { exact: true }).fill('审议通过议事协商机构的评议结果。');
  });
  await expect(meetings).toContainText('反馈经办机构、管理部门');
  await expect(part(page, '档案目录')).toContainText('议事协商机构会议纪要');
  await walk(office('hq'), id, 'decide');
  await page.reload();
  await give(page, '作出确认决定', undefined, '作出决定');
  await expect(part(page, '决定')).toContainText('确认');
  expect((await caseOf('hq-handler', id)).status).toBe('granted');
});

test('[HQ-151, HQ-156] 红桥: the register of the deliberation body: members, rules of procedure, meetings held', async ({ page }) => {
  await openAs(page, 'hq-head', '/');
  await goTo(page, '组织与委托');
  await page.getByRole('tab', { name: '议事机构' }).click();
  const body = part(page, '社会救助审批确认议事协商机构');
  await expect(body.getByRole('row').filter({ hasText: '周分管' })).toContainText('分管领导');
  await body.getByRole('button', { name: '登记成员' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('类别').selectOption('群众代表');
  await form.getByLabel('其他人员').check();
  await form.getByLabel('姓名').fill('何代表');
  await form.getByRole('button', { name: '登记成员' }).click();
  await expect(body.getByRole('row').filter({ hasText: '何代表' })).toContainText('群众代表');
  await expect(body).toContainText('还没有存入议事规则');
  await body.getByRole('button', { name: '存入议事规则' }).click();
  await form.getByLabel('名称').fill('议事协商规则');
  await form.getByLabel('文件').setInputFiles(photo('规则'));
  await form.getByRole('button', { name: '存入议事规则' }).click();
  await expect(body.getByRole('link', { name: '议事协商规则' })).toBeVisible();
  await expect(body).not.toContainText('还没有存入议事规则');
  await expect(body).toContainText('议事协商机构人数不少于');
  await body.getByRole('row').filter({ hasText: '何代表' }).getByRole('button', { name: '离任' }).click();
  await form.getByRole('button', { name: '离任' }).click();
  await expect(page.getByRole('status').filter({ hasText: '已记离任' })).toBeVisible();
});
