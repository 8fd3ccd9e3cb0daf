import { open, login, BASE } from './shot.tmp.mjs';
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64');
const photo = (n) => ({ name: `${n}.png`, mimeType: 'image/png', buffer: png });
const { browser, page } = await open();
let me = '';
const as = async (who) => { if (me === who) return; await page.context().clearCookies(); await login(page, who); me = who; };
/** A case in which the command is allowed to me. */
const find = async (command) => await page.evaluate(async (command) => {
  for (const tab of ['todo', 'doing', 'done']) {
    let cursor = '';
    for (let n = 0; n < 3; n++) {
      const r = await (await fetch(`/api/v1/worklist?tab=${tab}&limit=60${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)).json();
      for (const row of new Map((r.items ?? []).map((x) => [x.id, x])).values()) {
        const v = await (await fetch(`/api/v1/cases/${row.id}`)).json();
        if (v.commands?.some((c) => c.command === command && c.allowed) && (command !== 'tellMissing' || v.archive.some((a) => a.kind === 'application' && !a.present)) && (command !== 'returnTo' || v.steps.filter((s) => s.state === 'done').length > 2)) return row.id;
      }
      if (!r.next) break;
      cursor = r.next;
    }
  }
  return null;
}, command);
async function run(who, command, fill) {
  await as(who);
  const id = await find(command);
  if (!id) { console.log('--', who, command, 'no case'); return; }
  await page.goto(`${BASE}/cases/${id}`);
  await page.locator(`[data-command=${command}]`).click();
  const f = page.locator('.command');
  await f.locator('.ant-drawer-body').waitFor();
  // First an empty submission: the messages must stand at their fields.
  await fill?.(f);
  await page.waitForTimeout(600);
  await page.screenshot({ path: `/tmp/shots/c-${command}.png` });
  await page.locator(`[data-submit=${command}]`).click();
  await page.waitForSelector('.outcome, .command .refusal, .command .error', { timeout: 20000 });
  console.log(who, command, id, (await page.locator('.outcome, .command .refusal, .command .error').allInnerTexts()).join(' | ').replaceAll('\n', ' '));
}
const t = (label, text) => (f) => f.getByLabel(label).fill(text);
const only = process.argv[2]?.split(',');
const all = [
  ['hq-handler', 'tellMissing'], ['hq-handler', 'receiveMaterials', async (f) => f.locator('input[type=checkbox]').first().check()], ['hq-handler', 'requireMaterial', async (f) => f.locator('select').selectOption({ index: 1 })],
  ['hq-handler', 'notifyDiscrepancy'], ['hq-handler', 'explainDiscrepancy', async (f) => { await f.getByLabel('申请人的说明').fill('已说明来源。'); await f.getByRole('radio').first().check(); await f.getByText('更正家庭情况').first().click(); await f.getByText('添一项收入').click(); const r = f.locator('.list-row').last(); await f.locator('.list').nth(2).locator('.list-row').last().getByLabel('类别').selectOption('gift'); await f.locator('.list').nth(2).locator('.list-row').last().getByLabel('月均金额').fill('50.5'); }],
  ['hq-handler', 'object', async (f) => { await f.locator('select').selectOption({ index: 2 }); await f.getByLabel('异议内容').fill('有房出租'); await f.getByRole('radio', { name: '匿名' }).check(); }],
  ['hq-handler', 'withdraw', t('撤回原因', '找到工作')], ['hq-handler', 'abandon', t('视为放弃的依据', '三次通知未补正')],
  ['hq-handler', 'transfer', async (f) => { await f.locator('select').selectOption({ index: 2 }); await f.getByLabel('转办原因').fill('休假'); }],
  ['hq-handler', 'extend', async (f) => { await f.locator('select').selectOption({ index: 2 }); await f.getByLabel('延期理由').fill('人户分离，核实困难'); }],
  ['hq-reviewer', 'returnTo', async (f) => { await f.locator('select').selectOption({ index: 1 }); await f.getByLabel('要补正什么').fill('补入户照片'); }],
  ['hq-handler', 'reportNoExplanation'],
  ['lh-handler', 'useSimplified', t('适用简易程序的依据', '重残户，村里熟悉')],
  ...['lh-handler', 'lh-leader', 'lh-reviewer', 'lh-head'].map((w) => [w, 'holdMeeting', async (f) => { await f.getByLabel('地点').fill('会议室'); await f.getByLabel('主持人').fill('周分管'); await f.getByLabel('应到').fill('9'); await f.getByLabel('实到').fill('8'); await f.getByLabel('同意', { exact: true }).fill('8'); await f.getByLabel('会议记录').fill('研究通过'); }]),
  ['xx-county', 'giveCountyReview', async (f) => { await f.getByRole('radio').first().check(); await f.getByLabel('意见内容').fill('同意'); }],
];
for (const [who, command, fill] of all) if (!only || only.includes(command)) try { await run(who, command, fill); } catch (e) { console.log('ERR', who, command, e.message.slice(0, 300)); }
await browser.close();
