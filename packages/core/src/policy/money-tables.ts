import * as z from 'zod';
import { id, label } from './table-parts.ts';

/** `recovery.rules`: how the month in which money ceased to be due counts, by ground; grounds on which a debt may be waived; organs to which a case may be handed on. */
const proration = z.enum(['full', 'none', 'daily']);
const named = z.array(z.strictObject({ id, label })).min(1);
export const recoveryRulesSchema = z.strictObject({
  proration: z.strictObject({ death: proration, lateExit: proration, fraud: proration, doubleProgramme: proration, error: proration }),
  waiverGrounds: named, organs: named,
});
export type RecoveryRules = z.infer<typeof recoveryRulesSchema>;

/** `payment.proration`: what the month is worth in which a claim begins, changes or ends on one of its days: the whole month by the new sum, by days, by half months. */
const shareRule = z.enum(['month', 'day', 'half']);
export const paymentProrationSchema = z.strictObject({ start: shareRule, change: shareRule, end: shareRule });

/** `fund.sources`: through which channels money for assistance comes; every receipt names one. */
export const fundSourcesSchema = z.strictObject({ sources: z.array(z.strictObject({ id, label, kind: z.enum(['higher', 'budget', 'adjusted', 'social']) })).min(1) });
export type FundSources = z.infer<typeof fundSourcesSchema>;

/** Tables of money received, paid and claimed back; spread into TABLES. */
export const MONEY_TABLES = {
  'fund.sources': fundSourcesSchema,
  'recovery.rules': recoveryRulesSchema,
  'payment.proration': paymentProrationSchema,
} as const;
