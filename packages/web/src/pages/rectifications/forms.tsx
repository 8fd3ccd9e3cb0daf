import type { Output } from '@doudi/core/api/contract';
import { acceptReply, closeRectification, decideTolerance, punish, type getRectification, raiseTolerance, receiptOfHandOver, reinspectRectification, replyRectification, returnReply, revisitRectification, takeStep } from '@doudi/core/api/rectifications';
import { REVISIT_WAYS, type Means, type RevisitWay } from '@doudi/core/rectification/model';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { Field, type FieldProps } from '../../forms/Field.tsx';
import { inside, type Bound } from '../../forms/form.ts';
import { ChecksField, DateField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFilesField } from '../../ui/matter-files.tsx';

export type View = Output<typeof getRectification>;
export const DOINGS = ['step', 'reply', 'accept', 'return', 'reinspect', 'close', 'revisit', 'receipt', 'punish', 'tolerate', 'decide'] as const;
export type Doing = (typeof DOINGS)[number];

interface FormProps {
  readonly view: View;
  readonly onClose: () => void;
}

/** Lines of text as a list; empty ones are dropped when the form is sent. */
function LinesField(p: FieldProps<string[]>): ReactNode {
  const t = useT();
  return <Field {...p} hint={p.hint ?? t('rect.measuresHint')}>{(i) => <textarea id={i.id} aria-invalid={i.invalid || undefined} aria-describedby={i.describedBy} className="input" rows={4} value={(p.bind.value ?? []).join('\n')} onChange={(e) => p.bind.set(e.target.value.split('\n'))} />}</Field>;
}
const filled = (list: readonly string[] | undefined): string[] => (list ?? []).map((x) => x.trim()).filter((x) => x !== '');

const OTHER = 'other';
interface StepTyped { rung: string; means: Means; due: string; measures: string[]; account: string; name: string; post: string; words: string; circulate: string[]; organ: string; papers: string[] }

