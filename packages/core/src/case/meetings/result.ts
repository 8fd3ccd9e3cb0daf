import { refuse, type Refusal } from '../../refusal/refusal.ts';
import type { MeetingBody, StepId, StepRule } from '../../policy/model.ts';
import { procedureOf, required, ruleFor, type CaseContext } from '../procedure.ts';
import type { CaseState } from '../state.ts';
import { lastMeeting } from './evolve.ts';

/** The steps of this case that are meetings, each with the body that meets. */
export function meetingSteps(s: CaseState, c: CaseContext): { readonly rule: StepRule; readonly body: MeetingBody }[] {
  return procedureOf(s, c).steps.flatMap((rule) => {
    const body = rule.body === undefined ? undefined : c.policy.meetingBody(rule.body, s.applicationDate);
    return body && required(rule, s, c) ? [{ rule, body }] : [];
  });
}

/** The step whose resolution a body looks at in this case; undefined for a body that looks at the household itself. */
export const resolvedStep = (body: MeetingBody, s: CaseState, c: CaseContext): StepId | undefined => (typeof body.subject === 'object' ? body.subject.resolutionOf.find((step) => ruleFor(procedureOf(s, c), step) !== undefined) : undefined);

/** What the body whose result determines the case has found: help or not; undefined where no such body has finished with it [HQ-161]. */
export function determined(s: CaseState, c: CaseContext): { readonly outcome: 'grant' | 'refuse'; readonly body: MeetingBody; readonly rule: StepRule } | undefined {
  for (const { rule, body } of meetingSteps(s, c)) {
    const m = body.effect === 'determines' && s.done[rule.step] ? lastMeeting(s, rule.step) : undefined;
    if (m) return { outcome: m.passed ? 'grant' : 'refuse', body, rule };
  }
  return undefined;
}

/** A granting opinion against an appraisal that was not carried needs another investigation first. */
export function againstAppraisal(s: CaseState, c: CaseContext, outcome: 'grant' | 'refuse'): Refusal | undefined {
  if (outcome !== 'grant') return undefined;
  for (const { rule, body } of meetingSteps(s, c)) {
    if (body.effect !== 'reinvestigate' || !s.done[rule.step]) continue;
    const m = lastMeeting(s, rule.step);
    if (m && !m.passed && !s.investigations.some((i) => i.seq > m.seq))
      return refuse('meeting.votes', `${m.on} ${body.name}没有通过（同意 ${m.votesFor}，不同意 ${m.votesAgainst}，弃权 ${m.abstained}），须重新调查后才能提出拟确认意见`, { policy: c.policy, source: body.source, missing: ['重新入户调查'], allowed: ['登记入户调查', '不予确认（测算不符合条件时）'] });
  }
  return undefined;
}

/** A review that agrees with a refusal although the body found for the household: the opinion must be made anew [HQ-161]. */
export function againstResult(s: CaseState, c: CaseContext): Refusal | undefined {
  const d = determined(s, c);
  return d?.outcome === 'grant' && s.opinion?.outcome === 'refuse' ? refuse('meeting.votes', `${d.body.name}的评议结果是给予救助，初审意见是不予确认；应退回重新调查、提出意见`, { policy: c.policy, source: d.body.source, allowed: ['退回补正'] }) : undefined;
}

/** A decision that does not follow from the meetings held on the case. */
export function againstMeetings(s: CaseState, c: CaseContext, outcome: 'grant' | 'refuse'): Refusal | undefined {
  const d = determined(s, c);
  if (d && d.outcome !== outcome) return refuse('meeting.votes', `${d.body.name}的评议结果是${d.outcome === 'grant' ? '给予救助' : '不予救助'}，不能作出相反的决定`, { policy: c.policy, source: d.body.source, allowed: d.outcome === 'grant' ? ['退回补正'] : ['不予确认', '退回补正'] });
  if (outcome === 'refuse') return undefined;
  for (const { rule, body } of meetingSteps(s, c)) {
    const m = body.effect === 'no-grant' ? lastMeeting(s, rule.step) : undefined;
    if (m && !m.passed) return refuse('meeting.votes', '会议表决未通过，不能确认', { policy: c.policy, source: body.source, allowed: ['退回补正'] });
  }
  return undefined;
}
