import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { getScenario, getStandardChange, listScenarioLines, listStandardChangeCases, listTriable } from '@doudi/core/api/budget';
import type { Output } from '@doudi/core/api/contract';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import type { Answer, Client } from '../../testing/client.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { until } from '../../testing/until.ts';
import { createServices } from '../../services.ts';
import { rebuildMeansOfCounty } from './means-input.ts';
import { runChange } from './change.ts';
import { computeScenario } from './what-if.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);
const county = (): Promise<Client> => user('hq-county');
const chief = (): Promise<Client> => user('hq-chief');
const HQ = 120_106;

async function ok<T>(answer: Promise<Answer<T>>): Promise<T> {
  const a = await answer;
  if (a.status !== 200) throw new Error(`${a.status} ${JSON.stringify(a.body)}`);
  return a.body;
}
const clock = async (date: string): Promise<unknown> => await ok((await county()).put('/training/clock', { date }));
async function query<T>(text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: server.installation.adminUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as T[];
  } finally {
    await client.end();
  }
}

type Scenario = Output<typeof getScenario>;
type Change = Output<typeof getStandardChange>;
const settled = async <T extends { status: string }>(read: () => Promise<T>, ends: readonly string[]): Promise<T> => await until(read, (now) => ends.includes(now.status), 'ended', 60_000);
const scenario = async (id: string): Promise<Scenario> => await settled(async () => await ok((await county()).get<Scenario>(`/budget/scenarios/${id}`)), ['done', 'failed']);
async function tryOut(body: object): Promise<Scenario> {
  const { id } = await ok((await county()).post<{ id: string }>('/budget/scenarios', { title: '提高低保标准', month: '2021-12', values: [], ...body }));
  return await scenario(id);
}
const lines = async (id: string, more = ''): Promise<Output<typeof listScenarioLines>['items']> => (await ok((await county()).get<Output<typeof listScenarioLines>>(`/budget/scenarios/${id}/lines?limit=50${more}`))).items;
const view = async (id: string): Promise<Output<typeof import('@doudi/core/api/cases').getCase>> => await ok((await office('hq')('handler')).get(`/cases/${id}`));

let first: { id: string; number: string };
let second: { id: string };
let refused: { id: string };
let standard: Output<typeof listTriable>['items'][number];
const fen = async (id: string): Promise<number> => (await view(id)).decision?.monthlyFen ?? 0;

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  await clock('2021-11-08');
  const h = await user('hq-handler');
  first = await applyFor(h, { serial: 51 });
  second = await applyFor(h, { serial: 52, wage: 90_000 });
  // Just above the standard for two: would come in with a higher one.
  refused = await applyFor(h, { serial: 53, wage: 230_000 });
  for (const c of [first, second, refused]) await walk(office('hq'), c.id, 'deliver');
  const found = (await ok((await county()).get<Output<typeof listTriable>>('/budget/parameters?month=2021-12'))).items.find((p) => p.key === 'standard.monthly' && p.area === 'urban');
  if (!found) throw new Error('no standard');
  standard = found;
}, 240_000);
afterAll(async () => {
  await server.close();
});

const value = (to: number): object => ({ key: 'standard.monthly', value: to, ...(standard.programme ? { programme: standard.programme } : {}), ...(standard.area ? { area: standard.area } : {}) });
const RAISE = 10_000;
const raised = (): number => (standard.value as number) + RAISE;

