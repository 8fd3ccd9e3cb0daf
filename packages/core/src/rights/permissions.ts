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
  'relative.answer': COUNTY,
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
  // 资金待办: what of the money waits for whom.
  'money.desk': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'payrollClerk', 'payrollReviewer', 'finance'],
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
  'matter.file': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  // 整改: the county demands and judges, the unit answers; which rung of the ladder is the leader's is the policy's to say (rectify.ladder).
  'rectify.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  'rectify.conduct': COUNTY,
  'rectify.decide': ['countyLeader'],
  'rectify.reply': ['handler', 'reviewHead', 'leader'],
  // 线索与预警: the unit that handles a household answers; the county runs the rules, brings the lists, tunes the numbers.
  'lead.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  'lead.open': ['village', 'handler', 'reviewHead', ...COUNTY],
  'lead.answer': ['handler', 'reviewHead', ...COUNTY],
  'lead.rules': [...COUNTY, 'auditor'],
  'lead.import': ['countyHandler'],
  'lead.run': COUNTY,
  'lead.tune': ['countyLeader'],
  // 任务: the county gives and judges, the unit reports; to start a campaign, put off a day, waive or turn a delay into a rectification is the leader's.
  'task.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  'task.issue': COUNTY,
  'task.decide': ['countyLeader'],
  'task.reply': ['handler', 'reviewHead', 'leader', ...COUNTY],
  // 培训和人员: a unit trains its own people and keeps its own register, the county all.
  'training.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  'training.keep': ['handler', 'reviewHead', ...COUNTY],
  // What binds the county to a population is its leader's; the rest is work.
  'draw.read': [...COUNTY, 'auditor'],
  'draw.freeze': ['countyLeader'],
  'draw.conduct': COUNTY,
  // The bundle that tells who was reported, with the salt that proves it.
  'draw.audit': ['countyLeader', 'auditor'],
  // 核查: whoever may be one of a pair; a unit sees its own after their conclusion. Replacing somebody and the third finding bind, so they are the leader's.
  'check.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  'check.open': COUNTY,
  'check.conduct': [...COUNTY, 'auditor'],
  'check.lead': ['countyLeader'],
  // 单位督导: a unit reads its own sheet and states what it has; what the county did with it the county records, and a unit only what its plan bids it do within itself (core/oversight/topic.ts).
  'oversight.read': ['reviewHead', 'leader', ...COUNTY, 'auditor'],
  'oversight.record': ['reviewHead', 'leader', ...COUNTY],
  'oversight.state': ['reviewHead', 'leader', ...COUNTY],
  // 信访投诉: a unit takes and answers its own; what is about a unit, named reports, transfers and suits are the county's. Who complained is seen by whoever handles it.
  'complaint.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  // A village's assistant takes for others what they bring, and hands it on.
  'complaint.take': ['village', 'handler', 'reviewHead', ...COUNTY],
  'complaint.register': ['handler', 'reviewHead', ...COUNTY],
  'complaint.handle': ['handler', 'reviewHead', 'leader', ...COUNTY],
  'complaint.decide': ['leader', 'countyLeader'],
  'complaint.conduct': COUNTY,
  'complaint.supervise': ['countyLeader'],
  'complaint.contact': ['handler', 'reviewHead', 'leader', ...COUNTY],
  // Scores are of units, never of people. A unit sees its own while it can still object, and the ranking once it is published.
  'score.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  'score.conduct': COUNTY,
  'score.publish': ['countyLeader'],
  'score.object': ['handler', 'reviewHead', 'leader'],
  // Patterns that deserve a look, as questions: nobody below the county is named or told by a pattern.
  'behaviour.read': [...COUNTY, 'auditor'],
  'behaviour.answer': COUNTY,
  // 登记册: an office proposes and records what reaches it; the county puts it to the person; only its leader enters, answers and lifts.
  'register.read': ['handler', 'reviewer', 'reviewHead', 'leader', ...COUNTY, 'auditor'],
  'register.propose': ['handler', 'reviewHead', ...COUNTY],
  'register.conduct': COUNTY,
  'register.decide': ['countyLeader'],
  // 局长的一页: figures of the whole county compared.
  'bureau.read': [...COUNTY, 'auditor'],
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
