import { addMonths, dayOfMonth } from '../case/months.ts';

const MONTHS = { month: 1, quarter: 3, half: 6, year: 12 } as const;
export type Every = keyof typeof MONTHS;
export const EVERY_LABELS: Readonly<Record<Every, string>> = { month: '每月', quarter: '每季度', half: '每半年', year: '每年' };

/** The period that a day lies in, and the day on which its task is due: a day of the period's last month (31 = its end) [XX-58]. */
export function periodOf(every: Every, dueDay: number, today: string): { readonly period: string; readonly due: string } {
  const n = MONTHS[every];
  const year = today.slice(0, 4);
  const index = Math.floor((Number(today.slice(5, 7)) - 1) / n);
  const last = addMonths(`${year}-01`, index * n + n - 1);
  const period = every === 'month' ? today.slice(0, 7) : every === 'year' ? year : `${year}-${every === 'quarter' ? 'Q' : 'H'}${index + 1}`;
  return { period, due: dayOfMonth(last, dueDay) };
}
