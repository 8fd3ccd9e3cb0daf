import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { STUCK_KINDS } from '@doudi/core/api/bank';
import { BUREAU_LISTS } from '@doudi/core/api/bureau';
import { CALLS_WHICH, RECEIVED_WHICH } from '@doudi/core/api/complaints';
import { CHANNELS, COMPLAINT_KINDS, SUIT_KINDS } from '@doudi/core/complaint/words';
import { ACCOUNT_KINDS, ENTRY_KINDS, type EntryKind } from '@doudi/core/ledger/model';
import { TASK_KIND_IDS } from '@doudi/core/task/model';
import { LINE_STATUSES } from '@doudi/core/payment/model';
import { SIDES } from '@doudi/core/warning/rules';
import * as z from 'zod';
import { NotFound, PageError, Shell } from './Shell.tsx';

/**
 * The route table. A page is a folder in `src/pages`, loaded when it is first opened; its search parameters are checked
 * here so that a link cannot carry nonsense. To add a page: one `createRoute`, its name in `routeTree`, one line in nav.ts.
 */
const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: PageError });

const worklistSearch = z.object({
  tab: z.enum(['todo', 'doing', 'done']).default('todo').catch('todo'),
  programme: z.string().optional().catch(undefined),
  unit: z.string().optional().catch(undefined),
  village: z.string().optional().catch(undefined),
  step: z.string().optional().catch(undefined),
  light: z.enum(['red', 'yellow', 'green']).optional().catch(undefined),
});
export type WorklistSearch = z.output<typeof worklistSearch>;

const worklist = createRoute({ getParentRoute: () => root, path: '/', validateSearch: (s): Partial<WorklistSearch> => worklistSearch.parse(s), component: lazyRouteComponent(() => import('../pages/worklist/WorklistPage.tsx'), 'WorklistPage') });
const cases = createRoute({ getParentRoute: () => root, path: '/cases', validateSearch: (s): Partial<WorklistSearch> => worklistSearch.parse({ tab: 'doing', ...s }), component: lazyRouteComponent(() => import('../pages/worklist/CasesPage.tsx'), 'CasesPage') });
const searchResults = createRoute({ getParentRoute: () => root, path: '/search', component: lazyRouteComponent(() => import('../pages/worklist/SearchPage.tsx'), 'SearchPage') });
const caseFile = createRoute({ getParentRoute: () => root, path: '/cases/$id', component: lazyRouteComponent(() => import('../pages/case/CasePage.tsx'), 'CasePage') });
const intake = createRoute({ getParentRoute: () => root, path: '/intake', validateSearch: (s): { draft?: string } => z.object({ draft: z.string().max(60).optional().catch(undefined) }).parse(s) as { draft?: string }, component: lazyRouteComponent(() => import('../pages/intake/IntakePage.tsx'), 'IntakePage') });
const household = createRoute({ getParentRoute: () => root, path: '/households/$person', component: lazyRouteComponent(() => import('../pages/household/HouseholdPage.tsx'), 'HouseholdPage') });
const password = createRoute({ getParentRoute: () => root, path: '/password', component: lazyRouteComponent(() => import('../pages/password/PasswordPage.tsx'), 'PasswordPage') });

