import * as z from 'zod';
import { isFormDate } from '../calendar/date.ts';
import { householdFactsSchema, personId } from './facts.ts';
import { meetingLabels, meetingPayloads } from './meetings/payloads.ts';
import { careLabels, carePayloads } from './care/payloads.ts';
import { relativeLabels, relativePayloads } from './relatives/payloads.ts';
import { platformLabels, platformPayloads } from './platform/payloads.ts';
import { placeLabels, placePayloads } from './places/payloads.ts';
import { submissionLabels, submissionPayloads } from './submissions/payloads.ts';
import { changeLabels, changePayloads } from './changes/payloads.ts';
import { importLabels, importPayloads } from './imports/payloads.ts';
import { aidLabels, aidPayloads } from './aid/payloads.ts';
import { deliveryLabels, deliveryMethods, deliveryPayloads, deliveryProof } from './delivery/payloads.ts';
import { recoveryLabels, recoveryPayloads } from './recovery/payloads.ts';
import { STEPS } from '../policy/model.ts';
import { visitTimeSchema } from './visit-time.ts';

/**
 * What can be asked of a case. One entry per command: Chinese label (the button), what is sent, and the step it serves.
 * Dates are Asia/Shanghai calendar dates; the server's clock decides "today".
 */

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 YYYY-MM-DD').refine(isFormDate, '不是有效日期');
const text = (max: number) => z.string().trim().min(1, '不能为空').max(max);
const fileIds = z.array(z.uuid()).max(40);
const staff = z.uuid();

export { deliveryMethods } from './delivery/payloads.ts';

export const payloads = {
  apply: z.strictObject({
    programme: z.string().regex(/^[a-z][a-z0-9-]*$/),
    facts: householdFactsSchema,
    /** Papers handed over now, by document id. */
    materials: z.array(z.string()).max(60).default([]),
    via: z.enum(['window', 'village', 'home', 'online', 'telephone']),
    /** `help`: whoever cannot act is helped to apply, without an entrustment [43号 art. 11]. */
    agent: z.strictObject({ kind: z.enum(['village', 'other', 'help']), person: personId.optional(), reason: text(200) }).optional(),
    /** The applicant declares the facts to be true and complete, in signature. Only what is asked for by telephone or cannot wait may come without it; it is then signed later [HQ-88]. */
    declaredOn: isoDate.optional(),
    /** The case of another programme out of which this application grew: same facts, same papers. */
    carriedFrom: z.uuid().optional(),
    /** Why the same cause is helped a second time within twelve months. */
    repeatReason: text(500).optional(),
  }),
  tellMissing: z.strictObject({}),
  receiveMaterials: z.strictObject({ materials: z.array(z.string()).min(1).max(60) }),
  requireMaterial: z.strictObject({ material: z.string().min(1).max(60) }),
  accept: z.strictObject({}),
  signAuthorisation: z.strictObject({ persons: z.array(personId).min(1).max(60), signedOn: isoDate, method: z.enum(['paper', 'electronic']), guardian: personId.optional() }),
  requestVerification: z.strictObject({}),
  forwardVerification: z.strictObject({ note: z.string().max(500).default('') }),
  recordReport: z.strictObject({
    request: z.uuid(), number: text(80), issuer: text(80), issuedOn: isoDate, validTo: isoDate.optional(),
    contradictions: z.array(z.strictObject({ item: z.string(), person: personId, text: z.string().max(500) })).max(200),
    uncovered: z.array(z.string()).max(200), errors: z.array(z.string()).max(200), file: z.uuid().optional(),
  }),
  recordVerificationTrouble: z.strictObject({ request: z.uuid(), kind: z.enum(['refused', 'failed', 'unavailable', 'malformed']), text: z.string().max(500), attempts: z.number().int().min(1) }),
  /** Handed over at the counter at once; delivered in any other way it is recorded when it has arrived (`deliverLetter`). */
  notifyDiscrepancy: z.strictObject({ text: text(1000), deliveredOn: isoDate.optional(), method: z.enum(deliveryMethods).optional() }),
  explainDiscrepancy: z.strictObject({ text: text(1000), receivedOn: isoDate, outcome: z.enum(['accepted', 'reverify']), facts: householdFactsSchema.optional() }),
  reportNoExplanation: z.strictObject({ note: z.string().max(500).default('') }),
  useSimplified: z.strictObject({ grounds: text(1000), knownBy: z.array(staff).min(1).max(6) }),
  recordInvestigation: z.strictObject({
    on: isoDate, investigators: z.array(staff).max(10), methods: z.array(z.enum(['home', 'neighbour', 'letter', 'video', 'other'])).min(1),
    applicantSigned: z.boolean(), noSignature: z.strictObject({ reason: text(200), witness: text(40) }).optional(),
    neighbours: z.number().int().min(0).max(50).default(0), findings: text(2000), photos: fileIds.default([]), facts: householdFactsSchema.optional(), time: visitTimeSchema.optional(),
  }),
  assess: z.strictObject({}),
  giveOpinion: z.strictObject({ outcome: z.enum(['grant', 'refuse']), text: text(1000), monthlyFen: z.number().int().min(0).optional(),
    /** The proposed sum is above what the table gives: the ground, and the way over the bodies that may fix it [HQ-166, HQ-167]. */
    special: z.strictObject({ ground: text(1000) }).optional() }),
  /** `remark`: a sentence of the clerk that goes on the paper and the public page; checked like all the rest. */
  postNotice: z.strictObject({ on: isoDate, place: text(100), photos: fileIds, remark: z.string().trim().max(200).optional() }),
  object: z.strictObject({ on: isoDate, channel: z.enum(['board', 'telephone', 'visit', 'letter', 'online', 'hotline']), named: z.boolean(), major: z.boolean(), text: text(1000) }),
  closeNotice: z.strictObject({ on: isoDate, photos: fileIds }),
  giveCountyReview: z.strictObject({ outcome: z.enum(['agree', 'return']), text: text(1000), homeVisit: z.boolean().default(false), visitors: z.array(staff).max(6).default([]) }),
  giveReview: z.strictObject({ outcome: z.enum(['agree', 'return']), text: text(1000) }),
  agreeReview: z.strictObject({ outcome: z.enum(['agree', 'return']), text: z.string().max(1000).default('') }),
  decide: z.strictObject({ outcome: z.enum(['grant', 'refuse']), reason: z.string().max(2000).default('') }),
  deliver: z.strictObject(deliveryProof),
  publish: z.strictObject({ on: isoDate, place: text(100) }),
  file: z.strictObject({ filing: z.uuid() }),
  withdraw: z.strictObject({ reason: text(500), signedOn: isoDate }),
  abandon: z.strictObject({ ground: text(1000) }),
  returnTo: z.strictObject({ step: z.enum(STEPS), reason: text(1000) }),
  transfer: z.strictObject({ to: staff, reason: text(500) }),
  extend: z.strictObject({ reason: text(1000), ground: z.enum(['objection', 'separation', 'otherPlace', 'difficult', 'other']) }),
  ...meetingPayloads, ...carePayloads, ...relativePayloads, ...placePayloads, ...platformPayloads, ...submissionPayloads, ...changePayloads, ...importPayloads, ...deliveryPayloads, ...aidPayloads, ...recoveryPayloads,
} as const;

