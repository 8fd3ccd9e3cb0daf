import type { Output } from '@doudi/core/api/contract';
import type { getLead, listExternal, listLeads, listRules, previewRule } from '@doudi/core/api/leads';
import { plusDays } from '@doudi/core/calendar/date';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { computeWaiting } from '../../testing/calculate.ts';
import { supervision } from '../../testing/matters.ts';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { runWarnings } from '../warnings/run.ts';
import { identity, Watched, type Housed } from '../warnings/warnings.fixture.ts';
import { findHeldPayees } from './keep.ts';
import { openLead, type Told } from './open.ts';

const { server, services, user, session } = await supervision();
let w: Watched;
let home: Housed;
let other: Housed;
let today: string;
type List = Output<typeof listLeads>;
type Lead = Output<typeof getLead>;

const list = async (login: string, search = ''): Promise<List> => (await (await user(login)).get<List>(`/leads${search}`)).body;
const leadOf = async (login: string, h: Housed): Promise<Lead> => {
  const row = (await list(login)).items.find((l) => l.case === h.case);
  if (!row) throw new Error('no lead');
  return (await (await user(login)).get<Lead>(`/leads/${row.id}`)).body;
};
const answer = (lead: Lead, label: string, more: Record<string, unknown> = {}) => ({ hit: lead.hitsFound.find((h) => h.label.includes(label) && h.status === 'open')?.id, answer: 'explained', text: '车辆已于去年转卖，有过户凭证', ...more });
/** Place of a login's office among the county's. */
const officeOf = async (login: string): Promise<number> => Number((await w.admin.query<{ n: string }>(`select count(*) as n from unit u where u.county_id = $1 and u.kind in ('street', 'township') and u.id < (select p.unit_id from account_post p join account a on a.id = p.account_id where a.login = $2 limit 1)`, [w.county, login])).rows[0]?.n);

beforeAll(async () => {
  w = await Watched.of(services, 'hongqiao');
  ({ today } = await w.law());
  home = await w.home({ members: [{ serial: 1 }, { serial: 2 }], office: await officeOf('hq-handler') });
  other = await w.home({ members: [{ serial: 3 }], office: await officeOf('hq-b-handler') });
  await w.bring('vehicles', [{ ref: 'V1', idNumber: home.numbers[1] ?? '', on: plusDays(today, -90), text: '小型轿车 2019' }, { ref: 'V2', idNumber: other.numbers[0] ?? '', on: plusDays(today, -90) }]);
  await w.bring('deaths', [{ ref: 'D1', idNumber: home.numbers[0] ?? '', on: plusDays(today, -9), text: '火化' }]);
  await runWarnings(w.services, w.county);
}, 120_000);
afterAll(async () => {
  await w.admin.end();
});

