import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useQueries } from '@tanstack/react-query';
import { listFilings, type FilingRow } from '@doudi/core/api/filings';
import { formatFen } from '@doudi/core/money/fen';
import type { ReactNode } from 'react';
import { call, problemOf } from '../../api/client.ts';
import { keyOf, useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { monthText, shiftMonth } from '../../lib/months.ts';
import { byClause } from '../../lib/source.ts';
import { ClauseChip } from '../../ui/Chips.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Light } from '../../ui/Light.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { UnitFilter } from '../../ui/UnitFilter.tsx';
import { View } from '../../ui/View.tsx';
import { Demands } from './Demands.tsx';
import { Summary } from './Summary.tsx';
import { Visits } from './Visits.tsx';
import '../../styles/office.css';

const route = getRouteApi('/filings');
const TABS = ['month', 'late', 'unreviewed', 'summary', 'grid', 'demands'] as const;
/** Lists over all months: what never came, what nobody has examined. */
const WAITING: readonly string[] = ['late', 'unreviewed'];

/** 备案: which unit has filed which month, by when, and what the county demanded. */
export function FilingsPage(): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const { session } = useSession();
  const search = route.useSearch();
  const { programme, unit } = search;
  const tab = search.tab ?? 'month';
  const month = search.month ?? session.today.slice(0, 7);
  const go = (change: Partial<typeof search>): void => void navigate({ to: '/filings', search: { ...search, ...change }, replace: true });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('fil.title')}</h1>
        <Tabs label={t('fil.title')} value={tab} onChange={(k) => go({ tab: k })} items={TABS.map((k) => ({ key: k, label: t(`fil.tab.${k}`) }))} />
        {tab === 'demands' || WAITING.includes(tab) ? <div className="filters"><UnitFilter unit={unit} onChange={(u) => go({ unit: u })} /></div> : (
          <div className="filters">
            <button type="button" className="link" onClick={() => go({ month: shiftMonth(month, -1) })}>← {t('office.monthBack')}</button>
            <b className="nobreak">{monthText(month, locale)}</b>
            <button type="button" className="link" disabled={month >= session.today.slice(0, 7)} onClick={() => go({ month: shiftMonth(month, 1) })}>{t('office.monthNext')} →</button>
            {tab === 'summary' ? null : (
              <select className="input" aria-label={t('office.programme')} value={programme ?? ''} onChange={(e) => go({ programme: e.target.value || undefined })}>
                <option value="">{t('office.all', { what: t('office.programme') })}</option>
                {session.programmes.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}
              </select>
            )}
          </div>
        )}
      </div>
      {tab === 'month' ? <><Month month={month} programme={programme} /><Visits month={month} /></> : tab === 'summary' ? <Summary month={month} /> : tab === 'grid' ? <Grid until={month} programme={programme} /> : tab === 'late' || tab === 'unreviewed' ? <Waiting state={tab} unit={unit} /> : <Demands unit={unit} state={search.state} onState={(state) => go({ state })} />}
    </div>
  );
}

/** The link that fits a row: its filing, or for the unit that owes it the draft. */
function Open({ row }: { readonly row: FilingRow }): ReactNode {
  const { t } = useLocale();
  const { session, may } = useSession();
  if (row.id) return <Link to="/filings/$id" params={{ id: row.id }}>{may('filing.review') && row.status === 'filed' ? t('fil.examine') : t('office.open')}</Link>;
  return may('filing.make') && row.unit === session.unit.key ? <Link to="/filings/draft" search={{ programme: row.programme, month: row.month }}>{t('fil.makeIt')}</Link> : null;
}

const State = ({ row }: { readonly row: FilingRow }): ReactNode => {
  const { t } = useLocale();
  return (
    <span className="due">
      {row.statusText}
      {row.light ? <Light light={row.light.light} text={row.light.text} /> : row.late ? <span className="bad">■ {t('fil.late')}</span> : null}
    </span>
  );
};

function Month({ month, programme }: { readonly month: string; readonly programme: string | undefined }): ReactNode {
  const { t } = useLocale();
  const query = useCall(listFilings, { query: { month, programme } }, { keep: true });
  const all: Column<FilingRow>[] = [
    { key: 'unit', title: t('office.unit'), render: (r) => r.unitName },
    { key: 'programme', title: t('office.programme'), render: (r) => r.programmeName },
    { key: 'due', title: t('fil.due'), render: (r) => <><DateText date={r.dueOn} short /> <ClauseChip source={byClause(r.dueSource)} /></> },
    { key: 'state', title: t('office.state'), render: (r) => <State row={r} /> },
    { key: 'papers', title: t('fil.papers'), render: (r) => (r.papers ? <span className="due"><DateText date={r.papers.on ?? r.papers.dueOn} short />{r.papers.light ? <Light light={r.papers.light.light} text={r.papers.light.text} /> : r.papers.late ? <span className="bad">■ {t('fil.late')}</span> : null}</span> : <span className="muted">—</span>) },
    { key: 'filed', title: t('fil.filedOn'), render: (r) => (r.filedOn ? <><DateText date={r.filedOn} short /> {r.filedBy}</> : <span className="muted">—</span>) },
    { key: 'households', title: t('fil.households'), align: 'right', render: (r) => r.households ?? '—' },
    { key: 'persons', title: t('fil.persons'), align: 'right', render: (r) => r.persons ?? '—' },
    { key: 'fen', title: t('fil.fen'), align: 'right', render: (r) => (r.fen === null ? '—' : <Money fen={r.fen} bare />) },
    { key: 'demands', title: t('fil.demands'), align: 'right', render: (r) => (r.openDemands > 0 ? <span className="bad">{r.openDemands}</span> : '0') },
    { key: 'open', title: t('office.open'), render: (r) => <Open row={r} /> },
  ];
  // Only some plans ask for papers besides the electronic data.
  const columns = all.filter((c) => c.key !== 'papers' || query.data?.items.some((i) => i.papers));
  return (
    <View query={query}>
      {({ items }) => {
        const sum = (of: (r: FilingRow) => number | null): number => items.reduce((n, r) => n + (of(r) ?? 0), 0);
        return (
          <DataTable caption={t('fil.title')} columns={columns} rows={items} rowKey={(r) => `${r.unit}${r.programme}`} empty={<p>{t(programme ? 'fil.filter' : 'fil.none')}</p>} foot={
            items.length > 1 ? (
              <tr>
                <th scope="row" colSpan={columns.length - 5}>{t('office.total')}</th>
                <td className="right" data-label={t('fil.households')}>{sum((r) => r.households)}</td>
                <td className="right" data-label={t('fil.persons')}>{sum((r) => r.persons)}</td>
                <td className="right" data-label={t('fil.fen')}>{formatFen(sum((r) => r.fen))}</td>
                <td className="right" data-label={t('fil.demands')}>{sum((r) => r.openDemands)}</td>
                <td />
              </tr>
            ) : null
          } />
        );
      }}
    </View>
  );
}

