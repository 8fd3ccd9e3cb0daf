import type { Output, Problem } from '@doudi/core/api/contract';
import { Button, Drawer } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf, type CallContract, type CallInput } from '../api/client.ts';
import { useSend } from '../api/hooks.ts';
import { useSession } from '../app/session.tsx';
import { errorsOf, errorsOfProblem, useForm, type Draft, type Errors, type FormState } from '../forms/form.ts';
import { useT } from '../i18n/index.tsx';
import { RefusalPanel } from './RefusalPanel.tsx';

/**
 * A form at the side of a page that sends one contract. What is typed survives closing, a reload and a refusal; the body is
 * checked by the contract's own schema before it leaves. Ctrl+Enter submits, Esc closes and keeps.
 * `draft` names the intent (contract and record) so that two forms never share a draft.
 */
export function FormDrawer<C extends CallContract, T extends object>({ title, says, submit, wide = false, contract, draft, initial, params, body, check, fields, onClose, onDone }: {
  readonly title: string;
  readonly says?: ReactNode;
  readonly submit: string;
  readonly wide?: boolean;
  readonly contract: C;
  readonly draft: string;
  readonly initial?: () => Draft<T>;
  readonly params?: CallInput<C>['params'] | ((values: Draft<T>) => CallInput<C>['params']);
  /** The body from what was typed; by default the fields as they are. */
  readonly body?: (values: Draft<T>) => unknown;
  /** What the contract cannot know of this record, by field: said together with what it does. */
  readonly check?: (values: Draft<T>) => Errors;
  readonly fields: (form: FormState<T>) => ReactNode;
  readonly onClose: () => void;
  readonly onDone: (answer: Output<C>) => void;
}): ReactNode {
  const t = useT();
  const { session } = useSession();
  const form = useForm<T>(`${session.account}:${draft}`, () => initial?.() ?? {});
  const mutation = useSend(contract);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = (): void => {
    if (mutation.isPending) return;
    setProblem(null);
    const checked = contract.body.safeParse(body ? body(form.values) : form.values);
    const more = check?.(form.values) ?? {};
    if (!checked.success || Object.keys(more).length > 0) {
      form.setErrors({ ...more, ...(checked.success ? {} : errorsOf(checked.error, t)) });
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.form-drawer .field-error :is(input,select,textarea)')?.focus());
      return;
    }
    const at = typeof params === 'function' ? (params as (v: Draft<T>) => CallInput<C>['params'])(form.values) : params;
    mutation.mutate({ ...(at === undefined ? {} : { params: at }), body: checked.data } as CallInput<C>, {
      onSuccess: (answer) => {
        form.forget();
        onDone(answer);
      },
      onError: (error) => {
        const p = problemOf(error);
        setProblem(p);
        form.setErrors(errorsOfProblem(p));
      },
    });
  };
  const wrong = Object.keys(form.errors).length;
  return (
    <Drawer open mask={false} placement="right" size={wide ? 860 : 520} onClose={onClose} title={title} rootClassName="command form-drawer" keyboard footer={
      <div className="command-foot">
        <Button type="primary" loading={mutation.isPending} onClick={send} data-submit={draft.split(':')[0]}>{submit}</Button>
        <Button onClick={onClose}>{t('office.later')}</Button>
        <span className="muted">{t('office.keys')}</span>
      </div>
    }>
      <form className="form" onSubmit={(e) => { e.preventDefault(); send(); }} onKeyDown={(e) => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); send(); }
        // A lone Enter in a one-line field must not send a half-filled form.
        else if (e.key === 'Enter' && e.target instanceof HTMLInputElement && e.target.type !== 'submit') e.preventDefault();
      }}>
        {says ? <p className="says">{says}</p> : null}
        {form.restored ? <p className="notice">{t('form.restored')}</p> : null}
        {problem ? <RefusalPanel problem={problem} /> : null}
        {wrong > 0 && !problem ? <p className="error" role="alert">{t('form.errors', { n: wrong })}</p> : null}
        {fields(form)}
      </form>
    </Drawer>
  );
}
