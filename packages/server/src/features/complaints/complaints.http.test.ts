import type { Output } from '@doudi/core/api/contract';
import type { complaintStatistics, getComplaint, listBoxes, listComplaints, registerComplaint } from '@doudi/core/api/complaints';
import type { getDraw, listDraws } from '@doudi/core/api/draws';
import type { listMatters } from '@doudi/core/api/matters';
import { plusDays, shanghaiTime } from '@doudi/core/calendar/date';
import { describe, expect, test } from 'vitest';
import type { Client } from '../../testing/client.ts';
import { applyFor } from '../../testing/flow.ts';
import { ok, supervision } from '../../testing/matters.ts';
import { BROUGHT, organsSeed, seedDecided } from '../draws/decided.fixture.ts';
import { Reader } from '../public/browser.fixture.ts';
import { bureauFigures } from './figures.ts';

const { server, services, admin, user, session, asSystem, chainOf } = await supervision();
type List = Output<typeof listComplaints>;
type View = Output<typeof getComplaint>;

const list = async (u: Client, tab = 'open'): Promise<List> => (await u.get<List>(`/complaints?tab=${tab}`)).body;
const view = async (u: Client, id: string): Promise<View> => (await u.get<View>(`/complaints/${id}`)).body;
const sees = async (u: Client, id: string): Promise<boolean> => (await u.get(`/complaints/${id}`)).status === 200;
/** Registers and fails loudly. */
async function register(u: Client, more: Record<string, unknown>): Promise<Output<typeof registerComplaint>> {
  return ok(await u.post<Output<typeof registerComplaint>>('/complaints', { kind: 'complaint', channel: 'visit', named: true, contact: { name: '甲某', phone: '00012345678' }, about: { kind: 'policy' }, text: '有一件事', ...more }));
}
async function act(u: Client, id: string, command: string, payload: Record<string, unknown> = {}): Promise<void> {
  ok(await u.post(`/complaints/${id}/${command}`, payload));
}
const pair = async (u: Client): Promise<string[]> => (await list(u)).staff.filter((s) => s.county).slice(0, 2).map((s) => s.id);

