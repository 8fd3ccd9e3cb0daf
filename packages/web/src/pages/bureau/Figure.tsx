import type { FigureView } from '@doudi/core/api/bureau';
import { formatFen } from '@doudi/core/money/fen';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';
import { ClauseChip } from '../../ui/Chips.tsx';

/** A number with its unit: sums in yuan. */
export const saysNumber = (value: number, unit: string, yuan: string): string => (unit === 'fen' ? `${formatFen(value)} ${yuan}` : `${value.toLocaleString('zh-CN')} ${unit}`);

/** One figure: the number opens its list; below, on demand, how it was computed, the clauses, and the units. */
export function FigureCard({ figure: f, units = true }: { readonly figure: Omit<FigureView, 'byUnit'> & { readonly byUnit?: FigureView['byUnit'] }; readonly units?: boolean }): ReactNode {
  const t = useT();
  return (
    <li className={`figure${f.value > 0 ? '' : ' figure-none'}`}>
      <a className="figure-main" href={f.href}><span>{f.label}</span> <b className="number">{saysNumber(f.value, f.unit, t('yuan'))}</b></a>
      <details>
        <summary title={f.how}>{t('bureau.how')}</summary>
        <p>{f.how}</p>
        {f.clauses.length > 0 ? <p className="chips">{f.clauses.map((c) => <ClauseChip key={c.id} source={{ label: `${c.clause} ${c.id}`, clause: c.clause, quote: c.phrase }} />)}</p> : null}
        {units && f.byUnit && f.byUnit.length > 0 ? <ul className="figure-units">{f.byUnit.map((u) => <li key={u.unit}><Link to="/bureau/units/$unit" params={{ unit: u.unit }}>{u.unitName}</Link> {u.href ? <a href={u.href} className="number">{u.value}</a> : <span className="number">{u.value}</span>}</li>)}</ul> : null}
      </details>
    </li>
  );
}
