import type { Output } from '@doudi/core/api/contract';
import type { getOversightAct, getOversightUnit, listOversight } from '@doudi/core/api/oversight';
import { plusDays } from '@doudi/core/calendar/date';
import { describe, expect, test } from 'vitest';
import { supervision } from '../../testing/matters.ts';
import { seedDecided, type Decided } from '../draws/decided.fixture.ts';
import { bureauFigures as drawFigures } from '../draws/figures.ts';
import { bureauFigures } from './figures.ts';

const { admin, server, user, asSystem } = await supervision();
const list = async (login: string): Promise<Output<typeof listOversight>> => (await (await user(login)).get<Output<typeof listOversight>>('/oversight/units')).body;
const sheet = async (login: string, unit: string): Promise<Output<typeof getOversightUnit>> => (await (await user(login)).get<Output<typeof getOversightUnit>>(`/oversight/units/${unit}`)).body;
const act = (unit: string, on: string, more: Record<string, unknown> = {}) => ({ unit, kind: 'inspection', stage: 'during', method: 'onSite', on, people: ['吴科员'], text: '抽看在办档案十件，公示照片有两件看不清。', ...more });
/** Key of the unit of the first training office of a county. */
const unitOf = async (login: string): Promise<string> => (await list(login)).units[0]?.unit ?? '';

