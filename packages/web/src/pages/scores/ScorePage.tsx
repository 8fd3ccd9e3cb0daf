import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { answerScore, computeScore, getScore, objectScore, publishScore, scoreLines, showScore } from '@doudi/core/api/scores';
import type { Output } from '@doudi/core/api/contract';
import { scoreText } from '@doudi/core/score/compute';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { useForm } from '../../forms/form.ts';
import { RadioField, TextField } from '../../forms/inputs.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { monthText, shiftMonth } from '../../lib/months.ts';
import { longDate, sayDates } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFiles, MatterFilesField } from '../../ui/matter-files.tsx';
import { MatterTrail } from '../../ui/matter.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

type Score = Output<typeof getScore>;
type Row = Score['rows'][number];
type Line = Output<typeof scoreLines>['items'][number];
const route = getRouteApi('/scores/$month');
/** Pages of the matters that lines rest on. */
const PAGES: Readonly<Record<string, '/checks/$id' | '/complaints/$id' | '/rectifications/$id'>> = { check: '/checks/$id', complaint: '/complaints/$id', rectification: '/rectifications/$id' };
const OUTCOMES = ['corrected', 'stands'] as const;

/** One month's scores: ranking, what each unit lost points for, objections, and what is next. */
export function ScorePage(): ReactNode {
  const { month } = route.useParams();
  const query = useCall(getScore, { params: { month } }, { keep: true });
  return <div className="page"><View query={query}>{(s) => <One s={s} />}</View></div>;
}

function One({ s }: { readonly s: Score }): ReactNode {
  const { t, locale } = useLocale();
  const { session, may } = useSession();
  const { unit } = route.useSearch();
  const mine = s.rows.find((r) => r.unit === (unit ?? session.unit.key)) ?? (s.rows.length === 1 ? s.rows[0] : undefined);
  return (
    <>
      <header className="matter-head">
        <p className="row-line screen-only"><Link to="/scores">← {t('score.back')}</Link><Link to="/scores/$month" params={{ month: shiftMonth(s.month, -1) }}>‹ {t('score.monthBefore')}</Link><Link to="/scores/$month" params={{ month: shiftMonth(s.month, 1) }}>{t('score.monthAfter')} ›</Link></p>
        <h1>{monthText(s.month, locale)} {s.label}</h1>
        <p className="row-line"><span>{s.statusText}</span>{s.publishedOn ? <DateText date={s.publishedOn} /> : <span>{t('score.due')} <DateText date={s.dueOn} /></span>}{s.until ? <span>{t('score.until')} <DateText date={s.until} /></span> : null}</p>
        {may('score.conduct') ? <Actions s={s} /> : null}
      </header>
      {s.rows.length === 0 ? <p className="empty">{t('score.notYet')}</p> : <Ranking s={s} chosen={mine?.unit} />}
      {mine?.indicators ? <Details s={s} row={mine} indicators={mine.indicators} /> : null}
      {s.rows.length > 0 ? <Objections s={s} /> : null}
      {s.head ? <MatterTrail id={s.head.id} /> : null}
    </>
  );
}

/** What may be done now; what may not says why. */
function Actions({ s }: { readonly s: Score }): ReactNode {
  const { t, locale } = useLocale();
  const { session } = useSession();
  const why = useWhoMay();
  const compute = useSend(computeScore);
  const show = useSend(showScore);
  const publish = useSend(publishScore);
  const error = compute.error ?? show.error ?? publish.error;
  const busy = compute.isPending || show.isPending || publish.isPending;
  const { head } = s;
  const on = (send: () => void) => () => { if (!busy) send(); };
  const waits = s.objections.filter((o) => o.outcome === null);
  const early = s.until !== null && session.today <= s.until ? t('score.tooEarly', { until: longDate(s.until, locale) }) : waits.length > 0 ? `${t('score.objections')}：${waits.map((o) => o.number).join('、')}` : undefined;
  return (
    <>
      <div className="row-line screen-only">
        {s.status === 'none' || s.status === 'computed' ? <ExplainedButton type={s.status === 'none' ? 'primary' : 'default'} why={why('score.conduct')} onClick={on(() => compute.mutate({ body: { month: s.month } }))}>{t(s.status === 'none' ? 'score.compute' : 'score.again')}</ExplainedButton> : null}
        {head && s.status === 'computed' ? <ExplainedButton type="primary" why={why('score.conduct')} onClick={on(() => show.mutate({ params: { id: head.id }, body: { seq: head.seq } }))}>{t('score.show')}</ExplainedButton> : null}
        {head && s.status === 'shown' ? <ExplainedButton type="primary" why={why('score.publish') ?? early} onClick={on(() => publish.mutate({ params: { id: head.id }, body: { seq: head.seq } }))}>{t('score.publish')}</ExplainedButton> : null}
        {s.status === 'published' ? <Link to="/scores/$month/print" params={{ month: s.month }}>{t('score.print')}</Link> : null}
      </div>
      {error ? <RefusalPanel problem={problemOf(error)} /> : null}
    </>
  );
}

