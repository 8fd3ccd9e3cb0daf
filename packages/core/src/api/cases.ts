import * as z from 'zod';
import { aidView } from './aid.ts';
import { householdFactsSchema } from '../case/facts.ts';
import { CHANGE_GROUNDS } from '../case/changes/payloads.ts';
import { visitTimeSchema } from '../case/visit-time.ts';
import { COMMAND_LABELS, COMMANDS, payloads, type CommandName } from '../case/commands.ts';
import { SUBMISSION_KINDS } from '../case/submissions/payloads.ts';
import { citedSchema, contract, isoDate, page, pageQuery, personName, problemSchema, uuid } from './contract.ts';
import { recoveryRulesViewSchema, recoveryViewSchema } from './recovery.ts';

const light = z.object({ light: z.enum(['green', 'yellow', 'red']), text: z.string() });

/** One row of the work list or of a case list. Names arrive masked. */
export const caseRowSchema = z.object({
  id: uuid, number: z.string(), programme: z.string(), programmeName: z.string(), unit: z.string(), village: z.string().nullable(), applicant: z.string(), persons: z.number(),
  status: z.string(), statusText: z.string(), nextStep: z.string().nullable(), nextText: z.string().nullable(), due: isoDate.nullable(), provisional: z.boolean(), light: light.nullable(),
  handler: z.string(), monthlyFen: z.number().nullable(), applicationDate: isoDate, /** Taken over from the roster before the system. */ imported: z.boolean(),
});
export type CaseRow = z.infer<typeof caseRowSchema>;

export const worklist = contract({
  method: 'GET', path: '/worklist', tag: '工作台', summary: '待办、在办、已办', permission: 'case.read',
  query: pageQuery.extend({
    tab: z.enum(['todo', 'doing', 'done']).default('todo'), programme: z.string().max(60).optional(), unit: z.string().max(60).optional(), village: z.string().max(60).optional(), step: z.string().max(30).optional(),
    /** By working days, as the light beside a row is judged; of no meaning for closed cases. */
    light: z.enum(['red', 'yellow', 'green']).optional(),
  }),
  /** Counts under the same filters (tabs without the light, lights within the tab), each stopping at 1,000; `total` = rows of this list. */
  response: page(caseRowSchema).extend({ counts: z.object({ todo: z.number(), doing: z.number(), done: z.number(), red: z.number(), yellow: z.number(), green: z.number(), total: z.number() }) }),
});

export const searchCases = contract({
  method: 'POST', path: '/search', tag: '工作台', summary: '按姓名、身份证号、电话、银行账号、案号或文书查验码精确查找（留痕）', permission: 'search',
  body: z.strictObject({ value: z.string().trim().min(1).max(60) }),
  response: z.object({ kind: z.enum(['name', 'idNumber', 'phone', 'account', 'caseNumber', 'letter']), items: z.array(caseRowSchema) }),
});

export const identifyPerson = contract({
  method: 'POST', path: '/persons', tag: '人员', summary: '登记人员：身份证号得出生日期、性别，并查重、查近亲属', permission: 'case.apply',
  body: z.strictObject({ idNumber: z.string().trim().min(15).max(18), name: personName, phone: z.string().trim().regex(/^[\d+() -]{0,20}$/, '电话只能是数字').optional(), unit: z.string().optional() }),
  response: z.object({
    id: uuid, name: z.string(), idNumber: z.string(), birth: isoDate, sex: z.enum(['male', 'female']), age: z.number(),
    known: z.boolean(), running: z.array(z.object({ programme: z.string(), unit: z.string(), status: z.string(), number: z.string().nullable() })),
    relative: z.object({ relation: z.string(), of: z.string() }).nullable(),
    /** Entries in the register of dishonest conduct, and what the counter does: never refuse for them [XX-72]. */
    standing: z.object({ entries: z.array(z.object({ label: z.string(), from: isoDate, to: isoDate })), says: z.array(z.string()) }).nullable(),
  }),
});

