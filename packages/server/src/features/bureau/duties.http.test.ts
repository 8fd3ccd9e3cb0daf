import type { bureauDuties, bureauDuty, DutyView, getBureau } from '@doudi/core/api/bureau';
import type { Output } from '@doudi/core/api/contract';
import type { getOversightAct, getOversightUnit, listOversight } from '@doudi/core/api/oversight';
import type { getRectification } from '@doudi/core/api/rectifications';
import type { yearScores } from '@doudi/core/api/scores';
import { plusDays } from '@doudi/core/calendar/date';
import { describe, expect, test } from 'vitest';
import { ok, supervision } from '../../testing/matters.ts';

const { admin, user, clock, today, unitOf } = await supervision();

type Duty = Output<typeof bureauDuty>;
const duties = async (login: string): Promise<DutyView[]> => ok(await (await user(login)).get<Output<typeof bureauDuties>>('/bureau/duties')).items;
const duty = async (login: string, id: string): Promise<Duty> => ok(await (await user(login)).get<Duty>(`/bureau/duties/${id}`));
const act = (on: string, more: Record<string, unknown>): Record<string, unknown> => ({ unit: null, kind: 'inspection', stage: 'during', method: 'onSite', on, people: ['吴科员'], with: [], text: '登记一次监督，内容如下，供条款页核对。', ...more });
const record = async (login: string, on: string, more: Record<string, unknown>): Promise<string> => ok(await (await user(login)).post<{ id: string }>('/oversight/acts', act(on, more))).id;
const figure = async (login: string, id: string): Promise<number> => ok(await (await user(login)).get<Output<typeof getBureau>>('/bureau')).figures.find((f) => f.id === id)?.value ?? -1;
/** Words for every body that any clause wants at the table. */
const BODIES = ['县财政局', '县审计局', '区教育局', '区卫健局', '区人社局', '区住建局', '区应急局'];
/** What each kind brings with it. */
const DETAIL: Record<string, Record<string, unknown>> = {
  document: { document: { title: '社会救助量化指标', number: '区民发〔2019〕8号', on: '2019-01-02' } }, survey: { survey: { asked: 10, satisfied: 9, aware: 8 } },
  statistics: { figures: [{ label: '城镇化率', value: 45.2, unit: '%', period: '2018', source: '区统计局公报' }] }, award: { award: { fen: 5_000_000, year: '2019', basis: '年度考评第一，试点有创新' } },
};

