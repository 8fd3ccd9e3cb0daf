import { changeTo, expect, openAs, part, setClock, test } from './steps.ts';

test('an office sees its own score while it can still change it, objects to a line, and the county answers', async ({ page }) => {
  // Within the days for objections, wherever other tests have left the clock.
  await setClock('gx-county', '2020-11-16');
  await openAs(page, 'gx-b-handler', '/scores');
  await page.getByRole('link', { name: '2020年10月' }).click();
  await expect(page.getByText('单位核对中')).toBeVisible();
  const lines = page.getByRole('table', { name: '扣分明细' });
  await lines.getByRole('button', { name: '提出异议' }).last().click();
  await page.getByRole('textbox', { name: '理由' }).fill('公示期间顺延，没有超期。');
  await page.locator('[data-submit="score-object"]').click();
  await expect(lines.getByText(/已提出异议/).first()).toBeVisible();
  await changeTo(page, 'gx-county');
  await page.goto('/scores/2020-10?unit=gx.xunchang');
  await expect(page.getByRole('button', { name: '公布排名' })).toBeDisabled();
  await page.getByRole('table', { name: '异议' }).getByRole('button', { name: '答复' }).first().click();
  await page.getByRole('radio', { name: '成立，更正' }).check();
  await page.getByRole('textbox', { name: '理由' }).fill('查公示记录，情况属实。');
  await page.locator('[data-submit="score-answer"]').click();
  await expect(page.getByText('异议成立，已更正')).toBeVisible();
  await expect(lines.getByText('已更正')).toBeVisible();
});

test('the training caseload raises the questions that were planted in it; somebody looks at one and answers with words', async ({ page }) => {
  await openAs(page, 'bq-county', '/scores');
  await page.getByRole('link', { name: /^值得看一看/ }).click();
  for (const kind of ['入户几分钟就离开', '同一人同时在两户', '申请前分户']) await expect(part(page, `${kind} · 宝清镇`)).toBeVisible();
  const far = page.getByRole('region', { name: '每千人在保与邻村相差悬殊 · 宝清镇' });
  await expect(far.filter({ hasText: '明显偏多' })).toBeVisible();
  await expect(far.filter({ hasText: '明显偏少' })).toContainText('培训编造');
  const twins = part(page, '多案照片相同 · 宝清镇');
  await expect(twins).toContainText('同一张照片在 3 户的案卷里');
  await twins.getByText('涉及 3 件案件').click();
  await expect(twins.getByRole('link', { name: /^2022-宝-宝清-/ })).toHaveCount(3);
  await twins.getByRole('button', { name: '答复' }).click();
  await page.getByRole('radio', { name: '看过，情况正常' }).check();
  await page.getByRole('textbox', { name: '看到了什么' }).fill('三户同住一栋楼，照片是楼门外景。');
  await page.locator('[data-submit="behaviour"]').click();
  await expect(twins).toHaveCount(0);
  await page.getByRole('tab', { name: /^已答复/ }).click();
  await expect(page.getByText('三户同住一栋楼，照片是楼门外景。')).toBeVisible();
});
