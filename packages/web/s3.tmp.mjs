import { open, login, BASE } from './shot.tmp.mjs';
import fs from 'node:fs';
const id = process.argv[2];
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64');
const photo = (n) => ({ name: `${n}.png`, mimeType: 'image/png', buffer: png });
const { browser, page } = await open();
export async function as(who) { await page.context().clearCookies(); await login(page, who); await page.goto(`${BASE}/cases/${id}`); await page.waitForSelector('.case-head'); }
async function cmd(name, fill, shot) {
  const b = page.locator(`[data-command=${name}]`);
  try { await b.waitFor({ timeout: 20000 }); } catch { console.log('NO BUTTON', name, await page.locator('.case-next').innerText()); return false; }
  await b.click(); await page.waitForSelector('.command .ant-drawer-body');
  await fill?.(page.locator('.command'));
  await page.waitForTimeout(300);
  if (shot) await page.screenshot({ path: `/tmp/shots/cmd-${name}.png` });
  await page.locator(`[data-submit=${name}]`).click();
  try { await page.waitForSelector('.outcome', { timeout: 30000 }); console.log('OK', name, (await page.locator('.outcome').innerText()).replaceAll('\n', ' ')); }
  catch { console.log('FAILED', name, await page.locator('.command .refusal, .command .error').allInnerTexts()); await page.screenshot({ path: `/tmp/shots/fail-${name}.png` }); await page.keyboard.press('Escape'); return false; }
  await page.waitForTimeout(300);
  return true;
}
async function clock(what) { await page.click('.clock'); await page.click(`text=${what}`); await page.waitForTimeout(1500); await page.keyboard.press('Escape'); console.log('clock', await page.locator('.clock').innerText()); }
const steps = {
  async start() {
    await as('hq-handler');
    await cmd('accept', null, true);
    await cmd('signAuthorisation', async (f) => f.getByText('全选').click(), true);
    await cmd('requestVerification');
    await as('hq-county');
    await cmd('forwardVerification', async (f) => f.getByLabel('说明').fill('同意转报'));
  },
  async visit() {
    await as('hq-handler');
    await cmd('recordInvestigation', async (f) => {
      await f.getByRole('checkbox', { name: '刘经办 经办人员' }).check();
      await f.getByLabel('调查情况').fill('家庭情况与申报一致。');
      await f.getByLabel('申请人已在调查表上签字').check();
      await f.locator('input[type=file]').setInputFiles([photo('门口'), photo('室内')]);
      await page.waitForTimeout(1500);
    }, true);
    await cmd('assess');
    await cmd('giveOpinion', async (f) => f.getByLabel('理由与情况').fill('符合条件，拟予确认。'), true);
    await cmd('postNotice', async (f) => { await f.locator('input[type=file]').setInputFiles([photo('张贴')]); await page.waitForTimeout(800); }, true);
  },
  async close() {
        await as('hq-head'); await cmd('agreeReview', async (f) => { await f.getByRole('radio', { name: '同意' }).check(); });
    await as('hq-leader'); await cmd('decide', null, true);
    await page.screenshot({ path: '/tmp/shots/decided.png', fullPage: true });
    await as('hq-handler');
    await cmd('deliver', async (f) => { await f.getByLabel('签收人').fill('王小明'); }, true);
    await cmd('publish');
    await page.screenshot({ path: '/tmp/shots/final.png', fullPage: true });
  },
  async look() { await as(process.argv[4] ?? 'hq-handler'); await page.waitForTimeout(600); await page.screenshot({ path: '/tmp/shots/look.png', fullPage: true }); console.log(await page.locator('.case-next').innerText()); },
};
await steps[process.argv[3]]();
await browser.close();
