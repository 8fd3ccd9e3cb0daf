import { openSteps } from '@doudi/core/case/procedure';
import { describe, expect, it } from 'vitest';
import { PHOTO, SELF, staff, Walk, WIFE } from './case.fixture.ts';

const ENTRY = { person: SELF, entry: '00000000-0000-4000-8000-000000000990', relation: '兄弟姐妹', staff: staff('handler', 5).user };
const hq = (on = '2021-09-06') => new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on, relatives: [ENTRY] });
const steps = (w: Walk): string[] => openSteps(w.now, w.context).map((r) => r.step);
const visit = (w: Walk, more = {}) => ({ on: w.today, visitors: [staff('countyHandler').user, staff('countyHandler', 1).user], consistent: true, findings: '属实。', photos: [PHOTO], ...more });

describe('a household that is a staff relative’s', () => {
  it('is filed by the system with the application itself, naming the entry of the register, and once only', () => {
    const w = hq().apply();
    expect(w.log.map((a) => a.kind)).toEqual(['applied', 'routed', 'relativesFound']);
    expect(w.log.at(-1)).toMatchObject({ actor: { post: 'system' }, body: { hits: [ENTRY] } });
    w.do('handler', 'accept', {});
    expect(w.log.filter((a) => a.kind === 'relativesFound')).toHaveLength(1);
  });

  it('is not decided before somebody who did not accept it has counter-signed the filing', () => {
    const w = hq().apply();
    for (let i = 0; i < 40 && !w.state.done.agree; i++) w.next();
    expect(steps(w)).toContain('counterSign');
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'step.order', missing: ['近亲属备案会签'] });
    expect(w.try('handler', 'counterSign', { text: '已登记' })).toMatchObject({ code: 'rights.denied' });
    const accepter = w.state.done.accept?.by.user ?? '';
    expect(w.try({ user: accepter, post: 'leader', unit: 'any' }, 'counterSign', { text: '已登记' })).toMatchObject({ code: 'person.same' });
    w.do('reviewHead', 'counterSign', { text: '申请人为经办人员之弟，该经办人员回避。' });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toBeUndefined();
  });

  it('[HQ-194] is visited by two of the county whatever the unit decided: the visit stays open after the decision until it is made', () => {
    const w = hq().apply().to('countyVisit');
    // Everything else is done: the unit may decide, and the county's visit is still owed.
    w.do('leader', 'decide', { outcome: 'grant' });
    expect(w.state.status).toBe('granted');
    expect(steps(w)).toContain('countyVisit');
    for (const visitors of [[], [staff('countyHandler').user]]) expect(w.try('countyHandler', 'recordCountyVisit', visit(w, { visitors }))).toMatchObject({ code: 'investigation.persons' });
    expect(w.try('handler', 'recordCountyVisit', visit(w))).toMatchObject({ code: 'rights.denied' });
    w.related = [staff('countyHandler', 1).user];
    expect(w.try('countyHandler', 'recordCountyVisit', visit(w))).toMatchObject({ code: 'person.related' });
    w.related = [];
    w.do('countyHandler', 'recordCountyVisit', visit(w));
    expect(steps(w)).not.toContain('countyVisit');
  });

  it('is investigated again when the county finds it otherwise than declared', () => {
    const w = hq().apply().to('opine');
    expect(w.state.done.investigate).toBeDefined();
    w.do('countyHandler', 'recordCountyVisit', visit(w, { consistent: false, findings: '家中另有成年子女同住，未申报。' }));
    expect(w.state.done.investigate).toBeUndefined();
    expect(w.state.returned).toMatchObject({ step: 'investigate', reason: '家中另有成年子女同住，未申报。' });
    expect(steps(w)).not.toContain('opine');
  });

  it('another entry found later is filed and signed for anew', () => {
    const w = hq().apply().do('handler', 'accept', {}).do('reviewHead', 'counterSign', { text: '已登记' });
    const more = new Walk({ ...w.setting, relatives: [ENTRY, { ...ENTRY, person: WIFE, entry: '00000000-0000-4000-8000-000000000991' }] }).apply().do('handler', 'accept', {});
    expect(more.log.filter((a) => a.kind === 'relativesFound')).toHaveLength(1);
    expect(more.state.relatives).toHaveLength(2);
    expect(w.state.done.counterSign).toBeDefined();
  });

  it('a household of nobody’s relatives has neither step', () => {
    const w = new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-09-06' }).apply().do('handler', 'accept', {});
    expect(w.try('reviewHead', 'counterSign', { text: '已登记' })).toMatchObject({ code: 'step.absent' });
    expect(w.try('countyHandler', 'recordCountyVisit', visit(w))).toMatchObject({ code: 'step.absent' });
    expect(w.log.map((a) => a.kind)).not.toContain('relativesFound');
  });
});

describe('a major objection in 临河', () => {
  const lh = () => new Walk({ county: 'linhe', unit: 'lh.shuanghe', on: '2022-04-11' }).apply().to('notice');
  const objected = (major: boolean) => {
    const w = lh();
    w.do('handler', 'postNotice', { on: w.today, place: '公开栏', photos: [PHOTO] }).wait(1);
    return w.do('village', 'object', { on: w.today, channel: 'board', named: true, major, text: '家中有车，没有申报。' });
  };

  it('[LH-27, LH-76] reported by the village comes to the Bureau, which verifies it itself before the unit may decide; a small one does not', () => {
    const w = objected(true);
    expect(steps(w)).toContain('countyVisit');
    for (let i = 0; i < 60 && !(steps(w).length === 1 && steps(w)[0] === 'countyVisit'); i++) {
      if (steps(w)[0] === 'countyVisit') throw new Error(`the visit stands in the way: ${steps(w).join(' ')}`);
      w.next();
    }
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'step.order', missing: ['县级入户核查'] });
    w.do('countyHandler', 'recordCountyVisit', visit(w));
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toBeUndefined();
    expect(steps(objected(false))).not.toContain('countyVisit');
  });

  it('a second major objection asks for another look', () => {
    const w = objected(true);
    w.do('countyHandler', 'recordCountyVisit', visit(w));
    expect(steps(w)).not.toContain('countyVisit');
    for (let i = 0; i < 40 && !(w.state.notices.at(-1) && !w.state.notices.at(-1)?.closedOn); i++) w.next();
    w.do('handler', 'object', { on: w.today, channel: 'telephone', named: false, major: true, text: '又有人反映。' });
    expect(steps(w)).toContain('countyVisit');
  });
});
