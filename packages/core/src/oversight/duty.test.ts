import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plusDays } from '../calendar/date.ts';
import { periodOf } from './coverage.ts';
import { bodiesMissing, doneLabel, dutySchema, mayRecord, nextDue } from './duty.ts';
import { compareSurveys } from './survey.ts';

const day = fc.integer({ min: 0, max: 1500 }).map((n) => plusDays('2020-01-01', n));
const months = fc.constantFrom(1, 2, 3, 4, 6, 12);

describe('when a clause is due again', () => {
  test('in the part of the year after the one in which it was done; where nothing was, in the first whole one; late from the day after', () => {
    expect(nextDue('2021-05-20', '2021-01-01', 3, '2021-06-01')).toEqual({ due: '2021-09-30', standing: 'done' });
    expect(nextDue('2021-05-20', '2021-01-01', 3, '2021-07-01')).toEqual({ due: '2021-09-30', standing: 'due' });
    expect(nextDue('2021-05-20', '2021-01-01', 3, '2021-10-01')).toEqual({ due: '2021-09-30', standing: 'late' });
    expect(nextDue(null, '2021-11-10', 3, '2021-11-20')).toEqual({ due: '2022-03-31', standing: 'due' });
    expect(nextDue(null, '2021-10-01', 3, '2021-11-20')).toEqual({ due: '2021-12-31', standing: 'due' });
    expect(nextDue(null, '2021-11-10', 3, '2022-04-01').standing).toBe('late');
    expect(nextDue('2021-12-31', '2021-01-01', 12, '2022-01-01')).toEqual({ due: '2022-12-31', standing: 'due' });
  });
  test('whoever does it in every part is never late; whoever leaves a whole part out is, until it is done', () => {
    fc.assert(fc.property(day, day, months, (a, b, n) => {
      const [last = a, today = b] = [a, b].sort();
      const next = nextDue(last, '2020-01-01', n, today);
      const here = periodOf(today, n);
      const same = last >= here.from;
      const before = periodOf(plusDays(here.from, -1), n);
      expect(next.standing).toBe(same ? 'done' : last >= before.from ? 'due' : 'late');
      expect(nextDue(today, '2020-01-01', n, today).standing).toBe('done');
    }));
  });
});

test('[GX-68, GX-108, GX-109] an act under a clause that names other bodies names each of them, by whatever name the county has for it', () => {
  const rule = { id: 'GX-108', phrase: '', acts: { kinds: ['inspection' as const], with: ['财政', '审计'], by: 'county' as const, each: false } };
  expect(bodiesMissing(rule, ['珙县财政局', '县审计局'])).toEqual([]);
  expect(bodiesMissing(rule, ['珙县财政局', '县残联'])).toEqual(['审计']);
  expect(mayRecord(rule, 'inspection')).toBe(true);
  expect(mayRecord(rule, 'guidance')).toBe(false);
  expect(mayRecord({ id: 'GX-108', phrase: '' }, 'inspection')).toBe(false);
});

test('a clause says where it is done or why it is not, and what counts as done', () => {
  const clause = { id: 'HQ-25', clause: '三', phrase: '监督指导', module: '监督抽查' };
  expect(dutySchema.safeParse({ ...clause, at: '/oversight' }).success).toBe(false);
  expect(dutySchema.safeParse({ ...clause, at: '/oversight', acts: {} }).success).toBe(true);
  expect(dutySchema.safeParse({ ...clause, at: '/oversight', acts: {}, outside: '不办' }).success).toBe(false);
  expect(dutySchema.safeParse(clause).success).toBe(false);
});

test('what counts may be of some kinds alone, each of which exists; a task also by the clause that it carries out', () => {
  const clause = { id: 'BQ-70', clause: '三', phrase: '移交纪检', module: '整改问责', at: '/rectifications' };
  const of = (done: unknown): string[] | undefined => dutySchema.safeParse({ ...clause, done }).data?.done.map(doneLabel);
  expect(of(['rectification', { of: 'rectification', kinds: ['discipline'] }])).toEqual(['整改', '整改（移交问责）']);
  expect(of([{ of: 'task', kinds: ['XX-176'] }])).toEqual(['任务']);
  expect([of([{ of: 'rectification', kinds: ['draw.yearly'] }]), of([{ of: 'draw', kinds: ['BQ-58'] }]), of([{ of: 'draw', kinds: [] }])]).toEqual([undefined, undefined, undefined]);
});

describe('surveys', () => {
  test('[BQ-55] each is compared with the one before of the same unit, the county’s own by themselves; the first with none', () => {
    const s = (unit: string | null, on: string, asked: number, satisfied: number, aware: number) => ({ unit, on, asked, satisfied, aware });
    const [third, second, county, first] = compareSurveys([s('a', '2021-06-01', 50, 40, 20), s(null, '2021-06-15', 10, 5, 5), s('a', '2021-12-01', 60, 54, 18), s('b', '2021-12-02', 30, 30, 30)]);
    expect(first).toMatchObject({ satisfiedRate: 80, awareRate: 40, satisfiedMore: null, awareMore: null });
    expect(county).toMatchObject({ satisfiedMore: null });
    expect(second).toMatchObject({ satisfiedRate: 90, awareRate: 30, satisfiedMore: 10, awareMore: -10 });
    expect(third).toMatchObject({ unit: 'b', satisfiedRate: 100, satisfiedMore: null });
  });
});
