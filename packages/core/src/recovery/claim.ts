import { formatDateShortZh } from '../calendar/date.ts';
import { formatFen, type Fen } from '../money/fen.ts';
import { monthShare } from '../payment/proration.ts';
import type { ClaimLine, ItemKind, PaidLine, Proration } from './model.ts';

/** What was overpaid: from payments as they were really made, line by line. */
export interface ClaimRule {
  /** Day from which nothing, or less, was due. */
  readonly since: string;
  /** What was due a month from then on; 0 = nothing. */
  readonly entitledFen: Fen;
  readonly proration: Proration;
}

export interface ClaimItem {
  readonly kind: ItemKind;
  readonly on: string;
  readonly text: string;
  readonly fen: Fen;
}

const daysIn = (month: string): number => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();

interface Due {
  readonly fen: Fen;
  readonly text: string;
}

/** What was rightly due for a month of which `monthFen` was owed by the roll, with the sentence that says why. */
export function dueOfMonth(month: string, monthFen: Fen, r: ClaimRule): Due | undefined {
  const first = r.since.slice(0, 7);
  if (month < first) return undefined;
  const after = r.entitledFen === 0 ? '不应发放' : `应发 ${formatFen(Math.min(r.entitledFen, monthFen))} 元`;
  if (month > first) return { fen: Math.min(r.entitledFen, monthFen), text: after };
  switch (r.proration) {
    case 'full':
      return undefined;
    case 'none':
      return { fen: Math.min(r.entitledFen, monthFen), text: after };
    case 'daily': {
      const days = daysIn(month);
      const before = Number(r.since.slice(8, 10)) - 1;
      // By the same rounding as the payment itself: what was rightly paid by days is not claimed back by a fen.
      const fen = monthShare(monthFen, Math.min(r.entitledFen, monthFen), r.since, 'day');
      return { fen, text: `${formatDateShortZh(r.since)}起${after}，当月 ${days} 天中前 ${before} 天应发，折算 ${formatFen(fen)} 元` };
    }
  }
}

/**
 * The lines of a claim: of every payment that reached the household for a month after the ground arose, what exceeds that
 * month's due. `claimed` is what other recoveries claim of a line already (by line id): nothing is claimed twice, and never
 * more than was paid. Supplements of a month stand behind the month itself. What was handed over besides bank payments is
 * claimed whole, at its stated worth.
 */
export function claimOf(paid: readonly PaidLine[], r: ClaimRule, items: readonly ClaimItem[] = [], claimed: ReadonlyMap<string, Fen> = new Map()): ClaimLine[] {
  const out: ClaimLine[] = [];
  const months = Map.groupBy(paid.toSorted((a, b) => (a.month === b.month ? a.part - b.part : a.month < b.month ? -1 : 1)), (l) => l.month);
  for (const [month, lines] of months) {
    const due = dueOfMonth(month, lines.reduce((a, l) => a + l.dueFen, 0), r);
    if (!due) continue;
    let left = due.fen;
    for (const l of lines) {
      const kept = Math.min(left, l.paidFen);
      left -= kept;
      const open = l.paidFen - Math.min(l.paidFen, claimed.get(l.line) ?? 0);
      const claimFen = Math.min(l.paidFen - kept, open);
      if (claimFen > 0) out.push({ line: l.line, kind: 'money', month, text: l.part === 0 ? due.text : `补发第 ${l.part} 笔：${due.text}`, paidFen: l.paidFen, entitledFen: kept, claimFen, recoveredFen: 0, waivedFen: 0 });
    }
  }
  for (const i of items) if (i.fen > 0) out.push({ kind: i.kind, month: i.on.slice(0, 7), text: i.text, paidFen: i.fen, entitledFen: 0, claimFen: i.fen, recoveredFen: 0, waivedFen: 0 });
  return out;
}
