import type { Output } from '@doudi/core/api/contract';
import type { listProblems } from '@doudi/core/api/coordination';
import { plusDays } from '@doudi/core/calendar/date';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffOf } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
const { user } = staffOf(() => server.origin);
beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
});
afterAll(async () => await server.close());

test('[BQ-79, BQ-80] a unit raises a problem of one-door acceptance or of verification; the county settles it with the department and says what came of it, once', async () => {
  const list = async (login: string) => (await (await user(login)).get<Output<typeof listProblems>>('/coordination')).body.items;
  const h = await user('bq-handler');
  expect((await h.post('/coordination', { kind: 'verification', text: '不' })).status).toBe(400);
  const { id } = (await h.post<{ id: string }>('/coordination', { kind: 'verification', text: '不动产信息三天没有返回。' })).body;
  await h.post('/coordination', { kind: 'oneDoor', text: '教育救助转办后没有回音。' });
  expect((await list('bq-county')).map((p) => p.text)).toEqual(expect.arrayContaining(['不动产信息三天没有返回。', '教育救助转办后没有回音。']));
  expect(await list('bq-b-handler')).toEqual([]);
  expect(await list('hq-county')).toEqual([]);
  const done = { department: '县自然资源局', result: '接口已恢复。' };
  expect((await h.post(`/coordination/${id}/resolve`, done)).status).toBe(403);
  expect((await (await user('hq-county')).post(`/coordination/${id}/resolve`, done)).status).toBe(404);
  expect((await (await user('bq-county')).post(`/coordination/${id}/resolve`, done)).status).toBe(200);
  expect((await (await user('bq-county')).post(`/coordination/${id}/resolve`, done)).problem.code).toBe('step.done');
  const after = await list('bq-handler');
  // What is open stands first.
  expect(after.map((p) => p.resolvedOn === null)).toEqual([true, false]);
  expect(after[1]).toMatchObject({ id, department: '县自然资源局', result: '接口已恢复。', resolvedBy: '吴科员' });
});

test('[LH-90] the county urges the department that must settle a problem, with a day; past it the problem stands as late, for the county and for the unit that raised it, until it is settled', async () => {
  const [unit, county] = [await user('lh-handler'), await user('lh-county')];
  const { today } = (await county.get<{ today: string }>('/session')).body;
  const { id } = (await unit.post<{ id: string }>('/coordination', { kind: 'funds', text: '工作经费迟迟没有到位。' })).body;
  const of = async (u: typeof unit) => (await u.get<Output<typeof listProblems>>('/coordination')).body.items.find((p) => p.id === id);
  const urge = { department: '区财政局', due: plusDays(today, 5), text: '请在本周内拨付' };
  expect((await unit.post(`/coordination/${id}/urges`, urge)).status).toBe(403);
  expect((await (await user('gx-county')).post(`/coordination/${id}/urges`, urge)).status).toBe(404);
  expect((await county.post(`/coordination/${id}/urges`, { ...urge, due: today })).problem.code).toBe('date.order');
  expect((await county.post(`/coordination/${id}/urges`, urge)).status).toBe(200);
  for (const u of [unit, county]) expect(await of(u)).toMatchObject({ late: false, urges: [{ on: today, department: '区财政局', due: urge.due, text: '请在本周内拨付' }] });
  await county.put('/training/clock', { date: plusDays(today, 6) });
  expect((await of(unit))?.late).toBe(true);
  expect((await county.post(`/coordination/${id}/urges`, { ...urge, due: plusDays(today, 9), text: '再次督促' })).status).toBe(200);
  expect(await of(unit)).toMatchObject({ late: false, urges: [{ text: '请在本周内拨付' }, { text: '再次督促' }] });
  expect((await county.post(`/coordination/${id}/resolve`, { department: '区财政局', result: '已拨付。' })).status).toBe(200);
  expect((await county.post(`/coordination/${id}/urges`, { ...urge, due: plusDays(today, 20) })).problem.code).toBe('step.done');
});
