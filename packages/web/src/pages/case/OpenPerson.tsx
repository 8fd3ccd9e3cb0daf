import { openPerson } from '@doudi/core/api/cases';
import { Button, Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { useCase } from './context.tsx';

const PURPOSES = ['check', 'visit', 'call', 'deliver'] as const;

/** Shows a person's full name and numbers after a purpose was given; the server logs both. */
export function OpenPerson({ person }: { readonly person: string }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const { opened, remember } = useCase();
  const [asking, setAsking] = useState(false);
  const [purpose, setPurpose] = useState('');
  const send = useSend(openPerson, { read: true });
  const shown = opened.get(person);
  if (shown) return <span className="opened">{shown.idNumber}{shown.phone ? ` · ${shown.phone}` : ''}</span>;
  if (!may('person.open')) return null;
  const form = (
    <form className="ask" onSubmit={(e) => {
      e.preventDefault();
      send.mutate({ params: { id: person }, body: { purpose: purpose.trim() } }, { onSuccess: (p) => { remember(p); setAsking(false); } });
    }}>
      <p>{t('open.why')}</p>
      <p className="chips">{PURPOSES.map((p) => <button key={p} type="button" className="chip" onClick={() => setPurpose(t(`open.${p}`))}>{t(`open.${p}`)}</button>)}</p>
      <input className="input" aria-label={t('open.purpose')} placeholder={t('open.purpose')} minLength={2} maxLength={200} required autoFocus value={purpose} onChange={(e) => setPurpose(e.target.value)} />
      {send.isError ? <p className="error" role="alert">{problemOf(send.error).rule}</p> : null}
      <Button type="primary" size="small" htmlType="submit" loading={send.isPending}>{t('open.button')}</Button>
    </form>
  );
  return (
    <Popover content={form} trigger="click" open={asking} onOpenChange={setAsking} destroyOnHidden>
      <button type="button" className="link screen-only">{t('open.button')}</button>
    </Popover>
  );
}
