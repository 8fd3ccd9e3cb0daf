import { AREAS, CAUSES, crossFoot, CLASSES, LABOUR, type MonthlyReport } from '@doudi/core/filing/report';
import { formatFen } from '@doudi/core/money/fen';
import type { ReactNode } from 'react';
import { useT, type TextKey } from '../../i18n/index.tsx';

const ROWS = ['households', 'persons', 'fen'] as const;
const PARTS = ['last', 'new', 'imported', 'left', 'changed', 'now'] as const;
const AGES = ['minor', 'adult', 'aged'] as const;
const SEXES = ['male', 'female'] as const;
const OF_WHICH = CLASSES.filter((c) => c === 'disabled' || c === 'severeIllness');

/** The monthly report with each of its equations checked on the spot: last + new − left ± changed = now; persons = sum of their classes. */
export function ReportTable({ report }: { readonly report: MonthlyReport }): ReactNode {
  const t = useT();
  const faults = crossFoot(report);
  const faultAt = (path: string): string | undefined => faults.find((f) => f.path.startsWith(path))?.message;
  // A column of households taken over only where there are any.
  const parts = PARTS.filter((p) => p !== 'imported' || ROWS.some((r) => (report[r].imported ?? 0) !== 0));
  const wide = parts.length;
  const check = (path: string): ReactNode => {
    const fault = faultAt(path);
    return fault ? <span className="bad">✗ {fault}</span> : <span className="good">{t('fil.ok')}</span>;
  };
  const classes = (label: string, of: readonly (typeof CLASSES)[number][], path: string | null): ReactNode => (
    <tr>
      <th scope="row">{label}</th>
      <td colSpan={wide} data-label={label}>
        {of.map((c) => `${t(`fil.class.${c}`)} ${report.classes[c]}`).join('，')}
        {path ? `；${t('fil.sum')} ${of.reduce((n, c) => n + report.classes[c], 0)}` : ''}
      </td>
      <td data-label={t('fil.check')}>{path ? check(path) : null}</td>
    </tr>
  );
  const whole = (label: TextKey, of: readonly (readonly [TextKey, number])[], path: string): ReactNode => (
    <tr>
      <th scope="row">{t(label)}</th>
      <td colSpan={wide} data-label={t(label)}>{of.map(([k, n]) => `${t(k)} ${n}`).join('，')}；{t('fil.sum')} {of.reduce((n, [, x]) => n + x, 0)}</td>
      <td data-label={t('fil.check')}>{check(path)}</td>
    </tr>
  );
  return (
    <div className="table-scroll">
      <table className="table report">
        <caption className="visually-hidden">{t('fil.report')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('fil.kind')}</th>
            {parts.map((p) => <th key={p} scope="col" className="right">{t(`fil.${p}`)}</th>)}
            <th scope="col">{t('fil.check')}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((r) => (
            <tr key={r}>
              <th scope="row">{t(`fil.row.${r}`)}</th>
              {parts.map((p) => <td key={p} className="right" data-label={t(`fil.${p}`)}>{r === 'fen' ? formatFen(report[r][p] ?? 0) : (report[r][p] ?? 0)}</td>)}
              <td data-label={t('fil.check')}>{check(`${r}.`)}</td>
            </tr>
          ))}
          {classes(t('fil.byAge'), AGES, 'classes.minor')}
          {classes(t('fil.bySex'), SEXES, 'classes.male')}
          {classes(t('fil.ofWhich'), OF_WHICH, null)}
          {report.labour ? whole('fil.byLabour', LABOUR.map((k) => [`labour.${k}`, report.labour?.[k] ?? 0]), 'labour') : null}
          {report.areas ? (
            <tr>
              <th scope="row">{t('fil.byArea')}</th>
              <td colSpan={wide} data-label={t('fil.byArea')}>{AREAS.map((a) => t('fil.areaPart', { area: t(`area.${a}`), households: report.areas?.[a].households ?? 0, persons: report.areas?.[a].persons ?? 0, fen: formatFen(report.areas?.[a].fen ?? 0) })).join('；')}</td>
              <td data-label={t('fil.check')}>{check('areas')}</td>
            </tr>
          ) : null}
          {report.causes ? whole('fil.byCause', CAUSES.flatMap((k) => (report.causes?.[k] ? [[`hardship.${k}`, report.causes[k]] as const] : [])), 'causes') : null}
          <tr>
            <th scope="row">{t('fil.handled')}</th>
            <td colSpan={wide} data-label={t('fil.handled')}>{(['applied', 'granted', 'refused'] as const).map((h) => `${t(`fil.${h}`)} ${report.handled[h]}`).join('，')}</td>
            <td />
          </tr>
        </tbody>
      </table>
    </div>
  );
}
