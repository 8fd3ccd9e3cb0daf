import type { AidConsult, AidReferralBody } from '../../policy/tables.ts';
import { formatTimeZh } from '../../calendar/date.ts';
import { formatYuan } from '../../money/fen.ts';
import { refuse, type Refusal } from '../../refusal/refusal.ts';
import type { Post } from '../../policy/model.ts';
import type { Action, Actor } from '../actions.ts';
import { isEmergency } from '../aid-conditions.ts';
import type { CommandName, Payload } from '../commands.ts';
import { blocking, procedureOf, ruleFor, scopeOf, STEP_LABELS, type CaseContext } from '../procedure.ts';
import { isOpen, type CaseState } from '../state.ts';
import { needPost } from '../step-guard.ts';
import { make, notBetween, type Supplies, type Topic } from '../topic.ts';
import { givenFen, restFen } from './evolve.ts';
import { disputesOf, maySpeak, receiptAtOnce, receiptsOwed, secondsOf } from './given.ts';
import { isErrandOpen } from './errands.ts';

const STREET: readonly Post[] = ['handler', 'village'];
/** Who settles a dispute between the handlers of a payment: whoever answers for the office, and the county. */
const SETTLERS: readonly Post[] = ['leader', 'countyHandler', 'countyLeader'];
const FOLLOWERS: readonly Post[] = ['handler', 'reviewer', 'countyHandler'];

/** Shanghai date and minute of an instant, as `giveAid.at` is written. */
export const localMinute = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16);

const bodiesOf = (s: CaseState, c: CaseContext): readonly AidReferralBody[] => c.policy.find<readonly AidReferralBody[]>('aid.referral-bodies', scopeOf(s))?.value ?? [];

/** Before the decision only what cannot wait is handed over; after a grant whatever of it the bank has not paid [HQ-136, HQ-175]. */
function guardGiving(s: CaseState, c: CaseContext, a: Actor): Refusal | undefined {
  const post = needPost(a, STREET, '给付现金或实物');
  if (post) return post;
  if (!isOpen(s)) {
    if (s.status !== 'granted') return refuse('case.closed', '本案没有确认救助，不能给付');
    return restFen(s) === 0 ? refuse('step.done', `确认的 ${formatYuan(s.decision?.monthlyFen ?? 0)} 已全部给付`) : undefined;
  }
  const rule = ruleFor(procedureOf(s, c), 'relieve');
  if (!rule) return refuse('step.absent', '本类救助没有先行救助，作出决定后发放', { policy: c.policy, source: procedureOf(s, c).source, allowed: ['作出确认决定'] });
  if (!isEmergency(s)) return refuse('step.order', '须立即采取措施的急难情形才先行救助；其他情形作出决定后发放', { policy: c.policy, source: rule.source, missing: ['认定须立即救助'], allowed: ['认定须立即救助', '作出确认决定'] });
  const block = blocking(rule, s, c);
  return needPost(a, rule.by, '先行救助') ?? (block.length > 0 ? refuse('step.order', `先行救助之前还须完成：${block.map((r) => STEP_LABELS[r.step]).join('、')}`, { policy: c.policy, source: rule.source, missing: block.map((r) => STEP_LABELS[r.step]) }) : undefined);
}

/** Only who was named as second handler speaks of it, at the own login; whoever wrote it down never does. */
function guardConfirming(s: CaseState, c: CaseContext, a: Actor): Refusal | undefined {
  const given = s.aid?.given ?? [];
  const source = c.policy.find('aid.handlers.min', scopeOf(s))?.source;
  if (given.some((g) => maySpeak(g, a.user))) return undefined;
  if (given.length === 0) return refuse('step.order', '本案还没有给付现金或实物');
  if (given.some((g) => secondsOf(g).includes(a.user))) return refuse('step.done', '您经手的给付都已确认或处理');
  return refuse('rights.denied', given.some((g) => g.by.user === a.user) ? '登记给付的人不能自己确认，须由登记的第二经手人本人登录确认' : '只有登记的第二经手人本人可以确认', { policy: c.policy, source });
}

function guardSettling(s: CaseState, a: Actor): Refusal | undefined {
  const open = (s.aid?.given ?? []).filter((g) => disputesOf(g).length > 0);
  const post = needPost(a, SETTLERS, '处理给付异议');
  if (post) return post;
  if (open.length === 0) return refuse('step.order', '没有等待处理的给付异议');
  return open.every((g) => g.handlers.includes(a.user)) ? refuse('person.same', '您是这笔给付的经手人，异议由他人处理') : undefined;
}

