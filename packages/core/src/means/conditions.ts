import type { HouseholdFacts, Member } from '../case/facts.ts';
import type { Policy } from '../policy/resolve.ts';
import type { EligibilityConditions } from '../policy/tables.ts';
import { reasonInAny } from './classes.ts';
import type { Tried } from './fixed.ts';
import type { MeansResult } from './model.ts';
import type { Cited } from './rules.ts';
import { CATEGORY_WORDS, person } from './words.ts';

/** Why a household is in one of the hardships, in words, or undefined when a stated part of it does not hold. */
function reasonOf(c: EligibilityConditions['any'][number], facts: HouseholdFacts, members: readonly Member[], on: string): string | undefined {
  const found: string[] = [];
  const matching = (classes: NonNullable<typeof c.anyMember>): string[] => members.flatMap((m) => {
    const reason = reasonInAny(m, classes, on);
    return reason === undefined ? [] : [`${person(m.person)} ${reason}`];
  });
  if (c.anyMember) {
    const hits = matching(c.anyMember);
    if (hits.length === 0) return undefined;
    found.push(hits.join('、'));
  }
  if (c.allMembers) {
    const hits = matching(c.allMembers);
    if (hits.length < members.length) return undefined;
    found.push(`全部成员：${hits.join('、')}`);
  }
  if (c.household) {
    const hits = c.household.filter((h) => facts.categories?.includes(h));
    if (hits.length === 0) return undefined;
    found.push(hits.map((h) => CATEGORY_WORDS[h]).join('、'));
  }
  return found.join('；');
}

/** At least one of the hardships that the plan lists; each that holds is told with its reason. */
export function testConditions(facts: HouseholdFacts, members: readonly Member[], rule: Cited<EligibilityConditions>, on: string): Tried {
  const { any } = rule.value;
  if (any.length === 0) return { lines: [] };
  const held = any.flatMap((c) => {
    const reason = reasonOf(c, facts, members, on);
    return reason === undefined ? [] : [{ id: `condition-${c.id}`, group: 'conclusion', text: `困难情形：${c.label}（${reason}）`, fen: 0, effect: 'pass', ...rule.cite } as const];
  });
  if (held.length > 0) return { lines: held };
  return { lines: [{ id: 'condition', group: 'conclusion', text: `不属于规定的任何一种困难情形：${any.map((c) => c.label).join('、')}`, fen: 0, effect: 'fail', ...rule.cite }], ground: 'condition' };
}

/** Who qualifies for a programme that goes before is not recognised here. What cannot be computed there cannot be ruled out here, and is thrown. */
export function testUnless(rule: Cited<EligibilityConditions>, policy: Policy, on: string, programmes: ((id: string) => MeansResult | undefined) | undefined): Tried[] {
  if (!programmes) return [];
  return rule.value.unless.flatMap((id): Tried[] => {
    const result = programmes(id);
    if (!result?.eligible) return [];
    const name = policy.programme(id, on)?.name ?? id;
    return [{ lines: [{ id: `unless-${id}`, group: 'conclusion', text: `符合${name}的条件，应当按该项目办理`, fen: 0, effect: 'fail', ...rule.cite }], ground: 'other' }];
  });
}
