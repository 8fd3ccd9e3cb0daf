import { crossFoot, CLASSES, type MonthlyReport } from '@doudi/core/filing/report';
import { formatFen } from '@doudi/core/money/fen';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';

const ROWS = ['households', 'persons', 'fen'] as const;
const PARTS = ['last', 'new', 'left', 'changed', 'now'] as const;
const AGES = ['minor', 'adult', 'aged'] as const;
const SEXES = ['male', 'female'] as const;
const OF_WHICH = CLASSES.filter((c) => c === 'disabled' || c === 'severeIllness');

/** The monthly report with each of its equations checked on the spot: last + new − left ± changed = now; persons = sum of their classes. */
export function ReportTable({ report }: { readonly report: MonthlyReport }): ReactNode {
  const t = useT();
  const faults = crossFoot(report);
  const faultAt = (path: string): string | undefined => faults.find((f) => f.path.startsWith(path))?.message;
  const check = (path: string): ReactNode => {
    const fault = faultAt(path);
    return fault ? <span className="bad">✗ {fault}</span> : <span className="good">{t('fil.ok')}</span>;
  };
  const classes = (label: string, of: readonly (typeof CLASSES)[number][], path: string | null): ReactNode => (
    <tr>
      <th scope="row">{label}</th>
      <td colSpan={5} data-label={label}>
        {of.map((c) => `${t(`fil.class.${c}`)} ${report.classes[c]}`).join('，')}
        {path ? `；${t('fil.sum')} ${of.reduce((n, c) => n + report.classes[c], 0)}` : ''}
      </td>
      <td data-label={t('fil.check')}>{path ? check(path) : null}</td>
    </tr>
  );
  return (
    <div className="table-scroll">
      <table className="table report">
        <caption className="visually-hidden">{t('fil.report')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('fil.kind')}</th>
            {PARTS.map((p) => <th key={p} scope="col" className="right">{t(`fil.${p}`)}</th>)}
            <th scope="col">{t('fil.check')}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((r) => (
            <tr key={r}>
              <th scope="row">{t(`fil.row.${r}`)}</th>
              {PARTS.map((p) => <td key={p} className="right" data-label={t(`fil.${p}`)}>{r === 'fen' ? formatFen(report[r][p]) : report[r][p]}</td>)}
              <td data-label={t('fil.check')}>{check(`${r}.`)}</td>
            </tr>
          ))}
          {classes(t('fil.byAge'), AGES, 'classes.minor')}
          {classes(t('fil.bySex'), SEXES, 'classes.male')}
          {classes(t('fil.ofWhich'), OF_WHICH, null)}
          <tr>
            <th scope="row">{t('fil.handled')}</th>
            <td colSpan={5} data-label={t('fil.handled')}>{(['applied', 'granted', 'refused'] as const).map((h) => `${t(`fil.${h}`)} ${report.handled[h]}`).join('，')}</td>
            <td />
          </tr>
        </tbody>
      </table>
    </div>
  );
}
