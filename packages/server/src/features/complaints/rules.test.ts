import type { About, ComplaintContext, ComplaintState, PetitionState, SuitState } from '@doudi/core/complaint/model';
import { complaintPayloads, type ComplaintPayloads } from '@doudi/core/complaint/payloads';
import { complaintTopic } from '@doudi/core/complaint/topic';
import { COMPLAINT_KINDS, type ComplaintKind } from '@doudi/core/complaint/words';
import { plusDays } from '@doudi/core/calendar/date';
import type { CommandOf, MatterActor } from '@doudi/core/matter/model';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendar, policyOf, uuid } from '../cases/case.fixture.ts';

const [C1, C2, U1, U2, V1] = [uuid(1), uuid(2), uuid(3), uuid(4), uuid(5)];
const COUNTY: MatterActor = { user: C1, post: 'countyHandler', unit: 'county' };
const UNIT: MatterActor = { user: U1, post: 'handler', unit: 'a' };
const PEOPLE = new Map([[C1, { name: '县甲', county: true, unit: 'county' }], [C2, { name: '县乙', county: true, unit: 'county' }], [U1, { name: '乡甲', county: false, unit: 'a' }], [U2, { name: '乡乙', county: false, unit: 'a' }], [V1, { name: '邻乡', county: false, unit: 'b' }]]);

/** One matter in memory under a county's real policies, with a clock that the test moves. */
class Matter {
  state: ComplaintState | undefined;
  acts: string[] = [];
  readonly county: string;
  today: string;
  more: Partial<ComplaintContext> = {};
  constructor(county: string, today: string) {
    this.county = county;
    this.today = today;
  }
  do<N extends keyof ComplaintPayloads>(actor: MatterActor, name: N, payload: Parameters<(typeof complaintPayloads)[N]['parse']>[0], about?: About): Refusal | undefined {
    const context: ComplaintContext = { now: `${this.today}T10:00:00+08:00`, today: this.today, policy: policyOf(this.county), calendar, id: 'm', number: 'n', people: PEOPLE, unitKnown: true, ...(about ? { about } : {}), ...this.more };
    const decided = complaintTopic.decide(this.state, { name, payload: complaintPayloads[name].parse(payload) } as CommandOf<ComplaintPayloads>, context, actor);
    if (isRefusal(decided)) return decided;
    for (const h of decided) {
      this.state = complaintTopic.evolve(this.state, { ...h, at: context.now, actor }, 'm');
      this.acts.push(h.kind);
    }
    return undefined;
  }
  get petition(): PetitionState {
    if (this.state?.course !== 'petition') throw new Error('no petition');
    return this.state;
  }
  get suit(): SuitState {
    if (this.state?.course !== 'suit') throw new Error('no suit');
    return this.state;
  }
  get head() {
    if (!this.state) throw new Error('nothing');
    return complaintTopic.head(this.state);
  }
}

const said = (kind: ComplaintKind, more: Partial<Parameters<(typeof complaintPayloads)['register']['parse']>[0] & object> = {}) => ({ kind, channel: 'visit' as const, named: true, contact: { name: '甲' }, about: { kind: 'household' as const }, text: '事情', ...more });
const HOUSEHOLD: About = { kind: 'household', unit: 'a', case: 'case-1', caseNumber: '1' };
const looked = { methods: ['open' as const], finding: '属实', truth: 'true' as const };

