import type { Output } from '@doudi/core/api/contract';
import { listTraining } from '@doudi/core/api/training';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { MatterTable } from '../../ui/matter.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { PlanForm } from './forms.tsx';
import { Helpers } from './Helpers.tsx';
import '../../styles/office.css';

type Page = Output<typeof listTraining>;
const route = getRouteApi('/training');
const SHAPES = { ok: '●', due: '▲', never: '■' } as const;

/** 培训和人员: trainings, who was there, who never was, and who fills the villages' posts. */
export function TrainingPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { tab = 'sessions' } = route.useSearch();
  const query = useCall(listTraining, {}, { keep: true });
  return (
    <div className="page">
      <h1>{t('nav.training')}</h1>
      <p className="says">{t(tab === 'helpers' ? 'helpers.says' : 'training.says')}</p>
      <Tabs label={t('nav.training')} value={tab} onChange={(key) => void navigate({ to: '/training', search: { tab: key }, replace: true })} items={(['sessions', 'staff', 'helpers'] as const).map((key) => ({ key, label: t(`training.${key}`) }))} />
      {tab === 'helpers' ? <Helpers /> : <View query={query}>{(page) => (tab === 'staff' ? <Staff page={page} /> : <Sessions page={page} />)}</View>}
    </div>
  );
}

function Sessions({ page }: { readonly page: Page }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const navigate = useNavigate();
  const [planning, setPlanning] = useState(false);
  return (
    <>
      {may('training.keep') ? <div className="row-line"><Button type="primary" onClick={() => setPlanning(true)}>{t('training.plan')}</Button></div> : null}
      <MatterTable items={page.items} caption={t('training.sessions')} place="training" empty={<p>{t('training.none')}</p>} onOpen={(m) => void navigate({ to: '/training/$id', params: { id: m.id } })} more={[
        { key: 'on', title: t('training.on'), render: (m) => <><DateText date={m.on} short /> {m.place}</> },
        { key: 'hours', title: t('training.hours'), align: 'right', wide: true, render: (m) => m.hours },
        { key: 'people', title: `${t('training.present')} / ${t('training.seats')}`, align: 'right', render: (m) => `${m.present ?? '–'} / ${m.seats}` },
      ]} />
      {page.called.length > 0 ? (
        <Section title={t('training.called')}>
          <DataTable caption={t('training.called')} rows={page.called} rowKey={(c) => c.training} empty={null} columns={[
            { key: 'on', title: t('training.on'), width: '9rem', render: (c) => <DateText date={c.on} /> }, { key: 'subject', title: t('training.subject'), render: (c) => <>{c.subject} <span className="muted">{c.place} {c.hours} {t('training.hoursUnit')} {c.teacher}</span></> },
            { key: 'people', title: t('training.people'), render: (c) => c.people.map((p) => `${p.name}（${t(`training.state.${p.state}`)}）`).join('、') },
          ]} />
        </Section>
      ) : null}
      {planning ? <PlanForm page={page} onClose={() => setPlanning(false)} /> : null}
    </>
  );
}

/** Everybody in office who is to be trained, those never trained first. */
function Staff({ page }: { readonly page: Page }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { unit = '', standing } = route.useSearch();
  const go = (u: string, s: Page['staff'][number]['standing'] | undefined): void => void navigate({ to: '/training', search: { tab: 'staff', ...(u === '' ? {} : { unit: u }), ...(s === undefined ? {} : { standing: s }) }, replace: true });
  const order = { never: 0, due: 1, ok: 2 } as const;
  const shown = page.staff.filter((s) => (unit === '' || s.unit === unit) && (standing === undefined || s.standing === standing)).toSorted((a, b) => order[a.standing] - order[b.standing]);
  return (
    <>
      <p className="row-line"><span>{t('training.interval', { n: page.interval.months })} <SourceChips source={page.interval.source} /></span><span>{page.groups.map((g) => g.label).join('、')} <SourceChips source={page.groupsSource} /></span></p>
      {page.units.length > 1 ? (
        <Section title={t('training.byUnit')}>
          <DataTable caption={t('training.byUnit')} rows={page.units} rowKey={(u) => u.key} empty={null} columns={[
            { key: 'unit', title: t('matter.unit'), render: (u) => <button type="button" className="link" onClick={() => go(u.key, standing)}>{u.name}</button> }, { key: 'staff', title: t('training.count'), align: 'right', render: (u) => u.staff }, { key: 'ok', title: t('training.ok'), align: 'right', render: (u) => u.ok },
            { key: 'due', title: t('training.due'), align: 'right', render: (u) => (u.due > 0 ? `▲ ${u.due}` : 0) }, { key: 'never', title: t('training.never'), align: 'right', render: (u) => (u.never > 0 ? <b className="bad">■ {u.never}</b> : 0) },
          ]} />
        </Section>
      ) : null}
      {page.units.length > 1 ? <div className="filters"><select className="input" aria-label={t('matter.unit')} value={unit} onChange={(e) => go(e.target.value, standing)}><option value="">{t('training.all')}</option>{page.units.map((u) => <option key={u.key} value={u.key}>{u.name}</option>)}</select> <select className="input" aria-label={t('training.standing')} value={standing ?? ''} onChange={(e) => go(unit, (['never', 'due', 'ok'] as const).find((s) => s === e.target.value))}><option value="">{t('office.all', { what: t('training.standing') })}</option>{(['never', 'due', 'ok'] as const).map((s) => <option key={s} value={s}>{t(`training.${s}`)}</option>)}</select></div> : null}
      <DataTable caption={t('training.staff')} rows={shown} rowKey={(s) => s.id} empty={<p>{t('training.noStaff')}</p>} columns={[
        { key: 'name', title: t('training.person'), render: (s) => s.name }, { key: 'post', title: t('training.post'), render: (s) => <>{s.postText} <span className="muted">{s.group}</span></> }, { key: 'unit', title: t('matter.unit'), render: (s) => s.unitName },
        { key: 'last', title: t('training.last'), render: (s) => (s.last ? <DateText date={s.last} short /> : t('training.notYet')) }, { key: 'standing', title: t('training.standing'), render: (s) => (s.standing === 'ok' ? <>{SHAPES.ok} {t('training.ok')}</> : <b className="bad">{SHAPES[s.standing]} {t(`training.${s.standing}`)}</b>) },
      ]} />
    </>
  );
}