describe('an act recorded under a clause', () => {
  test.each([
    ['[HQ-25, HQ-36, HQ-61, HQ-62, HQ-189, HQ-205, HQ-207]', 'hq'], ['[LH-06, LH-13, LH-23, LH-87]', 'lh'], ['[GX-10, GX-26, GX-68, GX-108, GX-109]', 'gx'], ['[BQ-05, BQ-06, BQ-44]', 'bq'], ['[XX-134, XX-135, XX-143, XX-167]', 'xx'],
  ] as const)('%s %s: proves it: the clause shows that it was done, when and with which unit; the act names the clause; withdrawn, it proves nothing', async (clauses, prefix) => {
    const ids = clauses.slice(1, -1);
    const login = `${prefix}-county`;
    const now = await today(login);
    const unit = (await unitOf(`${prefix}-handler`)).key;
    for (const id of ids.split(', ')) {
      const before = (await duty(login, id)).duty;
      const done = (d: Duty) => d.duty.done.find((x) => x.label === '登记的督导');
      const kind = before.acts?.kinds?.[0] ?? 'inspection';
      const of = before.each || kind === 'inspection' ? unit : null;
      expect(done(await duty(login, id)), id).toMatchObject({ count: 0, last: null });
      const written = await record(login, now, { unit: of, kind, duties: [id], with: BODIES, ...DETAIL[kind] });
      const after = await duty(login, id);
      expect(done(after), id).toMatchObject({ count: 1, last: now });
      expect(after.acts[0]).toMatchObject({ id: written, on: now, kind, unit: of, with: BODIES });
      if (before.each) expect([after.duty.reached, after.duty.left.map((u) => u.unit).includes(unit)], id).toEqual([1, false]);
      expect(ok(await (await user(login)).get<Output<typeof getOversightAct>>(`/oversight/acts/${written}`)).duties.map((d) => d.id)).toEqual([id]);
      if (of !== null) expect(ok(await (await user(login)).get<Output<typeof getOversightUnit>>(`/oversight/units/${unit}`)).acts.map((a) => a.item.id)).toContain(written);
      ok(await (await user(login)).post(`/oversight/acts/${written}/withdraw`, { reason: '登记错了条款' }));
      expect(done(await duty(login, id)), id).toMatchObject({ count: 0, last: null });
    }
  });

  test('[HQ-36] the rules that it carries out stand beside the clause', async () => {
    expect((await duty('hq-county', 'HQ-36')).duty.instrument).toBe('红桥区社会救助事项事中事后监管暂行管理办法');
  });

  test('[GX-68, GX-108, GX-109] is refused where the bodies of the clause did not take part, or where it is another kind of act', async () => {
    const now = await today('gx-county');
    const gx = await user('gx-county');
    expect((await gx.post('/oversight/acts', act(now, { duties: ['GX-108'], with: ['珙县财政局'] }))).problem).toMatchObject({ code: 'materials.missing', missing: ['审计'] });
    expect((await gx.post('/oversight/acts', act(now, { duties: ['GX-68'], with: ['县残联'] }))).problem).toMatchObject({ code: 'materials.missing', missing: ['财政'] });
    expect((await gx.post('/oversight/acts', act(now, { duties: ['GX-109'], with: BODIES }))).problem).toMatchObject({ code: 'input.invalid', allowed: ['综合评估'] });
    expect((await gx.post('/oversight/acts', act(now, { duties: ['HQ-25'] }))).status).toBe(404);
    expect((await gx.post('/oversight/acts', act(now, {}))).problem.code).toBe('input.invalid');
  });

  test('[XX-167] of a document is one only with its name, number and date, and with the departments that set the indicators', async () => {
    const now = await today('xx-county');
    const xx = await user('xx-county');
    expect((await xx.post('/oversight/acts', act(now, { kind: 'document', duties: ['XX-167'], with: BODIES }))).problem.code).toBe('materials.missing');
    expect((await xx.post('/oversight/acts', act(now, { kind: 'document', duties: ['XX-167'], with: ['区财政局'], ...DETAIL['document'] }))).problem).toMatchObject({ missing: ['教育', '卫', '人社', '住建', '应急'] });
    await record('xx-county', now, { kind: 'document', duties: ['XX-167'], with: BODIES, ...DETAIL['document'] });
    expect((await duty('xx-county', 'XX-167')).acts[0]).toMatchObject({ document: { number: '区民发〔2019〕8号' } });
  });
});