export const openPerson = contract({
  method: 'POST', path: '/persons/:id/open', tag: '人员', summary: '查看完整姓名、证件号、电话（须写明用途，留痕）', permission: 'person.open',
  params: z.strictObject({ id: uuid }), body: z.strictObject({ purpose: z.string().trim().min(2).max(200) }),
  response: z.object({ id: uuid, name: z.string(), idNumber: z.string(), phone: z.string().nullable(), birth: isoDate, sex: z.string() }),
});

export const applyCase = contract({
  method: 'POST', path: '/cases', tag: '案件', summary: '提交申请', permission: 'case.apply',
  body: payloads.apply.extend({ village: z.string().optional() }),
  response: z.object({ id: uuid, number: z.string() }),
});

const personView = z.object({ id: uuid, name: z.string(), idNumber: z.string(), birth: isoDate, age: z.number(), sex: z.string() });
const sourceView = citedSchema.extend({ label: z.string().optional() });

/** A paper of the case. `serve`: whether it must reach someone, by when if a limit runs, and how it did. */
const letterViewSchema = z.object({
  id: uuid, kind: z.string(), title: z.string(), number: z.string(), on: isoDate,
  serve: z.object({ command: z.enum(['deliver', 'deliverLetter']), due: isoDate.nullable(), delivered: z.object({ on: isoDate, method: z.string(), receiver: z.string().nullable(), proof: z.array(z.string()), photos: z.array(uuid) }).nullable() }).nullable(),
});