describe('a report by name', () => {
  test('[LH-26, XX-164] from the public form to the answer: nothing of it reaches the unit, in no list, search, trail, case, paper or file; it is looked into by two of the bureau before anything is said; whoever reported reads the answer with number and code', async () => {
    const [unit, head, county] = [await user('lh-handler'), await user('lh-head'), await user('lh-county')];
    const own = (await session(unit)).unit.key;
    const reader = new Reader(server.origin);
    const form = await reader.open('/public/linhe/complain');
    expect(form.text).toContain('可以留姓名，也可以匿名');
    expect(form.text).toContain('12345');
    expect((await reader.send('/public/linhe/complain', { kind: 'report', subject: 'staff', unit: own, text: '收了好处', named: 'yes', name: '' })).status).toBe(400);
    expect((await reader.send('/public/linhe/complain', { kind: 'report', subject: 'staff', unit: own, text: '别站来的', named: 'no' }, { origin: 'https://elsewhere.example' })).status).toBe(403);
    const sent = await reader.send('/public/linhe/complain', { kind: 'report', subject: 'staff', unit: own, text: '收了两条烟才给办', named: 'yes', name: '丙某', phone: '00011112222' });
    expect(sent.status).toBe(200);
    const [, number = ''] = /编号 <strong>([^<]+)/.exec(sent.text) ?? [];
    const [, code = ''] = /查询码 <strong>([^<]+)/.exec(sent.text) ?? [];
    const item = (await list(county)).items.find((i) => i.item.number === number);
    const id = item?.item.id ?? '';
    expect(item).toMatchObject({ named: true, secret: true, item: { unit: own, waits: 'county' } });
    for (const u of [unit, head]) {
      expect((await list(u)).items).toEqual([]);
      expect(await sees(u, id)).toBe(false);
      expect((await u.get<Output<typeof listMatters>>('/matters')).body.items.filter((m) => m.id === id)).toEqual([]);
      expect((await u.get(`/matters/${id}/trail`)).status).toBe(404);
      expect((await u.post(`/complaints/${id}/contact`, { purpose: '看看是谁' })).status).toBe(404);
      expect((await u.post(`/complaints/${id}/accept`, {})).status).toBe(404);
      for (const q of [number, '丙某', '00011112222']) expect(JSON.stringify((await u.post('/search', { value: q })).body)).not.toContain(id);
    }
    // Nothing that tells who reported lies open in the database.
    const open = (await admin.query<{ t: string }>(`select coalesce(string_agg(body::text, ''), '') || (select string_agg(state::text || title, '') from matter) as t from matter_act`)).rows[0]?.t ?? '';
    expect(open).toContain('两条烟');
    expect(open).not.toMatch(/丙某|00011112222/);
    await act(county, id, 'accept');
    const { today } = await session(county);
    const two = await pair(county);
    const finding = { on: today, methods: ['undercover', 'papers'], finding: '查实收受香烟', truth: 'true' };
    expect((await county.post(`/complaints/${id}/dispose`, { outcome: 'upheld', text: '处理' })).problem).toMatchObject({ code: 'step.order', missing: ['调查记录和结论'] });
    expect((await county.post(`/complaints/${id}/investigate`, { ...finding, investigators: two.slice(0, 1) })).problem.code).toBe('investigation.persons');
    expect((await county.post(`/complaints/${id}/investigate`, { ...finding, investigators: [two[0], (await session(unit)).account] })).status).toBe(403);
    const photo = await county.upload(`/matters/${id}/files`, '照片.png');
    await act(county, id, 'investigate', { ...finding, investigators: two, files: [photo] });
    expect((await unit.get(`/matter-files/${photo}`)).status).toBe(404);
    expect((await county.post(`/complaints/${id}/withdraw`, { reason: '本人要求' })).status).toBe(403);
    await act(county, id, 'dispose', { outcome: 'upheld', text: '移送处理，责令退还' });
    await act(county, id, 'feed-back', { on: today, way: 'letter', text: '您反映的情况属实，已责令退还。' });
    const seen = await view(county, id);
    expect(seen).toMatchObject({ secret: true, head: { status: 'answered' }, investigations: [{ persons: [expect.any(String), expect.any(String)], truthText: '属实' }] });
    expect(seen.papers.map((p) => p.title)).toEqual(['信访事项处理意见书']);
    expect((await unit.get(`/matter-papers/${seen.papers[0]?.id ?? ''}/pdf`)).status).toBe(404);
    expect((await county.post<{ name: string }>(`/complaints/${id}/contact`, { purpose: '电话回访' })).body.name).toBe('丙某');
    expect((await admin.query(`select from access_log where target = $1`, [`complaint:${id}`])).rowCount).toBe(1);
    expect((await reader.send('/public/linhe/complain/progress', { number, code: 'AAAA-2222' })).status).toBe(401);
    const told = await reader.send('/public/linhe/complain/progress', { number, code: code.toLowerCase() });
    expect(told.text).toContain('您反映的情况属实，已责令退还。');
    expect(told.text).toContain('请求复查');
    for (const word of ['两条烟', '丙某', '移送']) expect(told.text).not.toContain(word);
  });

  test('what is said about somebody of the bureau is kept from that person alone: no list, no trail, not who said it', async () => {
    const [county, accused] = [await user('lh-county'), await user('lh-county2')];
    const { id } = await register(county, { kind: 'report', about: { kind: 'staff', staff: (await session(accused)).account }, contact: { name: '戊某' }, text: '办事要请客' });
    const matters = async (u: Client): Promise<number> => (await u.get<Output<typeof listMatters>>('/matters?topic=complaint')).body.items.filter((m) => m.id === id).length;
    for (const [u, may] of [[county, true], [accused, false]] as const) {
      expect(await sees(u, id)).toBe(may);
      expect((await list(u)).items.some((i) => i.item.id === id)).toBe(may);
      expect(await matters(u)).toBe(may ? 1 : 0);
      expect((await u.get(`/matters/${id}/trail`)).status).toBe(may ? 200 : 404);
      expect((await u.post(`/complaints/${id}/contact`, { purpose: '电话回访' })).status).toBe(may ? 200 : 404);
    }
  });

  test('[LH-26] a household that was reported by name is drawn whole, whoever is drawn at random', async () => {
    const [chief, county] = [await user('lh-chief'), await user('lh-county')];
    const plan = (await chief.get<Output<typeof listDraws>>('/draws')).body.plans.find((p) => p.key === 'draw.monthly');
    const from = plan?.from ?? '';
    const cases = await seedDecided(server.installation, Array.from({ length: 40 }, (_, i) => ({ county: 'linhe', on: plusDays(from, i % 27), outcome: 'grant', programme: 'dibao' })));
    const [reported = '', anonymous = ''] = [...cases.keys()];
    await register(county, { kind: 'report', receivedOn: plan?.to, about: { kind: 'household', caseNumber: reported }, text: '家里有车' });
    await register(county, { kind: 'report', receivedOn: plan?.to, named: false, contact: {}, about: { kind: 'household', caseNumber: anonymous }, text: '家里有车' });
    await admin.query(`update matter set opened_on = $1 where topic = 'complaint' and about_case is not null`, [plan?.to]);
    const clock = async (minutes: number): Promise<string> => {
      const { rows } = await admin.query<{ offset_ms: string }>(`select offset_ms from training_clock where county_id = (select id from county where key = 'linhe')`);
      return `${shanghaiTime(new Date(Date.now() + Number(rows[0]?.offset_ms ?? 0) + minutes * 60_000).toISOString())}:00+08:00`;
    };
    const frozen = await chief.post<{ id: string }>('/draws', { plan: 'draw.monthly', from, to: plan?.to, seed: organsSeed(await clock(30)) });
    expect(frozen.status).toBe(200);
    await admin.query(`update training_clock set offset_ms = offset_ms + 1860000 where county_id = (select id from county where key = 'linhe')`);
    expect((await county.post(`/draws/${frozen.body.id}/seed`, BROUGHT)).status).toBe(200);
    const { members } = (await chief.get<Output<typeof getDraw>>(`/draws/${frozen.body.id}`)).body;
    // At random or added: it is in, and said to be of the class.
    expect(members.filter((m) => m.classes.includes('实名举报')).map((m) => m.number)).toEqual([reported]);
  });
});

