import { reliefClock } from '@doudi/core/case/aid/clock';
import type { AidContext } from '@doudi/core/case/aid/found';
import type { HouseholdFacts } from '@doudi/core/case/facts';
import { isLate, type Deadline } from '@doudi/core/case/deadlines';
import { progress } from '@doudi/core/notice/progress';
import { describe, expect, it } from 'vitest';
import { due, event, expense, GX, HQ, jinan, KNOWN, open, relief, urgent, zhichu } from './aid.fixture.ts';
import { policyOf, SELF, uuid, type Walk, WIFE } from './case.fixture.ts';

describe('papers and places', () => {
  it('[HQ-85, HQ-86, HQ-87] 红桥 asks an urgent applicant for identity and event papers, an agent for two more, and nothing else', () => {
    const asked = (id: string) => policyOf('hongqiao').programme(id, HQ.on)?.documents.filter((d) => d.kind === 'application').map((d) => [d.id, d.when]);
    expect(asked('jinan')).toEqual([['id-proof', 'always'], ['event-papers', 'always'], ['agent-id', 'agent'], ['agent-letter', 'agent']]);
    const w = jinan(HQ);
    expect(w.tryApply({ materials: ['household-register'] })).toMatchObject({ code: 'materials.unlisted' });
    w.apply({ materials: ['id-proof', 'event-papers'], agent: { kind: 'other', person: WIFE, reason: '住院' } });
    expect(w.try('handler', 'accept', {})).toMatchObject({ code: 'materials.missing', missing: ['代理人身份证', '申请人签字的授权委托书'] });
  });

  it('[HQ-90, HQ-91, HQ-92, HQ-93] for necessary expenditure: identity card and household book, papers of the expenditure, of income and property, and of liability where somebody else pays', () => {
    const w = zhichu(HQ, expense(600_000)).apply({ materials: [] });
    expect(w.try('handler', 'accept', {})).toMatchObject({ missing: ['申请人身份证', '户口簿', '教育、医疗等生活必需支出的相关材料', '家庭成员或者申请人收入、财产等相关材料'] });
    const paid = zhichu(HQ, expense(600_000, { compensation: { text: '肇事方赔偿', fen: 100_000 } })).apply({ materials: [] });
    expect(paid.try('handler', 'accept', {})?.missing).toContain('责任认定及赔偿认定等材料');
  });

  it('[HQ-94] is accepted when the last paper is there and not before, by the way that the district’s rule has for it', () => {
    const w = zhichu(HQ, expense(600_000)).apply({ materials: ['id-card', 'household-register', 'expense-papers'] });
    expect(w.try('handler', 'accept', {})).toMatchObject({ code: 'materials.missing', missing: ['家庭成员或者申请人收入、财产等相关材料'] });
    w.do('handler', 'receiveMaterials', { materials: ['economy-papers'] }).do('handler', 'accept', {});
    expect(w.state.status).toBe('accepted');
    expect(w.state.route.procedure).toMatch(/^hq-/);
  });

  it('[HQ-84, HQ-168] urgent help is applied for where one lives, is registered, or where it happened; nobody is sent on', () => {
    const elsewhere = { at: 'province' as const, place: '外省', permit: false };
    for (const f of [urgent({ on: HQ.on }), urgent({ on: HQ.on }, 1, { registration: elsewhere }), urgent({ on: HQ.on, elsewhere: true }, 1, { registration: elsewhere }), urgent({ on: HQ.on, emergency: true, elsewhere: true }, 1, { registration: elsewhere })]) {
      const w = jinan(HQ, f).apply().do('handler', 'accept', {});
      expect(w.state.status).toBe('accepted');
    }
  });

  it('[HQ-89] necessary expenditure is applied for where the household is registered: another district is named, another street gets the papers handed over', () => {
    expect(zhichu(HQ, expense(600_000, { registration: { at: 'county', place: '河北区', permit: true } })).tryApply()).toMatchObject({ code: 'place.wrong', allowed: expect.arrayContaining(['向户籍所在地乡镇（街道）申请']) as unknown });
    const w = zhichu(HQ, expense(600_000, { registration: { at: 'unit', place: '西沽街道', unit: 'hq.xigu', permit: false } })).apply();
    expect(w.try('handler', 'accept', {})).toMatchObject({ code: 'place.wrong', allowed: ['移交办理'] });
    expect(jinan(HQ, urgent({ on: HQ.on }, 1, { registration: { at: 'unit', place: '西沽街道', unit: 'hq.xigu', permit: false } })).apply().try('handler', 'accept', {})).toBeUndefined();
  });

  it('before the place of the event counted, a stranger was helped on to the rescue station; what cannot wait was taken in all the same', () => {
    const f = (emergency: boolean): HouseholdFacts => urgent({ on: '2020-05-11', elsewhere: true, emergency }, 1, { registration: { at: 'province', place: '外省', permit: false } });
    const at = { ...GX, on: '2020-05-11' };
    expect(jinan(at, f(false)).tryApply()).toMatchObject({ code: 'place.wrong', allowed: expect.arrayContaining(['协助向本县救助管理机构申请']) as unknown });
    expect(jinan(at, f(true)).tryApply()).toBeUndefined();
    expect(jinan({ ...GX, on: '2020-11-16' }, { ...f(false), event: event({ on: '2020-11-16', elsewhere: true }) }).tryApply()).toBeUndefined();
  });

  it('an application names a cause of its own type; one of the other type is told so', () => {
    expect(jinan(HQ, { ...urgent(), event: undefined } as unknown as HouseholdFacts).tryApply()).toMatchObject({ code: 'input.invalid', fields: [{ path: 'facts.event' }] });
    expect(jinan(HQ, urgent({ cause: 'medical', on: HQ.on })).tryApply()).toMatchObject({ code: 'input.invalid', allowed: ['改为申请支出型临时救助'] });
    expect(jinan(HQ, urgent({ on: '2021-11-16' })).tryApply()).toMatchObject({ code: 'date.order' });
  });

  it('by telephone, or where help cannot wait, the signature comes later; at the window it is there', () => {
    expect(jinan(HQ).tryApply({ declaredOn: undefined })).toMatchObject({ code: 'input.invalid' });
    expect(jinan(HQ).tryApply({ declaredOn: undefined, via: 'telephone' })).toBeUndefined();
    expect(jinan(HQ, urgent({ on: HQ.on, emergency: true })).tryApply({ declaredOn: undefined })).toBeUndefined();
  });
});

