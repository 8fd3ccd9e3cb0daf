import { randomUUID } from 'node:crypto';
import type { Output } from '@doudi/core/api/contract';
import type { getScore, listScores, scoreLines, yearScores } from '@doudi/core/api/scores';
import { beforeAll, describe, expect, test } from 'vitest';
import { runJob, supervision } from '../../testing/matters.ts';
import { Reader } from '../public/browser.fixture.ts';
import { watchTask } from '../behaviour/run.ts';
import { bureauFigures } from './figures.ts';
import { plantCases, type Planted } from './planted.fixture.ts';

type Month = Output<typeof getScore>;
const { server, services, admin, user, unitOf, clock, countyId, asSystem, chainOf } = await supervision();

const monthOf = async (login: string, month: string): Promise<Month> => (await (await user(login)).get<Month>(`/scores/${month}`)).body;
const rowOf = (m: Month, unit: string): Month['rows'][number] => {
  const row = m.rows.find((r) => r.unit === unit);
  if (!row) throw new Error(`no row of ${unit}`);
  return row;
};
const linesOf = async (login: string, month: string, unit: string): Promise<Output<typeof scoreLines>['items']> => (await (await user(login)).get<Output<typeof scoreLines>>(`/scores/${month}/lines?unit=${unit}`)).body.items;

/** Cases decided from the first of a month on, the first few of them late by two days. */
const cases = (month: string, n: number, late: number): Planted[] => Array.from({ length: n }, (_, i) => {
  const decidedOn = `${month}-${String((i % 20) + 5).padStart(2, '0')}`;
  return { decidedOn, ...(i < late ? { due: `${month}-${String((i % 20) + 3).padStart(2, '0')}` } : {}) };
});
/** What a filing of the month would be: everybody files in time. */
async function filed(county: string, unit: string, month: string): Promise<void> {
  await admin.query(`insert into filing (county_id, id, unit_id, programme, month, status, report, lines, due_on, filed_on, filed_by, filed_by_name, filed_at)
    select c.id, gen_random_uuid(), u.id, 'dibao', $3, 'filed', '{}', 0, $4, $4, gen_random_uuid(), '某人', now() from county c join unit u on u.county_id = c.id and u.key = $2 where c.key = $1`, [county, unit, month, `${month}-25`]);
}
async function matter(county: string, topic: string, unit: string, state: unknown, more: { aboutCase?: string; closedOn?: string; area?: boolean } = {}): Promise<string> {
  const id = randomUUID();
  await admin.query(`insert into matter (county_id, id, topic, number, title, status, status_text, unit_id, area_id, opened_on, closed_on, about_case, seq, state)
    select c.id, $2, $3, $4, '试', 'x', '试', u.id, case when $8 then u.id end, '2021-01-01', $6, $7, 1, $9 from county c join unit u on u.county_id = c.id and u.key = $5 where c.key = $1`, [county, id, topic, `试-${id}`, unit, more.closedOn ?? null, more.aboutCase ?? null, more.area ?? true, JSON.stringify(state)]);
  return id;
}

