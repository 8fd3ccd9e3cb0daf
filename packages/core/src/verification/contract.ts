import * as z from 'zod';
import { INCOME_KINDS, personId, propertySchema } from '../case/facts.ts';
import { VERIFICATION_ITEM_IDS } from './items.ts';

/**
 * The HTTP contract with a household-economy verification platform (核对平台), described for its builders in
 * `docs/connectors/verification.md`. Dates are Asia/Shanghai calendar dates, money is integer fen, persons are named
 * in answers by the reference that the request gave them, never by name or identity number.
 */

const isoDate = z.iso.date();
const fen = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const text = (max: number) => z.string().min(1).max(max);
const itemId = z.enum(VERIFICATION_ITEM_IDS);
/** Receipt number a platform gives; printable so that it can stand on a letter. */
const platformNumber = z.string().regex(/^[0-9A-Za-z-]{1,40}$/);

/** Bodies a request passes, in this order; a place may use only some of them [HQ-101, HQ-102]. */
export const CHAIN_BODIES = ['handling', 'county', 'city'] as const;

/** The stamp of one body that examined the request and passed it on. */
export const chainStampSchema = z.strictObject({ body: z.enum(CHAIN_BODIES), name: text(100), passedOn: isoDate });
export type ChainStamp = z.infer<typeof chainStampSchema>;

/** A signed letter of authority (授权委托书): whose, which, when, and for which items. */
export const authorisationSchema = z.strictObject({
  personRef: personId,
  number: text(60),
  signedOn: isoDate,
  scope: z.union([z.literal('all'), z.array(itemId).min(1)]),
});
export type Authorisation = z.infer<typeof authorisationSchema>;

export const verificationPersonSchema = z.strictObject({
  personRef: personId,
  name: text(60),
  idNumber: z.string().regex(/^\d{17}[\dX]$/),
  role: z.enum(['member', 'obligor']),
});
export type VerificationPerson = z.infer<typeof verificationPersonSchema>;

const inOrder = (chain: readonly ChainStamp[]): boolean =>
  chain.every((stamp, i) => {
    const before = chain[i - 1];
    return before === undefined || (CHAIN_BODIES.indexOf(before.body) < CHAIN_BODIES.indexOf(stamp.body) && before.passedOn <= stamp.passedOn);
  });

const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** Body of `POST /v1/requests`. The first person whose role is `member` is the applicant. */
export const verificationRequestSchema = z.strictObject({
  /** Chosen by the asker; asking again with the same id is the same request. */
  requestId: z.uuid(),
  county: z.string().regex(/^\d{6}$/),
  caseNumber: text(60),
  programme: text(60),
  purpose: text(200),
  chain: z.array(chainStampSchema).min(1).max(CHAIN_BODIES.length).refine(inOrder, '核对流转顺序或日期有误'),
  authorisations: z.array(authorisationSchema).max(200),
  persons: z.array(verificationPersonSchema).min(1).max(70)
    .refine((persons) => distinct(persons.map((p) => p.personRef)), '同一人重复列出')
    .refine((persons) => persons.some((p) => p.role === 'member'), '至少有一名家庭成员'),
  items: z.array(itemId).min(1).refine(distinct, '核对项目重复'),
});
export type VerificationRequest = z.infer<typeof verificationRequestSchema>;

/** 202, and 409 when the same request id was received before: the same number again. */
export const acceptedSchema = z.strictObject({ platformNumber });

export const REFUSAL_CODES = ['authorisation-missing', 'authorisation-scope', 'authorisation-date', 'other'] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** 403: the platform will not look; `persons` are those for whom something is missing. */
export const refusedSchema = z.strictObject({ code: z.enum(REFUSAL_CODES), reason: text(500), persons: z.array(personId).max(70) });

/** Any other 4xx. */
export const problemSchema = z.strictObject({ code: text(60), reason: text(1000) });

/** Standings a finding of kind `status` may report. */
export const STATUS_KINDS = ['registered', 'dead', 'missing', 'imprisoned', 'married', 'unmarried', 'public-payroll', 'assisted', 'disabled', 'other'] as const;
export type StatusKind = (typeof STATUS_KINDS)[number];

