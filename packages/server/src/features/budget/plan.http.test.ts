import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { draftPlan, getOutturn, getPlanOfYear, listPlans } from '@doudi/core/api/budget';
import type { Output } from '@doudi/core/api/contract';
import { staffOf } from '../../testing/flow.ts';
import type { Answer } from '../../testing/client.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { post } from '../ledger/post.ts';

let server: TestServer;
const { user } = staffOf(() => server.origin);
let admin: pg.Client;
const COUNTY = { gx: 511_526, lh: 150_802 } as const;
type Key = keyof typeof COUNTY;

async function ok<T>(answer: Promise<Answer<T>>): Promise<T> {
  const a = await answer;
  if (a.status !== 200) throw new Error(`${a.status} ${JSON.stringify(a.body)}`);
  return a.body;
}

/** Granted households straight into the tables: the plan reads claims, not cases. */
async function grant(county: number, n: number, b: { programme: string; fen: number; from: string; to?: string; payment?: 'monthly' | 'once'; persons?: number }): Promise<void> {
  const unit = (await admin.query<{ id: number }>(`select id from unit where county_id = $1 and kind in ('town', 'street', 'township') order by id limit 1`, [county])).rows[0]?.id ?? 0;
  for (let i = 0; i < n; i++) {
    const [person, file] = [randomUUID(), randomUUID()];
    await admin.query(`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, birth, sex, created_at) values ($1, $2, $3, '', $4, '', $4, '1980-01-01', 'female', now())`, [county, person, unit, Buffer.from(randomUUID().slice(0, 16))]);
    await admin.query(`insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, seq, state, updated_at) values ($1, $2, $3, $4, $5, $5, 'granted', 'unit', '2021-01-04', $6, $7, $8, 1, '{}', now())`, [county, file, file.slice(0, 13), b.programme, unit, person, b.persons ?? 2, randomUUID()]);
    await admin.query(`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, to_month, payment, created_at) select $1, $2, $3, $4, $4, $5, id, number_idx, $6, $7, $8, $9, now() from person where county_id = $1 and id = $10`, [county, randomUUID(), file, unit, b.programme, b.fen, b.from, b.to ?? null, b.payment ?? 'monthly', person]);
  }
}

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
  for (const county of Object.values(COUNTY)) {
    await grant(county, 3, { programme: 'dibao', fen: 50_000, from: '2021-02' });
    await grant(county, 1, { programme: 'dibao', fen: 90_000, from: '2021-02', to: '2021-05' });
    await grant(county, 2, { programme: 'jinan', fen: 120_000, from: '2021-03', payment: 'once', persons: 1 });
  }
}, 120_000);
afterAll(async () => {
  await admin.end();
  await server.close();
});

const assumptions = (more: object = {}): object => ({ programmes: [{ programme: 'dibao', growthPercent: 0, standards: [{ fromMonth: '2022-07', percent: 10 }] }], sources: [{ source: 'higher', percent: 80 }, { source: 'budget', percent: 20 }], note: '', ...more });
type Plans = Output<typeof listPlans>;
type Plan = Output<typeof getPlanOfYear>;
const MONTH: Record<Key, string> = { gx: '', lh: '' };

