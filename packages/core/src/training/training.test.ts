import { describe, expect, it } from 'vitest';
import { foldMatter, type ActOf, type CommandOf } from '../matter/model.ts';
import { isRefusal } from '../refusal/refusal.ts';
import type { TrainingPayloads } from './payloads.ts';
import { standing, trainingTopic, type TrainingBodies, type TrainingContext, type TrainingState } from './topic.ts';

const COUNTY = { user: 'c1', post: 'countyHandler', unit: 'county' } as const;
const on = (today: string): TrainingContext => ({ now: `${today}T10:00:00.000+08:00`, today, policy: undefined as never, calendar: undefined as never, id: 't', number: 'n', known: true, filesKnown: true });
const planned: TrainingPayloads['plan'] = { subject: '操作规程', unit: null, on: '2021-10-10', place: '礼堂', hours: 6, teacher: '讲师', text: '', seats: [{ id: 's1', unit: 'a', account: 'x', group: 'handlers' }, { id: 's2', unit: 'b', group: 'cadres' }] };
const decide = (s: TrainingState | undefined, command: CommandOf<TrainingPayloads>, today: string, actor: { user: string; post: 'handler' | 'countyHandler'; unit: string } = COUNTY) => trainingTopic.decide(s, command, on(today), actor);
const state = (command: CommandOf<TrainingPayloads>, before: readonly ActOf<TrainingBodies>[] = [], s?: TrainingState): { acts: readonly ActOf<TrainingBodies>[]; state: TrainingState } => {
  const decided = decide(s, command, '2021-10-10');
  if (isRefusal(decided)) throw new Error(decided.rule);
  const acts = [...before, ...decided.map((h) => ({ ...h, at: '2021-10-10T10:00:00.000+08:00', actor: COUNTY }) as ActOf<TrainingBodies>)];
  return { acts, state: foldMatter(trainingTopic, acts, 't') };
};
const code = (r: ReturnType<typeof decide>): string => (isRefusal(r) ? r.code : '');
const hold = (more: Partial<TrainingPayloads['hold']> = {}): CommandOf<TrainingPayloads> => ({ name: 'hold', payload: { on: '2021-10-10', present: ['s1'], results: [], files: ['f'], text: '', ...more } });

describe('a training', () => {
  const plan = state({ name: 'plan', payload: planned });

  it('is held once, by those called to it; whoever is not named as present is absent', () => {
    const held = state(hold(), plan.acts, plan.state);
    expect(held.state.held).toMatchObject({ present: ['s1'], absent: ['s2'] });
    expect(trainingTopic.head(held.state).statusText).toBe('已培训，到会 1 人，缺席 1 人');
    expect(code(decide(held.state, hold(), '2021-10-11'))).toBe('step.done');
    expect(code(decide(plan.state, hold({ present: ['s9'] }), '2021-10-10'))).toBe('notfound');
    expect(code(decide(plan.state, hold({ results: [{ seat: 's2', score: 90 }] }), '2021-10-10'))).toBe('input.invalid');
    expect(code(decide(plan.state, hold(), '2021-10-09'))).toBe('date.order');
  });

  it('of a unit is kept by that unit; moved and called off only before it is held', () => {
    const own = state({ name: 'plan', payload: { ...planned, unit: 'a' } });
    expect(code(decide(own.state, hold(), '2021-10-10', { user: 'h', post: 'handler', unit: 'b' }))).toBe('rights.denied');
    const moved = state({ name: 'move', payload: { on: '2021-10-20', place: '礼堂', reason: '防疫' } }, plan.acts, plan.state);
    expect(moved.state).toMatchObject({ on: '2021-10-20', moved: [{ from: '2021-10-10', to: '2021-10-20', reason: '防疫' }] });
    expect(code(decide(state({ name: 'cancel', payload: { reason: '合并' } }, plan.acts, plan.state).state, hold(), '2021-10-10'))).toBe('case.closed');
  });

  it('[HQ-27] keeps somebody within the interval until its last day, and says never where there is no record', () => {
    expect(standing(null, '2021-10-10', 12)).toBe('never');
    expect(standing('2020-10-10', '2021-10-10', 12)).toBe('ok');
    expect(standing('2020-10-10', '2021-10-11', 12)).toBe('due');
    expect(standing('2020-08-31', '2021-02-28', 6)).toBe('ok');
    expect(standing('2020-08-31', '2021-03-01', 6)).toBe('due');
  });
});
