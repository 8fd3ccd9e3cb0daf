import { describe, expect, it } from 'vitest';
import { payloads } from '@doudi/core/case/commands';
import { available } from '@doudi/core/case/guard';
import { deadlines } from '@doudi/core/case/deadlines';
import { openSteps, procedureOf } from '@doudi/core/case/procedure';
import { facts, PHOTO, policyWithExtra, SELF, staff, unitsOf, uuid, Walk, WIFE } from './case.fixture.ts';

/** Where the five plans differ: who confirms from which day, by which procedure and which law. */

const linhe = { county: 'linhe', unit: 'lh.tienan', on: '2022-06-15' } as const;
const route = (w: Walk): [string, string] => [w.now.route.organ, w.now.route.procedure];
const open = (w: Walk): string[] => openSteps(w.now, w.context).map((r) => r.step);
const done = (w: Walk): string[] => Object.keys(w.now.done);
const routeAt = (county: string, unit: string, on: string): [string, string] => route(new Walk({ county, unit, on }).apply());

describe('临河', () => {
  it('[LH-61, LH-62] the simplified procedure leaves out visit and appraisal, with the grounds and who knows on record', () => {
    const w = new Walk(linhe).apply();
    const known = { grounds: '上月低收入监测时已入户，情况清楚', knownBy: [staff('handler').user] };
    expect(payloads.useSimplified.safeParse({ ...known, grounds: ' ' }).success).toBe(false);
    expect(payloads.useSimplified.safeParse({ ...known, knownBy: [] }).success).toBe(false);
    expect(w.try('handler', 'useSimplified', known)).toMatchObject({ code: 'step.order' });
    w.to('investigate');
    expect(w.try('leader', 'useSimplified', known)).toMatchObject({ code: 'rights.denied' });
    expect(w.try('handler', 'assess', {})).toMatchObject({ code: 'step.order', missing: ['入户调查'] });
    w.do('handler', 'useSimplified', known);
    expect(w.state.simplified).toMatchObject({ on: '2022-06-15', grounds: known.grounds });
    expect(w.log.at(-1)).toMatchObject({ kind: 'simplified', body: known });
    expect(w.try('handler', 'useSimplified', known)).toMatchObject({ code: 'step.done' });
    expect(w.finish().state).toMatchObject({ status: 'granted', investigations: [], meetings: [{ kind: 'leadingGroup' }] });
  });

  it('[LH-61, LH-62] an objection ends the simplified procedure: visit and appraisal are held', () => {
    const w = new Walk(linhe).apply().to('investigate').do('handler', 'useSimplified', { grounds: '情况清楚', knownBy: [staff('handler').user] }).to('notice');
    w.do('handler', 'postNotice', { on: w.today, place: '公开栏', photos: [PHOTO] }).do('village', 'object', { on: w.today, channel: 'board', named: true, major: true, text: '反映' });
    expect(w.state.simplified).toBeUndefined();
    // A major dispute also brings the county into the house [LH-27].
    expect(open(w)).toEqual(['investigate', 'countyVisit']);
    expect(w.try('handler', 'useSimplified', { grounds: '情况清楚', knownBy: [staff('handler').user] })).toMatchObject({ code: 'step.absent' });
  });

  it.each([['hongqiao', 'hq.shaogongzhuang', '2021-11-15'], ['gongxian', 'gx.xunchang', '2020-11-16'], ['baoqing', 'bq.baoqing', '2022-11-15'], ['linhe', 'lh.tuanjie', '2022-06-15']])('[LH-62] in %s (%s) there is no simplified procedure', (county, unit, on) => {
    const w = new Walk({ county, unit, on }).apply().to('investigate');
    expect(w.try('handler', 'useSimplified', { grounds: '情况清楚', knownBy: [staff('handler').user] })).toMatchObject({ code: 'step.absent' });
  });

  it('[LH-57, LH-63] a confirmation needs the record of a meeting of the leading group', () => {
    const w = new Walk(linhe).apply().to('meeting');
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'step.order', missing: ['会议研究'] });
    expect(payloads.holdMeeting.safeParse({ ...w.meeting('leadingGroup'), minutes: '' }).success).toBe(false);
    w.do('leader', 'holdMeeting', w.meeting('leadingGroup'));
    expect(w.state.meetings.at(-1)).toMatchObject({ kind: 'leadingGroup', passed: true, minutes: '听取汇报，集体研究。' });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toBeUndefined();
  });

  it.each([
    [6, 3, 'meeting.quorum'], [6, 4, undefined], [3, 2, 'meeting.quorum'], [3, 3, undefined], [9, 5, 'meeting.quorum'], [9, 6, undefined], [2, 2, 'meeting.quorum'], [3, 4, 'meeting.votes'],
  ])('[LH-63] of %s expected %s present: %s', (expected, present, code) => {
    const w = new Walk(linhe).apply().to('meeting');
    const no = w.try('leader', 'holdMeeting', w.meeting('leadingGroup', { expected, present, votesFor: present }));
    if (code === undefined) expect(no).toBeUndefined();
    else expect(no).toMatchObject({ code });
  });

  it('[LH-63] two thirds of those present carry it, short of that nothing is granted', () => {
    const meet = (votesFor: number): Walk => {
      const w = new Walk(linhe).apply().to('meeting');
      return w.do('leader', 'holdMeeting', w.meeting('leadingGroup', { votesFor, votesAgainst: 6 - votesFor }));
    };
    expect(meet(4).try('leader', 'decide', { outcome: 'grant' })).toBeUndefined();
    const lost = meet(3);
    expect(lost.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'meeting.votes', allowed: ['退回补正'] });
    lost.do('leader', 'returnTo', { step: 'meeting', reason: '补充调查后再议' }).do('leader', 'holdMeeting', lost.meeting('leadingGroup'));
    expect(lost.try('leader', 'decide', { outcome: 'grant' })).toBeUndefined();
    const w = new Walk(linhe).apply().to('meeting');
    expect(w.try('leader', 'holdMeeting', w.meeting('leadingGroup', { votesFor: 6, votesAgainst: 1 }))).toMatchObject({ code: 'meeting.votes' });
  });

  it('[LH-63] the leading group does not meet before the notice is over, nor at the handler’s call', () => {
    const w = new Walk(linhe).apply().to('appraise');
    expect(w.try('handler', 'holdMeeting', w.meeting('leadingGroup'))).toMatchObject({ code: 'rights.denied' });
    expect(w.try('leader', 'holdMeeting', w.meeting('leadingGroup'))).toMatchObject({ code: 'step.order' });
    expect(w.try('handler', 'holdMeeting', w.meeting('appraisal'))).toBeUndefined();
  });

  it('relatives of the household do not sit in the meeting', () => {
    const w = new Walk(linhe).apply().to('meeting');
    w.related = [uuid(8002)];
    expect(w.try('leader', 'holdMeeting', w.meeting('leadingGroup'))).toMatchObject({ code: 'person.related', missing: [`{person:${uuid(8002)}}`] });
  });

  it.each([
    [0, 'a', 73_170, '一类'], [32_520, 'a', 146_340, '一类'], [32_522, 'b', 97_560, '二类'], [97_560, 'b', 97_560, '二类'], [97_562, 'c', 48_780, '三类'], [162_598, 'c', 48_780, '三类'],
  ])('[LH-53, LH-54] an income of %s fen in a household of two is tier %s', (income, tier, monthly) => {
    const two = income > 0;
    const w = new Walk({ ...linhe, facts: facts(two ? { incomes: [{ person: WIFE, kind: 'pension', monthly: income }], obligors: [] } : { members: [facts().members[0]], incomes: [], obligors: [] }) }).apply().finish();
    expect(w.state).toMatchObject({ status: 'granted', assessment: { tier }, decision: { monthlyFen: monthly } });
  });

  it('[LH-04] exactly the five listed delegates confirm; everywhere else the district does', () => {
    const listed = ['lh.wulantuke', 'lh.shuanghe', 'lh.tienan', 'lh.jinchuan', 'lh.langshan-nongchang'];
    const places = unitsOf('linhe').filter((u) => u.parent === 'lh' && (u.from ?? '') <= '2022-06-15' && (u.to ?? '9999') >= '2022-06-15');
    expect(places.length).toBeGreaterThan(15);
    for (const u of places) expect(routeAt('linhe', u.id, '2022-06-15'), u.name).toEqual(listed.includes(u.id) ? ['unit', 'lh'] : ['county', 'nat-57']);
    const w = new Walk({ ...linhe, unit: 'lh.tuanjie' }).apply().to('decide');
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'rights.denied', allowed: ['县级负责人'] });
  });

  it('[LH-67] a village assists: it files and takes papers, and accepts nothing', () => {
    const w = new Walk(linhe).apply({ via: 'village', agent: { kind: 'village', reason: '行动不便' }, materials: ['id-card'] }, staff('village'));
    expect(w.try('village', 'receiveMaterials', { materials: ['household-register'] })).toBeUndefined();
    expect(w.try('village', 'accept', {})).toMatchObject({ code: 'rights.denied' });
  });

  it('[LH-86] withdrawing an entrustment moves a case in progress to the county; nothing is lost and nothing starts again', () => {
    const w = new Walk(linhe).apply().to('meeting');
    const before = w.state;
    w.withdrawals.push({ entrustment: 'lh-entrust-2022', unit: 'lh.tienan', from: '2022-06-24', reason: '整改' });
    w.on('2022-06-23');
    expect(route(w)).toEqual(['unit', 'lh']);
    w.on('2022-06-24');
    expect(route(w)).toEqual(['county', 'nat-57']);
    // The buttons judge by the route of today although no act has written it yet.
    expect(available(w.state, w.context, staff('leader')).find((a) => a.command === 'holdMeeting')?.refusal).toMatchObject({ code: 'step.absent' });
    expect(available(w.state, w.context, staff('countyHandler')).find((a) => a.command === 'giveCountyReview')?.refusal).toBeUndefined();
    w.do('countyHandler', 'giveCountyReview', { outcome: 'agree', text: '同意' });
    expect(w.log.at(-2)).toMatchObject({ kind: 'routed', actor: { post: 'system' }, body: { organ: 'county', reason: '委托 演示委〔2022〕2号 已自 2022-06-24 起收回：整改' } });
    expect(w.state).toMatchObject({ done: before.done, notices: before.notices, investigations: before.investigations, assessment: before.assessment, opinion: before.opinion, applicationDate: before.applicationDate, receipt: before.receipt });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'rights.denied' });
    w.do('countyLeader', 'decide', { outcome: 'grant' });
    expect(w.state.decision).toMatchObject({ organ: 'county', entrustment: undefined, monthlyFen: 97_560 });
  });

  it('[LH-86] a simplified case that moves to the county is visited, because the county’s procedure knows no simplified form', () => {
    const w = new Walk(linhe).apply().to('investigate').do('handler', 'useSimplified', { grounds: '情况清楚', knownBy: [staff('handler').user] });
    w.withdrawals.push({ entrustment: 'lh-entrust-2022', from: '2022-06-15', reason: '整改' });
    expect(open(w)).toEqual(['investigate']);
  });

  it('[LH-86] so is one whose opinion was already given: the visit is made up and the opinion stands', () => {
    const w = new Walk(linhe).apply().to('investigate').do('handler', 'useSimplified', { grounds: '情况清楚', knownBy: [staff('handler').user] }).to('meeting');
    const { opinion } = w.state;
    w.withdrawals.push({ entrustment: 'lh-entrust-2022', from: w.today, reason: '整改' });
    w.do('handler', 'recordInvestigation', w.visit());
    expect(w.state.opinion).toEqual(opinion);
    expect(w.finish().state).toMatchObject({ status: 'granted', decision: { organ: 'county' } });
  });
});

