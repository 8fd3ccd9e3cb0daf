import { refuse, type Refusal } from '../../refusal/refusal.ts';
import type { Action, Actor } from '../actions.ts';
import type { Payload } from '../commands.ts';
import { procedureOf, scopeOf, type CaseContext } from '../procedure.ts';
import type { CaseState } from '../state.ts';
import { guardStep } from '../step-guard.ts';
import { make, notBetween, type Topic } from '../topic.ts';
import { givenFen } from '../aid/evolve.ts';
import { formatYuan } from '../../money/fen.ts';
import type { MeetingHeld } from './bodies.ts';
import { lastMeeting } from './evolve.ts';
import { meetingSteps, resolvedStep } from './result.ts';
import { judge } from './tally.ts';

/** The buttons know only "a meeting": it may be held when one of the case's meetings is due and this actor may record it. */
function guardMeeting(s: CaseState, c: CaseContext, a: Actor): Refusal | undefined {
  const due = meetingSteps(s, c).filter(({ rule }) => !s.done[rule.step]);
  if (due.length === 0) return refuse('step.absent', '本案现在不需要会议', { policy: c.policy, source: procedureOf(s, c).source });
  const verdicts = due.map(({ rule }) => guardStep(rule.step, 'holdMeeting', s, c, a));
  return verdicts.includes(undefined) ? undefined : (verdicts.find((r) => r?.code !== 'rights.denied') ?? verdicts[0]);
}

/** One mechanism for every body: its members first, then quorum, then votes; a meeting without quorum decides nothing. */
function meet(s: CaseState, p: Payload<'holdMeeting'>, c: CaseContext, actor: Actor): Action[] | Refusal {
  const steps = meetingSteps(s, c);
  const at = steps.find((x) => x.body.id === p.body);
  if (!at) return refuse('step.absent', '本案不需要这个机构开会', { policy: c.policy, source: procedureOf(s, c).source, allowed: steps.map((x) => x.body.name) });
  const { rule, body } = at;
  const no = guardStep(rule.step, 'holdMeeting', s, c, actor) ?? notBetween(s, c, p.on, '会议日期', (why) => refuse('date.order', why));
  if (no) return no;
  // A quarrel is settled by meeting after it; a resolution is looked at after it was made.
  const earlier = resolvedStep(body, s, c);
  const first = earlier ? lastMeeting(s, earlier)?.on : s.objectedOn;
  if (first !== undefined && p.on < first) return refuse('date.order', `会议日期不能早于${earlier ? '所审议的会议' : '异议'}日期（${first}）`);
  const verdict = judge(body, p, { policy: c.policy, scope: scopeOf(s), related: c.related });
  if ('refused' in verdict) return verdict;
  const incomplete = unproven(p, c, body) ?? fixing(s, p, c, body, verdict.passed) ?? consulted(p, c, body);
  if (incomplete) return incomplete;
  const { tally, passed, warnings } = verdict;
  const { members, ...sent } = p;
  const held: MeetingHeld = {
    ...sent, kind: body.kind, step: rule.step, name: body.name, ...tally, members: members.filter((m) => m.state === 'present').map((m) => m.member),
    ...(body.composition === 'named' ? { attendance: members.map((m) => (c.related.includes(m.member) ? { ...m, state: 'recused' as const, reason: m.reason || '近亲属' } : m)) } : {}),
    passed, warnings, ...(body.effect === 'reopen' && !passed && earlier ? { reopens: earlier } : {}),
  };
  const met = make('met', held, c, actor);
  if (body.feedback.length === 0 || (body.effect === 'reopen' && !passed)) return [met];
  const on = earlier ? lastMeeting(s, earlier) : held;
  return [met, make('resultFedBack', { to: body.feedback, passed: on?.passed ?? passed, text: `${on?.name ?? body.name}：${(on?.passed ?? passed) ? '同意给予救助' : '不同意给予救助'}` }, c, actor)];
}

type Body = ReturnType<typeof meetingSteps>[number]['body'];

