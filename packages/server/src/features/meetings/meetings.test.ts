import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, limitsOf, tallyOf } from '@doudi/core/case/meetings/tally';
import { archive } from '@doudi/core/case/documents';
import { fold } from '@doudi/core/case/state';
import { deadlines } from '@doudi/core/case/deadlines';
import { openSteps } from '@doudi/core/case/procedure';
import type { Action } from '@doudi/core/case/actions';
import { payloads, type Payload } from '@doudi/core/case/commands';
import type { MeetingBody } from '@doudi/core/policy/model';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { facts, PHOTO, policyOf, staff, uuid, Walk, WIFE } from '../cases/case.fixture.ts';

const bodyOf = (county: string, id: string, on: string): MeetingBody => {
  const b = policyOf(county).meetingBody(id, on);
  if (!b) throw new Error(`no body ${id}`);
  return b;
};
const CASES = [
  { county: 'hongqiao', body: bodyOf('hongqiao', 'hq-deliberation', '2021-11-15'), on: '2021-11-15' }, { county: 'hongqiao', body: bodyOf('hongqiao', 'hq-leadership', '2021-11-15'), on: '2021-11-15' },
  { county: 'linhe', body: bodyOf('linhe', 'lh-leading-group', '2022-06-15'), on: '2022-06-15' }, { county: 'xixiu', body: bodyOf('xixiu', 'appraisal', '2019-04-15'), on: '2019-04-15' }, { county: 'linhe', body: bodyOf('linhe', 'appraisal', '2022-06-15'), on: '2022-06-15' },
] as const;

/** Any list of those called, any votes: sensible and senseless. */
const meetingOf = (body: MeetingBody): fc.Arbitrary<{ held: Payload<'holdMeeting'>; related: string[] }> => {
  const kinds = body.members.map((k) => k.id);
  type Held = Payload<'holdMeeting'>;
  const members: fc.Arbitrary<Held['members']> = fc.array(fc.record({ kind: fc.constantFrom(...kinds), state: fc.constantFrom('present' as const, 'present' as const, 'present' as const, 'absent' as const, 'recused' as const), reason: fc.constantFrom('利害关系', '利害关系', '') }), { maxLength: 10 }).map((l) => l.map((m, n) => ({ ...m, member: uuid(100 + n) })));
  const counts: fc.Arbitrary<Held['counts']> = fc.tuple(...kinds.map((kind) => fc.tuple(kind === 'representative' ? fc.integer({ min: 4, max: 14 }) : fc.nat(2), fc.nat(3), fc.constantFrom(0, 0, 1)).map(([expected, away, recused]) => ({ kind, expected, present: Math.max(0, expected - away), recused }))));
  return fc.record({ members: body.composition === 'named' ? members : fc.constant<Held['members']>([]), counts: body.composition === 'counted' ? counts : fc.constant<Held['counts']>([]), lean: fc.integer({ min: -1, max: 14 }), abstained: fc.nat(3), off: fc.constantFrom(0, 0, 0, 0, 1, -1), kin: fc.subarray([100, 101, 102, 103, 104].map(uuid), { maxLength: 2 }) }).map(({ lean, abstained, off, kin, ...who }) => {
    const t = tallyOf(body, { ...who, members: who.members.map((m) => (kin.includes(m.member) ? { ...m, state: 'recused' as const } : m)) });
    const voters = Math.max(0, t.voters + off);
    const votesFor = Math.max(0, Math.min(voters, lean < 0 ? voters : lean));
    const none = Math.min(abstained, voters - votesFor);
    return { related: kin, held: payloads.holdMeeting.parse({ body: body.id, on: '2021-11-15', place: '会议室', chair: '组长', ...who, votesFor, abstained: none, votesAgainst: voters - votesFor - none, minutes: '记录' }) };
  });
};

