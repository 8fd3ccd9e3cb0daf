import type { Post } from '../policy/model.ts';

/**
 * Posts of an installation: those that act on cases, those that handle money, those that only read, and the three
 * separated administrators, none of whom can act on a case.
 */
export const ALL_POSTS = ['village', 'handler', 'reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader', 'payrollClerk', 'payrollReviewer', 'finance', 'auditor', 'systemAdmin', 'securityAdmin', 'auditAdmin'] as const;
export type AnyPost = (typeof ALL_POSTS)[number];

export const ADMIN_POSTS: readonly AnyPost[] = ['systemAdmin', 'securityAdmin', 'auditAdmin'];
const CASE: readonly AnyPost[] = ['village', 'handler', 'reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader'] satisfies Post[];
const COUNTY: readonly AnyPost[] = ['countyHandler', 'countyLeader'];
const READ: readonly AnyPost[] = [...CASE, 'payrollClerk', 'payrollReviewer', 'finance', 'auditor'];
const EVERYONE: readonly AnyPost[] = ALL_POSTS;

/** Permission → posts that hold it. What a post may do in a particular case is judged by the case's own rules on top. */
export const PERMISSIONS = {
  'session.use': EVERYONE,
  'case.read': READ,
  'case.act': CASE,
  'case.apply': ['village', 'handler'],
  // Posts that a plan lets agree or decide; which of them may in a case is the plan's to say.
  'batch.confirm': ['reviewHead', 'leader', 'countyLeader'],
  // Finance sees sums, cases and papers; whose number and telephone it is stays covered.
  'person.open': READ.filter((p) => p !== 'finance'),
  'search': READ,
  'file.read': READ,
  'file.change': CASE,
  'archive.read': [...CASE, 'auditor'],
  'archive.keep': ['handler', 'reviewer', 'reviewHead', 'countyHandler'],
  'archive.check': ['handler', 'reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader'],
  'archive.export': ['handler', 'reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader', 'auditor'],
  'policy.read': EVERYONE,
  'policy.choose': ['countyLeader'],
  'calendar.import': ['systemAdmin'],
  'template.read': [...COUNTY, 'auditor'],
  'template.edit': COUNTY,
  'template.activate': ['countyLeader'],
  'organisation.read': EVERYONE,
  'entrustment.issue': ['countyLeader'],
  'relative.read': [...CASE, 'auditor'],
  'relative.file': ['handler', 'reviewHead', 'countyHandler'],
  'meeting.read': [...CASE, 'auditor'],
  'meeting.keep': ['handler', 'reviewHead', 'leader'],
  'payment.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'payrollClerk', 'payrollReviewer', 'finance', 'auditor'],
  'fund.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'payrollClerk', 'payrollReviewer', 'finance', 'auditor'],
  // Figures of the whole county compared: whoever sees a part of it would see differences that are none.
  'fund.check': [...COUNTY, 'payrollClerk', 'payrollReviewer', 'finance', 'auditor'],
  // Who enters and who confirms which movement is told by core/ledger/operations.ts on top.
  'fund.enter': ['handler', 'reviewer', 'reviewHead', ...COUNTY, 'finance'],
  'fund.settle': ['reviewHead', 'leader', ...COUNTY, 'finance'],
  'fund.budget': ['countyHandler', 'countyLeader', 'finance'],
  'fund.report': ['reviewer', 'reviewHead'],
  'fund.receive': ['finance'],
  'fund.correct': ['countyLeader'],
  // Figures of the whole county: the plan of a year's money, its outturn, what another standard would do.
  'budget.read': [...COUNTY, 'finance', 'auditor'],
  'budget.try': COUNTY,
  'budget.draft': ['countyHandler'],
  'budget.decide': ['countyLeader'],
  'payment.make': ['payrollClerk'],
  'payment.release': ['payrollReviewer'],
  'payment.account': ['handler', 'payrollClerk'],
  // Applications that stay under a unit's limit one by one: shown to whoever watches the units, and to the units with the county's answer.
  'aid.splits': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  'aid.splits.answer': COUNTY,
  // Money and goods handed over that are disputed, unconfirmed, late or without receipt: whoever answers for the office, and the county.
  'aid.watch': ['reviewHead', 'leader', ...COUNTY, 'auditor'],
  'recovery.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'payrollClerk', 'payrollReviewer', 'auditor', 'finance'],
  'auditpack.export': ['auditor', ...COUNTY],
  'institution.read': [...CASE, 'auditor'],
  'institution.keep': COUNTY,
  'filing.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  'filing.make': ['handler', 'reviewer', 'reviewHead'],
  'filing.review': COUNTY,
  // Draws, checks, rectifications, complaints and tasks: a unit sees its own, so far as they are shown to it.
  'matter.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  // What binds the county to a population is its leader's; the rest is work.
  'draw.read': [...COUNTY, 'auditor'],
  'draw.freeze': ['countyLeader'],
  'draw.conduct': COUNTY,
  'coordination.read': CASE,
  'coordination.raise': ['handler', 'reviewer', 'reviewHead', 'countyHandler'],
  'coordination.resolve': COUNTY,
  'errand.read': CASE,
  'errand.answer': ['handler'],
  'roster.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  'roster.full': ['reviewHead', ...COUNTY],
  'roster.propose': ['handler', 'reviewer', 'reviewHead', 'countyHandler'],
  'roster.import': ['countyHandler'],
  'audit.read': ['auditor', 'auditAdmin'],
  'audit.checkpoint': ['auditAdmin'],
  'account.create': ['systemAdmin'],
  'account.secure': ['securityAdmin'],
  'account.read': ['systemAdmin', 'securityAdmin', 'auditAdmin'],
  'clock.set': EVERYONE,
} as const satisfies Record<string, readonly AnyPost[]>;
export type Permission = keyof typeof PERMISSIONS;

export const may = (post: AnyPost, permission: Permission): boolean => (PERMISSIONS[permission] as readonly AnyPost[]).includes(post);

/** Posts whose holder sees the whole county; all others see their own unit and what lies below it. */
export const COUNTY_WIDE: readonly AnyPost[] = [...COUNTY, 'payrollClerk', 'payrollReviewer', 'finance', 'auditor'];

export const ANY_POST_LABELS: Record<AnyPost, string> = {
  village: '村（居）协理员', handler: '经办人员', reviewer: '管理部门审核人员', reviewHead: '管理部门负责人', leader: '分管领导', countyHandler: '县级经办人员', countyLeader: '县级负责人',
  payrollClerk: '发放制单', payrollReviewer: '发放复核', finance: '财政', auditor: '审计', systemAdmin: '系统管理员', securityAdmin: '安全管理员', auditAdmin: '审计管理员',
};
