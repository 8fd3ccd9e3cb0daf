const MINUTE = 60_000;

/** Whole minutes until an instant, rounded up so that the last minute is still one; negative when it has passed. */
export const minutesUntil = (due: string, nowMs: number): number => Math.ceil((Date.parse(due) - nowMs) / MINUTE);

interface HoursAndMinutes {
  readonly late: boolean;
  readonly h: number;
  readonly m: number;
}

/** Minutes as hours and minutes with a sign: `-61` → one hour and a minute late. */
export const splitMinutes = (minutes: number): HoursAndMinutes => ({ late: minutes < 0, h: Math.floor(Math.abs(minutes) / 60), m: Math.abs(minutes) % 60 });

/** Shanghai date and time of day without zone (`2026-11-22T21:05`), as time fields of a form hold it. */
export const localTime = (ms: number): string => new Date(ms + 8 * 60 * MINUTE).toISOString().slice(0, 16);

/** The instant of a Shanghai date and time of day, in ms. */
export const instantOf = (local: string): number => Date.parse(`${local}:00+08:00`);

/** `2021-11-15T09:10` as `11月15日 9:10` (English `11-15 09:10`); an instant with a zone is shown in Shanghai. */
export function wallTime(at: string, locale: 'zh' | 'en'): string {
  const local = /(Z|[+-]\d\d:?\d\d)$/.test(at) ? localTime(Date.parse(at)) : at.slice(0, 16);
  const m = /^\d{4}-(\d\d)-(\d\d)T(\d\d):(\d\d)$/.exec(local);
  if (!m) return at;
  const [, month = '', day = '', hour = '', minute = ''] = m;
  return locale === 'en' ? `${month}-${day} ${hour}:${minute}` : `${Number(month)}月${Number(day)}日 ${Number(hour)}:${minute}`;
}
