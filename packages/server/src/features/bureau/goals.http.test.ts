import { randomUUID } from 'node:crypto';
import type { Output } from '@doudi/core/api/contract';
import type { getGoals, goalCases } from '@doudi/core/api/goals';
import { plusDays } from '@doudi/core/calendar/date';
import { describe, expect, test } from 'vitest';
import { applyFor } from '../../testing/flow.ts';
import { ok, supervision } from '../../testing/matters.ts';
import { plantCases, type Planted } from '../scores/planted.fixture.ts';

const { admin, user, today, unitOf } = await supervision();

// Before any case is planted: what is planted knows no chain.
const own = await applyFor(await user('hq-handler'), { serial: 216 });

type Goals = Output<typeof getGoals>;
type Figure = Goals['panels'][number]['words'][number]['figures'][number];
const goals = async (login: string, query = ''): Promise<Goals> => ok(await (await user(login)).get<Goals>(`/bureau/goals${query}`));
const behind = async (login: string, id: string): Promise<Output<typeof goalCases>> => ok(await (await user(login)).get<Output<typeof goalCases>>(`/bureau/goals/${id}`));
const figures = (g: Goals): Figure[] => g.panels.flatMap((p) => p.words.flatMap((w) => w.figures));
const figure = (g: Goals, id: string): Figure => {
  const f = figures(g).find((x) => x.id === id);
  if (!f) throw new Error(`no figure ${id}`);
  return f;
};

describe('the goals of a plan', () => {
  // What the plans say, and the clauses that say it.
  test.each([
    ['[HQ-05, HQ-06, HQ-68, HQ-70, HQ-196, HQ-198]', 'hq', 'hongqiao', { 'HQ-05': ['规范办事程序', '方便群众办事', '提高工作效率'], 'HQ-06': ['方便群众', '兜底成效'], 'HQ-68': ['申请受理规范', '日常管理规范', '资金兑现规范', '工作责任规范'], 'HQ-70': ['及时救助', '梯度救助', '科学救助'], 'HQ-196': ['规范', '安全', '高效'], 'HQ-198': ['对象认定精准度', '审核时效性'] }],
    ['[LH-08]', 'lh', 'linhe', { 'LH-08': ['依法合規', '權責統一', '提高效率', '方便群眾'] }],
    ['[GX-03, GX-11]', 'gx', 'gongxian', { 'GX-03': ['规范化', '便捷化', '高效化'], 'GX-11': ['对象精准', '待遇公正', '进出有序', '监管到位'] }],
    ['[XX-05, XX-187]', 'xx', 'xixiu', { 'XX-05': ['统筹衔接', '政社互补', '高效便捷', '兜底有力'], 'XX-187': ['信息采集和实际状况对应', '救助方式和实效相得益彰', '时效性和精准性有机结合'] }],
  ] as const)('%s %s: each of the plan’s words stands with figures counted from the county’s cases, and every figure opens exactly what it was counted from', async (_clauses, prefix, county, words) => {
    const login = `${prefix}-chief`;
    const now = await today(login);
    const unit = (await unitOf(`${prefix}-handler`)).key;
    const before = await goals(login);
    for (const [id, said] of Object.entries(words)) expect(before.panels.find((p) => p.clauses.some((c) => c.id === id))?.words.map((w) => w.word), id).toEqual(said);
    const on = (n: number): string => plusDays(now, -n);
    // Six decisions: one after its limit, one sent back, one for which papers were asked for again; the seventh is of two years ago.
    const list: Planted[] = [{ decidedOn: on(20) }, { decidedOn: on(21), due: on(25) }, { decidedOn: on(22), said: [{ kind: 'returned', body: {} }] }, { decidedOn: on(23), said: [{ kind: 'missingTold', body: {} }] }, { decidedOn: on(24) }, { decidedOn: on(30) }, { decidedOn: on(700) }];
    const cases = await plantCases(admin, county, unit, list);
    const after = await goals(login);
    const seen = new Set(figures(after).map((f) => f.id));
    const more = (id: string): [number, number] => [figure(after, id).n - figure(before, id).n, figure(after, id).good - figure(before, id).good];
    const expected: Record<string, [number, number]> = { decidedInTime: [6, 5], notReturned: [6, 5], onceEnough: [6, 5], decidedNearby: [6, 6], notDisputed: [6, 6], handlingDays: [6, 6], entered: [6, 6] };
    for (const [id, change] of Object.entries(expected)) if ((seen as Set<string>).has(id)) expect(more(id), id).toEqual(change);
    expect(Object.keys(expected).filter((id) => (seen as Set<string>).has(id)).length).toBeGreaterThanOrEqual(3);
    // 20 days from application to decision, each of them.
    if (seen.has('handlingDays')) expect(figure(after, 'handlingDays').value).toBe(20);
    for (const f of figures(after)) {
      expect(f.how.length, f.id).toBeGreaterThan(5);
      if (f.href !== null || f.id === 'paidInFull') continue;
      const list = await behind(login, f.id);
      expect([list.n, list.good], f.id).toEqual([f.n, f.good]);
      expect([list.items.length, list.items.filter((x) => x.good).length], f.id).toEqual([f.n, f.good]);
      if (f.kind === 'share') expect(f.value, f.id).toBe(f.n === 0 ? null : Math.round((f.good / f.n) * 1000) / 10);
    }
    if (seen.has('decidedInTime')) {
      const [first] = (await behind(login, 'decidedInTime')).items;
      expect(first).toMatchObject({ ref: cases[1], good: false });
    }
    expect((await (await user(`${prefix}-head`)).get('/bureau/goals')).status).toBe(403);
  });

  test('a figure stands beside the same days before, as many of them; no more than two years at once, none of the future', async () => {
    const now = await today('hq-chief');
    const unit = (await unitOf('hq-handler')).key;
    await plantCases(admin, 'hongqiao', unit, [{ decidedOn: plusDays(now, -400), due: plusDays(now, -410) }]);
    const g = await goals('hq-chief');
    expect([g.from, g.to, g.beforeTo]).toEqual([plusDays(now, -364), now, plusDays(now, -365)]);
    // Two decisions of the year before, one of them in time.
    expect(figure(g, 'decidedInTime').before).toBe(50);
    expect((await (await user('hq-chief')).get(`/bureau/goals?from=${plusDays(now, -800)}`)).problem.code).toBe('input.invalid');
    expect((await (await user('hq-chief')).get(`/bureau/goals?to=${plusDays(now, 1)}`)).problem.code).toBe('date.order');
  });

  test('[GX-105] which decided cases bear the number of the platform above, and which do not', async () => {
    const now = await today('gx-chief');
    const [with_, without] = await plantCases(admin, 'gongxian', (await unitOf('gx-handler')).key, [{ decidedOn: plusDays(now, -3) }, { decidedOn: plusDays(now, -3) }]);
    const before = await goals('gx-chief');
    await admin.query(`update case_file set state = state || '{"platformNumber": {"number": "YB-1", "on": "2020-11-01"}}' where id = $1`, [with_]);
    const after = await goals('gx-chief');
    expect([figure(after, 'onPlatform').n, figure(after, 'onPlatform').good]).toEqual([figure(before, 'onPlatform').n, figure(before, 'onPlatform').good + 1]);
    const { items } = await behind('gx-chief', 'onPlatform');
    expect([items.find((x) => x.ref === with_)?.good, items.find((x) => x.ref === without)?.good]).toEqual([true, false]);
  });

  test('[HQ-203, LH-85] units with the staff that they need, and posts that are somebody’s own', async () => {
    const hq = figure(await goals('hq-chief'), 'unitsStaffed');
    const own = figure(await goals('lh-chief'), 'postsOwn');
    expect(hq.n).toBeGreaterThan(3);
    expect([own.n % 3, own.good > 0]).toEqual([0, true]);
    // One member of staff less, and the unit has too few; a second post in the same hand, and neither is anybody's own.
    const hqUnit = (await unitOf('hq-handler')).key;
    const staff = ok(await (await user('hq-chief')).get<{ row: { staff: number; wanted: number } }>(`/oversight/units/${hqUnit}`)).row;
    await crowd(500 * staff.staff + 1);
    expect(ok(await (await user('hq-chief')).get<{ row: { staff: number; wanted: number; short: number } }>(`/oversight/units/${hqUnit}`)).row).toMatchObject({ wanted: staff.staff + 1, short: 1 });
    const lhUnit = (await unitOf('lh-handler')).key;
    const open = async (): Promise<string[]> => ok(await (await user('lh-chief')).get<{ row: { postsOpen: string[] } }>(`/oversight/units/${lhUnit}`)).row.postsOpen;
    expect(await open()).toEqual([]);
    await admin.query(`insert into account_post (county_id, account_id, unit_id, post, from_date) select p.county_id, p.account_id, p.unit_id, 'reviewHead', p.from_date from account_post p join unit u on u.county_id = p.county_id and u.id = p.unit_id where u.key = $1 and p.post = 'reviewer'`, [lhUnit]);
    await admin.query(`update account_post p set to_date = from_date from unit u where u.county_id = p.county_id and u.id = p.unit_id and u.key = $1 and p.post = 'reviewHead' and not exists (select from account_post q where q.account_id = p.account_id and q.post = 'reviewer')`, [lhUnit]);
    expect((await open()).length).toBe(2);
  });
});

