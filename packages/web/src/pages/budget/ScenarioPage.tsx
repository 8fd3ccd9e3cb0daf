import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { getScenario, listScenarioLines, proposeChangeOfStandard } from '@doudi/core/api/budget';
import type { Output } from '@doudi/core/api/contract';
import { formatYuan } from '@doudi/core/money/fen';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { addressOf, problemOf } from '../../api/client.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { DateField, TextField } from '../../forms/inputs.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { saveFile } from '../rosters/ExportForm.tsx';
import { Signed } from './Signed.tsx';
import '../../styles/office.css';
import '../../styles/budget.css';

const route = getRouteApi('/budget/scenarios/$id');
type Scenario = Output<typeof getScenario>;
const LISTED = ['gain', 'same', 'loss', 'exit', 'entry', 'unknown'] as const;
type Listed = (typeof LISTED)[number];
interface Wanted { readonly outcome?: Listed | undefined; readonly unit?: string | undefined; readonly programme?: string | undefined }
const waits = (s: { status: string } | undefined): boolean => s?.status === 'queued' || s?.status === 'running';

/** One what-if: what it would cost, for whom, and the households behind every figure. */
export function ScenarioPage(): ReactNode {
  const { t } = useLocale();
  const { id } = route.useParams();
  const query = useCall(getScenario, { params: { id } }, { poll: (d) => (waits(d as Scenario | undefined) ? 1000 : false) });
  return (
    <div className="page">
      <p className="screen-only"><Link to="/budget" search={{ tab: 'tries' }}>← {t('office.back')}</Link></p>
      <View query={query}>{(s) => <One key={s.status} s={s} />}</View>
    </div>
  );
}

function One({ s }: { readonly s: Scenario }): ReactNode {
  const { t, locale } = useLocale();
  const [wanted, setWanted] = useState<Wanted>({});
  return (
    <>
      <div className="page-head"><h1>{s.title}</h1><span className="tag">{s.statusText}</span></div>
      <Facts items={[
        [t('bud.caseload'), `${monthText(s.month, locale)}${s.upTo > s.month ? `（${t('bud.upToNow')}）` : ''}`], [t('bud.lawOn'), <DateText key="d" date={s.lawOn} short />], [t('bud.madeBy'), `${s.made.name} ${clockTime(s.made.at)}`],
        [t('bud.tried'), s.tried.length === 0 ? t('bud.presentLaw') : <ul key="t" className="value-lines">{s.tried.map((x) => <li key={`${x.label}${x.programmeName}${x.area}`}>{x.programmeName} {x.label}：{x.before} → <b>{x.after}</b></li>)}</ul>],
        s.hash ? [t('bud.hash'), <span key="h" className="hash">{s.hash}</span>] : null,
      ]} />
      {waits(s) ? <div role="status"><p className="notice">{s.status === 'queued' ? t('bud.queued') : t('bud.running.n', { n: s.progress })}</p><div className="progress"><i style={{ width: `${s.progress}%` }} /></div></div> : null}
      {s.status === 'failed' ? <p className="refusal" role="alert"><b>{t('bud.failed', { why: s.failure ?? '' })}</b></p> : null}
      {s.stale ? <p className="notice"><b className="bad">■ {t('bud.stale')}</b>　{s.stale}</p> : null}
      {s.totals ? <Result s={s} totals={s.totals} wanted={wanted} onWant={setWanted} /> : null}
    </>
  );
}

