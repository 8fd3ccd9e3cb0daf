import type { Output } from '@doudi/core/api/contract';
import { answerDishonesty, askDishonesty, correctDishonesty, decideDishonesty, type getDishonesty, hearDishonesty, type listDishonesty, notifyDishonesty, peopleOfCase, proposeDishonesty, serveDishonesty, withdrawDishonesty } from '@doudi/core/api/registers';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { CheckField, ChecksField, DateField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFilesField } from '../../ui/matter-files.tsx';

export type Entry = Output<typeof getDishonesty>;
export type CasePeople = Output<typeof peopleOfCase>;
export type Doing = 'notify' | 'serve' | 'hear' | 'decide' | 'ask' | 'answer' | 'correct' | 'withdraw';

/** A case by its number, so that one of its people, or the case itself, may be named. */
export function CaseFinder({ onFound, found }: { readonly onFound: (c: CasePeople | null) => void; readonly found: CasePeople | null }): ReactNode {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const query = useCall(peopleOfCase, { query: { number: asked } }, { enabled: asked !== '' });
  if (query.data && query.data.number === asked && found?.number !== asked) onFound(query.data);
  const look = (): void => {
    if (typed.trim().length >= 4) setAsked(typed.trim());
  };
  return (
    <div className="field">
      <label htmlFor="reg-case">{t('reg.caseNumber')}</label>
      <span className="row-line"><input id="reg-case" className="input" maxLength={60} value={typed} onChange={(e) => setTyped(e.target.value)} onKeyDown={(e) => { if (e.key === 'Enter') { e.preventDefault(); look(); } }} /><Button onClick={look}>{t('reg.find')}</Button></span>
      {query.isError ? <span className="error" role="alert">{problemOf(query.error).rule}</span> : <span className="hint">{found ? found.number : t('reg.caseHint')}</span>}
    </div>
  );
}

interface Proposed { person: string; kind: string; actOn: string; facts: string; grounds: string; capacity: 'full' | 'limited' | 'none' }

