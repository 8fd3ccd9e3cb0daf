import * as z from 'zod';
import { isFormDate } from '../calendar/date.ts';

/**
 * The facts of a household as declared, corrected and verified. Persons are referred to by id: names, identity and
 * account numbers never enter the case log. Money is integer fen per month unless a field says otherwise.
 */

const fen = z.number().int().min(0).max(100_000_000_00);
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/).refine(isFormDate, '不是有效日期');
export const personId = z.uuid();

/** Relationship to the applicant. */
export const RELATIONS = ['self', 'spouse', 'child', 'parent', 'grandparent', 'grandchild', 'sibling', 'other'] as const;
export const HEALTH = ['healthy', 'chronic', 'severeIllness', 'disabled'] as const;
export const LABOUR = ['able', 'partial', 'none'] as const;
export const OCCUPATION = ['preschool', 'student', 'employed', 'flexible', 'farming', 'unemployed', 'retired', 'none'] as const;

export const CAPACITIES = ['full', 'limited', 'none'] as const;

export const disabilitySchema = z.strictObject({ kind: z.enum(['physical', 'visual', 'hearing', 'speech', 'intellectual', 'mental', 'multiple']), grade: z.number().int().min(1).max(4) });

export const memberSchema = z.strictObject({
  person: personId,
  relation: z.enum(RELATIONS),
  birth: isoDate,
  sex: z.enum(['male', 'female']),
  health: z.enum(HEALTH).default('healthy'),
  labour: z.enum(LABOUR).default('able'),
  occupation: z.enum(OCCUPATION).default('none'),
  disability: disabilitySchema.optional(),
  /** Not counted as co-living by rule (serving sentence, conscript, religious over three years): the reason. */
  excluded: z.enum(['imprisoned', 'missing', 'conscript', 'religious']).optional(),
  pregnant: z.boolean().optional(),
  /** Capacity for civil conduct; absent = full. Who lacks it is helped to apply and signs through a guardian. */
  capacity: z.enum(CAPACITIES).optional(),
});
export type Member = z.infer<typeof memberSchema>;

export const OBLIGOR_ASSISTANCE = ['support', 'livingAllowance'] as const;
export const OBLIGOR_STATES = ['incapable', 'missing', 'imprisoned'] as const;

/** What decides whether an obligor can perform the duty at all; judged by the table in force on the day of application. */
export const obligorAbilitySchema = z.strictObject({
  birth: isoDate.optional(),
  /** Draws support for the destitute, or the living allowance. */
  assistance: z.enum(OBLIGOR_ASSISTANCE).optional(),
  disability: disabilitySchema.optional(),
  state: z.enum(OBLIGOR_STATES).optional(),
  /** The obligor's own income per month, not the household's. */
  ownIncome: fen.optional(),
  /** Property found to be within the limits of the place. */
  propertyWithin: z.boolean().optional(),
});
export type ObligorAbility = z.infer<typeof obligorAbilitySchema>;

export const obligorSchema = z.strictObject({
  person: personId,
  /** Whom this person must maintain, and how they are related to the supported member. */
  supports: personId,
  relation: z.enum(['child', 'parent', 'spouse', 'grandchild', 'sibling']),
  householdSize: z.number().int().min(1).max(30),
  /** Monthly income of the obligor's whole household. */
  monthlyIncome: fen,
  /** How many parents or others this obligor maintains. */
  supportedCount: z.number().int().min(1).max(12).default(1),
  /** Number of children that share the duty, this one included. */
  sharers: z.number().int().min(1).max(20).default(1),
  /** Actually paid per month, when agreed or adjudged in writing. */
  agreed: fen.optional(),
  /** Not able by rule (on 低保/特困, severely disabled, missing…): the reason. */
  unable: z.string().max(200).optional(),
  ability: obligorAbilitySchema.optional(),
});
export type Obligor = z.infer<typeof obligorSchema>;

export const INCOME_KINDS = [
  'wage', 'flexible', 'farming', 'business', 'interest', 'rent', 'landTransfer', 'otherProperty', 'pension', 'basicPension', 'unemployment',
  'survivor', 'compensation', 'gift', 'maintenanceReceived', 'preferential', 'familyPlanning', 'scholarship', 'bravery', 'assistance', 'elderlyAllowance', 'medicalReimbursement', 'other',
] as const;
export type IncomeKind = (typeof INCOME_KINDS)[number];

export const AWAY_PLACES = ['inProvince', 'outProvince'] as const;

export const incomeSchema = z.strictObject({
  person: personId,
  kind: z.enum(INCOME_KINDS),
  /** Average per month over the accounting period. */
  monthly: fen,
  proof: z.string().max(200).optional(),
  /** Worked for away from home: months of the last twelve and where. Where the plan states a standard for such work, what nobody proves is taken at it [XX-63]. */
  away: z.strictObject({ months: z.number().int().min(1).max(12), place: z.enum(AWAY_PLACES) }).optional(),
});
export type Income = z.infer<typeof incomeSchema>;

