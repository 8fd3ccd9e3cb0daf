import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { getOversightUnit } from '@doudi/core/api/oversight';
import type { Output } from '@doudi/core/api/contract';
import type { MatterItem } from '@doudi/core/api/matters';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { sayDates } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { MatterTable } from '../../ui/matter.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { ConditionForm, RecordButton, RecordForm } from './forms.tsx';
import { Last } from './OversightPage.tsx';
import '../../styles/office.css';
import '../../styles/oversight.css';

type Sheet = Output<typeof getOversightUnit>;
type Measured = Sheet['elapsed'][number]['before'];
/** Page of each kind of matter; what has none of its own stays in the list. */
const PAGES: Partial<Record<MatterItem['topic'], '/rectifications/$id' | '/checks/$id' | '/complaints/$id' | '/tasks/$id'>> = { rectification: '/rectifications/$id', check: '/checks/$id', complaint: '/complaints/$id', task: '/tasks/$id' };
const route = getRouteApi('/oversight/$unit');

/** One unit whole: what the county must know before it goes there, and what it did. */
export function UnitPage(): ReactNode {
  const { unit } = route.useParams();
  const query = useCall(getOversightUnit, { params: { unit } }, { keep: true });
  return <div className="page"><View query={query}>{(s) => <Whole key={s.row.unit} s={s} />}</View></div>;
}

function Whole({ s }: { readonly s: Sheet }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const navigate = useNavigate();
  const [recording, setRecording] = useState(false);
  const act = (id: string): void => void navigate({ to: '/oversight/acts/$id', params: { id } });
  return (
    <>
      <p className="screen-only"><Link to="/oversight">← {t('nav.oversight')}</Link></p>
      <header className="matter-head">
        <h1>{s.row.unitName}</h1>
        <p className="row-line"><span>{t('ov.period')} <DateText date={s.period.from} short /> — <DateText date={s.period.to} short /></span><span><Last u={s.row} /></span></p>
        {may('oversight.record') ? <div className="row-line screen-only"><RecordButton onClick={() => setRecording(true)} /></div> : null}
      </header>
      <Acts s={s} onOpen={act} />
      <People s={s} />
      <Conditions s={s} />
      <Elapsed s={s} />
      <Entrusted s={s} />
      <Filed s={s} />
      <Section title={t('ov.openMatters')}><MatterTable items={s.matters} caption={t('ov.openMatters')} onOpen={(m) => { const to = PAGES[m.topic]; if (to) void navigate({ to, params: { id: m.id } }); }} /></Section>
      {recording ? <RecordForm unit={s.row.unit} onClose={() => setRecording(false)} onDone={act} /> : null}
    </>
  );
}

function Acts({ s, onOpen }: { readonly s: Sheet; readonly onOpen: (id: string) => void }): ReactNode {
  const t = useT();
  const { acts } = s.row;
  return (
    <Section title={t('nav.oversight')} aside={`${t('ov.acts')}：${(['before', 'during', 'after'] as const).map((k) => `${t(`ov.stageShort.${k}`)} ${acts[k]}`).join('　')}`}>
      <DataTable caption={t('nav.oversight')} rows={s.acts} rowKey={(a) => a.item.id} onOpen={(a) => onOpen(a.item.id)} empty={<p>{t('ov.noActs')}</p>} columns={[
        { key: 'on', title: t('ov.on'), render: (a) => <DateText date={a.on} short /> },
        { key: 'what', title: t('ov.kind'), render: (a) => <Link to="/oversight/acts/$id" params={{ id: a.item.id }}>{a.item.title}</Link> },
        { key: 'people', title: t('ov.peopleField').split('（')[0] ?? '', render: (a) => [...a.people, ...a.with].join('、') },
        { key: 'text', title: t('ov.text'), render: (a) => <>{a.item.status === 'withdrawn' ? <span className="tag tag-off">{t('ov.withdrawn')}</span> : null} {a.text}</> },
      ]} />
    </Section>
  );
}

