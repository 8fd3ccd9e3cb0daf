import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatMonthZh } from '@doudi/core/calendar/date';
import type { Output } from '@doudi/core/api/contract';
import type { fundsOverview, ledgerBalances, ledgerChain, ledgerCheck, listEntries, listReports, unitFund } from '@doudi/core/api/funds';
import type { Client } from '../../testing/client.ts';
import { staffOf } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { post } from '../ledger/post.ts';

let server: TestServer;
const { user } = staffOf(() => server.origin);
beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
});
afterAll(async () => await server.close());

type Overview = Output<typeof fundsOverview>;
const look = async (login: string): Promise<Overview> => (await (await user(login)).get<Overview>('/funds')).body;
const unitOf = async (login: string): Promise<string> => (await (await user(login)).get<{ unit: { key: string } }>('/session')).body.unit.key;
const fund = async (login: string, unit: string, query = ''): Promise<Output<typeof unitFund>> => (await (await user(login)).get<Output<typeof unitFund>>(`/funds/units/${unit}${query}`)).body;
const county = async (login: string): Promise<number> => (await (await user(login)).get<{ county: { id: number } }>('/session')).body.county.id;

async function enter(login: string, body: Record<string, unknown>): Promise<string> {
  const r = await (await user(login)).post<{ id: string }>('/funds/operations', { purpose: '按计划拨付', ...body });
  if (r.status !== 200) throw new Error(`${r.status} ${JSON.stringify(r.body)}`);
  return r.body.id;
}
const confirm = async (login: string, id: string) => await (await user(login)).post<{ entry: string }>(`/funds/operations/${id}/confirm`, {});
async function done(enters: string, confirms: string, body: Record<string, unknown>): Promise<string> {
  const r = await confirm(confirms, await enter(enters, body));
  if (r.status !== 200) throw new Error(`${r.status} ${JSON.stringify(r.body)}`);
  return r.body.entry;
}

/** Cash handed over at a bedside: what the aid command posts. */
async function spend(login: string, unit: string, fen: number, on?: string): Promise<void> {
  const id = await county(login);
  const { today, now, account } = (await (await user(login)).get<{ today: string; now: string; account: string }>('/session')).body;
  await server.installation.db.transaction({ county: id, area: null, user: account }, (tx) => post(tx, {
    county: id, kind: 'aidGiven', on: on ?? today, at: now, by: account, memo: '现金救助', key: randomUUID(), lines: [{ account: { kind: 'expense', programme: 'jinan', unit }, fen }, { account: { kind: 'imprest', unit }, fen: -fen }],
  }));
}