const text = z.string().max(80).optional().catch(undefined);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/).optional().catch(undefined);
const month = z.string().regex(/^\d{4}-\d{2}$/).optional().catch(undefined);
const auditPack = createRoute({ getParentRoute: () => root, path: '/auditpack', component: lazyRouteComponent(() => import('../pages/audit/AuditPackPage.tsx'), 'AuditPackPage') });
const recoverySearch = z.object({ state: z.enum(['open', 'waiting', 'late', 'closed']).optional().catch(undefined), unit: text });
const recovery = createRoute({ getParentRoute: () => root, path: '/recovery', validateSearch: (s): Partial<z.output<typeof recoverySearch>> => recoverySearch.parse(s), component: lazyRouteComponent(() => import('../pages/recovery/RecoveryPage.tsx'), 'RecoveryPage') });
const recoveryCase = createRoute({ getParentRoute: () => root, path: '/recovery/$id', component: lazyRouteComponent(() => import('../pages/recovery/RecoveryCasePage.tsx'), 'RecoveryCasePage') });
const paymentsSearch = z.object({ programme: text, month });
const payments = createRoute({ getParentRoute: () => root, path: '/payments', validateSearch: (s): Partial<z.output<typeof paymentsSearch>> => paymentsSearch.parse(s), component: lazyRouteComponent(() => import('../pages/payments/PaymentsPage.tsx'), 'PaymentsPage') });
const rollSearch = z.object({ unit: text, status: z.enum(LINE_STATUSES).optional().catch(undefined), hold: text, left: z.boolean().optional().catch(undefined), open: z.boolean().optional().catch(undefined) });
const stuckSearch = z.object({ kind: z.enum([...STUCK_KINDS, 'back']).optional().catch(undefined), unit: text });
const stuck = createRoute({ getParentRoute: () => root, path: '/payments/stuck', validateSearch: (s): Partial<z.output<typeof stuckSearch>> => stuckSearch.parse(s), component: lazyRouteComponent(() => import('../pages/payments/StuckPage.tsx'), 'StuckPage') });
const roll = createRoute({ getParentRoute: () => root, path: '/payments/$id', validateSearch: (s): Partial<z.output<typeof rollSearch>> => rollSearch.parse(s), component: lazyRouteComponent(() => import('../pages/payments/RollPage.tsx'), 'RollPage') });
const money = createRoute({ getParentRoute: () => root, path: '/money', component: lazyRouteComponent(() => import('../pages/money/MoneyPage.tsx'), 'MoneyPage') });
const paymentLine = createRoute({ getParentRoute: () => root, path: '/payment-lines/$id', component: lazyRouteComponent(() => import('../pages/payments/LinePage.tsx'), 'LinePage') });
const agreements = createRoute({ getParentRoute: () => root, path: '/payee-agreements', component: lazyRouteComponent(() => import('../pages/payments/Agreements.tsx'), 'AgreementsPage') });
const tabOf = <T extends string>(...tabs: [T, ...T[]]) => z.enum(tabs).optional().catch(undefined);
const filingsSearch = z.object({ tab: tabOf('month', 'summary', 'grid', 'demands', 'late', 'unreviewed'), month, programme: text, unit: text, state: tabOf('open', 'answered', 'closed', 'late') });
const filings = createRoute({ getParentRoute: () => root, path: '/filings', validateSearch: (s): Partial<z.output<typeof filingsSearch>> => filingsSearch.parse(s), component: lazyRouteComponent(() => import('../pages/filings/FilingsPage.tsx'), 'FilingsPage') });
const draftSearch = z.object({ programme: z.string().max(60).catch(''), month: z.string().regex(/^\d{4}-\d{2}$/).catch('') });
const filingDraft = createRoute({ getParentRoute: () => root, path: '/filings/draft', validateSearch: (s): z.output<typeof draftSearch> => draftSearch.parse(s), component: lazyRouteComponent(() => import('../pages/filings/DraftPage.tsx'), 'DraftPage') });
const filing = createRoute({ getParentRoute: () => root, path: '/filings/$id', component: lazyRouteComponent(() => import('../pages/filings/FilingPage.tsx'), 'FilingPage') });
const filingPrint = createRoute({ getParentRoute: () => root, path: '/filings/$id/print', component: lazyRouteComponent(() => import('../pages/filings/PrintPage.tsx'), 'PrintPage') });
const policySearch = z.object({ tab: tabOf('parameters', 'procedures', 'instruments', 'plan', 'calendar'), on: day, programme: text });
const policy = createRoute({ getParentRoute: () => root, path: '/policy', validateSearch: (s): Partial<z.output<typeof policySearch>> => policySearch.parse(s), component: lazyRouteComponent(() => import('../pages/policy/PolicyPage.tsx'), 'PolicyPage') });
const organisationSearch = z.object({ tab: tabOf('units', 'confirms', 'entrustments', 'bodies', 'relatives'), on: day, unit: text });
const organisation = createRoute({ getParentRoute: () => root, path: '/organisation', validateSearch: (s): Partial<z.output<typeof organisationSearch>> => organisationSearch.parse(s), component: lazyRouteComponent(() => import('../pages/organisation/OrganisationPage.tsx'), 'OrganisationPage') });
const auditSearch = z.object({ tab: tabOf('chain', 'log', 'access', 'export') });
const audit = createRoute({ getParentRoute: () => root, path: '/audit', validateSearch: (s): Partial<z.output<typeof auditSearch>> => auditSearch.parse(s), component: lazyRouteComponent(() => import('../pages/audit/AuditPage.tsx'), 'AuditPage') });
const accountsSearch = z.object({ tab: tabOf('accounts', 'tokens', 'events'), account: text });
const accounts = createRoute({ getParentRoute: () => root, path: '/accounts', validateSearch: (s): Partial<z.output<typeof accountsSearch>> => accountsSearch.parse(s), component: lazyRouteComponent(() => import('../pages/admin/AdminPage.tsx'), 'AdminPage') });
const totp = createRoute({ getParentRoute: () => root, path: '/totp', component: lazyRouteComponent(() => import('../pages/admin/TotpPage.tsx'), 'TotpPage') });