function People({ s }: { readonly s: Sheet }): ReactNode {
  const t = useT();
  const { row } = s;
  return (
    <Section title={t('ov.staffPart')} aside={<span>{s.minimum ? <>{t('ov.staffMin', { n: s.minimum.value })} <SourceChips source={s.minimum.source} /></> : t('ov.noMin')}</span>}>
      <p>{t('ov.staff')} <b>{t('ov.people', { n: row.staff })}</b> {row.short > 0 ? <b className="bad">{t('ov.short', { n: row.short })}</b> : null}{row.wanted === null ? null : <> {t('ov.wanted', { n: row.wanted })}</>}{s.load ? <> <span className="muted">{t('ov.loadMost', { n: s.load.value })}</span> <SourceChips source={s.load.source} /></> : null}；{t('ov.loadSays', { households: row.households, persons: row.persons })}，{t('ov.load')} <b>{row.perStaff === null ? t('ov.noStaff') : t('ov.loadOf', { n: row.perStaff })}</b></p>
      {row.postsOpen.length > 0 ? <p className="bad">{t('ov.postsOpen', { posts: row.postsOpen.join('、') })}</p> : null}
      <DataTable caption={t('ov.staffPart')} rows={s.people} rowKey={(p) => `${p.name}|${p.postText}`} empty={<p>{t('ov.noStaff')}</p>} columns={[
        { key: 'name', title: t('ov.name'), render: (p) => p.name },
        { key: 'post', title: t('ov.post'), render: (p) => p.postText },
        { key: 'since', title: t('ov.since'), render: (p) => <DateText date={p.from} short /> },
        { key: 'trained', title: t('ov.trained'), render: (p) => (p.trainedOn ? <DateText date={p.trainedOn} short /> : <span className="muted">{t('ov.neverTrained')}</span>) },
        { key: 'counted', title: t('ov.counted'), render: (p) => t(p.counted ? 'ov.countedYes' : 'ov.countedNo') },
      ]} />
    </Section>
  );
}

type Stated = Sheet['conditions'][number]['unit'];

function Saying({ said, none }: { readonly said: Stated; readonly none: 'ov.notStated' | 'ov.notFound' }): ReactNode {
  const t = useT();
  if (!said) return <span className="muted">{t(none)}</span>;
  return <><span className={said.held ? 'good' : 'bad'}>{t(said.held ? 'ov.has' : 'ov.hasNot')}</span> {said.text} <span className="muted">{said.by} <DateText date={said.on} short /></span></>;
}

function Conditions({ s }: { readonly s: Sheet }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [stating, setStating] = useState<Sheet['conditions'][number] | null>(null);
  return (
    <Section title={t('ov.conditions')} aside={<SourceChips source={s.basis} />}>
      <DataTable caption={t('ov.conditions')} rows={s.conditions} rowKey={(c) => c.id} empty={null} columns={[
        { key: 'what', title: t('ov.condition'), render: (c) => c.label },
        { key: 'unit', title: t('ov.byUnit'), render: (c) => <Saying said={c.unit} none="ov.notStated" /> },
        { key: 'county', title: t('ov.byCounty'), render: (c) => <Saying said={c.county} none="ov.notFound" /> },
        ...(may('oversight.state') ? [{ key: 'do', title: '', render: (c: Sheet['conditions'][number]) => <button type="button" className="link" onClick={() => setStating(c)} aria-label={`${t('ov.state')}：${c.label}`}>{t('ov.state')}</button> }] : []),
      ]} />
      {stating ? <ConditionForm key={stating.id} unit={s.row.unit} condition={stating} onClose={() => setStating(null)} /> : null}
    </Section>
  );
}

