import { confirmTotp, enrolTotp } from '@doudi/core/api/accounts';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import '../../styles/office.css';

/** Enrolling one's own one-time code: the secret is shown once, then proven by a code. */
export function TotpPage(): ReactNode {
  const t = useT();
  const { session } = useSession();
  const enrol = useSend(enrolTotp, { refresh: false });
  const confirm = useSend(confirmTotp);
  const [code, setCode] = useState('');
  const ready = /^\d{6}$/.test(code);
  return (
    <div className="page narrow form">
      <h1>{t('totp.title')}</h1>
      {confirm.isSuccess ? <p className="outcome" role="status">✓ {t('totp.done')}</p> : (
        <>
          <p>{t(session.totp ? 'totp.on' : 'totp.off')}</p>
          {enrol.isError ? <RefusalPanel problem={problemOf(enrol.error)} /> : null}
          {enrol.data ? (
            <form className="form" onSubmit={(e) => { e.preventDefault(); if (ready) confirm.mutate({ body: { code } }); }}>
              <p>{t('totp.step1')}</p>
              <p><code className="secret mono">{enrol.data.secret}</code></p>
              <p><small className="muted">{t('adm.uri')}</small><br /><code className="hash">{enrol.data.uri}</code></p>
              <div className="field">
                <label htmlFor="totp">{t('totp.step2')}</label>
                <input id="totp" className="input input-money" inputMode="numeric" autoComplete="one-time-code" autoFocus maxLength={6} value={code} aria-describedby="totp-hint" onChange={(e) => setCode(e.target.value.normalize('NFKC').replaceAll(/\D/g, ''))} />
                <span className="hint" id="totp-hint">{t('totp.short')}</span>
              </div>
              {confirm.isError ? <RefusalPanel problem={problemOf(confirm.error)} /> : null}
              <p className="buttons"><Button type="primary" htmlType="submit" loading={confirm.isPending}>{t('totp.confirm')}</Button></p>
            </form>
          ) : <p className="buttons"><Button type="primary" loading={enrol.isPending} onClick={() => enrol.mutate({ body: {} })}>{t(session.totp ? 'totp.again' : 'totp.start')}</Button></p>}
        </>
      )}
    </div>
  );
}
