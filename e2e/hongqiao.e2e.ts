import fs from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { formatFen } from '@doudi/core/money/fen';
import { attach, caseOf, changeTo, couple, expect, expectPdf, give, goTo, openAs, part, setClock, test, workingDay } from './steps.ts';

test.describe.configure({ timeout: 300_000 });

/** Moves the clock with the control on the screen. */
async function moveClock(page: Page, date: string): Promise<void> {
  await page.getByRole('button', { name: /培训时钟/ }).click();
  await page.getByLabel('选日期').fill(date);
  await page.getByRole('button', { name: '拨到这天' }).click();
  const [y, m, d] = date.split('-').map(Number);
  await expect(page.getByRole('button', { name: /培训时钟/ })).toContainText(`${y}年${m}月${d}日`);
}

/** One step of a payment roll: the button, then the same once more. */
async function ask(page: Page, step: string): Promise<void> {
  await part(page, '流转与下一步').getByRole('button', { name: step, exact: true }).click();
  await page.getByRole('group', { name: step }).getByRole('button', { name: step, exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: `已办：${step}` })).toBeVisible();
}

/** The counter: two persons, income, papers; the page is reloaded in between and the draft goes on where it stood. */
async function intake(page: Page, serial: number): Promise<void> {
  const { self, wife } = couple(serial);
  await goTo(page, '窗口受理');
  await page.getByLabel('最低生活保障', { exact: true }).check();
  const card = page.getByRole('group', { name: '申请人证件' });
  await card.getByLabel('身份证号').fill(self);
  await expect(card).toContainText('男，出生 1962年7月30日');
  await card.getByLabel('姓名').fill('王安');
  await card.getByLabel('姓名').press('Tab');
  await expect(part(page, '申请人')).toContainText('王安 ');
  await page.getByLabel('村（居）', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('住址').fill('洪湖里一号楼二门三〇一');
  await page.getByLabel('城市', { exact: true }).check();
  const member = page.getByRole('group', { name: '添一名家庭成员：证件' });
  await member.getByLabel('身份证号').fill(wife);
  await member.getByLabel('姓名').fill('李宁');
  await member.getByLabel('姓名').press('Tab');
  await page.getByLabel('与申请人关系').selectOption('配偶');
  await expect(page.getByText(/^草稿已存 /)).toBeVisible();

  await page.reload();
  await page.getByText(/^未提交的申请（\d+）$/).click();
  await page.getByRole('link', { name: /存的草稿$/ }).click();
  await expect(part(page, '申请人')).toContainText('王安 ');
  await expect(page.getByLabel('住址')).toHaveValue('洪湖里一号楼二门三〇一');
  await expect(page.getByLabel('与申请人关系')).toHaveValue('spouse');

  await page.getByLabel('因病', { exact: true }).check();
  await page.getByLabel('困难情况').fill('长期患病，收入不足。');
  await page.getByRole('button', { name: /添一项收入/ }).click();
  const economy = part(page, '收入、财产、支出');
  await economy.getByLabel('何人').selectOption('李宁');
  await economy.getByLabel('类别').selectOption('工资');
  await economy.getByLabel('月均金额').fill('1,800');
  const papers = page.getByRole('group', { name: '带来了哪些（打勾）' });
  await papers.getByRole('button', { name: '全选' }).click();
  await expect(page.getByText('材料齐全，提交后即可受理。')).toBeVisible();
  await page.getByLabel('申请人已在申请书上签字，声明所述真实、完整').check();
  await page.getByRole('button', { name: '提交申请' }).click();
  await expect(part(page, '下一步')).toContainText('受理');
}

test('[HQ-83, HQ-100, HQ-115, HQ-121, HQ-124] 红桥: from the application at the counter to the bank, each step by its own login', async ({ page }) => {
  await setClock('hq-county', '2021-11-15');
  await openAs(page, 'hq-handler', '/');
  await intake(page, 301);
  const id = page.url().split('/').at(-1) ?? '';
  const letters = part(page, '文书');

  await give(page, '受理并出具回执');
  await expectPdf(page, letters.getByRole('link', { name: '受理通知书', exact: true }));

  const next = part(page, '下一步');
  await expect(next.getByRole('button', { name: '提交信息核对' })).toHaveCount(0);
  await next.getByText(/^其他事项为何不能办/).click();
  await expect(next.getByRole('definition').filter({ hasText: '还缺：' }).filter({ hasText: '授权' }).first()).toBeVisible();
  await give(page, '登记核对授权', async (form) => {
    const signers = form.getByRole('group', { name: '谁签了' });
    for (const box of await signers.getByRole('checkbox').all()) await box.check();
  });
  await give(page, '提交信息核对');
  await expect(part(page, '信息核对')).toContainText('等待区县审核转报');

  await changeTo(page, 'hq-county');
  await give(page, '审核并转报核对');
  await changeTo(page, 'hq-handler');
  await expect(async () => {
    await page.reload();
    await expect(part(page, '信息核对')).toContainText('已有报告', { timeout: 3000 });
  }).toPass({ timeout: 60_000 });

  await give(page, '登记入户调查', async (form) => {
    await form.getByLabel('调查情况').fill('住房、家电与申报一致，邻居二户证实。');
    await form.getByLabel('申请人已在调查表上签字').check();
    await attach(form, '入户照片', '入户');
    await form.getByRole('button', { name: '登记入户调查' }).click();
    await expect(form.getByRole('alert')).toContainText('本次登记 1 人');
    await form.getByRole('group', { name: '调查人员' }).getByRole('checkbox', { name: /刘经办/ }).first().check();
  });
  await expect(part(page, '入户调查')).toContainText('2 人：');

  await give(page, '测算收入与保障金', undefined, '开始测算');
  const working = part(page, '收入算式');
  await expect(working).toContainText('符合条件');
  await working.getByRole('button', { name: /57号/ }).first().click();
  await expect(page.getByRole('tooltip')).toContainText('民发〔2021〕57号');

  await give(page, '提出初审意见', async (form) => {
    await expect(form.getByLabel('拟予确认')).toBeChecked();
    await form.getByLabel('理由与情况').fill('符合条件，拟予确认。');
  });
  await give(page, '登记公示张贴', async (form) => await attach(form, '张贴照片', '公示'), '登记张贴');

  await expect(next.getByRole('button', { name: '结束公示', exact: true })).toHaveCount(0);
  await next.getByText(/^其他事项为何不能办/).click();
  const early = next.getByRole('definition').filter({ hasText: '公示至2021年11月22日期满' });
  await expect(early).toContainText('期满次日方可结束');
  await early.getByRole('button', { name: /四\(二\)1\(3\)/ }).click();
  await expect(page.getByRole('tooltip').filter({ hasText: '红桥区社会救助审核确认权限下放改革工作实施方案' })).toBeVisible();

  const until = (await caseOf('hq-handler', id)).notices.at(-1)?.until ?? '';
  const after = await workingDay('hq-handler', until, 1);
  await moveClock(page, after);
  await give(page, '结束公示', async (form) => await attach(form, '期满照片', '期满'));
  await expect(part(page, '公示')).toContainText('已结束');

  await changeTo(page, 'hq-reviewer');
  await give(page, '提出复审意见', async (form) => {
    await form.getByLabel('同意', { exact: true }).check();
    await form.getByLabel('意见内容').fill('材料齐全，程序合规。');
  }, '提交复审意见');
  await changeTo(page, 'hq-leader');
  await expect(next).toContainText('负责人同意');
  await expect(next.getByRole('button', { name: '作出确认决定' })).toHaveCount(0);
  await changeTo(page, 'hq-head');
  await give(page, '负责人同意', async (form) => await form.getByLabel('同意', { exact: true }).check(), '提交');
  await changeTo(page, 'hq-leader');
  await give(page, '作出确认决定', async (form) => await expect(form.getByLabel(/^予以确认/)).toBeChecked(), '作出决定');
  await expect(part(page, '决定')).toContainText('予以确认');
  await expectPdf(page, letters.getByRole('link', { name: '确认决定书', exact: true }));

  await changeTo(page, 'hq-handler');
  await give(page, '登记送达', async (form) => await form.getByLabel('签收人').fill('王安'));
  await give(page, '登记长期公布');
  const account = part(page, '收款账户');
  await account.getByRole('button', { name: '登记账户' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('户名').fill('王安');
  await form.getByLabel('开户银行').fill('培训银行');
  await form.getByLabel('账号').fill('6212260200012346001');
  await form.getByRole('button', { name: '登记账户' }).click();
  await expect(account).toContainText('账户已登记。');
  await expect(account.getByRole('row').filter({ hasText: '现用' })).toContainText('6001');
  await expect(account).not.toContainText('6212260200012346001');

  const { number, decision: granted } = await caseOf('hq-handler', id);

  await changeTo(page, 'hq-reviewer');
  await goTo(page, '报送备案');
  const month = page.getByRole('table', { name: '报送备案' });
  const street = month.getByRole('row').filter({ hasText: '邵公庄街道' }).filter({ hasText: '最低生活保障' });
  await expect(street).toContainText('2021年11月25日');
  await street.getByRole('link', { name: '查看草稿并报送' }).click();
  await expect(page.getByText('勾稽关系全部相符')).toBeVisible();
  await page.getByRole('button', { name: '报送', exact: true }).click();
  await page.getByRole('group', { name: '报送' }).getByRole('button', { name: '报送', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: /已报送 \d+ 行/ })).toBeVisible();
  await page.goto(`/cases/${id}`);
  await expect(page.getByRole('list', { name: '办理步骤' }).getByRole('listitem').filter({ hasText: '备案' }).last()).toContainText('已完成');

  await changeTo(page, 'hq-county');
  await goTo(page, '报送备案');
  await street.getByRole('link', { name: '审查' }).click();
  await expect(page.getByRole('heading', { name: '邵公庄街道 最低生活保障 2021年11月 备案' })).toBeVisible();
  await part(page, '花名册').getByLabel('变动').selectOption('新增');
  await expect(part(page, '花名册').getByText(number)).toBeVisible();
  await part(page, '县级审查').getByRole('button', { name: '准予备案' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '准予备案' }).click();
  await expect(part(page, '县级审查')).toContainText('吴科员');

  await moveClock(page, '2021-12-08');
  await changeTo(page, 'hq-pay');
  await goTo(page, '资金发放');
  await part(page, '2021年12月 还没有名单').getByRole('button', { name: '制作名单' }).first().click();
  await expect(page.getByRole('heading', { name: '最低生活保障 2021年12月 发放名单' })).toBeVisible({ timeout: 60_000 });
  // Whatever waits is answered by name before the roll can be frozen: here every group is carried.
  const carry = part(page, '暂缓：当日处理').getByRole('button', { name: '整组继续暂缓' });
  await expect(part(page, '暂缓：当日处理')).toBeVisible();
  for (let n = await carry.count(); n > 0; n = await carry.count()) {
    await carry.first().click();
    await page.locator('.form-drawer').getByRole('textbox', { name: '理由' }).fill('原因消除后下月补发');
    await page.locator('.form-drawer').getByRole('button', { name: '整组继续暂缓' }).click();
    await expect.poll(() => carry.count()).toBeLessThan(n);
  }
  await ask(page, '冻结，送复核');
  const release = part(page, '流转与下一步').getByRole('button', { name: '复核放行', exact: true });
  await expect(release).toHaveAttribute('aria-disabled', 'true');
  await expect(release).toHaveAccessibleDescription('由发放复核人员办理');
  await release.press('Enter');
  await expect(page.getByRole('group', { name: '复核放行' })).toHaveCount(0);

  await changeTo(page, 'hq-pay2');
  await ask(page, '复核放行');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载代发文件' }).click()]);
  const bank = (await fs.readFile(await download.path(), 'utf8')).replace(/^\uFEFF/, '').trim().split(/\r?\n/).map((line) => line.split(','));
  const details = bank.filter((line) => line[0] === 'D');
  const trailer = bank.at(-1) ?? [];
  const total = details.reduce((sum, line) => sum + Math.round(Number(line[6]) * 100), 0);
  expect([trailer[0], Number(trailer[1]), Math.round(Number(trailer[2]) * 100)]).toEqual(['T', details.length, total]);
  expect(details.filter((line) => line[4] === '6212260200012346001').map((line) => [line[3], Math.round(Number(line[6]) * 100)])).toEqual([['王安', granted?.monthlyFen]]);
  await expect(part(page, '银行代发')).toContainText(`${details.length} 笔 ${formatFen(total)} 元`);

  // The batch goes to the bank by itself, and the page follows what the bank answers.
  await expect(page.locator('.page-head')).toContainText('已对账', { timeout: 60_000 });
  await expect(part(page, '银行代发')).toContainText('一分不差');

  await page.goto(`/cases/${id}`);
  await expect(part(page, '发放').getByRole('row').filter({ hasText: '2021年12月' })).toContainText('已发放');
});
