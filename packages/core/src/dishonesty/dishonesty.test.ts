import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import china from '../../../../policies/calendar/china.json' with { type: 'json' };
import { calendarDataSchema, WorkCalendar } from '../calendar/calendar.ts';
import { plusDays, plusMonths } from '../calendar/date.ts';
import type { ActOf, CommandOf, MatterActor } from '../matter/model.ts';
import type { Policy } from '../policy/resolve.ts';
import { isRefusal } from '../refusal/refusal.ts';
import type { DishonestyPayloads } from './payloads.ts';
import { dishonestyTopic, inForce, type Dishonesty, type DishonestyBodies, type DishonestyContext } from './topic.ts';

const calendar = new WorkCalendar(calendarDataSchema.parse(china));
const CASE = '00000000-0000-4000-8000-00000000000a';
const PERSON = '00000000-0000-4000-8000-00000000000b';
const FILE = '00000000-0000-4000-8000-00000000000c';
const START = '2021-03-01';
const context = (today: string, more: Partial<DishonestyContext> = {}): DishonestyContext => ({
  now: `${today}T10:00:00.000+08:00`, today, calendar, id: 'x', number: 'n', policy: {} as Policy,
  law: {
    register: {
      kinds: [{ id: 'fraud', label: '骗取救助', about: 'member', measures: ['talk', 'recover'] }, { id: 'notSupporting', label: '不履行赡养义务', about: 'obligor', measures: ['mediate'] }],
      measures: [{ id: 'talk', label: '约谈' }, { id: 'recover', label: '追回' }, { id: 'mediate', label: '调解' }], atIntake: ['照常受理'],
    },
    source: { assumption: '暂定', req: [] }, months: 24, hearDays: 5, answerDays: 10, objectDays: 60, repairMonths: 6, together: { least: 2, source: { assumption: '暂定', req: [] } },
  },
  about: { unit: 'u', role: 'member', birth: '1980-05-05', capacity: 'full', others: [] }, owes: false, ...more,
});
const office: MatterActor = { user: 'office', post: 'countyHandler', unit: 'c' };
const leader: MatterActor = { user: 'leader', post: 'countyLeader', unit: 'c' };
const other: MatterActor = { user: 'other', post: 'countyLeader', unit: 'c' };
const proposal: DishonestyPayloads['propose'] = { case: CASE, person: PERSON, kind: 'fraud', actOn: '2021-02-01', facts: '隐瞒收入', grounds: '办法第三十条', capacity: 'full' };
type Command = CommandOf<DishonestyPayloads>;

/** One command on a day; the state after it, or the code of the refusal. */
function run(s: Dishonesty | undefined, command: Command, today: string, actor: MatterActor = office, more: Partial<DishonestyContext> = {}): Dishonesty | string {
  const done = dishonestyTopic.decide(s, command, context(today, more), actor);
  if (isRefusal(done)) return done.code;
  return done.reduce<Dishonesty | undefined>((state, h) => dishonestyTopic.evolve(state, { ...h, at: `${today}T02:00:00.000Z`, actor } as ActOf<DishonestyBodies>, 'x'), s) ?? 'nothing';
}
const must = (x: Dishonesty | string): Dishonesty => {
  if (typeof x === 'string') throw new Error(x);
  return x;
};
/** Proposed, put to the person and heard, all on the first day. */
function heard(): Dishonesty {
  let s = must(run(undefined, { name: 'propose', payload: proposal }, START));
  s = must(run(s, { name: 'notify', payload: { evidence: [FILE] } }, START));
  s = must(run(s, { name: 'serve', payload: { on: START, by: 'person', files: [FILE] } }, START));
  return must(run(s, { name: 'hear', payload: { on: START, declined: false, text: '情况属实', files: [] } }, START));
}
const decision: DishonestyPayloads['decide'] = { outcome: 'enter', reason: '查证属实', answer: '陈述不影响认定', measures: ['talk'] };
function entered(): Dishonesty {
  const s = must(run(heard(), { name: 'decide', payload: decision }, START, leader));
  return must(run(s, { name: 'serve', payload: { on: START, by: 'person', files: [FILE] } }, START));
}

