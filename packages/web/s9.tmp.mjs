import { open, login, BASE } from './shot.tmp.mjs';
const { browser, page } = await open(683, 384);
const over = async (n) => console.log(n, 'overflow', await page.evaluate(() => document.documentElement.scrollWidth - innerWidth));
await login(page, 'hq-handler'); await page.waitForSelector('.table'); await over('work200');
await page.locator('tbody a').first().click(); await page.waitForSelector('.case-head'); await over('case200'); await page.screenshot({ path: '/tmp/shots/z-case.png' });
await page.goto(BASE + '/password'); await page.waitForSelector('#old'); await page.screenshot({ path: '/tmp/shots/password.png' });
await page.locator('.clock').click(); await page.waitForTimeout(400); await page.screenshot({ path: '/tmp/shots/clock.png' });
await page.keyboard.press('Escape');
// idle: pretend that nobody touched anything for almost the whole time
const idle = await page.evaluate(async () => { const s = await (await fetch('/api/v1/session')).json(); localStorage.setItem('doudi.active', String(Date.now() - (s.idleMinutes * 60 - 40) * 1000)); return s.idleMinutes; });
await page.waitForSelector('.idle-warning'); await page.waitForTimeout(500); await page.screenshot({ path: '/tmp/shots/idle.png' }); console.log('idle', idle, await page.locator('.ant-modal').innerText());
await page.getByRole('button', { name: '继续办理' }).click(); await page.waitForTimeout(1500); console.log('still', await page.locator('.top').count());
await page.evaluate((m) => localStorage.setItem('doudi.active', String(Date.now() - m * 60000 - 1000)), idle);
await page.waitForSelector('#login'); console.log(await page.locator('.notice').innerText());
await browser.close();
const m = await open(390, 844); const p = m.page;
await login(p, 'lh-handler'); await p.waitForSelector('.table'); await p.screenshot({ path: '/tmp/shots/m-work.png' });
await p.locator('tbody a').first().click(); await p.waitForSelector('.case-head'); await p.waitForTimeout(400); await p.screenshot({ path: '/tmp/shots/m-case.png', fullPage: true });
const b = p.locator('[data-command=recordInvestigation], [data-command=assess]').first(); if (await b.count()) { await b.click(); await p.waitForTimeout(600); await p.screenshot({ path: '/tmp/shots/m-cmd.png' }); }
await m.browser.close();
