import * as z from 'zod';
import { ACCOUNT_KINDS, ENTRY_KINDS, type EntryKind } from '../ledger/model.ts';
import { OPERATION_KINDS, OPERATION_STATUSES } from '../ledger/operations.ts';
import { citedSchema, contract, isoDate, month, page, pageQuery, uuid } from './contract.ts';

/** The county's money: ledger, funds that two people move, the units' imprests. Sums are integer fen. */

const TAG = '资金账';
const byId = z.strictObject({ id: uuid });
const text = (min: number, max: number) => z.string().trim().min(min, `不能少于 ${min} 个字`).max(max);
const fen = z.number().int().min(1, '金额须大于零').max(100_000_000_000_00);
const light = z.object({ light: z.enum(['green', 'yellow', 'red']), text: z.string() });
const reason = z.string().trim().min(2, '请写明理由').max(500);
const cited = citedSchema.extend({ label: z.string() });
const kinds = Object.keys(ENTRY_KINDS) as [EntryKind, ...EntryKind[]];

const accountSchema = z.object({
  id: z.number(), kind: z.enum(ACCOUNT_KINDS), label: z.string(), unit: z.string().nullable(), unitName: z.string().nullable(), programme: z.string().nullable(), programmeName: z.string().nullable(), source: z.string().nullable(), sourceName: z.string().nullable(),
});

/** An account with its balance, positive on the account's own side. */
const balanceSchema = accountSchema.extend({ balanceFen: z.number(), side: z.enum(['debit', 'credit']) });
export type AccountBalance = z.infer<typeof balanceSchema>;

const differenceSchema = z.object({ kind: z.string(), text: z.string(), programme: z.string(), programmeName: z.string(), unit: z.string().nullable(), unitName: z.string().nullable(), ledgerFen: z.number(), linesFen: z.number() });

export const ledgerBalances = contract({
  method: 'GET', path: '/ledger/balances', tag: TAG, summary: '各账户余额（可按日期），合计须为零；单位只见本单位账户', permission: 'fund.read',
  query: z.strictObject({ on: isoDate.optional() }),
  response: z.object({ on: isoDate, items: z.array(balanceSchema), /** Debits less credits over all accounts of the county: zero, always. */ trialFen: z.number(), debitFen: z.number(), creditFen: z.number() }),
});

export const ledgerCheck = contract({
  method: 'GET', path: '/ledger/check', tag: TAG, summary: '账实核对：分录余额与发放明细逐项目逐单位比较', permission: 'fund.check',
  response: z.object({ at: z.string(), equal: z.boolean(), compared: z.number(), differenceFen: z.number(), differences: z.array(differenceSchema), trialFen: z.number() }),
});

export const ledgerChain = contract({
  method: 'GET', path: '/ledger/chain', tag: TAG, summary: '核验分录链：逐笔重算散列值，余额与分录合计一致', permission: 'fund.check',
  response: z.object({ ok: z.boolean(), entries: z.number(), faults: z.array(z.string()), faultCount: z.number() }),
});

const entrySchema = z.object({
  id: uuid, number: z.number(), kind: z.enum(kinds), kindText: z.string(), on: isoDate, memo: z.string(), by: z.string(), at: z.string(),
  lines: z.array(accountSchema.extend({ fen: z.number() })),
  /** Where it came from, for the drill. */
  roll: z.object({ id: uuid, text: z.string() }).nullable(), batch: z.object({ id: uuid, number: z.string() }).nullable(), case: z.object({ id: uuid, number: z.string() }).nullable(), recovery: uuid.nullable(), fund: uuid.nullable(),
  corrects: z.object({ id: uuid, number: z.number() }).nullable(), correctedBy: z.object({ id: uuid, number: z.number() }).nullable(),
});
export type LedgerEntry = z.infer<typeof entrySchema>;

export const listEntries = contract({
  method: 'GET', path: '/ledger/entries', tag: TAG, summary: '分录，新的在前，可按账户、种类、单位、项目、日期、批次、案件筛选', permission: 'fund.read',
  query: pageQuery.extend({
    account: z.coerce.number().int().min(1).max(2_000_000_000).optional(), kind: z.enum(kinds).optional(), accountKind: z.enum(ACCOUNT_KINDS).optional(), unit: z.string().max(80).optional(), programme: z.string().max(60).optional(),
    from: isoDate.optional(), to: isoDate.optional(), roll: uuid.optional(), batch: uuid.optional(), case: uuid.optional(), recovery: uuid.optional(), entry: uuid.optional(),
  }),
  response: page(entrySchema),
});

