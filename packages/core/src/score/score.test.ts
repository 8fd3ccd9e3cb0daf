import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WorkCalendar } from '../calendar/calendar.ts';
import { foldMatter, type ActOf, type MatterActor, type MatterContext } from '../matter/model.ts';
import { SUPERVISION_TABLES } from '../policy/supervision-tables.ts';
import { isRefusal } from '../refusal/refusal.ts';
import { factorOf, scoreText, scoreUnit, scoreUnits, wilson, type Count, type Reference, type ScorePlan } from './compute.ts';
import { scoreTopic, type ScoreBodies, type ScoreContext, type ScoreState } from './topic.ts';

const indicator = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({ id, label: `指标${id}`, measure: 'caseLate', points: 50, per: 1, minVolume: 10, caseMix: true, ...more });
const planOf = (more: Record<string, unknown> = {}): ScorePlan => SUPERVISION_TABLES['score.plan'].parse({ label: '考评', method: 'deduct', full: 100, base: 100, rankFrom: '2019-04', objectDays: 5, publishDay: 15, referenceMin: 20, indicators: [indicator('a'), indicator('b', { measure: 'complaintUpheld', per: 5, minVolume: 0, caseMix: false })], ...more });
const count = (indicator_: string, stratum: string, n: number, faults: number, unit = 'u'): Count => ({ unit, indicator: indicator_, stratum, n, faults });

const counts = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('dibao', 'tekun', 'dibao|disputed'), fc.nat(80), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 9 })
  .map((list) => [...new Map(list.map(([i, s, n, share]) => [`${i}${s}`, count(i, s, n, Math.floor(n * share))])).values()]);
const plans = fc.record({ method: fc.constantFrom('deduct' as const, 'addDeduct' as const), base: fc.nat(100), per: fc.double({ min: 0, max: 20, noNaN: true }), target: fc.nat(20), bonus: fc.nat(10), minVolume: fc.nat(30), caseMix: fc.boolean() })
  .map(({ method, base, ...i }) => planOf({ method, base, indicators: [indicator('a', { ...i, points: 40 }), indicator('b', { ...i, points: 40, measure: 'returned' }), indicator('c', { ...i, points: 20, measure: 'complaintUpheld', minVolume: 0 })] }));