export const caseViewSchema = z.object({
  id: uuid, number: z.string(), seq: z.number(), programme: z.string(), programmeName: z.string(), unit: z.string(), village: z.string().nullable(), county: z.string(),
  status: z.string(), statusText: z.string(), applicationDate: isoDate, law: z.string(), procedure: z.object({ id: z.string(), name: z.string(), organ: z.enum(['unit', 'county']), reason: z.string(), source: sourceView, limit: z.object({ fen: z.number(), source: sourceView }).nullable() }),
  handler: z.object({ id: z.string(), name: z.string() }),
  responsible: z.object({ accepted: z.string().nullable(), investigated: z.array(z.string()), confirmed: z.string().nullable() }),
  /** Steps of the procedure in order, with state for the progress line. */
  steps: z.array(z.object({ step: z.string(), label: z.string(), posts: z.array(z.string()), state: z.enum(['done', 'open', 'waiting', 'skipped']), on: isoDate.nullable(), by: z.string().nullable(), source: sourceView })),
  deadlines: z.array(z.object({ id: z.string(), label: z.string(), from: isoDate, due: isoDate, provisional: z.boolean(), days: z.number(), unit: z.string(), light: light.nullable(), finishedOn: isoDate.nullable(), source: sourceView })),
  commands: z.array(z.object({ command: z.string(), label: z.string(), allowed: z.boolean(), refusal: problemSchema.optional() })),
  /** What comes next, as one sentence each. */
  next: z.array(z.object({ step: z.string(), label: z.string(), by: z.array(z.string()), due: isoDate.nullable(), provisional: z.boolean(), light: light.nullable(), source: sourceView })),
  facts: householdFactsSchema, persons: z.array(personView),
  archive: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), present: z.boolean(), on: isoDate.nullable() })),
  told: z.object({ on: isoDate, missing: z.array(z.string()) }).nullable(),
  authorised: z.array(z.object({ person: uuid, on: isoDate, number: z.string() })),
  verification: z.object({
    at: z.string(), round: z.number(), requestedOn: isoDate.nullable(), troubles: z.array(z.object({ on: isoDate, kind: z.string(), text: z.string() })),
    report: z.object({ number: z.string(), issuer: z.string(), issuedOn: isoDate, validTo: isoDate.nullable(), contradictions: z.array(z.object({ item: z.string(), person: z.string(), text: z.string() })), uncovered: z.array(z.string()), errors: z.array(z.string()) }).nullable(),
    items: z.array(z.object({ item: z.string(), source: z.string(), person: z.string(), coverage: z.string(), asOf: z.string(), text: z.string() })),
    discrepancy: z.object({ number: z.string(), deliveredOn: isoDate.nullable(), text: z.string(), explained: z.boolean(), missed: z.boolean() }).nullable(),
  }),
  investigations: z.array(z.object({ on: isoDate, investigators: z.array(z.string()), methods: z.array(z.string()), findings: z.string(), applicantSigned: z.boolean(), photos: z.array(z.string()), time: visitTimeSchema.nullable() })),
  meetings: z.array(z.object({
    kind: z.string(), name: z.string().nullable(), step: z.string(), on: isoDate, place: z.string(), chair: z.string(), recorder: z.string(), expected: z.number(), present: z.number(), recused: z.number(), voters: z.number(),
    votesFor: z.number(), votesAgainst: z.number(), abstained: z.number(), passed: z.boolean(), minutes: z.string(), report: z.string(), reportName: z.string().nullable(),
    /** Votes on another meeting's resolution rather than on the household. */
    resolution: z.boolean(),
    attendance: z.array(z.object({ name: z.string(), kind: z.string(), state: z.string(), reason: z.string() })), counts: z.array(z.object({ kind: z.string(), expected: z.number(), present: z.number(), recused: z.number() })),
    /** The sum it fixed, and what a consultation found and laid on whom. */
    fixedFen: z.number().nullable(), consultation: z.object({ route: z.string(), difficulties: z.string(), risks: z.string(), measures: z.array(z.string()), duties: z.array(z.object({ organ: z.string(), duty: z.string(), due: isoDate })) }).nullable(),
    stages: z.array(z.string()), inquiry: z.object({ means: z.array(z.string()), with: z.string() }).nullable(), photos: z.array(uuid), signatures: z.array(uuid), warnings: z.array(z.string()),
  })),
  /** The combined opinion report as signed by the leader in charge, and who was told of the result. */
  report: z.object({ on: isoDate, by: z.string(), text: z.string() }).nullable(), fedBack: z.array(z.object({ on: isoDate, to: z.array(z.string()), text: z.string() })),
  assessment: z.object({
    eligible: z.boolean(), perHeadFen: z.number(), standardFen: z.number(), monthlyFen: z.number(), persons: z.number(), tier: z.string().nullable(), readAloud: z.array(z.string()),
    lines: z.array(z.object({ id: z.string(), group: z.string(), text: z.string(), formula: z.string().nullable(), fen: z.number(), effect: z.string(), source: sourceView })),
    /** Temporary assistance: the least an opinion may give, and the cap over which only the special route goes. */
    aid: z.object({ minFen: z.number(), ceilingFen: z.number().nullable() }).nullable(),
  }).nullable(),
  opinion: z.object({ outcome: z.string(), text: z.string(), monthlyFen: z.number(), on: isoDate, by: z.string() }).nullable(),
  notices: z.array(z.object({ level: z.string(), on: isoDate, until: isoDate, provisional: z.boolean(), place: z.string(), closedOn: isoDate.nullable(), objections: z.array(z.object({ on: isoDate, channel: z.string(), named: z.boolean(), major: z.boolean(), text: z.string() })) })),
  /** A status instead of money, and until when where it was recognised; null for programmes that pay. */
  recognition: z.object({ from: isoDate.nullable(), until: isoDate.nullable() }).nullable(),
  decision: z.object({ outcome: z.string(), number: z.string(), on: isoDate, by: z.string(), reason: z.string(), monthlyFen: z.number(), fromMonth: z.string().nullable() }).nullable(),
  delivery: z.object({ on: isoDate, method: z.string() }).nullable(),
  /** Taken over from the roster before the system (存量导入): since when, how much a month, from which month this system pays. */
  imported: z.object({ on: isoDate, by: z.string(), monthlyFen: z.number(), fromMonth: z.string(), payFrom: z.string(), row: z.number() }).nullable(),
  submissions: z.array(z.object({ id: uuid, kind: z.enum(SUBMISSION_KINDS), kindText: z.string(), by: z.enum(['applicant', 'public']), named: z.boolean(), on: isoDate, text: z.string(), files: z.array(uuid), materials: z.array(z.string()), due: isoDate.nullable(), light: light.nullable(), answered: z.object({ on: isoDate, outcome: z.enum(['taken', 'declined']), text: z.string(), by: z.string() }).nullable() })),
  simplified: z.object({ on: isoDate, grounds: z.string() }).nullable(), extended: z.object({ on: isoDate, reason: z.string() }).nullable(),
  /** What is paid per month now; what was changed after the decision, and what is under way. */
  platformNumber: z.string().nullable(), monthlyNow: z.number(), endedFrom: z.string().nullable(),
  change: z.object({ kind: z.enum(['adjust', 'stop']), ground: z.enum(CHANGE_GROUNDS), text: z.string(), fromFen: z.number(), toFen: z.number(), on: isoDate, by: z.string(), reviewed: z.boolean() }).nullable(),
  changes: z.array(z.object({ number: z.string(), kind: z.enum(['adjust', 'stop']), ground: z.enum(CHANGE_GROUNDS), reason: z.string(), fromFen: z.number(), monthlyFen: z.number(), fromMonth: z.string(), on: isoDate, by: z.string() })),
  /** What was overpaid and comes back; what its forms need of the rules, once the case is decided. */
  recoveries: z.array(recoveryViewSchema), recoveryRules: recoveryRulesViewSchema.nullable(),
  relatives: z.array(z.object({ person: uuid, relation: z.string(), staff: z.string().nullable(), on: isoDate })),
  countyVisits: z.array(z.object({ on: isoDate, visitors: z.array(z.string()), consistent: z.boolean(), findings: z.string(), photos: z.array(z.string()), time: visitTimeSchema.nullable() })),
  handOver: z.object({ unit: z.string(), reason: z.string(), on: isoDate }).nullable(),
  handOvers: z.array(z.object({ from: z.string(), to: z.string(), on: isoDate, papers: z.array(z.string()) })),
  elsewhere: z.array(z.object({ unit: z.string(), what: z.string(), on: isoDate, answeredOn: isoDate.nullable() })),
  /** Support of the destitute; null for programmes of another kind. */
  care: z.object({
    assessments: z.array(z.object({ on: isoDate, place: z.string(), assessors: z.array(z.string()), organisation: z.string().nullable(), items: z.record(z.string(), z.enum(['able', 'unable'])), unable: z.number(), grade: z.string(), personSigned: z.boolean(), noSignature: z.string().nullable(), note: z.string(), photos: z.array(z.string()), inForce: z.boolean() })),
    wish: z.object({ form: z.enum(['institution', 'home']), signedBy: z.enum(['self', 'guardian']), guardian: uuid.nullable(), signedOn: isoDate, note: z.string(), photos: z.array(z.string()) }).nullable(),
    arrangement: z.object({
      form: z.enum(['institution', 'home']), mode: z.string(), carer: z.object({ kind: z.string(), person: uuid.nullable(), name: z.string() }), guardianship: z.object({ mode: z.string(), guardian: uuid.nullable(), duty: z.string() }),
      agreement: z.object({ signedOn: isoDate, until: isoDate, signers: z.array(z.string()), photos: z.array(z.string()), expired: z.boolean() }), payee: z.string(), confirmed: z.boolean(), reason: z.string(),
    }).nullable(),
  }).nullable(),
  /** Temporary assistance; null for programmes of another kind. */
  aid: aidView.nullable(),
  relativeFiled: z.boolean(), related: z.boolean(), conflicts: z.array(z.object({ key: z.string(), label: z.string(), plan: z.string(), floor: z.string(), chosen: z.string(), decided: z.boolean() })),
  letters: z.array(letterViewSchema),
  /** What each way of delivering a letter must have as proof. */
  deliveryProof: z.record(z.string(), z.array(z.string())),
  files: z.array(z.object({ id: uuid, name: z.string(), mediaType: z.string(), bytes: z.number(), at: z.string(), by: z.string() })),
  log: z.array(z.object({ seq: z.number(), kind: z.string(), label: z.string(), on: isoDate, at: z.string(), by: z.string(), post: z.string(), text: z.string(), hash: z.string() })),
  payments: z.array(z.object({ id: uuid, month: z.string(), part: z.number(), reason: z.string().nullable(), fen: z.number(), status: z.string(), text: z.string() })),
});
export type CaseView = z.infer<typeof caseViewSchema>;

