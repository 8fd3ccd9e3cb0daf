import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import type { Output } from '@doudi/core/api/contract';
import type { listRecoveries, recoveryReport } from '@doudi/core/api/recovery';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

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

  test('the database itself refuses sums that do not add up, or more than was claimed', async () => {
    const { rows } = await admin.query<{ county_id: number; id: string }>('select county_id, id from recovery where status = \'established\' limit 1');
    const [r] = rows;
    await expect(admin.query('update recovery set recovered_fen = recovered_fen + 1 where county_id = $1 and id = $2', [r?.county_id, r?.id])).rejects.toThrow('recovery_identity');
    await expect(admin.query('update recovery set due_fen = first_fen + 1, outstanding_fen = first_fen + 1 - recovered_fen - waived_fen where county_id = $1 and id = $2', [r?.county_id, r?.id])).rejects.toThrow('recovery_not_more');
    await expect(admin.query('update recovery_line set recovered_fen = claim_fen + 1 where county_id = $1 and recovery_id = $2', [r?.county_id, r?.id])).rejects.toThrow('recovery_line_sums');
  });
});