describe('a month in 红桥', () => {
  const month = '2021-10';
  let mine = '';
  let other = '';
  let run = '';
  beforeAll(async () => {
    [mine, other] = [(await unitOf('hq-handler')).key, (await unitOf('hq-b-handler')).key];
    await plantCases(admin, 'hongqiao', mine, cases(month, 40, 4));
    await plantCases(admin, 'hongqiao', other, cases(month, 40, 1));
    for (const u of [mine, other]) await filed('hongqiao', u, month);
  });

  test('is computed from the cases, unit by unit; each point taken off opens the case behind it', async () => {
    const office = await user('hq-county');
    expect((await (await user('hq-handler')).post('/scores', { month })).problem.code).toBe('rights.denied');
    const done = await office.post<{ id: string }>('/scores', { month });
    expect(done.status).toBe(200);
    run = done.body.id;
    const m = await monthOf('hq-county', month);
    expect(rowOf(m, mine).indicators?.find((i) => i.id === 'caseLate')).toMatchObject({ n: 40, faults: 4, raw: 10, deducted: 1500 });
    expect(rowOf(m, other).indicators?.find((i) => i.id === 'caseLate')).toMatchObject({ n: 40, faults: 1, raw: 2.5 });
    expect(m.rows[0]?.unit).toBe(other);
    // Offices without cases are neither first nor last: nothing can be said of them.
    expect(m.rows.filter((r) => r.rank !== null).map((r) => r.unit)).toEqual([other, mine]);
    const lines = await linesOf('hq-county', month, mine);
    expect(lines.length).toBe(4);
    const late = (await admin.query<{ id: string }>(`select case_id as id from case_deadline d join case_file f on f.county_id = d.county_id and f.id = d.case_id join unit u on u.county_id = f.county_id and u.id = f.unit_id where u.key = $1 and d.finished_on > d.due_on`, [mine])).rows.map((r) => r.id);
    expect(new Set(lines.map((l) => l.ref))).toEqual(new Set(late));
    expect(lines[0]?.text).toContain('实际 2021-10-');
    // Not seen by any unit yet, it is computed anew in the same matter.
    expect((await office.post<{ id: string }>('/scores', { month })).body.id).toBe(run);
    expect((await linesOf('hq-county', month, mine)).length).toBe(4);
  });

  test('a unit sees nothing before it is shown, then its own alone', async () => {
    const handler = await user('hq-handler');
    expect((await handler.get<Output<typeof listScores>>('/scores')).body.months).toEqual([]);
    expect((await handler.get(`/scores/${month}`)).status).toBe(404);
    expect(await linesOf('hq-handler', month, mine)).toEqual([]);
    expect((await (await user('hq-county')).post(`/scores/${run}/show`, {})).status).toBe(200);
    const m = await monthOf('hq-handler', month);
    expect(m.rows.map((r) => r.unit)).toEqual([mine]);
    expect(m).toMatchObject({ status: 'shown', until: '2021-11-22', mayObject: true, head: null });
    expect((await linesOf('hq-handler', month, mine)).length).toBe(4);
    expect(await linesOf('hq-handler', month, other)).toEqual([]);
    expect(await linesOf('hq-b-handler', month, mine)).toEqual([]);
  });

  test('an objection that is upheld takes the line out and gives the points back; one that is not leaves them, with words', async () => {
    const handler = await user('hq-handler');
    const office = await user('hq-county');
    const before = rowOf(await monthOf('hq-handler', month), mine);
    const [one, two] = await linesOf('hq-handler', month, mine);
    expect((await (await user('hq-b-handler')).post('/score-objections', { line: one?.id, words: '与本单位无关' })).problem.code).toBe('notfound');
    expect((await (await user('hq-reviewer')).post('/score-objections', { line: one?.id, words: '无权提出' })).problem.code).toBe('rights.denied');
    const first = (await handler.post<{ id: string; number: string }>('/score-objections', { line: one?.id, words: '公示期间顺延，没有超期' })).body;
    expect((await handler.post('/score-objections', { line: one?.id, words: '再提一次' })).problem).toMatchObject({ code: 'conflict.duplicate' });
    await handler.upload(`/matters/${first.id}/files`, '公示照片.png');
    expect((await monthOf('hq-county', month)).objections[0]?.files.map((f) => f.name)).toEqual(['公示照片.png']);
    const second = (await handler.post<{ id: string }>('/score-objections', { line: two?.id, words: '材料当天才到' })).body;
    expect((await (await user('hq-chief')).post(`/scores/${run}/publish`, {})).problem.code).toBe('clock.early');
    expect((await office.post(`/score-objections/${first.id}/answer`, { outcome: 'corrected', words: '查公示记录，情况属实' })).status).toBe(200);
    expect((await office.post(`/score-objections/${second.id}/answer`, { outcome: 'stands', words: '材料在受理时已齐' })).status).toBe(200);
    const after = await monthOf('hq-handler', month);
    expect(rowOf(after, mine).indicators?.find((i) => i.id === 'caseLate')).toMatchObject({ faults: 3, n: 40, deducted: 1125 });
    expect(rowOf(after, mine).score).toBeGreaterThan(before.score);
    expect((await linesOf('hq-handler', month, mine)).filter((l) => l.corrected).map((l) => l.id)).toEqual([one?.id]);
    expect(after.objections.map((o) => [o.number === first.number, o.outcome, o.answer])).toEqual(expect.arrayContaining([[true, 'corrected', '查公示记录，情况属实'], [false, 'stands', '材料在受理时已齐']]));
    expect((await monthOf('hq-b-handler', month)).objections).toEqual([]);
  });

  test('published by the leader once the days are over: every unit sees all ranks, of others no more than score and rank', async () => {
    expect((await (await user('hq-county')).post(`/scores/${run}/publish`, {})).problem.code).toBe('rights.denied');
    await clock('hq-county', '2021-11-23');
    expect((await (await user('hq-handler')).post('/score-objections', { line: (await linesOf('hq-handler', month, mine))[2]?.id, words: '迟到的异议' })).problem.code).toBe('clock.early');
    expect((await (await user('hq-chief')).post(`/scores/${run}/publish`, {})).status).toBe(200);
    const m = await monthOf('hq-b-handler', month);
    expect(m.rows.filter((r) => r.rank !== null).map((r) => [r.unit, r.rank, r.indicators === null])).toEqual([[other, 1, false], [mine, 2, true]]);
    expect((await (await user('hq-county')).post('/scores', { month })).problem.code).toBe('conflict.duplicate');
    expect(await chainOf('hongqiao')).toMatchObject({ ok: true });
  });

  test('no table and no answer of the scores carries an account or a person', async () => {
    const { rows } = await admin.query<{ c: string }>(`select table_name || '.' || column_name as c from information_schema.columns where table_name in ('score_result', 'score_count', 'score_line', 'behaviour_question', 'behaviour_case')`);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((r) => /account|user|person|actor|staff|name|handler/.test(r.c))).toEqual([]);
    const people = (await admin.query<{ id: string; name: string }>('select id, name from account where county_id = $1', [countyId('hongqiao')])).rows;
    expect(people.length).toBeGreaterThan(10);
    for (const path of ['/scores', `/scores/${month}`, `/scores/${month}/lines?unit=${mine}`, '/score-years/2021']) {
      const text = JSON.stringify((await (await user('hq-county')).get(path)).body);
      expect(people.filter((p) => text.includes(p.id) || text.includes(p.name))).toEqual([]);
    }
  });

  test('the cases of twelve months before say what is usual: with the same mix of cases nothing is adjusted', async () => {
    await plantCases(admin, 'hongqiao', other, cases('2021-09', 40, 4));
    const done = await (await user('hq-county')).post<{ id: string }>('/scores', { month: '2021-09' });
    expect(done.status).toBe(200);
    await plantCases(admin, 'hongqiao', mine, cases('2021-08', 60, 6));
    await (await user('hq-county')).post('/scores', { month: '2021-09' });
    expect(rowOf(await monthOf('hq-county', '2021-09'), other).indicators?.find((i) => i.id === 'caseLate')).toMatchObject({ raw: 10, adjusted: 10 });
  });
});

