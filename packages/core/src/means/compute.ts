import type { HouseholdFacts } from '../case/facts.ts';
import type { Programme } from '../policy/model.ts';
import type { Policy } from '../policy/resolve.ts';
import { assess, countMembers, nobody, standardOf, testEconomy } from './assess.ts';
import { computeFixed } from './fixed.ts';
import type { MeansResult } from './model.ts';
import { Rules } from './rules.ts';
import { assessSingle, hints } from './single.ts';

/**
 * The means test of one household: income, property, standard and monthly sum by the law of one date, with its working.
 * Pure; every number comes from parameters, money is fen per month, ages are full years on `on` (`YYYY-MM-DD`).
 * Per-head income is never rounded before it is multiplied: the sum is standard × persons − income, rounded once at the end.
 * @param programme whose own parameters win over the general ones.
 * @throws {NotInForce} where a needed parameter is stated by no layer on that date: nothing is taken as zero.
 */
export function computeMeans(facts: HouseholdFacts, policy: Policy, on: string, programme: string): MeansResult {
  const rules = new Rules(policy, { on, programme, area: facts.area });
  const standard = standardOf(rules);
  const { members, lines } = countMembers(facts, rules);
  if (members.length === 0) return nobody(facts, standard.fen, standard.cite, on, lines);
  const t = testEconomy(facts, members, rules, standard, lines);
  if (facts.single) return assessSingle(facts, t, rules, standard);
  const result = assess(t, rules, standard);
  const more = hints(t, result, rules, standard);
  return more.length === 0 ? result : { ...result, lines: [...result.lines, ...more] };
}

/**
 * What a programme pays a household by the law of `on`: the means formula, or the fixed sum per household or person
 * (`amount.fixed`, fen), below `means.limit-percent` of the standard where one is stated.
 * A new programme needs parameters only. @throws {NotInForce} like {@link computeMeans}.
 */
export function computeAmount(programme: Programme, facts: HouseholdFacts, policy: Policy, on: string): MeansResult {
  switch (programme.formula) {
    case 'means':
      return computeMeans(facts, policy, on, programme.id);
    case 'fixed-household':
    case 'fixed-person':
      return computeFixed(programme, facts, policy, on);
  }
}
