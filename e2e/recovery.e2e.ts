import type { CaseView } from '@doudi/core/api/cases';
import type { Page } from '@playwright/test';
import { changeTo, caseOf, expect, expectPdf, goTo, openAs, part, test, user } from './steps.ts';

/** A death discovered late in 宝清, from the report to the last receipt; and the pack for the auditor. */

interface Rolls {
  readonly items: readonly { readonly id: string; readonly programme: string; readonly month: string }[];
}

/** A person of 宝清 living alone who was paid for three months at least and owes nothing yet: nothing was due after the month of death. */
async function paidCase(): Promise<{ id: string; months: string[] }> {
  const u = await user('bq-pay');
  const h = await user('bq-handler');
  const rolls = (await u.get<Rolls>('/rolls?programme=dibao')).body.items;
  const first = rolls.at(-2) ?? rolls.at(-1);
  let cursor = '';
  for (;;) {
    const page = (await u.get<{ items: { case: string; status: string; caseNumber: string }[]; next: string | null }>(`/rolls/${first?.id ?? ''}/lines?status=paid&limit=50${cursor}`)).body;
    for (const l of page.items.toReversed()) {
      const seen = await h.get<CaseView>(`/cases/${l.case}`);
      if (seen.status !== 200) continue;
      const v = seen.body;
      const months = v.payments.filter((p) => p.status === 'paid').map((p) => p.month);
      if (months.length >= 3 && v.facts.members.length === 1 && v.recoveries.length === 0 && v.commands.some((c) => c.command === 'proposeRecovery' && c.allowed)) return { id: v.id, months };
    }
    if (page.next === null) throw new Error('没有已发放的家庭');
    cursor = `&cursor=${page.next}`;
  }
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first();
/** One act on the recovery page: its button, its form, its submit. */
async function act(page: Page, command: string, fill?: (form: ReturnType<Page['getByRole']>) => Promise<void>): Promise<void> {
  await button(page, command).click();
  const form = page.getByRole('dialog');
  await expect(form).toBeVisible();
  await fill?.(form);
  await form.getByRole('button', { name: command, exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: `✓ ${command}：已办` })).toBeVisible();
}

test('[HQ-188] a death discovered late: reported, the months and sum found by themselves, established by another, told, by instalments to the last receipt', async ({ page }) => {
  const { id, months } = await paidCase();
  const died = `${months.at(-3) ?? ''}-12`;
  await openAs(page, 'bq-handler', `/cases/${id}`);
  const here = part(page, '追回');
  await expect(here).toContainText('没有多发需要追回的款项');
  // What is paid and told stands above: before it has come, the button still moves away under the mouse.
  await expect(part(page, '收款账户').getByRole('row').filter({ hasText: '现用' })).toBeVisible();
  await expect(part(page, '发放消息').getByRole('row').nth(1)).toBeVisible();
  await here.getByRole('button', { name: '报告领取人死亡' }).click();
  const report = page.getByRole('dialog');
  await report.getByLabel('死亡日期').fill(died);
  await report.getByLabel('怎样得知').fill('与民政殡葬信息比对发现');
  await report.getByRole('button', { name: '报告领取人死亡' }).click();
  await expect(here.getByRole('status')).toContainText('已按实际发放算出多发金额');
  await expect(here).toContainText('死亡后仍发放');
  await here.getByRole('link', { name: '办理追回' }).click();
  const detail = page.getByRole('region', { name: /^死亡后仍发放 · / });
  await expect(detail).toContainText('系统按实际发放算出，待人认定');
  const table = detail.getByRole('table', { name: '怎样算出来的' });
  // The month of the death stays due; the two after it do not.
  await expect(table.locator('tbody tr')).toHaveCount(2);
  const [year, month] = (months.at(-1) ?? '').split('-').map(Number);
  await expect(table).toContainText(`${year}年${month}月`);
  const [claim] = (await caseOf('bq-handler', id)).recoveries;
  const owed = claim?.dueFen ?? 0;
  expect(owed).toBe((claim?.claims ?? []).reduce((a, l) => a + l.paidFen - l.entitledFen, 0));
  const shown = (fen: number): string => (fen / 100).toLocaleString('en', { minimumFractionDigits: 2 });
  await expect(detail).toContainText(shown(owed));
  // Whoever is at the counter cannot establish it, and is told why.
  await expect(button(page, '认定应追回')).toHaveCount(0);
  await changeTo(page, 'bq-leader');
  await act(page, '认定应追回', async (form) => await form.getByLabel('意见内容').fill('殡葬信息与村里证明一致。'));
  await expect(detail).toContainText('追回通知书还没有送达');
  await expectPdf(page, detail.getByRole('link', { name: /^追回通知书/ }));
  await changeTo(page, 'bq-handler');
  await act(page, '登记文书送达', async (form) => await form.getByLabel('签收人').fill('同住家属'));
  await expect(detail).not.toContainText('追回通知书还没有送达');
  await changeTo(page, 'bq-leader');
  await act(page, '签订分期协议', async (form) => {
    await form.getByLabel('分几期').fill('2');
    await expect(form.getByRole('row')).toHaveCount(4);
  });
  await expect(detail.getByRole('table', { name: '分期退还' }).locator('tbody tr')).toHaveCount(2);
  for (const [n, voucher] of ['甲-1', '甲-2'].entries()) {
    await changeTo(page, 'bq-handler');
    await act(page, '登记收回款项', async (form) => {
      await form.getByLabel('交款人').fill('同住家属');
      await form.getByLabel('凭证号').fill(`${voucher}-${id.slice(0, 6)}`);
    });
    await expect(detail).toContainText('待另一人复核');
    await changeTo(page, 'bq-leader');
    await act(page, '复核收回款项');
    if (n === 0) await expect(detail).toContainText('追回中');
  }
  await expect(detail).toContainText('已了结');
  await expect(detail.locator('.sum-line')).toContainText(`已收回 ${shown(owed)}`);
  await expect(detail.locator('.sum-line')).toContainText('尚欠 0.00');
  await goTo(page, '追回');
  await page.getByRole('tab', { name: '已了结' }).click();
  await expect(page.getByRole('table', { name: '追回', exact: true })).toContainText(shown(owed));
  await expect(part(page, '本月情况')).toContainText('宝清镇');
});
