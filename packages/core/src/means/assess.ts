import type { HouseholdCategory, HouseholdFacts, Member } from '../case/facts.ts';
import { divideRounded, formatYuan } from '../money/fen.ts';
import { computeSum } from './amount.ts';
import type { Amount } from './amount.ts';
import { sumIncome } from './income.ts';
import type { IncomeSum } from './income.ts';
import { GROUNDS } from './model.ts';
import type { Ground, MeansResult, WorkingLine } from './model.ts';
import { testProperty } from './property.ts';
import type { PropertyTest } from './property.ts';
import { PERCENT, ratio } from './rules.ts';
import type { Cite, Rules } from './rules.ts';
import { AREA_WORDS, EXCLUDED_WORDS, person, plain } from './words.ts';

export interface Standard {
  readonly fen: number;
  readonly cite: Cite;
  readonly line: WorkingLine;
}

/** One economy put to the test: its members, its income, its property. */
export interface Tested {
  readonly members: readonly Member[];
  readonly categories?: readonly HouseholdCategory[] | undefined;
  readonly income: IncomeSum;
  readonly property: PropertyTest;
  readonly perHeadFen: number;
  readonly opening: readonly WorkingLine[];
  /** One person is assessed alone. */
  readonly alone?: true;
}

export function standardOf(rules: Rules): Standard {
  const { value: fen, cite, resolved } = rules.number('standard.monthly');
  const c = resolved.conflict;
  const conflict = c ? `（方案 ${plain(Number(c.plan.value))} 与上级规定 ${plain(Number(c.floor.value))} 不一致，现按${c.chosen === 'plan' ? '方案' : '上级规定'}${c.decided ? '' : '，待区县选择'}）` : '';
  return { fen, cite, line: { id: 'standard', group: 'standard', text: `${resolved.label}${conflict}`, formula: plain(fen), fen, effect: 'result', ...cite } };
}

/** Members who count as living together; who does not count leaves a line with the reason on record. */
export function countMembers(facts: HouseholdFacts, rules: Rules): { readonly members: readonly Member[]; readonly lines: readonly WorkingLine[] } {
  const { value: period, cite } = rules.table('income.period');
  const months = (facts.area === 'urban' ? period.urbanMonths : period.ruralMonths) ?? period.months;
  const lines: WorkingLine[] = [{ id: 'period', group: 'income', text: `${AREA_WORDS[facts.area]}家庭，核算申请前 ${months} 个月的月平均收入`, fen: 0, effect: 'result', ...cite }];
  for (const m of facts.members) {
    if (m.excluded !== undefined) lines.push({ id: `member-${m.person}`, group: 'perHead', person: m.person, text: `${person(m.person)} ${EXCLUDED_WORDS[m.excluded]}，不计入共同生活家庭成员`, fen: 0, effect: 'excluded', ...cite });
  }
  return { members: facts.members.filter((m) => m.excluded === undefined), lines };
}

export function testEconomy(facts: HouseholdFacts, members: readonly Member[], rules: Rules, standard: Standard, opening: readonly WorkingLine[]): Tested {
  const income = sumIncome({ facts, members, alone: false }, rules, standard.fen);
  const property = testProperty(facts, members, rules, standard.fen, members.length);
  return { members, categories: facts.categories, income, property, opening, perHeadFen: divideRounded(income.incomeFen, members.length) };
}

/** Whether income over a number of heads stays below `percent` of the standard: strictly, and without dividing. */
export const below = (incomeFen: number, standardFen: number, persons: number, percent: number): boolean => BigInt(incomeFen) * PERCENT < BigInt(standardFen) * ratio(percent) * BigInt(persons);

