import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capitalAmount } from './amount.ts';

const DIGIT: Record<string, number> = { 零: 0, 壹: 1, 贰: 2, 叁: 3, 肆: 4, 伍: 5, 陆: 6, 柒: 7, 捌: 8, 玖: 9 };
const PLACE: Record<string, number> = { 拾: 10, 佰: 100, 仟: 1000 };

/** Reads the words back the way a teller does. */
function read(words: string): number {
  let sum = 0;
  let group = 0;
  let digit = 0;
  for (const c of words) {
    const place = PLACE[c];
    if (c in DIGIT) digit = DIGIT[c] ?? 0;
    else if (place !== undefined) {
      group += digit * place;
      digit = 0;
    } else if (c === '亿') {
      sum += (group + digit) * 1e8 * 100;
      group = digit = 0;
    } else if (c === '万') {
      sum += (group + digit) * 1e4 * 100;
      group = digit = 0;
    } else if (c === '元') {
      sum += (group + digit) * 100;
      group = digit = 0;
    } else if (c === '角') {
      sum += digit * 10;
      digit = 0;
    } else if (c === '分') {
      sum += digit;
      digit = 0;
    }
  }
  return sum;
}

describe('sums in capitals', () => {
  test.each([
    [0, '零元整'], [109000, '壹仟零玖拾元整'], [50, '伍角整'], [105, '壹元零伍分'], [5, '伍分'], [1_0000_00, '壹万元整'], [1_0005_00, '壹万零伍元整'], [1_5000_30, '壹万伍仟元叁角整'], [100_0000_00, '壹佰万元整'], [1_0000_5000_00, '壹亿零伍仟元整'], [10100000, '壹拾万壹仟元整'],
  ])('%i fen is %s', (fen, words) => {
    expect(capitalAmount(fen)).toBe(words);
  });

  test('are read back as the same sum', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999_999_99 }), (fen) => { expect(read(capitalAmount(fen))).toBe(fen); }));
  });

  test('never hold two zeros in a row, nor end in one', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 99_999_999_999_99 }), (fen) => { expect(capitalAmount(fen)).not.toMatch(/零零|零[万亿元]/); }));
  });

  test('refuse what cannot be paid', () => {
    expect(() => capitalAmount(-1)).toThrow(RangeError);
    expect(() => capitalAmount(1.5)).toThrow(RangeError);
  });
});