describe('coverage of units', () => {
  for (const [county, ids, least] of [['hq', 'HQ-25, HQ-39', 2], ['lh', 'LH-13, LH-23, LH-58, LH-87', 3], ['bq', 'BQ-03, BQ-77', null], ['gx', 'GX-18, GX-20, GX-107', null], ['xx', 'XX-54, XX-99, XX-154, XX-196', 2]] as const)
    test(`[${ids}] ${county}: a unit counts as supervised by what was recorded of it in this period, before, during and after apart; a record withdrawn counts no more`, async () => {
      const office = await user(`${county}-county`);
      const first = await list(`${county}-county`);
      expect(first.minimum?.value ?? null).toBe(least);
      expect(first.units.length).toBeGreaterThan(3);
      expect(first.units.every((u) => !u.covered && u.last === null)).toBe(true);
      const [a, b] = first.units;
      if (!a || !b) throw new Error('no units');
      // Units without accounts of the training are short of staff by the whole of what the plan wants.
      for (const u of first.units) expect(u.short).toBe(Math.max(0, (least ?? 0) - u.staff));
      expect((await office.post('/oversight/acts', act(a.unit, plusDays(first.on, 1)))).problem.code).toBe('date.order');
      expect((await office.post('/oversight/acts', act('nowhere', first.on))).status).toBe(404);
      // The day before the period does not count for it.
      expect((await office.post('/oversight/acts', act(b.unit, plusDays(first.period.from, -1)))).status).toBe(200);
      const { id } = (await office.post<{ id: string }>('/oversight/acts', act(a.unit, first.period.from, { stage: 'before', kind: 'dispatch', with: ['区教育局', '区残联'] }))).body;
      const then = await list(`${county}-county`);
      const row = (key: string) => then.units.find((u) => u.unit === key);
      expect(row(a.unit)).toMatchObject({ covered: true, last: { on: first.period.from, topic: 'oversight', matter: id }, acts: { before: 1, during: 0, after: 0 } });
      expect(row(b.unit)).toMatchObject({ covered: false, last: { on: plusDays(first.period.from, -1) }, acts: { before: 0, during: 0, after: 0 } });
      expect(then.units.filter((u) => u.covered).length).toBe(1);
      // What it was, with whom, by what method; put right with a reason, the first words stay in the chain.
      expect((await office.post(`/oversight/acts/${id}/amend`, { text: '抽看在办档案十二件，公示照片有两件看不清。', reason: '件数写错' })).status).toBe(200);
      const photo = await office.upload(`/matters/${id}/files`, '照片.png');
      expect((await office.post(`/oversight/acts/${id}/attach`, { files: [photo] })).status).toBe(200);
      const view = (await office.get<Output<typeof getOversightAct>>(`/oversight/acts/${id}`)).body;
      expect(view).toMatchObject({ kind: 'dispatch', method: 'onSite', with: ['区教育局', '区残联'], text: '抽看在办档案十二件，公示照片有两件看不清。', files: [{ id: photo }], amended: [{ reason: '件数写错' }] });
      const words = (await admin.query<{ body: { text: string } }>(`select body from matter_act where matter_id = $1 order by seq`, [id])).rows[0]?.body.text;
      expect(words).toBe('抽看在办档案十件，公示照片有两件看不清。');
      expect((await office.post(`/oversight/acts/${id}/withdraw`, { reason: '登记错了单位' })).status).toBe(200);
      // A check that was given up looked at nothing; one with findings did, whether or not they are put right yet.
      const check = async (status: string, state: unknown, closed: string | null): Promise<void> => void (await admin.query(`insert into matter (county_id, id, topic, number, title, status, status_text, unit_id, area_id, opened_on, closed_on, seq, state)
        select county_id, gen_random_uuid(), 'check', $2, '核查', $3, $3, id, id, $4, $5, 1, $6 from unit where key = $1`, [a.unit, `试-${status}`, status, first.period.from, closed, JSON.stringify(state)]));
      await check('givenUp', { givenUp: { on: first.period.from } }, first.period.from);
      expect((await list(`${county}-county`)).units.filter((u) => u.covered)).toEqual([]);
      await check('findings', { concluded: { on: first.period.from } }, null);
      expect((await list(`${county}-county`)).units.filter((u) => u.covered).map((u) => u.unit)).toEqual([a.unit]);
      await admin.query(`delete from matter where number like '试-%'`);
      expect((await office.post(`/oversight/acts/${id}/amend`, { text: '再改一次也是不可以的。', reason: '再改' })).problem.code).toBe('case.closed');
    });

  test('a unit sees its own sheet and what the county did with it, and records nothing; another county sees nothing', async () => {
    const own = (await list('hq-head')).units;
    expect(own.length).toBe(1);
    const mine = own[0]?.unit ?? '';
    const other = (await list('hq-county')).units.find((u) => u.unit !== mine)?.unit ?? '';
    expect((await (await user('hq-head')).get(`/oversight/units/${other}`)).status).toBe(404);
    expect((await (await user('hq-head')).post('/oversight/acts', act(mine, '2021-11-01'))).status).toBe(403);
    expect((await (await user('hq-handler')).get('/oversight/units')).status).toBe(403);
    const { id } = (await (await user('hq-county')).post<{ id: string }>('/oversight/acts', act(mine, '2021-11-01'))).body;
    expect((await sheet('hq-head', mine)).acts.map((x) => x.item.id)).toContain(id);
    expect((await (await user('hq-b-head')).get(`/oversight/acts/${id}`)).status).toBe(404);
    expect((await (await user('lh-county')).get(`/oversight/acts/${id}`)).status).toBe(404);
    // Drawn cases are the county's secret.
    expect((await sheet('hq-head', mine)).row.drawn).toBeNull();
    expect((await sheet('hq-county', mine)).row.drawn).toBe(0);
  });
});