describe('a meeting decides only as it may', () => {
  it.each([['[HQ-151]', 0], ['[HQ-150]', 1], ['[LH-63]', 2], ['', 3], ['', 4]] as const)('%s body %s: no decision without quorum, nobody of kin counted, votes are those of the voters, carried exactly when the ratio is reached', (_, n) => {
    const { county, body, on } = CASES[n];
    const policy = policyOf(county);
    const scope = { on, programme: 'dibao', area: 'urban' as const };
    const limits = limitsOf(body, { policy, scope });
    const seen = new Set<string>();
    fc.assert(fc.property(meetingOf(body), ({ held, related }) => {
      const v = judge(body, held, { policy, scope, related });
      if (isRefusal(v)) return void seen.add(v.code);
      seen.add(v.passed ? 'passed' : 'failed');
      // Counted here a second time, by hand.
      const sitting = held.members.filter((m) => m.state !== 'recused' && !related.includes(m.member));
      const here = sitting.filter((m) => m.state === 'present');
      const [expected, present] = body.composition === 'named' ? [sitting.length, here.length] : [held.counts.reduce((n, k) => n + k.expected - k.recused, 0), held.counts.reduce((n, k) => n + k.present, 0)];
      const voters = body.composition === 'named' ? here.length : held.counts.filter((k) => k.kind !== 'official').reduce((n, k) => n + k.present, 0);
      expect(v.tally).toMatchObject({ expected, present, voters });
      expect(present).toBeGreaterThan(0);
      expect(present * 100).toBeGreaterThanOrEqual(expected * limits.presentPercent.value);
      if (limits.presentMin) expect(present).toBeGreaterThanOrEqual(limits.presentMin.value);
      expect(held.members.some((m) => m.state === 'present' && related.includes(m.member))).toBe(false);
      expect(held.votesFor + held.votesAgainst + held.abstained).toBe(voters);
      expect(v.passed).toBe(held.votesFor * 100 >= voters * limits.passPercent.value);
      for (const k of body.members) expect(body.composition === 'named' ? held.members.filter((m) => m.kind === k.id).length : (held.counts.find((x) => x.kind === k.id)?.expected ?? 0)).toBeGreaterThanOrEqual(k.min);
      if (limits.representativesPercent) expect((held.counts.find((k) => k.kind === 'representative')?.present ?? 0) * 100).toBeGreaterThanOrEqual(present * limits.representativesPercent.value);
    }), { numRuns: 1500 });
    for (const x of ['passed', 'failed', 'meeting.quorum', 'meeting.votes']) expect(seen, [...seen].join(' ')).toContain(x);
    if (body.composition === 'named') for (const x of ['person.related', 'reason.missing']) expect(seen).toContain(x);
  });
});

