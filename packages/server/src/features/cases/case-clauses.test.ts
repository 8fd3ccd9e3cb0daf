import { describe, expect, it } from 'vitest';
import { payloads, type CommandName } from '@doudi/core/case/commands';
import { archive } from '@doudi/core/case/documents';
import { guard } from '@doudi/core/case/guard';
import { deadlines } from '@doudi/core/case/deadlines';
import { blocking, procedureOf, required } from '@doudi/core/case/procedure';
import { POSTS, type StepId } from '@doudi/core/policy/model';
import { calendar, facts, PHOTO, staff, SYSTEM, unitsOf, VEHICLE, Walk, WIFE } from './case.fixture.ts';

/** Clauses that are kept by the way a case goes as a whole, rather than by one rule of it. */

const HQ = { county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15' } as const;
const LH = { county: 'linhe', unit: 'lh.tienan', on: '2022-06-15' } as const;
const BQ = { county: 'baoqing', unit: 'bq.baoqing', on: '2022-11-15' } as const;
/** A place and what is shown of it in the title. */
type Row = [string, { county: string; unit: string; on: string }];
const kinds = (w: Walk): string[] => w.log.map((a) => a.kind);
const RICH = facts({ incomes: [{ person: WIFE, kind: 'pension', monthly: 400_000 }] });

describe('steps in their order, by the posts of the plan', () => {
  /** The act that takes each step. */
  const TAKES: Partial<Record<StepId, CommandName>> = {
    accept: 'accept', authorise: 'signAuthorisation', verify: 'requestVerification', investigate: 'recordInvestigation', assess: 'assess', opine: 'giveOpinion', notice: 'postNotice', countyReview: 'giveCountyReview',
    review: 'giveReview', agree: 'agreeReview', decide: 'decide', deliver: 'deliver', publish: 'publish', file: 'file', meeting: 'holdMeeting', signReport: 'signReport',
  };

  it.each<Row>([
    ['[HQ-33]', HQ], ['[BQ-08] [BQ-21]', BQ], ['临河', LH], ['临河，未受托', { ...LH, unit: 'lh.tuanjie' }], ['珙县', { county: 'gongxian', unit: 'gx.xunchang', on: '2020-11-16' }],
  ])('%s: from application to service no step can be taken before those it needs, and each is on record with day and person', (_, setting) => {
    const w = new Walk(setting).apply();
    let tried = 0;
    const ahead = (): void => {
      const p = procedureOf(w.now, w.context);
      for (const r of p.steps) {
        const command = TAKES[r.step];
        const [post] = r.by;
        if (!command || !post || w.now.done[r.step] || !required(r, w.now, w.context) || blocking(r, w.now, w.context).length === 0) continue;
        tried++;
        expect(guard(command, w.now, w.context, staff(post, 7))?.code, `${r.step} after ${Object.keys(w.now.done).join(' ')}`).toMatch(/^(step\.order|authorisation\.missing)$/);
      }
      for (const r of p.steps) for (const need of r.needs) {
        const [mark, before] = [w.now.done[r.step], w.now.done[need]];
        if (mark && before) expect(before.seq, `${need} before ${r.step}`).toBeLessThan(mark.seq);
      }
    };
    ahead();
    for (let i = 0; i < 60 && w.next(); i++) ahead();
    expect(w.state.status).toBe('granted');
    expect(tried).toBeGreaterThan(20);
    for (const [step, mark] of Object.entries(w.state.done)) expect(mark, step).toMatchObject({ on: expect.stringMatching(/^20/) as string, by: { user: expect.any(String) as string } });
  });

  it('[HQ-33] the street itself takes every part of the way: acceptance, comparison, investigation, opinion, notice, confirmation; what changes later comes after that', () => {
    const w = new Walk(HQ).apply().to('decide');
    expect(guard('proposeChange', w.now, w.context, staff('handler'))).toMatchObject({ code: 'step.order' });
    w.finish();
    const order = ['accepted', 'verificationRequested', 'investigated', 'opined', 'noticePosted', 'decided'];
    expect(kinds(w).filter((k) => order.includes(k))).toEqual(order);
    for (const a of w.log.filter((x) => order.includes(x.kind))) expect(['handler', 'leader'], a.kind).toContain(a.actor.post);
    expect(guard('proposeChange', w.now, w.context, staff('handler'))).toBeUndefined();
  });

  it('[HQ-12] between the opinion and the letter stand three levels and no more, all of the street: re-review, the head’s agreement, the leader; the district passes on the verification and confirms nothing', () => {
    const w = new Walk(HQ).apply().finish();
    expect(w.log.filter((a) => ['opined', 'countyReviewed', 'reviewed', 'agreed', 'met', 'reportSigned', 'counterSigned', 'decided'].includes(a.kind)).map((a) => [a.kind, a.actor.post])).toEqual([['opined', 'handler'], ['reviewed', 'reviewer'], ['agreed', 'reviewHead'], ['decided', 'leader']]);
    expect(w.log.filter((a) => a.actor.post.startsWith('county')).map((a) => a.kind)).toEqual(['verificationForwarded']);
    // Each level waits for the one below it.
    const up = new Walk(HQ).apply().to('review');
    expect(guard('agreeReview', up.now, up.context, staff('reviewHead'))).toMatchObject({ code: 'step.order', missing: ['复审'] });
    expect(guard('decide', up.to('agree').now, up.context, staff('leader'))).toMatchObject({ code: 'step.order', missing: ['负责人同意'] });
    const { steps } = procedureOf(w.now, w.context);
    expect(steps.filter((r) => r.when === 'always' && r.by.some((p) => p.startsWith('county'))).map((r) => r.step)).toEqual(['verify']);
    for (const p of ['countyHandler', 'countyLeader'] as const) for (const command of ['giveReview', 'agreeReview', 'decide'] as const) expect(guard(command, new Walk(HQ).apply().to('review').now, w.context, staff(p)), command).toMatchObject({ code: 'rights.denied' });
  });
});

describe('the one door', () => {
  it('[HQ-40] every programme of the plan is applied for and accepted at the same desk of the street, whose handling body is its service centre, and nowhere else', () => {
    const streets = unitsOf('hongqiao').filter((u) => u.kind === 'street' && (u.to ?? '9999') >= HQ.on);
    expect(streets.length).toBeGreaterThan(8);
    for (const u of streets) expect(u.bodies.filter((b) => b.kind === 'handling').map((b) => b.name.endsWith('党群服务中心')), u.name).toEqual([true]);
    const programmes = ['dibao', 'dishouru', 'tekun', 'bianyuan'];
    for (const programme of programmes) {
      const w = new Walk({ ...HQ, programme, facts: facts({ members: [facts().members[0]], incomes: [], obligors: [] }) }).apply();
      for (const post of POSTS) if (post !== 'handler') expect(guard('accept', w.now, w.context, staff(post)), `${programme} ${post}`).toMatchObject({ code: 'rights.denied', allowed: ['经办人员'] });
      expect(w.try('handler', 'accept', {}), programme).toBeUndefined();
    }
  });

  it('[HQ-59] an application that belongs elsewhere is handed over with its papers, and the log holds the transfer with its reason and what became of it: taken, or sent back and why', () => {
    const at = (unit: string) => ({ ...staff('handler'), unit });
    const [here, there] = [HQ.unit, 'hq.jieyuan'];
    const w = new Walk(HQ).apply().do(at(here), 'handOver', { unit: there, reason: '户籍在芥园街道', papers: ['身份证', '户口本'] });
    expect(w.try(at(here), 'accept', {})).toMatchObject({ code: 'step.order' });
    w.do(at(there), 'declineHandOver', { reason: '缺户口本' });
    expect(w.log.at(-1)).toMatchObject({ kind: 'handOverDeclined', on: HQ.on, body: { reason: '缺户口本' } });
    w.do(at(here), 'handOver', { unit: there, reason: '材料已补齐', papers: ['身份证', '户口本'] }).do(at(there), 'receiveHandOver', { text: '材料齐全' });
    expect(w.state).toMatchObject({ unit: there, handOvers: [{ from: here, to: there, on: HQ.on, papers: ['身份证', '户口本'], reason: '材料已补齐' }] });
    expect(w.log.at(-1)).toMatchObject({ kind: 'handOverReceived', body: { text: '材料齐全' } });
    // The term of acceptance goes on running from the day the household came.
    expect(deadlines(w.state, w.context).find((d) => d.id === 'step.accept')).toMatchObject({ from: HQ.on });
  });

  it('[HQ-82] the household’s economy is declared in a form that the law of the list demands; the day of signature is on record, and cannot lie ahead', () => {
    const w = new Walk(HQ);
    expect(w.tryApply({ declaredOn: '2021-11-16' })).toMatchObject({ code: 'date.order' });
    expect(w.tryApply({ declaredOn: undefined })).toMatchObject({ code: 'input.invalid', fields: [{ path: 'declaredOn' }] });
    expect(payloads.apply.safeParse({ programme: 'dibao', facts: { ...facts(), secret: 1 }, via: 'window', declaredOn: HQ.on }).success).toBe(false);
    w.apply({ declaredOn: '2021-11-12', materials: ['id-card', 'household-register', 'obligor-papers', 'income-proof', 'medical-records'] });
    expect(w.log[0]).toMatchObject({ kind: 'applied', body: { declaredOn: '2021-11-12', facts: { incomes: [{ monthly: 60_000 }] } } });
    expect(w.try('handler', 'accept', {})).toMatchObject({ code: 'materials.missing', missing: ['家庭经济状况申报表'] });
    w.do('handler', 'receiveMaterials', { materials: ['declaration'] });
    expect(w.try('handler', 'accept', {})).toBeUndefined();
  });

  it('[LH-36] the delegate accepts: its own handler, with day and receipt; nobody of the bureau does it for them', () => {
    const w = new Walk(LH).apply();
    for (const post of ['countyHandler', 'countyLeader', 'village'] as const) expect(w.try(post, 'accept', {})).toMatchObject({ code: 'rights.denied' });
    w.on('2022-06-16').do('handler', 'accept', {});
    expect(w.state).toMatchObject({ status: 'accepted', receipt: expect.stringMatching(/./) as string, done: { accept: { on: '2022-06-16', by: { user: staff('handler').user, post: 'handler' } } } });
  });

  it.each([['2022-11-17', false], ['2022-11-25', true]])('[BQ-15] the time from application to acceptance stands on the case: applied 15 November, accepted %s, too late: %s', (on, late) => {
    const w = new Walk(BQ).apply();
    const of = () => deadlines(w.state, w.context).find((d) => d.id === 'step.accept');
    expect(of()).toMatchObject({ from: '2022-11-15', due: '2022-11-22' });
    expect(of()?.finishedOn).toBeUndefined();
    w.on(on).do('handler', 'accept', {});
    expect(of()).toMatchObject({ from: '2022-11-15', finishedOn: on, due: '2022-11-22' });
    expect(on > (of()?.due ?? '')).toBe(late);
  });
});

describe('investigation', () => {
  it.each<Row>([['[LH-38]', LH], ['宝清', BQ]])('%s: the delegate’s staff investigate, and a case is not assessed until they have; the bureau does not do it for them', (_, setting) => {
    const w = new Walk(setting).apply().to('investigate');
    for (const post of ['countyHandler', 'countyLeader', 'village'] as const) expect(w.try(post, 'recordInvestigation', w.visit())).toMatchObject({ code: 'rights.denied' });
    expect(w.try('handler', 'assess', {})).toMatchObject({ code: 'step.order', missing: ['入户调查'] });
    w.do('handler', 'recordInvestigation', w.visit());
    expect(w.state.investigations).toMatchObject([{ on: w.today, by: { post: 'handler' }, investigators: [staff('handler').user, staff('handler', 1).user], findings: '情况属实。' }]);
  });

  it('[HQ-99, HQ-110] each visit is of one household and stands in its file with who went, by which means and what they saw: home, neighbours, letter; none is no investigation', () => {
    const w = new Walk(HQ).apply().to('investigate');
    expect(payloads.recordInvestigation.safeParse({ ...w.visit(), methods: [] }).success).toBe(false);
    expect(w.try('handler', 'recordInvestigation', w.visit({ investigators: [staff('handler').user] }))).toMatchObject({ code: 'investigation.persons' });
    w.do('handler', 'recordInvestigation', w.visit({ methods: ['home'] })).do('handler', 'recordInvestigation', w.visit({ investigators: [staff('handler').user, staff('village').user], methods: ['neighbour', 'letter'], neighbours: 3, photos: [], findings: '邻居三户均称其独居。' }));
    expect(w.state.investigations.map((i) => [i.methods, i.neighbours])).toEqual([[['home'], 0], [['neighbour', 'letter'], 3]]);
    expect(w.state.investigations[1]).toMatchObject({ investigators: [staff('handler').user, staff('village').user], findings: '邻居三户均称其独居。' });
  });
});

describe('what residents’ committees and villages do', () => {
  it.each<Row>([['[HQ-49]', HQ], ['临河', LH]])('%s: they apply for people, take papers, visit with the staff, register objections to a notice and the wish to withdraw, each under their own name', (_, setting) => {
    const w = new Walk(setting).apply({ via: 'village', agent: { kind: 'village', reason: '行动不便' }, materials: ['id-card'] }, staff('village'));
    w.do('village', 'receiveMaterials', { materials: ['household-register'] });
    expect(w.log.filter((a) => a.actor.post === 'village').map((a) => a.kind)).toEqual(['applied', 'materialsReceived']);
    const visited = new Walk(setting).apply().to('investigate');
    visited.do('handler', 'recordInvestigation', visited.visit({ investigators: [staff('handler').user, staff('village').user] }));
    expect(visited.state.investigations[0]?.investigators).toContain(staff('village').user);
    visited.to('notice').do('handler', 'postNotice', { on: visited.today, place: '社区公示栏', photos: [PHOTO] }).do('village', 'object', { on: visited.today, channel: 'visit', named: true, major: false, text: '有车' });
    expect(visited.log.at(-1)).toMatchObject({ kind: 'objected', actor: { user: staff('village').user, post: 'village' } });
    expect(visited.try('village', 'withdraw', { reason: '本人不再申请', signedOn: visited.today })).toBeUndefined();
  });
});

describe('who qualifies and who does not', () => {
  it('[HQ-47] whoever qualifies by the assessment can be refused by nobody, whoever does not can be granted by nobody, and who no longer does can only leave', () => {
    const [poor, rich] = [new Walk(HQ).apply().to('opine'), new Walk({ ...HQ, facts: RICH }).apply().to('opine')];
    expect(poor.state.assessment?.eligible).toBe(true);
    expect(rich.state.assessment?.eligible).toBe(false);
    expect(poor.try('handler', 'giveOpinion', { outcome: 'refuse', text: '不予' })).toMatchObject({ code: 'opinion.amount' });
    expect(rich.try('handler', 'giveOpinion', { outcome: 'grant', text: '同意' })).toMatchObject({ code: 'opinion.amount' });
    poor.to('decide');
    rich.to('decide');
    expect(poor.try('leader', 'decide', { outcome: 'refuse', reason: '指标已满' })).toMatchObject({ code: 'opinion.amount' });
    expect(rich.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'opinion.amount' });
    poor.finish();
    expect(poor.try('handler', 'proposeChange', { kind: 'adjust', ground: 'income', text: '收入提高', facts: RICH })).toMatchObject({ code: expect.stringMatching(/./) as string, allowed: expect.arrayContaining([expect.stringContaining('终止')]) as string[] });
    expect(poor.try('handler', 'proposeChange', { kind: 'stop', ground: 'income', text: '收入超过标准', facts: RICH })).toBeUndefined();
  });
});

