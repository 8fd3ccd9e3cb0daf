import * as z from 'zod';
import { answerPayload, LEAD_SOURCES, type LeadSource } from '../warning/answers.ts';
import { EXTERNAL_LIST_IDS, SIDES } from '../warning/rules.ts';
import { calculationView } from './calculations.ts';
import { citedSchema, contract, isoDate, uuid } from './contract.ts';

const side = z.enum(SIDES);
const lightOf = z.object({ light: z.enum(['green', 'yellow', 'red']), text: z.string() }).nullable();
const text = (max: number) => z.string().trim().min(4).max(max);
const ruleId = z.string().regex(/^R\d{2}$/);

const leadRow = z.object({
  id: uuid, no: z.number().int(),
  /** Applicant's covered name, the words of a household known to no case, or what else it is about. */
  who: z.string(), case: uuid.nullable(), number: z.string().nullable(), programmeName: z.string().nullable(), unit: z.string(), unitName: z.string(), ofCounty: z.boolean(),
  side, sideText: z.string(), hits: z.array(z.string()), open: z.number().int(), dueOn: isoDate.nullable(), light: lightOf, openedOn: isoDate, closedOn: isoDate.nullable(),
});
export type LeadRow = z.output<typeof leadRow>;

/** Leads that the caller may see: the earliest due first, the closed by their end. */
export const listLeads = contract({
  method: 'GET', path: '/leads', summary: '线索', tag: 'leads', permission: 'lead.read',
  query: z.strictObject({ /** `valid`: found true this month; `unfollowed`: found true and nothing done about it for 30 days; `missed`: somebody may be left out. */ state: z.enum(['open', 'late', 'closed', 'valid', 'unfollowed', 'missed']).default('open'), unit: z.string().max(80).optional(), rule: ruleId.optional(), side: side.optional() }),
  response: z.object({ items: z.array(leadRow), more: z.boolean(), counts: z.object({ open: z.number().int(), late: z.number().int(), closed: z.number().int() }) }),
});

/** Leads that wait for an answer by the caller's own office (the county's own, for the county), and how many of them are late. */
export const waitingLeads = contract({ method: 'GET', path: '/leads/waiting', summary: '等本单位答复的线索', tag: 'leads', permission: 'lead.answer', response: z.object({ open: z.number().int(), late: z.number().int() }) });

const row = z.object({ on: isoDate, fen: z.number().nullable(), text: z.string() });
const hit = z.object({
  id: uuid, rule: z.string(), label: z.string(), side, sideText: z.string(), sourceText: z.string(), round: z.number().int(), status: z.enum(['open', 'valid', 'explained', 'stop', 'gone']), statusText: z.string(),
  person: z.string().nullable(),
  /** What was seen, in words, with the rows of the list and its source date. */
  seen: z.array(z.string()), rows: z.array(row), source: z.string().nullable(), sourceDate: isoDate.nullable(), coverage: z.string().nullable(),
  /** Somebody said it: there is no list, and nothing declared to lay beside it. */
  reported: z.boolean(),
  /** What the household declared about the same thing. */
  declared: z.array(z.string()),
  foundOn: isoDate, dueOn: isoDate, light: lightOf, proof: z.boolean(), /** Holds the payee's lines now. */ holds: z.boolean(), basis: citedSchema,
  answer: z.object({ on: isoDate, by: z.string(), text: z.string(), nextText: z.string(), files: z.array(uuid), late: z.boolean(), expiresOn: isoDate.nullable(), /** Whether the case has since seen what was announced; null: nothing was. */ followed: z.boolean().nullable() }).nullable(),
});

/** One lead: every hit beside what the household declared, and what was done. */
export const getLead = contract({
  method: 'GET', path: '/leads/:id', summary: '一条线索', tag: 'leads', permission: 'lead.read', params: z.strictObject({ id: uuid }),
  response: leadRow.extend({ hitsFound: z.array(hit), mayAnswer: z.boolean(), trail: z.array(z.object({ id: z.number(), at: z.string(), text: z.string(), by: z.string() })) }),
});
export type LeadHit = z.output<typeof hit>;