describe('the course of a complaint', () => {
  test('[LH-34] whatever is tried in whatever order, an answer comes after a disposal, a disposal after acceptance; no report by name is disposed of before the bureau looked into it with two people', () => {
    const names = ['accept', 'decline', 'transfer', 'link', 'extend', 'investigate', 'dispose', 'feedBack', 'withdraw', 'show', 'askReview', 'answerReview'] as const;
    const on = '2022-06-01';
    const one: { readonly [N in (typeof names)[number]]: Parameters<(typeof complaintPayloads)[N]['parse']>[0] } = {
      accept: {}, decline: { reason: 'x', instead: 'y' }, transfer: { unit: 'b', reason: 'x' }, link: { about: { kind: 'household' }, reason: 'x' }, extend: { reason: 'x' }, investigate: { on, investigators: [C1], ...looked }, dispose: { outcome: 'upheld', text: 'x', told: '请核实收入' }, feedBack: { on, way: 'visit', text: 'x' }, withdraw: { reason: 'x' },
      show: { shown: true, reason: 'x' }, askReview: { on, text: 'x', organ: '上级' }, answerReview: { on, outcome: 'kept', text: 'x' },
    };
    fc.assert(fc.property(fc.constantFrom(...COMPLAINT_KINDS), fc.boolean(), fc.array(fc.tuple(fc.constantFrom(...names), fc.boolean(), fc.boolean()), { maxLength: 25 }), (kind, named, steps) => {
      const m = new Matter('linhe', on);
      m.do(COUNTY, 'register', said(kind, { named, contact: named ? { name: '甲' } : {} }), HOUSEHOLD);
      for (const [name, byUnit, pair] of steps) m.do(byUnit ? UNIT : COUNTY, name, name === 'investigate' && pair ? { on, investigators: [C1, C2], ...looked } : one[name], HOUSEHOLD);
      const at = (k: string): number => m.acts.indexOf(k);
      if (at('complaintDisposed') >= 0) expect(at('complaintAccepted')).toBeGreaterThanOrEqual(0);
      if (at('complaintDisposed') >= 0) expect(at('complaintAccepted')).toBeLessThan(at('complaintDisposed'));
      if (at('complaintAnswered') >= 0) expect(at('complaintDisposed')).toBeLessThan(at('complaintAnswered'));
      if (at('complaintAnswered') >= 0) expect(at('complaintDisposed')).toBeGreaterThan(0);
      for (const i of m.petition.investigations) expect(i.persons.length).toBeGreaterThanOrEqual(2);
      if (kind === 'report' && m.petition.disposed) expect(m.petition.investigations.length).toBeGreaterThan(0);
      if (kind === 'report' && named) {
        expect(m.petition.holder).toBeNull();
        for (const p of m.petition.investigations.flatMap((i) => i.persons)) expect(PEOPLE.get(p.account ?? '')?.county).toBe(true);
        expect(m.acts).not.toContain('complaintDeclined');
      }
      expect(m.acts).not.toContain(kind === 'report' ? 'complaintWithdrawn' : '');
    }));
  });

  test('[LH-30, LH-34] an enquiry answered at once has all four steps; anything else is not answered in passing', () => {
    const m = new Matter('linhe', '2022-06-01');
    expect(m.do(UNIT, 'register', said('help', { answer: '好' }), { kind: 'policy' })?.code).toBe('step.order');
    expect(m.do(UNIT, 'register', said('enquiry', { channel: 'telephone', answer: '带户口本' }), { kind: 'policy' })).toBeUndefined();
    expect(m.acts).toEqual(['complaintRegistered', 'complaintAccepted', 'complaintDisposed', 'complaintAnswered']);
    expect(m.head).toMatchObject({ status: 'answered', waits: null, closedOn: '2022-06-01' });
  });

  test('a petition is accepted within 15 days, settled within 60 and once 30 more; review and second review take 30 each and end there', () => {
    const m = new Matter('hongqiao', '2022-06-01');
    m.do(COUNTY, 'register', said('petition'), HOUSEHOLD);
    expect(m.head.dueOn).toBe('2022-06-16');
    m.today = '2022-06-10';
    m.do(COUNTY, 'accept', {});
    expect(m.head.dueOn).toBe('2022-08-09');
    m.do(COUNTY, 'extend', { reason: '案情复杂' });
    expect(m.head.dueOn).toBe('2022-09-08');
    expect(m.do(COUNTY, 'extend', { reason: '再延' })?.code).toBe('extension.done');
    m.do(COUNTY, 'dispose', { outcome: 'dismissed', text: '无误' });
    m.do(COUNTY, 'feedBack', { on: '2022-06-10', way: 'letter', text: '无误' });
    // 2022-07-10 is a Sunday: the day moves to the Monday.
    expect(m.petition.answered?.reviewBy).toBe('2022-07-11');
    m.today = '2022-07-12';
    expect(m.do(COUNTY, 'askReview', { on: '2022-07-12', text: '不服', organ: '天津市民政局' })?.code).toBe('date.order');
    expect(m.do(COUNTY, 'askReview', { on: '2022-07-11', text: '不服', organ: '天津市民政局' })).toBeUndefined();
    expect(m.head).toMatchObject({ status: 'review', dueOn: '2022-08-10' });
    m.do(COUNTY, 'answerReview', { on: '2022-07-12', outcome: 'kept', text: '维持' });
    expect(m.do(COUNTY, 'askReview', { on: '2022-07-12', text: '仍不服', organ: '民政部' })).toBeUndefined();
    m.do(COUNTY, 'answerReview', { on: '2022-07-12', outcome: 'kept', text: '维持' });
    expect(m.do(COUNTY, 'askReview', { on: '2022-07-12', text: '还不服', organ: '民政部' })?.rule).toContain('终结');
  });

  test('[BQ-52] a call for help is accepted by the next working day and answered in working days, not in sixty', () => {
    const m = new Matter('baoqing', '2022-06-02');
    m.do(UNIT, 'register', said('help'), { kind: 'other', unit: 'a' });
    // 2022-06-03 is the Dragon Boat festival.
    expect(m.head.dueOn).toBe('2022-06-06');
    m.do(UNIT, 'accept', {});
    expect(m.head.dueOn).toBe(calendar.addWorkingDays('2022-06-02', 5).date);
  });
});