const errands = createRoute({ getParentRoute: () => root, path: '/errands', component: lazyRouteComponent(() => import('../pages/errands/ErrandsPage.tsx'), 'ErrandsPage') });

const batchSearch = z.object({ command: tabOf('agreeReview', 'decide') });
const batch = createRoute({ getParentRoute: () => root, path: '/desk/batch', validateSearch: (s): Partial<z.output<typeof batchSearch>> => batchSearch.parse(s), component: lazyRouteComponent(() => import('../pages/desk/BatchPage.tsx'), 'BatchPage') });
const printsSearch = z.object({ scope: tabOf('mine', 'unit') });
const prints = createRoute({ getParentRoute: () => root, path: '/desk/prints', validateSearch: (s): Partial<z.output<typeof printsSearch>> => printsSearch.parse(s), component: lazyRouteComponent(() => import('../pages/desk/PrintsPage.tsx'), 'PrintsPage') });

const archivesSearch = z.object({ tab: tabOf('list', 'pending', 'ended'), number: text, year: z.number().int().optional().catch(undefined), shelf: tabOf('common', 'apart'), complete: tabOf('complete', 'incomplete', 'unchecked') });
const archives = createRoute({ getParentRoute: () => root, path: '/archives', validateSearch: (s): Partial<z.output<typeof archivesSearch>> => archivesSearch.parse(s), component: lazyRouteComponent(() => import('../pages/archive/ArchivesPage.tsx'), 'ArchivesPage') });
const archive = createRoute({ getParentRoute: () => root, path: '/archives/$id', component: lazyRouteComponent(() => import('../pages/archive/ArchivePage.tsx'), 'ArchivePage') });

const institutions = createRoute({ getParentRoute: () => root, path: '/institutions', component: lazyRouteComponent(() => import('../pages/institutions/InstitutionsPage.tsx'), 'InstitutionsPage') });
const templatesSearch = z.object({ kind: z.string().regex(/^[a-zA-Z]+$/).max(40).optional().catch(undefined) });
const templates = createRoute({ getParentRoute: () => root, path: '/templates', validateSearch: (s): Partial<z.output<typeof templatesSearch>> => templatesSearch.parse(s), component: lazyRouteComponent(() => import('../pages/letters/TemplatesPage.tsx'), 'TemplatesPage') });

const rostersSearch = z.object({ tab: tabOf('list', 'imports'), month, programme: text, unit: text, imported: tabOf('yes', 'no') });
const rosters = createRoute({ getParentRoute: () => root, path: '/rosters', validateSearch: (s): Partial<z.output<typeof rostersSearch>> => rostersSearch.parse(s), component: lazyRouteComponent(() => import('../pages/rosters/RostersPage.tsx'), 'RostersPage') });
const rosterImport = createRoute({ getParentRoute: () => root, path: '/rosters/imports/$id', component: lazyRouteComponent(() => import('../pages/rosters/ImportPage.tsx'), 'ImportPage') });

