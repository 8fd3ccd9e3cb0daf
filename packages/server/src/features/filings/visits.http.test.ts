import type { Output } from '@doudi/core/api/contract';
import type { visitCoverage } from '@doudi/core/api/filings';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
});

test('[LH-59, BQ-20] of a month’s new applicants the share visited at home is told per unit and is short under the plan’s 80 or 100 %', async () => {
  const share = async (login: string) => (await (await user(login)).get<Output<typeof visitCoverage>>('/filings/visits')).body.items;
  for (const [county, limit] of [['lh', 80], ['bq', 100]] as const) {
    const seen = await applyFor(await user(`${county}-handler`), { serial: 91, area: 'rural' });
    await walk(office(county), seen.id, 'appraise');
    const visited = (await share(`${county}-county`))[0];
    expect(visited).toMatchObject({ applied: 1, visited: 1, percent: 100, short: false, limit: { percent: limit } });
    const unseen = await applyFor(await user(`${county}-handler`), { serial: 92, area: 'rural' });
    expect((await share(`${county}-county`))[0]).toMatchObject({ applied: 2, visited: 1, percent: 50, short: true });
    // Another unit of the county sees its own applicants only.
    expect(await share(`${county}-b-handler`)).toEqual([]);
    await (await user(`${county}-handler`)).act(unseen.id, 'withdraw', { reason: '撤回', signedOn: (await (await user(`${county}-handler`)).get<{ today: string }>('/session')).body.today });
    expect((await share(`${county}-county`))[0]).toMatchObject({ applied: 1, visited: 1, short: false });
  }
});