/** Commands that a topic folder judges. */
export type TopicCommand = keyof typeof meetingPayloads | keyof typeof carePayloads | keyof typeof relativePayloads | keyof typeof placePayloads | keyof typeof platformPayloads | keyof typeof submissionPayloads | keyof typeof changePayloads | keyof typeof importPayloads | keyof typeof deliveryPayloads | keyof typeof aidPayloads | keyof typeof recoveryPayloads;

export type CommandName = keyof typeof payloads;
export const COMMANDS = Object.keys(payloads) as CommandName[];
export type Payload<K extends CommandName> = z.output<(typeof payloads)[K]>;
export type Command = { [K in CommandName]: { readonly name: K; readonly payload: Payload<K> } }[CommandName];

/** Button words. */
export const COMMAND_LABELS: Record<CommandName, string> = {
  apply: '提交申请', tellMissing: '一次性告知补正', receiveMaterials: '登记收到材料', requireMaterial: '要求补充材料', accept: '受理并出具回执',
  signAuthorisation: '登记核对授权', requestVerification: '提交信息核对', forwardVerification: '审核并转报核对', recordReport: '登记核对报告', recordVerificationTrouble: '登记核对异常',
  notifyDiscrepancy: '下发核对不符告知书', explainDiscrepancy: '登记申请人说明', reportNoExplanation: '逾期未说明，报管理部门', useSimplified: '适用简易程序',
  recordInvestigation: '登记入户调查', assess: '测算收入与保障金', giveOpinion: '提出初审意见', postNotice: '登记公示张贴', object: '登记异议',
  closeNotice: '结束公示', giveCountyReview: '县级审核', giveReview: '提出复审意见', agreeReview: '负责人同意', decide: '作出确认决定', deliver: '登记送达',
  publish: '登记长期公布', file: '报送备案', withdraw: '申请人撤回', abandon: '视为放弃申请', returnTo: '退回补正', transfer: '转办', extend: '延长办理期限',
  ...meetingLabels, ...careLabels, ...relativeLabels, ...placeLabels, ...platformLabels, ...submissionLabels, ...changeLabels, ...importLabels, ...deliveryLabels, ...aidLabels, ...recoveryLabels,
};
