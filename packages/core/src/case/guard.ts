import { papersOwed } from './aid/clock.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import type { Post, StepId } from '../policy/model.ts';
import type { Actor } from './actions.ts';
import { COMMANDS, COMMAND_LABELS, type CommandName, type TopicCommand } from './commands.ts';
import { procedureOf, required, ruleFor, scopeOf, type CaseContext } from './procedure.ts';
import { routed } from './routing.ts';
import { acceptsIncomplete } from './aid-rules.ts';
import { missingDocuments } from './documents.ts';
import { BEFORE_DECISION, guardAnswered } from './submissions/pending.ts';
import { guardAcceptance, guardHandOver } from './places/rules.ts';
import { guardSeparation, guardStep, needPost } from './step-guard.ts';
import { isOpen, personsToAuthorise, type CaseState } from './state.ts';
import { topicOf } from './topics.ts';

/** Step that a command serves; commands without one have rules of their own below. */
const SERVES: Partial<Record<CommandName, StepId>> = {
  accept: 'accept', signAuthorisation: 'authorise', requestVerification: 'verify', recordInvestigation: 'investigate', assess: 'assess', giveOpinion: 'opine',
  giveCountyReview: 'countyReview', giveReview: 'review', agreeReview: 'agree', decide: 'decide', deliver: 'deliver', publish: 'publish', file: 'file',
};

/** Without everyone's signature nothing is verified [HQ-83, HQ-95]: says who has not signed rather than that a step is open. */
function guardSigned(s: CaseState, c: CaseContext, no: Refusal | undefined): Refusal | undefined {
  const unsigned = personsToAuthorise(s.facts).filter((p) => !s.authorised[p]);
  if (unsigned.length === 0 || (no && (no.code !== 'step.order' || !s.done.accept))) return no;
  return refuse('authorisation.missing', `还有 ${unsigned.length} 人未签署核对授权书，不能提交核对`, { policy: c.policy, source: ruleFor(procedureOf(s, c), 'authorise')?.source, missing: unsigned.map((p) => `{person:${p}}`), allowed: ['登记核对授权'] });
}

/** Troubles after which no answer to this request will come: it may be asked anew. */
const ENDED: ReadonlySet<string> = new Set(['refused', 'failed']);

/** A source that failed has said nothing about the household: until the opinion it may be asked again, as if not yet verified. */
function afresh(s: CaseState): CaseState {
  const { verify, ...done } = s.done;
  return verify && !s.opinion && (s.verification.report?.errors.length ?? 0) > 0 ? { ...s, done } : s;
}

const HANDLERS: readonly Post[] = ['handler'];

/** What the system itself may bring into a case. */
const BY_SYSTEM: ReadonlySet<CommandName> = new Set<CommandName>(['recordReport', 'recordVerificationTrouble']);
/** What follows the decision. */
const CLOSING: ReadonlySet<CommandName> = new Set<CommandName>(['deliver', 'publish', 'file']);

/** Whether a command may be attempted at all by this actor in this state, before its content is looked at. The buttons use the same table. */
export function guard(command: CommandName, s: CaseState, c: CaseContext, a: Actor): Refusal | undefined {
  if (command === 'apply') return refuse('conflict.duplicate', '申请已经提出');
  const topic = topicOf(command);
  // Papers that an urgent case took in later may come after its decision [HQ-138].
  const when = topic?.when[command] ?? (CLOSING.has(command) ? 'closed' : command === 'receiveMaterials' && papersOwed(s, c).length > 0 ? 'always' : 'open');
  if (!isOpen(s) && when === 'open') return refuse('case.closed', `案件已于 ${s.closedOn ?? s.applicationDate} 办结，不能再${COMMAND_LABELS[command]}`, { allowed: s.status === 'granted' ? ['登记送达', '长期公布', '备案', '发放'] : ['登记送达'] });
  // The system brings in what the platform answers and does nothing else.
  if (a.post === 'system') return BY_SYSTEM.has(command) ? undefined : refuse('rights.denied', `${COMMAND_LABELS[command]}须由工作人员办理`);
  // From outside, without account: sends in, and nothing else.
  if ((a.post === 'applicant' || a.post === 'public') && command !== 'submit') return refuse('rights.denied', `${COMMAND_LABELS[command]}须由工作人员办理`);
  if (isOpen(s) && when === 'closed') return refuse('step.order', '作出决定之后才能办理', { missing: ['确认决定'] });
  const related = c.related.includes(a.user);
  if (related && command !== 'transfer') return refuse('person.related', '您与申请家庭成员有近亲属关系，应当回避，请转由他人办理', { policy: c.policy, source: c.policy.find('relatives.definition', scopeOf(s))?.source, allowed: ['转办'] });
  const between = guardHandOver(command, s, c);
  if (between) return between;
  return topic ? topic.guard(command, s, c, a) : guardOwn(command as OwnCommand, s, c, a);
}