describe('a what-if over the county', () => {
  test('with the present law changes nothing: what is computed is what was decided', async () => {
    const s = await tryOut({ title: '现行标准' });
    expect(s.status).toBe('done');
    expect(s.totals).toMatchObject({ monthFen: 0, before: { households: 2, persons: 4 }, unknown: 0 });
    expect([s.outcomes.same.households, s.outcomes.out.households]).toEqual([2, 1]);
    expect(s.propose).toMatchObject({ allowed: false });
  });

  test('a higher standard: who gains how much, who would come in, by programme and unit; each household leads to its case', async () => {
    const s = await tryOut({ values: [value(raised())] });
    // Two persons each: the difference rises by twice the standard.
    expect(s.outcomes.gain).toMatchObject({ households: 2, afterFen: s.outcomes.gain.beforeFen + 4 * RAISE });
    expect(s.outcomes.entry.households).toBe(1);
    expect(s.totals?.monthFen).toBe(4 * RAISE + s.outcomes.entry.afterFen);
    expect(s.totals?.yearFen).toBe((s.totals?.monthFen ?? 0) * 12);
    expect(s.tried).toMatchObject([{ label: standard.label, before: standard.text }]);
    expect(s.units.reduce((n, u) => n + u.totals.monthFen, 0)).toBe(s.totals?.monthFen);
    expect(s.programmes.map((p) => p.programme)).toEqual(['dibao']);
    const all = await lines(s.id);
    expect(all).toHaveLength(3);
    expect(all.find((l) => l.case === first.id)).toMatchObject({ outcome: 'gain', number: first.number, name: '王*', beforeFen: await fen(first.id), afterFen: (await fen(first.id)) + 2 * RAISE });
    expect((await lines(s.id, '&outcome=entry')).map((l) => l.case)).toEqual([refused.id]);
    const file = await fetch(`${server.origin}/api/v1/budget/scenarios/${s.id}/export`, { headers: { authorization: `Bearer ${(await county()).token}` } });
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']);
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(2000);
  });

  test('is the same whatever the number of threads, and bound by its hash', async () => {
    const s = await tryOut({ values: [value(raised())] });
    const services = createServices(server.installation);
    const row = (await query<{ id: string; month: string; up_to: string; law_on: string; refused_months: number; tried: [] }>('select id, month, up_to, law_on::text, refused_months, tried from scenario where id = $1', [s.id]))[0];
    if (!row) throw new Error('no scenario');
    await query('delete from scenario_part where scenario_id = $1', [s.id]);
    const again = await computeScenario(services, HQ, row, async () => undefined, 1);
    expect(again.hash).toBe(s.hash);
    await query('delete from scenario_part where scenario_id = $1', [s.id]);
    expect((await computeScenario(services, HQ, { ...row, refused_months: 0 }, async () => undefined, 2)).hash).not.toBe(s.hash);
  });

  test('of a past month has the caseload and the sums of that month: nobody was paid in November', async () => {
    const s = await tryOut({ month: '2021-11', values: [value(raised())], refusedMonths: 0 });
    expect(s.totals).toMatchObject({ before: { households: 0 }, monthFen: 0 });
    const withLater = await tryOut({ month: '2021-10', values: [value(raised())], upToNow: true, refusedMonths: 0 });
    expect(withLater.outcomes.gain.households).toBe(2);
  });

  test('the projection is what the log says: built anew it is the same', async () => {
    const all = (): Promise<unknown[]> => query('select case_id, seq, status, law_on::text, from_month, until_month, persons, income_fen, fen, unable, facts::text, why from means_input where county_id = $1 order by case_id, seq', [HQ]);
    const before = await all();
    expect(before).toHaveLength(3);
    expect(await rebuildMeansOfCounty(createServices(server.installation), HQ, true)).toBe(3);
    expect(await all()).toEqual(before);
    // Free text, ids and names stay in the case.
    for (const r of before as { facts: string }[]) expect(r.facts).not.toMatch(/一号楼|长期患病|[0-9a-f]{8}-/);
  });

  test('a household that cannot be computed is told with the reason, counted in the totals at what it is paid, and never guessed', async () => {
    await query(`update means_input set why = 'differs', detail = '按事实测算每月 1.00 元' where case_id = $1`, [second.id]);
    const s = await tryOut({ values: [value(raised())] });
    expect(s.totals).toMatchObject({ unknown: 1, before: { households: 2 }, monthFen: 2 * RAISE + s.outcomes.entry.afterFen });
    expect(s.unknown).toEqual([{ why: 'differs', text: '核定金额与按登记事实测算的金额不一致', households: 1, fen: await fen(second.id) }]);
    expect((await lines(s.id, '&outcome=unknown'))[0]).toMatchObject({ case: second.id, why: '核定金额与按登记事实测算的金额不一致（按事实测算每月 1.00 元）' });
    await query(`update means_input set why = null, detail = null where case_id = $1`, [second.id]);
  });

  test('what cannot be tried is refused; whoever may not see the county’s money sees nothing', async () => {
    const c = await county();
    expect((await c.post('/budget/scenarios', { title: '不对', month: '2021-12', values: [{ key: 'deadline.case', value: 3 }] })).problem).toMatchObject({ code: 'input.invalid' });
    expect((await c.post('/budget/scenarios', { title: '不对', month: '2099-12', values: [] })).problem).toMatchObject({ code: 'input.invalid' });
    expect((await (await user('lh-county')).get(`/budget/scenarios/${(await tryOut({})).id}`)).status).toBe(404);
    for (const login of ['hq-handler', 'hq-leader', 'hq-sys']) expect((await (await user(login)).get('/budget/scenarios')).problem).toMatchObject({ code: 'rights.denied' });
    for (const login of ['hq-audit', 'hq-fin']) {
      const u = await user(login);
      expect((await u.get('/budget/scenarios')).status).toBe(200);
      expect((await u.post('/budget/scenarios', { title: '不行', month: '2021-12', values: [] })).problem).toMatchObject({ code: 'rights.denied' });
    }
  });
});

