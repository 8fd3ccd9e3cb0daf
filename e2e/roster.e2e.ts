import type { RosterImportView } from '@doudi/core/api/rosters';
import { ROSTER_SHEET } from '@doudi/core/roster/columns';
import { download, head, member, person, rosterFile } from '../packages/server/src/features/rosters/roster.fixture.ts';
import { readRows } from '../packages/server/src/platform/excel/read.ts';
import { changeTo, expect, goTo, openAs, part, setClock, test, user } from './steps.ts';

test.describe.configure({ timeout: 180_000 });
test.beforeEach(() => setClock('lh-county', '2022-06-15'));

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** The first unit of the county, as its own handler sees it. */
const unit = async (): Promise<{ key: string; name: string }> => (await (await user('lh-handler')).get<{ unit: { key: string; name: string } }>('/session')).body.unit;
/** Heads of one test; each takes its own numbers, so that nobody is taken over twice in the same database. */
const rows = async (from: number) => await rosterFile([head(from, { area: '农村' }), member(from, from + 1), head(from + 2, { area: '农村' }), member(from + 2, from + 3, { relation: '媳妇' }), head(from + 4, { area: '农村', monthly: '12.345' })]);

test('an old roster with errors: template, check, the returned file, none or only the right households', async ({ page }) => {
  const { key, name } = await unit();
  await openAs(page, 'lh-handler', '/rosters');
  await page.getByRole('tab', { name: '存量导入' }).click();
  const template = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载模板（含填写说明）' }).click();
  expect((await template).suggestedFilename()).toContain('导入模板.xlsx');
  await page.getByLabel('选择文件').setInputFiles({ name: '存量花名册.xlsx', mimeType: XLSX, buffer: await rows(200) });
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(part(page, '检查结果')).toContainText('2 户有错误');
  await expect(part(page, '错误')).toContainText('“媳妇”不在可填范围，可填：本人、配偶');
  await expect(part(page, '错误')).toContainText('最多两位小数');
  // The unit proposes; only the county confirms.
  await expect(part(page, '确认导入').getByRole('button', { name: '确认导入' })).toHaveAttribute('aria-disabled', 'true');
  const returned = page.waitForEvent('download');
  await page.getByRole('button', { name: /下载错误清单/ }).click();
  const chunks: Buffer[] = [];
  for await (const c of await (await returned).createReadStream()) chunks.push(c as Buffer);
  const lines: string[] = [];
  for await (const r of readRows(Buffer.concat(chunks), ROSTER_SHEET, { rows: 100 })) lines.push(String(r.cells.at(-1)));
  expect(lines).toHaveLength(6);
  expect(lines[0]).toBe('错误');
  expect(lines[4]).toContain('与户主关系');

  await changeTo(page, 'lh-county');
  const confirm = part(page, '确认导入');
  await expect(confirm.getByRole('radio', { name: '有错误则全部不导入' })).toBeChecked();
  await expect(confirm).toContainText('有 2 户不正确');
  await expect(confirm.getByRole('button', { name: '确认导入' })).toHaveAttribute('aria-disabled', 'true');
  await confirm.getByRole('radio', { name: /只导入正确的户/ }).check();
  await confirm.getByRole('button', { name: '确认导入' }).click();
  await confirm.getByRole('button', { name: '确认导入 1 户' }).click();
  await expect(page.getByRole('status').filter({ hasText: '已导入 1 户、2 人' })).toBeVisible();
  await page.getByRole('link', { name: '查看花名册' }).click();
  const row = page.getByRole('row').filter({ hasText: '存量导入' }).first();
  await expect(row).toContainText('1,090.50');
  await row.getByRole('link').click();
  await expect(page.getByText('没有在本系统办理申请、核对和确认')).toBeVisible();
  await expect(part(page, '流转')).toContainText('存量导入');

  // The other choice: everything right, so all may come in; exported with its purpose.
  await goTo(page, '花名册');
  await page.getByRole('tab', { name: '存量导入' }).click();
  await page.getByLabel('单位').selectOption(key);
  await page.getByLabel('选择文件').setInputFiles({ name: '改正.xlsx', mimeType: XLSX, buffer: await rosterFile([head(210, { area: '农村' }), head(212, { area: '农村' })]) });
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(part(page, '检查结果')).toContainText('全部 2 户正确');
  // Who brought the file does not confirm it.
  await changeTo(page, 'lh-county2');
  await part(page, '确认导入').getByRole('button', { name: '确认导入' }).click();
  await page.getByRole('button', { name: '确认导入 2 户' }).click();
  await expect(page.getByRole('status').filter({ hasText: '已导入 2 户' })).toBeVisible();
  await page.getByRole('link', { name: '查看花名册' }).click();
  await page.getByRole('button', { name: '导出 Excel' }).click();
  await expect(page.getByText('先写明用途')).toBeVisible();
  await page.getByLabel('用途').fill('季度核对');
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出 Excel' }).click();
  expect((await file).suggestedFilename()).toContain(name);
  const rowsOut = await download(await user('lh-county'), `/rosters/export?programme=dibao&month=2022-06&unit=${key}&purpose=${encodeURIComponent('核对')}`, '花名册');
  expect(JSON.stringify(rowsOut)).not.toContain(person(210));
});