function Result({ s, totals, wanted, onWant }: { readonly s: Scenario; readonly totals: NonNullable<Scenario['totals']>; readonly wanted: Wanted; readonly onWant: (w: Wanted) => void }): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const { session } = useSession();
  const who = useWhoMay()('budget.draft');
  const [proposing, setProposing] = useState(false);
  return (
    <>
      <Section title={t('bud.totals')}>
        <div className="big-sums">
          <div><small>{t('bud.before')}（{t('bud.perMonth')}）</small><b><Money fen={totals.before.fen} /></b><small>{t('bud.hp', { h: totals.before.households, p: totals.before.persons })}</small></div>
          <div><small>{t('bud.after')}（{t('bud.perMonth')}）</small><b><Money fen={totals.after.fen} /></b><small>{t('bud.hp', { h: totals.after.households, p: totals.after.persons })}</small></div>
          <div><small>{t(totals.monthFen < 0 ? 'bud.lessMonth' : 'bud.moreMonth')}</small><b><Signed fen={totals.monthFen} /></b><small>{t('bud.moreYear')} <Signed fen={totals.yearFen} /></small></div>
        </div>
        {totals.unknown > 0 ? <p className="notice"><b className="bad">■ {t('bud.unknownSays', { n: totals.unknown })}</b></p> : null}
        {s.backMonths > 0 && s.outcomes.gain.households > 0 ? <p className="muted">{t('bud.backSays', { n: s.backMonths, fen: formatYuan((s.outcomes.gain.standardFen + s.outcomes.same.standardFen) * s.backMonths) })}</p> : null}
        <div className="row-line">
          {s.change ? <Link to="/budget/changes/$id" params={{ id: s.change.id }}>{t('bud.goChange', { state: s.change.statusText })}</Link> : <ExplainedButton type="primary" why={s.propose.why ?? who} onClick={() => setProposing(true)}>{t('bud.propose')}</ExplainedButton>}
        </div>
      </Section>
      <Section title={t('bud.outcomes')}>
        <DataTable caption={t('bud.outcomes')} rows={LISTED.filter((o) => o !== 'same' && s.outcomes[o].households > 0)} rowKey={(o) => o} empty={<p>{t('bud.noChange')}</p>} columns={[
          { key: 'outcome', title: t('bud.result'), render: (o) => <button type="button" className="link" onClick={() => onWant({ outcome: o })}>{t(`bud.outcome.${o}`)}</button> }, { key: 'households', title: t('bud.households'), align: 'right', render: (o) => s.outcomes[o].households }, { key: 'persons', title: t('bud.persons'), align: 'right', render: (o) => s.outcomes[o].persons },
          { key: 'before', title: t('bud.before'), align: 'right', render: (o) => <Money fen={s.outcomes[o].beforeFen} bare /> }, { key: 'after', title: t('bud.after'), align: 'right', render: (o) => <Money fen={s.outcomes[o].afterFen} bare /> }, { key: 'diff', title: t('bud.diff'), align: 'right', render: (o) => <Signed fen={s.outcomes[o].afterFen - s.outcomes[o].beforeFen} /> },
          { key: 'standard', title: t('bud.byStandard'), align: 'right', render: (o) => <Signed fen={s.outcomes[o].standardFen} /> }, { key: 'other', title: t('bud.byOther'), align: 'right', render: (o) => <><Signed fen={s.outcomes[o].otherFen} />{s.outcomes[o].unsplit > 0 ? <small className="bad"> {t('bud.unsplitN', { n: s.outcomes[o].unsplit, fen: formatYuan(s.outcomes[o].unsplitFen) })}</small> : null}</> },
        ]} />
        <p className="muted">{t('bud.sameSays', { n: s.outcomes.same.households })}；{t('bud.outSays', { n: s.outcomes.out.households })}{s.tried.length > 0 ? `。${t('bud.sinceSays')}` : ''}</p>
        {s.unknown.length > 0 ? <ul className="value-lines">{s.unknown.map((u) => <li key={u.why}>{u.text}：{u.households} {t('bud.households')}，<Money fen={u.fen} /></li>)}</ul> : null}
      </Section>
      <div className="two-tables">
        <Part title={t('bud.byProgramme')} rows={s.programmes.map((p) => ({ key: p.programme, name: p.programmeName, ...p.totals }))} onOpen={(programme) => onWant({ programme })} />
        <Part title={t('bud.byUnit')} rows={s.units.map((u) => ({ key: u.unit, name: u.unitName, ...u.totals }))} onOpen={(unit) => onWant({ unit })} />
      </div>
      <Lines key={JSON.stringify(wanted)} s={s} wanted={wanted} onWant={onWant} />
      {proposing ? (
        <FormDrawer<typeof proposeChangeOfStandard, { title: string; number: string; issuedOn: string; reason: string }> title={t('bud.propose')} submit={t('bud.propose')} says={t('bud.proposeSays', { month: monthText(s.month, locale) })} contract={proposeChangeOfStandard} draft={`propose-standard:${s.id}`} params={{ id: s.id }} initial={() => ({})} fields={(form) => (
          <>
            <TextField label={t('bud.docTitle')} bind={form.bind('title')} maxLength={100} first />
            <TextField label={t('bud.docNumber')} bind={form.bind('number')} maxLength={60} />
            <DateField label={t('bud.docDate')} bind={form.bind('issuedOn')} max={session.today} />
            <TextField label={t('bud.why')} bind={form.bind('reason')} rows={3} maxLength={500} />
          </>
        )} onClose={() => setProposing(false)} onDone={(a) => void navigate({ to: '/budget/changes/$id', params: { id: a.id } })} />
      ) : null}
    </>
  );
}

