import { getRouteApi, useNavigate, Link } from '@tanstack/react-router';
import { checkCoverage, listChecks } from '@doudi/core/api/checks';
import type { Output } from '@doudi/core/api/contract';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { MatterTable } from '../../ui/matter.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText } from '../../ui/Text.tsx';
import { UnitFilter } from '../../ui/UnitFilter.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

const route = getRouteApi('/checks');
type Item = Output<typeof listChecks>['items'][number];

/** 核查: one's own first, then the others; and whether every period was drawn and checked as the plan asks. */
export function ChecksPage(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const { tab = 'open', unit } = route.useSearch();
  const go = useNavigate();
  const list = useCall(listChecks, { query: tab === 'coverage' ? {} : { state: tab, unit } }, { keep: true, enabled: tab !== 'coverage' });
  const county = may('draw.read');
  return (
    <div className="page">
      <header className="page-head"><h1>{t('nav.checks')}</h1></header>
      <p className="says">{t(county ? 'check.says' : 'check.saysUnit')}</p>
      <Tabs label={t('nav.checks')} value={tab} onChange={(key) => void go({ to: '/checks', search: { tab: key, ...(unit === undefined ? {} : { unit }) } })} items={[
        ...(county ? [{ key: 'open' as const, label: t('check.open') }, { key: 'late' as const, label: t('check.lateTab') }] : []), { key: 'findings' as const, label: t('check.withFindings') }, ...(county ? [{ key: 'unraised' as const, label: t('check.unraisedTab') }, { key: 'wrong' as const, label: t('check.wrongTab') }] : []), { key: 'closed' as const, label: t('check.closed') }, ...(county ? [{ key: 'coverage' as const, label: t('check.coverage') }] : []),
      ]} />
      {tab === 'coverage' ? null : <div className="filters"><UnitFilter unit={unit} onChange={(u) => void go({ to: '/checks', search: { tab, ...(u === undefined ? {} : { unit: u }) }, replace: true })} /></div>}
      {tab === 'coverage' ? <Coverage /> : <View query={list}>{(data) => <Lists items={data.items} more={data.more} />}</View>}
    </div>
  );
}

function Lists({ items, more }: { readonly items: readonly Item[]; readonly more: boolean }): ReactNode {
  const t = useT();
  const go = useNavigate();
  const mine = items.filter((i) => i.mine && !i.closedOn);
  const rest = items.filter((i) => !mine.includes(i));
  const columns = [
    { key: 'part', title: t('check.part'), render: (i: Item) => <>{i.partText} {i.home ? <span className="tag">{t('check.home')}</span> : null}</> },
    { key: 'pair', title: t('check.pair'), render: (i: Item) => i.checkers.map((c) => (c ? c.name : t('check.nobody'))).join('、') },
  ];
  const table = (rows: readonly Item[], caption: string): ReactNode => <MatterTable items={rows} caption={caption} place="checks" more={columns} empty={<p>{t('check.none')}</p>} onOpen={(i) => void go({ to: '/checks/$id', params: { id: i.id } })} />;
  return (
    <>
      {mine.length > 0 ? <Section title={t('check.mine', { n: mine.length })}>{table(mine, t('check.mine', { n: mine.length }))}</Section> : null}
      {mine.length > 0 && rest.length > 0 ? <Section title={t('check.others')}>{table(rest, t('check.others'))}</Section> : null}
      {mine.length === 0 ? table(rest, t('nav.checks')) : null}
      {more ? <p className="muted">{t('matter.more')}</p> : null}
    </>
  );
}

const SIGN = { done: '●', running: '○', missing: '▲', nothing: '–' } as const;

function Coverage(): ReactNode {
  const t = useT();
  const query = useCall(checkCoverage, { query: {} }, { keep: true });
  return (
    <View query={query}>
      {(data) => (
        <>
          <p className="says">{t('check.coverageSays', { year: data.year })}</p>
          {[...Map.groupBy(data.periods, (p) => p.label)].map(([label, periods]) => (
            <Section key={label} title={label} aside={periods[0] ? <SourceChips source={periods[0].source} /> : null}>
              <DataTable caption={label} rows={periods} rowKey={(p) => p.from} empty={null} columns={[
                { key: 'period', title: t('check.period'), render: (p) => <>{p.period} <span className="muted"><DateText date={p.from} short /> — <DateText date={p.to} short /></span></> },
                { key: 'state', title: t('matter.status'), render: (p) => <span className={p.state === 'missing' ? 'bad' : ''}>{SIGN[p.state]} {t(`check.period.${p.state}`)}</span> },
                { key: 'draw', title: t('check.draw'), render: (p) => (p.draw ? <Link to="/draws/$id/results" params={{ id: p.draw.id }}>{p.draw.number}</Link> : p.state === 'missing' ? <Link to="/draws">{t('check.toDraw')}</Link> : '') },
                { key: 'size', title: t('check.size'), align: 'right', render: (p) => p.size },
                { key: 'drawn', title: t('check.drawn'), align: 'right', render: (p) => (p.draw ? p.drawn : '') },
                { key: 'checked', title: t('check.checked'), align: 'right', render: (p) => (p.draw ? p.checked : '') },
              ]} />
            </Section>
          ))}
          {data.periods.length === 0 ? <p className="empty">{t('check.noPeriods')}</p> : null}
        </>
      )}
    </View>
  );
}
