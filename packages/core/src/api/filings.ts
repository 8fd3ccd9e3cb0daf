import * as z from 'zod';
import { DIFFERENCE_KINDS } from '../filing/platform.ts';
import { MARKS } from '../filing/report.ts';
import { citedSchema, contract, isoDate, month, page, pageQuery, uuid } from './contract.ts';

/** Monthly filing of a unit's confirmations to the county (报备): roster, report, examination, demands. */

const TAG = '备案';
const count = z.number().int();
const movement = z.strictObject({ last: count, new: count, imported: count.optional(), left: count, changed: count, now: count });
const part = z.strictObject({ households: count, persons: count, fen: count });
export const reportSchema = z.strictObject({
  households: movement, persons: movement, fen: movement,
  classes: z.strictObject({ minor: count, adult: count, aged: count, male: count, female: count, disabled: count, severeIllness: count }),
  handled: z.strictObject({ applied: count, granted: count, refused: count }),
  labour: z.strictObject({ able: count, partial: count, none: count }).optional(), areas: z.strictObject({ urban: part, rural: part }).optional(),
  causes: z.strictObject({ illness: count, disability: count, disaster: count, study: count, labour: count, unemployment: count, aged: count, other: count }).optional(),
});

const lineSchema = z.object({
  number: z.number(), case: uuid, caseNumber: z.string(), payee: z.string(), persons: z.number(), monthlyFen: z.number(), fromMonth: z.string(), mark: z.enum(MARKS), markText: z.string(), personsBefore: z.number(), fenBefore: z.number(),
  /** Why the case's own filing step could not be taken with this filing. */
  notFiled: z.string().nullable(), demands: z.number(),
});
const light = z.object({ light: z.enum(['green', 'yellow', 'red']), text: z.string() });
const cited = citedSchema.extend({ label: z.string() });

const rowSchema = z.object({
  id: uuid.nullable(), unit: z.string(), unitName: z.string(), programme: z.string(), programmeName: z.string(), month,
  status: z.enum(['none', 'filed', 'demanded', 'accepted']), statusText: z.string(), dueOn: isoDate, dueSource: cited, filedOn: isoDate.nullable(), filedBy: z.string().nullable(),
  /** Filed after the day, or not filed and the day is over. */
  late: z.boolean(), light: light.nullable(), households: z.number().nullable(), persons: z.number().nullable(), fen: z.number().nullable(), openDemands: z.number(),
  /** First day on which the electronic data may be sent, where the plan names a window [XX-97]. */
  opensOn: isoDate.nullable(),
  /** Papers that the plan asks for besides: examined in the unit by another person, then handed in [XX-98]. */
  papers: z.object({ dueOn: isoDate, dueSource: cited, reviewedOn: isoDate.nullable(), reviewedBy: z.string().nullable(), on: isoDate.nullable(), by: z.string().nullable(), late: z.boolean(), light: light.nullable() }).nullable(),
});
export type FilingRow = z.infer<typeof rowSchema>;

export const listFilings = contract({
  method: 'GET', path: '/filings', tag: TAG, summary: '各单位某月的报备情况，未报的也列出；state：不限月份，逾期未报的、待审查的', permission: 'filing.read',
  query: z.strictObject({ month: month.optional(), programme: z.string().max(60).optional(), unit: z.string().max(80).optional(), state: z.enum(['late', 'unreviewed']).optional() }), response: z.object({ month, items: z.array(rowSchema) }),
});

export const previewFiling = contract({
  method: 'GET', path: '/filings/preview', tag: TAG, summary: '本单位某月花名册和月报表的草稿，由案件自动形成', permission: 'filing.make',
  query: pageQuery.extend({ programme: z.string().min(1).max(60), month }),
  response: z.object({ unit: z.string(), unitName: z.string(), dueOn: isoDate, dueSource: cited, light: light.nullable(), report: reportSchema, opensOn: isoDate.nullable(), faults: z.array(z.object({ path: z.string(), message: z.string() })), total: z.number(), /** Why this post cannot file it, or null. */ why: z.string().nullable(), items: z.array(lineSchema), next: z.string().nullable() }),
});

