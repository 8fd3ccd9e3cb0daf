import { bureauList } from '@doudi/core/api/bureau';
import { formatFen } from '@doudi/core/money/fen';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale } from '../../i18n/index.tsx';
import { monthText } from '../../lib/months.ts';
import { DataTable, Pager, type Column } from '../../ui/DataTable.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { UnitFilter } from '../../ui/UnitFilter.tsx';
import { View } from '../../ui/View.tsx';
import type { BureauListItem } from '@doudi/core/api/bureau';
import '../../styles/office.css';

const route = getRouteApi('/bureau/list');

/** What a number of the county's page counted: its households or its decisions, each with its case. */
export function BureauListPage(): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const search = route.useSearch();
  const here = JSON.stringify(search);
  const [walked, setWalked] = useState<{ here: string; cursors: string[] }>({ here, cursors: [] });
  const cursors = walked.here === here ? walked.cursors : [];
  const query = useCall(bureauList, { query: { ...search, cursor: cursors.at(-1) } }, { keep: true });
  const decisions = search.what === 'refused' || search.what === 'decided';
  const columns: Column<BureauListItem>[] = [
    { key: 'case', title: t('bureau.list.case'), render: (r) => <><Link to="/cases/$id" params={{ id: r.case }}>{r.applicant}</Link> <span className="muted number">{r.number}</span></> },
    { key: 'programme', title: t('office.programme'), render: (r) => r.programmeName },
    { key: 'unit', title: t('matter.unit'), render: (r) => r.unitName },
    { key: 'village', title: t('bureau.village'), render: (r) => r.village ?? '' },
    ...(decisions ? [
      { key: 'on', title: t('bureau.list.on'), render: (r: BureauListItem) => (r.on ? <DateText date={r.on} short /> : null) },
      { key: 'days', title: t('bureau.days'), align: 'right' as const, render: (r: BureauListItem) => r.days ?? '—' },
    ] : [
      { key: 'from', title: t('bureau.list.from'), render: (r: BureauListItem) => (r.from ? monthText(r.from, locale) : '') },
      { key: 'to', title: t('bureau.list.to'), render: (r: BureauListItem) => (r.to ? monthText(r.to, locale) : '—') },
      { key: 'fen', title: t('bureau.fen'), align: 'right' as const, render: (r: BureauListItem) => (r.fen === null ? null : <Money fen={r.fen} bare />) },
    ]),
  ];
  return (
    <div className="page">
      <p className="screen-only"><Link to="/bureau">← {t('bureau.title')}</Link></p>
      <div className="page-head">
        <h1>{t(`bureau.list.${search.what}`)}</h1>
        <span className="muted">{monthText(search.month, locale)}{search.until === undefined ? '' : t('bureau.list.until', { n: Number(search.until) })}</span>
        <div className="filters"><UnitFilter unit={search.unit} onChange={(unit) => void navigate({ to: '/bureau/list', search: { ...search, unit, village: undefined }, replace: true })} /></div>
      </div>
      <View query={query}>
        {(page) => (
          <>
            <p><b>{decisions ? t('bureau.list.cases', { n: page.total }) : t('bureau.list.households', { n: page.total, fen: formatFen(page.fen) })}</b></p>
            <DataTable caption={t(`bureau.list.${search.what}`)} rows={page.items} rowKey={(r) => r.id} columns={columns} empty={<p>{t('bureau.allWell')}</p>} />
            <Pager cursors={cursors} next={page.next} onGo={(c) => setWalked({ here, cursors: c })} />
          </>
        )}
      </View>
    </div>
  );
}
