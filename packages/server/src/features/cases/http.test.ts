import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import type { Client } from '../../testing/client.ts';
import { applyFor, staffOf } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { until } from '../../testing/until.ts';

let server: TestServer;
const { user } = staffOf(() => server.origin);
const view = async (u: Client, id: string): Promise<CaseView> => (await u.get<CaseView>(`/cases/${id}`)).body;
const ok = async (u: Client, id: string, command: string, payload: unknown = {}): Promise<void> => {
  const r = await u.act(id, command, payload);
  if (r.status !== 200) throw new Error(`${command}: ${r.status} ${JSON.stringify(r.body)}`);
};
const clock = async (u: Client, date: string): Promise<void> => {
  const r = await u.put('/training/clock', { date });
  if (r.status !== 200) throw new Error(JSON.stringify(r.body));
};

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
});

/** Everything from acceptance to the preliminary opinion, in a place whose chain passes the county or not. */
async function toOpinion(prefix: string, handler: string, id: string, chain: boolean): Promise<void> {
  const [h, h2, county] = [await user(handler), await user(`${handler}2`), await user(`${prefix}-county`)];
  await ok(h, id, 'accept');
  const v0 = await view(h, id);
  const early = await h.act(id, 'requestVerification');
  expect(early.problem.code).toBe('authorisation.missing');
  await ok(h, id, 'signAuthorisation', { persons: v0.persons.map((p) => p.id), signedOn: v0.applicationDate, method: 'paper' });
  await ok(h, id, 'requestVerification');
  if (chain) await ok(county, id, 'forwardVerification', { note: '' });
  await until(() => view(h, id), (x) => x.verification.at === 'reported', 'verified');
  const me = (await h.get<{ account: string }>('/session')).body.account;
  const other = (await h2.get<{ account: string }>('/session')).body.account;
  const photo = await h.photo(id);
  const today = v0.applicationDate;
  const alone = await h.act(id, 'recordInvestigation', { on: today, investigators: [me], methods: ['home'], applicantSigned: true, findings: '情况属实', photos: [photo] });
  expect(alone.problem).toMatchObject({ code: 'investigation.persons', status: 422 });
  await ok(h, id, 'recordInvestigation', { on: today, investigators: [me, other], methods: ['home', 'neighbour'], applicantSigned: true, findings: '情况属实', photos: [photo] });
}

describe('红桥: from the counter to a confirmed case, each act by its own login', () => {
  test('[HQ-37, HQ-43, HQ-44, HQ-100, HQ-102, HQ-120, HQ-121, HQ-122, HQ-127, BQ-10] application, verification by the platform, visit, notice, re-review, head, leader, letters', async () => {
    const h = await user('hq-handler');
    await clock(h, '2021-11-15');
    const { id } = await applyFor(h, { serial: 1 });
    await toOpinion('hq', 'hq-handler', id, true);
    await ok(h, id, 'assess');
    const assessed = await view(h, id);
    // Two persons at 1,010 yuan; one wage of 600 less the necessary cost of work as the plan sets it.
    expect(assessed.assessment).toMatchObject({ eligible: true, standardFen: 101_000, persons: 2 });
    const monthly = assessed.assessment?.monthlyFen ?? 0;
    expect(monthly).toBeGreaterThanOrEqual(202_000 - 60_000);
    await ok(h, id, 'giveOpinion', { outcome: 'grant', text: '拟确认' });
    await ok(h, id, 'postNotice', { on: '2021-11-15', place: '社区公示栏', photos: [await h.photo(id)] });
    const posted = await view(h, id);
    expect(posted.notices[0]?.until).toBe('2021-11-22'); // the fifth day is a Saturday
    const soon = await h.act(id, 'closeNotice', { on: '2021-11-15', photos: [await h.photo(id)] });
    expect(soon.problem.code).toBe('notice.running');
    expect(soon.problem.clause).toContain('四(二)1(3)');
    await clock(h, '2021-11-23');
    await ok(h, id, 'closeNotice', { on: '2021-11-23', photos: [await h.photo(id)] });
    expect((await h.act(id, 'giveReview', { outcome: 'agree', text: '同意' })).problem.code).toBe('rights.denied');
    await ok(await user('hq-reviewer'), id, 'giveReview', { outcome: 'agree', text: '材料齐全' });
    const leader = await user('hq-leader');
    expect((await leader.act(id, 'decide', { outcome: 'grant' })).problem.code).toBe('step.order');
    await ok(await user('hq-head'), id, 'agreeReview', { outcome: 'agree', text: '' });
    await ok(leader, id, 'decide', { outcome: 'grant' });
    const done = await view(leader, id);
    expect(done).toMatchObject({ status: 'granted', responsible: { accepted: '张经办', investigated: ['张经办', '刘经办'], confirmed: '周分管' }, decision: { monthlyFen: monthly, fromMonth: '2021-12' } });
    const letter = done.letters.find((l) => l.kind === 'grant');
    const pdf = await fetch(`${server.origin}/api/v1/letters/${letter?.id}/pdf`, { headers: { authorization: `Bearer ${leader.token}` } });
    expect(pdf.status, await pdf.clone().text().then((t) => t.slice(0, 300))).toBe(200);
    expect(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
    for (const l of done.letters) {
      const r = await fetch(`${server.origin}/api/v1/letters/${l.id}/pdf`, { headers: { authorization: `Bearer ${leader.token}` } });
      expect(r.status, `${l.kind} ${await r.clone().text().then((t) => t.slice(0, 300))}`).toBe(200);
    }
    await ok(h, id, 'deliver', { on: '2021-11-23', method: 'inPerson', receiver: '王安', photos: [] });
    await ok(h, id, 'publish', { on: '2021-11-23', place: '社区公示栏' });
  });
});
