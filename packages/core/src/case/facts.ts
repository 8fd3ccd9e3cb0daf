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
});
export type Member = z.infer<typeof memberSchema>;

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
});
export type Obligor = z.infer<typeof obligorSchema>;

export const INCOME_KINDS = [
  'wage', 'flexible', 'farming', 'business', 'interest', 'rent', 'landTransfer', 'otherProperty', 'pension', 'basicPension', 'unemployment',
  'survivor', 'compensation', 'gift', 'maintenanceReceived', 'preferential', 'familyPlanning', 'scholarship', 'bravery', 'assistance', 'elderlyAllowance', 'medicalReimbursement', 'other',
] as const;
export type IncomeKind = (typeof INCOME_KINDS)[number];

export const incomeSchema = z.strictObject({
  person: personId,
  kind: z.enum(INCOME_KINDS),
  /** Average per month over the accounting period. */
  monthly: fen,
  proof: z.string().max(200).optional(),
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

export const householdFactsSchema = z.strictObject({
  applicant: personId,
  area: z.enum(['urban', 'rural']),
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
});
export type HouseholdFacts = z.infer<typeof householdFactsSchema>;
