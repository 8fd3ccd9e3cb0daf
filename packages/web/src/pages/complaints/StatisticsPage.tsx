import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { complaintStatistics } from '@doudi/core/api/complaints';
import type { Output } from '@doudi/core/api/contract';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

type Figures = Output<typeof complaintStatistics>;
const route = getRouteApi('/complaints/statistics');
const SPANS = ['month', 'quarter', 'year'] as const;

/** Volume, hotlines, days to an answer and satisfaction, beside the period before. */
export function StatisticsPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { span = 'month', month } = route.useSearch();
  const query = useCall(complaintStatistics, { query: { span, ...(month ? { month } : {}) } }, { keep: true });
  const go = (change: { span?: (typeof SPANS)[number]; month?: string }): void => void navigate({ to: '/complaints/statistics', search: { span, ...(month ? { month } : {}), ...change }, replace: true });
  return (
    <div className="page">
      <p className="crumbs screen-only"><Link to="/complaints">{t('complaint.toList')}</Link></p>
      <div className="page-head">
        <h1>{t('nav.complaints')} · {t('complaint.statistics')}</h1>
        <Tabs label={t('cstat.span')} value={span} onChange={(k) => go({ span: k })} items={SPANS.map((key) => ({ key, label: t(`cstat.${key}`) }))} />
        <div className="filters screen-only"><input className="input" type="month" aria-label={t('cstat.span')} value={month ?? query.data?.from.slice(0, 7) ?? ''} onChange={(e) => { if (/^\d{4}-\d{2}$/.test(e.target.value)) go({ month: e.target.value }); }} /><Button onClick={() => window.print()}>{t('cstat.print')}</Button></div>
      </div>
      <View query={query}>{(f) => <All f={f} />}</View>
    </div>
  );
}

interface Pair { readonly name: string; readonly now: number; readonly before: number; readonly late?: number }

function All({ f }: { readonly f: Figures }): ReactNode {
  const t = useT();
  const change = (now: number, before: number): string => (now === before ? '＝' : now > before ? `▲ ${now - before}` : `▼ ${before - now}`);
  const of = (title: string, rows: readonly Pair[], late = false): ReactNode => {
    const columns: Column<Pair>[] = [
      { key: 'name', title, render: (r) => r.name }, { key: 'now', title: t('cstat.now'), align: 'right', render: (r) => r.now }, { key: 'before', title: t('cstat.before'), align: 'right', render: (r) => r.before }, { key: 'change', title: t('cstat.changed'), align: 'right', render: (r) => change(r.now, r.before) },
      ...(late ? [{ key: 'late', title: t('cstat.late'), align: 'right' as const, render: (r: Pair) => ((r.late ?? 0) > 0 ? <b className="bad">■ {r.late}</b> : '0') }] : []),
    ];
    return <Section title={title}><DataTable caption={title} rows={rows} rowKey={(r) => r.name} empty={<p>{t('cstat.empty')}</p>} columns={columns} /></Section>;
  };
  const rate = (n: number, of_: number): string => (of_ === 0 ? '—' : `${Math.round((n / of_) * 100)}%`);
  return (
    <>
      <p className="muted"><DateText date={f.from} short /> — <DateText date={f.to} short />；{t('cstat.before')} <DateText date={f.beforeFrom} short /> — <DateText date={f.beforeTo} short /></p>
      <Facts items={[
        [t('cstat.volume'), `${f.volume.now}（${t('cstat.before')} ${f.volume.before}，${change(f.volume.now, f.volume.before)}）`],
        [t('cstat.onTime'), t('cstat.of', { n: f.onTime.inTime, m: f.onTime.due })],
        [t('cstat.help'), `${f.helpDays.now ?? '—'}（${t('cstat.before')} ${f.helpDays.before ?? '—'}）`],
        [t('cstat.named'), t('cstat.of', { n: f.named.investigated, m: f.named.received })],
        [t('cstat.satisfied'), `${t('cstat.of', { n: f.satisfied.content, m: f.satisfied.asked })}（${rate(f.satisfied.content, f.satisfied.asked)}）`],
      ]} />
      <Section title={t('cstat.calls')}>
        <DataTable caption={t('cstat.calls')} rows={f.calls} rowKey={(c) => c.line} empty={<p>{t('cstat.empty')}</p>} columns={[
          { key: 'line', title: t('complaint.line'), render: (c) => <>{c.name} <span className="muted">{c.number}</span></> }, { key: 'now', title: t('cstat.now'), align: 'right', render: (c) => c.now }, { key: 'answered', title: t('cstat.answered'), align: 'right', render: (c) => c.answered },
          { key: 'rate', title: t('cstat.rate'), align: 'right', render: (c) => rate(c.answered, c.now) }, { key: 'resolved', title: t('cstat.resolved'), align: 'right', render: (c) => c.resolved }, { key: 'before', title: t('cstat.before'), align: 'right', render: (c) => `${c.before}（${rate(c.answeredBefore, c.before)}）` },
        ]} />
      </Section>
      {of(t('cstat.byKind'), f.byKind.map((k) => ({ name: k.kindText, ...k })))}
      {of(t('cstat.byChannel'), f.byChannel.map((k) => ({ name: k.channel, ...k })))}
      {of(t('cstat.byUnit'), f.byUnit, true)}
    </>
  );
}
