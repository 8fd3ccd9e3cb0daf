import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { listRoster, type RosterHousehold } from '@doudi/core/api/rosters';
import { formatFen } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { addressOf } from '../../api/client.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useOffices } from '../../forms/offices.ts';
import { useLocale } from '../../i18n/index.tsx';
import { monthText, shiftMonth } from '../../lib/months.ts';
import { DataTable, Pager, type Column } from '../../ui/DataTable.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { Money } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import { ExportForm } from './ExportForm.tsx';
import { Imports } from './Imports.tsx';
import '../../styles/office.css';

const route = getRouteApi('/rosters');
const TABS = ['list', 'imports'] as const;
const OFFICE_KINDS: ReadonlySet<string> = new Set(['township', 'street', 'farm', 'centre']);

/** Households on a programme's roster, month by month; and how those of before came in. */
export function RostersPage(): ReactNode {
  const { t, locale } = useLocale();
  const search = route.useSearch();
  const navigate = useNavigate();
  const { session, may } = useSession();
  const tab = search.tab ?? 'list';
  const month = search.month ?? session.today.slice(0, 7);
  const programme = search.programme ?? session.programmes[0]?.id ?? '';
  const offices = useOffices();
  const go = (change: Partial<typeof search>): void => void navigate({ to: '/rosters', search: { ...search, ...change }, replace: true });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('ros.title')}</h1>
        {may('roster.propose') ? <Tabs label={t('ros.title')} value={tab} onChange={(k) => go({ tab: k })} items={TABS.map((k) => ({ key: k, label: t(`ros.tab.${k}`) }))} /> : null}
        {tab === 'list' ? (
          <div className="filters">
            <button type="button" className="link" onClick={() => go({ month: shiftMonth(month, -1) })}>← {t('office.monthBack')}</button>
            <b className="nobreak">{monthText(month, locale)}</b>
            <button type="button" className="link" disabled={month >= session.today.slice(0, 7)} onClick={() => go({ month: shiftMonth(month, 1) })}>{t('office.monthNext')} →</button>
            <select className="input" aria-label={t('ros.programme')} value={programme} onChange={(e) => go({ programme: e.target.value })}>
              {session.programmes.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}
            </select>
            {OFFICE_KINDS.has(session.unit.kind) ? null : (
              <select className="input" aria-label={t('ros.unit')} value={search.unit ?? ''} onChange={(e) => go({ unit: e.target.value || undefined })}>
                <option value="">{t('ros.allUnits')}</option>
                {offices.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
              </select>
            )}
            <select className="input" aria-label={t('ros.origin')} value={search.imported ?? ''} onChange={(e) => go({ imported: e.target.value === 'yes' || e.target.value === 'no' ? e.target.value : undefined })}>
              <option value="">{t('ros.originAll')}</option>
              <option value="yes">{t('ros.originYes')}</option>
              <option value="no">{t('ros.originNo')}</option>
            </select>
          </div>
        ) : null}
      </div>
      {tab === 'list' ? <List key={[month, programme, search.unit, search.imported].join()} month={month} programme={programme} unit={search.unit} imported={search.imported} /> : <Imports />}
    </div>
  );
}

function List({ month, programme, unit, imported }: { readonly month: string; readonly programme: string; readonly unit: string | undefined; readonly imported: 'yes' | 'no' | undefined }): ReactNode {
  const { locale, t } = useLocale();
  const [cursors, setCursors] = useState<string[]>([]);
  const query = useCall(listRoster, { query: { programme, month, unit, imported, cursor: cursors.at(-1) } }, { keep: true });
  const columns: Column<RosterHousehold>[] = [
    { key: 'unit', title: t('ros.unit'), render: (r) => r.unit },
    { key: 'village', title: t('ros.village'), render: (r) => r.village ?? '' },
    { key: 'payee', title: t('ros.payee'), width: '6rem', render: (r) => r.payee },
    { key: 'id', title: t('ros.idNumber'), render: (r) => <span className="mono">{r.idNumber}</span> },
    { key: 'case', title: t('ros.case'), render: (r) => <><Link to="/cases/$id" params={{ id: r.case }} className="number">{r.caseNumber}</Link> {r.imported ? <span className="tag tag-warn">{t('ros.imported')}</span> : null}</> },
    { key: 'persons', title: t('ros.persons'), align: 'right', width: '4rem', render: (r) => r.persons },
    { key: 'monthly', title: t('ros.monthly'), align: 'right', render: (r) => <Money fen={r.monthlyFen} bare /> },
    { key: 'from', title: t('ros.from'), width: '7rem', render: (r) => monthText(r.fromMonth, locale) },
    { key: 'account', title: t('ros.account'), render: (r) => r.account ?? <span className="muted">—</span> },
  ];
  return (
    <View query={query}>
      {({ items, next, totals }) => (
        <>
          <div className="row-line">
            <b>{t('ros.totals', { households: totals.households, persons: totals.persons, fen: formatFen(totals.fen) })}</b>
            {totals.imported > 0 ? <span className="muted">{t('ros.totalsImported', { n: totals.imported })}</span> : null}
            {totals.households > 0 ? <a href={addressOf('/rosters/paper', {}, { programme, month, unit })} target="_blank" rel="noreferrer">{t('letters.rosterPaper')}</a> : null}
            {totals.households > 0 ? <ExportForm full address={(purpose, full) => addressOf('/rosters/export', {}, { programme, month, unit, purpose, full: full ? 'yes' : undefined })} /> : null}
          </div>
          <DataTable caption={t('ros.title')} columns={columns} rows={items} rowKey={(r) => r.case} empty={<p>{t('ros.none')}</p>} />
          <Pager cursors={cursors} next={next} onGo={setCursors} />
        </>
      )}
    </View>
  );
}
