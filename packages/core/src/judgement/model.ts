import * as z from 'zod';
import type { MeansResult } from '../means/model.ts';
import type { Missing } from '../means/missing.ts';
import type { Programme } from '../policy/model.ts';

/** `unknown`: not refused but not computable; `missing` says which parameter or fact stands in the way. */
export const OUTCOMES = ['eligible', 'ineligible', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One programme's answer to the facts of one household. Money is fen a month (the whole sum where it pays once). */
export interface Verdict {
  readonly programme: string;
  readonly name: string;
  readonly short: string;
  readonly applicant: Programme['applicant'];
  readonly payment: Programme['payment'];
  readonly outcome: Outcome;
  readonly monthlyFen: number;
  /** Why not, in words that a letter can print; empty when eligible. */
  readonly grounds: readonly string[];
  readonly missing?: Missing | undefined;
  /** Members who may apply alone although the household does not fit; `{person:ID}` stands for the name. */
  readonly hints: readonly string[];
  /** Programmes of which the household can draw only one beside this. */
  readonly exclusive: readonly string[];
  /** The working, where it could be computed. */
  readonly result?: MeansResult | undefined;
}

/** All programmes in force on the day, judged on the same facts; the fitting ones first, in an order that the facts' own order does not change. */
export interface Judgement {
  readonly on: string;
  readonly applied?: string | undefined;
  readonly verdicts: readonly Verdict[];
  /** The programme that fits better than the one applied for, never one for which the household does not qualify. */
  readonly better?: string | undefined;
  /** Programmes that the household qualifies for besides, without having to choose. */
  readonly also: readonly string[];
}

/** What the household was told, as the log keeps it: without the working. */
export const toldSchema = z.object({
  on: z.string(),
  applied: z.string(),
  verdicts: z.array(z.object({ programme: z.string(), name: z.string(), payment: z.enum(['monthly', 'once', 'none']), outcome: z.enum(OUTCOMES), monthlyFen: z.number().int(), grounds: z.array(z.string()), missing: z.string().optional(), hints: z.array(z.string()).optional() })),
  better: z.string().optional(),
  also: z.array(z.string()),
});
export type Told = z.infer<typeof toldSchema>;
