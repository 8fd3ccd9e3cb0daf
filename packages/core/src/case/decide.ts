import { judge, told } from '../judgement/judge.ts';
import { computeAmount } from '../means/compute.ts';
import { FactMissing } from '../means/missing.ts';
import { NotInForce } from '../policy/resolve.ts';
import { isRefusal, refuse, type Refusal } from '../refusal/refusal.ts';
import type { Action, ActionBodies, ActionKind, Actor } from './actions.ts';
import type { Command, Payload, TopicCommand } from './commands.ts';
import { findings } from './aid-conditions.ts';
import { acceptsIncomplete, aidSum, checkAidApplication } from './aid-rules.ts';
import { checkFacts } from './check-facts.ts';
import { checkMaterials, missingDocuments, SIGNED_APPLICATION } from './documents.ts';
import type { HouseholdFacts } from './facts.ts';
import { guard, noticeStep } from './guard.ts';
import { againstAppraisal, againstMeetings, againstResult, determined } from './meetings/result.ts';
import { addMonths } from './months.ts';
import { guardPlace } from './places/rules.ts';
import { addUnit, procedureOf, ruleFor, scopeOf, type CaseContext } from './procedure.ts';
import { consequences } from './consequences.ts';
import { evolve, personsToAuthorise, type CaseState } from './state.ts';
import { make, type Supplies } from './topic.ts';
import { topicOf } from './topics.ts';
import { decidedSum, fixedFen, givenFen } from './aid/evolve.ts';
import { formatYuan } from '../money/fen.ts';
import { deliveryFault } from './delivery/rules.ts';
import { checkVisitTime } from './visit-time.ts';

export type Decision = { readonly actions: readonly Action[]; readonly state: CaseState };

export { routing } from './routing.ts';
export type { Supplies } from './topic.ts';

/** A command of the plain way of a case. */
type OwnCommand = Exclude<Command, { name: 'apply' | TopicCommand }>;

/** Opens a case from an application. Refusals: facts that contradict themselves, papers outside the list. */
export function decideApply(id: string, unit: string, payload: Payload<'apply'>, c: CaseContext, actor: Actor, supply: Supplies): Decision | Refusal {
  if (actor.post !== 'handler' && actor.post !== 'village') return refuse('rights.denied', '申请由经办人员或村（居）代办登记', { allowed: ['经办人员', '村（居）协理员'] });
  const f = payload.facts;
  const broken = checkFacts(f) ?? guardPlace(f, c, { on: c.today, programme: payload.programme, area: f.area });
  if (broken) return broken;
  if (payload.declaredOn === undefined && payload.via !== 'telephone' && f.event?.emergency !== true) return refuse('input.invalid', '申请人须签署申请与承诺', { fields: [{ path: 'declaredOn', message: '请填签字日期' }] });
  if (payload.declaredOn !== undefined && payload.declaredOn > c.today) return refuse('date.order', '承诺签署日期不能晚于今天');
  if (actor.post === 'village' && payload.agent?.kind !== 'village' && payload.agent?.kind !== 'help') return refuse('reason.missing', '村（居）代办须登记代办及原因', { missing: ['代办原因'] });
  const helped = payload.agent?.kind === 'help' ? guardHelp(f, c) : undefined;
  if (helped) return helped;
  const docs = checkMaterials(payload.materials, c) ?? checkAidApplication(payload, c);
  if (docs) return docs;
  if (!supply.caseNumber) throw new Error('缺少案号');
  const found = c.programme.formula === 'aid' && c.aid ? { found: { prior: c.aid.prior, running: c.aid.running, ...(c.aid.known === undefined ? {} : { known: c.aid.known }) } } : {};
  const applied = make('applied', { ...payload, ...found, number: supply.caseNumber, unit, applicationDate: c.today }, c, actor);
  const s = evolve(undefined, applied, id);
  const due = consequences(s, c);
  return { actions: [applied, ...due], state: due.reduce<CaseState>((x, a) => evolve(x, a, id), s) };
}

