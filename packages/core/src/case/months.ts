/** `2021-11` + 2 → `2022-01`. */
export function addMonths(month: string, n: number): string {
  const total = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + n;
  return `${String(Math.floor(total / 12)).padStart(4, '0')}-${String((total % 12) + 1).padStart(2, '0')}`;
}

/** How many days a month (`YYYY-MM`) has. */
export const daysInMonth = (month: string): number => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();

/** A day of the month as a date of that month; the last day where the month is shorter. */
export const dayOfMonth = (month: string, day: number): string => `${month}-${String(Math.min(day, daysInMonth(month))).padStart(2, '0')}`;