describe.each<[Key, string]>([['gx', '[GX-21]'], ['lh', '[LH-14]']])('%s: the Bureau’s demand plan', (key, clause) => {
  let id = '';
  const draft = async (more: object = {}, headers: Record<string, string> = {}): Promise<Output<typeof draftPlan>> => await ok((await user(`${key}-county`)).post<Output<typeof draftPlan>>('/budget/plans', { year: 2022, month: MONTH[key], assumptions: assumptions(more) }, headers));

  test(`${clause} is drafted from the caseload and planned standards, per programme, unit, month and source, and confirmed by another person`, async () => {
    const county = await user(`${key}-county`);
    for (const login of ['county', 'chief', 'fin', 'audit']) await ok((await user(`${key}-${login}`)).put('/training/clock', { date: '2021-11-08' }));
    const list = await ok(county.get<Plans>('/budget/plans'));
    MONTH[key] = list.month;
    expect(list).toMatchObject({ nextYear: 2022, month: '2021-11', draft: null });
    const made = await draft({}, { 'idempotency-key': `${key}-plan-2022` });
    expect((await draft({}, { 'idempotency-key': `${key}-plan-2022` })).id).toBe(made.id);
    id = made.id;
    const plan = await ok(county.get<Plan>(`/budget/plans/${id}`));
    const dibao = plan.programmes.find((p) => p.programme === 'dibao');
    // Three households at 500 yuan; the fourth ended in May. Half the year ten percent more.
    expect(dibao).toMatchObject({ households: 3, persons: 6, fen: 150_000, averageFen: 50_000, yearFen: 6 * 150_000 + 6 * 165_000 });
    expect([dibao?.months[5], dibao?.months[6]]).toEqual([150_000, 165_000]);
    // What once was given in twelve months is a month's twelfth.
    expect(plan.programmes.find((p) => p.programme === 'jinan')).toMatchObject({ payment: 'once', households: 2, fen: 240_000, yearFen: 240_000 });
    expect(plan.rows.every((r) => r.unitName !== '')).toBe(true);
    expect(plan.yearFen).toBe(6 * 315_000 + 240_000);
    expect(plan.sources.map((s) => [s.percent, s.yearFen])).toEqual([[80, (plan.yearFen * 80) / 100], [20, (plan.yearFen * 20) / 100]]);
    expect(plan).toMatchObject({ status: 'drafted', steps: { draft: null } });
    expect((await county.post(`/budget/plans/${id}/confirm`, { outcome: 'confirm' })).problem).toMatchObject({ code: 'rights.denied' });
    await ok((await user(`${key}-chief`)).post(`/budget/plans/${id}/confirm`, { outcome: 'confirm' }, { 'idempotency-key': `${key}-confirm-1` }));
    expect((await (await user(`${key}-chief`)).post(`/budget/plans/${id}/confirm`, { outcome: 'return', note: '再看' })).problem).toMatchObject({ code: 'step.done' });
  });

  test('confirmed it is frozen with its figures, whatever the caseload does; a revision is a new version', async () => {
    const before = (await ok((await user(`${key}-audit`)).get<Plan>(`/budget/plans/${id}`))).yearFen;
    await grant(COUNTY[key], 1, { programme: 'dibao', fen: 70_000, from: '2021-10' });
    expect((await ok((await user(`${key}-fin`)).get<Plan>(`/budget/plans/${id}`))).yearFen).toBe(before);
    await expect(admin.query('update demand_plan set year_fen = 1 where id = $1', [id])).rejects.toMatchObject({ code: '23001' });
    const next = await draft();
    expect(next).toMatchObject({ version: 2 });
    expect(next.yearFen).toBeGreaterThan(before);
    // A draft is computed anew in its place; what is wrong in it is returned with the reason.
    expect(await draft()).toMatchObject({ id: next.id, version: 2 });
    const chief = await user(`${key}-chief`);
    expect((await chief.post(`/budget/plans/${next.id}/confirm`, { outcome: 'return' })).status).toBe(400);
    await ok(chief.post(`/budget/plans/${next.id}/confirm`, { outcome: 'return', note: '比例须与财政商定' }));
    const list = await ok(chief.get<Plans>('/budget/plans'));
    expect(list.items.map((p) => [p.version, p.status, p.current])).toEqual([[2, 'returned', false], [1, 'confirmed', true]]);
  });

  test('unknown sources, shares that are not the whole, months to come and posts without the right are refused', async () => {
    const county = await user(`${key}-county`);
    const send = async (body: object): Promise<string> => (await county.post('/budget/plans', body)).problem.code;
    expect(await send({ year: 2022, month: '2021-12', assumptions: assumptions() })).toBe('input.invalid');
    expect(await send({ year: 2022, month: MONTH[key], assumptions: assumptions({ sources: [{ source: 'nobody', percent: 100 }] }) })).toBe('input.invalid');
    expect(await send({ year: 2022, month: MONTH[key], assumptions: assumptions({ sources: [{ source: 'higher', percent: 90 }] }) })).toBe('input.invalid');
    for (const login of ['fin', 'audit', 'chief']) expect((await (await user(`${key}-${login}`)).post('/budget/plans', { year: 2022, month: MONTH[key], assumptions: assumptions() })).problem).toMatchObject({ code: 'rights.denied' });
    expect((await (await user(`${key}-handler`)).get('/budget/plans')).problem).toMatchObject({ code: 'rights.denied' });
  });
});

