import type { HouseholdCategory, Member } from '../case/facts.ts';
import { divideRounded, formatFen, percentOf, roundFen } from '../money/fen.ts';
import type { RoundingMode } from '../money/fen.ts';
import type { AmountAdditions, AmountTiers, PersonClass } from '../policy/tables.ts';
import { reasonInAny, reasonInClass } from './classes.ts';
import type { WorkingLine } from './model.ts';
import { PERCENT, ratio } from './rules.ts';
import type { Cite, Cited, Rules } from './rules.ts';
import { person, plain } from './words.ts';

/** What the sum is computed from: counted members, income and standard per month in fen, the date whose ages count. */
export interface Assessed {
  readonly members: readonly Member[];
  readonly incomeFen: number;
  readonly standardFen: number;
  readonly on: string;
  readonly categories?: readonly HouseholdCategory[] | undefined;
}

export interface Amount {
  readonly monthlyFen: number;
  readonly tier?: string;
  readonly lines: readonly WorkingLine[];
}

const UNIT_WORDS: Readonly<Record<number, string>> = { 1: '分', 10: '角', 100: '元', 500: '五元', 1000: '十元' };
const MODE_WORDS: Record<RoundingMode, string> = { 'half-up': '四舍五入', up: '不足部分进位', down: '不足部分舍去' };

/** Standard × persons − income: per-head income is never divided out, so nothing is rounded before multiplying. */
function differenceLine(a: Assessed, method: Cite): WorkingLine {
  const n = a.members.length;
  const fen = a.standardFen * n - a.incomeFen;
  return { id: 'difference', group: 'amount', text: '差额', formula: `(${plain(a.standardFen)}×${n} − ${plain(a.incomeFen)}) = ${formatFen(fen)} 元/月`, fen, effect: 'counted', ...method };
}

/** The grounds on which a tier fits, in words, or undefined when one of its conditions fails. */
function grounds(tier: AmountTiers['tiers'][number], a: Assessed): string[] | undefined {
  const found: string[] = [];
  const n = BigInt(a.members.length);
  const within = (income: bigint, limit: bigint): boolean => (tier.inclusive ? income <= limit : income < limit);
  const bound = tier.inclusive ? '不高于' : '低于';
  if (tier.maxIncomePercent !== undefined) {
    if (!within(BigInt(a.incomeFen) * PERCENT, BigInt(a.standardFen) * ratio(tier.maxIncomePercent) * n)) return undefined;
    found.push(`人均收入${bound}标准的 ${tier.maxIncomePercent}%`);
  }
  if (tier.maxIncomeFen !== undefined) {
    if (!within(BigInt(a.incomeFen), BigInt(tier.maxIncomeFen) * n)) return undefined;
    found.push(`人均收入${bound} ${plain(tier.maxIncomeFen)} 元`);
  }
  const matching = (classes: readonly PersonClass[]): string[] =>
    a.members.flatMap((m) => {
      const reason = reasonInAny(m, classes, a.on);
      return reason === undefined ? [] : [`${person(m.person)} ${reason}`];
    });
  if (tier.anyMember !== undefined) {
    const hits = matching(tier.anyMember);
    if (hits.length === 0) return undefined;
    found.push(hits.join('、'));
  }
  if (tier.allMembers !== undefined) {
    const hits = matching(tier.allMembers);
    if (hits.length < a.members.length) return undefined;
    found.push(`全部成员：${hits.join('、')}`);
  }
  return found;
}

function tierLine(a: Assessed, rule: Cited<AmountTiers>): { readonly tier: string; readonly line: WorkingLine } | undefined {
  const n = a.members.length;
  for (const tier of rule.value.tiers) {
    const why = grounds(tier, a);
    if (!why) continue;
    const heads = tier.per === 'person' ? n : 1;
    const times = tier.per === 'person' ? `×${n}` : '';
    const fen = tier.fen === undefined ? percentOf(a.standardFen * heads, tier.percentOfStandard ?? 0) : tier.fen * heads;
    const how = tier.fen === undefined ? `${plain(a.standardFen)}×${tier.percentOfStandard ?? 0}%${times}` : `${plain(tier.fen)}${times}`;
    const text = `保障档次：${tier.label}${why.length > 0 ? `（${why.join('；')}）` : ''}`;
    return { tier: tier.id, line: { id: 'tier', group: 'amount', text, formula: `${how} = ${formatFen(fen)} 元/月`, fen, effect: 'counted', ...rule.cite } };
  }
  return undefined;
}