export const correctEntry = contract({
  method: 'POST', path: '/ledger/entries/:id/correct', tag: TAG, summary: '更正一笔资金分录：记一笔相反的分录，原分录不变', permission: 'fund.correct',
  params: byId, body: z.strictObject({ reason }), response: z.object({ id: uuid }),
});

const operationSchema = z.object({
  id: uuid, kind: z.enum(OPERATION_KINDS), label: z.string(), status: z.enum(OPERATION_STATUSES), statusText: z.string(), unit: z.string().nullable(), unitName: z.string().nullable(), programme: z.string().nullable(), programmeName: z.string().nullable(), source: z.string().nullable(), sourceName: z.string().nullable(),
  fen: z.number(), on: isoDate, party: z.string().nullable(), purpose: z.string(), document: z.string(), enteredBy: z.string(), enteredAt: z.string(), settledBy: z.string().nullable(), settledAt: z.string().nullable(), settledReason: z.string().nullable(), entry: uuid.nullable(),
  /** Why the caller cannot confirm it now; null: may. */
  why: z.string().nullable(),
});
export type FundOperation = z.infer<typeof operationSchema>;

const budgetSchema = z.object({ id: uuid, year: z.number(), source: z.string(), sourceName: z.string(), programme: z.string().nullable(), programmeName: z.string().nullable(), fen: z.number(), document: z.string(), note: z.string(), by: z.string(), at: z.string() });

export const fundsOverview = contract({
  method: 'GET', path: '/funds', tag: TAG, summary: '资金总览：预算、拨付与支出，待确认的资金业务，备用金和迟发提醒', permission: 'fund.read',
  query: z.strictObject({ year: z.coerce.number().int().min(2010).max(2100).optional() }),
  response: z.object({
    year: z.number(), today: isoDate,
    /** Which funds the plan has, with the clause. */
    funds: z.array(z.object({ flag: z.string(), label: z.string(), has: z.boolean(), source: cited })),
    sources: z.array(z.object({ id: z.string(), label: z.string() })), sourcesBy: cited, confirmBy: z.enum(['county', 'finance']), confirmByText: z.string(), confirmBySource: cited,
    units: z.array(z.object({ key: z.string(), name: z.string() })), programmes: z.array(z.object({ id: z.string(), name: z.string() })),
    /** What the caller's post can enter. */
    enters: z.array(z.object({ kind: z.enum(OPERATION_KINDS), label: z.string(), needs: z.array(z.string()), party: z.string().nullable() })),
    budgets: z.array(budgetSchema),
    /** Appropriated, allocated and spent of the year, by source and by programme. */
    bySource: z.array(z.object({ source: z.string(), label: z.string(), budgetFen: z.number(), receivedFen: z.number(), leftFen: z.number() })),
    byProgramme: z.array(z.object({ programme: z.string(), name: z.string(), allocatedFen: z.number(), expenseFen: z.number(), paidFen: z.number(), balanceFen: z.number() })),
    operations: z.array(operationSchema),
    imprests: z.array(z.object({ unit: z.string(), unitName: z.string(), quotaFen: z.number(), balanceFen: z.number(), low: z.boolean(), pendingFen: z.number(), reportMonth: month, reportDue: isoDate, reported: z.boolean(), light: light.nullable() })),
    /** Relief funds and donations, by the unit that holds them. */
    cash: z.array(z.object({ fund: z.enum(['reliefFund', 'donation']), label: z.string(), unit: z.string(), unitName: z.string(), balanceFen: z.number() })),
    /** Money that is not on its way by its day, or that the bank has not answered [LH-15]. */
    late: z.array(z.object({ roll: uuid, text: z.string(), due: isoDate, why: z.string() })),
    coordination: z.array(z.object({ id: uuid, text: z.string(), raisedOn: isoDate, raisedBy: z.string(), department: z.string().nullable(), result: z.string().nullable(), resolvedOn: isoDate.nullable() })),
  }),
});

export const enterBudget = contract({
  method: 'POST', path: '/funds/budgets', tag: TAG, summary: '登记年度资金来源：上级资金、年初预算、调剂资金；调减写负数', permission: 'fund.budget',
  body: z.strictObject({ year: z.number().int().min(2010).max(2100), source: z.string().min(1).max(40), programme: z.string().min(1).max(60).optional(), fen: z.number().int().min(-100_000_000_000_00).max(100_000_000_000_00).refine((x) => x !== 0, '金额不能为零'), document: text(2, 200), note: z.string().trim().max(300).default('') }),
  response: z.object({ id: uuid }),
});

