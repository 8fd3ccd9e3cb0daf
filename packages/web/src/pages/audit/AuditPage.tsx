import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';
import { useSession } from '../../app/session.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { AccessLog } from './AccessLog.tsx';
import { CaseLog } from './CaseLog.tsx';
import { Chain } from './Chain.tsx';
import { Export } from './Export.tsx';
import '../../styles/office.css';

const route = getRouteApi('/audit');
const TABS = ['chain', 'log', 'access', 'export'] as const;

/** 审计: whether the log is whole, what was done, what was looked at. */
export function AuditPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { session } = useSession();
  const search = route.useSearch();
  const tab = search.tab ?? 'chain';
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('aud.title')} · {session.county.name}</h1>
        <Tabs label={t('aud.title')} value={tab} onChange={(k) => void navigate({ to: '/audit', search: { tab: k }, replace: true })} items={TABS.map((k) => ({ key: k, label: t(`aud.tab.${k}`) }))} />
      </div>
      {tab === 'chain' ? <Chain /> : tab === 'log' ? <CaseLog /> : tab === 'access' ? <AccessLog /> : <Export />}
    </div>
  );
}