const commands = fc.oneof(
  fc.constant<Command>({ name: 'notify', payload: { evidence: [FILE] } }),
  fc.record({ back: fc.integer({ min: 0, max: 3 }) }).map(({ back }) => ({ back, name: 'serve' as const })),
  fc.constant({ name: 'hear' as const }), fc.constant({ name: 'declined' as const }), fc.constant({ name: 'enter' as const }), fc.constant({ name: 'dismiss' as const }), fc.constant({ name: 'objection' as const }), fc.constant({ name: 'repair' as const }),
  fc.constant({ name: 'remove' as const }), fc.constant({ name: 'keep' as const }), fc.constant({ name: 'correct' as const }), fc.constant({ name: 'withdraw' as const }), fc.constant({ name: 'end' as const }),
);
const commandOn = (c: { name: string; back?: number; payload?: unknown }, today: string): Command => {
  switch (c.name) {
    case 'serve': return { name: 'serve', payload: { on: plusDays(today, -(c.back ?? 0)), by: 'person', files: [FILE] } };
    case 'hear': return { name: 'hear', payload: { on: today, declined: false, text: '我不知道要申报', files: [] } };
    case 'declined': return { name: 'hear', payload: { on: today, declined: true, text: '', files: [FILE] } };
    case 'enter': return { name: 'decide', payload: decision };
    case 'dismiss': return { name: 'decide', payload: { ...decision, outcome: 'dismiss', measures: [] } };
    case 'objection': case 'repair': return { name: 'ask', payload: { kind: c.name, on: today, text: '请求移出', files: [] } };
    case 'remove': case 'keep': return { name: 'answer', payload: { outcome: c.name, reason: '理由' } };
    case 'correct': return { name: 'correct', payload: { reason: '认定有误' } };
    case 'withdraw': return { name: 'withdraw', payload: { reason: '证据不足' } };
    case 'end': return { name: 'end', payload: {} };
    default: return c as Command;
  }
};

