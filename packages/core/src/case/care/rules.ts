import { computeAmount } from '../../means/compute.ts';
import { gradeOf } from '../../means/destitute.ts';
import { Rules } from '../../means/rules.ts';
import { NotInForce } from '../../policy/resolve.ts';
import { refuse, type Refusal } from '../../refusal/refusal.ts';
import type { Action, Actor } from '../actions.ts';
import type { Payload } from '../commands.ts';
import { monthlyNow } from '../changes/evolve.ts';
import { addMonths } from '../months.ts';
import { procedureOf, ruleFor, scopeOf, STEP_LABELS, type CaseContext } from '../procedure.ts';
import { isOpen, type CaseState } from '../state.ts';
import { guardStep, needPost } from '../step-guard.ts';
import { make, notBetween, type Supplies, type Topic } from '../topic.ts';
import { assessmentInForce } from './evolve.ts';
import { SIGNER_WORDS, SUPPORT_FORM_WORDS } from './payloads.ts';

type CareCommand = 'recordSelfCare' | 'recordWish' | 'arrangeCare' | 'changeGrade';

const absent = (step: 'selfCare' | 'care', s: CaseState, c: CaseContext): Refusal => refuse('step.absent', `“${procedureOf(s, c).name}”没有“${STEP_LABELS[step]}”这一步`, { policy: c.policy, source: procedureOf(s, c).source });

/** Whoever cannot sign alone: the guardian signs. */
const lacksCapacity = (s: CaseState): boolean => {
  const capacity = s.facts.members.find((m) => m.person === s.facts.applicant)?.capacity;
  return capacity === 'limited' || capacity === 'none';
};

function guard(command: CareCommand, s: CaseState, c: CaseContext, a: Actor): Refusal | undefined {
  const p = procedureOf(s, c);
  const step = command === 'recordSelfCare' || command === 'changeGrade' ? 'selfCare' : 'care';
  const rule = ruleFor(p, step);
  if (!isOpen(s) && (s.status !== 'granted' || !rule)) return refuse('case.closed', `案件已于 ${s.closedOn ?? s.applicationDate} 办结，没有确认给予供养`);
  if (!rule) return absent(step, s, c);
  if (s.endedFrom) return refuse('case.closed', `待遇已自 ${s.endedFrom} 起终止`);
  switch (command) {
    case 'recordSelfCare':
      if (isOpen(s)) return guardStep('selfCare', command, s, c, a);
      return needPost(a, rule.by, '生活自理能力评估');
    case 'recordWish':
      return needPost(a, ['handler', 'countyHandler'], '登记供养意愿') ?? (s.done.accept ? undefined : refuse('step.order', '受理之后才能登记供养意愿', { missing: ['受理'] }));
    case 'arrangeCare':
      // What was confirmed may be arranged anew (a carer dies, the person moves into an institution), by whoever confirms: it
      // says who draws the money, and whoever registers the account must not be the one who says so.
      if (s.status === 'granted' && s.done.care) return needPost(a, ruleFor(p, 'decide')?.by ?? [], '变更供养与照料安排');
      return guardStep('care', command, s, c, a);
    case 'changeGrade':
      return guardGrade(s, c, a);
  }
}

/** The grade is changed by whoever confirms in this case, on an assessment made since, by other people. */
function guardGrade(s: CaseState, c: CaseContext, a: Actor): Refusal | undefined {
  if (s.status !== 'granted') return refuse('step.order', '确认给予供养之后才谈得上调整等级；确认之前重新评估即可', { missing: ['确认决定'] });
  const post = needPost(a, ruleFor(procedureOf(s, c), 'decide')?.by ?? [], '调整自理能力等级');
  if (post) return post;
  if (s.route.organ === 'unit' && 'none' in c.entrustment) return refuse('entrustment.none', c.entrustment.none, { allowed: ['由县级办理'] });
  // Two sums on their way at once would undo one another.
  if (s.change) return refuse('step.order', `${s.change.on} 提出的变更或终止还没有决定`, { missing: ['决定变更或终止'], allowed: ['决定或退回后再调整等级'] });
  const last = s.care?.assessments.at(-1);
  const now = assessmentInForce(s);
  if (!last || last.seq === now?.seq) return refuse('step.order', '没有新的评估；等级只能依据新的评估调整', { policy: c.policy, source: c.policy.find('selfcare.change-reason', scopeOf(s))?.source, missing: ['新的生活自理能力评估'], allowed: ['登记生活自理能力评估'] });
  if (last.by.user === a.user || last.assessors.includes(a.user)) return refuse('person.same', '评估由您作出，等级须由另一人决定', { policy: c.policy, source: c.policy.find('separation.accept-confirm', scopeOf(s))?.source });
  return last.grade === now?.grade ? refuse('step.absent', `新的评估仍为“${last.gradeLabel}”，等级没有变化，不需要调整`) : undefined;
}

