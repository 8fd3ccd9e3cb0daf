import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plusDays } from '../calendar/date.ts';
import { foldMatter, type ActOf, type CommandOf } from '../matter/model.ts';
import { isRefusal } from '../refusal/refusal.ts';
import { plannedTasks, type CampaignPlan } from './model.ts';
import type { TaskPayloads } from './payloads.ts';
import { periodOf } from './series.ts';
import { lateDays, taskTopic, type TaskBodies, type TaskContext, type TaskState } from './topic.ts';

const START = '2021-03-01';
const UNIT = { user: 'u1', post: 'handler', unit: 'a' } as const;
const COUNTY = { user: 'c1', post: 'countyHandler', unit: 'county' } as const;
const on = (today: string): TaskContext => ({ now: `${today}T10:00:00.000+08:00`, today, policy: undefined as never, calendar: undefined as never, id: 't', number: 'n', isUnit: (k) => k === 'a' || k === 'b', acceptBy: plusDays(today, 14), againBy: plusDays(today, 7), filesKnown: true });

interface Walk {
  readonly acts: readonly ActOf<TaskBodies>[];
  readonly state: TaskState | undefined;
}
function step(w: Walk, command: CommandOf<TaskPayloads>, today: string, actor: typeof UNIT | typeof COUNTY): Walk {
  const decided = taskTopic.decide(w.state, command, on(today), actor);
  if (isRefusal(decided)) return w;
  const acts = [...w.acts, ...decided.map((h) => ({ ...h, at: `${today}T10:00:00.000+08:00`, actor }) as ActOf<TaskBodies>)];
  return { acts, state: foldMatter(taskTopic, acts, 't') };
}
const issue = (more: Partial<TaskPayloads['issue']> = {}): CommandOf<TaskPayloads> => ({ name: 'issue', payload: { title: '总结', kind: 'summary', unit: 'a', due: plusDays(START, 10), parts: ['做法', '困难'], text: '', ...more } });
const reply = (parts: string[] = ['做了', '没有'], more: Partial<TaskPayloads['reply']> = {}): CommandOf<TaskPayloads> => ({ name: 'reply', payload: { parts, files: [], ...more } });
const after = (...steps: [CommandOf<TaskPayloads>, number, typeof UNIT | typeof COUNTY][]): TaskState | undefined => steps.reduce<Walk>((w, [c, day, who]) => step(w, c, plusDays(START, day), who), { acts: [], state: undefined }).state;
const refused = (s: TaskState | undefined, c: CommandOf<TaskPayloads>, day: number, who: typeof UNIT | typeof COUNTY): string => {
  const r = taskTopic.decide(s, c, on(plusDays(START, day)), who);
  return isRefusal(r) ? r.code : '';
};

