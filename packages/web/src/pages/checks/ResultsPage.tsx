import { getRouteApi, Link } from '@tanstack/react-router';
import { drawResults } from '@doudi/core/api/checks';
import type { Output } from '@doudi/core/api/contract';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { MatterHeading } from '../../ui/matter.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

const route = getRouteApi('/draws/$id/results');
type Results = Output<typeof drawResults>;
type Measured = Results['whole'];
type Estimate = Measured['paid'];

/** 抽查结果: how much was checked against what the plan asks, and what that says of all the cases. */
export function ResultsPage(): ReactNode {
  const { id } = route.useParams();
  const query = useCall(drawResults, { params: { id } }, { keep: true });
  return <div className="page"><View query={query}>{(r) => <Whole r={r} />}</View></div>;
}

/** An interval as a bar between nought and all, with its words beside it: the shape never stands alone. */
function Bar({ e }: { readonly e: Estimate }): ReactNode {
  return (
    <span className="estimate">
      {e.low !== null && e.high !== null ? <svg className="estimate-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect className="estimate-all" x="0" y="3" width="100" height="2" /><rect className="estimate-range" x={e.low} y="1" width={Math.max(0.8, e.high - e.low)} height="6" /></svg> : null}
      <span className={e.wrong > 0 ? 'bad' : e.state === 'unknown' || e.state === 'few' ? 'muted' : ''}>{e.wrong > 0 ? <a href="#wrong">{e.text}</a> : e.text}</span>
    </span>
  );
}

function Whole({ r }: { readonly r: Results }): ReactNode {
  const t = useT();
  const measured = <M extends Measured>(): Column<M>[] => (['paid', 'short', 'refused'] as const).map((k) => ({ key: k, title: t(`check.measure.${k}`), render: (m) => <Bar e={m[k]} /> }));
  return (
    <>
      <MatterHeading item={r.head}>
        <p className="row-line"><span><Link to="/draws/$id" params={{ id: r.head.id }}>{t('check.theDraw')}</Link></span><span><Link to="/checks" search={{ tab: 'open' }}>{t('check.openN', { n: r.open })}</Link></span>{r.alone > 0 ? <b className="bad">▲ {t('check.aloneN', { n: r.alone })}</b> : null}</p>
      </MatterHeading>
      <Section title={t('check.estimates')} aside={<span>{t('check.level', { n: r.level.value })} <SourceChips source={r.level.source} /> {t('check.least', { n: r.least.value })} <SourceChips source={r.least.source} /></span>}>
        <p className="says">{t('check.estimateSays', { n: r.level.value })}</p>
        <DataTable caption={t('check.estimates')} rows={[...(r.units.length > 1 ? [{ unitName: t('check.wholeCounty'), ...r.whole }] : []), ...r.units]} rowKey={(u) => u.unitName} empty={null} columns={[{ key: 'unit', title: t('matter.unit'), render: (u) => u.unitName }, ...measured<Measured & { unitName: string }>()]} />
        {r.must && r.must.cases > 0 ? <p className="muted">{t('check.mustApart', { n: r.must.cases, m: r.must.checked, k: r.must.wrong })}</p> : null}
        <p className="muted">{t('check.riskApart', { n: r.risk.cases, m: r.risk.checked, k: r.risk.wrong })}</p>
      </Section>
      {r.wrongs.length > 0 ? (
        <Section id="wrong" title={t('check.wrongs')}>
          <DataTable caption={t('check.wrongs')} rows={r.wrongs} rowKey={(w) => w.id} empty={null} columns={[
            { key: 'number', title: t('matter.number'), render: (w) => <Link to="/checks/$id" params={{ id: w.id }}>{w.number}</Link> }, { key: 'unit', title: t('matter.unit'), render: (w) => w.unitName }, { key: 'programme', title: t('check.programme'), render: (w) => w.programmeName },
            { key: 'outcome', title: t('check.outcome'), render: (w) => t(`check.outcome.${w.outcome}`) }, { key: 'wrong', title: t('check.wrongs'), render: (w) => <b className="bad">▲ {w.wrongText}</b> }, { key: 'part', title: t('check.part'), render: (w) => w.partText },
          ]} />
        </Section>
      ) : null}
      <Section title={t('check.byProgramme')}>
        <DataTable caption={t('check.byProgramme')} rows={r.strata} rowKey={(s) => `${s.unit}${s.programmeName}`} empty={<p>{t('check.notDrawn')}</p>} columns={[{ key: 'unit', title: t('matter.unit'), render: (s) => s.unitName }, { key: 'programme', title: t('check.programme'), render: (s) => s.programmeName }, ...measured<Results['strata'][number]>()]} />
      </Section>
      <Section title={t('check.achieved', { n: r.percent })}>
        <DataTable caption={t('check.achieved', { n: r.percent })} rows={r.coverage} rowKey={(c) => `${c.unit}${c.programmeName}${c.outcome}`} empty={<p>{t('check.notDrawn')}</p>} columns={[
          { key: 'unit', title: t('matter.unit'), render: (c) => c.unitName }, { key: 'programme', title: t('check.programme'), render: (c) => c.programmeName }, { key: 'outcome', title: t('check.outcome'), render: (c) => t(`check.outcome.${c.outcome}`) },
          { key: 'size', title: t('check.size'), align: 'right', render: (c) => c.size }, { key: 'required', title: t('check.required'), align: 'right', render: (c) => c.required }, { key: 'drawn', title: t('check.drawn'), align: 'right', render: (c) => c.drawn },
          { key: 'checked', title: t('check.checked'), align: 'right', render: (c) => c.checked }, { key: 'ok', title: t('check.reached'), render: (c) => (c.achieved ? <span className="good">● {t('check.yes')}</span> : <span className="bad">▲ {t('check.short', { n: c.required - c.checked })}</span>) },
        ]} />
        <p className="muted">{t('check.meansUsed')}：{r.means.map((m) => `${m.text} ${m.checks}`).join('、')}</p>
        {r.blind.entries > 0 ? <p className={r.blind.blind < r.blind.entries ? 'says' : 'muted'}>{t('check.blindShare', { n: r.blind.entries, m: r.blind.blind, p: Math.round((r.blind.blind / r.blind.entries) * 100) })}</p> : null}
      </Section>
    </>
  );
}
