import { getRouteApi, Link } from '@tanstack/react-router';
import { answerStandardChange, decideStandardChange, getStandardChange, listStandardChangeCases } from '@doudi/core/api/budget';
import type { Output } from '@doudi/core/api/contract';
import { formatYuan } from '@doudi/core/money/fen';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { RadioField, TextField } from '../../forms/inputs.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { Signed } from './Signed.tsx';
import '../../styles/office.css';
import '../../styles/budget.css';

const route = getRouteApi('/budget/changes/$id');
type Change = Output<typeof getStandardChange>;
type Status = 'pending' | 'applied' | 'skipped' | 'asked' | 'review';

/** One raised standard: document, decision, what became of every household. */
export function ChangePage(): ReactNode {
  const { t } = useLocale();
  const { id } = route.useParams();
  const query = useCall(getStandardChange, { params: { id } }, { poll: (d) => ((d as Change | undefined)?.status === 'applying' ? 1500 : false) });
  return (
    <div className="page">
      <p className="screen-only"><Link to="/budget" search={{ tab: 'changes' }}>← {t('office.back')}</Link></p>
      <View query={query}>{(c) => <One key={c.status} c={c} />}</View>
    </div>
  );
}

function One({ c }: { readonly c: Change }): ReactNode {
  const { t, locale } = useLocale();
  return (
    <>
      <div className="screen-only">
        <div className="page-head"><h1>{c.title}</h1><span className="tag">{c.statusText}</span></div>
        <Facts items={[
          [t('bud.docNumber'), c.number], [t('bud.docDate'), <DateText key="d" date={c.issuedOn} short />], [t('bud.fromMonth'), monthText(c.fromMonth, locale)], [t('bud.scenario'), <Link key="s" to="/budget/scenarios/$id" params={{ id: c.scenario }}>{c.scenarioTitle}</Link>],
          [t('bud.tried'), c.tried.length === 0 ? t('bud.presentLaw') : <ul key="t" className="value-lines">{c.tried.map((x) => <li key={`${x.label}${x.programmeName}${x.area}`}>{x.programmeName} {x.label}：{x.before} → <b>{x.after}</b></li>)}</ul>],
          [t('bud.why'), c.reason], [t('bud.proposed'), `${c.proposed.name} ${clockTime(c.proposed.at)}`], c.decided ? [t('bud.decided'), `${c.decided.name} ${clockTime(c.decided.at)}${c.note ? `：${c.note}` : ''}`] : null,
        ]} />
        {c.status === 'proposed' ? <Decide c={c} /> : null}
        {c.status === 'applying' ? <div role="status"><p className="notice">{t('bud.applying', { done: c.applied.households, left: c.pending })}</p><div className="progress"><i style={{ width: `${Math.round((100 * c.applied.households) / Math.max(1, c.applied.households + c.pending))}%` }} /></div></div> : null}
        {c.status === 'applied' ? <p className="outcome" role="status">✓ {t('bud.applied')} {clockTime(c.appliedAt ?? '')}：{t('bud.appliedSum', { n: c.applied.households, month: formatYuan(c.applied.monthFen), months: c.applied.months, back: formatYuan(c.applied.supplementFen) })}</p> : null}
        {c.status === 'applied' ? <p className="buttons"><Button size="small" onClick={() => window.print()}>{t('bud.notice')}</Button></p> : null}
        {c.asked > 0 ? <p className="notice">▲ {t('bud.askedSays', { n: c.asked })}</p> : null}
        {c.review.households > 0 ? <p className="notice">▲ {t('bud.reviewSays', { n: c.review.households, fen: formatYuan(c.review.fen) })}</p> : null}
        {c.newcomers > 0 && c.status === 'applied' ? <p className="notice">▲ {t('bud.newcomers', { n: c.newcomers })}</p> : null}
        {c.skipped.length > 0 ? (
          <Section title={t('bud.skipped')}>
            <DataTable caption={t('bud.skipped')} rows={c.skipped} rowKey={(x) => x.why} empty={null} columns={[{ key: 'text', title: t('bud.why'), render: (x) => x.text }, { key: 'n', title: t('bud.households'), align: 'right', width: '6rem', render: (x) => x.households }, { key: 'cure', title: t('bud.cure'), render: (x) => x.cure }]} />
          </Section>
        ) : null}
        {c.units.length > 0 ? (
          <Section title={t('bud.byUnit')}>
            <DataTable caption={t('bud.byUnit')} rows={c.units} rowKey={(u) => u.unit} empty={null} columns={[{ key: 'unit', title: t('office.unit'), render: (u) => u.unitName }, { key: 'n', title: t('bud.households'), align: 'right', render: (u) => u.households }, { key: 'month', title: t('bud.perMonth'), align: 'right', render: (u) => <Signed fen={u.monthFen} /> }, { key: 'back', title: t('bud.backFen'), align: 'right', render: (u) => <Money fen={u.supplementFen} bare /> }]} />
          </Section>
        ) : null}
        {c.status === 'applying' || c.status === 'applied' ? <Cases key={c.asked} id={c.id} asked={c.asked} /> : null}
      </div>
      {c.status === 'applied' ? <Notice c={c} /> : null}
    </>
  );
}

