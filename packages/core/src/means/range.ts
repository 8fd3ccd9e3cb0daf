import { divideRounded } from '../money/fen.ts';
import type { MeansRange } from '../policy/tables.ts';
import { comparison } from './assess.ts';
import type { Standard, Tested } from './assess.ts';
import type { Tried } from './fixed.ts';
import type { WorkingLine } from './model.ts';
import { PERCENT, ratio } from './rules.ts';
import type { Cite, Cited, Rules } from './rules.ts';
import { plain } from './words.ts';

/** Income over heads against `percent` of the standard, without dividing: −1, 0 or 1. */
function compare(t: Tested, standardFen: number, percent: number): number {
  const income = BigInt(t.income.incomeFen) * PERCENT;
  const bound = BigInt(standardFen) * ratio(percent) * BigInt(t.members.length);
  return income < bound ? -1 : income > bound ? 1 : 0;
}

/** One end of the range as a line: what was found (`=` told as such), and whether it lets pass. */
function end(side: 'min' | 'max', t: Tested, standard: Standard, percent: number, inclusive: boolean, cite: Cite): WorkingLine {
  const n = t.members.length;
  const found = compare(t, standard.fen, percent);
  const passed = side === 'min' ? found > 0 || (inclusive && found === 0) : found < 0 || (inclusive && found === 0);
  const bound = divideRounded(BigInt(standard.fen) * ratio(percent) * BigInt(n), PERCENT);
  const share = percent === 100 ? '标准' : `标准的 ${percent}%`;
  const asked = side === 'min' ? (inclusive ? '不低于' : '高于') : inclusive ? '不高于' : '低于';
  return {
    id: `range-${side}`, group: 'perHead', text: `家庭月人均收入应当${asked}${share}`, formula: `${plain(t.income.incomeFen)} ${found < 0 ? '<' : found > 0 ? '>' : '='} ${plain(standard.fen)}${percent === 100 ? '' : `×${percent}%`}×${n} = ${plain(bound)}`,
    fen: 0, effect: passed ? 'pass' : 'fail', ...cite,
  };
}

/** Per-head income within the range that the programme states. The household under it belongs to the programme below, the one over it to none. */
export function testRange(t: Tested, standard: Standard, range: Cited<MeansRange> | undefined, limit: Cited<number> | undefined, rules: Rules): Tried[] {
  const period = rules.table('income.period').cite;
  if (!range) {
    if (!limit) return [];
    const compared = comparison(t, standard, period, limit.value, limit.cite);
    return [{ lines: compared.lines, ground: compared.passed ? undefined : 'income' }];
  }
  const { minPercent, minInclusive, maxPercent, maxInclusive } = range.value;
  const low = minPercent === undefined ? undefined : end('min', t, standard, minPercent, minInclusive, range.cite);
  const high = maxPercent === undefined ? undefined : end('max', t, standard, maxPercent, maxInclusive, range.cite);
  const head: WorkingLine = { id: 'per-head', group: 'perHead', text: '家庭月人均收入', formula: `${t.income.terms} ÷ ${t.members.length} = ${plain(t.perHeadFen)}`, fen: t.perHeadFen, effect: 'result', ...period };
  const ground = low?.effect === 'fail' ? 'incomeLow' : high?.effect === 'fail' ? 'income' : undefined;
  return [{ lines: [head, standard.line, ...(low ? [low] : []), ...(high ? [high] : [])], ground }];
}