/** Complexity is only a ground where the plan answers it: elsewhere it would be a word without consequence [XX-38]. */
function guardComplex(s: CaseState, c: CaseContext): Refusal | undefined {
  if (s.aid?.complex) return refuse('step.done', `已于 ${s.aid.complex.on} 认定情况复杂`);
  const consult = c.policy.find<AidConsult>('aid.consult', scopeOf(s));
  return consult?.value.triggers.some((t) => t.kind === 'complex') ? undefined : refuse('step.absent', '本地方案没有因情况复杂而启动的会商，认定了也不改变办理程序', { policy: c.policy, source: consult?.source ?? procedureOf(s, c).source, allowed: ['转介', '在调查情况和意见中写明'] });
}

function guard(command: CommandName, s: CaseState, c: CaseContext, a: Actor): Refusal | undefined {
  if (c.programme.formula !== 'aid') return refuse('step.absent', `${c.programme.name}没有这一项，只用于临时救助`, { policy: c.policy, source: c.programme.source });
  switch (command) {
    case 'giveAid':
      return guardGiving(s, c, a);
    case 'confirmGiven':
      return guardConfirming(s, c, a);
    case 'addAidReceipt':
      return needPost(a, STREET, '补交收据') ?? (receiptsOwed(s).length > 0 ? undefined : refuse('step.done', (s.aid?.given.length ?? 0) > 0 ? '收据都已在案' : '本案还没有给付现金或实物'));
    case 'settleGiven':
      return guardSettling(s, a);
    case 'markEmergency':
      return needPost(a, [...STREET, 'reviewer', 'leader'], '认定须立即救助') ?? (isEmergency(s) ? refuse('step.done', `已认定须立即救助${s.aid?.emergency ? `（${s.aid.emergency.on}）` : '（申请时）'}`) : ruleFor(procedureOf(s, c), 'relieve') ? undefined : refuse('step.absent', '本类救助没有先行救助；急难的请按急难型申请', { policy: c.policy, source: procedureOf(s, c).source }));
    case 'declareComplex':
      return needPost(a, [...FOLLOWERS, 'reviewHead', 'leader'], '认定情况复杂') ?? guardComplex(s, c);
    case 'refer':
      return needPost(a, FOLLOWERS, '转介') ?? (bodiesOf(s, c).length === 0 ? refuse('policy.absent', '没有规定可以转介的部门', { missing: ['aid.referral-bodies'] }) : undefined);
    case 'answerReferral':
      return needPost(a, FOLLOWERS, '登记答复') ?? ((s.aid?.errands ?? []).some(isErrandOpen) ? undefined : refuse('step.order', '没有等待答复的转介或责任事项'));
    default:
      return undefined;
  }
}

/** When it was handed over: not before the application (or the decision it pays), not in the future. */
function timeOf(s: CaseState, c: CaseContext, at: string, pays: boolean): Refusal | undefined {
  const now = localMinute(c.now);
  const since = s.appliedAt === undefined ? `${s.applicationDate}T00:00` : localMinute(s.appliedAt);
  if (at > now) return refuse('date.order', `给付时间不能晚于现在（${formatTimeZh(now)}）`);
  if (at < since) return refuse('date.order', `给付时间不能早于申请（${formatTimeZh(since)}）`);
  return pays && s.decision && at.slice(0, 10) < s.decision.on ? refuse('date.order', `给付时间不能早于决定日期（${s.decision.on}）`) : undefined;
}

