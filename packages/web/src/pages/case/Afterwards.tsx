import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, Section } from '../../ui/View.tsx';
import { VisitTimeText } from '../../ui/VisitTime.tsx';
import { FileLinks } from './Evidence.tsx';
import { useCase } from './context.tsx';

/** Who of the household stands on the register of staff relatives, and whether the county has been there. */
export function RelativesFound(): ReactNode {
  const t = useT();
  const { view, name } = useCase();
  if (view.relatives.length === 0 && view.countyVisits.length === 0) return null;
  return (
    <Section title={t('case.relatives')}>
      <Facts items={[
        ...view.relatives.map((r): [string, ReactNode] => [t('case.found'), <span key={r.person + r.on}>{name(r.person)}：{r.relation}{r.staff ? `（${r.staff}）` : ''} <DateText date={r.on} short /></span>]),
        [t('case.countyVisits'), view.countyVisits.length === 0 ? <b key="v">{t('case.countyVisitMissing')}</b> : <ul key="v">{view.countyVisits.map((v) => <li key={v.on + v.findings}><DateText date={v.on} short /> {v.time ? <VisitTimeText time={v.time} /> : null} {v.visitors.join('、')}：{t(v.consistent ? 'f.visitConsistent' : 'f.visitDiffers')}。{v.findings} <FileLinks ids={v.photos} /></li>)}</ul>],
      ]} />
    </Section>
  );
}

/** What became of the benefit after the decision. */
export function Changes(): ReactNode {
  const t = useT();
  const { view } = useCase();
  if (!view.change && view.changes.length === 0) return null;
  return (
    <Section title={t('case.changes')}>
      <Facts items={[
        ...(view.endedFrom ? [[t('case.state'), <b key="e">{t('case.ended', { month: view.endedFrom })}</b>] as [string, ReactNode]] : []),
        ...(view.change ? [[t('case.changeOpen'), <span key="o">{t(view.change.kind === 'stop' ? 'f.changeStop' : 'f.changeAdjust')}，{t(`changeGround.${view.change.ground}`)}，<Money fen={view.change.fromFen} /> → <Money fen={view.change.toFen} />：{view.change.text}（{view.change.by} <DateText date={view.change.on} short />）</span>] as [string, ReactNode]] : []),
        ...view.changes.map((c): [string, ReactNode] => [c.number, <span key={c.number}>{t(`changeGround.${c.ground}`)}，<Money fen={c.fromFen} /> → <Money fen={c.monthlyFen} />，{t('case.from', { month: c.fromMonth })}：{c.reason}（{c.by} <DateText date={c.on} short />）</span>]),
      ]} />
    </Section>
  );
}

/** Hand-overs and what other offices were asked. */
export function Places(): ReactNode {
  const t = useT();
  const { view } = useCase();
  if (!view.handOver && view.handOvers.length === 0 && view.elsewhere.length === 0) return null;
  return (
    <Section title={t('case.places')}>
      <Facts items={[
        ...(view.handOver ? [[t('cmd.handOver'), <span key="h"><b>{t('case.handOverWaiting', { unit: view.handOver.unit })}</b>：{view.handOver.reason} <DateText date={view.handOver.on} short /></span>] as [string, ReactNode]] : []),
        ...view.handOvers.map((h): [string, ReactNode] => [t('cmd.handOver'), <span key={h.on + h.to}>{t('case.handOverDone', { from: h.from, to: h.to })} <DateText date={h.on} short />：{h.papers.join('、')}</span>]),
        ...view.elsewhere.map((e): [string, ReactNode] => [t('cmd.askElsewhere'), <span key={e.on + e.unit}>{t(e.answeredOn ? 'case.elsewhereDone' : 'case.elsewhereWaiting', { unit: e.unit })}：{e.what} <DateText date={e.answeredOn ?? e.on} short /></span>]),
      ]} />
    </Section>
  );
}