/** Commands of the plain way of a case. */
type OwnCommand = Exclude<CommandName, TopicCommand | 'apply'>;

function guardOwn(command: OwnCommand, s: CaseState, c: CaseContext, a: Actor): Refusal | undefined {
  const step = SERVES[command];
  const v = s.verification;
  switch (command) {
    case 'giveCountyReview': case 'giveReview': case 'agreeReview':
      return guardStep(step as StepId, command, s, c, a) ?? guardSeparation(s, c, a, COMMAND_LABELS[command]);
    case 'accept':
      return guardStep('accept', command, s, c, a) ?? guardAcceptance(s, c);
    case 'signAuthorisation': case 'assess': case 'giveOpinion': case 'deliver': case 'publish': case 'file':
      return guardStep(step as StepId, command, s, c, a);
    case 'recordInvestigation':
      return guardStep('investigate', command, s, c, a) ?? (s.done.opine && s.done.investigate ? refuse('step.done', '初审意见已提出，如需重新调查请先退回补正', { allowed: ['退回补正'] }) : undefined);
    case 'requestVerification':
      return guardSigned(s, c, guardStep('verify', command, afresh(s), c, a)) ?? (v.at === 'county' || (v.at === 'platform' && !ENDED.has(v.troubles.at(-1)?.kind ?? '')) ? refuse('verification.pending', `第 ${v.round} 次核对正在进行`, { allowed: ['等待核对报告'] }) : v.at === 'reported' && v.report?.contradictions.length !== 0 && !v.discrepancy?.explained ? refuse('step.order', '核对报告有疑点，应先下发告知书，由申请人说明', { allowed: [COMMAND_LABELS.notifyDiscrepancy] }) : undefined);
    case 'forwardVerification':
      return needPost(a, ['countyHandler'], '审核并转报核对') ?? (v.at === 'county' ? undefined : refuse('step.order', '没有等待区县审核的核对请求'));
    case 'recordReport': case 'recordVerificationTrouble':
      return refuse('rights.denied', '核对结果由核对平台返回，不能手工登记');
    case 'notifyDiscrepancy':
      return needPost(a, HANDLERS, '告知书') ?? (v.at !== 'reported' || !v.report || v.report.contradictions.length === 0 ? refuse('step.order', '没有不符的核对结果', { missing: ['不符的核对报告'] }) : v.discrepancy && !v.discrepancy.explained ? refuse('step.done', '告知书已经下发') : s.done.verify ? refuse('step.done', '疑点已经说明') : undefined);
    case 'explainDiscrepancy':
      return needPost(a, HANDLERS, '登记说明') ?? (!v.discrepancy || v.discrepancy.explained ? refuse('step.order', '没有等待说明的告知书') : undefined);
    case 'reportNoExplanation':
      return needPost(a, HANDLERS, '逾期报送') ?? guardAnswered(s, ['explanation']) ?? (!v.discrepancy || v.discrepancy.explained || v.discrepancy.missed ? refuse('step.order', '没有等待说明的告知书') : undefined);
    case 'useSimplified': {
      const p = procedureOf(s, c);
      if (!p.simplified) return refuse('step.absent', `“${p.name}”没有简易程序`, { policy: c.policy, source: p.source });
      return needPost(a, HANDLERS, '适用简易程序') ?? (!s.done.accept ? refuse('step.order', '受理之后才能适用简易程序', { missing: ['受理'] }) : s.simplified ? refuse('step.done', '已适用简易程序') : s.disputed ? refuse('step.absent', '公示有异议的案件不适用简易程序', { policy: c.policy, source: p.source }) : undefined);
    }
    case 'postNotice': {
      const target = noticeStep(s, c);
      const running = s.notices.at(-1);
      return guardStep(target, command, s, c, a) ?? (running && !running.closedOn ? refuse('notice.running', `公示正在进行，至 ${running.until}`) : undefined);
    }
    case 'object': {
      const running = s.notices.at(-1);
      return needPost(a, ['village', 'handler', 'reviewer', 'countyHandler'], '登记异议') ?? (!running || running.closedOn ? refuse('step.order', '没有正在进行的公示；公示之外的投诉举报由投诉渠道登记') : undefined);
    }
    case 'closeNotice': {
      const running = s.notices.at(-1);
      if (!running || running.closedOn) return refuse('step.order', '没有正在进行的公示');
      const closer: readonly Post[] = running.level === 'county' ? ['countyHandler'] : ['handler'];
      const p = c.policy.find<number>(running.level === 'county' ? 'county-notice.days' : 'notice.days', scopeOf(s));
      return needPost(a, closer, '结束公示') ?? guardAnswered(s, ['objection']) ?? (c.today <= running.until ? refuse('notice.running', `公示至 ${running.until} 期满（${p?.value ?? ''}天），期满次日方可结束`, { policy: c.policy, source: p?.source, allowed: ['登记异议'] }) : undefined);
    }
    case 'decide':
      return guardStep('decide', command, s, c, a) ?? guardDecision(s, c, a);
    case 'tellMissing':
      return needPost(a, HANDLERS, '补正告知') ?? (s.done.accept && !(acceptsIncomplete(s, c) && missingDocuments(s, c).length > 0) ? refuse('step.done', '已经受理') : s.told ? refuse('materials.told', `已于 ${s.told.on} 一次性告知（${s.told.notice}），不得再次告知`, { policy: c.policy, source: c.policy.find('materials.tell-once', scopeOf(s))?.source, missing: s.told.missing.filter((m) => !s.materials[m]).map((m) => c.programme.documents.find((d) => d.id === m)?.name ?? m) }) : undefined);
    case 'receiveMaterials':
      return needPost(a, ['handler', 'village'], '收取材料');
    case 'requireMaterial':
      return needPost(a, HANDLERS, '要求材料');
    case 'withdraw':
      return needPost(a, ['handler', 'village'], '撤回登记');
    case 'abandon':
      return needPost(a, HANDLERS, '放弃登记');
    case 'returnTo':
      return needPost(a, ['reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader', 'handler'], '退回') ?? (Object.keys(s.done).some((x) => x !== 'accept') ? undefined : refuse('step.order', '还没有可以退回的步骤'));
    case 'transfer':
      return needPost(a, ['handler', 'reviewHead', 'leader', 'countyLeader'], '转办');
    case 'extend':
      return needPost(a, ['handler', 'reviewer', 'leader', 'countyHandler', 'countyLeader'], '延期') ?? (s.extended ? refuse('extension.done', `已于 ${s.extended.on} 延长：${s.extended.reason}`) : !s.done.accept ? refuse('step.order', '受理之后才起算办理期限', { missing: ['受理'] }) : undefined);
  }
}