function Days({ m }: { readonly m: Measured }): ReactNode {
  const t = useT();
  return m ? <><b>{t('ov.median', { n: m.median })}</b> <span className="muted">{t('ov.volume', { n: m.cases, longest: m.longest })}</span></> : <span className="muted">{t('ov.notIncluded')}</span>;
}

function Elapsed({ s }: { readonly s: Sheet }): ReactNode {
  const t = useT();
  return (
    <Section title={t('ov.elapsed')}>
      <p className="muted">{t('ov.elapsedSays')}</p>
      <DataTable caption={t('ov.elapsed')} rows={s.elapsed} rowKey={(e) => e.programme} empty={<p>{t('ov.noElapsed')}</p>} columns={[
        { key: 'programme', title: t('ov.programme'), render: (e) => e.programmeName },
        { key: 'since', title: t('ov.since.entrusted'), render: (e) => (e.entrustedFrom ? <DateText date={e.entrustedFrom} short /> : '—') },
        { key: 'before', title: t('ov.before'), render: (e) => <Days m={e.before} /> },
        { key: 'after', title: t('ov.after'), render: (e) => <Days m={e.after} /> },
        { key: 'change', title: t('ov.change'), render: (e) => {
          if (!e.before || !e.after) return null;
          const d = e.before.median - e.after.median;
          return d > 0 ? <span className="good">{t('ov.faster', { n: d })}</span> : d < 0 ? <span className="bad">{t('ov.slower', { n: -d })}</span> : t('ov.same');
        } },
      ]} />
      <details className="more">
        <summary>{t('ov.steps')}</summary>
        <DataTable caption={t('ov.steps')} rows={s.steps} rowKey={(x) => x.label} empty={<p>{t('ov.noElapsed')}</p>} columns={[
          { key: 'step', title: t('ov.step'), render: (x) => x.label },
          { key: 'days', title: t('ov.days'), render: (x) => <Days m={x} /> },
        ]} />
      </details>
    </Section>
  );
}

function Entrusted({ s }: { readonly s: Sheet }): ReactNode {
  const { t, locale } = useLocale();
  return (
    <Section title={t('ov.entrusted')}>
      <DataTable caption={t('ov.entrusted')} rows={s.row.entrusted} rowKey={(e) => e.programme} empty={null} columns={[
        { key: 'programme', title: t('ov.programme'), render: (e) => e.programmeName },
        { key: 'state', title: t('office.state'), render: (e) => (e.inForce ? <span className="good">● {t('ov.inForce')}</span> : <span className="muted">{sayDates(e.reason, locale)}</span>) },
        { key: 'number', title: t('ov.entrustment'), render: (e) => e.number ?? '' },
        { key: 'from', title: t('ov.since.entrusted'), render: (e) => (e.from ? <DateText date={e.from} short /> : null) },
        { key: 'limit', title: t('ov.limit'), align: 'right', render: (e) => (e.limitFen === null ? null : <Money fen={e.limitFen} />) },
      ]} />
    </Section>
  );
}

function Filed({ s }: { readonly s: Sheet }): ReactNode {
  const { t, locale } = useLocale();
  return (
    <Section title={t('ov.filings')}>
      <DataTable caption={t('ov.filings')} rows={s.row.filings} rowKey={(m) => m.month} empty={<p>{t('ov.noFilings')}</p>} columns={[
        { key: 'month', title: t('ov.month'), render: (m) => <Link to="/filings" search={{ tab: 'month', month: m.month }}>{monthText(m.month, locale)}</Link> },
        { key: 'expected', title: t('ov.expected'), align: 'right', render: (m) => m.expected },
        { key: 'filed', title: t('ov.filed'), align: 'right', render: (m) => m.filed },
        { key: 'reviewed', title: t('ov.reviewed'), align: 'right', render: (m) => m.reviewed },
        { key: 'late', title: t('ov.lateFiled'), align: 'right', render: (m) => (m.late > 0 ? <b className="bad">■ {m.late}</b> : 0) },
      ]} />
    </Section>
  );
}
