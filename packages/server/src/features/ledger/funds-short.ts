import { formatYuan, type Fen } from '@doudi/core/money/fen';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { balanceOf } from './post.ts';

export interface FundsShort {
  readonly shortFen: Fen;
  /** The plan forbids release while money is missing (`payment.funds-required`); otherwise this is a warning. */
  readonly required: boolean;
  readonly text: string;
  readonly refusal: Refusal;
}

/** Whether the special account of a programme does not hold what is about to be released: what is there, less what is in transit. */
export async function fundsShort(tx: Tx, law: Law, county: number, programme: string, fen: Fen): Promise<FundsShort | null> {
  const free = (await balanceOf(tx, county, { kind: 'bank', programme })) + (await balanceOf(tx, county, { kind: 'transit', programme }));
  if (fen <= free) return null;
  const rule = law.policy.find<boolean>('payment.funds-required', { on: law.today, programme });
  const text = `代发专户可用 ${formatYuan(free)}，本批 ${formatYuan(fen)}，还差 ${formatYuan(fen - free)}`;
  return { shortFen: fen - free, required: rule?.value === true, text, refusal: refuse('fund.short', text, { policy: law.policy, source: rule?.source, missing: [`${formatYuan(fen - free)}的拨付`], allowed: ['由财政拨付后再放行'] }) };
}
