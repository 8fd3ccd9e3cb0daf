import { open, login, BASE } from './shot.tmp.mjs';
import { testIdentity } from '@doudi/core/people/id-number';
const ID = process.argv[2];
const { browser, page } = await open();
await login(page, 'hq-handler'); await page.waitForSelector('.table');
// intake with missing papers, a duplicate and a relative
await page.goto(`${BASE}/intake`); await page.waitForSelector('.intake-form');
const a = page.locator('.adder').first();
await a.locator('input').nth(0).fill(testIdentity('1959-03-04', 'male', 35)); await a.locator('input').nth(2).fill('赵大山'); await a.locator('input').nth(2).press('Tab');
await page.waitForSelector('.identified, .adder .error', { timeout: 90000 }); await page.waitForTimeout(400);
await page.screenshot({ path: '/tmp/shots/dup.png' });
const v = page.getByLabel('村（居）', { exact: true }); if (await v.count()) await v.selectOption({ index: 1 });
await page.getByLabel('住址').fill('1 号'); if (!(await page.getByLabel('城市').isChecked())) await page.getByLabel('城市').check();
await page.locator('input[type=radio]').last().check().catch(() => {});
await page.getByRole('radio', { name: '年老' }).check(); await page.getByLabel('困难情况').fill('年老无收入。');
await page.locator('[data-path=materials] input').first().check();
await page.getByLabel('申请人已在申请书上签字').check(); await page.waitForTimeout(1600);
await page.reload(); await page.waitForSelector('.intake-form'); await page.locator('.drafts summary').click(); await page.waitForTimeout(300); await page.screenshot({ path: '/tmp/shots/drafts.png' });
await page.locator('.drafts a').first().click(); await page.waitForSelector('.identified'); console.log('restored', await page.locator('.identified').innerText());
await page.locator('.intake-foot button').first().click(); await page.waitForSelector('.case-head', { timeout: 90000 });
await page.locator('[data-command=accept]').click(); await page.locator('[data-submit=accept]').click(); await page.waitForSelector('.command .refusal'); await page.screenshot({ path: '/tmp/shots/refused.png' });
console.log((await page.locator('.command .refusal').innerText()).replaceAll('\n', ' '));
await page.keyboard.press('Escape'); await page.waitForTimeout(400);
for (const c of ['tellMissing']) { await page.locator(`[data-command=${c}]`).click(); await page.locator(`[data-submit=${c}]`).click(); await page.waitForSelector('.outcome'); console.log((await page.locator('.outcome').innerText()).replaceAll('\n', ' ')); }
await page.locator('[data-command=requireMaterial]').click(); await page.locator('.command select').selectOption({ index: 1 }); await page.keyboard.press('Control+Enter'); await page.waitForSelector('.outcome:has-text("要求")'); console.log('required');
await page.locator('[data-command=receiveMaterials]').click(); for (const c of await page.locator('.command input[type=checkbox]').all()) await c.check(); await page.locator('.command input').first().press('Control+Enter'); await page.waitForSelector('.outcome:has-text("收到")'); console.log('received');
await page.screenshot({ path: '/tmp/shots/received.png' });

// Esc keeps what was typed
await page.locator('[data-command=withdraw]').click(); await page.getByLabel('撤回原因').fill('打错了'); await page.keyboard.press('Escape'); await page.waitForTimeout(600);
console.log('closed', await page.locator('.command').count()); await page.locator('[data-command=withdraw]').click(); console.log('kept', await page.getByLabel('撤回原因').inputValue(), await page.locator('.command .notice').allInnerTexts()); 
await page.setViewportSize({ width: 390, height: 844 }); await page.waitForTimeout(400); await page.screenshot({ path: '/tmp/shots/m-cmd.png' });
await page.keyboard.press('Escape'); await page.setViewportSize({ width: 1366, height: 768 });
await page.context().clearCookies(); await login(page, 'hq-village'); await page.goto(`${BASE}/intake`); await page.waitForSelector('.intake-form'); await page.screenshot({ path: '/tmp/shots/village.png' });
await page.context().clearCookies(); await login(page, 'hq-sys'); await page.waitForTimeout(1500); await page.screenshot({ path: '/tmp/shots/sys.png' });
await page.context().clearCookies(); await login(page, 'xx-county'); await page.waitForSelector('.table, .empty'); await page.screenshot({ path: '/tmp/shots/county.png' });
await browser.close();
