import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import type { getCalendar, importCalendar, listConflicts, listParameters, ParameterView } from '@doudi/core/api/policy';
import type { Output } from '@doudi/core/api/contract';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);
const clock = async (unit: string, date: string): Promise<void> => {
  expect((await (await user(`${unit}-handler`)).put('/training/clock', { date })).status).toBe(200);
};
const view = async (unit: string, id: string): Promise<CaseView> => (await (await user(`${unit}-handler`)).get<CaseView>(`/cases/${id}`)).body;
const parameters = async (login: string, query: string): Promise<ParameterView[]> => (await (await user(login)).get<Output<typeof listParameters>>(`/policy/parameters${query}`)).body.items;
const conflicts = async (on: string): Promise<Output<typeof listConflicts>['items']> => (await (await user('hq-handler')).get<Output<typeof listConflicts>>(`/policy/conflicts?on=${on}`)).body.items;

/** Takes a new case to the board and posts the notice; the day on which it ends. */
async function noticeUntil(serial: number): Promise<string> {
  const h = await user('hq-handler');
  const { id } = await applyFor(h, { serial });
  await walk(office('hq'), id, 'notice');
  const { today } = (await h.get<{ today: string }>('/session')).body;
  expect((await h.act(id, 'postNotice', { on: today, place: '公示栏', photos: [await h.photo(id)] })).status).toBe(200);
  return (await view('hq', id)).notices.at(-1)?.until ?? '';
}

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
});

describe('the policy screen', () => {
  test('shows every parameter of the day with value, clause, quote, layer and assumption mark', async () => {
    const all = await parameters('hq-handler', '?on=2021-11-15');
    expect(all.length).toBeGreaterThan(60);
    expect(all.find((p) => p.key === 'deadline.explain' && p.layer === 'local')).toMatchObject({ rendered: { text: '4 个工作日' }, layerText: '红桥区', from: '2021-09-04', source: { quote: '申请人自收到告知书之日起4个工作日内', clause: expect.stringContaining('四(二)1(1)') as string, req: ['HQ-106'] } });
    for (const p of all) expect(Boolean(p.source.clause) || Boolean(p.source.assumption), p.key).toBe(true);
    expect(all.find((p) => p.key === 'standard.monthly' && p.area === 'urban')?.source.assumption).toContain('未查得');
  });

  test('the law of another day is another list; words, keys and clause numbers find a row', async () => {
    expect((await parameters('hq-handler', '?on=2021-09-03&q=deadline.explain')).filter((p) => p.layer === 'local')).toEqual([]);
    expect((await parameters('hq-handler', '?on=2021-11-15&q=HQ-106')).map((p) => p.key)).toEqual(['deadline.explain']);
    expect((await parameters('hq-handler', `?on=2021-11-15&q=${encodeURIComponent('公示天数')}`)).map((p) => p.key)).toContain('notice.days');
    expect((await (await user('hq-handler')).get('/policy/parameters?on=2021-02-30')).status).toBe(400);
  });

  test('each county sees its own plan, its text and the procedure for a day with and without entrustment', async () => {
    const lh = await user('lh-handler');
    expect((await lh.get<{ text: string; title: string }>('/policy/plan')).body.title).toContain('临河区');
    const p = (await lh.get<{ items: { programme: string; delegated: { organ: string; steps: { step: string; posts: string[]; deadline: { text: string } | null }[] } | null; undelegated: { organ: string } | null }[] }>('/policy/procedures?on=2022-06-15&programme=dibao')).body.items[0];
    expect(p).toMatchObject({ delegated: { organ: 'unit' }, undelegated: { organ: 'county' } });
    expect(p?.delegated?.steps.find((s) => s.step === 'meeting')?.posts.length).toBeGreaterThan(0);
    const instruments = (await lh.get<{ items: { id: string; isPlan: boolean; inForce: boolean; layer: string }[] }>('/policy/instruments?on=2022-03-30')).body.items;
    expect(instruments.find((i) => i.isPlan)).toMatchObject({ id: 'lh-plan', inForce: false, layer: 'local' });
  });
});