function Part({ title, rows, onOpen }: { readonly title: string; readonly rows: readonly { key: string; name: string; before: { households: number; fen: number }; after: { households: number; fen: number }; monthFen: number; unknown: number }[]; readonly onOpen: (key: string) => void }): ReactNode {
  const { t } = useLocale();
  return (
    <Section title={title}>
      <DataTable caption={title} rows={rows} rowKey={(r) => r.key} empty={null} columns={[
        { key: 'name', title, render: (r) => <button type="button" className="link" onClick={() => onOpen(r.key)}>{r.name}</button> }, { key: 'before', title: t('bud.before'), align: 'right', render: (r) => <Money fen={r.before.fen} bare /> }, { key: 'after', title: t('bud.after'), align: 'right', render: (r) => <Money fen={r.after.fen} bare /> },
        { key: 'diff', title: t('bud.diff'), align: 'right', render: (r) => <Signed fen={r.monthFen} /> }, { key: 'unknown', title: t('bud.outcome.unknown'), align: 'right', render: (r) => (r.unknown > 0 ? <b className="bad">{r.unknown}</b> : '—') },
      ]} />
    </Section>
  );
}

/** The households behind the figures; each leads to its case. */
function Lines({ s, wanted, onWant }: { readonly s: Scenario; readonly wanted: Wanted; readonly onWant: (w: Wanted) => void }): ReactNode {
  const { t } = useLocale();
  const [cursors, setCursors] = useState<string[]>([]);
  const [problem, setProblem] = useState<ReturnType<typeof problemOf> | null>(null);
  const query = useCall(listScenarioLines, { params: { id: s.id }, query: { ...wanted, cursor: cursors.at(-1) } }, { keep: true });
  return (
    <Section title={t('bud.lines')} aside={<Button size="small" onClick={() => { setProblem(null); saveFile(addressOf('/budget/scenarios/:id/export', { id: s.id }, { ...wanted })).catch((e: unknown) => setProblem(problemOf(e))); }}>{t('bud.export')}</Button>}>
      {problem ? <RefusalPanel problem={problem} /> : null}
      <div className="filters">
        <select className="input" aria-label={t('bud.result')} value={wanted.outcome ?? ''} onChange={(e) => onWant({ ...wanted, outcome: (e.target.value || undefined) as Listed | undefined })}><option value="">{t('office.all', { what: t('bud.result') })}</option>{LISTED.map((o) => <option key={o} value={o}>{t(`bud.outcome.${o}`)}</option>)}</select>
        <select className="input" aria-label={t('office.unit')} value={wanted.unit ?? ''} onChange={(e) => onWant({ ...wanted, unit: e.target.value || undefined })}><option value="">{t('office.all', { what: t('office.unit') })}</option>{s.units.map((u) => <option key={u.unit} value={u.unit}>{u.unitName}</option>)}</select>
        <select className="input" aria-label={t('office.programme')} value={wanted.programme ?? ''} onChange={(e) => onWant({ ...wanted, programme: e.target.value || undefined })}><option value="">{t('office.all', { what: t('office.programme') })}</option>{s.programmes.map((p) => <option key={p.programme} value={p.programme}>{p.programmeName}</option>)}</select>
      </div>
      <View query={query}>
        {(page) => (
          <>
            <DataTable caption={t('bud.lines')} rows={page.items} rowKey={(l) => l.case} empty={<p>{t('bud.noLines')}</p>} columns={[
              { key: 'case', title: t('bud.case'), render: (l) => <Link to="/cases/$id" params={{ id: l.case }}>{l.number}</Link> }, { key: 'name', title: t('bud.head'), render: (l) => l.name }, { key: 'unit', title: t('office.unit'), render: (l) => l.unitName }, { key: 'programme', title: t('office.programme'), render: (l) => l.programmeName },
              { key: 'result', title: t('bud.result'), render: (l) => <>{l.outcomeText}{l.why ? <small className="muted"> {l.why}</small> : null}</> }, { key: 'before', title: t('bud.before'), align: 'right', render: (l) => <Money fen={l.beforeFen} bare /> }, { key: 'after', title: t('bud.after'), align: 'right', render: (l) => (l.outcome === 'unknown' ? '—' : <Money fen={l.afterFen} bare />) }, { key: 'diff', title: t('bud.diff'), align: 'right', render: (l) => (l.outcome === 'unknown' ? '—' : <Signed fen={l.afterFen - l.beforeFen} />) },
              { key: 'standard', title: t('bud.byStandard'), align: 'right', render: (l) => (l.outcome === 'unknown' ? '—' : l.standardFen === null ? <span className="bad">{t('bud.unsplit')}</span> : <Signed fen={l.standardFen - l.beforeFen} />) }, { key: 'other', title: t('bud.byOther'), align: 'right', render: (l) => (l.outcome === 'unknown' || l.standardFen === null ? '—' : <Signed fen={l.afterFen - l.standardFen} />) },
            ]} />
            <Pager cursors={cursors} next={page.next} onGo={setCursors} />
          </>
        )}
      </View>
    </Section>
  );
}
