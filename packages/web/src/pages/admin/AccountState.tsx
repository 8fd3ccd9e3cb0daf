import type { listAccounts } from '@doudi/core/api/accounts';
import type { Output } from '@doudi/core/api/contract';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';

export type Account = Output<typeof listAccounts>['items'][number];

/** Whether an account can be used, as shape and word. */
export function AccountState({ of: a }: { readonly of: Account }): ReactNode {
  const t = useT();
  if (a.disabledAt) return <span className="bad">■ {t('adm.disabledAt', { at: clockTime(a.disabledAt) })}</span>;
  if (a.locked) return <span className="bad">▲ {a.lockedUntil ? t('adm.lockedUntil', { at: clockTime(a.lockedUntil) }) : t('adm.lockedOn')}</span>;
  return <span className="good">● {t('adm.state.active')}</span>;
}