describe('where the plan undercuts a national floor', () => {
  test('红桥 5 days against 7: both are shown; the county leader alone chooses, with a reason, not for days gone by', async () => {
    const [before] = await conflicts('2021-11-15');
    expect(before).toMatchObject({ key: 'notice.days', planText: '5 天', floorText: '7 天', chosen: 'plan', decided: false, history: [], planInstrument: expect.stringContaining('红桥区') as string });
    const choice = { key: 'notice.days', choose: 'floor', reason: '按国家规定执行', from: '2021-11-16' };
    const chief = await user('hq-chief');
    expect((await (await user('hq-handler')).post('/policy/choices', choice)).status).toBe(403);
    expect((await chief.post('/policy/choices', { ...choice, reason: '' })).problem.code).toBe('reason.missing');
    expect((await chief.post('/policy/choices', { ...choice, from: '2021-11-14' })).problem.code).toBe('date.order');
    expect((await chief.post('/policy/choices', { ...choice, key: 'investigators.min' })).problem.code).toBe('notfound');
    expect((await (await user('lh-chief')).post('/policy/choices', { ...choice, from: '2022-06-15' })).problem.code).toBe('notfound');
  });

  test('[HQ-115] a choice changes what is counted for applications from its day on, leaves earlier ones alone, and the conflict stays visible', async () => {
    // A Wednesday, so that neither five nor seven days end on a day off.
    await clock('hq', '2021-11-17');
    expect(await noticeUntil(1)).toBe('2021-11-22');
    const chief = await user('hq-chief');
    expect((await chief.post('/policy/choices', { key: 'notice.days', choose: 'floor', reason: '按国家规定执行', from: '2021-11-18' })).status).toBe(200);
    // Applied before the day of the choice: the law of its own day.
    expect(await noticeUntil(2)).toBe('2021-11-22');
    await clock('hq', '2021-11-18');
    expect(await noticeUntil(3)).toBe('2021-11-25');
    const [after] = await conflicts('2021-11-18');
    expect(after).toMatchObject({ key: 'notice.days', chosen: 'floor', decided: true, history: [{ choose: 'floor', reason: '按国家规定执行', by: '王局长', inForce: true }] });
    expect((await conflicts('2021-11-17'))[0]).toMatchObject({ chosen: 'plan', decided: false });
  });

  test('a choice is never rewritten: the next one is another line with another day', async () => {
    const chief = await user('hq-chief');
    const back = { key: 'notice.days', choose: 'plan', reason: '试点期间按方案执行', from: '2021-11-18' };
    expect((await chief.post('/policy/choices', back)).problem.code).toBe('conflict.duplicate');
    expect((await chief.post('/policy/choices', { ...back, from: '2021-12-01' })).status).toBe(200);
    expect((await conflicts('2021-12-01'))[0]).toMatchObject({ chosen: 'plan', decided: true, history: [{ choose: 'plan', inForce: true }, { choose: 'floor', inForce: false }] });
    expect((await conflicts('2021-11-30'))[0]).toMatchObject({ chosen: 'floor' });
  });
});

