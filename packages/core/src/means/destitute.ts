import type { HouseholdFacts, Member } from '../case/facts.ts';
import { ageOn } from '../people/id-number.ts';
import { formatFen, formatYuan, percentOf, roundFen } from '../money/fen.ts';
import type { Policy } from '../policy/resolve.ts';
import type { SelfCareGrades } from '../policy/tables.ts';
import { nobody, standardOf, type Standard } from './assess.ts';
import { reasonInAny } from './classes.ts';
import { testObligors } from './destitute-obligors.ts';
import { sumIncome } from './income.ts';
import { GROUNDS } from './model.ts';
import type { Ground, MeansResult, WorkingLine } from './model.ts';
import { testProperty } from './property.ts';
import { Rules } from './rules.ts';
import type { Cite } from './rules.ts';
import type { AidFindings } from './aid.ts';
import { AREA_WORDS, person, plain } from './words.ts';

/** What was found besides the facts of the household: how many of the six items of self-care the person cannot do (absent = not assessed); what is known of its other assistance. */
export interface Findings {
  readonly unable?: number | undefined;
  readonly aid?: AidFindings | undefined;
}

/** The grade of self-care for a number of items that cannot be done. The table ends at all six, so there always is one. */
export function gradeOf(table: SelfCareGrades, unable: number): SelfCareGrades['grades'][number] {
  const grade = table.grades.find((g) => unable <= g.maxUnable) ?? table.grades.at(-1);
  if (!grade) throw new TypeError('自理能力等级表是空的');
  return grade;
}

const FACT_WORDS = { relocated: '易地搬迁至城镇', land: '拥有承包土地或者参加农村集体经济收益分配' } as const;

/** By whose standard the person is supported: a fact named by the table goes before the household's own area (43号 art. 19). */
function areaOf(facts: HouseholdFacts, policy: Policy, on: string, programme: string): { readonly area: 'urban' | 'rural'; readonly line: (fallback: Cite) => WorkingLine } {
  const table = new Rules(policy, { on, programme, area: facts.area }).findTable('support.area');
  const rule = table?.value.rules.find((r) => facts.support?.[r.fact] === true);
  const area = rule?.area ?? facts.area;
  return { area, line: (fallback) => ({ id: 'area', group: 'standard', text: `${rule ? `${FACT_WORDS[rule.fact]}，` : ''}执行${AREA_WORDS[area]}供养标准`, fen: 0, effect: 'result', ...(rule && table ? table.cite : fallback) }) };
}

/** Basic living standard per month, with its line. */
function basicOf(rules: Rules, standard: Standard): { readonly fen: number; readonly line: WorkingLine } {
  const { value, cite } = rules.table('support.basic');
  const fen = value.method === 'fixed' ? (value.fen ?? 0) : percentOf(standard.fen, value.percent ?? 0);
  const formula = value.method === 'fixed' ? `${formatFen(fen)} 元/月` : `${plain(standard.fen)}×${value.percent ?? 0}% = ${formatFen(fen)} 元/月`;
  return { fen, line: { id: 'basic', group: 'amount', text: '基本生活标准', formula, fen, effect: 'counted', ...cite } };
}

/** The care allowance by the grade found; before the assessment a line says that it is missing and nothing is added. */
function allowanceOf(rules: Rules, found: Findings): { readonly grade?: string; readonly line: WorkingLine } {
  const grades = rules.table('selfcare.grades');
  if (found.unable === undefined) return { line: { id: 'allowance', group: 'addition', text: '生活自理能力尚未评估，照料护理费暂不计入', fen: 0, effect: 'excluded', ...grades.cite } };
  const grade = gradeOf(grades.value, found.unable);
  const { value, cite } = rules.table('support.allowance');
  const row = value.grades.find((g) => g.grade === grade.id);
  if (!row) throw new TypeError(`照料护理标准没有等级 ${grade.id}`);
  const fen = value.basis === 'fixed' ? (row.fen ?? 0) : percentOf(value.wageFen ?? 0, row.percent ?? 0);
  const how = value.basis === 'fixed' ? `${formatFen(fen)} 元/月` : `最低工资 ${plain(value.wageFen ?? 0)}×${row.percent ?? 0}% = ${formatFen(fen)} 元/月`;
  return { grade: grade.id, line: { id: 'allowance', group: 'addition', text: `照料护理费：六项中 ${found.unable} 项不能自主完成，${grade.label}`, formula: how, fen, effect: 'added', ...cite } };
}

