import * as z from 'zod';
import { citedSchema, contract, isoDate } from './contract.ts';

/** A paper of a programme with the condition under which it is asked; only `application` papers are listed. */
const documentView = z.object({
  id: z.string(), name: z.string(),
  when: z.enum(['always', 'agent', 'helped', 'disputed', 'obligors', 'income', 'disability', 'illness', 'study', 'compensation']),
  source: citedSchema.extend({ label: z.string().optional() }),
});

/** What a counter needs before the first word is typed: programmes in force today, the caller's units and villages, today. */
export const intakeSetup = contract({
  method: 'GET', path: '/intake', tag: '受理', summary: '窗口受理所需：今天可以申请的项目及材料清单、辖区单位和村居', permission: 'case.read',
  response: z.object({
    programmes: z.array(z.object({ id: z.string(), name: z.string(), applicant: z.enum(['household', 'person']), /** Judged as support of the destitute: asks for further facts. */ support: z.boolean(), documents: z.array(documentView) })),
    /** Units the caller may see (own unit; the whole county for county posts), with the villages valid today. */
    units: z.array(z.object({ key: z.string(), name: z.string(), villages: z.array(z.object({ key: z.string(), name: z.string(), area: z.enum(['urban', 'rural']).nullable(),
      /** `122 镇乡结合区`: the statistics department's attribute, by which the area follows. */
      attribute: z.string().nullable() })) })),
    today: isoDate,
    /** Whether a programme in force today weighs a year's spending against its income: only then are the totals asked for. */
    asksYear: z.boolean(),
  }),
});

/** The date reached by counting working days by the published calendar; `provisional` when a year is not published yet. */
export const countWorkingDays = contract({
  method: 'GET', path: '/calendar/working-days', tag: '日历', summary: '从某日起数若干个工作日到哪一天', permission: 'session.use',
  query: z.strictObject({ from: isoDate, days: z.coerce.number().int().min(1).max(60).default(1) }),
  response: z.object({ date: isoDate, provisional: z.boolean() }),
});
