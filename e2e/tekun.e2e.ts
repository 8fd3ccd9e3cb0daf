import type { Locator } from '@playwright/test';
import type { Institution } from '@doudi/core/api/institutions';
import { testIdentity } from '@doudi/core/people/id-number';
import { walk } from '../packages/server/src/testing/flow.ts';
import { attach, begin, caseOf, changeTo, expect, expectNoSideways, expectPdf, give, goTo, office, openAs, part, setClock, test, user } from './steps.ts';

test.describe.configure({ timeout: 240_000 });

const SELF = testIdentity('1941-03-04', 'female', 391);
const SON = testIdentity('1970-05-06', 'male', 382);
const CARER = testIdentity('1975-07-08', 'female', 383);

test('[HQ-77, HQ-117, HQ-130, HQ-131] 红桥: a destitute person from the counter through self-care, appraisal and care agreement to the confirmed decision', async ({ page }) => {
  await setClock('hq-county', '2021-11-15');
  await openAs(page, 'hq-handler', '/');
  await goTo(page, '窗口受理');
  await page.getByLabel('特困人员救助供养', { exact: true }).check();
  const card = page.getByRole('group', { name: '申请人证件' });
  await card.getByLabel('身份证号').fill(SELF);
  await card.getByLabel('姓名').fill('孙平');
  await card.getByLabel('姓名').press('Tab');
  await expect(part(page, '申请人')).toContainText('孙平 ');
  await page.getByLabel('村（居）', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('住址').fill('洪湖里二号楼一门一〇一');
  await page.getByLabel('城市', { exact: true }).check();
  const obligor = page.getByRole('group', { name: /^添一名.*义务人/ });
  await obligor.getByLabel('身份证号').fill(SON);
  await obligor.getByLabel('姓名').fill('孙强');
  await obligor.getByLabel('姓名').press('Tab');
  const household = part(page, '家庭与义务人');
  await expect(household.getByText('特困人员供养另须登记')).toBeVisible();
  await expect(household.getByText('逐人登记属于哪一种无履行义务能力的情形')).toBeVisible();
  await household.getByLabel('是他（她）的').selectOption('子女');
  await household.getByLabel('义务人家庭人口').fill('1');
  await household.getByLabel('义务人家庭月收入').fill('0');
  await household.getByLabel('特殊情形').selectOption('在监狱服刑');
  await household.getByLabel('财产符合当地规定').check();
  await page.getByLabel('年老', { exact: true }).check();
  await page.getByLabel('困难情况').fill('年老无依，没有收入。');
  await page.getByRole('group', { name: '带来了哪些（打勾）' }).getByRole('button', { name: '全选' }).click();
  await page.getByLabel('申请人已在申请书上签字，声明所述真实、完整').check();
  await page.getByRole('button', { name: '提交申请' }).click();
  await expect(part(page, '下一步')).toContainText('受理');
  const id = page.url().split('/').at(-1) ?? '';

  await walk(office('hq'), id, 'selfCare');
  await page.reload();
  const six = await begin(page, '登记生活自理能力评估');
  for (const item of ['自主吃饭', '自主穿衣', '自主上下床', '自主如厕']) await six.getByRole('group', { name: item }).getByLabel('能', { exact: true }).check();
  await expect(six.getByRole('status').filter({ hasText: '还有 2 项没有选' })).toBeVisible();
  for (const item of ['室内自主行走', '自主洗澡']) await six.getByRole('group', { name: item }).getByLabel('不能', { exact: true }).check();
  await expect(six.getByRole('status').filter({ hasText: '六项中 2 项不能自主完成' })).toBeVisible();
  await six.getByLabel('本人或者监护人已在评估表上签字').check();
  await six.getByRole('button', { name: '登记生活自理能力评估' }).click();
  await expect(six.getByRole('alert')).toContainText('还差 1 名评估人员');
  await six.getByRole('group', { name: '评估人员' }).getByRole('checkbox', { name: /刘经办/ }).first().check();
  await six.getByRole('button', { name: '登记生活自理能力评估' }).click();
  await expect(part(page, '供养与照料')).toContainText('部分丧失生活自理能力（半护理）');

  await expect(page.getByRole('list', { name: '办理步骤' }).getByRole('listitem').filter({ hasText: '民主评议' })).toContainText('正在办');
  await walk(office('hq'), id, 'care');
  await changeTo(page, 'hq-leader');
  const next = part(page, '下一步');
  await expect(part(page, '会议')).toContainText('民主评议');
  const working = part(page, '收入算式');
  await expect(working).toContainText('无履行义务能力');
  await expect(working).toContainText('照料护理费');
  await expect(next.getByRole('button', { name: '作出确认决定' })).toHaveCount(0);
  await next.getByText(/^其他事项为何不能办/).click();
  await expect(next.getByRole('definition').filter({ hasText: '还缺：落实供养与照料' }).first()).toBeVisible();

  await changeTo(page, 'hq-handler');
  await give(page, '登记供养意愿', async (form) => await form.getByLabel(/^分散供养/).check());
  const care = await begin(page, '落实供养与照料');
  await expect(care).toContainText('本人选择分散供养');
  await care.getByLabel('邻里照料').check();
  const carer = care.getByRole('group', { name: '照料服务人', exact: true });
  await carer.getByLabel('身份证号').fill(CARER);
  await carer.getByLabel('姓名').fill('周和');
  await carer.getByLabel('姓名').press('Tab');
  await expect(care.getByText('周和')).toBeVisible();
  await care.getByLabel('照料监护模式').selectOption('村（居）民委员会监护');
  await care.getByLabel('照料监护责任').fill('每日探视，照看用药，突发疾病及时送医并报告街道。');
  await care.getByLabel('期满日期').fill('2022-12-31');
  await care.getByRole('group', { name: '谁在协议上签了字' }).getByLabel('本人').check();
  await care.getByRole('button', { name: '落实供养与照料' }).click();
  await expect(care.getByRole('alert').first()).toContainText('委托照料协议须由各方签字');
  await care.getByRole('group', { name: '谁在协议上签了字' }).getByLabel('照料服务人').check();
  await attach(care, '委托照料协议', '协议');
  await care.getByLabel('由照料服务人代领').check();
  await care.getByRole('button', { name: '落实供养与照料' }).click();
  const arranged = part(page, '供养与照料');
  await expect(arranged).toContainText('邻里照料');
  await expect(arranged).toContainText('（随确认决定生效）');

  await changeTo(page, 'hq-leader');
  await give(page, '作出确认决定', undefined, '作出决定');
  await expect(part(page, '决定')).toContainText('予以确认');
  await expect(arranged).not.toContainText('（随确认决定生效）');
  await expect(part(page, '档案目录').getByRole('listitem').filter({ hasText: '委托照料协议' }).getByRole('time')).toBeVisible();
  await expectPdf(page, part(page, '文书').getByRole('link', { name: '确认决定书', exact: true }));
  await expectNoSideways(page);
  const v = await caseOf('hq-handler', id);
  expect(v).toMatchObject({ status: 'granted', decision: { monthlyFen: 131_300 + 36_333 }, care: { arrangement: { confirmed: true } } });
});

test('[XX-146] 西秀: the register shows places and who waits; a place for anybody else is refused while a destitute person waits for one', async ({ page }) => {
  // Everything taken but one place, and one person who wishes to go into an institution.
  const county = await user('xx-county');
  const before = (await county.get<{ items: Institution[] }>('/institutions')).body.items;
  for (const i of before) await county.put(`/institutions/${i.id}`, { places: i.taken, telephone: i.telephone });
  const h = await user('xx-handler');
  const { body: setup } = await h.get<{ today: string; programmes: { support: boolean; documents: { id: string; when: string }[] }[] }>('/intake');
  const self = (await h.post<{ id: string }>('/persons', { idNumber: testIdentity('1940-03-07', 'male', 395), name: '郑老' })).body.id;
  const { id } = (await h.post<{ id: string }>('/cases', {
    programme: 'tekun', via: 'window', declaredOn: setup.today, materials: setup.programmes.find((x) => x.support)?.documents.filter((d) => d.when === 'always').map((d) => d.id),
    facts: { applicant: self, area: 'urban', address: '三号楼', hardship: 'aged', statement: '无人供养。', members: [{ person: self, relation: 'self', birth: '1940-03-07', sex: 'male' }] },
  })).body;
  await h.act(id, 'accept');
  expect((await h.act(id, 'recordWish', { form: 'institution', signedBy: 'self', signedOn: setup.today })).status).toBe(200);

  await openAs(page, 'xx-county', '/');
  await goTo(page, '供养机构');
  await expect(page.getByRole('status').filter({ hasText: '等候集中供养' })).toContainText('全县空余床位 0 张');
  const table = page.getByRole('table', { name: '供养机构' });
  await page.getByRole('button', { name: '登记机构' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('机构', { exact: true }).fill('南关敬老院');
  await form.getByLabel('所在地').selectOption({ index: 1 });
  await form.getByLabel('床位').fill('1');
  await form.getByRole('button', { name: '登记机构' }).click();
  const mine = table.getByRole('row').filter({ hasText: '南关敬老院' });
  const admit = async (): Promise<Locator> => {
    await mine.getByRole('button', { name: '接收其他人员' }).click();
    const d = page.getByRole('dialog');
    await d.getByLabel('低保家庭的老年人、残疾人').check();
    await d.getByLabel('入住登记号').fill('2019-07');
    await d.getByLabel('事由').fill('托养');
    await d.getByRole('button', { name: '接收其他人员' }).click();
    return d;
  };
  await expect((await admit()).getByRole('alert').first()).toContainText('须先满足特困人员的集中供养需求');
  await h.act(id, 'withdraw', { reason: '投靠亲属', signedOn: setup.today });
  await page.reload();
  await admit();
  await expect(page.getByRole('status').filter({ hasText: '✓ 已办' })).toBeVisible();
  await expect(page.getByRole('table', { name: '入住与等候' }).getByRole('row').filter({ hasText: '2019-07' }).filter({ hasText: '南关敬老院' })).toContainText('已入住');
  for (const i of before) await county.put(`/institutions/${i.id}`, { places: i.places, telephone: i.telephone });
});
