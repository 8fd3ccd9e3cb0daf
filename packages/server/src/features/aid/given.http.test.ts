import { randomUUID } from 'node:crypto';
import type { Output } from '@doudi/core/api/contract';
import type { listUrgent, watchGiven } from '@doudi/core/api/aid';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { staffOf, walk } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { applyAid, cash, COUNTIES, fund, must, rows, session, view } from './aid.fixture.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
  await fund(server, 'hq', COUNTIES.hq.unit, 3_000_000);
  await fund(server, 'gx', COUNTIES.gx.unit, 3_000_000);
});
afterAll(async () => await server.close());

interface Todo { readonly items: readonly { readonly id: string; readonly nextStep: string | null; readonly due: string | null }[]; readonly counts: { readonly todo: number } }
const todo = async (login: string, step: string): Promise<Todo> => (await (await user(login)).get<Todo>(`/worklist?tab=todo&step=${step}&limit=100`)).body;
const watched = async (login: string, id: string): Promise<Output<typeof watchGiven>['items']> => (await (await user(login)).get<Output<typeof watchGiven>>('/aid/given')).body.items.filter((x) => x.case === id);
const later = async (days: number): Promise<void> => {
  const h = await user('hq-handler');
  const { today } = await session(h);
  await h.put('/training/clock', { date: (await h.get<{ date: string }>(`/calendar/working-days?from=${today}&days=${days}`)).body.date });
};

/** An urgent case of 红桥 with cash in hand; `more` replaces parts of the giving. */
async function relieved(serial: number, more: Record<string, unknown> = {}): Promise<{ id: string; receipt: string }> {
  const h = await user('hq-handler');
  const c = await applyAid(h, { serial, emergency: true });
  await must(h, c.id, 'accept');
  await must(h, c.id, 'giveAid', await cash(h, await user('hq-handler2'), c, more));
  return { id: c.id, receipt: (await view(h, c.id)).aid?.given[0]?.number ?? '' };
}

describe('the second handler', () => {
  test('[HQ-142, HQ-176] is asked by name, confirms at the own login and nobody else does; the help itself has not waited', async () => {
    const { id, receipt } = await relieved(121);
    const h = await user('hq-handler');
    const before = await view(h, id);
    // In hand and on the way to the decision before a word of the second.
    expect(before.aid).toMatchObject({ givenFen: 50_000, clock: { inTime: true }, given: [{ standing: 'waits', seconds: [{ outcome: null }] }] });
    expect(before.deadlines.find((d) => d.id.startsWith('confirm.'))).toMatchObject({ days: 5, unit: 'wd', finishedOn: null });
    expect((await todo('hq-handler2', 'confirmGiven')).items.map((i) => i.id)).toContain(id);
    expect((await todo('hq-handler2', 'confirmGiven')).counts.todo).toBeGreaterThan(0);
    for (const other of ['hq-handler', 'hq-reviewer', 'hq-leader', 'hq-county']) {
      expect((await todo(other, 'confirmGiven')).items.map((i) => i.id)).not.toContain(id);
      expect((await (await user(other)).act(id, 'confirmGiven', { payment: receipt, outcome: 'agree' })).problem.code, other).toBe('rights.denied');
    }
    const second = await user('hq-handler2');
    expect((await second.act(id, 'confirmGiven', { payment: '没有这一张', outcome: 'agree' })).problem.code).toBe('notfound');
    await must(second, id, 'confirmGiven', { payment: receipt, outcome: 'agree' });
    expect((await view(h, id)).aid?.given[0]).toMatchObject({ standing: 'confirmed', confirmDue: null, seconds: [{ outcome: 'agree' }] });
    expect((await todo('hq-handler2', 'confirmGiven')).items.map((i) => i.id)).not.toContain(id);
    expect((await second.act(id, 'confirmGiven', { payment: receipt, outcome: 'dispute', words: '反悔' })).problem.code).toBe('step.done');
    // Who did it stands in the log under the own name, not under that of who recorded.
    const log = await rows(server, 'hq', sql<{ actor_user: string }>`select actor_user from case_action where case_id = ${id} and kind = 'givenConfirmed'`);
    expect(log).toEqual([{ actor_user: (await session(second)).account }]);
  });

  test('[HQ-142, HQ-176] disputes with words: the leader is given it and the county sees it at once; a leader who was no handler settles it, once', async () => {
    const { id, receipt } = await relieved(122);
    const second = await user('hq-handler2');
    expect((await second.act(id, 'confirmGiven', { payment: receipt, outcome: 'dispute' })).problem.code).toBe('reason.missing');
    await must(second, id, 'confirmGiven', { payment: receipt, outcome: 'dispute', words: '当时我不在场，没有看到交钱。' });
    expect((await todo('hq-leader', 'settleGiven')).items.map((i) => i.id)).toContain(id);
    for (const login of ['hq-leader', 'hq-county']) expect(await watched(login, id)).toMatchObject([{ why: ['disputed'], disputes: [{ words: '当时我不在场，没有看到交钱。' }] }]);
    expect((await (await user('hq-handler')).get('/aid/given')).status).toBe(403);
    expect((await (await user('hq-handler')).act(id, 'settleGiven', { payment: receipt, outcome: 'stands', words: '属实' })).problem.code).toBe('rights.denied');
    await must(await user('hq-leader'), id, 'settleGiven', { payment: receipt, outcome: 'wrong', words: '调取监控，未见第二人。' });
    expect((await todo('hq-leader', 'settleGiven')).items.map((i) => i.id)).not.toContain(id);
    expect((await view(second, id)).aid?.given[0]).toMatchObject({ standing: 'wrong', settled: { words: '调取监控，未见第二人。' } });
    // A finding that it was not so stays before the county.
    expect(await watched('hq-county', id)).toMatchObject([{ why: ['wrong'] }]);
    expect((await (await user('hq-leader')).act(id, 'settleGiven', { payment: receipt, outcome: 'stands', words: '再看' })).problem.code).toBe('step.order');
  });

  test('who cannot open the case is not taken as second handler', async () => {
    const h = await user('hq-handler');
    const c = await applyAid(h, { serial: 123, emergency: true });
    await must(h, c.id, 'accept');
    const me = await session(h);
    const area = (await rows(server, 'hq', sql<{ area_id: number }>`select area_id from case_file where id = ${c.id}`))[0]?.area_id ?? 0;
    const blind = (await rows(server, 'hq', sql<{ id: string }>`select a.id from account a join account_post p on p.county_id = a.county_id and p.account_id = a.id join unit u on u.county_id = p.county_id and u.id = p.unit_id where p.post = 'village' and u.id <> ${area} and u.parent_id = (select unit_id from case_file where id = ${c.id}) limit 1`))[0]?.id;
    if (blind === undefined) return;
    expect((await h.act(c.id, 'giveAid', await cash(h, h, c, { handlers: [me.account, blind] }))).problem.code).toBe('input.invalid');
  });
});