/** The board a notice goes to now: the unit's first, the county's where the procedure has one. */
export function noticeStep(s: CaseState, c: CaseContext): 'notice' | 'countyNotice' {
  const p = procedureOf(s, c);
  const county = ruleFor(p, 'countyNotice');
  return s.done.notice && county && required(county, s, c) ? 'countyNotice' : 'notice';
}

/** Nobody accepts and confirms the same case; nobody confirms what was not entrusted. */
function guardDecision(s: CaseState, c: CaseContext, a: Actor): Refusal | undefined {
  const same = guardSeparation(s, c, a, '确认决定');
  if (same) return same;
  const pending = guardAnswered(s, BEFORE_DECISION);
  if (pending) return pending;
  if (s.route.organ === 'unit' && 'none' in c.entrustment) return refuse('entrustment.none', c.entrustment.none, { allowed: ['由县级确认'] });
  return undefined;
}

export interface Available {
  readonly command: CommandName;
  readonly label: string;
  readonly refusal?: Refusal;
}

/** Every command with its verdict for this actor now: what the case page shows as buttons, and why the rest are closed. */
export const available = (before: CaseState, c: CaseContext, a: Actor): Available[] => {
  // Judged on the route of today, as `decide` will.
  const s = routed(before, c);
  return COMMANDS.filter((k) => k !== 'apply' && k !== 'submit' && k !== 'recordReport' && k !== 'recordVerificationTrouble').map((command) => {
    const refusal = guard(command, s, c, a);
    return { command, label: COMMAND_LABELS[command], ...(refusal ? { refusal } : {}) };
  });
};
