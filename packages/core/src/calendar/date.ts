/** Calendar dates as `YYYY-MM-DD` strings (Asia/Shanghai, where no clock ever changes). Reckoned in UTC days, so that the machine's own time zone plays no part. */

const DAY_MS = 86_400_000;

/** Days since 1970-01-01. @throws {RangeError} when the text is not a date of the calendar (`2021-02-30`). */
export function dayNumber(date: string): number {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const ms = m ? Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3])) : NaN;
  if (Number.isNaN(ms) || fromDayNumber(ms / DAY_MS) !== date) throw new RangeError(`不是有效日期：${date}`);
  return ms / DAY_MS;
}

/** The inverse of {@link dayNumber}. */
export const fromDayNumber = (n: number): string => new Date(n * DAY_MS).toISOString().slice(0, 10);

/** Whether a text is a date of the calendar. */
export function isDate(text: string): boolean {
  try {
    dayNumber(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is a date that a form can mean: of the calendar, in the years 1850 to 2199 (older than anybody living, later than any deadline). */
export const isFormDate = (text: string): boolean => text >= '1850' && text < '2200' && isDate(text);

/** The date `n` natural days later (earlier when negative). */
export const plusDays = (date: string, n: number): string => fromDayNumber(dayNumber(date) + n);

const SHANGHAI_MS = 8 * 3_600_000;

/** An instant (ISO with offset) as Shanghai wall time to the minute, `2026-11-22T21:05`; its first ten characters are the date. */
export const shanghaiTime = (instant: string): string => new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(0, 16);

/** Natural days from `a` to `b`; negative when `b` is earlier. */
export const daysBetween = (a: string, b: string): number => dayNumber(b) - dayNumber(a);

/** 0 = Sunday … 6 = Saturday. */
export const weekday = (date: string): number => (((dayNumber(date) + 4) % 7) + 7) % 7;

/**
 * The date `n` months later with the same day of month; the month's last day when it has none
 * (2021-08-31 + 6 months = 2022-02-28), as periods of months end by law.
 */
export function plusMonths(date: string, n: number): string {
  dayNumber(date);
  const [y = 0, m = 1, d = 1] = date.split('-').map(Number);
  const index = y * 12 + (m - 1) + n;
  const year = Math.floor(index / 12);
  const month = index - year * 12;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return fromDayNumber(Date.UTC(year, month, Math.min(d, last)) / DAY_MS);
}

const WEEKDAYS = '日一二三四五六';

/** `2026-03-04` → `2026年3月4日（周三）`. */
export const formatDateZh = (date: string): string => `${formatDateShortZh(date)}（周${WEEKDAYS[weekday(date)]}）`;

/** `2026-03-04T09:05`, Shanghai wall time → `2026年3月4日 09:05`. */
export const formatTimeZh = (local: string): string => `${formatDateShortZh(local.slice(0, 10))} ${local.slice(11, 16)}`;

/** `2026-03` → `2026年3月`. */
export const formatMonthZh = (month: string): string => `${Number(month.slice(0, 4))}年${Number(month.slice(5, 7))}月`;

/** `2026-03-04` → `2026年3月4日`, for letters. */
export function formatDateShortZh(date: string): string {
  dayNumber(date);
  const [y, m, d] = date.split('-').map(Number);
  return `${y}年${m}月${d}日`;
}
