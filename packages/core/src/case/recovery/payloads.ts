import * as z from 'zod';
import { isFormDate } from '../../calendar/date.ts';
import { DEBTOR_KINDS, ITEM_KINDS, RECEIPT_METHODS, RECOVERY_GROUNDS } from '../../recovery/model.ts';
import { personId } from '../facts.ts';

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 YYYY-MM-DD').refine(isFormDate, '不是有效日期');
const text = (max: number) => z.string().trim().min(1, '不能为空').max(max);
const files = z.array(z.uuid()).max(40).default([]);
const fen = z.number().int().min(1, '金额须大于 0').max(100_000_000_00);
const recovery = z.uuid();
const outcome = z.enum(['agree', 'return']);

/** Who owes it back: a person of the case by id, or somebody else by name. */
export const debtorSchema = z.strictObject({ kind: z.enum(DEBTOR_KINDS), person: personId.optional(), name: z.string().trim().max(40).optional(), contact: z.string().trim().max(80).optional() })
  .refine((d) => d.person !== undefined || (d.name ?? '') !== '', { message: '请选择或填写应退还的人', path: ['name'] });

/** What the debtor says to the notice. */
export const ANSWER_KINDS = ['accepts', 'asksInstalments', 'asksWaiver', 'objects'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];
export const ANSWER_LABELS: Record<AnswerKind, string> = { accepts: '同意退还', asksInstalments: '请求分期', asksWaiver: '请求免除', objects: '提出异议' };

/**
 * What was overpaid comes back [HQ-188]: computed from what was really paid, established by a second person, written to
 * whoever owes it, paid at once or by instalments, waived by decision, or handed on to discipline or court.
 */
export const recoveryPayloads = {
  /** `since`: day from which nothing, or less, was due; `entitledFen`: what was due a month from then on. `items`: cash, goods and services at their worth. */
  proposeRecovery: z.strictObject({
    ground: z.enum(RECOVERY_GROUNDS), since: isoDate, entitledFen: z.number().int().min(0).max(100_000_000_00).default(0), debtor: debtorSchema, text: text(1000),
    items: z.array(z.strictObject({ kind: z.enum(ITEM_KINDS), on: isoDate, text: text(200), fen })).max(40).default([]), files,
  }),
  establishRecovery: z.strictObject({ recovery, outcome, text: text(1000) }),
  noteRecoveryAnswer: z.strictObject({ recovery, on: isoDate, kind: z.enum(ANSWER_KINDS), text: text(1000), files }),
  /** After an objection: what is claimed of a line, by its place in the list; never more than before. */
  correctRecovery: z.strictObject({ recovery, claims: z.array(z.strictObject({ claim: z.number().int().min(0).max(1000), fen: z.number().int().min(0) })).max(1000), text: text(1000), files }),
  remindRecovery: z.strictObject({ recovery, text: text(1000) }),
  agreeInstalments: z.strictObject({ recovery, signedOn: isoDate, instalments: z.array(z.strictObject({ due: isoDate, fen })).min(1).max(240), text: z.string().trim().max(1000).default(''), files }),
  recordReceipt: z.strictObject({ recovery, on: isoDate, fen, method: z.enum(RECEIPT_METHODS), payer: text(40), voucher: text(60), files }),
  confirmReceipt: z.strictObject({ recovery, receipt: z.uuid(), outcome, text: z.string().trim().max(500).default('') }),
  proposeWaiver: z.strictObject({ recovery, fen, ground: z.string().regex(/^[a-z][a-z-]*$/), reason: text(1000), files: z.array(z.uuid()).min(1, '须附证明材料').max(40) }),
  decideWaiver: z.strictObject({ recovery, outcome, text: text(1000) }),
  escalateRecovery: z.strictObject({ recovery, to: z.string().regex(/^[a-z][a-z-]*$/), text: text(1000), files }),
  noteEscalation: z.strictObject({ recovery, escalation: z.uuid(), on: isoDate, text: text(1000), files }),
} as const;

export const recoveryLabels: Record<keyof typeof recoveryPayloads, string> = {
  proposeRecovery: '提出追回', establishRecovery: '认定应追回', noteRecoveryAnswer: '登记答复或异议', correctRecovery: '更正应追回金额', remindRecovery: '发出催告', agreeInstalments: '签订分期协议',
  recordReceipt: '登记收回款项', confirmReceipt: '复核收回款项', proposeWaiver: '提出免除', decideWaiver: '决定免除', escalateRecovery: '移送有关机关', noteEscalation: '登记移送结果',
};

export type RecoveryCommand = keyof typeof recoveryPayloads;
export const isRecoveryCommand = (name: string): name is RecoveryCommand => Object.hasOwn(recoveryPayloads, name);

/** The acts that a recovery in a state can undergo, in the order in which they are offered. */
export const RECOVERY_ACTIONS: Record<'proposed' | 'declined' | 'established' | 'closed', readonly RecoveryCommand[]> = {
  proposed: ['establishRecovery'], declined: [],
  established: ['confirmReceipt', 'decideWaiver', 'recordReceipt', 'agreeInstalments', 'noteRecoveryAnswer', 'correctRecovery', 'remindRecovery', 'proposeWaiver', 'escalateRecovery', 'noteEscalation'],
  closed: ['noteEscalation'],
};