export const makeFiling = contract({
  method: 'POST', path: '/filings', tag: TAG, summary: '报送花名册和月报表；报表不平或与花名册不符的不予报送', permission: 'filing.make',
  body: z.strictObject({ programme: z.string().min(1).max(60), month, /** The numbers as the unit states them; absent = those of the roster. */ report: reportSchema.optional() }),
  response: z.object({ id: uuid, lines: z.number(), filedCases: z.number(), notFiled: z.array(z.object({ case: uuid, rule: z.string() })), late: z.boolean(), dueOn: isoDate }),
});

const demandSchema = z.object({
  id: uuid, filing: uuid, unitName: z.string(), programmeName: z.string(), month, line: z.number().nullable(), case: uuid.nullable(), caseNumber: z.string().nullable(), kind: z.enum(['procedure', 'determination', 'report', 'other']), kindText: z.string(), text: z.string(),
  dueOn: isoDate, light: light.nullable(), state: z.enum(['open', 'answered', 'closed']), stateText: z.string(),
  events: z.array(z.object({ kind: z.string(), text: z.string(), words: z.string(), by: z.string(), at: z.string() })),
});
export type DemandView = z.infer<typeof demandSchema>;

const byId = z.strictObject({ id: uuid });
const words = z.string().trim().min(2, '请写明内容').max(1000);

export const getFiling = contract({
  method: 'GET', path: '/filings/:id', tag: TAG, summary: '一份报备：月报表、与平台数据的差异、整改要求', permission: 'filing.read', params: byId,
  response: rowSchema.extend({
    report: reportSchema, lines: z.number(), examined: z.object({ by: z.string(), at: z.string(), note: z.string() }).nullable(),
    /** What the case files and the payments say today and the roster does not. */
    differences: z.array(z.object({ line: z.number().nullable(), case: uuid, caseNumber: z.string(), text: z.string() })),
    demands: z.array(demandSchema),
    /** Households on the roster whose record in this system lacks something [BQ-22]. */
    incomplete: z.object({ total: z.number(), items: z.array(z.object({ line: z.number(), case: uuid, caseNumber: z.string(), text: z.string() })) }),
    /** The newest comparison with the roster of the platform above [HQ-133]. */
    comparison: z.object({
      fileName: z.string(), rows: z.number(), matched: z.number(), by: z.string(), at: z.string(), total: z.number(),
      differences: z.array(z.object({ kind: z.enum(DIFFERENCE_KINDS), kindText: z.string(), line: z.number().nullable(), case: uuid.nullable(), caseNumber: z.string().nullable(), row: z.number().nullable(), who: z.string(), text: z.string() })),
    }).nullable(),
  }),
});

export const listFilingLines = contract({
  method: 'GET', path: '/filings/:id/lines', tag: TAG, summary: '花名册', permission: 'filing.read', params: byId, query: pageQuery.extend({ mark: z.enum(MARKS).optional() }), response: page(lineSchema),
});

export const acceptFiling = contract({
  method: 'POST', path: '/filings/:id/accept', tag: TAG, summary: '审查通过，准予备案；有未办结的整改要求时不能通过', permission: 'filing.review', params: byId, body: z.strictObject({ note: z.string().trim().max(500).default('') }), response: z.object({ id: uuid, status: z.string() }),
});

export const reviewPapers = contract({
  method: 'POST', path: '/filings/:id/papers/review', tag: TAG, summary: '单位内由另一人审核纸质资料', permission: 'filing.make', params: byId, body: z.strictObject({}), response: z.object({ id: uuid, on: isoDate }),
});
export const receivePapers = contract({
  method: 'POST', path: '/filings/:id/papers', tag: TAG, summary: '县级登记收到纸质资料；没有经单位审核的不收', permission: 'filing.review', params: byId, body: z.strictObject({ on: isoDate }), response: z.object({ id: uuid, on: isoDate, late: z.boolean() }),
});

