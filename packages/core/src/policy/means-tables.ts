import * as z from 'zod';
import { disabilityRuleSchema, fen, householdCategory, id, incomeKind, label, percent, personClassSchema } from './table-parts.ts';

/** `income.period`: months over which income is averaged before the application; an area may differ. */
export const incomePeriodSchema = z.strictObject({
  months: z.number().int().min(1).max(36),
  urbanMonths: z.number().int().min(1).max(36).optional(),
  ruralMonths: z.number().int().min(1).max(36).optional(),
});

/**
 * `deduct.work`: necessary cost of work, taken per working person from incomes of `kinds`.
 * `percent-of-income`: percent of that person's such income. `percent-of-standard`: percent of the monthly standard.
 * `fixed`: `fen` a month. Never more than the income itself, nor than `capFen` or `capPercent` of the monthly standard.
 * `none`: nothing is deducted.
 */
export const deductWorkSchema = z
  .strictObject({
    method: z.enum(['none', 'percent-of-income', 'percent-of-standard', 'fixed']),
    kinds: z.array(incomeKind).default(['wage', 'flexible']),
    percent: percent.optional(),
    fen: fen.optional(),
    capFen: fen.optional(),
    capPercent: percent.optional(),
  })
  .refine((v) => !v.method.startsWith('percent') || v.percent !== undefined, { message: '按比例扣减须写 percent', path: ['percent'] })
  .refine((v) => v.method !== 'fixed' || v.fen !== undefined, { message: '定额扣减须写 fen', path: ['fen'] });
export type DeductWork = z.infer<typeof deductWorkSchema>;

/**
 * `deduct.rigid`: which expenses borne by the household are deducted, at what percent, above which monthly threshold, up to
 * which cap (per household and kind): `capFen`, or `capPercent` of the household's counted income.
 */
export const deductRigidSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      kind: z.enum(['medical', 'disability', 'education', 'accident', 'other']),
      percent,
      thresholdFen: fen.default(0),
      capFen: fen.optional(),
      capPercent: percent.optional(),
    }),
  ),
});
export type DeductRigid = z.infer<typeof deductRigidSchema>;

/**
 * `maintenance.formula`: what an obligor's household is taken to pay to a supported member, per month.
 *
 * 1. `unable` obligors give nothing. 2. An agreed or adjudged sum is used as `agreed` says. 3. Per-head income of the
 * obligor's household at or under `thresholdPercent` of the standard gives nothing. 4. Otherwise
 * `excess-per-head`: (per head − base) × rate; `excess-household`: (household income − base × size) × rate;
 * `income-household`: household income × rate; `percent-of-standard`: the standard × rate, whatever is above the threshold;
 * where base = `basePercent` of the standard and the rate is the first in `rates` whose `maxSharers` is not exceeded. 5. Divided by `supportedCount` and/or `sharers` as the flags say.
 */
export const maintenanceFormulaSchema = z.strictObject({
  method: z.enum(['none', 'excess-per-head', 'excess-household', 'income-household', 'percent-of-standard']),
  thresholdPercent: percent.default(100),
  basePercent: percent.default(100),
  rates: z.array(z.strictObject({ maxSharers: z.number().int().min(1).optional(), percent })).default([]),
  divideBySupported: z.boolean().default(true),
  divideBySharers: z.boolean().default(false),
  /** `prefer`: the agreed sum replaces the formula; `higher`: the larger of both; `ignore`: the formula alone. */
  agreed: z.enum(['prefer', 'higher', 'ignore']).default('prefer'),
}).refine((v) => v.method === 'none' || v.rates.length > 0, { message: '须写明 rates（比例）', path: ['rates'] })
  .refine((v) => v.rates.length === 0 || v.rates.at(-1)?.maxSharers === undefined, { message: '最后一档不得限定 maxSharers，否则子女较多时无比例可用', path: ['rates'] });
export type MaintenanceFormula = z.infer<typeof maintenanceFormulaSchema>;

/**
 * `property.financial`: money, securities, insurance and claims together, not above the limit.
 * `standard-months`: `months` × monthly standard, `per` head or household; `fixed`: `fen`; `none`: no limit.
 */
