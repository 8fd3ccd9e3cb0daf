import * as z from 'zod';
import { householdFactsSchema } from '../case/facts.ts';
import { OUTCOMES } from '../judgement/model.ts';
import { citedSchema, contract, isoDate, uuid } from './contract.ts';

const verdictSchema = z.object({
  programme: z.string(), name: z.string(), short: z.string(), payment: z.enum(['monthly', 'once', 'none']), outcome: z.enum(OUTCOMES), monthlyFen: z.number(),
  /** Why not, in words; empty when it fits. */
  grounds: z.array(z.string()),
  /** Why it cannot be said, as a sentence: the parameter or fact that is missing. */
  missing: z.string().nullable(),
  /** Members who may apply alone. */
  hints: z.array(z.string()),
  /** The one applied for; the one that fits better; one that can be had besides. */
  applied: z.boolean(), better: z.boolean(), also: z.boolean(),
  /** Months that a recognition lasts. */
  months: z.number().nullable(),
  lines: z.array(z.object({ id: z.string(), text: z.string(), formula: z.string().nullable(), effect: z.string(), source: citedSchema })),
});
export const judgementSchema = z.object({ on: isoDate, verdicts: z.array(verdictSchema) });
export type JudgementView = z.infer<typeof judgementSchema>;

/** The facts as typed so far, judged for every programme in force today: nothing is kept. */
export const judgeFacts = contract({
  method: 'POST', path: '/judgements', tag: '受理', summary: '按一份家庭情况同时判断今天有效的全部项目：符合哪些、不符合哪些及理由、哪一项更适合（不留存）', permission: 'case.apply',
  body: z.strictObject({ facts: householdFactsSchema, programme: z.string().max(40).optional() }), response: judgementSchema,
});

const linked = z.object({ id: uuid, number: z.string() }).nullable();

/** `told`: as kept with the assessment; `changed`: facts or law have moved since; `preview`: not assessed yet. */
export const caseJudgement = contract({
  method: 'GET', path: '/cases/:id/judgement', tag: '案件', summary: '一份申请对各项目的判断：符合、不符合及理由、更适合的项目', permission: 'case.read',
  params: z.strictObject({ id: uuid }),
  response: judgementSchema.extend({ state: z.enum(['told', 'changed', 'preview']), carriedFrom: linked, carriedTo: linked }),
});

/** A new application under another programme, prefilled with the facts and papers of this case; only the applicant's signature is new. */
export const carryOver = contract({
  method: 'POST', path: '/cases/:id/carry-over', tag: '受理', summary: '转为另一项目申请：以本案的家庭情况和材料预填一份申请草稿', permission: 'case.apply',
  params: z.strictObject({ id: uuid }), body: z.strictObject({ programme: z.string().regex(/^[a-z][a-z0-9-]*$/) }),
  response: z.object({ draft: z.string() }),
});