export const getCase = contract({
  method: 'GET', path: '/cases/:id', tag: '案件', summary: '一案一页：事实、算式、证据、流转、时限、下一步', permission: 'case.read',
  params: z.strictObject({ id: uuid }), response: caseViewSchema,
});

const commandAnswer = z.object({ id: uuid, seq: z.number(), status: z.string(), letters: z.array(z.object({ id: uuid, kind: z.string(), number: z.string() })) });
const byCase = z.strictObject({ id: uuid });

/** Commands that people give; reports come from the platform and filing marks from the filing itself. */
export const HUMAN_COMMANDS = COMMANDS.filter((c) => c !== 'apply' && c !== 'submit' && c !== 'recordReport' && c !== 'recordVerificationTrouble' && c !== 'file' && c !== 'receiveHandOver' && c !== 'declineHandOver' && c !== 'answerElsewhere');

/** One endpoint per command, so that each says exactly what it takes. `seq` is the state the user looked at; if outdated the command is refused. */
export const commandContract = (command: CommandName) =>
  contract({
    method: 'POST', path: `/cases/:id/commands/${command}`, tag: '案件办理', summary: COMMAND_LABELS[command], permission: 'case.act', params: byCase,
    body: z.strictObject({ payload: payloads[command] as z.ZodType<unknown>, seq: z.number().int().positive().optional() }), response: commandAnswer,
  });

