import { readFile } from 'node:fs/promises';
import { shanghaiTime } from '@doudi/core/calendar/date';
import { enterSeed, nameSeed, ORGANS } from './draw.steps.ts';
import { changeTo, expect, goTo, openAs, part, setClock, test, user } from './steps.ts';

/** The county supervises what it handed down: the draw from the seal to the pairs, and the units, none of them overlooked. */

test('[LH-25] a population is sealed and published before the seed exists, drawn by it in front of everybody, and the pairs are drawn', async ({ page }) => {
  await setClock('lh-county', '2022-06-15');
  const { today } = (await (await user('lh-chief')).get<{ today: string }>('/session')).body;
  await openAs(page, 'lh-chief', '/');
  await goTo(page, '抽查');
  await page.getByRole('button', { name: '冻结总体' }).first().click();
  const form = page.getByRole('dialog');
  await nameSeed(form, `${today}T23:59`);
  await form.getByRole('button', { name: '冻结总体' }).click();
  await expect(page.getByText('✓ 名单与公布的承诺值相符')).toBeVisible();
  const seal = (await part(page, '承诺值（封条）').locator('code').first().textContent()) ?? '';
  expect(seal).toMatch(/^[0-9a-f]{64}$/);
  // Nobody can draw before the seed exists.
  const [outside] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: /\/public\/linhe\/draws/ }).click()]);
  await expect(outside.getByText(seal)).toBeVisible();
  await expect(outside.getByRole('link', { name: '验证程序' })).toBeVisible();
  await outside.close();
  const address = new URL(page.url()).pathname;
  await page.getByRole('link', { name: '打印承诺书和名单' }).click();
  await expect(page.getByRole('heading', { name: '抽查承诺书' })).toBeVisible();
  await expect(page.getByText(seal)).toBeVisible();

  const tomorrow = shanghaiTime(new Date(Date.parse(`${today}T12:00:00+08:00`) + 86_400_000).toISOString()).slice(0, 10);
  await setClock('lh-chief', tomorrow);
  await changeTo(page, 'lh-county');
  await page.goto(address);
  await page.getByRole('button', { name: '登记种子并抽取' }).click();
  // A digit too few, or one witness for two, draws nothing: it says what is missing.
  await enterSeed(form, [ORGANS[0], [ORGANS[1][0], '992']]);
  await form.getByRole('button', { name: '登记种子并抽取' }).click();
  await expect(form.getByText('“县财政局”应为 4 位数字，登记的是“992”')).toBeVisible();
  await enterSeed(form);
  await form.getByLabel('见证人 2').fill('人大代表　甲');
  await form.getByRole('button', { name: '登记种子并抽取' }).click();
  await expect(form.getByText('登记种子须有两名不同的见证人')).toBeVisible();
  await form.getByLabel('见证人 2').fill('村民乙');
  await expect(form.getByText('县财政局=9926')).toBeVisible();
  await form.getByRole('button', { name: '登记种子并抽取' }).click();
  await expect(part(page, '承诺值（封条）').getByText('县纪检监察机关=4071')).toBeVisible();
  const strata = part(page, '各层应抽与实抽');
  await expect(strata.getByText('✓ 够').first()).toBeVisible();
  await expect(strata.getByText(/■ 少/)).toHaveCount(0);
  await page.getByRole('button', { name: '分派核查人员' }).click();
  for (const box of await form.getByRole('checkbox').all()) if (!(await box.isChecked())) await box.check();
  await form.getByLabel('何时查完').fill(shanghaiTime(new Date(Date.parse(`${tomorrow}T12:00:00+08:00`) + 20 * 86_400_000).toISOString()).slice(0, 10));
  await form.getByRole('button', { name: '分派核查人员' }).click();
  await expect(page.getByText('已分派核查').first()).toBeVisible();
  await expect(part(page, '要核查的案件').getByText('未分派')).toHaveCount(0);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载验证包' }).click()]);
  expect(file.suggestedFilename()).toMatch(/^\d{4}-.+-抽-\d{4}\.json$/);
  // What outsiders get marks no case; what auditors get is not whoever conducts the draw's to take.
  expect(await readFile(await file.path(), 'utf8')).not.toMatch(/salt|"classes"|"must",|"w":/);
  await expect(page.getByRole('button', { name: '下载审计包' })).toBeDisabled();
});

test('[GX-18, GX-20, GX-107] the county sees which units it has not yet supervised, records a visit, and the unit reads it', async ({ page }) => {
  await setClock('gx-county', '2020-11-16');
  await openAs(page, 'gx-county', '/');
  await goTo(page, '单位督导');
  const left = page.getByRole('row').filter({ hasText: '▲ 本期尚未督导' });
  await expect(left.first()).toBeVisible();
  const before = await left.count();
  expect(before).toBeGreaterThan(2);
  const name = (await left.first().getByRole('link').first().textContent()) ?? '';
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.getByRole('button', { name: '登记督导' }).click();
  const form = page.getByRole('dialog');
  await form.getByText('事后：管成效').click();
  await form.getByLabel('看到什么、说了什么').fill('抽看本季度确认的案卷六件，理由写得清楚；一件公示期少算一天，已当场说明。');
  await form.getByRole('button', { name: '登记督导' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '事后督查检查（实地）' })).toBeVisible();
  await page.goto('/oversight');
  await expect(left).toHaveCount(before - 1);
  // What the county did with a unit, the unit reads; it records nothing itself.
  const own = (await (await user('gx-b-head')).get<{ units: { unit: string; unitName: string }[] }>('/oversight/units')).body.units[0];
  await (await user('gx-county')).post('/oversight/acts', { unit: own?.unit, kind: 'guidance', stage: 'before', method: 'meeting', on: '2020-11-16', people: ['吴科员'], text: '讲解调查表的填写，当场答问三件。' });
  await changeTo(page, 'gx-b-head');
  await page.goto('/oversight');
  await page.getByRole('link', { name: own?.unitName ?? '', exact: true }).click();
  await expect(page.getByText('讲解调查表的填写，当场答问三件。').first()).toBeVisible();
  await expect(page.getByRole('button', { name: '登记督导' })).toHaveCount(0);
});