describe('the register of dishonest conduct', () => {
  test('[XX-72] whatever is tried in whatever order, nobody stands in the register without notice, a hearing, the leader’s decision and its service; and nobody past the term', () => {
    let stood = 0;
    // The beginning of the right course and then anything: by chance alone hardly any run comes to an entry.
    const course = ['notify', 'serve', 'hear', 'enter', 'serve'].map((name) => ({ command: name === 'notify' ? { name, payload: { evidence: [FILE] } } : { name, back: 0 }, days: 0, leads: name === 'enter' }));
    fc.assert(fc.property(fc.integer({ min: 0, max: course.length }), fc.array(fc.record({ command: commands, days: fc.integer({ min: 0, max: 200 }), leads: fc.boolean() }), { maxLength: 14 }), (begun, any) => {
      const list = [...course.slice(0, begun), ...any];
      let today = START;
      let s = must(run(undefined, { name: 'propose', payload: proposal }, today));
      const acts: string[] = [];
      for (const { command, days, leads } of list) {
        today = plusDays(today, days);
        const next = run(s, commandOn(command as never, today), today, leads ? leader : office);
        if (typeof next === 'string') continue;
        s = next;
        acts.push(command.name);
        if (!inForce(s, today)) continue;
        stood++;
        expect(s.evidence.length).toBeGreaterThan(0);
        expect(s.noticeServed).toBeDefined();
        expect(s.heard !== undefined || (s.decision?.on ?? '') > (s.noticeServed?.until ?? '9999')).toBe(true);
        expect(s.decision?.outcome).toBe('enter');
        expect(s.served).toBeDefined();
        expect(acts).not.toContain('correct');
      }
      if (s.term !== undefined) for (const after of [0, 1, 400]) expect(inForce(s, plusDays(s.term, after))).toBe(false);
      if (s.from !== undefined) expect(s.term).toBe(plusMonths(s.from, 24));
    }), { numRuns: 3000 });
    expect(stood).toBeGreaterThan(0);
  });

  test('[XX-71] the decision needs the proofs put to the person, the time to be heard, an answer to what was said, a measure, and somebody other than the proposer', () => {
    const s = must(run(undefined, { name: 'propose', payload: proposal }, START));
    const enter: Command = { name: 'decide', payload: decision };
    expect(run(s, enter, START, leader)).toBe('step.order');
    const noticed = must(run(s, { name: 'notify', payload: { evidence: [FILE] } }, START));
    expect(run(noticed, enter, START, leader)).toBe('step.order');
    const told = must(run(noticed, { name: 'serve', payload: { on: START, by: 'person', files: [FILE] } }, START));
    expect(told.noticeServed?.until).toBe('2021-03-08');
    expect(run(told, enter, '2021-03-08', leader)).toBe('clock.early');
    expect(must(run(told, enter, '2021-03-09', leader)).decision?.outcome).toBe('enter');
    expect(run(heard(), enter, START, office)).toBe('person.same');
    expect(run(heard(), { name: 'decide', payload: { ...decision, answer: '' } }, START, leader)).toBe('reason.missing');
    expect(run(heard(), { name: 'decide', payload: { ...decision, measures: [] } }, START, leader)).toBe('input.invalid');
    expect(run(heard(), { name: 'decide', payload: { ...decision, measures: ['mediate'] } }, START, leader)).toBe('input.invalid');
    expect(inForce(must(run(heard(), enter, START, leader)), START)).toBe(false);
    expect(inForce(entered(), START)).toBe(true);
  });

  test('minors and persons without full capacity are never entered, whatever the case or the proposer says of them', () => {
    const propose: Command = { name: 'propose', payload: proposal };
    const about = context(START).about;
    if (!about) throw new Error('no person');
    expect(run(undefined, propose, START, office, { about: { ...about, birth: '2003-02-02' } })).toBe('input.invalid');
    expect(typeof run(undefined, propose, START, office, { about: { ...about, birth: '2003-02-01' } })).toBe('object');
    for (const capacity of ['limited', 'none'] as const) {
      expect(run(undefined, propose, START, office, { about: { ...about, capacity } })).toBe('input.invalid');
      expect(run(undefined, { name: 'propose', payload: { ...proposal, capacity } }, START)).toBe('input.invalid');
    }
  });

  test('[XX-70] children who do not support are entered as obligors only, with what is done about it', () => {
    const about = context(START).about;
    if (!about) throw new Error('no person');
    const notSupporting: Command = { name: 'propose', payload: { ...proposal, kind: 'notSupporting' } };
    expect(run(undefined, notSupporting, START)).toBe('input.invalid');
    const s = must(run(undefined, notSupporting, START, office, { about: { ...about, role: 'obligor' } }));
    expect(s.label).toBe('不履行赡养义务');
    expect(run(undefined, { name: 'propose', payload: proposal }, START, office, { about: { ...about, others: [{ number: '2021-信-1', kind: 'fraud' }] } })).toBe('conflict.duplicate');
  });

  test('an objection is heard within its days, nothing is lifted as made good before its time or while money is owed, a wrong entry is corrected at once', () => {
    const s = entered();
    const ask = (kind: 'objection' | 'repair', on: string): Command => ({ name: 'ask', payload: { kind, on, text: '请求移出', files: [] } });
    const last = plusDays(START, 60);
    expect(run(s, ask('objection', plusDays(last, 1)), plusDays(last, 1))).toBe('date.order');
    const objected = must(run(s, ask('objection', last), last));
    expect(objected.asked[0]?.due).toBe(calendar.addWorkingDays(last, 10).date);
    expect(inForce(must(run(objected, { name: 'answer', payload: { outcome: 'remove', reason: '异议成立' } }, last, other)), last)).toBe(false);
    expect(inForce(must(run(objected, { name: 'answer', payload: { outcome: 'keep', reason: '异议不成立' } }, last, other)), last)).toBe(true);
    for (const outcome of ['keep', 'remove'] as const) expect(run(objected, { name: 'answer', payload: { outcome, reason: '自己看过' } }, last, leader)).toBe('person.same');
    const half = plusMonths(START, 6);
    expect(run(s, ask('repair', plusDays(half, -1)), plusDays(half, -1))).toBe('clock.early');
    const asked = must(run(s, ask('repair', half), half));
    const lift: Command = { name: 'answer', payload: { outcome: 'remove', reason: '已退清' } };
    expect(run(asked, lift, half, leader, { owes: true })).toBe('step.order');
    expect(must(run(asked, lift, half, leader)).removed?.why).toBe('repair');
    expect(inForce(must(run(s, { name: 'correct', payload: { reason: '认错了人' } }, '2021-04-01', leader)), '2021-04-01')).toBe(false);
    expect(run(s, { name: 'end', payload: {} }, plusDays(s.term ?? '', -1))).toBe('clock.early');
    expect(must(run(s, { name: 'end', payload: {} }, s.term ?? '')).removed?.why).toBe('ended');
  });
});
