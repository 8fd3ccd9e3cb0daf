import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemandView, FilingRow } from '@doudi/core/api/filings';
import { plusDays } from '@doudi/core/calendar/date';
import type { MonthlyReport } from '@doudi/core/filing/report';
import { signIn, type Answer, type Client } from '../../testing/client.ts';
import { applyFor, walk, type Office } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
const as = new Map<string, Client>();
async function user(login: string): Promise<Client> {
  const known = as.get(login);
  if (known) return known;
  const made = await signIn(server.origin, login);
  as.set(login, made);
  return made;
}
const office: Office = async (post) => await user(`hq-${post}`);
async function ok<T>(answer: Promise<Answer<T>>): Promise<T> {
  const a = await answer;
  if (a.status !== 200) throw new Error(`${a.status} ${JSON.stringify(a.body)}`);
  return a.body;
}
const clock = async (date: string): Promise<unknown> => await ok((await office('handler')).put('/training/clock', { date }));

interface Preview {
  readonly report: MonthlyReport;
  readonly faults: unknown[];
  readonly items: { case: string; mark: string; monthlyFen: number; persons: number }[];
  readonly dueOn: string;
}
interface Detail extends FilingRow {
  readonly differences: { line: number | null; case: string; text: string }[];
  readonly demands: DemandView[];
  readonly lines: number;
}
const preview = async (month: string): Promise<Preview> => await ok((await office('reviewer')).get<Preview>(`/filings/preview?programme=dibao&month=${month}`));
const detail = async (id: string, by: 'county' | 'reviewer' = 'county'): Promise<Detail> => await ok((await office(by)).get<Detail>(`/filings/${id}`));
const row = async (month: string): Promise<FilingRow | undefined> => (await ok((await office('county')).get<{ items: FilingRow[] }>(`/filings?month=${month}&programme=dibao`))).items[0];

let granted: { id: string; monthly: number }[] = [];
let refused = '';

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  await clock('2021-11-08');
  const h = await office('handler');
  for (const [serial, wage] of [[21, 60_000], [22, 900_000]] as const) {
    const c = await applyFor(h, { serial, wage });
    await walk(office, c.id);
    const view = await ok(h.get<{ status: string; decision: { monthlyFen: number } }>(`/cases/${c.id}`));
    if (view.status === 'granted') granted = [...granted, { id: c.id, monthly: view.decision.monthlyFen }];
    else refused = c.id;
  }
}, 120_000);
afterAll(async () => {
  await server.close();
});

