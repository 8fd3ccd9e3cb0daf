import * as z from 'zod';
import { isFormDate } from '../../calendar/date.ts';
import { visitTimeSchema } from '../visit-time.ts';

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 YYYY-MM-DD').refine(isFormDate, '不是有效日期');
const text = (max: number) => z.string().trim().min(1, '不能为空').max(max);

/** Households of staff relatives: counter-signature and the visit of the county [HQ-194]: what is sent. */
export const relativePayloads = {
  counterSign: z.strictObject({ text: text(500) }),
  recordCountyVisit: z.strictObject({ on: isoDate, visitors: z.array(z.uuid()).max(6), consistent: z.boolean(), findings: text(2000), photos: z.array(z.uuid()).max(40).default([]), time: visitTimeSchema.optional() }),
} as const;

export const relativeLabels: Record<keyof typeof relativePayloads, string> = { counterSign: '近亲属备案会签', recordCountyVisit: '登记县级入户核查' };
