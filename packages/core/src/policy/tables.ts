import * as z from 'zod';

/**
 * Shapes of the parameters whose unit is `table`. A formula reads such a parameter by its key and gets the type that
 * stands here; the policy parser has already checked the value with the same schema and filled in the defaults.
 * Money is integer fen, percentages are plain numbers (`10` = 10 %, at most 4 decimals), ages are full years.
 */

const fen = z.number().int().min(0).max(100_000_000_00);
const percent = z.number().min(0).max(1000);
const label = z.string().min(1).max(80);
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, '标识只用小写字母、数字和短横');
const incomeKind = z.enum([
  'wage', 'flexible', 'farming', 'business', 'interest', 'rent', 'landTransfer', 'otherProperty', 'pension', 'basicPension', 'unemployment',
  'survivor', 'compensation', 'gift', 'maintenanceReceived', 'preferential', 'familyPlanning', 'scholarship', 'bravery', 'assistance', 'elderlyAllowance', 'medicalReimbursement', 'other',
]);
const disabilityKind = z.enum(['physical', 'visual', 'hearing', 'speech', 'intellectual', 'mental', 'multiple']);

/** Disability certificates that count: any of `kinds` at `maxGrade` or more severe (grade 1 is the most severe). */
export const disabilityRuleSchema = z.strictObject({ kinds: z.array(disabilityKind).min(1), maxGrade: z.number().int().min(1).max(4) });
export type DisabilityRule = z.infer<typeof disabilityRuleSchema>;

/**
 * A class of person. Alternatives are joined by OR between the fields `age`, `disability`, `health`, `labour`, `pregnant`
 * and `occupation`; inside `age` both ends hold together. An empty class matches nobody.
 */
export const personClassSchema = z.strictObject({
  age: z.strictObject({ min: z.number().int().min(0).max(150).optional(), max: z.number().int().min(0).max(150).optional() }).optional(),
  disability: z.array(disabilityRuleSchema).optional(),
  health: z.array(z.enum(['healthy', 'chronic', 'severeIllness', 'disabled'])).optional(),
  labour: z.array(z.enum(['able', 'partial', 'none'])).optional(),
  occupation: z.array(z.enum(['preschool', 'student', 'employed', 'flexible', 'farming', 'unemployed', 'retired', 'none'])).optional(),
  pregnant: z.boolean().optional(),
});
export type PersonClass = z.infer<typeof personClassSchema>;

/** `income.period`: months over which income is averaged before the application; an area may differ. */
export const incomePeriodSchema = z.strictObject({
  months: z.number().int().min(1).max(36),
  urbanMonths: z.number().int().min(1).max(36).optional(),
  ruralMonths: z.number().int().min(1).max(36).optional(),
});

/**
 * `deduct.work`: necessary cost of work, taken per working person from incomes of `kinds`.
 * `percent-of-income`: percent of that person's such income. `percent-of-standard`: percent of the monthly standard.
 * `fixed`: `fen` a month. Never more than the income itself, nor than `capFen`. `none`: nothing is deducted.
 */
export const deductWorkSchema = z
  .strictObject({
    method: z.enum(['none', 'percent-of-income', 'percent-of-standard', 'fixed']),
    kinds: z.array(incomeKind).default(['wage', 'flexible']),
    percent: percent.optional(),
    fen: fen.optional(),
    capFen: fen.optional(),
  })
  .refine((v) => !v.method.startsWith('percent') || v.percent !== undefined, { message: '按比例扣减须写 percent', path: ['percent'] })
  .refine((v) => v.method !== 'fixed' || v.fen !== undefined, { message: '定额扣减须写 fen', path: ['fen'] });
export type DeductWork = z.infer<typeof deductWorkSchema>;

/** `deduct.rigid`: which expenses borne by the household are deducted, at what percent, above which monthly threshold, up to which cap (per household and kind). */
export const deductRigidSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      kind: z.enum(['medical', 'disability', 'education', 'accident', 'other']),
      percent,
      thresholdFen: fen.default(0),
      capFen: fen.optional(),
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
 * `income-household`: household income × rate; where base = `basePercent` of the standard and the rate is the first in
 * `rates` whose `maxSharers` is not exceeded. 5. Divided by `supportedCount` and/or `sharers` as the flags say.
 */
export const maintenanceFormulaSchema = z.strictObject({
  method: z.enum(['none', 'excess-per-head', 'excess-household', 'income-household']),
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
 * `amount.tiers`: the first tier whose conditions all hold is paid. `maxIncomePercent`: per-head income at most this
 * percent of the standard. `anyMember`: at least one counted member is in one of the classes. `allMembers`: every one is.
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
          anyMember: z.array(personClassSchema).optional(),
          allMembers: z.array(personClassSchema).optional(),
        })
        .refine((t) => (t.fen === undefined) !== (t.percentOfStandard === undefined), { message: 'fen 与 percentOfStandard 须且只须写一个', path: ['fen'] }),
    )
    .min(1),
});
export type AmountTiers = z.infer<typeof amountTiersSchema>;

/** `amount.additions`: sums added for classes of persons, per person: percent of the standard, percent of the person's share of the amount, or a fixed sum. */
export const amountAdditionsSchema = z.strictObject({
  additions: z.array(
    z
      .strictObject({ id, label, who: personClassSchema, basis: z.enum(['percent-of-standard', 'percent-of-share', 'fixed']), percent: percent.optional(), fen: fen.optional() })
      .refine((a) => (a.basis === 'fixed' ? a.fen !== undefined : a.percent !== undefined), { message: '定额须写 fen，按比例须写 percent', path: ['basis'] }),
  ),
});
export type AmountAdditions = z.infer<typeof amountAdditionsSchema>;

/** `amount.minimum`: a positive sum below the minimum is raised to it. Zero = no minimum. */
export const amountMinimumSchema = z.strictObject({ fen, per: z.enum(['person', 'household']).default('household') });

/** `amount.rounding`: the household's monthly sum is rounded to `unit` fen (1, 10 jiao, 100 yuan, 500 five yuan, 1000 ten yuan). Per-head income is never rounded before multiplying. */
export const amountRoundingSchema = z.strictObject({ unit: z.number().int().min(1).max(100_00), mode: z.enum(['half-up', 'up', 'down']) });

/** `relatives.definition`: which relationships are near relatives, and whose relatives are put on file. */
export const relativesDefinitionSchema = z.strictObject({ relations: z.array(label).min(1), staff: z.array(label).min(1) });
export type RelativesDefinition = z.infer<typeof relativesDefinitionSchema>;

/** Schema by parameter key. A `table` parameter whose key is not here is refused: nobody could use it. */
export const TABLES = {
  'income.period': incomePeriodSchema,
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
  'relatives.definition': relativesDefinitionSchema,
} as const;

export type TableKey = keyof typeof TABLES;
export type TableValue<K extends TableKey> = z.infer<(typeof TABLES)[K]>;

/** Whether a key has a table schema. */
export const isTableKey = (key: string): key is TableKey => Object.hasOwn(TABLES, key);

/** Choice parameters and what they may be. */
export const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'amount.method': ['difference', 'tiers'],
  'amount.addition-rule': ['each', 'highest'],
};

/** Allowed values of a choice parameter, or undefined when the key is not a known choice. `income.kind.*` = counted | excluded. */
export function choicesOf(key: string): readonly string[] | undefined {
  if (key.startsWith('income.kind.')) return ['counted', 'excluded'];
  return Object.hasOwn(CHOICES, key) ? CHOICES[key] : undefined;
}