/** Of all months, the oldest first: what was due and never came, or what waits for the county's examination. */
function Waiting({ state, unit }: { readonly state: 'late' | 'unreviewed'; readonly unit: string | undefined }): ReactNode {
  const { t, locale } = useLocale();
  const query = useCall(listFilings, { query: { state, unit } }, { keep: true });
  return (
    <View query={query}>
      {({ items }) => (
        <>
          <p><b>{t('fil.waiting', { n: items.length })}</b></p>
          <DataTable caption={t(`fil.tab.${state}`)} rows={items} rowKey={(r) => `${r.month}|${r.unit}|${r.programme}`} empty={<p>{t('fil.noWaiting')}</p>} columns={[
            { key: 'month', title: t('office.month'), render: (r) => monthText(r.month, locale) },
            { key: 'unit', title: t('office.unit'), render: (r) => r.unitName },
            { key: 'programme', title: t('office.programme'), render: (r) => r.programmeName },
            { key: 'due', title: t('fil.due'), render: (r) => <><DateText date={r.dueOn} short /> <ClauseChip source={byClause(r.dueSource)} /></> },
            { key: 'state', title: t('office.state'), render: (r) => <State row={r} /> },
            { key: 'filed', title: t('fil.filedOn'), render: (r) => (r.filedOn ? <><DateText date={r.filedOn} short /> {r.filedBy}</> : <span className="muted">—</span>) },
            { key: 'open', title: t('office.open'), render: (r) => <Open row={r} /> },
          ]} />
        </>
      )}
    </View>
  );
}

/** Units down, six months across: who is often late shows at a glance. */
function Grid({ until, programme }: { readonly until: string; readonly programme: string | undefined }): ReactNode {
  const { t, locale } = useLocale();
  const months = [5, 4, 3, 2, 1, 0].map((n) => shiftMonth(until, -n));
  const answers = useQueries({ queries: months.map((month) => ({ queryKey: keyOf(listFilings, { query: { month, programme } }), queryFn: async () => await call(listFilings, { query: { month, programme } }) })) });
  const failed = answers.find((a) => a.isError);
  if (failed) return <RefusalPanel problem={problemOf(failed.error)} />;
  if (answers.some((a) => a.isPending)) return <p className="loading" role="status">{t('loading')}</p>;
  const all = answers.flatMap((a) => a.data?.items ?? []);
  const lines = [...new Map(all.map((r) => [`${r.unit}|${r.programme}`, r])).values()];
  return (
    <>
      <p className="muted">{t('fil.gridNote')}</p>
      <DataTable caption={t('fil.tab.grid')} rows={lines} rowKey={(r) => `${r.unit}|${r.programme}`} empty={<p>{t('fil.none')}</p>} columns={[
        { key: 'unit', title: t('office.unit'), render: (r) => <>{r.unitName} <span className="muted">{r.programmeName}</span></> },
        // Coverage of the county's examination, so that no unit stays unexamined unnoticed.
        { key: 'coverage', title: t('fil.coverage'), render: (r) => {
          const filed = all.filter((x) => x.unit === r.unit && x.programme === r.programme && x.id !== null);
          const [done, back] = [filed.filter((x) => x.status === 'accepted').length, filed.filter((x) => x.openDemands > 0).length];
          if (filed.length === 0) return <span className="muted">—</span>;
          return <>{done + back === 0 ? <b className="bad">■ {t('fil.blind')}</b> : t('fil.covered', { n: done, all: filed.length })}{back > 0 ? <> {t('fil.returned', { n: back })}</> : null}</>;
        } },
        ...months.map((m, i) => ({
          key: m, title: monthText(m, locale), render: (r: FilingRow) => {
            const cell = answers[i]?.data?.items.find((x) => x.unit === r.unit && x.programme === r.programme);
            return cell ? <><State row={cell} /> <Open row={cell} /></> : <span className="muted">—</span>;
          },
        })),
      ]} />
    </>
  );
}