export const propertyFinancialSchema = z
  .strictObject({
    method: z.enum(['none', 'standard-months', 'fixed']),
    kinds: z.array(z.enum(['deposit', 'securities', 'insurance', 'debtClaim'])).default(['deposit', 'securities', 'insurance', 'debtClaim']),
    months: z.number().min(0).max(240).optional(),
    fen: fen.optional(),
    per: z.enum(['person', 'household']).default('person'),
  })
  .refine((v) => v.method !== 'standard-months' || v.months !== undefined, { message: '须写明 months', path: ['months'] })
  .refine((v) => v.method !== 'fixed' || v.fen !== undefined, { message: '须写明 fen', path: ['fen'] });

/** `property.vehicle`, `property.house`, `property.shop`, `property.company`, `property.machinery`: how many a household may have; `max` absent = no limit. Exempted ones (needed to live or work) do not count when `exemptible`. */
export const propertyCountSchema = z.strictObject({
  max: z.number().int().min(0).max(100).optional(),
  exemptible: z.boolean().default(true),
  /** For companies and shops: registered capital or value up to this is tolerated whatever the number. */
  toleratedFen: fen.optional(),
});
export type PropertyCount = z.infer<typeof propertyCountSchema>;

/** `single.household`: who may apply alone although living with family whose per-head income is below `marginPercent` of the standard (whatever the family's income where `noMargin`). */
export const singleHouseholdSchema = z.strictObject({
  marginPercent: percent.default(150),
  rules: z.array(z.strictObject({ id, label, adultOnly: z.boolean().default(false), unemployedOnly: z.boolean().default(false), noMargin: z.boolean().default(false), disability: z.array(disabilityRuleSchema).default([]), severeIllness: z.boolean().default(false) })),
});
export type SingleHousehold = z.infer<typeof singleHouseholdSchema>;

/**
 * `amount.tiers`: the first tier whose conditions all hold is paid. `maxIncomePercent`, `maxIncomeFen`: per-head income at
 * most this percent of the standard or this sum; below it where `inclusive` is false. `anyMember`: at least one counted member is in one of the classes. `allMembers`: every one is.
 * A tier without conditions takes the rest. Pays `fen` or `percentOfStandard`, per person or per household.
 */
export const amountTiersSchema = z.strictObject({
  tiers: z
    .array(
      z
        .strictObject({
          id,
          label,
          fen: fen.optional(),
          percentOfStandard: percent.optional(),
          per: z.enum(['person', 'household']).default('person'),
          maxIncomePercent: percent.optional(),
          maxIncomeFen: fen.optional(),
          inclusive: z.boolean().default(true),
          anyMember: z.array(personClassSchema).optional(),
          allMembers: z.array(personClassSchema).optional(),
        })
        .refine((t) => (t.fen === undefined) !== (t.percentOfStandard === undefined), { message: 'fen 与 percentOfStandard 须且只须写一个', path: ['fen'] }),
    )
    .min(1),
});
export type AmountTiers = z.infer<typeof amountTiersSchema>;

/**
 * `amount.additions`: sums added for classes of persons, per person: percent of the standard, percent of the person's share
 * of the amount, or a fixed sum. `household`: only in households of one of these categories.
 */
export const amountAdditionsSchema = z.strictObject({
  additions: z.array(
    z
      .strictObject({ id, label, who: personClassSchema, household: z.array(householdCategory).min(1).optional(), basis: z.enum(['percent-of-standard', 'percent-of-share', 'fixed']), percent: percent.optional(), fen: fen.optional() })
      .refine((a) => (a.basis === 'fixed' ? a.fen !== undefined : a.percent !== undefined), { message: '定额须写 fen，按比例须写 percent', path: ['basis'] }),
  ),
});
export type AmountAdditions = z.infer<typeof amountAdditionsSchema>;

/** `amount.minimum`: a positive sum below the minimum is raised to it. Zero = no minimum. */
export const amountMinimumSchema = z.strictObject({ fen, per: z.enum(['person', 'household']).default('household') });

