import type { Page } from '@playwright/test';
import { applyFor, walk } from '../packages/server/src/testing/flow.ts';
import { begin, caseOf, couple, expect, expectNoSideways, goTo, office, openAs, part, setClock, test, user } from './steps.ts';

/** A clerk's day: the counter without a mouse, the list, phrases, a batch of clean cases, the print queue. */

/** To a step by the posts of 宝清; the platform's answer may take a moment. */
const go = async (id: string, stop: string): Promise<void> => await expect(async () => void (await walk(office('bq'), id, stop))).toPass({ timeout: 60_000 });

/** What has the focus, by the words of its label. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (!at || !['INPUT', 'SELECT', 'TEXTAREA', 'BUTTON'].includes(at.tagName)) return '';
    return (at as HTMLInputElement).labels?.[0]?.innerText.trim() ?? (at as HTMLElement).innerText;
  });

/** Presses Enter until the field of that label has the focus; every stop on the way must be seen to have it. */
async function enterTo(page: Page, label: RegExp): Promise<void> {
  for (let i = 0; i < 60; i++) {
    if (label.test(await focused(page))) return;
    await page.keyboard.press('Enter');
    const seen = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return 'nothing';
      const style = getComputedStyle(at);
      return style.outlineStyle === 'none' || style.outlineWidth === '0px' ? at.outerHTML.slice(0, 80) : '';
    });
    expect(seen, 'every stop shows that it has the focus').toBe('');
  }
  throw new Error(`no ${String(label)}; at ${await focused(page)}`);
}

/** Nothing that stands still covers the element that has the focus. */
const uncovered = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement;
    const r = at.getBoundingClientRect();
    const top = document.elementFromPoint(r.left + r.width / 2, r.top + Math.min(r.height / 2, 10));
    return top !== null && (at === top || at.contains(top) || top.contains(at));
  });

/** One application at the counter, from the programme to the signature, without ever touching the mouse. */
async function byKeyboard(page: Page, serial: number): Promise<void> {
  const { self, wife } = couple(serial);
  // The form opens with the cursor in its first question; the arrow keys choose among the programmes.
  await expect(page.getByRole('group', { name: '申请什么' }).locator(':focus')).toHaveCount(1);
  for (let i = 0; i < 12 && (await focused(page)) !== '最低生活保障'; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByLabel('最低生活保障', { exact: true })).toBeChecked();
  await enterTo(page, /^身份证号$/);
  await page.keyboard.type(self);
  const card = page.getByRole('group', { name: '申请人证件' });
  await expect(card).toContainText('男，出生 1962年7月30日');
  await expect(card).toContainText('此号码没有登记过');
  await enterTo(page, /^姓名$/);
  await page.keyboard.type('王安');
  await page.keyboard.press('Enter');
  await expect(part(page, '申请人')).toContainText('王安 ');
  await expect(page.getByLabel('村（居）', { exact: true })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('村（居）', { exact: true })).not.toHaveValue('');
  await enterTo(page, /^住址/);
  await page.keyboard.type('洪湖里一号楼二门三〇一');

  await page.keyboard.press('Alt+m');
  await expect(page.getByRole('group', { name: '添一名家庭成员：证件' }).getByLabel('身份证号')).toBeFocused();
  await page.keyboard.type(wife);
  await enterTo(page, /^姓名$/);
  await page.keyboard.type('李宁');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('与申请人关系')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('与申请人关系')).toHaveValue('spouse');
  expect(await uncovered(page)).toBe(true);

  await enterTo(page, /^因病$/);
  await page.keyboard.press('Space');
  await enterTo(page, /^困难情况/);
  await page.keyboard.type('长期患病，收入不足。');
  await page.keyboard.press('Alt+i');
  const economy = part(page, '收入、财产、支出');
  await expect(economy.getByLabel('何人').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await enterTo(page, /^类别/);
  await page.keyboard.press('ArrowDown');
  await expect(economy.getByLabel('类别').first()).toHaveValue('wage');
  await enterTo(page, /^月均金额/);
  await page.keyboard.type('1,800');

  await page.keyboard.press('Alt+l');
  expect(await uncovered(page)).toBe(true);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('材料齐全，提交后即可受理。')).toBeVisible();
  await page.keyboard.press('Alt+s');
  await page.keyboard.press('Space');
  await expect(page.getByLabel('申请人已在申请书上签字，声明所述真实、完整')).toBeChecked();
  if (!(await page.getByRole('radio', { name: '城市', exact: true }).isChecked().catch(() => true))) {
    for (let i = 0; i < 90 && !/^(城市|农村)$/.test(await focused(page)); i++) await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
  }
  await page.keyboard.press('Control+Enter');
  await expect(part(page, '下一步')).toContainText('受理');
}

