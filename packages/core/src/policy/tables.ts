import * as z from 'zod';
import { SUPERVISION_TABLES } from './supervision-tables.ts';

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
const householdCategory = z.enum(['singleParent', 'singleParentStudy', 'familyPlanningLoss', 'specialOutpatient', 'childless', 'districtRecognised']);
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

/** `support.unable-to-work`: whoever is in one of the classes has no ability to work. */
export const unableToWorkSchema = z.strictObject({ classes: z.array(personClassSchema).min(1) });

/**
 * `support.obligor-unable`: an obligor who meets every stated part of one of the rules cannot perform the duty. Parts with a
 * list hold when one of its entries does. A rule that states no part is refused: it would excuse everyone.
 */
export const obligorUnableSchema = z.strictObject({
  rules: z
    .array(
      z
        .strictObject({
          id,
          label,
          minAge: z.number().int().min(1).max(150).optional(),
          assistance: z.array(z.enum(['support', 'livingAllowance'])).min(1).optional(),
          disability: z.array(disabilityRuleSchema).min(1).optional(),
          states: z.array(z.enum(['incapable', 'missing', 'imprisoned'])).min(1).optional(),
          /** Own income of twelve months below `support.disposable`. */
          belowDisposable: z.boolean().default(false),
          propertyWithin: z.boolean().default(false),
        })
        .refine((r) => r.minAge !== undefined || r.assistance !== undefined || r.disability !== undefined || r.states !== undefined, { message: '须写明 minAge、assistance、disability 或 states', path: ['id'] }),
    )
    .min(1),
});
export type ObligorUnable = z.infer<typeof obligorUnableSchema>;

/** `support.area`: facts that decide by whose standard, urban or rural, a destitute person is supported; the first that holds wins. */
export const supportAreaSchema = z.strictObject({ rules: z.array(z.strictObject({ fact: z.enum(['relocated', 'land']), area: z.enum(['urban', 'rural']) })) });

/** `support.basic`: basic living standard of support per month: a share of the living-allowance standard, or a stated sum. */
export const supportBasicSchema = z
  .strictObject({ method: z.enum(['percent-of-standard', 'fixed']), percent: percent.optional(), fen: fen.optional() })
  .refine((v) => (v.method === 'fixed' ? v.fen !== undefined : v.percent !== undefined), { message: '定额须写 fen，按比例须写 percent', path: ['method'] });

/** `support.allowance`: care allowance per month by grade of self-care: a share of the minimum wage, or stated sums. */
export const supportAllowanceSchema = z
  .strictObject({ basis: z.enum(['percent-of-wage', 'fixed']), wageFen: fen.optional(), grades: z.array(z.strictObject({ grade: id, percent: percent.optional(), fen: fen.optional() })).min(1) })
  .refine((v) => v.basis === 'fixed' || v.wageFen !== undefined, { message: '按比例须写 wageFen（最低工资）', path: ['wageFen'] })
  .refine((v) => v.grades.every((g) => (v.basis === 'fixed' ? g.fen !== undefined : g.percent !== undefined)), { message: '定额须写 fen，按比例须写 percent', path: ['grades'] });

/** `selfcare.grades`: the first grade whose `maxUnable` is not exceeded by the number of the six items that the person cannot do. */
export const selfCareGradesSchema = z
  .strictObject({ grades: z.array(z.strictObject({ id, label, maxUnable: z.number().int().min(0).max(6) })).min(1) })
  .refine((v) => v.grades.every((g, i) => i === 0 || g.maxUnable > (v.grades[i - 1]?.maxUnable ?? -1)) && v.grades.at(-1)?.maxUnable === 6, { message: '各档 maxUnable 须由小到大，最后一档为 6', path: ['grades'] });
export type SelfCareGrades = z.infer<typeof selfCareGradesSchema>;

/** `relatives.definition`: which relationships are near relatives, and whose relatives are put on file. */
export const relativesDefinitionSchema = z.strictObject({ relations: z.array(label).min(1), staff: z.array(label).min(1) });
export type RelativesDefinition = z.infer<typeof relativesDefinitionSchema>;