describe('filing to the county', () => {
  let id = '';

  test('[HQ-124] roster and monthly report form themselves from the cases; they are due by the 25th of the month', async () => {
    expect(refused).not.toBe('');
    expect(granted).toHaveLength(1);
    const p = await preview('2021-11');
    expect(p).toMatchObject({ dueOn: '2021-11-25', faults: [] });
    expect(p.report).toMatchObject({ households: { last: 0, new: 1, left: 0, now: 1 }, persons: { now: 2 }, fen: { now: granted[0]?.monthly }, classes: { adult: 2, male: 1, female: 1 }, handled: { applied: 2, granted: 1, refused: 1 } });
    expect(p.items.map((i) => [i.case, i.mark])).toEqual(expect.arrayContaining([[granted[0]?.id, 'new'], [refused, 'refused']]));
    await clock('2021-11-25');
    expect(await row('2021-11')).toMatchObject({ status: 'none', late: false, light: { light: 'yellow' }, dueOn: '2021-11-25' });
    await clock('2021-11-26');
    expect(await row('2021-11')).toMatchObject({ status: 'none', late: true, light: { light: 'red' } });
    await clock('2021-11-25');
  });

  test('a monthly report that does not foot, or says something else than the roster, is refused with every equation that does not hold', async () => {
    const r = await office('reviewer');
    const { report } = await preview('2021-11');
    const wrong = await r.post('/filings', { programme: 'dibao', month: '2021-11', report: { ...report, persons: { ...report.persons, now: 3 } } });
    expect(wrong.problem).toMatchObject({ status: 400, code: 'input.invalid' });
    expect(wrong.problem.fields?.map((f) => f.path)).toEqual(expect.arrayContaining(['body.report.persons.now', 'body.report.classes.minor', 'body.report.classes.male']));
    // It foots in itself and is still not the roster.
    const urban = report.areas?.urban;
    const other = { ...report, fen: { ...report.fen, new: report.fen.new + 100, now: report.fen.now + 100 }, areas: { ...report.areas, urban: { ...urban, fen: (urban?.fen ?? 0) + 100 } } };
    expect((await r.post('/filings', { programme: 'dibao', month: '2021-11', report: other })).problem.fields?.map((f) => f.path)).toEqual(['body.report.fen.new', 'body.report.fen.now', 'body.report.areas.urban.fen']);
    expect((await r.post('/filings', { programme: 'dibao', month: '2021-12' })).problem).toMatchObject({ code: 'clock.early' });
    expect(await row('2021-11')).toMatchObject({ status: 'none' });
  });

  test('[HQ-42, HQ-173] the results, refusals among them, are filed with the county by the reviewer; each case then bears its filing', async () => {
    expect((await (await office('handler')).post('/filings', { programme: 'dibao', month: '2021-11' })).problem).toMatchObject({ code: 'rights.denied' });
    expect((await (await office('county')).post('/filings', { programme: 'dibao', month: '2021-11' })).problem).toMatchObject({ code: 'rights.denied' });
    const filed = await ok((await office('reviewer')).post<{ id: string }>('/filings', { programme: 'dibao', month: '2021-11', report: (await preview('2021-11')).report }));
    id = filed.id;
    expect(filed).toMatchObject({ lines: 2, filedCases: 2, notFiled: [], late: false, dueOn: '2021-11-25' });
    for (const c of [granted[0]?.id, refused]) expect((await ok((await office('handler')).get<{ log: { kind: string }[] }>(`/cases/${c}`))).log.map((l) => l.kind)).toContain('filed');
    expect(await row('2021-11')).toMatchObject({ id, status: 'filed', late: false, households: 1, persons: 2, fen: granted[0]?.monthly });
    expect((await (await office('reviewer')).post('/filings', { programme: 'dibao', month: '2021-11' })).problem).toMatchObject({ code: 'step.done' });
    expect((await (await office('reviewer')).post('/filings', { programme: 'dibao', month: '2021-10' })).problem).toMatchObject({ code: 'step.order' });
  });

  test('what was filed is frozen: neither the application nor a later change alters it; the difference shows', async () => {
    expect((await detail(id)).differences).toEqual([]);
    const client = new pg.Client({ connectionString: server.installation.adminUrl });
    await client.connect();
    await client.query('update benefit set monthly_fen = monthly_fen + 1000 where case_id = $1', [granted[0]?.id]);
    const seen = await detail(id);
    await client.query('update benefit set monthly_fen = monthly_fen - 1000 where case_id = $1', [granted[0]?.id]);
    await client.end();
    expect(seen.differences).toMatchObject([{ case: granted[0]?.id, text: expect.stringContaining('金额与平台不一致') }]);
    expect(seen.fen).toBe(granted[0]?.monthly);
    await expect(server.installation.db.transaction({ county: 120106, area: null }, async (tx) => {
      const { sql } = await import('kysely');
      await sql`update filing_line set monthly_fen = 1`.execute(tx);
    })).rejects.toMatchObject({ code: '42501' });
  });

  test('[HQ-134, HQ-135] the county demands correction of a line by a date, and follows it through answer and return to its closing; before that it cannot accept', async () => {
    const county = await office('county');
    const reviewer = await office('reviewer');
    const line = (await ok(county.get<{ items: { number: number; case: string }[] }>(`/filings/${id}/lines?mark=new`))).items[0];
    expect((await reviewer.post(`/filings/${id}/demands`, { kind: 'procedure', text: '缺公示照片', dueOn: '2021-12-03' })).problem).toMatchObject({ code: 'rights.denied' });
    expect((await county.post(`/filings/${id}/demands`, { line: line?.number, kind: 'procedure', text: '缺公示照片', dueOn: '2021-11-24' })).problem).toMatchObject({ code: 'date.order' });
    expect((await county.post(`/filings/${id}/demands`, { line: 99, kind: 'procedure', text: '缺公示照片', dueOn: '2021-12-03' })).status).toBe(400);
    const demand = await ok(county.post<{ id: string }>(`/filings/${id}/demands`, { line: line?.number, kind: 'procedure', text: '公示照片看不清张贴地点', dueOn: '2021-12-03' }));
    expect(await row('2021-11')).toMatchObject({ status: 'demanded', openDemands: 1 });
    expect((await county.post(`/filings/${id}/accept`, {})).problem).toMatchObject({ code: 'step.order' });
    expect((await county.post(`/filing-demands/${demand.id}/close`, { text: '可以' })).problem).toMatchObject({ code: 'step.order' });

    expect((await ok(reviewer.get<{ items: DemandView[] }>('/filing-demands'))).items).toMatchObject([{ id: demand.id, state: 'open', case: granted[0]?.id, dueOn: '2021-12-03' }]);
    await clock('2021-12-06');
    expect((await detail(id)).demands).toMatchObject([{ light: { light: 'red' } }]);
    await ok(reviewer.post(`/filing-demands/${demand.id}/answer`, { text: '已补拍照片' }));
    expect((await reviewer.post(`/filing-demands/${demand.id}/close`, { text: '自行办结' })).problem).toMatchObject({ code: 'rights.denied' });
    await ok(county.post(`/filing-demands/${demand.id}/back`, { text: '仍看不清门牌', dueOn: '2021-12-10' }));
    await ok(reviewer.post(`/filing-demands/${demand.id}/answer`, { text: '重新拍摄，附门牌' }));
    await ok(county.post(`/filing-demands/${demand.id}/close`, { text: '符合要求' }));
    expect((await detail(id)).demands).toMatchObject([{ state: 'closed', events: [{ kind: 'raised' }, { kind: 'answered', words: '已补拍照片' }, { kind: 'sentBack' }, { kind: 'answered' }, { kind: 'closed', words: '符合要求' }] }]);
    expect(await ok(county.post(`/filings/${id}/accept`, { note: '准予备案' }))).toMatchObject({ status: 'accepted' });
    expect((await county.post(`/filings/${id}/accept`, {})).problem).toMatchObject({ code: 'step.done' });
    expect((await county.post(`/filings/${id}/demands`, { kind: 'other', text: '再补一条', dueOn: '2021-12-31' })).problem).toMatchObject({ code: 'step.done' });
  });

  test('next month continues the last report: what stayed is unchanged, what left is counted out, and a late filing stays late', async () => {
    await clock('2021-12-27');
    const p = await preview('2021-12');
    expect(p.report).toMatchObject({ households: { last: 1, new: 0, left: 0, now: 1 }, handled: { applied: 0, granted: 0, refused: 0 } });
    expect(p.items.map((i) => i.mark)).toEqual(['same']);
    const client = new pg.Client({ connectionString: server.installation.adminUrl });
    await client.connect();
    await client.query(`update benefit set to_month = '2021-12' where case_id = $1`, [granted[0]?.id]);
    await client.end();
    const filed = await ok((await office('reviewer')).post<{ id: string; late: boolean }>('/filings', { programme: 'dibao', month: '2021-12' }));
    expect(filed.late).toBe(true);
    expect(await row('2021-12')).toMatchObject({ late: true, filedOn: '2021-12-27', dueOn: '2021-12-25' });
    await clock('2022-01-20');
    expect((await preview('2022-01')).report).toMatchObject({ households: { last: 1, new: 0, left: 1, now: 0 }, persons: { last: 2, left: 2, now: 0 }, fen: { last: granted[0]?.monthly, left: granted[0]?.monthly, now: 0 } });
  });

  test('a case whose last step lies after the clock is named as not filed and keeps exactly the steps of its log', async () => {
    await clock('2022-01-04');
    const c = await applyFor(await office('handler'), { serial: 23, wage: 60_000 });
    await walk(office, c.id, 'deliver');
    const { decision } = await ok((await office('handler')).get<{ decision: { on: string } }>(`/cases/${c.id}`));
    await clock(plusDays(decision.on, 3));
    await walk(office, c.id);
    await clock(decision.on);
    const filed = await ok((await office('reviewer')).post<{ id: string; notFiled: { case: string; rule: string }[] }>('/filings', { programme: 'dibao', month: decision.on.slice(0, 7) }));
    expect(filed.notFiled).toEqual([{ case: c.id, rule: expect.stringContaining('早于本案上一步') as string }]);
    const client = new pg.Client({ connectionString: server.installation.adminUrl });
    await client.connect();
    const { rows } = await client.query('select f.id from case_file f where f.seq <> (select max(a.seq) from case_action a where a.county_id = f.county_id and a.case_id = f.id)');
    await client.end();
    expect(rows).toEqual([]);
  });

  test('another street and another county see no filing', async () => {
    for (const login of ['hq-b-reviewer', 'lh-county']) {
      const other = await user(login);
      expect((await other.get(`/filings/${id}`)).status).toBe(404);
      expect((await other.get(`/filings/${id}/lines`)).status).toBe(404);
      expect((await ok(other.get<{ items: FilingRow[] }>('/filings?month=2021-11'))).items.filter((i) => i.id === id)).toEqual([]);
      expect((await ok(other.get<{ items: unknown[] }>('/filing-demands'))).items).toEqual([]);
    }
    expect((await (await user('lh-county')).post(`/filings/${id}/accept`, {})).status).toBe(404);
  });
});
