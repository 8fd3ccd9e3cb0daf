import type { Output } from '@doudi/core/api/contract';
import type { listProblems } from '@doudi/core/api/coordination';
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