describe('leads', () => {
  test('[BQ-57] a unit sees its own households’ leads and no others; the county sees all; who may not, gets none', async () => {
    expect((await list('hq-handler')).items.map((l) => l.case)).toEqual([home.case]);
    expect((await list('hq-b-handler')).items.map((l) => l.case)).toEqual([other.case]);
    expect((await list('hq-county')).items.length).toBe(2);
    // On the work list each office is told of what waits for it alone; nothing here waits for the county itself.
    for (const [login, open] of [['hq-handler', 1], ['hq-b-handler', 1], ['hq-county', 0]] as const) expect((await (await user(login)).get(`/leads/waiting`)).body, login).toEqual({ open, late: 0 });
    expect((await (await user('hq-reviewer')).get('/leads/waiting')).status).toBe(403);
    expect((await list('hq-audit')).items.length).toBe(2);
    const lead = await leadOf('hq-handler', home);
    expect((await (await user('hq-b-handler')).get(`/leads/${lead.id}`)).status).toBe(404);
    for (const login of ['hq-village', 'hq-pay', 'hq-fin', 'lh-handler']) expect([403, 404], login).toContain((await (await user(login)).get(`/leads/${lead.id}`)).status);
    expect((await (await user('hq-county')).post(`/leads/${lead.id}/answers`, answer(lead, '机动车', { files: [] }))).problem.code).toBe('rights.denied');
    expect((await (await user('hq-b-handler')).post(`/leads/${lead.id}/answers`, answer(lead, '机动车'))).status).toBe(404);
  });

  test('what the list says stands beside what the household declared, with the date and the reach of the list', async () => {
    const lead = await leadOf('hq-handler', home);
    expect(lead.who).toBe('王*');
    const hit = lead.hitsFound.find((h) => h.label.includes('机动车'));
    expect(hit?.rows[0]?.text).toContain('小型轿车 2019');
    expect(hit).toMatchObject({ declared: ['没有申报机动车'], sourceDate: today, coverage: '本市' });
    expect(JSON.stringify(lead)).not.toMatch(/\d{17}/);
  });

  test('a death on the list holds the payee’s money until somebody explains it', async () => {
    const held = async (): Promise<number> => (await server.installation.db.transaction({ county: w.county, area: null }, (tx) => findHeldPayees(tx, w.county))).length;
    expect(await held()).toBe(1);
    expect((await (await user('hq-pay')).post('/rolls', { programme: 'dibao', month: today.slice(0, 7) })).status).toBe(200);
    const dead = async (): Promise<string[]> => (await w.admin.query<{ case_id: string }>(`select distinct case_id from roll_line where county_id = $1 and 'payeeDead' = any (holds)`, [w.county])).rows.map((r) => r.case_id);
    expect(await dead()).toEqual([home.case]);
    const h = await user('hq-handler');
    const lead = await leadOf('hq-handler', home);
    const file = await w.paper(home);
    expect(lead.hitsFound.map((x) => [x.rule, x.holds]).sort()).toEqual([['R01', true], ['R04', false]]);
    expect((await h.post(`/leads/${lead.id}/answers`, answer(lead, '死亡', { files: [file], text: '同名同号误报，本人健在，已当面核实' }))).status).toBe(200);
    expect(await held()).toBe(0);
  });

  test('an answer needs words, a paper of that very case and a next step; the last one closes the lead', async () => {
    const h = await user('hq-handler');
    const lead = await leadOf('hq-handler', home);
    const post = (more: Record<string, unknown>) => h.post(`/leads/${lead.id}/answers`, answer(lead, '机动车', more));
    expect((await post({})).problem.missing).toEqual(['上传到个案的照片或扫描件']);
    expect((await post({ text: '好' })).status).toBe(400);
    const foreign = await w.paper(other);
    expect((await post({ files: [foreign] })).status).toBe(404);
    const file = await w.paper(home);
    expect((await post({ files: [file], answer: 'stop', next: 'none' })).status).toBe(400);
    expect((await post({ files: [file] })).body).toMatchObject({ closed: true });
    const closed = (await h.get<Lead>(`/leads/${lead.id}`)).body;
    expect(closed).toMatchObject({ closedOn: today, dueOn: null, open: 0 });
    expect(closed.trail.map((e) => e.text).at(-1)).toBe('全部答复，线索办结');
    expect((await h.post(`/leads/${lead.id}/answers`, { ...answer(lead, '机动车'), files: [file] })).problem.code).toBe('step.done');
  });

  test('the fact answered once does not come back before its answer expires; another fact of the same kind does at once', async () => {
    const mine = async () => (await w.hits(`subject = '${home.case}' and rule = 'R04'`)).map((x) => [x.status, x.round]);
    await runWarnings(w.services, w.county);
    expect(await mine()).toEqual([['explained', 1]]);
    await w.bring('vehicles', [{ ref: 'V1', idNumber: home.numbers[1] ?? '', on: today, text: '小型轿车 2019' }], false);
    await runWarnings(w.services, w.county);
    expect(await mine()).toEqual([['explained', 1]]);
    await w.bring('vehicles', [{ ref: 'V3', idNumber: home.numbers[0] ?? '', on: today, text: '摩托车' }], false);
    await runWarnings(w.services, w.county);
    expect((await mine()).sort()).toEqual([['explained', 1], ['open', 1]]);
    // The second vehicle goes again: the open point is replaced by the old one, which is answered and stays quiet.
    await w.bring('vehicles', [{ ref: 'V1', idNumber: home.numbers[1] ?? '', on: today }, { ref: 'V2', idNumber: other.numbers[0] ?? '', on: today }]);
    await runWarnings(w.services, w.county);
    expect((await mine()).sort()).toEqual([['explained', 1], ['gone', 1]]);
    await w.later(190);
    await runWarnings(w.services, w.county);
    expect((await mine()).sort()).toEqual([['explained', 1], ['gone', 1], ['open', 2]]);
    await w.later(-190);
  });

  test('a secret complaint’s lead says nothing to the unit of where it came from; the county reads it all', async () => {
    const account = await session('hq-county');
    const told = (t: Partial<Told>) => server.installation.db.transaction({ county: w.county, area: null }, (tx) => openLead(tx, w.services, w.county, { user: account.account, post: 'countyHandler', unit: 'hongqiao' }, { case: other.case, side: 'out', source: 'complaint', text: '请核实家庭住房情况', secret: true, note: '邻居李某实名反映其另有住房', ...t }));
    const done = await told({});
    if (isRefusal(done)) throw new Error(done.rule);
    const seen = await leadOf('hq-b-handler', other);
    expect(seen.id).toBe(done.lead);
    const hit = seen.hitsFound.find((x) => x.id === done.hit);
    expect(hit).toMatchObject({ sourceText: '县级交办', reported: true, declared: [], seen: ['请核实家庭住房情况'] });
    expect(JSON.stringify(seen)).not.toMatch(/李某|信访|投诉|complaint/);
    // Its trail reads as that of whatever else the county hands over: somebody of the county told it.
    expect(seen.trail.filter((e) => e.text.startsWith('县级交办')).at(-1)?.by).toBe(account.name);
    const origin = (area: readonly number[] | null) => server.installation.db.transaction({ county: w.county, area }, async (tx) => (await tx.selectFrom('lead_origin').select('words').where('hit_id', '=', done.hit).execute()).length);
    expect(await origin(null)).toBe(1);
    const unit = (await w.admin.query<{ area_id: number }>('select area_id from lead where id = $1', [done.lead])).rows[0]?.area_id ?? 0;
    expect(await origin([unit])).toBe(0);
    // Told twice about one household: one lead, due by the earlier day.
    const again = await told({ secret: false, source: 'check', text: '核查时发现收入不符' });
    expect(!isRefusal(again) && again.lead).toBe(done.lead);
  });

  test('a village report about people known to no case is a lead of the unit, its name and address encrypted', async () => {
    const h = await user('hq-handler');
    const r = await h.post<{ lead: string }>('/leads', { who: '赵某某，北门里三号', source: 'village', side: 'in', text: '独居老人摔伤，无人照料' });
    expect(r.status).toBe(200);
    expect((await h.get<Lead>(`/leads/${r.body.lead}`)).body).toMatchObject({ who: '赵某某，北门里三号', side: 'in', case: null });
    expect((await (await user('hq-b-handler')).get(`/leads/${r.body.lead}`)).status).toBe(404);
    expect((await w.admin.query(`select from lead l where id = $1 and (l::text like '%赵某某%')`, [r.body.lead])).rowCount).toBe(0);
    expect((await h.post('/leads', { number: other.number, source: 'counter', side: 'out', text: '有人反映其开店' })).status).toBe(404);
    expect((await h.post('/leads', { source: 'counter', side: 'out', text: '有人反映其开店' })).status).toBe(400);
  });

  test('an answer after its day is marked late, and counted so for the rule', async () => {
    await w.later(60);
    const late = await list('hq-b-handler', '?state=late');
    expect(late.items.map((l) => l.light?.light)).toEqual(['red']);
    const h = await user('hq-b-handler');
    const lead = await leadOf('hq-b-handler', other);
    const file = await w.paper(other);
    expect((await h.post(`/leads/${lead.id}/answers`, answer(lead, '机动车', { files: [file], answer: 'valid', next: 'visit' }))).status).toBe(200);
    const after = (await h.get<Lead>(`/leads/${lead.id}`)).body.hitsFound.find((x) => x.label.includes('机动车'));
    // Said that somebody will visit, and nobody has yet.
    expect(after?.answer).toMatchObject({ late: true, nextText: '入户复核', followed: false });
    const rules = (await (await user('hq-county')).get<Output<typeof listRules>>('/warnings/rules')).body.items;
    expect(rules.find((r) => r.id === 'R04')?.yield).toMatchObject({ valid: 1, percent: 50 });
    expect(rules.find((r) => r.id === 'R04')?.yield.late).toBeGreaterThan(0);
    await w.later(-60);
  });
});

