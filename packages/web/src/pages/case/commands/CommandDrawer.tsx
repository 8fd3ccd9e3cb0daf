import { commandCase } from '@doudi/core/api/cases';
import type { Problem } from '@doudi/core/api/contract';
import { payloads } from '@doudi/core/case/commands';
import { LETTER_TITLES } from '@doudi/core/letters/model';
import { Button, Drawer } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type * as z from 'zod';
import { problemOf } from '../../../api/client.ts';
import { letterAddress } from '../../../api/files.ts';
import { useSend } from '../../../api/hooks.ts';
import { useSession } from '../../../app/session.tsx';
import { errorsOf, errorsOfProblem, useForm } from '../../../forms/form.ts';
import { PhraseProgramme } from '../../../forms/Phrases.tsx';
import { hasText, useT, type TextKey } from '../../../i18n/index.tsx';
import { QueueButton } from '../../../ui/QueueButton.tsx';
import { RefusalPanel } from '../../../ui/RefusalPanel.tsx';
import { useCase } from '../context.tsx';
import { FORMS } from './registry.ts';
import type { Input, OperableCommand } from './spec.ts';

/**
 * The form of one command beside the case: Ctrl+Enter submits, Esc closes and keeps what was typed. A refusal is shown
 * with its rule; what was typed stays. After success `onDone` gets what to show on the page.
 */
export function CommandDrawer<K extends OperableCommand>({ command, about, onClose, onDone }: { readonly command: K; readonly about?: string | undefined; readonly onClose: () => void; readonly onDone: (outcome: ReactNode) => void }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const { session, now } = useSession();
  const { view, name } = useCase();
  const spec = FORMS[command];
  const context = { view, session, today: session.today, now, name, about };
  const form = useForm<Input<K>>(`${session.account}:${view.id}:${command}${about === undefined ? '' : `:${about}`}`, () => spec.initial?.(context) ?? {});
  const send = useSend(commandCase);
  const [problem, setProblem] = useState<Problem | null>(null);
  const label = t(`cmd.${command}`);
  const submit = (): void => {
    if (send.isPending) return;
    setProblem(null);
    const checked = (payloads[command] as z.ZodType<Record<string, unknown>>).safeParse(spec.tidy ? spec.tidy(form.values) : form.values);
    if (!checked.success) {
      form.setErrors(errorsOf(checked.error, t));
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.command .field-error input, .command .field-error select, .command .field-error textarea')?.focus());
      return;
    }
    send.mutate({ params: { id: view.id, command }, body: { payload: checked.data, seq: view.seq } }, {
      onSuccess: (done) => {
        form.forget();
        onDone(
          <div className="outcome" role="status">
            <b>✓ {t('command.done', { what: label })}</b>
            {done.letters.length > 0 ? (
              <span>
                {t('command.letters')}
                <QueueButton letters={done.letters.map((l) => l.id)} />{' '}
                {done.letters.map((l) => <a key={l.id} href={letterAddress(l.id)} target="_blank" rel="noreferrer">{(LETTER_TITLES as Readonly<Record<string, string>>)[l.kind] ?? l.kind} {l.number}</a>)}
              </span>
            ) : null}
          </div>,
        );
      },
      onError: (error) => {
        const p = problemOf(error);
        setProblem(p);
        form.setErrors(errorsOfProblem(p));
        // Somebody else was faster: show the case as it is now, with what was typed still here.
        if (p.code === 'conflict.version') void client.invalidateQueries();
      },
    });
  };
  const latest = useRef(submit);
  useEffect(() => {
    latest.current = submit;
  });
  useEffect(() => {
    const send = (e: KeyboardEvent): void => {
      if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return;
      e.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', send);
    return () => window.removeEventListener('keydown', send);
  }, []);
  const box = useRef<HTMLFormElement>(null);
  const { Fields } = spec;
  const wrong = Object.keys(form.errors).length;
  return (
    <Drawer open mask={false} placement="right" size={spec.wide ? 860 : 520} onClose={onClose} title={label} rootClassName="command" keyboard afterOpenChange={(open) => {
      if (open && !box.current?.contains(document.activeElement)) box.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
    }} footer={
      <div className="command-foot">
        <Button type="primary" loading={send.isPending} onClick={submit} data-submit={command}>{hasText(`do.${command}`) ? t(`do.${command}` as TextKey) : label}</Button>
        <Button onClick={onClose}>{t('command.later')}</Button>
        <span className="muted">{t('command.keys')}</span>
      </div>
    }>
      <form ref={box} className="form" onSubmit={(e) => { e.preventDefault(); submit(); }} onKeyDown={(e) => {
        // A lone Enter in a one-line field must not send a half-filled form.
        if (e.key === 'Enter' && !e.ctrlKey && !e.metaKey && e.target instanceof HTMLInputElement && e.target.type !== 'submit') e.preventDefault();
      }}>
        {hasText(`says.${command}`) ? <p className="says">{t(`says.${command}` as TextKey)}</p> : null}
        {form.restored ? <p className="notice">{t('form.restored')}</p> : null}
        {problem ? <RefusalPanel problem={problem} /> : null}
        {wrong > 0 && !problem ? <p className="error" role="alert">{t('form.errors', { n: wrong })}</p> : null}
        {Fields ? <PhraseProgramme.Provider value={view.programme}><Fields {...context} form={form} /></PhraseProgramme.Provider> : null}
      </form>
    </Drawer>
  );
}
