import { Link } from '@tanstack/react-router';
import { answerSplit, listSplits } from '@doudi/core/api/aid';
import type { Output } from '@doudi/core/api/contract';
import { SPLIT_OUTCOMES, type SplitOutcome } from '@doudi/core/case/aid/splits';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { RadioField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Light } from '../../ui/Light.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { GivenWatch } from '../urgent/GivenWatch.tsx';
import '../../styles/office.css';

type Page = Output<typeof listSplits>;
type Split = Page['items'][number];
const TABS = ['open', 'answered', 'past'] as const;

/** 疑似拆分: one household and one cause in several applications that together pass the limit which each stays under; and what the county answers. */
export function SplitsPage(): ReactNode {
  const t = useT();
  const query = useCall(listSplits, {}, { keep: true });
  const [tab, setTab] = useState<(typeof TABS)[number]>('open');
  const [answering, setAnswering] = useState<Split | null>(null);
  return (
    <div className="page">
      <h1>{t('nav.splits')}</h1>
      <p className="says">{t('splits.says')}</p>
      <View query={query}>
        {(page) => {
          const of = { open: page.items.filter((s) => !s.answer), answered: page.items.filter((s) => s.answer) };
          return (
            <>
              <Tabs label={t('nav.splits')} value={tab} onChange={setTab} items={TABS.map((key) => ({ key, label: t(`splits.${key}`), count: key === 'past' ? page.past.length : of[key].length }))} />
              <p className="muted">{t('splits.termIs', { n: page.term.value })} <SourceChips source={page.term.source} /></p>
              {tab === 'past' ? <Past page={page} /> : of[tab].length === 0 ? <p className="empty">{t(tab === 'open' ? 'splits.none' : 'splits.noneAnswered')}</p> : of[tab].map((s) => <One key={s.key} s={s} onAnswer={() => setAnswering(s)} />)}
            </>
          );
        }}
      </View>
      <GivenWatch empty />
      {answering ? (
        <FormDrawer<typeof answerSplit, { outcome: SplitOutcome; text: string }> title={t('splits.answer')} says={`${answering.applicant} · ${answering.causeText}：${answering.cases.map((c) => c.number).join('、')}`} submit={t('splits.answer')} contract={answerSplit} draft={`split:${answering.key}`}
          body={(v) => ({ ...v, cases: answering.cases.map((c) => c.case) })} fields={(form) => (
            <>
              <RadioField label={t('splits.how')} bind={form.bind('outcome')} options={SPLIT_OUTCOMES.map((value) => ({ value, label: t(`splitOutcome.${value}`), hint: t(`splitOutcome.${value}.hint`) }))} first />
              <TextField label={t('splits.words')} hint={t('splits.wordsHint')} bind={form.bind('text')} rows={4} maxLength={1000} />
            </>
          )} onClose={() => setAnswering(null)} onDone={() => setAnswering(null)} />
      ) : null}
    </div>
  );
}

/** One split: its applications, and the answer or how long it has waited for one. */
function One({ s, onAnswer }: { readonly s: Split; readonly onAnswer: () => void }): ReactNode {
  const t = useT();
  const { may } = useSession();
  return (
    <Section title={`${s.applicant} · ${s.causeText}`} aside={<span>▲ {t('splits.sum')} <b className="bad"><Money fen={s.sumFen} /></b>，{t('splits.limit')} <Money fen={s.limit.value} /> <SourceChips source={s.limit.source} /></span>}>
      <p className="muted"><DateText date={s.from} short /> — <DateText date={s.to} short />，{t('splits.times', { n: s.cases.length })}</p>
      <DataTable caption={s.applicant} rows={s.cases} rowKey={(c) => c.case} empty={null} columns={[
        { key: 'number', title: t('bodies.case'), render: (c) => (c.open ? <Link to="/cases/$id" params={{ id: c.case }}>{c.number}</Link> : <>{c.number} <span className="tag">{t('splits.other')}</span></>) },
        { key: 'unit', title: t('office.unit'), render: (c) => c.unit },
        { key: 'on', title: t('case.applied'), render: (c) => <DateText date={c.on} short /> },
        { key: 'fen', title: t('case.amount'), align: 'right', render: (c) => <Money fen={c.fen} /> },
        { key: 'state', title: t('case.state'), render: (c) => c.statusText },
      ]} />
      {s.answer ? <Answer a={s.answer} follow={s.answer.outcome === 'separate' ? null : s.days} /> : (
        <p role="status">{t('splits.noAnswer')}，{t('splits.waits', { n: s.days })} <DateText date={s.due} short /> {s.light ? <Light light={s.light.light} text={s.light.text} /> : null}</p>
      )}
      {s.earlier.length > 0 ? <><p className="muted tight">{t('splits.earlier')}</p>{s.earlier.map((a) => <Answer key={`${a.on}${a.text}`} a={a} follow={null} />)}</> : null}
      {may('aid.splits.answer') ? <div className="row-line"><Button type={s.answer ? 'default' : 'primary'} onClick={onAnswer}>{t(s.answer ? 'splits.again' : 'splits.answer')}</Button></div> : null}
    </Section>
  );
}

function Answer({ a, follow }: { readonly a: NonNullable<Split['answer']>; readonly follow: number | null }): ReactNode {
  const t = useT();
  return <p className="tight"><b>{a.outcomeText}</b>：{a.text} <span className="muted">{a.by} <DateText date={a.on} short /></span>{follow === null ? null : <> <span className="tag">▲ {t('splits.follow', { n: follow })}</span></>}</p>;
}

/** Answered, and gone since: withdrawn, lowered or merged. */
function Past({ page }: { readonly page: Page }): ReactNode {
  const t = useT();
  return (
    <DataTable caption={t('splits.past')} rows={page.past} rowKey={(a) => a.id} empty={<p>{t('splits.nonePast')}</p>} columns={[
      { key: 'on', title: t('splits.answered'), render: (a) => <><DateText date={a.on} short /> {a.by}</> },
      { key: 'cases', title: t('bodies.case'), render: (a) => a.cases.map((c) => <span key={c.case}><Link to="/cases/$id" params={{ id: c.case }}>{c.number}</Link>{' '}</span>) },
      { key: 'sum', title: t('splits.sumThen'), align: 'right', render: (a) => <Money fen={a.sumFen} /> },
      { key: 'how', title: t('splits.how'), render: (a) => <><b>{a.outcomeText}</b>：{a.text}</> },
    ]} />
  );
}