const sums = z.object({ households: z.number(), persons: z.number(), fen: z.number() });
const summaryRow = z.object({ unit: z.string(), unitName: z.string(), programme: z.string(), programmeName: z.string(), filing: uuid.nullable(), statusText: z.string(), late: z.boolean(), report: reportSchema.nullable() });
export type FilingSummaryRow = z.infer<typeof summaryRow>;
export const summariseFilings = contract({
  method: 'GET', path: '/filings/summary', tag: TAG, summary: '各单位各项目某月基本救助汇总表，由报送的月报表相加；未报的列出而不计', permission: 'filing.read', query: z.strictObject({ month: month.optional() }),
  response: z.object({ month, /** When these statistics were reported upward, to whom. */ reported: z.array(z.object({ act: uuid, number: z.string(), on: isoDate, to: z.array(z.string()) })), mayReport: z.boolean(), items: z.array(summaryRow), programmes: z.array(z.object({ programme: z.string(), programmeName: z.string(), filed: z.number(), expected: z.number(), now: sums, new: sums, imported: sums, left: sums })) }),
});

/** The county's statistics of a month go upward as they stand in the summary; kept word by word with the matters of supervision. `without`: why units that have not filed are left out. */
export const reportUpward = contract({
  method: 'POST', path: '/filings/summary/report', tag: TAG, summary: '登记某月统计汇总上报：数字取自各单位报送的合计', permission: 'filing.review',
  body: z.strictObject({ month, to: z.string().trim().min(2, '请写明报给谁').max(60), without: words.optional() }), response: z.object({ id: uuid, number: z.string(), seq: z.number().int() }),
});

/** New applicants of a month and how many of them were visited at home; `short` = under the plan's share. */
export const visitCoverage = contract({
  method: 'GET', path: '/filings/visits', tag: TAG, summary: '当月新申请对象入户调查的比例，与方案要求比较', permission: 'filing.read', query: z.strictObject({ month: month.optional() }),
  response: z.object({ month, items: z.array(z.object({
    unit: z.string(), unitName: z.string(), programmeName: z.string(), applied: z.number(), visited: z.number(), percent: z.number(), limit: z.object({ percent: z.number(), source: citedSchema }).nullable(), short: z.boolean(),
  })) }),
});

export const raiseDemand = contract({
  method: 'POST', path: '/filings/:id/demands', tag: TAG, summary: '对程序不合规、认定不准确等提出整改要求和期限', permission: 'filing.review', params: byId,
  body: z.strictObject({ line: z.number().int().positive().optional(), kind: z.enum(['procedure', 'determination', 'report', 'other']), text: words, dueOn: isoDate }), response: z.object({ id: uuid }),
});

export const listDemands = contract({
  method: 'GET', path: '/filing-demands', tag: TAG, summary: '整改要求，未办结的在前', permission: 'filing.read', query: pageQuery.extend({ state: z.enum(['open', 'answered', 'closed', 'late']).optional(), unit: z.string().max(80).optional() }), response: page(demandSchema),
});
const demandAnswer = z.object({ id: uuid, state: z.enum(['open', 'answered', 'closed']) });
export const answerDemand = contract({ method: 'POST', path: '/filing-demands/:id/answer', tag: TAG, summary: '单位报告整改情况', permission: 'filing.make', params: byId, body: z.strictObject({ text: words }), response: demandAnswer });
export const sendBackDemand = contract({ method: 'POST', path: '/filing-demands/:id/back', tag: TAG, summary: '整改不到位，退回单位', permission: 'filing.review', params: byId, body: z.strictObject({ text: words, dueOn: isoDate }), response: demandAnswer });
export const closeDemand = contract({ method: 'POST', path: '/filing-demands/:id/close', tag: TAG, summary: '整改到位，办结', permission: 'filing.review', params: byId, body: z.strictObject({ text: words }), response: demandAnswer });