describe('verification', () => {
  it('[HQ-103] the municipal body’s answer has a day by which it is looked for, marked as a local assumption, until the report with number and issuer is there', () => {
    const w = new Walk(HQ).apply().to('verify');
    const of = () => deadlines(w.state, w.context).find((d) => d.id === 'step.verify');
    expect(of()).toMatchObject({ from: HQ.on, due: calendar.addWorkingDays(HQ.on, of()?.parameter.value ?? 0).date, parameter: { source: { assumption: expect.stringContaining('期限') as string, req: ['HQ-103'] } } });
    w.do('handler', 'requestVerification', {}).on('2021-11-18').do('countyHandler', 'forwardVerification', {}).on('2021-11-22').report();
    expect(of()).toMatchObject({ finishedOn: '2021-11-22' });
    expect(w.state.verification.report).toMatchObject({ number: '核字1号', issuer: '核对机构', issuedOn: '2021-11-22' });
  });

  it('[LH-22] the bureau’s report is filed in the case with number and day, also one that found something', () => {
    const line = (w: Walk) => archive(w.state, w.context).find((l) => l.id === 'report');
    const w = new Walk(LH).apply().to('verify');
    expect(line(w)).toMatchObject({ name: '核对报告', present: false });
    w.do('handler', 'requestVerification', {}).do('countyHandler', 'forwardVerification', {}).do(SYSTEM, 'recordReport', w.answer(VEHICLE));
    expect(line(w)).toMatchObject({ present: true, on: LH.on });
    expect(w.state.verification.report).toMatchObject({ number: '核字1号', issuer: '核对机构', contradictions: VEHICLE });
  });
});
