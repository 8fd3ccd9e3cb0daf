import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);
const view = async (unit: string, id: string): Promise<CaseView> => (await (await user(`${unit}-handler`)).get<CaseView>(`/cases/${id}`)).body;
const clock = async (unit: string, date: string): Promise<void> => {
  await (await user(`${unit}-handler`)).put('/training/clock', { date });
};

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
});

describe('one case under each plan, from the counter to the served letter', () => {
  test('[LH-20, LH-57, LH-63, LH-39] 临河: verified by the bureau, decided by the township after a meeting with its record', async () => {
    await clock('lh', '2022-06-15');
    const { id } = await applyFor(await user('lh-handler'), { serial: 1, wage: 20_000 });
    const steps = await walk(office('lh'), id);
    expect(steps).toEqual(['accept', 'authorise', 'verify', 'investigate', 'appraise', 'assess', 'opine', 'notice', 'meeting', 'decide', 'deliver', 'publish']);
    const v = await view('lh', id);
    expect(v).toMatchObject({ status: 'granted', procedure: { organ: 'unit' }, responsible: { confirmed: '周分管' } });
    expect(v.meetings.map((m) => [m.kind, m.passed])).toEqual([['appraisal', true], ['leadingGroup', true]]);
    expect(v.assessment?.tier).toBeTruthy();
  });

  test('[LH-04] 临河: a street that is not on the list is confirmed by the bureau under the national procedure', async () => {
    await clock('lh-b', '2022-06-15');
    const { id } = await applyFor(await user('lh-b-handler'), { serial: 2, wage: 20_000 });
    const steps = await walk(office('lh-b'), id);
    expect(steps).toContain('countyReview');
    expect(await view('lh-b', id)).toMatchObject({ status: 'granted', procedure: { organ: 'county' }, responsible: { confirmed: '王局长' } });
  });

  test('[GX-16, GX-14] 珙县: a pilot town confirms by itself in 2020, with appraisal as the rules of that year demand', async () => {
    await clock('gx', '2020-11-16');
    const { id } = await applyFor(await user('gx-handler'), { serial: 3, wage: 20_000 });
    const steps = await walk(office('gx'), id);
    expect(steps).toContain('appraise');
    expect(await view('gx', id)).toMatchObject({ status: 'granted', procedure: { organ: 'unit' } });
  });

  test('[BQ-36, BQ-37] 宝清: paid by difference; the delegated case has 20 working days from 2022-10-20 on', async () => {
    await clock('bq', '2022-11-15');
    const { id } = await applyFor(await user('bq-handler'), { serial: 4, wage: 20_000 });
    await walk(office('bq'), id, 'opine');
    const v = await view('bq', id);
    expect(v.assessment?.monthlyFen).toBe((v.assessment?.standardFen ?? 0) * 2 - (v.assessment?.lines.filter((l) => l.group === 'income' && l.effect === 'counted').reduce((a, l) => a + l.fen, 0) ?? 0) + (v.assessment?.lines.filter((l) => l.effect === 'deducted').reduce((a, l) => a + Math.abs(l.fen), 0) ?? 0));
    expect(v.deadlines.find((d) => d.id === 'case')).toMatchObject({ days: 20, unit: 'wd' });
    await walk(office('bq'), id);
    expect((await view('bq', id)).status).toBe('granted');
  });

  test('西秀: no entrustment; the county decides in 2019 after appraisal, its own review and its own notice', async () => {
    await clock('xx', '2019-04-15');
    const { id } = await applyFor(await user('xx-handler'), { serial: 5, wage: 20_000 });
    const steps = await walk(office('xx'), id);
    expect(steps).toEqual(expect.arrayContaining(['appraise', 'notice', 'countyReview', 'countyNotice', 'decide']));
    expect(await view('xx', id)).toMatchObject({ status: 'granted', procedure: { organ: 'county' }, responsible: { confirmed: '王局长' } });
  });

  test('[HQ-132] 红桥: income above the standard is refused with reasons; the letter is due in three working days', async () => {
    await clock('hq', '2021-11-15');
    const { id } = await applyFor(await user('hq-handler'), { serial: 6, wage: 900_000 });
    const steps = await walk(office('hq'), id, 'deliver');
    expect(steps).not.toContain('notice');
    const v = await view('hq', id);
    expect(v).toMatchObject({ status: 'refused', decision: { outcome: 'refuse', monthlyFen: 0 } });
    const due = v.deadlines.find((d) => d.id === 'step.deliver');
    expect(due).toMatchObject({ days: 3, unit: 'wd' });
    expect(v.letters.map((l) => l.kind)).toContain('refusal');
  });

  test('[HQ-116, HQ-118, HQ-119] 红桥: an objection stops the notice; a new visit, the appraisal that undisputed cases skip, a new opinion and notice follow before anything is decided', async () => {
    await clock('hq', '2021-11-15');
    const h = await user('hq-handler');
    const { id } = await applyFor(h, { serial: 7 });
    await walk(office('hq'), id, 'notice');
    await h.act(id, 'postNotice', { on: '2021-11-15', place: '公示栏', photos: [await h.photo(id)] });
    const objected = await h.act(id, 'object', { on: '2021-11-15', channel: 'telephone', named: true, major: true, text: '家中有人上班' });
    expect(objected.status).toBe(200);
    expect((await h.act(id, 'closeNotice', { on: '2021-11-30', photos: [await h.photo(id)] })).status).toBe(409);
    const v = await view('hq', id);
    expect(v.deadlines.find((d) => d.id === 'reinvestigate')).toMatchObject({ days: 10 });
    const again = await walk(office('hq'), id);
    expect(again.slice(0, 4)).toEqual(['investigate', 'appraise', 'assess', 'opine']);
    expect((await view('hq', id)).notices).toHaveLength(2);
    expect((await view('hq', id)).status).toBe('granted');
  });
});
