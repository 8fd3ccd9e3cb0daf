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
  { to: '/urgent', label: 'nav.urgent', permission: 'case.act' },
  { to: '/intake', label: 'nav.intake', permission: 'case.apply' },
  { to: '/errands', label: 'nav.errands', permission: 'errand.read' },
  { to: '/referrals', label: 'nav.referrals', permission: 'case.act' },
  { to: '/splits', label: 'nav.splits', permission: 'aid.splits' },
  { to: '/aid-summary', label: 'nav.aidSummary', permission: 'filing.read' },
  { to: '/coordination', label: 'nav.coordination', permission: 'coordination.read' },
  { to: '/desk/batch', label: 'nav.batch', permission: 'batch.confirm' },
  { to: '/desk/prints', label: 'nav.prints', permission: 'case.act' },
  { to: '/publication', label: 'nav.publication', permission: 'case.read' },
  { to: '/payments', label: 'nav.payments', permission: 'payment.read' },
  { to: '/payee-agreements', label: 'nav.agreements', permission: 'payment.read' },
  { to: '/recovery', label: 'nav.recovery', permission: 'recovery.read' },
  { to: '/funds', label: 'nav.funds', permission: 'fund.read' },
  { to: '/budget', label: 'nav.budget', permission: 'budget.read' },
  { to: '/institutions', label: 'nav.institutions', permission: 'institution.read' },
  { to: '/rosters', label: 'nav.rosters', permission: 'roster.read' },
  { to: '/filings', label: 'nav.filings', permission: 'filing.read' },
  { to: '/archives', label: 'nav.archives', permission: 'archive.read' },
  { to: '/templates', label: 'nav.templates', permission: 'template.read' },
  { to: '/policy', label: 'nav.policy', permission: 'policy.read' },
  { to: '/organisation', label: 'nav.organisation', permission: 'organisation.read' },
  { to: '/audit', label: 'nav.audit', permission: 'audit.read' },
  { to: '/auditpack', label: 'nav.auditpack', permission: 'auditpack.export' },
  { to: '/accounts', label: 'nav.admin', permission: 'account.read' },
  { to: '/totp', label: 'nav.security', permission: 'session.use' },
];
