import { randomUUID } from 'node:crypto';
import type { Output } from '@doudi/core/api/contract';
import type { aidSetup, aidSummary, listUrgent } from '@doudi/core/api/aid';
import { addMonths } from '@doudi/core/case/months';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { staffOf, walk } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { applyAid, balance, cash, COUNTIES, fund, must, rows, session, view } from './aid.fixture.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);
const HQ = COUNTIES.hq.unit;

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
  await fund(server, 'hq', HQ, 2_000_000);
});
afterAll(async () => await server.close());

const given = async (id: string) => await rows(server, 'hq', sql<{ fen: number; form: string; phase: string }>`select fen, form, phase from aid_payment where case_id = ${id} order by seq`);
const lines = async (id: string) => await rows(server, 'hq', sql<{ channel: string; due_fen: number; paid_fen: number; status: string }>`select channel, due_fen, paid_fen, status from roll_line where case_id = ${id} order by part`);
const urgent = async (login: string): Promise<Output<typeof listUrgent>> => (await (await user(login)).get<Output<typeof listUrgent>>('/aid/urgent')).body;

describe('an urgent case', () => {
  test('[HQ-88, HQ-136, HQ-137, HQ-138, HQ-169] is accepted without papers, relieved in cash within the hours before any decision, and its papers are asked for afterwards until they are complete', async () => {
    const h = await user('hq-handler');
    const before = await balance(server, 'hq', HQ);
    const c = await applyAid(h, { serial: 111, emergency: true, papers: false });
    expect((await urgent('hq-leader')).items.find((x) => x.case === c.id)).toMatchObject({ relieved: null, light: { light: 'green', text: '还有 23 小时' } });
    await must(h, c.id, 'accept');
    await must(h, c.id, 'giveAid', await cash(h, await user('hq-handler2'), c));
    expect(await given(c.id)).toEqual([{ fen: 50_000, form: 'cash', phase: 'relief' }]);
    expect(before - (await balance(server, 'hq', HQ))).toBe(50_000);

    const v = await view(h, c.id);
    expect(v.status).toBe('accepted');
    expect(v.aid).toMatchObject({ clock: { inTime: true }, givenFen: 50_000, restFen: 0 });
    expect(v.aid?.missing.map((m) => m.id)).toEqual(['id-proof', 'event-papers']);
    expect(v.letters.map((l) => l.kind)).toContain('aidReceipt');
    expect(v.aid?.given[0]?.receipt).toBe(v.letters.find((l) => l.kind === 'aidReceipt')?.id);
    const due = v.deadlines.find((d) => d.id === 'papers');
    expect(due).toMatchObject({ days: 5, unit: 'wd', finishedOn: null });
    expect((await urgent('hq-county')).items.find((x) => x.case === c.id)).toMatchObject({ relieved: { fen: 50_000, inTime: true }, formalities: { due: due?.due }, missing: [expect.any(String), expect.any(String)] });
    expect((await h.get<{ items: { id: string; nextStep: string | null }[] }>('/worklist?tab=todo&step=papers&limit=100')).body.items.map((i) => i.id)).toContain(c.id);

    await walk(office('hq'), c.id, 'deliver');
    expect((await view(h, c.id)).status).toBe('granted');
    // Decided already, and still reminded; the papers may come after the decision.
    expect((await urgent('hq-county')).items.map((x) => x.case)).toContain(c.id);
    await must(h, c.id, 'receiveMaterials', { materials: ['id-proof', 'event-papers'] });
    const after = await view(h, c.id);
    expect(after.aid?.missing).toEqual([]);
    expect(after.deadlines.find((d) => d.id === 'papers')?.finishedOn).not.toBeNull();
    // Its second handler has still to confirm; then nothing is left.
    expect((await urgent('hq-county')).items.find((x) => x.case === c.id)).toMatchObject({ missing: [], waits: [expect.any(String)] });
    await must(await user('hq-handler2'), c.id, 'confirmGiven', { payment: after.aid?.given[0]?.number ?? '', outcome: 'agree' });
    expect((await urgent('hq-county')).items.map((x) => x.case)).not.toContain(c.id);
  });

  test('[HQ-142, HQ-176] is not granted before relief is recorded; the decision counts what was given: the bank pays only the rest, and the month shows both', async () => {
    const h = await user('hq-handler');
    const c = await applyAid(h, { serial: 112, emergency: true });
    await must(h, c.id, 'accept');
    const sent = await walk(office('hq'), c.id, 'relieve').catch((e: unknown) => e);
    expect(sent).toEqual([]);
    await must(h, c.id, 'giveAid', await cash(h, await user('hq-handler2'), c, { fen: 80_000 }));
    await walk(office('hq'), c.id, 'deliver');
    const v = await view(h, c.id);
    expect(v.decision?.monthlyFen).toBeGreaterThan(80_000);
    expect(v.aid).toMatchObject({ givenFen: 80_000, restFen: (v.decision?.monthlyFen ?? 0) - 80_000 });
    expect(await lines(c.id)).toEqual([{ channel: 'cash', due_fen: 80_000, paid_fen: 80_000, status: 'paid' }]);
    expect((await (await user('hq-pay')).post('/rolls', { programme: 'jinan', month: v.decision?.fromMonth })).status).toBe(200);
    const both = await lines(c.id);
    expect(both.map((l) => [l.channel, l.due_fen]).sort()).toEqual([['bank', (v.decision?.monthlyFen ?? 0) - 80_000], ['cash', 80_000]]);
    expect(both.reduce((n, l) => n + l.due_fen, 0)).toBe(v.decision?.monthlyFen);
  });

  test('[HQ-175] what was granted is handed over in goods with the reason; given and rest are the sum decided, never more, and the bank pays none of it again', async () => {
    const h = await user('hq-handler');
    const second = await user('hq-handler2');
    const c = await applyAid(h, { serial: 113 });
    await must(h, c.id, 'accept');
    expect((await h.act(c.id, 'giveAid', await cash(h, second, c))).problem).toMatchObject({ code: 'step.order', missing: ['认定须立即救助'] });
    await walk(office('hq'), c.id, 'deliver');
    const sum = (await view(h, c.id)).decision?.monthlyFen ?? 0;
    expect((await (await user('hq-pay')).post('/rolls', { programme: 'jinan', month: (await view(h, c.id)).decision?.fromMonth })).status).toBe(200);
    expect((await h.act(c.id, 'giveAid', await cash(h, second, c, { fen: sum + 1 }))).problem.code).toBe('opinion.amount');
    expect((await h.act(c.id, 'giveAid', await cash(h, second, c, { form: 'goods', fen: 30_000 }))).problem.code).toBe('reason.missing');
    await must(h, c.id, 'giveAid', await cash(h, second, c, { form: 'goods', goods: '大米 50 公斤，棉被 2 床', fen: 30_000 }));
    await must(h, c.id, 'giveAid', await cash(h, second, c, { fen: sum - 30_000 }));
    expect((await h.act(c.id, 'giveAid', await cash(h, second, c, { fen: 1 }))).problem.code).toBe('step.done');
    const all = await lines(c.id);
    expect(all.filter((l) => l.channel === 'cash').reduce((n, l) => n + l.paid_fen, 0)).toBe(sum);
    expect(all.filter((l) => l.channel === 'bank').map((l) => l.status)).toEqual(['excluded']);
    expect((await view(h, c.id)).aid?.given.map((g) => [g.form, g.goods, g.reason])).toEqual([['goods', '大米 50 公斤，棉被 2 床', '急需住院押金'], ['cash', '', '急需住院押金']]);
  });

  test('one handler, a handler who is not there, a missing third signature, another time, more than may go first: each refused, and nothing is paid', async () => {
    const h = await user('hq-handler');
    const second = await user('hq-handler2');
    const c = await applyAid(h, { serial: 114, emergency: true });
    await must(h, c.id, 'accept');
    const me = await session(h);
    const code = async (more: Record<string, unknown>): Promise<string> => (await h.act(c.id, 'giveAid', await cash(h, second, c, more))).problem.code;
    expect(await code({ handlers: [me.account] })).toBe('investigation.persons');
    expect(await code({ handlers: [me.account, me.account] })).toBe('investigation.persons');
    expect(await code({ handlers: [(await session(second)).account, (await session(await user('hq-leader'))).account] })).toBe('input.invalid');
    expect(await code({ handlers: [me.account, (await session(await user('hq-b-handler'))).account] })).toBe('input.invalid');
    expect(await code({ noSignature: { reason: '双手烧伤', witness: '李某' } })).toBe('investigation.signature');
    expect(await code({ recipient: randomUUID() })).toBe('input.invalid');
    expect(await code({ at: `${me.today.slice(0, 4)}-01-01T08:00` })).toBe('date.order');
    expect(await code({ at: `${Number(me.today.slice(0, 4)) + 1}-01-01T08:00` })).toBe('date.order');
    expect(await code({ fen: 300_001 })).toBe('opinion.amount');
    expect(await given(c.id)).toEqual([]);
    await must(h, c.id, 'giveAid', await cash(h, second, c, { fen: 300_000, recipientSigned: false, noSignature: { reason: '昏迷', witness: '护士长 田禾' } }));
    expect(await code({ fen: 1 })).toBe('opinion.amount');
  });

  test('[GX-53] more than the imprest holds is refused with what to do, and nothing of the case is written', async () => {
    const h = await user('hq-b-handler');
    const second = await user('hq-b-handler2');
    const { unit } = await session(h);
    await fund(server, 'hq', unit.key, 40_000);
    const c = await applyAid(h, { serial: 115, emergency: true });
    await must(h, c.id, 'accept');
    const seq = (await view(h, c.id)).seq;
    const no = (await h.act(c.id, 'giveAid', await cash(h, second, c, { fen: 40_001 }))).problem;
    expect(no).toMatchObject({ code: 'fund.short', missing: ['还差 0.01 元'], allowed: expect.arrayContaining(['申请补足备用金']) as string[] });
    expect((await view(h, c.id)).seq).toBe(seq);
    expect(await given(c.id)).toEqual([]);
    await must(h, c.id, 'giveAid', await cash(h, second, c, { fen: 40_000 }));
    expect(await balance(server, 'hq', unit.key)).toBe(0);
  });

  test('retried, at once and later, it pays once', async () => {
    const h = await user('hq-handler');
    const c = await applyAid(h, { serial: 116, emergency: true });
    await must(h, c.id, 'accept');
    const before = await balance(server, 'hq', HQ);
    const body = { payload: await cash(h, await user('hq-handler2'), c), seq: (await view(h, c.id)).seq };
    const key = { 'idempotency-key': randomUUID() };
    const path = `/cases/${c.id}/commands/giveAid`;
    const at = await Promise.all([1, 2, 3, 4].map(async () => await h.post<{ seq: number }>(path, body, key)));
    expect(at.filter((r) => r.status === 200).length).toBeGreaterThan(0);
    expect(at.every((r) => r.status === 200 || r.status === 409 || r.status === 503)).toBe(true);
    expect((await h.post(path, body, key)).status).toBe(200);
    // Another click with another key looked at an older state.
    expect((await h.post(path, body, { 'idempotency-key': randomUUID() })).problem.code).toBe('conflict.version');
    expect(await given(c.id)).toHaveLength(1);
    expect(before - (await balance(server, 'hq', HQ))).toBe(50_000);
  });

  test('[HQ-170] stands before leader and county with its hours until help is in hand; late is red and blocks nothing', async () => {
    const h = await user('xx-handler');
    await fund(server, 'xx', (await session(h)).unit.key, 100_000, 'reliefFund');
    const c = await applyAid(h, { serial: 117, area: 'rural' });
    await must(h, c.id, 'accept');
    expect((await urgent('xx-leader')).items).toEqual([]);
    // Found out only later: the hours run from then.
    await must(h, c.id, 'markEmergency', { grounds: '须立即手术，家属无力缴费。' });
    const first = (await urgent('xx-chief')).items.find((x) => x.case === c.id);
    expect(first).toMatchObject({ light: { light: 'green' }, relieved: null });
    const { today } = await session(h);
    const later = (await h.get<{ date: string }>(`/calendar/working-days?from=${today}&days=3`)).body.date;
    await h.put('/training/clock', { date: later });
    expect((await urgent('xx-leader')).items.find((x) => x.case === c.id)?.light?.light).toBe('red');
    await must(h, c.id, 'giveAid', await cash(h, await user('xx-handler2'), c, { fund: 'reliefFund' }));
    expect((await view(h, c.id)).aid?.clock?.inTime).toBe(false);
    expect((await urgent('xx-leader')).items.find((x) => x.case === c.id)?.relieved?.inTime).toBe(false);
  });

  test('[HQ-168] that ends without help is shown to the county with who ended it and why; without a ground it cannot be ended', async () => {
    const h = await user('hq-handler');
    const c = await applyAid(h, { serial: 118, emergency: true });
    expect((await h.act(c.id, 'abandon', { ground: '' })).status).toBe(400);
    await must(h, c.id, 'abandon', { ground: '申请人称肇事方已全额垫付。' });
    expect((await urgent('hq-county')).dropped).toContainEqual(expect.objectContaining({ case: c.id, ground: '申请人称肇事方已全额垫付。', statusText: '视为放弃', by: expect.any(String) as string }));
    expect((await urgent('hq-county')).items.map((x) => x.case)).not.toContain(c.id);
  });
});

