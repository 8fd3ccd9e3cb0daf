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

/** `2026年3月4日（周三）`, with 暂定 where a year without published holidays was counted. */
export function DateText({ date, provisional = false, short = false }: { readonly date: string; readonly provisional?: boolean | undefined; readonly short?: boolean }): ReactNode {
  const { locale } = useLocale();
  return (
    <span className="nobreak">
      <time dateTime={date}>{short ? shortDate(date, locale) : longDate(date, locale)}</time>
      {provisional ? <ProvisionalChip /> : null}
    </span>
  );
}
