import { describe, expect, it } from 'vitest';
import { deadlines } from '@doudi/core/case/deadlines';
import { facts, SELF, staff, STRANGER, SYSTEM, VEHICLE, Walk } from './case.fixture.ts';

/** Verification, discrepancy and investigation: 红桥 under its plan, 临河 where it differs. */

const street = { county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-09-27' } as const;
const asked = (w: Walk): Walk => w.apply().to('verify').do('handler', 'requestVerification', {});
const due = (w: Walk, id: string): string | undefined => deadlines(w.state, w.context).find((d) => d.id === id)?.due;

describe('the chain of a request', () => {
  it('[HQ-101, HQ-102] it goes from the handling body to the district, and from there to the municipal body', () => {
    const w = asked(new Walk(street));
    expect(w.state.verification).toMatchObject({ at: 'county', round: 1 });
    expect(w.try(SYSTEM, 'recordReport', w.answer())).toMatchObject({ code: 'step.order' });
    expect(w.try('handler', 'forwardVerification', {})).toMatchObject({ code: 'rights.denied' });
    w.do('countyHandler', 'forwardVerification', { note: '材料无误' });
    expect(w.state.verification.at).toBe('platform');
    expect(w.try('countyHandler', 'forwardVerification', {})).toMatchObject({ code: 'step.order' });
    w.report();
    expect(w.state.done.verify).toBeDefined();
  });

  it('[LH-20, LH-37] the delegate asks and the bureau passes on and answers', () => {
    const w = asked(new Walk({ county: 'linhe', unit: 'lh.tienan', on: '2022-06-15' }));
    expect(w.state.verification.at).toBe('county');
    for (const post of ['handler', 'reviewer', 'leader'] as const) expect(w.try(post, 'forwardVerification', {})).toMatchObject({ code: 'rights.denied' });
    expect(w.try(SYSTEM, 'recordReport', w.answer())).toMatchObject({ code: 'step.order' });
    w.do('countyHandler', 'forwardVerification', {}).report();
    expect(w.state.verification).toMatchObject({ at: 'reported', report: { issuer: '核对机构', number: '核字1号' } });
  });

  it('[HQ-104] without the report there is no assessment, no opinion and no decision', () => {
    const w = asked(new Walk(street)).do('handler', 'recordInvestigation', { ...new Walk(street).visit() });
    expect(w.try('handler', 'assess', {})).toMatchObject({ code: 'step.order', missing: ['信息核对'] });
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '同意' })).toMatchObject({ code: 'step.order' });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'step.order' });
    w.do('countyHandler', 'forwardVerification', {}).report();
    expect(w.try('handler', 'assess', {})).toBeUndefined();
  });

  it('a second request waits for the first; a report is taken once, and only for the request that is open', () => {
    const w = asked(new Walk(street)).do('countyHandler', 'forwardVerification', {});
    expect(w.try('handler', 'requestVerification', {})).toMatchObject({ code: 'verification.pending' });
    expect(w.try(SYSTEM, 'recordReport', { ...w.answer(), request: STRANGER })).toMatchObject({ code: 'conflict.duplicate' });
    const answer = w.answer();
    w.do(SYSTEM, 'recordReport', answer);
    expect(w.try(SYSTEM, 'recordReport', answer)).toMatchObject({ code: 'step.done' });
  });

  it('nobody types a report in: staff of every post are refused', () => {
    const w = asked(new Walk(street)).do('countyHandler', 'forwardVerification', {});
    for (const post of ['village', 'handler', 'reviewer', 'leader', 'countyHandler', 'countyLeader'] as const) expect(w.try(post, 'recordReport', w.answer())).toMatchObject({ code: 'rights.denied' });
  });

  it('trouble at the platform is on the log and the case stands; a request that the platform refuses may be made again', () => {
    const w = asked(new Walk(street)).do('countyHandler', 'forwardVerification', {});
    const trouble = { request: w.state.verification.request ?? '', kind: 'unavailable', text: '连接超时', attempts: 3 } as const;
    w.do(SYSTEM, 'recordVerificationTrouble', trouble);
    expect(w.state.verification).toMatchObject({ at: 'platform', troubles: [{ kind: 'unavailable', text: '连接超时' }] });
    expect(w.try('handler', 'requestVerification', {})).toMatchObject({ code: 'verification.pending' });
    w.do(SYSTEM, 'recordVerificationTrouble', { ...trouble, kind: 'refused' });
    expect(w.try('handler', 'requestVerification', {})).toBeUndefined();
    expect(w.state.verification).toMatchObject({ at: 'county', round: 2, troubles: [] });
  });

  it('a case returned to verification is verified again', () => {
    const w = new Walk(street).apply().to('review').do('reviewer', 'returnTo', { step: 'verify', reason: '核对报告已过有效期' });
    expect(w.state.done.assess).toBeUndefined();
    w.do('handler', 'requestVerification', {});
    expect(w.state.verification).toMatchObject({ round: 2, at: 'county' });
    w.finish();
    expect(w.state.status).toBe('granted');
  });

  it('a late answer to a request that was given up changes nothing', () => {
    const w = asked(new Walk(street)).do('countyHandler', 'forwardVerification', {});
    const late = w.answer();
    w.do('handler', 'returnTo', { step: 'authorise', reason: '授权书签名有误' });
    expect(w.try(SYSTEM, 'recordReport', late)).toMatchObject({ code: 'conflict.duplicate' });
    expect(w.try('handler', 'requestVerification', {})).toMatchObject({ code: 'step.order' });
    w.finish();
    expect(w.state).toMatchObject({ status: 'granted', verification: { round: 2 } });
  });
});

