import { findArchives, listArchives, type ArchiveRow } from '@doudi/core/api/archive';
import type { Output } from '@doudi/core/api/contract';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable, Pager, type Column } from '../../ui/DataTable.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import { Pending } from './Pending.tsx';
import '../../styles/office.css';
import '../../styles/archive.css';

const route = getRouteApi('/archives');
const TABS = ['list', 'pending', 'ended'] as const;

/** 档案目录: the unit's archives, closed cases that wait for theirs, archives whose term has ended. */
export function ArchivesPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const search = route.useSearch();
  const tab = search.tab ?? 'list';
  const go = (change: Partial<typeof search>): void => void navigate({ to: '/archives', search: { ...search, ...change }, replace: true });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('ar.title')}</h1>
        <Tabs label={t('ar.title')} value={tab} onChange={(k) => go({ tab: k })} items={TABS.map((k) => ({ key: k, label: t(`ar.tab.${k}`) }))} />
      </div>
      {tab === 'pending' ? <Pending /> : <List ended={tab === 'ended'} go={go} />}
    </div>
  );
}

/** Columns of a list of archives. */
function useColumns(ended: boolean): Column<ArchiveRow>[] {
  const t = useT();
  return [
    { key: 'number', title: t('ar.number'), render: (v) => <Link to="/archives/$id" params={{ id: v.id }} className="number">{v.number}</Link> },
    { key: 'applicant', title: t('ar.applicant'), render: (v) => v.applicant },
    { key: 'unit', title: t('ar.unit'), render: (v) => v.unit, wide: true },
    { key: 'box', title: t('ar.box'), render: (v) => <>{v.apart ? <b>{t('ar.apart')}</b> : null}{v.shouldBeApart ? <span className="bad"> ■ {t('ar.shouldBeApart')}</span> : null} {v.box ?? (v.apart ? '' : '—')}</> },
    { key: 'cases', title: t('ar.cases'), align: 'right', render: (v) => v.cases },
    { key: 'complete', title: t('ar.complete'), render: (v) => <span className={v.complete === 'incomplete' ? 'bad' : v.complete === 'unchecked' ? 'muted' : undefined}>{t(`ar.complete.${v.complete}`)}</span> },
    { key: 'retention', title: t('ar.retention'), render: (v) => (v.retention.until ? <DateText date={v.retention.until} short /> : <span className="muted">{t('ar.notRunning')}</span>) },
    ...(ended ? [{ key: 'appraisal', title: t('ar.appraisal'), render: (v: ArchiveRow) => t(`ar.appraisal.${v.appraisal}`) }] : [{ key: 'opened', title: t('ar.opened'), render: (v: ArchiveRow) => <DateText date={v.openedOn} short /> }]),
  ];
}

function List({ ended, go }: { readonly ended: boolean; readonly go: (change: Partial<ReturnType<typeof route.useSearch>>) => void }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { session } = useSession();
  const { tab: _, ...query } = route.useSearch();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const columns = useColumns(ended);
  const found = useSend(findArchives, { read: true });
  const answer = useCall(listArchives, { query: { ...query, cursor: cursors.at(-1), ...(ended ? { ended: true } : {}) } }, { keep: true });
  const open = (v: ArchiveRow): void => void navigate({ to: '/archives/$id', params: { id: v.id } });
  const filter = (change: Parameters<typeof go>[0]): void => { setCursors([]); go(change); };
  const year = Number(session.today.slice(0, 4));
  return (
    <>
      <Find onFind={(value) => found.mutate({ body: { value } })} onClear={() => found.reset()} shown={found.isSuccess} busy={found.isPending} />
      {found.isError ? <RefusalPanel problem={problemOf(found.error)} /> : null}
      {found.isSuccess ? (
        <>
          <p className="muted">{t('ar.found', { n: found.data.items.length })}</p>
          <DataTable caption={t('ar.title')} columns={columns} rows={found.data.items} rowKey={(v) => v.id} onOpen={open} empty={<p>{t('ar.none')}</p>} />
        </>
      ) : (
        <>
          <div className="filters">
            <input className="input" aria-label={t('ar.byNumber')} placeholder={t('ar.byNumber')} defaultValue={query.number ?? ''} onKeyDown={(e) => { if (e.key === 'Enter') filter({ number: e.currentTarget.value.trim() || undefined }); }} />
            <select className="input" aria-label={t('ar.year')} value={query.year ?? ''} onChange={(e) => filter({ year: e.target.value ? Number(e.target.value) : undefined })}>
              <option value="">{t('ar.allYears')}</option>
              {[0, 1, 2, 3, 4].map((n) => <option key={n} value={year - n}>{year - n}</option>)}
            </select>
            <select className="input" aria-label={t('ar.box')} value={query.shelf ?? ''} onChange={(e) => filter({ shelf: (e.target.value || undefined) as 'common' | 'apart' | undefined })}>
              <option value="">{t('ar.allShelves')}</option><option value="common">{t('ar.common')}</option><option value="apart">{t('ar.apart')}</option>
            </select>
            <select className="input" aria-label={t('ar.complete')} value={query.complete ?? ''} onChange={(e) => filter({ complete: (e.target.value || undefined) as ArchiveRow['complete'] | undefined })}>
              <option value="">{t('ar.allComplete')}</option>
              {(['complete', 'incomplete', 'unchecked'] as const).map((k) => <option key={k} value={k}>{t(`ar.complete.${k}`)}</option>)}
            </select>
          </div>
          {ended ? <p className="muted">{t('ar.nothingRemoved')}</p> : null}
          <View query={answer}>{(a: Output<typeof listArchives>) => (
            <>
              {ended ? null : <p className="muted">{t('ar.counts', { all: a.counts.all, apart: a.counts.apart, open: a.counts.open })}</p>}
              <DataTable caption={t('ar.title')} columns={columns} rows={a.items} rowKey={(v) => v.id} onOpen={open} place="archives" empty={<p>{t(ended ? 'ar.endedNone' : 'ar.none')}</p>} />
              <Pager cursors={cursors} next={a.next} onGo={setCursors} />
            </>
          )}</View>
        </>
      )}
    </>
  );
}

/** A household by name or number: sent in the body, never in the address, and on record. */
function Find({ onFind, onClear, shown, busy }: { readonly onFind: (value: string) => void; readonly onClear: () => void; readonly shown: boolean; readonly busy: boolean }): ReactNode {
  const t = useT();
  const [value, setValue] = useState('');
  return (
    <form className="filters" role="search" aria-label={t('ar.find')} onSubmit={(e) => { e.preventDefault(); if (value.trim() !== '') onFind(value.trim()); }}>
      <input className="input find-household" type="search" aria-label={t('ar.find')} placeholder={t('ar.find')} maxLength={60} value={value} onChange={(e) => setValue(e.target.value)} />
      <Button htmlType="submit" loading={busy}>{t('ar.findDo')}</Button>
      {shown ? <button type="button" className="link" onClick={() => { setValue(''); onClear(); }}>{t('ar.clear')}</button> : null}
    </form>
  );
}
