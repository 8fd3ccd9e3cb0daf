import type { Output } from '@doudi/core/api/contract';
import type { getCampaign, getTask, listTasks } from '@doudi/core/api/tasks';
import type { matterTrail } from '@doudi/core/api/matters';
import { describe, expect, test } from 'vitest';
import type { Client } from '../../testing/client.ts';
import { ok, runJob, supervision } from '../../testing/matters.ts';
import { bureauFigures } from './figures.ts';
import { taskSeriesTask } from './series.ts';

const { admin, services, user, session, unitOf, asSystem, chainOf } = await supervision();
type Campaign = NonNullable<Output<typeof getCampaign>['campaign']>;
type Cell = Campaign['stages'][number]['items'][number]['cells'][number];

const campaign = async (login: string): Promise<Campaign> => {
  const { campaign: c } = (await (await user(login)).get<Output<typeof getCampaign>>('/campaign')).body;
  if (!c) throw new Error('no campaign');
  return c;
};
const itemOf = (c: Campaign, id: string): Campaign['stages'][number]['items'][number] => {
  const found = c.stages.flatMap((s) => s.items).find((i) => i.id === id);
  if (!found) throw new Error(id);
  return found;
};
const cellOf = (c: Campaign, id: string, owner: string): Cell => {
  const found = itemOf(c, id).cells.find((x) => x.owner === owner || x.unit === owner);
  if (!found) throw new Error(`${id} ${owner}`);
  return found;
};
const get = async (u: Client, id: string): Promise<Output<typeof getTask>> => (await u.get<Output<typeof getTask>>(`/tasks/${id}`)).body;

/** Reports a task as whoever owns it, with a text in every part and, of a meeting, its record; `judge` accepts it. */
async function fulfil(owner: Client, judge: Client, id: string, more: Record<string, unknown> = {}): Promise<Output<typeof getTask>> {
  const v = await get(owner, id);
  const files = [await owner.upload(`/matters/${id}/files`, '佐证.png')];
  const { today } = await session(owner);
  const meeting = v.head.kind === 'meeting' ? { meeting: { on: today, place: '会议室', chair: '主要领导', attended: 20, who: '各单位负责人', resolutions: [] } } : {};
  ok(await owner.post(`/tasks/${id}/reply`, { parts: v.parts.map((p) => `${p}：已落实`), files, ...meeting, ...more }));
  ok(await judge.post(`/tasks/${id}/accept`, { text: '认可' }));
  return await get(owner, id);
}