describe('what a unit does within itself', () => {
  test('[HQ-45, HQ-62] is recorded by the unit under the clause that bids it do so; it is no supervision by the district, of which each level keeps its own', async () => {
    const now = await today('hq-county');
    const mine = (await unitOf('hq-head')).key;
    const head = await user('hq-head');
    const covered = async (): Promise<boolean | undefined> => ok(await (await user('hq-county')).get<Output<typeof listOversight>>('/oversight/units')).units.find((u) => u.unit === mine)?.covered;
    const within = await record('hq-head', now, { unit: mine, kind: 'guidance', duties: ['HQ-45'], text: '看经办机构受理登记和一次性告知，当场纠正。' });
    expect(await covered()).toBe(false);
    expect((await duty('hq-county', 'HQ-45')).acts[0]).toMatchObject({ id: within, unit: mine });
    // The level above records its own, and neither stands in for the other.
    expect((await head.post('/oversight/acts', act(now, { unit: mine, duties: ['HQ-62'] }))).problem.code).toBe('rights.denied');
    expect((await (await user('hq-county')).post('/oversight/acts', act(now, { unit: mine, kind: 'guidance', duties: ['HQ-45'] }))).problem.code).toBe('rights.denied');
    const other = (await unitOf('hq-b-head')).key;
    expect((await head.post('/oversight/acts', act(now, { unit: other, kind: 'guidance', duties: ['HQ-45'] }))).problem.code).toBe('rights.denied');
    expect((await head.post('/oversight/acts', act(now, { unit: mine }))).status).toBe(403);
    expect((await (await user('hq-county')).post(`/oversight/acts/${within}/withdraw`, { reason: '不归县里撤回' })).problem.code).toBe('rights.denied');
    const above = await record('hq-county', now, { unit: mine, duties: ['HQ-62'] });
    expect(await covered()).toBe(true);
    expect((await head.post(`/oversight/acts/${above}/amend`, { text: '单位不能改县级的督导记录。', reason: '试改' })).problem.code).toBe('rights.denied');
    const choices = ok(await head.get<{ level: string; items: { id: string }[] }>('/oversight/duties'));
    expect([choices.level, choices.items.map((d) => d.id)]).toEqual(['unit', ['HQ-45']]);
  });
});

describe('who answers for a clause', () => {
  test('[BQ-04, XX-53, GX-10] is assigned by name for every clause and handed on, never left open; what nobody answers for is counted', async () => {
    for (const [login, id] of [['bq-county', 'BQ-04'], ['xx-county', 'XX-53'], ['gx-county', 'GX-10']] as const) {
      const now = await today(login);
      const open = await figure(login, 'duty.unassigned');
      expect((await duty(login, id)).duty.owner).toBeNull();
      expect((await (await user(login)).post('/oversight/acts', act(now, { kind: 'assignment', duties: [id] }))).problem.code).toBe('materials.missing');
      const first = await record(login, now, { kind: 'assignment', duties: [id], assignee: { body: '社会救助股', person: '郑科员' } });
      expect((await duty(login, id)).duty.owner).toMatchObject({ body: '社会救助股', person: '郑科员', act: first });
      expect(await figure(login, 'duty.unassigned')).toBe(open - 1);
      // Without a successor nobody is released.
      expect((await (await user(login)).post(`/oversight/acts/${first}/withdraw`, { reason: '人员调动' })).problem.code).toBe('step.order');
      await record(login, now, { kind: 'assignment', duties: [id], assignee: { body: '社会救助股', person: '吴科员' } });
      expect((await duty(login, id)).duty.owner?.person).toBe('吴科员');
      ok(await (await user(login)).post(`/oversight/acts/${first}/withdraw`, { reason: '人员调动' }));
      expect((await duty(login, id)).duty.owner?.person).toBe('吴科员');
    }
  });
});

test('[BQ-55] satisfaction and awareness are what a survey found among those asked, compared with the survey before', async () => {
  const now = await today('bq-county');
  const bq = await user('bq-county');
  expect((await bq.post('/oversight/acts', act(now, { kind: 'survey', duties: ['BQ-55'] }))).problem.code).toBe('materials.missing');
  expect((await bq.post('/oversight/acts', act(now, { kind: 'survey', duties: ['BQ-55'], survey: { asked: 50, satisfied: 51, aware: 10 } }))).status).toBe(400);
  await record('bq-county', plusDays(now, -200), { kind: 'survey', duties: ['BQ-55'], survey: { asked: 50, satisfied: 40, aware: 20 } });
  const paper = await record('bq-county', now, { kind: 'survey', duties: ['BQ-55'], survey: { asked: 60, satisfied: 54, aware: 30 } });
  const file = await bq.upload(`/matters/${paper}/files`, '问卷.png');
  ok(await bq.post(`/oversight/acts/${paper}/attach`, { files: [file] }));
  expect((await duty('bq-county', 'BQ-55')).acts.map((a) => [a.survey?.satisfiedRate, a.survey?.satisfiedMore, a.survey?.awareRate, a.survey?.awareMore, a.files])).toEqual([[90, 10, 50, 10, 1], [80, null, 40, null, 0]]);
});

