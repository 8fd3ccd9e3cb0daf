import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { fundsOverview } from '@doudi/core/api/funds';
import type { Output } from '@doudi/core/api/contract';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { View } from '../../ui/View.tsx';
import { Imprests } from './Imprests.tsx';
import { Operations } from './Operations.tsx';
import { OverviewTab } from './OverviewTab.tsx';
import '../../styles/office.css';

const route = getRouteApi('/funds');
export type Overview = Output<typeof fundsOverview>;
const TABS = ['overview', 'operations', 'units'] as const;

/** 资金账: what was appropriated, allocated and spent, what two people move, and each unit's cash. */
export function FundsPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { session, may } = useSession();
  const search = route.useSearch();
  // A unit comes for its own cash; the county for the whole.
  const tab = search.tab ?? (may('fund.check') ? 'overview' : 'units');
  const year = search.year ?? Number(session.today.slice(0, 4));
  const query = useCall(fundsOverview, { query: { year } }, { keep: true });
  const go = (change: Partial<typeof search>): void => void navigate({ to: '/funds', search: { ...search, ...change }, replace: true });
  const waiting = query.data?.operations.filter((o) => o.why === null).length ?? 0;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('nav.funds')}</h1>
        <Tabs label={t('nav.funds')} value={tab} onChange={(k) => go({ tab: k })} items={TABS.map((k) => ({ key: k, label: t(`fund.tab.${k}`), ...(k === 'operations' && waiting > 0 ? { count: waiting } : {}) }))} />
        <div className="filters">
          {tab === 'overview' && may('fund.check') ? (
            <>
              <button type="button" className="link" onClick={() => go({ year: year - 1 })}>← {year - 1}</button>
              <b className="nobreak">{t('fund.year', { year })}</b>
              <button type="button" className="link" disabled={year >= Number(session.today.slice(0, 4)) + 1} onClick={() => go({ year: year + 1 })}>{year + 1} →</button>
            </>
          ) : null}
          <Link to="/funds/entries">{t('fund.entries')}</Link>
        </div>
      </div>
      <View query={query}>{(o) => (tab === 'overview' ? <OverviewTab o={o} /> : tab === 'operations' ? <Operations o={o} /> : <Imprests o={o} />)}</View>
    </div>
  );
}