describe('allocation and reserve', () => {
  test('[GX-67] 珙县: finance enters an allocation, the county confirms it, and only then the special account has it; nobody does both, nothing twice', async () => {
    const body = { kind: 'allocation', programme: 'dibao', source: 'higher', fen: 80_000_000, purpose: '第一季度低保资金', document: '珙财社〔2020〕1号' };
    expect((await (await user('gx-county')).post('/funds/operations', body)).problem).toMatchObject({ code: 'rights.denied', allowed: ['财政'] });
    const id = await enter('gx-fin', body);
    expect((await look('gx-county')).byProgramme).toEqual([]);
    expect((await confirm('gx-fin', id)).problem.code).toBe('rights.denied');
    expect((await confirm('gx-pay', id)).status).toBe(403);
    expect((await confirm('hq-county', id)).status).toBe(404);
    expect((await look('gx-county')).operations[0]).toMatchObject({ id, status: 'entered', why: null, enteredBy: '何财政', document: '珙财社〔2020〕1号' });
    const ok = await confirm('gx-county', id);
    expect(ok.status).toBe(200);
    expect((await confirm('gx-chief', id)).problem.code).toBe('step.done');
    expect((await look('gx-fin')).byProgramme).toMatchObject([{ programme: 'dibao', allocatedFen: 80_000_000, balanceFen: 80_000_000 }]);
    const entries = (await (await user('gx-audit')).get<Output<typeof listEntries>>(`/ledger/entries?entry=${ok.body.entry}`)).body.items;
    expect(entries[0]).toMatchObject({ kind: 'allocation', by: '吴科员', fund: id });
    expect(entries[0]?.lines.map((l) => [l.kind, l.fen])).toEqual([['bank', 80_000_000], ['source', -80_000_000]]);
    expect(entries[0]?.memo).toContain('珙财社〔2020〕1号');
  });

  test('a command sent again with its key is done once; a source or programme that the plan has not is refused with what it has', async () => {
    const fin = await user('gx-fin');
    const key = randomUUID();
    const body = { kind: 'allocation', programme: 'tekun', source: 'budget', fen: 100, purpose: '测试' };
    const [a, b] = [await fin.call<{ id: string }>('POST', '/funds/operations', body, { 'idempotency-key': key }), await fin.call<{ id: string }>('POST', '/funds/operations', body, { 'idempotency-key': key })];
    expect(b.body.id).toBe(a.body.id);
    expect((await fin.post('/funds/operations', { ...body, source: 'lottery' })).problem.rule).toContain('上级补助资金');
    expect((await fin.post('/funds/operations', { ...body, programme: 'none' })).problem.code).toBe('input.invalid');
    expect((await fin.post('/funds/operations', { ...body, on: '2099-01-01' })).problem.code).toBe('date.order');
    expect((await (await user('gx-county')).post(`/funds/operations/${a.body.id}/refuse`, { reason: '没有到账' })).status).toBe(200);
    expect((await confirm('gx-county', a.body.id)).problem.code).toBe('step.done');
  });

  test('[GX-22] 珙县: the reserve is set up by finance with the county; an imprest beyond it is refused and says what is missing', async () => {
    const unit = await unitOf('gx-handler');
    const early = await enter('gx-county', { kind: 'imprestSetUp', unit, fen: 1_000_000, purpose: '设立备用金' });
    expect((await confirm('gx-chief', early)).problem).toMatchObject({ code: 'fund.short', missing: ['还差 10,000.00 元'], allowed: ['由财政拨付储备金'] });
    expect((await look('gx-county')).funds.find((f) => f.flag === 'fund.reserve')).toMatchObject({ has: true, source: { quote: '协调财政部门设立临时救助储备金' } });
    await done('gx-fin', 'gx-county', { kind: 'reserve', source: 'budget', fen: 1_500_000, purpose: '临时救助储备金' });
    expect((await confirm('gx-county', early)).problem.code).toBe('payment.sameperson');
    expect((await confirm('gx-chief', early)).status).toBe(200);
    const items = (await (await user('gx-fin')).get<Output<typeof ledgerBalances>>('/ledger/balances')).body;
    expect(items.items.filter((a) => a.kind === 'reserve' || a.kind === 'imprest').map((a) => [a.kind, a.balanceFen])).toEqual([['reserve', 500_000], ['imprest', 1_000_000]]);
    expect(items.trialFen).toBe(0);
  });

  test('an entry of funds is corrected by another that names it, once, by the county leader; spent money cannot be taken back', async () => {
    const entry = await done('lh-fin', 'lh-county', { kind: 'reserve', source: 'budget', fen: 600, purpose: '误记' });
    const reason = { reason: '金额登记错误' };
    expect((await (await user('lh-fin')).post(`/ledger/entries/${entry}/correct`, reason)).status).toBe(403);
    const back = await (await user('lh-chief')).post<{ id: string }>(`/ledger/entries/${entry}/correct`, reason);
    expect(back.status).toBe(200);
    expect((await (await user('lh-chief')).post(`/ledger/entries/${entry}/correct`, reason)).problem.code).toBe('step.done');
    expect((await (await user('lh-chief')).post(`/ledger/entries/${back.body.id}/correct`, reason)).problem.code).toBe('fund.state');
    const entries = (await (await user('lh-audit')).get<Output<typeof listEntries>>('/ledger/entries?accountKind=reserve')).body.items;
    expect(entries.map((e) => [e.kind, e.corrects?.id ?? null, e.correctedBy?.id ?? null])).toEqual([['corrected', entry, null], ['reserve', null, back.body.id]]);
    const set = await done('lh-fin', 'lh-county', { kind: 'reserve', source: 'budget', fen: 600, purpose: '储备金' });
    await done('lh-county', 'lh-chief', { kind: 'imprestSetUp', unit: await unitOf('lh-handler'), fen: 600 });
    expect((await (await user('lh-chief')).post(`/ledger/entries/${set}/correct`, reason)).problem.code).toBe('fund.short');
  });
});