describe('a unit', () => {
  test('[GX-50, GX-52, LH-51] takes and settles its own; what is about itself it must pass up, and then sees no more of it', async () => {
    const [h, county, other] = [await user('gx-handler'), await user('gx-county'), await user('gx-b-handler').catch(() => undefined)];
    const own = (await session(h)).unit.key;
    const { today } = await session(h);
    expect((await h.post('/complaints', { kind: 'complaint', channel: 'visit', named: false, about: { kind: 'unit', unit: own }, text: '窗口没人' })).problem).toMatchObject({ code: 'rights.denied', allowed: ['勾选“上交县级”后登记'] });
    const up = await register(h, { about: { kind: 'unit', unit: own }, passUp: true });
    expect(up.shown).toBe(false);
    expect(await sees(h, up.id)).toBe(false);
    expect(await view(county, up.id)).toMatchObject({ secret: true, passedUp: true });
    const mine = await register(h, { kind: 'report', named: false, contact: {}, about: { kind: 'household', unit: own }, text: '有一户在外打工' });
    expect(mine.shown).toBe(true);
    if (other) expect(await sees(other, mine.id)).toBe(false);
    await act(h, mine.id, 'accept');
    expect((await h.post(`/complaints/${mine.id}/transfer`, { reason: '不归我管' })).status).toBe(403);
    expect((await h.post(`/complaints/${mine.id}/dispose`, { outcome: 'dismissed', text: '不实' })).problem.code).toBe('step.order');
    const staff = (await list(h)).staff.filter((s) => s.unit === own).slice(0, 2).map((s) => s.id);
    await act(h, mine.id, 'investigate', { on: today, methods: ['open', 'neighbours'], investigators: staff, finding: '确在外打工，已申报', truth: 'false' });
    await act(h, mine.id, 'dispose', { outcome: 'dismissed', text: '收入已申报并计入' });
    expect((await h.post(`/complaints/${mine.id}/feed-back`, { on: today, way: 'letter', text: '不属实' })).problem.rule).toContain('没有留下姓名');
    await act(h, mine.id, 'feed-back', { on: today, way: 'kept', text: '经核实，收入已申报并计入。' });
    const told = await new Reader(server.origin).send('/public/gongxian/complain/progress', { number: mine.number, code: mine.code });
    expect(told.text).toContain('收入已申报并计入');
    expect((await (await user('gx-audit')).post(`/complaints/${mine.id}/contact`, { purpose: '看看' })).status).toBe(403);
  });

  test('[LH-31] a petition item is transferred to the unit and supervised to its end: the unit sees it from then on, the leader signs the urging, the clock is the earlier of both', async () => {
    const [unit, county, chief] = [await user('lh-handler'), await user('lh-county'), await user('lh-chief')];
    const own = (await session(unit)).unit.key;
    const { today } = await session(county);
    const item = await register(county, { kind: 'petition', channel: 'forwarded', about: { kind: 'policy', unit: own }, text: '要求解释标准' });
    await act(county, item.id, 'accept');
    expect((await county.post(`/complaints/${item.id}/supervise`, { due: today, text: '尽快' })).status).toBe(403);
    expect((await chief.post(`/complaints/${item.id}/supervise`, { due: today, text: '尽快' })).problem.code).toBe('step.order');
    expect((await unit.post(`/complaints/${item.id}/dispose`, { outcome: 'answered', text: '解释' })).problem.code).toBe('rights.denied');
    await act(county, item.id, 'transfer', { unit: own, reason: '属地办理' });
    const due = plusDays(today, 10);
    await act(chief, item.id, 'supervise', { due, text: '请当面解释清楚' });
    const seen = await view(unit, item.id);
    expect(seen.head).toMatchObject({ waits: 'unit', dueOn: due, unit: own });
    expect(seen.papers.map((p) => p.title)).toEqual(['信访事项督办函']);
    const pdf = await fetch(`${server.origin}/api/v1/matter-papers/${seen.papers[0]?.id ?? ''}/pdf`, { headers: { authorization: `Bearer ${unit.token}` } });
    expect(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await unit.post(`/complaints/${item.id}/extend`, { reason: '案情复杂' })).status).toBe(403);
    const { answerBy } = seen;
    await act(await user('lh-leader'), item.id, 'extend', { reason: '案情复杂' });
    expect(Date.parse((await view(unit, item.id)).answerBy ?? '') - Date.parse(answerBy ?? '')).toBeGreaterThanOrEqual(30 * 86_400_000);
    await act(unit, item.id, 'dispose', { outcome: 'answered', text: '已当面解释' });
    await act(unit, item.id, 'feed-back', { on: today, way: 'letter', text: '标准按文件执行。', satisfaction: 'satisfied' });
    const closed = await view(county, item.id);
    expect(closed.head).toMatchObject({ status: 'answered', closedOn: today });
    await act(unit, item.id, 'review', { on: today, organ: '巴彦淖尔市民政局', text: '不服' });
    expect((await view(unit, item.id)).head).toMatchObject({ status: 'review', waits: 'county', closedOn: null });
    expect((await unit.post(`/complaints/${item.id}/review-result`, { on: today, outcome: 'kept', text: '维持' })).status).toBe(403);
    await act(county, item.id, 'review-result', { on: today, outcome: 'kept', text: '维持' });
    expect((await view(unit, item.id)).reviews).toMatchObject([{ level: 1, answered: { outcome: 'kept' } }]);
    // The office answers in its own name.
    expect(closed.papers.map((p) => p.title)).toEqual(['信访事项督办函', '信访事项处理意见书']);
    expect((await admin.query<{ organ: string }>(`select content ->> 'organ' as organ from matter_paper where kind = 'complaintReply' and matter_id = $1`, [item.id])).rows[0]?.organ).toBe(seen.head.unitName);
    expect((await (await user('lh-audit')).get<List>('/complaints?tab=closed')).body.items.map((i) => i.item.id)).toContain(item.id);
    expect((await (await user('lh-village')).get('/complaints')).status).toBe(403);
  });
});

