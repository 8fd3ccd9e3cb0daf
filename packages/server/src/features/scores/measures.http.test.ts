import { randomUUID } from 'node:crypto';
import type { Output } from '@doudi/core/api/contract';
import type { listScores } from '@doudi/core/api/scores';
import { SUPERVISION_TABLES } from '@doudi/core/policy/supervision-tables';
import { expect, test } from 'vitest';
import { supervision } from '../../testing/matters.ts';
import { countMonth } from './count.ts';
import { plantCases } from './planted.fixture.ts';

const { admin, asSystem, clock, unitOf, user } = await supervision();

const indicator = (measure: string): Record<string, unknown> => ({ id: measure, label: '指标', measure, points: 20, per: 1, minVolume: 1, caseMix: false });
const MEASURES = ['notPublished', 'selfInspectionLate', 'namedReportLate'] as const;
const plan = SUPERVISION_TABLES['score.plan'].parse({ label: '考评', method: 'addDeduct', full: 100, base: 80, rankFrom: '2019-04', objectDays: 5, publishDay: 15, referenceMin: 20, indicators: MEASURES.map(indicator) });

test('before the first month of the plan is over, the county is told which it will be and from when; then the month itself stands there', async () => {
  const page = async () => (await (await user('xx-chief')).get<Output<typeof listScores>>('/scores')).body;
  await clock('xx-county', '2019-04-20');
  expect(await page()).toMatchObject({ begins: { month: '2019-04', on: '2019-05-01' }, months: [] });
  await clock('xx-county', '2019-05-01');
  expect(await page()).toMatchObject({ begins: null, months: [{ month: '2019-04', status: 'none' }] });
});

test('publicity, self-inspection and named reports are counted from what was published, reported and settled, each fault with what is behind it', async () => {
  const unit = (await unitOf('xx-handler')).key;
  await clock('xx-county', '2019-06-20');
  const [published, waiting] = await plantCases(admin, 'xixiu', unit, [{ decidedOn: '2019-05-06', said: [{ kind: 'published', body: {} }] }, { decidedOn: '2019-05-07' }, { decidedOn: '2019-05-08' }]);
  await admin.query(`insert into work_item (county_id, case_id, step, post, unit_id, area_id, programme, due_on, provisional) select county_id, id, 'publish', 'handler', unit_id, area_id, programme, '2019-06-01', false from case_file where id = $1`, [waiting]);
  const matter = async (topic: string, state: unknown, due: string | null, closed: string | null, shown = true): Promise<string> => {
    const id = randomUUID();
    await admin.query(`insert into matter (county_id, id, topic, number, title, status, status_text, unit_id, area_id, opened_on, due_on, closed_on, seq, state) select county_id, $1, $2, $3, '试', 'x', '试', id, case when $7 then id end, '2019-05-01', $4, $5, 1, $6 from unit where key = $8`, [id, topic, `试-${id}`, due, closed, JSON.stringify(state), shown, unit]);
    return id;
  };
  const self = { kind: 'selfInspection', firstDue: '2019-05-25' };
  const never = await matter('task', { ...self, lateDays: 0 }, '2019-05-25', null);
  const late = await matter('task', { ...self, lateDays: 2, reply: {}, done: {} }, '2019-05-25', '2019-05-28');
  await matter('task', { ...self, lateDays: 0, reply: {} }, '2019-05-25', null);
  await matter('task', { ...self, kind: 'report', lateDays: 3 }, '2019-05-25', null);
  const report = { kind: 'report', named: true, answerBy: '2019-05-20' };
  const slow = await matter('complaint', report, '2019-05-20', '2019-05-23');
  await matter('complaint', report, '2019-05-20', '2019-05-20');
  await matter('complaint', { ...report, named: false }, '2019-05-20', '2019-05-23');
  // What is kept from the unit is not the unit's to be late with.
  await matter('complaint', report, '2019-05-20', null, false);
  const { counts, lines } = await asSystem('xixiu', async (tx, law) => await countMonth(tx, law, plan, '2019-05'));
  expect(Object.fromEntries(MEASURES.map((m) => [m, counts.filter((c) => c.unit === unit && c.indicator === m).map((c) => [c.n, c.faults])]))).toEqual({ notPublished: [[2, 1]], selfInspectionLate: [[3, 2]], namedReportLate: [[2, 1]] });
  expect(lines.map((l) => l.ref).sort()).toEqual([waiting, never, late, slow].sort());
  expect(lines.some((l) => l.ref === published)).toBe(false);
});
