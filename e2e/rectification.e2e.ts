import type { Output } from '@doudi/core/api/contract';
import type { getRectification } from '@doudi/core/api/rectifications';
import { plusDays } from '@doudi/core/calendar/date';
import { attach, changeTo, expect, expectNoSideways, expectPdf, goTo, openAs, part, setClock, test, user } from './steps.ts';

test.describe.configure({ timeout: 180_000 });

type View = Output<typeof getRectification>;

test('[BQ-62, BQ-63, BQ-64, BQ-68] 宝清: a problem from the reminder letter over a missed term and the supervision letter to the end, by the county and the office in turn', async ({ page }) => {
  const words = `公示期满后三天才张贴结果，群众反映不知道结果（${Date.now() % 100_000}）。`;
  const unit = (await (await user('bq-handler')).get<{ unit: { key: string; name: string }; name: string; today: string }>('/session')).body;
  await openAs(page, 'bq-county', '/');
  await goTo(page, '整改');
  await page.getByRole('button', { name: '立项整改' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('问题', { exact: true }).fill(words);
  await form.getByRole('searchbox').fill(unit.unit.name);
  await form.getByRole('checkbox', { name: unit.unit.name, exact: true }).check();
  await form.getByRole('radio', { name: '责任不承担' }).check();
  await form.getByLabel('怎样发现').selectOption({ label: '督查检查' });
  await form.getByRole('button', { name: '立项整改', exact: true }).click();
  await expect(form).toBeHidden();
  await page.getByRole('row').filter({ hasText: words }).getByText('责任不承担', { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(words);
  const id = page.url().split('/').at(-1) ?? '';
  const address = `/rectifications/${id}`;
  const next = page.getByText(/^下一步：/);
  await expect(next).toHaveText('下一步：采取整改措施');

  // A letter without person, term or measures does not go out; whole, it is a paper.
  await page.getByRole('button', { name: '采取措施' }).click();
  await form.getByRole('radio', { name: '提示函' }).check();
  await form.getByLabel('要求').fill('请立即改正，举一反三。');
  await form.getByRole('button', { name: '采取措施', exact: true }).click();
  await expect(form.getByRole('alert').first()).toContainText('有 3 处需要改');
  for (const label of ['整改时限', '整改措施', '责任人']) await expect(form.getByLabel(label)).toHaveAttribute('aria-invalid', 'true');
  const due = plusDays(unit.today, 10);
  await form.getByLabel('整改时限').fill(due);
  await form.getByLabel('整改措施').fill('公示期满当日张贴结果\n由专人登记张贴日期');
  await form.getByLabel('责任人').selectOption({ label: `${unit.name}（经办人员）` });
  await form.getByRole('button', { name: '采取措施', exact: true }).click();
  await expect(form).toBeHidden();
  await expect(part(page, '措施').getByRole('row').nth(1)).toContainText(unit.name);
  await expectPdf(page, part(page, '措施').getByRole('link', { name: /整改提示函/ }));

  // The office has it in hand, and lets the term pass.
  await changeTo(page, 'bq-handler');
  await part(page, '措施').getByRole('button', { name: '签收' }).click();
  await expect(part(page, '措施').getByRole('row').nth(1)).toContainText(`● ${unit.name}`);
  await setClock('bq-county', plusDays(due, 1));

  // Nothing happened by itself; the leader escalates.
  await changeTo(page, 'bq-chief');
  await expect(page.getByText('没有按要求整改，可以升级')).toBeVisible();
  await page.getByRole('button', { name: '采取措施' }).click();
  await form.getByRole('radio', { name: '专项督办函' }).check();
  await form.getByLabel('整改时限').fill(plusDays(due, 20));
  await form.getByLabel('整改措施').fill('补贴并报送照片');
  await form.getByLabel('责任人').selectOption({ label: '其他人员（写姓名、职务）' });
  await form.getByLabel('姓名').fill('某镇长');
  await form.getByLabel('职务').fill('镇长');
  await form.getByLabel('要求').fill('逾期未改，现予督办。');
  await form.getByRole('button', { name: '采取措施', exact: true }).click();
  await expect(form).toBeHidden();
  await expectPdf(page, part(page, '措施').getByRole('link', { name: /专项督办函/ }));

  // The office answers with proof.
  await changeTo(page, 'bq-handler');
  await page.getByRole('button', { name: '回复整改' }).click();
  await form.getByLabel('情况').fill('已全部补贴，明确专人负责。');
  await form.getByLabel('已做的措施').fill('补贴结果');
  await attach(form, '佐证', '公示栏');
  await form.getByRole('button', { name: '回复整改', exact: true }).click();
  await expect(next).toHaveText('下一步：审查整改回复');

  // The county accepts; two look again; only then it closes; later it is revisited.
  await changeTo(page, 'bq-county');
  await expect(page.getByRole('button', { name: '办结' })).toBeHidden();
  await page.getByRole('button', { name: '认可整改' }).click();
  await form.getByRole('button', { name: '认可整改', exact: true }).click();
  await expect(next).toHaveText('下一步：两人复查');
  await expect(page.getByRole('button', { name: '办结' })).toBeHidden();
  await page.getByRole('button', { name: '复查', exact: true }).click();
  for (const login of ['bq-county', 'bq-county2']) await form.getByRole('checkbox', { name: new RegExp(`^${(await (await user(login)).get<{ name: string }>('/session')).body.name}`) }).check();
  await form.getByRole('radio', { name: '合格', exact: true }).check();
  await form.getByLabel('复查情况').fill('到村查看，结果已张贴。');
  await form.getByRole('button', { name: '复查', exact: true }).click();
  await expect(next).toHaveText('下一步：办结');
  await page.getByRole('button', { name: '办结', exact: true }).click();
  await form.getByLabel('办结意见').fill('整改到位。');
  await form.getByRole('button', { name: '办结', exact: true }).click();
  await expect(page.getByText('已办结').first()).toBeVisible();
  await page.getByRole('button', { name: '登记回访' }).click();
  await form.getByRole('radio', { name: '入户' }).check();
  await form.getByLabel('情况').fill('群众知道结果，满意。');
  await form.getByRole('button', { name: '登记回访', exact: true }).click();
  await expect(part(page, '回访')).toContainText('入户：群众知道结果，满意。');
  const seen = (await (await user('bq-county')).get<View>(address)).body;
  expect([seen.steps.map((s) => s.label), seen.replies.map((r) => r.outcome), seen.inspections.map((i) => i.outcome), seen.head.statusText]).toEqual([['提示函', '专项督办函'], ['accepted'], ['corrected'], '已办结']);
  await expectNoSideways(page);
});