describe('the county', () => {
  test('[GX-28, GX-72, LH-81] what the petition bureau hands over and what goes on to a department keeps its day; past it stands as late, in the list, with its light and on the bureau’s page, until it is answered', async () => {
    const [county, unit] = [await user('gx-county'), await user('gx-handler')];
    const { today } = await session(county);
    const figures = async (): Promise<Map<string, number>> => new Map((await asSystem('gongxian', bureauFigures)).map((f) => [f.id, f.value]));
    const before = await figures();
    const item = await register(county, { kind: 'petition', channel: 'forwarded', receivedOn: plusDays(today, -20), text: '县信访局转来：要求说明停发理由' });
    expect((await view(county, item.id)).head).toMatchObject({ late: true, light: 'red', waits: 'county' });
    expect((await list(county, 'late')).items.map((i) => i.item.id)).toContain(item.id);
    expect(((await figures()).get('complaint.late') ?? 0) - (before.get('complaint.late') ?? 0)).toBe(1);
    await act(county, item.id, 'accept');
    await act(county, item.id, 'transfer', { department: '县人社局', reason: '涉及就业帮扶' });
    expect(await view(county, item.id)).toMatchObject({ department: '县人社局', head: { statusText: '已转县人社局', waits: 'county', late: false, dueOn: expect.any(String) } });
    expect(await sees(unit, item.id)).toBe(false);
    expect((await list(county, 'late')).items.map((i) => i.item.id)).not.toContain(item.id);
    await act(county, item.id, 'dispose', { outcome: 'answered', text: '已说明' });
    await act(county, item.id, 'feed-back', { on: today, way: 'letter', text: '停发理由如下。' });
    expect((await figures()).get('complaint.late')).toBe(before.get('complaint.late'));
    expect((await figures()).get('complaint.named')).toBe(before.get('complaint.named'));
    const named = await register(county, { kind: 'report', about: { kind: 'other' }, text: '有人冒领' });
    expect(((await figures()).get('complaint.named') ?? 0) - (before.get('complaint.named') ?? 0)).toBe(1);
    await act(county, named.id, 'accept');
    await act(county, named.id, 'investigate', { on: today, methods: ['papers'], investigators: await pair(county), finding: '未发现', truth: 'false' });
    expect((await figures()).get('complaint.named')).toBe(before.get('complaint.named'));
  });

  test('every act stands in the county’s chain of matters', async () => {
    for (const { key } of services.counties.values()) expect((await chainOf(key)).faults).toEqual([]);
  });
});

