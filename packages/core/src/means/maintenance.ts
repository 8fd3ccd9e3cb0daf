import type { Obligor } from '../case/facts.ts';
import { divideRounded } from '../money/fen.ts';
import type { MaintenanceFormula } from '../policy/tables.ts';
import type { Subject } from './income.ts';
import type { WorkingLine } from './model.ts';
import { PERCENT, ratio } from './rules.ts';
import type { Cited } from './rules.ts';
import { OBLIGOR_WORDS, person, plain } from './words.ts';

interface Due {
  readonly fen: number;
  readonly text: string;
  readonly formula?: string;
}

/** The sum by formula, before any agreement is looked at. Exact rational arithmetic; rounded half up to fen once, at the end. */
function byFormula(o: Obligor, rule: MaintenanceFormula, standardFen: number): Due {
  const size = BigInt(o.householdSize);
  const income = BigInt(o.monthlyIncome);
  const standard = BigInt(standardFen);
  if (rule.method === 'none') return { fen: 0, text: '没有书面约定，不推算' };
  if (income * PERCENT <= standard * ratio(rule.thresholdPercent) * size) {
    const threshold = rule.thresholdPercent === 100 ? plain(standardFen) : `${plain(standardFen)}×${rule.thresholdPercent}%`;
    return { fen: 0, text: '其家庭人均收入不高于起算线，视为无力给付', formula: `${plain(o.monthlyIncome)} ÷ ${o.householdSize} ≤ ${threshold}` };
  }
  const rate = rule.rates.find((r) => r.maxSharers === undefined || o.sharers <= r.maxSharers)?.percent ?? 0;
  const base = rule.method === 'income-household' ? 0n : standard * ratio(rule.basePercent) * size;
  const perHead = rule.method === 'excess-per-head' ? size : 1n;
  const divisor = BigInt(rule.divideBySupported ? o.supportedCount : 1) * BigInt(rule.divideBySharers ? o.sharers : 1);
  if (rule.method === 'percent-of-standard') {
    const fen = divideRounded(standard * ratio(rate), PERCENT * divisor);
    const parts = [rule.divideBySupported && o.supportedCount > 1 && ` ÷ ${o.supportedCount}`, rule.divideBySharers && o.sharers > 1 && ` ÷ ${o.sharers}`].filter((t) => t !== false);
    return { fen, text: '', formula: `${plain(standardFen)} × ${rate}%${parts.join('')} = ${plain(fen)}` };
  }
  const excess = income * PERCENT - base;
  const fen = excess <= 0n ? 0 : divideRounded(excess * ratio(rate), PERCENT * PERCENT * perHead * divisor);

  const line = rule.basePercent === 100 ? plain(standardFen) : `${plain(standardFen)}×${rule.basePercent}%`;
  const what = {
    'excess-per-head': `(${plain(o.monthlyIncome)} ÷ ${o.householdSize} − ${line})`,
    'excess-household': `(${plain(o.monthlyIncome)} − ${line}×${o.householdSize})`,
    'income-household': plain(o.monthlyIncome),
  }[rule.method];
  const parts = [rule.divideBySupported && o.supportedCount > 1 && ` ÷ ${o.supportedCount}`, rule.divideBySharers && o.sharers > 1 && ` ÷ ${o.sharers}`].filter((t) => t !== false);
  return { fen, text: '', formula: `${what} × ${rate}%${parts.join('')} = ${plain(fen)}` };
}

/** What one obligor is taken to pay to one supported member, in fen a month, in the order of `maintenance.formula`. */
function dueFrom(o: Obligor, rule: MaintenanceFormula, standardFen: number): Due {
  if (o.unable !== undefined && o.unable.trim() !== '') return { fen: 0, text: `按规定视为无能力给付：${o.unable}` };
  const formula = byFormula(o, rule, standardFen);
  if (o.agreed === undefined || rule.agreed === 'ignore') return formula;
  if (rule.agreed === 'higher' && formula.fen > o.agreed) return { ...formula, text: `高于书面约定的 ${plain(o.agreed)} 元` };
  return { fen: o.agreed, text: `按书面约定或者裁判确定的每月 ${plain(o.agreed)} 元` };
}

/**
 * One line per obligor, also for those who give nothing, and where a supported member declared maintenance actually
 * received a line that takes the smaller of both out again: the same money is not counted twice, the larger stays.
 */
export function maintenanceLines(subject: Subject, rule: Cited<MaintenanceFormula>, standardFen: number, received: (person: string) => number): WorkingLine[] {
  const ids = new Set(subject.members.map((m) => m.person));
  const lines: WorkingLine[] = [];
  const dueTo = new Map<string, number>();
  for (const [i, o] of subject.facts.obligors.entries()) {
    const words = OBLIGOR_WORDS[o.relation];
    const base = { id: `maintenance-${i + 1}`, group: 'maintenance', person: o.person, ...rule.cite } as const;
    const text = `${person(o.person)}（${words.relation}）给 ${person(o.supports)} 的${words.due}`;
    if (!ids.has(o.supports)) {
      if (!subject.alone) lines.push({ ...base, text: `${text}，被供养人不计入共同生活家庭成员`, fen: 0, effect: 'excluded' });
      continue;
    }
    const due = dueFrom(o, rule.value, standardFen);
    lines.push({ ...base, text: due.text === '' ? text : `${text}，${due.text}`, ...(due.formula === undefined ? {} : { formula: due.formula }), fen: due.fen, effect: due.fen > 0 ? 'added' : 'excluded' });
    dueTo.set(o.supports, (dueTo.get(o.supports) ?? 0) + due.fen);
  }
  for (const m of subject.members) {
    const twice = Math.min(received(m.person), dueTo.get(m.person) ?? 0);
    if (twice > 0) lines.push({ id: `maintenance-once-${m.person}`, group: 'maintenance', person: m.person, text: `${person(m.person)} 申报的实际收到与以上核算重复的部分每月 ${plain(twice)} 元，只计一次`, fen: twice, effect: 'deducted', ...rule.cite });
  }
  return lines;
}
