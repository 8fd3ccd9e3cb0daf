import { formatDateShortZh, formatDateZh, isDate, weekday } from '@doudi/core/calendar/date';
import type { Locale } from '../i18n/index.tsx';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `2026年3月4日（周三）`; in English `Wed 2026-03-04`. Anything that is no date is shown as it came. */
export function longDate(date: string, locale: Locale): string {
  if (!isDate(date)) return date;
  return locale === 'zh' ? formatDateZh(date) : `${DAYS[weekday(date)] ?? ''} ${date}`;
}

/** Without the weekday, and without the year when it is `year`: for narrow columns. */
export function shortDate(date: string, locale: Locale, year?: string): string {
  if (!isDate(date)) return date;
  const here = date.startsWith(`${year}-`);
  if (locale === 'en') return here ? date.slice(5) : date;
  return here ? formatDateShortZh(date).slice(5) : formatDateShortZh(date);
}

/** An instant of the server (`2026-03-04T10:05:00+08:00` or UTC) as Shanghai wall time. */
export function clockTime(instant: string): string {
  const ms = Date.parse(instant);
  return Number.isNaN(ms) ? instant : new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