/** The same road with the command as a parameter: what a generic client uses. */
export const commandCase = contract({
  method: 'POST', path: '/cases/:id/commands/:command', tag: '案件办理', summary: '对案件办理一步（内容见各命令）', permission: 'case.act', params: z.strictObject({ id: uuid, command: z.string().max(40) }),
  body: z.strictObject({ payload: z.record(z.string(), z.unknown()).default({}), seq: z.number().int().positive().optional() }), response: commandAnswer,
});

export const uploadedFile = z.object({ id: uuid, name: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string() });

export const householdView = contract({
  method: 'GET', path: '/households/:person', tag: '案件', summary: '一户：同一申请人名下的全部案件、待遇和发放', permission: 'case.read',
  params: z.strictObject({ person: uuid }),
  response: z.object({ applicant: personView, cases: z.array(caseRowSchema), facts: householdFactsSchema.nullable(), persons: z.array(personView), payments: z.array(z.object({ month: z.string(), programme: z.string(), fen: z.number(), text: z.string() })) }),
});

export const listDrafts = contract({
  method: 'GET', path: '/drafts', tag: '草稿', summary: '我的草稿', permission: 'case.apply',
  response: z.object({ items: z.array(z.object({ key: z.string(), updatedAt: z.string() })) }),
});
export const getDraft = contract({
  method: 'GET', path: '/drafts/:key', tag: '草稿', summary: '取草稿', permission: 'case.apply',
  params: z.strictObject({ key: z.string().max(60) }), response: z.object({ key: z.string(), body: z.unknown(), updatedAt: z.string() }),
});
export const putDraft = contract({
  method: 'PUT', path: '/drafts/:key', tag: '草稿', summary: '存草稿', permission: 'case.apply',
  params: z.strictObject({ key: z.string().max(60) }), body: z.strictObject({ body: z.unknown() }), response: z.object({ key: z.string(), updatedAt: z.string() }),
});
export const deleteDraft = contract({
  method: 'DELETE', path: '/drafts/:key', tag: '草稿', summary: '删草稿', permission: 'case.apply',
  params: z.strictObject({ key: z.string().max(60) }), response: z.object({}),
});
