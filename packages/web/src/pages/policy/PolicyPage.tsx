import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { Instruments } from './Instruments.tsx';
import { Parameters } from './Parameters.tsx';
import { PlanText } from './PlanText.tsx';
import { Procedures } from './Procedures.tsx';
import '../../styles/office.css';

const route = getRouteApi('/policy');
const TABS = ['parameters', 'procedures', 'instruments', 'plan', 'calendar'] as const;
const CalendarYears = lazy(async () => ({ default: (await import('./CalendarYears.tsx')).CalendarYears }));

/** 政策: what is in force here on a day, from which clause, and where plan and nation disagree. */
export function PolicyPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { session } = useSession();
  const search = route.useSearch();
  const tab = search.tab ?? 'parameters';
  const on = search.on ?? session.today;
  const go = (change: Partial<typeof search>): void => void navigate({ to: '/policy', search: { ...search, ...change }, replace: true });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('pol.title')} · {session.county.name}</h1>
        <Tabs label={t('pol.title')} value={tab} onChange={(k) => go({ tab: k })} items={TABS.map((k) => ({ key: k, label: t(`pol.tab.${k}`) }))} />
        {tab === 'plan' || tab === 'calendar' ? null : (
          <div className="filters">
            <label>{t('pol.on')} <input className="input input-date" type="date" value={on} onChange={(e) => go({ on: e.target.value || undefined })} /></label>
            {on === session.today ? null : <button type="button" className="link" onClick={() => go({ on: undefined })}>{t('pol.today')}</button>}
            <select className="input" aria-label={t('office.programme')} value={search.programme ?? ''} onChange={(e) => go({ programme: e.target.value || undefined })}>
              <option value="">{t('office.all', { what: t('office.programme') })}</option>
              {session.programmes.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}
            </select>
          </div>
        )}
      </div>
      {tab === 'parameters' ? <Parameters on={on} programme={search.programme} /> : tab === 'procedures' ? <Procedures on={on} programme={search.programme} /> : tab === 'instruments' ? <Instruments on={on} /> : tab === 'plan' ? <PlanText /> : (
        <Suspense fallback={<p className="loading">{t('loading')}</p>}><CalendarYears /></Suspense>
      )}
    </div>
  );
}