describe('what is said about a household', () => {
  test('becomes a lead on it once the office may know of it; where it is kept from the office only after the county found it true, and then without where it came from', async () => {
    const [h, county] = [await user('bq-handler'), await user('bq-county')];
    const own = (await session(h)).unit.key;
    const { today } = await session(county);
    const cases = await seedDecided(server.installation, Array.from({ length: 6 }, () => ({ county: 'baoqing', on: plusDays(today, -40), outcome: 'grant', programme: 'dibao' })));
    const mine = (await admin.query<{ id: string; number: string }>(`select f.id, f.number from case_file f join unit u on u.county_id = f.county_id and u.id = f.unit_id where u.key = $1 and f.number like 'T-baoqing-%' order by f.number`, [own])).rows;
    const any = mine[0] ?? { id: [...cases.values()][0] ?? '', number: [...cases.keys()][0] ?? '' };
    const leads = async (): Promise<string[]> => (await admin.query<{ source: string }>('select h.source from lead_hit h join lead l on l.county_id = h.county_id and l.id = h.lead_id where l.about_case = $1 order by h.found_on, h.id', [any.id])).rows.map((r) => r.source);
    const first = await register(county, { kind: 'report', named: false, contact: {}, about: { kind: 'household', caseNumber: any.number }, text: '家里新买了车' });
    // The county looks into it itself: the office, who might warn the household, sees nothing of it until the county shows it.
    expect(await leads()).toEqual([]);
    expect(await sees(h, first.id)).toBe(false);
    await act(county, first.id, 'show', { shown: true, reason: '交单位一并核实' });
    expect(await sees(h, first.id)).toBe(mine[0] !== undefined);
    expect(await leads()).toEqual(['complaint']);
    // Of the same household a second time: linked later, kept secret, told only when found true.
    const second = await register(county, { kind: 'report', about: { kind: 'other' }, text: '有人有车还在领' });
    await act(county, second.id, 'accept');
    await act(county, second.id, 'show', { shown: false, reason: '举报人要求保密' });
    await act(county, second.id, 'link', { about: { kind: 'household', caseNumber: any.number }, reason: '电话问明' });
    expect(await leads()).toEqual(['complaint']);
    expect((await view(county, second.id)).repeats.map((r) => r.why)).toEqual(['同一户']);
    await act(county, second.id, 'investigate', { on: today, methods: ['undercover'], investigators: await pair(county), finding: '车停在院内', truth: 'true' });
    await act(county, second.id, 'dispose', { outcome: 'upheld', text: '属实，请单位办理变更', told: '请核实车辆并办理变更' });
    expect((await leads()).toSorted()).toEqual(['complaint', 'county']);
  });

  test('[BQ-65] the same person, the same household and the same office are found again within the term, and flagged when it happens often; no flag tells a unit of what is kept from it', async () => {
    const [h, county] = [await user('xx-handler'), await user('xx-county')];
    const own = (await session(h)).unit.key;
    const contact = { name: '丁某', phone: '000-7777 6666' };
    const hidden = await register(county, { contact, about: { kind: 'unit', unit: own }, text: '窗口没人' });
    const first = await register(h, { contact: { ...contact, phone: '00077776666' }, about: { kind: 'policy', unit: own }, text: '公示看不见' });
    expect((await view(h, first.id)).repeats).toEqual([]);
    expect((await view(county, first.id)).repeats.map((r) => [r.id, r.why])).toEqual([[hidden.id, '同一反映人']]);
    const third = await register(h, { contact, about: { kind: 'policy', unit: own }, text: '还是看不见' });
    expect(await view(county, third.id)).toMatchObject({ often: true, repeats: [expect.anything(), expect.anything()] });
    expect((await list(county, 'repeated')).items.find((i) => i.item.id === third.id)).toMatchObject({ repeats: 2, often: true });
    expect((await list(h, 'repeated')).items.find((i) => i.item.id === third.id)).toMatchObject({ repeats: 1, often: false });
    // Ninety days later it is a new one.
    await admin.query(`update matter set state = jsonb_set(state, '{receivedOn}', to_jsonb(((state ->> 'receivedOn')::date - 91)::text)) where id = any ($1)`, [[hidden.id, first.id]]);
    expect((await view(county, third.id)).repeats).toEqual([]);
  });

  test('[BQ-66] open and undercover visits are recorded apart, with who went, where and what was found', async () => {
    const county = await user('bq-county');
    const { today } = await session(county);
    const item = await register(county, { about: { kind: 'unit', unit: (await session(await user('bq-handler'))).unit.key }, text: '群众反映强烈' });
    await act(county, item.id, 'accept');
    for (const [method, truth] of [['open', 'unclear'], ['undercover', 'true']]) await act(county, item.id, 'investigate', { on: today, methods: [method], investigators: await pair(county), others: ['第三方甲'], place: '便民服务中心', finding: '下午三点窗口无人', truth });
    expect((await view(county, item.id)).investigations).toMatchObject([{ methods: ['明察（上门走访）'], truthText: '查不清' }, { methods: ['暗访'], place: '便民服务中心', truthText: '属实', persons: [expect.any(String), expect.any(String), '第三方甲'] }]);
  });
});

