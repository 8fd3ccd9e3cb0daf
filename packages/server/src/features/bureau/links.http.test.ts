import { randomUUID } from 'node:crypto';
import type { listSplits } from '@doudi/core/api/aid';
import type { worklist } from '@doudi/core/api/cases';
import type { stuckLines } from '@doudi/core/api/bank';
import type { bureauDuties, bureauList, bureauUnit, getBureau } from '@doudi/core/api/bureau';
import type { listBoxes } from '@doudi/core/api/complaints';
import type { Output } from '@doudi/core/api/contract';
import type { listDraws } from '@doudi/core/api/draws';
import type { listRelatives } from '@doudi/core/api/organisation';
import type { listOversight } from '@doudi/core/api/oversight';
import type { listRolls } from '@doudi/core/api/payments';
import type { listTraining } from '@doudi/core/api/training';
import { plusDays } from '@doudi/core/calendar/date';
import { addMonths } from '@doudi/core/case/months';
import { beforeAll, describe, expect, test } from 'vitest';
import { applyFor } from '../../testing/flow.ts';
import { ok, supervision } from '../../testing/matters.ts';

const { admin, user, session, clock } = await supervision();
let today: string;
let unit: { key: string; name: string };
let own: { id: string; number: string };

type Bureau = Output<typeof getBureau>;
const get = async <T>(path: string): Promise<T> => ok(await (await user('bq-chief')).get<T>(path));
interface Items { readonly items: readonly unknown[]; readonly next?: string | null }

/** All rows of a list, page by page. */
async function rows(path: string, q: URLSearchParams): Promise<number> {
  let n = 0;
  for (let cursor: string | null | undefined = null; cursor !== undefined; ) {
    const page: Items = await get<Items>(`${path}?${new URLSearchParams([...q, ...(cursor === null ? [] : [['cursor', cursor] as [string, string]])]).toString()}`);
    n += page.items.length;
    cursor = page.next ?? undefined;
  }
  return n;
}

/** `tab` of the page is what the endpoint calls its state. */
const asState = (q: URLSearchParams): URLSearchParams => new URLSearchParams([...q].map(([k, v]): [string, string] => [k === 'tab' ? 'state' : k, v]));

/** What the page of an address counts with the filters that stand in the address: as the page itself asks its endpoint. */
const COUNT: Readonly<Record<string, (q: URLSearchParams) => Promise<number>>> = {
  '/cases': async (q) => (await get<Output<typeof worklist>>(`/worklist?${q.toString()}`)).counts.total,
  '/urgent': async (q) => await rows('/aid/urgent', q),
  '/splits': async () => (await get<Output<typeof listSplits>>('/aid/splits')).items.filter((s) => s.answer === null).length,
  '/payments/stuck': async (q) => (await get<Output<typeof stuckLines>>(`/payments/stuck?${q.toString()}`)).lines,
  '/recovery': async (q) => await rows('/recoveries', q),
  '/filings': async (q) => (q.get('tab') === 'demands' ? await rows('/filing-demands', new URLSearchParams([...q].filter(([k]) => k !== 'tab'))) : await rows('/filings', asState(q))),
  '/registers/problems': async (q) => await rows('/registers/problems', q),
  '/registers': async (q) => await rows('/registers/dishonesty', q),
  '/checks': async (q) => await rows('/checks', asState(q)),
  '/complaints': async (q) => await rows('/complaints', q),
  '/complaints/calls': async (q) => await rows('/hotline-calls', q),
  '/complaints/boxes': async () => (await get<Output<typeof listBoxes>>('/complaint-boxes')).items.filter((b) => b.endedOn === null && b.missing.length > 0).length,
  '/leads': async (q) => await rows('/leads', q),
  '/rectifications': async (q) => await rows('/rectifications', q),
  '/tasks': async (q) => await rows('/tasks', q),
  '/scores/behaviour': async (q) => await rows('/behaviour', q),
  '/training': async (q) => (await get<Output<typeof listTraining>>('/training-sessions')).staff.filter((s) => s.standing === q.get('standing') && (q.get('unit') === null || s.unit === q.get('unit'))).length,
  '/draws': async (q) => {
    const { items, plans } = await get<Output<typeof listDraws>>('/draws');
    return q.get('show') === 'missing' ? plans.filter((p) => p.missing).length : items.filter((d) => d.status === 'frozen' || d.status === 'drawn').length;
  },
  '/oversight': async (q) => {
    const { units } = await get<Output<typeof listOversight>>('/oversight/units');
    const of = { notYet: (u: (typeof units)[number]) => (u.covered ? 0 : 1), short: (u: (typeof units)[number]) => u.short, posts: (u: (typeof units)[number]) => u.postsOpen.length, conditions: (u: (typeof units)[number]) => u.conditions.missing }[q.get('show') ?? ''];
    if (!of) throw new Error(`no such list: ${q.toString()}`);
    return units.reduce((n, u) => n + of(u), 0);
  },
  '/organisation': async () => (await get<Output<typeof listRelatives>>('/relatives')).items.filter((r) => r.asked !== null).length,
  '/bureau/duties': async (q) => (await get<Output<typeof bureauDuties>>('/bureau/duties')).items.filter((d) => d.at !== null && (q.get('state') === 'unassigned' ? d.owner === null : d.standing === q.get('state'))).length,
};
/** Pages of a thing itself and not of a list of it: a unit's own sheet, the months of the appraisal. */
const WHOLE = /^\/(oversight\/[^/?]+|scores(\/\d{4}-\d{2})?)(\?|$)/;