function Decide({ c }: { readonly c: Change }): ReactNode {
  const { t, locale } = useLocale();
  const who = useWhoMay()('budget.decide');
  const [note, setNote] = useState('');
  const send = useSend(decideStandardChange);
  const why = who ?? c.decide.why ?? undefined;
  const go = (outcome: 'agree' | 'reject'): void => send.mutate({ params: { id: c.id }, body: { outcome, note: note.trim() } });
  return (
    <fieldset className="box">
      <legend>{t('bud.decide')}</legend>
      <p className="says">{t('bud.agreeSays', { month: monthText(c.fromMonth, locale), n: c.totals?.before.households ?? 0 })}</p>
      {c.stale ? <p className="notice"><b className="bad">■ {c.stale}</b> {t('bud.staleSays')}</p> : null}
      {send.isError ? <RefusalPanel problem={problemOf(send.error)} /> : null}
      <label>{t('bud.decideNote')} <input className="input" value={note} maxLength={500} onChange={(e) => setNote(e.target.value)} /></label>
      <div className="buttons">
        <ExplainedButton type="primary" why={why ?? c.stale ?? undefined} loading={send.isPending} onClick={() => go('agree')}>{t('bud.agree')}</ExplainedButton>
        {why === undefined ? <ExplainedButton why={note.trim().length < 2 ? t('bud.decideNote') : undefined} loading={send.isPending} onClick={() => go('reject')}>{t('bud.reject')}</ExplainedButton> : null}
      </div>
    </fieldset>
  );
}

