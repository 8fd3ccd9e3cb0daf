import { useQueryClient } from '@tanstack/react-query';
import { changePassword } from '@doudi/core/api/session';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useSend } from '../../api/hooks.ts';
import { SESSION_KEY, useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';

/** Changing one's password; `forced` = nothing else can be done before. */
export function PasswordPage({ forced = false }: { readonly forced?: boolean }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const { session, signOut } = useSession();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const [done, setDone] = useState(false);
  const send = useSend(changePassword);
  const short = fresh.length > 0 && fresh.length < 12;
  const differs = again !== '' && again !== fresh;
  return (
    <div className="page narrow">
      <h1>{t('password.title')}</h1>
      <p>{forced ? t('password.forced', { name: session.name }) : t('password.rule')}</p>
      {done ? <p className="notice" role="status">{t('password.done')}</p> : null}
      {send.isError ? <RefusalPanel problem={problemOf(send.error)} /> : null}
      <form className="form" onSubmit={(e) => {
        e.preventDefault();
        if (short || fresh !== again) return;
        send.mutate({ body: { old, new: fresh } }, {
          onSuccess: () => {
            setDone(true);
            setOld('');
            setFresh('');
            setAgain('');
            void client.invalidateQueries({ queryKey: SESSION_KEY });
          },
        });
      }}>
        <div className="field">
          <label htmlFor="old">{t('password.old')}</label>
          <input id="old" className="input" type="password" autoComplete="current-password" required value={old} onChange={(e) => setOld(e.target.value)} />
        </div>
        <div className="field">
          <label htmlFor="new">{t('password.new')}</label>
          <input id="new" className="input" type="password" autoComplete="new-password" required aria-describedby="new-hint" value={fresh} onChange={(e) => setFresh(e.target.value)} />
          <span id="new-hint" className={short ? 'error' : 'hint'}>{t('password.length')}</span>
        </div>
        <div className="field">
          <label htmlFor="again">{t('password.again')}</label>
          <input id="again" className="input" type="password" autoComplete="new-password" required aria-describedby="again-hint" value={again} onChange={(e) => setAgain(e.target.value)} />
          {differs ? <span id="again-hint" className="error">{t('password.differs')}</span> : null}
        </div>
        <p className="buttons">
          <Button type="primary" htmlType="submit" loading={send.isPending}>{t('password.save')}</Button>
          {forced ? <button type="button" className="link" onClick={() => void signOut()}>{t('shell.logout')}</button> : null}
        </p>
      </form>
    </div>
  );
}
