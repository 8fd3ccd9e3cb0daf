import { formatYuan } from '../money/fen.ts';
import type { Entrustment, OrgUnit } from './model.ts';
import type { Policy } from './resolve.ts';

/** A withdrawal on record: of a whole entrustment, or of one unit in it, from a day on (inclusive). */
export interface Withdrawal {
  readonly entrustment: string;
  readonly unit?: string | undefined;
  readonly from: string;
  readonly reason: string;
}

export type EntrustmentFor = { readonly inForce: Entrustment } | { readonly none: string };

/** The unit and everything above it, nearest first: a village's cases fall under its township's entrustment. */
function lineOf(units: readonly OrgUnit[], unitId: string): OrgUnit[] {
  const line: OrgUnit[] = [];
  for (let at = units.find((u) => u.id === unitId); at && !line.includes(at); ) {
    line.push(at);
    const parent: string | undefined = at.parent;
    at = parent === undefined ? undefined : units.find((u) => u.id === parent);
  }
  return line;
}

/**
 * Whether a unit may confirm a programme on a day in the county's name, and under which entrustment.
 *
 * The reason for "no" is Chinese and names what is missing: no entrustment at all, not yet or no longer in force,
 * withdrawn, the unit itself not in being, or the sum above the limit. `amountFen` is the sum to be confirmed (the
 * whole sum of a single grant); an entrustment with a limit covers sums up to and including it (民法典 1259 「以下」含本数).
 */
export function entrustmentFor(policy: Policy, unitId: string, programme: string, on: string, amountFen?: number, withdrawals: readonly Withdrawal[] = []): EntrustmentFor {
  const { units, entrustments, jurisdiction } = policy.county;
  const line = lineOf(units, unitId);
  const unit = line[0];
  if (!unit) return { none: `没有单位 ${unitId}` };
  const gone = line.find((u) => (u.from ?? '0000') > on || on > (u.to ?? '9999'));
  if (gone) return { none: gone.to !== undefined && on > gone.to ? `${gone.name}已于 ${gone.to} 撤销或划出，${on} 不属于本辖区` : `${gone.name}自 ${gone.from ?? ''} 起设立，${on} 尚未设立` };
  const county = jurisdiction?.bureau ?? policy.county.id;
  const named = entrustments.filter((e) => e.programme.includes(programme) && line.some((u) => e.units.includes(u.id)));
  if (named.length === 0) return { none: `${county}未将该项目委托${unit.name}办理` };
  const dated = named.filter((e) => e.from <= on && on <= (e.to ?? '9999'));
  if (dated.length === 0) {
    const next = named.filter((e) => e.from > on).sort((a, b) => (a.from < b.from ? -1 : 1))[0];
    const last = named.filter((e) => e.to !== undefined && e.to < on).sort((a, b) => ((a.to ?? '') < (b.to ?? '') ? 1 : -1))[0];
    return { none: next && !last ? `委托自 ${next.from} 起生效` : `委托 ${last?.number ?? ''} 已于 ${last?.to ?? ''} 期满${next ? `，新委托自 ${next.from} 起生效` : ''}` };
  }
  const withdrawn = (e: Entrustment): Withdrawal | undefined => withdrawals.find((w) => w.entrustment === e.id && w.from <= on && (w.unit === undefined || line.some((u) => u.id === w.unit)));
  const standing = dated.filter((e) => !withdrawn(e));
  const first = dated[0];
  if (standing.length === 0) {
    const w = first && withdrawn(first);
    return { none: `委托 ${first?.number ?? ''} 已自 ${w?.from ?? ''} 起收回：${w?.reason ?? ''}` };
  }
  const covering = standing.find((e) => amountFen === undefined || e.limitFen === undefined || amountFen <= e.limitFen);
  if (covering) return { inForce: covering };
  const limit = Math.max(...standing.map((e) => e.limitFen ?? 0));
  return { none: `金额超过委托限额 ${formatYuan(limit)}，由${county}确认` };
}