function Cases({ id, asked }: { readonly id: string; readonly asked: number }): ReactNode {
  const { t } = useLocale();
  const why = useWhoMay()('budget.decide');
  const [answering, setAnswering] = useState<{ case: string; number: string; name: string; why: string | null } | null>(null);
  const [status, setStatus] = useState<Status | ''>(asked > 0 ? 'asked' : '');
  const [cursors, setCursors] = useState<string[]>([]);
  const query = useCall(listStandardChangeCases, { params: { id }, query: { status: status === '' || status === 'review' ? undefined : status, review: status === 'review' ? 'true' : undefined, cursor: cursors.at(-1) } }, { keep: true });
  return (
    <Section title={t('bud.cases')} aside={<select className="input" aria-label={t('office.state')} value={status} onChange={(e) => { setStatus(e.target.value as Status | ''); setCursors([]); }}><option value="">{t('office.all', { what: t('office.state') })}</option>{(['applied', 'skipped', 'asked', 'review', 'pending'] as const).map((x) => <option key={x} value={x}>{t(`bud.status.${x}`)}</option>)}</select>}>
      <View query={query}>
        {(page) => (
          <>
            <DataTable caption={t('bud.cases')} rows={page.items} rowKey={(x) => x.case} empty={<p>{t('bud.noLines')}</p>} columns={[
              { key: 'case', title: t('bud.case'), render: (x) => <Link to="/cases/$id" params={{ id: x.case }}>{x.number}</Link> }, { key: 'name', title: t('bud.head'), render: (x) => x.name }, { key: 'unit', title: t('office.unit'), render: (x) => x.unitName }, { key: 'programme', title: t('office.programme'), render: (x) => x.programmeName },
              { key: 'status', title: t('office.state'), render: (x) => <>{t(`bud.status.${x.status}`)}{x.why ? <small className="muted"> {x.why}</small> : null}{x.answer ? <small className="muted"> {x.answer.text}：{x.answer.reason}（{x.answer.by} {clockTime(x.answer.at)}）</small> : null} {x.status === 'asked' ? <ExplainedButton size="small" why={why} onClick={() => setAnswering({ case: x.case, number: x.number, name: x.name, why: x.why })}>{t('bud.answer')}</ExplainedButton> : null}</> }, { key: 'before', title: t('bud.before'), align: 'right', render: (x) => <Money fen={x.beforeFen} bare /> }, { key: 'after', title: t('bud.afterStandard'), align: 'right', render: (x) => <Money fen={x.afterFen} bare /> },
              { key: 'standard', title: t('bud.byStandard'), align: 'right', render: (x) => (x.otherFen === null ? <span className="bad">{t('bud.unsplit')}</span> : <Signed fen={x.afterFen - x.beforeFen} />) }, { key: 'other', title: t('bud.byOther'), align: 'right', render: (x) => (x.otherFen === null ? '—' : <Signed fen={x.otherFen} />) },
              { key: 'months', title: t('bud.backMonths'), align: 'right', render: (x) => x.months || '—' }, { key: 'back', title: t('bud.backFen'), align: 'right', render: (x) => <Money fen={x.supplementFen} bare /> },
            ]} />
            <Pager cursors={cursors} next={page.next} onGo={setCursors} />
          </>
        )}
      </View>
      {answering ? (
        <FormDrawer<typeof answerStandardChange, { answer: 'raise' | 'leave'; reason: string }> title={t('bud.answerTitle', { who: `${answering.number} ${answering.name}` })} says={`${answering.why ?? ''}。${t('bud.answerSays')}`} submit={t('bud.answer')} contract={answerStandardChange} draft={`standard-answer:${id}:${answering.case}`} params={{ id, case: answering.case }}
          fields={(form) => (
            <>
              <RadioField label={t('bud.answer')} bind={form.bind('answer')} first options={[{ value: 'raise', label: t('bud.answer.raise') }, { value: 'leave', label: t('bud.answer.leave') }]} />
              <TextField label={t('bud.why')} bind={form.bind('reason')} rows={3} maxLength={500} />
            </>
          )} onClose={() => setAnswering(null)} onDone={() => setAnswering(null)} />
      ) : null}
    </Section>
  );
}

/** The one publication of a raised standard: on paper only. */
function Notice({ c }: { readonly c: Change }): ReactNode {
  const { t, locale } = useLocale();
  const { session } = useSession();
  return (
    <article className="sheet print-only">
      <h1 className="sheet-title">{t('bud.noticeTitle')}</h1>
      <p>{t('bud.noticeText', { title: c.title, number: c.number, month: monthText(c.fromMonth, locale) })}</p>
      <table className="table sheet-table">
        <thead><tr><th scope="col">{t('bud.noticeStandard')}</th><th scope="col">{t('bud.noticeOld')}</th><th scope="col">{t('bud.noticeNew')}</th></tr></thead>
        <tbody>{c.tried.map((x) => <tr key={`${x.label}${x.programmeName}${x.area}`}><th scope="row">{x.programmeName} {x.label}</th><td>{x.before}</td><td><b>{x.after}</b></td></tr>)}</tbody>
      </table>
      <p>{t('bud.noticeEnd')}</p>
      <p className="sheet-sign right">{session.county.bureau}<br />{c.decided ? <DateText date={c.decided.at.slice(0, 10)} short /> : null}</p>
    </article>
  );
}