describe('imprest', () => {
  test('[HQ-179] 红桥: the balance is shown, a low one is red, the 管理部门 applies up to the fixed sum, finance confirms, and it is full again', async () => {
    const unit = await unitOf('hq-handler');
    await done('hq-fin', 'hq-county', { kind: 'reserve', source: 'budget', fen: 5_000_000, purpose: '储备金' });
    await done('hq-county', 'hq-fin', { kind: 'imprestSetUp', unit, fen: 1_000_000 });
    expect(await fund('hq-reviewer', unit)).toMatchObject({ balanceFen: 1_000_000, quotaFen: 1_000_000, low: false, replenishWhy: '备用金已达定额，不需补足' });
    await spend('hq-handler', unit, 750_000);
    expect(await fund('hq-reviewer', unit)).toMatchObject({ balanceFen: 250_000, low: true, shortFen: 750_000, replenishWhy: null, confirmByText: '财政' });
    expect((await look('hq-head')).imprests).toMatchObject([{ unit, low: true, balanceFen: 250_000 }]);
    expect((await look('hq-b-head')).imprests).toEqual([]);
    const apply = { kind: 'imprestReplenished', unit, purpose: '本月救助 3 户，申请补足' };
    expect((await (await user('hq-reviewer')).post('/funds/operations', { ...apply, fen: 750_001 })).problem).toMatchObject({ code: 'fund.state', missing: ['与定额的差额 7,500.00 元'] });
    expect((await (await user('hq-handler')).post('/funds/operations', { ...apply, fen: 1 })).problem.code).toBe('rights.denied');
    expect((await (await user('hq-b-reviewer')).post('/funds/operations', { ...apply, fen: 1 })).status).toBe(400);
    const id = await enter('hq-reviewer', { ...apply, fen: 750_000 });
    expect((await (await user('hq-reviewer')).post('/funds/operations', { ...apply, fen: 1 })).problem.rule).toContain('已有一笔补足申请');
    expect((await confirm('hq-county', id)).problem).toMatchObject({ code: 'rights.denied', allowed: ['财政'] });
    expect((await confirm('hq-fin', id)).status).toBe(200);
    expect(await fund('hq-reviewer', unit)).toMatchObject({ balanceFen: 1_000_000, low: false, pendingFen: 0 });
  });

  test('[HQ-178] 红桥: after the month the 管理部门 reports its use to finance, with the red light when late; the report stays as given and finance receives it once', async () => {
    const unit = await unitOf('hq-handler');
    const { month, today } = await fund('hq-reviewer', unit);
    const reviewer = await user('hq-reviewer');
    expect((await reviewer.post(`/funds/units/${unit}/reports`, { month })).problem.code).toBe('clock.early');
    await reviewer.put('/training/clock', { date: `${Number(today.slice(0, 4)) + 1}-01-25` });
    const late = await fund('hq-reviewer', unit, `?month=${month}`);
    expect(late.report).toMatchObject({ filed: null, why: null, light: { light: 'red' }, source: { quote: '将临时救助备用金使用情况报区财政局' } });
    expect(late.uses).toMatchObject({ openingFen: 0, receivedFen: 1_750_000, usedFen: 750_000, closingFen: 1_000_000 });
    expect((await look('hq-head')).imprests[0]).toMatchObject({ reported: false });
    expect((await (await user('hq-handler')).post(`/funds/units/${unit}/reports`, { month })).status).toBe(403);
    expect((await (await user('hq-b-reviewer')).post(`/funds/units/${unit}/reports`, { month })).status).toBe(404);
    const { id } = (await reviewer.post<{ id: string }>(`/funds/units/${unit}/reports`, { month })).body;
    expect((await reviewer.post(`/funds/units/${unit}/reports`, { month })).problem.code).toBe('step.done');
    // What is posted later on an earlier day is seen in the ledger, not in the report.
    await spend('hq-handler', unit, 1_000, `${month}-28`);
    const fin = await user('hq-fin');
    const list = async () => (await fin.get<Output<typeof listReports>>(`/funds/reports?month=${month}`)).body.items;
    expect(await list()).toMatchObject([{ id, unit, receivedBy: null, uses: { usedFen: 750_000, closingFen: 1_000_000 } }]);
    expect((await (await user('hq-county')).post(`/funds/reports/${id}/receive`, {})).status).toBe(403);
    expect((await fin.post(`/funds/reports/${id}/receive`, {})).status).toBe(200);
    expect((await fin.post(`/funds/reports/${id}/receive`, {})).problem.code).toBe('step.done');
    expect(await list()).toMatchObject([{ receivedBy: '何财政' }]);
    // The month after begins where that one ended and has its own uses alone.
    await spend('hq-handler', unit, 2_000);
    expect((await fund('hq-reviewer', unit)).uses).toMatchObject({ openingFen: 999_000, receivedFen: 0, usedFen: 2_000, closingFen: 997_000, items: [{ fen: -2_000, balanceFen: 997_000 }] });
  });

  test('[GX-35, GX-53] 珙县: every receipt and use of a township’s imprest is a line with its balance, seen by the township and the county, not by another township', async () => {
    const unit = await unitOf('gx-handler');
    await spend('gx-handler', unit, 120_000);
    await spend('gx-handler', unit, 80_000);
    await expect(spend('gx-handler', unit, 900_000)).rejects.toMatchObject({ constraint: 'ledger_account_covered' });
    for (const login of ['gx-handler', 'gx-county', 'gx-audit']) {
      const f = await fund(login, unit);
      expect(f.uses.items.map((i) => [i.text, i.fen, i.balanceFen])).toEqual([['设立备用金', 1_000_000, 1_000_000], ['现金或实物救助', -120_000, 880_000], ['现金或实物救助', -80_000, 800_000]]);
      expect(f.uses).toMatchObject({ receivedFen: 1_000_000, usedFen: 200_000, closingFen: 800_000 });
    }
    expect((await (await user('gx-b-handler')).get(`/funds/units/${unit}`)).status).toBe(404);
    expect((await look('gx-county')).imprests).toMatchObject([{ unit, quotaFen: 1_000_000, balanceFen: 800_000 }]);
    // Giving back what is more than is there is refused; what is there goes back to the reserve and lowers the fixed sum.
    expect((await (await user('gx-reviewer')).post('/funds/operations', { kind: 'imprestReturned', unit, fen: 800_001, purpose: '缴回' })).problem.code).toBe('fund.short');
    await done('gx-reviewer', 'gx-county', { kind: 'imprestReturned', unit, fen: 300_000, purpose: '缴回结余' });
    expect(await fund('gx-county', unit)).toMatchObject({ balanceFen: 500_000, quotaFen: 700_000 });
  });
});

