import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { answerBehaviour, listBehaviour, runBehaviour } from '@doudi/core/api/behaviour';
import { isUnderWay } from '@doudi/core/api/calculations';
import { ANSWER_IDS, type BehaviourAnswer } from '@doudi/core/behaviour/model';
import type { Output } from '@doudi/core/api/contract';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { RadioField, TextField } from '../../forms/inputs.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { sayDates } from '../../lib/dates.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';
import { PopulationTab } from './PopulationTab.tsx';

/** While a look is under way. */
const POLL_MS = 3000;
type Page = Output<typeof listBehaviour>;
type Question = Page['items'][number];
const route = getRouteApi('/scores/behaviour');

/** 值得看一看: unusual patterns as questions, with the cases behind them, and what somebody found who looked. */
export function BehaviourPage(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const { tab = 'open', unit } = route.useSearch();
  const navigate = useNavigate();
  const [answering, setAnswering] = useState<Question | null>(null);
  const run = useSend(runBehaviour);
  const query = useCall(listBehaviour, { query: { state: tab === 'answered' ? 'answered' : 'open', ...(unit === undefined ? {} : { unit }) } }, { keep: true, poll: (d) => (isUnderWay((d as Page | undefined)?.run) ? POLL_MS : false) });
  const looking = isUnderWay(query.data?.run);
  return (
    <div className="page">
      <p className="screen-only"><Link to="/scores">← {t('nav.scores')}</Link></p>
      <h1>{t('nav.behaviour')}</h1>
      <p className="says">{t('beh.says')}</p>
      {may('behaviour.answer') ? <div className="row-line screen-only"><Button loading={run.isPending || looking} onClick={() => run.mutate({ body: {} })}>{t('beh.run')}</Button>{query.data?.run ? <span role="status">{query.data.run.text}{query.data.run.found === null ? '' : t('beh.runDone', { n: query.data.run.found })}</span> : null}</div> : null}
      {run.error ? <RefusalPanel problem={problemOf(run.error)} /> : null}
      <View query={query}>
        {(page) => (
          <>
            <Tabs label={t('nav.behaviour')} value={tab} onChange={(to) => void navigate({ to: '/scores/behaviour', search: { tab: to, ...(unit === undefined ? {} : { unit }) } })} items={[{ key: 'open', label: t('beh.open'), count: page.open }, { key: 'answered', label: t('beh.answered'), count: page.answered }, { key: 'rules', label: t('beh.rules') }, { key: 'population', label: t('pop.title') }]} />
            {unit !== undefined && tab !== 'rules' && tab !== 'population' ? <p className="row-line"><span className="tag">{t('beh.onlyUnit', { unit: page.items[0]?.unitName ?? unit })}</span> <Link to="/scores/behaviour" search={{ tab }}>{t('beh.all')}</Link></p> : null}
            {tab === 'rules' ? <Rules page={page} /> : tab === 'population' ? <PopulationTab /> : page.items.length === 0 ? <p className="empty">{t(tab === 'open' ? 'beh.none' : 'beh.noneAnswered')}</p> : page.items.map((q) => <One key={q.id} q={q} onAnswer={() => setAnswering(q)} />)}
            {page.more && tab !== 'rules' && tab !== 'population' ? <p className="muted">{t('beh.more')}</p> : null}
          </>
        )}
      </View>
      {answering ? <FormDrawer<typeof answerBehaviour, { outcome: BehaviourAnswer; words: string }> title={t('beh.answer')} says={<>{answering.unitName}：{answering.text}{/[。？！]$/.test(answering.text) ? '' : '。'}{t('beh.answerSays')}</>} submit={t('beh.answer')} contract={answerBehaviour} draft={`behaviour:${answering.id}`} params={{ id: answering.id }}
        fields={(form) => (
          <>
            <RadioField label={t('beh.outcome')} bind={form.bind('outcome')} options={ANSWER_IDS.map((value) => ({ value, label: t(`beh.outcome.${value}`) }))} first />
            <TextField label={t('beh.words')} bind={form.bind('words')} rows={5} maxLength={1000} />
          </>
        )} onClose={() => setAnswering(null)} onDone={() => setAnswering(null)} /> : null}
    </div>
  );
}

function One({ q, onAnswer }: { readonly q: Question; readonly onAnswer: () => void }): ReactNode {
  const { t, locale } = useLocale();
  const { may } = useSession();
  return (
    <Section title={`${q.label} · ${q.unitName}`} aside={<span className="muted">{t('beh.found')} <DateText date={q.foundOn} short /></span>}>
      <p><b>{q.text}</b></p>
      <p className="muted tight">{q.why}</p>
      {q.rule ? <p className="muted tight">{t('beh.how')}{q.rule}</p> : null}
      <details className="more"><summary>{t('beh.cases', { n: q.count })}</summary>
        <DataTable caption={q.label} rows={q.cases} rowKey={(c) => c.case} empty={null} columns={[
          { key: 'case', title: t('beh.case'), render: (c) => <Link to="/cases/$id" params={{ id: c.case }}>{c.number}</Link> },
          { key: 'note', title: t('beh.note'), render: (c) => sayDates(c.note, locale) || '—' },
        ]} />
        {q.count > q.cases.length ? <p className="muted">{t('beh.caseMore', { n: q.cases.length })}</p> : null}
      </details>
      {q.answers.map((a) => <p key={`${a.on}${a.words}`} className="tight"><b>{a.outcomeText}</b>：{a.words} <span className="muted">{a.by} <DateText date={a.on} short />，{t('beh.cases', { n: a.count })}</span></p>)}
      {q.open && may('behaviour.answer') ? <div className="row-line screen-only"><Button type="primary" onClick={onAnswer}>{t('beh.answer')}</Button></div> : null}
    </Section>
  );
}

/** Each kind with its threshold and what became of its questions: a rule that never finds anything is a rule to change. */
function Rules({ page }: { readonly page: Page }): ReactNode {
  const t = useT();
  return (
    <>
      {page.source ? <p><SourceChips source={page.source} /></p> : null}
      <DataTable caption={t('beh.rules')} rows={page.kinds} rowKey={(k) => k.kind} empty={null} columns={[
        { key: 'kind', title: t('beh.kind'), render: (k) => k.label },
        { key: 'rule', title: t('beh.rule'), render: (k) => k.rule },
        { key: 'open', title: t('beh.open'), align: 'right', render: (k) => k.open },
        { key: 'yield', title: t('beh.yield'), align: 'right', render: (k) => (k.answered === 0 ? '—' : t('beh.yieldOf', { bad: k.answered - k.fine, all: k.answered })) },
      ]} />
    </>
  );
}