test('[HQ-177] a month of temporary assistance is summed up and filed with the county: recipient, kind, cause, sum, form and fund', async () => {
  const h = await user('hq-handler');
  const month = (await session(h)).today.slice(0, 7);
  const head = await user('hq-head');
  const open = (await head.get<Output<typeof aidSummary>>(`/aid/summary?month=${month}`)).body;
  const mine = open.units.find((u) => u.unit === HQ);
  expect(mine).toMatchObject({ filed: null });
  expect(mine?.lines.flatMap((l) => l.given.map((g) => [g.form, g.fundText]))).toContainEqual(['goods', '临时救助备用金']);
  expect(mine?.lines.every((l) => l.causeText === '交通事故' && l.applicant === '王*')).toBe(true);
  expect((await head.post('/aid/summary', { month })).problem.code).toBe('clock.early');
  const next = `${month.slice(0, 5)}${String(Number(month.slice(5)) + 1).padStart(2, '0')}-08`;
  await h.put('/training/clock', { date: next });
  expect((await head.post<{ lines: number; late: boolean }>('/aid/summary', { month })).body).toMatchObject({ lines: mine?.lines.length, late: false });
  expect((await head.post('/aid/summary', { month })).problem.code).toBe('step.done');
  const seen = (await (await user('hq-county')).get<Output<typeof aidSummary>>(`/aid/summary?month=${month}`)).body.units.find((u) => u.unit === HQ);
  expect(seen?.filed).toMatchObject({ late: false });
  expect(seen?.lines).toEqual(mine?.lines);
});