describe('sources, relief fund, donations, awards', () => {
  test('[XX-34, XX-168] 西秀: the three channels are recorded each with its document; received and left are computed by source', async () => {
    const fin = await user('xx-fin');
    const { year, sources, sourcesBy } = await look('xx-fin');
    expect(sources.map((s) => s.label)).toEqual(['争取上级资金', '年初预算', '调剂资金', '社会力量捐赠']);
    expect(sourcesBy.clause).toContain('五');
    const put = async (source: string, amount: number, document: string) => (await fin.post('/funds/budgets', { year, source, fen: amount, document })).status;
    expect([await put('higher', 90_000_000, '安财社〔2019〕3号'), await put('budget', 40_000_000, '年初预算批复'), await put('adjusted', 5_000_000, '调剂通知'), await put('budget', -1_000_000, '预算调减通知')]).toEqual([200, 200, 200, 200]);
    expect(await put('lottery', 1, '无')).toBe(400);
    expect((await (await user('xx-handler')).post('/funds/budgets', { year, source: 'higher', fen: 1, document: '无' })).status).toBe(403);
    await done('xx-fin', 'xx-county', { kind: 'allocation', programme: 'dibao', source: 'higher', fen: 60_000_000 });
    const seen = await look('xx-county');
    expect(seen.bySource.slice(0, 3).map((s) => [s.source, s.budgetFen, s.receivedFen, s.leftFen])).toEqual([['higher', 90_000_000, 60_000_000, 30_000_000], ['budget', 39_000_000, 0, 39_000_000], ['adjusted', 5_000_000, 0, 5_000_000]]);
    expect(seen.budgets.map((b) => b.document)).toEqual(['安财社〔2019〕3号', '年初预算批复', '调剂通知', '预算调减通知']);
    // A unit sees none of the county's figures.
    expect(await look('xx-handler')).toMatchObject({ budgets: [], bySource: [], byProgramme: [], late: [] });
  });

  test('[XX-47] 西秀: a township’s 救急难基金 has its own ledger, entered by one and confirmed by another; 红桥 has no such fund', async () => {
    const unit = await unitOf('xx-handler');
    const id = await enter('xx-handler', { kind: 'reliefFund', unit, source: 'budget', fen: 3_000_000, party: '旧州镇人民政府', purpose: '启动资金' });
    expect((await (await user('xx-handler')).post('/funds/operations', { kind: 'reliefFund', unit, source: 'budget', fen: 1, purpose: '没有出资方' })).problem.fields?.[0]?.path).toBe('body.party');
    expect((await confirm('xx-b-leader', id)).status).toBe(404);
    expect((await confirm('xx-leader', id)).status).toBe(200);
    const f = await fund('xx-handler', unit, '?fund=reliefFund');
    expect(f).toMatchObject({ has: true, balanceFen: 3_000_000, uses: { receivedFen: 3_000_000, items: [{ text: '救急难基金到账' }] } });
    expect((await look('xx-county')).funds.find((x) => x.flag === 'fund.relief-fund')?.source.quote).toBe('建立乡级救急难基金');
    expect((await (await user('hq-handler')).post('/funds/operations', { kind: 'reliefFund', unit: await unitOf('hq-handler'), source: 'budget', fen: 1, party: '某', purpose: '没有' })).problem).toMatchObject({ code: 'fund.state', rule: '本地方案没有“设乡级救急难基金”' });
  });

  test('a donation names its donor and purpose and is spent only as far as it goes', async () => {
    const unit = await unitOf('xx-handler');
    await done('xx-handler', 'xx-head', { kind: 'donation', unit, source: 'social', fen: 500_000, party: '某慈善会', purpose: '助学' });
    expect(await fund('xx-head', unit, '?fund=donation')).toMatchObject({ balanceFen: 500_000, operations: [{ party: '某慈善会', purpose: '助学', status: 'confirmed' }] });
  });

  test('[XX-169] 西秀: an award in place of subsidy records unit, basis and sum, entered by the county and confirmed by finance', async () => {
    const unit = await unitOf('xx-handler');
    const body = { kind: 'award', unit, source: 'adjusted', fen: 2_000_000, purpose: '以奖代补' };
    expect((await (await user('xx-county')).post('/funds/operations', body)).problem.fields?.[0]?.message).toBe('请写明奖励依据');
    await done('xx-county', 'xx-fin', { ...body, party: '年度考评第一名' });
    const balances = (await (await user('xx-audit')).get<Output<typeof ledgerBalances>>('/ledger/balances')).body;
    expect(balances.items.find((a) => a.kind === 'award')).toMatchObject({ unit, balanceFen: 2_000_000 });
    expect(balances.trialFen).toBe(0);
    expect((await look('xx-county')).operations.find((o) => o.kind === 'award')).toMatchObject({ party: '年度考评第一名', settledBy: '何财政' });
  });

  test('[LH-15] 临河: each coordination with finance is recorded and answered; money that is late is flagged until it is on its way', async () => {
    const officer = await user('lh-county');
    const { id } = (await officer.post<{ id: string }>('/coordination', { kind: 'funds', text: '请落实下月低保资金。' })).body;
    expect((await look('lh-fin')).coordination).toMatchObject([{ id, resolvedOn: null }]);
    await officer.post(`/coordination/${id}/resolve`, { department: '区财政局', result: '已列入用款计划，10 日前拨付。' });
    expect((await look('lh-county')).coordination).toMatchObject([{ id, department: '区财政局', result: '已列入用款计划，10 日前拨付。' }]);
    const pay = await user('lh-pay');
    const { today } = await look('lh-pay');
    expect((await pay.post('/rolls', { programme: 'dibao', month: today.slice(0, 7) })).status).toBe(200);
    await pay.put('/training/clock', { date: `${Number(today.slice(0, 4)) + 1}-01-05` });
    expect((await look('lh-fin')).late).toMatchObject([{ why: '到日未送银行', text: `最低生活保障 ${formatMonthZh(today.slice(0, 7))}` }]);
  });
});