/** The next measure: only what it states is asked for. */
function StepForm({ view, onClose }: FormProps): ReactNode {
  const t = useT();
  const { may, session } = useSession();
  const usable = view.ladder.rungs.filter((r) => r.open && (!r.leader || may('rectify.decide')));
  return (
    <FormDrawer<typeof takeStep, StepTyped> title={t('rect.step')} says={t('rect.stepSays')} submit={t('rect.step')} wide contract={takeStep} draft={`step:${view.head.id}:${view.head.seq}`} params={{ id: view.head.id }} initial={() => (usable[0] ? { rung: usable[0].id } : {})}
      body={(v) => {
        const rung = view.ladder.rungs.find((r) => r.id === v.rung);
        const needs = new Set(rung?.needs ?? []);
        return {
          rung: v.rung, words: v.words, seq: view.head.seq, ...(rung && rung.means.length > 0 ? { means: v.means } : {}), ...(needs.has('deadline') ? { due: v.due } : {}), measures: needs.has('measures') ? filled(v.measures) : [],
          ...(needs.has('person') && v.account !== undefined ? { person: v.account === OTHER ? { name: v.name, post: v.post } : { account: v.account } } : {}), circulate: rung?.circulates ? (v.circulate ?? []) : [], ...(rung?.handsOver ? { organ: v.organ, papers: filled(v.papers) } : {}),
        };
      }}
      check={(v) => {
        // What this measure needs, said all at once.
        const rung = view.ladder.rungs.find((r) => r.id === v.rung);
        const needs = new Set(rung?.needs ?? []);
        const asked: (keyof StepTyped)[] = [
          ...(rung && rung.means.length > 0 ? (['means'] as const) : []), ...(needs.has('deadline') ? (['due'] as const) : []), ...(needs.has('measures') ? (['measures'] as const) : []),
          ...(needs.has('person') ? (['account', ...(v.account === OTHER ? (['name', 'post'] as const) : [])] as const) : []), ...(rung?.handsOver ? (['organ', 'papers'] as const) : []),
        ];
        return Object.fromEntries(asked.filter((k) => { const x = v[k]; return x === undefined || (typeof x === 'string' ? x.trim() === '' : filled(x).length === 0); }).map((k) => [k, '必填']));
      }}
      fields={(form) => {
        const rung = view.ladder.rungs.find((r) => r.id === form.values.rung);
        const person = form.bind('account');
        return (
          <>
            <RadioField label={t('rect.which')} bind={form.bind('rung')} options={usable.map((r) => ({ value: r.id, label: r.label }))} first />
            {view.ladder.rungs.filter((r) => !usable.includes(r)).map((r) => <p key={r.id} className="muted tight">{r.why?.startsWith(r.label) ? r.why : `${r.label}：${r.why ?? t('rect.leaderOnly')}`}</p>)}
            {rung && rung.means.length > 0 ? <RadioField label={t('rect.means')} bind={form.bind('means')} options={rung.means.map((m) => ({ value: m.id as Means, label: m.label }))} /> : null}
            {rung?.needs.includes('deadline') ? <DateField label={t('rect.due')} bind={form.bind('due')} min={session.today} /> : null}
            {rung?.needs.includes('measures') ? <LinesField label={t('rect.measures')} bind={form.bind('measures')} /> : null}
            {rung?.needs.includes('person') ? <SelectField label={t('rect.person')} bind={person} options={[...view.people.map((p) => ({ value: p.id, label: `${p.name}（${p.post}）` })), { value: OTHER, label: t('rect.personOther') }]} /> : null}
            {rung?.needs.includes('person') && person.value === OTHER ? <div className="row"><TextField label={t('rect.personName')} bind={form.bind('name')} maxLength={50} /><TextField label={t('rect.personPost')} bind={form.bind('post')} maxLength={40} /></div> : null}
            {rung?.circulates ? <ChecksField label={t('rect.circulate')} bind={form.bind('circulate')} options={view.offices.map((o) => ({ value: o.key, label: o.name }))} all /> : null}
            {rung?.handsOver ? <><TextField label={t('rect.organ')} bind={form.bind('organ')} maxLength={60} /><LinesField label={t('rect.papers')} bind={form.bind('papers')} /></> : null}
            <TextField label={t('rect.words')} bind={form.bind('words')} rows={4} maxLength={2000} />
          </>
        );
      }} onClose={onClose} onDone={onClose} />
  );
}

function ReplyForm({ view, onClose }: FormProps): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof replyRectification, { text: string; measures: string[]; files: string[] }> title={t('rect.reply')} says={t('rect.replySays')} submit={t('rect.reply')} contract={replyRectification} draft={`reply:${view.head.id}:${view.head.seq}`} params={{ id: view.head.id }} body={(v) => ({ text: v.text, measures: filled(v.measures), files: v.files ?? [], seq: view.head.seq })} fields={(form) => (
      <>
        <TextField label={t('rect.what')} bind={form.bind('text')} rows={5} maxLength={2000} first />
        <LinesField label={t('rect.done')} bind={form.bind('measures')} />
        <MatterFilesField label={t('rect.files')} bind={form.bind('files')} matter={view.head.id} />
      </>
    )} onClose={onClose} onDone={onClose} />
  );
}

