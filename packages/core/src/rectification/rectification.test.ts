import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WorkCalendar } from '../calendar/calendar.ts';
import { plusDays } from '../calendar/date.ts';
import type { ActOf, MatterActor } from '../matter/model.ts';
import { foldMatter } from '../matter/model.ts';
import { policyOf } from '../means/means.fixture.ts';
import { isRefusal } from '../refusal/refusal.ts';
import { rectifyLadderSchema } from '../policy/supervision-tables.ts';
import type { RectPayloads } from './payloads.ts';
import { rectTopic, type Rect, type RectBodies, type RectContext } from './topic.ts';

const ladder = rectifyLadderSchema.parse({ rungs: [
  { id: 'workReminder', label: '工作提示', by: ['countyHandler', 'countyLeader'], means: ['telephone', 'onSite'], paper: '工作提示记录单', words: '请立行立改。' },
  { id: 'reminderLetter', label: '提示函', by: ['countyHandler', 'countyLeader'], needs: ['deadline', 'measures', 'person'], paper: '提示函', words: '请整改。' },
  { id: 'supervisionLetter', label: '专项督办函', by: ['countyLeader'], needs: ['deadline', 'measures', 'person'], paper: '督办函', after: ['reminderLetter'], reinspect: true, words: '责令整改。' },
  { id: 'criticism', label: '通报批评', by: ['countyLeader'], needs: ['deadline', 'measures', 'person'], paper: '通报', after: ['reminderLetter'], atOnce: ['breach'], circulates: true, reinspect: true, words: '通报批评。' },
  { id: 'discipline', label: '移交', by: ['countyLeader'], paper: '移交函', after: ['supervisionLetter', 'criticism'], atOnce: ['grave'], handsOver: true, words: '请处理。' },
] });
const calendar = new WorkCalendar({ years: {} });
const policy = policyOf();
const source = { assumption: '试验', req: [] };
const START = '2022-03-01';
const context = (today: string): RectContext => ({
  now: `${today}T09:00:00.000+08:00`, today, policy, calendar, id: 'm', number: '2022-宝-整-0001', ladder, ladderSource: source, toleranceSource: source, reviewDays: 5, reinspectDays: 20,
  tolerance: [{ id: 'diligence', label: '履职尽责' }, { id: 'reason', label: '非主观原因' }, { id: 'corrected', label: '及时纠正' }],
});
const CHIEF: MatterActor = { user: 'chief', post: 'countyLeader', unit: 'county' };
const COUNTY: MatterActor = { user: 'county', post: 'countyHandler', unit: 'county' };
const UNIT: MatterActor = { user: 'handler', post: 'handler', unit: 'a' };
const OTHER: MatterActor = { user: 'other', post: 'handler', unit: 'b' };
const ACTORS = [CHIEF, COUNTY, UNIT, OTHER];

type Name = keyof RectPayloads;
type Acts = ActOf<RectBodies>[];
/** Does one command; the acts it wrote, or nothing where it was refused. */
function does<N extends Name>(state: Rect | undefined, name: N, payload: RectPayloads[N], actor: MatterActor, today: string): { state: Rect | undefined; acts: Acts; code: string } {
  const got = rectTopic.decide(state, { name, payload } as never, context(today), actor);
  if (isRefusal(got)) return { state, acts: [], code: got.code };
  const acts = got.map((h) => ({ ...h, at: `${today}T09:00:00.000+08:00`, actor }) as Acts[number]);
  return { state: acts.reduce<Rect | undefined>((s, a) => rectTopic.evolve(s, a, 'm'), state), acts, code: 'ok' };
}
const OPEN: RectPayloads['open'] = { unit: 'a', failing: 'policy', conduct: 'none', severity: 'light', foundBy: 'visit', text: '受理超期', findings: [] };
const step = (rung: string, due: string, more: Partial<RectPayloads['step']> = {}): RectPayloads['step'] => ({ rung, due, measures: ['补办'], person: { name: '张三', post: '负责人' }, words: '请整改', circulate: [], papers: [], ...more });
const opened = (more: Partial<RectPayloads['open']> = {}): Rect => {
  const { state } = does(undefined, 'open', { ...OPEN, ...more }, COUNTY, START);
  if (!state) throw new Error('not opened');
  return state;
};
const later = (s: Rect | undefined): string => plusDays(s?.due ?? START, 1);

