import { Link } from '@tanstack/react-router';
import type { FundUses } from '@doudi/core/api/funds';
import { formatFen } from '@doudi/core/money/fen';
import type { ReactNode } from 'react';
import { useLocale } from '../../i18n/index.tsx';
import { shortDate } from '../../lib/dates.ts';

/** A month's movements with the balance after each: opening at the top, totals and closing at the foot. */
export function Uses({ uses, sheet = false }: { readonly uses: FundUses; readonly sheet?: boolean }): ReactNode {
  const { locale, t } = useLocale();
  const sum = (of: (fen: number) => number): number => uses.items.reduce((n, i) => n + of(i.fen), 0);
  return (
    <div className="table-scroll">
      <table className={sheet ? 'table sheet-table' : 'table'}>
        <caption className="visually-hidden">{t('fund.unitPage')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('office.date')}</th><th scope="col">{t('fund.number')}</th><th scope="col">{t('fund.item')}</th><th scope="col">{t('fund.memo')}</th><th scope="col">{t('fund.case')}</th>
            <th scope="col" className="right">{t('fund.in')}</th><th scope="col" className="right">{t('fund.out')}</th><th scope="col" className="right">{t('fund.balance')}</th><th scope="col">{t('office.by')}</th>
          </tr>
        </thead>
        <tbody>
          <tr><td colSpan={7}>{t('fund.opening')}</td><td className="right" data-label={t('fund.balance')}><span className="money">{formatFen(uses.openingFen)}</span></td><td /></tr>
          {uses.items.map((i) => (
            <tr key={`${i.entry}-${i.number}`}>
              <td data-label={t('office.date')} className="nobreak">{shortDate(i.on, locale)}</td>
              <td data-label={t('fund.number')}>{sheet ? i.number : <Link to="/funds/entries" search={{ entry: i.entry }}>{i.number}</Link>}</td>
              <td data-label={t('fund.item')}>{i.text}</td><td data-label={t('fund.memo')}>{i.memo}</td>
              <td data-label={t('fund.case')}>{i.case ? (sheet ? i.case.number : <Link to="/cases/$id" params={{ id: i.case.id }} className="number">{i.case.number}</Link>) : ''}</td>
              <td data-label={t('fund.in')} className="right"><span className="money">{i.fen > 0 ? formatFen(i.fen) : ''}</span></td><td data-label={t('fund.out')} className="right"><span className="money">{i.fen < 0 ? formatFen(-i.fen) : ''}</span></td>
              <td data-label={t('fund.balance')} className="right"><span className="money">{formatFen(i.balanceFen)}</span></td><td data-label={t('office.by')}>{i.by}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={5}>{t('fund.closing')} {uses.returnedFen > 0 ? `（${t('fund.used')} ${formatFen(uses.usedFen)}，${t('fund.returned')} ${formatFen(uses.returnedFen)}）` : `（${t('fund.used')} ${formatFen(uses.usedFen)}）`}</th>
            <td className="right">{formatFen(sum((fen) => Math.max(0, fen)))}</td><td className="right">{formatFen(sum((fen) => Math.max(0, -fen)))}</td><td className="right">{formatFen(uses.closingFen)}</td><td />
          </tr>
        </tfoot>
      </table>
      {uses.items.length === 0 && !sheet ? <p className="muted">{t('fund.noUses')}</p> : null}
    </div>
  );
}