const told = { text: text(500), contradictsDeclared: z.boolean().optional() };
export const findingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('income'), incomeKind: z.enum(INCOME_KINDS), monthlyFen: fen.optional(), ...told }),
  z.strictObject({ kind: z.literal('property'), propertyKind: propertySchema.shape.kind, valueFen: fen.optional(), ...told }),
  z.strictObject({ kind: z.literal('status'), statusKind: z.enum(STATUS_KINDS), ...told }),
]);
export type Finding = z.infer<typeof findingSchema>;

/** What one source says of one person. `asOf` is the date of the data, or of the failed look-up. */
export const reportItemSchema = z
  .strictObject({
    item: itemId,
    source: text(100),
    person: personId,
    /** `covered` with no findings = looked, nothing there. `not-covered` = nobody looked. `error` = the look failed. */
    coverage: z.enum(['covered', 'not-covered', 'error']),
    asOf: isoDate,
    note: text(300).optional(),
    findings: z.array(findingSchema).max(100),
  })
  .refine((item) => item.coverage === 'covered' || item.findings.length === 0, '未覆盖或出错的项目不得有核对结果');
export type ReportItem = z.infer<typeof reportItemSchema>;

export const reportSchema = z.strictObject({
  number: text(60),
  issuedOn: isoDate,
  issuer: text(100),
  validTo: isoDate.optional(),
  items: z.array(reportItemSchema).min(1).max(3000)
    .refine((items) => distinct(items.map((i) => `${i.item} ${i.person}`)), '同一人同一项目重复'),
});
export type VerificationReport = z.infer<typeof reportSchema>;

/** Answer of `GET /v1/requests/{requestId}`. `partial` is interim: ask again; only `done` and `failed` are final. */
export const statusAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('queued'), platformNumber }),
  z.strictObject({ status: z.literal('partial'), platformNumber, report: reportSchema.optional() }),
  z.strictObject({ status: z.literal('done'), platformNumber, report: reportSchema }),
  z.strictObject({ status: z.literal('failed'), platformNumber, reason: text(500) }),
]);
export type StatusAnswer = z.infer<typeof statusAnswerSchema>;

export interface AuthorisationFault {
  readonly person: string;
  readonly code: Exclude<RefusalCode, 'other'>;
}

/**
 * Persons whom this request may not ask about: no signed authorisation, one signed after the request left the last
 * body of the chain, or one that does not reach every item asked. Any valid one of several suffices [HQ-83].
 */
export function authorisationFaults(request: VerificationRequest): readonly AuthorisationFault[] {
  const leftOn = request.chain.at(-1)?.passedOn ?? '';
  return request.persons.flatMap(({ personRef }): AuthorisationFault[] => {
    const own = request.authorisations.filter((a) => a.personRef === personRef);
    if (own.length === 0) return [{ person: personRef, code: 'authorisation-missing' }];
    const inTime = own.filter((a) => a.signedOn <= leftOn);
    if (inTime.length === 0) return [{ person: personRef, code: 'authorisation-date' }];
    const reaches = (a: Authorisation): boolean => a.scope === 'all' || request.items.every((item) => a.scope.includes(item));
    return inTime.some(reaches) ? [] : [{ person: personRef, code: 'authorisation-scope' }];
  });
}

const REFUSAL_WORDS: Record<AuthorisationFault['code'], string> = {
  'authorisation-missing': '未签署家庭经济状况核对授权',
  'authorisation-date': '授权签署日期晚于核对委托日期',
  'authorisation-scope': '授权范围未包含所查项目',
};

/** The refusal that follows from authorisation faults; undefined when there are none. */
export function authorisationRefusal(request: VerificationRequest): z.infer<typeof refusedSchema> | undefined {
  const faults = authorisationFaults(request);
  const first = faults[0];
  if (first === undefined) return undefined;
  const same = faults.filter((f) => f.code === first.code);
  return { code: first.code, reason: `${same.length} 人${REFUSAL_WORDS[first.code]}，不予核对`, persons: faults.map((f) => f.person) };
}
