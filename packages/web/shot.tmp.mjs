import chromium from '@sparticuz/chromium';
import { chromium as pw } from 'playwright-core';
export async function open(width = 1366, height = 768) {
  const browser = await pw.launch({ executablePath: await chromium.executablePath(), args: [...chromium.args, '--no-sandbox'], headless: true });
  const ctx = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await ctx.newPage();
  page.on('pageerror', (e) => console.log('PAGEERROR', e.message.slice(0, 400)));
  page.on('console', (m) => { if (m.type() === 'error' && !/401/.test(m.text())) console.log('CONSOLE', m.text().slice(0, 300)); });
  page.setDefaultTimeout(90000); return { browser, page };
}
export const BASE = process.env.BASE ?? 'http://127.0.0.1:5179';
export async function login(page, who) {
  await page.goto(BASE + '/');
  await page.fill('#login', who); await page.fill('#password', 'doudi-training'); await page.keyboard.press('Enter');
  await page.waitForSelector('.top');
}
