import { describe, expect, it } from 'vitest';
import { payloads } from '@doudi/core/case/commands';
import { available } from '@doudi/core/case/guard';
import { deadlines } from '@doudi/core/case/deadlines';
import { openSteps } from '@doudi/core/case/procedure';
import type { FloorChoice } from '@doudi/core/policy/resolve';
import { facts, PHOTO, SELF, staff, uuid, Walk, WIFE } from './case.fixture.ts';

/** From the opinion to the served decision in 红桥 under its plan. */

const street = { county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15' } as const;
const PLAN = '《红桥区社会救助审核确认权限下放改革工作实施方案》';
/** A couple with more than the standard. */
const rich = facts({ incomes: [{ person: WIFE, kind: 'pension', monthly: 300_000 }] });
const open = (w: Walk): string[] => openSteps(w.now, w.context).map((r) => r.step);
const limit = (w: Walk, id: string): unknown => deadlines(w.state, w.context).find((d) => d.id === id);
const post = (w: Walk, on = w.today): Walk => w.on(on).do('handler', 'postNotice', { on, place: '居委会信息公开栏', photos: [PHOTO] });
const close = (w: Walk, on: string): unknown => w.on(on).try('handler', 'closeNotice', { on, photos: [PHOTO] });
const object = (w: Walk, major = true): Walk => w.do('handler', 'object', { on: w.today, channel: 'telephone', named: false, major, text: '有人反映' });

describe('opinion', () => {
  it('[HQ-113] the opinion follows investigation and assessment, and is the handling body’s to give', () => {
    const w = new Walk(street).apply().to('investigate');
    const opinion = { outcome: 'grant', text: '拟予确认' } as const;
    expect(w.try('handler', 'giveOpinion', opinion)).toMatchObject({ code: 'step.order', missing: ['测算'] });
    expect(w.try('handler', 'assess', {})).toMatchObject({ code: 'step.order', missing: ['入户调查'] });
    w.to('opine');
    for (const by of ['reviewer', 'reviewHead', 'leader', 'village'] as const) expect(w.try(by, 'giveOpinion', opinion)).toMatchObject({ code: 'rights.denied' });
    expect(w.try('handler', 'giveOpinion', opinion)).toBeUndefined();
    expect(w.state.opinion).toMatchObject({ outcome: 'grant', by: staff('handler') });
  });

  it('[HQ-127] amount and opinion are those of the assessment, and the decision fixes the amount and the first month in the same act', () => {
    const w = new Walk(street).apply().to('opine');
    expect(w.state.assessment?.monthlyFen).toBe(2 * 101_000 - 60_000);
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '拟予确认', monthlyFen: 142_001 })).toMatchObject({ code: 'opinion.amount', clause: `${PLAN}四(二)1(4)` });
    expect(w.try('handler', 'giveOpinion', { outcome: 'refuse', text: '不予确认' })).toMatchObject({ code: 'opinion.amount' });
    w.do('handler', 'giveOpinion', { outcome: 'grant', text: '拟予确认', monthlyFen: 142_000 }).to('decide').on('2021-12-30').do('leader', 'decide', { outcome: 'grant' });
    expect(w.state.decision).toMatchObject({ monthlyFen: 142_000, fromMonth: '2022-01', organ: 'unit', entrustment: 'hq-entrust-2021' });
  });

  it('a household above the standard gets no granting opinion, and goes to the leader for refusal without a notice', () => {
    const w = new Walk({ ...street, facts: rich }).apply().to('opine');
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '拟予确认' })).toMatchObject({ code: 'opinion.amount' });
    w.do('handler', 'giveOpinion', { outcome: 'refuse', text: '收入超过标准' });
    expect(open(w)).toEqual(['review']);
    expect(w.try('handler', 'postNotice', { on: w.today, place: '公开栏', photos: [PHOTO] })).toMatchObject({ code: 'step.absent' });
  });

  it('[HQ-132] a refusal needs its reasons, and is served within three working days', () => {
    const w = new Walk({ ...street, facts: rich }).apply().to('decide');
    expect(w.try('leader', 'decide', { outcome: 'refuse' })).toMatchObject({ code: 'reason.missing', missing: ['理由'] });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'opinion.amount' });
    w.do('leader', 'decide', { outcome: 'refuse', reason: '家庭月人均收入不低于标准' });
    expect(w.state).toMatchObject({ status: 'refused', decision: { reason: '家庭月人均收入不低于标准', monthlyFen: 0 } });
    expect(w.state.decision?.fromMonth).toBeUndefined();
    expect(limit(w, 'step.deliver')).toMatchObject({ from: '2021-11-15', due: '2021-11-18', parameter: { key: 'deadline.serve-refusal' } });
  });
});

