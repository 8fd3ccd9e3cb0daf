import type { Output } from '@doudi/core/api/contract';
import { issueSeries, issueTasks, listTasks, type TaskItem } from '@doudi/core/api/tasks';
import { TASK_KIND_IDS, type TaskKind } from '@doudi/core/task/model';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { ChecksField, DateField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterTable } from '../../ui/matter.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { Campaign } from './Campaign.tsx';
import '../../styles/office.css';

type Page = Output<typeof listTasks>;
const STATES = ['open', 'late', 'replied', 'closed', 'everLate'] as const;
const route = getRouteApi('/tasks');

/** 任务和试点: what was asked of whom, and how the pilot of the plan stands. */
export function TasksPage(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const navigate = useNavigate();
  const search = route.useSearch();
  const tab = search.tab ?? 'list';
  return (
    <div className="page">
      <h1>{t('nav.tasks')}</h1>
      <p className="says">{t(may('task.issue') ? 'tasks.says' : 'tasks.saysUnit')}</p>
      <Tabs label={t('nav.tasks')} value={tab} onChange={(key) => void navigate({ to: '/tasks', search: { tab: key }, replace: true })} items={[{ key: 'list', label: t('tasks.list') }, { key: 'campaign', label: t('tasks.campaign') }]} />
      {tab === 'campaign' ? <Campaign /> : <List />}
    </div>
  );
}

function List(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const navigate = useNavigate();
  const { tab: _, state = 'open', ...rest } = route.useSearch();
  const query = useCall(listTasks, { query: { ...rest, state } }, { keep: true });
  const [giving, setGiving] = useState(false);
  const go = (more: typeof rest & { state?: (typeof STATES)[number] }): void => void navigate({ to: '/tasks', search: { state, ...rest, ...more }, replace: true });
  const columns: Column<TaskItem>[] = [
    { key: 'kind', title: t('tasks.kind'), render: (m) => <>{m.kindText}{m.stage ? <span className="muted"> {m.stage}</span> : null}</> },
    { key: 'late', title: t('tasks.everLate'), render: (m) => (m.lateDays > 0 && !m.late ? <>▲ {t('tasks.lateDays', { n: m.lateDays })}</> : '') },
  ];
  return (
    <View query={query}>
      {(page) => (
        <>
          {may('task.issue') ? <div className="row-line"><Button type="primary" onClick={() => setGiving(true)}>{t('tasks.new')}</Button></div> : null}
          <Tabs label={t('matter.status')} value={state} onChange={(key) => go({ state: key })} items={STATES.map((key) => ({ key, label: t(`tasks.${key}`), count: page.totals[key] }))} />
          <div className="filters">
            {page.units.length > 1 ? (
              <select className="input" aria-label={t('tasks.units')} value={rest.unit ?? ''} onChange={(e) => go({ unit: e.target.value === '' ? undefined : e.target.value })}>
                <option value="">{t('tasks.allUnits')}</option>
                {page.units.map((u) => <option key={u.key} value={u.key}>{u.name}</option>)}
              </select>
            ) : null}
            <select className="input" aria-label={t('tasks.kind')} value={rest.kind ?? ''} onChange={(e) => go({ kind: TASK_KIND_IDS.find((k) => k === e.target.value) })}>
              <option value="">{t('tasks.allKinds')}</option>
              {page.kinds.map((k) => <option key={k.id} value={k.id}>{k.label}</option>)}
            </select>
          </div>
          <MatterTable items={page.items} caption={t('tasks.list')} place="tasks" more={columns} empty={<p>{t(page.totals.open + page.totals.closed === 0 ? 'tasks.none' : 'tasks.noneFilter')}</p>} onOpen={(m) => void navigate({ to: '/tasks/$id', params: { id: m.id } })} />
          {page.more ? <p className="muted">{t('matter.more')}</p> : null}
          {page.lateByUnit.length > 0 && page.units.length > 1 ? (
            <Section title={t('tasks.lateByUnit')}>
              <p>{page.lateByUnit.map((u) => <button key={u.key ?? ''} type="button" className="link" onClick={() => go({ state: 'late', unit: u.key ?? undefined })}>■ {u.name} {u.late}</button>)}</p>
            </Section>
          ) : null}
          {page.series.length > 0 ? <Series page={page} /> : null}
          {giving ? <Giving page={page} onClose={() => setGiving(false)} /> : null}
        </>
      )}
    </View>
  );
}

/** Series in force; the nightly run gives each its period's tasks, a person may do it at once. */
function Series({ page }: { readonly page: Page }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const send = useSend(issueSeries);
  return (
    <Section title={t('tasks.series')} aside={may('task.issue') && page.series.some((s) => !s.issued) ? <Button loading={send.isPending} onClick={() => send.mutate({ body: {} })}>{t('tasks.issueSeries')}</Button> : undefined}>
      {send.isError ? <RefusalPanel problem={problemOf(send.error)} /> : null}
      <DataTable caption={t('tasks.series')} rows={page.series} rowKey={(s) => s.id} empty={null} columns={[
        { key: 'title', title: t('tasks.title'), render: (s) => s.title },
        { key: 'every', title: t('tasks.every'), render: (s) => s.everyText },
        { key: 'period', title: t('tasks.seriesPeriod'), render: (s) => <>{s.period} <span className="muted">{s.issued ? `● ${t('tasks.seriesIssued')}` : `○ ${t('tasks.seriesNot')}`}</span></> },
        { key: 'due', title: t('tasks.due'), render: (s) => <DateText date={s.due} /> },
        { key: 'basis', title: t('tasks.basis'), render: (s) => <SourceChips source={s.source} /> },
      ]} />
    </Section>
  );
}

interface Typed { title: string; kind: TaskKind; due: string; parts: string; text: string; units: string[]; departments: string[] }
const linesOf = (text: string | undefined): string[] => (text ?? '').split('\n').map((x) => x.trim()).filter((x) => x !== '');

/** One task for several units and departments at once. */
function Giving({ page, onClose }: { readonly page: Page; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  return (
    <FormDrawer<typeof issueTasks, Typed> title={t('tasks.new')} submit={t('tasks.new')} wide contract={issueTasks} draft="task" body={(v) => ({ title: v.title, kind: v.kind, due: v.due, text: v.text ?? '', parts: linesOf(v.parts), units: v.units ?? [], departments: v.departments ?? [] })} fields={(form) => (
      <>
        <TextField label={t('tasks.title')} bind={form.bind('title')} maxLength={120} first />
        <div className="row"><SelectField label={t('tasks.kind')} bind={form.bind('kind')} options={page.kinds.map((k) => ({ value: k.id, label: k.label }))} /><DateField label={t('tasks.due')} bind={form.bind('due')} min={session.today} /></div>
        <TextField label={t('tasks.text')} bind={form.bind('text')} rows={3} maxLength={1000} optional />
        <TextField label={t('tasks.parts')} hint={t('tasks.partsHint')} bind={form.bind('parts')} rows={4} maxLength={400} optional />
        <ChecksField label={t('tasks.units')} bind={form.bind('units')} options={page.units.map((u) => ({ value: u.key, label: u.name }))} all />
        {page.departments.length > 0 ? <ChecksField label={t('tasks.departments')} bind={form.bind('departments')} options={page.departments.map((d) => ({ value: d, label: d }))} optional /> : null}
      </>
    )} onClose={onClose} onDone={onClose} />
  );
}
