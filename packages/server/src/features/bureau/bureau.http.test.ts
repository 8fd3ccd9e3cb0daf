import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { bureauDuties, bureauUnit, getBureau } from '@doudi/core/api/bureau';
import type { Output } from '@doudi/core/api/contract';
import { addMonths } from '@doudi/core/case/months';
import { plusDays } from '@doudi/core/calendar/date';
import { dutySchema } from '@doudi/core/oversight/duty';
import type { TableValue } from '@doudi/core/policy/tables';
import { beforeAll, describe, expect, test } from 'vitest';
import { applyFor } from '../../testing/flow.ts';
import { supervision } from '../../testing/matters.ts';

const { admin, user, session, clock, services } = await supervision();
let today: string;
let unit: { key: string; name: string };
let own: { id: string; number: string };

/** A granted household of the unit, on the roll from one month to another. */
async function onRoll(from: string, to: string | null, fen: number): Promise<void> {
  const id = randomUUID();
  await admin.query(`insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, decided_on, closed_on, seq, state, updated_at)
    select county_id, $1::uuid, 'B-' || $1::text, programme, unit_id, area_id, 'granted', 'unit', application_date, applicant, 1, handler, $3::date, $3::date, 1, '{}', now() from case_file where id = $2::uuid`, [id, own.id, `${from}-02`]);
  await admin.query(`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, to_month, payment, created_at)
    select f.county_id, gen_random_uuid(), f.id, f.unit_id, f.area_id, f.programme, f.applicant, p.number_idx, $2::bigint, $3::text, $4::text, 'monthly', now() from case_file f join person p on p.county_id = f.county_id and p.id = f.applicant where f.id = $1::uuid`, [id, fen, from, to]);
}

beforeAll(async () => {
  const handler = await user('bq-handler');
  ({ today, unit } = await session(handler));
  own = await applyFor(handler, { serial: 214 });
});

const page = async (login = 'bq-chief'): Promise<Output<typeof getBureau>> => (await (await user(login)).get<Output<typeof getBureau>>('/bureau')).body;
const figure = async (id: string): Promise<Output<typeof getBureau>['figures'][number] | undefined> => (await page()).figures.find((f) => f.id === id);
const change = async (id: string): Promise<Output<typeof getBureau>['changes'][number] | undefined> => (await page()).changes.find((c) => c.id === id);

