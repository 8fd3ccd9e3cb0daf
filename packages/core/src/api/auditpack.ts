import * as z from 'zod';
import { contract, isoDate, month, uuid } from './contract.ts';

/** 审计包: which cases, which months, what for. The pack itself is a stream and stands outside the table of endpoints. */
export const packQuery = z.strictObject({
  unit: z.string().max(60).optional(), programme: z.string().max(60).optional(), from: month, to: month, purpose: z.string().trim().min(4, '请写明用途').max(200),
}).refine((q) => q.from <= q.to, { message: '起始月份不能晚于截止月份', path: ['to'] });
export type PackQuery = z.output<typeof packQuery>;

export const packPreview = contract({
  method: 'GET', path: '/auditpack/preview', tag: '审计', summary: '审计包里将有多少案件、发放明细、分录', permission: 'auditpack.export',
  query: z.strictObject({ unit: z.string().max(60).optional(), programme: z.string().max(60).optional(), from: month, to: month }),
  response: z.object({ cases: z.number(), lines: z.number(), entries: z.number(), recoveries: z.number(), units: z.array(z.object({ key: z.string(), name: z.string() })), programmes: z.array(z.object({ id: z.string(), name: z.string() })) }),
});

/** 责任人: everyone who acted for one payment, from the application to the bank and back. */
export const lineResponsible = contract({
  method: 'GET', path: '/roll-lines/:id/responsible', tag: '审计', summary: '一笔款的责任人：受理、调查、会议、决定、制单、冻结、复核、暂缓答复、追回', permission: 'payment.read',
  params: z.strictObject({ id: uuid }),
  response: z.object({ case: uuid, caseNumber: z.string(), items: z.array(z.object({ stage: z.enum(['case', 'payment', 'recovery']), act: z.string(), by: z.string(), postText: z.string(), on: isoDate, text: z.string() })) }),
});