export const enterOperation = contract({
  method: 'POST', path: '/funds/operations', tag: TAG, summary: '登记一笔资金业务，由另一人确认后入账', permission: 'fund.enter',
  body: z.strictObject({
    kind: z.enum(OPERATION_KINDS), unit: z.string().min(1).max(80).optional(), programme: z.string().min(1).max(60).optional(), source: z.string().min(1).max(40).optional(), fen, on: isoDate.optional(),
    party: z.string().trim().max(100).optional(), purpose: text(2, 300), document: z.string().trim().max(200).default(''),
  }),
  response: z.object({ id: uuid }),
});

export const confirmOperation = contract({ method: 'POST', path: '/funds/operations/:id/confirm', tag: TAG, summary: '确认一笔资金业务并入账；须由登记以外的人办理', permission: 'fund.settle', params: byId, body: z.strictObject({}), response: z.object({ id: uuid, entry: uuid }) });
export const refuseOperation = contract({ method: 'POST', path: '/funds/operations/:id/refuse', tag: TAG, summary: '不同意一笔资金业务，写明理由', permission: 'fund.settle', params: byId, body: z.strictObject({ reason }), response: z.object({ id: uuid }) });

const usesSchema = z.object({
  openingFen: z.number(), receivedFen: z.number(), usedFen: z.number(), returnedFen: z.number(), closingFen: z.number(),
  items: z.array(z.object({ number: z.number(), entry: uuid, on: isoDate, text: z.string(), memo: z.string(), fen: z.number(), balanceFen: z.number(), case: z.object({ id: uuid, number: z.string() }).nullable(), by: z.string() })),
});
export type FundUses = z.infer<typeof usesSchema>;

const byUnit = z.strictObject({ unit: z.string().min(1).max(80) });

export const unitFund = contract({
  method: 'GET', path: '/funds/units/:unit', tag: TAG, summary: '一个单位的备用金、救急难基金或捐赠款：余额、某月收支、补足和报告', permission: 'fund.read',
  params: byUnit, query: z.strictObject({ month: month.optional(), fund: z.enum(['imprest', 'reliefFund', 'donation']).default('imprest') }),
  response: z.object({
    unit: z.string(), unitName: z.string(), fund: z.enum(['imprest', 'reliefFund', 'donation']), fundText: z.string(), month, today: isoDate, has: z.boolean(), bureau: z.string(),
    balanceFen: z.number(), quotaFen: z.number(), shortFen: z.number(), low: z.boolean(), lowPercent: z.number(), lowSource: cited, pendingFen: z.number(), confirmByText: z.string(), confirmBySource: cited,
    /** Why the caller cannot apply for replenishment now; null: may. */
    replenishWhy: z.string().nullable(),
    uses: usesSchema, operations: z.array(operationSchema),
    report: z.object({ due: isoDate, source: cited, light: light.nullable(), why: z.string().nullable(), filed: z.object({ id: uuid, by: z.string(), at: z.string(), receivedBy: z.string().nullable(), receivedAt: z.string().nullable() }).nullable() }).nullable(),
    months: z.array(month),
  }),
});

export const fileReport = contract({
  method: 'POST', path: '/funds/units/:unit/reports', tag: TAG, summary: '将某月备用金使用情况报财政部门', permission: 'fund.report', params: byUnit, body: z.strictObject({ month }), response: z.object({ id: uuid }),
});
export const receiveReport = contract({ method: 'POST', path: '/funds/reports/:id/receive', tag: TAG, summary: '财政部门收到备用金使用情况报告', permission: 'fund.receive', params: byId, body: z.strictObject({}), response: z.object({ id: uuid }) });

export const listReports = contract({
  method: 'GET', path: '/funds/reports', tag: TAG, summary: '备用金使用情况报告', permission: 'fund.read', query: z.strictObject({ month: month.optional() }),
  response: z.object({ month, items: z.array(z.object({ id: uuid, unit: z.string(), unitName: z.string(), month, uses: usesSchema, by: z.string(), at: z.string(), receivedBy: z.string().nullable(), receivedAt: z.string().nullable() })) }),
});
