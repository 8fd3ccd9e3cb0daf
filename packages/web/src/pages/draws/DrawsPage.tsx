import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { listDraws } from '@doudi/core/api/draws';
import type { Output } from '@doudi/core/api/contract';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useWhoMay } from '../../app/who.ts';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { MatterTable } from '../../ui/matter.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { FreezeForm } from './forms.tsx';
import '../../styles/office.css';

type Page = Output<typeof listDraws>;
const route = getRouteApi('/draws');

/** The draw of a plan's last period, unless it was given up: titles hold plan and days. */
const madeOf = (page: Page, p: Page['plans'][number]): Page['items'][number] | undefined => page.items.find((d) => d.status !== 'cancelled' && d.title === `${p.label} ${p.from} 至 ${p.to}`);

/** How many of a draw's checks have a conclusion. */
function ChecksOf({ item }: { readonly item: Page['items'][number] }): ReactNode {
  const t = useT();
  if (!item.checks) return '—';
  return <Link to="/draws/$id/results" params={{ id: item.id }}>{t('draw.checksOf', { n: item.checks.all - item.checks.open, all: item.checks.all })}</Link>;
}

/** 抽查: what the plans let be drawn, and every draw there was. */
export function DrawsPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { show } = route.useSearch();
  const why = useWhoMay()('draw.freeze');
  const query = useCall(listDraws, {}, { keep: true });
  const [plan, setPlan] = useState<string | null>(null);
  const open = (id: string): void => void navigate({ to: '/draws/$id', params: { id } });
  return (
    <div className="page">
      <h1>{t('nav.draws')}</h1>
      <p className="says">{t('draw.says')}</p>
      <View query={query}>
        {(page) => (
          <>
            {show === undefined ? null : <p className="row-line">{t(`draw.show.${show}`)} <Link to="/draws">{t('draw.showAll')}</Link></p>}
            {show === 'waiting' ? null : <Section title={t('draw.plans')}>
              <DataTable caption={t('draw.plans')} rows={show === 'missing' ? page.plans.filter((p) => p.missing) : page.plans} rowKey={(p) => p.key} empty={<p>{t('draw.noPlan')}</p>} columns={[
                { key: 'plan', title: t('draw.plan'), render: (p) => <>{p.label} <SourceChips source={p.source} /><br /><span className="muted">{t(`draw.period.${p.period}`)}</span></> },
                { key: 'percent', title: t('draw.percent'), render: (p) => (p.percent === null ? t('draw.noPercent') : <><b>{p.percent}%</b> {p.percentSource ? <SourceChips source={p.percentSource} /> : null}</>) },
                { key: 'must', title: t('draw.must'), render: (p) => p.must.map((m) => t(`draw.class.${m}`)).join('、') || '—' },
                { key: 'means', title: t('draw.means'), render: (p) => t(p.home ? 'draw.home' : 'draw.anyMeans') },
                { key: 'period', title: t('draw.lastPeriod'), render: (p) => {
                  const made = madeOf(page, p);
                  return <><DateText date={p.from} short /> — <DateText date={p.to} short /><br />{made ? <button type="button" className="link" onClick={() => open(made.id)}>● {t('draw.made', { number: made.number })}</button> : <span>▲ {t('draw.notMade')}</span>}</>;
                } },
                { key: 'do', title: '', render: (p) => (madeOf(page, p) ? null : <ExplainedButton type="primary" why={why} onClick={() => setPlan(p.key)}>{t('draw.freeze')}</ExplainedButton>) },
              ]} />
            </Section>}
            {show === 'missing' ? null : <Section title={t('draw.list')}><MatterTable items={show === 'waiting' ? page.items.filter((d) => d.status === 'frozen' || d.status === 'drawn') : page.items} caption={t('draw.list')} place="draws" onOpen={(m) => open(m.id)} empty={<p>{t('draw.none')}</p>} more={[{ key: 'checks', title: t('draw.checks'), render: (m) => <ChecksOf item={m} /> }]} /></Section>}
            {plan === null ? null : <FreezeForm key={plan} plans={page.plans} plan={plan} onClose={() => setPlan(null)} onDone={open} />}
          </>
        )}
      </View>
    </div>
  );
}
