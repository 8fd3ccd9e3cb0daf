import type { Output } from '@doudi/core/api/contract';
import type { getTraining, listHelpers, listTraining } from '@doudi/core/api/training';
import { describe, expect, test } from 'vitest';
import { ok, supervision } from '../../testing/matters.ts';
import { bureauFigures } from './figures.ts';

const { admin, user, unitOf, clock, asSystem } = await supervision();
type Page = Output<typeof listTraining>;

const list = async (login: string): Promise<Page> => (await (await user(login)).get<Page>('/training-sessions')).body;
const session = { subject: '审核确认操作规程', place: '民政局会议室', hours: 6, teacher: '局救助科', text: '' };

/** Holds a training of one's own to which people are called; everybody but `absent` comes. */
async function train(login: string, on: string, accounts: readonly string[], more: { readonly named?: readonly object[]; readonly absent?: readonly string[] } = {}): Promise<Output<typeof getTraining>> {
  const u = await user(login);
  const { id } = ok(await u.post<{ id: string }>('/training-sessions', { ...session, on, accounts, named: more.named ?? [] }));
  const { seats } = (await u.get<Output<typeof getTraining>>(`/training-sessions/${id}`)).body;
  const file = await u.upload(`/matters/${id}/files`, '签到表.png');
  const held = await u.post(`/training-sessions/${id}/hold`, { on, present: seats.filter((s) => !more.absent?.includes(s.name)).map((s) => s.id), files: [file], results: seats.filter((s) => !more.absent?.includes(s.name)).slice(0, 1).map((s) => ({ seat: s.id, score: 92 })) });
  if (held.status !== 200) throw new Error(JSON.stringify(held.body));
  return (await u.get<Output<typeof getTraining>>(`/training-sessions/${id}`)).body;
}

describe('training', () => {
  test.each([
    ['[HQ-27]', 'hq', '2021-11-15', ['社会救助工作人员', '分管负责人', '居委会协理员']], ['[LH-17]', 'lh', '2022-06-15', ['社会救助工作人员', '分管负责人', '嘎查村（社区）协理员']], ['[BQ-13]', 'bq', '2022-11-15', ['社会救助经办人员', '村（社区）协理员', '分管负责人']],
    ['[GX-25, GX-34, GX-106]', 'gx', '2020-11-16', ['乡镇主要和分管负责人', '民政办（经办机构）人员', '村（社区）干部', '村（社区）综合专干']],
  ])('%s %s: the county trains the plan’s people; who came is on record and who never was trained is shown by name and by unit', async (_, county, today, groups) => {
    const before = await list(`${county}-county`);
    expect(before.groups.map((g) => g.label)).toEqual(groups);
    expect(before.staff.length).toBeGreaterThan(8);
    expect(before.staff.every((s) => s.standing === 'never')).toBe(true);
    const own = await unitOf(`${county}-handler`);
    const called = before.staff.filter((s) => s.unit === own.key);
    expect(called.map((s) => s.postText)).toEqual(expect.arrayContaining(['经办人员', '管理部门负责人', '分管领导']));
    const view = await train(`${county}-county`, today, called.map((s) => s.id), { absent: [called[0]?.name ?? ''] });
    expect(view.head.statusText).toBe(`已培训，到会 ${called.length - 1} 人，缺席 1 人`);
    expect(view.seats.find((s) => s.state === 'absent')?.name).toBe(called[0]?.name);
    expect(view.seats.filter((s) => s.score === 92).length).toBe(1);
    expect(view.held?.files.length).toBe(1);
    const after = await list(`${county}-county`);
    expect(after.staff.filter((s) => s.standing === 'ok').map((s) => s.id).sort()).toEqual(called.slice(1).map((s) => s.id).sort());
    expect(after.units.find((u) => u.key === own.key)).toMatchObject({ staff: called.length, ok: called.length - 1, never: 1 });
    const figures = await asSystem(county, bureauFigures);
    expect(figures.find((f) => f.id === 'training.never')?.value).toBe(after.staff.filter((s) => s.standing === 'never').length);
  });

  test('a unit sees its own people’s seats at the county’s training, not the training of others, and nobody else’s staff', async () => {
    const own = await list('hq-handler');
    expect(own.items).toEqual([]);
    expect(own.called).toMatchObject([{ subject: '审核确认操作规程', on: '2021-11-15' }]);
    expect(own.called[0]?.people.filter((p) => p.state === 'present').length).toBeGreaterThan(2);
    expect(new Set(own.staff.map((s) => s.unit)).has((await unitOf('hq-b-handler')).key)).toBe(false);
    expect((await list('hq-b-handler')).called).toEqual([]);
    const other = (await list('hq-b-handler')).staff[0]?.id ?? '';
    expect((await (await user('hq-handler')).post('/training-sessions', { ...session, on: '2021-11-15', accounts: [other] })).problem.code).toBe('notfound');
    expect((await (await user('hq-leader')).post('/training-sessions', { ...session, on: '2021-11-15', accounts: [] })).problem.code).toBe('rights.denied');
  });

  test('[GX-55, GX-81, GX-87] a town trains its own staff, its leaders, village cadres and specialists by name; the names are kept encrypted and shown to the town and the county', async () => {
    const town = await unitOf('gx-handler');
    const mine = await list('gx-handler');
    const village = mine.offices.find((o) => o.key !== town.key);
    const named = [{ name: '程书记', unit: town.key, group: 'leaders' }, { name: '田支书', unit: village?.key, group: 'cadres' }, { name: '周专干', unit: village?.key, group: 'specialists' }];
    const view = await train('gx-handler', '2020-11-10', mine.staff.map((s) => s.id), { named });
    expect(view.seats.filter((s) => ['程书记', '田支书', '周专干'].includes(s.name)).map((s) => [s.name, s.group, s.state]).sort()).toEqual([['周专干', '村（社区）综合专干', 'present'], ['田支书', '村（社区）干部', 'present'], ['程书记', '乡镇主要和分管负责人', 'present']].sort());
    expect(new Set(view.seats.map((s) => s.group))).toEqual(new Set(['乡镇主要和分管负责人', '民政办（经办机构）人员', '村（社区）干部', '村（社区）综合专干']));
    expect((await (await user('gx-county')).get<Output<typeof getTraining>>(`/training-sessions/${view.head.id}`)).body.seats.length).toBe(view.seats.length);
    expect((await (await user('gx-b-handler')).get(`/training-sessions/${view.head.id}`)).status).toBe(404);
    const { rows } = await admin.query<{ n: number }>(`select count(*)::int as n from matter_act where body::text like '%田支书%'`);
    expect(rows[0]?.n).toBe(0);
    expect((await admin.query(`select from training_seat where encode(name_enc, 'escape') like '%田支书%'`)).rowCount).toBe(0);
    expect((await (await user('gx-handler')).post('/training-sessions', { ...session, on: '2020-11-20', named: [{ name: '某', unit: town.key, group: 'handlers' }] })).problem.code).toBe('notfound');
  });

  test('whoever was trained longer ago than the interval is due again; a training moved or called off leaves no attendance', async () => {
    const h = await user('hq-handler');
    await clock('hq-handler', '2022-11-16');
    const late = await list('hq-handler');
    expect(late.interval.months).toBe(12);
    expect(new Set(late.staff.map((s) => s.standing))).toEqual(new Set(['due', 'never']));
    const { id } = (await h.post<{ id: string }>('/training-sessions', { ...session, on: '2022-11-20', accounts: late.staff.map((s) => s.id) })).body;
    expect((await h.post(`/training-sessions/${id}/move`, { on: '2022-11-25', place: '街道会议室', reason: '防疫' })).status).toBe(200);
    expect((await h.post(`/training-sessions/${id}/cancel`, { reason: '并入区级培训' })).status).toBe(200);
    const view = (await h.get<Output<typeof getTraining>>(`/training-sessions/${id}`)).body;
    expect(view).toMatchObject({ on: '2022-11-25', moved: [{ from: '2022-11-20', to: '2022-11-25', reason: '防疫' }], cancelled: { reason: '并入区级培训' } });
    expect(view.seats.every((s) => s.state === 'cancelled')).toBe(true);
    expect((await list('hq-handler')).staff.every((s) => s.standing !== 'ok')).toBe(true);
  });
});