test('[HQ-41, HQ-204] the five haves: what the unit says and what the county found stand apart, every statement is kept, the latest of each counts', async () => {
  const mine = await unitOf('hq-head');
  const [head, office] = [await user('hq-head'), await user('hq-county')];
  const state = async (by: typeof head, condition: string, held: boolean, text: string): Promise<number> => (await by.post(`/oversight/units/${mine}/conditions`, { condition, held, text })).status;
  const labels = (await sheet('hq-head', mine)).conditions.map((c) => c.label);
  expect(labels).toEqual(['有经办机构', '有经办人员', '有工作经费', '有办公场所', '有完善规章制度']);
  expect(await state(head, 'money', true, '年初预算单列')).toBe(200);
  expect((await sheet('hq-county', mine)).row.conditions).toEqual({ held: 0, missing: 0, stated: 1, of: 5 });
  expect(await state(office, 'money', false, '没有单列')).toBe(200);
  expect(await state(head, 'money', true, '已申请单列')).toBe(200);
  expect(await state(office, 'place', true, '党群服务中心一楼')).toBe(200);
  const s = await sheet('hq-head', mine);
  expect(s.row.conditions).toEqual({ held: 1, missing: 1, stated: 0, of: 5 });
  expect(s.conditions.find((c) => c.id === 'money')).toMatchObject({ unit: { held: true, text: '已申请单列' }, county: { held: false, text: '没有单列' } });
  expect(await state(head, 'garden', true, '有花园')).toBe(404);
  const other = (await list('hq-county')).units.find((u) => u.unit !== mine)?.unit ?? '';
  expect((await head.post(`/oversight/units/${other}/conditions`, { condition: 'money', held: true, text: '别处' })).status).toBe(404);
  await expect(admin.query('delete from unit_condition')).rejects.toThrow('written once');
});

test('[HQ-13, HQ-206, GX-07, BQ-48, BQ-49] days from application to decision, by programme, before the entrustment of the unit and since, with the number of cases', async () => {
  // Decided in April 2020, before the towns were entrusted on the first of May, and in October; 20 days each, one of them 50.
  const cases = Array.from({ length: 6 }, (_, i): Decided => ({ county: 'gongxian', on: i < 3 ? `2020-04-0${i + 1}` : `2020-10-0${i - 2}`, outcome: 'grant', programme: 'dibao' }));
  const ids = await seedDecided(server.installation, cases);
  const [first] = [...ids.values()];
  await admin.query('update case_file set application_date = decided_on - 50 where id = $1', [first]);
  await admin.query(`insert into case_deadline (county_id, case_id, id, unit_id, label, step, started_on, due_on, provisional, parameter, finished_on) select county_id, id, 'investigate', unit_id, '入户调查', 'investigate', '2020-03-01', '2020-03-10', false, 'deadline.investigate', '2020-03-08' from case_file where id = $1`, [first]);
  const units = (await list('gx-county')).units.map((u) => u.unit);
  const rows = (await Promise.all(units.map(async (u) => await sheet('gx-county', u)))).flatMap((s) => s.elapsed.map((e) => ({ steps: s.steps, ...e })));
  const total = (side: 'before' | 'after'): number => rows.reduce((n, r) => n + (r[side]?.cases ?? 0), 0);
  expect([total('before'), total('after')]).toEqual([3, 3]);
  expect(rows.every((r) => r.entrustedFrom === '2020-05-01')).toBe(true);
  expect(rows.flatMap((r) => (r.before ? [r.before.longest] : [])).sort()).toEqual([20, 20, 50]);
  expect(rows.flatMap((r) => (r.after ? [r.after.median] : []))).toEqual([20, 20, 20]);
  // Each step by itself, too.
  expect(rows.flatMap((r) => r.steps)).toEqual([{ label: '入户调查', cases: 1, median: 7, longest: 7 }]);
});

test('the bureau’s figures count the units of the sheets and the draws that the plan still wants', async () => {
  const figures = await asSystem('linhe', async (tx, law) => [...(await bureauFigures(tx, law)), ...(await drawFigures(tx, law))]);
  const { units } = await list('lh-county');
  const value = (id: string) => figures.find((f) => f.id === id)?.value;
  expect(value('oversight.notYet')).toBe(units.filter((u) => !u.covered).length);
  expect(value('oversight.short')).toBe(units.reduce((n, u) => n + u.short, 0));
  expect(value('draw.missing')).toBeGreaterThan(0);
  expect(value('draw.waiting')).toBe(0);
  for (const f of figures) expect(f.value, f.id).toBe(f.byUnit ? f.byUnit.reduce((n, u) => n + u.value, 0) : f.value);
});