describe('西秀', () => {
  test('[XX-158] ranks from the second quarter of 2019 on; [XX-157, XX-159] descending, to be out by the day that the county set, and then for everybody to read: units, ranks and scores, nothing else', async () => {
    const office = await user('xx-county');
    expect((await office.post('/scores', { month: '2019-03' })).problem).toMatchObject({ code: 'policy.absent', rule: '考评自2019年4月起按月进行', clause: expect.stringContaining('四(二)') as string });
    const [mine, other] = [(await unitOf('xx-handler')).key, (await unitOf('xx-b-handler')).key];
    await plantCases(admin, 'xixiu', mine, cases('2019-04', 30, 6));
    await plantCases(admin, 'xixiu', other, cases('2019-04', 30, 0));
    for (const u of [mine, other]) await filed('xixiu', u, '2019-04');
    expect((await office.post('/scores', { month: '2019-04' })).problem.code).toBe('clock.early');
    await clock('xx-county', '2019-05-06');
    const { id } = (await office.post<{ id: string }>('/scores', { month: '2019-04' })).body;
    await office.post(`/scores/${id}/show`, {});
    expect((await office.get<Output<typeof listScores>>('/scores')).body).toMatchObject({ plan: { method: 'deduct', full: 100 }, months: [{ month: '2019-04', status: 'shown', dueOn: '2019-05-15' }] });
    const reader = new Reader(server.origin);
    expect((await reader.open('/public/xixiu/scores')).text).toContain('还没有公布');
    await clock('xx-county', '2019-05-14');
    expect((await (await user('xx-chief')).post(`/scores/${id}/publish`, {})).status).toBe(200);
    const m = await monthOf('xx-county', '2019-04');
    const ranked = m.rows.filter((r) => r.rank !== null);
    expect(ranked.map((r) => [r.unit, r.rank])).toEqual([[other, 1], [mine, 2]]);
    expect(ranked.map((r) => r.score)).toEqual(ranked.map((r) => r.score).toSorted((a, b) => b - a));
    expect(m.methodText).toBe('满分扣减');
    const told = (await reader.open('/public/xixiu/scores')).text;
    const names = [(await unitOf('xx-b-handler')).name, (await unitOf('xx-handler')).name];
    expect(names.map((n) => told.indexOf(`<td>${n}</td>`)).every((at, i, all) => at > 0 && at > (all[i - 1] ?? 0))).toBe(true);
    for (const r of m.rows) for (const i of r.indicators ?? []) expect(told).not.toContain(i.label);
    const people = (await admin.query<{ name: string }>('select name from account where county_id = $1', [countyId('xixiu')])).rows;
    expect(people.filter((p) => told.includes(p.name))).toEqual([]);
    expect((await reader.open('/public/xixiu')).text).toContain('"/public/xixiu/scores"');
    expect((await reader.open('/public/xixiu/scores?from=1')).status).toBe(404);
    // Where the plan does not have it made known, what was published stays among the units.
    expect((await reader.open('/public/hongqiao/scores')).status).toBe(404);
    expect((await reader.open('/public/hongqiao')).text).not.toContain('/scores');
  });

  test('[XX-50, XX-160] the year-end list rests on the published months: mean, months judged, months still missing; a unit judged in too few has no rank', async () => {
    const [mine, other] = [(await unitOf('xx-handler')).key, (await unitOf('xx-b-handler')).key];
    await plantCases(admin, 'xixiu', mine, cases('2019-05', 30, 0));
    await plantCases(admin, 'xixiu', other, cases('2019-05', 30, 6));
    await plantCases(admin, 'xixiu', other, cases('2019-06', 30, 0));
    await clock('xx-county', '2019-07-02');
    const office = await user('xx-county');
    const done = await office.post<{ id: string }>('/scores', { month: '2019-06' });
    await office.post(`/scores/${done.body.id}/show`, {});
    await clock('xx-county', '2019-07-20');
    expect((await (await user('xx-chief')).post(`/scores/${done.body.id}/publish`, {})).status).toBe(200);
    const year = (await office.get<Output<typeof yearScores>>('/score-years/2019')).body;
    expect(year).toMatchObject({ months: ['2019-04', '2019-06'], missing: ['2019-05'] });
    const scores = new Map(year.rows.map((r) => [r.unit, r]));
    expect(scores.get(other)).toMatchObject({ rank: 1, ranked: 2 });
    expect(scores.get(other)?.mean).toBe(Math.round((scores.get(other)?.byMonth.reduce((n, b) => n + b.score, 0) ?? 0) / 2));
    const never = year.rows.find((r) => r.ranked === 0);
    expect(never).toMatchObject({ rank: null, mean: null });
    expect((await asSystem('xixiu', bureauFigures)).map((f) => f.id)).toEqual(['scores.late', 'scores.fell']);
  });
});

