import * as z from 'zod';

/** How the simulated platform treats the requests of a case. Documented for trainees in docs/connectors/verification.md. */

const times = z.number().int().min(1).max(100);
const longBehaviour = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('normal') }),
  /** `queued` for `polls` look-ups, then done. */
  z.strictObject({ kind: z.literal('late'), polls: times.default(2) }),
  /** An interim report for `polls` look-ups, then done with three items not covered. */
  z.strictObject({ kind: z.literal('partial'), polls: times.default(1) }),
  /** Two items end in error in the first `times` requests of the case. */
  z.strictObject({ kind: z.literal('item-error'), times: times.default(1) }),
  /** HTTP 500 to the first `times` submissions of the case, nothing kept. */
  z.strictObject({ kind: z.literal('server-error'), times: times.default(2) }),
  /** HTTP 429 with Retry-After to the first `times` submissions. */
  z.strictObject({ kind: z.literal('busy'), times: times.default(1) }),
  /** The first `times` submissions are kept but never answered: the asker finds them as duplicates. */
  z.strictObject({ kind: z.literal('timeout'), times: times.default(1) }),
  /** Finds what applicants tend to leave out. */
  z.strictObject({ kind: z.literal('contradiction'), finds: z.array(z.enum(['vehicle', 'wage', 'deposit'])).min(1).default(['vehicle']) }),
  /** The first `times` requests of the case end as failed. */
  z.strictObject({ kind: z.literal('failed'), times: times.default(1) }),
  /** The platform itself refuses, for example because the letter of authority is illegible. */
  z.strictObject({ kind: z.literal('refuse') }),
]);
export type Behaviour = z.infer<typeof longBehaviour>;

const KINDS = ['normal', 'late', 'partial', 'item-error', 'server-error', 'busy', 'timeout', 'contradiction', 'failed', 'refuse'] as const satisfies readonly Behaviour['kind'][];

/** A behaviour by its bare name with default numbers, or in full. */
export const behaviourSchema = z.union([z.enum(KINDS).transform((kind): Behaviour => longBehaviour.parse({ kind })), longBehaviour]);

/**
 * The behaviour written into an identity number: serial numbers (digits 15 to 17) that begin with 9 are rehearsals,
 * and the second digit says which; all other serials are normal. The third digit stays free for the sex.
 */
const BY_SECOND_DIGIT = [
  { kind: 'late', polls: 2 },
  { kind: 'partial', polls: 1 },
  { kind: 'item-error', times: 1 },
  { kind: 'server-error', times: 2 },
  { kind: 'contradiction', finds: ['vehicle'] },
  { kind: 'contradiction', finds: ['wage'] },
  { kind: 'contradiction', finds: ['deposit'] },
  { kind: 'timeout', times: 1 },
  { kind: 'failed', times: 1 },
  { kind: 'normal' },
] as const satisfies readonly Behaviour[];

/** Behaviour for an applicant's identity number. */
export function behaviourOfIdNumber(idNumber: string): Behaviour {
  if (idNumber[14] !== '9') return { kind: 'normal' };
  const chosen = BY_SECOND_DIGIT[Number(idNumber[15])];
  return chosen === undefined ? { kind: 'normal' } : longBehaviour.parse(chosen);
}
