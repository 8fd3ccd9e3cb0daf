import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import type { Output } from '@doudi/core/api/contract';
import type { getImport, listImportFaults, listImports, listRoster, RosterImportView } from '@doudi/core/api/rosters';
import { ROSTER_COLUMNS, ROSTER_SHEET } from '@doudi/core/roster/columns';
import { staffOf } from '../../testing/flow.ts';
import type { Client } from '../../testing/client.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { alone } from '../../platform/database.ts';
import { createServices } from '../../services.ts';
import { download, fetchAs, head, member, person, rosterFile, settled, upload } from './roster.fixture.ts';
import { runImport } from './take.ts';

let server: TestServer;
const { user } = staffOf(() => server.origin);
let unit = '';
let villages: string[] = [];

const send = async (client: Client, bytes: Buffer, more: { programme?: string; unit?: string } = {}) => await upload(client, `/rosters/imports?programme=${more.programme ?? 'dibao'}&unit=${more.unit ?? unit}`, bytes);

const roster = async (client: Client, month = '2021-11', more = ''): Promise<Output<typeof listRoster>> => {
  const a = await client.get<Output<typeof listRoster>>(`/rosters?programme=dibao&month=${month}${more}`);
  if (a.status !== 200) throw new Error(JSON.stringify(a.body));
  return a.body;
};

async function query<T>(text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: server.installation.adminUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as T[];
  } finally {
    await client.end();
  }
}
const written = async (): Promise<Record<string, string>> =>
  (await query<Record<string, string>>('select (select count(*) from case_file) as cases, (select count(*) from person) as persons, (select count(*) from benefit) as benefits, (select count(*) from case_action) as actions, (select count(*) from payment_account) as accounts'))[0] ?? {};

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
  const session = (await (await user('hq-handler')).get<{ unit: { key: string } }>('/session')).body;
  unit = session.unit.key;
  const places = await query<{ name: string }>('select v.name from unit v join unit u on u.county_id = v.county_id and u.id = v.parent_id where u.key = $1 and (v.valid_to is null or v.valid_to > $2) order by v.id', [unit, '2021-11-15']);
  villages = places.map((p) => p.name);
  await (await user('hq-handler')).put('/training/clock', { date: '2021-11-15' });
}, 120_000);
afterAll(() => server.close());

