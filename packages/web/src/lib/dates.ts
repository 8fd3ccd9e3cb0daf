import { formatDateShortZh, formatDateZh, isDate, shanghaiTime, weekday } from '@doudi/core/calendar/date';
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
export const clockTime = (instant: string): string => (Number.isNaN(Date.parse(instant)) ? instant : shanghaiTime(instant).replace('T', ' '));

/**
 * A sentence of the server with its dates and months as the desk writes them: `公示至 2021-11-22 期满` → `公示至2021年11月22日期满`.
 * In English they stay. Times of day, numbers of papers and of cases are left alone.
 */
export function sayDates(text: string, locale: Locale): string {
  if (locale === 'en') return text;
  return text.replaceAll(/ ?(?<![\w-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\w-]|号|字)(?! \d\d?:) ?/g, (whole, y: string, m: string, d: string | undefined) => {
    const said = d === undefined ? `${y}年${Number(m)}月` : `${y}年${Number(m)}月${Number(d)}日`;
    return whole.includes(' ') ? said : whole.replace(/\S+/, said);
  });
}
