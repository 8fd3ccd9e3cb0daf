import { describe, expect, test } from 'vitest';
import { shortCitation } from './citation.ts';
import { clockTime, longDate, sayDates, shortDate } from './dates.ts';
import { readYuan } from './yuan.ts';

describe('money typed at a counter', () => {
  test.each([['1800', 180_000], ['1,800.5', 180_050], ['１８００', 180_000], ['0.01', 1], [' 1,010.00 元 ', 101_000], ['0', 0]])('%s is read as %i fen', (text, fen) => expect(readYuan(text)).toBe(fen));
  test.each(['', '-5', '1.234', '一千', '1e3', '1.2.3'])('%s is refused instead of guessed', (text) => expect(readYuan(text)).toBeUndefined());
  test('0.29 yuan keeps its cent, which floating arithmetic would lose', () => expect(readYuan('0.29')).toBe(29));
});

describe('citations on chips', () => {
  test('a numbered instrument is named by number and clause', () => expect(shortCitation('《最低生活保障审核确认办法》（民发〔2021〕57号）第十三条')).toBe('民发〔2021〕57号 第十三条'));
  test('a long title without number is cut, its clause is kept whole', () => expect(shortCitation('《某某区社会救助审核确认权限下放改革工作实施方案》四(二)1(4)')).toBe('《某某区社会救助审核确…》四(二)1(4)'));
  test('what is no citation is shown as it came', () => expect(shortCitation('口头通知')).toBe('口头通知'));
});

describe('dates on screen', () => {
  test('a date carries its weekday', () => expect(longDate('2026-03-04', 'zh')).toBe('2026年3月4日（周三）'));
  test('the year is left out only when it is the one given', () => {
    expect(shortDate('2026-03-04', 'zh', '2026')).toBe('3月4日');
    expect(shortDate('2025-12-31', 'zh', '2026')).toBe('2025年12月31日');
  });
  test('an instant is shown in Shanghai whatever the machine thinks', () => expect(clockTime('2026-03-04T17:30:00.000Z')).toBe('2026-03-05 01:30'));
  test.each([
    ['公示至 2021-11-22 期满', '公示至2021年11月22日期满'], ['委托自 2022-01-01 起生效', '委托自2022年1月1日起生效'], ['自2021-09起停发', '自2021年9月起停发'], ['2021-11-15 09:10 收到', '2021-11-15 09:10 收到'],
    ['2021-红-邵公庄-0101', '2021-红-邵公庄-0101'], ['编号 2021-10号', '编号 2021-10号'], ['X-2021-11-22-7', 'X-2021-11-22-7'], ['2021-13', '2021-13'],
  ])('a sentence says its dates as the desk does: %s', (text, said) => {
    expect(sayDates(text, 'zh')).toBe(said);
    expect(sayDates(text, 'en')).toBe(text);
  });
  test('what is no date is not dressed up as one', () => expect(longDate('soon', 'zh')).toBe('soon'));
});
