import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import type { Output } from '@doudi/core/api/contract';
import type { listRecoveries, recoveryReport } from '@doudi/core/api/recovery';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { createServices } from '../../services.ts';
import { settleHistoric } from '../messages/send.ts';
import { runCommand } from '../cases/pipeline.ts';

let server: TestServer;
let admin: pg.Client;
const { user, office } = staffOf(() => server.origin);
const clock = async (date: string): Promise<void> => void (await (await user('hq-handler')).put('/training/clock', { date }));

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
  await clock('2021-11-15');
});
afterAll(async () => {
  await admin.end();
  await server.close();
});

const MONTHS = ['2021-12', '2022-01', '2022-02', '2022-03'];

/** A household of 红桥, granted and paid for four months as the bank answered; its lines by month. */
async function paidHousehold(serial: number): Promise<{ id: string; fen: number }> {
  await clock('2021-11-15');
  const { id } = await applyFor(await user('hq-handler'), { serial });
  await walk(office('hq'), id);
  const { rows } = await admin.query<{ county_id: number; id: string; unit_id: number; area_id: number; person_id: string; monthly_fen: string }>('select b.county_id, b.id, b.unit_id, b.area_id, b.person_id, b.monthly_fen from benefit b where b.case_id = $1', [id]);
  const b = rows[0];
  if (!b) throw new Error('no benefit');
  for (const month of MONTHS) {
    const roll = await admin.query<{ id: string }>(`insert into roll (county_id, id, programme, month, status, item, made_by, made_at, frozen_by, frozen_at, released_by, released_at) values ($1, $2, 'dibao', $3, 'reconciled', '最低生活保障金', $2, now(), $2, now(), $4, now()) on conflict on constraint roll_once do update set item = excluded.item returning id`, [b.county_id, randomUUID(), month, randomUUID()]);
    await admin.query(`insert into roll_line (county_id, roll_id, pay_roll_id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, item, due_fen, paid_fen, status)
      values ($1, $2, $2, $3, $4, $5, $6, $7, 'dibao', $8, '最低生活保障金', $9, $9, 'paid')`, [b.county_id, roll.rows[0]?.id, b.id, id, b.person_id, b.unit_id, b.area_id, month, b.monthly_fen]);
  }
  await clock('2022-04-11');
  return { id, fen: Number(b.monthly_fen) };
}

const view = async (id: string): Promise<CaseView> => (await (await user('hq-handler')).get<CaseView>(`/cases/${id}`)).body;
const debt = async (id: string): Promise<CaseView['recoveries'][number]> => {
  const r = (await view(id)).recoveries[0];
  if (!r) throw new Error('no recovery');
  return r;
};
const receivable = async (): Promise<number> => Number((await admin.query<{ sum: string }>(`select coalesce(sum(l.fen), 0) as sum from ledger_line l join ledger_account a on a.county_id = l.county_id and a.id = l.account_id join county c on c.id = l.county_id where a.kind = 'receivable' and c.key = 'hongqiao'`)).rows[0]?.sum ?? 0);
const outstanding = async (): Promise<number> => Number((await admin.query<{ sum: string }>(`select coalesce(sum(outstanding_fen), 0) as sum from recovery r join county c on c.id = r.county_id where c.key = 'hongqiao' and status in ('established', 'closed')`)).rows[0]?.sum ?? 0);
/** Lines of the case as the roll keeps them. */
const lines = async (id: string): Promise<{ month: string; paid: number; recovered: number; waived: number }[]> => (await admin.query<{ month: string; paid_fen: string; recovered_fen: string; waived_fen: string }>('select month, paid_fen, recovered_fen, waived_fen from roll_line where case_id = $1 order by month', [id])).rows.map((l) => ({ month: l.month, paid: Number(l.paid_fen), recovered: Number(l.recovered_fen), waived: Number(l.waived_fen) }));