describe('holidays', () => {
  /** What the State Council might publish for 2027; a test's own invention. */
  const YEAR = { weekday_off: ['2027-01-01', '2027-02-08', '2027-02-09', '2027-02-10'], weekend_work: ['2027-01-09'] };

  test('a limit that reaches into an unpublished year is provisional, and the import makes it final in every county', async () => {
    await clock('hq', '2026-12-28');
    await clock('lh', '2026-12-30');
    const a = await applyFor(await user('hq-handler'), { serial: 10 });
    const b = await applyFor(await user('lh-handler'), { serial: 11 });
    for (const [login, id] of [['hq-handler', a.id], ['lh-handler', b.id]] as const) expect((await (await user(login)).act(id, 'accept')).status).toBe(200);
    await clock('hq', '2026-12-28');
    const posted = await noticeUntil(12);
    expect(posted).toBe('2027-01-04');
    const before = (await view('hq', a.id)).deadlines.find((d) => d.id === 'case');
    expect(before?.provisional).toBe(true);
    const sys = await user('hq-sys');
    const calendar = (await sys.get<Output<typeof getCalendar>>('/policy/calendar')).body;
    expect(calendar).toMatchObject({ lastKnown: 2026, note: expect.stringContaining('暂定') as string, provisional: null });
    expect((await (await user('hq-handler')).get<Output<typeof getCalendar>>('/policy/calendar')).body.provisional).toBeGreaterThan(0);

    expect((await (await user('hq-chief')).post('/policy/calendar/2027', YEAR)).status).toBe(403);
    for (const bad of [{ ...YEAR, weekend_work: ['2027-01-08'] }, { ...YEAR, weekday_off: ['2027-01-02'] }, { ...YEAR, weekday_off: ['2026-12-31'] }, { ...YEAR, weekday_off: ['2027-02-30'] }, { weekday_off: [], weekend_work: [] }]) expect((await sys.post('/policy/calendar/2027', bad)).status).toBe(400);
    expect((await sys.post('/policy/calendar/2026', { weekday_off: ['2026-01-01'], weekend_work: [] })).problem.code).toBe('conflict.duplicate');

    const r = await sys.post<Output<typeof importCalendar>>('/policy/calendar/2027', YEAR);
    expect(r.status, JSON.stringify(r.body)).toBe(200);
    expect(r.body).toMatchObject({ recomputed: 3, changed: 3, queued: 0, noticeText: expect.stringContaining('不作改动') as string, notices: [{ until: posted, computed: '2027-01-04', same: true }] });
    expect(r.body.counties.filter((c) => c.changed > 0).map((c) => c.county).sort()).toEqual(['临河区', '红桥区']);
    const after = (await view('hq', a.id)).deadlines.find((d) => d.id === 'case');
    expect(after?.provisional).toBe(false);
    const list = (await (await user('hq-handler')).get<{ items: { id: string; due: string; provisional: boolean }[] }>('/worklist')).body.items.find((i) => i.id === a.id);
    expect(list?.provisional).toBe(false);
    const stored = (await server.installation.db.transaction({ county: 120106, area: null }, async (tx) => (await tx.selectFrom('case_deadline').select(['id', 'due_on', 'provisional']).where('case_id', '=', a.id).where('id', '=', 'case').execute())))[0];
    expect(stored).toEqual({ id: 'case', due_on: after?.due, provisional: false });
    expect((await sys.get<Output<typeof getCalendar>>('/policy/calendar')).body.years.find((y) => y.year === 2027)).toMatchObject({ origin: 'imported', workingDays: 258 });
  });

  test('a correction of an imported year recomputes again; a notice on the board keeps its posted end; a second import of the same changes nothing', async () => {
    const sys = await user('hq-sys');
    expect((await sys.post<Output<typeof importCalendar>>('/policy/calendar/2027', YEAR)).body.changed).toBe(0);
    const longer = { ...YEAR, weekday_off: [...YEAR.weekday_off, '2027-01-04', '2027-01-05'] };
    const r = (await sys.post<Output<typeof importCalendar>>('/policy/calendar/2027', longer)).body;
    expect(r.changed).toBe(3);
    expect(r.notices).toEqual([{ number: expect.any(String) as string, until: '2027-01-04', computed: '2027-01-06', same: false }]);
    // Another county's administrator learns counts, no case numbers.
    expect((await (await user('lh-sys')).post<Output<typeof importCalendar>>('/policy/calendar/2027', longer)).body.notices).toEqual([]);
  });
});
