import { plusDays, type WorkCalendar } from '../calendar/calendar.ts';

/**
 * The last due date that shines yellow today, as `light` of the calendar judges: every day from today up to it has at most
 * `yellowBefore` working days left, every later one more. Days off after the last working day belong to it.
 */
export const lastYellowDay = (today: string, calendar: WorkCalendar, yellowBefore: number): string => plusDays(calendar.addWorkingDays(today, yellowBefore + 1).date, -1);
