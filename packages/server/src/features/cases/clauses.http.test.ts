import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArchiveView, evidence } from '@doudi/core/api/archive';
import type { CaseView, worklist } from '@doudi/core/api/cases';
import type { Output } from '@doudi/core/api/contract';
import { pdfText } from '../../platform/typeset/pdf-text.ts';
import type { Client } from '../../testing/client.ts';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { until } from '../../testing/until.ts';

/** Clauses that are kept only by the whole: desk, platform, letters and archive together. */

let server: TestServer;
const { user, office } = staffOf(() => server.origin);
const view = async (u: Client, id: string): Promise<CaseView> => (await u.get<CaseView>(`/cases/${id}`)).body;
const ok = async (u: Client, id: string, command: string, payload: unknown = {}): Promise<void> => {
  const r = await u.act(id, command, payload);
  if (r.status !== 200) throw new Error(`${command}: ${r.status} ${JSON.stringify(r.body)}`);
};
const accountOf = async (login: string): Promise<string> => (await (await user(login)).get<{ account: string }>('/session')).body.account;
const today = async (u: Client): Promise<string> => (await u.get<{ today: string }>('/session')).body.today;
const clock = async (u: Client, date: string): Promise<void> => {
  expect((await u.put('/training/clock', { date })).status).toBe(200);
};
/** A letter as it is printed, without its line breaks. */
async function print(u: Client, v: CaseView, kind: string): Promise<string> {
  const letter = v.letters.find((l) => l.kind === kind);
  const r = await fetch(`${server.origin}/api/v1/letters/${letter?.id}/pdf`, { headers: { authorization: `Bearer ${u.token}` } });
  expect(r.status, kind).toBe(200);
  return pdfText(new Uint8Array(await r.arrayBuffer())).replaceAll(/\s/g, '');
}

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
});

/** Accepted and authorised, the request with the platform. */
async function asked(h: Client, id: string): Promise<void> {
  await ok(h, id, 'accept');
  await ok(h, id, 'signAuthorisation', { persons: (await view(h, id)).persons.map((p) => p.id), signedOn: await today(h), method: 'paper' });
  await ok(h, id, 'requestVerification');
}

describe('红桥', () => {
  test('[HQ-09] the way in which a household was served is recorded and stands first on the log of its case', async () => {
    const h = await user('hq-handler');
    const { id } = await applyFor(h, { serial: 1 });
    expect((await view(h, id)).log[0]).toMatchObject({ kind: 'applied', text: '窗口' });
    const { facts, programme, applicationDate } = await view(h, id);
    const again = { programme, declaredOn: applicationDate, materials: [], facts };
    expect((await h.post('/cases', again)).status).toBe(400);
    expect((await h.post('/cases', { ...again, via: 'by-chance' })).status).toBe(400);
    await ok(h, id, 'withdraw', { reason: '改为上门申请', signedOn: applicationDate });
    const home = await h.post<{ id: string }>('/cases', { ...again, via: 'home', agent: { kind: 'other', reason: '卧床，由侄子代办' } });
    expect(home.status, JSON.stringify(home.body)).toBe(200);
    expect((await view(h, home.body.id)).log[0]).toMatchObject({ kind: 'applied', text: '上门，他人代办，卧床，由侄子代办' });
  });

  test('[HQ-103] a verification that is overdue turns red on the list of the desk that waits for it', async () => {
    const h = await user('hq-b-handler');
    const { id } = await applyFor(h, { serial: 3 });
    await asked(h, id);
    const county = await user('hq-county');
    const row = async () => (await county.get<Output<typeof worklist>>('/worklist?tab=todo&step=verify')).body.items.find((x) => x.id === id);
    const before = await row();
    expect(before).toMatchObject({ nextStep: 'verify', light: { light: 'green' } });
    await clock(h, before?.due ?? '');
    expect(await row()).toMatchObject({ light: { light: 'yellow' } });
    await clock(h, '2021-12-31');
    expect(await row()).toMatchObject({ light: { light: 'red' } });
  });

  test('[HQ-64] [HQ-66] street, district and platform in turn; the report names each source, what it covers and as of when, and the comparison with the declaration finds the undeclared vehicle', async () => {
    const h = await user('hq-handler');
    await clock(h, '2022-01-10');
    // The simulated platform finds a vehicle for the serial numbers 94x.
    const { id } = await applyFor(h, { serial: 235 });
    await asked(h, id);
    expect((await view(h, id)).verification).toMatchObject({ at: 'county', report: null, items: [] });
    await ok(await user('hq-county'), id, 'forwardVerification', { note: '' });
    const { verification: v, log } = await until(() => view(h, id), (x) => x.verification.at === 'reported', 'verified');
    expect(log.filter((a) => a.kind.startsWith('verification')).map((a) => [a.kind, a.post])).toEqual([['verificationRequested', '经办人员'], ['verificationForwarded', '县级经办人员'], ['verificationReported', '系统']]);
    expect(v.report).toMatchObject({ number: expect.stringMatching(/./) as string, issuer: expect.stringMatching(/./) as string, issuedOn: expect.stringMatching(/^20/) as string });
    expect(v.items.length).toBeGreaterThan(20);
    for (const i of v.items) expect([i.source !== '', i.coverage !== '', /^\d{4}-\d{2}-\d{2}$/.test(i.asOf)], i.item).toEqual([true, true, true]);
    expect(v.items.map((i) => i.source)).toEqual(expect.arrayContaining(['公安交通管理部门', '税务部门', '民政部门', '银行业金融机构']));
    expect(v.report?.contradictions).toMatchObject([{ item: '机动车登记', text: expect.stringContaining('申报：无机动车') as string }]);
    expect((await h.act(id, 'assess')).problem.code).toBe('step.order');
  });

  test('a platform that cannot answer is on the case with its reason, in sight of street and district, and stays there once the report has come', async () => {
    const h = await user('hq-handler');
    // Serial numbers 98x: the first request of the case ends without a report.
    const { id } = await applyFor(h, { serial: 245 });
    await asked(h, id);
    const county = await user('hq-county');
    await ok(county, id, 'forwardVerification', { note: '' });
    const failed = await until(() => view(county, id), (x) => x.verification.troubles.length > 0, 'troubled');
    expect(failed.verification.troubles).toMatchObject([{ kind: 'failed', text: expect.stringMatching(/./) as string }]);
    expect((await view(h, id)).verification.troubles).toEqual(failed.verification.troubles);
    await ok(h, id, 'requestVerification');
    await ok(county, id, 'forwardVerification', { note: '' });
    const done = await until(() => view(h, id), (x) => x.verification.at === 'reported', 'verified');
    expect(done.log.filter((a) => a.kind === 'verificationTrouble').map((a) => a.text)).toEqual(failed.verification.troubles.map((t) => t.text));
  });

  test('[HQ-35] the opinion and the decision carry what they rest on: every line of the working its clause or its mark, form and letter the plan, the clause of the step and the national rule', { timeout: 60_000 }, async () => {
    const h = await user('hq-handler');
    const { id } = await applyFor(h, { serial: 5 });
    await walk(office('hq'), id, 'deliver');
    const v = await view(h, id);
    expect(v.assessment?.lines.length).toBeGreaterThan(3);
    for (const l of v.assessment?.lines ?? []) expect(l.source.clause ?? l.source.assumption, l.text).toMatch(/./);
    for (const kind of ['confirmationForm', 'grant']) {
      const text = await print(h, v, kind);
      expect(text, kind).toContain('红桥区社会救助审核确认权限下放改革工作实施方案');
      expect(text, kind).toContain('四(二)1(4)');
      expect(text, kind).toContain('最低生活保障审核确认办法');
    }
  });
});