describe('taking over a roster', () => {
  test('the template has a guidance sheet that tells each column, what may stand there and an example, and an empty sheet to fill in', async () => {
    const county = await user('hq-county');
    const guide = await download(county, `/rosters/template?programme=dibao&unit=${unit}`, '填写说明');
    for (const c of ROSTER_COLUMNS) expect(guide.some((r) => r[0] === c.header && String(r[2]).length > 2)).toBe(true);
    expect(guide.find((r) => r[0] === '村（社区）')?.[2]).toContain(villages[0]);
    expect((await download(county, `/rosters/template?programme=dibao&unit=${unit}`, ROSTER_SHEET)).map((r) => r.join('|'))).toEqual([ROSTER_COLUMNS.map((c) => c.header).join('|')]);
    expect((await fetchAs(await user('hq-leader'), `/rosters/template?programme=dibao&unit=${unit}`)).status).toBe(403);
  });

  test('a file is checked without anything being written; the returned file is the same rows with what is wrong and what is allowed', async () => {
    const before = await written();
    const handler = await user('hq-handler');
    const bytes = await rosterFile([head(1, { village: villages[0] ?? '' }), member(1, 2), head(3, { idNumber: `${person(3).slice(0, 17)}?` }), head(4, { village: '没有的村' }), member(4, 5), head(6, { monthly: '1,0.5' })]);
    const { body } = await send(handler, bytes);
    expect(body).toMatchObject({ status: 'checked', rows: 6, households: 4, good: 1, bad: 3, goodRows: 2, goodFen: 109_050, faultRows: 4 });
    expect(await written()).toEqual(before);
    const faults = (await handler.get<Output<typeof listImportFaults>>(`/rosters/imports/${body.id}/faults`)).body.items;
    expect(faults.map((f) => [f.row, f.column, f.dragged])).toEqual([[4, '身份证号', false], [5, '村（社区）', false], [6, '', true], [7, '户月保障金额（元）', false]]);
    const returned = await download(handler, `/rosters/imports/${body.id}/result`, ROSTER_SHEET);
    expect(returned[0]?.at(-1)).toBe('错误');
    expect(returned).toHaveLength(7);
    expect(returned[1]?.slice(0, 3)).toEqual([person(1), head(1).name, person(1)]);
    expect(returned[4]?.at(-1)).toContain('可填：');
    // Corrected in the returned file itself, it can be sent in again.
    expect((await send(handler, bytes, { unit: 'nowhere' })).status).toBe(404);
    expect((await send(handler, Buffer.from('姓名,身份证号'))).body).toMatchObject({ code: 'file.type' });
    expect((await send(handler, await rosterFile([]))).body).toMatchObject({ code: 'input.invalid' });
    expect((await send(handler, bytes, { programme: 'nothing' })).body).toMatchObject({ code: 'policy.absent' });
  });

  test('a unit proposes for itself only, the county confirms; another street and another county see nothing of it', async () => {
    const handler = await user('hq-handler');
    const { body } = await send(handler, await rosterFile([head(10)]));
    expect((await handler.post(`/rosters/imports/${body.id}/confirm`, { choice: 'all', payFrom: '2021-12' })).problem).toMatchObject({ code: 'rights.denied' });
    for (const login of ['hq-b-handler', 'lh-county']) {
      const other = await user(login);
      expect((await other.get(`/rosters/imports/${body.id}`)).status).toBe(404);
      expect((await other.get<Output<typeof listImports>>('/rosters/imports')).body.items).toEqual([]);
      expect((await fetchAs(other, `/rosters/imports/${body.id}/result`)).status).toBe(404);
    }
    expect((await send(await user('hq-b-handler'), await rosterFile([head(10)]))).status).toBe(404);
    expect((await (await user('hq-county')).post<RosterImportView>(`/rosters/imports/${body.id}/discard`, {})).body.status).toBe('discarded');
    expect((await (await user('hq-county')).post(`/rosters/imports/${body.id}/confirm`, { choice: 'all', payFrom: '2021-12' })).problem).toMatchObject({ code: 'step.done' });
  });

  test('with “none when one is wrong” nothing is taken; with “the right ones” the wrong households stay out whole; who brought the file does not confirm it', async () => {
    const county = await user('hq-county');
    const before = await written();
    const { body } = await send(await user('hq-county2'), await rosterFile([head(21, { bank: '银行', holder: String(head(21).name), account: '6222000012345678' }), member(21, 22, { health: '患重病' }), head(23), member(23, 24, { name: '' }), head(25, { village: villages[1] ?? '' })]));
    expect(body).toMatchObject({ households: 3, good: 2, bad: 1 });
    expect((await (await user('hq-county2')).post(`/rosters/imports/${body.id}/confirm`, { choice: 'good', payFrom: '2021-12' })).problem).toMatchObject({ code: 'person.same' });
    expect((await county.post(`/rosters/imports/${body.id}/confirm`, { choice: 'all', payFrom: '2021-12' })).problem).toMatchObject({ code: 'input.invalid' });
    expect((await county.post(`/rosters/imports/${body.id}/confirm`, { choice: 'good', payFrom: '2021-10' })).problem).toMatchObject({ code: 'date.order' });
    expect(await written()).toEqual(before);
    expect((await county.post(`/rosters/imports/${body.id}/confirm`, { choice: 'good', payFrom: '2021-12' })).status).toBe(200);
    expect(await settled(county, body.id)).toMatchObject({ status: 'done', imported: { households: 2, persons: 3, fen: 218_100 } });
    expect(await written()).toMatchObject({ cases: '2', persons: '3', benefits: '2', actions: '2', accounts: '1' });
    // Confirmed once more, and the job run once more: done once.
    expect((await county.post(`/rosters/imports/${body.id}/confirm`, { choice: 'good', payFrom: '2021-12' })).status).toBe(200);
    expect((await county.post(`/rosters/imports/${body.id}/confirm`, { choice: 'all', payFrom: '2021-12' })).problem).toMatchObject({ code: 'step.done' });
    await runImport(createServices(server.installation), { county: 120106, import: body.id, user: '00000000-0000-4000-8000-000000000000', post: 'countyHandler', unit: 'hongqiao' });
    expect(await written()).toMatchObject({ cases: '2', persons: '3', benefits: '2', actions: '2' });
  });

  test('a household taken over stands as helped, marked as taken over, with no step made up; its log begins with the import', async () => {
    const handler = await user('hq-handler');
    const { items, totals } = await roster(handler);
    expect(totals).toEqual({ households: 2, persons: 3, fen: 218_100, imported: 2 });
    expect(items.map((i) => [i.imported, i.monthlyFen, i.fromMonth, i.payee, i.account])).toEqual([[true, 109_050, '2019-03', '户*', '银行 ****5678'], [true, 109_050, '2019-03', '户*', null]]);
    expect(JSON.stringify(items)).not.toContain(person(21));
    const id = items[0]?.case ?? '';
    const view = (await handler.get<CaseView>(`/cases/${id}`)).body;
    expect(view).toMatchObject({ status: 'granted', statusText: '在享（存量导入）', decision: null, opinion: null, notices: [], investigations: [], letters: [], deadlines: [], next: [], imported: { fromMonth: '2019-03', payFrom: '2021-12', monthlyFen: 109_050 } });
    expect(view.log.map((l) => l.kind)).toEqual(['imported']);
    expect(view.steps.every((s) => s.state !== 'done' && s.state !== 'open')).toBe(true);
    expect(await query('select decided_on, imported, accepted_by, decided_by from case_file')).toEqual([{ decided_on: null, imported: true, accepted_by: null, decided_by: null }, { decided_on: null, imported: true, accepted_by: null, decided_by: null }]);
    // Paid from the month that was named, not from 2019 on.
    const pay = await user('hq-pay');
    expect((await pay.post<{ added: number }>('/rolls', { programme: 'dibao', month: '2021-11' })).body.added).toBe(0);
    await handler.put('/training/clock', { date: '2021-12-06' });
    expect((await pay.post<{ added: number; money: { lines: number } }>('/rolls', { programme: 'dibao', month: '2021-12' })).body).toMatchObject({ added: 2, money: { lines: 2 } });
    await handler.put('/training/clock', { date: '2021-11-15' });
  });

  test('what follows goes the ordinary way: a change is proposed, reviewed and decided by others, its letter is made, the claim ends', async () => {
    const [handler, reviewer, leader] = [await user('hq-handler'), await user('hq-reviewer'), await user('hq-leader')];
    const id = (await roster(handler)).items[1]?.case ?? '';
    for (const [who, command, payload] of [
      [handler, 'proposeChange', { kind: 'stop', ground: 'voluntary', text: '申请人自愿退出' }], [reviewer, 'reviewChange', { outcome: 'agree', text: '同意' }], [leader, 'decideChange', { outcome: 'agree', text: '同意终止' }],
    ] as const) expect((await who.act(id, command, payload)).body).not.toHaveProperty('code');
    const view = (await handler.get<CaseView>(`/cases/${id}`)).body;
    expect(view.log.map((l) => l.kind)).toEqual(['imported', 'changeProposed', 'changeReviewed', 'changeDecided']);
    expect(await query('select f.imported, f.monthly_fen, f.from_month, b.to_month from case_file f join benefit b on b.case_id = f.id where f.id = $1', [id])).toEqual([{ imported: true, monthly_fen: '109050', from_month: '2019-03', to_month: '2021-11' }]);
    for (const l of view.letters) expect((await fetchAs(handler, `/letters/${l.id}/pdf`)).status).toBe(200);
    expect(view.letters.length).toBeGreaterThan(0);
    await handler.put('/training/clock', { date: '2021-12-20' });
    expect((await roster(handler, '2021-12')).totals.households).toBe(1);
    await handler.put('/training/clock', { date: '2021-11-15' });
  });

  test('nobody is taken over twice: who is helped, has applied or stands on the file twice is named; what changed after the check is seen again', async () => {
    const county = await user('hq-county');
    expect((await send(await user('hq-county2'), await rosterFile([head(21)]))).body).toMatchObject({ good: 0 });
    const { body } = await send(await user('hq-county2'), await rosterFile([head(31)]));
    const second = await send(await user('hq-county2'), await rosterFile([head(31), head(33)]));
    expect(second.body).toMatchObject({ good: 2 });
    await county.post(`/rosters/imports/${body.id}/confirm`, { choice: 'all', payFrom: '2021-12' });
    expect(await settled(county, body.id)).toMatchObject({ status: 'done' });
    const before = await written();
    await county.post(`/rosters/imports/${second.body.id}/confirm`, { choice: 'all', payFrom: '2021-12' });
    expect(await settled(county, second.body.id)).toMatchObject({ status: 'failed', failure: expect.stringContaining('1 户不正确'), imported: null });
    expect(await written()).toEqual(before);
    const faults = (await county.get<Output<typeof listImportFaults>>(`/rosters/imports/${second.body.id}/faults`)).body.items;
    expect(faults).toMatchObject([{ row: 2, column: '身份证号', text: expect.stringMatching(/^已在享受.*案号/) }]);
    // A unit is told that the person is helped elsewhere, not where and under which number.
    const b = await user('hq-b-handler');
    const other = (await b.get<{ unit: { key: string } }>('/session')).body.unit.key;
    const elsewhere = await send(b, await rosterFile([head(31)]), { unit: other });
    expect((await b.get<Output<typeof listImportFaults>>(`/rosters/imports/${elsewhere.body.id}/faults`)).body.items).toMatchObject([{ text: expect.stringMatching(/本县其他单位/) }]);
    // Nor when somebody was taken over elsewhere between its check and the confirmation.
    const late = await send(b, await rosterFile([head(51)]), { unit: other });
    const first = await send(await user('hq-county2'), await rosterFile([head(51)]));
    for (const id of [first.body.id, late.body.id]) {
      await county.post(`/rosters/imports/${id}/confirm`, { choice: 'all', payFrom: '2021-12' });
      await settled(county, id);
    }
    expect((await b.get<Output<typeof listImportFaults>>(`/rosters/imports/${late.body.id}/faults`)).body.items).toMatchObject([{ text: expect.stringMatching(/本县其他单位/) }]);
  });

  test('a process killed in the middle leaves nothing, and the next try takes everything', async () => {
    const county = await user('hq-county');
    const { body } = await send(await user('hq-county2'), await rosterFile([head(41), head(43)]));
    const before = await written();
    await query(`create function break_log() returns trigger language plpgsql as 'begin raise exception ''killed''; end'`);
    await query(`create trigger break_log before insert on case_action for each row when (new.kind = 'imported') execute function break_log()`);
    await county.post(`/rosters/imports/${body.id}/confirm`, { choice: 'all', payFrom: '2021-12' });
    const services = createServices(server.installation);
    await expect(runImport(services, { county: 120106, import: body.id, user: (await county.get<{ account: string }>('/session')).body.account, post: 'countyHandler', unit: 'hongqiao' })).rejects.toThrow('killed');
    expect(await written()).toEqual(before);
    expect((await county.get<Output<typeof getImport>>(`/rosters/imports/${body.id}`)).body.status).toBe('confirmed');
    await query('drop trigger break_log on case_action');
    await runImport(services, { county: 120106, import: body.id, user: (await county.get<{ account: string }>('/session')).body.account, post: 'countyHandler', unit: 'hongqiao' });
    expect(await settled(county, body.id)).toMatchObject({ status: 'done', imported: { households: 2 } });
  });
});

