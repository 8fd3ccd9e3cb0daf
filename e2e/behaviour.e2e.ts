import { applyFor, walk } from '../packages/server/src/testing/flow.ts';
import { attach, expect, give, office, openAs, part, setClock, test, user, workingDay } from './steps.ts';

test('a visit is written down with the minutes of coming and going; one that ends before it begins is not taken', async ({ page }) => {
  await setClock('lh-county', '2022-06-15');
  const { id } = await applyFor(await user('lh-b-handler'), { serial: 206, area: 'rural' });
  await setClock('lh-county', await workingDay('lh-county', '2022-06-15', 1));
  await expect(async () => void (await walk(office('lh-b'), id, 'investigate'))).toPass({ timeout: 60_000 });
  await openAs(page, 'lh-b-handler', `/cases/${id}`);
  await give(page, '登记入户调查', async (form) => {
    await form.getByLabel('到达时间').fill('00:04');
    await form.getByLabel('离开时间').fill('00:01');
    await form.getByLabel('调查情况').fill('住房、家电与申报一致。');
    await form.getByLabel('申请人已在调查表上签字').check();
    await attach(form, '入户照片', '入户');
    await form.getByRole('group', { name: '调查人员' }).getByRole('checkbox').nth(1).check();
    await form.getByRole('button', { name: '登记入户调查' }).click();
    await expect(form.getByText('应晚于到达时间', { exact: true })).toBeVisible();
    await form.getByLabel('到达时间').fill('00:00');
  });
  await expect(part(page, '入户调查')).toContainText('00:00—00:01');
});

test('the county writes down how many people live in its villages, from a file whose faulty lines are named', async ({ page }) => {
  await openAs(page, 'lh-county', '/scores/behaviour?tab=population');
  const table = page.getByRole('table', { name: '村（居）人口' });
  const first = table.getByRole('row').nth(1);
  await expect(first).toContainText('培训编造');
  const [town = '', village = ''] = await first.getByRole('cell').allInnerTexts();
  await page.getByRole('button', { name: '导入人口' }).click();
  const form = page.getByRole('dialog');
  const csv = `乡镇（街道）,村（社区）,年份,户数,人口\n${town},${village},2021,1000,2600\n${town},没有这村,2021,1,1`;
  await form.getByLabel('文件').setInputFiles({ name: '人口.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await form.getByLabel('来源').fill('2021 年统计年报');
  await form.getByRole('button', { name: '导入人口' }).click();
  await expect(form.getByRole('status')).toContainText('导入 1 行');
  await expect(form).toContainText(`没有“${town}没有这村”`);
  await form.getByRole('button', { name: '关闭' }).click();
  await expect(first).toContainText('2600');
  await expect(first).toContainText('2021 年统计年报');
  await expect(first).not.toContainText('培训编造');
});
