import { INCOME_KINDS, type HouseholdFacts, type Income, type IncomeKind, type Member } from '../case/facts.ts';
import { divideRounded, percentOf } from '../money/fen.ts';
import type { DeductRigid, DeductWork, IncomeAway } from '../policy/tables.ts';
import { maintenanceLines } from './maintenance.ts';
import type { WorkingLine } from './model.ts';
import type { Cited, Rules } from './rules.ts';
import { EXPENSE_WORDS, INCOME_WORDS, person, plain } from './words.ts';

/** Whose economy is summed: all counted members of a household, or one of them alone. */
export interface Subject {
  readonly facts: HouseholdFacts;
  readonly members: readonly Member[];
  /** One person is assessed alone: expenses that belong to nobody in particular stay with the family. */
  readonly alone: boolean;
}

export interface IncomeSum {
  readonly incomeFen: number;
  /** `1,800 − 180 + 320`: the terms of the sum, for the per-head line. */
  readonly terms: string;
  readonly lines: readonly WorkingLine[];
}

const KIND_KEYS = new Map(INCOME_KINDS.map((kind) => [kind, `income.kind.${kind.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`]));
/** `basicPension` → `income.kind.basic-pension`. */
export const incomeKindKey = (kind: IncomeKind): string => KIND_KEYS.get(kind) ?? kind;

/** Necessary cost of work of one person, in fen a month, on the counted incomes that the rule names; never above them. */
function workCost(rule: DeductWork, earnedFen: number, standardFen: number): { readonly fen: number; readonly formula: string } {
  const cost = (): { fen: number; how: string } => {
    switch (rule.method) {
      case 'none':
        return { fen: 0, how: '' };
      case 'percent-of-income':
        return { fen: percentOf(earnedFen, rule.percent ?? 0), how: `${plain(earnedFen)} × ${rule.percent ?? 0}%` };
      case 'percent-of-standard':
        return { fen: percentOf(standardFen, rule.percent ?? 0), how: `${plain(standardFen)} × ${rule.percent ?? 0}%` };
      case 'fixed':
        return { fen: rule.fen ?? 0, how: `每人 ${plain(rule.fen ?? 0)}` };
    }
  };
  const { fen, how } = cost();
  const limit = Math.min(earnedFen, rule.capFen ?? earnedFen, rule.capPercent === undefined ? earnedFen : percentOf(standardFen, rule.capPercent));
  return fen <= limit ? { fen, formula: `${how} = ${plain(fen)}` } : { fen: limit, formula: `${how} = ${plain(fen)}，以 ${plain(limit)} 为限` };
}

function rigidLines(subject: Subject, rule: Cited<DeductRigid>, countedFen: number): WorkingLine[] {
  const ids = new Set(subject.members.map((m) => m.person));
  const own = subject.facts.expenses.filter((e) => (e.person === undefined ? !subject.alone : ids.has(e.person)));
  const kinds = (Object.keys(EXPENSE_WORDS) as (keyof typeof EXPENSE_WORDS)[]).filter((k) => own.some((e) => e.kind === k));
  return kinds.flatMap((kind): WorkingLine[] => {
    const spent = own.filter((e) => e.kind === kind).reduce((sum, e) => sum + e.monthly, 0);
    const items = rule.value.items.filter((i) => i.kind === kind);
    if (items.length === 0) return [{ id: `rigid-${kind}`, group: 'deduction', text: `${EXPENSE_WORDS[kind]}每月 ${plain(spent)} 元，不在扣减项目内`, fen: spent, effect: 'excluded', ...rule.cite }];
    return items.map((item, i) => {
      const over = Math.max(0, spent - item.thresholdFen);
      const fen = percentOf(over, item.percent);
      const limit = Math.min(over, item.capFen ?? over, item.capPercent === undefined ? over : percentOf(countedFen, item.capPercent));
      const base = item.thresholdFen > 0 ? `超过 ${plain(item.thresholdFen)} 的部分 ${plain(over)}` : plain(spent);
      const formula = `${base} × ${item.percent}% = ${plain(fen)}${fen > limit ? `，以 ${plain(limit)} 为限` : ''}`;
      return { id: `rigid-${kind}${i === 0 ? '' : `-${i + 1}`}`, group: 'deduction', text: `${EXPENSE_WORDS[kind]}扣减`, formula, fen: Math.min(fen, limit), effect: 'deducted', ...rule.cite };
    });
  });
}

const AWAY_WORDS: Record<NonNullable<Income['away']>['place'], string> = { inProvince: '省内', outProvince: '省外' };

/**
 * Work away from home at the standard of its place where nobody proves what it pays, or where the standard is higher and the
 * rule takes the higher; never less than the household itself declares. Undefined where the declared sum stands [XX-63].
 */