interface Try {
  readonly name: Name;
  readonly payload: (today: string) => RectPayloads[Name];
  readonly actor: MatterActor;
  readonly wait: number;
}
/** A command that somebody tries: mostly whoever may, with days that lie right. */
const attempt: fc.Arbitrary<Try> = fc.record({
  command: fc.oneof(
    fc.record({ rung: fc.constantFrom(...ladder.rungs.map((r) => r.id)), days: fc.integer({ min: -1, max: 12 }), bare: fc.boolean() }).map(({ rung, days, bare }) => ({ by: CHIEF, name: 'step' as const, payload: (today: string) => (bare ? { rung, measures: [], words: 'x', circulate: [], papers: [] } : step(rung, plusDays(today, days), { means: 'telephone', ...(rung === 'criticism' ? { circulate: ['b'] } : {}), organ: '县纪委监委', papers: ['卷宗'] })) })),
    fc.constant({ by: UNIT, name: 'reply' as const, payload: () => ({ text: '已改', measures: ['补办'], files: ['f'] }) }),
    fc.constant({ by: COUNTY, name: 'accept' as const, payload: () => ({ text: '' }) }),
    fc.constant({ by: COUNTY, name: 'return' as const, payload: (today: string) => ({ reason: '不够', due: plusDays(today, 9) }) }),
    fc.boolean().map((right) => ({ by: COUNTY, name: 'reinspect' as const, payload: (today: string) => ({ on: today, who: ['x', 'y'], outcome: right ? 'corrected' as const : 'notCorrected' as const, text: 'x', files: [], due: plusDays(today, 9) }) })),
    fc.constant({ by: COUNTY, name: 'close' as const, payload: () => ({ text: '结' }) }), fc.constant({ by: UNIT, name: 'sign' as const, payload: () => ({ step: 0 }) }),
    fc.constant({ by: COUNTY, name: 'revisit' as const, payload: (today: string) => ({ on: today, how: 'telephone' as const, text: 'x' }) }),
  ),
  right: fc.integer({ min: 0, max: 9 }), other: fc.constantFrom(...ACTORS), wait: fc.integer({ min: 0, max: 6 }),
}).map(({ command, right, other, wait }) => ({ name: command.name, payload: command.payload, actor: right > 0 ? command.by : other, wait }));
const sequence = fc.array(attempt, { minLength: 10, maxLength: 60, size: 'max' });