const told = Object.keys(LEAD_SOURCES).filter((s) => s !== 'warning' && s !== 'complaint' && s !== 'check') as [LeadSource, ...LeadSource[]];

/** A lead that somebody told: about a case of the office, or about people known to no case. */
export const openLead = contract({
  method: 'POST', path: '/leads', summary: '登记线索', tag: 'leads', permission: 'lead.open',
  body: z.strictObject({ number: z.string().trim().max(60).optional(), unit: z.string().max(80).optional(), who: z.string().trim().min(2).max(100).optional(), source: z.enum(told), side, text: text(1000) }).refine((b) => (b.number === undefined) !== (b.who === undefined), { message: '案号和姓名住址须且只须写一项', path: ['number'] }),
  response: z.object({ lead: uuid, hit: uuid }),
});

export const answerHit = contract({ method: 'POST', path: '/leads/:id/answers', summary: '答复疑点', tag: 'leads', permission: 'lead.answer', params: z.strictObject({ id: uuid }), body: answerPayload, response: z.object({ expiresOn: isoDate, closed: z.boolean() }) });

const yields = z.object({ hits: z.number().int(), open: z.number().int(), late: z.number().int(), valid: z.number().int(), explained: z.number().int(), stop: z.number().int(), gone: z.number().int(), days: z.number().nullable(), percent: z.number().nullable() });
/** The rules as they run today: number, list dates, yield of twelve months, last run. */
export const listRules = contract({
  method: 'GET', path: '/warnings/rules', summary: '预警规则', tag: 'warnings', permission: 'lead.rules',
  response: z.object({
    source: citedSchema,
    items: z.array(z.object({
      id: ruleId, label: z.string(), line: z.string(), side, sideText: z.string(), runs: z.boolean(), why: z.string().nullable(), threshold: z.number().nullable(), thresholdText: z.string().nullable(), policyThreshold: z.number().nullable(), active: z.boolean(),
      choice: z.object({ from: isoDate, by: z.string(), reason: z.string(), before: z.number().int().nullable(), after: z.number().int().nullable() }).nullable(),
      lists: z.array(z.object({ list: z.string(), label: z.string(), sourceDate: isoDate.nullable(), old: z.boolean() })), yield: yields,
    })),
  }),
});

const preview = z.object({ now: z.number().int(), after: z.number().int(), fewer: z.number().int(), more: z.number().int(), from: isoDate, to: isoDate, how: z.string() });
const rulePreview = { path: '/warnings/rules/:rule/preview', tag: 'warnings', permission: 'lead.rules', params: z.strictObject({ rule: ruleId }) } as const;
/** Households that another number would find instead, on what is in the lists now: as far as it was asked for today and is computed. */
export const previewRule = contract({ method: 'GET', ...rulePreview, summary: '试算结果', query: z.strictObject({ threshold: z.coerce.number().positive().max(100_000) }), response: z.object({ run: calculationView.nullable(), trial: preview.nullable() }) });
/** Asks for that trial. In the background, one at a time in a county. */
export const askPreview = contract({ method: 'POST', ...rulePreview, summary: '试算界限', body: z.strictObject({ threshold: z.number().positive().max(100_000) }), response: z.object({ queued: z.literal(true) }) });

/** Another number is decided on its trial of the day, which stays with the decision. */
export const tuneRule = contract({
  method: 'POST', path: '/warnings/rules/:rule', summary: '调整预警规则', tag: 'warnings', permission: 'lead.tune', params: z.strictObject({ rule: ruleId }),
  body: z.strictObject({ active: z.boolean(), threshold: z.number().positive().max(100_000).optional(), from: isoDate, reason: text(500) }), response: z.object({ before: z.number().int().nullable(), after: z.number().int().nullable() }),
});

