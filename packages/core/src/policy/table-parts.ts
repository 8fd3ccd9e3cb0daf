import * as z from 'zod';

/** What the tables of several subjects are made of: sums, percentages, classes of persons. */

export const fen = z.number().int().min(0).max(100_000_000_00);
export const percent = z.number().min(0).max(1000);
export const label = z.string().min(1).max(80);
export const id = z.string().regex(/^[a-z][a-z0-9-]*$/, '标识只用小写字母、数字和短横');
export const incomeKind = z.enum([
  'wage', 'flexible', 'farming', 'business', 'interest', 'rent', 'landTransfer', 'otherProperty', 'pension', 'basicPension', 'unemployment',
  'survivor', 'compensation', 'gift', 'maintenanceReceived', 'preferential', 'familyPlanning', 'scholarship', 'bravery', 'assistance', 'elderlyAllowance', 'medicalReimbursement', 'other',
]);
export const householdCategory = z.enum(['singleParent', 'singleParentStudy', 'familyPlanningLoss', 'specialOutpatient', 'childless', 'districtRecognised']);
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