test('[HQ-177] a month’s summary has what was decided and handed over in that month alone: relief of the month before is not counted again, nor what came after', async () => {
  const h = await user('hq-handler');
  const second = await user('hq-handler2');
  const head = await user('hq-head');
  await fund(server, 'hq', HQ, 3_000_000);
  const month = (await session(h)).today.slice(0, 7);
  const next = addMonths(month, 1);
  const line = async (m: string, id: string) => (await head.get<Output<typeof aidSummary>>(`/aid/summary?month=${m}`)).body.units.find((u) => u.unit === HQ)?.lines.find((l) => l.case === id);
  const totals = async (m: string) => (await head.get<Output<typeof aidSummary>>(`/aid/summary?month=${m}`)).body.units.find((u) => u.unit === HQ)?.totals ?? [];
  // One is relieved and decided in the month and gets the rest in the next; the other is relieved in the month and decided in the next.
  const [early, late] = [await applyAid(h, { serial: 119, emergency: true }), await applyAid(h, { serial: 120, emergency: true })];
  for (const c of [early, late]) {
    await must(h, c.id, 'accept');
    await must(h, c.id, 'giveAid', await cash(h, second, c));
  }
  await walk(office('hq'), early.id, 'deliver');
  const sum = (await view(h, early.id)).decision?.monthlyFen ?? 0;
  const [inEarly, inLate] = [await line(month, early.id), await line(month, late.id)];
  expect(inEarly).toMatchObject({ decidedFen: sum, bankFen: sum - 50_000, given: [{ fen: 50_000, phase: 'relief' }] });
  expect(inLate).toMatchObject({ decidedOn: null, decidedFen: 0, bankFen: 0, given: [{ fen: 50_000 }] });

  await h.put('/training/clock', { date: `${next}-06` });
  await must(h, early.id, 'giveAid', await cash(h, second, early, { fen: 30_000 }));
  await walk(office('hq'), late.id, 'deliver');
  const whole = (await view(h, late.id)).decision?.monthlyFen ?? 0;
  expect(await line(next, early.id)).toMatchObject({ decidedOn: null, decidedFen: 0, bankFen: 0, given: [{ fen: 30_000, phase: 'payment' }] });
  expect(await line(next, late.id)).toMatchObject({ decidedFen: whole, bankFen: whole - 50_000, given: [] });
  expect(await totals(next)).toMatchObject([{ cases: 2, decidedFen: whole, givenFen: 30_000 }]);
  // The month before has none of it, but for what the bank has still to pay.
  expect(await line(month, early.id)).toMatchObject({ decidedFen: sum, given: [{ fen: 50_000 }] });
  expect(await line(month, late.id)).toEqual(inLate);
});

test('the bedside is told before the first word: limits, hours, causes, money in hand, departments', async () => {
  const setup = (await (await user('hq-handler')).get<Output<typeof aidSetup>>('/aid')).body;
  expect(setup.relief).toMatchObject({ hours: { value: 24 }, handlers: { value: 2 }, firstFen: { value: 300_000 }, formalities: { value: 5 } });
  expect(setup.programmes.map((p) => [p.id, p.emergency])).toEqual([['jinan', true], ['zhichu', false]]);
  expect(setup.causes.find((c) => c.id === 'traffic')?.programmes).toEqual(['jinan']);
  expect(setup.funds.find((f) => f.fund === 'imprest')?.balanceFen).toBeGreaterThan(0);
  expect(setup.bodies.length).toBeGreaterThan(0);
});