describe('the pilot of 珙县', () => {
  test('[GX-76, GX-85, GX-91, GX-95] is started by the leader: every town gets every task with its own stage and day, first towns and others apart; what is past is late from the first day', async () => {
    const chief = await user('gx-chief');
    expect((await (await user('gx-county')).post('/campaign/start', {})).problem.code).toBe('rights.denied');
    expect((await campaign('gx-chief')).startedOn).toBeNull();
    const { issued } = (await chief.post<{ issued: number }>('/campaign/start', {})).body;
    expect((await chief.post('/campaign/start', {})).problem.code).toBe('step.done');
    const c = await campaign('gx-chief');
    expect(c).toMatchObject({ missing: 0, totals: { tasks: issued } });
    expect(c.stages.map((s) => s.when)).toEqual(['先行试点乡镇4月底前，其余乡镇9月底前', '先行试点乡镇5月至8月，其余乡镇10月至12月', '先行试点乡镇9月前，其余乡镇12月底前']);
    const dues = (item: string): Record<string, string[]> => Object.fromEntries([...Map.groupBy(itemOf(c, item).cells, (x) => x.due)].map(([due, cells]) => [due, cells.map((x) => x.owner)]));
    expect(Object.keys(dues('unit-plan')).sort()).toEqual(['2020-04-30', '2020-09-30']);
    expect(dues('unit-plan')['2020-04-30']?.sort()).toEqual(['巡场镇', '珙泉镇', '底洞镇', '孝儿镇', '沐滩镇', '王家镇'].sort());
    expect(Object.keys(dues('measures')).sort()).toEqual(['2020-08-31', '2020-12-31']);
    expect(dues('summary')['2020-09-20']?.length).toBe(6);
    expect(dues('summary')['2020-12-18']?.length).toBe(7);
    // The training clock stands on 2020-11-16: the first towns' summaries are 57 days late, the others' are not.
    expect(cellOf(c, 'summary', '巡场镇')).toMatchObject({ light: 'red', late: 57 });
    expect(cellOf(c, 'summary', '上罗镇')).toMatchObject({ light: 'green', late: 0 });
    const late = (await chief.get<Output<typeof listTasks>>('/tasks?state=late')).body;
    expect(late.items.every((t) => t.late && t.lateDays > 0)).toBe(true);
    expect(late.totals.late).toBe(late.items.length);
    expect(late.lateByUnit.find((u) => u.name === '巡场镇')?.late).toBeGreaterThan(4);
  });

  test('[GX-92, GX-95] a town sends its summary in the parts asked for; the county returns it with a reason and accepts it; it stays late on record', async () => {
    const handler = await user('gx-handler');
    const county = await user('gx-county');
    const own = await unitOf('gx-handler');
    const id = cellOf(await campaign('gx-handler'), 'summary', own.name).id ?? '';
    const v = await get(handler, id);
    expect(v.parts).toEqual(['基本做法', '取得成效', '困难和问题']);
    expect(v.source).toMatchObject({ clause: expect.stringContaining('五(三)'), quote: '各先行试点乡镇于9月20日前，其余乡镇于12月18日前向县民政局报送试点工作总结' });
    expect((await handler.post(`/tasks/${id}/reply`, { parts: ['做法', '成效', ''] })).problem).toMatchObject({ code: 'materials.missing', missing: ['困难和问题'] });
    expect((await handler.post(`/tasks/${id}/accept`, {})).problem.code).toBe('rights.denied');
    expect((await county.post(`/tasks/${id}/accept`, {})).problem.code).toBe('step.order');
    expect((await handler.post(`/tasks/${id}/reply`, { parts: ['做法', '成效', '困难'] })).status).toBe(200);
    expect((await county.post(`/tasks/${id}/return`, { reason: '没有写存在的问题' })).status).toBe(200);
    expect((await get(handler, id)).returned).toEqual([{ on: '2020-11-16', reason: '没有写存在的问题' }]);
    const done = await fulfil(handler, county, id);
    expect(done).toMatchObject({ done: { how: 'accepted', text: '认可' }, head: { statusText: '已认可，迟 57 天', lateDays: 57 } });
    expect(done.reply?.files.length).toBe(1);
    expect((await handler.get<Output<typeof matterTrail>>(`/matters/${id}/trail`)).body.items.map((a) => a.label)).toEqual(['下达任务', '报送', '退回重报', '报送', '认可']);
    expect((await handler.get<Output<typeof listTasks>>('/tasks?state=everLate')).body.items.map((t) => t.id)).toContain(id);
  });

  test('a unit sees its own tasks and no other’s, and cannot report for another', async () => {
    const other = await user('gx-b-handler');
    const own = await unitOf('gx-handler');
    const mine = cellOf(await campaign('gx-chief'), 'measures', own.name).id ?? '';
    expect((await other.get(`/tasks/${mine}`)).status).toBe(404);
    expect((await other.post(`/tasks/${mine}/reply`, { parts: ['一', '二'] })).status).toBe(404);
    const seen = (await campaign('gx-b-handler')).stages.flatMap((s) => s.items.flatMap((i) => i.cells.map((x) => x.unit)));
    expect(new Set(seen)).toEqual(new Set([(await unitOf('gx-b-handler')).key]));
  });

  test.each([
    ['[GX-77, GX-78]', 'plan', ['试点乡镇', '实施方案', '低保操作规程', '临时救助操作规程']], ['[GX-80]', 'mobilise', ['落实情况']], ['[GX-99]', 'leading-group', ['成立文件', '组成人员', '跟踪督导和协调安排']],
    ['[GX-82, GX-96, GX-97]', 'unit-plan', ['工作实施计划', '列入2020年度民政改革创新任务', '列入重要议事日程']], ['[GX-83]', 'unit-body', ['组长', '副组长', '成员']], ['[GX-84]', 'unit-meeting', ['落实情况']], ['[GX-86]', 'measures', ['任务措施', '分工责任']],
    ['[GX-89]', 'problems', ['督促指导和调研情况', '发现的突出问题和矛盾', '解决情况']], ['[GX-113]', 'publicity', ['宣传方式', '宣传内容']], ['[GX-93]', 'evaluation', ['评估结果', '存在问题', '意见']], ['[GX-94]', 'experience', ['审批改革工作机制', '典型经验和做法']],
  ])('%s %s is recorded in its parts with proof, and shown as done on the campaign’s page', async (_, item, parts) => {
    const c = await campaign('gx-chief');
    const own = await unitOf('gx-handler');
    const cell = itemOf(c, item).cells.find((x) => x.unit === own.key) ?? itemOf(c, item).cells.find((x) => x.unit === null);
    const owner = await user(cell?.unit === null ? 'gx-county' : 'gx-handler');
    const done = await fulfil(owner, await user('gx-county2'), cell?.id ?? '');
    expect(done.reply?.parts.map((p) => p.label)).toEqual(parts);
    expect(done.head.kind !== 'meeting' || done.reply?.meeting?.attended === 20).toBe(true);
    expect(cellOf(await campaign('gx-chief'), item, cell?.owner ?? '')).toMatchObject({ closed: true, files: 1 });
  });

  test('what is late is reminded of, put off or waived by the leader with a reason, or made a rectification; the delay stays on record', async () => {
    const [chief, county] = [await user('gx-chief'), await user('gx-county')];
    const c = await campaign('gx-chief');
    const id = (item: string): string => cellOf(c, item, '底洞镇').id ?? '';
    expect((await county.post(`/tasks/${id('summary')}/remind`, { text: '请在本周内报送' })).status).toBe(200);
    expect((await county.post(`/tasks/${id('summary')}/extend`, { due: '2020-11-30', reason: '灾后恢复' })).problem.code).toBe('rights.denied');
    expect((await chief.post(`/tasks/${id('summary')}/extend`, { due: '2020-11-30', reason: '灾后恢复' })).status).toBe(200);
    expect((await get(chief, id('summary'))).head).toMatchObject({ dueOn: '2020-11-30', late: false, lateDays: 57, firstDue: '2020-09-20' });
    expect((await chief.post(`/tasks/${id('unit-meeting')}/waive`, { reason: '已与党委会合并召开' })).status).toBe(200);
    expect((await get(chief, id('unit-meeting')))).toMatchObject({ done: { how: 'waived' }, head: { lateDays: 200 } });
    expect((await chief.post(`/tasks/${id('measures')}/escalate`, { text: '任务措施超期未报，请整改', severity: 'light' })).status).toBe(200);
    expect((await chief.post(`/tasks/${id('measures')}/escalate`, { text: '再次', severity: 'light' })).problem.code).toBe('step.done');
    const v = await get(chief, id('measures'));
    expect(v.from.map((m) => [m.topic, m.unitName])).toEqual([['rectification', '底洞镇']]);
    expect(v.escalated?.text).toBe('任务措施超期未报，请整改');
    const figures = await asSystem('gongxian', bureauFigures);
    const late = (await chief.get<Output<typeof listTasks>>('/tasks?state=late')).body.totals.late;
    expect(figures.find((f) => f.id === 'task.late')?.value).toBe(late);
    expect(await chainOf('gongxian')).toMatchObject({ ok: true });
  });
});

