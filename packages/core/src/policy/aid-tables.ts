import * as z from 'zod';
import { fen, id, label, percent } from './table-parts.ts';

/** `aid.causes`: what temporary assistance is given for, and by which programmes. The same cause is looked for within `aid.repeat.months`. */
export const aidCausesSchema = z.strictObject({ causes: z.array(z.strictObject({ id, label, programmes: z.array(id).min(1) })).min(1) });
export type AidCauses = z.infer<typeof aidCausesSchema>;

/** A sum as a limit, itself still allowed: stated, or so many months of the monthly standard, per person or per household. */
export const aidLimitSchema = z
  .strictObject({ fen: fen.optional(), months: z.number().min(0).max(240).optional(), per: z.enum(['person', 'household']).default('household') })
  .refine((v) => (v.fen === undefined) !== (v.months === undefined), { message: 'fen 与 months 须且只须写一个', path: ['fen'] });
export type AidLimit = z.infer<typeof aidLimitSchema>;

/**
 * `aid.amount`: the first band whose conditions all hold gives the sum. `causes`: of the event; `known`: the household is (or
 * is not) on a roll of `aid.known`; `persons`: how many count, both ends inside; `cost`: the household's own cost after
 * reimbursement and compensation, of the `kinds` named (absent = all), each end inside or outside as stated.
 * `months`: so many months of the monthly standard, `per` person or household, from `minMonths` where the opinion may stay
 * below; `percent-of-cost`: percent of that cost; `fixed`: `fen`, `per` person or household. `cap`: the band's own ceiling.
 */
export const aidAmountSchema = z.strictObject({
  bands: z
    .array(
      z
        .strictObject({
          id, label, causes: z.array(id).min(1).optional(), known: z.boolean().optional(),
          persons: z.strictObject({ min: z.number().int().min(1).optional(), max: z.number().int().min(1).optional() }).optional(),
          cost: z.strictObject({ kinds: z.array(z.enum(['medical', 'education', 'disability', 'living', 'housing', 'other'])).min(1).optional(), minFen: fen.optional(), minInclusive: z.boolean().default(true), maxFen: fen.optional(), maxInclusive: z.boolean().default(false) }).optional(),
          method: z.enum(['months', 'percent-of-cost', 'fixed']),
          months: z.number().min(0).max(240).optional(), minMonths: z.number().min(0).max(240).optional(), percent: percent.optional(), fen: fen.optional(), per: z.enum(['person', 'household']).default('person'),
          cap: aidLimitSchema.optional(),
        })
        .refine((b) => b.method !== 'months' || b.months !== undefined, { message: '按月数须写 months', path: ['months'] })
        .refine((b) => b.method !== 'percent-of-cost' || b.percent !== undefined, { message: '按比例须写 percent', path: ['percent'] })
        .refine((b) => b.method !== 'fixed' || b.fen !== undefined, { message: '定额须写 fen', path: ['fen'] })
        .refine((b) => b.minMonths === undefined || (b.months !== undefined && b.minMonths <= b.months), { message: 'minMonths 不得大于 months', path: ['minMonths'] })
        .refine((b) => b.cost?.minFen === undefined || b.cost.maxFen === undefined || b.cost.minFen <= b.cost.maxFen, { message: 'minFen 不得大于 maxFen', path: ['cost'] }),
    )
    .min(1),
});
export type AidAmount = z.infer<typeof aidAmountSchema>;

/** `aid.caps`: the ceiling of one grant, of a calendar year together, and how often in a year. Of a year count all programmes named by `counts`. */
export const aidCapsSchema = z.strictObject({ perTime: aidLimitSchema.optional(), perYear: aidLimitSchema.optional(), timesPerYear: z.number().int().min(1).max(366).optional(), counts: z.array(id).min(1) });

/** `aid.special`: above the table a sum may go over the ceiling, or into a higher band, where the procedure has a body that fixes it. */
export const aidSpecialSchema = z.strictObject({ kinds: z.array(z.enum(['ceiling', 'bands'])).min(1) });

/** `aid.known`: programmes on whose roll a household's economy is known; it is not investigated again. */
export const aidKnownSchema = z.strictObject({ programmes: z.array(id).min(1) });

/**
 * `aid.consult`: what opens a case consultation. `urgent`: what cannot wait; `ceiling`: a sum over the table; `several`: `atLeast`
 * kinds of assistance at the same time, this one included; `complex`: declared hard to tell and define.
 */
export const aidConsultSchema = z.strictObject({ triggers: z.array(z.strictObject({ kind: z.enum(['urgent', 'ceiling', 'several', 'complex']), label, atLeast: z.number().int().min(2).max(9).default(2) })).min(1) });
export type AidConsult = z.infer<typeof aidConsultSchema>;

/** `aid.referral-bodies`: departments and organisations to which is referred what temporary assistance cannot solve. */
export const aidReferralBodiesSchema = z.array(z.strictObject({ id, name: label, contact: z.string().max(100).optional() })).min(1);
export type AidReferralBody = z.infer<typeof aidReferralBodiesSchema>[number];

/** Tables of temporary assistance; spread into TABLES. */
export const AID_TABLES = {
  'aid.causes': aidCausesSchema,
  'aid.amount': aidAmountSchema,
  'aid.caps': aidCapsSchema,
  'aid.special': aidSpecialSchema,
  'aid.known': aidKnownSchema,
  'aid.consult': aidConsultSchema,
  'aid.referral-bodies': aidReferralBodiesSchema,
} as const;
