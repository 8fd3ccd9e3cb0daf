import type { HouseholdFacts } from '../case/facts.ts';
import type { Programme } from '../policy/model.ts';
import type { Policy } from '../policy/resolve.ts';
import { computeAid } from './aid.ts';
import { computeSupport, type Findings } from './destitute.ts';
import { assess, countMembers, nobody, standardOf, testEconomy } from './assess.ts';
import { computeFixed } from './fixed.ts';
import type { MeansResult, WorkingLine } from './model.ts';
import { Rules } from './rules.ts';
import { assessSingle, hints } from './single.ts';
import { AREA_WORDS } from './words.ts';

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
export function computeAmount(programme: Programme, facts: HouseholdFacts, policy: Policy, on: string, found: Findings = {}): MeansResult {
  return compute(programme, facts, policy, on, true, found);
}

/** `whole` also computes the programmes that go before this one; they themselves are computed without, so that no two can wait for each other. */
function compute(programme: Programme, facts: HouseholdFacts, policy: Policy, on: string, whole: boolean, found: Findings = {}): MeansResult {
  if (programme.area !== undefined && programme.area !== facts.area) return elsewhere(programme, facts, policy, on);
  switch (programme.formula) {
    case 'means':
      return computeMeans(facts, policy, on, programme.id);
    case 'support':
      return computeSupport(facts, policy, on, programme.id, found);
    case 'aid':
      return computeAid(programme, facts, policy, on, found.aid);
    case 'fixed-household':
    case 'fixed-person':
    case 'recognition': {
      const other = (id: string): MeansResult | undefined => {
        const p = id === programme.id ? undefined : policy.programme(id, on);
        return p && compute(p, facts, policy, on, false);
      };
      return computeFixed(programme, facts, policy, on, whole ? other : undefined);
    }
  }
}

/** A programme of the other area: said at once, whatever the household has. */
function elsewhere(programme: Programme, facts: HouseholdFacts, policy: Policy, on: string): MeansResult {
  const rules = new Rules(policy, { on, programme: programme.id, area: facts.area });
  const standard = standardOf(rules);
  const persons = facts.members.filter((m) => m.excluded === undefined).length;
  const line: WorkingLine = { id: 'total', group: 'conclusion', text: `不符合条件：${programme.short}只适用于${AREA_WORDS[programme.area ?? 'urban']}家庭`, fen: 0, effect: 'fail', ...standard.cite };
  return { eligible: false, grounds: ['area'], householdIncomeFen: 0, perHeadFen: 0, standardFen: standard.fen, persons, monthlyFen: 0, lines: [line], on };
}
