import type { Page } from '@playwright/test';
import type { Output } from '@doudi/core/api/contract';
import type { aidSetup } from '@doudi/core/api/aid';
import type { intakeSetup } from '@doudi/core/api/intake';
import { testIdentity } from '@doudi/core/people/id-number';
import { walk } from '../packages/server/src/testing/flow.ts';
import { attach, begin, caseOf, changeTo, expect, expectNoSideways, expectPdf, give, goTo, office, openAs, part, photo, setClock, test, user } from './steps.ts';

test.describe.configure({ timeout: 180_000 });

const PHONE = { width: 390, height: 844 };
/** Width of a thumb in CSS pixels, as WCAG 2.5.5 has it. */
const THUMB = 44;

/** Every control of the page has a name that is read out; what is pressed at a bedside is as wide and high as a thumb. */
async function expectHandy(page: Page): Promise<void> {
  const faults = await page.evaluate((thumb) => {
    const shown = (e: Element): e is HTMLElement => e instanceof HTMLElement && e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
    const nameOf = (e: HTMLElement): string => [e.getAttribute('aria-label'), e.textContent, ...[...e.querySelectorAll('img[alt]')].map((i) => i.getAttribute('alt')), ...[...((e as HTMLInputElement).labels ?? [])].map((l) => l.textContent)].filter(Boolean).join(' ').trim();
    const main = document.querySelector('main');
    const out: string[] = [];
    for (const e of main?.querySelectorAll('input, select, textarea, button, a[href]') ?? []) if (shown(e) && nameOf(e) === '') out.push(`no name: ${e.outerHTML.slice(0, 120)}`);
    for (const e of main?.querySelectorAll('.bedside .choice, .bedside .input, .bedside-foot .ant-btn, .camera') ?? []) if (shown(e) && e.getBoundingClientRect().height < thumb) out.push(`small: ${e.outerHTML.slice(0, 120)}`);
    return out;
  }, THUMB);
  expect(faults).toEqual([]);
  await expectNoSideways(page);
}

/** A household applied for over HTTP, of so many persons, hit by a fire. */
async function applied(login: string, serial: number, persons: number, more: { programme?: string; event?: object; facts?: object; repeatReason?: string } = {}): Promise<string> {
  const h = await user(login);
  const setup = (await h.get<Output<typeof intakeSetup>>('/intake')).body;
  const programme = more.programme ?? 'jinan';
  const people = [];
  for (let i = 0; i < persons; i++) {
    const birth = `19${75 + i}-03-04`;
    const r = await h.post<{ id: string }>('/persons', { idNumber: testIdentity(birth, i % 2 === 0 ? 'male' : 'female', serial), name: ['王安', '李宁', '王平', '王康'][i] ?? '王某' });
    people.push({ person: r.body.id, relation: i === 0 ? 'self' : i === 1 ? 'spouse' : 'child', birth, sex: i % 2 === 0 ? 'male' : 'female' });
  }
  const r = await h.post<{ id: string }>('/cases', {
    programme, via: 'window', ...(more.repeatReason ? { repeatReason: more.repeatReason } : {}), declaredOn: setup.today, materials: setup.programmes.find((p) => p.id === programme)?.documents.filter((d) => d.when === 'always').map((d) => d.id) ?? [],
    facts: { applicant: people[0]?.person, area: 'urban', address: '一号楼一门', hardship: 'other', statement: '家中失火。', members: people, event: { cause: 'fire', on: setup.today, place: '一号楼一门', elsewhere: false, text: '家中失火，衣被烧毁。', emergency: false, ...more.event }, ...more.facts },
  });
  expect(r.status, JSON.stringify(r.body)).toBe(200);
  return r.body.id;
}