/** Of two protections a child is under one: by the child's choice, or the orphans' first, as the law of the day says. */
function orphanLine(facts: HouseholdFacts, self: Member, rules: Rules): WorkingLine | undefined {
  const chosen = facts.support?.orphan;
  if (chosen === undefined || ageOn(self.birth, rules.scope.on) >= 18) return undefined;
  const rule = rules.choice('support.orphan', ['choice', 'orphan-first']);
  const away = rule.value === 'orphan-first' || chosen === 'orphan';
  const text = rule.value === 'orphan-first' ? '同时符合孤儿认定条件，应当纳入孤儿基本生活保障' : `同时符合孤儿、事实无人抚养儿童认定条件，选择${chosen === 'orphan' ? '纳入其基本生活保障，不再认定为特困人员' : '认定为特困人员'}`;
  return { id: 'orphan', group: 'condition', person: self.person, text, fen: 0, effect: away ? 'fail' : 'pass', ...rule.cite };
}

/**
 * Support of the destitute for one person by the law of `on`: no ability to work, no source of income, no obligor able to
 * perform, each with its lines; then basic living standard plus care allowance. All conditions are judged even when one
 * fails, so that a refusal names every ground. Money is fen per month. Judges the applicant alone.
 * @throws {NotInForce} where a parameter that the facts need is stated by no layer.
 */
export function computeSupport(facts: HouseholdFacts, policy: Policy, on: string, programme: string, found: Findings = {}): MeansResult {
  const { area, line: areaLine } = areaOf(facts, policy, on, programme);
  const rules = new Rules(policy, { on, programme, area });
  const standard = standardOf(rules);
  const self = facts.members.find((m) => m.person === facts.applicant && m.excluded === undefined);
  if (!self) return nobody(facts, standard.fen, standard.cite, on, []);
  const basic = basicOf(rules, standard);

  const unable = rules.table('support.unable-to-work');
  const reason = reasonInAny(self, unable.value.classes, on);
  const labour: WorkingLine = { id: 'labour', group: 'condition', person: self.person, text: `${person(self.person)}${reason === undefined ? '不属于无劳动能力的情形' : `无劳动能力：${reason}`}`, fen: 0, effect: reason === undefined ? 'fail' : 'pass', ...unable.cite };

  const income = sumIncome({ facts: { ...facts, obligors: [] }, members: [self], alone: true }, rules, standard.fen);
  const choice = rules.choice('support.income-limit', ['standard', 'support-standard']);
  const limit = choice.value === 'standard' ? standard.fen : basic.fen;
  const poor = income.incomeFen < limit;
  const livelihood: WorkingLine = {
    id: 'income-test', group: 'condition', person: self.person, text: `本人月收入${poor ? '低于' : '不低于'}${choice.value === 'standard' ? '最低生活保障标准' : '特困人员供养标准'}`, formula: `${plain(income.incomeFen)} ${poor ? '<' : '≥'} ${plain(limit)}`, fen: income.incomeFen, effect: poor ? 'pass' : 'fail', ...choice.cite,
  };
  const property = testProperty(facts, [self], rules, standard.fen, 1);
  const obligors = testObligors(facts, rules.table('support.obligor-unable'), rules);
  const orphan = orphanLine(facts, self, rules);

  const grounds: Ground[] = [
    ...(reason === undefined ? (['labour'] as const) : []), ...(poor ? [] : (['livelihood'] as const)), ...(property.passed ? [] : (['property'] as const)),
    ...(obligors.passed ? [] : (['obligor'] as const)), ...(orphan?.effect === 'fail' ? (['orphan'] as const) : []),
  ];
  const before = [labour, ...income.lines, livelihood, ...property.lines, ...obligors.lines, ...(orphan ? [orphan] : []), areaLine(standard.cite), standard.line];
  const base = { grounds, householdIncomeFen: income.incomeFen, perHeadFen: income.incomeFen, standardFen: basic.fen, persons: 1, on };
  const { cite } = basic.line.parameter && basic.line.source ? { cite: { parameter: basic.line.parameter, source: basic.line.source } } : standard;
  if (grounds.length > 0) {
    const total: WorkingLine = { id: 'total', group: 'conclusion', text: `不符合条件：${grounds.map((g) => GROUNDS[g]).join('；')}`, fen: 0, effect: 'fail', ...cite };
    return { ...base, eligible: false, monthlyFen: 0, lines: [...before, total] };
  }
  const allowance = allowanceOf(rules, found);
  const rounding = rules.table('amount.rounding');
  const exact = basic.fen + allowance.line.fen;
  const monthlyFen = roundFen(exact, rounding.value);
  const rounded: WorkingLine[] = monthlyFen === exact ? [] : [{ id: 'rounding', group: 'amount', text: '取整', formula: `${plain(exact)} → ${plain(monthlyFen)}`, fen: Math.abs(monthlyFen - exact), effect: monthlyFen > exact ? 'added' : 'deducted', ...rounding.cite }];
  const total: WorkingLine = { id: 'total', group: 'conclusion', text: `符合条件，每月供养金 ${formatYuan(monthlyFen)}`, fen: monthlyFen, effect: 'result', ...cite };
  return { ...base, eligible: true, monthlyFen, ...(allowance.grade === undefined ? {} : { tier: allowance.grade }), lines: [...before, basic.line, allowance.line, ...rounded, total] };
}