/** Help to apply is for a person who cannot act; everyone else applies in person or entrusts somebody in writing. */
function guardHelp(f: HouseholdFacts, c: CaseContext): Refusal | undefined {
  const capacity = f.members.find((m) => m.person === f.applicant)?.capacity;
  if (c.programme.applicant === 'person' && (capacity === 'limited' || capacity === 'none')) return undefined;
  return refuse('input.invalid', '只有无民事行为能力、限制民事行为能力人才由他人主动帮助申请；其他人由本人提出，本人有困难的书面委托', { policy: c.policy, source: c.programme.source, fields: [{ path: 'agent.kind', message: '须登记本人的民事行为能力，或者改为委托' }] });
}

/**
 * Judges one command on a case: the actions it becomes and the state after them, or a refusal.
 * Pure: time, ids and numbers come in; nothing is written here.
 */
export function decide(before: CaseState, command: Exclude<Command, { name: 'apply' }>, c: CaseContext, actor: Actor, supply: Supplies): Decision | Refusal {
  // The right to decide is looked at on the day itself: a withdrawn entrustment moves the case, it does not restart it.
  const due = consequences(before, c);
  const s = due.reduce<CaseState>((x, a) => evolve(x, a, x.id), before);
  const no = guard(command.name, s, c, actor);
  if (no) return no;
  const done = topicOf(command.name)?.handle(s, command, c, actor, supply) ?? handle(s, command as OwnCommand, c, actor, supply);
  if (isRefusal(done)) return done;
  const actions = [...due, ...done];
  return { actions, state: done.reduce<CaseState>((x, a) => evolve(x, a, x.id), s) };
}