describe('a death found late', () => {
  test('[HQ-188] is proposed by itself with months and sum, established by a second person, told, paid back by instalments to the last receipt; ledger and rolls agree at every step', async () => {
    const { id, fen } = await paidHousehold(71);
    const h = await user('hq-handler');
    const reviewer = await user('hq-reviewer');
    expect((await h.post(`/cases/${id}/benefit`, { kind: 'dead', on: '2022-01-08', reason: '民政殡葬信息比对发现' })).status).toBe(200);
    const proposed = await debt(id);
    expect(proposed).toMatchObject({ status: 'proposed', ground: 'death', proposed: { system: true, by: '系统' }, debtor: { kindText: '共同生活的家庭成员' } });
    // January stays due; February and March were paid to a household that is smaller now.
    expect(proposed.claims.map((l) => l.month)).toEqual(['2022-02', '2022-03']);
    for (const l of proposed.claims) expect(l.claimFen).toBe(fen - l.entitledFen);
    const owed = proposed.dueFen;
    expect(owed).toBeGreaterThan(0);
    expect(await receivable()).toBe(0);
    expect((await h.act(id, 'establishRecovery', { recovery: proposed.id, outcome: 'agree', text: '属实' })).status).toBe(403);
    expect((await reviewer.act(id, 'establishRecovery', { recovery: proposed.id, outcome: 'agree', text: '殡葬信息与社区证明一致。' })).status).toBe(200);
    expect(await receivable()).toBe(owed);
    expect(await outstanding()).toBe(owed);
    // Told to those who remain, with number and proof; only then reminded.
    const notice = (await view(id)).letters.find((l) => l.kind === 'recoveryNotice');
    expect(notice?.serve).toMatchObject({ command: 'deliverLetter', delivered: null });
    const pdf = await fetch(`${server.origin}/api/v1/letters/${notice?.id ?? ''}/pdf`, { headers: { authorization: `Bearer ${h.token}` } });
    expect(pdf.status).toBe(200);
    expect((await h.act(id, 'remindRecovery', { recovery: proposed.id, text: '逾期' })).problem).toMatchObject({ code: 'step.order' });
    expect((await h.act(id, 'deliverLetter', { kind: 'recoveryNotice', number: notice?.number, on: '2022-04-11', method: 'inPerson', receiver: '李宁' })).status).toBe(200);
    const each = Math.floor(owed / 2);
    expect((await (await user('hq-leader')).act(id, 'agreeInstalments', { recovery: proposed.id, signedOn: '2022-04-11', instalments: [{ due: '2022-05-10', fen: owed - each }, { due: '2022-06-10', fen: each }] })).status).toBe(200);
    await clock('2022-05-12');
    const late = (await h.get<Output<typeof listRecoveries>>('/recoveries?state=late')).body;
    expect(late.items.find((r) => r.id === proposed.id)).toMatchObject({ daysLate: 2, nextFen: owed - each });
    // A receipt sent twice under one key is one receipt; under two keys its voucher counts once.
    const key = { 'idempotency-key': randomUUID() };
    const slip = { payload: { recovery: proposed.id, on: '2022-05-12', fen: owed - each, method: 'bank', payer: '李宁', voucher: `回单-${proposed.id.slice(0, 6)}` } };
    const first = await h.post(`/cases/${id}/commands/recordReceipt`, slip, key);
    expect(first.status).toBe(200);
    expect((await h.post(`/cases/${id}/commands/recordReceipt`, slip, key)).body).toEqual(first.body);
    expect((await h.act(id, 'recordReceipt', slip.payload)).problem.code).toBe('conflict.duplicate');
    const waiting = (await debt(id)).receipts;
    expect(waiting).toHaveLength(1);
    expect((await debt(id)).recoveredFen).toBe(0);
    expect((await reviewer.act(id, 'confirmReceipt', { recovery: proposed.id, receipt: waiting[0]?.id, outcome: 'agree' })).status).toBe(200);
    expect(await debt(id)).toMatchObject({ recoveredFen: owed - each, outstandingFen: each, status: 'established' });
    expect(await receivable()).toBe(each);
    await clock('2022-06-09');
    expect((await h.act(id, 'recordReceipt', { recovery: proposed.id, on: '2022-06-09', fen: each, method: 'cash', payer: '李宁', voucher: `收据-${proposed.id.slice(0, 6)}` })).status).toBe(200);
    const last = (await debt(id)).receipts.at(-1);
    expect((await reviewer.act(id, 'confirmReceipt', { recovery: proposed.id, receipt: last?.id, outcome: 'agree' })).status).toBe(200);
    expect(await debt(id)).toMatchObject({ status: 'closed', recoveredFen: owed, outstandingFen: 0, closedOn: '2022-06-09' });
    expect(await receivable()).toBe(0);
    for (const l of await lines(id)) expect(l.paid + l.recovered + l.waived).toBe(fen);
    expect((await lines(id)).reduce((a, l) => a + l.recovered, 0)).toBe(owed);
    // The month's report foots: what was owed, established, recovered, owed at its end.
    const report = (await h.get<Output<typeof recoveryReport>>('/recoveries/report?month=2022-05')).body;
    expect(report.total.openingFen + report.total.establishedFen).toBe(report.total.recoveredFen + report.total.waivedFen + report.total.correctedFen + report.total.closingFen);
    expect(report.total).toMatchObject({ openingFen: owed, recoveredFen: owed - each, closingFen: each });
  });
});

