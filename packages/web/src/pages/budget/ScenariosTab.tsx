import { Link, useNavigate } from '@tanstack/react-router';
import { listScenarios, listTriable, makeScenario } from '@doudi/core/api/budget';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { CheckField, NumberField, TextField } from '../../forms/inputs.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { View } from '../../ui/View.tsx';
import { MonthField } from './inputs.tsx';
import { Signed } from './Signed.tsx';
import { scopeKey, TriedParameter, type Tried } from './tried.tsx';

interface Values { title: string; month: string; upToNow: boolean; refusedMonths: number; values: Tried }

/** 标准测算: what other values would do to the whole caseload. */
export function ScenariosTab(): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const why = useWhoMay()('budget.try');
  const query = useCall(listScenarios, {}, { poll: (d) => ((d as { items: { status: string }[] } | undefined)?.items.some((s) => s.status === 'queued' || s.status === 'running') ? 1500 : false) });
  const [making, setMaking] = useState(false);
  return (
    <>
      <p className="says">{t('bud.trySays')}</p>
      <div className="row-line"><ExplainedButton type="primary" why={why} onClick={() => setMaking(true)}>{t('bud.try')}</ExplainedButton></div>
      <View query={query}>
        {(all) => (
          <DataTable caption={t('bud.tab.tries')} rows={all.items} rowKey={(s) => s.id} empty={<p>{t('bud.noTries')}</p>} onOpen={(s) => void navigate({ to: '/budget/scenarios/$id', params: { id: s.id } })} columns={[
            { key: 'title', title: t('bud.tryTitle'), render: (s) => <Link to="/budget/scenarios/$id" params={{ id: s.id }}>{s.title}</Link> },
            { key: 'tried', title: t('bud.tried'), render: (s) => (s.tried.length === 0 ? <span className="muted">{t('bud.presentLaw')}</span> : s.tried.map((x) => <div key={`${x.label}${x.area}${x.programmeName}`}>{x.programmeName} {x.label}：{x.before} → <b>{x.after}</b></div>)) },
            { key: 'month', title: t('bud.caseload'), width: '7rem', render: (s) => monthText(s.month, locale) }, { key: 'state', title: t('office.state'), width: '7rem', render: (s) => (s.status === 'running' ? `${s.statusText} ${s.progress}%` : <>{s.statusText}{s.stale ? <><br /><span className="tag tag-warn" title={s.stale}>{t('bud.stale')}</span></> : null}</>) },
            { key: 'cost', title: t('bud.perMonth'), align: 'right', width: '9rem', render: (s) => (s.totals ? <Signed fen={s.totals.monthFen} /> : '—') }, { key: 'change', title: t('bud.tab.changes'), width: '7rem', render: (s) => (s.change ? <Link to="/budget/changes/$id" params={{ id: s.change.id }}>{s.change.statusText}</Link> : '—') },
            { key: 'made', title: t('bud.madeBy'), width: '11rem', render: (s) => `${s.made.name} ${clockTime(s.made.at)}` },
          ]} />
        )}
      </View>
      {making ? <Make onClose={() => setMaking(false)} onDone={(id) => { setMaking(false); void navigate({ to: '/budget/scenarios/$id', params: { id } }); }} /> : null}
    </>
  );
}

function Make({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: (id: string) => void }): ReactNode {
  const { t } = useLocale();
  const { session } = useSession();
  const now = session.today.slice(0, 7);
  const [month, setMonth] = useState(now);
  const triable = useCall(listTriable, { query: { month } }, { keep: true });
  const items = triable.data?.items ?? [];
  return (
    <FormDrawer<typeof makeScenario, Values> wide title={t('bud.try')} submit={t('bud.try')} contract={makeScenario} draft="scenario" says={t('bud.trySays')} initial={() => ({ title: '', month: now, upToNow: false, refusedMonths: 12, values: {} })}
      body={(v) => ({ title: v.title, month: v.month, upToNow: v.upToNow ?? false, refusedMonths: v.refusedMonths ?? 12, values: items.flatMap((p) => { const value = v.values?.[scopeKey(p)]; return value === undefined ? [] : [{ key: p.key, ...(p.programme ? { programme: p.programme } : {}), ...(p.area ? { area: p.area } : {}), value }]; }) })}
      fields={(form) => {
        const bind = form.bind('month');
        return (
          <>
            <TextField label={t('bud.tryTitle')} bind={form.bind('title')} maxLength={100} first />
            <MonthField label={t('bud.tryMonth')} hint={t('bud.tryMonthHint')} bind={{ ...bind, set: (m) => { bind.set(m); if (m) setMonth(m); } }} />
            {(form.values.month ?? now) < now ? <CheckField label={t('bud.upToNow')} bind={form.bind('upToNow')} /> : null}
            <NumberField label={t('bud.refused')} bind={form.bind('refusedMonths')} />
            <h3>{t('bud.values')}</h3>
            <div className="try-list">
              {items.map((p) => <TriedParameter key={scopeKey(p)} p={p} value={form.values.values?.[scopeKey(p)]} onChange={(value) => form.update((v) => { const { [scopeKey(p)]: _, ...rest } = v.values ?? {}; return { ...v, values: value === undefined ? rest : { ...rest, [scopeKey(p)]: value } }; })} />)}
            </div>
          </>
        );
      }} onClose={onClose} onDone={(a) => onDone(a.id)} />
  );
}