function handle(s: CaseState, command: OwnCommand, c: CaseContext, actor: Actor, supply: Supplies): Action[] | Refusal {
  const scope = scopeOf(s);
  const one = <K extends ActionKind>(kind: K, body: ActionBodies[K]): Action[] => [make(kind, body, c, actor)];
  const future = (on: string, what: string): Refusal | undefined => (on > c.today ? refuse('date.order', `${what}不能晚于今天（${c.today}）`) : on < s.applicationDate ? refuse('date.order', `${what}不能早于申请日期（${s.applicationDate}）`) : undefined);
  const before = (on: string, first: string | undefined, what: string, event: string): Refusal | undefined => (first !== undefined && on < first ? refuse('date.order', `${what}不能早于${event}日期（${first}）`) : undefined);
  switch (command.name) {
    case 'tellMissing': {
      // A signature that follows relief is no paper to be told of.
      const missing = missingDocuments(s, c).filter((d) => d.id !== SIGNED_APPLICATION);
      if (missing.length === 0) return refuse('materials.missing', '材料已经齐全，不需要告知补正', { allowed: ['受理并出具回执'] });
      return one('missingTold', { missing: missing.map((d) => d.id), notice: supply.documentNumber });
    }
    case 'receiveMaterials': {
      const held = command.payload.materials.filter((m) => s.materials[m]);
      if (held.length > 0) return refuse('materials.held', `已经收到：${held.map((h) => nameOf(h, c)).join('、')}`, { policy: c.policy, source: c.policy.find('materials.no-repeat', scope)?.source });
      return checkMaterials(command.payload.materials, c) ?? one('materialsReceived', command.payload);
    }
    case 'requireMaterial': {
      const m = command.payload.material;
      if (s.materials[m]) return refuse('materials.held', `“${nameOf(m, c)}”已于 ${s.materials[m].on} 提交，不得重复索要`, { policy: c.policy, source: c.policy.find('materials.no-repeat', scope)?.source });
      const unlisted = checkMaterials([m], c);
      if (unlisted) return unlisted;
      if (!s.told) return refuse('materials.told', '缺少的材料须一次性全部告知，不得逐件索要', { policy: c.policy, source: c.policy.find('materials.tell-once', scope)?.source, allowed: ['一次性告知补正'] });
      if (!s.told.missing.includes(m)) return refuse('materials.told', `已于 ${s.told.on} 一次性告知，未列入的“${nameOf(m, c)}”不得再要`, { policy: c.policy, source: c.policy.find('materials.tell-once', scope)?.source });
      return one('materialRequired', command.payload);
    }
    case 'accept': {
      const missing = missingDocuments(s, c);
      // What cannot wait is accepted without its papers: they are completed after relief [HQ-88].
      if (missing.length > 0 && !acceptsIncomplete(s, c)) return refuse('materials.missing', `还缺 ${missing.length} 项材料，不能受理`, { policy: c.policy, source: c.policy.find('materials.tell-once', scope)?.source, missing: missing.map((d) => d.name), allowed: s.told ? ['登记收到材料'] : ['一次性告知补正'] });
      return one('accepted', { receipt: supply.documentNumber });
    }
    case 'signAuthorisation': {
      const p = command.payload;
      const needed = new Set(personsToAuthorise(s.facts));
      const stranger = p.persons.filter((x) => !needed.has(x));
      if (stranger.length > 0) return refuse('input.invalid', '授权人不是本案家庭成员或义务人', { fields: [{ path: 'persons', message: '不在本案中' }] });
      if (p.signedOn > c.today) return refuse('date.order', '签署日期不能晚于今天');
      return one('authorisationSigned', { ...p, number: supply.documentNumber });
    }
    case 'requestVerification': {
      const chain = procedureOf(s, c).verificationChain;
      return one('verificationRequested', { request: supply.requestId, round: s.verification.round + 1, passed: ['handling'], next: chain.includes('county') ? 'county' : undefined });
    }
    case 'forwardVerification':
      return one('verificationForwarded', { request: s.verification.request ?? '', by: 'county', note: command.payload.note });
    case 'recordReport':
      if (command.payload.request !== s.verification.request) return refuse('conflict.duplicate', '不是当前的核对请求');
      if (s.verification.at === 'reported') return refuse('step.done', '该次核对已经有报告');
      // What the county has not passed on was never asked of the platform [HQ-102].
      return s.verification.at === 'platform' ? one('verificationReported', command.payload) : refuse('step.order', '核对请求还没有转报核对平台');
    case 'recordVerificationTrouble':
      return command.payload.request === s.verification.request && s.verification.at === 'platform' ? one('verificationTrouble', command.payload) : refuse('conflict.duplicate', '不是当前的核对请求');
    case 'notifyDiscrepancy':
      // The four days run from delivery: it cannot be put before the report that the notice tells of.
      return notified(command.payload) ?? (command.payload.deliveredOn === undefined ? undefined : future(command.payload.deliveredOn, '送达日期') ?? before(command.payload.deliveredOn, s.verification.report?.on, '送达日期', '核对报告')) ?? one('discrepancyNotified', { ...command.payload, number: supply.documentNumber });
    case 'explainDiscrepancy': {
      const d = s.verification.discrepancy;
      const limit = c.policy.find<number>('deadline.explain', scope);
      const late = d?.deliveredOn !== undefined && limit !== undefined && command.payload.receivedOn > addUnit(c, d.deliveredOn, limit).date;
      const facts = command.payload.facts && checkFacts(command.payload.facts);
      return facts ?? future(command.payload.receivedOn, '收到日期') ?? before(command.payload.receivedOn, d?.deliveredOn, '收到日期', '告知书送达') ?? one('discrepancyExplained', { ...command.payload, late });
    }
    case 'reportNoExplanation': {
      const d = s.verification.discrepancy;
      const limit = c.policy.find<number>('deadline.explain', scope);
      if (!d || !limit) return refuse('policy.absent', '没有规定说明期限');
      if (d.deliveredOn === undefined) return refuse('step.order', `告知书 ${d.number} 还没有送达，说明期限没有起算`, { missing: ['告知书送达'], allowed: ['登记文书送达'] });
      const until = addUnit(c, d.deliveredOn, limit);
      if (c.today <= until.date) return refuse('clock.early', `申请人可在 ${until.date} 前说明情况（收到告知书之日起 ${limit.value} 个工作日）`, { policy: c.policy, source: limit.source });
      return one('explanationMissed', command.payload);
    }
    case 'useSimplified':
      return one('simplified', command.payload);
    case 'recordInvestigation': {
      const p = command.payload;
      const min = c.policy.number('investigators.min', scope);
      const people = new Set(p.investigators);
      if (people.size < min.value) return refuse('investigation.persons', `每组调查人员不得少于 ${min.value} 人，本次登记 ${people.size} 人`, { policy: c.policy, source: min.source, missing: [`还差 ${min.value - people.size} 名调查人员`] });
      const kin = p.investigators.filter((i) => c.related.includes(i));
      if (kin.length > 0) return refuse('person.related', '调查人员中有申请家庭的近亲属，应当回避', { policy: c.policy, source: c.policy.find('relatives.definition', scope)?.source });
      if (!p.applicantSigned && !p.noSignature) return refuse('investigation.signature', '入户调查表须由申请人签字；确不能签字的写明原因并由见证人签名', { policy: c.policy, source: c.policy.find('investigation.signature', scope)?.source, missing: ['申请人签字'] });
      if (p.methods.includes('home') && p.photos.length === 0) return refuse('notice.proof', '入户调查须有现场照片', { missing: ['入户照片'] });
      // After an objection the household is visited again; an earlier visit does not answer it [HQ-118].
      return (p.facts && checkFacts(p.facts)) ?? future(p.on, '调查日期') ?? before(p.on, s.objectedOn, '调查日期', '异议') ?? checkVisitTime(p.time, { on: p.on, home: p.methods.includes('home') }, s, c) ?? one('investigated', p);
    }
    case 'assess':
      try {
        const result = computeAmount(c.programme, s.facts, c.policy, s.applicationDate, findings(s, c));
        return one('assessed', { result, told: told(judge(s.facts, c.policy, s.applicationDate, s.programme, findings(s, c)), s.programme) });
      } catch (e) {
        if (e instanceof NotInForce) return refuse('policy.absent', `${e.message}，不能测算`, { missing: [e.key] });
        if (e instanceof FactMissing) return refuse('step.order', `${e.message}，不能测算`, { missing: [e.label], allowed: ['登记入户调查（更正事实）'] });
        throw e;
      }
    case 'giveOpinion': {
      const p = command.payload;
      const m = s.assessment;
      if (!m) return refuse('step.order', '须先测算', { missing: ['测算'] });
      if (c.programme.formula === 'aid') {
        // Whether an event is as told is found out, not computed: an urgent application may be refused on what was found, with the reason.
        if (p.outcome === 'refuse' && m.eligible && c.policy.find<boolean>('aid.economy', scope)?.value !== false) return refuse('opinion.amount', FOLLOW, { policy: c.policy, source: c.policy.find('decision.follow-assessment', scope)?.source, allowed: ['登记入户调查（更正事实）', '退回补正'] });
        const sum = p.outcome === 'grant' ? aidSum(s, p, m, c) : 0;
        return typeof sum === 'number' ? one('opined', { ...p, monthlyFen: sum }) : sum;
      }
      if (p.special) return refuse('input.invalid', `${c.programme.name}没有超出标准的办法`, { fields: [{ path: 'special', message: '请去掉' }] });
      if (p.outcome === 'grant' && !m.eligible) return refuse('opinion.amount', '测算结果不符合条件，不能提出拟确认意见', { missing: m.lines.filter((l) => l.effect === 'fail').map((l) => l.text), allowed: ['提出不予确认意见', '更正事实后重新测算'] });
      if (p.outcome === 'refuse' && m.eligible) return refuse('opinion.amount', FOLLOW, { policy: c.policy, source: c.policy.find('decision.follow-assessment', scope)?.source, allowed: ['登记入户调查（更正事实）', '退回补正'] });
      if (p.outcome === 'grant' && p.monthlyFen !== undefined && p.monthlyFen !== m.monthlyFen) return refuse('opinion.amount', `金额须等于测算结果 ${(m.monthlyFen / 100).toFixed(2)} 元`, { policy: c.policy, source: c.policy.find('decision.follow-assessment', scope)?.source });
      const unlike = againstAppraisal(s, c, p.outcome);
      if (unlike) return unlike;
      return one('opined', { ...p, monthlyFen: p.outcome === 'grant' ? m.monthlyFen : 0 });
    }
    case 'postNotice': {
      const p = command.payload;
      if (p.photos.length === 0) return refuse('notice.proof', '张贴公示须附现场照片', { missing: ['张贴照片'] });
      const level = noticeStep(s, c) === 'countyNotice' ? 'county' : 'unit';
      const until = addUnit(c, p.on, c.policy.number(level === 'county' ? 'county-notice.days' : 'notice.days', scope));
      return future(p.on, '张贴日期') ?? before(p.on, s.opinion?.on, '张贴日期', '初审意见') ?? (level === 'county' ? before(p.on, s.done.countyReview?.on, '张贴日期', '县级审核') : undefined) ?? one('noticePosted', { ...p, level, until: until.date, provisional: until.provisional });
    }
    case 'object':
      return future(command.payload.on, '异议日期') ?? one('objected', command.payload);
    case 'closeNotice': {
      const p = command.payload;
      const running = s.notices.at(-1);
      if (p.photos.length === 0) return refuse('notice.proof', '结束公示须附公示期满时的现场照片', { missing: ['期满照片'] });
      if (running && p.on <= running.until) return refuse('notice.running', `公示至 ${running.until} 期满，结束日期应在其后`, { policy: c.policy, source: c.policy.find('notice.days', scope)?.source });
      return future(p.on, '结束日期') ?? one('noticeClosed', { ...p, level: running?.level ?? 'unit' });
    }
    case 'giveCountyReview':
      if (c.relativeFiled && command.payload.outcome === 'agree' && !command.payload.homeVisit) return refuse('step.order', '近亲属备案家庭，县级应当入户', { policy: c.policy, source: c.policy.find('relatives.visit-percent', scope)?.source, missing: ['县级入户'] });
      return (c.relativeFiled && command.payload.outcome === 'agree' ? visited(command.payload.visitors, c, scope) : undefined) ?? one('countyReviewed', command.payload);
    case 'giveReview':
      return (command.payload.outcome === 'agree' ? againstResult(s, c) : undefined) ?? one('reviewed', command.payload);
    case 'agreeReview':
      if (command.payload.outcome === 'return' && !command.payload.text) return refuse('reason.missing', '退回须写明理由', { missing: ['理由'] });
      return one('agreed', command.payload);
    case 'decide':
      return decision(s, command.payload, c, actor, supply);
    case 'deliver': {
      const p = command.payload;
      return before(p.on, s.decision?.on, '送达日期', '决定') ?? future(p.on, '送达日期') ?? deliveryFault(p, s, c) ?? one('delivered', p);
    }
    case 'publish':
      return future(command.payload.on, '公布日期') ?? before(command.payload.on, s.decision?.on, '公布日期', '决定') ?? one('published', command.payload);
    case 'file':
      return one('filed', command.payload);
    case 'withdraw':
      return future(command.payload.signedOn, '签署日期') ?? one('withdrawn', command.payload);
    case 'abandon':
      return one('abandoned', command.payload);
    case 'returnTo': {
      const p = command.payload;
      if (!s.done[p.step]) return refuse('step.order', '只能退回到已经完成的步骤', { allowed: Object.keys(s.done) });
      if (p.step === 'deliver' || p.step === 'publish' || p.step === 'file' || p.step === 'decide') return refuse('step.order', '决定作出后不能退回，应依法变更或撤销');
      if (p.step === 'accept') return refuse('step.order', '受理不能退回；申请人可以撤回', { allowed: ['申请人撤回'] });
      return one('returned', p);
    }
    case 'transfer':
      return command.payload.to === s.handler ? refuse('conflict.duplicate', '已经由该人经办') : one('transferred', { ...command.payload, from: s.handler });
    case 'extend':
      return one('extended', command.payload);
  }
}