/** Who hands over and who takes: two of staff, the one who records among them; the taker signs, or somebody witnesses why not. */
function handsOf(s: CaseState, c: CaseContext, p: Payload<'giveAid'>, actor: Actor): Refusal | undefined {
  const scope = scopeOf(s);
  const min = c.policy.find<number>('aid.handlers.min', scope) ?? c.policy.number('investigators.min', scope);
  const people = new Set(p.handlers);
  if (people.size < min.value) return refuse('investigation.persons', `给付现金或实物须有 ${min.value} 名工作人员在场经办，本次登记 ${people.size} 人`, { policy: c.policy, source: min.source, missing: [`还差 ${min.value - people.size} 名经办人员`] });
  if (!people.has(actor.user)) return refuse('input.invalid', '登记给付的人须是经办人员之一', { fields: [{ path: 'handlers', message: '须包括本人' }] });
  if (p.handlers.some((h) => c.related.includes(h))) return refuse('person.related', '经办人员中有申请家庭的近亲属，应当回避', { policy: c.policy, source: c.policy.find('relatives.definition', scope)?.source });
  const takers = new Set([...s.facts.members.map((m) => m.person), ...s.facts.obligors.map((o) => o.person), ...(s.agent?.person ? [s.agent.person] : [])]);
  if (!takers.has(p.recipient)) return refuse('input.invalid', '领取人须是家庭成员、义务人或登记的代理人', { fields: [{ path: 'recipient', message: '不在本案中' }] });
  // Where help could not wait, receipt and signature may follow; elsewhere they are there at once.
  const atOnce = receiptAtOnce(s, c);
  if ((p.recipientSigned && p.noSignature !== undefined) || (atOnce && !p.recipientSigned && p.noSignature === undefined)) return refuse('investigation.signature', '领取人须签字（捺印）；确不能签字的，写明原因并由见证人签名', { policy: c.policy, source: c.policy.find('investigation.signature', scope)?.source, missing: ['领取人签字，或者原因与见证人'] });
  if (atOnce && p.receiptFiles.length === 0) return refuse('materials.missing', '确认之后给付现金、实物，须当场附上领取人签收的收据；只有须立即救助的可以后补', { policy: c.policy, source: atOnce.source, missing: ['领取人签收的收据（照片或扫描件）'], allowed: ['拍下签收的收据后登记', '由银行发放'] });
  return p.form === 'goods' && p.goods === '' ? refuse('reason.missing', '给付实物须写明品名和数量', { policy: c.policy, source: ruleFor(procedureOf(s, c), 'relieve')?.source, missing: ['品名和数量'] }) : undefined;
}

/** Never more than the unit may give at first, nor than what was decided. */
function sumOf(s: CaseState, c: CaseContext, fen: number, pays: boolean): Refusal | undefined {
  if (pays) {
    const rest = restFen(s);
    return fen > rest ? refuse('opinion.amount', `确认 ${formatYuan(s.decision?.monthlyFen ?? 0)}，已给付 ${formatYuan(givenFen(s))}，还可给付 ${formatYuan(rest)}`, { missing: [`多 ${formatYuan(fen - rest)}`] }) : undefined;
  }
  const limit = c.policy.find<number>('aid.first.limit', scopeOf(s));
  if (!limit) return refuse('policy.absent', '没有规定先行救助的限额，不能先行给付', { missing: ['aid.first.limit'] });
  const sum = givenFen(s) + fen;
  return sum > limit.value ? refuse('opinion.amount', `先行救助合计 ${formatYuan(sum)}，超过限额 ${formatYuan(limit.value)}${givenFen(s) > 0 ? `（已给付 ${formatYuan(givenFen(s))}）` : ''}；其余作出决定后发放`, { policy: c.policy, source: limit.source, allowed: [`不超过 ${formatYuan(Math.max(0, limit.value - givenFen(s)))}`] }) : undefined;
}

function give(s: CaseState, p: Payload<'giveAid'>, c: CaseContext, actor: Actor, supply: Supplies): readonly Action[] | Refusal {
  const pays = s.status === 'granted';
  return timeOf(s, c, p.at, pays) ?? handsOf(s, c, p, actor) ?? sumOf(s, c, p.fen, pays) ?? [make('aidGiven', { ...p, phase: pays ? 'payment' : 'relief', number: supply.documentNumber }, c, actor)];
}

/** The handing over that a command speaks of, by the number of its receipt. */
const paymentOf = (s: CaseState, number: string): NonNullable<CaseState['aid']>['given'][number] | Refusal => s.aid?.given.find((g) => g.number === number) ?? refuse('notfound', `本案没有这笔给付（${number}）`);