const publicationSearch = z.object({ tab: tabOf('notices', 'lists', 'inbox'), village: text, month });
const publication = createRoute({ getParentRoute: () => root, path: '/publication', validateSearch: (s): Partial<z.output<typeof publicationSearch>> => publicationSearch.parse(s), component: lazyRouteComponent(() => import('../pages/publication/PublicationPage.tsx'), 'PublicationPage') });

const coordination = createRoute({ getParentRoute: () => root, path: '/coordination', component: lazyRouteComponent(() => import('../pages/coordination/CoordinationPage.tsx'), 'CoordinationPage') });

const urgentSearch = z.object({ draft: z.string().max(60).optional().catch(undefined), show: tabOf('waiting', 'papers'), unit: text });
const urgent = createRoute({ getParentRoute: () => root, path: '/urgent', validateSearch: (s): Partial<z.output<typeof urgentSearch>> => urgentSearch.parse(s), component: lazyRouteComponent(() => import('../pages/urgent/UrgentPage.tsx'), 'UrgentPage') });
const urgentCase = createRoute({ getParentRoute: () => root, path: '/urgent/$id', component: lazyRouteComponent(() => import('../pages/urgent/UrgentCasePage.tsx'), 'UrgentCasePage') });
const referrals = createRoute({ getParentRoute: () => root, path: '/referrals', component: lazyRouteComponent(() => import('../pages/referrals/ReferralsPage.tsx'), 'ReferralsPage') });
const aidSummary = createRoute({ getParentRoute: () => root, path: '/aid-summary', component: lazyRouteComponent(() => import('../pages/aidsummary/AidSummaryPage.tsx'), 'AidSummaryPage') });
const splits = createRoute({ getParentRoute: () => root, path: '/splits', component: lazyRouteComponent(() => import('../pages/splits/SplitsPage.tsx'), 'SplitsPage') });

const uuidText = z.string().regex(/^[0-9a-f-]{36}$/).optional().catch(undefined);
const fundsSearch = z.object({ tab: tabOf('overview', 'operations', 'units'), year: z.number().int().optional().catch(undefined) });
const funds = createRoute({ getParentRoute: () => root, path: '/funds', validateSearch: (s): Partial<z.output<typeof fundsSearch>> => fundsSearch.parse(s), component: lazyRouteComponent(() => import('../pages/funds/FundsPage.tsx'), 'FundsPage') });
const entriesSearch = z.object({ account: z.number().int().optional().catch(undefined), kind: z.enum(Object.keys(ENTRY_KINDS) as [EntryKind, ...EntryKind[]]).optional().catch(undefined), accountKind: z.enum(ACCOUNT_KINDS).optional().catch(undefined), unit: text, programme: text, from: day, to: day, roll: uuidText, batch: uuidText, case: uuidText, recovery: uuidText, entry: uuidText });
const fundEntries = createRoute({ getParentRoute: () => root, path: '/funds/entries', validateSearch: (s): Partial<z.output<typeof entriesSearch>> => entriesSearch.parse(s), component: lazyRouteComponent(() => import('../pages/funds/EntriesPage.tsx'), 'EntriesPage') });
const unitFundSearch = z.object({ month, fund: tabOf('imprest', 'reliefFund', 'donation') });
const unitFund = createRoute({ getParentRoute: () => root, path: '/funds/units/$unit', validateSearch: (s): Partial<z.output<typeof unitFundSearch>> => unitFundSearch.parse(s), component: lazyRouteComponent(() => import('../pages/funds/UnitFundPage.tsx'), 'UnitFundPage') });
const unitFundPrint = createRoute({ getParentRoute: () => root, path: '/funds/units/$unit/print', validateSearch: (s): Partial<z.output<typeof unitFundSearch>> => unitFundSearch.parse(s), component: lazyRouteComponent(() => import('../pages/funds/UnitFundPrint.tsx'), 'UnitFundPrint') });