/** `第 3 名（可能在第 2—5 名）`: as sure as the volumes let it be. */
function Rank({ r, alone, shown }: { readonly r: Row; readonly alone: boolean; /** Not published: a unit sees no other to compare with. */ readonly shown: boolean }): ReactNode {
  const t = useT();
  if (r.rank === null) return <span className="muted">{t('score.unranked')}</span>;
  if (alone) return shown ? <span className="muted">{t('score.afterPublish')}</span> : <b>{r.rank}</b>;
  return <><b>{r.rank}</b> <span className="muted">{r.rankFrom === r.rankTo ? t('score.sure') : t('score.band', { from: r.rankFrom ?? r.rank, to: r.rankTo ?? r.rank })}</span></>;
}

function Ranking({ s, chosen }: { readonly s: Score; readonly chosen: string | undefined }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const own = s.rows.every((r) => r.own);
  const alone = s.rows.filter((r) => r.rank !== null).length < 2;
  const open = (r: Row): void => { if (r.own) void navigate({ to: '/scores/$month', params: { month: s.month }, search: { unit: r.unit }, resetScroll: false }); };
  return (
    <>
      <p className="says">{t('score.how')}{own ? '' : ` ${t('score.ownHidden')}`}</p>
      <DataTable caption={s.label} rows={s.rows} rowKey={(r) => r.unit} onOpen={open} empty={null} columns={[
        { key: 'rank', title: t('score.rank'), render: (r) => <Rank r={r} alone={alone} shown={s.status !== 'published' && s.head === null} /> },
        { key: 'unit', title: t('score.unit'), render: (r) => (r.own ? <Link to="/scores/$month" params={{ month: s.month }} search={{ unit: r.unit }} resetScroll={false} {...(r.unit === chosen ? { 'aria-current': 'true' as const } : {})}>{r.unitName}</Link> : r.unitName) },
        { key: 'score', title: t('score.score'), align: 'right', render: (r) => (r.rank === null ? <span className="muted">—</span> : <b>{scoreText(r.score)}</b>) },
        { key: 'range', title: t('score.range'), align: 'right', render: (r) => (r.rank === null ? '—' : `${scoreText(r.low)}—${scoreText(r.high)}`) },
        { key: 'lost', title: t('score.deducted'), render: (r) => (r.indicators ? r.indicators.filter((i) => i.deducted > 0).map((i) => `${i.label} ${scoreText(i.deducted)}`).join('，') || '—' : '') },
      ]} />
    </>
  );
}

function Details({ s, row, indicators }: { readonly s: Score; readonly row: Row; readonly indicators: NonNullable<Row['indicators']> }): ReactNode {
  const { t, locale } = useLocale();
  const { may } = useSession();
  const [objecting, setObjecting] = useState<Line | null>(null);
  const query = useCall(scoreLines, { params: { month: s.month }, query: { unit: row.unit } }, { keep: true });
  const percent = (n: number | null): string => (n === null ? '—' : `${n}%`);
  return (
    <Section title={t('score.detailsOf', { unit: row.unitName })}>
      <DataTable caption={t('score.detailsOf', { unit: row.unitName })} rows={indicators} rowKey={(i) => i.id} empty={null} columns={[
        { key: 'label', title: t('score.indicator'), render: (i) => i.label },
        { key: 'points', title: t('score.points'), align: 'right', render: (i) => scoreText(i.points) },
        { key: 'faults', title: t('score.lines'), align: 'right', render: (i) => (i.basis === 'rate' ? t('score.faults', { faults: i.faults, n: i.n }) : t('score.faultsOnly', { faults: i.faults })) },
        { key: 'raw', title: t('score.raw'), align: 'right', render: (i) => (i.state === 'tooFew' ? <span className="muted">{t('score.tooFew')}</span> : percent(i.raw)) },
        { key: 'adjusted', title: t('score.adjusted'), align: 'right', render: (i) => percent(i.adjusted) },
        { key: 'range', title: t('score.range'), align: 'right', render: (i) => (i.low === null || i.high === null ? '—' : `${i.low}%—${i.high}%`) },
        { key: 'off', title: t('score.deducted'), align: 'right', render: (i) => (i.deducted > 0 ? <b>{scoreText(i.deducted)}</b> : '—') },
        ...(indicators.some((i) => i.bonus > 0) ? [{ key: 'bonus', title: t('score.added'), align: 'right' as const, render: (i: (typeof indicators)[number]) => (i.bonus > 0 ? scoreText(i.bonus) : '—') }] : []),
      ]} />
      <View query={query}>
        {(lines) => (
          <>
            <h3>{t('score.lines')}</h3>
            <DataTable caption={t('score.lines')} rows={lines.items} rowKey={(l) => l.id} empty={<p>{t('score.none')}</p>} columns={[
              { key: 'indicator', title: t('score.indicator'), render: (l) => l.indicatorLabel },
              { key: 'what', title: t('score.what'), render: (l) => <>{sayDates(l.text, locale)} {l.corrected ? <span className="tag tag-on">● {t('score.corrected')}</span> : null}</> },
              { key: 'behind', title: t('score.behind'), render: (l) => <Behind l={l} /> },
              { key: 'object', title: t('score.objections'), render: (l) => (l.objection ? <span className="muted">{t('score.objected')} {l.objection.number}</span> : s.mayObject && may('score.object') && !l.corrected ? <button type="button" className="link" onClick={() => setObjecting(l)}>{t('score.object')}</button> : '') },
            ]} />
            {lines.more ? <p className="muted">{t('score.more')}</p> : null}
          </>
        )}
      </View>
      {objecting ? <FormDrawer<typeof objectScore, { words: string }> title={t('score.object')} says={<>{objecting.indicatorLabel}：{sayDates(objecting.text, locale)}。{t('score.objectSays')}</>} submit={t('score.object')} contract={objectScore} draft={`score-object:${objecting.id}`} body={(v) => ({ ...v, line: objecting.id })}
        fields={(form) => <TextField label={t('score.words')} bind={form.bind('words')} rows={5} maxLength={1000} first />} onClose={() => setObjecting(null)} onDone={() => setObjecting(null)} /> : null}
    </Section>
  );
}

