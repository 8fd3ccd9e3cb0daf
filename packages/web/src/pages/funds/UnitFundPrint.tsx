import { getRouteApi, Link } from '@tanstack/react-router';
import { unitFund } from '@doudi/core/api/funds';
import { formatFen } from '@doudi/core/money/fen';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { View } from '../../ui/View.tsx';
import { Uses } from './Uses.tsx';
import '../../styles/office.css';
import '../../styles/funds.css';

const route = getRouteApi('/funds/units/$unit/print');

/** The month's report for A4 paper, to be signed, sealed and given to finance [HQ-178]. */
export function UnitFundPrint(): ReactNode {
  const { t, locale } = useLocale();
  const { unit } = route.useParams();
  const search = route.useSearch();
  const query = useCall(unitFund, { params: { unit }, query: { month: search.month, fund: 'imprest' } });
  return (
    <div className="page sheet">
      <View query={query}>
        {(f) => (
          <>
            <p className="screen-only buttons"><Link to="/funds/units/$unit" params={{ unit }} search={{ month: f.month }}>← {t('office.back')}</Link> <Button type="primary" onClick={() => window.print()}>{t('print')}</Button></p>
            <h1 className="sheet-title">{t('fund.sheet')}</h1>
            <p className="sheet-line"><span>{t('fund.sheetTo')}</span><span>{f.report ? t('fund.sheetDue', { due: longDate(f.report.due, locale) }) : ''}</span></p>
            <p className="sheet-line"><span>{t('fund.sheetUnit', { unit: f.unitName })}</span><span>{t('fund.sheetMonth', { month: monthText(f.month, locale) })}</span><span>{t('fund.quota')} {formatFen(f.quotaFen)} {t('yuan')}</span></p>
            <Uses uses={f.uses} sheet />
            {f.uses.items.length === 0 ? <p>{t('fund.sheetNone')}</p> : null}
            {f.quotaFen > f.uses.closingFen ? <p>{t('fund.sheetAsk', { fen: formatFen(f.quotaFen - f.uses.closingFen) })}</p> : null}
            <p className="sheet-sign">{t('fund.sheetSign')}</p>
          </>
        )}
      </View>
    </div>
  );
}