describe('what cannot wait', () => {
  const emergency = (on: string = HQ.on, time = '10:00'): Walk => {
    const w = jinan({ ...HQ, on }, urgent({ on, emergency: true }));
    w.time = time;
    return w.apply({ materials: [], via: 'telephone', declaredOn: undefined });
  };

  it('[HQ-88] is accepted without its papers; they are owed until they are all there, also after the decision', () => {
    expect(jinan(HQ).apply({ materials: [] }).try('handler', 'accept', {})).toMatchObject({ code: 'materials.missing' });
    const w = emergency().do('handler', 'accept', {}).do('handler', 'tellMissing', {});
    w.do('handler', 'giveAid', relief(w));
    expect(due(w, 'papers')).toMatchObject({ from: HQ.on, due: '2021-11-22', finishedOn: undefined });
    w.finish();
    expect(w.state.status).toBe('granted');
    w.on('2021-11-24').do('handler', 'receiveMaterials', { materials: ['id-proof'] });
    expect(due(w, 'papers')).toMatchObject({ finishedOn: undefined });
    w.do('handler', 'receiveMaterials', { materials: ['event-papers'] });
    // Applied for by telephone: the signature on the application is owed like the papers.
    expect(due(w, 'papers')).toMatchObject({ finishedOn: undefined });
    w.do('handler', 'receiveMaterials', { materials: ['signed-application'] });
    expect(due(w, 'papers')).toMatchObject({ finishedOn: '2021-11-24' });
    expect(w.try('handler', 'receiveMaterials', { materials: ['agent-id'] })).toMatchObject({ code: 'case.closed' });
  });

  it('[HQ-136, HQ-138] is relieved first: no investigation, opinion or decision stands before it, and the decision waits for it', () => {
    const w = emergency().do('handler', 'accept', {});
    expect(open(w)).toEqual(['relieve', 'investigate']);
    w.do('handler', 'recordInvestigation', w.visit()).do('handler', 'assess', {}).do('handler', 'giveOpinion', { outcome: 'grant', text: '属实' }).do('reviewer', 'giveReview', { outcome: 'agree', text: '同意' });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'step.order', missing: ['先行救助'] });
    w.do('handler', 'giveAid', relief(w));
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toBeUndefined();
  });

  it.each([
    ['2021-11-15', '10:00', '2021-11-16T02:00:00.000Z', '2021-11-16'],
    ['2021-11-15', '23:30', '2021-11-16T15:30:00.000Z', '2021-11-16'],
    ['2021-12-31', '23:59', '2022-01-01T15:59:00.000Z', '2022-01-01'],
    ['2021-09-30', '16:00', '2021-10-01T08:00:00.000Z', '2021-10-01'],
  ])('[HQ-137, HQ-169] is in hand within 24 hours of the application, night and holidays counted: applied %s %s', (on, time, dueAt, day) => {
    const w = emergency(on, time).do('handler', 'accept', {});
    expect(due(w, 'step.relieve')).toMatchObject({ dueAt, due: day });
    expect(due(w, 'step.relieve')?.finishedOn).toBeUndefined();
    const d = () => due(w, 'step.relieve') as Deadline;
    const at = (instant: string): boolean => isLate(d(), { now: instant, today: instant.slice(0, 10) });
    expect([at(dueAt), at(new Date(Date.parse(dueAt) + 60_000).toISOString())]).toEqual([false, true]);
    w.on(day, time).do('handler', 'giveAid', relief(w));
    expect(d()).toMatchObject({ finishedOn: day });
    expect(reliefClock(w.now, w.context)).toMatchObject({ dueAt, inTime: true });
    expect(isLate(d(), { now: '2022-03-01T00:00:00+08:00', today: '2022-03-01' })).toBe(false);
  });

  it('[HQ-137] late is late to the minute, and blocks nothing', () => {
    const w = emergency('2021-11-15', '10:00').do('handler', 'accept', {});
    w.on('2021-11-16', '10:01').do('handler', 'giveAid', relief(w));
    expect(isLate(due(w, 'step.relieve') as Deadline, w.context)).toBe(true);
    expect(reliefClock(w.now, w.context)).toMatchObject({ inTime: false });
    expect(w.finish().state.status).toBe('granted');
  });

  it('[HQ-142, HQ-176] its formalities are due five working days after the relief, those of other urgent cases after acceptance', () => {
    const w = emergency('2021-11-15', '22:00').do('handler', 'accept', {});
    w.on('2021-11-16', '09:00').do('handler', 'giveAid', relief(w));
    expect(due(w, 'case')).toMatchObject({ from: '2021-11-16', due: '2021-11-23', parameter: { value: 5, unit: 'wd', source: { assumption: expect.stringContaining('起算') as string } } });
    expect(due(jinan(HQ).apply().do('handler', 'accept', {}), 'case')).toMatchObject({ from: HQ.on, due: '2021-11-22' });
  });

  it('[HQ-139, HQ-140, HQ-141] other urgent cases: staff learn the event, the handler gives an opinion, the department confirms, the leader decides', () => {
    const w = jinan(HQ).apply().do('handler', 'accept', {});
    expect(open(w)).toEqual(['investigate']);
    expect(w.try('handler', 'assess', {})).toMatchObject({ code: 'step.order' });
    w.do('handler', 'recordInvestigation', w.visit()).do('handler', 'assess', {});
    expect(w.try('reviewer', 'giveReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'step.order', missing: ['初审意见'] });
    w.do('handler', 'giveOpinion', { outcome: 'grant', text: '属实' });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'step.order' });
    expect(w.try('handler', 'giveReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'rights.denied' });
    w.do('reviewer', 'giveReview', { outcome: 'agree', text: '同意' });
    expect(w.try('reviewer', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'rights.denied' });
    w.do('leader', 'decide', { outcome: 'grant' });
    expect(w.state.decision).toMatchObject({ outcome: 'grant', monthlyFen: 2 * 3 * 101_000, organ: 'unit' });
  });

  it('no less is granted than is in hand already', () => {
    const w = jinan(HQ, urgent({ on: HQ.on, emergency: true }, 1)).apply().do('handler', 'accept', {});
    w.do('handler', 'giveAid', relief(w, 200_000)).to('opine').do('handler', 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: 101_000 }).do('reviewer', 'giveReview', { outcome: 'agree', text: '同意' });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'opinion.amount', rule: expect.stringContaining('先行救助已给付 2,000.00 元') as string });
  });

  it('an urgent event found untrue is refused with the reason, and no relief is owed any more', () => {
    const w = emergency().do('handler', 'accept', {}).do('handler', 'recordInvestigation', { ...emergency().visit(), findings: '没有失火。' }).do('handler', 'assess', {});
    w.do('handler', 'giveOpinion', { outcome: 'refuse', text: '经核实没有发生火灾。' });
    expect(open(w)).toEqual(['review']);
    w.do('reviewer', 'giveReview', { outcome: 'agree', text: '同意' }).do('leader', 'decide', { outcome: 'refuse', reason: '经核实没有发生火灾。' });
    expect(w.state.status).toBe('refused');
  });
});

