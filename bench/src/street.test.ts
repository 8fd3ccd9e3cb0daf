import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import type { CaseRow } from '@doudi/core/api/cases';
import { light } from '@doudi/core/calendar/calendar';
import { plusDays } from '@doudi/core/calendar/date';
import { worklistStatement } from '@doudi/server/src/features/cases/lists.ts';
import { calendarOf } from '@doudi/server/src/features/law/law.ts';
import type { Who } from '@doudi/server/src/platform/http/endpoint.ts';
import type { Services } from '@doudi/server/src/services.ts';
import type { Client } from '@doudi/server/src/testing/client.ts';
import { applyFor, staffOf, walk } from '@doudi/server/src/testing/flow.ts';
import { testServer, type TestServer } from '@doudi/server/src/testing/harness.ts';
import { seedTraining } from '@doudi/server/src/testing/training.ts';
import { cloneCases, writable } from './clone-cases.ts';

/** A street with 400 open cases at several steps, in several villages and programmes, due over two months. */
const COUNTY = 120106;
const OPEN = 400;
const CLOSED = 120;
const TODAY = '2021-11-15';

interface Item {
  readonly case_id: string;
  readonly step: string;
  readonly due: string;
  readonly programme: string;
  readonly village: string;
}
interface Page {
  readonly items: readonly CaseRow[];
  readonly next: string | null;
  readonly counts: Readonly<Record<'todo' | 'doing' | 'done' | 'red' | 'yellow' | 'green' | 'total', number>>;
}

let server: TestServer;
let services: Services;
let handler: Client;
let admin: pg.Client;
let items: Item[];
const { user, office } = staffOf(() => server.origin);

const list = async (query: string): Promise<Page> => {
  const r = await handler.get<Page>(`/worklist?${query}`);
  if (r.status !== 200) throw new Error(JSON.stringify(r.body));
  return r.body;
};
/** The whole list by its own pages. */
async function all(query: string): Promise<CaseRow[]> {
  const rows: CaseRow[] = [];
  for (let cursor = ''; ; ) {
    const page = await list(`${query}&limit=37${cursor}`);
    rows.push(...page.items);
    if (page.next === null) return rows;
    cursor = `&cursor=${page.next}`;
  }
}
const colour = (due: string): string => light(due, TODAY, calendarOf(services), 2).light;

beforeAll(async () => {
  server = await testServer();
  services = await seedTraining(server.installation);
  handler = await user('hq-handler');
  await handler.put('/training/clock', { date: TODAY });
  const sources: string[] = [];
  // Two steps of one post at once (verification and visit), acceptance, authorisation.
  for (const [serial, stop] of [[1, 'accept'], [2, 'authorise'], [3, 'verify']] as const) {
    const { id } = await applyFor(handler, { serial });
    await walk(office('hq'), id, stop);
    sources.push(id);
  }
  const ended = await applyFor(handler, { serial: 9 });
  await handler.act(ended.id, 'withdraw', { reason: '情况好转', signedOn: TODAY });
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
  await cloneCases(server.installation, admin, COUNTY, sources, OPEN - sources.length);
  await cloneCases(server.installation, admin, COUNTY, [ended.id], CLOSED - 1);
  // Villages, programmes and dates spread; what hangs on a case follows it.
  await admin.query(`with n as (select id, row_number() over (order by id) as n from case_file where county_id = $1),
      v as (select u.id, row_number() over (order by u.id) - 1 as k, count(*) over () as of from unit u join unit s on s.county_id = u.county_id and s.id = u.parent_id where u.county_id = $1 and s.key = (select u2.key from unit u2 where u2.county_id = $1 and u2.id = (select unit_id from case_file where county_id = $1 limit 1)))
    update case_file f set area_id = v.id, programme = case when n.n % 5 = 0 then 'dishou' else f.programme end, next_due = case when f.next_due is null then null else $2::date + (n.n % 61)::int - 20 end
    from n join v on v.k = n.n % v.of where f.county_id = $1 and f.id = n.id`, [COUNTY, TODAY]);
  await admin.query('update work_item w set area_id = f.area_id, programme = f.programme, due_on = f.next_due from case_file f where f.county_id = w.county_id and f.id = w.case_id and w.county_id = $1', [COUNTY]);
  // The other streets of the county, each as busy: rows alone, for the planner to choose among.
  const columns = await writable(admin, 'case_file');
  await admin.query(`insert into case_file (${columns}) select ${columns} from (select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'number', f.number || '-' || u.id, 'unit_id', u.id, 'area_id', u.id))).* from case_file f
    cross join (select id from unit where county_id = $1 and kind in ('street', 'township') and id <> (select unit_id from case_file where county_id = $1 limit 1) limit 8) u where f.county_id = $1) x`, [COUNTY]);
  await admin.query(`insert into work_item select f.county_id, f.id, f.next_step, 'handler', f.unit_id, f.area_id, f.programme, f.next_due, false from case_file f where f.county_id = $1 and f.unit_id = f.area_id and f.next_due is not null on conflict do nothing`, [COUNTY]);
  // Villages have items of their own in the planner's eyes.
  await admin.query(`insert into work_item select county_id, case_id, step, 'village', unit_id, area_id, programme, due_on, provisional from work_item where county_id = $1 and post = 'handler' and unit_id <> area_id`, [COUNTY]);
  await admin.query('analyze case_file, work_item');
  items = (await admin.query<Item>(`select w.case_id, w.step, w.due_on::text as due, w.programme, u.key as village from work_item w join unit u on u.county_id = w.county_id and u.id = w.area_id where w.county_id = $1 and w.post = 'handler' and w.unit_id <> w.area_id`, [COUNTY])).rows;
}, 120_000);
afterAll(async () => {
  await admin.end();
  await server.close();
});