test.describe('the counter', () => {
  test.beforeEach(() => setClock('hq-county', '2021-11-15'));

  test('an application is taken from the first field to the case page with the keyboard alone, and each stop shows the focus', async ({ page }) => {
    await openAs(page, 'hq-handler', '/intake');
    await byKeyboard(page, 311);
    // The same number once more: the running case shows before any name is typed.
    await goTo(page, '窗口受理');
    const card = page.getByRole('group', { name: '申请人证件' });
    await card.getByLabel('身份证号').fill(couple(311).self);
    await expect(card.getByRole('alert')).toContainText('最低生活保障');
    await expect(card).toContainText('此号码以前登记过：王*');
  });

  test('hints for the first week say beside the fields why they are asked, and stay until they are put away', async ({ page }) => {
    await openAs(page, 'hq-handler', '/intake');
    await expect(page.getByText('决定按哪一套条件和材料办理', { exact: false })).toHaveCount(0);
    await page.getByLabel('新手提示').check();
    await expect(page.getByText('决定按哪一套条件和材料办理', { exact: false })).toBeVisible();
    await page.reload();
    await expect(page.getByText('决定按哪一套条件和材料办理', { exact: false })).toBeVisible();
    await page.getByLabel('新手提示').uncheck();
    await expect(page.getByText('决定按哪一套条件和材料办理', { exact: false })).toHaveCount(0);
  });

  test.describe('enlarged to 200 %', () => {
    test.use({ viewport: { width: 683, height: 384 } });

    test('the counter is worked by keyboard as before; counter, list, batch and queue need no sideways movement', async ({ page }) => {
      await openAs(page, 'hq-handler', '/intake');
      await byKeyboard(page, 312);
      await expectNoSideways(page);
      for (const address of ['/', '/intake', '/desk/prints']) {
        await page.goto(address);
        await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
        await expectNoSideways(page);
      }
    });
  });
});

