import { open, login, BASE } from './shot.tmp.mjs';
const ID = process.argv[2];
const { browser, page } = await open();
await login(page, 'hq-handler'); await page.goto(`${BASE}/cases/${ID}`); await page.waitForSelector('.case-head'); await page.waitForTimeout(500);
console.log('clicking'); const t0 = Date.now();
await page.locator('.chip-clause').nth(0).click(); console.log('clicked', Date.now() - t0);
for (let i = 0; i < 3; i++) { const t = Date.now(); await page.evaluate(() => 1); console.log('eval', Date.now() - t); await page.waitForTimeout(200); }
console.log(await page.locator('.ant-popover').count(), await page.locator('.ant-popover').first().innerText().catch(() => ''));
await page.screenshot({ path: '/tmp/shots/quote.png', timeout: 15000 }).catch((e) => console.log(e.message.slice(0, 100)));
await browser.close();
