import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router';
import { worklist } from '@doudi/core/api/cases';
import { intakeSetup } from '@doudi/core/api/intake';
import { STEP_LABELS } from '@doudi/core/case/procedure';
import { STEPS } from '@doudi/core/policy/model';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { NAV } from '../../app/nav.ts';
import type { WorklistSearch } from '../../app/routes.tsx';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { LightCount } from '../../ui/Light.tsx';
import { View } from '../../ui/View.tsx';
import { caseColumns } from './columns.tsx';

const route = getRouteApi('/');
const TABS = ['todo', 'doing', 'done'] as const;

function Filters({ search, onChange }: { readonly search: Partial<WorklistSearch>; readonly onChange: (s: Partial<WorklistSearch>) => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const setup = useCall(intakeSetup, {}, { staleTime: 300_000 });
  const units = setup.data?.units ?? [];
  const select = (label: string, value: string | undefined, options: readonly (readonly [string, string])[], set: (v: string | undefined) => void): ReactNode => (
    <label>
      <span className="visually-hidden">{label}</span>
      <select className="input" value={value ?? ''} onChange={(e) => set(e.target.value === '' ? undefined : e.target.value)}>
        <option value="">{t('work.all', { what: label })}</option>
        {options.map(([v, l]) => <option key={v} value={v}>{l}</option>)}
      </select>
    </label>
  );
  return (
    <div className="filters">
      {select(t('work.programme'), search.programme, session.programmes.map((p) => [p.id, p.name]), (programme) => onChange({ ...search, programme }))}
      {units.length > 1 ? select(t('work.unit'), search.unit, units.map((u) => [u.key, u.name]), (unit) => onChange({ ...search, unit })) : null}
      {select(t('work.step'), search.step, STEPS.map((s) => [s, STEP_LABELS[s]]), (step) => onChange({ ...search, step }))}
    </div>
  );
}

/** 工作台: what is next, by when, for whom. */
export function WorklistPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { may, session } = useSession();
  const search = route.useSearch();
  const tab = search.tab ?? 'todo';
  const { programme, unit, step } = search;
  const filters = `${tab}|${programme ?? ''}|${unit ?? ''}|${step ?? ''}`;
  const [walked, setWalked] = useState<{ filters: string; cursors: string[] }>({ filters, cursors: [] });
  const cursors = walked.filters === filters ? walked.cursors : [];
  const cursor = cursors.at(-1);
  const query = useCall(worklist, { query: { tab, programme, unit, step, cursor } }, { keep: true, enabled: may('case.read') });
  const columns = useMemo(() => caseColumns(t, session), [t, session]);
  const go = useCallback((s: Partial<WorklistSearch>): void => void navigate({ to: '/', search: s, replace: true }), [navigate]);
  // Administrators start where only they go: the last of their own pages.
  const elsewhere = NAV.findLast((n) => n.to !== '/' && n.permission !== 'session.use' && may(n.permission));
  if (!may('case.read')) return elsewhere ? <Navigate to={elsewhere.to} replace /> : <div className="page"><h1>{t('nav.worklist')}</h1><p>{t('work.notYours')}</p></div>;
  const filtered = programme !== undefined || unit !== undefined || step !== undefined;
  return (
    <div className="page">
      <h1 className="visually-hidden">{t('nav.worklist')}</h1>
      <View query={query}>
        {(page) => (
          <>
            <div className="work-head">
              <div className="tabs" role="tablist" aria-label={t('nav.worklist')}>
                {TABS.map((x) => (
                  <button key={x} type="button" role="tab" aria-selected={tab === x} onClick={() => go({ ...search, tab: x })}>
                    {t(`work.tab.${x}`)} <b>{page.counts[x]}</b>
                  </button>
                ))}
              </div>
              <span className="light-counts">
                <LightCount light="red" count={page.counts.red} />
                <LightCount light="yellow" count={page.counts.yellow} />
                <LightCount light="green" count={page.counts.green} />
              </span>
              <Filters search={search} onChange={go} />
            </div>
            <DataTable caption={t(`work.tab.${tab}`)} columns={columns} rows={page.items} rowKey={(r) => `${r.id}${r.nextStep ?? ''}`} onOpen={(r) => void navigate({ to: '/cases/$id', params: { id: r.id } })} empty={
              <>
                <p>{t(filtered ? 'work.emptyFiltered' : `work.empty.${tab}`)}</p>
                {filtered ? <button type="button" className="link" onClick={() => go({ tab })}>{t('work.clear')}</button> : may('case.apply') ? <Link to="/intake">{t('nav.intake')}</Link> : null}
              </>
            } />
            <div className="work-foot">
              <Pager cursors={cursors} next={page.next} onGo={(c) => setWalked({ filters, cursors: c })} />
              <span className="muted screen-only">{t('work.keys')}</span>
            </div>
          </>
        )}
      </View>
    </div>
  );
}