test('the list: light, village and step stand in the address, the counts follow, and on return the row left is marked again', async ({ page }) => {
  await setClock('hq-county', '2021-11-15');
  await openAs(page, 'hq-handler', '/');
  const table = page.getByRole('table');
  await expect(table).toBeVisible();
  const red = page.getByRole('group', { name: '按灯筛选' }).getByRole('button', { name: /超期/ });
  const count = /\d+/.exec(await red.innerText())?.[0] ?? '';
  await red.click();
  await expect(page.getByText(`符合筛选条件的 ${count} 件`)).toBeVisible();
  await expect(page).toHaveURL(/light=red/);
  await expect(table.getByRole('row').filter({ hasText: /[▲●]/ })).toHaveCount(0);
  await page.getByLabel('环节').selectOption('入户调查');
  await expect(page).toHaveURL(/step=investigate/);
  await expect(table.getByRole('row').filter({ hasText: '信息核对' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.locator('body').click({ position: { x: 700, y: 760 } });
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const row = table.getByRole('row').nth(2);
  await expect(row).toHaveAttribute('aria-current', 'true');
  const number = await row.locator('td').last().innerText();
  await page.keyboard.press('Enter');
  await expect(page.getByText(number).first()).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/light=red.*step=investigate|step=investigate.*light=red/);
  await expect(table.getByRole('row').filter({ hasText: number })).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('Enter');
  await expect(part(page, '下一步')).toBeVisible();
  await goTo(page, '工作台');
  await expect(page).toHaveURL(/light=red/);
  await expect(table.getByRole('row').filter({ hasText: number })).toHaveAttribute('aria-current', 'true');
  await page.getByRole('button', { name: '取消筛选' }).click();
  await expect(page).not.toHaveURL(/light=/);
  await page.getByLabel('村（居）').selectOption({ index: 1 });
  const village = await page.getByLabel('村（居）').locator('option:checked').innerText();
  await expect(page).toHaveURL(/village=/);
  await expect(async () => {
    const cells = await table.locator('td:nth-child(4)').allInnerTexts();
    expect(cells.length).toBeGreaterThan(0);
    expect(new Set(cells)).toEqual(new Set([village]));
  }).toPass();
  await page.getByRole('button', { name: '取消筛选' }).click();
});

test('a phrase is inserted at the cursor by a key or a click, never by itself, and the present text is kept as one', async ({ page }) => {
  await setClock('bq-county', '2022-11-15');
  const h = await user('bq-handler');
  const { id } = await applyFor(h, { serial: 210 });
  await go(id, 'opine');
  await openAs(page, 'bq-handler', `/cases/${id}`);
  const form = await begin(page, '提出初审意见');
  const text = form.getByLabel('理由与情况');
  await expect(form.getByRole('group', { name: '常用语' })).toContainText('起始');
  await expect(text).toHaveValue('');
  await text.fill('前后');
  await text.press('Home');
  await text.press('ArrowRight');
  await page.keyboard.press('Alt+1');
  const first = (await form.getByRole('group', { name: '常用语' }).locator('.phrase-text').first().innerText()).trim();
  await expect(text).toHaveValue(`前${first}后`);
  await page.keyboard.type('，');
  await expect(text).toHaveValue(`前${first}，后`);
  await text.fill('住房简陋，拟予确认。');
  await form.getByRole('button', { name: '存为我的常用语' }).click();
  await expect(form.getByText('已存为常用语')).toBeVisible();
  await text.fill('');
  await form.getByRole('button', { name: /住房简陋，拟予确认。/ }).first().click();
  await expect(text).toHaveValue('住房简陋，拟予确认。');
  await form.getByRole('button', { name: /^全部 \d+ 条$/ }).click();
  await form.getByRole('button', { name: /^删除这条常用语：住房简陋/ }).click();
  await expect(form.getByRole('button', { name: /住房简陋，拟予确认。/ })).toHaveCount(0);
  await expect(text).toHaveValue('住房简陋，拟予确认。');
});

test('clean cases are decided in a batch after each summary was read, with keys alone; their letters go to the queue and are printed as one file', async ({ page }) => {
  const ids: string[] = [];
  const h = await user('bq-handler');
  for (const serial of [211, 212]) {
    await setClock('bq-county', '2022-11-15');
    const { id } = await applyFor(h, { serial });
    await go(id, 'decide');
    ids.push(id);
  }
  const numbers = await Promise.all(ids.map(async (id) => (await caseOf('bq-leader', id)).number));
  await openAs(page, 'bq-leader', '/desk/batch');
  for (const n of numbers) await page.getByRole('checkbox', { name: new RegExp(`^选中 .*${n}$`) }).check();
  await page.getByRole('button', { name: '逐案看摘要（2 件）' }).click();
  const decide = page.getByRole('button', { name: '对这 2 件作出予以确认的决定' });
  await expect(page.getByText('第 1 件，共 2 件')).toBeVisible();
  await expect(part(page, '算式')).toContainText('符合条件');
  await expect(part(page, '谁做了什么')).toContainText('初审意见');
  await expect(page.getByText('还有 2 件的摘要没有看')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(decide).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByText('第 2 件，共 2 件')).toBeVisible();
  await expect(part(page, '算式')).toContainText('符合条件');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/件的摘要没有看/)).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('status').filter({ hasText: '✓ 办成 2 件' })).toBeVisible();
  for (const id of ids) expect((await caseOf('bq-leader', id)).status).toBe('granted');
  await page.getByRole('button', { name: '全部加入打印队列' }).click();
  await page.getByRole('link', { name: /^已在打印队列/ }).click();
  await expect(page.getByRole('table', { name: '等打印' }).getByRole('row')).toHaveCount(5);
  const [sheet] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: '打印选中的（4 份）' }).click()]);
  await expect(page.getByRole('status').filter({ hasText: '已合成一份 PDF（4 份）' })).toBeVisible();
  const pdf = await page.request.get((await page.getByRole('link', { name: '再次打开这份 PDF' }).getAttribute('href')) ?? '');
  expect((await pdf.body()).subarray(0, 5).toString('latin1')).toBe('%PDF-');
  await sheet.close();
  const printed = page.getByRole('table', { name: '打印过的' });
  await expect(printed.getByRole('row').nth(1)).toContainText('打印 ');
  const [again] = await Promise.all([page.waitForEvent('popup'), printed.getByRole('button', { name: /^补打/ }).first().click()]);
  await again.close();
  await expect(printed).toContainText('补打（第 2 次）');
});
