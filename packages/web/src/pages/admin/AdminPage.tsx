import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { Accounts } from './Accounts.tsx';
import { Events } from './Events.tsx';
import { Tokens } from './Tokens.tsx';
import '../../styles/office.css';

const route = getRouteApi('/accounts');
const TABS = ['accounts', 'tokens', 'events'] as const;

/** 账号管理 for the three administrators: what each may not do stands there with who does it. */
export function AdminPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { session } = useSession();
  const search = route.useSearch();
  const tab = search.tab ?? 'accounts';
  const go = (change: Partial<typeof search>): void => void navigate({ to: '/accounts', search: { ...search, ...change }, replace: true });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('adm.title')} · {session.county.name}</h1>
        <Tabs label={t('adm.title')} value={tab} onChange={(k) => go({ tab: k })} items={TABS.map((k) => ({ key: k, label: t(`adm.tab.${k}`) }))} />
      </div>
      <p className="says">{t('adm.three')}</p>
      {tab === 'accounts' ? <Accounts chosen={search.account} onChoose={(account) => go({ account })} /> : tab === 'tokens' ? <Tokens /> : <Events account={search.account} onAll={() => go({ account: undefined })} />}
    </div>
  );
}