describe('budget against actual', () => {
  test('[GX-21] plan, allocations of the ledger, what was paid and the forecast of the year end; what is short is said in words', async () => {
    const county = COUNTY.gx;
    await ok((await user('gx-county')).put('/training/clock', { date: '2022-02-10' }));
    await server.installation.db.transaction({ county, area: null, user: randomUUID() }, async (tx) => {
      const lines = (fen: number): Parameters<typeof post>[1]['lines'] => [{ account: { kind: 'bank', programme: 'dibao' }, fen }, { account: { kind: 'source', source: 'higher', programme: 'dibao' }, fen: -fen }];
      await post(tx, { county, kind: 'allocation', on: '2022-01-05', at: '2022-01-05T09:00:00+08:00', by: 'system', memo: '一季度', key: 'a1', lines: lines(1_000_000) });
      await post(tx, { county, kind: 'allocation', on: '2021-12-30', at: '2022-01-05T09:00:01+08:00', by: 'system', memo: '上年', key: 'a0', lines: lines(7_000_000) });
    });
    // January is paid but for one household's line, which is held.
    await admin.query(`insert into roll (county_id, id, programme, month, status, item, made_by, made_at) values ($1, $2, 'dibao', '2022-01', 'drafted', '低保金', $2, now())`, [county, randomUUID()]);
    await admin.query(`insert into roll_line (county_id, roll_id, pay_roll_id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, item, due_fen, paid_fen, status, holds)
      select b.county_id, r.id, r.id, b.id, b.case_id, b.person_id, b.unit_id, b.area_id, b.programme, r.month, '低保金', b.monthly_fen, case when b.monthly_fen = 70000 then 0 else b.monthly_fen end, case when b.monthly_fen = 70000 then 'held' else 'paid' end, case when b.monthly_fen = 70000 then array['noAccount'] else '{}' end
      from benefit b join roll r on r.county_id = b.county_id and r.programme = b.programme where b.county_id = $1 and b.to_month is null and b.programme = 'dibao'`, [county]);
    const o = await ok((await user('gx-fin')).get<Output<typeof getOutturn>>('/budget/outturn?year=2022'));
    const row = o.rows.find((r) => r.programme === 'dibao');
    const forecast = 150_000 + 70_000 + 11 * 220_000;
    expect(row).toMatchObject({ plannedFen: 1_890_000, allocatedFen: 1_000_000, paidFen: 150_000, openFen: 70_000, runningFen: 220_000, forecastFen: forecast, shortFen: forecast - 1_000_000, overFen: forecast - 1_890_000 });
    expect(row?.warning).toContain('到年底尚缺 16,400.00 元');
    expect(row?.paid.slice(0, 2)).toEqual([150_000, 0]);
    expect(o.plan).toMatchObject({ version: 1 });
    expect(o.sources.find((s) => s.source === 'higher')).toMatchObject({ allocatedFen: 1_000_000 });
    expect(o.units.filter((u) => u.programme === 'dibao').reduce((n, u) => n + u.forecastFen, 0)).toBe(forecast);
    // The year before had its own money and no plan.
    expect((await ok((await user('gx-audit')).get<Output<typeof getOutturn>>('/budget/outturn?year=2021'))).rows.find((r) => r.programme === 'dibao')).toMatchObject({ plannedFen: 0, allocatedFen: 7_000_000 });
    expect((await (await user('gx-leader')).get('/budget/outturn')).problem).toMatchObject({ code: 'rights.denied' });
  });
});
