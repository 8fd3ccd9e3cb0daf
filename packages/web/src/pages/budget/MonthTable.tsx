import { formatFen } from '@doudi/core/money/fen';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';

/** Twelve months and their sum, a row each. Sums are fen. */
export function MonthTable({ year, rows, total }: { readonly year: number; readonly rows: readonly { readonly label: ReactNode; readonly months: readonly number[]; readonly total: number }[]; readonly total?: { readonly months: readonly number[]; readonly total: number } }): ReactNode {
  const t = useT();
  const cells = (months: readonly number[], sum: number): ReactNode => <>{months.map((m, i) => <td key={i} className="right">{m === 0 ? '—' : formatFen(m)}</td>)}<td className="right"><b>{formatFen(sum)}</b></td></>;
  return (
    <div className="table-scroll">
      <table className="table sheet-table month-sums">
        <thead><tr><th scope="col">{year}</th>{Array.from({ length: 12 }, (_, i) => <th key={i} scope="col" className="right">{t('bud.month.n', { n: i + 1 })}</th>)}<th scope="col" className="right">{t('bud.yearSum')}</th></tr></thead>
        <tbody>{rows.map((r, i) => <tr key={i}><th scope="row">{r.label}</th>{cells(r.months, r.total)}</tr>)}</tbody>
        {total ? <tfoot><tr><th scope="row">{t('office.total')}</th>{cells(total.months, total.total)}</tr></tfoot> : null}
      </table>
    </div>
  );
}