describe('a rectification', () => {
  test('[BQ-64, HQ-135, LH-89, GX-110] no sequence of commands closes it without an answer that the county accepted, nor before the second look that a supervision letter or a criticism asks for', () => {
    let closed = 0;
    fc.assert(fc.property(sequence, fc.constantFrom('light', 'grave' as const), fc.constantFrom('none', 'favour' as const), (list, severity, conduct) => {
      let state: Rect | undefined = opened({ severity: severity as 'light', conduct: conduct as 'none' });
      let today = START;
      for (const { name, payload, actor, wait } of list) {
        today = plusDays(today, wait);
        state = does(state, name, payload(today) as never, actor, today).state;
        if (!state?.closed) continue;
        closed++;
        const last = state.replies.at(-1);
        expect(last?.judged?.outcome).toBe('accepted');
        if (state.steps.some((s) => s.reinspect)) expect(state.inspections.at(-1)?.outcome).toBe('corrected');
        return;
      }
      expect(state?.status).not.toBe('closed');
    }), { numRuns: 400 });
    expect(closed).toBeGreaterThan(0);
  });

  test('its state is the fold of what was written, whatever was tried and refused in between', () => {
    fc.assert(fc.property(sequence, (list) => {
      const first = does(undefined, 'open', OPEN, COUNTY, START);
      const acts: Acts = [...first.acts];
      let state = first.state;
      let today = START;
      for (const { name, payload, actor, wait } of list) {
        today = plusDays(today, wait);
        const done = does(state, name, payload(today) as never, actor, today);
        state = done.state;
        acts.push(...done.acts);
      }
      expect(foldMatter(rectTopic, acts, 'm')).toEqual(state);
    }));
  });

  test('[BQ-63] a letter that lacks the deadline, the measures or the person responsible is refused, each named', () => {
    const s = opened();
    for (const [more, left] of [[{ due: undefined }, '整改时限'], [{ measures: [] }, '整改措施'], [{ person: undefined }, '责任人']] as const) {
      const got = rectTopic.decide(s, { name: 'step', payload: step('reminderLetter', plusDays(START, 10), more as never) }, context(START), COUNTY);
      expect(got).toMatchObject({ refused: true, code: 'materials.missing', missing: [left] });
    }
    expect(does(s, 'step', step('reminderLetter', START), COUNTY, START).code).toBe('date.order');
  });

  test('[BQ-61] a reminder records whether it was given by telephone or on site, and is refused without', () => {
    const s = opened();
    expect(rectTopic.decide(s, { name: 'step', payload: { rung: 'workReminder', measures: [], words: '马上改', circulate: [], papers: [] } }, context(START), COUNTY)).toMatchObject({ code: 'materials.missing', missing: ['方式'] });
    expect(does(s, 'step', { rung: 'workReminder', means: 'onSite', measures: [], words: '马上改', circulate: [], papers: [] }, COUNTY, START).state?.steps[0]?.means).toBe('onSite');
  });

  test('[BQ-64] the next rung opens only when what was demanded was not done: late, sent back, or found wrong again; and it is the leader’s', () => {
    const s = does(opened(), 'step', step('reminderLetter', plusDays(START, 10)), COUNTY, START).state;
    const next = step('supervisionLetter', plusDays(START, 30));
    expect(does(opened(), 'step', next, CHIEF, START).code).toBe('step.order');
    expect(does(s, 'step', next, CHIEF, plusDays(START, 10)).code).toBe('step.order');
    expect(does(s, 'step', next, COUNTY, later(s)).code).toBe('rights.denied');
    expect(does(s, 'step', next, CHIEF, later(s)).state?.steps.map((x) => x.rung)).toEqual(['reminderLetter', 'supervisionLetter']);
    const answered = does(s, 'reply', { text: '改了', measures: ['x'], files: ['f'] }, UNIT, START).state;
    expect(does(answered, 'step', next, CHIEF, later(s)).code).toBe('step.order');
    const back = does(answered, 'return', { reason: '没有佐证', due: plusDays(START, 20) }, COUNTY, plusDays(START, 2)).state;
    expect(does(back, 'step', next, CHIEF, plusDays(START, 2)).code).toBe('ok');
  });

  test('[BQ-69, BQ-70] breaches are criticised, and grave ones handed over, without the rungs before; the hand-over names the organ and the papers and gets its receipt', () => {
    const grave = opened({ severity: 'grave' });
    const bare = { rung: 'discipline', measures: [], words: 'x', circulate: [], papers: [] };
    expect(rectTopic.decide(grave, { name: 'step', payload: bare }, context(START), CHIEF)).toMatchObject({ code: 'materials.missing', missing: ['接收机关', '移交材料目录'] });
    const handed = does(grave, 'step', { ...bare, organ: '县纪委监委', papers: ['核查卷'] }, CHIEF, START).state;
    expect(handed?.steps[0]?.handOver).toMatchObject({ organ: '县纪委监委', papers: ['核查卷'] });
    expect(does(handed, 'receipt', { on: START, number: '收1号' }, COUNTY, START).state?.steps[0]?.handOver?.receipt).toEqual({ on: START, number: '收1号' });
    expect(does(opened(), 'step', { ...bare, organ: 'x', papers: ['y'] }, CHIEF, START).code).toBe('step.order');
    const breach = opened({ conduct: 'favour' });
    expect(does(breach, 'step', step('criticism', plusDays(START, 5), { circulate: ['b', 'a'] }), CHIEF, START).state?.steps[0]?.circulated).toEqual(['b']);
    expect(does(opened(), 'step', step('criticism', plusDays(START, 5), { circulate: ['b'] }), CHIEF, START).code).toBe('step.order');
  });

  test('[LH-94, LH-96] exemption needs every condition by itself, met and proved; nobody is exempt otherwise, and who is exempt is not punished', () => {
    const s = opened();
    const all = (met: boolean, files: string[]): RectPayloads['tolerate'] => ({ person: '张三', conditions: ['diligence', 'reason', 'corrected'].map((id, i) => ({ id, met: i === 0 ? met : true, text: '见附', files })) });
    expect(does(s, 'tolerate', { person: '张三', conditions: all(true, ['f']).conditions.slice(1) }, COUNTY, START).code).toBe('materials.missing');
    expect(does(s, 'tolerate', all(true, []), COUNTY, START).code).toBe('materials.missing');
    const short = does(s, 'tolerate', all(false, ['f']), COUNTY, START).state;
    expect(does(short, 'tolerance', { person: '张三', outcome: 'exempt', text: '' }, CHIEF, START).code).toBe('materials.missing');
    expect(does(short, 'tolerance', { person: '张三', outcome: 'notExempt', text: '' }, CHIEF, START).code).toBe('ok');
    const whole = does(s, 'tolerate', all(true, ['f']), COUNTY, START).state;
    const punishment: RectPayloads['punish'] = { person: '张三', measure: '谈话提醒', organ: '民政局', text: '', on: START };
    expect(does(whole, 'punish', punishment, COUNTY, START).code).toBe('step.order');
    const exempt = does(whole, 'tolerance', { person: '张三', outcome: 'exempt', text: '符合' }, CHIEF, START).state;
    expect(does(exempt, 'punish', punishment, COUNTY, START).code).toBe('conflict.duplicate');
    expect(does(exempt, 'punish', { ...punishment, person: '李四' }, COUNTY, START).code).toBe('ok');
  });
});
