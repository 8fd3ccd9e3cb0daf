import type { Output } from '@doudi/core/api/contract';
import type { listSplits } from '@doudi/core/api/aid';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { applyAid, must, session } from './aid.fixture.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);
beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
});
afterAll(async () => await server.close());

type Page = Output<typeof listSplits>;
const page = async (login: string): Promise<Page> => (await (await user(login)).get<Page>('/aid/splits')).body;
const clock = async (date: string): Promise<void> => void (await (await user('gx-county')).put('/training/clock', { date }));

describe('a sum that looks split, over two townships of 珙县', () => {
  test('is answered by the county with words, name and day; unanswered it ages towards a term; both units read the answer, and nobody else sees it', async () => {
    await clock('2024-03-04');
    const h = await user('gx-handler');
    const b = await user('gx-b-handler');
    const first = await applyAid(h, { serial: 131, size: 3 });
    await walk(office('gx'), first.id, 'opine');
    await must(h, first.id, 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: 280_000 });
    const second = await applyAid(b, { serial: 131, size: 3, by: 1, repeatReason: '二次手术' });
    await walk(office('gx-b'), second.id, 'opine');
    await must(b, second.id, 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: 250_000 });
    const cases = [first.id, second.id];
    const mine = async (login: string) => (await page(login)).items.find((i) => i.cases.some((x) => x.case === first.id));
    const from = (await mine('gx-county'))?.to ?? '';

    // Unanswered: an age in days, and a term of working days that turns red.
    await clock('2024-03-20');
    const old = await mine('gx-county');
    expect(old).toMatchObject({ answer: null, light: { light: 'red' }, sumFen: 530_000 });
    expect(old?.days).toBe(Math.round((Date.parse('2024-03-20') - Date.parse(from)) / 86_400_000));
    expect((await page('gx-county')).term.source).toMatchObject({ assumption: expect.any(String) as string });

    // Each unit sees it with its own case open and the other's only named; a third sees nothing.
    const opens = async (login: string) => Object.fromEntries((await mine(login))?.cases.map((c) => [c.case, c.open]) ?? []);
    expect(await opens('gx-handler')).toEqual({ [first.id]: true, [second.id]: false });
    expect(await opens('gx-b-leader')).toEqual({ [first.id]: false, [second.id]: true });
    expect((await page('hq-handler')).items.some((i) => i.cases.some((x) => cases.includes(x.case)))).toBe(false);

    // Only the county answers, with words, and about these cases exactly.
    const answer = { cases, outcome: 'merge', text: '同一事故，合并上报。' };
    for (const login of ['gx-handler', 'gx-leader', 'gx-audit', 'gx-pay']) expect((await (await user(login)).post('/aid/splits/answers', answer)).status, login).toBe(403);
    const county = await user('gx-county');
    expect((await county.post('/aid/splits/answers', { ...answer, text: '' })).status).toBe(400);
    expect((await county.post('/aid/splits/answers', { ...answer, cases: [first.id, first.id] })).status).toBe(404);
    expect((await (await user('hq-county')).post('/aid/splits/answers', answer)).status).toBe(404);
    expect((await county.post('/aid/splits/answers', answer)).status).toBe(200);
    const { name } = (await county.get<{ name: string }>('/session')).body;
    for (const login of ['gx-county', 'gx-handler', 'gx-b-leader', 'gx-audit']) expect(await mine(login), login).toMatchObject({ answer: { outcome: 'merge', outcomeText: '合并，报上一级确认', text: '同一事故，合并上报。', by: name, on: '2024-03-20' }, light: null, days: 0 });

    // Withdrawn by the unit, it is gone; the answer stays on record with the sum of that day, and cannot be changed.
    await must(b, second.id, 'withdraw', { reason: '并入前案', signedOn: (await session(b)).today });
    expect(await mine('gx-county')).toBeUndefined();
    expect((await page('gx-county')).past).toMatchObject([{ outcome: 'merge', by: name, sumFen: 530_000, limitFen: 300_000 }]);
    expect((await page('gx-b-handler')).past).toMatchObject([{ cases: [{ case: second.id }] }]);
    expect((await county.post('/aid/splits/answers', answer)).status).toBe(404);
    const admin = new pg.Client({ connectionString: server.installation.adminUrl });
    await admin.connect();
    try {
      const { rows } = await admin.query<{ update: boolean; delete: boolean }>("select has_table_privilege('doudi_app', 'split_answer', 'update') as update, has_table_privilege('doudi_app', 'split_answer', 'delete') as delete");
      expect(rows[0]).toEqual({ update: false, delete: false });
    } finally {
      await admin.end();
    }
  });
});
