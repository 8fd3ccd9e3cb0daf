import type { HouseholdFacts, Member } from '../case/facts.ts';
import { ageOn } from '../people/id-number.ts';
import type { SingleHousehold } from '../policy/tables.ts';
import { assess, below, comparison, conclude } from './assess.ts';
import type { Standard, Tested } from './assess.ts';
import { holds } from './classes.ts';
import { sumIncome } from './income.ts';
import type { Ground, MeansResult, WorkingLine } from './model.ts';
import type { Rules } from './rules.ts';
import { disabilityWord, person } from './words.ts';

/** Full years from which a person is adult (民法典 art. 17); the law of the country, no plan may move it. */
const ADULT = 18;
const WORKING: readonly Member['occupation'][] = ['employed', 'flexible', 'farming'];

/**
 * The rule by which a member of a household may be assessed alone, in words, or undefined: 57号 art. 8, 83号 for adults
 * without work. Outside the margin of family income only rules that ask for none of it remain.
 */
export function singleReason(m: Member, rule: SingleHousehold, on: string, withinMargin: boolean): string | undefined {
  for (const r of rule.rules) {
    if (!withinMargin && !r.noMargin) continue;
    if (r.adultOnly && ageOn(m.birth, on) < ADULT) continue;
    if (r.unemployedOnly && WORKING.includes(m.occupation)) continue;
    if (m.disability && holds(m, r.disability)) return `${r.label}（${disabilityWord(m.disability)}）`;
    if (r.severeIllness && m.health === 'severeIllness') return `${r.label}（患重病）`;
  }
  return undefined;
}

/** Who may apply alone although the household is above the standard: told, so that nobody goes without for want of asking. */
export function hints(t: Tested, result: MeansResult, rules: Rules, standard: Standard): WorkingLine[] {
  const single = rules.findTable('single.household');
  if (!single || !t.property.passed || t.members.length < 2 || !result.grounds.includes('income')) return [];
  const within = below(t.income.incomeFen, standard.fen, t.members.length, single.value.marginPercent);
  return t.members.flatMap((m) => {
    const reason = singleReason(m, single.value, rules.scope.on, within);
    return reason === undefined ? [] : [{ id: `single-hint-${m.person}`, group: 'conclusion', person: m.person, text: `${person(m.person)} 属于${reason}，可以单独提出申请`, fen: 0, effect: 'pass', ...single.cite } as const];
  });
}

/**
 * A person of a household above the standard, assessed alone (57号 art. 8): the family's income must stay below the margin
 * unless the rule asks for none, and its property within the limits. A household that itself falls below the standard is
 * assessed whole: 83号 forbids taking in only some of its members.
 */
export function assessSingle(facts: HouseholdFacts, t: Tested, rules: Rules, standard: Standard): MeansResult {
  const single = rules.table('single.household');
  const { on } = rules.scope;
  if (below(t.income.incomeFen, standard.fen, t.members.length, 100)) {
    return assess(t, rules, standard, [{ id: 'single-whole', group: 'perHead', text: '申请单人户，但全家人均收入低于标准，应当整户保障，不得只纳入个别成员', fen: 0, effect: 'pass', ...single.cite }]);
  }
  const compared = comparison(t, standard, rules.table('income.period').cite, single.value.marginPercent, single.cite);
  const applicant = t.members.find((m) => m.person === facts.applicant);
  const reason = applicant && singleReason(applicant, single.value, on, compared.passed);
  const who = person(facts.applicant);
  const kind: WorkingLine = {
    id: 'single', group: 'perHead', person: facts.applicant, text: reason === undefined ? `${who} 不符合单独提出申请的条件` : `${who} 属于${reason}，可以单独提出申请`,
    fen: 0, effect: reason === undefined ? 'fail' : 'pass', ...single.cite,
  };
  // Where the rule asks for no margin the comparison is told but fails nothing.
  const margin = compared.lines.map((l): WorkingLine => (reason !== undefined && l.effect === 'fail' ? { ...l, effect: 'result' } : l));
  const household = [...t.opening, ...t.income.lines, ...t.property.lines, ...margin, kind];
  const grounds: Ground[] = [...(reason === undefined ? (['single'] as const) : []), ...(t.property.passed ? [] : (['property'] as const))];
  if (grounds.length > 0 || applicant === undefined) return conclude(t, standard, on, grounds, household, undefined);
  // The person's own property was tested with the family's; alone only the own income decides.
  const own = sumIncome({ facts, members: [applicant], alone: true }, rules, standard.fen);
  const opening = household.map((l): WorkingLine => ({ ...l, id: `household-${l.id}`, side: 'household' }));
  return assess({ members: [applicant], categories: t.categories, income: own, property: { passed: true, lines: [] }, perHeadFen: own.incomeFen, opening, alone: true }, rules, standard);
}