test('[BQ-56] traditional and information means are counted apart, so that it shows when one of them is missing', async () => {
  const now = await today('bq-county');
  const unit = (await unitOf('bq-handler')).key;
  const counts = async (): Promise<number[]> => (await duty('bq-county', 'BQ-56')).duty.done.map((d) => d.count);
  const [traditional = 0, information = 0] = await counts();
  await record('bq-county', now, { unit, method: 'onSite' });
  expect(await counts()).toEqual([traditional + 1, information]);
  await record('bq-county', now, { unit, method: 'system' });
  expect(await counts()).toEqual([traditional + 1, information + 1]);
});

test('[XX-160, XX-169] awards in place of subsidy: to whom, how much, on what ground, beside the year’s appraisal', async () => {
  const now = await today('xx-county');
  const unit = await unitOf('xx-handler');
  const year = now.slice(0, 4);
  expect((await (await user('xx-county')).post('/oversight/acts', act(now, { kind: 'award', duties: ['XX-160'], award: { fen: 100, year, basis: '年度考评第一' } }))).problem.code).toBe('materials.missing');
  const id = await record('xx-county', now, { unit: unit.key, kind: 'award', duties: ['XX-160'], award: { fen: 3_000_000, year, basis: '年度考评第一，一门受理做法在全区推广' } });
  const { rows } = ok(await (await user('xx-county')).get<Output<typeof yearScores>>(`/score-years/${year}`));
  expect(rows.find((r) => r.unit === unit.key)?.awards).toEqual([{ act: id, fen: 3_000_000, on: now, basis: '年度考评第一，一门受理做法在全区推广' }]);
});

test('what is found on the spot becomes a rectification of that unit, coming from the act', async () => {
  const now = await today('lh-county');
  const unit = (await unitOf('lh-handler')).key;
  const id = await record('lh-county', now, { unit, text: '三份档案没有公示照片，当场指出。' });
  const body = { failing: 'policy', conduct: 'none', severity: 'light', text: '三份档案没有公示照片，请补齐并自查其余档案。' };
  const opened = ok(await (await user('lh-county')).post<{ id: string }>(`/oversight/acts/${id}/rectification`, body));
  const rect = ok(await (await user('lh-county')).get<Output<typeof getRectification>>(`/rectifications/${opened.id}`));
  expect(rect).toMatchObject({ from: { id, topic: 'oversight' }, foundBy: 'visit', head: { unit } });
  expect(ok(await (await user('lh-county')).get<Output<typeof getOversightAct>>(`/oversight/acts/${id}`)).rectifications.map((r) => r.id)).toEqual([opened.id]);
  expect((await (await user('lh-head')).post(`/oversight/acts/${id}/rectification`, body)).status).toBe(403);
});

test('[HQ-20, HQ-30] what other features do stands under the clauses that ask for it: how many in the period, when last, and where to look', async () => {
  const now = await today('hq-county');
  const of = async (id: string) => (await duty('hq-county', id)).duty.done;
  const [before20, before30] = [await of('HQ-20'), await of('HQ-30')];
  await admin.query(`insert into matter (county_id, id, topic, number, title, status, status_text, unit_id, area_id, opened_on, seq, state) select county_id, gen_random_uuid(), 'check', '试-1', '核查', 'findings', '有发现', id, id, $2, 1, $3 from unit where key = $1`, [(await unitOf('hq-handler')).key, now, JSON.stringify({ concluded: { on: now } })]);
  for (const [id, before] of [['HQ-20', before20], ['HQ-30', before30]] as const) {
    const after = await of(id);
    const check = (list: typeof after) => list.find((d) => d.label === '核查');
    expect(check(after)).toEqual({ label: '核查', href: '/checks', last: now, count: (check(before)?.count ?? 0) + 1 });
    expect(after.filter((d) => d.label !== '核查')).toEqual(before.filter((d) => d.label !== '核查'));
  }
  await admin.query(`delete from matter where number = '试-1'`);
});