const budgetSearch = z.object({ tab: tabOf('outturn', 'plans', 'tries', 'changes') });
const budget = createRoute({ getParentRoute: () => root, path: '/budget', validateSearch: (s): Partial<z.output<typeof budgetSearch>> => budgetSearch.parse(s), component: lazyRouteComponent(() => import('../pages/budget/BudgetPage.tsx'), 'BudgetPage') });
const budgetPlan = createRoute({ getParentRoute: () => root, path: '/budget/plans/$id', component: lazyRouteComponent(() => import('../pages/budget/PlanPage.tsx'), 'PlanPage') });
const scenario = createRoute({ getParentRoute: () => root, path: '/budget/scenarios/$id', component: lazyRouteComponent(() => import('../pages/budget/ScenarioPage.tsx'), 'ScenarioPage') });
const standardChange = createRoute({ getParentRoute: () => root, path: '/budget/changes/$id', component: lazyRouteComponent(() => import('../pages/budget/ChangePage.tsx'), 'ChangePage') });

const rectificationsSearch = z.object({ state: tabOf('open', 'late', 'closed', 'revisit'), unit: text, failing: tabOf('inaccurate', 'policy', 'duty') });
const rectifications = createRoute({ getParentRoute: () => root, path: '/rectifications', validateSearch: (s): Partial<z.output<typeof rectificationsSearch>> => rectificationsSearch.parse(s), component: lazyRouteComponent(() => import('../pages/rectifications/RectificationsPage.tsx'), 'RectificationsPage') });
const rectification = createRoute({ getParentRoute: () => root, path: '/rectifications/$id', component: lazyRouteComponent(() => import('../pages/rectifications/RectificationPage.tsx'), 'RectificationPage') });
const responsible = createRoute({ getParentRoute: () => root, path: '/cases/$id/responsible', component: lazyRouteComponent(() => import('../pages/rectifications/ResponsiblePage.tsx'), 'ResponsiblePage') });

const checksSearch = z.object({ tab: tabOf('open', 'late', 'findings', 'wrong', 'unraised', 'closed', 'coverage'), unit: text });
const checks = createRoute({ getParentRoute: () => root, path: '/checks', validateSearch: (s): Partial<z.output<typeof checksSearch>> => checksSearch.parse(s), component: lazyRouteComponent(() => import('../pages/checks/ChecksPage.tsx'), 'ChecksPage') });
const check = createRoute({ getParentRoute: () => root, path: '/checks/$id', component: lazyRouteComponent(() => import('../pages/checks/CheckPage.tsx'), 'CheckPage') });
const checkPrint = createRoute({ getParentRoute: () => root, path: '/checks/$id/print', component: lazyRouteComponent(() => import('../pages/checks/CheckPrintPage.tsx'), 'CheckPrintPage') });
const drawResults = createRoute({ getParentRoute: () => root, path: '/draws/$id/results', component: lazyRouteComponent(() => import('../pages/checks/ResultsPage.tsx'), 'ResultsPage') });
const drawsSearch = z.object({ show: tabOf('missing', 'waiting') });
const draws = createRoute({ getParentRoute: () => root, path: '/draws', validateSearch: (s): Partial<z.output<typeof drawsSearch>> => drawsSearch.parse(s), component: lazyRouteComponent(() => import('../pages/draws/DrawsPage.tsx'), 'DrawsPage') });
const draw = createRoute({ getParentRoute: () => root, path: '/draws/$id', component: lazyRouteComponent(() => import('../pages/draws/DrawPage.tsx'), 'DrawPage') });
const drawPrint = createRoute({ getParentRoute: () => root, path: '/draws/$id/print', component: lazyRouteComponent(() => import('../pages/draws/DrawPrintPage.tsx'), 'DrawPrintPage') });

