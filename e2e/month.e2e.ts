import type { Page } from '@playwright/test';
import type { Output } from '@doudi/core/api/contract';
import type { getRoll, listRollLines } from '@doudi/core/api/payments';
import { formatFen } from '@doudi/core/money/fen';
import { applyFor, walk } from '../packages/server/src/testing/flow.ts';
import { caseOf, changeTo, expect, office, openAs, part, setClock, test, user, workingDay } from './steps.ts';

/** Two months of money in 珙县, from the roll to the bank's answer and the ledger: one line held and let pass by name, one refused by the bank and paid again. */

test.describe.configure({ timeout: 180_000 });
test.afterAll(() => setClock('gx-county', '2020-11-16'));

type Roll = Output<typeof getRoll>;
type Line = Output<typeof listRollLines>['items'][number];

/** A household granted over HTTP whose money goes to this account. */
async function granted(serial: number, holder: string, account: string): Promise<{ id: string; fen: number }> {
  await setClock('gx-county', '2020-11-16');
  const h = await user('gx-handler');
  const { id } = await applyFor(h, { serial, wage: 20_000 });
  await walk(office('gx'), id);
  const r = await h.post(`/cases/${id}/payment-account`, { holder, bank: '培训银行', number: account });
  expect(r.status, JSON.stringify(r.body)).toBe(200);
  return { id, fen: (await caseOf('gx-handler', id)).decision?.monthlyFen ?? 0 };
}

const rollOf = async (id: string): Promise<Roll> => (await (await user('gx-pay')).get<Roll>(`/rolls/${id}`)).body;
const heldLines = async (id: string): Promise<readonly Line[]> => (await (await user('gx-pay')).get<Output<typeof listRollLines>>(`/rolls/${id}/lines?status=held&hold=holderDiffers&limit=100`)).body.items;
const steps = (page: Page) => part(page, '流转与下一步');
/** The rows of one household among the lines of a roll. */
const rowsOf = (page: Page, id: string) => part(page, '明细').getByRole('row').filter({ has: page.locator(`a[href="/cases/${id}"]`) });

/** Makes the month's 低保 roll on the page; returns its id. */
async function make(page: Page, month: string): Promise<string> {
  await page.goto('/payments');
  await part(page, `${month} 还没有名单`).locator('.row-line').filter({ hasText: '最低生活保障' }).getByRole('button', { name: '制作名单' }).click();
  await expect(page.getByRole('heading', { name: `最低生活保障 ${month} 发放名单` })).toBeVisible({ timeout: 60_000 });
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Carries the groups that other households of the training caseload wait in. */
async function carryOthers(id: string): Promise<void> {
  for (const h of (await rollOf(id)).holds.filter((x) => x.open > 0)) {
    const r = await (await user('gx-pay')).post(`/rolls/${id}/answers`, { hold: h.hold, reason: '原因消除后下月补发' });
    expect(r.status, JSON.stringify(r.body)).toBe(200);
  }
}

/** One step of a roll: the button, then the same once more. */
async function ask(page: Page, step: string): Promise<void> {
  await steps(page).getByRole('button', { name: step, exact: true }).click();
  await page.getByRole('group', { name: step }).getByRole('button', { name: step, exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: `已办：${step}` })).toBeVisible();
}

/** Frozen by the clerk, released by the other, answered by the bank; the page follows by itself. */
async function pay(page: Page): Promise<void> {
  await expect(part(page, '暂缓：当日处理')).toContainText('全部已由具名人员处理，可以冻结。');
  await ask(page, '冻结，送复核');
  await changeTo(page, 'gx-pay2');
  await ask(page, '复核放行');
  await expect(page.locator('.page-head')).toContainText('已对账', { timeout: 60_000 });
  await expect(part(page, '银行代发')).toContainText('一分不差');
  await expect(part(page, '合计')).toContainText('合计相符');
  await expect(part(page, '与上批比较')).toContainText('上批合计加各项增减等于本批合计');
}

