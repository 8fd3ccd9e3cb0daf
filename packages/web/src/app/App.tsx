import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { logout, whoami } from '@doudi/core/api/session';
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { call, problemOf, whenSignedOut } from '../api/client.ts';
import { useT } from '../i18n/index.tsx';
import { RefusalPanel } from '../ui/RefusalPanel.tsx';
import { router } from './routes.tsx';
import { seat, SESSION_KEY, SessionContext } from './session.tsx';

const LoginPage = lazy(async () => ({ default: (await import('../pages/login/LoginPage.tsx')).LoginPage }));
const PasswordPage = lazy(async () => ({ default: (await import('../pages/password/PasswordPage.tsx')).PasswordPage }));

/** Login, then a forced change of password, then the application: whoever is not through sees nothing else. */
export function App(): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const [notice, setNotice] = useState<'idle' | 'ended' | null>(null);
  const query = useQuery({
    queryKey: SESSION_KEY,
    queryFn: async () => {
      try {
        return await call(whoami);
      } catch (error) {
        if (problemOf(error).status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
  const session = query.data ?? null;
  useEffect(() => {
    whenSignedOut(() => {
      if (client.getQueryData(SESSION_KEY)) setNotice('ended');
      void seat(client, null);
    });
  }, [client]);
  const state = useMemo(() => {
    if (!session) return null;
    // Taken when the answer comes: every later answer sets it anew.
    const ahead = Date.parse(session.now) - Date.now();
    return {
      session, now: () => Date.now() + ahead,
      may: (permission: string) => session.permissions.includes(permission),
      signOut: async (idle = false) => {
        await call(logout).catch(() => undefined);
        if (!idle) sessionStorage.clear();
        setNotice(idle ? 'idle' : null);
        await seat(client, null);
      },
    };
  }, [session, client]);
  const waiting = <p className="loading">{t('loading')}</p>;
  if (query.isPending) return waiting;
  if (query.isError) return <main className="narrow"><RefusalPanel problem={problemOf(query.error)} action={<button type="button" className="link" onClick={() => void query.refetch()}>{t('retry')}</button>} /></main>;
  if (!state) return <Suspense fallback={waiting}><LoginPage notice={notice} /></Suspense>;
  return (
    <SessionContext value={state}>
      {state.session.mustChange ? <Suspense fallback={waiting}><PasswordPage forced /></Suspense> : <RouterProvider router={router} />}
    </SessionContext>
  );
}