export const expenseSchema = z.strictObject({
  person: personId.optional(),
  kind: z.enum(['medical', 'disability', 'education', 'accident', 'other']),
  /** Borne by the household itself, average per month. */
  monthly: fen,
  proof: z.string().max(200).optional(),
});
export type Expense = z.infer<typeof expenseSchema>;

export const propertySchema = z.strictObject({
  person: personId.optional(),
  kind: z.enum(['deposit', 'securities', 'insurance', 'debtClaim', 'vehicle', 'house', 'shop', 'company', 'machinery', 'other']),
  /** Value in fen for money and claims; for things, the estimated value. */
  value: fen.default(0),
  count: z.number().int().min(1).default(1),
  /** Needed to live or to work, with the reason (for example a disabled person's vehicle). */
  exempt: z.string().max(200).optional(),
  note: z.string().max(200).optional(),
});
export type Property = z.infer<typeof propertySchema>;

/** What a household is by a rule of its place, beyond what its members are one by one. Each is a finding with a paper behind it. */
export const HOUSEHOLD_CATEGORIES = ['singleParent', 'singleParentStudy', 'familyPlanningLoss', 'specialOutpatient', 'childless', 'districtRecognised'] as const;
export type HouseholdCategory = (typeof HOUSEHOLD_CATEGORIES)[number];

/** The twelve months before the application in whole sums, for programmes that weigh what had to be spent against what came in. */
export const RIGID_KINDS = ['living', 'medical', 'education', 'disability', 'other'] as const;
export const lastYearSchema = z.strictObject({
  income: fen,
  /** Borne by the household itself, after reimbursement. */
  expenses: z.array(z.strictObject({ kind: z.enum(RIGID_KINDS), total: fen, proof: z.string().max(200).optional() })).max(60),
});
export type LastYear = z.infer<typeof lastYearSchema>;

/** Only for support of the destitute: what decides the area of the standard and which of two protections a child is under. */
export const supportFactsSchema = z.strictObject({
  /** Holds contracted land or shares in the income of the rural collective. */
  land: z.boolean().optional(),
  /** Moved into town by the relocation programme. */
  relocated: z.boolean().optional(),
  /** Also qualifies as an orphan or a child whom nobody in fact raises: which protection is chosen. */
  orphan: z.enum(['orphan', 'support']).optional(),
});
export type SupportFacts = z.infer<typeof supportFactsSchema>;

/** What happened to a household or person: the cause (id of the table `aid.causes`), when, where, and what it means now. */
export const eventSchema = z.strictObject({
  cause: z.string().regex(/^[a-z][a-zA-Z0-9-]*$/).max(60),
  on: isoDate,
  place: z.string().trim().min(1).max(200),
  /** Happened here although the person neither lives nor is registered here [HQ-84]. */
  elsewhere: z.boolean().default(false),
  text: z.string().trim().min(1).max(2000),
  /** Without immediate measures a loss or consequence that cannot be made good [HQ-136]. */
  emergency: z.boolean().default(false),
});
export type AidEvent = z.infer<typeof eventSchema>;

/** Necessary expenditure: the household's own cost after every reimbursement, and the paper behind it [HQ-91]. */
export const NEED_KINDS = ['medical', 'education', 'disability', 'living', 'housing', 'other'] as const;
export const needSchema = z.strictObject({ kind: z.enum(NEED_KINDS), fen, paper: z.string().trim().max(200).optional() });
export type Need = z.infer<typeof needSchema>;

/** What somebody liable or insured pays or has paid for the event, by the finding of the organ concerned [HQ-92]. */
export const compensationSchema = z.strictObject({ text: z.string().trim().min(1).max(500), fen });

export const householdFactsSchema = z.strictObject({
  applicant: personId,
  area: z.enum(['urban', 'rural']),
  /** Where the household is registered when not with this office: another one of the county, another county, another province; a residence permit held here. */
  registration: z.strictObject({ at: z.enum(['unit', 'county', 'province']), place: z.string().trim().min(1).max(100), unit: z.string().max(80).optional(), permit: z.boolean().default(false) }).optional(),
  address: z.string().min(1).max(200),
  members: z.array(memberSchema).min(1).max(30),
  obligors: z.array(obligorSchema).max(40).default([]),
  incomes: z.array(incomeSchema).max(200).default([]),
  expenses: z.array(expenseSchema).max(200).default([]),
  properties: z.array(propertySchema).max(200).default([]),
  hardship: z.enum(['illness', 'disability', 'disaster', 'study', 'labour', 'unemployment', 'aged', 'other']),
  statement: z.string().min(1).max(2000),
  /** Applies as a single-person household under the rule for severe disability or illness. */
  single: z.boolean().default(false),
  categories: z.array(z.enum(HOUSEHOLD_CATEGORIES)).max(HOUSEHOLD_CATEGORIES.length).optional(),
  lastYear: lastYearSchema.optional(),
  support: supportFactsSchema.optional(),
  /** Temporary assistance: the event, the expenditure that had to be made, what others pay for it. */
  event: eventSchema.optional(),
  needs: z.array(needSchema).max(60).optional(),
  compensation: compensationSchema.optional(),
});
export type HouseholdFacts = z.infer<typeof householdFactsSchema>;