describe('whom it is about', () => {
  test('a unit does not keep what is about itself or another, and sees nothing of it once passed up', () => {
    for (const about of [{ kind: 'unit', unit: 'a' }, { kind: 'staff', unit: 'a', staff: U2 }, { kind: 'policy', unit: 'b' }] as const) {
      const m = new Matter('gongxian', '2021-06-01');
      expect(m.do(UNIT, 'register', said('complaint'), about)?.code).toBe('rights.denied');
      expect(m.do(UNIT, 'register', said('complaint', { passUp: true }), about)).toBeUndefined();
      expect(m.petition.holder).toBeNull();
      expect(m.head.shown).toBe(about.kind === 'policy');
    }
  });

  test('who is complained of neither investigates nor handles; neither do the colleagues', () => {
    const m = new Matter('gongxian', '2021-06-01');
    m.do(COUNTY, 'register', said('report'), { kind: 'staff', unit: 'a', staff: C2 });
    expect(m.do({ ...COUNTY, user: C2 }, 'accept', {})?.code).toBe('person.related');
    m.do(COUNTY, 'accept', {});
    expect(m.do(COUNTY, 'investigate', { on: '2021-06-01', investigators: [C1, C2], ...looked })?.code).toBe('person.related');
    expect(m.do(COUNTY, 'investigate', { on: '2021-06-01', investigators: [C1, U1], ...looked })?.code).toBe('person.related');
    expect(m.do(COUNTY, 'investigate', { on: '2021-06-01', investigators: [C1], ...looked })?.code).toBe('investigation.persons');
    expect(m.do(COUNTY, 'investigate', { on: '2021-06-01', investigators: [C1, V1], ...looked })).toBeUndefined();
  });

  test('what is about a unit is not transferred to it, not even after the county has shown it', () => {
    const m = new Matter('baoqing', '2022-06-01');
    m.do(COUNTY, 'register', said('complaint'), { kind: 'unit', unit: 'a' });
    expect(m.do(COUNTY, 'transfer', { unit: 'a', reason: 'x' })?.rule).toContain('被反映的单位');
    // Nor is it shown before it was settled: whoever is complained of would be warned.
    expect(m.do(COUNTY, 'show', { shown: true, reason: '打个招呼' })?.code).toBe('step.order');
    expect(m.head.shown).toBe(false);
    m.do(COUNTY, 'accept', {});
    m.do(COUNTY, 'dispose', { outcome: 'upheld', text: '已查清' });
    m.do(COUNTY, 'show', { shown: true, reason: '已查清' });
    expect(m.head.shown).toBe(true);
    expect(m.do(COUNTY, 'transfer', { unit: 'a', reason: 'x' })?.rule).toContain('被反映的单位');
    expect(m.do(UNIT, 'accept', {})?.code).toBe('rights.denied');
  });

  test('a report on a household that the county looks into is kept from the office until the county shows it; what the office took itself, or what is no report, is not', () => {
    for (const named of [false, true]) {
      const m = new Matter('xixiu', '2022-06-01');
      m.do(COUNTY, 'register', said('report', { named, contact: named ? { name: '甲' } : {} }), HOUSEHOLD);
      expect(m.petition).toMatchObject({ secret: true, holder: null });
      expect(m.head).toMatchObject({ unit: 'a', shown: false });
      m.do(COUNTY, 'accept', {});
      expect(m.do(COUNTY, 'transfer', { unit: 'a', reason: 'x' })?.allowed).toContain('先改变保密、给单位看，再转办');
      expect(m.do(COUNTY, 'show', { shown: true, reason: '交单位核实' })).toBeUndefined();
      expect(m.head.shown).toBe(true);
      expect(m.do(COUNTY, 'transfer', { unit: 'a', reason: 'x' })).toBeUndefined();
      expect(m.head).toMatchObject({ unit: 'a', waits: 'unit', shown: true });
    }
    const own = new Matter('xixiu', '2022-06-01');
    own.do(UNIT, 'register', said('report'), HOUSEHOLD);
    expect(own.head).toMatchObject({ waits: 'unit', shown: true });
    const asked = new Matter('xixiu', '2022-06-01');
    asked.do(COUNTY, 'register', said('complaint'), HOUSEHOLD);
    expect(asked.head.shown).toBe(true);
    // Of nobody in particular at first: hidden as soon as it is known to be a household of the office.
    const linked = new Matter('xixiu', '2022-06-01');
    linked.do(COUNTY, 'register', said('report'), { kind: 'other' });
    linked.do(COUNTY, 'link', { about: { kind: 'household' }, reason: '查明' }, HOUSEHOLD);
    expect(linked.head).toMatchObject({ unit: 'a', shown: false });
  });
});

