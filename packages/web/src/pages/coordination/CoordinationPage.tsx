import type { Output } from '@doudi/core/api/contract';
import { listProblems, PROBLEM_KINDS, raiseProblem, resolveProblem, urgeDepartment } from '@doudi/core/api/coordination';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { DateField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';

type Problem = Output<typeof listProblems>['items'][number];

/** 协调事项: what a unit cannot settle alone, and what the county settled with which department. */
export function CoordinationPage(): ReactNode {
  const t = useT();
  const { may, session } = useSession();
  const why = useWhoMay()('coordination.raise');
  const query = useCall(listProblems, {}, { keep: true });
  const [raising, setRaising] = useState(false);
  const [resolving, setResolving] = useState<Problem | null>(null);
  const [urging, setUrging] = useState<Problem | null>(null);
  return (
    <div className="page">
      <h1>{t('nav.coordination')}</h1>
      <p className="says">{t('coordination.says')}</p>
      <div className="row-line"><ExplainedButton type="primary" why={why} onClick={() => setRaising(true)}>{t('coordination.raise')}</ExplainedButton></div>
      <View query={query}>
        {(page) => (
          <DataTable caption={t('nav.coordination')} rows={page.items} rowKey={(p) => p.id} empty={<p>{t('coordination.none')}</p>} columns={[
            { key: 'state', title: t('office.state'), render: (p) => (p.resolvedOn ? `● ${t('coordination.resolved')}` : p.late ? <b className="bad">■ {t('coordination.late')}</b> : `▲ ${t('coordination.open', { n: p.days })}`) },
            { key: 'unit', title: t('office.unit'), render: (p) => p.unit },
            { key: 'text', title: t('coordination.problem'), render: (p) => <><span className="tag">{t(`coordination.kind.${p.kind}`)}</span> {p.text} <span className="muted">{p.raisedBy} <DateText date={p.raisedOn} short /></span></> },
            { key: 'urged', title: t('coordination.urged'), render: (p) => <>{p.urges.length > 0 ? <ul className="plain-list">{p.urges.map((u) => <li key={`${u.on}${u.department}${u.due}`}><DateText date={u.on} short /> {u.department}：{u.text} <span className="muted">{t('coordination.due')} <DateText date={u.due} short /></span></li>)}</ul> : null}{may('coordination.resolve') && !p.resolvedOn ? <button type="button" className="link" onClick={() => setUrging(p)}>{t('coordination.urge')}</button> : null}</> },
            { key: 'result', title: t('errands.result'), render: (p) => (p.resolvedOn ? <>{p.department}：{p.result} <span className="muted">{p.resolvedBy} <DateText date={p.resolvedOn} short /></span></> : may('coordination.resolve') ? <button type="button" className="link" onClick={() => setResolving(p)}>{t('coordination.resolve')}</button> : null) },
          ]} />
        )}
      </View>
      {raising ? (
        <FormDrawer<typeof raiseProblem, { kind: (typeof PROBLEM_KINDS)[number]; text: string }> title={t('coordination.raise')} submit={t('coordination.raise')} contract={raiseProblem} draft="coordination" fields={(form) => (
          <>
            <SelectField label={t('errands.kind')} bind={form.bind('kind')} options={PROBLEM_KINDS.map((value) => ({ value, label: t(`coordination.kind.${value}`) }))} first />
            <TextField label={t('coordination.problem')} bind={form.bind('text')} rows={5} maxLength={1000} />
          </>
        )} onClose={() => setRaising(false)} onDone={() => setRaising(false)} />
      ) : null}
      {urging ? (
        <FormDrawer<typeof urgeDepartment, { department: string; due: string; text: string }> title={t('coordination.urge')} says={urging.text} submit={t('coordination.urge')} contract={urgeDepartment} draft={`urge:${urging.id}:${String(urging.urges.length)}`} params={{ id: urging.id }} initial={() => { const last = urging.urges.at(-1)?.department; return last === undefined ? {} : { department: last }; }} fields={(form) => (
          <>
            <TextField label={t('coordination.department')} bind={form.bind('department')} maxLength={60} first />
            <DateField label={t('coordination.due')} bind={form.bind('due')} min={session.today} />
            <TextField label={t('coordination.demand')} bind={form.bind('text')} rows={4} maxLength={1000} />
          </>
        )} onClose={() => setUrging(null)} onDone={() => setUrging(null)} />
      ) : null}
      {resolving ? (
        <FormDrawer<typeof resolveProblem, { department: string; result: string }> title={t('coordination.resolve')} says={resolving.text} submit={t('coordination.resolve')} contract={resolveProblem} draft={`resolve:${resolving.id}`} params={{ id: resolving.id }} fields={(form) => (
          <>
            <TextField label={t('coordination.department')} bind={form.bind('department')} maxLength={60} first />
            <TextField label={t('errands.result')} bind={form.bind('result')} rows={4} maxLength={1000} />
          </>
        )} onClose={() => setResolving(null)} onDone={() => setResolving(null)} />
      ) : null}
    </div>
  );
}