const tasksSearch = z.object({ tab: tabOf('list', 'campaign'), state: tabOf('open', 'late', 'replied', 'closed', 'everLate'), unit: text, kind: z.enum(TASK_KIND_IDS).optional().catch(undefined) });
const tasks = createRoute({ getParentRoute: () => root, path: '/tasks', validateSearch: (s): Partial<z.output<typeof tasksSearch>> => tasksSearch.parse(s), component: lazyRouteComponent(() => import('../pages/tasks/TasksPage.tsx'), 'TasksPage') });
const task = createRoute({ getParentRoute: () => root, path: '/tasks/$id', component: lazyRouteComponent(() => import('../pages/tasks/TaskPage.tsx'), 'TaskPage') });

const oversightSearch = z.object({ show: tabOf('notYet', 'short', 'posts', 'conditions') });
const oversight = createRoute({ getParentRoute: () => root, path: '/oversight', validateSearch: (s): Partial<z.output<typeof oversightSearch>> => oversightSearch.parse(s), component: lazyRouteComponent(() => import('../pages/oversight/OversightPage.tsx'), 'OversightPage') });
const oversightUnit = createRoute({ getParentRoute: () => root, path: '/oversight/$unit', component: lazyRouteComponent(() => import('../pages/oversight/UnitPage.tsx'), 'UnitPage') });
const oversightAct = createRoute({ getParentRoute: () => root, path: '/oversight/acts/$id', component: lazyRouteComponent(() => import('../pages/oversight/ActPage.tsx'), 'ActPage') });

const complaintsSearch = z.object({ tab: tabOf('open', 'late', 'named', 'repeated', 'suits', 'correct', 'month', 'received', 'closed'), unit: text, from: day, to: day, kind: z.enum([...COMPLAINT_KINDS, ...SUIT_KINDS]).optional().catch(undefined), channel: z.enum(CHANNELS).optional().catch(undefined), which: z.enum(RECEIVED_WHICH).optional().catch(undefined) });
const callsSearch = z.object({ from: day, to: day, line: text, which: z.enum(CALLS_WHICH).optional().catch(undefined) });
const complaintCalls = createRoute({ getParentRoute: () => root, path: '/complaints/calls', validateSearch: (s): Partial<z.output<typeof callsSearch>> => callsSearch.parse(s), component: lazyRouteComponent(() => import('../pages/complaints/CallsPage.tsx'), 'CallsPage') });
const complaints = createRoute({ getParentRoute: () => root, path: '/complaints', validateSearch: (s): Partial<z.output<typeof complaintsSearch>> => complaintsSearch.parse(s), component: lazyRouteComponent(() => import('../pages/complaints/ComplaintsPage.tsx'), 'ComplaintsPage') });
const handOn = createRoute({ getParentRoute: () => root, path: '/hand-on', component: lazyRouteComponent(() => import('../pages/complaints/HandOnPage.tsx'), 'HandOnPage') });
const complaintBoxes = createRoute({ getParentRoute: () => root, path: '/complaints/boxes', component: lazyRouteComponent(() => import('../pages/complaints/BoxesPage.tsx'), 'BoxesPage') });
const complaintFiguresSearch = z.object({ span: tabOf('month', 'quarter', 'year'), month });
const complaintFigures = createRoute({ getParentRoute: () => root, path: '/complaints/statistics', validateSearch: (s): Partial<z.output<typeof complaintFiguresSearch>> => complaintFiguresSearch.parse(s), component: lazyRouteComponent(() => import('../pages/complaints/StatisticsPage.tsx'), 'StatisticsPage') });
const complaint = createRoute({ getParentRoute: () => root, path: '/complaints/$id', component: lazyRouteComponent(() => import('../pages/complaints/ComplaintPage.tsx'), 'ComplaintPage') });

