import { getBureau, type ChangeView } from '@doudi/core/api/bureau';
import type { Output } from '@doudi/core/api/contract';
import { FIGURE_BLOCKS, type FigureBlock } from '@doudi/core/bureau/model';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { monthText, shiftMonth } from '../../lib/months.ts';
import { ClauseChip } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Section, View } from '../../ui/View.tsx';
import { MonthBars, MonthLine } from './Charts.tsx';
import { saidIn } from './english.ts';
import { byWeight, FigureCard, saysNumber } from './Figure.tsx';
import '../../styles/office.css';
import '../../styles/bureau.css';

type Page = Output<typeof getBureau>;

/** 局长的一页: what is late, what is wrong, what changed, where help is needed; read in a minute, opened where it matters. */
export function BureauPage(): ReactNode {
  const { t, locale } = useLocale();
  const query = useCall(getBureau, {}, { keep: true });
  return (
    <div className="page bureau">
      <View query={query}>
        {(page) => (
          <>
            <div className="page-head">
              <h1>{t('bureau.title')}</h1>
              <span className="muted">{page.county} {longDate(page.today, locale)}</span>
              <span className="row-line screen-only"><Link to="/bureau/goals">{t('goals.title')}</Link><Link to="/bureau/duties">{t('bureau.duties')}</Link><Link to="/bureau/screen">{t('bureau.screen')}</Link><Button onClick={() => print()}>{t('bureau.print')}</Button></span>
            </div>
            <div className="bureau-blocks">{FIGURE_BLOCKS.filter((b) => b !== 'changed').map((block) => <Block key={block} block={block} page={page} />)}</div>
            <Changes page={page} />
            <Units page={page} />
          </>
        )}
      </View>
    </div>
  );
}

function Block({ block, page }: { readonly block: FigureBlock; readonly page: Page }): ReactNode {
  const t = useT();
  const figures = page.figures.filter((f) => f.block === block);
  const some = byWeight(figures.filter((f) => f.value > 0));
  const none = figures.filter((f) => f.value === 0);
  return (
    <Section title={t(`bureau.${block}`)}>
      {some.length > 0 ? <ul className="figures">{some.map((f) => <FigureCard key={f.id} figure={f} />)}</ul> : <p className="empty">{t('bureau.allWell')}</p>}
      {none.length > 0 ? <details className="figures-none"><summary>{t('bureau.none', { n: none.length })}</summary><ul className="figures">{none.map((f) => <FigureCard key={f.id} figure={f} />)}</ul></details> : null}
    </Section>
  );
}

/** `▲ 12` more, `▼ 3` fewer, `＝`. */
const step = (now: number, then: number, unit: string, yuan: string): string => (now === then ? '＝' : `${now > then ? '▲' : '▼'} ${saysNumber(Math.abs(now - then), unit, yuan)}`);

