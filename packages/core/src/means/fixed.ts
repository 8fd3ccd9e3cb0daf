import type { HouseholdFacts } from '../case/facts.ts';
import { formatFen } from '../money/fen.ts';
import type { Programme } from '../policy/model.ts';
import type { Policy } from '../policy/resolve.ts';
import type { Amount } from './amount.ts';
import { comparison, conclude, countMembers, granted, nobody, standardOf, testEconomy } from './assess.ts';
import type { Ground, MeansResult } from './model.ts';
import { Rules } from './rules.ts';
import { plain } from './words.ts';

/** A programme that pays a fixed sum, with a means test only where `means.limit-percent` of the standard is stated for it. */
export function computeFixed(programme: Programme, facts: HouseholdFacts, policy: Policy, on: string): MeansResult {
  const rules = new Rules(policy, { on, programme: programme.id, area: facts.area });
  const { value: fixed, cite } = rules.number('amount.fixed');
  const limit = rules.findNumber('means.limit-percent');
  const per = programme.payment === 'monthly' ? '每月' : '一次性';
  const unit = programme.payment === 'monthly' ? '元/月' : '元';
  const amountFor = (persons: number): Amount => {
    const heads = programme.formula === 'fixed-household' ? 1 : programme.applicant === 'person' ? 1 : persons;
    const formula = programme.formula === 'fixed-household' ? `${formatFen(fixed)} ${unit}` : `${plain(fixed)}×${heads} = ${formatFen(fixed * heads)} ${unit}`;
    return { monthlyFen: fixed * heads, lines: [{ id: 'fixed', group: 'amount', text: `${programme.short}，按${programme.formula === 'fixed-household' ? '户' : '人'}定额`, formula, fen: fixed * heads, effect: 'counted', ...cite }] };
  };
  if (!limit) {
    const persons = facts.members.filter((m) => m.excluded === undefined).length;
    if (persons === 0) return { ...nobody(facts, 0, cite, on, []), untested: true };
    const amount = amountFor(persons);
    return { eligible: true, grounds: [], householdIncomeFen: 0, perHeadFen: 0, standardFen: 0, persons, monthlyFen: amount.monthlyFen, lines: [...amount.lines, granted(amount.monthlyFen, cite, per)], on, untested: true };
  }
  const standard = standardOf(rules);
  const { members, lines: opening } = countMembers(facts, rules);
  if (members.length === 0) return nobody(facts, standard.fen, standard.cite, on, opening);
  const t = testEconomy(facts, members, rules, standard, opening);
  const compared = comparison(t, standard, rules.table('income.period').cite, limit.value, limit.cite);
  const grounds: Ground[] = [...(compared.passed ? [] : (['income'] as const)), ...(t.property.passed ? [] : (['property'] as const))];
  const lines = [...opening, ...t.income.lines, ...t.property.lines, ...compared.lines];
  if (grounds.length > 0) return conclude(t, standard, on, grounds, lines, undefined, per);
  const amount = amountFor(members.length);
  return conclude(t, standard, on, [], [...lines, ...amount.lines], amount, per);
}