const change = { last: z.number().int(), kept: z.number().int(), gone: z.number().int(), added: z.number().int() };
/** A file that would take out more of the last list than may go without a second person. */
const waiting = z.object({ id: uuid, by: z.string(), at: z.string(), reason: z.string(), /** The caller brought it. */ mine: z.boolean(), ...change });

/** Lists of other departments: how far each reaches, to which day; and what became of each bringing. */
export const listExternal = contract({
  method: 'GET', path: '/warnings/lists', summary: '部门数据', tag: 'warnings', permission: 'lead.rules',
  response: z.object({
    connector: z.boolean(), oldAfterDays: z.number().int(),
    items: z.array(z.object({ list: z.enum(EXTERNAL_LIST_IDS), label: z.string(), source: z.string().nullable(), sourceDate: isoDate.nullable(), coverage: z.string().nullable(), rows: z.number().int(), old: z.boolean(), broughtAt: z.string().nullable(), rules: z.array(z.string()), trouble: z.string().nullable(), waiting: waiting.nullable() })),
  }),
});

const csv = z.string().min(1).max(900_000);
const fault = z.object({ line: z.number().int(), text: z.string() });
/** A list from a file: the county's own paper where no connector brings it. Rows with a fault are named and left out. */
export const importList = contract({
  method: 'POST', path: '/warnings/lists/:list/file', summary: '导入部门数据', tag: 'warnings', permission: 'lead.import', params: z.strictObject({ list: z.enum(EXTERNAL_LIST_IDS) }),
  body: z.strictObject({ csv, source: text(100), sourceDate: isoDate, coverage: text(200), whole: z.boolean(), /** Why so few of the last list are left. */ reason: text(500).optional() }),
  response: z.object({ rows: z.number().int(), /** It counts once a second person confirms it. */ waiting: z.boolean(), faults: z.array(fault) }),
});
/** What a file would make of the list, before it counts: how many of the last one stay and go, how many come; and whether a second person must confirm it. */
export const previewList = contract({
  method: 'POST', path: '/warnings/lists/:list/preview', summary: '试看导入结果', tag: 'warnings', permission: 'lead.import', params: z.strictObject({ list: z.enum(EXTERNAL_LIST_IDS) }),
  body: z.strictObject({ csv, whole: z.boolean() }), response: z.object({ ...change, /** Percent of the last list that must stay. */ least: z.number(), second: z.boolean(), rows: z.number().int(), faults: z.array(fault) }),
});
export const confirmList = contract({ method: 'POST', path: '/warnings/batches/:id/confirm', summary: '确认或者退回待确认的名单', tag: 'warnings', permission: 'lead.run', params: z.strictObject({ id: uuid }), body: z.strictObject({ agree: z.boolean(), words: text(500) }), response: z.object({ rows: z.number().int() }) });

/** Runs of the rules, latest first. */
export const listRuns = contract({
  method: 'GET', path: '/warnings/runs', summary: '预警运行记录', tag: 'warnings', permission: 'lead.rules',
  response: z.object({ waiting: z.boolean(), items: z.array(z.object({ id: uuid, on: isoDate, startedAt: z.string(), seconds: z.number().nullable(), by: z.string(), people: z.number().int().nullable(), found: z.number().int(), fresh: z.number().int(), words: z.string().nullable(), rules: z.array(z.object({ rule: z.string(), label: z.string(), ran: z.boolean(), why: z.string().nullable(), found: z.number().int(), fresh: z.number().int(), ms: z.number().int() })) })) }),
});

/** Asks for a run now: lists first, where a connector brings them, then every rule. In the background. */
export const runWarnings = contract({ method: 'POST', path: '/warnings/runs', summary: '立即运行预警', tag: 'warnings', permission: 'lead.run', body: z.strictObject({}), response: z.object({ queued: z.literal(true) }) });