/** Proposes an entry: a person of a case, the conduct, the facts, the grounds. */
export function ProposeForm({ kinds, onClose, onDone }: { readonly kinds: Output<typeof listDishonesty>['kinds']; readonly onClose: () => void; readonly onDone: (id: string) => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const [found, setFound] = useState<CasePeople | null>(null);
  return (
    <FormDrawer<typeof proposeDishonesty, Proposed> title={t('reg.propose')} says={t('reg.capacityHint')} submit={t('reg.propose')} contract={proposeDishonesty} draft="dishonesty" initial={() => ({ capacity: 'full' })} body={(v) => ({ ...v, case: found?.case })}
      fields={(form) => {
        const role = found?.people.find((p) => p.id === form.values.person)?.role;
        return (
          <>
            <CaseFinder found={found} onFound={setFound} />
            <SelectField label={t('reg.person')} bind={form.bind('person')} options={(found?.people ?? []).map((p) => ({ value: p.id, label: `${p.name}（${t(`reg.role.${p.role}`)}，${t('reg.age', { n: p.age })}）` }))} />
            <RadioField label={t('reg.kind')} bind={form.bind('kind')} options={kinds.filter((k) => role === undefined || k.about === role).map((k) => ({ value: k.id, label: k.label }))} />
            <DateField label={t('reg.actOn')} bind={form.bind('actOn')} max={session.today} />
            <TextField label={t('reg.facts')} bind={form.bind('facts')} rows={4} maxLength={2000} />
            <TextField label={t('reg.grounds')} bind={form.bind('grounds')} rows={2} maxLength={500} />
            <RadioField label={t('reg.capacity')} bind={form.bind('capacity')} hint={t('reg.capacityHint')} options={(['full', 'limited', 'none'] as const).map((value) => ({ value, label: t(`reg.capacity.${value}`) }))} />
          </>
        );
      }} onClose={onClose} onDone={(d) => onDone(d.id)} />
  );
}

/** The form of one step of an entry. */
export function DoingForm({ view, doing, onClose }: { readonly view: Entry; readonly doing: Doing; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const matter = view.head.id;
  const common = { title: t(`reg.${doing}`), submit: t(`reg.${doing}`), draft: `${doing}:${matter}:${view.head.seq}`, params: { id: matter }, onClose, onDone: onClose } as const;
  const seq = view.head.seq;
  // Whoever decided does not answer the objection alone.
  const own = view.decision?.mine === true && view.asked.at(-1)?.kind === 'objection';
  switch (doing) {
    case 'notify':
      return <FormDrawer<typeof notifyDishonesty, { evidence: string[] }> {...common} says={t('reg.notifySays', { n: view.hear.days })} contract={notifyDishonesty} body={(v) => ({ ...v, seq })} fields={(form) => <MatterFilesField label={t('reg.evidence')} bind={form.bind('evidence')} matter={matter} />} />;
    case 'serve':
      return (
        <FormDrawer<typeof serveDishonesty, { on: string; by: 'person' | 'mail' | 'left' | 'published'; files: string[] }> {...common} contract={serveDishonesty} initial={() => ({ on: session.today, by: 'person' })} body={(v) => ({ ...v, seq })} fields={(form) => (
          <>
            <DateField label={t('reg.servedOn')} bind={form.bind('on')} max={session.today} first />
            <RadioField label={t('reg.servedBy')} bind={form.bind('by')} options={(['person', 'mail', 'left', 'published'] as const).map((value) => ({ value, label: t(`reg.by.${value}`) }))} />
            <MatterFilesField label={t('reg.proof')} hint={t('reg.proofHint')} bind={form.bind('files')} matter={matter} />
          </>
        )} />
      );
    case 'hear':
      return (
        <FormDrawer<typeof hearDishonesty, { on: string; declined: boolean; text: string; files: string[] }> {...common} contract={hearDishonesty} initial={() => ({ on: session.today, declined: false })} body={(v) => ({ ...v, declined: v.declined ?? false, seq })} fields={(form) => (
          <>
            <DateField label={t('reg.heardOn')} bind={form.bind('on')} max={session.today} first />
            <CheckField label={t('reg.declined')} bind={form.bind('declined')} />
            {form.values.declined ? null : <TextField label={t('reg.statement')} bind={form.bind('text')} rows={5} maxLength={2000} />}
            <MatterFilesField label={t('reg.files')} bind={form.bind('files')} matter={matter} />
          </>
        )} />
      );
    case 'decide':
      return (
        <FormDrawer<typeof decideDishonesty, { outcome: 'enter' | 'dismiss'; reason: string; answer: string; measures: string[] }> {...common} contract={decideDishonesty} body={(v) => ({ ...v, measures: v.outcome === 'enter' ? (v.measures ?? []) : [], seq })} fields={(form) => (
          <>
            <RadioField label={t('reg.outcome')} bind={form.bind('outcome')} options={(['enter', 'dismiss'] as const).map((value) => ({ value, label: t(`reg.outcome.${value}`) }))} first />
            {view.heard && !view.heard.declined ? <><blockquote>{view.heard.text}</blockquote><TextField label={t('reg.answerTo')} bind={form.bind('answer')} rows={3} maxLength={1000} /></> : null}
            <TextField label={t('reg.reason')} bind={form.bind('reason')} rows={4} maxLength={2000} />
            {form.values.outcome === 'enter' ? <ChecksField label={t('reg.measures')} bind={form.bind('measures')} options={view.measures.map((m) => ({ value: m.id, label: m.label }))} /> : null}
          </>
        )} />
      );
    case 'ask':
      return (
        <FormDrawer<typeof askDishonesty, { kind: 'objection' | 'repair'; on: string; text: string; files: string[] }> {...common} says={t('reg.repairNote', { n: view.repair.months })} contract={askDishonesty} initial={() => ({ on: session.today })} body={(v) => ({ ...v, seq })} fields={(form) => (
          <>
            <RadioField label={t('reg.askKind')} bind={form.bind('kind')} options={(['objection', 'repair'] as const).map((value) => ({ value, label: t(`reg.ask.${value}`) }))} first />
            <DateField label={t('reg.askedOn')} bind={form.bind('on')} max={session.today} />
            <TextField label={t('reg.askText')} bind={form.bind('text')} rows={4} maxLength={2000} />
            <MatterFilesField label={t('reg.files')} bind={form.bind('files')} matter={matter} />
          </>
        )} />
      );
    case 'answer':
      return (
        <FormDrawer<typeof answerDishonesty, { outcome: 'keep' | 'remove'; reason: string; together: boolean; on: string; who: string[]; minutes: string[] }> {...common} says={<>{view.asked.at(-1)?.text}{own ? <><br />▲ {t('reg.ownDecision', { n: view.together.least })}</> : null}</>} contract={answerDishonesty} initial={() => ({ together: own, on: session.today })} body={({ together, on, who, minutes, ...v }) => ({ ...v, ...(together ? { collective: { on, who: who ?? [], minutes: minutes ?? [] } } : {}), seq })} fields={(form) => (
          <>
            <RadioField label={t('reg.outcome')} bind={form.bind('outcome')} options={(['keep', 'remove'] as const).map((value) => ({ value, label: t(`reg.answer.${value}`) }))} first />
            <TextField label={t('reg.reason')} bind={form.bind('reason')} rows={4} maxLength={1000} />
            {own ? null : <CheckField label={t('reg.together')} bind={form.bind('together')} />}
            {form.values.together ? (
              <>
                <DateField label={t('reg.togetherOn')} bind={form.bind('on')} max={session.today} />
                <ChecksField label={t('reg.togetherWho')} hint={t('reg.togetherHint', { n: view.together.least })} bind={form.bind('who')} options={view.together.people.map((p) => ({ value: p.id, label: p.name }))} />
                <MatterFilesField label={t('reg.minutes')} bind={form.bind('minutes')} matter={matter} />
              </>
            ) : null}
          </>
        )} />
      );
    case 'correct':
      return <FormDrawer<typeof correctDishonesty, { reason: string }> {...common} contract={correctDishonesty} body={(v) => ({ ...v, seq })} fields={(form) => <TextField label={t('reg.reason')} bind={form.bind('reason')} rows={4} maxLength={1000} first />} />;
    case 'withdraw':
      return <FormDrawer<typeof withdrawDishonesty, { reason: string }> {...common} contract={withdrawDishonesty} body={(v) => ({ ...v, seq })} fields={(form) => <TextField label={t('reg.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} />;
  }
}
