import type * as z from 'zod';
import type { MeansResult } from '../../means/model.ts';
import type { changePayloads } from './payloads.ts';

type Sent<K extends keyof typeof changePayloads> = z.output<(typeof changePayloads)[K]>;

/** What happened, as the log keeps it. */
export interface ChangeBodies {
  /** `fromFen` is what was paid, `toFen` what is proposed, per month; `direction` how they compare. */
  changeProposed: Sent<'proposeChange'> & { readonly result?: MeansResult | undefined; readonly fromFen: number; readonly toFen: number; readonly direction: 'increase' | 'decrease' | 'same' | 'stop' };
  changeReviewed: Sent<'reviewChange'>;
  /** Agreed: number of the letter and the month from which it holds. */
  changeDecided: Sent<'decideChange'> & { readonly kind: 'adjust' | 'stop'; readonly monthlyFen: number; readonly fromMonth: string; readonly number: string };
  /** A new standard, decided for the whole county by `number`, raises what this household is paid from a month on, which may lie in the past; `change` is the county's decision, `text` the working. By the system: no letter, one publication. */
  standardChanged: { readonly change: string; readonly title: string; readonly number: string; readonly fromFen: number; readonly monthlyFen: number; readonly fromMonth: string; readonly text: string };
}

export const changeActionLabels: Record<keyof ChangeBodies, string> = { changeProposed: '提出变更或终止', changeReviewed: '审核变更或终止', changeDecided: '决定变更或终止', standardChanged: '提高保障标准' };
