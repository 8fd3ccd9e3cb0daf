import type { WorkCalendar } from '@doudi/core/calendar/calendar';
import { plusDays, plusMonths } from '@doudi/core/calendar/date';
import type { CaseState } from '@doudi/core/case/state';
import type { VisitTime } from '@doudi/core/case/visit-time';

export interface VisitDay {
  readonly on: string;
  readonly time?: VisitTime;
}

/** When a pair sets out, one household after the other. */
const STARTS = [550, 625, 845, 915, 985] as const;
const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
/** Visits of one office and month that are over before anything could be seen: what the question about short visits looks like. */
const SHORT = [3, 4, 2] as const;

/**
 * When households of the training caseload were visited: the working day before it was written down, one after the other, for
 * half an hour to an hour. A visit that was written down on its own day has no times, as not every record has. In the first office, in
 * the month before, three visits are very short, and one begins while the pair is with another household.
 */
export function visitDays(calendar: WorkCalendar, end: string): (unit: string, first: boolean, s: CaseState, today: string) => VisitDay {
  const odd = plusMonths(end, -1).slice(0, 7);
  const counts = new Map<string, number>();
  const next = (key: string): number => {
    const n = counts.get(key) ?? 0;
    counts.set(key, n + 1);
    return n;
  };
  return (unit, first, s, today) => {
    let on = plusDays(today, -1);
    while (!calendar.isWorkingDay(on)) on = plusDays(on, -1);
    const since = Object.values(s.done).reduce((latest, m) => (m.on > latest ? m.on : latest), s.objectedOn ?? s.applicationDate);
    if (on < since || on <= s.applicationDate) return { on: today };
    const nth = next(`${unit}|${on}`);
    const start = STARTS[nth];
    if (start === undefined) return { on };
    const strange = first && on.startsWith(odd);
    const overlaps = strange && nth === 1 && (counts.get('short') ?? 0) > SHORT.length && next('overlap') === 0;
    const arrived = overlaps ? (STARTS[0] as number) + 20 : start;
    const short = strange && !overlaps ? SHORT[next('short')] : undefined;
    return { on, time: { arrived: clock(arrived), left: clock(arrived + (short ?? 28 + ((Number(s.number.replaceAll(/\D/g, '').slice(-4)) * 7) % 31))) } };
  };
}
