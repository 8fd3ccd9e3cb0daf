import * as z from 'zod';
import { isFormDate } from '../../calendar/date.ts';
import type { DeliveryNeed } from '../../policy/tables.ts';

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 YYYY-MM-DD').refine(isFormDate, '不是有效日期');
const text = (max: number) => z.string().trim().min(1, '不能为空').max(max);

/** How a letter reaches whom it is for. */
export const deliveryMethods = ['inPerson', 'left', 'post', 'village', 'refusedWithWitness'] as const;
export type DeliveryMethod = (typeof deliveryMethods)[number];
export const DELIVERY_LABELS: Record<DeliveryMethod, string> = { inPerson: '直接送达', left: '留置送达', post: '邮寄送达', village: '委托村（居）代为送达', refusedWithWitness: '拒收，见证人在场' };

/** What may be asked as proof. */
export const DELIVERY_NEED_WORDS: Record<DeliveryNeed, string> = { witness: '见证人姓名', photo: '现场照片', tracking: '邮件编号', helper: '代为送达人姓名' };

/** What shows that a letter arrived; which of them a method needs is the policy's (`delivery.proof`). */
export const deliveryProof = {
  on: isoDate, method: z.enum(deliveryMethods), receiver: text(40),
  witness: z.string().trim().max(40).optional(),
  /** Number of the registered post. */
  tracking: z.string().trim().max(40).optional(),
  /** Who took it there for the office. */
  helper: z.string().trim().max(40).optional(),
  photos: z.array(z.uuid()).max(40).default([]),
} as const;

/** Letters that are served on the household, besides the decision itself, whose delivery is a step of the procedure; the receipt is handed over with the acceptance. */
export const SERVED_KINDS = ['supplement', 'discrepancy', 'extension', 'withdrawal', 'change', 'end', 'recoveryNotice', 'recoveryReminder', 'waiverDecision'] as const;
export type ServedKind = (typeof SERVED_KINDS)[number];

/** Delivery of letters [HQ-109, HQ-128, HQ-132, HQ-208]: what is sent. */
export const deliveryPayloads = {
  deliverLetter: z.strictObject({ kind: z.enum(SERVED_KINDS), number: text(80), ...deliveryProof }),
} as const;

export const deliveryLabels: Record<keyof typeof deliveryPayloads, string> = { deliverLetter: '登记文书送达' };
