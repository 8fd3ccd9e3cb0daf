import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router';
import { worklist } from '@doudi/core/api/cases';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { LANDING } from '../../app/nav.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { pagesOf, rememberPages, rememberSearch } from '../../lib/place.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { View } from '../../ui/View.tsx';
import { caseColumns } from './columns.tsx';
import { capped } from './count.ts';
import { Filters, LightFilter, type Search } from './Filters.tsx';
import { MattersLink } from './MattersLink.tsx';
import { MoneyLink } from './MoneyLink.tsx';
import { UrgentLink } from './UrgentLink.tsx';

const route = getRouteApi('/');
const TABS = ['todo', 'doing', 'done'] as const;
type Tab = (typeof TABS)[number];

/** 工作台: what is next, by when, for whom. A post that acts on no case has no list of what to do: it starts elsewhere. */
export function WorklistPage(): ReactNode {
  const navigate = useNavigate();
  const { may, session } = useSession();
  const search = route.useSearch();
  const go = useCallback((s: Search): void => void navigate({ to: '/', search: s, replace: true }), [navigate]);
  useEffect(() => rememberSearch(session.account, search), [session.account, search]);
  if (!may('case.act')) return <Navigate to={LANDING[session.post]} replace />;
  return <CaseList title="nav.worklist" tabs={TABS} search={search} onSearch={go} />;
}

/** Lists of cases under filters; what is chosen stands in the address, the page and row left are found again. */
export function CaseList({ title, tabs, search, onSearch: go }: { readonly title: 'nav.worklist' | 'nav.cases'; readonly tabs: readonly Tab[]; readonly search: Search; readonly onSearch: (s: Search) => void }): ReactNode {
  const { locale, t } = useLocale();
  const navigate = useNavigate();
  const { may, session } = useSession();
  const asked = search.tab ?? 'todo';
  const tab = tabs.includes(asked) ? asked : (tabs[0] ?? asked);
  const { programme, unit, village, step } = search;
  const light = tab === 'done' ? undefined : search.light;
  const filters = [session.account, tab, programme, unit, village, step, light].join('|');
  const [walked, setWalked] = useState<{ filters: string; cursors: string[] }>(() => ({ filters, cursors: pagesOf(filters) }));
  const cursors = walked.filters === filters ? walked.cursors : [];
  const cursor = cursors.at(-1);
  const query = useCall(worklist, { query: { tab, programme, unit, village, step, light, cursor } }, { keep: true });
  const columns = useMemo(() => caseColumns(t, session, locale), [t, session, locale]);
  const turn = (c: string[]): void => {
    setWalked({ filters, cursors: c });
    rememberPages(filters, c);
  };
  // What was in hand moved on while one was away: a remembered page may have run empty.
  const emptied = cursor !== undefined && !query.isPlaceholderData && query.data?.items.length === 0;
  useEffect(() => {
    if (emptied) setWalked({ filters, cursors: [] });
  }, [emptied, filters]);
  const filtered = [programme, unit, village, step, light].some((x) => x !== undefined);
  return (
    <div className="page">
      <h1 className="visually-hidden">{t(title)}</h1>
      <View query={query}>
        {(page) => (
          <>
            <div className="work-head">
              <Tabs label={t(title)} value={tab} onChange={(x) => go({ ...search, tab: x })} items={tabs.map((x) => ({ key: x, label: t(`work.tab.${x}`), count: capped(page.counts[x]) }))} />
              {tab === 'done' ? null : <LightFilter counts={page.counts} search={search} onChange={go} />}
              {may('case.act') ? <UrgentLink /> : null}
              {may('case.act') && may('money.desk') ? <MoneyLink /> : null}
              {may('matter.read') ? <MattersLink /> : null}
              {may('batch.confirm') ? <Link to="/desk/batch" className="work-link">{t('batch.link')}</Link> : null}
              <Filters search={search} onChange={go} />
            </div>
            {filtered ? (
              <p className="work-filtered" role="status">
                {t('work.found', { n: capped(page.counts.total) })} <button type="button" className="link" onClick={() => go({ tab })}>{t('work.clear')}</button>
              </p>
            ) : null}
            <DataTable caption={t(`work.tab.${tab}`)} columns={columns} rows={page.items} rowKey={(r) => `${r.id}${r.nextStep ?? ''}`} place={`${filters}|${cursor ?? ''}`} onOpen={(r) => void navigate({ to: '/cases/$id', params: { id: r.id } })} empty={
              <>
                <p>{t(filtered ? 'work.emptyFiltered' : `work.empty.${tab}`)}</p>
                {filtered ? null : may('case.apply') ? <Link to="/intake">{t('nav.intake')}</Link> : null}
              </>
            } />
            <div className="work-foot">
              <Pager cursors={cursors} next={page.next} onGo={turn} />
              <span className="muted screen-only">{t('work.keys')}</span>
            </div>
          </>
        )}
      </View>
    </div>
  );
}