describe('a street with 400 open cases', () => {
  test('[HQ-60] to do: what is due first stands first, overdue before all; pages neither repeat nor lose a row, also where a case waits for two steps', async () => {
    const rows = await all('tab=todo');
    const key = (r: { due: string | null; id: string; nextStep: string | null }): string => `${r.due ?? ''}|${r.id}|${r.nextStep ?? ''}`;
    expect(rows.map(key)).toEqual(items.map((i) => `${i.due}|${i.case_id}|${i.step}`).toSorted());
    expect(new Set(rows.map((r) => r.id)).size).toBeLessThan(rows.length);
    expect(rows[0]?.light?.light).toBe('red');
    for (const r of rows) expect(r.light?.light).toBe(colour(r.due ?? ''));
  });

  test('in progress: all 400, by what is due next', async () => {
    const rows = await all('tab=doing');
    expect(rows).toHaveLength(OPEN);
    expect(new Set(rows.map((r) => r.id)).size).toBe(OPEN);
    expect(rows.map((r) => `${r.due ?? '9999-12-31'}|${r.id}`)).toEqual(rows.map((r) => `${r.due ?? '9999-12-31'}|${r.id}`).toSorted());
    expect(await all('tab=done')).toHaveLength(CLOSED);
  });

  test('each light is the one of working days, and the counts are those of the rows', async () => {
    const { counts } = await list('tab=todo');
    const of = (c: string): Item[] => items.filter((i) => colour(i.due) === c);
    expect(counts).toEqual({ todo: items.length, doing: OPEN, done: CLOSED, red: of('red').length, yellow: of('yellow').length, green: of('green').length, total: items.length });
    for (const c of ['red', 'yellow', 'green'] as const) {
      const rows = await all(`tab=todo&light=${c}`);
      expect(rows).toHaveLength(of(c).length);
      expect(new Set(rows.map((r) => r.light?.light))).toEqual(new Set([c]));
      expect((await list(`tab=todo&light=${c}`)).counts).toMatchObject({ total: of(c).length, todo: items.length, [c]: of(c).length });
    }
    // The Saturday after the last yellow working day has no working day more: it is yellow too.
    const saturday = plusDays(TODAY, 5);
    expect(items.some((i) => i.due === saturday)).toBe(true);
    expect((await all('tab=todo&light=green')).some((r) => r.due === saturday)).toBe(colour(saturday) === 'green');
  });

  test('programme, village, step and light narrow the list together, and every number with it', async () => {
    const village = items[0]?.village ?? '';
    for (const f of [{ programme: 'dishou' }, { village }, { step: 'verify' }, { programme: 'dibao', village, step: 'verify' }] as Partial<Item>[]) {
      const match = items.filter((i) => Object.entries(f).every(([k, v]) => i[k as keyof Item] === v));
      expect(match.length).toBeGreaterThan(0);
      const query = `tab=todo&${new URLSearchParams(f as Record<string, string>).toString()}`;
      const rows = await all(query);
      expect(rows.map((r) => `${r.due}|${r.id}|${r.nextStep}`)).toEqual(match.map((i) => `${i.due}|${i.case_id}|${i.step}`).toSorted());
      const { counts } = await list(query);
      expect(counts.todo).toBe(match.length);
      expect(counts.red + counts.yellow + counts.green).toBe(match.length);
      expect(counts.doing).toBe((await all(`tab=doing&${new URLSearchParams(f as Record<string, string>).toString()}`)).length);
      expect((await list(`${query}&light=red`)).counts.total).toBe(match.filter((i) => colour(i.due) === 'red').length);
    }
  });

  test('a village helper sees the own village alone, whatever village is asked for', async () => {
    const helper = await user('hq-village');
    const mine = (await helper.get<Page>('/worklist?tab=doing&limit=100')).body;
    const foreign = items.map((i) => i.village).find((v) => v !== mine.items[0]?.village) ?? '';
    const names = new Set(mine.items.map((r) => r.village));
    expect(names.size).toBeLessThanOrEqual(1);
    const other = (await helper.get<Page>(`/worklist?tab=doing&village=${foreign}`)).body;
    expect(mine.counts.doing).toBeGreaterThan(0);
    for (const r of other.items) expect(names.has(r.village)).toBe(true);
    expect(other.counts.doing).toBeLessThanOrEqual(mine.counts.doing);
  });

  test('pages and filters are read in the order of an index: nothing is sorted, nothing scanned as a whole', async () => {
    const unit = (await admin.query<{ id: number; key: string }>('select u.id, u.key from unit u join case_file f on f.county_id = u.county_id and f.unit_id = u.id where u.county_id = $1 and f.area_id <> f.unit_id limit 1', [COUNTY])).rows[0];
    const area = (await admin.query<{ id: number }>('select id from unit where county_id = $1 and (id = $2 or parent_id = $2)', [COUNTY, unit?.id])).rows.map((r) => r.id);
    const who: Who = { account: '00000000-0000-4000-8000-000000000001', name: '', county: COUNTY, countyKey: 'hongqiao', post: 'handler', unitId: unit?.id ?? 0, unitKey: unit?.key ?? '', area, tokenHash: Buffer.alloc(0), kind: 'bearer' };
    const plan = async (tab: 'todo' | 'doing' | 'done', as: Who): Promise<string> => {
      const lights = { today: TODAY, yellow: '2021-11-17' };
      const statement = worklistStatement(as, { tab, limit: 30, programme: 'dibao', step: 'verify', light: 'yellow' }, lights);
      const { sql, parameters } = await server.installation.db.transaction({ county: COUNTY, area: as.area, user: as.account }, (tx) => Promise.resolve(statement.compile(tx)));
      // Under the application's own role and row-level security; small tables would else be read as a whole.
      await admin.query('begin');
      await admin.query(`select set_config('role', 'doudi_app', true), set_config('app.county', $1, true), set_config('app.area', $2, true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`, [String(COUNTY), as.area?.join(',') ?? '*']);
      const { rows } = await admin.query<Record<string, string>>(`explain (costs off) ${sql}`, [...parameters]);
      await admin.query('rollback');
      return rows.map((r) => Object.values(r)[0]).join('\n');
    };
    const county: Who = { ...who, post: 'countyHandler', area: null };
    const village: Who = { ...who, post: 'village', area: area.slice(1, 2) };
    for (const [tab, as, index] of [
      ['todo', who, 'work_item_unit'], ['doing', who, 'case_file_open'], ['done', who, 'case_file_closed'],
      ['todo', county, 'work_item_county'], ['doing', county, 'case_file_open_county'], ['done', county, 'case_file_closed_county'],
      ['todo', village, 'work_item_area'], ['doing', village, 'case_file_open_area'], ['done', village, 'case_file_closed_area'],
    ] as const) {
      const text = await plan(tab, as);
      expect(text, `${tab} ${as.post}\n${text}`).toMatch(new RegExp(`using ${index} `));
      expect(text, `${tab} ${as.post}\n${text}`).not.toMatch(/Sort|Seq Scan on (work_item|case_file)/);
    }
  });

  test('quick find: the last figures of a case number find the case of one’s own street', async () => {
    const { number, id } = (await admin.query<{ number: string; id: string }>('select number, id from case_file where county_id = $1 and length(number) < 18 order by number limit 1', [COUNTY])).rows[0] ?? { number: '', id: '' };
    const figures = number.split('-').at(-1) ?? '';
    const found = (await handler.post<{ kind: string; items: CaseRow[] }>('/search', { value: figures })).body;
    expect(found.kind).toBe('caseNumber');
    expect(found.items.map((r) => r.id)).toContain(id);
    expect((await handler.post<{ items: CaseRow[] }>('/search', { value: '09999' })).body.items).toEqual([]);
  });
});