describe('discrepancy', () => {
  /** A report with a contradiction has come on Wednesday 2021-09-29; National Day is off from 10-01 to 10-07. */
  const found = (): Walk => asked(new Walk(street)).do('countyHandler', 'forwardVerification', {}).on('2021-09-29').report(VEHICLE);
  const notified = (): Walk => found().do('handler', 'notifyDiscrepancy', { text: '名下有车辆，请说明', deliveredOn: '2021-09-29', method: 'inPerson' });

  it('[HQ-105] a report that contradicts the declaration does not finish the verification: the handling body issues a written notice', () => {
    const w = found();
    expect(w.state.done.verify).toBeUndefined();
    expect(w.try('handler', 'requestVerification', {})).toMatchObject({ code: 'step.order', allowed: ['下发核对不符告知书'] });
    expect(w.try('reviewer', 'notifyDiscrepancy', { text: '说明', deliveredOn: '2021-09-29', method: 'inPerson' })).toMatchObject({ code: 'rights.denied' });
    w.do('handler', 'notifyDiscrepancy', { text: '名下有车辆，请说明', deliveredOn: '2021-09-29', method: 'inPerson' });
    expect(w.state.verification.discrepancy).toMatchObject({ number: expect.stringMatching(/^演字/) as string, deliveredOn: '2021-09-29' });
    expect(w.try('handler', 'notifyDiscrepancy', { text: '再说明', deliveredOn: '2021-09-29', method: 'inPerson' })).toMatchObject({ code: 'step.done' });
  });

  it('[HQ-105] no notice without a contradiction', () => {
    const w = asked(new Walk(street)).do('countyHandler', 'forwardVerification', {}).report();
    expect(w.try('handler', 'notifyDiscrepancy', { text: '说明', deliveredOn: '2021-09-27', method: 'inPerson' })).toMatchObject({ code: 'step.order' });
  });

  it('the delivery cannot be put before the report: the four days would be shortened', () => {
    const w = found();
    expect(w.try('handler', 'notifyDiscrepancy', { text: '说明', deliveredOn: '2021-09-28', method: 'inPerson' })).toMatchObject({ code: 'date.order' });
    expect(w.try('handler', 'notifyDiscrepancy', { text: '说明', deliveredOn: '2021-09-30', method: 'inPerson' })).toMatchObject({ code: 'date.order' });
  });

  it('[HQ-106] the applicant has four working days: from 29 September over National Day to 11 October', () => {
    const w = notified();
    expect(due(w, 'explain')).toBe('2021-10-11');
    const late = (on: string): unknown => {
      const x = notified().on(on).do('handler', 'explainDiscrepancy', { text: '车辆已报废', receivedOn: on, outcome: 'accepted' });
      return x.log.at(-1)?.body;
    };
    expect(late('2021-10-10')).toMatchObject({ late: false });
    expect(late('2021-10-11')).toMatchObject({ late: false });
    expect(late('2021-10-12')).toMatchObject({ late: true });
  });

  it('[HQ-106, HQ-107] silence is reported on the day after the limit, not on the day before and not on the day itself', () => {
    const w = notified();
    const report = (on: string): unknown => w.on(on).try('handler', 'reportNoExplanation', {});
    expect(report('2021-10-09')).toMatchObject({ code: 'clock.early', clause: '《红桥区社会救助审核确认权限下放改革工作实施方案》四(二)1(1)' });
    expect(report('2021-10-11')).toMatchObject({ code: 'clock.early' });
    expect(report('2021-10-12')).toBeUndefined();
    expect(w.state.verification.discrepancy?.missed).toBe('2021-10-12');
  });

  it('[HQ-107, HQ-108, HQ-109] then the leader in charge refuses, with reasons, and the decision is served in three working days', () => {
    const w = notified().on('2021-10-12').do('handler', 'reportNoExplanation', {});
    expect(w.try('handler', 'decide', { outcome: 'refuse', reason: '逾期未说明' })).toMatchObject({ code: 'rights.denied' });
    expect(w.try('reviewer', 'decide', { outcome: 'refuse', reason: '逾期未说明' })).toMatchObject({ code: 'rights.denied' });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'step.order' });
    expect(w.try('leader', 'decide', { outcome: 'refuse' })).toMatchObject({ code: 'reason.missing' });
    w.on('2021-10-14').do('leader', 'decide', { outcome: 'refuse', reason: '核对不符，逾期未作说明' });
    expect(w.state).toMatchObject({ status: 'refused', decision: { monthlyFen: 0, on: '2021-10-14' } });
    expect(deadlines(w.state, w.context).find((d) => d.id === 'step.deliver')).toMatchObject({ from: '2021-10-14', due: '2021-10-19', parameter: { key: 'deadline.serve-refusal', value: 3, source: { req: ['HQ-109'] } } });
    w.on('2021-10-15').do('handler', 'deliver', { on: '2021-10-15', method: 'inPerson', receiver: '申请人' });
    expect(w.try('handler', 'publish', { on: '2021-10-15', place: '公开栏' })).toMatchObject({ code: 'step.absent' });
  });

  it('a late explanation with proper reason brings the case back before it is decided', () => {
    const w = notified().on('2021-10-12').do('handler', 'reportNoExplanation', {}).do('handler', 'explainDiscrepancy', { text: '住院，今日出院', receivedOn: '2021-10-12', outcome: 'accepted' });
    expect(w.state.verification.discrepancy?.missed).toBeUndefined();
    expect(w.try('leader', 'decide', { outcome: 'refuse', reason: '逾期' })).toMatchObject({ code: 'step.order' });
    w.finish();
    expect(w.state.status).toBe('granted');
  });

  it('explained and accepted, the verification is finished; explained and verified again, it is asked for anew', () => {
    const accepted = notified().on('2021-09-30').do('handler', 'explainDiscrepancy', { text: '车辆已报废，附证明', receivedOn: '2021-09-30', outcome: 'accepted' });
    expect(accepted.state.done.verify?.on).toBe('2021-09-30');
    const again = notified().on('2021-09-30').do('handler', 'explainDiscrepancy', { text: '登记有误', receivedOn: '2021-09-30', outcome: 'reverify' });
    expect(again.state.done.verify).toBeUndefined();
    again.do('handler', 'requestVerification', {}).do('countyHandler', 'forwardVerification', {}).report();
    expect(again.state.verification).toMatchObject({ round: 2, at: 'reported' });
    expect(again.state.done.verify).toBeDefined();
    expect(again.finish().state.status).toBe('granted');
  });

  it('an explanation is not received before the notice was served', () => {
    expect(notified().try('handler', 'explainDiscrepancy', { text: '说明', receivedOn: '2021-09-28', outcome: 'accepted' })).toMatchObject({ code: 'date.order' });
  });

  it('what the explanation corrects is assessed as corrected', () => {
    const w = notified().do('handler', 'explainDiscrepancy', { text: '养老金应为 800 元', receivedOn: '2021-09-29', outcome: 'accepted', facts: facts({ incomes: [{ person: SELF, kind: 'pension', monthly: 80_000 }] }) });
    expect(w.to('opine').state.assessment?.monthlyFen).toBe(2 * 101_000 - 80_000);
  });
});

