import { addMonths } from '@doudi/core/case/months';
import type { Locale } from '../i18n/index.tsx';

/** `2026-03` → `2026年3月`; in English as it is. */
export const monthText = (month: string, locale: Locale): string => {
  const [y, m] = month.split('-');
  return locale === 'zh' && y && m ? `${y}年${Number(m)}月` : month;
};

/** The month `n` months after (before, when negative) a month. */
export const shiftMonth = (month: string, n: number): string => addMonths(month, n);