/** A household of so many persons on the roll of the unit: what many small ones would be. */
async function crowd(persons: number): Promise<void> {
  const id = randomUUID();
  await admin.query(`insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, decided_on, closed_on, seq, state, updated_at, imported)
    select county_id, $1::uuid, 'C-1', programme, unit_id, area_id, 'granted', 'unit', application_date, applicant, $2, handler, application_date, application_date, 1, '{}', now(), true from case_file where id = $3::uuid`, [id, persons, own.id]);
  await admin.query(`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, to_month, payment, created_at)
    select f.county_id, gen_random_uuid(), f.id, f.unit_id, f.area_id, f.programme, f.applicant, p.number_idx, 100, '2021-01', null, 'monthly', now() from case_file f join person p on p.county_id = f.county_id and p.id = f.applicant where f.id = $1::uuid`, [id]);
}

test('[LH-06] the bureau opens every delegated case of every unit and has it checked; a unit opens its own', async () => {
  const units = [(await unitOf('lh-handler')).key, (await unitOf('lh-b-handler')).key];
  const county = await user('lh-county');
  for (const unit of units) {
    const [id] = await plantCases(admin, 'linhe', unit, [{ decidedOn: plusDays(await today('lh-county'), -9) }]);
    const items = ok(await county.get<{ items: { id: string }[] }>(`/worklist?tab=done&unit=${encodeURIComponent(unit)}`)).items;
    expect(items.map((x) => x.id)).toContain(id);
    expect(ok(await (await user('lh-handler')).get<{ items: { id: string }[] }>('/worklist?tab=done')).items.some((x) => x.id === id)).toBe(unit === units[0]);
  }
});
