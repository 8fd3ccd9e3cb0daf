import { formatYuan, type Fen } from '../money/fen.ts';
import { openOf, sumsOf, type ClaimLine, type Instalment, type Share } from './model.ts';

/** How sums come off a claim, and what a plan of instalments must be. */

/** A sum laid upon the oldest open lines first. Undefined when it is not positive, broken, or more than is outstanding. */
export function layUpon(lines: readonly ClaimLine[], fen: Fen): Share[] | undefined {
  if (!Number.isSafeInteger(fen) || fen <= 0 || fen > sumsOf(lines).outstandingFen) return undefined;
  const order = lines.map((l, claim) => ({ l, claim })).toSorted((a, b) => (a.l.month === b.l.month ? a.claim - b.claim : a.l.month < b.l.month ? -1 : 1));
  const out: Share[] = [];
  let left = fen;
  for (const { l, claim } of order) {
    const part = Math.min(left, openOf(l));
    if (part > 0) out.push({ claim, fen: part });
    left -= part;
    if (left === 0) break;
  }
  return out;
}

/** The lines after shares were recovered or waived. */
export const book = (lines: readonly ClaimLine[], what: 'recovered' | 'waived', shares: readonly Share[]): ClaimLine[] =>
  lines.map((l, i) => {
    const fen = shares.reduce((a, s) => (s.claim === i ? a + s.fen : a), 0);
    return fen === 0 ? l : what === 'recovered' ? { ...l, recoveredFen: l.recoveredFen + fen } : { ...l, waivedFen: l.waivedFen + fen };
  });

/** Another claim on a line after an objection: not above what it was, nor below what is already recovered or waived of it. */
export const correctable = (l: ClaimLine, fen: Fen): boolean => Number.isSafeInteger(fen) && fen >= l.recoveredFen + l.waivedFen && fen <= l.claimFen;

/** Equal instalments, a month apart, that sum to the debt: the odd fen stand in the first. */
export function evenPlan(fen: Fen, count: number, firstDue: string): Instalment[] {
  const each = Math.floor(fen / count);
  const day = Number(firstDue.slice(8, 10));
  return Array.from({ length: count }, (_, i) => {
    const n = Number(firstDue.slice(0, 4)) * 12 + Number(firstDue.slice(5, 7)) - 1 + i;
    const [year, month] = [Math.floor(n / 12), (n % 12) + 1];
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    return { due: `${year}-${String(month).padStart(2, '0')}-${String(Math.min(day, last)).padStart(2, '0')}`, fen: i === 0 ? fen - each * (count - 1) : each };
  });
}

/** What is wrong with a plan, in words; undefined when it sums to the debt, every part is positive and the days ascend from today on. */
export function planFault(plan: readonly Instalment[], outstandingFen: Fen, today: string, most: number): string | undefined {
  if (plan.length > most) return `最多分 ${most} 期，现为 ${plan.length} 期`;
  if (plan.some((p) => !Number.isSafeInteger(p.fen) || p.fen <= 0)) return '每期金额须大于 0';
  const sum = plan.reduce((a, p) => a + p.fen, 0);
  if (sum !== outstandingFen) return `各期合计 ${formatYuan(sum)}，与尚欠 ${formatYuan(outstandingFen)}不符`;
  if (plan.some((p, i) => p.due < today || p.due <= (plan[i - 1]?.due ?? ''))) return '各期日期须从今天起依次靠后';
  return undefined;
}

export interface PlanPart extends Instalment {
  /** Paid or waived of this part. */
  readonly doneFen: Fen;
  readonly late: boolean;
}

/** A plan as it stands: what came in since it was agreed (`doneFen`) fills the parts in order. */
export function planNow(plan: readonly Instalment[], doneFen: Fen, today: string): PlanPart[] {
  let left = doneFen;
  return plan.map((p) => {
    const done = Math.min(left, p.fen);
    left -= done;
    return { ...p, doneFen: done, late: done < p.fen && p.due < today };
  });
}