const leadsSearch = z.object({ state: tabOf('open', 'late', 'closed', 'valid', 'unfollowed', 'missed'), unit: text, rule: z.string().regex(/^R\d{2}$/).optional().catch(undefined), side: z.enum(SIDES).optional().catch(undefined) });
const leads = createRoute({ getParentRoute: () => root, path: '/leads', validateSearch: (s): Partial<z.output<typeof leadsSearch>> => leadsSearch.parse(s), component: lazyRouteComponent(() => import('../pages/leads/LeadsPage.tsx'), 'LeadsPage') });
const lead = createRoute({ getParentRoute: () => root, path: '/leads/$id', component: lazyRouteComponent(() => import('../pages/leads/LeadPage.tsx'), 'LeadPage') });
const warnings = createRoute({ getParentRoute: () => root, path: '/leads/rules', component: lazyRouteComponent(() => import('../pages/warnings/WarningsPage.tsx'), 'WarningsPage') });

const scoresSearch = z.object({ tab: tabOf('months', 'year', 'plan'), year: z.number().int().optional().catch(undefined) });
const scores = createRoute({ getParentRoute: () => root, path: '/scores', validateSearch: (s): Partial<z.output<typeof scoresSearch>> => scoresSearch.parse(s), component: lazyRouteComponent(() => import('../pages/scores/ScoresPage.tsx'), 'ScoresPage') });
const score = createRoute({ getParentRoute: () => root, path: '/scores/$month', validateSearch: (s): { unit?: string } => z.object({ unit: text }).parse(s) as { unit?: string }, component: lazyRouteComponent(() => import('../pages/scores/ScorePage.tsx'), 'ScorePage') });
const scorePrint = createRoute({ getParentRoute: () => root, path: '/scores/$month/print', component: lazyRouteComponent(() => import('../pages/scores/ScorePrint.tsx'), 'ScorePrint') });
const behaviourSearch = z.object({ tab: tabOf('open', 'answered', 'rules', 'population'), unit: text });
const behaviour = createRoute({ getParentRoute: () => root, path: '/scores/behaviour', validateSearch: (s): Partial<z.output<typeof behaviourSearch>> => behaviourSearch.parse(s), component: lazyRouteComponent(() => import('../pages/behaviour/BehaviourPage.tsx'), 'BehaviourPage') });

const trainingSearch = z.object({ tab: tabOf('sessions', 'staff', 'helpers'), unit: text, standing: tabOf('ok', 'due', 'never') });
const training = createRoute({ getParentRoute: () => root, path: '/training', validateSearch: (s): Partial<z.output<typeof trainingSearch>> => trainingSearch.parse(s), component: lazyRouteComponent(() => import('../pages/training/TrainingPage.tsx'), 'TrainingPage') });
const trainingSession = createRoute({ getParentRoute: () => root, path: '/training/$id', component: lazyRouteComponent(() => import('../pages/training/SessionPage.tsx'), 'SessionPage') });

