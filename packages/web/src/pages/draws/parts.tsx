import { Link } from '@tanstack/react-router';
import type { getDraw } from '@doudi/core/api/draws';
import type { Output } from '@doudi/core/api/contract';
import { useState, type ReactNode } from 'react';
import type { SeedSource } from '@doudi/core/draw/seed';
import { useLocale, useT } from '../../i18n/index.tsx';
import { sayDates } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { Section } from '../../ui/View.tsx';

type Draw = Output<typeof getDraw>;
type Stratum = Draw['strata'][number];
const PARTS = ['random', 'must', 'risk'] as const;
const LABEL = { random: 'draw.random', must: 'draw.mustDrawn', risk: 'draw.risk' } as const;
const NONE = { random: 'draw.noRandom', must: 'draw.noMust', risk: 'draw.noRisk' } as const;

const drawnOf = (s: Stratum): number => s.random + s.must;

/** `6 numbers of 2 digits, smallest first`. */
export function useSourceWords(): (s: SeedSource) => string {
  const t = useT();
  return ({ numbers, digits, order }) => (numbers === 1 ? t('draw.sourceOne', { digits }) : `${t('draw.sourceMany', { n: numbers, digits })}${t(`draw.order.${order}`)}`);
}

/** What each stratum had to give and gave. */
export function Strata({ draw }: { readonly draw: Draw }): ReactNode {
  const t = useT();
  const sum = (f: (s: Stratum) => number): number => draw.strata.reduce((n, s) => n + f(s), 0);
  return (
    <Section title={t('draw.strata')}>
      <DataTable caption={t('draw.strata')} rows={draw.strata} rowKey={(s) => `${s.unit}|${s.programme}|${s.outcome}`} empty={<p>{t('draw.notDrawn')}</p>} columns={[
        { key: 'unit', title: t('office.unit'), render: (s) => s.unitName },
        { key: 'programme', title: t('draw.programme'), render: (s) => s.programmeName },
        { key: 'outcome', title: t('draw.outcome'), render: (s) => t(`outcome.${s.outcome}`) },
        { key: 'size', title: t('draw.size'), align: 'right', render: (s) => s.size },
        { key: 'required', title: t('draw.required'), align: 'right', render: (s) => s.required },
        { key: 'drawn', title: t('draw.drawn'), align: 'right', render: (s) => <b>{drawnOf(s)}</b> },
        { key: 'random', title: t('draw.randomN'), align: 'right', render: (s) => s.random },
        { key: 'must', title: t('draw.mustN'), align: 'right', render: (s) => s.must },
        { key: 'ok', title: '', render: (s) => (drawnOf(s) >= s.required ? <span className="good">{t('draw.ok')}</span> : <span className="bad">{t('draw.short', { n: s.required - drawnOf(s) })}</span>) },
      ]} foot={<tr><th scope="row" colSpan={3}>{t('office.total')}</th><td className="right">{sum((s) => s.size)}</td><td className="right">{sum((s) => s.required)}</td><td className="right">{sum(drawnOf)}</td><td className="right">{sum((s) => s.random)}</td><td className="right">{sum((s) => s.must)}</td><td /></tr>} />
    </Section>
  );
}

/** The cases to be checked, the random, the whole classes and those of a risk never in one list. */
export function Members({ draw }: { readonly draw: Draw }): ReactNode {
  const { t, locale } = useLocale();
  const [part, setPart] = useState<(typeof PARTS)[number]>('random');
  const of = (p: (typeof PARTS)[number]) => draw.members.filter((m) => m.part === p);
  if (draw.members.length === 0) return null;
  return (
    <Section title={t('draw.members')} aside={draw.assigned ? sayDates(t('draw.assigned', { on: draw.assigned.on, due: draw.assigned.due }), locale) : null}>
      <Tabs label={t('draw.members')} value={part} onChange={setPart} items={PARTS.map((key) => ({ key, label: t(LABEL[key]), count: of(key).length }))} />
      <p className="muted">{t(part === 'random' ? 'draw.randomSays' : part === 'must' ? 'draw.mustSays' : 'draw.apart')}</p>
      <DataTable caption={t(LABEL[part])} rows={of(part)} rowKey={(m) => m.number} empty={<p>{t(NONE[part])}</p>} columns={[
        { key: 'case', title: t('draw.case'), render: (m) => (m.case === null ? <span title={t('draw.blind')}>{m.number}</span> : <Link to="/cases/$id" params={{ id: m.case }}>{m.number}</Link>) },
        { key: 'unit', title: t('office.unit'), render: (m) => m.unitName },
        { key: 'programme', title: t('draw.programme'), render: (m) => m.programmeName },
        { key: 'outcome', title: t('draw.outcome'), render: (m) => (m.outcome === null ? <span className="muted" title={t('draw.blind')}>{t('draw.afterCheck')}</span> : t(`outcome.${m.outcome}`)) },
        // One drawn at random that is of a class besides counts as random, and says both.
        ...(part === 'random' && !of(part).some((m) => m.classes.length > 0) ? [] : [{ key: 'why', title: t(part === 'random' ? 'draw.alsoOf' : 'draw.why'), render: (m: Draw['members'][number]) => m.ground ?? m.classes.join('、') }]),
        { key: 'pair', title: t('draw.pair'), render: (m) => m.checkers.join('、') || <span className="muted">{t('draw.noPair')}</span> },
        { key: 'check', title: t('draw.check'), render: (m) => (m.check ? <Link to="/checks/$id" params={{ id: m.check }}>{t('draw.openCheck')}</Link> : '—') },
      ]} />
      {draw.assigned && draw.assigned.alone.length > 0 ? <p className="notice">▲ {t('draw.alone')} {draw.assigned.alone.join('、')}</p> : null}
    </Section>
  );
}