/** What the body's rule wants recorded besides the votes: what it went through, the inquiry before it, its report, its proof. */
function unproven(p: Payload<'holdMeeting'>, c: CaseContext, body: Body): Refusal | undefined {
  const skipped = body.stagesRequired ? body.stages.filter((st) => !p.stages.includes(st.id)) : [];
  if (skipped.length > 0) return refuse('reason.missing', `${body.name}还须完成并记下：${skipped.map((x) => x.label).join('、')}`, { policy: c.policy, source: body.source, missing: skipped.map((x) => x.label) });
  if (body.inquiry && !p.inquiry) return refuse('reason.missing', `须写明在${body.inquiry.with}配合下对家庭实际困难的调查核实`, { policy: c.policy, source: body.inquiry.source, missing: ['调查核实的方式', `配合的${body.inquiry.with}`] });
  if (body.report && p.report === '') return refuse('reason.missing', `${body.name}须形成${body.report}`, { policy: c.policy, source: body.source, missing: [body.report] });
  const lacking = body.proof.filter((x) => p[x].length === 0);
  const words = { photos: '会议照片', signatures: '到会人员签字表' } as const;
  return lacking.length > 0 ? refuse('notice.proof', `${body.name}须附${lacking.map((x) => words[x]).join('、')}`, { policy: c.policy, source: body.source, missing: lacking.map((x) => words[x]) }) : undefined;
}

/** A body that fixes the sum names it when it agrees, and no other body does; it stays within what the case can mean [HQ-166, HQ-167]. */
function fixing(s: CaseState, p: Payload<'holdMeeting'>, c: CaseContext, body: Body, passed: boolean): Refusal | undefined {
  if (body.fixes !== 'amount') return p.fixedFen === undefined ? undefined : refuse('input.invalid', `${body.name}不确定救助金额`, { fields: [{ path: 'fixedFen', message: '不应填写' }] });
  if (s.opinion?.special === undefined) return p.fixedFen === undefined ? undefined : refuse('input.invalid', '意见没有超出对应标准，金额按意见，不另确定', { fields: [{ path: 'fixedFen', message: '不应填写' }] });
  if (!passed) return undefined;
  if (p.fixedFen === undefined) return refuse('reason.missing', `${body.name}须确定救助金额`, { policy: c.policy, source: body.source, missing: ['确定的救助金额'] });
  return p.fixedFen < givenFen(s) ? refuse('opinion.amount', `先行救助已给付 ${formatYuan(givenFen(s))}，确定的金额不能少于已给付的`, { policy: c.policy, source: body.source }) : undefined;
}

/** A consultation records by which way, what the difficulties and risks are, what is done, and who has to do what by when [XX-41..44]. */
function consulted(p: Payload<'holdMeeting'>, c: CaseContext, body: Body): Refusal | undefined {
  if (body.kind !== 'consultation') return p.consultation === undefined ? undefined : refuse('input.invalid', `${body.name}不是个案会商`, { fields: [{ path: 'consultation', message: '不应填写' }] });
  const x = p.consultation;
  const lacking = x === undefined ? ['会商途径', '实际困难', '可能的风险', '综合救助帮扶措施', '各部门职责'] : [...(x.measures.length === 0 ? ['综合救助帮扶措施'] : []), ...(x.duties.length === 0 ? ['各部门职责'] : [])];
  if (lacking.length > 0) return refuse('reason.missing', `${body.name}须记下：${lacking.join('、')}`, { policy: c.policy, source: body.source, missing: lacking });
  const early = x?.duties.find((d) => d.due < p.on);
  return early ? refuse('date.order', `${early.organ}的履行期限（${early.due}）不能早于会商日期（${p.on}）`) : undefined;
}

/**
 * Appraisal, deliberation, leadership and leading group are one mechanism over bodies that the policies describe; a
 * deliberation's report is signed by the leader in charge before the leadership meets [HQ-148..162, LH-63].
 */
export const meetingTopic: Topic = {
  when: { holdMeeting: 'open', signReport: 'open' },
  guard: (command, s, c, a) => (command === 'signReport' ? guardStep('signReport', command, s, c, a) : guardMeeting(s, c, a)),
  handle: (s, command, c, actor) => {
    if (command.name === 'holdMeeting') return meet(s, command.payload, c, actor);
    if (command.name !== 'signReport') return [];
    const p = command.payload;
    if (p.outcome === 'return' && p.text === '') return refuse('reason.missing', '退回须写明理由', { missing: ['理由'] });
    return [make('reportSigned', p, c, actor)];
  },
};
