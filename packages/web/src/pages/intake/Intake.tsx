import { useNavigate } from '@tanstack/react-router';
import { aidSetup } from '@doudi/core/api/aid';
import { applyCase, deleteDraft } from '@doudi/core/api/cases';
import type { Output, Problem } from '@doudi/core/api/contract';
import type { intakeSetup } from '@doudi/core/api/intake';
import { payloads } from '@doudi/core/case/commands';
import { Button } from 'antd';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { call, problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { aidFacts, memberOf, tidyFacts, type FactsForm } from '../../facts/model.ts';
import type { Identified } from '../../facts/PersonAdder.tsx';
import { binder, errorsOf, errorsOfProblem, inside, useErrors, type Draft, type Update } from '../../forms/form.ts';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { focusSoon, jump, walk } from './keys.ts';
import { AidPart } from './AidPart.tsx';
import { signsLater, type IntakeForm } from './model.ts';
import { ApplicantPart, HouseholdPart, WhoPart } from './People.tsx';
import { DeclarationPart, EconomyPart, PapersPart, SituationPart } from './Rest.tsx';
import { Suggestion } from './Suggestion.tsx';
import { useDraft } from './useDraft.ts';

export type Setup = Output<typeof intakeSetup>;

/** The form itself; everything typed is kept as a draft on the server. */
export function Intake({ draftKey, setup, start }: { readonly draftKey: string; readonly setup: Setup; readonly start: Draft<IntakeForm> }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { session } = useSession();
  const [values, setValues] = useState<Draft<IntakeForm>>(() => (start.programme || setup.programmes.length !== 1 ? start : { ...start, programme: setup.programmes[0]?.id }));
  const update = useCallback<Update<IntakeForm>>((f) => setValues(f), []);
  const { check, errors, setErrors } = useErrors();
  const [problem, setProblem] = useState<Problem | null>(null);
  const box = useRef<HTMLFormElement>(null);
  const draft = useDraft(draftKey, values);
  const send = useSend(applyCase);
  const aidQuery = useCall(aidSetup, {}, { staleTime: 300_000 });
  const aid = aidQuery.data?.programmes.some((p) => p.id === values.programme) ? aidQuery.data : undefined;
  const bind = binder<IntakeForm>(values, update, check);
  const facts = inside<FactsForm>(bind('facts') as Parameters<typeof inside<FactsForm>>[0]);
  const register = (p: Identified): void => bind('people').update((all = []) => [...all.filter((x) => x.id !== p.id), p]);
  const setApplicant = (p: Identified): void => {
    register(p);
    update((v) => ({ ...v, facts: { ...v.facts, applicant: p.id, members: [memberOf(p, 'self'), ...(v.facts?.members ?? []).filter((m) => m.relation !== 'self' && m.person !== p.id)] } }));
    focusSoon('[data-path="village"] select, [data-path="facts.address"] input');
  };
  useEffect(() => {
    const listen = (e: KeyboardEvent): void => jump(e, box.current);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  const submit = (): void => {
    if (send.isPending) return;
    setProblem(null);
    const { people: _people, byAgent, declared, declaredOn, village, agent, facts: typed, repeatReason, ...rest } = values;
    const signed = declared === true || !(aid && signsLater(values));
    const checked = payloads.apply.safeParse({ ...rest, ...(signed ? { declaredOn } : {}), ...(aid && repeatReason?.trim() ? { repeatReason } : {}), facts: tidyFacts(aidFacts(typed ?? {}, aid !== undefined)), ...(byAgent ? { agent: { kind: agent?.kind, reason: agent?.reason ?? '', ...(agent?.person ? { person: agent.person } : {}) } } : {}) });
    const unsigned = signed && !declared;
    if (!checked.success || unsigned) {
      setErrors({ ...(checked.success ? {} : errorsOf(checked.error, t)), ...(unsigned ? { declared: t('intake.mustDeclare') } : {}) });
      requestAnimationFrame(() => {
        const wrong = box.current?.querySelector<HTMLElement>('.field-error, .list > .error');
        wrong?.scrollIntoView({ block: 'center' });
        wrong?.querySelector<HTMLElement>('input, select, textarea')?.focus();
      });
      return;
    }
    send.mutate({ body: { ...checked.data, ...(village ? { village } : {}) } }, {
      onSuccess: (done) => {
        draft.stop();
        void call(deleteDraft, { params: { key: draftKey } }, { key: null }).catch(() => undefined);
        void navigate({ to: '/cases/$id', params: { id: done.id } });
      },
      onError: (error) => {
        const p = problemOf(error);
        setProblem(p);
        setErrors(errorsOfProblem(p));
      },
    });
  };
  const parts = { values, bind, facts, setup, register, today: session.today };
  const wrong = Object.keys(errors).length;
  return (
    <form ref={box} className="form intake-form" onKeyDown={(e) => walk(e, submit)} onSubmit={(e) => { e.preventDefault(); submit(); }} noValidate>
      <WhoPart {...parts} />
      <ApplicantPart {...parts} setApplicant={setApplicant} />
      {values.facts?.applicant ? (
        <>
          <HouseholdPart {...parts} />
          {aid ? <AidPart {...parts} aid={aid} /> : <SituationPart {...parts} />}
          <EconomyPart {...parts} needs={aid !== undefined} optional={aid?.programmes.some((p) => p.id === values.programme && p.emergency) === true} />
          <Suggestion {...parts} />
          <PapersPart {...parts} />
          <DeclarationPart {...parts} later={aid !== undefined && signsLater(values)} />
        </>
      ) : <p className="muted">{t('intake.applicantFirst')}</p>}
      {problem ? <RefusalPanel problem={problem} /> : null}
      <div className="intake-foot">
        <Button type="primary" htmlType="submit" loading={send.isPending}>{t('intake.submit')}</Button>
        {wrong > 0 ? <span className="error" role="alert">{t('form.errors', { n: wrong })}</span> : null}
        <span className={draft.saved === 'failed' ? 'error' : 'muted'} role="status">
          {draft.saved === 'saved' && draft.at ? t('intake.savedAt', { at: clockTime(draft.at).slice(11) }) : t(`intake.draft.${draft.saved}`)}
        </span>
        <span className="muted" title={t('intake.addKeys')}>{t('intake.keys')}</span>
        <span className="muted keys">{t('intake.addKeys')}</span>
      </div>
    </form>
  );
}