function Changes({ page }: { readonly page: Page }): ReactNode {
  const { t, locale } = useLocale();
  const changes = page.changes.map((c) => saidIn(c, locale));
  const of = (id: ChangeView['id']): ChangeView | undefined => changes.find((c) => c.id === id);
  const [onRoll, began, ended] = [of('onRoll'), of('began'), of('ended')];
  const others = page.figures.filter((f) => f.block === 'changed');
  const say = (c: ChangeView, v: number): string => saysNumber(v, c.unit, t('yuan'));
  // A month that has not passed is not compared with whole ones.
  const against = (c: ChangeView, then: number | null, href: string): ReactNode => (then === null || c.now === null ? <span className="muted" title={t('bureau.noData')}>—</span> : <span className="number"><a href={href}>{say(c, then)}</a> {c.over === 'whole' ? <span className="muted" title={t('bureau.wholeSays')}>{t('bureau.whole')}</span> : <span className="nobreak">{step(c.now, then, c.unit, t('yuan'))}</span>}{c.over === 'days' ? <span className="muted"> {t('bureau.sameDay')}</span> : null}</span>);
  return (
    <Section title={t('bureau.changed')}>
      <DataTable caption={t('bureau.changed')} rows={changes} rowKey={(c) => c.id} empty={null} columns={[
        { key: 'label', title: t('bureau.what'), render: (c) => <>{c.label} <small className="figure-how">{c.how}</small> <details className="inline"><summary title={c.how}>{t('bureau.how')}</summary>{c.how} <span className="chips">{c.clauses.map((x) => <ClauseChip key={x.id} source={{ label: x.clause, clause: x.clause, quote: x.phrase }} />)}</span></details></> },
        { key: 'now', title: monthText(page.month, locale), align: 'right', render: (c) => <b className="number">{c.now === null ? '—' : <a href={c.href}>{say(c, c.now)}</a>}</b> },
        { key: 'before', title: t('bureau.before', { month: monthText(shiftMonth(page.month, -1), locale) }), align: 'right', render: (c) => against(c, c.before, c.hrefBefore) },
        { key: 'year', title: t('bureau.yearAgo', { month: monthText(shiftMonth(page.month, -12), locale) }), align: 'right', render: (c) => against(c, c.yearAgo, c.hrefYearAgo) },
      ]} />
      <p className="muted">{t('bureau.monthNote')}</p>
      {others.length > 0 ? <ul className="figures figures-row">{others.map((f) => <FigureCard key={f.id} figure={f} />)}</ul> : null}
      <div className="charts">
        {onRoll && onRoll.series.length > 0 ? <div><h3>{t('bureau.chart.onRoll')}</h3><MonthLine label={onRoll.label} points={onRoll.series} say={(v) => say(onRoll, v)} /></div> : null}
        {began && ended && began.series.length > 0 ? <div><h3>{t('bureau.chart.moves')}</h3><MonthBars label={t('bureau.chart.moves')} up={began.series} down={ended.series} words={[began.label, ended.label]} /></div> : null}
      </div>
      {onRoll && began && ended ? (
        <details><summary>{t('bureau.asTable')}</summary>
          <DataTable caption={t('bureau.asTable')} rows={onRoll.series.map((p, i) => ({ month: p.month, onRoll: p.value, began: began.series[i]?.value ?? 0, ended: ended.series[i]?.value ?? 0 }))} rowKey={(r) => r.month} empty={null} columns={[
            { key: 'month', title: t('bureau.month'), render: (r) => monthText(r.month, locale) }, { key: 'onRoll', title: onRoll.label, align: 'right', render: (r) => r.onRoll }, { key: 'began', title: began.label, align: 'right', render: (r) => r.began }, { key: 'ended', title: ended.label, align: 'right', render: (r) => r.ended },
          ]} />
        </details>
      ) : null}
    </Section>
  );
}

function Units({ page }: { readonly page: Page }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  return (
    <Section title={t('bureau.units')}>
      <DataTable caption={t('bureau.units')} rows={page.units} rowKey={(u) => u.unit} place="bureau" empty={<p>{t('matter.none')}</p>} onOpen={(u) => void navigate({ to: '/bureau/units/$unit', params: { unit: u.unit } })} columns={[
        { key: 'unit', title: t('matter.unit'), render: (u) => <Link to="/bureau/units/$unit" params={{ unit: u.unit }}>{u.unitName}</Link> },
        { key: 'late', title: t('bureau.late'), align: 'right', render: (u) => (u.late > 0 ? <Link className="bad" to="/bureau/units/$unit" params={{ unit: u.unit }} hash="late">■ {u.late}</Link> : 0) },
        { key: 'wrong', title: t('bureau.wrong'), align: 'right', render: (u) => (u.wrong > 0 ? <Link to="/bureau/units/$unit" params={{ unit: u.unit }} hash="wrong">▲ {u.wrong}</Link> : 0) },
        { key: 'help', title: t('bureau.help'), align: 'right', render: (u) => (u.help > 0 ? <Link to="/bureau/units/$unit" params={{ unit: u.unit }} hash="help">{u.help}</Link> : 0) },
        { key: 'open', title: t('bureau.open'), align: 'right', render: (u) => (u.open > 0 ? <Link to="/cases" search={{ tab: 'doing', unit: u.unit }}>{u.open}</Link> : 0) },
        ...(['onRoll', 'began', 'ended'] as const).map((what) => ({ key: what, title: t(`bureau.${what}`), align: 'right' as const, render: (u: Page['units'][number]) => (u[what] > 0 ? <Link to="/bureau/list" search={{ what, month: page.month, unit: u.unit }}>{u[what].toLocaleString('zh-CN')}</Link> : 0) })),
        { key: 'days', title: t('bureau.days'), align: 'right', render: (u) => u.days ?? '—' },
      ]} />
      <p className="muted">{t('bureau.unitsNote')}</p>
    </Section>
  );
}