describe('a score', () => {
  test('[XX-93] starts from full marks in every item and loses for faults; an item without fault loses nothing, none loses more than it has', () => {
    const none = scoreUnit(planOf(), 'u', [count('a', 'dibao', 40, 0)], []);
    expect(none).toMatchObject({ score: 10_000, enough: true });
    expect(none.indicators.map((i) => [i.state, i.deducted])).toEqual([['rated', 0], ['rated', 0]]);
    // 5 of 50 are 10 %: a point each; two complaints upheld: five points each.
    expect(scoreText(scoreUnit(planOf(), 'u', [count('a', 'dibao', 50, 5), count('b', '', 2, 2)], []).score)).toBe('80.00');
    expect(scoreUnit(planOf(), 'u', [count('a', 'dibao', 50, 50), count('b', '', 99, 99)], []).score).toBe(0);
  });

  test('[XX-92, XX-166] allows what lies under the target value of the item', () => {
    const plan = planOf({ indicators: [indicator('a', { points: 100, target: 10 })] });
    expect(scoreUnit(plan, 'u', [count('a', 'dibao', 50, 5)], []).score).toBe(10_000);
    expect(scoreUnit(plan, 'u', [count('a', 'dibao', 50, 6)], []).score).toBe(9_800);
  });

  test('[BQ-72] with points added and deducted starts from the base: faults take off, an item without any adds', () => {
    const plan = planOf({ method: 'addDeduct', base: 80, indicators: [indicator('a', { bonus: 6 }), indicator('b', { measure: 'complaintUpheld', per: 5, minVolume: 0, bonus: 4, caseMix: false })] });
    expect(scoreUnit(plan, 'u', [count('a', 'dibao', 40, 0)], []).score).toBe(9_000);
    expect(scoreUnit(plan, 'u', [count('a', 'dibao', 40, 4), count('b', '', 1, 1)], []).score).toBe(6_500);
  });

  test('too few items are not judged: neither praised nor blamed; with less than half of the points judged there is no rank', () => {
    const few = scoreUnit(planOf(), 'u', [count('a', 'dibao', 9, 9)], []);
    expect(few.indicators[0]).toMatchObject({ state: 'tooFew', deducted: 0, raw: null });
    const plan = planOf({ indicators: [indicator('a', { points: 80 }), indicator('b', { measure: 'complaintUpheld', points: 20, minVolume: 0, caseMix: false })] });
    const rows = scoreUnits(plan, ['small', 'large'], [count('a', 'dibao', 9, 0, 'small'), count('a', 'dibao', 100, 30, 'large')], []);
    expect(rows.map((r) => [r.unit, r.rank])).toEqual([['large', 1], ['small', null]]);
  });

  test('is never under 0 nor over full marks, its interval holds it, whatever was counted', () => {
    fc.assert(fc.property(plans, counts, counts, (plan, now, before) => {
      const r = scoreUnit(plan, 'u', now, before);
      expect(r.score).toBeGreaterThanOrEqual(0);
      expect(r.score).toBeLessThanOrEqual(plan.full * 100);
      expect(Number.isInteger(r.score)).toBe(true);
      expect(r.low).toBeLessThanOrEqual(r.score);
      expect(r.high).toBeGreaterThanOrEqual(r.score);
    }));
  });

  test('never falls because a fault is taken out', () => {
    fc.assert(fc.property(plans, counts, counts, fc.nat(20), (plan, now, before, at) => {
      const faulty = now.filter((c) => c.faults > 0);
      const one = faulty[at % Math.max(1, faulty.length)];
      fc.pre(one !== undefined);
      const better = now.map((c) => (c === one ? { ...c, faults: c.faults - 1 } : c));
      expect(scoreUnit(plan, 'u', better, before).score).toBeGreaterThanOrEqual(scoreUnit(plan, 'u', now, before).score);
    }));
  });

  test('is the same with and without allowing for the mix of cases where the unit has the mix of the county', () => {
    const mix = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.01, max: 1, noNaN: true })), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(mix, fc.integer({ min: 1, max: 4 }), fc.nat(40), (strata, times, faults) => {
      const before: Reference = strata.map(([n, share], i) => ({ indicator: 'a', stratum: `s${i}`, n: n * times, faults: Math.ceil(n * times * share) }));
      const now = strata.map(([n], i) => count('a', `s${i}`, n, i === 0 ? Math.min(n, faults) : 0));
      const factor = factorOf(now, before, 20);
      if (factor !== undefined) expect(factor).toBeCloseTo(1, 9);
    }));
  });

  test('a unit with the harder cases is not behind one with the easier ones that handles each kind alike', () => {
    const before: Reference = [{ indicator: 'a', stratum: 'easy', n: 1000, faults: 50 }, { indicator: 'a', stratum: 'hard', n: 1000, faults: 300 }];
    const hard = [count('a', 'easy', 20, 1, 'hard'), count('a', 'hard', 180, 54, 'hard')];
    const easy = [count('a', 'easy', 180, 9, 'easy'), count('a', 'hard', 20, 6, 'easy')];
    const rows = new Map(scoreUnits(planOf(), ['hard', 'easy'], [...hard, ...easy], before).map((r) => [r.unit, r]));
    expect(rows.get('hard')?.indicators[0]).toMatchObject({ raw: 27.5 });
    expect(rows.get('easy')?.indicators[0]).toMatchObject({ raw: 7.5 });
    expect(rows.get('hard')?.score).toBe(rows.get('easy')?.score);
    expect(rows.get('hard')?.rank).toBe(1);
    expect(rows.get('easy')?.rank).toBe(1);
  });
});

describe('a ranking', () => {
  test('[XX-157] is in descending order; equal scores share a rank, and each rank says which others the volumes leave possible', () => {
    const rows = scoreUnits(planOf(), ['d', 'c', 'b', 'a'], [count('a', 'x', 1000, 400, 'd'), count('a', 'x', 50, 5, 'c'), count('a', 'x', 50, 5, 'b'), count('a', 'x', 40, 3, 'a')], []);
    expect(rows.map((r) => [r.unit, r.rank])).toEqual([['a', 1], ['b', 2], ['c', 2], ['d', 4]]);
    // 3 of 40 and 5 of 50 cannot be told apart; 400 of 1000 is worse than all of them.
    expect(rows.map((r) => [r.rankFrom, r.rankTo])).toEqual([[1, 3], [1, 3], [1, 3], [4, 4]]);
  });

  test('the possible ranks always hold the rank itself, and narrow as cases grow', () => {
    fc.assert(fc.property(plans, fc.array(counts, { minLength: 2, maxLength: 6 }), (plan, lists) => {
      const units = lists.map((_, i) => `u${i}`);
      for (const r of scoreUnits(plan, units, lists.flatMap((l, i) => l.map((c) => ({ ...c, unit: `u${i}` }))), [])) {
        if (r.rank === null) continue;
        expect(r.rankFrom).toBeLessThanOrEqual(r.rank);
        expect(r.rankTo).toBeGreaterThanOrEqual(r.rank);
      }
    }));
    const width = (n: number): number => { const { low, high } = wilson(n / 10, n); return high - low; };
    expect(width(1000)).toBeLessThan(width(100));
    // Known values: 5 of 50.
    expect(wilson(5, 50).low).toBeCloseTo(0.0435, 3);
    expect(wilson(5, 50).high).toBeCloseTo(0.2136, 3);
  });
});

