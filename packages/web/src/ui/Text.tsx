import type { ReactNode } from 'react';
import { formatFen } from '@doudi/core/money/fen';
import { useLocale, useT } from '../i18n/index.tsx';
import { longDate, shortDate } from '../lib/dates.ts';
import { ProvisionalChip } from './Chips.tsx';

/** `101000` → `1,010.00 元`. */
export function Money({ fen, bare = false }: { readonly fen: number; readonly bare?: boolean }): ReactNode {
  const t = useT();
  return (
    <span className="money">
      {formatFen(fen)}
      {bare ? null : ` ${t('yuan')}`}
    </span>
  );
}

/** `2026年3月4日（周三）`, with 暂定 where a year without published holidays was counted. `short` leaves out the weekday, and the year when it is `year`. */
export function DateText({ date, provisional = false, short = false, year }: { readonly date: string; readonly provisional?: boolean | undefined; readonly short?: boolean; readonly year?: string }): ReactNode {
  const { locale } = useLocale();
  return (
    <span className="nobreak">
      <time dateTime={date}>{short ? shortDate(date, locale, year) : longDate(date, locale)}</time>
      {provisional ? <ProvisionalChip /> : null}
    </span>
  );
}