/** A visit by the county to a registered relative's household was made by no fewer than every visit needs, each named, none of them a relative. */
function visited(visitors: readonly string[], c: CaseContext, scope: ReturnType<typeof scopeOf>): Refusal | undefined {
  const min = c.policy.number('investigators.min', scope);
  const people = new Set(visitors).size;
  if (people < min.value) return refuse('investigation.persons', `县级入户人员不得少于 ${min.value} 人，本次登记 ${people} 人`, { policy: c.policy, source: min.source, missing: [`还差 ${min.value - people} 名入户人员`] });
  return visitors.some((v) => c.related.includes(v)) ? refuse('person.related', '入户人员中有申请家庭的近亲属，应当回避', { policy: c.policy, source: c.policy.find('relatives.definition', scope)?.source }) : undefined;
}

/** The decision itself: amount and month are fixed in the same act [HQ-127]; a refusal gives its reasons. */
function decision(s: CaseState, p: Payload<'decide'>, c: CaseContext, actor: Actor, supply: Supplies): Action[] | Refusal {
  const scope = scopeOf(s);
  const unexplained = s.verification.discrepancy?.missed !== undefined;
  if (p.outcome === 'refuse' && !p.reason) return refuse('reason.missing', '不予确认须写明理由', { policy: c.policy, source: c.policy.find('deadline.serve-refusal', scope)?.source, missing: ['理由'] });
  if (p.outcome === 'grant' && unexplained) return refuse('step.order', '核对不符且逾期未说明，不能确认', { allowed: ['不予确认', '退回补正'] });
  const unlike = unexplained ? undefined : againstMeetings(s, c, p.outcome);
  if (unlike) return unlike;
  // A refusal that the deliberation found for stands above the opinion it was asked about [HQ-161]; a grant always needs its own sum.
  if (!unexplained && s.opinion && s.opinion.outcome !== p.outcome && !(p.outcome === 'refuse' && determined(s, c)?.outcome === 'refuse')) return refuse('opinion.amount', `决定与意见（${s.opinion.outcome === 'grant' ? '拟确认' : '不予确认'}）不一致；不同意的应退回重新提出意见`, { allowed: ['退回补正'] });
  const monthlyFen = p.outcome === 'grant' ? decidedSum(s) : 0;
  if (p.outcome === 'grant' && s.opinion?.special && fixedFen(s) === undefined) return refuse('opinion.amount', '拟救助金额超出对应标准，须由会议确定金额后才能确认', { policy: c.policy, source: ruleFor(procedureOf(s, c), 'jointMeeting')?.source, missing: ['会议确定的救助金额'], allowed: ['登记会议', '退回补正'] });
  // What is in the household's hands already is part of what is decided: a smaller sum would leave more given than granted.
  if (p.outcome === 'grant' && monthlyFen < givenFen(s)) return refuse('opinion.amount', `先行救助已给付 ${formatYuan(givenFen(s))}，多于拟确认的 ${formatYuan(monthlyFen)}`, { allowed: ['退回补正，按超出标准的程序确定金额', '不予确认（已给付的不再补发）'] });
  const offset = c.policy.number('payment.offset-months', scope);
  const fromMonth = p.outcome === 'grant' ? addMonths(c.today.slice(0, 7), offset.value) : undefined;
  return [make('decided', { outcome: p.outcome, reason: p.reason, monthlyFen, fromMonth, organ: s.route.organ, entrustment: s.route.entrustment, number: supply.documentNumber, ...(p.outcome === 'grant' && s.care?.arrangement ? { arrangement: s.care.arrangement.seq } : {}) }, c, actor)];
}

/** A notice handed over at the counter is delivered with its making; any other way is proven when it has arrived. */
function notified(p: Payload<'notifyDiscrepancy'>): Refusal | undefined {
  if (p.deliveredOn === undefined && p.method === undefined) return undefined;
  return p.deliveredOn !== undefined && p.method === 'inPerson' ? undefined : refuse('delivery.proof', '下发时只能登记当面送达及其日期；其他方式的，下发后凭送达凭证登记', { allowed: ['当面送达', '登记文书送达'] });
}

const FOLLOW = '测算结果符合条件；不予确认须先更正事实并重新测算，不得随意拒绝';

const nameOf = (id: string, c: CaseContext): string => c.programme.documents.find((d) => d.id === id)?.name ?? id;
