import { formatYuan } from '../money/fen.ts';
import type { MeansResult, WorkingLine } from './model.ts';

/** In this order: the sum a month and a negative result first, then brackets, then the single signs, last the spaces. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/= (.+) 元\/月$/, '，等于每月 $1 元'],
  [/= −/g, '，等于负 '],
  [/\) ([÷×])/g, '，再$1'],
  [/[()]/g, ''],
  [/−/g, ' 减 '],
  [/\+/g, ' 加 '],
  [/÷/g, ' 除以 '],
  [/×/g, ' 乘以 '],
  [/≤/g, ' 不高于 '],
  [/≥/g, ' 不低于 '],
  [/</g, ' 低于 '],
  [/>/g, ' 高于 '],
  [/→/g, ' 改为 '],
  [/=/g, '，等于 '],
  [/ +/g, ' '],
  [/ ?，/g, '，'],
  [/，再 /g, '，再'],
];

/** `(1,800 − 180 + 320) ÷ 3 = 646.67` → `1,800 减 180 加 320，再除以 3，等于 646.67 元`. */
export function speakFormula(formula: string): string {
  const spoken = SIGNS.reduce((text, [sign, word]) => text.replace(sign, word), formula).trim();
  return /\d$/.test(spoken) ? `${spoken} 元` : spoken;
}

/** `（自负支出 20,000 ≤ 30,000 < 50,000）` → `（自负支出 30,000 元，不低于 20,000 元，低于 50,000 元）`. */
const speakBounds = (text: string): string =>
  text.replace(/（自负支出 (?:([\d,.]+) ([≤<]) )?([\d,.]+)(?: ([≤<]) ([\d,.]+))?）/, (_, low: string | undefined, from: string | undefined, cost: string, to: string | undefined, high: string | undefined) =>
    `（自负支出 ${cost} 元${low === undefined ? '' : `，${from === '≤' ? '不低于' : '高于'} ${low} 元`}${high === undefined ? '' : `，${to === '≤' ? '不高于' : '低于'} ${high} 元`}）`);

/** What became of a line, in the words said to an applicant. */
function outcome(line: WorkingLine): string {
  switch (line.effect) {
    case 'counted':
      return line.group === 'income' ? '，计入家庭收入' : line.group === 'cost' ? `，${formatYuan(line.fen)}` : '';
    case 'excluded':
      return line.group === 'income' ? '，不计入家庭收入' : '';
    case 'deducted':
      return line.group === 'deduction' ? '，从家庭收入中扣减' : line.group === 'maintenance' ? '，从家庭收入中减去' : line.group === 'cost' ? `，减去 ${formatYuan(line.fen)}` : '';
    case 'added':
      return line.group === 'maintenance' ? '，计入家庭收入' : line.group === 'addition' ? '，增发' : '';
    case 'pass':
      return line.group === 'property' ? '，符合规定' : '';
    case 'fail':
      return line.group === 'property' ? '，不符合规定' : '';
    case 'result':
      return '';
  }
}

function basis(line: WorkingLine, title: (instrument: string) => string | undefined): string {
  const s = line.source;
  // The conclusion rests on all the lines before it; each has named its own basis.
  if (!s || line.id === 'total') return '';
  const name = s.instrument === undefined ? undefined : title(s.instrument);
  const named = name === undefined ? '' : `。依据${name.includes('《') ? name : `《${name}》`}${s.clause ?? ''}`;
  return s.assumption === undefined ? named : `${named}。这一项的${named === '' ? '依据' : '具体规定'}尚待本地确认`;
}

const date = (on: string): string => `${Number(on.slice(0, 4))}年${Number(on.slice(5, 7))}月${Number(on.slice(8, 10))}日`;

/**
 * The working as full sentences, for a clerk to read to the applicant: what counted, what did not, how the sum was found,
 * or why the household is not eligible. Each sentence is one line of the working, in order.
 * @param names person id → name as it may be said at this counter (masked or open, as the reader's rights allow).
 * @param title instrument id → its title, so that the basis is named; without it only unconfirmed bases are mentioned.
 */
export function readAloud(result: MeansResult, names: ReadonlyMap<string, string>, title: (instrument: string) => string | undefined = () => undefined): string[] {
  const fill = (text: string): string => text.replaceAll(/ ?\{person:([^}]+)\}(?: (?!\d))?/g, (_, id: string) => names.get(id) ?? '有关人员');
  const sentences = [`以下按 ${date(result.on)} 有效的规定测算。`];
  const sides = result.lines.some((l) => l.side === 'household');
  let side: WorkingLine['side'];
  if (sides) sentences.push('先看全家的情况。');
  for (const line of result.lines) {
    if (sides && side === 'household' && line.side === undefined) sentences.push('再看申请人本人的情况。');
    side = line.side;
    const lead = line.id === 'total' ? '结论：' : '';
    const how = line.formula === undefined ? '' : `：${speakFormula(line.formula)}`;
    sentences.push(`${lead}${fill(speakBounds(line.text))}${how}${outcome(line)}${basis(line, title)}。`);
  }
  return sentences;
}
