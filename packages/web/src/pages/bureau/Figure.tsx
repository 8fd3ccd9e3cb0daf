import type { FigureView } from '@doudi/core/api/bureau';
import { formatFen } from '@doudi/core/money/fen';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useLocale } from '../../i18n/index.tsx';
import { ClauseChip } from '../../ui/Chips.tsx';
import { saidIn } from './english.ts';

/** A number with its unit: sums in yuan. */
export const saysNumber = (value: number, unit: string, yuan: string): string => (unit === 'fen' ? `${formatFen(value)} ${yuan}` : `${value.toLocaleString('zh-CN')} ${unit}`.trim());

/** What weighs more than its number: people's own words and money that did not come first, then the rest by how many. */
const WEIGHT = ['complaint.named', 'complaint.late', 'case.late', 'aid.urgent', 'pay.stuck', 'pay.held', 'check.wrong', 'rectify.late', 'lead.late', 'lead.valid', 'complaint.correct', 'lead.unfollowed', 'recovery.late', 'filing.late'];
/** What is no case of anybody, however many there are. */
const LAST = ['duty.unassigned', 'behaviour.open'];
const weight = (id: string): number => (WEIGHT.includes(id) ? WEIGHT.indexOf(id) : WEIGHT.length + (LAST.includes(id) ? 1 : 0));

/** Figures of one block in the order in which they are to be read. */
export const byWeight = <F extends { readonly id: string; readonly value: number }>(figures: readonly F[]): F[] => figures.toSorted((a, b) => weight(a.id) - weight(b.id) || b.value - a.value);

/** One figure: the number opens its list; below, on demand, how it was computed, the clauses, and the units. */
export function FigureCard({ figure, units = true }: { readonly figure: Omit<FigureView, 'byUnit'> & { readonly byUnit?: FigureView['byUnit'] }; readonly units?: boolean }): ReactNode {
  const { t, locale } = useLocale();
  const f = saidIn(figure, locale);
  return (
    <li className={`figure${f.value > 0 ? '' : ' figure-none'}`}>
      <a className="figure-main" href={f.href}><span>{f.label}{f.ofCounty ? <span className="tag">{t('bureau.ofCounty')}</span> : null}</span> <b className="number">{saysNumber(f.value, f.unit, t('yuan'))}</b></a>
      {/* On paper nothing can be opened: there it stands in the open. */}
      <p className="figure-how">{f.how}</p>
      <details>
        <summary title={f.how}>{t('bureau.how')}</summary>
        <p>{f.how}</p>
        {f.clauses.length > 0 ? <p className="chips">{f.clauses.map((c) => <ClauseChip key={c.id} source={{ label: c.clause, clause: c.clause, quote: c.phrase }} />)}</p> : null}
        {units && f.byUnit && f.byUnit.length > 0 ? <ul className="figure-units">{f.byUnit.map((u) => <li key={u.unit}><Link to="/bureau/units/$unit" params={{ unit: u.unit }}>{u.unitName}</Link> {u.href ? <a href={u.href} className="number">{u.value}</a> : <span className="number">{u.value}</span>}</li>)}</ul> : null}
      </details>
    </li>
  );
}