describe('necessary expenditure', () => {
  it('[HQ-143] what was spent is looked into before the sum is found, for whoever is on a roll as well', () => {
    const w = zhichu(HQ, expense(600_000), { aid: KNOWN }).apply().do('handler', 'accept', {});
    expect(open(w)).toEqual(['investigate']);
    expect(w.try('handler', 'assess', {})).toMatchObject({ code: 'step.order', missing: ['入户调查'] });
  });

  it('[HQ-144, HQ-145, HQ-146] a household on a roll: no investigation of its economy, seven working days; any other: first the economy, fifteen', () => {
    const known = zhichu(HQ, expense(600_000), { aid: KNOWN }).apply().do('handler', 'accept', {});
    expect(due(known, 'case')).toMatchObject({ from: HQ.on, due: '2021-11-24', parameter: { value: 7 } });
    expect(known.try('handler', 'requestVerification', {})).toMatchObject({ code: 'step.absent' });
    const other = zhichu(HQ, expense(600_000)).apply().do('handler', 'accept', {}).do('handler', 'recordInvestigation', { ...zhichu(HQ, expense(1)).visit(), on: HQ.on });
    expect(due(other, 'case')).toMatchObject({ due: '2021-12-06', parameter: { value: 15 } });
    expect(other.try('handler', 'assess', {})).toMatchObject({ code: 'step.order', missing: ['信息核对'] });
  });

  it('[HQ-144] by the plan also a low-income household is known, by the nation’s rule only living allowance and support', () => {
    const low: AidContext = { prior: [], running: [{ case: uuid(77), number: 'x', programme: 'dishouru', status: 'granted' }] };
    expect(open(zhichu(HQ, expense(600_000), { aid: low }).apply().do('handler', 'accept', {}))).toEqual(['investigate']);
    expect(open(zhichu({ ...HQ, on: '2021-09-03' }, expense(600_000), { aid: low }).apply().do('handler', 'accept', {}))).toContain('authorise');
    const ended: AidContext = { prior: [], running: [{ case: uuid(77), number: 'x', programme: 'dibao', status: 'applied' }] };
    expect(open(zhichu(HQ, expense(600_000), { aid: ended }).apply().do('handler', 'accept', {}))).toContain('authorise');
  });

  it('what was established at intake stands, also where the case is later judged without looking it up', () => {
    const w = zhichu(HQ, expense(600_000), { aid: KNOWN }).apply().do('handler', 'accept', {});
    w.aid = undefined;
    expect(open(w)).toEqual(['investigate']);
    expect(w.state.found).toEqual(KNOWN);
  });

  it('[HQ-147] a refusal with its reasons is due in writing three working days after the decision', () => {
    const w = zhichu(HQ, expense(100_000), { aid: KNOWN }).apply().finish();
    expect(w.state).toMatchObject({ status: 'refused', opinion: { outcome: 'refuse' } });
    expect(w.state.assessment?.grounds).toEqual(['aidCost']);
    expect(due(w, 'step.deliver')).toMatchObject({ from: w.state.decision?.on, parameter: { key: 'deadline.serve-refusal', value: 3, source: { req: ['HQ-147'] } } });
    const again = zhichu(HQ, expense(600_000), { aid: KNOWN }).apply().to('review').do('reviewer', 'returnTo', { step: 'opine', reason: '再核' });
    expect(again.try('handler', 'giveOpinion', { outcome: 'refuse', text: '不给' })).toMatchObject({ code: 'opinion.amount' });
  });

  it('a household above the disposable income or over the property limit fails, with its working; the same on a roll is not asked', () => {
    const rich = expense(600_000, { incomes: [{ person: SELF, kind: 'wage', monthly: 900_000 }], properties: [{ kind: 'deposit', value: 90_000_000 }] });
    const w = zhichu(HQ, rich).apply().to('opine');
    expect(w.state.assessment).toMatchObject({ eligible: false, grounds: ['disposable', 'property'], monthlyFen: 0 });
    expect(zhichu(HQ, rich, { aid: KNOWN }).apply().to('opine').state.assessment).toMatchObject({ eligible: true, monthlyFen: 2 * 101_000 });
  });
});

