import * as z from 'zod';
import { RECOVERY_GROUNDS, RECOVERY_STATUSES } from '../recovery/model.ts';
import { citedSchema, contract, isoDate, month, page, pageQuery, uuid } from './contract.ts';

/** What was overpaid and comes back. Sums are integer fen; names arrive masked. */

const TAG = '追回';
const act = { on: isoDate, by: z.string() };
const files = z.array(z.string());

/** One recovery as the case page shows it. */
export const recoveryViewSchema = z.object({
  id: uuid, status: z.enum(RECOVERY_STATUSES), statusText: z.string(), ground: z.enum(RECOVERY_GROUNDS), groundText: z.string(), since: isoDate, entitledFen: z.number(), prorationText: z.string(),
  debtor: z.object({ kindText: z.string(), name: z.string(), contact: z.string().nullable() }), text: z.string(), files, source: citedSchema, basis: citedSchema,
  proposed: z.object({ ...act, system: z.boolean() }), established: z.object({ ...act, number: z.string(), text: z.string() }).nullable(), payBy: isoDate.nullable(),
  /** due = recovered + waived + outstanding. `pendingFen` was received and waits for the second person. */
  dueFen: z.number(), recoveredFen: z.number(), waivedFen: z.number(), outstandingFen: z.number(), pendingFen: z.number(),
  next: z.object({ due: isoDate, fen: z.number(), late: z.boolean() }).nullable(),
  claims: z.array(z.object({ n: z.number(), kindText: z.string(), month: z.string(), text: z.string(), paidFen: z.number(), entitledFen: z.number(), claimFen: z.number(), recoveredFen: z.number(), waivedFen: z.number(), line: uuid.nullable() })),
  answers: z.array(z.object({ ...act, said: isoDate, kindText: z.string(), text: z.string(), files })),
  corrections: z.array(z.object({ ...act, fen: z.number(), text: z.string(), files })),
  reminders: z.array(z.object({ ...act, number: z.string(), payBy: isoDate, text: z.string() })),
  plan: z.object({ ...act, number: z.string(), signedOn: isoDate, parts: z.array(z.object({ due: isoDate, fen: z.number(), doneFen: z.number(), late: z.boolean() })) }).nullable(),
  receipts: z.array(z.object({ id: uuid, ...act, received: isoDate, fen: z.number(), methodText: z.string(), payer: z.string(), voucher: z.string(), state: z.enum(['recorded', 'confirmed', 'rejected']), checked: z.object({ ...act, text: z.string() }).nullable(), files })),
  waiver: z.object({ ...act, fen: z.number(), groundText: z.string(), reason: z.string(), files }).nullable(),
  waivers: z.array(z.object({ ...act, fen: z.number(), number: z.string(), groundText: z.string(), reason: z.string(), text: z.string(), agreed: z.boolean() })),
  escalations: z.array(z.object({ ...act, id: uuid, organ: z.string(), number: z.string(), text: z.string(), results: z.array(z.object({ ...act, noted: isoDate, text: z.string() })) })),
  closedOn: isoDate.nullable(),
});
export type RecoveryView = z.infer<typeof recoveryViewSchema>;

/** What forms of a recovery need to know of the rules. */
export const recoveryRulesViewSchema = z.object({
  waiverGrounds: z.array(z.object({ id: z.string(), label: z.string() })), organs: z.array(z.object({ id: z.string(), label: z.string() })), instalmentsMax: z.number(), waiverLimitFen: z.number(), waiverSource: citedSchema,
  proration: z.record(z.enum(RECOVERY_GROUNDS), z.string()),
});

const rowSchema = z.object({
  id: uuid, case: uuid, caseNumber: z.string(), applicant: z.string(), unit: z.string(), programmeName: z.string(), ground: z.enum(RECOVERY_GROUNDS), groundText: z.string(), status: z.enum(RECOVERY_STATUSES), statusText: z.string(),
  dueFen: z.number(), recoveredFen: z.number(), waivedFen: z.number(), outstandingFen: z.number(), pendingFen: z.number(), establishedOn: isoDate.nullable(), nextDue: isoDate.nullable(), nextFen: z.number().nullable(), daysLate: z.number(), escalated: z.boolean(),
});
export type RecoveryRow = z.infer<typeof rowSchema>;

export const listRecoveries = contract({
  method: 'GET', path: '/recoveries', tag: TAG, summary: '追回事项：逾期在前；合计应追回、已收回、已免除、尚欠', permission: 'recovery.read',
  query: pageQuery.extend({ state: z.enum(['open', 'waiting', 'late', 'closed']).default('open'), unit: z.string().max(60).optional() }),
  response: page(rowSchema).extend({ totals: z.object({ count: z.number(), dueFen: z.number(), recoveredFen: z.number(), waivedFen: z.number(), outstandingFen: z.number(), lateCount: z.number(), lateFen: z.number(), waiting: z.number() }) }),
});

/** The month's figures of what is owed back [HQ-188]: stood at its start, established, recovered, waived, corrected, stands at its end. */
const figures = { openingFen: z.number(), establishedFen: z.number(), establishedCount: z.number(), fraudFen: z.number(), recoveredFen: z.number(), waivedFen: z.number(), correctedFen: z.number(), closingFen: z.number() };
export const recoveryReport = contract({
  method: 'GET', path: '/recoveries/report', tag: TAG, summary: '追回月报：各单位应追回、已追回、免除、尚欠', permission: 'recovery.read', query: z.strictObject({ month }),
  response: z.object({ month, units: z.array(z.object({ unit: z.string(), ...figures })), total: z.object(figures) }),
});
