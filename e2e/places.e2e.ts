import { applyFor, walk } from '../packages/server/src/testing/flow.ts';
import { begin, changeTo, expect, give, goTo, office, openAs, part, setClock, test, user } from './steps.ts';

test.describe.configure({ timeout: 120_000 });

test('[LH-47] 临河: who lives in one town and is registered in another applies once; the offices hand the case over with its papers and look for one another', async ({ page }) => {
  await setClock('lh-county', '2022-07-01');
  const home = (await (await user('lh-b-handler')).get<{ unit: { key: string; name: string } }>('/session')).body.unit;
  const here = (await (await user('lh-handler')).get<{ unit: { name: string } }>('/session')).body.unit;
  const { id, number } = await applyFor(await user('lh-handler'), { serial: 171, area: 'rural', facts: { registration: { at: 'unit', place: home.name, unit: home.key } } });

  await openAs(page, 'lh-handler', `/cases/${id}`);
  // Not accepted here and nobody sent away: the page says who accepts and offers the hand-over.
  await expect(part(page, '下一步')).toContainText(`户籍在${home.name}`);
  await give(page, '移交办理', async (form) => {
    await expect(form.getByLabel('移交给')).toHaveValue(home.key);
    await form.getByLabel('移交原因').fill('户籍在对方，由户籍所在地受理。');
  });
  await expect(part(page, '移交与异地核查')).toContainText(`已移交${home.name}，等待接收`);
  await expect(part(page, '下一步')).toContainText('等待对方接收');

  await changeTo(page, 'lh-b-handler');
  await goTo(page, '异地事项');
  const row = page.getByRole('row').filter({ hasText: number });
  await expect(row).toContainText('收到');
  await expect(row).toContainText('王*');
  await row.getByRole('button', { name: '接收', exact: true }).click();
  const receive = page.getByRole('dialog');
  await receive.getByRole('button', { name: '接收', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('已办');
  await page.getByLabel('已办结').check();
  await page.getByRole('row').filter({ hasText: number }).getByRole('link').click();
  await give(page, '受理并出具回执');

  // The household lives in the first town: that office is asked to look.
  await give(page, '委托异地核查', async (form) => {
    await form.getByLabel('请托单位').selectOption(here.name);
    await form.getByLabel(/请核查什么/).fill('请到一号楼一门入户核查。');
  });
  await changeTo(page, 'lh-handler');
  await goTo(page, '异地事项');
  const asked = page.getByRole('row').filter({ hasText: '请到一号楼一门入户核查。' });
  await asked.getByRole('button', { name: '查看家庭' }).click();
  await page.getByRole('button', { name: '查看家庭' }).last().click();
  await expect(page.getByText('王安')).toBeVisible();
  await asked.getByRole('button', { name: '反馈核查' }).click();
  const answer = page.getByRole('dialog');
  await answer.getByLabel('调查情况').fill('两位老人同住，情况属实。');
  await answer.getByLabel('申请人已在调查表上签字').check();
  await answer.getByRole('button', { name: '反馈核查' }).click();
  await expect(answer.getByRole('alert').first()).toContainText('核查人员不得少于');
  await answer.getByRole('checkbox', { name: /刘经办/ }).first().check();
  await answer.getByRole('button', { name: '反馈核查' }).click();
  await expect(page.getByRole('status')).toContainText('已办');

  await changeTo(page, 'lh-b-handler');
  await page.goto(`/cases/${id}`);
  await expect(part(page, '入户调查')).toContainText('两位老人同住，情况属实。');
  await expect(part(page, '移交与异地核查')).toContainText(`${here.name}已反馈`);
});

test('[HQ-186, HQ-187] 红桥: a benefit is ended on its reasons, reviewed and signed, with a letter', async ({ page }) => {
  await setClock('hq-county', '2021-11-15');
  const { id } = await applyFor(await user('hq-handler'), { serial: 114 });
  await walk(office('hq'), id);
  await openAs(page, 'hq-handler', `/cases/${id}`);
  const form = await begin(page, '提出变更或终止');
  await form.getByLabel('终止（停发）').check();
  await form.getByLabel('原因').selectOption('收入变化');
  await form.getByLabel('情况和理由（写入决定书）').fill('收入提高。');
  await form.getByRole('button', { name: '提出变更或终止', exact: true }).click();
  // Still below the standard by the facts on file: not for this reason.
  await expect(form.getByRole('alert').first()).toContainText('仍符合条件');
  await form.getByLabel('原因').selectOption('自愿退出');
  await form.getByLabel('情况和理由（写入决定书）').fill('本人书面申请退出。');
  await form.getByRole('button', { name: '提出变更或终止', exact: true }).click();
  await expect(part(page, '变更与终止')).toContainText('本人书面申请退出。');
  await changeTo(page, 'hq-reviewer');
  await give(page, '审核变更或终止', async (f) => {
    await f.getByLabel('同意').check();
    await f.getByLabel('意见内容').fill('材料属实。');
  });
  await changeTo(page, 'hq-leader');
  await give(page, '决定变更或终止', async (f) => {
    await f.getByLabel('同意').check();
    await f.getByLabel('意见内容').fill('同意。');
  });
  await expect(part(page, '变更与终止')).toContainText('起终止');
});
