import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { ChangesTab } from './ChangesTab.tsx';
import { OutturnTab } from './OutturnTab.tsx';
import { PlansTab } from './PlansTab.tsx';
import { ScenariosTab } from './ScenariosTab.tsx';
import '../../styles/office.css';
import '../../styles/budget.css';

const route = getRouteApi('/budget');
const TABS = ['outturn', 'plans', 'tries', 'changes'] as const;

/** 资金计划: what the year needs, what came and went, what another standard would cost, and raising it. */
export function BudgetPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { tab = 'outturn' } = route.useSearch();
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('nav.budget')}</h1>
        <Tabs label={t('nav.budget')} items={TABS.map((key) => ({ key, label: t(`bud.tab.${key}`) }))} value={tab} onChange={(key) => void navigate({ to: '/budget', search: { tab: key }, replace: true })} />
      </div>
      {tab === 'outturn' ? <OutturnTab /> : tab === 'plans' ? <PlansTab /> : tab === 'tries' ? <ScenariosTab /> : <ChangesTab />}
    </div>
  );
}