describe('临河', () => {
  let id = '';

  test('[LH-69] [LH-70] the village’s helper joins the delegate’s staff on the visit, nobody of another town does; home and neighbours are each on record with what was seen', { timeout: 60_000 }, async () => {
    const h = await user('lh-handler');
    await clock(h, '2022-06-15');
    ({ id } = await applyFor(h, { serial: 7, wage: 20_000 }));
    await walk(office('lh'), id, 'investigate');
    const visit = { on: await today(h), methods: ['home', 'neighbour'], neighbours: 2, applicantSigned: true, findings: '住两间平房，邻居称常年看病。', photos: [await h.photo(id)] };
    const [own, helper, stranger] = [await accountOf('lh-handler'), await accountOf('lh-village'), await accountOf('lh-b-handler')];
    expect((await h.act(id, 'recordInvestigation', { ...visit, investigators: [own, stranger] })).problem.code).toBe('input.invalid');
    await ok(h, id, 'recordInvestigation', { ...visit, investigators: [own, helper] });
    expect((await view(h, id)).investigations).toMatchObject([{ methods: ['home', 'neighbour'], findings: visit.findings, investigators: [expect.any(String), '钱协理'] }]);
  });

  test('[LH-46] the delegate keeps the closed case in the household’s archive: by a day, numbered, found complete, with its term, shut to other towns', { timeout: 60_000 }, async () => {
    const h = await user('lh-handler');
    expect((await h.post(`/cases/${id}/archive`, {})).problem.code).toBe('archive.state');
    await walk(office('lh'), id);
    const e = (await h.get<Output<typeof evidence>>(`/cases/${id}/evidence`)).body;
    expect(e).toMatchObject({ missing: [], due: { late: false, on: expect.stringMatching(/^2022-/) as string } });
    const r = await h.post<{ id: string; number: string }>(`/cases/${id}/archive`, {});
    expect(r.body.number).toMatch(/ 2022-0001$/);
    expect((await h.post(`/cases/${id}/archive/finding`, { outcome: 'complete' })).body).toEqual({ outcome: 'complete', missing: [] });
    const volume = (await h.get<ArchiveView>(`/archives/${r.body.id}`)).body;
    expect(volume).toMatchObject({ complete: 'complete', items: [{ number: (await view(h, id)).number }], retention: { text: expect.stringMatching(/./) as string } });
    expect((await (await user('lh-b-handler')).get(`/archives/${r.body.id}`)).status).toBe(404);
  });
});