describe('investigation', () => {
  const open = (unit = street as { county: string; unit: string; on: string }): Walk => new Walk(unit).apply().to('investigate');

  it('[HQ-97] it is due three working days after acceptance, whatever holiday lies between', () => {
    const w = new Walk({ ...street, on: '2021-09-30' }).apply().do('handler', 'accept', {});
    expect(deadlines(w.state, w.context).find((d) => d.id === 'step.investigate')).toMatchObject({ from: '2021-09-30', due: '2021-10-11', parameter: { value: 3, source: { req: ['HQ-97'] } } });
    expect(new Walk(street).apply().try('handler', 'recordInvestigation', new Walk(street).visit())).toMatchObject({ code: 'step.order', missing: ['受理'] });
  });

  it.each([
    ['[HQ-100]', street, '《红桥区社会救助审核确认权限下放改革工作实施方案》四(二)1'],
    ['[LH-60]', { county: 'linhe', unit: 'lh.tienan', on: '2022-06-15' }, '三(二)8'],
  ] as const)('%s a visit by one investigator, or by one entered twice, is refused', (_, where, clause) => {
    const w = open(where);
    const one = staff('handler').user;
    expect(w.try('handler', 'recordInvestigation', w.visit({ investigators: [one] }))).toMatchObject({ code: 'investigation.persons', clause: expect.stringContaining(clause) as string, missing: ['还差 1 名调查人员'] });
    expect(w.try('handler', 'recordInvestigation', w.visit({ investigators: [one, one] }))).toMatchObject({ code: 'investigation.persons' });
    expect(w.try('handler', 'recordInvestigation', w.visit({ investigators: [] }))).toMatchObject({ code: 'investigation.persons' });
    expect(w.try('handler', 'recordInvestigation', w.visit())).toBeUndefined();
  });

  it('[HQ-111] the form is signed by the applicant, or says why not and who witnessed it', () => {
    const w = open();
    expect(w.try('handler', 'recordInvestigation', w.visit({ applicantSigned: false }))).toMatchObject({ code: 'investigation.signature', clause: '《红桥区社会救助审核确认权限下放改革工作实施方案》四(二)1(2)' });
    expect(w.try('handler', 'recordInvestigation', w.visit({ applicantSigned: false, noSignature: { reason: '失能', witness: '邻居' } }))).toBeUndefined();
  });

  it('a visit at home is shown by a photograph, and is not dated tomorrow or before the application', () => {
    const w = open();
    expect(w.try('handler', 'recordInvestigation', w.visit({ photos: [] }))).toMatchObject({ code: 'notice.proof' });
    expect(w.try('handler', 'recordInvestigation', w.visit({ on: '2021-09-28' }))).toMatchObject({ code: 'date.order' });
    expect(w.try('handler', 'recordInvestigation', w.visit({ on: '2021-09-26' }))).toMatchObject({ code: 'date.order' });
  });

  it('once the opinion is given, a further visit goes through a return', () => {
    const w = new Walk(street).apply().to('notice');
    expect(w.try('handler', 'recordInvestigation', w.visit())).toMatchObject({ code: 'step.done', allowed: ['退回补正'] });
    w.do('reviewer', 'returnTo', { step: 'investigate', reason: '住房情况未写明' });
    expect(w.try('handler', 'recordInvestigation', w.visit())).toBeUndefined();
  });

  it('relatives of the household neither visit it nor handle it: they can only pass it on', () => {
    const w = open();
    const kin = staff('handler', 1).user;
    w.related = [kin];
    expect(w.try('handler', 'recordInvestigation', w.visit())).toMatchObject({ code: 'person.related' });
    expect(w.try(staff('handler', 1), 'recordInvestigation', w.visit({ investigators: [staff('handler').user, staff('handler', 2).user] }))).toMatchObject({ code: 'person.related', allowed: ['转办'] });
    expect(w.try(staff('handler', 1), 'withdraw', { reason: '撤回', signedOn: w.today })).toMatchObject({ code: 'person.related' });
    expect(w.try(staff('handler', 1), 'transfer', { to: staff('handler', 2).user, reason: '近亲属回避' })).toBeUndefined();
    expect(w.state.handler).toBe(staff('handler', 2).user);
  });
});
