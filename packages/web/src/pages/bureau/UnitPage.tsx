import { bureauUnit } from '@doudi/core/api/bureau';
import { FIGURE_BLOCKS } from '@doudi/core/bureau/model';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { MonthBars, MonthLine } from './Charts.tsx';
import { byWeight, FigureCard } from './Figure.tsx';
import '../../styles/office.css';
import '../../styles/bureau.css';

const route = getRouteApi('/bureau/units/$unit');

/** One unit of the county: its share of the figures, and its villages, each of which opens its cases. */
export function BureauUnitPage(): ReactNode {
  const { t, locale } = useLocale();
  const { unit } = route.useParams();
  const navigate = useNavigate();
  const query = useCall(bureauUnit, { params: { unit } }, { keep: true });
  return (
    <div className="page bureau">
      <View query={query}>
        {(page) => {
          const cases = (village: string | null, late: boolean): string => `/cases?tab=doing&unit=${encodeURIComponent(page.unit)}&village=${encodeURIComponent(village ?? page.unit)}${late ? '&light=red' : ''}`;
          const roll = (village: string | null): string => `/bureau/list?what=onRoll&month=${page.today.slice(0, 7)}&unit=${encodeURIComponent(page.unit)}&village=${encodeURIComponent(village ?? page.unit)}`;
          return (
            <>
              <p className="screen-only"><Link to="/bureau">← {t('bureau.title')}</Link></p>
              <div className="page-head"><h1>{page.unitName}</h1><span className="muted">{longDate(page.today, locale)}</span><span className="screen-only"><Button onClick={() => print()}>{t('bureau.print')}</Button></span></div>
              <div className="bureau-blocks">{FIGURE_BLOCKS.map((block) => {
                const figures = page.figures.filter((f) => f.block === block);
                return figures.length > 0 ? <Section key={block} id={block} title={t(`bureau.${block}`)}><ul className="figures">{byWeight(figures).map((f) => <FigureCard key={f.id} figure={f} units={false} />)}</ul></Section> : null;
              })}</div>
              {page.figures.length === 0 ? <p className="empty">{t('bureau.allWell')}</p> : null}
              <Section title={t('bureau.villages')}>
                <DataTable caption={t('bureau.villages')} rows={page.villages} rowKey={(v) => v.key ?? ''} place={`bureau:${page.unit}`} empty={<p>{t('matter.none')}</p>} onOpen={(v) => void navigate({ href: cases(v.key, false) })} columns={[
                  { key: 'name', title: t('bureau.village'), render: (v) => v.name },
                  { key: 'late', title: t('bureau.late'), align: 'right', render: (v) => (v.late > 0 ? <a className="bad" href={cases(v.key, true)}>■ {v.late}</a> : 0) },
                  { key: 'open', title: t('bureau.open'), align: 'right', render: (v) => (v.open > 0 ? <a href={cases(v.key, false)}>{v.open}</a> : 0) },
                  { key: 'onRoll', title: t('bureau.onRoll'), align: 'right', render: (v) => (v.onRoll > 0 ? <a href={roll(v.key)}>{v.onRoll}</a> : 0) },
                  { key: 'fen', title: t('bureau.fen'), align: 'right', render: (v) => (v.fen > 0 ? <a href={roll(v.key)}><Money fen={v.fen} /></a> : <Money fen={v.fen} />) },
                ]} />
              </Section>
              <div className="charts">
                <div><h3>{t('bureau.chart.onRoll')}</h3><MonthLine label={t('bureau.onRoll')} points={page.roll.map((r) => ({ month: r.month, value: r.onRoll }))} say={String} /></div>
                <div><h3>{t('bureau.chart.moves')}</h3><MonthBars label={t('bureau.chart.moves')} up={page.roll.map((r) => ({ month: r.month, value: r.began }))} down={page.roll.map((r) => ({ month: r.month, value: r.ended }))} words={[t('bureau.beganEach'), t('bureau.endedEach')]} /></div>
              </div>
            </>
          );
        }}
      </View>
    </div>
  );
}