/** `amount.rounding`: the household's monthly sum is rounded to `unit` fen (1, 10 jiao, 100 yuan, 500 five yuan, 1000 ten yuan). Per-head income is never rounded before multiplying. */
export const amountRoundingSchema = z.strictObject({ unit: z.number().int().min(1).max(100_00), mode: z.enum(['half-up', 'up', 'down']) });

/**
 * `income.away`: work away from home is taken at a standard where nobody proves what it pays: `fen` a month for each month
 * away, spread over twelve months. `proven: counts` leaves a proven income as it is; `proven: higher` takes the larger of both.
 */
export const incomeAwaySchema = z.strictObject({
  kinds: z.array(incomeKind).min(1).default(['wage', 'flexible']),
  rows: z.array(z.strictObject({ place: z.enum(['inProvince', 'outProvince']), fen })).min(1),
  proven: z.enum(['counts', 'higher']).default('counts'),
});
export type IncomeAway = z.infer<typeof incomeAwaySchema>;

/** `means.range`: per-head income from `minPercent` to `maxPercent` of the standard, each end inside or outside as stated. */
export const meansRangeSchema = z
  .strictObject({ minPercent: percent.optional(), minInclusive: z.boolean().default(true), maxPercent: percent.optional(), maxInclusive: z.boolean().default(false) })
  .refine((v) => v.minPercent !== undefined || v.maxPercent !== undefined, { message: '须写明 minPercent 或 maxPercent', path: ['maxPercent'] });
export type MeansRange = z.infer<typeof meansRangeSchema>;

/**
 * `eligibility.conditions`: besides its means the household is in one of the hardships `any` (an empty list asks for none);
 * inside one of them every stated part holds. `unless`: programmes whose conditions the household must not meet.
 */
export const eligibilityConditionsSchema = z.strictObject({
  any: z
    .array(
      z
        .strictObject({ id, label, anyMember: z.array(personClassSchema).optional(), allMembers: z.array(personClassSchema).optional(), household: z.array(householdCategory).min(1).optional() })
        .refine((c) => c.anyMember !== undefined || c.allMembers !== undefined || c.household !== undefined, { message: '须写明 anyMember、allMembers 或 household', path: ['id'] }),
    )
    .default([]),
  unless: z.array(id).default([]),
});
export type EligibilityConditions = z.infer<typeof eligibilityConditionsSchema>;

/** `expenditure.ratio`: what had to be spent in the twelve months before the application is more than `percent` of the household's whole income of these months. */
export const expenditureRatioSchema = z.strictObject({ percent, kinds: z.array(z.enum(['living', 'medical', 'education', 'disability', 'other'])).min(1) });

/**
 * `programme.exclusive`: programmes of which one household draws, or is recognised for, at most one at a time. Their order is
 * the order of preference where nothing else decides. One table for payment and for what a household is told would fit.
 */
export const programmeExclusiveSchema = z.strictObject({ groups: z.array(z.strictObject({ id, label, programmes: z.array(id).min(2) })) });

/** Tables of what a household has, what counts of it and what it is paid; spread into TABLES. */
export const MEANS_TABLES = {
  'income.period': incomePeriodSchema,
  'income.away': incomeAwaySchema,
  'deduct.work': deductWorkSchema,
  'deduct.rigid': deductRigidSchema,
  'maintenance.formula': maintenanceFormulaSchema,
  'property.financial': propertyFinancialSchema,
  'property.vehicle': propertyCountSchema,
  'property.house': propertyCountSchema,
  'property.shop': propertyCountSchema,
  'property.company': propertyCountSchema,
  'property.machinery': propertyCountSchema,
  'single.household': singleHouseholdSchema,
  'amount.tiers': amountTiersSchema,
  'amount.additions': amountAdditionsSchema,
  'amount.minimum': amountMinimumSchema,
  'amount.rounding': amountRoundingSchema,
  'means.range': meansRangeSchema,
  'eligibility.conditions': eligibilityConditionsSchema,
  'expenditure.ratio': expenditureRatioSchema,
  'programme.exclusive': programmeExclusiveSchema,
} as const;
