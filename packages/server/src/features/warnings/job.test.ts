import { fileURLToPath } from 'node:url';
import { plusDays, shanghaiTime } from '@doudi/core/calendar/date';
import type { Output } from '@doudi/core/api/contract';
import type { listExternal, listRuns } from '@doudi/core/api/leads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCompanion, type Companion } from '../../platform/companion.ts';
import type { DepartmentData } from '../../simulators/departments.ts';
import { staffOf } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { until } from '../../testing/until.ts';
import { DepartmentConnector } from './connector.ts';
import { bringLists } from './job.ts';
import { identity, Watched } from './warnings.fixture.ts';

let exchange: Companion;
let server: TestServer;
let w: Watched;
let connector: DepartmentConnector;
let today: string;
const { user } = staffOf(() => server.origin);

const put = async (path: string, body: unknown): Promise<void> => {
  const r = await fetch(`${exchange.address}/simulator/${path}`, { method: 'POST', headers: { authorization: 'Bearer training', 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect(r.status).toBe(200);
};
const offer = (rows: DepartmentData[string][number]['rows'], more: Partial<DepartmentData[string][number]> = {}) => put('lists', { [w.county]: [{ list: 'vehicles', source: '公安交管', sourceDate: plusDays(today, -2), coverage: '本市登记的机动车', whole: true, rows, ...more }] });
const car = (n: number) => ({ ref: `V${String(n)}`, idNumber: identity({ serial: n % 400 }), on: plusDays(today, -30), text: '小型轿车' });
const rows = async (): Promise<number> => (await w.admin.query('select from external_row where county_id = $1', [w.county])).rowCount ?? 0;

beforeAll(async () => {
  exchange = await startCompanion(fileURLToPath(new URL('../../simulators/departments.ts', import.meta.url)), ['--token', 'training'], () => undefined);
  server = await testServer({ departmentsUrl: exchange.address });
  w = await Watched.of(await seedTraining(server.installation), 'hongqiao');
  ({ today } = await w.law());
  connector = new DepartmentConnector({ baseUrl: exchange.address, token: 'training', timeoutMs: 5000 });
}, 60_000);
afterAll(async () => {
  await w.admin.end();
  await server.close();
  await exchange.stop();
});

describe('lists of other departments', () => {
  test('a list that breaks off goes on where it stopped, keeps its old date until it is whole, and takes no entry twice', async () => {
    await offer(Array.from({ length: 12_000 }, (_, i) => car(i)));
    await put('behaviour', { pages: 1 });
    await bringLists(w.services, connector, w.county);
    expect(await rows()).toBe(5000);
    const county = await user('hq-county');
    const list = async () => (await county.get<Output<typeof listExternal>>('/warnings/lists')).body.items.find((l) => l.list === 'vehicles');
    expect(await list()).toMatchObject({ sourceDate: null, trouble: '部门数据交换平台答复 503' });
    await put('behaviour', { pages: 2 });
    await bringLists(w.services, connector, w.county);
    await put('behaviour', {});
    expect(await rows()).toBe(12_000);
    expect(await list()).toMatchObject({ sourceDate: plusDays(today, -2), rows: 12_000, trouble: null, coverage: '本市登记的机动车' });
    // Received by the county's clock, as everything beside it.
    expect(shanghaiTime(new Date((await list())?.broughtAt ?? '').toISOString()).slice(0, 10)).toBe(today);
    // The two pages that were left, not all three again.
    const { rows: batches } = await w.admin.query<{ rows: number; status: string }>('select rows, status from external_batch where county_id = $1', [w.county]);
    expect(batches).toEqual([{ rows: 12_000, status: 'done' }]);
    await bringLists(w.services, connector, w.county);
    expect(await rows()).toBe(12_000);
  });

  test('a whole list takes out what it does not name any more; one that adds leaves it', async () => {
    await offer([car(1), car(2)]);
    await bringLists(w.services, connector, w.county);
    expect(await rows()).toBe(2);
    await offer([car(3)], { whole: false, sourceDate: plusDays(today, -1) });
    await bringLists(w.services, connector, w.county);
    expect(await rows()).toBe(3);
    // A file of one line does not empty what the exchange brought: whoever is on it would be let go.
    const csv = `身份证号,日期\n${identity({ serial: 399 })},2021-10-01\n`;
    const file = { csv, source: '公安交管部门', sourceDate: plusDays(today, -1), coverage: '本市登记的' };
    expect((await (await user('hq-county')).post('/warnings/lists/vehicles/file', { ...file, whole: true })).problem).toMatchObject({ code: 'input.invalid', allowed: ['作为补充导入', '请部门在交换平台上更正'] });
    expect(await rows()).toBe(3);
    expect((await (await user('hq-county')).post('/warnings/lists/school/file', { ...file, whole: true })).status).toBe(200);
    await w.admin.query(`delete from external_row where list = 'school'`);
  });

  test('an exchange that cannot be reached, or does not keep to the contract, changes nothing', async () => {
    await bringLists(w.services, new DepartmentConnector({ baseUrl: 'http://127.0.0.1:1', token: 'x', timeoutMs: 500 }), w.county);
    await bringLists(w.services, new DepartmentConnector({ baseUrl: exchange.address, token: 'wrong', timeoutMs: 500 }), w.county);
    await offer([{ ...car(9), idNumber: '1' }], { sourceDate: today });
    await bringLists(w.services, connector, w.county);
    expect(await rows()).toBe(3);
  });

  test('[BQ-57] the county asks for a run: lists first, then the rules, in the background, with a log of what each rule did', async () => {
    const home = await w.home({ members: [{ serial: 7 }] });
    await offer([car(7)], { sourceDate: today });
    const county = await user('hq-county');
    expect((await (await user('hq-handler')).post('/warnings/runs', {})).status).toBe(403);
    expect((await county.post('/warnings/runs', {})).status).toBe(200);
    const runs = async (): Promise<Output<typeof listRuns>> => (await county.get<Output<typeof listRuns>>('/warnings/runs')).body;
    const [run] = (await until(runs, (r) => !r.waiting, 'run')).items;
    expect(run).toMatchObject({ people: 1, fresh: 1 });
    expect(run?.rules.find((r) => r.rule === 'R04')).toMatchObject({ ran: true, found: 1, fresh: 1 });
    expect((await w.hits()).map((h) => [h.rule, h.subject])).toEqual([['R04', home.case]]);
  });
});