describe('reconsideration and litigation', () => {
  test('[HQ-28] the answer is due ten days after the copy came, working days since 2024; fifteen in court; nobody has a result before an answer, and what was lost is closed only by a correction of the case', () => {
    const lodged = (kind: 'reconsideration' | 'litigation', on: string): Matter => {
      const m = new Matter('hongqiao', on);
      m.do(COUNTY, 'lodge', { kind, organ: '红桥区人民政府', receivedOn: on, party: { name: '乙' }, claim: '撤销' }, HOUSEHOLD);
      return m;
    };
    expect(lodged('reconsideration', '2022-06-01').head.dueOn).toBe(calendar.nextWorkingDay(plusDays('2022-06-01', 10)).date);
    expect(lodged('reconsideration', '2024-06-03').head.dueOn).toBe(calendar.addWorkingDays('2024-06-03', 10).date);
    const m = lodged('litigation', '2022-06-01');
    expect(m.head.dueOn).toBe('2022-06-16');
    expect(m.do(COUNTY, 'result', { on: '2022-06-01', result: 'revoked', text: '撤销' })?.code).toBe('step.order');
    m.do(COUNTY, 'respond', { on: '2022-06-01', text: '答辩' });
    m.do(COUNTY, 'hearing', { on: '2022-07-01', at: '09:00', place: '第三法庭', attends: '分管领导' });
    expect(m.head).toMatchObject({ dueOn: '2022-07-01', waits: 'county' });
    m.today = '2022-08-01';
    expect(m.do(COUNTY, 'result', { on: '2022-08-01', result: 'ordered', text: '责令重作' })).toBeUndefined();
    expect(m.head).toMatchObject({ status: 'toCorrect', waits: 'county' });
    m.more = { caseMoved: false };
    expect(m.do(COUNTY, 'correct', { text: '已重作' })?.code).toBe('step.order');
    m.more = { caseMoved: true };
    expect(m.do(COUNTY, 'correct', { text: '已重作' })).toBeUndefined();
    expect(m.head).toMatchObject({ status: 'closed', closedOn: '2022-08-01' });
    const kept = lodged('reconsideration', '2022-06-01');
    kept.do(COUNTY, 'respond', { on: '2022-06-01', text: '答复' });
    kept.do(COUNTY, 'result', { on: '2022-06-01', result: 'upheld', text: '维持' });
    expect(kept.head.closedOn).toBe('2022-06-01');
    expect(kept.suit.corrected).toBeUndefined();
  });
});
