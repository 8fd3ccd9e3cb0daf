import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { getOrganisation } from '@doudi/core/api/organisation';
import type { Output } from '@doudi/core/api/contract';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { View } from '../../ui/View.tsx';
import { Bodies } from './Bodies.tsx';
import { Confirms } from './Confirms.tsx';
import { Entrustments } from './Entrustments.tsx';
import { Relatives } from './Relatives.tsx';
import { UnitTree } from './UnitTree.tsx';
import '../../styles/office.css';

const route = getRouteApi('/organisation');
const TABS = ['units', 'confirms', 'entrustments', 'bodies', 'relatives'] as const;
export type Organisation = Output<typeof getOrganisation>;

/** 组织与委托: who does what where on a day, under which entrustment. */
export function OrganisationPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { session, may } = useSession();
  const search = route.useSearch();
  const tabs = TABS.filter((k) => (k !== 'relatives' || may('relative.read')) && (k !== 'bodies' || may('meeting.read')));
  const tab = tabs.find((k) => k === search.tab) ?? 'units';
  const on = search.on ?? session.today;
  const query = useCall(getOrganisation, { query: { on } }, { keep: true });
  const go = (change: Partial<typeof search>): void => void navigate({ to: '/organisation', search: { ...search, ...change }, replace: true });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('org.title')} · {session.county.name}</h1>
        <Tabs label={t('org.title')} value={tab} onChange={(k) => go({ tab: k })} items={tabs.map((k) => ({ key: k, label: t(`org.tab.${k}`) }))} />
        {tab === 'relatives' || tab === 'bodies' ? null : (
          <div className="filters">
            <label>{t('org.on')} <input className="input input-date" type="date" value={on} onChange={(e) => go({ on: e.target.value || undefined })} /></label>
            {on === session.today ? null : <button type="button" className="link" onClick={() => go({ on: undefined })}>{t('org.today')}</button>}
          </div>
        )}
      </div>
      <View query={query}>
        {(org) => (tab === 'units' ? <UnitTree org={org} chosen={search.unit} onChoose={(unit) => go({ unit })} /> : tab === 'confirms' ? <Confirms org={org} /> : tab === 'entrustments' ? <Entrustments org={org} /> : tab === 'bodies' ? <Bodies unit={search.unit} onChoose={(unit) => go({ unit })} /> : <Relatives org={org} />)}
      </View>
    </div>
  );
}