describe('lines and boxes', () => {
  test('[LH-32, LH-33, BQ-53, BQ-54] calls of the own line and of 12345 are logged apart, missed ones too; the share answered, the volume and the days to an answer stand beside the period before', async () => {
    const [h, county] = [await user('lh-handler'), await user('lh-county')];
    const { today } = await session(county);
    const own = (await session(h)).unit.key;
    const { lines } = await list(h);
    expect(lines.map((l) => [l.id, l.name])).toEqual([['own', '社会救助热线'], ['gov12345', '政府热线社会救助服务模块']]);
    expect(lines[1]?.number).toBe('12345');
    const before = (await county.get<Output<typeof complaintStatistics>>('/complaint-statistics')).body;
    expect((await h.post('/hotline-calls', { line: 'own', at: `${today}T09:10`, answered: false, resolved: true })).status).toBe(400);
    expect((await h.post('/hotline-calls', { line: 'none', at: `${today}T09:10`, answered: false })).status).toBe(404);
    expect((await h.post('/hotline-calls', { line: 'own', at: `${today}T09:10`, answered: false, note: '占线' })).status).toBe(200);
    await register(h, { kind: 'enquiry', channel: 'hotline', answer: '到窗口申请', named: false, contact: {}, text: '怎么申请' });
    const help = await register(h, { kind: 'help', channel: 'telephone', about: { kind: 'other', unit: own }, text: '没米了' });
    await act(h, help.id, 'accept');
    await act(h, help.id, 'dispose', { outcome: 'helped', text: '已送' });
    await act(h, help.id, 'feed-back', { on: today, way: 'telephone', text: '已送去', satisfaction: 'satisfied' });
    const now = (await county.get<Output<typeof complaintStatistics>>('/complaint-statistics')).body;
    const line = (s: typeof now, id: string) => s.calls.find((c) => c.line === id) ?? { now: 0, answered: 0, resolved: 0 };
    expect(line(now, 'own').now - line(before, 'own').now).toBe(2);
    expect(line(now, 'own').answered - line(before, 'own').answered).toBe(1);
    expect([line(now, 'gov12345').now, line(now, 'gov12345').answered, line(now, 'gov12345').resolved]).toEqual([1, 1, 1]);
    expect(now.volume.now - before.volume.now).toBe(2);
    expect(now.helpDays.now).toBe(0);
    expect(now.satisfied.content).toBeGreaterThan(0);
    const next = `${Number(today.slice(0, 4)) + (today.slice(5, 7) === '12' ? 1 : 0)}-${String((Number(today.slice(5, 7)) % 12) + 1).padStart(2, '0')}`;
    expect((await county.get<Output<typeof complaintStatistics>>(`/complaint-statistics?month=${next}`)).body.volume).toEqual({ now: 0, before: now.volume.now });
  });

  test('[BQ-52] the days to an answer are those from the call for help to the answer, this period beside the last', async () => {
    const county = await user('bq-county');
    const { today } = await session(county);
    const id = (await register(county, { kind: 'help', receivedOn: plusDays(today, -4), text: '想问低保' })).id;
    await act(county, id, 'accept');
    await act(county, id, 'dispose', { outcome: 'helped', text: '已引导' });
    await act(county, id, 'feed-back', { on: today, way: 'telephone', text: '已引导', satisfaction: 'not' });
    const s = (await county.get<Output<typeof complaintStatistics>>(`/complaint-statistics?span=year&month=${plusDays(today, -4).slice(0, 7)}`)).body;
    expect(s.helpDays).toEqual({ now: 4, before: null });
    expect(s.satisfied).toEqual({ asked: 1, content: 0 });
  });

  test('[XX-110, XX-111, XX-112] villages without a box are named; a box is opened once a month, a month without is shown, and each letter goes the way of every complaint', async () => {
    const [h, county] = [await user('xx-handler'), await user('xx-county')];
    const { today } = await session(h);
    const boxes = async (u: Client): Promise<Output<typeof listBoxes>> => (await u.get<Output<typeof listBoxes>>('/complaint-boxes')).body;
    const { without } = await boxes(h);
    expect(without.length).toBeGreaterThan(0);
    const village = without[0]?.key;
    const since = `${plusDays(`${today.slice(0, 7)}-01`, -40).slice(0, 7)}-01`;
    const box = (await h.post<{ id: string }>('/complaint-boxes', { village, place: '村委会门口', keeper: '监督员', since })).body.id;
    expect((await boxes(h)).without.map((v) => v.key)).not.toContain(village);
    expect((await boxes(h)).items[0]?.missing.length).toBeGreaterThan(0);
    expect((await h.post(`/complaint-boxes/${box}/openings`, { on: since, count: 0, by: '监督员、协理员' })).status).toBe(200);
    expect((await h.post(`/complaint-boxes/${box}/openings`, { on: since, count: 1, by: '监督员' })).problem.code).toBe('conflict.duplicate');
    expect((await boxes(county)).items[0]?.missing).not.toContain(since.slice(0, 7));
    expect((await h.post(`/complaint-boxes/${box}/openings`, { on: today, count: 1, by: '监督员' })).status).toBe(200);
    expect((await h.post('/complaints', { kind: 'report', channel: 'box', named: false, about: { kind: 'other' }, text: '有人吃空饷' })).problem.missing).toEqual(['信息箱']);
    const letter = await register(h, { kind: 'report', channel: 'box', named: false, contact: {}, box, about: { kind: 'other' }, text: '有人吃空饷' });
    expect((await view(h, letter.id)).boxText).toContain('村委会门口');
    await act(h, letter.id, 'accept');
    expect((await h.post(`/complaints/${letter.id}/dispose`, { outcome: 'dismissed', text: '查无' })).problem.code).toBe('step.order');
    expect((await boxes(h)).items[0]?.openings[0]).toMatchObject({ count: 1, registered: 1 });
    expect((await (await user('gx-county')).get<Output<typeof listBoxes>>('/complaint-boxes')).body.without).toEqual([]);
  });
});