describe('the reform of 西秀', () => {
  test('[XX-171, XX-173, XX-176, XX-188, XX-191] goes in five stages; every unit and department has its own tasks in them', async () => {
    await (await user('xx-chief')).post('/campaign/start', {});
    const c = await campaign('xx-chief');
    expect(c.stages.map((s) => [s.label, s.when])).toEqual([['动员部署阶段', '2019年1月初'], ['深入调研阶段', '2019年1月中下旬'], ['全面实施阶段', '2019年2月至5月'], ['阶段性总结验收', '2019年6月至7月'], ['成果运用阶段', '2019年8月起']]);
    expect(c.stages.map((s) => s.now)).toEqual([false, false, true, false, false]);
    expect(new Set(itemOf(c, 'survey').cells.map((x) => x.owner)).size).toBe(26);
    expect(itemOf(c, 'guide-demo').cells.map((x) => x.owner)).toEqual(['区民政局', '区人力资源社会保障局', '区卫生健康局', '区教育局', '区住房城乡建设局', '区残联']);
    expect(c.groups).toEqual([{ label: '示范试点乡镇（街道）', units: ['东街街道', '旧州镇'].toSorted((a) => (a === '旧州镇' ? -1 : 1)) }]);
  }, 60_000);

  test.each([
    ['[XX-172]', 'start-meeting', ['落实情况']], ['[XX-192]', 'leading-group', ['成立文件', '组长和成员单位']], ['[XX-77, XX-156, XX-174, XX-175, XX-194]', 'unit-plan', ['具体方案', '任务清单', '责任分工', '本级领导小组']], ['[XX-76]', 'department-plans', ['落实情况']],
    ['[XX-179, XX-180]', 'window', ['窗口和人员', '申请受理和转办跟踪的件数']], ['[XX-100]', 'select-staff', ['人选', '责任心和业务能力', '岗位分工']], ['[XX-109]', 'support', ['资源整合', '购买服务', '支持的单位和人员']], ['[XX-182]', 'officers', ['信息员制度', '信息员队伍', '“坐诊”和“出诊”']], ['[XX-154]', 'guide-demo', ['指导情况', '帮助解决的问题']], ['[XX-183, XX-184, XX-185]', 'problems', ['问题和短板', '工作措施', '收入调查', '信息比对', '对象认定', '服务便捷', '精准救助']],
    ['[XX-186]', 'lookback', ['查出的缺漏', '补上的情况', '提炼的经验']], ['[XX-196, XX-197]', 'stage-report', ['工作情况', '经验做法', '困难问题', '下步打算']], ['[XX-198]', 'analysis', ['推进情况', '困难问题', '解决方案', '推进措施']], ['[XX-199]', 'publicity', ['渠道', '日期和内容']],
    ['[XX-189]', 'self-check', ['自查情况', '自查发现的问题和整改']], ['[XX-190]', 'unit-summary', ['工作情况', '经验做法', '困难问题', '下步打算']], ['[XX-170]', 'department-summary', ['落实情况']], ['[XX-191]', 'mechanism', ['落实情况']],
  ])('%s %s is reported in its parts and accepted by the county', async (_, item, parts) => {
    const c = await campaign('xx-chief');
    const own = await unitOf('xx-handler');
    const cell = itemOf(c, item).cells.find((x) => x.unit === own.key) ?? itemOf(c, item).cells.find((x) => x.unit === null);
    const done = await fulfil(await user(cell?.unit === null ? 'xx-county' : 'xx-handler'), await user('xx-county2'), cell?.id ?? '');
    expect(done.reply?.parts.map((p) => p.label)).toEqual(parts);
    expect(done.done?.how).toBe('accepted');
  });

  test('[XX-153, XX-155, XX-177, XX-178] the demonstration units’ experience, once accepted, is spread to the others, who say what they took up', async () => {
    const [county, chief] = [await user('xx-county'), await user('xx-chief')];
    const c = await campaign('xx-chief');
    expect(itemOf(c, 'demo-experience').cells.map((x) => x.owner).sort()).toEqual(['东街街道', '旧州镇'].sort());
    const id = cellOf(c, 'demo-experience', '旧州镇').id ?? '';
    const learner = await unitOf('xx-handler');
    const spread = { text: '窗口一次收件、村里坐诊', units: [learner.key], due: '2019-05-10' };
    expect((await county.post(`/tasks/${id}/spread`, spread)).problem.code).toBe('step.order');
    // No account stands in 旧州镇 in this installation: its report is entered where the server keeps it.
    await admin.query(`insert into account (county_id, id, login, name, password_hash, password_set_at, created_at) select county_id, gen_random_uuid(), 'xx-jiuzhou', '旧州经办', password_hash, now(), now() from account where login = 'xx-handler'`);
    await admin.query(`insert into account_post (county_id, account_id, post, unit_id, from_date) select a.county_id, a.id, 'handler', u.id, '2019-01-01' from account a join unit u on u.county_id = a.county_id and u.key = 'xx.jiuzhou' where a.login = 'xx-jiuzhou'`);
    await fulfil(await user('xx-jiuzhou'), county, id);
    expect((await county.post(`/tasks/${id}/spread`, { ...spread, units: ['xx.jiuzhou'] })).problem.code).toBe('input.invalid');
    expect((await county.post(`/tasks/${id}/spread`, spread)).status).toBe(200);
    expect((await county.post(`/tasks/${id}/spread`, spread)).problem.code).toBe('conflict.duplicate');
    const handler = await user('xx-handler');
    const task = (await handler.get<Output<typeof listTasks>>('/tasks?kind=experience')).body.items[0];
    expect(task).toMatchObject({ title: '学习借鉴：示范试点的成功经验措施', dueOn: '2019-05-10' });
    const v = await get(handler, task?.id ?? '');
    expect(v).toMatchObject({ text: '窗口一次收件、村里坐诊', parts: ['学习情况', '采取的做法'] });
    expect((await get(chief, id)).spread).toEqual([{ on: '2019-04-15', text: '窗口一次收件、村里坐诊', units: [learner.name] }]);
    expect((await fulfil(handler, county, task?.id ?? '')).done?.how).toBe('accepted');
  });

  test('resolutions of a meeting become tasks of those who were charged, once its record is accepted', async () => {
    const [county, second, handler] = [await user('xx-county'), await user('xx-county2'), await user('xx-handler')];
    const own = await unitOf('xx-handler');
    const { ids } = (await county.post<{ ids: string[] }>('/tasks', { title: '四月调度会', kind: 'meeting', due: '2019-04-20', parts: [], text: '', departments: ['区民政局'] })).body;
    const id = ids[0] ?? '';
    const resolutions = [{ title: '月底前补齐信息箱', unit: own.key, due: '2019-04-30' }, { title: '协调医保数据', unit: null, owner: '区医疗保障局', due: '2019-04-30' }];
    await fulfil(county, second, id, { meeting: { on: '2019-04-15', place: '区民政局', chair: '分管副区长', attended: 30, who: '各单位', resolutions } });
    expect((await get(county, id)).from.map((m) => [m.title, m.unitName]).sort()).toEqual([['协调医保数据（区医疗保障局）', null], ['月底前补齐信息箱', own.name]].sort());
    const given = (await handler.get<Output<typeof listTasks>>('/tasks')).body.items.find((t) => t.title === '月底前补齐信息箱');
    expect(given?.dueOn).toBe('2019-04-30');
    expect((await get(handler, given?.id ?? '')).origin).toBeNull();
  });

  test('[XX-58] self-inspection comes back every month by itself, once for every unit', async () => {
    await runJob(taskSeriesTask(services));
    await runJob(taskSeriesTask(services));
    const chief = await user('xx-chief');
    const { items, series } = (await chief.get<Output<typeof listTasks>>('/tasks?kind=selfInspection')).body;
    const april = items.filter((t) => t.title === '自我监督检查 2019-04');
    expect(april.length).toBe(26);
    expect(april.every((t) => t.dueOn === '2019-04-25')).toBe(true);
    expect(series).toMatchObject([{ id: 'self-inspection', period: '2019-04', issued: true }]);
    expect((await (await user('xx-county')).post<{ issued: number }>('/tasks/series', {})).body.issued).toBe(0);
    const handler = await user('xx-handler');
    const mine = (await handler.get<Output<typeof listTasks>>('/tasks?kind=selfInspection')).body.items.find((t) => t.title === '自我监督检查 2019-04');
    expect((await fulfil(handler, await user('xx-county'), mine?.id ?? '')).reply?.parts.map((p) => p.label)).toEqual(['自查情况', '发现的问题', '改正情况']);
    await handler.put('/training/clock', { date: '2019-05-06' });
    expect((await (await user('xx-county')).post<{ issued: number }>('/tasks/series', {})).body.issued).toBe(26);
  }, 60_000);
});

