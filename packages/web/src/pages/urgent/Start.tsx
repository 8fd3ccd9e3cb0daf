import { Link, useNavigate } from '@tanstack/react-router';
import { listUrgent } from '@doudi/core/api/aid';
import { applyCase, commandCase, deleteDraft } from '@doudi/core/api/cases';
import type { Problem } from '@doudi/core/api/contract';
import { payloads } from '@doudi/core/case/commands';
import { RELATIONS, type AidEvent } from '@doudi/core/case/facts';
import { useCallback, useState, type ReactNode } from 'react';
import { call, problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { AreaField } from '../../facts/AreaField.tsx';
import { EmergencyField, EventFields, type AidSetup } from '../../facts/Event.tsx';
import { ListEditor } from '../../facts/ListEditor.tsx';
import { aidFacts, memberOf, tidyFacts, type FactsForm, type MemberInput } from '../../facts/model.ts';
import { Hits, PersonAdder, type Identified } from '../../facts/PersonAdder.tsx';
import { PriorAid, sameCause, useLook } from '../../facts/Prior.tsx';
import { binder, errorsOf, errorsOfProblem, inside, useErrors, type Bound, type Draft, type Update } from '../../forms/form.ts';
import { CheckField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import type { Setup } from '../intake/Intake.tsx';
import type { IntakeForm } from '../intake/model.ts';
import { useDraft } from '../intake/useDraft.ts';
import { Bedside } from './Bedside.tsx';
import { STEPS, type UrgentForm } from './model.ts';

const VIA = ['telephone', 'home', 'window', 'village'] as const;

interface Parts {
  readonly values: Draft<UrgentForm>;
  readonly bind: <K extends keyof UrgentForm & string>(key: K) => Bound<Exclude<UrgentForm[K], undefined>>;
  readonly facts: <K extends keyof FactsForm & string>(key: K) => Bound<Exclude<FactsForm[K], undefined>>;
  readonly register: (p: Identified) => void;
}

/** The first three questions: who, what, can it wait. At their end the application is registered and, where it can be, accepted: the clock runs. */
export function Start({ draftKey, start, setup, aid, programme, below }: { readonly draftKey: string; readonly start: Draft<UrgentForm>; readonly setup: Setup; readonly aid: AidSetup; readonly programme: string; readonly below: (pristine: boolean) => ReactNode }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { session } = useSession();
  const [values, setValues] = useState<Draft<UrgentForm>>(start);
  const update = useCallback<Update<UrgentForm>>((f) => setValues(f), []);
  const { check, setErrors } = useErrors();
  const [problem, setProblem] = useState<Problem | null>(null);
  const draft = useDraft(draftKey, values);
  const apply = useSend(applyCase, { refresh: false });
  const accept = useSend(commandCase, { refresh: false });
  const bind = binder<UrgentForm>(values, update, check);
  const facts = inside<FactsForm>(bind('facts') as Bound<FactsForm>);
  const register = (p: Identified): void => bind('people').update((all = []) => [...all.filter((x) => x.id !== p.id), p]);
  const parts: Parts = { values, bind, facts, register };
  const look = useLook((values.facts?.members ?? []).flatMap((m) => (m.person ? [m.person] : [])));
  const event = values.facts?.event;
  const repeated = sameCause(look, event?.cause).length > 0;
  const villages = setup.units.flatMap((u) => u.villages);
  const inVillage = session.unit.kind === 'village' || session.unit.kind === 'community';
  const asksVillage = !inVillage && villages.length > 0;
  const lacks = (...pairs: readonly (readonly [boolean, string])[]): string | undefined => {
    const missing = pairs.filter(([there]) => !there).map(([, name]) => name);
    return missing.length > 0 ? t('urgent.lacks', { what: missing.join('、') }) : undefined;
  };
  const step = Math.min(values.step ?? 0, 2);
  const go = (n: number): void => {
    setProblem(null);
    // Where they are is where it happened, unless somebody says otherwise.
    update((v) => ({ ...v, step: n, facts: { ...v.facts, event: { ...v.facts?.event, place: v.facts?.event?.place ?? v.facts?.address } } }));
  };
  const who = values.facts?.applicant;
  const why = [
    lacks([who !== undefined, t('urgent.lack.who')], [!asksVillage || values.village !== undefined, t('intake.village')], [Boolean(values.facts?.address?.trim()), t('facts.address')], [values.facts?.area !== undefined, t('intake.area')], [!values.byAgent || Boolean(values.agent?.reason?.trim()), t('intake.agentReason')], [(values.facts?.members ?? []).every((m) => m.relation !== undefined), t('case.relation')]),
    lacks([event?.cause !== undefined, t('aid.cause')], [Boolean(event?.on), t('aid.on')], [Boolean(event?.place?.trim()), t('aid.eventPlace')], [Boolean(event?.text?.trim()), t('aid.eventText')], [!repeated || Boolean(values.repeatReason?.trim()), t('aid.repeatReason')]),
    lacks([event?.emergency !== undefined, t('aid.emergencyAsk')], [values.declared !== undefined, t('urgent.consent')]),
  ][step];
  const submit = (): void => {
    setProblem(null);
    const { people: _people, byAgent, declared, declaredOn, village, agent, facts: typed, repeatReason, step: _step, ...rest } = values;
    const checked = payloads.apply.safeParse({ ...rest, programme, ...(declared ? { declaredOn } : {}), ...(repeated && repeatReason?.trim() ? { repeatReason } : {}), facts: tidyFacts(aidFacts(typed ?? {}, true)), ...(byAgent ? { agent: { kind: agent?.kind ?? 'other', reason: agent?.reason ?? '' } } : {}) });
    if (!checked.success) {
      const errors = errorsOf(checked.error, t);
      setErrors(errors);
      setProblem({ type: '', title: t('urgent.notYet'), status: 0, code: 'input.invalid', rule: t('form.errors', { n: Object.keys(errors).length }), fields: Object.entries(errors).map(([path, message]) => ({ path, message })) });
      return;
    }
    apply.mutate({ body: { ...checked.data, ...(village ? { village } : {}) } }, {
      onSuccess: (done) => {
        draft.stop();
        void call(deleteDraft, { params: { key: draftKey } }, { key: null }).catch(() => undefined);
        const on = (): void => void navigate(event?.emergency ? { to: '/urgent/$id', params: { id: done.id } } : { to: '/cases/$id', params: { id: done.id } });
        // Accepted at once: what is missing comes after relief. Whoever may not accept leaves it to whoever may.
        if (event?.emergency) accept.mutate({ params: { id: done.id, command: 'accept' }, body: { payload: {} } }, { onSettled: on });
        else on();
      },
      onError: (error) => {
        const p = problemOf(error);
        setProblem(p);
        setErrors(errorsOfProblem(p));
      },
    });
  };
  const pristine = who === undefined && step === 0;
  return (
    <>
      <Bedside title={t(`urgent.q.${STEPS[step] ?? 'who'}`)} at={step + 1} of={STEPS.length} saved={draft.saved} why={why} busy={apply.isPending || accept.isPending} onBack={step > 0 ? () => go(step - 1) : undefined}
        next={t(step < 2 ? 'urgent.next' : event?.emergency === false ? 'urgent.applyOrdinary' : 'urgent.applyNow', { h: aid.relief?.hours.value ?? '' })} onNext={() => (step < 2 ? go(step + 1) : submit())}>
        {problem ? <RefusalPanel problem={problem} /> : null}
        {step === 0 ? <Who {...parts} setup={setup} look={<PriorAid look={look} cause={undefined} />} asksVillage={asksVillage} /> : null}
        {step === 1 ? (
          <EventFields bind={facts('event') as unknown as Bound<Draft<AidEvent>>} setup={aid} programme={programme} today={session.today} found={<PriorAid look={look} cause={event?.cause} reason={bind('repeatReason')} />} />
        ) : null}
        {step === 2 && aid.relief ? (
          <>
            <EmergencyField bind={inside(facts('event') as unknown as Bound<AidEvent>)('emergency')} relief={aid.relief} />
            <RadioField<'now' | 'later'> label={t('urgent.consent')} bind={{ ...bind('declared'), value: values.declared === undefined ? undefined : values.declared ? 'now' : 'later', set: (v) => bind('declared').set(v === undefined ? undefined : v === 'now'), update: () => undefined }} options={[{ value: 'now', label: t('urgent.consentNow') }, { value: 'later', label: t('urgent.consentLater') }]} />
            {event?.emergency ? <p className="notice">{t('urgent.papersLater')}</p> : null}
          </>
        ) : null}
      </Bedside>
      {below(pristine)}
    </>
  );
}

/** Whoever is in need: number and name once, everything the county knows comes back; where they are; who else is hit. */
function Who({ values, bind, facts, register, setup, look, asksVillage }: Parts & { readonly setup: Setup; readonly look: ReactNode; readonly asksVillage: boolean }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const [adding, setAdding] = useState(false);
  // Already called in: go on with that case instead of a second one.
  const urgent = useCall(listUrgent, { query: {} }, { staleTime: 60_000 });
  const agent = inside(bind('agent') as Bound<NonNullable<IntakeForm['agent']>>);
  const known = (id: string | undefined): Identified | undefined => values.people?.find((p) => p.id === id);
  const person = known(values.facts?.applicant);
  const running = (urgent.data?.items ?? []).filter((u) => person?.running.some((r) => r.number === u.number));
  const members = values.facts?.members ?? [];
  const villages = setup.units.flatMap((u) => u.villages.map((v) => ({ ...v, label: setup.units.length > 1 ? `${u.name} · ${v.name}` : v.name })));
  const setApplicant = (p: Identified): void => {
    register(p);
    bind('facts').update((f = {}) => ({ ...f, applicant: p.id, members: [memberOf(p, 'self'), ...(f.members ?? []).filter((m) => m.relation !== 'self' && m.person !== p.id)] }));
  };
  const others = members.filter((m) => m.relation !== 'self');
  return (
    <>
      <div className="choices-two"><RadioField label={t('intake.via')} bind={bind('via')} options={VIA.map((value) => ({ value, label: t(`via.${value}`) }))} /></div>
      {person ? (
        <>
          <p className="identified">
            <b>{person.name}</b> <span className="number">{person.idNumber}</span> {t(`sex.${person.sex}`)} {t('f.age', { n: person.age })}{' '}
            <button type="button" className="link" onClick={() => bind('facts').update((f = {}) => ({ ...f, applicant: undefined, members: (f.members ?? []).filter((m) => m.person !== person.id) }))}>{t('intake.change')}</button>
          </p>
          <Hits person={person} />
          {running.map((u) => <p key={u.case}><Link to="/urgent/$id" params={{ id: u.case }} className="urgent-link">{t('urgent.there', { number: u.number })}</Link></p>)}
          {look}
          {asksVillage ? <SelectField label={t('intake.village')} bind={bind('village')} options={villages.map((v) => ({ value: v.key, label: v.label }))} /> : null}
          <TextField label={t('facts.address')} bind={facts('address')} maxLength={200} hint={t('urgent.addressHint')} />
          <AreaField bind={facts('area')} place={asksVillage ? villages.find((v) => v.key === values.village) : villages[0]} />
          {others.length > 0 ? (
            <ListEditor<MemberInput> bind={{ ...facts('members'), value: others, path: 'facts.members', update: (f) => facts('members').update((all = []) => [...all.filter((m) => m.relation === 'self'), ...(f(others) ?? [])]) }} title={(m) => <b>{known(m.person)?.name}</b>}>
              {(field) => <SelectField label={t('case.relation')} bind={field('relation')} options={RELATIONS.filter((r) => r !== 'self').map((value) => ({ value, label: t(`relation.${value}`) }))} />}
            </ListEditor>
          ) : null}
          {adding ? <PersonAdder label={t('urgent.addFamily')} onFound={(p) => { register(p); setAdding(false); facts('members').update((m = []) => (m.some((x) => x.person === p.id) ? m : [...m, memberOf(p, undefined)])); }} /> : <p><button type="button" className="link" onClick={() => setAdding(true)}>＋ {t('urgent.addFamily')}</button> <span className="muted">{t('urgent.familyWhy')}</span></p>}
          <CheckField label={t('urgent.byOther')} bind={{ ...bind('byAgent'), set: (v) => bind('byAgent').set(v === true) }} />
          {values.byAgent ? (
            <>
              <div className="choices-two"><RadioField label={t('intake.agentKind')} bind={agent('kind')} options={[{ value: 'village', label: t('intake.agentVillage') }, { value: 'other', label: t('intake.agentOther') }]} /></div>
              <TextField label={t('intake.agentReason')} bind={agent('reason')} maxLength={200} hint={t('urgent.agentHint')} />
            </>
          ) : null}
        </>
      ) : <PersonAdder label={t('urgent.card')} onFound={setApplicant} phone />}
      {person ? null : <p className="muted">{t('urgent.cardWhy', { unit: session.unit.name })}</p>}
    </>
  );
}