/** Every address of figures against its list; `false` where the page is no list. */
async function differs(href: string, value: number): Promise<string[]> {
  if (WHOLE.test(href)) return [];
  const [path = '', search = ''] = href.split('?');
  const count = COUNT[path];
  if (!count) return [`${href}: a page that this test does not know`];
  const n = await count(new URLSearchParams(search));
  return n === value ? [] : [`${href} lists ${n}, the figure says ${value}`];
}

beforeAll(async () => {
  const handler = await user('bq-handler');
  ({ today, unit } = await session(handler));
  own = await applyFor(handler, { serial: 214 });
  // Decided three months ago and on the roll since, one that ended, one refused this month: of the unit, as everything here.
  const month = today.slice(0, 7);
  const decided = async (outcome: 'granted' | 'refused', on: string, benefit?: { from: string; to: string | null }): Promise<void> => {
    const id = randomUUID();
    await admin.query(`insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, decided_on, closed_on, seq, state, updated_at)
      select county_id, $1::uuid, 'L-' || $1::text, programme, unit_id, area_id, $3, 'unit', $2::date - 20, applicant, 1, handler, $2::date, $2::date, 1, '{}', now() from case_file where id = $4::uuid`, [id, on, outcome, own.id]);
    if (benefit) await admin.query(`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, to_month, payment, created_at)
      select f.county_id, gen_random_uuid(), f.id, f.unit_id, f.area_id, f.programme, f.applicant, p.number_idx, 60000, $2, $3, 'monthly', now() from case_file f join person p on p.county_id = f.county_id and p.id = f.applicant where f.id = $1::uuid`, [id, benefit.from, benefit.to]);
  };
  await decided('granted', `${addMonths(month, -3)}-02`, { from: addMonths(month, -3), to: null });
  await decided('granted', `${addMonths(month, -3)}-02`, { from: addMonths(month, -3), to: addMonths(month, -1) });
  await decided('granted', `${month}-01`, { from: month, to: null });
  await decided('refused', `${month}-01`);
  await decided('refused', `${addMonths(month, -1)}-28`);
  const county = await user('bq-county');
  const about = { channel: 'visit', contact: { name: '甲某', phone: '00012345678' }, named: true, text: '有一件事' };
  ok(await county.post('/complaints', { ...about, kind: 'complaint', about: { kind: 'unit', unit: unit.key } }));
  ok(await county.post('/complaints', { ...about, kind: 'report', about: { kind: 'unit', unit: unit.key } }));
  const [line] = (await get<{ lines: { id: string }[] }>('/complaints')).lines;
  for (const answered of [false, true]) ok(await county.post('/hotline-calls', { line: line?.id, at: `${today}T00:01`, answered }));
});