/** The per-head lines: the quotient as shown, the standard, and the comparison without division that decides. */
export function comparison(t: Tested, standard: Standard, period: Cite, percent: number, cite: Cite): { readonly passed: boolean; readonly lines: readonly WorkingLine[] } {
  const n = t.members.length;
  const passed = below(t.income.incomeFen, standard.fen, n, percent);
  const what = t.alone ? '本人月收入' : '家庭月人均收入';
  const share = percent === 100 ? '' : `×${percent}%`;
  const right = `${plain(standard.fen)}${share}×${n} = ${plain(divideRounded(BigInt(standard.fen) * ratio(percent) * BigInt(n), PERCENT))}`;
  return {
    passed,
    lines: [
      { id: 'per-head', group: 'perHead', text: what, formula: `${t.income.terms} ÷ ${n} = ${plain(t.perHeadFen)}`, fen: t.perHeadFen, effect: 'result', ...period },
      standard.line,
      { id: 'income-test', group: 'perHead', text: `${what}${passed ? '低于' : '不低于'}标准${percent === 100 ? '' : `的 ${percent}%`}`, formula: `${plain(t.income.incomeFen)} ${passed ? '<' : '≥'} ${right}`, fen: 0, effect: passed ? 'pass' : 'fail', ...cite },
    ],
  };
}

const ineligible = (grounds: readonly Ground[], cite: Cite): WorkingLine => ({ id: 'total', group: 'conclusion', text: `不符合条件：${grounds.map((g) => GROUNDS[g]).join('；')}`, fen: 0, effect: 'fail', ...cite });
const recognised = (as: string, cite: Cite): WorkingLine => ({ id: 'total', group: 'conclusion', text: `符合条件，予以认定为${as}，本项目不发放保障金`, fen: 0, effect: 'result', ...cite });
export const granted = (fen: number, cite: Cite, per: string): WorkingLine => ({ id: 'total', group: 'conclusion', text: `符合条件，${per}保障金 ${formatYuan(fen)}`, fen, effect: 'result', ...cite });

export function conclude(t: Tested, standard: Standard, on: string, grounds: readonly Ground[], lines: readonly WorkingLine[], amount: Amount | undefined, per: string | { readonly recognised: string } = '每月'): MeansResult {
  const monthlyFen = grounds.length === 0 ? (amount?.monthlyFen ?? 0) : 0;
  return {
    eligible: grounds.length === 0,
    grounds,
    householdIncomeFen: t.income.incomeFen,
    perHeadFen: t.perHeadFen,
    standardFen: standard.fen,
    persons: t.members.length,
    monthlyFen,
    ...(amount?.tier === undefined ? {} : { tier: amount.tier }),
    lines: [...lines, grounds.length > 0 ? ineligible(grounds, standard.cite) : typeof per === 'string' ? granted(monthlyFen, standard.cite, per) : recognised(per.recognised, standard.cite)],
    on,
  };
}

/** Assesses one economy against the standard and, when it passes, finds its sum. */
export function assess(t: Tested, rules: Rules, standard: Standard, extra: readonly WorkingLine[] = []): MeansResult {
  const { on } = rules.scope;
  const compared = comparison(t, standard, rules.table('income.period').cite, 100, standard.cite);
  const grounds: Ground[] = [...(compared.passed ? [] : (['income'] as const)), ...(t.property.passed ? [] : (['property'] as const))];
  const lines = [...t.opening, ...extra, ...t.income.lines, ...t.property.lines, ...compared.lines];
  if (grounds.length > 0) return conclude(t, standard, on, grounds, lines, undefined);
  const amount = computeSum({ members: t.members, incomeFen: t.income.incomeFen, standardFen: standard.fen, on, categories: t.categories }, rules);
  if (amount) return conclude(t, standard, on, [], [...lines, ...amount.lines], amount);
  const tiers = rules.table('amount.tiers').cite;
  return conclude(t, standard, on, ['tier'], [...lines, { id: 'tier', group: 'amount', text: GROUNDS.tier, fen: 0, effect: 'fail', ...tiers }], undefined);
}

/** Where every member is excluded nothing can be computed, and nobody is divided by. */
export function nobody(facts: HouseholdFacts, standardFen: number, cite: Cite, on: string, opening: readonly WorkingLine[]): MeansResult {
  const lines = [...opening, { id: 'members', group: 'perHead', person: facts.applicant, text: GROUNDS.members, fen: 0, effect: 'fail', ...cite } as const, ineligible(['members'], cite)];
  return { eligible: false, grounds: ['members'], householdIncomeFen: 0, perHeadFen: 0, standardFen, persons: 0, monthlyFen: 0, lines, on };
}