describe('rules as the county runs them', () => {
  test('another number is tried on what is there before it is decided, by the leader alone, with a reason, from today on', async () => {
    const c = await user('hq-chief');
    for (const [i, fen] of [2_000_000, 3_000_000, 9_000_000].entries()) await w.bring('deposits', [{ ref: `S${String(i)}`, idNumber: identity({ serial: 20 + i }), on: today, fen }], false);
    for (let i = 0; i < 3; i++) await w.home({ members: [{ serial: 20 + i }] });
    const at = async (n: number): Promise<NonNullable<Output<typeof previewRule>['trial']>> => {
      expect((await c.post('/warnings/rules/R06/preview', { threshold: n })).body).toEqual({ queued: true });
      await computeWaiting(w.admin);
      const { run, trial } = (await c.get<Output<typeof previewRule>>(`/warnings/rules/R06/preview?threshold=${String(n)}`)).body;
      if (!trial) throw new Error(run?.text ?? 'no trial');
      return trial;
    };
    const now = await at(2);
    expect(now.now).toBe(now.after);
    const wide = await at(1);
    expect(wide.now).toBe(now.now);
    expect(wide.after).toBe(wide.now + wide.more - wide.fewer);
    expect(wide.after).toBeGreaterThan(now.now);
    const choice = { active: true, threshold: 1, from: (await w.law()).today, reason: '试行一年，漏报较多' };
    expect((await (await user('hq-county')).post('/warnings/rules/R06', choice)).status).toBe(403);
    expect((await c.post('/warnings/rules/R06', { ...choice, reason: '' })).status).toBe(400);
    expect((await c.post('/warnings/rules/R06', { ...choice, from: plusDays(today, -5) })).problem.code).toBe('date.order');
    expect((await c.post('/warnings/rules/R14', choice)).status).toBe(400);
    expect((await c.post('/warnings/rules/R06', choice)).body).toEqual({ before: wide.now, after: wide.after });
    const ran = (await runWarnings(w.services, w.county)).find((r) => r.rule === 'R06');
    expect(ran?.found).toBe(wide.after);
    expect((await c.post('/warnings/rules/R06', { active: false, from: choice.from, reason: '数据质量不够，先停' })).status).toBe(200);
    expect((await runWarnings(w.services, w.county)).find((r) => r.rule === 'R06')).toMatchObject({ ran: false });
    await expect(w.admin.query(`update warning_choice set reason = '改了'`)).rejects.toThrow('written once');
  });

  test('a list from a file: faulty lines are named and left out, the list bears its source, day and reach', async () => {
    const c = await user('hq-county');
    const csv = `身份证号,日期,说明,金额（元）\r\n${identity({ serial: 40 })},2021-10-01,"餐饮, 个体",\r\n123,2021-10-01,,\r\n${identity({ serial: 41 })},2021-13-01,,\r\n`;
    const body = { csv, source: '区市场监管局', sourceDate: today, coverage: '本区登记的市场主体', whole: true };
    const r = await c.post<{ rows: number; faults: { line: number }[] }>('/warnings/lists/companies/file', body);
    expect(r.body).toMatchObject({ rows: 1, faults: [{ line: 3 }, { line: 4, text: '日期应为 2026-03-04 的样子' }] });
    expect((await (await user('hq-handler')).post('/warnings/lists/companies/file', body)).status).toBe(403);
    expect((await c.post('/warnings/lists/companies/file', { ...body, sourceDate: plusDays(today, 200) })).status).toBe(422);
    const lists = (await c.get<Output<typeof listExternal>>('/warnings/lists')).body.items;
    expect(lists.find((l) => l.list === 'companies')).toMatchObject({ rows: 1, source: '区市场监管局', old: false });
    expect(lists.find((l) => l.list === 'school')).toMatchObject({ rows: 0, sourceDate: null });
    await w.later(60);
    expect((await c.get<Output<typeof listExternal>>('/warnings/lists')).body.items.find((l) => l.list === 'companies')?.old).toBe(true);
    await w.later(-60);
    // No identity number is kept, in whatever column.
    expect((await w.admin.query(`select from external_row e where e::text like '%' || $1 || '%'`, [identity({ serial: 40 })])).rowCount).toBe(0);
  });

  test('what happened to a lead can be neither changed nor taken out', async () => {
    await expect(w.admin.query(`update lead_event set actor = 'x'`)).rejects.toThrow('written once');
    await expect(w.admin.query(`delete from lead_event`)).rejects.toThrow('written once');
    expect((await w.admin.query<{ d: boolean }>(`select has_table_privilege('doudi_app', 'lead_hit', 'delete') as d`)).rows[0]?.d).toBe(false);
  });
});