describe('a task', () => {
  const command: fc.Arbitrary<{ command: CommandOf<TaskPayloads>; days: number; unit: boolean }> = fc.record({
    days: fc.nat(20), unit: fc.boolean(),
    command: fc.oneof<fc.Arbitrary<CommandOf<TaskPayloads>>[]>(
      fc.constantFrom(reply(), reply(['只有一部分'])), fc.constant({ name: 'accept' as const, payload: { text: '' } }), fc.constant({ name: 'return' as const, payload: { reason: '不全' } }), fc.constant({ name: 'remind' as const, payload: { text: '请报' } }),
      fc.nat(60).map((n) => ({ name: 'extend' as const, payload: { due: plusDays(START, n), reason: '防汛' } })), fc.constant({ name: 'escalate' as const, payload: { text: '超期', severity: 'light' as const } }),
    ),
  });

  it('ends by acceptance of what was reported, or by a leader’s waiver, by nothing else; days late are never taken back, whatever is put off or returned', () => {
    fc.assert(fc.property(fc.array(command, { maxLength: 14 }), fc.boolean(), (list, waive) => {
      let day = START;
      let w = step({ acts: [], state: undefined }, issue(), day, COUNTY);
      for (const x of list) {
        day = plusDays(day, x.days);
        const before = w.state;
        w = step(w, x.command, day, x.unit ? UNIT : COUNTY);
        const s = w.state;
        if (!s) throw new Error('no state');
        if (s.done) expect(w.acts.at(-1)?.kind === 'taskAccepted' ? before?.reply : s.done).toBeDefined();
        // Whatever ends or puts off the waiting keeps what was late by then.
        if (before && s !== before && ['taskReplied', 'taskExtended', 'taskWaived'].includes(w.acts.at(-1)?.kind ?? '')) expect(s.lateDays).toBeGreaterThanOrEqual(lateDays(before, day));
        expect(s.lateDays).toBeGreaterThanOrEqual(before?.lateDays ?? 0);
        if (!s.done) expect(taskTopic.head(s).closedOn).toBeUndefined();
      }
      if (w.state?.done) expect(w.acts.filter((a) => a.kind === 'taskAccepted' || a.kind === 'taskWaived').length).toBe(1);
      else if (waive) expect(step(w, { name: 'waive', payload: { reason: '合并' } }, day, COUNTY).state?.done?.how).toBe('waived');
      expect(w.acts.some((a) => a.kind === 'taskAccepted') ? w.state?.done?.how : 'accepted').toBe('accepted');
    }));
  });

  it('[XX-197] is reported in every part asked for, or not at all', () => {
    const s = after([issue({ parts: ['工作情况', '经验做法', '困难问题', '下步打算'] }), 0, COUNTY]);
    const r = taskTopic.decide(s, reply(['一', '二', '三']), on(START), UNIT);
    expect(isRefusal(r) && r.missing).toEqual(['下步打算']);
    expect(refused(s, reply(['一', '二', '三', '四']), 0, UNIT)).toBe('');
  });

  it('is reported by the unit itself and judged by somebody else; a late report says how late', () => {
    const s = after([issue(), 0, COUNTY]);
    expect(refused(s, reply(), 0, COUNTY)).toBe('rights.denied');
    expect(refused(s, { name: 'accept', payload: { text: '' } }, 0, COUNTY)).toBe('step.order');
    const late = after([issue(), 0, COUNTY], [reply(), 13, UNIT]);
    expect(late?.lateDays).toBe(3);
    expect(late && taskTopic.head(late).statusText).toBe('已报送，迟 3 天');
    expect(refused(late, { name: 'accept', payload: { text: '' } }, 14, { ...COUNTY, user: 'u1' } as never)).toBe('person.same');
    expect(after([issue(), 0, COUNTY], [reply(), 13, UNIT], [{ name: 'return', payload: { reason: '不全' } }, 14, COUNTY])?.due).toBe(plusDays(START, 21));
  });

  it('put off after its day, it stays on record as late; only what is late becomes a rectification', () => {
    const s = after([issue(), 0, COUNTY], [{ name: 'extend', payload: { due: plusDays(START, 30), reason: '防汛' } }, 15, COUNTY]);
    expect(s).toMatchObject({ lateDays: 5, due: plusDays(START, 30), firstDue: plusDays(START, 10) });
    expect(refused(after([issue(), 0, COUNTY]), { name: 'escalate', payload: { text: '超期', severity: 'light' } }, 10, COUNTY)).toBe('clock.early');
    expect(refused(after([issue(), 0, COUNTY]), { name: 'escalate', payload: { text: '超期', severity: 'light' } }, 11, COUNTY)).toBe('');
    expect(refused(s, { name: 'extend', payload: { due: plusDays(START, 20), reason: '提前' } }, 15, COUNTY)).toBe('date.order');
  });

  it('of a meeting needs its record and its minutes', () => {
    const s = after([issue({ kind: 'meeting', parts: [] }), 0, COUNTY]);
    const record = { on: START, place: '会议室', chair: '王局长', attended: 12, who: '各镇', resolutions: [] };
    expect(refused(s, reply(['已开']), 0, UNIT)).toBe('materials.missing');
    expect(refused(s, reply(['已开'], { meeting: record }), 0, UNIT)).toBe('materials.missing');
    expect(refused(s, reply(['已开'], { meeting: { ...record, on: plusDays(START, 1) }, files: ['f'] }), 0, UNIT)).toBe('date.order');
    expect(refused(s, reply(['已开'], { meeting: { ...record, resolutions: [{ title: '建窗口', unit: null, due: START }] }, files: ['f'] }), 0, UNIT)).toBe('input.invalid');
    expect(refused(s, reply(['已开'], { meeting: record, files: ['f'] }), 0, UNIT)).toBe('');
  });
});

describe('a campaign', () => {
  const item = (id: string, owners: object[]): CampaignPlan['stages'][number]['items'][number] => ({ id, title: id, kind: 'document', text: '', parts: [], owners: owners as never, req: [] });
  const plan: CampaignPlan = { id: 'p', label: '试点', groups: [{ id: 'first', label: '先行', units: ['a', 'gone'] }], stages: [{ id: 's', label: '一', when: '年初', from: START, to: START, items: [item('x', [{ to: 'first', departments: [], due: '2020-04-30' }, { to: 'rest', departments: ['民政局'], due: '2020-09-30' }]), item('y', [{ to: 'all', departments: [], due: '2020-12-18' }])] }] };

  it('gives every unit its own task with its own day, each item and owner once; a unit that is no more gets none', () => {
    expect(plannedTasks(plan, ['a', 'b', 'c']).map((t) => [t.item.id, t.unit ?? t.owner, t.due])).toEqual([['x', 'a', '2020-04-30'], ['x', 'b', '2020-09-30'], ['x', 'c', '2020-09-30'], ['x', '民政局', '2020-09-30'], ['y', 'a', '2020-12-18'], ['y', 'b', '2020-12-18'], ['y', 'c', '2020-12-18']]);
  });
});

describe('a series', () => {
  it.each([['month', 25, '2019-04-15', '2019-04', '2019-04-25'], ['month', 31, '2019-02-01', '2019-02', '2019-02-28'], ['quarter', 20, '2019-05-31', '2019-Q2', '2019-06-20'], ['half', 10, '2019-07-01', '2019-H2', '2019-12-10'], ['year', 31, '2019-01-01', '2019', '2019-12-31']] as const)('every %s, day %i, on %s: period %s due %s', (every, day, today, period, due) => {
    expect(periodOf(every, day, today)).toEqual({ period, due });
  });
});