describe('the same cause again', () => {
  const before = (on: string, cause = 'fire'): AidContext => ({ running: [], prior: [{ case: uuid(50), number: '红-7', cause, programme: 'jinan', on, fen: 100_000 }] });

  it.each([['2020-11-15', true], ['2020-11-14', false], ['2021-11-01', true]])('helped on %s: needs a reason = %s', (on, needs) => {
    const w = jinan(HQ, urgent({ on: HQ.on }), { aid: before(on) });
    const no = w.tryApply();
    if (!needs) return expect(no).toBeUndefined();
    expect(no).toMatchObject({ code: 'reason.missing', missing: ['再次申请的正当理由'], rule: expect.stringContaining('红-7') as string });
    w.apply({ repeatReason: '另一处房屋失火' });
    expect(w.state).toMatchObject({ repeatReason: '另一处房屋失火', found: { prior: [{ number: '红-7' }] } });
    return undefined;
  });

  it('another cause is another matter', () => {
    expect(jinan(HQ, urgent({ on: HQ.on }), { aid: before('2021-11-01', 'illness') }).tryApply()).toBeUndefined();
  });
});

it('the applicant is told of a sum paid once, in the month of the decision, not from a month on', () => {
  const w = jinan(HQ).apply().finish();
  expect(progress(w.now, w.context).sentence).toMatch(/^您的申请通过了，一次性发给 6,060\.00 元，2021年11月发放。/);
});