describe('the signed receipt', () => {
  test('[HQ-175, HQ-176] is there at once where money is handed over after the grant; where help could not wait it may follow', async () => {
    const h = await user('hq-handler');
    const second = await user('hq-handler2');
    const c = await applyAid(h, { serial: 124 });
    await must(h, c.id, 'accept');
    await walk(office('hq'), c.id, 'deliver');
    const no = await h.act(c.id, 'giveAid', await cash(h, second, c, { fen: 1000, receiptFiles: [] }));
    expect(no.problem).toMatchObject({ code: 'materials.missing', clause: expect.stringContaining('四(四)2') as string });
    expect((await h.act(c.id, 'giveAid', await cash(h, second, c, { fen: 1000, receiptFiles: [randomUUID()] }))).problem.code).toBe('notice.proof');
    await must(h, c.id, 'giveAid', await cash(h, second, c, { fen: 1000 }));
    expect((await view(h, c.id)).aid?.given[0]).toMatchObject({ receiptDue: null, receipts: [expect.any(String)] });
    const urgent = await relieved(125, { receiptFiles: [], recipientSigned: false });
    expect((await view(h, urgent.id)).aid?.given[0]).toMatchObject({ signed: false, receipts: [], receiptDue: { due: expect.any(String) as string } });
  });

  test('[HQ-138, HQ-142] that was not at hand is owed within five working days, reminded, and without it the case is not archived', async () => {
    const { id, receipt } = await relieved(126, { receiptFiles: [], recipientSigned: false });
    const h = await user('hq-handler');
    const due = (await view(h, id)).deadlines.find((d) => d.id.startsWith('receipt.'));
    expect(due).toMatchObject({ days: 5, unit: 'wd', finishedOn: null });
    expect((await todo('hq-handler', 'papers')).items.find((i) => i.id === id)?.due).toBe(due?.due);
    expect((await (await user('hq-county')).get<Output<typeof listUrgent>>('/aid/urgent')).body.items.find((x) => x.case === id)?.missing).toContain('签收的收据');
    // The decision does not wait for it.
    await walk(office('hq'), id);
    expect((await view(h, id)).status).toBe('granted');
    const kept = await h.post(`/cases/${id}/archive`, {});
    expect(kept.problem).toMatchObject({ code: 'archive.incomplete', missing: [`领取人签收的收据（${receipt}）`] });
    expect((await view(h, id)).archive.find((a) => a.name.includes(receipt))).toMatchObject({ present: false });
    expect((await h.act(id, 'addAidReceipt', { payment: receipt, files: [] })).status).toBe(400);
    await must(h, id, 'addAidReceipt', { payment: receipt, files: [await h.photo(id)] });
    expect((await view(h, id)).deadlines.find((d) => d.id.startsWith('receipt.'))?.finishedOn).not.toBeNull();
    expect((await h.act(id, 'addAidReceipt', { payment: receipt, files: [await h.photo(id)] })).problem.code).toBe('step.done');
    expect((await h.post(`/cases/${id}/archive`, {})).status).toBe(200);
  });
});

test('[HQ-176] what was neither confirmed nor receipted in time, and what was written down late, the county sees; what is in order it does not', async () => {
  const h = await user('hq-handler');
  const good = await relieved(127);
  await must(await user('hq-handler2'), good.id, 'confirmGiven', { payment: good.receipt, outcome: 'agree' });
  const open = await relieved(128, { receiptFiles: [], recipientSigned: false });
  expect(await watched('hq-county', open.id)).toEqual([]);
  const c = await applyAid(h, { serial: 129, emergency: true });
  await must(h, c.id, 'accept');
  const at = (await session(h)).now.slice(0, 16);
  await later(2);
  await must(h, c.id, 'giveAid', await cash(h, await user('hq-handler2'), c, { at }));
  const g = (await view(h, c.id)).aid?.given[0];
  expect(g).toMatchObject({ at, recordedLate: true });
  expect((g?.recordedAt ?? '') > at).toBe(true);
  // The clock of hours goes by when it was in hand, and the day it was written down stands beside it.
  expect((await view(h, c.id)).aid?.clock?.inTime).toBe(true);
  expect(await watched('hq-county', c.id)).toMatchObject([{ why: ['late'], recordedAt: g?.recordedAt }]);
  await later(5);
  expect(await watched('hq-county', open.id)).toMatchObject([{ why: ['unconfirmed', 'noReceipt'], waits: [expect.any(String)] }]);
  expect(await watched('hq-county', good.id)).toEqual([]);
});
