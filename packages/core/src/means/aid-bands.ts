import type { HouseholdFacts, Need } from '../case/facts.ts';
import { divideRounded, formatFen, percentOf, roundFen } from '../money/fen.ts';
import type { AidAmount, AidLimit } from '../policy/tables.ts';
import type { Rules } from './rules.ts';
import { plain } from './words.ts';

export type Band = AidAmount['bands'][number];

/** What the sums are multiples of: the monthly standard in fen, and how many persons count. */
export interface Scale {
  readonly standardFen: number;
  readonly persons: number;
}

/** The household's own cost in fen, of the kinds named or of all, less what others pay for it; never below zero. */
export function costOf(facts: Pick<HouseholdFacts, 'needs' | 'compensation'>, kinds?: readonly Need['kind'][]): number {
  const spent = (facts.needs ?? []).reduce((sum, n) => sum + (kinds === undefined || kinds.includes(n.kind) ? n.fen : 0), 0);
  return Math.max(0, spent - (facts.compensation?.fen ?? 0));
}

/** Whether a cost lies in a band, each end inside or outside as the table states. */
export function within(cost: NonNullable<Band['cost']>, fen: number): boolean {
  if (cost.minFen !== undefined && (cost.minInclusive ? fen < cost.minFen : fen <= cost.minFen)) return false;
  return cost.maxFen === undefined || (cost.maxInclusive ? fen <= cost.maxFen : fen < cost.maxFen);
}

/** The first band that this household, cause and cost belong to; undefined where none does. */
export function bandOf(table: AidAmount, facts: HouseholdFacts, persons: number, known: boolean): Band | undefined {
  return table.bands.find((b) =>
    (b.causes === undefined || (facts.event !== undefined && b.causes.includes(facts.event.cause)))
    && (b.known === undefined || b.known === known)
    && (b.persons?.min === undefined || persons >= b.persons.min) && (b.persons?.max === undefined || persons <= b.persons.max)
    && (b.cost === undefined || within(b.cost, costOf(facts, b.cost.kinds))));
}

/** So many months (at most 4 decimals) of the standard. */
const months = (standardFen: number, n: number): number => divideRounded(BigInt(standardFen) * BigInt(Math.round(n * 10_000)), 10_000);

/** A limit in fen for this household, and how it was found in words. */
export function limitFen(limit: AidLimit, s: Scale): { readonly fen: number; readonly words: string } {
  const heads = limit.per === 'person' ? s.persons : 1;
  const times = limit.per === 'person' ? `×${s.persons}` : '';
  const fen = limit.fen === undefined ? months(s.standardFen * heads, limit.months ?? 0) : limit.fen * heads;
  const words = limit.fen === undefined ? `${plain(s.standardFen)}×${limit.months ?? 0}${times} = ${plain(fen)}` : heads === 1 ? plain(fen) : `${plain(limit.fen)}${times} = ${plain(fen)}`;
  return { fen, words };
}

const bounds = (cost: NonNullable<Band['cost']>, fen: number): string => {
  const low = cost.minFen === undefined ? '' : `${plain(cost.minFen)} ${cost.minInclusive ? '≤' : '<'} `;
  const high = cost.maxFen === undefined ? '' : ` ${cost.maxInclusive ? '≤' : '<'} ${plain(cost.maxFen)}`;
  return `（自负支出 ${low}${plain(fen)}${high}）`;
};

/** The sum of a band before its caps, the least that an opinion may give, and the arithmetic; rounded as the place rounds. */
export function bandSum(b: Band, facts: HouseholdFacts, s: Scale, rules: Rules): { readonly fen: number; readonly minFen: number; readonly formula: string; readonly bounds: string } {
  const rounding = rules.findTable('amount.rounding')?.value ?? { unit: 1, mode: 'half-up' as const };
  const heads = b.per === 'person' ? s.persons : 1;
  const times = b.per === 'person' ? `×${s.persons}` : '';
  const where = b.cost ? bounds(b.cost, costOf(facts, b.cost.kinds)) : '';
  const said = (exact: number, how: string): { fen: number; formula: string } => {
    const fen = roundFen(exact, rounding);
    return { fen, formula: `${how} = ${formatFen(exact)}${fen === exact ? '' : ` → ${formatFen(fen)}`} 元` };
  };
  switch (b.method) {
    case 'months': {
      const top = said(months(s.standardFen * heads, b.months ?? 0), `${plain(s.standardFen)}×${b.months ?? 0}${times}`);
      return { ...top, minFen: b.minMonths === undefined ? top.fen : roundFen(months(s.standardFen * heads, b.minMonths), rounding), bounds: where };
    }
    case 'percent-of-cost': {
      const cost = costOf(facts, b.cost?.kinds);
      const sum = said(percentOf(cost, b.percent ?? 0), `${plain(cost)}×${b.percent ?? 0}%`);
      return { ...sum, minFen: sum.fen, bounds: where };
    }
    case 'fixed': {
      const fen = (b.fen ?? 0) * heads;
      return { fen, minFen: fen, formula: heads === 1 ? `${formatFen(fen)} 元` : `${plain(b.fen ?? 0)}${times} = ${formatFen(fen)} 元`, bounds: where };
    }
  }
}
