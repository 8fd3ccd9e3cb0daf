import { Link } from '@tanstack/react-router';
import { answerErrand, declineErrand, listErrands, openErrand, receiveErrand, type Errand } from '@doudi/core/api/places';
import type { payloads } from '@doudi/core/case/commands';
import { POSTS } from '@doudi/core/policy/model';
import { useState, type ReactNode } from 'react';
import type * as z from 'zod';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { CheckField, ChecksField, DateField, TextField } from '../../forms/inputs.tsx';
import { StaffField } from '../../forms/pickers.tsx';
import { tidyVisitTime, VisitTimes } from '../../forms/VisitTimes.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Light } from '../../ui/Light.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, View } from '../../ui/View.tsx';
import { METHODS } from '../case/commands/options.ts';
import '../../styles/office.css';

type Step = 'receive' | 'decline' | 'answer' | 'look';
type Answer = z.input<typeof payloads.answerElsewhere>;

/** 异地事项: cases handed over between offices, and households looked at for one another. */
export function ErrandsPage(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [state, setState] = useState<'open' | 'closed'>('open');
  const query = useCall(listErrands, { query: { state } }, { keep: true });
  const [doing, setDoing] = useState<{ errand: Errand; step: Step } | null>(null);
  const [done, setDone] = useState(false);
  const stepsOf = (e: Errand): readonly Step[] => (e.closedOn || e.direction === 'out' || !may('errand.answer') ? [] : e.kind === 'handOver' ? ['look', 'receive', 'decline'] : ['look', 'answer']);
  const close = (): void => setDoing(null);
  const finish = (): void => { setDoing(null); setDone(true); };
  return (
    <div className="page">
      <h1>{t('nav.errands')}</h1>
      <p className="says">{t('errands.says')}</p>
      <div className="filters">
        {(['open', 'closed'] as const).map((s) => <label key={s} className="choice"><input type="radio" name="errands" checked={state === s} onChange={() => setState(s)} /><span>{t(`errands.${s}`)}</span></label>)}
      </div>
      {done ? <p className="outcome" role="status">✓ {t('errands.done')}</p> : null}
      <View query={query}>
        {(page) => (
          <DataTable caption={t('nav.errands')} rows={page.items} rowKey={(e) => e.id} empty={<p>{t('errands.none')}</p>} columns={[
            { key: 'due', title: t('errands.due'), width: '9rem', render: (e) => <span className="due"><DateText date={e.due} short provisional={e.provisional} />{e.light ? <Light light={e.light.light} text={e.light.text} /> : null}</span> },
            { key: 'kind', title: t('errands.kind'), render: (e) => <span>{e.kindText} <span className="tag">{t(`errands.${e.direction}`)}</span></span> },
            { key: 'from', title: t('errands.from'), render: (e) => e.from },
            { key: 'to', title: t('errands.to'), render: (e) => e.to },
            { key: 'case', title: t('errands.case'), render: (e) => (e.direction === 'out' || e.outcome === 'received' ? <Link to="/cases/$id" params={{ id: e.case }}>{e.applicant} {e.programmeName} {e.caseNumber}</Link> : `${e.applicant} ${e.programmeName} ${e.caseNumber}`) },
            { key: 'text', title: t('errands.text'), render: (e) => <>{e.text}{e.papers.length > 0 ? <details><summary>{t('errands.papers', { n: e.papers.length })}</summary>{e.papers.join('、')}</details> : null} <span className="muted">{e.askedBy} <DateText date={e.askedOn} short /></span></> },
            { key: 'result', title: t('errands.result'), render: (e) => (e.closedOn ? <>{e.outcomeText} <DateText date={e.closedOn} short /> {e.closing}</> : <span className="buttons">{stepsOf(e).map((s) => <button key={s} type="button" className="link" onClick={() => { setDone(false); setDoing({ errand: e, step: s }); }}>{t(`errands.${s}`)}</button>)}</span>) },
          ]} />
        )}
      </View>
      {doing?.step === 'look' ? <Look errand={doing.errand} onClose={close} /> : null}
      {doing?.step === 'receive' ? (
        <FormDrawer<typeof receiveErrand, { text?: string }> title={`${t('errands.receive')}：${doing.errand.applicant}`} says={t('errands.receiveSays')} submit={t('errands.receive')} contract={receiveErrand} draft={`receive:${doing.errand.id}`} params={{ id: doing.errand.id }}
          fields={(form) => <TextField label={t('errands.note')} bind={form.bind('text')} rows={3} maxLength={500} optional first />} onClose={close} onDone={finish} />
      ) : null}
      {doing?.step === 'decline' ? (
        <FormDrawer<typeof declineErrand, { reason: string }> title={`${t('errands.decline')}：${doing.errand.applicant}`} says={t('errands.declineSays')} submit={t('errands.decline')} contract={declineErrand} draft={`decline:${doing.errand.id}`} params={{ id: doing.errand.id }}
          fields={(form) => <TextField label={t('f.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} onClose={close} onDone={finish} />
      ) : null}
      {doing?.step === 'answer' ? <AnswerForm errand={doing.errand} onClose={close} onDone={finish} /> : null}
    </div>
  );
}

function AnswerForm({ errand, onClose, onDone }: { readonly errand: Errand; readonly onClose: () => void; readonly onDone: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  return (
    <FormDrawer<typeof answerErrand, Omit<Answer, 'errand'>> title={`${t('errands.answer')}：${errand.applicant}`} says={<>{t('errands.answerSays')} {errand.text}</>} submit={t('errands.answer')} contract={answerErrand} draft={`answer:${errand.id}`} params={{ id: errand.id }}
      initial={() => ({ on: session.today, investigators: [session.account], methods: ['home'], applicantSigned: false })}
      body={tidyVisitTime}
      fields={(form) => (
        <>
          <DateField label={t('f.investigatedOn')} bind={form.bind('on')} max={session.today} min={errand.askedOn} first />
          <VisitTimes bind={form.bind('time')} />
          <StaffField label={t('f.investigators')} bind={form.bind('investigators')} posts={POSTS} />
          <ChecksField label={t('f.methods')} bind={form.bind('methods')} options={METHODS.map((value) => ({ value, label: t(`method.${value}`) }))} />
          <TextField label={t('f.findings')} bind={form.bind('findings')} rows={6} maxLength={2000} />
          <CheckField label={t('f.applicantSigned')} bind={form.bind('applicantSigned')} />
        </>
      )} onClose={onClose} onDone={onDone} />
  );
}

/** The household behind an errand, opened once and logged. */
function Look({ errand, onClose }: { readonly errand: Errand; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const send = useSend(openErrand);
  const found = send.data;
  return (
    <section className="panel">
      <h2>{errand.kindText}：{errand.applicant}</h2>
      <p className="says">{t('errands.lookSays')}</p>
      {send.error ? <RefusalPanel problem={problemOf(send.error)} /> : null}
      {found ? <Facts items={[[t('facts.address'), found.address], ...found.people.map((p): [string, ReactNode] => [p.relation, `${p.name} ${p.phone ?? ''}`]), [t('case.text'), found.statement]]} /> : <button type="button" className="link" onClick={() => send.mutate({ params: { id: errand.id } })}>{t('errands.look')}</button>}{' '}
      <button type="button" className="link" onClick={onClose}>{t('command.later')}</button>
    </section>
  );
}
