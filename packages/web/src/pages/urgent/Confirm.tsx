import { commandCase, type CaseView } from '@doudi/core/api/cases';
import { payloads } from '@doudi/core/case/commands';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { binder, errorsOf, useErrors, type Draft } from '../../forms/form.ts';
import { useT } from '../../i18n/index.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { ConfirmFields } from '../case/commands/aid.tsx';
import type * as z from 'zod';

type Answer = z.input<typeof payloads.confirmGiven>;

/** What the second handler sees at the own login: what was given to whom, and the two answers. */
export function Confirm({ view }: { readonly view: CaseView }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const list = (view.aid?.given ?? []).filter((g) => g.settled === null && g.seconds.some((x) => x.account === session.account && x.outcome !== 'agree'));
  const first = list[0];
  const [values, setValues] = useState<Draft<Answer>>(first ? { payment: first.number } : {});
  const { check, setErrors } = useErrors();
  const send = useSend(commandCase);
  if (!first) return null;
  const name = (id: string): string => view.persons.find((p) => p.id === id)?.name ?? t('case.someone');
  const bind = binder<Answer>(values, (f) => setValues(f), check);
  const submit = (): void => {
    const checked = payloads.confirmGiven.safeParse(values);
    if (!checked.success) return setErrors(errorsOf(checked.error, t));
    send.mutate({ params: { id: view.id, command: 'confirmGiven' }, body: { payload: checked.data } });
  };
  return (
    <form className="form bedside-owed" aria-label={t('urgent.confirmTitle')} noValidate onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <h2>{t('urgent.confirmTitle')}</h2>
      <p className="muted">{t('urgent.confirmSays', { who: first.by })}</p>
      {send.isError ? <RefusalPanel problem={problemOf(send.error)} /> : null}
      <ConfirmFields list={list} name={name} bind={bind} outcome={values.outcome} />
      <div className="bedside-send"><Button type="primary" htmlType="submit" block loading={send.isPending} disabled={values.outcome === undefined}>{t('do.confirmGiven')}</Button></div>
    </form>
  );
}