test('[HQ-85, HQ-87, HQ-88, HQ-136, HQ-137, HQ-138, HQ-142, HQ-169, HQ-170, HQ-175, HQ-176] 红桥: a call for help on a phone, cash in hand within the clock, papers after, to the decision', async ({ page }) => {
  await setClock('hq-county', '2021-11-15');
  await page.setViewportSize(PHONE);
  await openAs(page, 'hq-handler', '/');

  // The call: one tap from the desk, the number typed once, what happened, and that it cannot wait.
  await page.locator('main').getByRole('link', { name: /^(急难救助|■ 急难)/ }).click();
  const next = page.getByRole('button', { name: '下一步', exact: true });
  await expect(page.getByRole('heading', { name: '谁遇到了急难？' })).toBeVisible();
  await expect(page.getByRole('radio', { name: '电话', exact: true })).toBeChecked();
  await expect(next).toHaveAttribute('aria-disabled', 'true');
  await expect(next).toHaveAccessibleDescription(/^还差：身份证号和姓名/);
  await expectHandy(page);
  const card = page.getByRole('group', { name: '遇到急难的人' });
  await card.getByLabel('身份证号').fill(testIdentity('1980-03-04', 'male', 341));
  await card.getByLabel('姓名').fill('王急');
  await card.getByLabel('姓名').press('Tab');
  await page.getByLabel('村（居）', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('住址').fill('一号楼二门三〇一');
  if ((await page.getByRole('radio', { name: '城市', exact: true }).count()) > 0) await page.getByRole('radio', { name: '城市', exact: true }).check();
  await expectHandy(page);
  await next.click();
  await expect(page.getByRole('heading', { name: '发生了什么？' })).toBeFocused();
  await page.getByRole('radio', { name: '火灾', exact: true }).check();
  await expect(page.getByLabel('在哪里')).toHaveValue('一号楼二门三〇一');
  await page.getByLabel('经过和现在的困难').fill('今晨厨房起火，衣被全部烧毁，今晚没有住处。');
  await expect(page.getByText(/^草稿已存/)).toBeVisible();

  // The line breaks off: what was typed is found again where it stood.
  await page.goto('/urgent');
  await part(page, '没有登记完的').getByRole('link', { name: /存的草稿$/ }).first().click();
  await expect(page.getByLabel('经过和现在的困难')).toHaveValue('今晨厨房起火，衣被全部烧毁，今晚没有住处。');
  await expectHandy(page);
  await next.click();
  await expect(page.locator('main')).toContainText('无法挽回的损失');
  await page.getByRole('radio', { name: /^是，须立即救助/ }).check();
  const register = page.getByRole('button', { name: '登记申请，24 小时计时开始' });
  await expect(register).toHaveAccessibleDescription('还差：申请和承诺签了吗？');
  await page.getByRole('radio', { name: '口头申请，签字后补', exact: true }).check();
  await expectHandy(page);
  await register.click();

  // At the bedside: the sum with its working and what the fund holds, the two of us, photograph and signature.
  await expect(page.getByRole('heading', { name: '给多少，怎么给？' })).toBeVisible();
  const id = page.url().split('/').at(-1) ?? '';
  await expect(page.locator('main')).toContainText(/还剩 (24 小时 0|23 小时 5\d) 分/);
  await expect(page.locator('.bedside-sum')).toContainText('3,030.00 元');
  await page.getByText('算式', { exact: true }).click();
  await expect(page.locator('.bedside-sum')).toContainText('1,010');
  const money = (await (await user('hq-handler')).get<Output<typeof aidSetup>>('/aid')).body.funds.find((f) => f.fund === 'imprest')?.balanceFen ?? 0;
  expect(money).toBeGreaterThan(0);
  await page.getByLabel('金额', { exact: true }).fill('9,000');
  await expect(next).toHaveAccessibleDescription(/超过先行救助的限额/);
  await page.getByLabel('金额', { exact: true }).fill('2,000');
  await expectHandy(page);
  await next.click();
  await expect(next).toHaveAccessibleDescription('还差 1 人');
  await page.getByRole('checkbox').nth(1).check();
  await expectHandy(page);
  await next.click();
  await expect(page.getByRole('heading', { name: '交到谁手里？' })).toBeFocused();
  await expectHandy(page);
  await next.click();
  const hand = page.getByRole('button', { name: /^现金 2,000\.00 元已交给/ });
  await expect(hand).toHaveAccessibleDescription('还差：收据照片');
  await page.getByRole('radio', { name: /^现在没有收据/ }).check();
  await expect(hand).toHaveAccessibleDescription('还差：现场照片');
  await page.getByLabel('现场照片', { exact: true }).setInputFiles(photo('现场'));
  await expect(page.getByText('✓ 1 张已存')).toBeVisible();
  await page.getByRole('radio', { name: '不能签字', exact: true }).check();
  await expect(hand).toHaveAccessibleDescription('还差：不能签字的原因、见证人');
  await page.getByLabel('不能签字的原因').fill('双手烧伤');
  await page.getByLabel('见证人').fill('居委会李某');
  await expect(page.getByRole('region', { name: '要登记的' })).toContainText('2,000.00 元');
  await expectHandy(page);
  await hand.click();

  // In hand: the receipt, the time it took, and what has to follow.
  const done = page.getByRole('region', { name: '已送到' });
  await expect(done).toContainText('2,000.00 元');
  await expect(done).toContainText(/用时 0 小时 \d+ 分，按时送到/);
  await expectPdf(page, page.getByRole('link', { name: /^收据 .+PDF/ }));
  const then = page.getByRole('region', { name: '接下来' });
  await expect(then).toContainText('意外事件的相关材料');
  await expect(then).toContainText('2021年11月22日');
  await expectHandy(page);
  expect((await (await user('hq-handler')).get<Output<typeof aidSetup>>('/aid')).body.funds.find((f) => f.fund === 'imprest')?.balanceFen).toBe(money - 200_000);
  // The receipt that was not at hand: printed, put before the witness, photographed and sent from the same page.
  const owed = page.getByRole('region', { name: '补交签收的收据' });
  await expect(owed).toContainText('2021年11月22日');
  await owed.getByLabel('收据照片', { exact: true }).setInputFiles(photo('收据'));
  await owed.getByRole('button', { name: '交收据', exact: true }).click();
  await expect(owed).toHaveCount(0);
  await expect(then).toContainText('待第二经手人确认');
  await page.getByRole('link', { name: '回到急难办理中' }).click();
  const row = part(page, '急难办理中').getByRole('listitem').filter({ has: page.locator(`a[href="/cases/${id}"]`) });
  await expect(row).toContainText('已送到');
  await expect(row).toContainText('还差：');
  await expect(row).toContainText(/待 .+ 确认/);

  // The colleague who was there says so at the own login, on the own phone.
  await changeTo2(page, 'hq-handler2', '/?step=confirmGiven');
  await expect(page.locator(`a[href^="/cases/${id}"]`).first()).toBeVisible();
  await page.setViewportSize(PHONE);
  await page.goto(`/urgent/${id}`);
  const confirm = page.getByRole('form', { name: '请您确认这笔给付' });
  await expect(confirm).toContainText('2,000.00 元 现金');
  await expectNoSideways(page);
  await confirm.getByRole('radio', { name: /^在场，属实/ }).check();
  await confirm.getByRole('button', { name: '提交', exact: true }).click();
  await expect(page.getByRole('region', { name: '已送到' })).toContainText('第二经手人已确认');
  await changeTo2(page, 'hq-handler', `/cases/${id}`);

  // Papers after, then the ordinary way to the leader; the money already given is part of the sum.
  await page.goto(`/cases/${id}`);
  await expect(part(page, '已给付')).toContainText('未签字：双手烧伤，见证人 居委会李某');
  await expect(part(page, '已给付')).toContainText('救助后还要补');
  await expectNoSideways(page);
  await give(page, '登记收到材料', async (form) => {
    for (const box of await form.getByRole('checkbox').all()) await box.check();
  });
  await expect(part(page, '已给付')).toContainText('材料已补齐');
  await walk(office('hq'), id, 'decide');
  await changeTo2(page, 'hq-leader', `/cases/${id}`);
  await give(page, '作出确认决定', async (form) => await expect(form).toContainText('2,000.00 元'), '作出决定');
  const granted = await caseOf('hq-handler', id);
  expect([granted.status, granted.decision?.monthlyFen, granted.aid?.givenFen, granted.aid?.restFen, granted.aid?.clock?.inTime]).toEqual(['granted', 303_000, 200_000, 103_000, true]);
});

/** On a phone the way out stands in the menu. */
async function changeTo2(page: Page, login: string, address: string): Promise<void> {
  await page.setViewportSize({ width: 1366, height: 768 });
  await changeTo(page, login);
  await page.goto(address);
}

test('[GX-14, GX-15] 珙县: an opinion of 4,000 yuan takes the case to the county; one of 3,000 stays with the town', async ({ page }) => {
  await setClock('gx-county', '2020-11-16');
  const high = await applied('gx-handler', 342, 3);
  await walk(office('gx'), high, 'opine');
  await openAs(page, 'gx-handler', `/cases/${high}`);
  const opine = async (yuan: string): Promise<void> => await give(page, '提出初审意见', async (form) => {
    await form.getByLabel(/^救助金额/).fill(yuan);
    await form.getByLabel('理由与情况').fill('家中失火，按困难程度确定。');
  });
  await opine('4,000');
  const up = await caseOf('gx-handler', high);
  expect([up.procedure.organ, up.opinion?.monthlyFen]).toEqual(['county', 400_000]);
  await expect(page.locator('.case-head')).toContainText('县');
  await expect(part(page, '下一步')).toContainText('县级');
  await changeTo(page, 'gx-leader');
  await expect(part(page, '下一步').getByRole('button', { name: '作出确认决定', exact: true })).toHaveCount(0);
  await walk(office('gx'), high);
  const decided = await caseOf('gx-handler', high);
  expect([decided.status, decided.decision?.monthlyFen, decided.responsible.confirmed]).toEqual(['granted', 400_000, (await user('gx-chief').then(async (u) => (await u.get<{ name: string }>('/session')).body.name))]);

  const low = await applied('gx-handler', 343, 3);
  await walk(office('gx'), low, 'opine');
  await changeTo(page, 'gx-handler');
  await page.goto(`/cases/${low}`);
  await opine('3,000');
  expect((await caseOf('gx-handler', low)).procedure.organ).toBe('unit');
  await walk(office('gx'), low, 'decide');
  await changeTo(page, 'gx-leader');
  await page.goto(`/cases/${low}`);
  await give(page, '作出确认决定', undefined, '作出决定');
  await expect(part(page, '决定')).toContainText('3,000.00 元 （一次性）');

  // The same household for the same fire once more, again within the limit: together it is above it, and the county sees it.
  const again = await applied('gx-handler', 343, 3, { repeatReason: '租住的房屋仍不能住人。' });
  await walk(office('gx'), again, 'opine');
  await changeTo(page, 'gx-handler');
  await page.goto(`/cases/${again}`);
  await expect(part(page, '发生了什么')).toContainText('同一事由');
  await expect(part(page, '发生了什么')).toContainText('租住的房屋仍不能住人。');
  await opine('2,500');
  await changeTo(page, 'gx-county');
  await goTo(page, '疑似拆分');
  const split = page.getByRole('region').filter({ has: page.locator(`a[href="/cases/${again}"]`) });
  await expect(split).toContainText('5,500.00 元');
  await expect(split.locator(`a[href="/cases/${low}"]`)).toBeVisible();
});

test('[HQ-164, HQ-165, HQ-166] 红桥: a sum over the ceiling is fixed by the joint meeting, passed by the leadership meeting, and only then decided', async ({ page }) => {
  await setClock('hq-county', '2021-11-15');
  const id = await applied('hq-handler', 344, 2);
  await walk(office('hq'), id, 'opine');
  await openAs(page, 'hq-handler', `/cases/${id}`);
  const step = (name: string) => page.getByRole('list', { name: '办理步骤' }).getByRole('listitem').filter({ hasText: name });
  await expect(step('联席会议')).toContainText('不需要');
  // Without the special way the table stands.
  const form = await begin(page, '提出初审意见');
  // What is offered as words speaks of the emergency, not of income against a standard.
  await expect(form.locator('.phrases')).toContainText('突发意外');
  await expect(form.locator('.phrases')).not.toContainText('保障标准');
  await form.getByLabel(/^救助金额/).fill('8,000');
  await form.getByLabel('理由与情况').fill('一家两口无处可住，自救困难。');
  await form.getByRole('button', { name: '提出初审意见', exact: true }).click();
  await expect(form.getByRole('alert').first()).toContainText('6,060');
  await form.getByLabel('情况特殊，超过标准').check();
  await form.getByLabel('建议金额').fill('8,000');
  await form.getByLabel('特殊情况', { exact: true }).fill('冬季无处可住，租房押金须一次付清。');
  await form.getByRole('button', { name: '提出初审意见', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: '✓ 提出初审意见：已办' })).toBeVisible();
  for (const name of ['联席会议', '班子会议审议']) await expect(step(name)).not.toContainText('不需要');

  await changeTo(page, 'hq-leader');
  await expect(part(page, '下一步').getByRole('button', { name: '作出确认决定', exact: true })).toHaveCount(0);
  await changeTo(page, 'hq-head');
  await give(page, '登记会议', async (held) => {
    await expect(held).toContainText('联席会议');
    await expect(held).toContainText('建议 8,000.00 元');
    await held.getByLabel('地点').fill('街道会议室');
    await held.getByLabel('主持人').fill('孙负责');
    await held.getByLabel('会议确定的金额').fill('7,500');
    await held.getByRole('button', { name: '全部同意' }).click();
    await held.getByLabel('会议记录', { exact: true }).fill('情况属实，确定救助 7,500 元。');
    if ((await held.getByLabel(/签字表/).count()) > 0) await attach(held, /签字表/, '签到');
  });
  await expect(part(page, '超标准和会商')).toContainText('7,500.00 元');
  await changeTo(page, 'hq-leader');
  await give(page, '登记会议', async (held) => {
    await expect(held).toContainText('街道班子会议');
    await held.getByLabel('地点').fill('街道会议室');
    await held.getByLabel('主持人').fill('周分管');
    await held.getByRole('button', { name: '全部同意' }).click();
    await held.getByLabel('会议记录', { exact: true }).fill('审议通过联席会议确定的金额。');
  });
  await walk(office('hq'), id, 'decide');
  await page.reload();
  await give(page, '作出确认决定', async (decide) => await expect(decide).toContainText('7,500.00 元'), '作出决定');
  await expect(part(page, '决定')).toContainText('7,500.00 元 （一次性）');
  await expect(part(page, '文书').getByRole('link', { name: /会议/ }).first()).toBeVisible();

  // What money does not solve goes to a department and is followed.
  await changeTo(page, 'hq-handler');
  await give(page, '转介', async (refer) => {
    await refer.getByLabel('转给').selectOption({ index: 1 });
    await refer.getByLabel('事项').fill('临时安置');
    await refer.getByLabel('情况和请求').fill('住房烧毁，请安排临时住处。');
    await refer.getByLabel('答复期限').fill('2021-11-24');
  });
  await goTo(page, '转介');
  const waits = page.getByRole('row').filter({ has: page.locator(`a[href="/cases/${id}"]`) });
  await expect(waits).toContainText('还没有答复');
  await waits.getByRole('link').first().click();
  await part(page, '转介和部门分工').getByRole('button', { name: '登记转介答复' }).click();
  const answer = page.getByRole('dialog');
  await answer.getByRole('radio', { name: /^已办结/ }).check();
  await answer.getByLabel('答复内容').fill('已安排临时住房一套，住到明年三月。');
  await answer.getByRole('button', { name: '登记转介答复', exact: true }).click();
  await expect(part(page, '转介和部门分工')).toContainText('已安排临时住房一套');
  await goTo(page, '转介');
  await expect(page.getByRole('row').filter({ has: page.locator(`a[href="/cases/${id}"]`) })).toHaveCount(0);
});
