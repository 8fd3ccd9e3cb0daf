import type { Output } from '@doudi/core/api/contract';
import { askPreview, listExternal, listRules, listRuns, previewRule, runWarnings, tuneRule } from '@doudi/core/api/leads';
import { isUnderWay } from '@doudi/core/api/calculations';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { CheckField, DateField, NumberField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Moment } from '../../ui/matter.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import { ConfirmList, ImportList } from './ImportList.tsx';
import '../../styles/office.css';

type Rules = Output<typeof listRules>;
type Rule = Rules['items'][number];
const TABS = ['rules', 'lists', 'runs'] as const;
const POLL_MS = 3000;

/** 预警规则: what is looked for every night and what it yielded, the lists behind it, the runs. */
export function WarningsPage(): ReactNode {
  const t = useT();
  const [tab, setTab] = useState<(typeof TABS)[number]>('rules');
  return (
    <div className="page">
      <p className="crumbs"><Link to="/leads">{t('lead.toList')}</Link></p>
      <h1>{t('nav.warnings')}</h1>
      <p className="says">{t('warn.says')}</p>
      <Tabs label={t('nav.warnings')} value={tab} onChange={setTab} items={TABS.map((key) => ({ key, label: t(`warn.${key}`) }))} />
      {tab === 'rules' ? <RuleList /> : tab === 'lists' ? <Lists /> : <Runs />}
    </div>
  );
}

function RuleList(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const query = useCall(listRules, {}, { keep: true });
  const [tuning, setTuning] = useState<Rule | null>(null);
  return (
    <View query={query}>
      {(page) => (
        <>
          <p className="muted"><SourceChips source={page.source} /></p>
          <DataTable caption={t('warn.rules')} rows={page.items} rowKey={(r) => r.id} empty={null} columns={[
            { key: 'rule', title: t('warn.rule'), render: (r) => <>{r.label} <span className="muted">{r.id} {r.sideText}</span></> },
            { key: 'state', title: t('warn.state'), render: (r) => <State rule={r} /> },
            { key: 'number', title: t('warn.threshold'), render: (r) => (r.threshold === null ? '' : <>{r.threshold} {r.thresholdText}{r.policyThreshold !== r.threshold ? <span className="muted"> {t('warn.policyIs', { n: String(r.policyThreshold) })}</span> : null}</>) },
            { key: 'hits', title: t('warn.hits'), align: 'right', render: (r) => <Link to="/leads" search={{ rule: r.id }}>{r.yield.hits}</Link> },
            { key: 'open', title: t('warn.openN'), align: 'right', render: (r) => r.yield.open },
            { key: 'late', title: t('warn.lateN'), align: 'right', render: (r) => (r.yield.late > 0 ? <b className="bad">■ {r.yield.late}</b> : 0) },
            { key: 'valid', title: t('warn.valid'), align: 'right', render: (r) => r.yield.valid },
            { key: 'explained', title: t('warn.explained'), align: 'right', render: (r) => r.yield.explained },
            { key: 'stop', title: t('warn.stopped'), align: 'right', render: (r) => r.yield.stop },
            { key: 'percent', title: t('warn.percent'), align: 'right', render: (r) => (r.yield.percent === null ? '—' : `${String(r.yield.percent)}%`) },
            { key: 'days', title: t('warn.days'), align: 'right', wide: true, render: (r) => (r.yield.days === null ? '—' : t('warn.daysN', { n: r.yield.days })) },
            ...(may('lead.tune') ? [{ key: 'tune', title: '', render: (r: Rule) => <Button size="small" onClick={() => setTuning(r)}>{t('warn.tune')}</Button> }] : []),
          ]} />
          {tuning ? <Tuning rule={tuning} onClose={() => setTuning(null)} /> : null}
        </>
      )}
    </View>
  );
}

