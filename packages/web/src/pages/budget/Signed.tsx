import { formatFen } from '@doudi/core/money/fen';
import type { ReactNode } from 'react';

/** A difference with its sign: more spent, less spent. */
export const Signed = ({ fen }: { readonly fen: number }): ReactNode => (fen === 0 ? <span>0.00</span> : <b className={fen > 0 ? 'plus' : 'minus'}>{fen > 0 ? '+' : '−'}{formatFen(Math.abs(fen))}</b>);