function assessSelfCare(s: CaseState, p: Payload<'recordSelfCare'>, c: CaseContext, actor: Actor): Action[] | Refusal {
  const scope = scopeOf(s);
  const min = c.policy.number('selfcare.assessors.min', scope);
  const people = new Set([...p.assessors, ...(p.thirdParty?.people ?? []).map((x) => `外聘 ${x}`)]).size;
  if (people < min.value) return refuse('investigation.persons', `评估人员不得少于 ${min.value} 人，本次登记 ${people} 人`, { policy: c.policy, source: min.source, missing: [`还差 ${min.value - people} 名评估人员`] });
  if (p.assessors.some((x) => c.related.includes(x))) return refuse('person.related', '评估人员中有申请家庭的近亲属，应当回避', { policy: c.policy, source: c.policy.find('relatives.definition', scope)?.source });
  if (!p.personSigned && !p.noSignature) return refuse('investigation.signature', '评估表须由本人或者监护人签字；确不能签字的写明原因并由见证人签名', { missing: ['本人签字'] });
  const late = notBetween(s, c, p.on, '评估日期', (rule) => refuse('date.order', rule));
  if (late) return late;
  const unable = Object.values(p.items).filter((x) => x === 'unable').length;
  // The table of the day of assessment: a later grade is judged by later law.
  const grade = gradeOf(new Rules(c.policy, { ...scope, on: isOpen(s) ? s.applicationDate : c.today }).table('selfcare.grades').value, unable);
  return [make('selfCareAssessed', { ...p, unable, grade: grade.id, gradeLabel: grade.label }, c, actor)];
}

function wish(s: CaseState, p: Payload<'recordWish'>, c: CaseContext, actor: Actor): Action[] | Refusal {
  if (p.signedBy === 'guardian' && !lacksCapacity(s)) return refuse('input.invalid', '本人具有完全民事行为能力，供养形式由本人选择并签字', { fields: [{ path: 'signedBy', message: '应由本人签字' }] });
  if (p.signedBy === 'guardian' && p.guardian === undefined) return refuse('reason.missing', '由监护人代为表达意愿的，须登记监护人', { missing: ['监护人'] });
  return notBetween(s, c, p.signedOn, '签字日期', (rule) => refuse('date.order', rule)) ?? [make('wishRecorded', p, c, actor)];
}

