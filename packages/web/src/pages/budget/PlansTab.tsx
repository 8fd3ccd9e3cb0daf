import { Link, useNavigate } from '@tanstack/react-router';
import { draftPlan, listPlans, listScenarios } from '@doudi/core/api/budget';
import type { Output } from '@doudi/core/api/contract';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { TextField, NumberField } from '../../forms/inputs.tsx';
import type { FormState } from '../../forms/form.ts';
import { useLocale } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Money } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import { MonthField, PercentInput } from './inputs.tsx';

type Plans = Output<typeof listPlans>;
interface Assumed { growth?: number | undefined; from?: string | undefined; by?: number | undefined; scenario?: string | undefined }
interface Values { year: number; month: string; programmes: Record<string, Assumed>; sources: Record<string, number>; note: string }

/** 资金需求计划: every year's versions; the county handler drafts, the leader confirms. */
export function PlansTab(): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const query = useCall(listPlans, {});
  const [drafting, setDrafting] = useState(false);
  return (
    <View query={query}>
      {(all) => (
        <>
          <p className="says">{t('bud.draftSays')}</p>
          <div className="row-line"><ExplainedButton type="primary" why={all.draft ?? undefined} onClick={() => setDrafting(true)}>{t('bud.draft')}</ExplainedButton></div>
          <DataTable caption={t('bud.tab.plans')} rows={all.items} rowKey={(p) => p.id} empty={<p>{t('bud.noPlans')}</p>} onOpen={(p) => void navigate({ to: '/budget/plans/$id', params: { id: p.id } })} columns={[
            { key: 'plan', title: t('bud.tab.plans'), render: (p) => <Link to="/budget/plans/$id" params={{ id: p.id }}>{t('bud.plan', { year: p.year })}，{t('bud.version', { n: p.version })}</Link> },
            { key: 'state', title: t('office.state'), render: (p) => <>{p.statusText}{p.current ? <> <span className="tag tag-on">{t('bud.current')}</span></> : null}</> },
            { key: 'month', title: t('bud.baseMonth'), render: (p) => monthText(p.month, locale) }, { key: 'year', title: t('bud.yearSum'), align: 'right', render: (p) => <Money fen={p.yearFen} /> },
            { key: 'drafted', title: t('bud.drafted'), render: (p) => `${p.drafted.name} ${clockTime(p.drafted.at)}` }, { key: 'confirmed', title: t('bud.confirmed'), render: (p) => (p.confirmed ? `${p.confirmed.name} ${clockTime(p.confirmed.at)}` : '—') },
          ]} />
          {drafting ? <Draft all={all} onClose={() => setDrafting(false)} onDone={(id) => { setDrafting(false); void navigate({ to: '/budget/plans/$id', params: { id } }); }} /> : null}
        </>
      )}
    </View>
  );
}

function Draft({ all, onClose, onDone }: { readonly all: Plans; readonly onClose: () => void; readonly onDone: (id: string) => void }): ReactNode {
  const { t, locale } = useLocale();
  const tries = (useCall(listScenarios, {}).data?.items ?? []).filter((s) => s.totals && s.stale === null && s.totals.before.fen > 0 && s.totals.monthFen > 0);
  const first = all.sources[0]?.id ?? '';
  const set = (form: FormState<Values>, programme: string, more: Assumed): void => form.update((v) => ({ ...v, programmes: { ...v.programmes, [programme]: { ...v.programmes?.[programme], ...more } } }));
  return (
    <FormDrawer<typeof draftPlan, Values> wide title={t('bud.draft')} submit={t('bud.draft')} contract={draftPlan} draft="demand-plan" initial={() => ({ year: all.nextYear, month: all.month, programmes: {}, sources: { [first]: 100 }, note: '' })}
      body={(v) => ({
        year: v.year, month: v.month,
        assumptions: {
          programmes: Object.entries(v.programmes ?? {}).map(([programme, a]) => ({ programme, growthPercent: a.growth ?? 0, standards: a.from && a.by !== undefined ? [{ fromMonth: a.from, percent: a.by, ...(a.scenario ? { scenario: a.scenario } : {}) }] : [] })),
          sources: Object.entries(v.sources ?? {}).filter(([, p]) => p > 0).map(([source, percent]) => ({ source, percent })), note: v.note ?? '',
        },
      })}
      fields={(form) => (
        <>
          <NumberField label={t('bud.year')} bind={form.bind('year')} first />
          <MonthField label={t('bud.baseMonth')} bind={form.bind('month')} max={all.month} />
          <table className="table">
            <thead><tr><th scope="col">{t('office.programme')}</th><th scope="col">{t('bud.growth')}</th><th scope="col">{t('bud.raiseFrom')}</th><th scope="col">{t('bud.raiseBy')}</th><th scope="col">{t('bud.raiseTry')}</th></tr></thead>
            <tbody>
              {all.programmes.map((p) => {
                const a = form.values.programmes?.[p.id] ?? {};
                return (
                  <tr key={p.id}>
                    <th scope="row">{p.name}</th>
                    <td><PercentInput label={`${p.name} ${t('bud.growth')}`} value={a.growth} onChange={(growth) => set(form, p.id, { growth })} /></td>
                    <td>{p.payment === 'monthly' ? <input className="input input-month" type="month" aria-label={`${p.name} ${t('bud.raiseFrom')}`} value={a.from ?? ''} onChange={(e) => set(form, p.id, { from: e.target.value || undefined })} /> : '—'}</td>
                    <td>{p.payment === 'monthly' ? <PercentInput label={`${p.name} ${t('bud.raiseBy')}`} value={a.by} onChange={(by) => set(form, p.id, { by, scenario: undefined })} /> : '—'}</td>
                    <td>{p.payment === 'monthly' ? (
                      <select className="input" aria-label={`${p.name} ${t('bud.raiseTry')}`} value={a.scenario ?? ''} onChange={(e) => {
                        const s = tries.find((x) => x.id === e.target.value);
                        set(form, p.id, s?.totals ? { scenario: s.id, from: a.from ?? s.month, by: Math.round((s.totals.monthFen / s.totals.before.fen) * 1_000_000) / 10_000 } : { scenario: undefined });
                      }}>
                        <option value="">{t('bud.noTry')}</option>
                        {tries.map((s) => <option key={s.id} value={s.id}>{s.title}（{monthText(s.month, locale)}）</option>)}
                      </select>
                    ) : '—'}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <p className="hint">{t('bud.growthHint')}；{t('bud.raiseHint')}</p>
          <fieldset className="box">
            <legend>{t('bud.sources')}</legend>
            {all.sources.map((s) => <label key={s.id} className="row-line"><span>{s.label}</span><PercentInput label={s.label} value={form.values.sources?.[s.id]} onChange={(percent) => form.update((v) => ({ ...v, sources: { ...v.sources, [s.id]: percent ?? 0 } }))} /></label>)}
            {form.errors['assumptions.sources'] ? <span className="error">{form.errors['assumptions.sources']}</span> : null}
          </fieldset>
          <TextField label={t('bud.note')} bind={form.bind('note')} rows={3} maxLength={1000} optional />
        </>
      )} onClose={onClose} onDone={(a) => onDone(a.id)} />
  );
}