describe('reconsideration and litigation', () => {
  test('[HQ-28] the bureau is the respondent; the unit sees it but answers nothing; what was revoked stays open until something was done in the case', async () => {
    const [h, county] = [await user('hq-handler'), await user('hq-county')];
    const { today } = await session(county);
    const { id: caseId, number } = await applyFor(h);
    const lodged = { kind: 'reconsideration', organ: '红桥区人民政府', docket: '红复〔2021〕8号', receivedOn: today, party: { name: '戊某' }, caseNumber: number, claim: '请求撤销不予确认决定' };
    expect((await h.post('/suits', lodged)).status).toBe(403);
    const { body: { id } } = await county.post<{ id: string }>('/suits', lodged);
    expect(await view(county, id)).toMatchObject({ suit: { respondent: '天津市红桥区民政局', respondBy: expect.any(String) }, about: { case: caseId } });
    const paper = await county.upload(`/matters/${id}/files`, '答复书.png');
    await act(county, id, 'respond', { on: today, text: '事实清楚', files: [paper] });
    await act(county, id, 'result', { on: today, result: 'revoked', text: '撤销，责令重作' });
    expect((await county.post(`/complaints/${id}/correct`, { text: '已重作' })).problem).toMatchObject({ code: 'step.order', rule: expect.stringContaining(number) });
    expect((await list(county, 'suits')).items.map((i) => i.item.statusText)).toContain('撤销，待改正');
    expect(await view(h, id)).toMatchObject({ can: [], suit: { responded: { files: [{ id: paper }] } } });
    expect((await h.post(`/complaints/${id}/contact`, { purpose: '看看是谁' })).status).toBe(403);
    expect((await h.act(caseId, 'accept')).status).toBe(200);
    await act(county, id, 'correct', { text: '已撤销原决定并重新受理' });
    expect((await view(county, id)).head).toMatchObject({ status: 'closed', statusText: '撤销', closedOn: today });
  });
});

