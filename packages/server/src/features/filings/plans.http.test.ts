import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Output } from '@doudi/core/api/contract';
import type { FilingRow, getFiling, previewFiling, summariseFilings } from '@doudi/core/api/filings';
import { writeWorkbook } from '../../platform/excel/write.ts';
import type { Client } from '../../testing/client.ts';
import { staffOf } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { download, fetchAs, head, member, person, takeOverRoster, upload } from '../rosters/roster.fixture.ts';

let server: TestServer;
const { user } = staffOf(() => server.origin);
const unitOf = async (login: string): Promise<string> => (await (await user(login)).get<{ unit: { key: string } }>('/session')).body.unit.key;
const clock = async (login: string, date: string): Promise<void> => void (await (await user(login)).put('/training/clock', { date }));
async function ok<T>(answer: Promise<{ status: number; body: T }>): Promise<T> {
  const a = await answer;
  if (a.status !== 200) throw new Error(`${a.status} ${JSON.stringify(a.body)}`);
  return a.body;
}
const filed = async (login: string, month: string): Promise<FilingRow | undefined> => (await ok((await user(login)).get<{ items: FilingRow[] }>(`/filings?month=${month}&programme=dibao`))).items.find((i) => i.status !== 'none' || i.households === null);
const detail = async (client: Client, id: string): Promise<Output<typeof getFiling>> => await ok(client.get<Output<typeof getFiling>>(`/filings/${id}`));

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
}, 120_000);
afterAll(() => server.close());

describe('electronic data first, papers after', () => {
  test('[XX-97, XX-98] sent between the 15th and the 20th, papers by the 25th, only what another person of the unit has examined; late shows', async () => {
    const county = await user('xx-county');
    await clock('xx-county', '2019-04-12');
    await takeOverRoster(await user('xx-county2'), county, await unitOf('xx-handler'), 'dibao', '2019-05', [head(1), member(1, 2)]);
    const [handler, reviewer] = [await user('xx-handler'), await user('xx-reviewer')];
    const draft = await ok(handler.get<Output<typeof previewFiling>>('/filings/preview?programme=dibao&month=2019-04'));
    expect(draft).toMatchObject({ opensOn: '2019-04-15', dueOn: '2019-04-20', faults: [], why: expect.stringContaining('2019-04-15') });
    const early = await handler.post('/filings', { programme: 'dibao', month: '2019-04' });
    expect(early.problem).toMatchObject({ code: 'clock.early', clause: expect.stringContaining('四(二)') });
    await clock('xx-county', '2019-04-22');
    const sent = await ok(handler.post<{ id: string; late: boolean }>('/filings', { programme: 'dibao', month: '2019-04' }));
    expect(sent).toMatchObject({ late: true, dueOn: '2019-04-20' });
    expect(await filed('xx-county', '2019-04')).toMatchObject({ late: true, papers: { dueOn: '2019-04-25', on: null, reviewedOn: null, late: false, dueSource: { clause: expect.stringContaining('四(二)') } } });

    expect((await county.post(`/filings/${sent.id}/papers`, { on: '2019-04-22' })).problem).toMatchObject({ code: 'step.order' });
    expect((await handler.post(`/filings/${sent.id}/papers/review`, {})).problem).toMatchObject({ code: 'person.same' });
    await ok(reviewer.post(`/filings/${sent.id}/papers/review`, {}));
    expect((await reviewer.post(`/filings/${sent.id}/papers`, { on: '2019-04-22' })).problem).toMatchObject({ code: 'rights.denied' });
    expect((await county.post(`/filings/${sent.id}/papers`, { on: '2019-04-21' })).problem).toMatchObject({ code: 'date.order' });
    await clock('xx-county', '2019-04-26');
    expect(await filed('xx-county', '2019-04')).toMatchObject({ papers: { late: true, light: { light: 'red' } } });
    expect(await ok(county.post(`/filings/${sent.id}/papers`, { on: '2019-04-26' }))).toMatchObject({ late: true });
    expect(await filed('xx-county', '2019-04')).toMatchObject({ papers: { on: '2019-04-26', late: true, reviewedOn: '2019-04-22', light: null } });
    expect((await county.post(`/filings/${sent.id}/papers`, { on: '2019-04-26' })).problem).toMatchObject({ code: 'step.done' });
  });

  test('a plan that names no window asks for no papers', async () => {
    await clock('lh-county', '2022-06-15');
    await takeOverRoster(await user('lh-county2'), await user('lh-county'), await unitOf('lh-handler'), 'dibao', '2022-07', [head(11, { area: '农村' })]);
    const handler = await user('lh-handler');
    expect(await ok(handler.get<Output<typeof previewFiling>>('/filings/preview?programme=dibao&month=2022-06'))).toMatchObject({ opensOn: null });
    const sent = await ok(handler.post<{ id: string }>('/filings', { programme: 'dibao', month: '2022-06' }));
    expect((await (await user('lh-reviewer')).post(`/filings/${sent.id}/papers/review`, {})).problem).toMatchObject({ code: 'step.absent' });
  });
});

