import type { Permission } from '@doudi/core/rights/permissions';
import type { TextKey } from '../i18n/index.tsx';
import type { router } from './routes.tsx';

/** Addresses without parameters: what a menu can point to. */
type Address = Exclude<keyof (typeof router)['routesByPath'], `${string}$${string}`>;

export interface NavEntry {
  readonly to: Address;
  readonly label: TextKey;
  /** Shown to posts that hold it. */
  readonly permission: Permission;
}

/** The menu, in order. A page that no post may open is not shown to it. */
export const NAV: readonly NavEntry[] = [
  { to: '/', label: 'nav.worklist', permission: 'case.read' },
  { to: '/intake', label: 'nav.intake', permission: 'case.apply' },
  { to: '/payments', label: 'nav.payments', permission: 'payment.read' },
  { to: '/filings', label: 'nav.filings', permission: 'filing.read' },
  { to: '/policy', label: 'nav.policy', permission: 'policy.read' },
  { to: '/organisation', label: 'nav.organisation', permission: 'organisation.read' },
  { to: '/audit', label: 'nav.audit', permission: 'audit.read' },
  { to: '/accounts', label: 'nav.admin', permission: 'account.read' },
  { to: '/totp', label: 'nav.security', permission: 'session.use' },
];