/** The five things that are fixed together, each checked against the others [HQ-130, HQ-131, BQ-42]. */
function arrange(s: CaseState, p: Payload<'arrangeCare'>, c: CaseContext, actor: Actor): Action[] | Refusal {
  const scope = scopeOf(s);
  const wished = s.care?.wish;
  const byWish = { policy: c.policy, source: c.policy.find('support.form-by-wish', scope)?.source };
  if (!wished) return refuse('step.order', '还没有登记本人选择的供养形式', { ...byWish, missing: ['供养意愿'], allowed: ['登记供养意愿'] });
  if (wished.form !== p.form) return refuse('opinion.amount', `本人选择${SUPPORT_FORM_WORDS[wished.form]}，供养形式须随本人意愿，不能定为${SUPPORT_FORM_WORDS[p.form]}`, { ...byWish, allowed: [SUPPORT_FORM_WORDS[wished.form], '本人改变意愿的，重新登记供养意愿'] });
  const wrong = (path: string, message: string): Refusal => refuse('input.invalid', message, { fields: [{ path, message }] });
  const { carer, agreement, guardianship } = p;
  if (p.form === 'institution' && (carer.kind !== 'institution' || carer.institution === undefined || p.mode !== 'institution')) return wrong('carer.institution', '集中供养须指定供养服务机构，由机构照料');
  if (p.form === 'home' && (carer.kind === 'institution' || p.mode === 'institution')) return wrong('carer.kind', '分散供养的照料服务人不能是供养服务机构');
  if (carer.kind === 'person' && carer.person === undefined) return wrong('carer.person', '须登记照料服务人');
  if (carer.kind === 'person' && carer.person === s.facts.applicant) return wrong('carer.person', '照料服务人不能是本人');
  if (carer.kind === 'organisation' && !carer.organisation) return wrong('carer.organisation', '须写明照料的组织或机构');
  if (p.form === 'institution' ? p.payee !== 'institution' : p.payee === 'institution') return wrong('payee', p.form === 'institution' ? '集中供养的供养金拨付供养服务机构' : '分散供养的供养金发给本人，或者按协议由照料服务人代领');
  if (p.payee === 'carer' && carer.kind !== 'person') return wrong('payee', '只有登记为个人的照料服务人可以代领');
  if (guardianship.mode === 'relative' && guardianship.guardian === undefined) return wrong('guardianship.guardian', '亲属监护须登记监护人');
  if (lacksCapacity(s) && guardianship.mode === 'watch') return wrong('guardianship.mode', '本人不具有完全民事行为能力，须确定监护人');
  const filed = { policy: c.policy, source: ruleFor(procedureOf(s, c), 'care')?.source };
  const needed = [lacksCapacity(s) ? ('guardian' as const) : ('self' as const), 'carer' as const].filter((x) => !agreement.signers.includes(x));
  if (needed.length > 0) return refuse('materials.missing', '委托照料协议须由各方签字', { ...filed, missing: needed.map((x) => `${SIGNER_WORDS[x]}签字`) });
  if (agreement.photos.length === 0) return refuse('materials.missing', '须附签字的委托照料协议', { ...filed, missing: ['委托照料协议（扫描件或照片）'] });
  if (agreement.signedOn > c.today) return refuse('date.order', `协议签订日期不能晚于今天（${c.today}）`);
  if (agreement.until <= agreement.signedOn) return refuse('date.order', '协议期满日期须晚于签订日期');
  if (s.status === 'granted' && s.care?.arrangement && !p.reason) return refuse('reason.missing', '变更照料安排须写明原因', { missing: ['变更原因'] });
  return [make('careArranged', p, c, actor)];
}

/** Another grade: the reasons, the sum by today's law and facts, and the month from which it holds [BQ-43]. */
function regrade(s: CaseState, p: Payload<'changeGrade'>, c: CaseContext, actor: Actor, supply: Supplies): Action[] | Refusal {
  const scope = { ...scopeOf(s), on: c.today };
  if (!p.reason) return refuse('reason.missing', '提高或者降低自理能力等级须写明理由', { policy: c.policy, source: c.policy.find('selfcare.change-reason', scope)?.source, missing: ['调整理由'] });
  const [last, now] = [s.care?.assessments.at(-1), assessmentInForce(s)];
  if (!last) return refuse('step.order', '没有新的评估');
  try {
    const result = computeAmount(c.programme, s.facts, c.policy, c.today, { unable: last.unable });
    if (!result.eligible) return refuse('opinion.amount', '按今天的事实已不符合供养条件，应当提出终止', { missing: result.lines.filter((l) => l.effect === 'fail').map((l) => l.text), allowed: ['提出变更或终止'] });
    const fromMonth = addMonths(c.today.slice(0, 7), c.policy.number('payment.offset-months', scope).value);
    return [make('gradeChanged', { ...p, assessment: last.seq, from: now?.grade ?? '', to: last.grade, fromLabel: now?.gradeLabel ?? '未评估', toLabel: last.gradeLabel, fromFen: monthlyNow(s), monthlyFen: result.monthlyFen, fromMonth, number: supply.documentNumber }, c, actor)];
  } catch (e) {
    if (e instanceof NotInForce) return refuse('policy.absent', `${e.message}，不能测算`, { missing: [e.key] });
    throw e;
  }
}

export const careTopic: Topic = {
  when: { recordSelfCare: 'always', recordWish: 'always', arrangeCare: 'always', changeGrade: 'closed' },
  guard: (command, s, c, a) => (command === 'recordSelfCare' || command === 'recordWish' || command === 'arrangeCare' || command === 'changeGrade' ? guard(command, s, c, a) : undefined),
  handle: (s, command, c, actor, supply) => {
    switch (command.name) {
      case 'recordSelfCare':
        return assessSelfCare(s, command.payload, c, actor);
      case 'recordWish':
        return wish(s, command.payload, c, actor);
      case 'arrangeCare':
        return arrange(s, command.payload, c, actor);
      case 'changeGrade':
        return regrade(s, command.payload, c, actor, supply);
      default:
        return [];
    }
  },
};
