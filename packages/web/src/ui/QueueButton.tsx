import { addPrints } from '@doudi/core/api/desk';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { problemOf } from '../api/client.ts';
import { useSend } from '../api/hooks.ts';
import { useSession } from '../app/session.tsx';
import { useT } from '../i18n/index.tsx';

/** Puts letters into the unit's print queue; then says so and leads there. */
export function QueueButton({ letters, label }: { readonly letters: readonly string[]; readonly label?: string }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const send = useSend(addPrints, { refresh: false });
  if (!may('case.act') || letters.length === 0) return null;
  if (send.data) return <Link to="/desk/prints" className="queued">{t('queue.in', { n: send.data.waiting })}</Link>;
  return (
    <>
      <button type="button" className="link screen-only" disabled={send.isPending} onClick={() => send.mutate({ body: { letters: [...letters] } })}>{label ?? t('queue.add')}</button>
      {send.isError ? <span className="error">{problemOf(send.error).rule}</span> : null}
    </>
  );
}