function additionLines(a: Assessed, baseFen: number, rules: Rules): WorkingLine[] {
  const rule = rules.table('amount.additions');
  if (rule.value.additions.length === 0) return [];
  const each = rules.choice('amount.addition-rule', ['each', 'highest']);
  const n = a.members.length;
  const worth = (x: AmountAdditions['additions'][number]): { fen: number; how: string } => {
    const percent = x.percent ?? 0;
    switch (x.basis) {
      case 'fixed':
        return { fen: x.fen ?? 0, how: `定额 ${plain(x.fen ?? 0)}` };
      case 'percent-of-standard':
        return { fen: percentOf(a.standardFen, percent), how: `${plain(a.standardFen)} × ${percent}% = ${plain(percentOf(a.standardFen, percent))}` };
      case 'percent-of-share': {
        const fen = divideRounded(BigInt(baseFen) * ratio(percent), PERCENT * BigInt(n));
        return { fen, how: `${plain(baseFen)} ÷ ${n} × ${percent}% = ${plain(fen)}` };
      }
    }
  };
  return a.members.flatMap((m) => {
    const hits = rule.value.additions.flatMap((x) => {
      const reason = x.household?.some((h) => a.categories?.includes(h)) === false ? undefined : reasonInClass(m, x.who, a.on);
      return reason === undefined ? [] : [{ x, reason, ...worth(x) }];
    });
    // Among equals the first of the table stays, whatever the order of the members.
    const best = hits.reduce<(typeof hits)[number] | undefined>((top, h) => (top === undefined || h.fen > top.fen ? h : top), undefined);
    return hits.map((h): WorkingLine => {
      const base = { id: `addition-${h.x.id}-${m.person}`, group: 'addition', person: m.person, formula: h.how, fen: h.fen } as const;
      const text = `${person(m.person)}（${h.reason}）${h.x.label}`;
      if (each.value === 'highest' && h !== best) return { ...base, text: `${text}，已按最高一项增发，不重复`, effect: 'excluded', ...each.cite };
      return { ...base, text, effect: 'added', ...rule.cite };
    });
  });
}

/**
 * The monthly sum of an eligible household, in fen: difference or tier, then additions by class of person, then the
 * minimum, then rounding, each by the parameters in force. `undefined` when the place pays by tiers and none fits.
 * Rounding never takes a sum under the minimum. The lines of groups `amount` and `addition` sum exactly to `monthlyFen`.
 * @throws {NotInForce} where one of the parameters is not stated.
 */
export function computeSum(a: Assessed, rules: Rules): Amount | undefined {
  const method = rules.choice('amount.method', ['difference', 'tiers']);
  const byTier = method.value === 'tiers' ? tierLine(a, rules.table('amount.tiers')) : undefined;
  if (method.value === 'tiers' && byTier === undefined) return undefined;
  const base = byTier?.line ?? differenceLine(a, method.cite);
  const lines = [base, ...additionLines(a, base.fen, rules)];
  let fen = lines.reduce((sum, l) => sum + (l.effect === 'excluded' ? 0 : l.fen), 0);

  const minimum = rules.table('amount.minimum');
  const floor = fen > 0 ? minimum.value.fen * (minimum.value.per === 'person' ? a.members.length : 1) : 0;
  if (fen < floor) {
    const how = minimum.value.per === 'person' ? `${plain(minimum.value.fen)}×${a.members.length}` : plain(floor);
    lines.push({ id: 'minimum', group: 'amount', text: '不足最低发放额，补足', formula: `${how} − ${plain(fen)} = ${plain(floor - fen)}`, fen: floor - fen, effect: 'added', ...minimum.cite });
    fen = floor;
  }

  const { value: rounding, cite } = rules.table('amount.rounding');
  let rounded = roundFen(fen, rounding);
  let mode: RoundingMode = rounding.mode;
  if (rounded < floor) {
    mode = 'up';
    rounded = roundFen(fen, { unit: rounding.unit, mode });
  }
  if (rounded !== fen) {
    const text = `取整到${UNIT_WORDS[rounding.unit] ?? ` ${plain(rounding.unit)} 元`}，${MODE_WORDS[mode]}`;
    lines.push({ id: 'rounding', group: 'amount', text, formula: `${plain(fen)} → ${plain(rounded)}`, fen: Math.abs(rounded - fen), effect: rounded > fen ? 'added' : 'deducted', ...cite });
  }
  return { monthlyFen: rounded, ...(byTier ? { tier: byTier.tier } : {}), lines };
}