test('[GX-69] 珙县: a month from roll to reconciled return: a hold let pass by name, a refusal by the bank paid again to the corrected account, equal to the fen in the ledger', async ({ page }) => {
  const other = await granted(215, '李宁', '6212260200012347001');
  const refused = await granted(216, '王安', '6212260200012347991');
  await setClock('gx-county', '2020-12-08');

  // The roll: whose account is not the payee's waits until somebody answers for it by name.
  await openAs(page, 'gx-pay', '/payments');
  const first = await make(page, '2020年12月');
  const holds = part(page, '暂缓：当日处理');
  await expect(holds).toContainText('没有人处理，处理完才能冻结');
  await holds.getByRole('row').filter({ hasText: '户名与领款人姓名不一致' }).getByRole('link', { name: '看明细' }).click();
  await rowsOf(page, other.id).getByRole('button', { name: '处理', exact: true }).click();
  const answer = page.locator('.form-drawer');
  await answer.getByLabel('放行', { exact: true }).check();
  await answer.getByLabel('理由').fill('夫妻同住，家庭协商由妻子账户领取，已电话核实。');
  await answer.getByRole('button', { name: '处理', exact: true }).click();
  await expect(rowsOf(page, other.id)).toHaveCount(0);
  await carryOthers(first);
  await page.goto(`/payments/${first}`);
  await pay(page);

  // The bank refused one line; it has three working days, counted from the day the batch went out.
  const bank = part(page, '银行代发');
  const [y, m, d] = (await workingDay('gx-handler', '2020-12-08', 3)).split('-').map(Number);
  await expect(bank).toContainText(`${y}年${m}月${d}日`);
  const after = (await rollOf(first)).money;
  expect([after.counts.rejected, after.rejectedFen]).toEqual([1, refused.fen]);
  expect(after.dueFen).toBe(after.paidFen + after.heldFen + after.rejectedFen + after.excludedFen);
  await bank.getByText('送银行的明细与答复').click();
  await bank.getByLabel('状态').selectOption('未付');
  await expect(bank.getByRole('table', { name: '送银行的明细与答复' }).locator('tbody tr')).toHaveCount(1);
  await page.goto('/payments');
  await page.getByRole('status').filter({ hasText: '没有到户' }).getByRole('link', { name: '查看' }).click();
  await page.getByLabel('原因').selectOption('rejected');
  const stuck = page.getByRole('row').filter({ has: page.locator(`a[href="/cases/${refused.id}"]`) });
  await expect(stuck).toContainText(formatFen(refused.fen));

  // The counter corrects the account; the next roll pays the month again beside its own.
  await changeTo(page, 'gx-handler');
  await page.goto(`/cases/${refused.id}`);
  const account = part(page, '收款账户');
  await account.getByRole('button', { name: '变更账户' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('户名').fill('王安');
  await form.getByLabel('开户银行').fill('培训银行');
  await form.getByLabel('账号').fill('6212260200012347002');
  await form.getByRole('button', { name: '登记账户' }).click();
  await expect(account).toContainText('账户已登记。');
  await expect(account.getByRole('row').filter({ hasText: '现用' })).toContainText('7002');

  await setClock('gx-county', '2021-01-08');
  await changeTo(page, 'gx-pay');
  const second = await make(page, '2021年1月');
  // Letting pass holds for one roll: next month somebody answers again.
  for (const l of (await heldLines(second)).filter((x) => x.case === other.id)) {
    const r = await (await user('gx-pay')).post(`/roll-lines/${l.id}/answer`, { answer: 'release', reason: '同上月，已核实。' });
    expect(r.status, JSON.stringify(r.body)).toBe(200);
  }
  await carryOthers(second);
  await page.reload();
  await pay(page);
  const paid = (await rollOf(second)).money;
  expect([paid.rejectedFen, paid.sentFen, paid.returnedFen]).toEqual([0, 0, 0]);
  expect(paid.dueFen).toBe(paid.paidFen + paid.heldFen + paid.excludedFen);

  // Both months of the household are paid, each once; the line says how it went.
  const lines = (await caseOf('gx-handler', refused.id)).payments;
  expect(lines.map((l) => [l.month, l.status, l.fen]).toSorted()).toEqual([['2020-12', 'paid', refused.fen], ['2021-01', 'paid', refused.fen]]);
  await page.goto(`/payment-lines/${lines.find((l) => l.month === '2020-12')?.id ?? ''}`);
  const sent = part(page, '送银行').locator('tbody tr');
  await expect(sent).toHaveCount(2);
  await expect(sent.filter({ hasText: '未付' })).toHaveCount(1);
  await expect(sent.filter({ hasText: '已到账' })).toContainText(formatFen(refused.fen));
  const letPass = (await caseOf('gx-handler', other.id)).payments.find((l) => l.month === '2020-12');
  expect([letPass?.status, letPass?.fen]).toEqual(['paid', other.fen]);
  await page.goto(`/payment-lines/${letPass?.id ?? ''}`);
  await expect(part(page, '暂缓与处理')).toContainText('夫妻同住，家庭协商由妻子账户领取，已电话核实。');
  await expect(part(page, '暂缓与处理').getByRole('row').filter({ hasText: '户名与领款人姓名不一致' })).toContainText((await (await user('gx-pay')).get<{ name: string }>('/session')).body.name);

  // The ledger says the same as the lines.
  await page.goto('/funds');
  await expect(page.getByText('账实相符')).toBeVisible();
});
