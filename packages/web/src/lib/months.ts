import type { Locale } from '../i18n/index.tsx';

/** `2026-03` → `2026年3月`; in English as it is. */
export const monthText = (month: string, locale: Locale): string => {
  const [y, m] = month.split('-');
  return locale === 'zh' && y && m ? `${y}年${Number(m)}月` : month;
};

/** The month `n` months after (before, when negative) a month. */
export function shiftMonth(month: string, n: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + n;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
}