/** An error of the last month, established, ready to be paid back or waived. */
async function owing(serial: number, since = '2022-03-01'): Promise<{ id: string; fen: number; recovery: string }> {
  const { id, fen } = await paidHousehold(serial);
  await must(id, 'hq-handler', 'proposeRecovery', { ground: 'error', since, debtor: { kind: 'payee', name: '王安' }, text: '录入差错。' });
  const { id: recovery } = await debt(id);
  await must(id, 'hq-reviewer', 'establishRecovery', { recovery, outcome: 'agree', text: '属实' });
  return { id, fen, recovery };
}
async function must(id: string, login: string, command: string, payload: object): Promise<void> {
  const r = await (await user(login)).act(id, command, payload);
  if (r.status !== 200) throw new Error(`${command}: ${r.status} ${JSON.stringify(r.body)}`);
}

describe('what counts once', () => {
  test('a voucher pays once in the county, whatever the method and whichever the debt; rejected, it is free again', async () => {
    const a = await owing(74);
    const b = await owing(75);
    const h = await user('hq-handler');
    const slip = (recovery: string, method: string) => ({ recovery, on: '2022-04-11', fen: 1_000, method, payer: '王安', voucher: '收据 0007' });
    await must(a.id, 'hq-handler', 'recordReceipt', slip(a.recovery, 'bank'));
    for (const [id, recovery] of [[a.id, a.recovery], [b.id, b.recovery]] as const) for (const method of ['bank', 'cash']) expect((await h.act(id, 'recordReceipt', slip(recovery, method))).problem.code, method).toBe('conflict.duplicate');
    expect((await debt(b.id)).receipts).toEqual([]);
    await must(a.id, 'hq-reviewer', 'confirmReceipt', { recovery: a.recovery, receipt: (await debt(a.id)).receipts[0]?.id, outcome: 'return', text: '不是这一笔。' });
    await must(b.id, 'hq-handler', 'recordReceipt', slip(b.recovery, 'cash'));
    expect((await debt(b.id)).receipts).toMatchObject([{ state: 'recorded', voucher: '收据 0007' }]);
  });

  test('[HQ-188] the limit of a waiver counts all that is waived to a household in a year, over all its cases; a new year begins anew', async () => {
    const limit = 100_000;
    const a = await owing(76, '2021-12-01');
    const b = await owing(77, '2021-12-01');
    const waive = async (of: { id: string; recovery: string }, fen: number): Promise<void> => await must(of.id, 'hq-handler', 'proposeWaiver', { recovery: of.recovery, fen, ground: 'destitute', reason: '退还后无法维持生活。', files: [await (await user('hq-handler')).photo(of.id)] });
    const decide = async (of: { id: string; recovery: string }, login = 'hq-leader') => await (await user(login)).act(of.id, 'decideWaiver', { recovery: of.recovery, outcome: 'agree', text: '同意' });
    await waive(a, limit - 1_000);
    expect((await decide(a)).status).toBe(200);
    // Another household is another limit.
    await waive(b, 2_000);
    expect((await decide(b)).status).toBe(200);
    // One person of the first household stands in the second case as well: from now on they are one.
    await admin.query('update case_person set number_idx = (select number_idx from case_person where case_id = $1 and role = $3 order by person_id limit 1) where case_id = $2 and role = $3 and person_id = (select person_id from case_person where case_id = $2 and role = $3 order by person_id limit 1)', [a.id, b.id, 'member']);
    await waive(b, 1_000);
    const refused = await decide(b);
    expect(refused.problem).toMatchObject({ code: 'entrustment.limit', rule: expect.stringContaining('这个家庭本年免除合计 1,020.00 元') as string });
    expect((await decide(b, 'hq-chief')).status).toBe(200);
    await clock('2023-01-04');
    await waive(b, 1_000);
    expect((await decide(b)).status).toBe(200);
    await clock('2022-04-11');
  });

  test('a refused command uses no number: the next paper of the street bears the next one, in whatever transaction it was refused', async () => {
    const a = await owing(78);
    const services = createServices(server.installation);
    const series = async (): Promise<number> => Number((await admin.query<{ sum: string }>('select coalesce(sum(last), 0) as sum from number_sequence')).rows[0]?.sum);
    const before = await series();
    const leader = (await (await user('hq-leader')).get<{ account: string }>('/session')).body.account;
    const actor = { user: leader, post: 'leader' as const, unit: 'hq.shaogongzhuang' };
    // A caller that goes on after a refusal and commits: numbered commands, refused while judged.
    await server.installation.db.transaction({ county: 120106, area: null, user: leader }, async (tx) => {
      const plan = await runCommand(tx, services, 120106, actor, a.id, { name: 'agreeInstalments', payload: { recovery: a.recovery, signedOn: '2022-04-11', instalments: [{ due: '2022-05-10', fen: 1 }], text: '', files: [] } });
      expect(isRefusal(plan)).toBe(true);
      const reminder = await runCommand(tx, services, 120106, { ...actor, post: 'handler' }, a.id, { name: 'remindRecovery', payload: { recovery: a.recovery, text: '逾期' } });
      expect(isRefusal(reminder)).toBe(true);
    });
    expect(await series()).toBe(before);
    const number = (s: string | undefined): number => Number(/(\d+)号$/.exec(s ?? '')?.[1]);
    await must(a.id, 'hq-leader', 'agreeInstalments', { recovery: a.recovery, signedOn: '2022-04-11', instalments: [{ due: '2022-05-10', fen: (await debt(a.id)).outstandingFen }] });
    const d = await debt(a.id);
    expect(number(d.plan?.number)).toBe(number(d.established?.number) + 1);
  });
});