/** What a line rests on, so far as the reader may see it. */
function Behind({ l }: { readonly l: Line }): ReactNode {
  const t = useT();
  if (l.ref === null) return l.kind === 'none' ? '—' : <span className="muted">{t('score.secret')}</span>;
  if (l.kind === 'case') return <Link to="/cases/$id" params={{ id: l.ref }}>{l.number}</Link>;
  if (l.kind === 'filing') return <Link to="/filings/$id" params={{ id: l.ref }}>{l.number}</Link>;
  if (l.kind === 'lead') return <Link to="/leads/$id" params={{ id: l.ref }}>{t('nav.leads')} {l.number}</Link>;
  const to = l.topic === null ? undefined : PAGES[l.topic];
  return to === undefined ? <>{l.topicText} {l.number}</> : <Link to={to} params={{ id: l.ref }}>{l.topicText} {l.number}</Link>;
}

function Objections({ s }: { readonly s: Score }): ReactNode {
  const { t, locale } = useLocale();
  const { may } = useSession();
  const [answering, setAnswering] = useState<Score['objections'][number] | null>(null);
  const [adding, setAdding] = useState<string | null>(null);
  return (
    <Section title={t('score.objections')}>
      <DataTable caption={t('score.objections')} rows={s.objections} rowKey={(o) => o.id} empty={<p>{t('score.noObjections')}</p>} columns={[
        { key: 'number', title: t('matter.number'), render: (o) => <>{o.number} <span className="muted">{o.unitName}</span></> },
        { key: 'what', title: t('score.what'), render: (o) => sayDates(o.text, locale) },
        { key: 'words', title: t('score.words'), render: (o) => o.words },
        { key: 'files', title: t('score.files'), render: (o) => <><MatterFiles files={o.files} />{o.outcome === null && may('score.object') ? <button type="button" className="link" onClick={() => setAdding(o.id)}>{t('score.addFiles')}</button> : null}</> },
        { key: 'answer', title: t('score.answer'), render: (o) => (o.outcome === null ? <>{o.outcomeText} <span className="muted"><DateText date={o.dueOn} short /></span> {may('score.conduct') ? <button type="button" className="link" onClick={() => setAnswering(o)}>{t('score.answer')}</button> : null}</> : <><b>{o.outcomeText}</b>：{o.answer}</>) },
      ]} />
      {adding ? <AddPapers matter={adding} onClose={() => setAdding(null)} /> : null}
      {answering ? <FormDrawer<typeof answerScore, { outcome: (typeof OUTCOMES)[number]; words: string }> title={t('score.answer')} says={<>{answering.unitName}：{sayDates(answering.text, locale)}。{answering.words}<br />{t('score.answerSays')}</>} submit={t('score.answer')} contract={answerScore} draft={`score-answer:${answering.id}`} params={{ id: answering.id }}
        fields={(form) => (
          <>
            <RadioField label={t('score.outcome')} bind={form.bind('outcome')} options={OUTCOMES.map((value) => ({ value, label: t(`score.outcome.${value}`) }))} first />
            <TextField label={t('score.words')} bind={form.bind('words')} rows={4} maxLength={1000} />
          </>
        )} onClose={() => setAnswering(null)} onDone={() => setAnswering(null)} /> : null}
    </Section>
  );
}

/** Papers to an objection: each is kept with it as soon as it is uploaded. */
function AddPapers({ matter, onClose }: { readonly matter: string; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const form = useForm<{ files: string[] }>(`score-files:${matter}`, () => ({}));
  const done = (): void => {
    form.forget();
    void client.invalidateQueries();
    onClose();
  };
  return (
    <div className="box">
      <MatterFilesField matter={matter} label={t('score.addFiles')} bind={form.bind('files')} />
      <div><Button onClick={done}>{t('close')}</Button></div>
    </div>
  );
}
