import { testIdentity } from '@doudi/core/people/id-number';
import { applyFor } from '../packages/server/src/testing/flow.ts';
import { attach, expect, expectNoSideways, goTo, openAs, part, test, user } from './steps.ts';

const SERIAL = 216;

test('the bureau’s page: from the county to the unit, to the village, to its cases, to a case in four clicks', async ({ page }) => {
  const { number } = await applyFor(await user('bq-handler'), { serial: SERIAL });
  const unit = (await (await user('bq-handler')).get<{ unit: { name: string } }>('/session')).body.unit.name;
  await openAs(page, 'bq-chief', '/bureau');
  for (const block of ['迟了什么', '错了什么', '哪里要帮', '变了什么']) await expect(part(page, block)).toBeVisible();
  await expect(page.getByRole('img', { name: /^在享：/ })).toBeVisible();
  const figure = part(page, '迟了什么').getByRole('listitem').first();
  await figure.getByText('怎么算的').click();
  await expect(figure.getByRole('paragraph').first()).toBeVisible();
  await expectNoSideways(page);
  await part(page, '各单位').getByRole('link', { name: unit, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: unit })).toBeVisible();
  await part(page, '各村（居）').locator('a[href^="/cases?tab=doing"]').first().click();
  await expect(page).toHaveURL(/\/cases\?.*unit=/);
  await page.getByRole('row').nth(1).click();
  await expect(page).toHaveURL(/\/cases\/[0-9a-f-]{36}/);
  expect(number).not.toBe('');
});

test('the large screen shows no more than seven numbers and nobody’s name; Esc leaves it', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await openAs(page, 'bq-chief', '/bureau/screen');
  const numbers = page.locator('.big-numbers > li');
  await expect(numbers.first()).toBeVisible();
  expect(await numbers.count()).toBeLessThanOrEqual(7);
  await expectNoSideways(page);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/bureau$/);
});

test('an entry is proposed, put to the person, heard, decided and served on screen; the next counter is told and takes the application', async ({ page }) => {
  const { number } = await applyFor(await user('xx-handler'), { serial: SERIAL });
  await openAs(page, 'xx-county', '/');
  await goTo(page, '诚信登记册');
  await page.getByRole('button', { name: '提议记入' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('案件编号').fill(number);
  await form.getByRole('button', { name: '查找' }).click();
  await form.getByLabel('何人').selectOption({ index: 1 });
  await form.getByRole('radio').first().check();
  await form.getByLabel('行为日期').fill((await (await user('xx-county')).get<{ today: string }>('/session')).body.today);
  await form.getByLabel('事实').fill('隐瞒每月务工收入三千元');
  await form.getByLabel('理由和依据').fill('应当如实申报');
  await form.getByRole('button', { name: '提议记入' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /骗保/ })).toBeVisible();
  const id = page.url().split('/').at(-1) ?? '';
  const proof = await (await user('xx-county')).upload(`/matters/${id}/files`, '工资流水.png');
  await (await user('xx-county')).post(`/registers/dishonesty/${id}/notify`, { evidence: [proof] });
  await page.reload();
  await page.getByRole('button', { name: '登记送达' }).click();
  await attach(page.getByRole('dialog'), /送达凭证/, '送达回证');
  await page.getByRole('dialog').getByRole('button', { name: '登记送达' }).click();
  await page.getByRole('button', { name: '登记陈述' }).click();
  await page.getByRole('dialog').getByLabel('本人的陈述、申辩').fill('不知道要申报');
  await page.getByRole('dialog').getByRole('button', { name: '登记陈述' }).click();
  await expect(part(page, '告知和陈述')).toContainText('不知道要申报');
  await page.getByRole('button', { name: '退出' }).click();
  await openAs(page, 'xx-chief', `/registers/${id}`);
  await page.getByRole('button', { name: '作出决定' }).click();
  const decide = page.getByRole('dialog');
  await decide.getByRole('radio', { name: '记入', exact: true }).check();
  await decide.getByLabel('对陈述的答复').fill('不知道规定不影响认定');
  await decide.getByLabel('理由', { exact: true }).fill('查证属实');
  await decide.getByRole('checkbox', { name: '诚信约谈' }).check();
  await decide.getByRole('button', { name: '作出决定' }).click();
  await page.getByRole('button', { name: '登记送达' }).click();
  await attach(page.getByRole('dialog'), /送达凭证/, '送达回证');
  await page.getByRole('dialog').getByRole('button', { name: '登记送达' }).click();
  await expect(page.getByText('■ 在记录期内')).toBeVisible();
  const person = await (await user('xx-county')).get<{ people: { id: string; role: string }[] }>(`/registers/case?number=${encodeURIComponent(number)}`);
  expect(person.body.people).toHaveLength(2);
  await page.getByRole('button', { name: '退出' }).click();
  await openAs(page, 'xx-b-handler', '/intake');
  const typed = page.getByLabel('身份证号').first();
  for (const [birth, sex, n] of [['1970-03-04', 'male', SERIAL * 2], ['1971-05-06', 'female', SERIAL * 2 + 1]] as const) {
    await typed.fill(testIdentity(birth, sex, n));
    // One of the two stands in the register: whoever does not, shows nothing to wait for.
    if (await page.getByText('有失信记录').waitFor({ timeout: 3000 }).then(() => true, () => false)) break;
  }
  await expect(page.getByText('有失信记录')).toContainText('不得因有记录而拒绝受理');
});