describe('exporting a roster', () => {
  test('it says in the file and in the access log who took it out, when and what for; numbers are masked', async () => {
    const handler = await user('hq-handler');
    const path = `/rosters/export?programme=dibao&month=2021-11&purpose=${encodeURIComponent('季度核对')}`;
    const note = await download(handler, path, '导出说明');
    expect(note.find((r) => r[0] === '用途')?.[1]).toBe('季度核对');
    expect(note.find((r) => r[0] === '导出时间')?.[1]).toMatch(/^2021-11-15 \d\d:\d\d$/);
    expect(note.find((r) => r[0] === '导出人')?.[1]).toContain('经办人员');
    const rows = await download(handler, path, '花名册');
    const { totals } = await roster(handler);
    expect(rows).toHaveLength(totals.households + 3);
    expect(JSON.stringify(rows)).not.toMatch(/\d{17}/);
    expect(rows.at(-2)?.[1]).toBe('合计');
    expect(rows.at(-2)?.[8]).toBe(totals.fen / 100);
    expect(rows.at(-1)?.[0]).toContain('用途：季度核对');
    expect((await fetchAs(handler, `/rosters/export?programme=dibao&month=2021-11&purpose=`)).status).toBe(400);
    expect((await fetchAs(handler, `${path}&full=yes`)).status).toBe(403);
    const full = await download(await user('hq-county'), `${path}&full=yes`, '花名册');
    expect(full.some((r) => r[4] === person(21))).toBe(true);
    const log = await query<{ purpose: string; detail: { full: boolean; rows: number } }>(`select purpose, detail from access_log where what = 'export' and target like 'roster:%' order by at, recorded_at`);
    expect(log).toEqual([{ purpose: '季度核对', detail: { full: false, rows: totals.households } }, { purpose: '季度核对', detail: { full: false, rows: totals.households } }, { purpose: '季度核对', detail: { full: true, rows: totals.households } }]);
  });

  test('a unit exports itself, the county everything, another county nothing', async () => {
    const path = `/rosters/export?programme=dibao&month=2021-11&purpose=${encodeURIComponent('核对')}`;
    const count = async (login: string): Promise<number> => (await download(await user(login), path, '花名册')).length - 3;
    expect([await count('hq-county') > 0, await count('hq-b-handler'), await count('lh-county')]).toEqual([true, 0, 0]);
    expect((await fetchAs(await user('hq-b-handler'), `${path}&unit=${unit}`)).status).toBe(404);
  });

  test('a county makes three files at once; a fourth is told to wait, and other counties are not', async () => {
    const path = `/rosters/export?programme=dibao&month=2021-11&purpose=${encodeURIComponent('核对')}`;
    const county = (await query<{ id: number }>(`select id from county where key = 'hongqiao'`))[0]?.id ?? 0;
    const [ours, theirs] = [await user('hq-county'), await user('lh-county')];
    const holding = async (places: number): Promise<void> => {
      if (places > 0) return await server.installation.db.transaction({ county, area: null }, async (tx) => {
        expect(await alone(tx, county, 'export', 3)).toBe(true);
        await holding(places - 1);
      });
      const told = await fetchAs(ours, path);
      expect([told.status, await told.json()]).toEqual([503, expect.objectContaining({ code: 'busy', rule: '本县已有 3 份文件正在导出', allowed: ['一两分钟后再导出'] })]);
      expect((await fetchAs(theirs, path)).status).toBe(200);
    };
    await holding(3);
    expect((await fetchAs(ours, path)).status).toBe(200);
  });
});