describe('红桥', () => {
  it('[HQ-21] in the pilot only the listed streets confirm, from the first day of the plan', () => {
    const streets = unitsOf('hongqiao').filter((u) => u.kind === 'street' && u.to === undefined);
    for (const u of streets) expect(routeAt('hongqiao', u.id, '2021-11-15')[0], u.name).toBe(u.id === 'hq.shaogongzhuang' ? 'unit' : 'county');
    expect(routeAt('hongqiao', 'hq.shaogongzhuang', '2021-09-03')).toEqual(['county', 'nat-57']);
    expect(routeAt('hongqiao', 'hq.shaogongzhuang', '2021-09-04')).toEqual(['unit', 'hq']);
    const w = new Walk({ county: 'hongqiao', unit: 'hq.xigu', on: '2021-11-15' }).apply().to('decide');
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'rights.denied' });
  });

  it('双环邨, gone to another district, has its cases confirmed by the county without a crash', () => {
    const w = new Walk({ county: 'hongqiao', unit: 'hq.shuanghuancun', on: '2021-11-15' }).apply();
    expect(w.state.route).toMatchObject({ organ: 'county', reason: expect.stringContaining('2021-02-07') as string });
  });
});

describe('珙县', () => {
  it('[GX-16] the six first townships confirm applications from 1 May 2020; of the day before, the county', () => {
    for (const unit of ['gx.xunchang', 'gx.gongquan', 'gx.didong', 'gx.xiaoer', 'gx.mutan', 'gx.wangjia']) {
      expect(routeAt('gongxian', unit, '2020-04-30'), unit).toEqual(['county', 'nat-220']);
      expect(routeAt('gongxian', unit, '2020-05-01'), unit).toEqual(['unit', 'gx']);
    }
    expect(routeAt('gongxian', 'gx.luobiao', '2020-05-01')).toEqual(['county', 'nat-220']);
  });

  it('[GX-16] a case applied for on the day before is the township’s once its authority has begun: the day of decision counts', () => {
    const w = new Walk({ county: 'gongxian', unit: 'gx.xunchang', on: '2020-04-30' }).apply();
    expect(route(w)).toEqual(['county', 'nat-220']);
    w.on('2020-05-06');
    expect(route(w)).toEqual(['unit', 'gx']);
  });

  it('[GX-17, GX-90] the others decide from 1 October 2020: the same case is the county’s on 30 September and the township’s on the next day', () => {
    const w = new Walk({ county: 'gongxian', unit: 'gx.luobiao', on: '2020-09-14' }).apply().to('countyReview').on('2020-09-30');
    expect(route(w)).toEqual(['county', 'nat-220']);
    expect(w.try('reviewer', 'giveReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'step.absent' });
    w.on('2020-10-01');
    expect(route(w)).toEqual(['unit', 'gx']);
    expect(w.try('countyHandler', 'giveCountyReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'step.absent' });
    w.do('reviewer', 'giveReview', { outcome: 'agree', text: '同意' });
    expect(w.try('countyLeader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'rights.denied' });
    w.do('leader', 'decide', { outcome: 'grant' });
    expect(w.state.decision).toMatchObject({ organ: 'unit', entrustment: 'gx-entrust-2020-10' });
  });

  it('[GX-17, LH-86] a county’s notice that is running when the township’s authority begins falls away; the case goes on to the township’s review', () => {
    const w = new Walk({ county: 'gongxian', unit: 'gx.luobiao', on: '2020-09-14' }).apply().to('countyNotice').on('2020-09-28').do('countyHandler', 'postNotice', { on: '2020-09-28', place: '县公开栏', photos: [PHOTO] });
    w.on('2020-10-09').do('reviewer', 'giveReview', { outcome: 'agree', text: '同意' });
    expect(w.state.notices).toMatchObject([{ level: 'unit', closedOn: expect.any(String) as string }]);
    expect(w.finish().state.decision?.organ).toBe('unit');
  });

  it('[GX-57] a village assists and confirms nothing, in no step of the case', () => {
    const w = new Walk({ county: 'gongxian', unit: 'gx.xunchang', on: '2020-11-16' }).apply();
    for (const step of ['accept', 'verify', 'opine', 'review', 'decide'] as const) {
      w.to(step);
      for (const outcome of ['grant', 'refuse'] as const) expect(w.try('village', 'decide', { outcome, reason: '理由' })).toMatchObject({ code: 'rights.denied' });
      expect(w.try('village', 'giveReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'rights.denied' });
    }
  });

  it('[GX-04] who accepted, who reviewed and who confirmed is named on the case', () => {
    const w = new Walk({ county: 'gongxian', unit: 'gx.xunchang', on: '2020-11-16' }).apply().finish();
    expect(w.state.done).toMatchObject({ accept: { by: staff('handler') }, review: { by: staff('reviewer') }, decide: { by: staff('leader') } });
    expect(w.state.decision?.by).toEqual(staff('leader'));
  });
});

describe('宝清', () => {
  it('[BQ-10] who accepted, who investigated and who confirmed is named on the case', () => {
    const w = new Walk({ county: 'baoqing', unit: 'bq.baoqing', on: '2022-11-15' }).apply().do(staff('handler', 4), 'accept', {}).finish();
    expect(w.state.done.accept?.by).toEqual(staff('handler', 4));
    expect(w.state.investigations[0]).toMatchObject({ investigators: [staff('handler').user, staff('handler', 1).user], by: staff('handler') });
    expect(w.state.decision?.by).toEqual(staff('leader'));
  });

  it('[BQ-36, BQ-37] the amount paid is the difference between standard and income per head, over the household', () => {
    const w = new Walk({ county: 'baoqing', unit: 'bq.baoqing', on: '2022-11-15' }).apply().finish();
    expect(w.state.decision).toMatchObject({ outcome: 'grant', monthlyFen: 2 * 66_900 - 60_000, fromMonth: '2022-12' });
    const rural = new Walk({ county: 'baoqing', unit: 'bq.baoqing', on: '2022-11-15', facts: facts({ area: 'rural', incomes: [{ person: SELF, kind: 'pension', monthly: 88_199 }] }) }).apply().finish();
    expect(rural.state.decision?.monthlyFen).toBe(1);
    const none = new Walk({ county: 'baoqing', unit: 'bq.baoqing', on: '2022-11-15', facts: facts({ area: 'rural', incomes: [{ person: SELF, kind: 'pension', monthly: 88_200 }] }) }).apply().finish();
    expect(none.state).toMatchObject({ status: 'refused', decision: { monthlyFen: 0 } });
  });

  it('where authority is delegated a case applied for from 20 October 2022 is due in twenty working days, before that in thirty', () => {
    const due = (on: string): unknown => {
      const w = new Walk({ county: 'baoqing', unit: 'bq.baoqing', on }).apply().do('handler', 'accept', {});
      return deadlines(w.state, w.context).find((d) => d.id === 'case');
    };
    expect(due('2022-10-19')).toMatchObject({ due: '2022-11-30', parameter: { value: 30 } });
    expect(due('2022-10-20')).toMatchObject({ due: '2022-11-17', parameter: { value: 20 } });
    expect(due('2022-11-15')).toMatchObject({ due: '2022-12-13', parameter: { value: 20 } });
  });
});

describe('西秀', () => {
  it('nothing was entrusted: every unit’s cases are confirmed by the district, whatever the year', () => {
    for (const u of unitsOf('xixiu').filter((x) => x.parent === 'xx' && x.to === undefined)) for (const on of ['2019-04-15', '2026-11-20']) if ((u.from ?? '') <= on) expect(routeAt('xixiu', u.id, on)[0], u.name).toBe('county');
  });

  it('by the measure of 2012 the appraisal is mandatory, and the county posts a notice of its own of seven days after its review', () => {
    const w = new Walk({ county: 'xixiu', unit: 'xx.jiuzhou', on: '2019-04-15' }).apply().to('appraise');
    w.do('handler', 'assess', {});
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '同意' })).toMatchObject({ code: 'step.order', missing: ['民主评议'] });
    w.to('countyReview').wait(2).do('countyHandler', 'giveCountyReview', { outcome: 'agree', text: '同意' });
    expect(w.try('countyLeader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'step.order', missing: ['县级公示'] });
    expect(w.try('handler', 'postNotice', { on: w.today, place: '村公开栏', photos: [PHOTO] })).toMatchObject({ code: 'rights.denied' });
    expect(w.try('countyHandler', 'postNotice', { on: '2019-04-16', place: '区公开栏', photos: [PHOTO] })).toMatchObject({ code: 'date.order' });
    w.do('countyHandler', 'postNotice', { on: w.today, place: '区公开栏', photos: [PHOTO] });
    expect(w.state.notices.at(-1)).toMatchObject({ level: 'county', on: '2019-04-25', until: '2019-05-05' });
    w.on('2019-05-05');
    expect(w.try('countyHandler', 'closeNotice', { on: w.today, photos: [PHOTO] })).toMatchObject({ code: 'notice.running' });
    w.on('2019-05-06');
    expect(w.try('handler', 'closeNotice', { on: w.today, photos: [PHOTO] })).toMatchObject({ code: 'rights.denied' });
    w.do('countyHandler', 'closeNotice', { on: w.today, photos: [PHOTO] }).do('countyLeader', 'decide', { outcome: 'grant' });
    expect(w.state.decision).toMatchObject({ organ: 'county', monthlyFen: 70_000 });
    expect(w.state.decision?.entrustment).toBeUndefined();
  });

  it('an opinion taken back after the county’s review is reviewed by the county again', () => {
    const w = new Walk({ county: 'xixiu', unit: 'xx.jiuzhou', on: '2019-04-15' }).apply().to('countyNotice').do('handler', 'assess', {});
    expect(done(w)).not.toContain('countyReview');
    expect(w.to('decide').log.filter((a) => a.kind === 'countyReviewed')).toHaveLength(2);
  });

  it('the law is that of the day of application: 30 June 2021 the measure of 2012, 1 July the measure of 2021, to the end of the case', () => {
    const old = new Walk({ county: 'xixiu', unit: 'xx.jiuzhou', on: '2021-06-30' }).apply();
    expect(procedureOf(old.state, old.context).id).toBe('nat-220');
    expect(old.wait(3).to('decide').state.meetings).toMatchObject([{ kind: 'appraisal' }]);
    expect(old.state.notices.map((n) => n.level)).toEqual(['unit', 'county']);
    const young = new Walk({ county: 'xixiu', unit: 'xx.jiuzhou', on: '2021-07-01' }).apply();
    expect(procedureOf(young.state, young.context).id).toBe('nat-57');
    expect(young.to('decide').state).toMatchObject({ meetings: [], notices: [{ level: 'unit' }] });
    expect(routeAt('xixiu', 'xx.jiuzhou', '2022-10-19')[1]).toBe('nat-57');
    expect(routeAt('xixiu', 'xx.jiuzhou', '2022-10-20')[1]).toBe('nat-83');
  });

  it('a household registered as a staff relative’s is visited by the county before it agrees', () => {
    const w = new Walk({ county: 'xixiu', unit: 'xx.jiuzhou', on: '2021-07-01', relativeFiled: true }).apply().to('countyReview');
    expect(w.try('countyHandler', 'giveCountyReview', { outcome: 'agree', text: '同意' })).toMatchObject({ missing: ['县级入户'], clause: '《最低生活保障审核确认办法》（民发〔2021〕57号）第二十条' });
    const visit = (...visitors: string[]) => ({ outcome: 'agree' as const, text: '同意', homeVisit: true, visitors });
    const [one, two] = [staff('countyHandler').user, staff('countyHandler', 1).user];
    for (const short of [visit(), visit(one), visit(one, one)]) expect(w.try('countyHandler', 'giveCountyReview', short)).toMatchObject({ code: 'investigation.persons' });
    w.related = [two];
    expect(w.try('countyHandler', 'giveCountyReview', visit(one, two))).toMatchObject({ code: 'person.related' });
    w.related = [];
    expect(w.try('countyHandler', 'giveCountyReview', visit(one, two))).toBeUndefined();
  });
});

describe('programmes that no plan has, by one policy file', () => {
  const policy = { hongqiao: policyWithExtra('hongqiao', ['hq.shaogongzhuang']), xixiu: policyWithExtra('xixiu') };
  it.each([
    ['winter-heating', 80_000], ['school-entry', 300_000], ['hardship-monthly', 20_000],
  ])('%s runs from application to decision at the county, with its own papers and sum', (programme, fen) => {
    const w = new Walk({ county: 'xixiu', unit: 'xx.jiuzhou', on: '2019-11-15', policy: policy.xixiu, programme });
    expect(w.tryApply({ materials: ['household-register'] })).toMatchObject({ code: 'materials.unlisted' });
    w.apply();
    expect(route(w)).toEqual(['county', 'extra-county']);
    expect(w.try('handler', 'signAuthorisation', { persons: [SELF], signedOn: w.today, method: 'paper' })).toMatchObject({ code: 'step.absent' });
    w.to('decide');
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'rights.denied' });
    w.finish();
    expect(w.state).toMatchObject({ status: 'granted', programme, decision: { organ: 'county', monthlyFen: fen } });
    expect(w.log.map((a) => a.kind)).toEqual(['applied', 'routed', 'accepted', 'assessed', 'opined', 'noticePosted', 'noticeClosed', 'decided', 'delivered']);
  });

  it.each([
    ['winter-heating', 80_000], ['hardship-monthly', 20_000],
  ])('%s is confirmed by the street where it is entrusted', (programme, fen) => {
    const w = new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15', policy: policy.hongqiao, programme }).apply().finish();
    expect(w.state).toMatchObject({ status: 'granted', decision: { organ: 'unit', entrustment: 'extra-entrust', monthlyFen: fen, by: staff('leader') } });
  });

  it('a sum above the limit of the entrustment goes to the county, which the case says', () => {
    const w = new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15', policy: policy.hongqiao, programme: 'school-entry' }).apply().to('opine');
    expect(route(w)).toEqual(['unit', 'extra-unit']);
    w.to('decide');
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'rights.denied', allowed: ['县级负责人'] });
    w.finish();
    expect(w.state.route).toMatchObject({ organ: 'county', reason: '金额超过委托书 演示委9号 的限额 2,000.00 元，由县级确认' });
    expect(w.state).toMatchObject({ status: 'granted', decision: { organ: 'county', entrustment: undefined, monthlyFen: 300_000 } });
  });

  it('its paper is asked for where the situation calls for it, and its own limit counts', () => {
    const student = facts({ members: [facts().members[0], { person: WIFE, relation: 'child', birth: '2003-05-06', sex: 'female', occupation: 'student' }] });
    const w = new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15', policy: policy.hongqiao, programme: 'school-entry', facts: student }).apply({ materials: ['id-card'] });
    expect(w.try('handler', 'accept', {})).toMatchObject({ code: 'materials.missing', missing: ['录取通知书'] });
    w.do('handler', 'receiveMaterials', { materials: ['admission'] }).do('handler', 'accept', {});
    expect(deadlines(w.state, w.context).find((d) => d.id === 'case')).toMatchObject({ parameter: { value: 10 } });
  });
});