describe('宝清', () => {
  test('[BQ-71, BQ-72] what supervision found takes points off and adds them: wrong decisions, complaints upheld, corrections late', async () => {
    const [mine, other] = [(await unitOf('bq-handler')).key, (await unitOf('bq-b-handler')).key];
    const month = '2022-10';
    const ids = await plantCases(admin, 'baoqing', mine, cases(month, 20, 0));
    const clean = await plantCases(admin, 'baoqing', other, cases(month, 20, 0));
    for (const u of [mine, other]) await filed('baoqing', u, month);
    const county = countyId('baoqing');
    for (const [i, id] of [...ids.slice(0, 10), ...clean.slice(0, 10)].entries()) {
      const check = await matter('baoqing', 'check', i < 10 ? mine : other, { part: i === 9 ? 'risk' : 'random', concluded: { on: `${month}-28` } }, { aboutCase: id, ...(i < 2 ? {} : { closedOn: `${month}-28` }) });
      // Of the cases of one office two were decided wrongly, and nothing of it is put right yet; one more was checked because of a ground, and never counts.
      if (i < 2 || i === 9) await admin.query(`insert into check_finding (county_id, id, check_id, unit_id, area_id, about_case, programme, part, aspect, failing, wrong, fen, severity, on_date, state) select $1, gen_random_uuid(), $2, u.id, u.id, $3, 'dibao', 'random', 'level', 'inaccurate', 'paid', 100, 'light', '2022-10-28', 'open' from unit u where u.county_id = $1 and u.key = $4`, [county, check, id, mine]);
    }
    await matter('baoqing', 'check', mine, { part: 'random', concluded: { on: `${month}-28` } }, { aboutCase: ids[11] ?? '', closedOn: `${month}-28` });
    const secret = await matter('baoqing', 'complaint', mine, { about: { kind: 'unit', unit: mine }, disposed: { outcome: 'upheld', on: `${month}-20` } }, { area: false });
    await matter('baoqing', 'complaint', mine, { about: { kind: 'household', unit: mine }, disposed: { outcome: 'upheld', on: `${month}-20` } });
    const rect = await matter('baoqing', 'rectification', mine, {});
    const act = async (n: number, kind: string, at: string, body: unknown, of = rect): Promise<void> => void (await admin.query(`insert into matter_act (county_id, position, matter_id, seq, kind, at, recorded_at, actor_user, actor_post, actor_unit, body, prev_hash, hash) values ($1, 900000 + $2::int, $3, $2::int, $4, $5, $5, 'x', 'handler', '', $6, $7, $7)`, [county, n, of, kind, at, JSON.stringify(body), Buffer.alloc(32)]));
    await act(1, 'rectStepTaken', '2022-10-08T09:00:00+08:00', { due: '2022-10-18' });
    await act(2, 'rectReplied', '2022-10-19T09:00:00+08:00', {});
    // A missed term stays missed when a stricter letter follows it, and the month before does not hide it; one that was replaced in time never ended.
    const again = await matter('baoqing', 'rectification', mine, {});
    await act(3, 'rectStepTaken', '2022-09-08T09:00:00+08:00', { due: '2022-09-18' }, again);
    await act(4, 'rectStepTaken', '2022-09-20T09:00:00+08:00', { due: '2022-10-11' }, again);
    await act(5, 'rectStepTaken', '2022-10-12T09:00:00+08:00', { due: '2022-10-25' }, again);
    await act(6, 'rectReplied', '2022-10-20T09:00:00+08:00', {}, again);
    const eased = await matter('baoqing', 'rectification', mine, {});
    await act(7, 'rectStepTaken', '2022-10-08T09:00:00+08:00', { due: '2022-10-18' }, eased);
    await act(8, 'rectStepTaken', '2022-10-17T09:00:00+08:00', { due: '2022-10-28' }, eased);
    await act(9, 'rectReplied', '2022-10-28T09:00:00+08:00', {}, eased);
    // One lead the office left unanswered, another is the county's own to look into.
    for (const own of [true, false]) {
      const lead = randomUUID();
      await admin.query(`insert into lead (county_id, id, no, subject, unit_id, area_id, side, opened_on, due_on) select $1, $2::uuid, $3, $2, u.id, case when $4 then u.id end, 'out', '2022-10-01', '2022-10-12' from unit u where u.county_id = $1 and u.key = $5`, [county, lead, own ? 900_001 : 900_002, own, mine]);
      await admin.query(`insert into lead_hit (county_id, lead_id, rule, subject, mark, round, area_id, side, source, proof, facts, found_on, seen_on, due_on, status) select county_id, id, 'R00', subject, subject, 1, area_id, 'out', 'county', false, '{}', opened_on, opened_on, due_on, 'open' from lead where id = $1`, [lead]);
    }
    const done = await (await user('bq-county')).post<{ id: string }>('/scores', { month });
    expect(done.status).toBe(200);
    const m = await monthOf('bq-county', month);
    expect(m.methodText).toBe('加减分');
    expect(rowOf(m, mine).indicators?.find((i) => i.id === 'leadLate')).toMatchObject({ n: 1, faults: 1, deducted: 0 });
    const of = (unit: string, id: string) => rowOf(m, unit).indicators?.find((i) => i.id === id);
    expect(of(mine, 'checkWrong')).toMatchObject({ n: 10, faults: 2, raw: 20, deducted: 1500 });
    expect(of(mine, 'complaint')).toMatchObject({ faults: 1, deducted: 100 });
    expect(of(mine, 'rectification')).toMatchObject({ faults: 2, deducted: 400, bonus: 0 });
    expect((await linesOf('bq-county', month, mine)).flatMap((l) => (l.indicator === 'rectification' ? [[l.ref, l.on]] : []))).toEqual([[again, '2022-10-11'], [rect, '2022-10-18']]);
    expect(of(other, 'checkWrong')).toMatchObject({ n: 10, faults: 0, deducted: 0, bonus: 600 });
    expect(of(other, 'rectification')).toMatchObject({ bonus: 400 });
    expect(rowOf(m, other).rank).toBe(1);
    // The base of 80, what was added (limits 4, filing 3), what was taken off.
    expect(rowOf(m, mine).score).toBe(8000 + 400 + 300 - 1500 - 100 - 400);
    // The complaint is kept from the unit: the point is told, not who complained or about what.
    await (await user('bq-county')).post(`/scores/${done.body.id}/show`, {});
    const line = (await linesOf('bq-handler', month, mine)).find((l) => l.indicator === 'complaint');
    expect(line).toMatchObject({ ref: null, number: null, text: '县级核查属实' });
    expect((await linesOf('bq-county', month, mine)).find((l) => l.indicator === 'complaint')).toMatchObject({ ref: secret });
  });
});

test('every night the month that is over is computed by itself, once, by nobody in person', async () => {
  const night = (): Promise<void> => runJob(watchTask(services));
  await night();
  await night();
  const months = (await (await user('gx-county')).get<Output<typeof listScores>>('/scores')).body.months;
  expect(months[0]).toMatchObject({ month: '2020-10', status: 'computed' });
  const { rows } = await admin.query<{ actor: string; acts: number }>(`select min(a.actor_user) as actor, count(*)::int as acts from matter m join matter_act a on a.county_id = m.county_id and a.matter_id = m.id where m.county_id = $1 and m.topic = 'score'`, [countyId('gongxian')]);
  expect(rows).toEqual([{ actor: 'system', acts: 1 }]);
});
