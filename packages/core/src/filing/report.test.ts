import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AREAS, CAUSES, classesOf, compareReports, labourOf, crossFoot, monthlyReport, planRoster, type Classes, type LineBefore, type MonthlyReport, type RosterCase } from './report.ts';

const handled = { applied: 3, granted: 2, refused: 1 };
const classes = (minor: number, adult: number, aged: number, male: number): Classes => ({ minor, adult, aged, male, female: minor + adult + aged - male, disabled: 0, severeIllness: 0 });
const household: fc.Arbitrary<RosterCase> = fc.record({ id: fc.nat(30), minor: fc.nat(3), adult: fc.nat(3), aged: fc.nat(2), male: fc.nat(8), fen: fc.nat(300_000), area: fc.constantFrom(...AREAS), hardship: fc.constantFrom(...CAUSES), imported: fc.boolean() })
  .map(({ id, minor, adult, aged, male, fen, area, hardship, imported }) => ({ area, hardship, imported, labour: { able: adult, partial: aged, none: minor }, case: `c${id}`, payee: `p${id}`, persons: minor + adult + aged, monthlyFen: fen, fromMonth: '2022-03', classes: classes(minor, adult, aged, Math.min(male, minor + adult + aged)) }));
const roster = fc.uniqueArray(household, { selector: (h) => h.case, maxLength: 15 });
const leaves = (x: unknown, path: string[] = []): { path: string[]; value: number }[] => (typeof x === 'number' ? [{ path, value: x }] : Object.entries(x as object).flatMap(([k, v]) => leaves(v, [...path, k])));
const withValue = (r: MonthlyReport, path: readonly string[], value: number): MonthlyReport => {
  const put = (x: object, [key = '', ...rest]: readonly string[]): object => ({ ...x, [key]: rest.length === 0 ? value : put((x as Record<string, object>)[key] ?? {}, rest) });
  return put(r, path) as MonthlyReport;
};

describe('classes', () => {
  it('count each member once by age and once by sex, from the birthday on', () => {
    const member = (birth: string) => ({ birth, sex: 'female' as const, health: 'healthy' as const });
    expect(classesOf([member('2004-03-25'), member('2004-03-26'), member('1962-03-25'), member('1962-03-26')], '2022-03-25')).toMatchObject({ minor: 1, adult: 2, aged: 1, female: 4, male: 0 });
  });
  it('leave out who does not belong to the household by rule', () => {
    expect(classesOf([{ birth: '1980-01-01', sex: 'male', health: 'severeIllness', excluded: 'imprisoned' }], '2022-03-25')).toMatchObject({ adult: 0, male: 0, severeIllness: 0 });
  });
});

describe('roster and report', () => {
  it('mark new, changed, unchanged and left households against the last filing', () => {
    const h = (id: string, persons: number, monthlyFen: number): RosterCase => ({ case: id, payee: id, persons, monthlyFen, fromMonth: '2022-03', classes: classes(0, persons, 0, 0) });
    const lines = planRoster([h('a', 1, 100), h('b', 2, 250), h('c', 3, 300)], [h('b', 2, 200), h('c', 3, 300), h('d', 4, 400)], [{ case: 'x', payee: 'x' }]);
    expect(lines.map((l) => [l.case, l.mark])).toEqual([['a', 'new'], ['b', 'changed'], ['c', 'same'], ['d', 'left'], ['x', 'refused']]);
    expect(monthlyReport(lines, handled)).toMatchObject({ households: { last: 3, new: 1, left: 1, changed: 0, now: 3 }, persons: { last: 9, new: 1, left: 4, changed: 0, now: 6 }, fen: { last: 900, new: 100, left: 400, changed: 50, now: 650 } });
  });

  it('count households taken over apart from those confirmed, once, on their first filing', () => {
    const h = (id: string, imported: boolean): RosterCase => ({ case: id, payee: id, persons: 2, monthlyFen: 100, fromMonth: '2019-03', classes: classes(0, 2, 0, 1), labour: { able: 2, partial: 0, none: 0 }, area: 'rural', hardship: 'aged', imported });
    const first = planRoster([h('a', true), h('b', false)], [], []);
    expect(first.map((l) => l.mark)).toEqual(['imported', 'new']);
    const report = monthlyReport(first, { applied: 1, granted: 1, refused: 0 });
    expect(report).toMatchObject({ households: { last: 0, new: 1, imported: 1, now: 2 }, persons: { new: 2, imported: 2, now: 4 }, handled: { granted: 1 }, areas: { urban: { households: 0 }, rural: { households: 2, persons: 4, fen: 200 } }, causes: { aged: 2 }, labour: { able: 4 } });
    expect(crossFoot(report)).toEqual([]);
    expect(planRoster([h('a', true)], first, []).map((l) => l.mark)).toEqual(['same', 'left']);
    expect(labourOf([{ labour: 'partial' }, { labour: 'none', excluded: 'missing' }])).toEqual({ able: 0, partial: 1, none: 0 });
  });

  it('always foot when made from a roster, and continue the last report', () => {
    fc.assert(fc.property(roster, roster, (before, now) => {
      const first = planRoster(before, [], [{ case: 'x', payee: 'x' }]);
      const last = monthlyReport(first, handled);
      const lines = planRoster(now, first.filter((l) => l.mark !== 'refused') as readonly LineBefore[], []);
      const report = monthlyReport(lines, handled);
      expect(crossFoot(report, last)).toEqual([]);
      expect(report.fen.now).toBe(now.reduce((a, h) => a + h.monthlyFen, 0));
      expect(compareReports(report, report)).toEqual([]);
    }));
  });

  it('does not foot, or does not agree with its roster, when any one number is changed', () => {
    fc.assert(fc.property(roster, fc.nat(), fc.integer({ min: -5, max: 5 }).filter((n) => n !== 0), (now, pick, by) => {
      const report = monthlyReport(planRoster(now, [], []), handled);
      const all = leaves(report);
      const { path, value } = all[pick % all.length] ?? { path: [], value: 0 };
      expect(compareReports(withValue(report, path, value + by), report).map((f) => f.path)).toEqual([path.join('.')]);
    }));
  });

  it('name the equation that does not hold with both its sides', () => {
    const report = monthlyReport(planRoster([{ case: 'a', payee: 'a', persons: 3, monthlyFen: 109_000, fromMonth: '2022-03', classes: classes(1, 1, 1, 2), labour: { able: 1, partial: 0, none: 2 } }], [], []), handled);
    expect(crossFoot(withValue(report, ['persons', 'now'], 4)).map((f) => f.path)).toEqual(['persons.now', 'classes.minor', 'classes.male', 'labour.able', 'areas.urban.persons']);
    expect(crossFoot(withValue(report, ['areas', 'rural', 'fen'], 100)).map((f) => f.message)).toEqual(['月保障金额：城市 109000 ＋ 农村 100 ＝ 109100，填报本月 109000']);
    expect(crossFoot(withValue(report, ['classes', 'aged'], 2))).toEqual([{ path: 'classes.minor', message: '按年龄合计 4 人，本月 3 人' }]);
    expect(crossFoot(report, { ...report, households: { last: 0, new: 0, left: 0, changed: 0, now: 7 }, persons: { ...report.persons, now: 0 }, fen: { ...report.fen, now: 0 } }).map((f) => f.path)).toEqual(['households.last']);
  });
});