function atStandard(income: Income, rule: IncomeAway): { readonly fen: number; readonly text: string; readonly formula: string } | undefined {
  const { away } = income;
  const row = away && rule.kinds.includes(income.kind) ? rule.rows.find((r) => r.place === away.place) : undefined;
  if (!away || !row || (rule.proven === 'counts' && (income.proof?.trim() ?? '') !== '')) return undefined;
  const fen = divideRounded(row.fen * away.months, 12);
  if (fen <= income.monthly) return undefined;
  return { fen, text: `${AWAY_WORDS[away.place]}务工 ${away.months} 个月，申报每月 ${plain(income.monthly)} 元${income.proof ? '低于核算标准' : '，没有收入材料'}，按核算标准计`, formula: `${plain(row.fen)} × ${away.months} ÷ 12 = ${plain(fen)}` };
}

/**
 * Monthly income of a household or of one member alone, in fen, after exclusions, necessary cost of work and rigid
 * expenses, with maintenance added (民发〔2021〕57号 art. 13 and the plan's numbers). Deductions cannot make it negative.
 * Incomes and expenses of persons who are not counted stay out, with a line. The lines sum exactly to `incomeFen`.
 * @throws {NotInForce} for a kind of income, a deduction or a maintenance formula that the facts need and no layer states.
 */
export function sumIncome(subject: Subject, rules: Rules, standardFen: number): IncomeSum {
  const { facts, members } = subject;
  const ids = new Set(members.map((m) => m.person));
  const lines: WorkingLine[] = [];
  const countedIncomes: Income[] = [];
  const work = rules.table('deduct.work');
  const away = facts.incomes.some((i) => i.away) ? rules.findTable('income.away') : undefined;

  for (const [i, income] of facts.incomes.entries()) {
    const rule = rules.choice(incomeKindKey(income.kind), ['counted', 'excluded']);
    const standard = away && rule.value === 'counted' && ids.has(income.person) ? atStandard(income, away.value) : undefined;
    const base = { id: `income-${i + 1}`, group: 'income', person: income.person, fen: income.monthly, ...rule.cite } as const;
    const text = `${person(income.person)} 的${INCOME_WORDS[income.kind]}每月 ${plain(income.monthly)} 元`;
    if (!ids.has(income.person)) {
      // Alone, the family's other incomes were told in the household's test already.
      if (!subject.alone) lines.push({ ...base, text: `${text}，其本人不计入共同生活家庭成员`, effect: 'excluded' });
    } else if (rule.value === 'excluded') lines.push({ ...base, text, effect: 'excluded' });
    else if (standard && away) {
      lines.push({ ...base, text: `${person(income.person)} 的${INCOME_WORDS[income.kind]}：${standard.text}`, formula: standard.formula, fen: standard.fen, effect: 'counted', ...away.cite });
      countedIncomes.push({ ...income, monthly: standard.fen });
    } else {
      lines.push({ ...base, text, effect: 'counted' });
      countedIncomes.push(income);
    }
  }
  const countedFen = countedIncomes.reduce((sum, i) => sum + i.monthly, 0);

  if (work.value.method !== 'none') {
    for (const m of members) {
      const earned = countedIncomes.filter((i) => i.person === m.person && work.value.kinds.includes(i.kind)).reduce((sum, i) => sum + i.monthly, 0);
      if (earned === 0) continue;
      const { fen, formula } = workCost(work.value, earned, standardFen);
      lines.push({ id: `work-${m.person}`, group: 'deduction', person: m.person, text: `${person(m.person)} 的必要就业成本`, formula, fen, effect: 'deducted', ...work.cite });
    }
  }
  lines.push(...rigidLines(subject, rules.table('deduct.rigid'), countedFen));

  const received = (id: string): number => countedIncomes.filter((i) => i.person === id && i.kind === 'maintenanceReceived').reduce((sum, i) => sum + i.monthly, 0);
  if (facts.obligors.length > 0) lines.push(...maintenanceLines(subject, rules.table('maintenance.formula'), standardFen, received));

  const total = (group: WorkingLine['group'], effect: WorkingLine['effect'], prefix = ''): number => lines.filter((l) => l.group === group && l.effect === effect && l.id.startsWith(prefix)).reduce((sum, l) => sum + l.fen, 0);
  const workFen = total('deduction', 'deducted', 'work-');
  const rigidFen = total('deduction', 'deducted', 'rigid-');
  const maintenanceFen = total('maintenance', 'added') - total('maintenance', 'deducted');
  const exact = countedFen - workFen - rigidFen + maintenanceFen;
  const sum = [plain(countedFen), workFen > 0 && `− ${plain(workFen)}`, rigidFen > 0 && `− ${plain(rigidFen)}`, maintenanceFen > 0 && `+ ${plain(maintenanceFen)}`].filter((t) => t !== false);
  if (exact >= 0) return { incomeFen: exact, terms: sum.length > 1 ? `(${sum.join(' ')})` : sum.join(''), lines };
  lines.push({ id: 'floor', group: 'deduction', text: '扣减超过收入，家庭收入按 0 计', formula: `${sum.join(' ')} = −${plain(-exact)}`, fen: -exact, effect: 'added', ...work.cite });
  return { incomeFen: 0, terms: '0', lines };
}