/** `notice.words`: words that tell of illness, disability or other private matters; none may stand in the free text of a notice. */
export const noticeWordsSchema = z.strictObject({ groups: z.array(z.strictObject({ id, label, words: z.array(z.string().min(1).max(20)).min(1) })).min(1) });
export type NoticeWords = z.infer<typeof noticeWordsSchema>;

/**
 * `application.places`: what is done with an application of somebody registered elsewhere. Another office of the county:
 * `accept` here or `handOver` to the office of registration; another county or province: `accept`, `permit` = with a
 * residence permit of this county, `refer` = to the place of registration.
 * `eventHere`: somebody neither living nor registered here whom something happened to here. `emergency: accept`: what cannot
 * wait is accepted whoever asks.
 */
export const applicationPlacesSchema = z.strictObject({
  otherUnit: z.enum(['accept', 'handOver']), otherCounty: z.enum(['accept', 'permit', 'refer']), otherProvince: z.enum(['accept', 'permit', 'refer']),
  eventHere: z.enum(['accept', 'refer']).default('accept'), emergency: z.enum(['accept', 'asOthers']).default('asOthers'),
});
export type ApplicationPlaces = z.infer<typeof applicationPlacesSchema>;

/** `archive.management-papers`: letters that belong to the daily-management part of a household's archive, by kind; all others belong to the approval part. */
export const archiveManagementSchema = z.strictObject({ letters: z.array(z.string().regex(/^[a-zA-Z]+$/)) });
export type ArchiveManagement = z.infer<typeof archiveManagementSchema>;

/** `delivery.proof`: what each way of delivering a letter must have to prove that it arrived. */
const deliveryNeeds = z.array(z.enum(['witness', 'photo', 'tracking', 'helper'])).default([]);
export const deliveryProofSchema = z.strictObject({ inPerson: deliveryNeeds, left: deliveryNeeds, post: deliveryNeeds, village: deliveryNeeds, refusedWithWitness: deliveryNeeds });
export type DeliveryProof = z.infer<typeof deliveryProofSchema>;
export type DeliveryNeed = DeliveryProof['left'][number];

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

/** `review.interval`: after how many months a household is reviewed again: by the first class to which a member belongs, else `others`. */
export const reviewIntervalSchema = z.strictObject({ classes: z.array(z.strictObject({ label, anyMember: z.array(personClassSchema).min(1), months: z.number().int().min(1).max(60) })).default([]), others: z.number().int().min(1).max(60) });

/** `fund.sources`: through which channels money for assistance comes; every receipt names one. */
export const fundSourcesSchema = z.strictObject({ sources: z.array(z.strictObject({ id, label, kind: z.enum(['higher', 'budget', 'adjusted', 'social']) })).min(1) });
export type FundSources = z.infer<typeof fundSourcesSchema>;

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

/** Schema by parameter key. A `table` parameter whose key is not here is refused: nobody could use it. */
export const TABLES = {
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
  'support.unable-to-work': unableToWorkSchema,
  'support.obligor-unable': obligorUnableSchema,
  'support.area': supportAreaSchema,
  'support.basic': supportBasicSchema,
  'support.allowance': supportAllowanceSchema,
  'selfcare.grades': selfCareGradesSchema,
  'relatives.definition': relativesDefinitionSchema,
  'application.places': applicationPlacesSchema,
  'delivery.proof': deliveryProofSchema,
  'archive.management-papers': archiveManagementSchema,
  'notice.words': noticeWordsSchema,
  'aid.causes': aidCausesSchema,
  'aid.amount': aidAmountSchema,
  'aid.caps': aidCapsSchema,
  'aid.special': aidSpecialSchema,
  'aid.known': aidKnownSchema,
  'aid.consult': aidConsultSchema,
  'aid.referral-bodies': aidReferralBodiesSchema,
  'fund.sources': fundSourcesSchema,
  'recovery.rules': recoveryRulesSchema,
  'payment.proration': paymentProrationSchema,
  'review.interval': reviewIntervalSchema,
  ...SUPERVISION_TABLES,
} as const;

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
