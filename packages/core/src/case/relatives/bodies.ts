import type * as z from 'zod';
import type { relativePayloads } from './payloads.ts';

/** Word of the relation of an officer who is a person of the case: told by the own identity number, without any filing. */
export const OWN_RELATION = '本人';

/** A person of the household who is on the register as a near relative of staff or of a cadre. */
export interface RelativeHit {
  readonly person: string;
  /** Entry of the register; of an officer in person, the account. */
  readonly entry: string;
  readonly relation: string;
  /** The account of the member of staff; absent for village cadres without one. */
  readonly staff?: string | undefined;
}

/** What happened, as the log keeps it. */
export interface RelativeBodies {
  relativesFound: { readonly hits: readonly RelativeHit[] };
  counterSigned: z.output<typeof relativePayloads.counterSign>;
  countyVisited: z.output<typeof relativePayloads.recordCountyVisit>;
}

export const relativeActionLabels: Record<keyof RelativeBodies, string> = { relativesFound: '近亲属备案', counterSigned: '近亲属备案会签', countyVisited: '县级入户核查' };