const street = { county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15' };
const quarrel = (major = false): Walk => {
  const w = new Walk(street).apply().to('notice');
  w.do('handler', 'postNotice', { on: w.today, place: '公开栏', photos: [PHOTO] }).wait(1);
  return w.do('handler', 'object', { on: w.today, channel: 'board', named: true, major, text: '有人反映' }).to('deliberate');
};
const steps = (w: Walk): string[] => openSteps(w.now, w.context).map((r) => r.step);

describe('红桥: a dispute goes through the deliberation body', () => {
  it.each([false, true])('[HQ-148, HQ-150, HQ-155, HQ-159] any objection (large: %s) brings deliberation, signed report and leadership meeting before review and decision, and there is no way around', (major) => {
    const w = quarrel(major);
    expect(steps(w)).toEqual(['deliberate']);
    expect(w.try('reviewer', 'giveReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'step.order', missing: ['班子会议审议'] });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'step.order' });
    expect(w.try('leader', 'signReport', { outcome: 'agree' })).toMatchObject({ code: 'step.order', missing: ['议事协商'] });
    w.do('reviewer', 'holdMeeting', w.meeting('deliberation'));
    expect(steps(w)).toEqual(['signReport']);
    expect(w.try('leader', 'holdMeeting', w.meeting('leadership'))).toMatchObject({ code: 'step.order', missing: ['综合意见签批'] });
    expect(w.try('reviewHead', 'signReport', { outcome: 'agree' })).toMatchObject({ code: 'rights.denied' });
    expect(w.try('reviewer', 'giveReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'step.order' });
    w.do('leader', 'signReport', { outcome: 'agree', text: '同意上报' });
    expect(w.state.signedReport).toMatchObject({ on: w.today, text: '同意上报', by: { post: 'leader' } });
    expect(w.try('reviewer', 'giveReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'step.order', missing: ['班子会议审议'] });
    w.do('leader', 'holdMeeting', w.meeting('leadership'));
    w.do('reviewer', 'giveReview', { outcome: 'agree', text: '同意' }).do('reviewHead', 'agreeReview', { outcome: 'agree', text: '' }).do('leader', 'decide', { outcome: 'grant' });
    expect(w.state.status).toBe('granted');
  });

  it('an undisputed case knows none of these steps', () => {
    const w = new Walk(street).apply().to('review');
    expect(w.try('reviewer', 'holdMeeting', w.meeting('deliberation'))).toMatchObject({ code: 'step.absent' });
    expect(w.try('leader', 'signReport', { outcome: 'agree' })).toMatchObject({ code: 'step.absent' });
    expect(archive(w.state, w.context).map((l) => l.id)).not.toContain('deliberate');
  });

  it('[HQ-151] a body without one of its four kinds of member does not deliberate', () => {
    for (const lost of ['leader', 'management', 'committee', 'representative']) {
      const w = quarrel();
      const m = w.meeting('deliberation');
      const members = (m.members ?? []).map((x) => ({ ...x, kind: x.kind === lost ? (lost === 'leader' ? 'management' : 'leader') : x.kind }));
      expect(w.try('reviewer', 'holdMeeting', { ...m, members })).toMatchObject({ code: 'meeting.quorum', missing: [expect.stringContaining('1 人')] });
    }
  });

  it.each([[4, 4, ['少于 5']], [5, 5, []], [7, 7, []], [8, 8, ['多于 7']]])('[HQ-152] a body of %s is heard and, outside five to seven, warned of on the record', (expected, present, words) => {
    const w = quarrel();
    w.do('reviewer', 'holdMeeting', w.meeting('deliberation', { expected, present }));
    const said = w.state.meetings.at(-1)?.warnings ?? [];
    expect(said).toHaveLength(words.length);
    for (const x of words) expect(said.join()).toContain(x);
  });

  it('two thirds of those called must be there; the recused are not called; a relative at the table stops it', () => {
    const w = quarrel();
    expect(w.try('reviewer', 'holdMeeting', w.meeting('deliberation', { expected: 6, present: 3 }))).toMatchObject({ code: 'meeting.quorum', missing: ['还差 1 人到会'] });
    expect(w.try('reviewer', 'holdMeeting', w.meeting('deliberation', { expected: 4, present: 2, recused: 2 }))).toMatchObject({ code: 'meeting.quorum', rule: expect.stringContaining('另有回避 2 人') });
    w.related = [uuid(8001)];
    expect(w.try('reviewer', 'holdMeeting', w.meeting('deliberation'))).toMatchObject({ code: 'person.related', allowed: ['登记为回避'], missing: [`{person:${uuid(8001)}}`] });
    const m = w.meeting('deliberation');
    const members = (m.members ?? []).map((x) => (x.member === uuid(8001) ? { ...x, state: 'absent' as const } : x));
    w.do('reviewer', 'holdMeeting', { ...m, members, votesFor: 5 });
    expect(w.state.meetings.at(-1)).toMatchObject({ expected: 5, present: 5, recused: 1, passed: true });
    expect(w.state.meetings.at(-1)?.attendance?.find((x) => x.member === uuid(8001))).toMatchObject({ state: 'recused' });
    expect(w.state.meetings.at(-1)?.members).not.toContain(uuid(8001));
  });

  it('[HQ-149, HQ-153, HQ-154, HQ-158] the inquiry with the residents’ committee, the full review, the discussion, the conclusion and the report are on record, or the meeting is not', () => {
    const w = quarrel();
    const m = w.meeting('deliberation');
    for (const [without, missing] of [[{ inquiry: undefined }, '调查核实的方式'], [{ report: '' }, '综合意见报告'], [{ stages: ['materials', 'speak', 'conclude'] }, '全面审查办理过程'], [{ stages: ['process', 'speak', 'conclude'] }, '全面审查审核材料'], [{ stages: ['materials', 'process', 'conclude'] }, '充分发表意见'], [{ stages: ['materials', 'process', 'speak'] }, '做出评议结论']] as const)
      expect(w.try('reviewer', 'holdMeeting', { ...m, ...without, ...('stages' in without ? { stages: [...without.stages] } : {}) } as never)).toMatchObject({ code: 'reason.missing', missing: expect.arrayContaining([missing]) });
    expect(payloads.holdMeeting.safeParse({ ...m, minutes: '' }).success).toBe(false);
    w.do('reviewer', 'holdMeeting', m);
    expect(w.state.meetings.at(-1)).toMatchObject({ name: '社会救助审批确认议事协商机构', report: '材料齐全，程序合规，同意给予救助。', stages: ['materials', 'process', 'speak', 'conclude'], inquiry: { means: ['home'], with: '洪湖里社区居委会' } });
  });

  it('[HQ-155] the leader sends the report back: the body meets again', () => {
    const w = quarrel();
    w.do('reviewer', 'holdMeeting', w.meeting('deliberation'));
    expect(w.try('leader', 'signReport', { outcome: 'return' })).toMatchObject({ code: 'reason.missing' });
    w.do('leader', 'signReport', { outcome: 'return', text: '就业情况没有查清' });
    expect(steps(w)).toEqual(['deliberate']);
    expect(w.state.returned).toMatchObject({ step: 'deliberate', reason: '就业情况没有查清' });
  });

  it('[HQ-150, HQ-159] what the leadership does not pass goes back to the body, report and all', () => {
    const w = quarrel();
    w.do('reviewer', 'holdMeeting', w.meeting('deliberation')).do('leader', 'signReport', { outcome: 'agree' }).do('leader', 'holdMeeting', w.meeting('leadership', { votesFor: 2, votesAgainst: 4 }));
    expect(steps(w)).toEqual(['deliberate']);
    expect(w.state.fedBack).toBeUndefined();
    expect(w.try('reviewer', 'giveReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'step.order' });
    w.finish();
    expect(w.state).toMatchObject({ status: 'granted' });
    expect(w.state.meetings.filter((m) => m.kind === 'deliberation')).toHaveLength(2);
  });

  it('[HQ-160] once passed, the result is made known to the handling and the managing office, as an entry of the log', () => {
    const w = quarrel();
    w.to('review');
    expect(w.log.at(-1)).toMatchObject({ kind: 'resultFedBack', body: { to: ['经办机构', '管理部门'], passed: true, text: '社会救助审批确认议事协商机构：同意给予救助' } });
    expect(w.state.fedBack).toMatchObject([{ on: w.state.meetings.at(-1)?.on }]);
  });

  it('[HQ-161] a negative result forbids the grant and carries the refusal; a positive one forbids the refusal', () => {
    const no = quarrel();
    no.do('reviewer', 'holdMeeting', no.meeting('deliberation', { votesFor: 2, votesAgainst: 4 })).do('leader', 'signReport', { outcome: 'agree' }).do('leader', 'holdMeeting', no.meeting('leadership'));
    expect(no.state.fedBack).toMatchObject([{ passed: false }]);
    no.do('reviewer', 'giveReview', { outcome: 'agree', text: '按评议结果' }).do('reviewHead', 'agreeReview', { outcome: 'agree', text: '' });
    expect(no.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'meeting.votes', allowed: ['不予确认', '退回补正'] });
    expect(no.try('leader', 'decide', { outcome: 'refuse', reason: '' })).toMatchObject({ code: 'reason.missing' });
    no.do('leader', 'decide', { outcome: 'refuse', reason: '议事协商机构评议认为家庭实际收入高于申报。' });
    expect(no.state).toMatchObject({ status: 'refused', decision: { monthlyFen: 0 } });

    const yes = quarrel();
    yes.to('decide');
    expect(yes.try('leader', 'decide', { outcome: 'refuse', reason: '不符合' })).toMatchObject({ code: 'meeting.votes', allowed: ['退回补正'] });
    yes.do('leader', 'decide', { outcome: 'grant' });
  });

  it('[HQ-161] a refusing opinion that the body does not share is not reviewed through but made anew', () => {
    const w = new Walk(street).apply().to('notice');
    w.do('handler', 'postNotice', { on: w.today, place: '公开栏', photos: [PHOTO] }).wait(1).do('handler', 'object', { on: w.today, channel: 'board', named: true, major: true, text: '收入不实' });
    w.do('handler', 'recordInvestigation', w.visit({ facts: facts({ incomes: [{ person: WIFE, kind: 'pension', monthly: 400_000 }] }) })).to('deliberate');
    expect(w.state.opinion?.outcome).toBe('refuse');
    w.do('reviewer', 'holdMeeting', w.meeting('deliberation')).do('leader', 'signReport', { outcome: 'agree' }).do('leader', 'holdMeeting', w.meeting('leadership'));
    expect(w.try('reviewer', 'giveReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'meeting.votes', allowed: ['退回补正'] });
    w.do('reviewer', 'giveReview', { outcome: 'return', text: '按评议结果重新调查' });
    expect(steps(w)).toEqual(['opine']);
  });

  it('a second objection, a new opinion and new facts take everything the bodies said back', () => {
    const w = quarrel();
    w.to('review').do('reviewer', 'returnTo', { step: 'investigate', reason: '补充调查' }).to('deliberate');
    expect(w.state.done.leadership).toBeUndefined();
    w.to('review');
    expect(w.state.meetings.filter((m) => m.kind === 'leadership')).toHaveLength(2);
  });

  it('[HQ-120] the two days of the review run from the leadership meeting in a disputed case, from the notice in another', () => {
    const w = quarrel();
    expect(deadlines(w.now, w.context).find((d) => d.step === 'review')).toBeUndefined();
    w.wait(5).to('review');
    expect(deadlines(w.now, w.context).find((d) => d.step === 'review')).toMatchObject({ from: w.state.done.leadership?.on });
  });

  it('[HQ-162] the minutes are a paper of the household’s file, missing until the body has met', () => {
    const w = quarrel();
    const line = () => archive(w.state, w.context).find((l) => l.id === 'deliberate');
    expect(line()).toMatchObject({ name: '议事协商机构会议纪要', present: false });
    w.do('reviewer', 'holdMeeting', w.meeting('deliberation'));
    expect(line()).toMatchObject({ present: true, on: w.today });
  });

  it('meetings are not dated before what they are about', () => {
    const w = quarrel().wait(3);
    expect(w.try('reviewer', 'holdMeeting', w.meeting('deliberation', { on: '2021-11-15' }))).toMatchObject({ code: 'date.order' });
    w.do('reviewer', 'holdMeeting', w.meeting('deliberation')).do('leader', 'signReport', { outcome: 'agree' });
    expect(w.try('leader', 'holdMeeting', w.meeting('leadership', { on: w.state.objectedOn ?? '' }))).toMatchObject({ code: 'date.order', rule: expect.stringContaining('所审议的会议') });
  });
});

describe('democratic appraisal', () => {
  const rural = { county: 'xixiu', unit: 'xx.jiuzhou', on: '2019-04-15' };

  it('by the measure of 2012: two thirds representatives, the five stages, the signed list', () => {
    const w = new Walk(rural).apply().to('appraise');
    const m = w.meeting('appraisal');
    const counts = (committee: number, representative: number) => [{ kind: 'committee', expected: committee, present: committee }, { kind: 'representative', expected: representative, present: representative }];
    expect(w.try('handler', 'holdMeeting', { ...m, counts: counts(4, 7), votesFor: 11 })).toMatchObject({ code: 'meeting.quorum', missing: ['还差 1 名代表'] });
    expect(w.try('handler', 'holdMeeting', { ...m, stages: ['policy', 'introduce', 'discuss', 'conclude'] })).toMatchObject({ code: 'reason.missing', missing: ['签字确认'] });
    expect(w.try('handler', 'holdMeeting', { ...m, signatures: [] })).toMatchObject({ code: 'notice.proof', missing: ['到会人员签字表'] });
    expect(w.try('handler', 'holdMeeting', { ...m, counts: counts(4, 8), votesFor: 12 })).toBeUndefined();
    expect(w.state.meetings.at(-1)).toMatchObject({ kind: 'appraisal', expected: 12, present: 12, voters: 12, passed: true });
  });

  it('staff of the township are present and do not vote', () => {
    const w = new Walk(rural).apply().to('appraise');
    const counts = [{ kind: 'official', expected: 2, present: 2 }, { kind: 'representative', expected: 8, present: 8 }];
    expect(w.try('handler', 'holdMeeting', w.meeting('appraisal', { counts, votesFor: 10 }))).toMatchObject({ code: 'meeting.votes' });
    expect(w.try('handler', 'holdMeeting', w.meeting('appraisal', { counts, votesFor: 8 }))).toBeUndefined();
  });

  it('an appraisal that was not carried stops the granting opinion until the household is investigated again', () => {
    const w = new Walk(rural).apply().to('appraise');
    w.do('handler', 'holdMeeting', w.meeting('appraisal', { votesFor: 3, votesAgainst: 3 })).do('handler', 'assess', {});
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '同意' })).toMatchObject({ code: 'meeting.votes', missing: ['重新入户调查'] });
    w.do('handler', 'recordInvestigation', w.visit());
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '复查属实' })).toBeUndefined();
  });

  it('[BQ-19] 宝清: an appraisal is held and recorded for a disputed applicant and for no other', () => {
    const place = { county: 'baoqing', unit: 'bq.baoqing', on: '2022-11-15' };
    const quiet = new Walk(place).apply().finish();
    expect(quiet.state.meetings).toEqual([]);
    expect(archive(quiet.state, quiet.context).map((l) => l.id)).not.toContain('appraisal');
    const w = new Walk(place).apply().to('notice');
    w.do('handler', 'postNotice', { on: w.today, place: '公开栏', photos: [PHOTO] }).wait(1).do('handler', 'object', { on: w.today, channel: 'board', named: true, major: false, text: '反映' }).do('handler', 'recordInvestigation', w.visit()).do('handler', 'assess', {});
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '同意' })).toMatchObject({ code: 'step.order', missing: ['民主评议'] });
    expect(archive(w.state, w.context).find((l) => l.id === 'appraisal')).toMatchObject({ present: false });
    w.do('handler', 'holdMeeting', w.meeting('appraisal'));
    expect(archive(w.state, w.context).find((l) => l.id === 'appraisal')).toMatchObject({ present: true });
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '同意' })).toBeUndefined();
  });
});

it('meetings logged in the first shape fold as they always did', () => {
  const w = new Walk({ county: 'linhe', unit: 'lh.shuanghe', on: '2022-06-15' }).apply();
  const old = (kind: string): Action => ({ kind: 'met', at: `${w.today}T10:00:00.000+08:00`, on: w.today, actor: staff('handler'), body: { kind, on: w.today, place: '村委会', chair: '组长', expected: 9, present: 8, members: [], votesFor: 8, votesAgainst: 0, abstained: 0, minutes: '属实', photos: [], passed: true } }) as unknown as Action;
  const s = fold(w.id, [...w.log, old('appraisal'), old('leadingGroup')]);
  expect(s.done).toMatchObject({ appraise: { on: w.today }, meeting: { on: w.today } });
  expect(s.meetings).toMatchObject([{ kind: 'appraisal', present: 8 }, { kind: 'leadingGroup', passed: true }]);
});
