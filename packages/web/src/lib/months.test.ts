import { expect, test } from 'vitest';
import { monthText, shiftMonth } from './months.ts';

test('months are counted over the turn of the year in both directions', () => {
  expect(shiftMonth('2021-12', 1)).toBe('2022-01');
  expect(shiftMonth('2022-01', -1)).toBe('2021-12');
  expect(shiftMonth('2022-03', -15)).toBe('2020-12');
  expect(shiftMonth('2022-03', 0)).toBe('2022-03');
});

test('a month is said in the language of the desk', () => {
  expect(monthText('2021-09', 'zh')).toBe('2021年9月');
  expect(monthText('2021-09', 'en')).toBe('2021-09');
});