/** Whether it runs, on data of which day, and who decided otherwise than the policy. */
function State({ rule: r }: { readonly rule: Rule }): ReactNode {
  const t = useT();
  return (
    <>
      {r.runs ? <span className="good">● {t('warn.runs.yes')}</span> : <span className="muted">○ {r.why ?? t('warn.runs.no')}</span>}
      {r.lists.map((l) => <div key={l.list} className="muted">{l.label} {l.sourceDate ? <DateText date={l.sourceDate} short /> : t('warn.noList')}{l.old ? <b className="warn"> ▲ {t('warn.old')}</b> : null}</div>)}
      {r.choice ? <div className="muted">{t('warn.tuned', { on: r.choice.from, by: r.choice.by, reason: r.choice.reason })}{r.choice.before === null ? '' : ` ${t('warn.tunedTrial', { before: r.choice.before, after: String(r.choice.after) })}`}</div> : null}
    </>
  );
}

interface Tuned {
  active: boolean;
  threshold: number;
  from: string;
  reason: string;
}

function Tuning({ rule, onClose }: { readonly rule: Rule; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const numbered = rule.policyThreshold !== null;
  return (
    <FormDrawer<typeof tuneRule, Tuned> title={t('warn.tuneTitle', { rule: rule.label })} says={t('warn.tuneSays')} submit={t('warn.save')} contract={tuneRule} draft={`tune:${rule.id}`} params={{ rule: rule.id }}
      initial={() => ({ active: rule.active, from: session.today, ...(rule.threshold === null ? {} : { threshold: rule.threshold }) })} body={(v) => ({ ...v, active: v.active ?? false })}
      fields={(form) => (
        <>
          <CheckField label={t('warn.active')} bind={form.bind('active')} first />
          {numbered ? <NumberField label={t('warn.new')} bind={form.bind('threshold')} {...(rule.thresholdText === null ? {} : { unit: rule.thresholdText })} /> : null}
          {numbered && form.values.threshold !== undefined && form.values.threshold !== rule.threshold ? <Trial rule={rule.id} threshold={form.values.threshold} /> : null}
          <DateField label={t('warn.since')} bind={form.bind('from')} min={session.today} />
          <TextField label={t('warn.reason')} bind={form.bind('reason')} rows={3} maxLength={500} />
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}

/** What the new number would have found, asked for when wanted: computed over the whole county, in the background. */
function Trial({ rule, threshold }: { readonly rule: string; readonly threshold: number }): ReactNode {
  const t = useT();
  const ask = useSend(askPreview);
  const query = useCall(previewRule, { params: { rule }, query: { threshold } }, { poll: (d) => (isUnderWay((d as Output<typeof previewRule> | undefined)?.run) ? POLL_MS : false) });
  const { run, trial } = query.data ?? {};
  return (
    <>
      {trial ? <p className="notice" role="status">{t('warn.trial', { now: trial.now, after: trial.after, fewer: trial.fewer, more: trial.more })} <span className="muted">{trial.how}</span></p>
        : <p className="row-line"><Button loading={ask.isPending || isUnderWay(run)} onClick={() => ask.mutate({ params: { rule }, body: { threshold } })}>{t('warn.try')}</Button> <span role="status" className="muted">{run?.text ?? t('warn.tryFirst')}</span></p>}
      {ask.error ? <RefusalPanel problem={problemOf(ask.error)} /> : null}
    </>
  );
}

function Lists(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const query = useCall(listExternal, {}, { keep: true });
  const [list, setList] = useState<Output<typeof listExternal>['items'][number] | null>(null);
  const [confirming, setConfirming] = useState<Output<typeof listExternal>['items'][number] | null>(null);
  return (
    <View query={query}>
      {(page) => (
        <>
          <p className="muted">{t(page.connector ? 'warn.connector' : 'warn.noConnector')} {t('warn.oldAfter', { n: page.oldAfterDays })}</p>
          <DataTable caption={t('warn.lists')} rows={page.items} rowKey={(l) => l.list} empty={null} columns={[
            { key: 'list', title: t('warn.list'), render: (l) => l.label },
            { key: 'date', title: t('warn.date'), render: (l) => (l.sourceDate ? <><DateText date={l.sourceDate} short />{l.old ? <b className="warn"> ▲ {t('warn.old')}</b> : null}</> : <span className="muted">{t('warn.noList')}</span>) },
            { key: 'count', title: t('warn.count'), align: 'right', render: (l) => l.rows.toLocaleString('zh-CN') },
            { key: 'source', title: t('warn.source'), render: (l) => <>{l.source ?? ''} <span className="muted">{l.coverage ?? ''}</span>{l.trouble ? <div className="bad">▲ {t('warn.trouble', { why: l.trouble })}</div> : null}{l.waiting ? <div className="warn">▲ {t('warn.waiting2', { by: l.waiting.by, gone: l.waiting.gone })} {may('lead.run') ? <button type="button" className="link" onClick={() => setConfirming(l)}>{t('warn.decide')}</button> : null}</div> : null}</> },
            { key: 'brought', title: t('warn.brought'), wide: true, render: (l) => (l.broughtAt ? <Moment at={l.broughtAt} /> : '') },
            { key: 'for', title: t('warn.for'), wide: true, render: (l) => l.rules.join('；') },
            ...(may('lead.import') ? [{ key: 'import', title: '', render: (l: Output<typeof listExternal>['items'][number]) => <Button size="small" onClick={() => setList(l)}>{t('warn.import')}</Button> }] : []),
          ]} />
          {list ? <ImportList list={list} onClose={() => setList(null)} /> : null}
          {confirming ? <ConfirmList list={confirming} onClose={() => setConfirming(null)} /> : null}
        </>
      )}
    </View>
  );
}

function Runs(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const query = useCall(listRuns, {}, { keep: true, poll: (d) => ((d as Output<typeof listRuns> | undefined)?.waiting ? POLL_MS : false) });
  const run = useSend(runWarnings);
  return (
    <View query={query}>
      {(page) => (
        <>
          {may('lead.run') ? <div className="row-line"><Button type="primary" disabled={page.waiting} loading={run.isPending} onClick={() => run.mutate({ body: {} })}>{t(page.waiting ? 'warn.waiting' : 'warn.run')}</Button>{page.waiting ? <span role="status">{t('warn.queued')}</span> : null}</div> : null}
          <DataTable caption={t('warn.runs')} rows={page.items} rowKey={(r) => r.id} empty={<p>{t('warn.noRuns')}</p>} columns={[
            { key: 'on', title: t('warn.on'), render: (r) => <DateText date={r.on} short /> },
            { key: 'by', title: t('warn.byWhom'), render: (r) => r.by },
            { key: 'people', title: t('warn.people'), align: 'right', render: (r) => r.people ?? '…' },
            { key: 'found', title: t('warn.found'), align: 'right', render: (r) => r.found },
            { key: 'fresh', title: t('warn.fresh'), align: 'right', render: (r) => r.fresh },
            { key: 'took', title: t('warn.seconds'), align: 'right', render: (r) => (r.words !== null ? <b className="bad">▲ {r.words}</b> : r.seconds === null ? t('warn.waiting') : t('warn.secondsN', { n: r.seconds })) },
            { key: 'rules', title: t('warn.detail'), render: (r) => <details><summary>{r.rules.filter((x) => x.ran).length} / {r.rules.length}</summary><ul className="plain-list">{r.rules.map((x) => <li key={x.rule}>{x.label}：{x.ran ? `${t('warn.found')} ${String(x.found)}，${t('warn.fresh')} ${String(x.fresh)}，${t('warn.ms', { n: x.ms })}` : x.why}</li>)}</ul></details> },
          ]} />
        </>
      )}
    </View>
  );
}
