import { expect, test } from 'vitest';
import { instantOf, localTime, minutesUntil, splitMinutes, wallTime } from './hours.ts';

test('minutes are counted to the end of the hours and go below zero when they are over', () => {
  const due = '2021-11-16T09:10:00+08:00';
  expect(minutesUntil(due, instantOf('2021-11-15T09:10'))).toBe(24 * 60);
  expect(minutesUntil(due, instantOf('2021-11-16T09:09'))).toBe(1);
  expect(minutesUntil(due, instantOf('2021-11-16T09:10'))).toBe(0);
  expect(splitMinutes(minutesUntil(due, instantOf('2021-11-16T10:11')))).toEqual({ late: true, h: 1, m: 1 });
  expect(splitMinutes(90)).toEqual({ late: false, h: 1, m: 30 });
});

test('times are Shanghai time whatever zone the machine is in', () => {
  expect(localTime(Date.parse('2021-11-14T17:30:00Z'))).toBe('2021-11-15T01:30');
  expect(wallTime('2021-11-14T17:30:00Z', 'zh')).toBe('11月15日 1:30');
  expect(wallTime('2021-11-15T09:05', 'zh')).toBe('11月15日 9:05');
  expect(wallTime('2021-11-15T09:05:33+08:00', 'en')).toBe('11-15 09:05');
});