/** What the county answers, and what it records afterwards: each a few fields. */
function ShortForm({ view, doing, onClose }: FormProps & { readonly doing: Exclude<Doing, 'step' | 'reply' | 'tolerate'> }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const common = { params: { id: view.head.id }, draft: `${doing}:${view.head.id}:${view.head.seq}`, onClose, onDone: onClose };
  const seq = view.head.seq;
  switch (doing) {
    case 'accept':
      return <FormDrawer<typeof acceptReply, { text: string }> {...common} title={t('rect.accept')} submit={t('rect.accept')} contract={acceptReply} body={(v) => ({ ...v, seq })} fields={(form) => <TextField label={t('rect.acceptText')} bind={form.bind('text')} rows={3} maxLength={1000} optional first />} />;
    case 'return':
      return <FormDrawer<typeof returnReply, { reason: string; due: string }> {...common} title={t('rect.return')} submit={t('rect.return')} contract={returnReply} body={(v) => ({ ...v, seq })} fields={(form) => <><TextField label={t('rect.returnReason')} bind={form.bind('reason')} rows={4} maxLength={1000} first /><DateField label={t('rect.newDue')} bind={form.bind('due')} min={session.today} /></>} />;
    case 'reinspect':
      return (
        <FormDrawer<typeof reinspectRectification, { on: string; who: string[]; outcome: 'corrected' | 'notCorrected'; text: string; files: string[]; due: string }> {...common} title={t('rect.reinspect')} says={t('rect.reinspectSays')} submit={t('rect.reinspect')} contract={reinspectRectification} initial={() => ({ on: session.today })}
          body={(v) => ({ on: v.on, who: v.who, outcome: v.outcome, text: v.text, files: v.files ?? [], ...(v.outcome === 'notCorrected' ? { due: v.due } : {}), seq })} fields={(form) => (
            <>
              <DateField label={t('rect.on')} bind={form.bind('on')} max={session.today} first />
              <ChecksField label={t('rect.who')} bind={form.bind('who')} options={view.inspectors.map((p) => ({ value: p.id, label: p.name, hint: p.post }))} />
              <RadioField label={t('rect.outcome')} bind={form.bind('outcome')} options={(['corrected', 'notCorrected'] as const).map((value) => ({ value, label: t(`rect.${value}`) }))} />
              <TextField label={t('rect.found')} bind={form.bind('text')} rows={4} maxLength={1000} />
              {form.values.outcome === 'notCorrected' ? <DateField label={t('rect.newDue')} bind={form.bind('due')} min={session.today} /> : null}
              <MatterFilesField label={t('rect.files')} bind={form.bind('files')} matter={view.head.id} optional />
            </>
          )} />
      );
    case 'close':
      return <FormDrawer<typeof closeRectification, { text: string }> {...common} title={t('rect.close')} says={t('rect.closeSays')} submit={t('rect.close')} contract={closeRectification} body={(v) => ({ ...v, seq })} fields={(form) => <TextField label={t('rect.closeText')} bind={form.bind('text')} rows={3} maxLength={1000} first />} />;
    case 'revisit':
      return (
        <FormDrawer<typeof revisitRectification, { on: string; how: RevisitWay; text: string }> {...common} title={t('rect.doRevisit')} submit={t('rect.doRevisit')} contract={revisitRectification} initial={() => ({ on: session.today })} body={(v) => ({ ...v, seq })} fields={(form) => (
          <>
            <DateField label={t('rect.on')} bind={form.bind('on')} max={session.today} first />
            <RadioField label={t('rect.how')} bind={form.bind('how')} options={(Object.keys(REVISIT_WAYS) as RevisitWay[]).map((value) => ({ value, label: t(`rect.how.${value}`) }))} />
            <TextField label={t('rect.what')} bind={form.bind('text')} rows={4} maxLength={1000} />
          </>
        )} />
      );
    case 'receipt':
      return <FormDrawer<typeof receiptOfHandOver, { on: string; number: string }> {...common} title={t('rect.receipt')} submit={t('rect.receipt')} contract={receiptOfHandOver} body={(v) => ({ ...v, seq })} fields={(form) => <><TextField label={t('rect.receiptNo')} bind={form.bind('number')} maxLength={60} first /><DateField label={t('rect.on')} bind={form.bind('on')} max={session.today} /></>} />;
    case 'punish':
      return (
        <FormDrawer<typeof punish, { person: string; measure: string; organ: string; text: string; on: string }> {...common} title={t('rect.punish')} submit={t('rect.punish')} contract={punish} body={(v) => ({ ...v, seq })} fields={(form) => (
          <>
            <TextField label={t('rect.punishPerson')} bind={form.bind('person')} maxLength={50} first />
            <TextField label={t('rect.punishMeasure')} bind={form.bind('measure')} maxLength={200} />
            <TextField label={t('rect.punishOrgan')} bind={form.bind('organ')} maxLength={60} />
            <DateField label={t('rect.on')} bind={form.bind('on')} max={session.today} />
            <TextField label={t('rect.punishText')} bind={form.bind('text')} rows={3} maxLength={1000} optional />
          </>
        )} />
      );
    case 'decide': {
      const open = view.tolerances.filter((x) => x.outcome === null);
      return (
        <FormDrawer<typeof decideTolerance, { person: string; outcome: 'exempt' | 'notExempt'; text: string }> {...common} title={t('rect.decide')} submit={t('rect.decide')} contract={decideTolerance} initial={() => (open[0] ? { person: open[0].person } : {})} body={(v) => ({ ...v, seq })} fields={(form) => (
          <>
            <SelectField label={t('rect.tolerPerson')} bind={form.bind('person')} options={open.map((x) => ({ value: x.person, label: x.person }))} first />
            <RadioField label={t('rect.outcome')} bind={form.bind('outcome')} options={(['exempt', 'notExempt'] as const).map((value) => ({ value, label: t(`rect.${value}`) }))} />
            <TextField label={t('rect.reasons')} bind={form.bind('text')} rows={4} maxLength={1000} />
          </>
        )} />
      );
    }
  }
}

