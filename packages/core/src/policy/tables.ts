import type * as z from 'zod';
import { AID_TABLES } from './aid-tables.ts';
import { MEANS_TABLES } from './means-tables.ts';
import { MONEY_TABLES } from './money-tables.ts';
import { PROCEDURE_TABLES } from './procedure-tables.ts';
import { SUPERVISION_TABLES } from './supervision-tables.ts';
import { SUPPORT_TABLES } from './support-tables.ts';

/**
 * Shapes of the parameters whose unit is `table`. A formula reads such a parameter by its key and gets the type that
 * stands here; the policy parser has already checked the value with the same schema and filled in the defaults.
 * Money is integer fen, percentages are plain numbers (`10` = 10 %, at most 4 decimals), ages are full years.
 */

export * from './aid-tables.ts';
export * from './means-tables.ts';
export * from './money-tables.ts';
export * from './procedure-tables.ts';
export * from './support-tables.ts';
export type { DisabilityRule, PersonClass } from './table-parts.ts';

/** Schema by parameter key; each subject has its own file, where its new tables go. A `table` parameter whose key is not here is refused: nobody could use it. */
export const TABLES = { ...MEANS_TABLES, ...SUPPORT_TABLES, ...PROCEDURE_TABLES, ...AID_TABLES, ...MONEY_TABLES, ...SUPERVISION_TABLES } as const;

export type TableKey = keyof typeof TABLES;
export type TableValue<K extends TableKey> = z.infer<(typeof TABLES)[K]>;

/** Whether a key has a table schema. */
export const isTableKey = (key: string): key is TableKey => Object.hasOwn(TABLES, key);

/** Choice parameters and what they may be. */
export const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'fund.replenish-by': ['county', 'finance'],
  'payment.bank-channel': ['interface', 'hand'],
  'amount.method': ['difference', 'tiers'],
  'amount.addition-rule': ['each', 'highest'],
  'support.income-limit': ['standard', 'support-standard'],
  'support.orphan': ['choice', 'orphan-first'],
  'complaint.named-report-by': ['county', 'holder'],
};

/** Allowed values of a choice parameter, or undefined when the key is not a known choice. `income.kind.*` = counted | excluded. */
export function choicesOf(key: string): readonly string[] | undefined {
  if (key.startsWith('income.kind.')) return ['counted', 'excluded'];
  return Object.hasOwn(CHOICES, key) ? CHOICES[key] : undefined;
}