describe('fraud', () => {
  test('[HQ-188] an end for fraud since a day proposes the whole; a waiver above the limit is the county’s; the ledger follows', async () => {
    const before = await receivable();
    const { id, fen } = await paidHousehold(72);
    const h = await user('hq-handler');
    expect((await h.act(id, 'proposeChange', { kind: 'stop', ground: 'fraud', text: '隐瞒经营收入。', since: '2021-12-10' })).status).toBe(200);
    expect((await (await user('hq-reviewer')).act(id, 'reviewChange', { outcome: 'agree', text: '属实' })).status).toBe(200);
    expect((await (await user('hq-leader')).act(id, 'decideChange', { outcome: 'agree', text: '同意' })).status).toBe(200);
    const r = await debt(id);
    expect(r).toMatchObject({ ground: 'fraud', status: 'proposed', dueFen: 4 * fen, since: '2021-12-10' });
    expect((await (await user('hq-leader')).act(id, 'establishRecovery', { recovery: r.id, outcome: 'agree', text: '属实' })).status).toBe(200);
    const photo = await h.photo(id);
    expect((await h.act(id, 'proposeWaiver', { recovery: r.id, fen: 2 * fen, ground: 'destitute', reason: '退还后无法维持生活。', files: [photo] })).status).toBe(200);
    const waiver = { recovery: r.id, outcome: 'agree', text: '同意' };
    expect((await (await user('hq-leader')).act(id, 'decideWaiver', waiver)).problem.code).toBe(2 * fen > 100_000 ? 'entrustment.limit' : undefined);
    if (2 * fen > 100_000) expect((await (await user('hq-chief')).act(id, 'decideWaiver', waiver)).status).toBe(200);
    expect(await debt(id)).toMatchObject({ waivedFen: 2 * fen, outstandingFen: 2 * fen });
    expect(await receivable()).toBe(before + 2 * fen);
    expect((await lines(id)).map((l) => l.waived)).toEqual([fen, fen, 0, 0]);
    const letters = (await view(id)).letters.map((l) => l.kind);
    expect(letters).toEqual(expect.arrayContaining(['end', 'recoveryNotice', 'waiverDecision']));
  });

  test('money is owed back to its own street: another street neither sees it nor acts on it, money and audit read and change nothing', async () => {
    const { id } = await paidHousehold(73);
    const h = await user('hq-handler');
    expect((await h.act(id, 'proposeRecovery', { ground: 'error', since: '2022-03-01', debtor: { kind: 'payee', name: '王安' }, text: '录入差错。' })).status).toBe(200);
    const r = await debt(id);
    for (const login of ['lh-handler', 'hq-b-handler']) {
      const other = await user(login);
      expect((await other.get<Output<typeof listRecoveries>>('/recoveries')).body.items.some((x) => x.id === r.id), login).toBe(false);
      expect((await other.act(id, 'noteRecoveryAnswer', { recovery: r.id, on: '2022-04-11', kind: 'accepts', text: '。' })).status, login).toBe(404);
    }
    for (const login of ['hq-audit', 'hq-pay', 'hq-fin']) {
      const reader = await user(login);
      expect((await reader.get<Output<typeof listRecoveries>>('/recoveries?state=waiting')).body.items.some((x) => x.id === r.id), login).toBe(true);
      expect((await reader.act(id, 'establishRecovery', { recovery: r.id, outcome: 'agree', text: '属实' })).status, login).toBe(403);
    }
  });

  test('messages of payments that lie before the books were taken in count as sent on their own day, and no file is written for them', async () => {
    const { rows } = await admin.query<{ id: string }>("insert into message (county_id, area_id, case_id, person_id, line_id, batch_id, fen, text, state, made_at) select county_id, area_id, case_id, person_id, id, gen_random_uuid(), due_fen, '【演示】本月救助金已发放到账。', 'waiting', (month || '-08T08:24:00Z')::timestamptz from roll_line where month in ('2021-12', '2022-01') order by month limit 2 returning id");
    const today = '2022-01-08';
    const done = await server.installation.db.transaction({ county: 120106, area: null, user: 'system' }, async (tx) => await settleHistoric(tx, 120106, today));
    expect(done).toBeGreaterThan(0);
    const { rows: after } = await admin.query<{ state: string; own: boolean; made: string }>("select state, sending_on = (made_at at time zone 'Asia/Shanghai')::date and (sent_at is null or sent_at - made_at < interval '1 hour') as own, to_char(made_at, 'YYYY-MM-DD') as made from message where id = any ($1)", [rows.map((r) => r.id)]);
    // Of today and later nothing is touched.
    for (const m of after) expect(m).toMatchObject(m.made < today ? { state: expect.stringMatching(/^(sent|unreachable)$/) as string, own: true } : { state: 'waiting', own: null });
    expect(fs.existsSync(path.join(server.installation.config.dataFolder, 'outbox'))).toBe(false);
  });

  test('the database itself refuses sums that do not add up, or more than was claimed', async () => {
    const { rows } = await admin.query<{ county_id: number; id: string }>('select county_id, id from recovery where status = \'established\' limit 1');
    const [r] = rows;
    await expect(admin.query('update recovery set recovered_fen = recovered_fen + 1 where county_id = $1 and id = $2', [r?.county_id, r?.id])).rejects.toThrow('recovery_identity');
    await expect(admin.query('update recovery set due_fen = first_fen + 1, outstanding_fen = first_fen + 1 - recovered_fen - waived_fen where county_id = $1 and id = $2', [r?.county_id, r?.id])).rejects.toThrow('recovery_not_more');
    await expect(admin.query('update recovery_line set recovered_fen = claim_fen + 1 where county_id = $1 and recovery_id = $2', [r?.county_id, r?.id])).rejects.toThrow('recovery_line_sums');
  });
});
