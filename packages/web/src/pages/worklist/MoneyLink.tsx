import { Link } from '@tanstack/react-router';
import { moneyDesk } from '@doudi/core/api/money-desk';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';

const POLL_MS = 120_000;

/** What of the money waits for the one at the desk, in one line; nothing where none does. */
export function MoneyLink(): ReactNode {
  const t = useT();
  const query = useCall(moneyDesk, {}, { poll: () => POLL_MS, staleTime: POLL_MS / 2 });
  const mine = query.data?.items.filter((x) => x.mine) ?? [];
  if (mine.length === 0) return null;
  const late = mine.filter((x) => x.late > 0).length;
  return <Link to="/money" className="work-link">{t('money.link', { n: mine.length })}{late > 0 ? <b className="bad"> ■ {t('money.linkLate', { n: late })}</b> : null}</Link>;
}
