import { Link } from '@tanstack/react-router';
import { listUrgent } from '@doudi/core/api/aid';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import '../../styles/aid.css';

const POLL_MS = 120_000;

/** The way to the bedside in one tap; says how many wait for help that cannot wait. */
export function UrgentLink(): ReactNode {
  const t = useT();
  const query = useCall(listUrgent, { query: {} }, { poll: () => POLL_MS, staleTime: POLL_MS / 2 });
  const n = query.data?.items.filter((u) => u.relieved === null).length ?? 0;
  return <Link to="/urgent" className="urgent-link">{n > 0 ? `■ ${t('urgent.deskWaiting', { n })}` : t('urgent.deskLink')}</Link>;
}
