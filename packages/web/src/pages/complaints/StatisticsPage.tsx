import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { complaintStatistics, type CALLS_WHICH, type ReceivedWhich } from '@doudi/core/api/complaints';
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
type ComplaintKind = Figures['byKind'][number]['kind'];
type Channel = Figures['byChannel'][number]['id'];
interface Search { readonly tab: 'received'; readonly from: string; readonly to: string; readonly kind?: ComplaintKind; readonly channel?: Channel; readonly unit?: string; readonly which?: ReceivedWhich }
interface CallSearch { readonly from: string; readonly to: string; readonly line?: string; readonly which?: (typeof CALLS_WHICH)[number] }
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

interface Pair { readonly by: { readonly kind?: ComplaintKind; readonly channel?: Channel; readonly unit?: string }; readonly name: string; readonly now: number; readonly before: number; readonly late?: number }

function All({ f }: { readonly f: Figures }): ReactNode {
  const t = useT();
  const change = (now: number, before: number): string => (now === before ? '＝' : now > before ? `▲ ${now - before}` : `▼ ${before - now}`);
  const now = { tab: 'received' as const, from: f.from, to: f.to };
  const then = { tab: 'received' as const, from: f.beforeFrom, to: f.beforeTo };
  const opens = (n: number, search: Search): ReactNode => (n === 0 ? 0 : <Link to="/complaints" search={search}>{n}</Link>);
  const calls = (n: number, search: CallSearch): ReactNode => (n === 0 ? 0 : <Link to="/complaints/calls" search={search}>{n}</Link>);
  const of = (title: string, rows: readonly Pair[], late = false): ReactNode => {
    const columns: Column<Pair>[] = [
      { key: 'name', title, render: (r) => r.name }, { key: 'now', title: t('cstat.now'), align: 'right', render: (r) => opens(r.now, { ...now, ...r.by }) }, { key: 'before', title: t('cstat.before'), align: 'right', render: (r) => opens(r.before, { ...then, ...r.by }) }, { key: 'change', title: t('cstat.changed'), align: 'right', render: (r) => change(r.now, r.before) },
      ...(late ? [{ key: 'late', title: t('cstat.late'), align: 'right' as const, render: (r: Pair) => ((r.late ?? 0) > 0 ? <b className="bad">■ {opens(r.late ?? 0, { ...now, ...r.by, which: 'late' })}</b> : '0') }] : []),
    ];
    return <Section title={title}><DataTable caption={title} rows={rows} rowKey={(r) => r.name} empty={<p>{t('cstat.empty')}</p>} columns={columns} /></Section>;
  };
  const rate = (n: number, of_: number): string => (of_ === 0 ? '—' : `${Math.round((n / of_) * 100)}%`);
  return (
    <>
      <p className="muted"><DateText date={f.from} short /> — <DateText date={f.to} short />；{t('cstat.before')} <DateText date={f.beforeFrom} short /> — <DateText date={f.beforeTo} short /></p>
      <Facts items={[
        [t('cstat.volume'), <span key="volume" title={t('cstat.how.volume')}>{opens(f.volume.now, now)}（{t('cstat.before')} {opens(f.volume.before, then)}，{change(f.volume.now, f.volume.before)}）</span>],
        [t('cstat.onTime'), <span key="onTime" title={t('cstat.how.onTime')}>{opens(f.onTime.inTime, { ...now, which: 'inTime' })} / {opens(f.onTime.due, { ...now, which: 'ended' })}</span>],
        [t('cstat.help'), <span key="help" title={t('cstat.how.help')}>{f.helpDays.now === null ? '—' : <Link to="/complaints" search={{ ...now, which: 'help' }}>{f.helpDays.now}</Link>}（{t('cstat.before')} {f.helpDays.before === null ? '—' : <Link to="/complaints" search={{ ...then, which: 'help' }}>{f.helpDays.before}</Link>}）</span>],
        [t('cstat.named'), <span key="named" title={t('cstat.how.named')}>{opens(f.named.investigated, { ...now, which: 'investigated' })} / {opens(f.named.received, { ...now, which: 'named' })}</span>],
        [t('cstat.satisfied'), <span key="satisfied" title={t('cstat.how.satisfied')}>{opens(f.satisfied.content, { ...now, which: 'content' })} / {opens(f.satisfied.asked, { ...now, which: 'asked' })}（{rate(f.satisfied.content, f.satisfied.asked)}）</span>],
      ]} />
      <Section title={t('cstat.calls')}>
        <DataTable caption={t('cstat.calls')} rows={f.calls} rowKey={(c) => c.line} empty={<p>{t('cstat.empty')}</p>} columns={[
          { key: 'line', title: t('complaint.line'), render: (c) => <>{c.name} <span className="muted">{c.number}</span></> }, { key: 'now', title: t('cstat.now'), align: 'right', render: (c) => calls(c.now, { from: f.from, to: f.to, line: c.line }) }, { key: 'answered', title: t('cstat.answered'), align: 'right', render: (c) => calls(c.answered, { from: f.from, to: f.to, line: c.line, which: 'answered' }) }, { key: 'missed', title: t('cstat.call.missed'), align: 'right', render: (c) => calls(c.now - c.answered, { from: f.from, to: f.to, line: c.line, which: 'missed' }) },
          { key: 'rate', title: t('cstat.rate'), align: 'right', render: (c) => rate(c.answered, c.now) }, { key: 'resolved', title: t('cstat.resolved'), align: 'right', render: (c) => calls(c.resolved, { from: f.from, to: f.to, line: c.line, which: 'resolved' }) }, { key: 'before', title: t('cstat.before'), align: 'right', render: (c) => <>{calls(c.before, { from: f.beforeFrom, to: f.beforeTo, line: c.line })}（{rate(c.answeredBefore, c.before)}）</> },
        ]} />
      </Section>
      {of(t('cstat.byKind'), f.byKind.map((k) => ({ name: k.kindText, by: { kind: k.kind }, ...k })))}
      {of(t('cstat.byChannel'), f.byChannel.map((k) => ({ name: k.channel, by: { channel: k.id }, now: k.now, before: k.before })))}
      {of(t('cstat.byUnit'), f.byUnit.map((u) => ({ by: { unit: u.unit }, ...u })), true)}
    </>
  );
}
