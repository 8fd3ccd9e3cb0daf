import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, type ReactNode } from 'react';
import type { Search } from './Filters.tsx';
import { CaseList } from './WorklistPage.tsx';

const route = getRouteApi('/cases');

/** 案件: the cases that a post may look at without having anything to do in them. */
export function CasesPage(): ReactNode {
  const navigate = useNavigate();
  const search = route.useSearch();
  const go = useCallback((s: Search): void => void navigate({ to: '/cases', search: s, replace: true }), [navigate]);
  return <CaseList title="nav.cases" tabs={['doing', 'done']} search={search} onSearch={go} />;
}
