import { answerHit, getLead, type LeadHit } from '@doudi/core/api/leads';
import type { Output } from '@doudi/core/api/contract';
import { ANSWER_LENGTH, ANSWERS, NEXT_OF, type Answer, type NextStep } from '@doudi/core/warning/answers';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { fileAddress } from '../../api/files.ts';
import { useCall } from '../../api/hooks.ts';
import { RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { FilesField } from '../../forms/pickers.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Light } from '../../ui/Light.tsx';
import { Moment } from '../../ui/matter.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { Due } from './LeadsPage.tsx';
import '../../styles/leads.css';
import '../../styles/office.css';

type Lead = Output<typeof getLead>;
const route = getRouteApi('/leads/$id');

/** One lead: every point beside what the household declared, the answers, and what happened. */
export function LeadPage(): ReactNode {
  const t = useT();
  const { id } = route.useParams();
  const query = useCall(getLead, { params: { id } }, { keep: true });
  const [answering, setAnswering] = useState<LeadHit | null>(null);
  return (
    <div className="page">
      <p className="crumbs"><Link to="/leads">{t('lead.toList')}</Link></p>
      <View query={query}>
        {(lead) => (
          <>
            <h1>{lead.who} <small className="muted">{lead.number ?? ''} {lead.programmeName ?? ''}</small></h1>
            <p className="row-line">
              <span className="muted">{t('lead.no')} {lead.no}</span><span>{lead.unitName}{lead.ofCounty ? ` · ${t('lead.ofCounty')}` : ''}</span><span className="tag">{lead.sideText}</span><Due lead={lead} />
              {lead.open > 0 ? <span>{t('lead.left', { n: lead.open })}</span> : null}{lead.case ? <Link to="/cases/$id" params={{ id: lead.case }}>{t('lead.case')}</Link> : null}
            </p>
            {lead.hitsFound.map((h) => <Hit key={h.id} hit={h} about={lead.case} mayAnswer={lead.mayAnswer} onAnswer={() => setAnswering(h)} />)}
            <Section title={t('lead.trail')}>
              <DataTable caption={t('lead.trail')} rows={lead.trail} rowKey={(e) => String(e.id)} empty={null} columns={[
                { key: 'at', title: t('lead.when'), width: '11rem', render: (e) => <Moment at={e.at} /> },
                { key: 'what', title: t('lead.what'), render: (e) => e.text },
                { key: 'by', title: t('lead.by'), render: (e) => e.by },
              ]} />
            </Section>
            {answering ? <Answering lead={lead} hit={answering} onClose={() => setAnswering(null)} /> : null}
          </>
        )}
      </View>
    </div>
  );
}

/** One point: what the list says at the left, what the household said at the right. */
function Hit({ hit: h, about, mayAnswer, onAnswer }: { readonly hit: LeadHit; readonly about: string | null; readonly mayAnswer: boolean; readonly onAnswer: () => void }): ReactNode {
  const t = useT();
  return (
    <Section title={h.label} aside={<span>{h.status === 'open' ? (h.light ? <Light light={h.light.light} text={h.light.text} /> : null) : <span className="tag">{h.statusText}</span>} {h.holds ? <span className="tag tag-warn">■ {t('lead.holds')}</span> : null} <span className="muted">{h.sourceText} <DateText date={h.foundOn} short />{h.round > 1 ? ` · ${t('lead.again', { n: h.round })}` : ''}</span> <SourceChips source={h.basis} /></span>}>
      <div className={h.reported ? '' : 'beside'}>
        <div>
          <h3>{t(h.reported ? 'lead.reported' : 'lead.seen')}{h.person ? ` · ${h.person}` : ''}</h3>
          <ul>
            {h.seen.map((line) => <li key={line}>{line}</li>)}
            {h.rows.map((r) => <li key={`${r.on}${r.text}`}><DateText date={r.on} short /> {r.text} {r.fen === null ? null : <Money fen={r.fen} />}</li>)}
          </ul>
          {h.sourceDate ? <p className="muted">{t('lead.list')} {h.source}，{t('lead.listDate')} <DateText date={h.sourceDate} short />（{h.coverage}）</p> : null}
        </div>
        {h.reported ? null : (
          <div>
            <h3>{t('lead.declared')}</h3>
            {h.declared.length === 0 ? <p className="muted">{t('lead.noDeclared')}</p> : <ul>{h.declared.map((line) => <li key={line}>{line}</li>)}</ul>}
          </div>
        )}
      </div>
      {h.answer ? <AnswerLine answer={h.answer} statusText={h.statusText} about={about} /> : null}
      {h.status === 'open' && mayAnswer ? <div className="row-line"><Button type="primary" onClick={onAnswer}>{t('lead.answer')}</Button></div> : null}
    </Section>
  );
}

function AnswerLine({ answer: a, statusText, about }: { readonly answer: NonNullable<LeadHit['answer']>; readonly statusText: string; readonly about: string | null }): ReactNode {
  const t = useT();
  return (
    <>
      <p className="tight"><b>{statusText}</b>：{a.text} <span className="muted">{a.by} <DateText date={a.on} short /></span>{a.late ? <> <span className="tag tag-warn">■ {t('lead.lateAnswer')}</span></> : null} {a.files.map((f, i) => <a key={f} href={fileAddress(f)} target="_blank" rel="noreferrer">{t('lead.files')} {i + 1} </a>)}</p>
      <p className="tight">{t('lead.nextIs')}{a.nextText}{a.followed === null ? null : a.followed ? <span className="good"> ● {t('lead.followed')}</span> : <span className="bad"> ▲ {t('lead.notFollowed')} {about ? <Link to="/cases/$id" params={{ id: about }}>{t('lead.case')}</Link> : null}</span>}{a.expiresOn ? <span className="muted"> {t('lead.until')} <DateText date={a.expiresOn} short /></span> : null}</p>
    </>
  );
}

interface Answered {
  answer: Answer;
  text: string;
  files: string[];
  next: NextStep;
}

/** The next step as far as it fits the answer: what is explained needs none. */
const nextOf = (v: { readonly answer?: Answer | undefined; readonly next?: NextStep | undefined }): NextStep | undefined => (v.answer === 'explained' ? 'none' : v.answer && v.next && NEXT_OF[v.answer].includes(v.next) ? v.next : undefined);

function Answering({ lead, hit, onClose }: { readonly lead: Lead; readonly hit: LeadHit; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const needed = hit.proof && lead.case !== null;
  return (
    <FormDrawer<typeof answerHit, Answered> title={t('lead.answerDo')} says={`${hit.label}${hit.person ? ` · ${hit.person}` : ''}`} submit={t('lead.answer')} contract={answerHit} draft={`lead-answer:${hit.id}`} params={{ id: lead.id }} 
      body={(v) => ({ ...v, hit: hit.id, files: v.files ?? [], next: nextOf(v) ?? 'none' })}
      check={(v) => ({ ...(needed && (v.files ?? []).length === 0 ? { files: t('lead.filesMissing') } : {}), ...(v.answer && nextOf(v) === undefined ? { next: t('lead.nextMissing') } : {}) })}
      fields={(form) => (
        <>
          <RadioField label={t('lead.answerHow')} bind={form.bind('answer')} first options={ANSWERS.map((value) => ({ value, label: t(`lead.answer.${value}`), hint: t(`lead.answer.${value}.hint`) }))} />
          <TextField label={t('lead.answerText')} hint={t('form.atLeast', { n: ANSWER_LENGTH.min })} bind={form.bind('text')} rows={4} maxLength={ANSWER_LENGTH.max} />
          {lead.case ? <FilesField label={t('lead.files')} hint={t(needed ? 'lead.filesNeeded' : 'lead.filesHint')} bind={form.bind('files')} caseId={lead.case} optional={!needed} /> : null}
          {form.values.answer && form.values.answer !== 'explained' ? <SelectField label={t('lead.next')} bind={form.bind('next')} options={NEXT_OF[form.values.answer].map((value) => ({ value, label: t(`lead.next.${value}`) }))} /> : null}
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}