describe('the ledger as it is read', () => {
  const balances = async (u: Client, query = ''): Promise<Output<typeof ledgerBalances>> => (await u.get<Output<typeof ledgerBalances>>(`/ledger/balances${query}`)).body;

  test('[BQ-73] 宝清: money is followed from allocation to use; balances of any day sum to zero; the check against the lines is equal', async () => {
    const unit = await unitOf('bq-handler');
    await done('bq-fin', 'bq-county', { kind: 'reserve', source: 'budget', fen: 900_000, purpose: '储备金' });
    await done('bq-county', 'bq-chief', { kind: 'imprestSetUp', unit, fen: 900_000 });
    await spend('bq-handler', unit, 100_000);
    const auditor = await user('bq-audit');
    const entries = (await auditor.get<Output<typeof listEntries>>(`/ledger/entries?unit=${unit}`)).body.items;
    expect(entries.map((e) => e.kind)).toEqual(['aidGiven', 'imprestSetUp']);
    const { on } = await balances(auditor);
    const before = `${Number(on.slice(0, 4)) - 1}-12-31`;
    expect((await balances(auditor, `?on=${before}`)).items.every((a) => a.balanceFen === 0)).toBe(true);
    expect((await balances(auditor, `?on=${on}`)).items).toEqual((await balances(auditor)).items);
    expect((await balances(auditor, `?on=${on}`)).trialFen).toBe(0);
    expect((await auditor.get<Output<typeof ledgerChain>>('/ledger/chain')).body).toEqual({ ok: true, entries: 3, faults: [], faultCount: 0 });
    // Cash without a line of the sub-ledger is a difference, and it is named.
    const check = (await auditor.get<Output<typeof ledgerCheck>>('/ledger/check')).body;
    expect(check).toMatchObject({ equal: false, differenceFen: 100_000, trialFen: 0, differences: [{ kind: 'cash', programme: 'jinan', unit, ledgerFen: 100_000, linesFen: 0 }] });
  });

  test('[BQ-74] 宝清: money leaves only by the process: nobody enters and confirms alone, nothing goes below zero, nothing written can be rewritten unseen', async () => {
    const unit = await unitOf('bq-handler');
    const id = await enter('bq-county', { kind: 'imprestSetUp', unit, fen: 100 });
    expect((await confirm('bq-county', id)).problem.code).toBe('payment.sameperson');
    expect((await confirm('bq-chief', id)).problem).toMatchObject({ code: 'fund.short', missing: ['还差 1.00 元'] });
    await expect(spend('bq-handler', unit, 800_001)).rejects.toMatchObject({ constraint: 'ledger_account_covered' });
    const pool = new pg.Client({ connectionString: server.installation.adminUrl });
    await pool.connect();
    try {
      await pool.query('alter table ledger_entry disable trigger ledger_entry_written_once');
      await pool.query(`update ledger_entry set memo = memo || '。' where county_id = $1 and position = 2`, [await county('bq-audit')]);
      const chain = (await (await user('bq-audit')).get<Output<typeof ledgerChain>>('/ledger/chain')).body;
      expect(chain).toMatchObject({ ok: false, faultCount: 1 });
      expect(chain.faults[0]).toContain('第 2 号分录内容与散列值不符');
      await pool.query(`update ledger_entry set memo = rtrim(memo, '。') where county_id = $1 and position = 2`, [await county('bq-audit')]);
      await pool.query('alter table ledger_entry enable always trigger ledger_entry_written_once');
    } finally {
      await pool.end();
    }
  });

  test('units see their own accounts; the check and its figures are the county’s, finance’s and audit’s', async () => {
    const handler = await user('bq-handler');
    const unit = await unitOf('bq-handler');
    expect(new Set((await balances(handler)).items.map((a) => a.unit))).toEqual(new Set([unit]));
    expect((await balances(await user('bq-b-handler'))).items).toEqual([]);
    expect((await handler.get('/ledger/check')).status).toBe(403);
    expect((await handler.get<Output<typeof listEntries>>('/ledger/entries')).body.items.map((e) => e.kind)).toEqual(['aidGiven', 'imprestSetUp']);
    for (const login of ['bq-fin', 'bq-audit', 'bq-pay', 'bq-county']) expect((await (await user(login)).get('/ledger/check')).status).toBe(200);
    for (const login of ['bq-village', 'bq-sys']) expect((await (await user(login)).get('/ledger/balances')).status).toBe(403);
  });

  test('finance reads money and changes nothing but its own', async () => {
    const fin = await user('bq-fin');
    for (const path of ['/rolls', '/ledger/entries', '/funds', '/ledger/check']) expect((await fin.get(path)).status, path).toBe(200);
    expect((await fin.post('/rolls', { programme: 'dibao', month: '2022-01' })).status).toBe(403);
    expect((await fin.post('/funds/operations', { kind: 'imprestSetUp', unit: await unitOf('bq-handler'), fen: 1, purpose: '不该' })).problem.code).toBe('rights.denied');
  });
});