function confirm(s: CaseState, p: Payload<'confirmGiven'>, c: CaseContext, actor: Actor): readonly Action[] | Refusal {
  const g = paymentOf(s, p.payment);
  if ('refused' in g) return g;
  if (g.by.user === actor.user || !secondsOf(g).includes(actor.user)) return refuse('rights.denied', `您不是 ${g.number} 的第二经手人`, { policy: c.policy, source: c.policy.find('aid.handlers.min', scopeOf(s))?.source });
  if (!maySpeak(g, actor.user)) return refuse('step.done', g.settled ? `异议已于 ${g.settled.on} 处理` : `您已确认 ${g.number}`);
  return p.outcome === 'dispute' && p.words === '' ? refuse('reason.missing', '有异议的须写明哪里不属实', { fields: [{ path: 'words', message: '必填' }], missing: ['异议内容'] }) : [make('givenConfirmed', p, c, actor)];
}

function addReceipt(s: CaseState, p: Payload<'addAidReceipt'>, c: CaseContext, actor: Actor): readonly Action[] | Refusal {
  const g = paymentOf(s, p.payment);
  if ('refused' in g) return g;
  if (!receiptsOwed(s).includes(g)) return refuse('step.done', `${g.number} 的收据已在案`);
  return p.noSignature && g.recipientSigned ? refuse('input.invalid', '给付时已登记领取人签字', { fields: [{ path: 'noSignature', message: '请去掉' }] }) : [make('aidReceiptAdded', p, c, actor)];
}

function settle(s: CaseState, p: Payload<'settleGiven'>, c: CaseContext, actor: Actor): readonly Action[] | Refusal {
  const g = paymentOf(s, p.payment);
  if ('refused' in g) return g;
  if (disputesOf(g).length === 0) return refuse('step.order', `${g.number} 没有等待处理的异议`);
  return g.handlers.includes(actor.user) ? refuse('person.same', '您是这笔给付的经手人，异议由他人处理') : [make('givenSettled', p, c, actor)];
}

function refer(s: CaseState, p: Payload<'refer'>, c: CaseContext, actor: Actor, supply: Supplies): readonly Action[] | Refusal {
  const body = bodiesOf(s, c).find((b) => b.id === p.to);
  if (!body) return refuse('input.invalid', '没有这个可以转介的部门', { fields: [{ path: 'to', message: '不在转介部门表中' }], allowed: bodiesOf(s, c).map((b) => b.name) });
  if (p.due < c.today) return refuse('date.order', `答复期限不能早于今天（${c.today}）`);
  return [make('referred', { ...p, id: supply.requestId, name: body.name, number: supply.documentNumber }, c, actor)];
}

function answer(s: CaseState, p: Payload<'answerReferral'>, c: CaseContext, actor: Actor): readonly Action[] | Refusal {
  const e = s.aid?.errands.find((x) => x.id === p.referral);
  if (!e) return refuse('notfound', '本案没有这件转介或责任事项');
  if (!isErrandOpen(e)) return refuse('step.done', `“${e.matter}”已经${e.answers.at(-1)?.outcome === 'returned' ? '退回' : '办结'}`);
  if (p.on < e.on) return refuse('date.order', `答复日期不能早于转介日期（${e.on}）`);
  return notBetween(s, c, p.on, '答复日期', (why) => refuse('date.order', why)) ?? [make('referralAnswered', p, c, actor)];
}

/**
 * What temporary assistance has besides the ordinary steps: money or goods in hand, what cannot wait, what is hard to
 * discern, what is given to other departments [HQ-136..142, HQ-168, HQ-175, XX-38, XX-44].
 */
export const aidTopic: Topic = {
  when: { giveAid: 'always', confirmGiven: 'always', addAidReceipt: 'always', settleGiven: 'always', markEmergency: 'open', declareComplex: 'open', refer: 'always', answerReferral: 'always' },
  guard,
  handle: (s, command, c, actor, supply) => {
    switch (command.name) {
      case 'giveAid':
        return give(s, command.payload, c, actor, supply);
      case 'confirmGiven':
        return confirm(s, command.payload, c, actor);
      case 'addAidReceipt':
        return addReceipt(s, command.payload, c, actor);
      case 'settleGiven':
        return settle(s, command.payload, c, actor);
      case 'markEmergency':
        return [make('emergencyMarked', command.payload, c, actor)];
      case 'declareComplex':
        return [make('complexDeclared', command.payload, c, actor)];
      case 'refer':
        return refer(s, command.payload, c, actor, supply);
      case 'answerReferral':
        return answer(s, command.payload, c, actor);
      default:
        return [];
    }
  },
};