describe('the bureau’s page', () => {
  test('posts of the whole county read it; a unit does not', async () => {
    for (const login of ['bq-chief', 'bq-county', 'bq-audit']) expect((await (await user(login)).get('/bureau')).status).toBe(200);
    for (const login of ['bq-handler', 'bq-leader', 'bq-sys']) expect((await (await user(login)).get('/bureau')).status).toBe(403);
  });

  test('every figure says how it was computed and opens a list; its clauses are of this county alone', async () => {
    const { figures, changes } = await page();
    expect(figures.length).toBeGreaterThan(20);
    expect(new Set(figures.map((f) => f.id)).size).toBe(figures.length);
    for (const f of [...figures, ...changes]) {
      expect(f.how.length, f.label).toBeGreaterThan(5);
      expect(f.href, f.label).toMatch(/^\/[a-z]/);
    }
    expect(new Set(figures.flatMap((f) => f.clauses.map((c) => c.id.slice(0, 2))))).toEqual(new Set(['BQ']));
    for (const f of figures) if (f.byUnit.length > 0) expect(f.byUnit.reduce((n, u) => n + u.value, 0), f.id).toBeLessThanOrEqual(f.value);
  });

  test('a case past its day is late with its unit and its step, and the list behind the figure holds it', async () => {
    const before = await figure('case.late');
    await admin.query(`update case_file set next_due = $2::date - 1 where id = $1`, [own.id, today]);
    const after = await figure('case.late');
    expect((after?.value ?? 0) - (before?.value ?? 0)).toBe(1);
    expect(after?.how).toContain('受理');
    const mine = after?.byUnit.find((u) => u.unit === unit.key);
    expect(mine?.unitName).toBe(unit.name);
    const behind = (await (await user('bq-chief')).get<{ items: { number: string }[] }>(`/worklist${(mine?.href ?? '').slice('/cases'.length)}`)).body.items;
    expect(behind.map((c) => c.number)).toContain(own.number);
    await admin.query(`update case_file set next_due = $2::date where id = $1`, [own.id, today]);
    expect((await figure('case.late'))?.value).toBe(before?.value);
    expect((await figure('case.risk'))?.byUnit.find((u) => u.unit === unit.key)?.value).toBeGreaterThan(0);
  });

  test('who is on the roll, who came and who went is compared with last month and with last year', async () => {
    const now = today.slice(0, 7);
    const [onRollBefore, beganBefore, endedBefore] = [await change('onRoll'), await change('began'), await change('ended')];
    await onRoll(addMonths(now, -14), null, 50_000);
    await onRoll(addMonths(now, -12), addMonths(now, -1), 40_000);
    await onRoll(now, null, 30_000);
    await onRoll(addMonths(now, 1), null, 20_000);
    const [onRollNow, began, ended, fen] = [await change('onRoll'), await change('began'), await change('ended'), await change('fen')];
    const more = (a: typeof onRollNow, b: typeof onRollNow): number[] => [(a?.now ?? 0) - (b?.now ?? 0), (a?.before ?? 0) - (b?.before ?? 0), (a?.yearAgo ?? 0) - (b?.yearAgo ?? 0)];
    expect(more(onRollNow, onRollBefore)).toEqual([2, 2, 2]);
    expect(more(began, beganBefore)).toEqual([1, 0, 1]);
    expect(more(ended, endedBefore)).toEqual([1, 0, 0]);
    expect(onRollNow?.series).toHaveLength(13);
    expect(onRollNow?.series.at(-1)).toEqual({ month: now, value: onRollNow?.now });
    expect(fen?.now).toBeGreaterThanOrEqual(80_000);
    const { units } = await page();
    expect(units.reduce((n, u) => n + u.onRoll, 0)).toBe(onRollNow?.now);
    expect(units.find((u) => u.unit === unit.key)).toMatchObject({ unitName: unit.name, began: began?.now, ended: ended?.now });
  });

  test('[BQ-48, GX-07, HQ-206] how long decisions took is computed for the county and for each unit, and compared with a month and a year before', async () => {
    const now = today.slice(0, 7);
    const decide = async (month: string, days: number): Promise<void> => void (await admin.query(`insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, decided_on, closed_on, seq, state, updated_at)
      select county_id, gen_random_uuid(), 'D-' || $2::text || '-' || $3::int, programme, unit_id, area_id, 'refused', 'unit', ($2::text || '-01')::date - $3::int, applicant, 1, handler, ($2::text || '-01')::date, ($2::text || '-01')::date, 1, '{}', now() from case_file where id = $1::uuid`, [own.id, month, days]));
    // Cases taken over from before the system are no decisions of it.
    await admin.query(`update case_file set imported = true where number like 'B-%'`);
    for (const days of [10, 20, 60]) await decide(now, days);
    await decide(addMonths(now, -1), 40);
    await decide(addMonths(now, -12), 50);
    expect(await change('days')).toMatchObject({ now: 20, before: 40, yearAgo: 50 });
    expect((await change('refused'))?.now).toBeGreaterThanOrEqual(3);
    const { units } = await page();
    expect(units.find((u) => u.unit === unit.key)?.days).toBe(30);
    expect(units.filter((u) => u.unit !== unit.key).every((u) => u.days === null)).toBe(true);
  });

  test('from the county to the unit, from the unit to the village: the parts sum to the whole, and the village opens its cases', async () => {
    const whole = (await page()).units.find((u) => u.unit === unit.key);
    const seen = (await (await user('bq-chief')).get<Output<typeof bureauUnit>>(`/bureau/units/${encodeURIComponent(unit.key)}`)).body;
    expect(seen.villages.reduce((n, v) => n + v.onRoll, 0)).toBe(whole?.onRoll);
    expect(seen.villages.reduce((n, v) => n + v.open, 0)).toBe(whole?.open);
    expect(seen.figures.reduce((n, f) => n + (f.block === 'late' && !f.ofCounty ? f.value : 0), 0)).toBe(whole?.late);
    expect(seen.villages.length).toBeGreaterThan(1);
    expect((await (await user('bq-chief')).get('/bureau/units/nowhere')).status).toBe(404);
    expect((await (await user('bq-chief')).get(`/bureau/units/${encodeURIComponent('hq.shaogongzhuang')}`)).status).toBe(404);
  });

  test('a filing that nobody has sent is late from the day after its day', async () => {
    const month = today.slice(0, 7);
    await clock('bq-chief', plusDays(`${addMonths(month, 1)}-28`, 2));
    const late = await figure('filing.late');
    expect(late?.value).toBeGreaterThan(0);
    expect(late?.byUnit.find((u) => u.unit === unit.key)?.value).toBeGreaterThan(0);
  });
});

