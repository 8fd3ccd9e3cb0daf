import type { Page } from '@playwright/test';
import type { Output } from '@doudi/core/api/contract';
import type { caseJudgement } from '@doudi/core/api/judgement';
import { walk } from '../packages/server/src/testing/flow.ts';
import { caseOf, couple, expect, office, openAs, part, goTo, setClock, test, user } from './steps.ts';

test.describe.configure({ timeout: 300_000 });

/** The counter up to the papers: a couple, he severely ill, she with a pension above the standard of two. */
async function typeHousehold(page: Page, serial: number): Promise<void> {
  const { self, wife } = couple(serial);
  await goTo(page, '窗口受理');
  await page.getByLabel('最低生活保障', { exact: true }).check();
  const card = page.getByRole('group', { name: '申请人证件' });
  await card.getByLabel('身份证号').fill(self);
  await card.getByLabel('姓名').fill('王安');
  await card.getByLabel('姓名').press('Tab');
  await expect(part(page, '申请人')).toContainText('王安 ');
  await page.getByLabel('村（居）', { exact: true }).selectOption({ index: 1 });
  // The area follows from the community and cannot be chosen otherwise.
  await expect(page.getByLabel('城市', { exact: true })).toBeChecked();
  await expect(page.getByLabel('农村', { exact: true })).toHaveCount(0);
  await page.getByLabel('住址').fill('洪湖里一号楼二门三〇一');
  const member = page.getByRole('group', { name: '添一名家庭成员：证件' });
  await member.getByLabel('身份证号').fill(wife);
  await member.getByLabel('姓名').fill('李宁');
  await member.getByLabel('姓名').press('Tab');
  await page.getByLabel('与申请人关系').selectOption('配偶');
  await page.getByLabel('健康', { exact: true }).first().selectOption('患重病');
  await page.getByLabel('因病', { exact: true }).check();
  await page.getByLabel('困难情况').fill('长期患病，支出大。');
  await page.getByRole('button', { name: /添一项收入/ }).click();
  const economy = part(page, '收入、财产、支出');
  await economy.getByLabel('何人').selectOption('李宁');
  await economy.getByLabel('类别').selectOption('离退休金（养老金）');
  await economy.getByLabel('月均金额').fill('2,500');
}

test('[HQ-74, HQ-75] 红桥: a household over 低保 is told that 低收入 fits, is carried over without typing again, and confirmed with 30 %', async ({ page }) => {
  await setClock('hq-county', '2021-11-15');
  await openAs(page, 'hq-handler', '/');
  await typeHousehold(page, 343);

  const preview = part(page, '按已填的情况预判');
  const row = (name: string) => preview.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
  await expect(row('最低生活保障')).toContainText('不符合');
  await expect(row('低收入家庭救助')).toContainText('更适合');
  await expect(row('低收入家庭救助')).toContainText('303.00');
  await page.getByRole('group', { name: '带来了哪些（打勾）' }).getByRole('button', { name: '全选' }).click();
  await page.getByLabel('申请人已在申请书上签字，声明所述真实、完整').check();
  // The household insists on 低保: it has a right to a decision.
  await page.getByRole('button', { name: '提交申请' }).click();
  await expect(part(page, '下一步')).toContainText('受理');
  const id = page.url().split('/').at(-1) ?? '';

  const all = part(page, '各项目判断');
  await expect(all).toContainText('预判');
  await walk(office('hq'), id);
  await page.reload();
  await expect(page.getByText('不予确认', { exact: true }).first()).toBeVisible();
  await expect(all).toContainText('已随测算告知');
  const better = all.getByRole('row').filter({ hasText: '更适合' });
  await expect(better).toContainText('低收入家庭救助');
  await better.getByText('算式').click();
  await expect(better).toContainText('1,010×30% = 303.00 元/月');
  await better.getByRole('button', { name: '转为该项目申请' }).click();

  await expect(page.getByLabel('低收入家庭救助', { exact: true })).toBeChecked();
  await expect(page.getByLabel('住址')).toHaveValue('洪湖里一号楼二门三〇一');
  await expect(page.getByLabel('月均金额')).toHaveValue('2,500');
  await expect(page.getByText('材料齐全，提交后即可受理。')).toBeVisible();
  await page.getByRole('button', { name: '提交申请' }).click();
  await expect(page.getByText('申请人签字后才能提交')).toBeVisible();
  await page.getByLabel('申请人已在申请书上签字，声明所述真实、完整').check();
  await page.getByRole('button', { name: '提交申请' }).click();
  await expect(part(page, '下一步')).toContainText('受理');
  const second = page.url().split('/').at(-1) ?? '';
  expect(second).not.toBe(id);
  await expect(all).toContainText('转来');

  await walk(office('hq'), second);
  await page.reload();
  await expect(part(page, '决定')).toContainText('303.00');
  expect(await caseOf('hq-handler', second)).toMatchObject({ status: 'granted', programme: 'dishouru', decision: { monthlyFen: 30_300 } });
  const first = (await (await user('hq-handler')).get<Output<typeof caseJudgement>>(`/cases/${id}/judgement`)).body;
  expect(first.carriedTo?.id).toBe(second);
});