const actor: MatterActor = { user: 'county', post: 'countyHandler', unit: 'xx' };
const calendar = new WorkCalendar({ years: {} } as never);
const base = { now: '2019-05-06T09:00:00+08:00', today: '2019-05-06', policy: {} as MatterContext['policy'], calendar, id: 'm', number: '2019-西-评-0001' };
const plan = planOf();
const fresh: ScoreContext = { ...base, fresh: { plan, source: { assumption: '试', req: [] }, results: scoreUnits(plan, ['u'], [count('a', 'x', 50, 5)], []), lines: 5, linesHash: 'h' } };

/** Decides and folds on. */
function run(s: ScoreState | undefined, c: ScoreContext, ...commands: Parameters<typeof scoreTopic.decide>[1][]): ScoreState | string {
  let state = s;
  for (const command of commands) {
    const out = scoreTopic.decide(state, command, c, command.name === 'correct' ? { ...actor, post: 'system' } : actor);
    if (isRefusal(out)) return `${out.code} ${out.rule}`;
    const acts = out.map((h) => ({ ...h, at: c.now, actor }) as ActOf<ScoreBodies>);
    state = acts.reduce<ScoreState | undefined>((x, a) => scoreTopic.evolve(x, a, 'm'), state);
  }
  if (!state) throw new Error('nothing');
  return state;
}

describe('the course of a month', () => {
  test('[XX-158] starts in the month that the plan names, one month at a time, once it is over', () => {
    expect(run(undefined, fresh, { name: 'compute', payload: { month: '2019-03' } })).toContain('考评自2019年4月起按月进行');
    expect(run(undefined, fresh, { name: 'compute', payload: { month: '2019-05' } })).toContain('clock.early');
    expect(run(undefined, fresh, { name: 'compute', payload: { month: '2019-04' } })).toMatchObject({ month: '2019-04' });
  });

  test('[XX-159] is shown to the units, waits for their objections, then published; after that nothing changes it', () => {
    const shown = run(undefined, fresh, { name: 'compute', payload: { month: '2019-04' } }, { name: 'show', payload: {} });
    if (typeof shown === 'string' || shown.kind !== 'month') throw new Error('not shown');
    expect(scoreTopic.head(shown)).toMatchObject({ status: 'shown', dueOn: '2019-05-15', unit: null, shown: false });
    expect(run(shown, fresh, { name: 'compute', payload: { month: '2019-04' } })).toContain('step.done');
    expect(run(shown, { ...base, open: [] }, { name: 'publish', payload: {} })).toContain('clock.early');
    const later = { ...base, today: '2019-06-01', now: '2019-06-01T09:00:00+08:00' };
    expect(run(shown, { ...later, open: ['2019-西-评-0002'] }, { name: 'publish', payload: {} })).toContain('2019-西-评-0002');
    const out = run(shown, { ...later, open: [] }, { name: 'publish', payload: {} });
    if (typeof out === 'string') throw new Error(out);
    expect(scoreTopic.head(out)).toMatchObject({ status: 'published', closedOn: '2019-06-01' });
    expect(run(out, fresh, { name: 'compute', payload: { month: '2019-04' } })).toContain('case.closed');
  });

  test('only the unit itself objects to its own line, in its days; the answer needs words and is given once', () => {
    const line = { run: 'm', month: '2019-04', unit: 'u', indicator: '办理总时限', text: '超期', until: '2019-05-13', due: '2019-05-15' };
    const object = { name: 'object', payload: { line: 'l', words: '公示期内' } } as const;
    expect(run(undefined, { ...base, line }, object)).toContain('notfound');
    const own = scoreTopic.decide(undefined, object, { ...base, line }, { ...actor, unit: 'u' });
    if (isRefusal(own)) throw new Error(own.rule);
    expect(isRefusal(scoreTopic.decide(undefined, object, { ...base, today: '2019-05-14', line }, { ...actor, unit: 'u' }))).toBe(true);
    expect(isRefusal(scoreTopic.decide(undefined, object, { ...base, line: { ...line, earlier: '2019-西-评-0002' } }, { ...actor, unit: 'u' }))).toBe(true);
    const state = foldMatter(scoreTopic, own.map((h) => ({ ...h, at: base.now, actor }) as ActOf<ScoreBodies>), 'o');
    expect(scoreTopic.head(state)).toMatchObject({ unit: 'u', shown: true, waits: 'county', origin: 'm' });
    const answered = run(state, base, { name: 'answer', payload: { outcome: 'stands', words: '公示期不在时限内' } });
    expect(run(answered as ScoreState, base, { name: 'answer', payload: { outcome: 'stands', words: '再说' } })).toContain('step.done');
  });
});
