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

/** One act: who, at which post and unit, when, what, and how many papers lay in the file by then. */
const act = z.object({ stage: z.enum(['case', 'payment', 'recovery', 'supervision']), act: z.string(), by: z.string(), postText: z.string(), unit: z.string(), on: isoDate, at: z.string(), text: z.string(), files: z.number().int() });

/** 责任人: everyone who acted for one payment, from the application to the bank and back. */
export const lineResponsible = contract({
  method: 'GET', path: '/roll-lines/:id/responsible', tag: '审计', summary: '一笔款的责任人：受理、调查、会议、决定、制单、冻结、复核、暂缓答复、追回', permission: 'payment.read',
  params: z.strictObject({ id: uuid }),
  response: z.object({ case: uuid, caseNumber: z.string(), items: z.array(act) }),
});

/** 责任倒查: the same of a whole case with all its payments and what supervision did about it: whoever acted, how often, and which steps nobody took [XX-56]. */
export const caseResponsible = contract({
  method: 'GET', path: '/cases/:id/responsible', tag: '审计', summary: '责任倒查：一个案件从申请到发放、追回、监督，每一步是谁办的，哪些步骤没有办', permission: 'rectify.read',
  params: z.strictObject({ id: uuid }),
  response: z.object({
    case: uuid, caseNumber: z.string(), items: z.array(act),
    people: z.array(z.object({ by: z.string(), postText: z.string(), unit: z.string(), acts: z.number().int(), first: isoDate, last: isoDate })),
    /** Steps of the procedure that were not taken: passed over though this case needs them (a later one was taken, or it is closed), still ahead, or not needed here. */
    skipped: z.array(z.object({ label: z.string(), state: z.enum(['missed', 'ahead', 'notNeeded']) })),
    payments: z.object({ lines: z.number().int(), paidFen: z.number().int() }),
  }),
});