const bureau = createRoute({ getParentRoute: () => root, path: '/bureau', component: lazyRouteComponent(() => import('../pages/bureau/BureauPage.tsx'), 'BureauPage') });
const bureauUnitPage = createRoute({ getParentRoute: () => root, path: '/bureau/units/$unit', component: lazyRouteComponent(() => import('../pages/bureau/UnitPage.tsx'), 'BureauUnitPage') });
const bureauListSearch = z.object({ what: z.enum(BUREAU_LISTS).catch('onRoll'), month: z.string().regex(/^\d{4}-\d{2}$/).catch(''), until: z.coerce.string().transform((d) => d.padStart(2, '0')).pipe(z.string().regex(/^(0[1-9]|[12]\d|3[01])$/)).optional().catch(undefined), unit: text, village: text });
const bureauListPage = createRoute({ getParentRoute: () => root, path: '/bureau/list', validateSearch: (s): z.output<typeof bureauListSearch> => bureauListSearch.parse(s), component: lazyRouteComponent(() => import('../pages/bureau/ListPage.tsx'), 'BureauListPage') });
const bureauDutiesSearch = z.object({ state: tabOf('late', 'due', 'unassigned') });
const bureauDuties = createRoute({ getParentRoute: () => root, path: '/bureau/duties', validateSearch: (s): Partial<z.output<typeof bureauDutiesSearch>> => bureauDutiesSearch.parse(s), component: lazyRouteComponent(() => import('../pages/bureau/DutiesPage.tsx'), 'DutiesPage') });
const bureauDuty = createRoute({ getParentRoute: () => root, path: '/bureau/duties/$id', component: lazyRouteComponent(() => import('../pages/bureau/DutyPage.tsx'), 'DutyPage') });
const goalsSearch = z.object({ from: text, to: text });
const bureauGoals = createRoute({ getParentRoute: () => root, path: '/bureau/goals', validateSearch: (s): Partial<z.output<typeof goalsSearch>> => goalsSearch.parse(s), component: lazyRouteComponent(() => import('../pages/bureau/GoalsPage.tsx'), 'GoalsPage') });
const bureauGoal = createRoute({ getParentRoute: () => root, path: '/bureau/goals/$measure', validateSearch: (s): Partial<z.output<typeof goalsSearch>> => goalsSearch.parse(s), component: lazyRouteComponent(() => import('../pages/bureau/GoalPage.tsx'), 'GoalPage') });
const bureauScreen = createRoute({ getParentRoute: () => root, path: '/bureau/screen', component: lazyRouteComponent(() => import('../pages/bureau/ScreenPage.tsx'), 'ScreenPage') });
const registersSearch = z.object({ state: tabOf('open', 'pending', 'inForce', 'ended', 'all'), unit: text });
const registers = createRoute({ getParentRoute: () => root, path: '/registers', validateSearch: (s): Partial<z.output<typeof registersSearch>> => registersSearch.parse(s), component: lazyRouteComponent(() => import('../pages/registers/RegistersPage.tsx'), 'RegistersPage') });
const certificatesSearch = z.object({ issuer: text, finding: tabOf('true', 'wrong', 'false') });
const certificates = createRoute({ getParentRoute: () => root, path: '/registers/certificates', validateSearch: (s): Partial<z.output<typeof certificatesSearch>> => certificatesSearch.parse(s), component: lazyRouteComponent(() => import('../pages/registers/CertificatesPage.tsx'), 'CertificatesPage') });
const problemsSearch = z.object({ open: tabOf('true', 'false'), source: tabOf('rectification', 'coordination', 'filing'), unit: text });
const problems = createRoute({ getParentRoute: () => root, path: '/registers/problems', validateSearch: (s): Partial<z.output<typeof problemsSearch>> => problemsSearch.parse({ ...s, ...(typeof s['open'] === 'boolean' ? { open: String(s['open']) } : {}) }), component: lazyRouteComponent(() => import('../pages/registers/ProblemsPage.tsx'), 'ProblemsPage') });
const registerEntry = createRoute({ getParentRoute: () => root, path: '/registers/$id', component: lazyRouteComponent(() => import('../pages/registers/EntryPage.tsx'), 'EntryPage') });

const routeTree = root.addChildren([bureau, bureauListPage, bureauUnitPage, bureauDuties, bureauDuty, bureauGoals, bureauGoal, bureauScreen, registers, certificates, problems, registerEntry, training, trainingSession, checks, check, checkPrint, drawResults, scores, score, scorePrint, behaviour, leads, lead, warnings, complaints, handOn, complaintBoxes, complaintCalls, complaintFigures, complaint, oversight, oversightUnit, oversightAct, tasks, task, draws, draw, drawPrint, rectifications, rectification, responsible, auditPack, budget, budgetPlan, scenario, standardChange, funds, fundEntries, unitFund, unitFundPrint, recovery, recoveryCase, urgent, urgentCase, referrals, splits, aidSummary, coordination, publication, rosters, rosterImport, templates, institutions, archives, archive, worklist, cases, errands, searchResults, caseFile, intake, batch, prints, household, password, payments, stuck, money, roll, paymentLine, agreements, filings, filingDraft, filing, filingPrint, policy, organisation, audit, accounts, totp]);

export const router = createRouter({ routeTree, defaultPreload: false, scrollRestoration: true, defaultErrorComponent: PageError });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
