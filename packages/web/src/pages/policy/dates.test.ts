import { describe, expect, test } from 'vitest';
import { readDates, readYearJson } from './dates.ts';

describe('typed holiday dates', () => {
  test('a range of days off keeps Monday to Friday only', () => {
    expect(readDates('2026-02-15 至 2026-02-23', 'weekdays')).toEqual({ days: ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-02-23'], bad: [] });
  });
  test('single days are read in the ways people write them', () => {
    expect(readDates('2026年2月14日，2026/2/28 20260509、2026-09-20', 'weekends')).toEqual({ days: ['2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20'], bad: [] });
  });
  test('what is no day of the calendar is named, never dropped silently', () => {
    expect(readDates('2026-02-30 元旦 2026-03-05~2026-03-01', 'weekdays')).toEqual({ days: [], bad: ['2026-02-30', '元旦', '2026-03-05 至 2026-03-01'] });
  });
  test('a range longer than any holiday is taken for a slip', () => {
    expect(readDates('2026-01-01~2026-12-31', 'weekdays').bad).toEqual(['2026-01-01 至 2026-12-31']);
  });
  test('JSON is read plain or below its year', () => {
    const year = { weekday_off: ['2026-01-01'], weekend_work: ['2026-01-04'] };
    expect(readYearJson(JSON.stringify(year))).toEqual(year);
    expect(readYearJson(JSON.stringify({ '2026': year }))).toEqual(year);
    expect(readYearJson('{"a":1}')).toBeUndefined();
    expect(readYearJson('not json')).toBeUndefined();
  });
});