const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const MODULES = ['supervision & sampling', 'rectification & accountability', 'performance & ranking', 'complaints & hotline', 'filing & statistics', 'integrity', 'training & staffing', 'pilot management'];

describe('the clauses about supervision', () => {
  test.each([['hongqiao', 'HQ'], ['linhe', 'LH'], ['gongxian', 'GX'], ['baoqing', 'BQ'], ['xixiu', 'XX']])('%s: each has a page of the menu on which it is done, or says why there is none', (key, plan) => {
    const clauses = z.array(z.object({ id: z.string(), plan: z.string(), clause: z.string(), phrase: z.string(), module: z.string() })).parse(JSON.parse(fs.readFileSync(path.join(root, 'docs/clauses/clauses.json'), 'utf8'))).filter((c) => c.plan === plan && MODULES.includes(c.module));
    const duties = z.array(dutySchema).parse(JSON.parse(fs.readFileSync(path.join(root, 'policies', key, 'duties.json'), 'utf8')));
    expect(duties.map((d) => [d.id, d.clause, d.phrase])).toEqual(clauses.map((c) => [c.id, c.clause, c.phrase]));
    const routes = new Set([...fs.readFileSync(path.join(root, 'packages/web/src/app/routes.tsx'), 'utf8').matchAll(/path: '([^']+)'/g)].map((m) => m[1]));
    expect(duties.filter((d) => d.at !== undefined && !routes.has(d.at)).map((d) => `${d.id} ${d.at ?? ''}`)).toEqual([]);
    const outside = z.record(z.string(), z.string()).parse(JSON.parse(fs.readFileSync(path.join(root, 'docs/clauses/outside.json'), 'utf8')));
    // What a clause names exists: the panel that measures it, the instrument that it carries out.
    const layer = [...services.counties.values()].find((c) => c.key === key)?.layer;
    const panels = new Set(layer?.parameters.filter((x) => x.key === 'goals.panels').flatMap((x) => (x.value as TableValue<'goals.panels'>).panels.map((g) => g.id)));
    expect(duties.flatMap((d) => d.goals.filter((g) => !panels.has(g)).map((g) => `${d.id} ${g}`))).toEqual([]);
    expect(duties.filter((d) => d.instrument !== undefined && !layer?.instruments.some((x) => x.id === d.instrument)).map((d) => d.id)).toEqual([]);
    // The county's own intervals are of clauses that have none themselves and are done here.
    const own = layer?.parameters.filter((x) => x.key === 'oversight.intervals').flatMap((x) => (x.value as TableValue<'oversight.intervals'>).duties.map((d) => d.id)) ?? [];
    expect(own.filter((id) => { const d = duties.find((x) => x.id === id); return d?.at === undefined || d.every !== undefined || (d.acts === undefined && d.done.length === 0); })).toEqual([]);
    expect(duties.filter((d) => d.outside !== undefined).map((d) => d.id)).toEqual(clauses.filter((c) => outside[c.id] !== undefined).map((c) => c.id));
  });

  test('a county reads its own', async () => {
    const { items } = (await (await user('bq-chief')).get<Output<typeof bureauDuties>>('/bureau/duties')).body;
    expect(items.length).toBeGreaterThan(30);
    expect(items.every((d) => d.id.startsWith('BQ-') && (d.at !== null) === (d.says === ''))).toBe(true);
  });
});
