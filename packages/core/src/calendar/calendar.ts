import * as z from 'zod';
import { dayNumber, fromDayNumber, plusDays, weekday } from './date.ts';

export * from './date.ts';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** The published arrangement of holidays: weekdays off and weekend days worked, per year. */
export const calendarDataSchema = z.object({
  source: z.string().optional(),
  years: z.record(z.string().regex(/^\d{4}$/), z.strictObject({ weekday_off: z.array(date), weekend_work: z.array(date) })),
});
export type CalendarData = z.infer<typeof calendarDataSchema>;

/** A date reached by counting. `provisional`: a year without published holidays was counted as plain Monday to Friday. */
export interface Due {
  readonly date: string;
  readonly provisional: boolean;
}

export interface WorkingDayCount {
  readonly days: number;
  readonly provisional: boolean;
}

/**
 * Working days of China. Years whose arrangement is not published are computed as Monday to Friday and every result
 * that touches them is marked provisional (暂定); when the year is imported, build a new calendar and compute again.
 */
export class WorkCalendar {
  readonly knownYears: readonly number[];
  readonly #known: ReadonlySet<string>;
  readonly #off: ReadonlySet<string>;
  readonly #work: ReadonlySet<string>;

  /** @throws {RangeError} when an entry is no date, stands under another year, or says what the weekday already says. */
  constructor(data: CalendarData) {
    const off = new Set<string>();
    const work = new Set<string>();
    for (const [year, y] of Object.entries(data.years)) {
      for (const [list, set, weekend] of [[y.weekday_off, off, false], [y.weekend_work, work, true]] as const)
        for (const d of list) {
          if (!d.startsWith(`${year}-`)) throw new RangeError(`${d} 不属于 ${year} 年`);
          if (isWeekend(d) !== weekend) throw new RangeError(`${d} ${weekend ? '不是周末，不能列为调休上班日' : '是周末，不能列为放假的工作日'}`);
          set.add(d);
        }
    }
    this.#known = new Set(Object.keys(data.years));
    this.knownYears = [...this.#known].map(Number).sort((a, b) => a - b);
    this.#off = off;
    this.#work = work;
  }

  /** Whether the holidays of the date's year are published. */
  isKnown(date: string): boolean {
    return this.#known.has(date.slice(0, 4));
  }

  isWorkingDay(date: string): boolean {
    return this.#works(dayNumber(date), date);
  }

  /** Counting walks many days: the weekday comes from the number, without reading the text again. */
  #works(day: number, date: string): boolean {
    return weekendOf(day) ? this.#work.has(date) : !this.#off.has(date);
  }

  /** The `n`-th working day after a date; the first day is not counted. `n` = 0 gives the date itself. @throws {RangeError} for a negative or broken `n`. */
  addWorkingDays(from: string, n: number): Due {
    whole(n);
    let day = dayNumber(from);
    let provisional = false;
    for (let left = n; left > 0; ) {
      const d = fromDayNumber(++day);
      if (!this.isKnown(d)) provisional = true;
      if (this.#works(day, d)) left--;
    }
    return { date: fromDayNumber(day), provisional };
  }

  /**
   * The last day of a period of `n` natural days; the first day is not counted. With `extendOverDaysOff` a period that
   * ends on a day off ends on the next working day instead (a choice of the jurisdiction: parameter `notice.extend-over-days-off`).
   */
  addDays(from: string, n: number, extendOverDaysOff: boolean): Due {
    whole(n);
    const last = plusDays(from, n);
    if (!extendOverDaysOff) return { date: last, provisional: false };
    return this.nextWorkingDay(last);
  }

  /** The date itself when it is a working day, else the next one. */
  nextWorkingDay(from: string): Due {
    let day = dayNumber(from);
    let provisional = !this.isKnown(from);
    while (!this.#works(day, fromDayNumber(day))) {
      day++;
      if (!this.isKnown(fromDayNumber(day))) provisional = true;
    }
    return { date: fromDayNumber(day), provisional };
  }

  /** Working days after `a` up to and including `b`: 0 on the same day; negative when `b` is earlier. */
  workingDaysBetween(a: string, b: string): WorkingDayCount {
    const [lo, hi, sign] = a <= b ? [dayNumber(a), dayNumber(b), 1] : [dayNumber(b), dayNumber(a), -1];
    let days = 0;
    let provisional = false;
    for (let day = lo + 1; day <= hi; day++) {
      const d = fromDayNumber(day);
      if (!this.isKnown(d)) provisional = true;
      if (this.#works(day, d)) days++;
    }
    return { days: days === 0 ? 0 : sign * days, provisional };
  }
}

const weekendOf = (day: number): boolean => ((((day + 4) % 7) + 7) % 7) % 6 === 0;
const isWeekend = (d: string): boolean => weekday(d) % 6 === 0;

function whole(n: number): void {
  if (!Number.isSafeInteger(n) || n < 0 || n > 10_000) throw new RangeError(`天数须为 0 至 10000 的整数，实为 ${n}`);
}

export interface Light {
  readonly light: 'green' | 'yellow' | 'red';
  /** Working days left until the end of the due day; negative = working days overdue. */
  readonly workingDaysLeft: number;
  /** Chinese words that stand beside the colour. */
  readonly text: string;
  /** A day in between lies in a year without published holidays. */
  readonly provisional: boolean;
}

/**
 * The light of a deadline: red once the due day is over, yellow when at most `yellowBefore` working days are left
 * (the due day itself included), else green. A deadline on a day off that has passed is overdue although no working day went by.
 */
export function light(due: string, today: string, calendar: WorkCalendar, yellowBefore: number): Light {
  const { days, provisional } = calendar.workingDaysBetween(today, due);
  if (today > due) return { light: 'red', workingDaysLeft: days, text: days === 0 ? '已超期' : `超期 ${-days} 个工作日`, provisional };
  if (today === due) return { light: 'yellow', workingDaysLeft: 0, text: '今天到期', provisional };
  return { light: days <= yellowBefore ? 'yellow' : 'green', workingDaysLeft: days, text: `还剩 ${days} 个工作日`, provisional };
}