describe('households taken over in reports', () => {
  test('[HQ-173, LH-29, LH-42, LH-45] units file what they help; the county has one table of each basic assistance by unit, taken-over households counted apart from new ones, who has not filed named', async () => {
    const county = await user('lh-county');
    const [a, b] = [await unitOf('lh-handler'), await unitOf('lh-b-handler')];
    await takeOverRoster(await user('lh-county2'), county, b, 'dibao', '2022-07', [head(21, { area: '农村' }), member(21, 22)]);
    const before = await ok(county.get<Output<typeof summariseFilings>>('/filings/summary?month=2022-06'));
    expect(before.items.map((i) => [i.unit, i.report === null])).toEqual([[a, false], [b, true]].sort());
    expect(before.programmes).toMatchObject([{ programme: 'dibao', filed: 1, expected: 2, now: { households: 1 }, new: { households: 0 }, imported: { households: 1 } }]);
    await ok((await user('lh-b-reviewer')).post('/filings', { programme: 'dibao', month: '2022-06' }));
    const after = await ok(county.get<Output<typeof summariseFilings>>('/filings/summary?month=2022-06'));
    expect(after.programmes).toMatchObject([{ filed: 2, expected: 2, now: { households: 2, persons: 3, fen: 218_100 }, new: { households: 0, persons: 0, fen: 0 }, imported: { households: 2, persons: 3 } }]);
    expect(after.items.every((i) => i.report?.handled.granted === 0)).toBe(true);
    // A unit sees its own table only.
    expect((await ok((await user('lh-handler')).get<Output<typeof summariseFilings>>('/filings/summary?month=2022-06'))).items.map((i) => i.unit)).toEqual([a]);
    const sheet = await download(county, `/filings/summary/export?month=2022-06&purpose=${encodeURIComponent('月度汇总')}`, '汇总表');
    expect(sheet.find((r) => r[1] === '合计')?.slice(7)).toEqual([2, 3, 2181]);
    expect(sheet.at(-1)?.[0]).toContain('用途：月度汇总');
    expect((await fetchAs(county, '/filings/summary/export?month=2022-06')).status).toBe(400);
  });
});

describe('examination of a filing', () => {
  const platformFile = async (rows: readonly (readonly (string | number | null)[])[]): Promise<Buffer> =>
    await buffer(await writeWorkbook({ title: 'p', notes: [], sheets: [{ name: 'Sheet1', columns: ['序号', '申请人姓名', '身份证号码', '保障人数', '救助金额'].map((header) => ({ header, kind: 'text' as const, width: 9 })), rows }] }));
  let id = '';

  test('[HQ-133, HQ-134] the county compares the filed roster with the roster of the platform above, line by line; each difference can become a demand', async () => {
    const county = await user('hq-county');
    await clock('hq-county', '2021-11-15');
    await takeOverRoster(await user('hq-county2'), county, await unitOf('hq-handler'), 'dibao', '2021-12', [head(31, { phone: '13800000000', bank: '银行', holder: '王安', account: '6222000011112222' }), member(31, 32), head(33), head(35, { health: '残疾' })]);
    const reviewer = await user('hq-reviewer');
    id = (await ok(reviewer.post<{ id: string }>('/filings', { programme: 'dibao', month: '2021-11' }))).id;
    const name = (n: number): string => String(head(n).name);
    const bytes = await platformFile([['1', name(31), person(31), '2', '1090.5'], ['2', name(33), person(33), '1', '1000'], ['3', '李宁', person(77), '1', '50'], ['合计', null, null, '4', null]]);
    expect((await upload<{ code?: string }>(reviewer, `/filings/${id}/comparison`, bytes)).body).toMatchObject({ code: 'rights.denied' });
    expect((await upload<{ code?: string }>(county, `/filings/${id}/comparison`, await platformFile([]))).body).toMatchObject({ code: 'input.invalid' });
    expect((await upload<{ differences: number }>(county, `/filings/${id}/comparison`, bytes)).body).toMatchObject({ differences: 3, matched: 2 });
    const { comparison } = await detail(county, id);
    expect(comparison).toMatchObject({ rows: 3, matched: 2, total: 3 });
    expect(comparison?.differences.map((d) => [d.kind, d.line, d.row])).toEqual([['amount', 2, 3], ['onlyHere', 3, null], ['onlyPlatform', null, 4]]);
    expect(JSON.stringify(comparison)).not.toMatch(/\d{17}|李宁/);
    const d = comparison?.differences[0];
    await ok(county.post(`/filings/${id}/demands`, { line: d?.line, kind: 'determination', text: `与上级平台不一致：${d?.text}`, dueOn: '2021-11-26' }));
    expect(await detail(county, id)).toMatchObject({ status: 'demanded', demands: [{ line: 2, text: expect.stringContaining('平台 1,000.00 元'), state: 'open' }] });
    expect((await upload<{ code?: string }>(await user('lh-county'), `/filings/${id}/comparison`, bytes)).status).toBe(404);
  });

  test('[BQ-22] households whose record lacks an account, a telephone or the kind of a disability are named', async () => {
    const { incomplete } = await detail(await user('hq-county'), id);
    expect(incomplete.total).toBe(2);
    expect(incomplete.items.map((i) => [i.line, i.text])).toEqual([[2, '没有收款账户、没有联系电话'], [3, '没有收款账户、没有联系电话、残疾成员没有类别和等级']]);
  });

  test('a filing is exported with report and roster, purpose and exporter in it', async () => {
    const county = await user('hq-county');
    const path = `/filings/${id}/export?purpose=${encodeURIComponent('备案审查')}`;
    expect((await download(county, path, '月报表')).find((r) => r[0] === '户数')).toEqual(['户数', '0', '0', '3', '0', '0', '3']);
    const lines = await download(county, path, '花名册');
    expect(lines.slice(1, 4).map((r) => [r[0], r[6]])).toEqual([[1, '存量导入'], [2, '存量导入'], [3, '存量导入']]);
    expect(lines.at(-1)?.[0]).toContain('用途：备案审查');
    expect((await fetchAs(await user('lh-county'), path)).status).toBe(404);
  });
});