test('[BQ-58, BQ-62, BQ-66, BQ-70] a clause is lived by the right thing alone: no yearly visit by the monthly draw, no handing over by a letter, no unannounced visit by reading files', async () => {
  const now = await today('bq-county');
  const unit = (await unitOf('bq-handler')).key;
  const ids = ['BQ-24', 'BQ-58', 'BQ-62', 'BQ-66', 'BQ-70'] as const;
  const counts = async (): Promise<number[]> => { const all = await duties('bq-county'); return ids.map((id) => all.find((d) => d.id === id)?.done[0]?.count ?? -1); };
  const plant = (topic: string, state: object) => admin.query(`insert into matter (county_id, id, topic, number, title, status, status_text, unit_id, area_id, opened_on, seq, state) select county_id, gen_random_uuid(), $3, '试-' || gen_random_uuid(), '试', 'x', '试', id, id, $2, 1, $4 from unit where key = $1`, [unit, now, topic, JSON.stringify(state)]);
  const before = await counts();
  const more = async (): Promise<number[]> => (await counts()).map((n, i) => n - (before[i] ?? 0));
  try {
    await plant('draw', { plan: 'draw.monthly' });
    await plant('check', { concluded: { on: now }, visits: [{ means: ['papers', 'telephone'] }], pair: [null, null] });
    await plant('rectification', { conduct: 'none', foundBy: 'visit', steps: [{ rung: 'reminderLetter', on: now }], revisits: [], punishments: [], tolerances: [] });
    expect(await more()).toEqual([1, 0, 1, 0, 0]);
    await plant('draw', { plan: 'draw.yearly' });
    await plant('check', { concluded: { on: now }, visits: [{ means: ['unannounced'] }], pair: [null, null] });
    await plant('rectification', { conduct: 'none', foundBy: 'visit', steps: [{ rung: 'discipline', on: now }], revisits: [], punishments: [], tolerances: [] });
    expect(await more()).toEqual([1, 1, 1, 1, 1]);
    expect((await duty('bq-county', 'BQ-70')).duty.done).toMatchObject([{ label: '整改（移交问责）', last: now }]);
  } finally {
    await admin.query(`delete from matter where number like '试-%'`);
  }
});

/** Moves the clocks of its counties: last. */
describe('what is to be done regularly', () => {
  test('[LH-23, BQ-06, GX-108] is due in every part of the year, and late once one went by without it; the bureau’s page counts it and names the units', async () => {
    for (const [prefix, id, months] of [['lh', 'LH-23', 3], ['bq', 'BQ-06', 3], ['gx', 'GX-108', 6]] as const) {
      const login = `${prefix}-county`;
      const one = async (): Promise<DutyView> => (await duties(login)).find((d) => d.id === id) ?? ({} as DutyView);
      const now = await today(login);
      expect(await one()).toMatchObject({ interval: { months, stated: false, source: { assumption: expect.stringContaining('没有写明周期') as string } }, standing: 'due' });
      const { due } = await one();
      const late = await figure(login, 'duty.late');
      expect(due !== null && due >= now).toBe(true);
      await clock(login, plusDays(due ?? now, 1));
      expect((await one()).standing).toBe('late');
      expect(await figure(login, 'duty.late')).toBeGreaterThan(late);
      const units = ok(await (await user(login)).get<Output<typeof listOversight>>('/oversight/units')).units.map((u) => u.unit);
      const on = await today(login);
      for (const [i, unit] of units.entries()) {
        await record(login, on, { unit, duties: [id], with: BODIES });
        if ((await one()).each) expect((await one()).left.length).toBe(units.length - 1 - i);
        else break;
      }
      expect((await one()).standing).toBe('done');
    }
  });
});