describe('a standard raised for the whole county, with arrears', () => {
  const roll = async (month: string): Promise<{ id: string; added: number }> => await ok((await user('hq-pay')).post('/rolls', { programme: 'dibao', month }));
  let change = '';
  let again = '';
  let before: number[] = [];

  test('December is paid by the old standard; in January a standard in force since December is proposed by one person and decided by another', async () => {
    before = [await fen(first.id), await fen(second.id)];
    await clock('2021-12-02');
    const h = await user('hq-handler');
    for (const [i, c] of [first, second].entries()) await ok(h.post(`/cases/${c.id}/payment-account`, { bank: '测试银行', holder: '王安', number: `622200000000005${i}001` }));
    const december = await roll('2021-12');
    expect(december.added).toBe(2);
    await ok((await user('hq-pay')).post(`/rolls/${december.id}/freeze`, {}));
    await clock('2022-01-04');
    // A caseload of December without those who came since leaves people out: it cannot be proposed.
    const narrow = await tryOut({ values: [value(raised())] });
    expect((await (await county()).post(`/budget/scenarios/${narrow.id}/propose`, { title: '标准', number: 'x1', issuedOn: '2022-01-01', reason: '提标' })).problem).toMatchObject({ code: 'input.invalid' });
    const s = await tryOut({ values: [value(raised())], upToNow: true });
    expect(s).toMatchObject({ propose: { allowed: true }, backMonths: 1 });
    const body = { title: '关于提高最低生活保障标准的通知', number: '津民发〔2022〕1号', issuedOn: '2022-01-03', reason: '年度标准调整' };
    expect((await (await chief()).post(`/budget/scenarios/${s.id}/propose`, body)).problem).toMatchObject({ code: 'rights.denied' });
    const key = { 'idempotency-key': 'propose-once' };
    const made = await ok((await county()).post<{ id: string }>(`/budget/scenarios/${s.id}/propose`, body, key));
    // The same request again is the same proposal; another one is refused.
    expect((await ok((await county()).post<{ id: string }>(`/budget/scenarios/${s.id}/propose`, body, key))).id).toBe(made.id);
    expect((await (await county()).post(`/budget/scenarios/${s.id}/propose`, body)).problem).toMatchObject({ code: 'step.done' });
    change = made.id;
    expect((await (await county()).post(`/budget/changes/${change}/decide`, { outcome: 'agree' })).problem).toMatchObject({ code: 'rights.denied' });
    await expect(query(`update standard_change set status = 'applying', decided_by = proposed_by, decided_at = now() where id = $1`, [change])).rejects.toMatchObject({ constraint: 'standard_change_two_persons' });
  });

  test('sums found before an upgrade or by another law are not applied: neither proposed nor agreed to, only turned down and computed anew', async () => {
    const body = { title: '测算过时', number: '测字〔2022〕9号', issuedOn: '2022-01-03', reason: '提标' };
    const old = await tryOut({ values: [value(raised())], upToNow: true });
    const basis = (await query<{ basis: Buffer }>('select basis from scenario where id = $1', [old.id]))[0]?.basis;
    const set = async (id: string, b: Buffer | null | undefined): Promise<unknown> => await query('update scenario set basis = $2 where id = $1', [id, b]);
    for (const [other, words] of [[null, '升级以前'], [Buffer.alloc(32), '有变']] as const) {
      await set(old.id, other);
      expect((await (await county()).post(`/budget/scenarios/${old.id}/propose`, body)).problem).toMatchObject({ code: 'budget.stale', rule: expect.stringContaining(words) as string, allowed: ['重新测算，再据以提标'] });
      expect((await scenario(old.id)).propose).toMatchObject({ allowed: false, why: expect.stringContaining(words) as string });
    }
    expect((await ok((await county()).get<{ items: { id: string; stale: string | null }[] }>('/budget/scenarios'))).items.find((s) => s.id === old.id)?.stale).toContain('有变');
    await set(old.id, basis);
    const { id } = await ok((await county()).post<{ id: string }>(`/budget/scenarios/${old.id}/propose`, body));
    const u = await chief();
    expect((await ok(u.get<Change>(`/budget/changes/${id}`))).stale).toBeNull();
    await set(old.id, Buffer.alloc(32));
    expect((await u.post(`/budget/changes/${id}/decide`, { outcome: 'agree' })).problem.code).toBe('budget.stale');
    expect((await ok(u.get<Change>(`/budget/changes/${id}`))).stale).toContain('有变');
    expect(await query('select 1 from county_parameter where change_id = $1', [id])).toEqual([]);
    await ok(u.post(`/budget/changes/${id}/decide`, { outcome: 'reject', note: '重新测算' }));
  });

  test('decided once, it raises every computable household by itself: rate, log, and a supplement for the month paid already', async () => {
    const u = await chief();
    const key = { 'idempotency-key': 'decide-once' };
    const decided = await ok(u.post(`/budget/changes/${change}/decide`, { outcome: 'agree' }, key));
    expect(decided).toMatchObject({ status: 'applying', pending: 2, skipped: 0 });
    expect(await ok(u.post(`/budget/changes/${change}/decide`, { outcome: 'agree' }, key))).toEqual(decided);
    expect((await u.post(`/budget/changes/${change}/decide`, { outcome: 'agree' })).problem).toMatchObject({ code: 'step.done' });
    const done = await settled(async () => await ok(u.get<Change>(`/budget/changes/${change}`)), ['applied']);
    expect(done).toMatchObject({ applied: { households: 2, monthFen: 4 * RAISE, months: 2, supplementFen: 4 * RAISE }, pending: 0, skipped: [], newcomers: 0 });
    // Run again, as after a kill, nothing is done twice.
    await runChange(createServices(server.installation), { county: HQ, change });
    for (const [i, c] of [first, second].entries()) {
      const v = await view(c.id);
      expect(v.changes).toMatchObject([{ ground: 'standard', fromFen: before[i], monthlyFen: (before[i] ?? 0) + 2 * RAISE, fromMonth: '2021-12', number: '津民发〔2022〕1号' }]);
      expect(v.log.filter((l) => l.kind === 'standardChanged')).toHaveLength(1);
    }
    const rates = await query<{ from_month: string; monthly_fen: string }>('select r.from_month, r.monthly_fen from benefit_rate r join benefit b on b.id = r.benefit_id where b.case_id = $1 order by 1', [first.id]);
    expect(rates.map((r) => [r.from_month, Number(r.monthly_fen)])).toEqual([['2021-12', (before[0] ?? 0) + 2 * RAISE]]);
    const cases = (await ok(u.get<Output<typeof listStandardChangeCases>>(`/budget/changes/${change}/cases?status=applied`))).items;
    expect(cases.map((c) => [c.status, c.months, c.supplementFen])).toEqual([['applied', 1, 2 * RAISE], ['applied', 1, 2 * RAISE]]);
  });

  test('the next roll pays the new sum and the difference of December as a line of its own, and never again', async () => {
    const january = await roll('2022-01');
    const due = await query<{ month: string; part: number; due_fen: string }>('select month, part, due_fen from roll_line where case_id = $1 order by month, part', [first.id]);
    expect(due.map((d) => [d.month, d.part, Number(d.due_fen)])).toEqual([['2021-12', 0, before[0]], ['2021-12', 1, 2 * RAISE], ['2022-01', 0, (before[0] ?? 0) + 2 * RAISE]]);
    expect((await roll('2022-01')).id).toBe(january.id);
    expect(await query('select 1 from roll_line where case_id = $1', [first.id])).toHaveLength(3);
  });

  test('the decided value is the county’s law with its document: the policy page shows it, new cases are computed by it, and a what-if by the law of today finds nobody left', async () => {
    const page = await ok((await user('hq-handler')).get<{ items: { key: string; area: string | null; value: unknown; from: string; source: { clause?: string } }[] }>('/policy/parameters?q=standard.monthly&on=2022-01-04'));
    expect(page.items.find((p) => p.key === 'standard.monthly' && p.area === standard.area)).toMatchObject({ value: raised(), from: '2021-12-01', source: { clause: '《关于提高最低生活保障标准的通知》（津民发〔2022〕1号）' } });
    const s = await tryOut({ month: '2022-01' });
    expect(s.totals).toMatchObject({ monthFen: s.outcomes.entry.afterFen, unknown: 0 });
    expect([s.outcomes.same.households, s.outcomes.entry.households]).toEqual([2, 1]);
    // And the projection rebuilt from the log, by the law as it was known at each act, says the same.
    await rebuildMeansOfCounty(createServices(server.installation), HQ, true);
    expect((await tryOut({ month: '2022-01' })).outcomes.same.households).toBe(2);
    const h = await user('hq-handler');
    const fresh = await applyFor(h, { serial: 54 });
    await walk(office('hq'), fresh.id, 'opine');
    expect((await view(fresh.id)).assessment).toMatchObject({ standardFen: raised() });
  });

  test('a lower standard changes nobody by mass: losses are listed to be changed one by one', async () => {
    const s = await tryOut({ month: '2022-01', values: [value(raised() - 5000)] });
    expect(s.outcomes.loss.households).toBe(2);
    expect(s.propose).toMatchObject({ allowed: false });
  });

  test('a change turned down leaves everything as it was and may be proposed anew', async () => {
    const s = await tryOut({ month: '2022-02', values: [value(raised() + 1000)] });
    const body = { title: '再次提高标准', number: '津民发〔2022〕2号', issuedOn: '2022-01-03', reason: '试行' };
    const { id } = await ok((await county()).post<{ id: string }>(`/budget/scenarios/${s.id}/propose`, body));
    expect((await (await chief()).post(`/budget/changes/${id}/decide`, { outcome: 'reject' })).status).toBe(400);
    await ok((await chief()).post(`/budget/changes/${id}/decide`, { outcome: 'reject', note: '财力不足' }));
    expect(await query('select 1 from county_parameter where change_id = $1', [id])).toEqual([]);
    again = (await ok((await county()).post<{ id: string }>(`/budget/scenarios/${s.id}/propose`, body))).id;
  });

  test('a household that is being checked is not raised until a named person answers for it; the answer stands beside it', async () => {
    await ok((await user('hq-handler')).post(`/cases/${second.id}/benefit`, { kind: 'reopened', on: '2022-01-04', reason: '收到举报' }));
    const u = await chief();
    expect(await ok(u.post(`/budget/changes/${again}/decide`, { outcome: 'agree' }))).toMatchObject({ pending: 1, asked: 1, skipped: 0 });
    const applied = async (): Promise<Change> => await settled(async () => await ok(u.get<Change>(`/budget/changes/${again}`)), ['applied']);
    expect(await applied()).toMatchObject({ applied: { households: 1, monthFen: 2000 }, asked: 1, review: { households: 0 } });
    const asked = (await ok(u.get<Output<typeof listStandardChangeCases>>(`/budget/changes/${again}/cases?status=asked`))).items;
    expect(asked).toMatchObject([{ case: second.id, why: '案件正在重新核查', otherFen: 0, answer: null }]);
    const at = `/budget/changes/${again}/cases/${second.id}/answer`;
    expect((await (await county()).post(at, { answer: 'raise', reason: '核查不影响标准' })).problem).toMatchObject({ code: 'rights.denied' });
    await ok(u.post(at, { answer: 'raise', reason: '核查不影响标准' }));
    expect((await u.post(at, { answer: 'leave', reason: '改变主意' })).problem).toMatchObject({ code: 'step.done' });
    expect(await applied()).toMatchObject({ applied: { households: 2, monthFen: 4000 }, asked: 0 });
    const cases = (await ok(u.get<Output<typeof listStandardChangeCases>>(`/budget/changes/${again}/cases?status=applied`))).items;
    expect(cases.find((c) => c.case === second.id)?.answer).toMatchObject({ text: '随提标调整', reason: '核查不影响标准' });
    // The claim names the document by which it was raised.
    expect(await query('select ground, ground_number, ground_on::text from benefit where case_id = $1', [second.id])).toEqual([{ ground: 'standard', ground_number: '津民发〔2022〕2号', ground_on: '2022-01-03' }]);
  });

  test('the law of the county is written only as its decision says, and county-wide: not by a street, not under another number', async () => {
    const row = (number: string): string => `insert into county_parameter select county_id, gen_random_uuid(), 'standard.other', label, unit, value, programme, area, from_date, title, '${number}', issued_on, change_id, entered_by, entered_by_name, decided_by, decided_by_name, decided_at from county_parameter where change_id = '${again}' limit 1`;
    const as = (area: string, text: string): Promise<unknown> => query(`begin; set local role doudi_app; set local app.county = '${HQ}'; set local app.area = '${area}'; ${text}; rollback`);
    for (const text of [row('津民发〔2022〕2号'), row('别的文号')]) await expect(as('*', text)).rejects.toMatchObject({ code: '42501' });
    await expect(as('1', `insert into roll_event (county_id, id, roll_id, kind, by_account, by_name, at) select county_id, gen_random_uuid(), id, 'released', made_by, 'x', now() from roll limit 1`)).rejects.toMatchObject({ code: '42501' });
  });
});
