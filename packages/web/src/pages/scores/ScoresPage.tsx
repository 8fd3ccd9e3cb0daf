import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { listScores, yearScores } from '@doudi/core/api/scores';
import type { Output } from '@doudi/core/api/contract';
import { scoreText } from '@doudi/core/score/compute';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Light } from '../../ui/Light.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import '../../styles/office.css';

const route = getRouteApi('/scores');
const TABS = ['months', 'year', 'plan'] as const;

/** 单位考评: months, the year, and how units are scored. */
export function ScoresPage(): ReactNode {
  const t = useT();
  const { tab = 'months', year } = route.useSearch();
  const { session, may } = useSession();
  const navigate = useNavigate();
  const query = useCall(listScores, {}, { keep: true });
  return (
    <div className="page">
      <h1>{t('nav.scores')}</h1>
      <p className="says">{t('score.says')}</p>
      {may('behaviour.read') ? <p className="screen-only"><Link to="/scores/behaviour">{t('nav.behaviour')} ›</Link> <span className="muted">{t('beh.short')}</span></p> : null}
      <Tabs label={t('nav.scores')} value={tab} onChange={(to) => void navigate({ to: '/scores', search: { tab: to } })} items={TABS.map((key) => ({ key, label: t(`score.${key}`) }))} />
      {tab === 'year' ? <Year year={year ?? Number(session.today.slice(0, 4))} /> : <View query={query}>{(page) => (tab === 'plan' ? <Plan plan={page.plan} /> : <Months page={page} />)}</View>}
    </div>
  );
}

function Months({ page: { months, begins } }: { readonly page: Output<typeof listScores> }): ReactNode {
  const { t, locale } = useLocale();
  const { may } = useSession();
  const navigate = useNavigate();
  return (
    <DataTable caption={t('score.months')} rows={months} rowKey={(m) => m.month} place="scores" onOpen={(m) => void navigate({ to: '/scores/$month', params: { month: m.month } })} empty={<p>{begins ? t('score.begins', { month: monthText(begins.month, locale), day: longDate(begins.on, locale) }) : t(may('score.conduct') ? 'score.noMonthsCounty' : 'score.noMonths')}</p>} columns={[
      { key: 'month', title: t('score.month'), render: (m) => <Link to="/scores/$month" params={{ month: m.month }}>{monthText(m.month, locale)}</Link> },
      { key: 'status', title: t('matter.status'), render: (m) => <>{m.statusText} {m.publishedOn ? <span className="muted"><DateText date={m.publishedOn} short /></span> : null}</> },
      { key: 'until', title: t('score.until'), render: (m) => (m.until ? <DateText date={m.until} short /> : '—') },
      { key: 'due', title: t('score.due'), render: (m) => <><DateText date={m.dueOn} short /> {m.light ? <Light light={m.light.light} text={m.light.text} /> : null}</> },
    ]} />
  );
}

function Plan({ plan }: { readonly plan: Output<typeof listScores>['plan'] }): ReactNode {
  const t = useT();
  if (!plan) return <p className="empty">{t('score.noPlan')}</p>;
  return (
    <>
      <p>{plan.label}：{t('score.planLine', { method: plan.methodText, full: plan.full, day: plan.publishDay, days: plan.objectDays })}{plan.method === 'addDeduct' ? `，${t('score.base', { base: plan.base })}` : ''}{plan.open ? `。${t('score.open')}` : ''} <SourceChips source={plan.source} /></p>
      <DataTable caption={t('score.plan')} rows={plan.indicators} rowKey={(i) => i.id} empty={null} columns={[
        { key: 'label', title: t('score.indicator'), render: (i) => i.label },
        { key: 'counts', title: t('score.counts'), render: (i) => <>{i.measureText}{i.steps.length > 0 ? <span className="muted"> {i.steps.join('、')}</span> : null}</> },
        { key: 'points', title: t('score.points'), align: 'right', render: (i) => i.points },
        { key: 'target', title: t('score.target'), align: 'right', render: (i) => `${i.target}${i.basis === 'rate' ? '%' : ''}` },
        { key: 'per', title: t('score.deducted'), render: (i) => [t(i.basis === 'rate' ? 'score.perRate' : 'score.perCount', { per: i.per }), ...(i.bonus > 0 ? [t('score.bonus', { n: i.bonus })] : []), ...(i.minVolume > 1 ? [t('score.min', { n: i.minVolume })] : []), ...(i.caseMix ? [t('score.mix')] : [])].join('；') },
      ]} />
      <p className="muted">{t('score.how')}</p>
    </>
  );
}

/** The year-end list: what the monthly results say, for people to decide by. */
function Year({ year }: { readonly year: number }): ReactNode {
  const { t, locale } = useLocale();
  const query = useCall(yearScores, { params: { year: String(year) } }, { keep: true });
  return (
    <>
      <div className="row-line screen-only">
        <Link to="/scores" search={{ tab: 'year', year: year - 1 }}>‹ {t('score.before')}</Link><b>{t('score.yearOf', { year })}</b><Link to="/scores" search={{ tab: 'year', year: year + 1 }}>{t('score.after')} ›</Link>
        <button type="button" className="link" onClick={() => window.print()}>{t('print')}</button>
      </div>
      <p className="muted">{t('score.yearSays')}</p>
      <View query={query}>
        {(y) => (
          <>
            {y.missing.length > 0 ? <p>▲ {t('score.missing', { months: y.missing.map((m) => monthText(m, locale)).join('、') })}</p> : null}
            <DataTable caption={t('score.yearOf', { year })} rows={y.rows} rowKey={(r) => r.unit} empty={<p>{t('score.yearNone')}</p>} columns={[
              { key: 'rank', title: t('score.rank'), align: 'right', render: (r) => r.rank ?? '—' },
              { key: 'unit', title: t('score.unit'), render: (r) => r.unitName },
              { key: 'mean', title: t('score.mean'), align: 'right', render: (r) => (r.mean === null ? '—' : scoreText(r.mean)) },
              { key: 'ranked', title: t('score.ranked'), align: 'right', render: (r) => `${r.ranked} / ${y.months.length}` },
              { key: 'awards', title: t('score.awards'), align: 'right', render: (r) => r.awards.map((a) => <div key={a.act}><Link to="/oversight/acts/$id" params={{ id: a.act }} title={a.basis}><Money fen={a.fen} /></Link></div>) },
              ...y.months.map((m) => ({ key: m, title: String(Number(m.slice(5))), align: 'right' as const, wide: true, render: (r: (typeof y.rows)[number]) => { const x = r.byMonth.find((b) => b.month === m); return x && x.rank !== null ? scoreText(x.score) : '—'; } })),
            ]} />
          </>
        )}
      </View>
    </>
  );
}
