import type { AnyPost, Permission } from '@doudi/core/rights/permissions';
import type { TextKey } from '../i18n/index.tsx';
import type { router } from './routes.tsx';

/** Addresses without parameters: what a menu can point to. */
export type Address = Exclude<keyof (typeof router)['routesByPath'], `${string}$${string}`>;

/** Groups of the menu, in order. `desk` is what is used all day: it stands above the others, without heading, never folded. */
export const NAV_GROUPS = ['desk', 'together', 'aid', 'registers', 'money', 'oversight', 'settings'] as const;
export type NavGroup = (typeof NAV_GROUPS)[number];

export interface NavEntry {
  readonly to: Address;
  readonly label: TextKey;
  readonly group: NavGroup;
  /** Shown to posts that hold it. */
  readonly permission: Permission;
  /** What opening it takes, where that is less: a link may lead there. */
  readonly opens?: Permission;
  /** Not shown to posts that hold this one: they have a better way to the same. */
  readonly unless?: Permission;
}

/** The menu, in order within each group. A page that no post may open is not shown to it. A new page is one line here. */
export const NAV: readonly NavEntry[] = [
  { to: '/', label: 'nav.worklist', group: 'desk', permission: 'case.act', opens: 'session.use' },
  // Who acts on cases finds it by a line of the work list, when something waits.
  { to: '/money', label: 'nav.money', group: 'desk', permission: 'money.desk', unless: 'case.act' },
  { to: '/cases', label: 'nav.cases', group: 'desk', permission: 'case.read', unless: 'case.act' },
  { to: '/bureau', label: 'nav.bureau', group: 'desk', permission: 'bureau.read' },
  { to: '/intake', label: 'nav.intake', group: 'desk', permission: 'case.apply' },
  { to: '/desk/batch', label: 'nav.batch', group: 'desk', permission: 'batch.confirm' },
  { to: '/desk/prints', label: 'nav.prints', group: 'desk', permission: 'case.act' },
  { to: '/errands', label: 'nav.errands', group: 'together', permission: 'errand.read' },
  { to: '/tasks', label: 'nav.tasks', group: 'together', permission: 'task.read' },
  { to: '/coordination', label: 'nav.coordination', group: 'together', permission: 'coordination.read' },
  { to: '/institutions', label: 'nav.institutions', group: 'together', permission: 'institution.read' },
  { to: '/urgent', label: 'nav.urgent', group: 'aid', permission: 'case.act', opens: 'case.read' },
  { to: '/referrals', label: 'nav.referrals', group: 'aid', permission: 'case.act', opens: 'case.read' },
  { to: '/aid-summary', label: 'nav.aidSummary', group: 'aid', permission: 'filing.read' },
  { to: '/splits', label: 'nav.splits', group: 'aid', permission: 'aid.splits' },
  { to: '/publication', label: 'nav.publication', group: 'registers', permission: 'case.read' },
  { to: '/rosters', label: 'nav.rosters', group: 'registers', permission: 'roster.read' },
  { to: '/filings', label: 'nav.filings', group: 'registers', permission: 'filing.read' },
  { to: '/archives', label: 'nav.archives', group: 'registers', permission: 'archive.read' },
  { to: '/registers', label: 'nav.registers', group: 'registers', permission: 'register.read' },
  { to: '/payments', label: 'nav.payments', group: 'money', permission: 'payment.read' },
  { to: '/payee-agreements', label: 'nav.agreements', group: 'money', permission: 'payment.read' },
  { to: '/recovery', label: 'nav.recovery', group: 'money', permission: 'recovery.read' },
  { to: '/funds', label: 'nav.funds', group: 'money', permission: 'fund.read' },
  { to: '/budget', label: 'nav.budget', group: 'money', permission: 'budget.read' },
  { to: '/auditpack', label: 'nav.auditpack', group: 'money', permission: 'auditpack.export' },
  // Whatever watches the work of others stands here: checks, corrections, filings looked at, complaints, warnings, scores.
  { to: '/leads', label: 'nav.leads', group: 'oversight', permission: 'lead.read' },
  { to: '/rectifications', label: 'nav.rectifications', group: 'oversight', permission: 'rectify.read' },
  { to: '/oversight', label: 'nav.oversight', group: 'oversight', permission: 'oversight.read' },
  { to: '/checks', label: 'nav.checks', group: 'oversight', permission: 'check.read' },
  { to: '/draws', label: 'nav.draws', group: 'oversight', permission: 'draw.read' },
  { to: '/complaints', label: 'nav.complaints', group: 'oversight', permission: 'complaint.read' },
  { to: '/hand-on', label: 'handon.title', group: 'together', permission: 'complaint.take', unless: 'complaint.register' },
  { to: '/scores', label: 'nav.scores', group: 'oversight', permission: 'score.read' },
  { to: '/audit', label: 'nav.audit', group: 'oversight', permission: 'audit.read' },
  { to: '/templates', label: 'nav.templates', group: 'settings', permission: 'template.read' },
  { to: '/policy', label: 'nav.policy', group: 'settings', permission: 'policy.read' },
  { to: '/organisation', label: 'nav.organisation', group: 'settings', permission: 'organisation.read' },
  { to: '/training', label: 'nav.training', group: 'settings', permission: 'training.read' },
  { to: '/accounts', label: 'nav.admin', group: 'settings', permission: 'account.read' },
  { to: '/totp', label: 'nav.security', group: 'settings', permission: 'session.use' },
];

/** The permission that a typed address asks for and the one at the desk does not hold; undefined = it may be opened, or the page itself says. */
export function missingFor(path: string, may: (p: Permission) => boolean): Permission | undefined {
  const entry = NAV.find((n) => n.to === (path.length > 1 ? path.replace(/\/$/, '') : path));
  const needed = entry && (entry.opens ?? entry.permission);
  return needed === undefined || may(needed) ? undefined : needed;
}

/** Where a post starts the day: on what it is asked for first. Whoever acts on cases starts on the work list. */
export const LANDING: Readonly<Record<AnyPost, Address>> = {
  village: '/', handler: '/', reviewer: '/', reviewHead: '/', leader: '/', countyHandler: '/', countyLeader: '/',
  payrollClerk: '/money', payrollReviewer: '/money', finance: '/money', auditor: '/funds', systemAdmin: '/accounts', securityAdmin: '/accounts', auditAdmin: '/audit',
};

/** A post with no more pages than this sees them all at once: folding would only hide them. */
const FEW = 7;

export interface NavSection {
  readonly group: NavGroup;
  readonly entries: readonly NavEntry[];
  /** Whether it has a heading that folds it away. */
  readonly folds: boolean;
}

/** The menu of whoever `may` speaks for. A group of one entry needs no heading. */
export function sectionsOf(may: (p: Permission) => boolean): readonly NavSection[] {
  const mine = NAV.filter((n) => may(n.permission) && !(n.unless && may(n.unless)));
  return NAV_GROUPS.map((group) => {
    const entries = mine.filter((n) => n.group === group);
    return { group, entries, folds: group !== 'desk' && entries.length > 1 && mine.length > FEW };
  }).filter((s) => s.entries.length > 0);
}

/** Whether a page belongs to a menu entry: the entry's own address or one below it. */
export const isUnder = (path: string, to: string): boolean => path === to || (to === '/' ? path.startsWith('/cases/') || path === '/search' : path.startsWith(`${to}/`));