interface Condition { met: boolean; text: string; files: string[] }

/** Every condition of tolerance by itself, with its ground and proof. */
function TolerateForm({ view, onClose }: FormProps): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof raiseTolerance, { person: string } & Record<string, Condition | string>> title={t('rect.tolerate')} says={t('rect.tolerateSays')} submit={t('rect.tolerate')} wide contract={raiseTolerance} draft={`tolerate:${view.head.id}`} params={{ id: view.head.id }}
      body={(v) => ({ person: v.person, conditions: view.tolerance.conditions.map((c) => { const x = v[c.id] as Partial<Condition> | undefined; return { id: c.id, met: x?.met, text: x?.text, files: x?.files ?? [] }; }), seq: view.head.seq })} fields={(form) => (
        <>
          <TextField label={t('rect.tolerPerson')} bind={form.bind('person') as Bound<string>} maxLength={50} first />
          {view.tolerance.conditions.map((c, i) => {
            const bind = inside(form.bind(c.id) as Bound<Condition>);
            const met = bind('met');
            const error = form.errors[`conditions.${i}.met`];
            return (
              <fieldset key={c.id} className="condition">
                <legend>{c.label}</legend>
                <RadioField label={t('rect.isMet')} bind={{ ...met, error: error ?? met.error, value: met.value === undefined ? undefined : met.value ? 'met' : 'notMet', set: (v) => met.set(v === undefined ? undefined : v === 'met'), update: () => undefined }} options={(['met', 'notMet'] as const).map((value) => ({ value, label: t(`rect.${value}`) }))} />
                <TextField label={t('rect.ground')} bind={{ ...bind('text'), error: form.errors[`conditions.${i}.text`] }} rows={2} maxLength={500} />
                <MatterFilesField label={t('rect.files')} bind={bind('files')} matter={view.head.id} optional />
              </fieldset>
            );
          })}
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}

/** The form of what is to be done. */
export function DoingForm({ doing, ...p }: FormProps & { readonly doing: Doing }): ReactNode {
  return doing === 'step' ? <StepForm {...p} /> : doing === 'reply' ? <ReplyForm {...p} /> : doing === 'tolerate' ? <TolerateForm {...p} /> : <ShortForm doing={doing} {...p} />;
}
