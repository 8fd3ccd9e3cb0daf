import type { HouseholdFacts, LastYear } from '../case/facts.ts';
import { divideRounded } from '../money/fen.ts';
import type { Tested } from './assess.ts';
import type { Tried } from './fixed.ts';
import { FactMissing } from './missing.ts';
import type { WorkingLine } from './model.ts';
import { PERCENT, ratio } from './rules.ts';
import type { Cited, Rules } from './rules.ts';
import { plain, RIGID_WORDS } from './words.ts';

const MONTHS = 12;

/** Per-head income of a year strictly below the disposable income per head that the statistics department published for the place and the year before. */
export function testDisposable(t: Tested, limit: Cited<number>): Tried {
  const n = t.members.length;
  const year = t.income.incomeFen * MONTHS;
  const passed = BigInt(year) < BigInt(limit.value) * BigInt(n);
  const line: WorkingLine = {
    id: 'disposable', group: 'perHead', text: '家庭人均年收入应当低于当地上年度居民人均可支配收入', formula: `${plain(t.income.incomeFen)}×${MONTHS} ${passed ? '<' : '≥'} ${plain(limit.value)}×${n} = ${plain(limit.value * n)}`, fen: divideRounded(year, n), effect: passed ? 'pass' : 'fail', ...limit.cite,
  };
  return { lines: [line], ground: passed ? undefined : 'disposable' };
}

const KIND: Record<HouseholdFacts['expenses'][number]['kind'], LastYear['expenses'][number]['kind']> = { medical: 'medical', disability: 'disability', education: 'education', accident: 'other', other: 'other' };

/** The last twelve months as recorded; else the monthly averages times twelve where these are averages over twelve months; else nobody knows. */
function lastYear(facts: HouseholdFacts, rules: Rules): LastYear & { readonly derived: boolean } {
  if (facts.lastYear) return { ...facts.lastYear, derived: false };
  const { value: period } = rules.table('income.period');
  const months = (facts.area === 'urban' ? period.urbanMonths : period.ruralMonths) ?? period.months;
  if (months !== MONTHS || facts.expenses.length === 0) throw new FactMissing('lastYear', '申请前 12 个月的家庭总收入和刚性支出');
  return { income: facts.incomes.reduce((sum, i) => sum + i.monthly, 0) * MONTHS, expenses: facts.expenses.map((e) => ({ kind: KIND[e.kind], total: e.monthly * MONTHS })), derived: true };
}

/** What had to be spent over a year is more than the stated share of everything that came in: strictly, and without dividing. */
export function testExpenditure(facts: HouseholdFacts, t: Tested, rules: Rules): Tried[] {
  const rule = rules.findTable('expenditure.ratio');
  if (!rule) return [];
  const { cite, value } = rule;
  const year = lastYear(facts, rules);
  const lines: WorkingLine[] = year.expenses.map((e, i) => {
    const counts = value.kinds.includes(e.kind);
    return { id: `rigid-year-${i + 1}`, group: 'perHead', text: `最近 12 个月${RIGID_WORDS[e.kind]} ${plain(e.total)} 元${counts ? '' : '，不计入刚性支出'}`, fen: e.total, effect: counts ? 'result' : 'excluded', ...cite };
  });
  const spent = year.expenses.reduce((sum, e) => sum + (value.kinds.includes(e.kind) ? e.total : 0), 0);
  const passed = BigInt(spent) * PERCENT > BigInt(year.income) * ratio(value.percent);
  const bound = divideRounded(BigInt(year.income) * ratio(value.percent), PERCENT);
  lines.push({
    id: 'expenditure', group: 'perHead', text: `刚性支出应当超过家庭总收入的 ${value.percent}%${year.derived ? '（按月均数乘以 12 推算）' : ''}`, formula: `${plain(spent)} ${passed ? '>' : '≤'} ${plain(year.income)}×${value.percent}% = ${plain(bound)}`, fen: spent, effect: passed ? 'pass' : 'fail', person: t.members[0]?.person ?? facts.applicant, ...cite,
  });
  return [{ lines, ground: passed ? undefined : 'expenditure' }];
}
