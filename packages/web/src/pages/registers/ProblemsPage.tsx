import type { Output } from '@doudi/core/api/contract';
import { PROBLEM_SOURCES, problemLedger } from '@doudi/core/api/registers';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText } from '../../ui/Text.tsx';
import { UnitFilter } from '../../ui/UnitFilter.tsx';
import { View } from '../../ui/View.tsx';
import { RegisterLinks } from './RegistersPage.tsx';
import '../../styles/office.css';

type Problem = Output<typeof problemLedger>['items'][number];
const route = getRouteApi('/registers/problems');

/** Opens a problem where it is worked on. */
function Source({ problem: p }: { readonly problem: Problem }): ReactNode {
  const t = useT();
  const word = t(`prob.source.${p.source}`);
  return p.source === 'rectification' ? <Link to="/rectifications/$id" params={{ id: p.ref }}>{word}</Link> : p.source === 'coordination' ? <Link to="/coordination">{word}</Link> : <Link to="/filings" search={{ tab: 'demands' }}>{word}</Link>;
}

/** 问题台账: what is wrong in the work, wherever it came up, until it is settled. */
export function ProblemsPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const search = route.useSearch();
  const open = search.open ?? 'true';
  const query = useCall(problemLedger, { query: { ...search, open } }, { keep: true });
  const go = (more: typeof search): void => void navigate({ to: '/registers/problems', search: { ...search, ...more }, replace: true });
  return (
    <div className="page">
      <h1>{t('reg.tab.problems')}</h1>
      <RegisterLinks />
      <p className="says">{t('prob.says')}</p>
      <div className="row-line">
        <Tabs label={t('reg.state')} value={open} onChange={(key) => go({ open: key })} items={[{ key: 'true', label: t('prob.open') }, { key: 'false', label: t('prob.settled') }]} />
        <select className="input" aria-label={t('prob.source')} value={search.source ?? ''} onChange={(e) => go({ source: PROBLEM_SOURCES.find((s) => s === e.target.value) })}><option value="">{t('office.all', { what: t('prob.source') })}</option>{PROBLEM_SOURCES.map((s) => <option key={s} value={s}>{t(`prob.source.${s}`)}</option>)}</select>
        <UnitFilter unit={search.unit} onChange={(unit) => go({ unit })} />
      </div>
      <View query={query}>
        {(page) => (
          <>
            {open === 'true' ? <p>{t('prob.count', { open: page.open, late: page.late })}</p> : null}
            <DataTable caption={t('reg.tab.problems')} rows={page.items} rowKey={(p) => p.key} empty={<p>{t('prob.none')}</p>} columns={[
              { key: 'state', title: t('matter.due'), render: (p) => (p.settledOn ? <>● <DateText date={p.settledOn} short /></> : p.dueOn === null ? <span className="light light-yellow"><span aria-hidden="true">▲</span> {t('prob.noDay')}</span> : <><span className={`light light-${p.late ? 'red' : 'green'}`}><span aria-hidden="true">{p.late ? '■' : '●'}</span> {t(p.late ? 'light.red' : 'light.green')}</span> <DateText date={p.dueOn} short /></>) },
              { key: 'source', title: t('prob.source'), render: (p) => <Source problem={p} /> },
              { key: 'unit', title: t('matter.unit'), render: (p) => p.unitName },
              { key: 'text', title: t('prob.text'), render: (p) => <>{p.text} <span className="muted"><DateText date={p.on} short /></span></> },
              { key: 'days', title: t('prob.days'), align: 'right', render: (p) => p.days },
              { key: 'result', title: t('prob.result'), render: (p) => p.result ?? '' },
            ]} />
            {page.more ? <p className="muted">{t('matter.more')}</p> : null}
          </>
        )}
      </View>
    </div>
  );
}
