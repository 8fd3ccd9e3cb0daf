import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import china from '../../../../policies/calendar/china.json' with { type: 'json' };
import { daysBetween, formatDateZh, fromDayNumber, dayNumber, isDate, light, plusDays, plusMonths, WorkCalendar, weekday } from './calendar.ts';

const calendar = new WorkCalendar(china);
const known = fc.integer({ min: dayNumber('2019-01-01'), max: dayNumber('2026-06-30') }).map(fromDayNumber);
const any = fc.integer({ min: dayNumber('2015-01-01'), max: dayNumber('2032-12-31') }).map(fromDayNumber);

describe('dates', () => {
  it('knows the calendar, leap days included, and refuses what is no date', () => {
    expect(isDate('2020-02-29')).toBe(true);
    for (const d of ['2021-02-29', '2021-13-01', '2021-00-10', '2021-4-1', '20210401', '2021-04-31', '']) expect(isDate(d)).toBe(false);
  });

  it('formats a date as it is written on letters', () => {
    expect(formatDateZh('2026-03-04')).toBe('2026年3月4日（周三）');
    expect(formatDateZh('2021-10-10')).toBe('2021年10月10日（周日）');
  });

  it('ends periods of months on the month’s last day where the day does not exist', () => {
    expect(plusMonths('2021-08-31', 6)).toBe('2022-02-28');
    expect(plusMonths('2023-08-31', 6)).toBe('2024-02-29');
    expect(plusMonths('2021-11-15', 6)).toBe('2022-05-15');
    expect(plusMonths('2021-01-31', -2)).toBe('2020-11-30');
  });

  it('does not depend on the machine’s time zone', () => {
    const before = process.env['TZ'];
    try {
      for (const tz of ['America/New_York', 'Asia/Shanghai', 'Pacific/Kiritimati']) {
        process.env['TZ'] = tz;
        expect(weekday('2026-03-04')).toBe(3);
        expect(calendar.addWorkingDays('2021-09-30', 1).date).toBe('2021-10-08');
        expect(plusDays('2021-02-28', 1)).toBe('2021-03-01');
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it('counts days both ways alike', () => {
    fc.assert(fc.property(any, fc.integer({ min: -2000, max: 2000 }), (d, n) => daysBetween(d, plusDays(d, n)) === n && plusDays(plusDays(d, n), -n) === d));
  });
});

describe('working days', () => {
  it.each([
    ['2019', 250], ['2020', 249], ['2021', 250], ['2022', 249], ['2023', 249], ['2024', 251], ['2025', 248], ['2026', 248],
  ])('%s has %i working days', (year, n) => {
    expect(calendar.workingDaysBetween(`${Number(year) - 1}-12-31`, `${year}-12-31`)).toEqual({ days: n, provisional: false });
  });

  it.each([
    // from, working days, due: National Day 2021 (off 1–7 October, worked 26 September and 9 October)
    ['2021-09-24', 1, '2021-09-26'],
    ['2021-09-30', 1, '2021-10-08'],
    ['2021-09-30', 2, '2021-10-09'],
    ['2021-09-30', 3, '2021-10-11'],
    ['2021-10-03', 1, '2021-10-08'],
    // Spring Festival 2020, lengthened to 2 February
    ['2020-01-18', 1, '2020-01-19'],
    ['2020-01-23', 1, '2020-02-03'],
    ['2020-01-31', 1, '2020-02-03'],
    ['2020-02-01', 1, '2020-02-03'],
    // Spring Festival 2022 (off 31 January to 6 February, worked 29 and 30 January)
    ['2022-01-28', 1, '2022-01-29'],
    ['2022-01-29', 1, '2022-01-30'],
    ['2022-01-30', 1, '2022-02-07'],
    ['2022-02-18', 30, '2022-04-01'],
  ])('%s + %i working days = %s', (from, n, due) => {
    expect(calendar.addWorkingDays(from, n)).toEqual({ date: due, provisional: false });
  });

  it('ends on a working day, with exactly n working days after the first day', () => {
    fc.assert(
      fc.property(known, fc.integer({ min: 1, max: 90 }), (from, n) => {
        const due = calendar.addWorkingDays(from, n).date;
        let counted = 0;
        for (let d = plusDays(from, 1); d <= due; d = plusDays(d, 1)) if (calendar.isWorkingDay(d)) counted++;
        expect(counted).toBe(n);
        expect(calendar.isWorkingDay(due)).toBe(true);
        expect(calendar.workingDaysBetween(from, due).days).toBe(n);
      }),
    );
  });

  it('never gives a later start an earlier end, nor a longer period an earlier end', () => {
    fc.assert(
      fc.property(known, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (d, later, n, more) => {
        expect(calendar.addWorkingDays(plusDays(d, later), n).date >= calendar.addWorkingDays(d, n).date).toBe(true);
        expect(calendar.addWorkingDays(d, n + more).date >= calendar.addWorkingDays(d, n).date).toBe(true);
      }),
    );
  });

  it('counts backwards as it counts forwards', () => {
    fc.assert(fc.property(any, fc.integer({ min: 0, max: 400 }), (d, n) => {
      const e = plusDays(d, n);
      expect(calendar.workingDaysBetween(e, d).days + calendar.workingDaysBetween(d, e).days).toBe(0);
    }));
  });

  it('computes a year without published holidays as Monday to Friday and says that it is provisional', () => {
    expect(calendar.knownYears).toEqual([2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    expect(calendar.addWorkingDays('2026-12-30', 1)).toEqual({ date: '2026-12-31', provisional: false });
    expect(calendar.addWorkingDays('2026-12-30', 2)).toEqual({ date: '2027-01-01', provisional: true });
    expect(calendar.addWorkingDays('2026-12-31', 5)).toEqual({ date: '2027-01-07', provisional: true });
    expect(calendar.addDays('2026-12-27', 7, true)).toEqual({ date: '2027-01-04', provisional: true });
    expect(calendar.workingDaysBetween('2018-12-28', '2018-12-31')).toEqual({ days: 1, provisional: true });
  });

  it('computes again without the mark once the year is imported', () => {
    const imported = new WorkCalendar({ years: { ...china.years, '2027': { weekday_off: ['2027-01-01'], weekend_work: ['2027-01-02'] } } });
    expect(imported.addWorkingDays('2026-12-31', 1)).toEqual({ date: '2027-01-02', provisional: false });
  });

  it('refuses an arrangement that contradicts the weekdays or its own year', () => {
    expect(() => new WorkCalendar({ years: { '2027': { weekday_off: ['2027-01-02'], weekend_work: [] } } })).toThrow('是周末');
    expect(() => new WorkCalendar({ years: { '2027': { weekday_off: [], weekend_work: ['2027-01-04'] } } })).toThrow('不是周末');
    expect(() => new WorkCalendar({ years: { '2027': { weekday_off: ['2026-12-31'], weekend_work: [] } } })).toThrow('不属于 2027');
    expect(() => calendar.addWorkingDays('2021-09-30', -1)).toThrow(RangeError);
    expect(() => calendar.addWorkingDays('2021-09-31', 1)).toThrow(RangeError);
  });
});

describe('natural days', () => {
  it.each([
    // a notice of 5 and of 7 days posted on Friday 24 September 2021, and one that ends inside the National Day holiday
    ['2021-09-24', 5, false, '2021-09-29'],
    ['2021-09-27', 7, false, '2021-10-04'],
    ['2021-09-27', 7, true, '2021-10-08'],
    ['2021-09-19', 7, true, '2021-09-26'],
    ['2021-11-20', 7, true, '2021-11-29'],
    ['2021-11-20', 7, false, '2021-11-27'],
  ])('%s + %i days (extended over days off: %s) = %s', (from, n, extend, last) => {
    expect(calendar.addDays(from, n, extend)).toEqual({ date: last, provisional: false });
  });

  it('never shortens a period, and ends extended ones on a working day', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 100 }), (d, n) => {
        const plain = calendar.addDays(d, n, false).date;
        const extended = calendar.addDays(d, n, true).date;
        expect(plain).toBe(plusDays(d, n));
        expect(extended >= plain).toBe(true);
        expect(calendar.isWorkingDay(extended)).toBe(true);
        for (let x = plain; x < extended; x = plusDays(x, 1)) expect(calendar.isWorkingDay(x)).toBe(false);
      }),
    );
  });
});

describe('light', () => {
  it.each([
    ['2021-10-08', '2021-09-27', 'green', 4, '还剩 4 个工作日'],
    ['2021-10-08', '2021-09-29', 'yellow', 2, '还剩 2 个工作日'],
    ['2021-10-08', '2021-09-30', 'yellow', 1, '还剩 1 个工作日'],
    ['2021-10-08', '2021-10-07', 'yellow', 1, '还剩 1 个工作日'],
    ['2021-10-08', '2021-10-08', 'yellow', 0, '今天到期'],
    ['2021-10-08', '2021-10-09', 'red', -1, '超期 1 个工作日'],
    ['2021-10-08', '2021-10-10', 'red', -1, '超期 1 个工作日'],
    ['2021-10-08', '2021-10-11', 'red', -2, '超期 2 个工作日'],
    ['2021-10-01', '2021-10-02', 'red', 0, '已超期'],
  ] as const)('due %s seen on %s is %s', (due, today, colour, left, text) => {
    expect(light(due, today, calendar, 2)).toEqual({ light: colour, workingDaysLeft: left, text, provisional: false });
  });

  it('says when the count reaches into a year without published holidays', () => {
    expect(light('2027-01-04', '2026-12-31', calendar, 2)).toMatchObject({ light: 'yellow', provisional: true });
  });

  it('never turns back from red to green as days go by', () => {
    const rank = { green: 0, yellow: 1, red: 2 };
    fc.assert(fc.property(known, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (due, before, step) => {
      const today = plusDays(due, -before);
      expect(rank[light(due, plusDays(today, step), calendar, 2).light]).toBeGreaterThanOrEqual(rank[light(due, today, calendar, 2).light]);
    }));
  });
});
