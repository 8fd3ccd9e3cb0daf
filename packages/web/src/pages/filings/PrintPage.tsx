import { getRouteApi, Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { getFiling, listFilingLines } from '@doudi/core/api/filings';
import { formatFen } from '@doudi/core/money/fen';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { call } from '../../api/client.ts';
import { keyOf, useCall } from '../../api/hooks.ts';
import { useLocale } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { View } from '../../ui/View.tsx';
import { ReportTable } from './ReportTable.tsx';
import type { RosterLine } from './roster.tsx';
import '../../styles/office.css';

const route = getRouteApi('/filings/$id/print');

/** Every page of the roster, one after the other. */
async function wholeRoster(id: string): Promise<RosterLine[]> {
  const lines: RosterLine[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(listFilingLines, { params: { id }, query: { limit: 100, cursor } });
    lines.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return lines;
}

/** Roster and report for A4 paper, with places for signatures and seal. */
export function PrintPage(): ReactNode {
  const { t, locale } = useLocale();
  const { id } = route.useParams();
  const filing = useCall(getFiling, { params: { id } });
  const roster = useQuery({ queryKey: [...keyOf(listFilingLines), 'all', id], queryFn: async () => await wholeRoster(id) });
  return (
    <div className="page sheet">
      <View query={filing}>
        {(f) => (
          <>
            <p className="screen-only buttons">
              <Link to="/filings/$id" params={{ id }}>← {t('office.back')}</Link>
              <Button type="primary" disabled={!roster.data} onClick={() => window.print()}>{t('print')}</Button>
              {roster.data ? null : <span role="status">{t('fil.printLoading', { n: f.lines })}</span>}
            </p>
            <SheetHead title={t('fil.printReport', { programme: f.programmeName })} unit={f.unitName} month={monthText(f.month, locale)} on={f.filedOn ? longDate(f.filedOn, locale) : ''} />
            <ReportTable report={f.report} />
            <p className="sheet-sign">{t('fil.printSign')}</p>
            <div className="sheet-break" />
            <SheetHead title={t('fil.printTitle', { programme: f.programmeName })} unit={f.unitName} month={monthText(f.month, locale)} on={f.filedOn ? longDate(f.filedOn, locale) : ''} />
            <View query={roster}>{(lines) => <RosterSheet lines={lines} />}</View>
            <p className="sheet-sign">{t('fil.printSign')}</p>
            <p className="muted">{t('fil.printNot')}</p>
          </>
        )}
      </View>
    </div>
  );
}

function SheetHead({ title, unit, month, on }: { readonly title: string; readonly unit: string; readonly month: string; readonly on: string }): ReactNode {
  const { t } = useLocale();
  return (
    <>
      <h1 className="sheet-title">{title}</h1>
      <p className="sheet-line"><span>{t('fil.printUnit', { unit })}</span><span>{t('fil.printMonth', { month })}</span><span>{t('fil.printFiled', { on })}</span></p>
    </>
  );
}

function RosterSheet({ lines }: { readonly lines: readonly RosterLine[] }): ReactNode {
  const { t } = useLocale();
  return (
    <table className="table sheet-table">
      <thead>
        <tr>
          {(['fil.no', 'fil.payee', 'fil.caseNumber', 'fil.persons', 'fil.monthly', 'fil.fromMonth', 'fil.mark', 'fil.note'] as const).map((k) => <th key={k} scope="col">{t(k)}</th>)}
        </tr>
      </thead>
      <tbody>
        {lines.map((l) => (
          <tr key={l.number}>
            <td>{l.number}</td><td>{l.payee}</td><td>{l.caseNumber}</td><td className="right">{l.persons}</td><td className="right">{formatFen(l.monthlyFen)}</td><td>{l.fromMonth}</td><td>{l.markText}</td>
            <td>{l.mark === 'changed' || l.mark === 'left' ? t('fil.beforeText', { persons: l.personsBefore, fen: formatFen(l.fenBefore) }) : ''}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>{t('office.total')}</th>
          <td className="right">{lines.reduce((n, l) => n + l.persons, 0)}</td>
          <td className="right">{formatFen(lines.reduce((n, l) => n + l.monthlyFen, 0))}</td>
          <td colSpan={3} />
        </tr>
      </tfoot>
    </table>
  );
}
