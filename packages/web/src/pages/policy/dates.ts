import { dayNumber, fromDayNumber, isDate, weekday } from '@doudi/core/calendar/date';
import * as z from 'zod';

/** What was read from typed dates: the days, and the pieces that are no date. */
export interface ReadDates {
  readonly days: string[];
  readonly bad: string[];
}

const isWeekend = (date: string): boolean => weekday(date) === 0 || weekday(date) === 6;

/** `2027年2月6日`, `2027/2/6`, `20270206` → `2027-02-06`; undefined when it is no day. */
function readDay(text: string): string | undefined {
  const m = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/.exec(text);
  if (!m) return undefined;
  const date = `${m[1]}-${(m[2] ?? m[4] ?? '').padStart(2, '0')}-${(m[3] ?? m[5] ?? '').padStart(2, '0')}`;
  return isDate(date) ? date : undefined;
}

/**
 * Days typed one by one or as ranges (`2027-02-06 至 2027-02-12`, `~`, `到`). `keep` = which days of a range count: for days
 * off only Monday to Friday, for working weekends only Saturday and Sunday. A day typed by itself is kept as it is.
 */
export function readDates(text: string, keep: 'weekdays' | 'weekends'): ReadDates {
  const days = new Set<string>();
  const bad: string[] = [];
  const joined = text.normalize('NFKC').replaceAll(/\s*(?:至|到|~|—|–|\bto\b)\s*/g, '~');
  for (const piece of joined.split(/[\s,，;；、]+/).filter((p) => p !== '')) {
    const [a, b, more] = piece.split('~');
    const from = readDay(a ?? '');
    const to = b === undefined ? from : readDay(b);
    if (more !== undefined || from === undefined || to === undefined || to < from || dayNumber(to) - dayNumber(from) > 40) {
      bad.push(piece.replace('~', ' 至 '));
      continue;
    }
    if (b === undefined) days.add(from);
    else for (let n = dayNumber(from); n <= dayNumber(to); n++) if (isWeekend(fromDayNumber(n)) === (keep === 'weekends')) days.add(fromDayNumber(n));
  }
  return { days: [...days].sort(), bad };
}

const jsonSchema = z.object({ weekday_off: z.array(z.string()), weekend_work: z.array(z.string()) });

/** The pasted JSON of a year: `{weekday_off, weekend_work}`, also one level below the year. Undefined when it is neither. */
export function readYearJson(text: string): { weekday_off: string[]; weekend_work: string[] } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const plain = jsonSchema.safeParse(value);
  if (plain.success) return plain.data;
  const first: unknown = typeof value === 'object' && value !== null ? Object.values(value)[0] : undefined;
  const below = jsonSchema.safeParse(first);
  return below.success ? below.data : undefined;
}