test('the public form sent twice, by a second click or a reload, is one complaint with one number and code; other words are another', async () => {
  const reader = new Reader(server.origin);
  const county = await user('lh-county');
  const form = await reader.open('/public/linhe/complain');
  expect(form.headers.get('cache-control')).toBe('no-store');
  const markIn = (page: string): string => /name="mark" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const mark = markIn(form.text);
  expect(markIn((await reader.open('/public/linhe/complain')).text)).not.toBe(mark);
  const fields = { kind: 'suggestion', subject: 'policy', text: '窗口中午也开', named: 'no', mark };
  const given = (page: string): string[] => [/编号 <strong>([^<]+)/.exec(page)?.[1] ?? '', /查询码 <strong>([^<]+)/.exec(page)?.[1] ?? ''];
  const send = async (more: Record<string, string> = {}): Promise<string> => (await reader.send('/public/linhe/complain', { ...fields, ...more })).text;
  const clicks = await Promise.all([send(), send()]);
  const reloaded = await send();
  expect(new Set([...clicks, reloaded].map((x) => given(x).join(' '))).size).toBe(1);
  expect(reloaded).toContain('没有重复登记');
  const [number = '', code = ''] = given(reloaded);
  expect((await reader.send('/public/linhe/complain/progress', { number, code })).status).toBe(200);
  expect(given(await send({ text: '窗口周末也开' }))[0]).not.toBe(number);
  expect(given(await send({ mark: markIn((await reader.open('/public/linhe/complain')).text) }))[0]).not.toBe(number);
  expect((await list(county)).items.filter((i) => i.text === '窗口中午也开').length).toBe(2);
  expect(await chainOf('linhe')).toMatchObject({ ok: true });
});

test('after a wrong code the number typed stays, and what is said is meant for whoever complained, not for applicants', async () => {
  const reader = new Reader(server.origin);
  const wrong = await reader.send('/public/linhe/complain/progress', { number: '2021-临-访-9999', code: 'AAAA-2222' });
  expect(wrong.status).toBe(401);
  expect(wrong.text).toContain('value="2021-临-访-9999"');
  expect(wrong.text).not.toMatch(/查询码条|受理窗口/);
  expect(wrong.text).toContain('县级民政部门重发');
});

test('whoever complains need not know which office it was: the county finds it out, before it hands the matter to an office or finds it true', async () => {
  const reader = new Reader(server.origin);
  const [county, unit] = [await user('lh-county'), await user('lh-handler')];
  const own = (await session(unit)).unit.key;
  const sent = await reader.send('/public/linhe/complain', { kind: 'complaint', subject: 'unit', unit: '', text: '打电话没人接，不知道是哪个窗口', named: 'no' });
  expect(sent.status).toBe(200);
  const id = (await list(county)).items.find((i) => i.text.startsWith('打电话没人接'))?.item.id ?? '';
  expect(await view(county, id)).toMatchObject({ secret: true, about: { unit: null }, head: { waits: 'county' } });
  expect(await sees(unit, id)).toBe(false);
  await act(county, id, 'accept');
  expect((await county.post(`/complaints/${id}/transfer`, { unit: own, reason: '由其办理' })).problem).toMatchObject({ code: 'step.order', allowed: ['先查明对象', '县级直接办理'] });
  expect((await county.post(`/complaints/${id}/dispose`, { outcome: 'upheld', text: '责令改正' })).problem).toMatchObject({ code: 'step.order', allowed: ['先查明对象'] });
  expect((await county.post(`/complaints/${id}/link`, { about: { kind: 'unit' }, reason: '查号码' })).problem).toMatchObject({ code: 'input.invalid', missing: ['单位'] });
  await act(county, id, 'link', { about: { kind: 'unit', unit: own }, reason: '号码是这个窗口的' });
  expect(await sees(unit, id)).toBe(false);
  await act(county, id, 'dispose', { outcome: 'upheld', text: '责令改正' });
});

// Last: it uses up what one address may send.
test('one address may send only so many; then it is told so in words, and nothing more is written', async () => {
  const reader = new Reader(server.origin);
  const count = async (): Promise<number> => (await admin.query<{ n: number }>(`select count(*)::int as n from matter where topic = 'complaint'`)).rows[0]?.n ?? 0;
  const statuses: number[] = [];
  for (let i = 0; i < 50 && !statuses.includes(429); i++) statuses.push((await reader.send('/public/xixiu/complain', { kind: 'suggestion', subject: 'policy', text: '', named: 'no' })).status);
  expect(statuses.at(-1)).toBe(429);
  const before = await count();
  const refused = await reader.send('/public/xixiu/complain', { kind: 'suggestion', subject: 'policy', text: '建议', named: 'no' });
  expect(refused.text).toContain('访问太频繁');
  expect(await count()).toBe(before);
});
