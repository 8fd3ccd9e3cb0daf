import type { HouseholdFacts, Member } from '../case/facts.ts';
import { formatFen, percentOf, roundFen } from '../money/fen.ts';
import type { Programme } from '../policy/model.ts';
import { NotInForce } from '../policy/resolve.ts';
import type { Policy } from '../policy/resolve.ts';
import type { Amount } from './amount.ts';
import { conclude, countMembers, granted, nobody, standardOf, testEconomy } from './assess.ts';
import type { Standard, Tested } from './assess.ts';
import { testConditions, testUnless } from './conditions.ts';
import { testDisposable, testExpenditure } from './expenditure.ts';
import type { Ground, MeansResult, WorkingLine } from './model.ts';
import { testRange } from './range.ts';
import { Rules } from './rules.ts';
import type { Cite } from './rules.ts';
import { plain } from './words.ts';

/** What one test of a programme found: its lines, and the ground when it failed. */
export interface Tried {
  readonly lines: readonly WorkingLine[];
  readonly ground?: Ground | undefined;
}

/** The sum: `amount.fixed` in fen, or `amount.fixed-percent` of the standard, per household or per person. Nothing for a recognition. */
function amountOf(programme: Programme, rules: Rules, members: readonly Member[], standard: Standard | undefined): Amount & { readonly cite: Cite } {
  const persons = programme.formula === 'fixed-household' || programme.applicant === 'person' ? 1 : members.length;
  const times = programme.formula === 'fixed-household' ? '' : `×${persons}`;
  const unit = programme.payment === 'monthly' ? '元/月' : '元';
  const text = `${programme.short}，按${programme.formula === 'fixed-household' ? '户' : '人'}定额`;
  const share = standard && rules.findNumber('amount.fixed-percent');
  if (share && standard) {
    const exact = percentOf(standard.fen * persons, share.value);
    const { value: rounding } = rules.table('amount.rounding');
    const fen = roundFen(exact, rounding);
    const line: WorkingLine = { id: 'fixed', group: 'amount', text, formula: `${plain(standard.fen)}×${share.value}%${times} = ${formatFen(fen)} ${unit}`, fen, effect: 'counted', ...share.cite };
    return { monthlyFen: fen, lines: [line], cite: share.cite };
  }
  const { value: fixed, cite } = rules.number('amount.fixed');
  const formula = programme.formula === 'fixed-household' ? `${formatFen(fixed)} ${unit}` : `${plain(fixed)}${times} = ${formatFen(fixed * persons)} ${unit}`;
  return { monthlyFen: fixed * persons, lines: [{ id: 'fixed', group: 'amount', text, formula, fen: fixed * persons, effect: 'counted', ...cite }], cite };
}

/**
 * A programme that pays a stated sum or establishes a status. It tests what is stated for it: `means.range` (or the older
 * `means.limit-percent`) of the standard, `means.disposable` per head and year, `expenditure.ratio`,
 * `eligibility.conditions`, and with any of them the property. A fixed sum for which nothing is stated is paid untested; a
 * recognition always tests the means, so that no gap in the plan recognises everyone.
 * @param programmes computes another programme of the same day, for conditions that exclude who qualifies there.
 * @throws {NotInForce} where a needed parameter is not stated. @throws {FactMissing} where a needed fact is not recorded.
 */
export function computeFixed(programme: Programme, facts: HouseholdFacts, policy: Policy, on: string, programmes?: (id: string) => MeansResult | undefined): MeansResult {
  const rules = new Rules(policy, { on, programme: programme.id, area: facts.area });
  const recognition = programme.formula === 'recognition' || programme.payment === 'none';
  const per = programme.payment === 'monthly' ? '每月' : '一次性';
  const range = rules.findTable('means.range');
  const limit = rules.findNumber('means.limit-percent');
  const disposable = rules.findNumber('means.disposable');
  const conditions = rules.findTable('eligibility.conditions');
  const tested = range !== undefined || limit !== undefined || disposable !== undefined;
  if (!tested && (recognition || conditions)) throw new NotInForce('means.range', rules.scope);
  if (!tested) {
    const members = facts.members.filter((m) => m.excluded === undefined);
    const { cite } = rules.number('amount.fixed');
    if (members.length === 0) return { ...nobody(facts, 0, cite, on, []), untested: true };
    const amount = amountOf(programme, rules, members, undefined);
    return { eligible: true, grounds: [], householdIncomeFen: 0, perHeadFen: 0, standardFen: 0, persons: members.length, monthlyFen: amount.monthlyFen, lines: [...amount.lines, granted(amount.monthlyFen, cite, per)], on, untested: true };
  }
  const standard = standardOf(rules);
  const { members, lines: opening } = countMembers(facts, rules);
  if (members.length === 0) return nobody(facts, standard.fen, standard.cite, on, opening);
  const t: Tested = testEconomy(facts, members, rules, standard, opening);
  const tries: Tried[] = [
    ...testRange(t, standard, range, limit, rules),
    ...(disposable ? [testDisposable(t, disposable)] : []),
    { lines: t.property.lines, ground: t.property.passed ? undefined : 'property' },
    ...(conditions ? [testConditions(facts, members, conditions, on), ...testUnless(conditions, policy, on, programmes)] : []),
  ];
  // A year's spending is asked for only where it still decides: whoever fails already is not sent for more papers.
  if (facts.lastYear !== undefined || tries.every((x) => x.ground === undefined)) tries.push(...testExpenditure(facts, t, rules));
  const grounds = tries.flatMap((x) => (x.ground ? [x.ground] : []));
  const lines = [...opening, ...t.income.lines, ...tries.flatMap((x) => x.lines)];
  const mark = recognition ? ({ recognition: true } as const) : {};
  if (grounds.length > 0) return { ...conclude(t, standard, on, grounds, lines, undefined, per), ...mark };
  if (recognition) return { ...conclude(t, standard, on, [], lines, undefined, { recognised: programme.short }), ...mark };
  const amount = amountOf(programme, rules, members, standard);
  return conclude(t, standard, on, [], [...lines, ...amount.lines], amount, per);
}
