import * as z from 'zod';
import { disabilityRuleSchema, fen, id, label, percent, personClassSchema } from './table-parts.ts';

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

/** Tables of support for the destitute; spread into TABLES. */
export const SUPPORT_TABLES = {
  'support.unable-to-work': unableToWorkSchema,
  'support.obligor-unable': obligorUnableSchema,
  'support.area': supportAreaSchema,
  'support.basic': supportBasicSchema,
  'support.allowance': supportAllowanceSchema,
  'selfcare.grades': selfCareGradesSchema,
} as const;
