import { Link } from '@tanstack/react-router';
import type { CaseRow } from '@doudi/core/api/cases';
import type { Session } from '@doudi/core/api/session';
import type { Locale, Translate } from '../../i18n/index.tsx';
import { wordFor } from '../../lib/said.ts';
import type { Column } from '../../ui/DataTable.tsx';
import { Light } from '../../ui/Light.tsx';
import { DateText, Money } from '../../ui/Text.tsx';

/** Columns of every list of cases: by when, what, whose, where, who. */
export const caseColumns = (t: Translate, session: Pick<Session, 'today' | 'unit'>, locale: Locale): Column<CaseRow>[] => {
  const status = (r: CaseRow): string => wordFor(`status.${r.status}`, r.statusText, locale, t);
  return [
    {
      key: 'due', title: t('work.due'), width: '19rem',
      render: (r) => (
        <span className="due">
          {r.light ? <Light light={r.light.light} text={r.light.text} /> : null}
          {r.due ? <DateText date={r.due} provisional={r.provisional} short year={session.today.slice(0, 4)} /> : r.light ? null : <span className="muted">—</span>}
        </span>
      ),
    },
    { key: 'next', title: t('work.next'), render: (r) => <Link to="/cases/$id" params={{ id: r.id }}>{r.nextText === null ? status(r) : wordFor(`step.${r.nextStep ?? ''}`, r.nextText, locale, t)}</Link> },
    { key: 'applicant', title: t('work.applicant'), width: '7rem', render: (r) => <span className="nobreak">{r.applicant} <span className="muted">{t('work.persons', { n: r.persons })}</span></span> },
    { key: 'place', title: t('work.place'), render: (r) => (session.unit.kind === 'county' && r.village ? `${r.unit} · ${r.village}` : (r.village ?? r.unit)) },
    { key: 'programme', title: t('work.programme'), width: '8rem', render: (r) => r.programmeName },
    { key: 'status', wide: true, title: t('work.status'), width: '8rem', render: status },
    { key: 'amount', wide: true, title: t('work.amount'), align: 'right', width: '7rem', render: (r) => (r.monthlyFen === null || r.monthlyFen === 0 ? <span className="muted">—</span> : <Money fen={r.monthlyFen} />) },
    { key: 'handler', title: t('work.handler'), width: '6rem', render: (r) => r.handler },
    { key: 'number', wide: true, title: t('work.number'), width: '11rem', render: (r) => <span className="number">{r.number}</span> },
  ];
};
