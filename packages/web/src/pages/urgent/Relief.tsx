import { commandCase, deleteDraft, type CaseView } from '@doudi/core/api/cases';
import type { Problem } from '@doudi/core/api/contract';
import { caseJudgement } from '@doudi/core/api/judgement';
import { payloads } from '@doudi/core/case/commands';
import { AID_FORMS } from '@doudi/core/case/aid/payloads';
import { POSTS } from '@doudi/core/policy/model';
import { formatFen } from '@doudi/core/money/fen';
import { useCallback, useState, type ReactNode } from 'react';
import { call, problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import type { AidSetup } from '../../facts/Event.tsx';
import { binder, errorsOf, errorsOfProblem, inside, useErrors, type Bound, type Draft, type Update } from '../../forms/form.ts';
import { ChecksField, MoneyField, RadioField, TextField, TimeField } from '../../forms/inputs.tsx';
import { useStaff } from '../../forms/pickers.tsx';
import { useT } from '../../i18n/index.tsx';
import { localTime } from '../../lib/hours.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Money } from '../../ui/Text.tsx';
import { Facts } from '../../ui/View.tsx';
import { AidClock, At } from '../case/Aid.tsx';
import { useDraft } from '../intake/useDraft.ts';
import { Bedside } from './Bedside.tsx';
import { Camera } from './Camera.tsx';
import { APPLYING, STEPS, tidyRelief, type ReliefForm } from './model.ts';

type Bind = <K extends keyof ReliefForm & string>(key: K) => Bound<Exclude<ReliefForm[K], undefined>>;

/** What stands in the form at first: cash of the imprest, here and now, to the applicant, by whoever holds the phone. */
export const blankRelief = (view: CaseView, account: string): Draft<ReliefForm> => ({
  form: 'cash', fund: 'imprest', recipient: view.facts.applicant, handlers: [account], receiptFiles: [], photos: [], sign: 'signed', place: (view.facts.event?.place ?? view.facts.address).slice(0, 100), reason: view.facts.event?.text.slice(0, 400) ?? '', step: 0,
});

/** The last four questions as they come up: how much of which fund, which two of us, into whose hand where and when, signature and photographs. */
export function Relief({ view, aid, draftKey, start, onDone }: { readonly view: CaseView; readonly aid: AidSetup; readonly draftKey: string; readonly start: Draft<ReliefForm>; readonly onDone: () => void }): ReactNode {
  const t = useT();
  const { session, now } = useSession();
  const [values, setValues] = useState<Draft<ReliefForm>>(start);
  const update = useCallback<Update<ReliefForm>>((f) => setValues(f), []);
  const { check, setErrors } = useErrors();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [waiting, setWaiting] = useState(0);
  const [sceneWaiting, setSceneWaiting] = useState(0);
  const draft = useDraft(draftKey, values);
  const send = useSend(commandCase);
  const bind: Bind = binder<ReliefForm>(values, update, check);
  const staff = useStaff(POSTS);
  const name = (id: string | undefined): string => view.persons.find((p) => p.id === id)?.name ?? t('case.someone');
  const step = Math.min(values.step ?? 0, STEPS.length - APPLYING - 1);
  const HAND = STEPS.indexOf('hand') - APPLYING;
  const go = (n: number): void => {
    setProblem(null);
    // The hour of handing over is that of the question, unless somebody has typed another.
    update((v) => ({ ...v, step: n, ...(n === HAND && !v.timeTyped ? { at: localTime(now()) } : {}) }));
  };
  const fund = aid.funds.find((f) => f.fund === values.fund);
  const limit = aid.relief?.firstFen?.value ?? null;
  const given = view.aid?.givenFen ?? 0;
  const over = limit !== null && view.decision === null && values.fen !== undefined && values.fen + given > limit;
  const short = fund !== undefined && fund.balanceFen !== null && values.fen !== undefined && values.fen > fund.balanceFen;
  // Half filled while it is being typed.
  const unsigned: Draft<NonNullable<ReliefForm['noSignature']>> = values.noSignature ?? {};
  const two = aid.relief?.handlers.value ?? 1;
  const lacks = (...pairs: readonly (readonly [boolean, string])[]): string | undefined => {
    const missing = pairs.filter(([there]) => !there).map(([, what]) => what);
    return missing.length > 0 ? t('urgent.lacks', { what: missing.join('、') }) : undefined;
  };
  const why = [
    over ? t('urgent.overLimit') : short ? t('aid.fundShort') : lacks([values.fen !== undefined && values.fen > 0, t(values.form === 'goods' ? 'aid.goodsFen' : 'aid.fen')], [values.form !== 'goods' || Boolean(values.goods?.trim()), t('aid.goods')], [Boolean(values.reason?.trim()), t('aid.reason')]),
    (values.handlers ?? []).length < two ? t('urgent.twoShort', { n: two - (values.handlers ?? []).length }) : undefined,
    lacks([Boolean(values.at), t('aid.at')], [Boolean(values.place?.trim()), t('f.place')]),
    waiting + sceneWaiting > 0 ? t('urgent.photosWait', { n: waiting + sceneWaiting }) : lacks([values.sign !== 'signed' || (values.receiptFiles ?? []).length > 0, t('urgent.receiptShot')], [values.sign === 'signed' || (values.photos ?? []).length + (values.receiptFiles ?? []).length > 0, t('urgent.sceneShot')], [values.sign !== 'cannot' || Boolean(unsigned.reason?.trim()), t('f.noSignature')], [values.sign !== 'cannot' || Boolean(unsigned.witness?.trim()), t('f.witness')]),
  ][step];
  const hand = (): void => {
    setProblem(null);
    const checked = payloads.giveAid.safeParse(tidyRelief(values));
    if (!checked.success) {
      const errors = errorsOf(checked.error, t);
      setErrors(errors);
      setProblem({ type: '', title: t('urgent.notYet'), status: 0, code: 'input.invalid', rule: t('form.errors', { n: Object.keys(errors).length }), fields: Object.entries(errors).map(([path, message]) => ({ path, message })) });
      return;
    }
    send.mutate({ params: { id: view.id, command: 'giveAid' }, body: { payload: checked.data } }, {
      onSuccess: () => {
        draft.stop();
        void call(deleteDraft, { params: { key: draftKey } }, { key: null }).catch(() => undefined);
        onDone();
      },
      onError: (error) => {
        const p = problemOf(error);
        setProblem(p);
        setErrors(errorsOfProblem(p));
      },
    });
  };
  const what = values.form === 'goods' ? (values.goods ?? '') : '';
  const last = step === STEPS.length - APPLYING - 1;
  return (
    <Bedside title={t(`urgent.q.${STEPS[APPLYING + step] ?? 'sum'}`)} at={APPLYING + step + 1} of={STEPS.length} saved={draft.saved} why={why} busy={send.isPending} aside={view.aid?.clock ? <AidClock clock={view.aid.clock} /> : null} onBack={step > 0 && waiting + sceneWaiting === 0 ? () => go(step - 1) : undefined}
      next={last ? t(values.form === 'goods' ? 'urgent.handGoods' : 'urgent.handCash', { who: name(values.recipient), yuan: formatFen(values.fen ?? 0), what }) : t('urgent.next')} onNext={() => (last ? hand() : go(step + 1))}>
      {problem ? <RefusalPanel problem={problem} /> : null}
      {step === 0 ? <Sum view={view} aid={aid} values={values} bind={bind} /> : null}
      {step === 1 ? (
        <Two bind={bind} two={two} />
      ) : null}
      {step === HAND ? (
        <>
          {view.persons.length > 1 ? <RadioField label={t('aid.recipient')} bind={bind('recipient')} options={view.persons.map((p) => ({ value: p.id, label: p.name }))} /> : <Facts items={[[t('aid.recipient'), <b key="r">{name(values.recipient)}</b>]]} />}
          <TimeField label={t('aid.at')} bind={{ ...bind('at'), set: (at) => update((v) => ({ ...v, at, timeTyped: true })) }} max={localTime(now())} hint={values.timeTyped ? <button type="button" className="link" onClick={() => update((v) => ({ ...v, at: localTime(now()), timeTyped: false }))}>{t('urgent.now')} <At at={localTime(now())} /></button> : undefined} />
          <TextField label={t('f.place')} bind={bind('place')} maxLength={100} />
        </>
      ) : null}
      {last ? (
        <>
          <Signature values={values} bind={bind} who={name(values.recipient)} days={aid.relief?.formalities.value ?? 0} />
          {values.sign === 'later' ? null : <Camera caseId={view.id} bind={bind('receiptFiles')} onWaiting={setWaiting} take={t('urgent.receiptPhoto')} label={t('urgent.receiptShot')} hint={t('urgent.photoHint')} />}
          <Camera caseId={view.id} bind={bind('photos')} onWaiting={setSceneWaiting} take={t('urgent.scenePhoto')} label={t('urgent.sceneShot')} hint={t('urgent.scenePhotoHint')} />
          <section className="bedside-sum" aria-label={t('urgent.summary')}>
            <Facts items={[
              [t(`aidForm.${values.form ?? 'cash'}`), <span key="s"><b className="bedside-sums"><Money fen={values.fen ?? 0} /></b> {what}</span>], [t('aid.recipient'), <b key="r">{name(values.recipient)}</b>], [t('aid.at'), values.at ? <At key="a" at={values.at} /> : null], [t('aid.fund'), fund?.name],
              [t('urgent.present'), (values.handlers ?? []).map((h) => staff.find((x) => x.value === h)?.label ?? '').join('、')],
            ]} />
          </section>
          <p className="muted">{t('urgent.account', { name: session.name })}</p>
        </>
      ) : null}
    </Bedside>
  );
}

/** What the table gives, in its working; what each fund holds; how much goes out now and why. */
function Sum({ view, aid, values, bind }: { readonly view: CaseView; readonly aid: AidSetup; readonly values: Draft<ReliefForm>; readonly bind: Bind }): ReactNode {
  const t = useT();
  const judged = useCall(caseJudgement, { params: { id: view.id } }, { staleTime: 60_000 });
  const own = judged.data?.verdicts.find((v) => v.applied);
  const sum = own?.outcome === 'eligible' ? own.monthlyFen : null;
  const first = aid.relief?.firstFen ?? null;
  const given = view.aid?.givenFen ?? 0;
  const most = sum === null ? (first?.value ?? null) : first === null ? sum : Math.min(sum, first.value);
  const left = most === null ? null : Math.max(0, most - given);
  const funds = aid.funds.filter((f) => (f.balanceFen ?? 0) > 0 || f.fund === values.fund);
  return (
    <>
      <div className="bedside-sum">
        <p className="result">{sum === null ? (own?.missing ?? own?.grounds.join('；') ?? t('loading')) : <>{t('urgent.byTable')} <b><Money fen={sum} /></b></>}</p>
        {first ? <p>{t('urgent.first')} <b><Money fen={first.value} /></b> <SourceChips source={first.source} /></p> : null}
        {given > 0 ? <p>{t('aid.givenSoFar')} <b><Money fen={given} /></b></p> : null}
        {own && own.lines.length > 0 ? (
          <details>
            <summary>{t('judge.working')}</summary>
            <ul>{own.lines.map((l) => <li key={l.id}>{l.text}{l.formula ? <span className="formula"> {l.formula}</span> : null} <SourceChips source={l.source} /></li>)}</ul>
          </details>
        ) : null}
      </div>
      <div className="choices-two"><RadioField label={t('aid.form')} bind={bind('form')} options={AID_FORMS.map((value) => ({ value, label: t(`aidForm.${value}`) }))} /></div>
      {values.form === 'goods' ? <TextField label={t('aid.goods')} bind={bind('goods')} maxLength={500} hint={t('aid.goodsHint')} /> : null}
      <MoneyField label={t(values.form === 'goods' ? 'aid.goodsFen' : 'aid.fen')} bind={bind('fen')} hint={left !== null && left > 0 && values.fen !== left ? <button type="button" className="link" onClick={() => bind('fen').set(left)}>{t('urgent.takeAll', { yuan: formatFen(left) })}</button> : undefined} />
      <RadioField label={t('aid.fund')} bind={bind('fund')} options={funds.map((f) => ({ value: f.fund, label: f.name, hint: f.balanceFen === null ? undefined : t('aid.balance', { yuan: formatFen(f.balanceFen) }) }))} />
      <TextField label={t('aid.reason')} bind={bind('reason')} rows={2} maxLength={500} hint={t('aid.reasonHint')} />
    </>
  );
}

/** Those who are here: colleagues of one's own unit, the others on demand. */
function Two({ bind, two }: { readonly bind: Bind; readonly two: number }): ReactNode {
  const t = useT();
  const [all, setAll] = useState(false);
  const handlers = bind('handlers');
  const staff = useStaff(POSTS);
  return (
    <>
      <p className="muted">{t('urgent.twoWhy', { n: two })}</p>
      <ChecksField label={t('aid.handlers')} bind={handlers} options={staff.filter((s) => all || s.own || handlers.value?.includes(s.value))} />
      {all ? null : <p><button type="button" className="link" onClick={() => setAll(true)}>{t('urgent.otherStaff')}</button></p>}
    </>
  );
}

function Signature({ values, bind, who, days }: { readonly values: Draft<ReliefForm>; readonly bind: Bind; readonly who: string; readonly days: number }): ReactNode {
  const t = useT();
  const unsigned = inside(bind('noSignature') as Bound<{ reason: string; witness: string }>);
  return (
    <>
      <RadioField label={t('urgent.signature', { who })} bind={bind('sign')} options={[{ value: 'signed', label: t('urgent.sign.signed') }, { value: 'later', label: t('urgent.sign.later'), hint: t('urgent.sign.laterHint', { d: days }) }, { value: 'cannot', label: t('urgent.sign.cannot') }]} />
      {values.sign === 'cannot' ? (
        <>
          <TextField label={t('f.noSignature')} bind={unsigned('reason')} maxLength={200} />
          <TextField label={t('f.witness')} bind={unsigned('witness')} maxLength={40} />
        </>
      ) : null}
    </>
  );
}
