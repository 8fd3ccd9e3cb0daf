import { useQueryClient } from '@tanstack/react-query';
import { login } from '@doudi/core/api/session';
import type { Problem } from '@doudi/core/api/contract';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { call, problemOf } from '../../api/client.ts';
import { SESSION_KEY } from '../../app/session.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { TrainingAccounts } from './TrainingAccounts.tsx';

/** Who are you; on a training installation with the list of accounts to try. */
export function LoginPage({ notice }: { readonly notice: 'idle' | 'ended' | null }): ReactNode {
  const { locale, setLocale, t } = useLocale();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [askTotp, setAskTotp] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const enter = async (who: string, secret: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const { session } = await call(login, { body: { login: who, password: secret, ...(totp.trim() === '' ? {} : { totp: totp.trim() }) } }, { key: null });
      client.setQueryData(SESSION_KEY, session);
    } catch (error) {
      const p = problemOf(error);
      if (p.code === 'auth.totp') setAskTotp(true);
      setProblem(p);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="login">
      <header>
        <h1>
          {t('shell.brand')} <small>{t('login.sub')}</small>
        </h1>
        <button type="button" className="link" lang={locale === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLocale(locale === 'zh' ? 'en' : 'zh')}>
          {locale === 'zh' ? 'English' : '中文'}
        </button>
      </header>
      <form onSubmit={(e) => {
        e.preventDefault();
        void enter(name.trim(), password);
      }}>
        {notice ? <p className="notice" role="status">{t(notice === 'idle' ? 'login.idle' : 'login.ended')}</p> : null}
        {problem ? <RefusalPanel problem={problem} /> : null}
        <div className="field">
          <label htmlFor="login">{t('login.name')}</label>
          <input id="login" className="input" autoComplete="username" autoFocus required value={name} onChange={(e) => setName(e.target.value)} />
        </div>
        <div className="field">
          <label htmlFor="password">{t('login.password')}</label>
          <input id="password" className="input" type="password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.target.value)} />
        </div>
        {askTotp ? (
          <div className="field">
            <label htmlFor="totp">{t('login.totp')}</label>
            <input id="totp" className="input" inputMode="numeric" autoComplete="one-time-code" maxLength={10} autoFocus value={totp} onChange={(e) => setTotp(e.target.value)} />
          </div>
        ) : (
          <button type="button" className="link" onClick={() => setAskTotp(true)}>
            {t('login.haveTotp')}
          </button>
        )}
        <Button type="primary" htmlType="submit" loading={busy} block>
          {t('login.enter')}
        </Button>
      </form>
      <TrainingAccounts busy={busy} onPick={(who, secret) => {
        setName(who);
        setPassword(secret);
        void enter(who, secret);
      }} />
    </main>
  );
}