describe('helpers of the villages', () => {
  test.each([['[XX-102, XX-181]', 'xx', '社会救助信息员', '2019-04-15'], ['[GX-101]', 'gx', '村（社区）综合专干', '2020-11-16'], ['[BQ-13]', 'bq', '村（社区）协理员', '2022-11-15']])('%s %s: every village has its %s or shows as vacant; who, since when and how chosen is on the roster, and ends by a date', async (_, county, label, today) => {
    const h = await user(`${county}-handler`);
    const before = (await h.get<Output<typeof listHelpers>>('/helpers')).body;
    expect(before.roles).toMatchObject([{ label, each: 'village', min: 1 }]);
    const role = before.roles[0]?.id ?? '';
    const villages = before.places.filter((p) => p.kind === 'village');
    expect(before.vacancies.length).toBe(villages.length);
    const person = { role, unit: villages[0]?.key, name: '沈村干', phone: '0851-0000-0301', from: today, selected: '责任心强、熟悉村情，村民代表会议推荐' };
    expect((await h.post('/helpers', { ...person, selected: '' })).problem.code).toBe('input.invalid');
    expect((await h.post('/helpers', { ...person, unit: (await unitOf(`${county}-handler`)).key })).problem.code).toBe('input.invalid');
    const { id } = (await h.post<{ id: string }>('/helpers', person)).body;
    const after = (await h.get<Output<typeof listHelpers>>('/helpers')).body;
    expect(after.items).toMatchObject([{ name: '沈村干', phone: '0851-0000-0301', selected: '责任心强、熟悉村情，村民代表会议推荐', from: today, to: null }]);
    expect(after.vacancies.length).toBe(villages.length - 1);
    const { vacancies, items } = (await (await user(`${county}-county`)).get<Output<typeof listHelpers>>('/helpers')).body;
    expect(items.length).toBe(1);
    expect(vacancies.length).toBeGreaterThan(villages.length);
    expect((await (await user(`${county}-b-handler`)).get<Output<typeof listHelpers>>('/helpers')).body.items).toEqual([]);
    expect((await (await user(`${county}-b-handler`)).post(`/helpers/${id}/end`, { to: today })).status).toBe(404);
    expect((await h.post(`/helpers/${id}/end`, { to: today })).status).toBe(200);
    expect((await h.post(`/helpers/${id}/end`, { to: today })).problem.code).toBe('step.done');
    expect((await admin.query(`select from helper where encode(name_enc, 'escape') like '%沈村干%'`)).rowCount).toBe(0);
  });
});