describe('a number of the bureau opens what it counted', () => {
  const compare = async (): Promise<{ page: Bureau; some: number }> => {
    const page = await get<Bureau>('/bureau');
    const wrong: string[] = [];
    for (const f of page.figures) {
      wrong.push(...(await differs(f.href, f.value)).map((w) => `${f.id}: ${w}`));
      for (const u of f.byUnit.filter((x) => x.unit === unit.key)) wrong.push(...(u.href === null ? [`${f.id}: the share of ${u.unit} opens nothing`] : (await differs(u.href, u.value)).map((w) => `${f.id}, ${u.unit}: ${w}`)));
    }
    expect(wrong).toEqual([]);
    return { page, some: page.figures.filter((f) => f.value > 0).length };
  };

  test('today: figures of the county and the shares of a unit', async () => {
    const { some } = await compare();
    expect(some).toBeGreaterThan(5);
  });

  test('what changed: households and decisions of the month, and of the months it is compared with', async () => {
    const { changes } = await get<Bureau>('/bureau');
    const list = async (href: string): Promise<Output<typeof bureauList>> => await get<Output<typeof bureauList>>(href);
    for (const c of changes.filter((x) => ['onRoll', 'began', 'ended', 'refused'].includes(x.id))) {
      expect((await list(c.href)).total, c.id).toBe(c.now);
      if (c.before !== null) expect((await list(c.hrefBefore)).total, `${c.id} before`).toBe(c.before);
      if (c.yearAgo !== null) expect((await list(c.hrefYearAgo)).total, `${c.id} a year ago`).toBe(c.yearAgo);
    }
    const of = (id: string): Bureau['changes'][number] => changes.find((c) => c.id === id) ?? (() => { throw new Error(id); })();
    expect([of('began').now, of('ended').now, of('refused').now]).toEqual([1, 1, 1]);
    expect((await list(of('fen').href)).fen).toBe(of('fen').now);
    const days = (await list(of('days').href)).items.map((i) => i.days ?? 0).toSorted((a, b) => a - b);
    expect(((days[Math.floor((days.length - 1) / 2)] ?? -1) + (days[Math.ceil((days.length - 1) / 2)] ?? -1)) / 2).toBe(of('days').now);
    const paid = await get<Output<typeof listRolls>>(of('paid').href.replace('/payments', '/rolls'));
    expect(paid.items.reduce((n, r) => n + r.money.paidFen, 0)).toBe(of('paid').now);
    // A month that has not passed is not set against whole ones; decisions are counted to the same day of each.
    expect(changes.map((c) => [c.id, c.over])).toEqual([['onRoll', 'stock'], ['began', 'whole'], ['ended', 'whole'], ['refused', 'days'], ['days', 'days'], ['fen', 'stock'], ['paid', 'whole']]);
    if (today.slice(8) < '28') expect(of('refused').before).toBe(0);
  });

  test('villages: cases, households and sums', async () => {
    const { villages } = await get<Output<typeof bureauUnit>>(`/bureau/units/${encodeURIComponent(unit.key)}`);
    const month = today.slice(0, 7);
    for (const v of villages.filter((x) => x.open + x.onRoll > 0)) {
      const at = `unit=${encodeURIComponent(unit.key)}&village=${encodeURIComponent(v.key ?? unit.key)}`;
      expect((await get<Output<typeof worklist>>(`/worklist?tab=doing&${at}`)).counts.total, v.name).toBe(v.open);
      const listed = await get<Output<typeof bureauList>>(`/bureau/list?what=onRoll&month=${month}&${at}`);
      expect([listed.total, listed.fen], v.name).toEqual([v.onRoll, v.fen]);
    }
  });

  test('months later: what is late by then, a filing that never came half a year ago with the others; what the county owes is not the unit’s', async () => {
    await clock('bq-chief', plusDays(today, 150));
    const { page } = await compare();
    const late = page.figures.find((f) => f.id === 'filing.late');
    // More months than this and the last one.
    expect(late?.byUnit.find((u) => u.unit === unit.key)?.value).toBeGreaterThan(2);
    expect(page.figures.find((f) => f.id === 'case.late')?.value).toBeGreaterThan(0);
    expect(page.figures.find((f) => f.id === 'complaint.late')?.value).toBeGreaterThan(0);
    const mine = page.figures.filter((f) => f.block === 'late' && !f.ofCounty).reduce((n, f) => n + (f.byUnit.find((u) => u.unit === unit.key)?.value ?? 0), 0);
    expect(page.units.find((u) => u.unit === unit.key)?.late).toBe(mine);
    expect(page.figures.find((f) => f.id === 'oversight.notYet')).toMatchObject({ ofCounty: true });
    // A unit that nothing is late in is not called late because the county has not been there.
    expect(page.units.some((u) => u.late === 0)).toBe(true);
  });
});
