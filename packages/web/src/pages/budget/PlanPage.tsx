import { getRouteApi, Link } from '@tanstack/react-router';
import { confirmPlan, getPlanOfYear, type DemandPlanView } from '@doudi/core/api/budget';
import { formatFen } from '@doudi/core/money/fen';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useLocale } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Section, View } from '../../ui/View.tsx';
import { MonthTable } from './MonthTable.tsx';
import '../../styles/office.css';
import '../../styles/budget.css';

const route = getRouteApi('/budget/plans/$id');

/** One version of a year's demand plan, as it is printed on A4. */
export function PlanPage(): ReactNode {
  const { t } = useLocale();
  const { id } = route.useParams();
  const query = useCall(getPlanOfYear, { params: { id } });
  return (
    <div className="page">
      <p className="screen-only"><Link to="/budget" search={{ tab: 'plans' }}>← {t('office.back')}</Link></p>
      <View query={query}>{(p) => <Plan key={`${p.id}${p.status}`} p={p} />}</View>
    </div>
  );
}

function Plan({ p }: { readonly p: DemandPlanView }): ReactNode {
  const { t, locale } = useLocale();
  const units = [...Map.groupBy(p.rows, (r) => r.unit).values()];
  const add = (list: readonly { months: readonly number[] }[]): number[] => Array.from({ length: 12 }, (_, i) => list.reduce((n, r) => n + (r.months[i] ?? 0), 0));
  return (
    <div className="budget-sheet">
      <p className="screen-only buttons"><span className="tag">{p.statusText}</span> {p.current ? <span className="tag tag-on">{t('bud.current')}</span> : null} <Button onClick={() => window.print()}>{t('bud.print')}</Button></p>
      <h1 className="sheet-title">{p.county}{t('bud.plan', { year: p.year })}</h1>
      <p className="sheet-line"><span>{t('bud.version', { n: p.version })}，{p.statusText}</span><span>{t('bud.base', { month: monthText(p.month, locale) })}</span><span>{t('bud.unitYuan')}</span></p>
      <table className="table sheet-table">
        <thead><tr>{[t('office.programme'), t('bud.households'), t('bud.persons'), t('bud.average'), t('bud.monthNeed'), t('bud.yearSum')].map((h, i) => <th key={h} scope="col" className={i > 0 ? 'right' : undefined}>{h}</th>)}</tr></thead>
        <tbody>
          {p.programmes.map((r) => (
            <tr key={`${r.programme}${r.payment}`}><th scope="row">{r.programmeName}</th><td className="right">{r.households}</td><td className="right">{r.persons}</td><td className="right">{formatFen(r.averageFen)}{r.payment === 'once' ? <small> {t('bud.averageOnce')}</small> : null}</td><td className="right">{formatFen(r.payment === 'once' ? Math.round(r.fen / 12) : r.fen)}</td><td className="right"><b>{formatFen(r.yearFen)}</b></td></tr>
          ))}
        </tbody>
        <tfoot><tr><th scope="row" colSpan={5}>{t('office.total')}</th><td className="right"><b>{formatFen(p.yearFen)}</b></td></tr></tfoot>
      </table>
      <Section title={t('bud.assumptions')}>
        <ul>
          {p.programmes.map((r) => {
            const a = p.assumptions.programmes.find((x) => x.programme === r.programme);
            const says = [a && a.growthPercent !== 0 && t('bud.assumeGrowth', { percent: a.growthPercent }), ...(a?.standards ?? []).map((s) => t('bud.assumeRaise', { month: monthText(s.fromMonth, locale), percent: s.percent }))].filter((x) => typeof x === 'string');
            return <li key={`${r.programme}${r.payment}`}>{r.programmeName}：{says.length > 0 ? says.join('；') : t('bud.assumeNone')}{(a?.standards ?? []).map((s) => (s.scenario ? <span key={s.scenario} className="screen-only"> <Link to="/budget/scenarios/$id" params={{ id: s.scenario }}>{t('bud.raiseTry')}</Link></span> : null))}</li>;
          })}
        </ul>
        {p.assumptions.note ? <p>{p.assumptions.note}</p> : null}
      </Section>
      <Section title={`${t('bud.byProgramme')} ${t('bud.months')}`}><MonthTable year={p.year} rows={p.programmes.map((r) => ({ label: r.programmeName, months: r.months, total: r.yearFen }))} total={{ months: p.months, total: p.yearFen }} /></Section>
      <Section title={`${t('bud.bySource')} ${t('bud.months')}`}><MonthTable year={p.year} rows={p.sources.map((s) => ({ label: `${s.label} ${s.percent}%`, months: s.months, total: s.yearFen }))} total={{ months: p.months, total: p.yearFen }} /></Section>
      <Section title={`${t('bud.byUnit')} ${t('bud.months')}`}><MonthTable year={p.year} rows={units.map((list) => ({ label: list[0]?.unitName ?? '', months: add(list), total: list.reduce((n, r) => n + r.yearFen, 0) }))} total={{ months: p.months, total: p.yearFen }} /></Section>
      <p className="muted">{t('bud.drafted')}：{p.drafted.name} {clockTime(p.drafted.at)}{p.confirmed ? `；${p.statusText}：${p.confirmed.name} ${clockTime(p.confirmed.at)}${p.note ? `，${p.note}` : ''}` : ''}</p>
      <p className="sheet-sign">{t('bud.sign')}</p>
      {p.status === 'drafted' ? <Confirm p={p} /> : null}
    </div>
  );
}

function Confirm({ p }: { readonly p: DemandPlanView }): ReactNode {
  const { t } = useLocale();
  const [note, setNote] = useState('');
  const send = useSend(confirmPlan);
  const why = p.steps.confirm ?? undefined;
  return (
    <fieldset className="box screen-only">
      <legend>{t('bud.confirmed')}</legend>
      <p className="says">{t('bud.confirmSays')}</p>
      {send.isError ? <RefusalPanel problem={problemOf(send.error)} /> : null}
      <label>{t('bud.returnWhy')} <input className="input" value={note} maxLength={500} onChange={(e) => setNote(e.target.value)} /></label>
      <div className="buttons">
        <ExplainedButton type="primary" why={why} loading={send.isPending} onClick={() => send.mutate({ params: { id: p.id }, body: { outcome: 'confirm', note: '' } })}>{t('bud.confirm')}</ExplainedButton>
        {why === undefined ? <ExplainedButton why={note.trim().length < 2 ? t('bud.returnWhy') : undefined} loading={send.isPending} onClick={() => send.mutate({ params: { id: p.id }, body: { outcome: 'return', note: note.trim() } })}>{t('bud.return')}</ExplainedButton> : null}
      </div>
    </fieldset>
  );
}