describe('the other plans', () => {
  test.each([
    ['[HQ-22, HQ-71]', 'hq', 'summary', 'hq.shaogongzhuang', '2021-12-31'], ['[HQ-197]', 'hq', 'progress', 'hq.shaogongzhuang', '2021-11-30'], ['[HQ-72]', 'hq', 'improve', '红桥区民政局', '2022-03-31'], ['[HQ-73]', 'hq', 'extend', '红桥区民政局', '2022-12-31'],
    ['[LH-91]', 'lh', 'summary', 'lh.tienan', '2022-11-30'], ['[LH-92, LH-93]', 'lh', 'joint', '临河区民政局', '2022-06-30'],
  ])('%s %s: %s is a task of %s until %s', async (_, county, item, owner, due) => {
    await (await user(`${county}-chief`)).post('/campaign/start', {});
    const cell = cellOf(await campaign(`${county}-chief`), item, owner);
    expect(cell).toMatchObject({ due, closed: false });
    if (cell.unit !== null) expect(cell.unit).toBe((await unitOf(`${county}-handler`)).key);
    expect((await fulfil(await user(cell.unit === null ? `${county}-county` : `${county}-handler`), await user(`${county}-county2`), cell.id ?? '')).done?.how).toBe('accepted');
  });

  test('a county without a plan of stages gives single tasks all the same', async () => {
    const chief = await user('bq-chief');
    expect((await chief.get('/campaign')).body).toEqual({ campaign: null });
    expect((await chief.post('/campaign/start', {})).problem.code).toBe('policy.absent');
    const own = await unitOf('bq-handler');
    expect((await chief.post('/tasks', { title: '报送协理员名单', kind: 'report', due: '2022-12-01', units: [own.key] })).status).toBe(200);
    expect((await (await user('bq-handler')).get<Output<typeof listTasks>>('/tasks')).body.items.map((t) => t.title)).toEqual(['报送协理员名单']);
    expect((await chief.post('/tasks', { title: '报送', kind: 'report', due: '2022-12-01', units: [] })).problem.code).toBe('input.invalid');
    expect((await (await user('bq-handler')).post('/tasks', { title: '报送', kind: 'report', due: '2022-12-01', units: [own.key] })).problem.code).toBe('rights.denied');
  });
});