test('[HQ-133, HQ-134, HQ-135] a filing examined line by line: platform compared, demand raised, answered, sent back, answered, closed, accepted', async ({ page }) => {
  await setClock('hq-county', '2021-11-16');
  const county = await user('hq-county');
  const { key } = (await (await user('hq-b-handler')).get<{ unit: { key: string } }>('/session')).body.unit;
  // Two households to file beside whatever the training office has.
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(await rosterFile([head(220), head(222)]))]), '存量.xlsx');
  const uploaded = (await (await fetch(`${county.origin}/api/v1/rosters/imports?programme=dibao&unit=${key}`, { method: 'POST', headers: { authorization: `Bearer ${(await user('hq-b-handler')).token}` }, body: form })).json()) as RosterImportView;
  await county.post(`/rosters/imports/${uploaded.id}/confirm`, { choice: 'all', payFrom: '2021-12' });
  await expect.poll(async () => (await county.get<RosterImportView>(`/rosters/imports/${uploaded.id}`)).body.status).toBe('done');

  await openAs(page, 'hq-b-reviewer', '/filings/draft?programme=dibao&month=2021-11');
  await expect(page.getByText('勾稽关系全部相符')).toBeVisible();
  await expect(part(page, '月报表')).toContainText('按致困原因');
  await part(page, '月报表').getByRole('button', { name: '报送', exact: true }).click();
  await page.getByRole('group', { name: '报送' }).getByRole('button', { name: '报送', exact: true }).click();
  await page.getByRole('link', { name: '打开' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('备案');
  const address = page.url();

  await changeTo(page, 'hq-county');
  const { buffer } = await import('node:stream/consumers');
  const { writeWorkbook } = await import('../packages/server/src/platform/excel/write.ts');
  const columns = ['户主身份证号', '户主姓名', '保障人数', '月保障金额'].map((header) => ({ header, kind: 'text' as const, width: 20 }));
  const platform = await buffer(await writeWorkbook({ title: '平台', notes: [], sheets: [{ name: '花名册', columns, rows: [[person(220), String(head(220).name), '1', '1000'], [person(299), '李宁', '1', '50']] }] }));
  await page.getByLabel('上传平台导出的花名册').setInputFiles({ name: '平台.xlsx', mimeType: XLSX, buffer: platform });
  const compared = part(page, '与上级平台花名册比对');
  await expect(compared).toContainText('平台 1,000.00 元');
  await expect(compared).toContainText('花名册没有');
  await compared.getByRole('row').filter({ hasText: '金额不同' }).getByRole('button', { name: '提出整改' }).click();
  const demand = page.getByRole('dialog');
  await expect(demand.getByRole('textbox', { name: '问题与要求' })).toHaveValue(/与上级平台花名册不一致/);
  await demand.getByLabel(/期限/).fill('2021-11-26');
  await demand.getByRole('button', { name: '提出整改' }).click();
  const demands = part(page, '整改要求');
  await expect(demands).toContainText('待整改');
  await expect(part(page, '县级审查').getByRole('button', { name: '准予备案' })).toHaveAttribute('aria-disabled', 'true');

  const say = async (step: string, text: string, due?: string): Promise<void> => {
    await demands.getByRole('button', { name: step, exact: true }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('textbox').first().fill(text);
    if (due) await form.getByLabel(/期限/).fill(due);
    await form.getByRole('button', { name: step, exact: true }).click();
    await expect(demands).toContainText(text);
  };
  await changeTo(page, 'hq-b-reviewer');
  await say('答复', '已与平台核对，平台数据待更新。');
  await changeTo(page, 'hq-county');
  await say('退回', '请附平台更新截图的文号。', '2021-11-30');
  await changeTo(page, 'hq-b-reviewer');
  await say('答复', '平台已于 11 月 16 日更新为 1,090.50 元。');
  await changeTo(page, 'hq-county');
  await say('办结', '平台与花名册一致。');
  await expect(demands).toContainText('已办结');
  await part(page, '县级审查').getByRole('button', { name: '准予备案' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '准予备案' }).click();
  await expect(part(page, '县级审查')).toContainText('准予备案');
  expect(page.url()).toBe(address);
  await goTo(page, '报送备案');
  await page.getByRole('tab', { name: '汇总表' }).click();
  await expect(part(page, '最低生活保障')).toContainText('已备案');
});