describe('notice', () => {
  const ready = (choices: readonly FloorChoice[] = []): Walk => new Walk({ ...street, choices }).apply().to('notice');

  it('[HQ-114] the preliminary result is posted on the board with a photograph, by the handling body, and not dated before the opinion', () => {
    const w = ready();
    expect(w.try('handler', 'postNotice', { on: w.today, place: '居委会信息公开栏', photos: [] })).toMatchObject({ code: 'notice.proof' });
    expect(payloads.postNotice.safeParse({ on: w.today, place: '', photos: [PHOTO] }).success).toBe(false);
    expect(w.try('reviewer', 'postNotice', { on: w.today, place: '居委会信息公开栏', photos: [PHOTO] })).toMatchObject({ code: 'rights.denied' });
    w.wait(2);
    expect(w.try('handler', 'postNotice', { on: '2021-11-14', place: '居委会信息公开栏', photos: [PHOTO] })).toMatchObject({ code: 'date.order' });
    expect(post(w).state.notices).toMatchObject([{ place: '居委会信息公开栏', on: '2021-11-17' }]);
    expect(w.try('handler', 'postNotice', { on: w.today, place: '居委会信息公开栏', photos: [PHOTO] })).toMatchObject({ code: 'notice.running' });
  });

  it('[HQ-115] five days by the plan: not closed on the fifth, closed on the day after', () => {
    const w = post(ready(), '2021-11-17');
    expect(w.state.notices[0]?.until).toBe('2021-11-22');
    expect(close(w, '2021-11-19')).toMatchObject({ code: 'notice.running', clause: `${PLAN}四(二)1(3)` });
    expect(close(w, '2021-11-22')).toMatchObject({ code: 'notice.running' });
    expect(available(w.state, w.context, staff('handler')).find((a) => a.command === 'closeNotice')?.refusal).toMatchObject({ code: 'notice.running', allowed: ['登记异议'] });
    expect(open(w)).not.toContain('review');
    expect(close(w, '2021-11-23')).toBeUndefined();
    expect(open(w)).toEqual(['review']);
  });

  it('[HQ-115] a notice that would end on a day off runs to the next working day', () => {
    const w = post(ready(), '2021-11-16');
    expect(w.state.notices[0]?.until).toBe('2021-11-22');
  });

  it('seven days when the county chooses the national floor, before its day and by its own date', () => {
    const choice = (from: string): FloorChoice => ({ key: 'notice.days', choose: 'floor', reason: '以上位规定为准', from, by: '局务会' });
    const w = post(ready([choice('2021-11-15')]), '2021-11-17');
    expect(w.state.notices[0]?.until).toBe('2021-11-24');
    expect(close(w, '2021-11-23')).toMatchObject({ code: 'notice.running' });
    expect(close(w, '2021-11-24')).toMatchObject({ code: 'notice.running' });
    expect(close(w, '2021-11-25')).toBeUndefined();
    expect(post(ready([choice('2021-11-16')]), '2021-11-17').state.notices[0]?.until).toBe('2021-11-22');
  });

  it('closing needs the photograph of the last day, is the handling body’s, and is not back-dated', () => {
    const w = post(ready(), '2021-11-17').on('2021-11-23');
    expect(w.try('handler', 'closeNotice', { on: '2021-11-23', photos: [] })).toMatchObject({ code: 'notice.proof' });
    expect(w.try('handler', 'closeNotice', { on: '2021-11-22', photos: [PHOTO] })).toMatchObject({ code: 'notice.running' });
    expect(w.try('reviewer', 'closeNotice', { on: '2021-11-23', photos: [PHOTO] })).toMatchObject({ code: 'rights.denied' });
  });

  it('[HQ-116] no dispute, no appraisal; with a dispute the appraisal is a step of the case', () => {
    const quiet = post(ready());
    expect(quiet.try('handler', 'holdMeeting', quiet.meeting('appraisal'))).toMatchObject({ code: 'step.absent' });
    expect(quiet.finish().state).toMatchObject({ status: 'granted', meetings: [] });
    const loud = object(post(ready()));
    loud.do('handler', 'recordInvestigation', loud.visit());
    expect(open(loud)).toEqual(['appraise', 'assess']);
    loud.do('handler', 'assess', {});
    expect(loud.try('handler', 'giveOpinion', { outcome: 'grant', text: '拟予确认' })).toMatchObject({ code: 'step.order', missing: ['民主评议'] });
    loud.do('handler', 'holdMeeting', loud.meeting('appraisal'));
    expect(loud.try('handler', 'giveOpinion', { outcome: 'grant', text: '拟予确认' })).toBeUndefined();
  });

  it('[HQ-118] an objection ends the notice: new investigation, new opinion, new notice; nothing of the old is counted', () => {
    const w = post(ready(), '2021-11-17').on('2021-11-18');
    object(w, false);
    expect(w.state.notices).toMatchObject([{ closedOn: '2021-11-18', objections: [{ text: '有人反映', major: false }] }]);
    expect(open(w)).toEqual(['investigate']);
    expect(close(w, '2021-11-29')).toMatchObject({ code: 'step.order' });
    w.on('2021-11-19');
    expect(w.try('handler', 'recordInvestigation', w.visit({ on: '2021-11-17' }))).toMatchObject({ code: 'date.order', rule: '调查日期不能早于异议日期（2021-11-18）' });
    w.do('handler', 'recordInvestigation', w.visit()).do('handler', 'holdMeeting', w.meeting('appraisal')).do('handler', 'assess', {}).do('handler', 'giveOpinion', { outcome: 'grant', text: '复查属实，拟予确认' });
    expect(w.try('reviewer', 'giveReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'step.order', missing: ['公示', '班子会议审议'] });
    expect(close(post(w, '2021-11-22'), '2021-11-30')).toBeUndefined();
    expect(w.state.notices).toHaveLength(2);
    expect(w.finish().state.status).toBe('granted');
  });

  it('[HQ-119] on a large dispute the new opinion is due ten working days after it, over National Day', () => {
    const w = post(new Walk({ ...street, on: '2021-09-26' }).apply().to('notice')).on('2021-09-28');
    object(w, true);
    expect(limit(w, 'reinvestigate')).toMatchObject({ from: '2021-09-28', due: '2021-10-18', parameter: { value: 10, source: { req: ['HQ-119'] } } });
    w.on('2021-10-18').do('handler', 'recordInvestigation', w.visit()).do('handler', 'holdMeeting', w.meeting('appraisal')).do('handler', 'assess', {}).do('handler', 'giveOpinion', { outcome: 'grant', text: '属实' });
    expect(limit(w, 'reinvestigate')).toMatchObject({ finishedOn: '2021-10-18' });
    expect(limit(object(post(new Walk(street).apply().to('notice')), false), 'reinvestigate')).toBeUndefined();
  });

  it('an objection after the notice is no objection to the notice, and one dated tomorrow is refused', () => {
    const w = post(ready());
    expect(w.try('handler', 'object', { on: '2021-11-16', channel: 'visit', named: true, major: false, text: '反映' })).toMatchObject({ code: 'date.order' });
    expect(w.to('review').try('handler', 'object', { on: w.today, channel: 'visit', named: true, major: false, text: '反映' })).toMatchObject({ code: 'step.order' });
  });

  it('a notice whose opinion is taken back counts for nothing: the new opinion has a notice of its own, of full length', () => {
    const w = post(ready(), '2021-11-17').on('2021-11-22').do('reviewer', 'returnTo', { step: 'assess', reason: '漏计一项收入' });
    expect(close(w, '2021-11-23')).toMatchObject({ code: 'step.order' });
    w.to('notice');
    expect(post(w).state.notices).toMatchObject([{ on: '2021-11-23', until: '2021-11-29' }]);
    expect(w.finish().log.filter((a) => a.kind === 'noticePosted')).toHaveLength(2);
  });
});

describe('review and decision', () => {
  it('[HQ-120, HQ-121, HQ-122] re-review within two working days, the head’s agreement, then the leader within three', () => {
    const w = new Walk(street).apply().to('notice');
    post(w, '2021-11-17');
    close(w, '2021-11-25');
    expect(limit(w, 'step.review')).toMatchObject({ from: '2021-11-25', due: '2021-11-29', parameter: { value: 2, source: { req: ['HQ-120'] } } });
    expect(w.try('reviewHead', 'agreeReview', { outcome: 'agree' })).toMatchObject({ code: 'step.order', missing: ['复审'] });
    w.on('2021-11-29').do('reviewer', 'giveReview', { outcome: 'agree', text: '同意' });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'step.order', missing: ['负责人同意'] });
    for (const by of ['reviewer', 'handler', 'leader'] as const) expect(w.try(by, 'agreeReview', { outcome: 'agree' })).toMatchObject({ code: 'rights.denied' });
    w.on('2021-11-30').do('reviewHead', 'agreeReview', { outcome: 'agree' });
    expect(limit(w, 'step.decide')).toMatchObject({ from: '2021-11-30', due: '2021-12-03', parameter: { value: 3, source: { req: ['HQ-122'] } } });
    for (const by of ['reviewHead', 'countyLeader', 'countyHandler'] as const) expect(w.try(by, 'decide', { outcome: 'grant' })).toMatchObject({ code: 'rights.denied' });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toBeUndefined();
  });

  it('[HQ-37, HQ-43, HQ-44] handling body and managing body act separately: neither does the other’s part, nor one person both', () => {
    const review = { outcome: 'agree', text: '同意' } as const;
    const w = new Walk(street).apply();
    for (const by of ['reviewer', 'reviewHead', 'leader'] as const) expect(w.try(by, 'accept', {})).toMatchObject({ code: 'rights.denied', allowed: ['经办人员'] });
    w.to('investigate');
    expect(w.try('reviewer', 'recordInvestigation', w.visit())).toMatchObject({ code: 'rights.denied' });
    w.to('opine');
    expect(w.try('reviewer', 'giveOpinion', { outcome: 'grant', text: '同意' })).toMatchObject({ code: 'rights.denied' });
    w.to('review');
    expect(w.try('handler', 'giveReview', review)).toMatchObject({ code: 'rights.denied', allowed: ['管理部门审核人员'] });
    expect(w.try({ ...staff('handler'), post: 'reviewer' }, 'giveReview', review)).toMatchObject({ code: 'person.same' });
    w.do('reviewer', 'giveReview', review);
    expect(w.try({ ...staff('handler'), post: 'reviewHead' }, 'agreeReview', { outcome: 'agree' })).toMatchObject({ code: 'person.same' });
  });

  it('[HQ-37, BQ-10, GX-04] nobody accepts or opines on and confirms the same case, whatever post they hold by then', () => {
    const w = new Walk(street).apply().do(staff('handler', 5), 'accept', {}).to('decide');
    for (const nth of [0, 5]) expect(w.try({ ...staff('handler', nth), post: 'leader' }, 'decide', { outcome: 'grant' })).toMatchObject({ code: 'person.same', clause: `${PLAN}三(二)2` });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toBeUndefined();
  });

  it('a relative of the household does not decide', () => {
    const w = new Walk(street).apply().to('decide');
    w.related = [staff('leader').user];
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'person.related' });
    expect(w.try(staff('leader', 1), 'decide', { outcome: 'grant' })).toBeUndefined();
  });

  it('a review that does not agree returns the case to the opinion; the head’s disagreement returns it to the review', () => {
    const w = new Walk(street).apply().to('review').do('reviewer', 'giveReview', { outcome: 'return', text: '漏计利息' });
    expect(w.state.returned).toMatchObject({ step: 'opine', reason: '漏计利息' });
    expect(w.now.done).not.toHaveProperty('notice');
    expect(open(w)).toEqual(['opine']);
    w.to('agree');
    expect(w.try('reviewHead', 'agreeReview', { outcome: 'return' })).toMatchObject({ code: 'reason.missing' });
    w.do('reviewHead', 'agreeReview', { outcome: 'return', text: '补充说明' });
    expect(open(w)).toEqual(['review']);
  });

  it('a return for correction names step and reason, reopens that step and all that rests on it, and no other', () => {
    const w = new Walk(street).apply().to('decide');
    expect(payloads.returnTo.safeParse({ step: 'opine', reason: '' }).success).toBe(false);
    expect(w.try('leader', 'returnTo', { step: 'accept', reason: '有误' })).toMatchObject({ code: 'step.order' });
    expect(w.try('leader', 'returnTo', { step: 'appraise', reason: '有误' })).toMatchObject({ code: 'step.order' });
    w.do('leader', 'returnTo', { step: 'investigate', reason: '调查表缺一页' });
    expect(Object.keys(w.state.done).sort()).toEqual(['accept', 'authorise', 'verify']);
    expect(w.log.at(-1)).toMatchObject({ kind: 'returned', body: { step: 'investigate', reason: '调查表缺一页' } });
    expect(w.finish().state.status).toBe('granted');
  });

  it('a transfer says from whom, to whom and why', () => {
    const w = new Walk(street).apply();
    expect(payloads.transfer.safeParse({ to: uuid(1), reason: '' }).success).toBe(false);
    expect(w.try('handler', 'transfer', { to: staff('handler').user, reason: '休假' })).toMatchObject({ code: 'conflict.duplicate' });
    w.do('reviewHead', 'transfer', { to: staff('handler', 3).user, reason: '休假' });
    expect(w.state.handler).toBe(staff('handler', 3).user);
    expect(w.log.at(-1)?.body).toEqual({ from: staff('handler').user, to: staff('handler', 3).user, reason: '休假' });
  });

  it('[HQ-125, HQ-126] thirty working days from acceptance; forty-five once extended with a reason, and only once', () => {
    const w = new Walk(street).apply();
    expect(w.try('handler', 'extend', { reason: '有异议', ground: 'objection' })).toMatchObject({ code: 'step.order' });
    w.do('handler', 'accept', {});
    expect(limit(w, 'case')).toMatchObject({ from: '2021-11-15', due: '2021-12-27', parameter: { value: 30, source: { req: ['HQ-125'] } } });
    expect(payloads.extend.safeParse({ reason: '', ground: 'other' }).success).toBe(false);
    w.do('handler', 'extend', { reason: '人户分离，需外地核查', ground: 'separation' });
    expect(limit(w, 'case')).toMatchObject({ due: '2022-01-18', parameter: { value: 45, source: { req: ['HQ-126'] } } });
    expect(w.try('leader', 'extend', { reason: '再延', ground: 'other' })).toMatchObject({ code: 'extension.done', rule: expect.stringContaining('人户分离') as string });
  });

  it('[HQ-123] a grant is made public in the community after the decision, not before it', () => {
    const w = new Walk(street).apply().to('decide');
    expect(w.try('handler', 'publish', { on: w.today, place: '社区公开栏' })).toMatchObject({ code: 'step.order' });
    w.wait(1).do('leader', 'decide', { outcome: 'grant' });
    expect(w.try('handler', 'publish', { on: '2021-11-22', place: '社区公开栏' })).toMatchObject({ code: 'date.order' });
    expect(w.try('handler', 'publish', { on: w.today, place: '社区公开栏' })).toBeUndefined();
    expect(w.state.done.publish).toBeDefined();
  });

  it('[HQ-128] the decision is served with day, method and receiver, not before it was made, and a refused paper with a witness', () => {
    const w = new Walk(street).apply().to('deliver');
    const slip = { on: w.today, method: 'inPerson', receiver: '申请人' } as const;
    expect(w.try('handler', 'deliver', { ...slip, on: '2021-11-15' })).toMatchObject({ code: 'date.order' });
    expect(w.try('handler', 'deliver', { ...slip, method: 'refusedWithWitness' })).toMatchObject({ code: 'delivery.proof', missing: expect.arrayContaining(['见证人姓名']) as unknown });
    expect(limit(w, 'step.deliver')).toMatchObject({ from: w.today });
    w.do('handler', 'deliver', slip);
    expect(w.state.delivery).toMatchObject({ on: w.today, method: 'inPerson', receiver: '申请人' });
    expect(w.try('handler', 'deliver', slip)).toMatchObject({ code: 'step.done' });
  });

  it('other facts found after the review reopen assessment, opinion, notice and review', () => {
    const w = new Walk(street).apply().to('decide').do('leader', 'returnTo', { step: 'investigate', reason: '收入有变' });
    w.do('handler', 'recordInvestigation', w.visit({ facts: facts({ incomes: [{ person: SELF, kind: 'pension', monthly: 70_000 }] }) }));
    expect(w.finish().state).toMatchObject({ status: 'granted', decision: { monthlyFen: 132_000 } });
  });
});
