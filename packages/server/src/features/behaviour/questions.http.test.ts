import { randomUUID } from 'node:crypto';
import type { listBehaviour, listPopulation } from '@doudi/core/api/behaviour';
import type { BehaviourKind } from '@doudi/core/behaviour/model';
import type { Output } from '@doudi/core/api/contract';
import { describe, expect, test } from 'vitest';
import { ok, supervision } from '../../testing/matters.ts';
import { runWarnings } from '../warnings/run.ts';
import { plantCases, type Planted } from '../scores/planted.fixture.ts';
import { lookAround } from './run.ts';

type Page = Output<typeof listBehaviour>;
const { server, services, admin, user, unitOf, asSystem, countyId } = await supervision();
const county = countyId('hq');
const { key: unit } = await unitOf('hq-handler');
const of = async (kind: BehaviourKind): Promise<Page['items']> => {
  await asSystem('hq', lookAround);
  return ok(await (await user('hq-county')).get<Page>(`/behaviour?kind=${kind}`)).items;
};
const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()] as const;
const visit = (on: string, arrived: string | null, left: string, who: readonly string[] = [one, two], methods = ['home']): Planted => ({
  decidedOn: '2021-11-10', said: [{ kind: 'investigated', body: { on, findings: '一致', methods, investigators: who, ...(arrived === null ? {} : { time: { arrived, left } }) } }],
});
const plant = async (list: readonly Planted[]): Promise<string[]> => await plantCases(admin, 'hongqiao', unit, list);
const people = new Map<string, string>();
/** Members of a planted case: the same letter is the same person. */
async function members(caseId: string, ...letters: readonly string[]): Promise<void> {
  for (const letter of letters) {
    const person = people.get(letter) ?? randomUUID();
    if (!people.has(letter)) await admin.query(`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, birth, sex, created_at) select f.county_id, $2, f.unit_id, '\\x00', '\\x00', '\\x00', sha256($3::text::bytea), '1970-01-01', 'male', now() from case_file f where f.id = $1`, [caseId, person, letter]);
    people.set(letter, person);
    await admin.query(`insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx) select f.county_id, f.id, $2, f.unit_id, 'member', sha256($3::text::bytea) from case_file f where f.id = $1`, [caseId, person, letter]);
  }
  await admin.query('update case_file set persons = $2 where id = $1', [caseId, letters.length]);
}
const applied = async (caseId: string, on: string): Promise<void> => void (await admin.query('update case_file set application_date = $2 where id = $1', [caseId, on]));
/** A case of so many members who applied on a day, decided on the tenth. */
async function household(on: string, ...serials: readonly string[]): Promise<string> {
  const [id = ''] = await plant([{ decidedOn: on < '2021-10-20' ? on : '2021-11-10' }]);
  await applied(id, on);
  await members(id, ...serials);
  return id;
}
const behind = (q: Page['items'][number] | undefined): string[] => (q?.cases ?? []).map((c) => c.case).toSorted();

describe('decisions', () => {
  test('without ever having opened the case are counted with those in seconds; of who never shows in the log of accesses nothing is said', async () => {
    const at = '2021-11-10T10:00:00+08:00';
    const ids = await plantCases(admin, 'hongqiao', unit, Array.from({ length: 6 }, () => ({ decidedOn: '2021-11-10', at, actor: 'unseeing' })));
    expect(await of('instant')).toEqual([]);
    await admin.query(`insert into access_log (county_id, at, recorded_at, user_id, what, target) select county_id, $2::timestamptz, $2::timestamptz - interval '5 seconds', 'unseeing', 'open', id::text from case_file where id = $1`, [ids[0], at]);
    const [question, ...more] = await of('instant');
    expect(more).toEqual([]);
    expect(question).toMatchObject({ unit, count: 6, text: '2021年11月有 6 件在打开案件后 20 秒内作出决定，其中 5 件没有打开过' });
    expect(question?.cases.filter((c) => c.note === '没有打开过就决定')).toHaveLength(5);
  });
});

describe('visits', () => {
  test('that were too short are asked about month by month, with those whose times nobody wrote down beside them', async () => {
    expect(await of('shortVisit')).toEqual([]);
    await plant([visit('2021-11-03', '09:10', '09:12'), visit('2021-11-03', '10:10', '10:14'), visit('2021-11-04', '09:10', '09:15'), visit('2021-11-04', '09:50', '10:30'), visit('2021-11-05', null, ''), visit('2021-11-05', '11:00', '11:01', [one, two], ['letter'])]);
    expect(await of('shortVisit')).toEqual([]);
    await plant([visit('2021-11-08', '15:00', '15:03')]);
    const [question, ...more] = await of('shortVisit');
    expect(more).toEqual([]);
    expect(question).toMatchObject({ unit, count: 3, text: '2021年11月有 3 次入户不到 5 分钟（登记了时间的共 5 次，另有 1 次没有登记时间）' });
    expect(question?.rule).toContain('不到 5 分钟');
    expect(question?.cases.map((c) => c.note).toSorted()).toEqual(['2021-11-03 09:10—09:12，2 分钟', '2021-11-03 10:10—10:14，4 分钟', '2021-11-08 15:00—15:03，3 分钟']);
  });

  test('of one person in two households at once are asked about with both cases; the same household twice, or one after the other, is not', async () => {
    expect(await of('twoPlaces')).toEqual([]);
    const [a = '', b = ''] = await plant([visit('2021-10-12', '09:00', '09:40'), visit('2021-10-12', '09:35', '10:10')]);
    await plant([visit('2021-10-13', '09:00', '10:00', [three, one]), visit('2021-10-13', '09:10', '09:50', [two])]);
    await admin.query('update case_file set applicant = (select applicant from case_file where id = $2) where id = $1', (await plant([visit('2021-10-14', '09:00', '09:40'), visit('2021-10-14', '09:00', '09:40')])).slice(0, 2));
    expect(await of('twoPlaces')).toEqual([]);
    const [c = ''] = await plant([visit('2021-10-12', '09:20', '09:50', [three, two])]);
    const [question, ...more] = await of('twoPlaces');
    expect(more).toEqual([]);
    expect(question).toMatchObject({ unit, text: '2021年10月有同一名调查人员同时在两户的记录，涉及本单位 3 户' });
    expect(behind(question)).toEqual([a, b, c].toSorted());
    expect(question?.cases.find((x) => x.case === a)?.note).toMatch(/^2021-10-12 09:00—09:40，与 P-\S+ 的 09:20—09:50 重叠$/);
    for (const who of [one, two, three]) expect(JSON.stringify(question)).not.toContain(who);
  });
});

describe('households that were one shortly before', () => {
  test('by our own cases: members of one case who apply apart are asked about, with all three cases', async () => {
    expect(await of('split')).toEqual([]);
    const old = await household('2021-02-01', 'a', 'b', 'c');
    const first = await household('2021-08-02', 'a');
    expect(await of('split')).toEqual([]);
    const second = await household('2021-10-25', 'b', 'c');
    const [question, ...more] = await of('split');
    expect(more).toEqual([]);
    expect(question).toMatchObject({ unit, count: 3, text: '曾作为一户申请的家庭，12 个月内其成员分成 2 户，没有共同成员' });
    expect(behind(question)).toEqual([old, first, second].toSorted());
    expect(question?.why).toContain('结婚');
  });

  test('not where they still have a member in common, where it is long ago, or where one of them withdrew', async () => {
    const before = (await of('split')).length;
    await household('2021-02-02', 'd', 'e');
    await household('2021-08-02', 'd', 'e');
    await household('2021-09-02', 'd');
    await household('2019-02-02', 'f', 'g');
    await household('2021-08-02', 'f');
    await household('2021-09-02', 'g');
    await household('2021-02-03', 'h', 'i');
    await household('2021-08-02', 'h');
    await admin.query(`update case_file set status = 'withdrawn' where id = $1`, [await household('2021-09-02', 'i')]);
    expect((await of('split')).length).toBe(before);
  });

  test('by a change that took somebody out of a case that goes on, who then applies alone', async () => {
    const goes = await household('2021-01-04', 's', 't');
    const say = async (kind: string, at: string, body: unknown): Promise<void> => void (await admin.query(`insert into case_action (county_id, position, case_id, seq, kind, at, recorded_at, actor_user, actor_post, actor_unit, body, prev_hash, hash) select $1, max(position) + 1, $2, (select coalesce(max(seq), 0) + 1 from case_action where case_id = $2), $3, $4, $4, 'x', 'handler', $5, $6, max(prev_hash), max(hash) from case_action where county_id = $1`, [county, goes, kind, at, unit, JSON.stringify(body)]));
    await say('applied', '2021-01-04T10:00:00+08:00', { facts: { members: ['s', 't'].map((x) => ({ person: people.get(x) })) } });
    await say('changeDecided', '2021-06-07T10:00:00+08:00', {});
    await admin.query('delete from case_person where case_id = $1 and number_idx = sha256($2::text::bytea)', [goes, 't']);
    const alone = await household('2021-09-06', 't');
    const question = (await of('split')).find((q) => behind(q).includes(goes));
    expect(behind(question)).toEqual([goes, alone].toSorted());
    expect(question?.cases.find((c) => c.case === goes)?.note).toContain('原来的家庭，变更后');
  });

  test('by the police’s list: with both cases where the household that was left applies as well; the others of a unit only when they are many', async () => {
    const before = (await of('split')).length;
    const leave = async (ref: string, who: string, other: string, on: string): Promise<void> => void (await admin.query(`insert into external_row (county_id, list, ref, number_idx, other_idx, on_date, batch_id) values ($1, 'splits', $2, sha256($3::text::bytea), sha256($4::text::bytea), $5, $6)`, [county, ref, who, other, on, randomUUID()]));
    const left = await household('2021-08-02', 'k');
    const stayed = await household('2021-03-02', 'l', 'm');
    await leave('S1', 'k', 'l', '2021-05-01');
    await leave('S2', 'n', 'o', '2019-05-01');
    await household('2021-08-02', 'n');
    const pair = (await of('split')).filter((q) => q.text.includes('户籍分户'));
    expect(pair).toHaveLength(1);
    expect(pair[0]?.text).toBe('2021年5月1日户籍分户，12 个月内分出的一方申请，原来的一户也在申请或者享受');
    expect(behind(pair[0])).toEqual([left, stayed].toSorted());
    for (const [i, who] of ['p', 'q', 'r'].entries()) {
      expect((await of('split')).length).toBe(before + 1);
      await household('2021-09-06', who);
      await leave(`S${String(i + 3)}`, who, `other-${who}`, '2021-06-01');
    }
    expect((await of('split')).find((q) => q.text === '3 户在申请前 12 个月内户籍分户')).toMatchObject({ unit, count: 3 });
  });
});

describe('villages', () => {
  const roll = async (village: string, n: number): Promise<void> => {
    for (const id of await plant(Array.from({ length: n }, (): Planted => ({ decidedOn: '2020-01-10', village })))) {
      await admin.query(`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, birth, sex, created_at) select county_id, applicant, area_id, '\\x00', '\\x00', '\\x00', sha256(id::text::bytea), '1970-01-01', 'male', now() from case_file where id = $1`, [id]);
      await admin.query(`insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx) select county_id, id, applicant, area_id, 'member', sha256(id::text::bytea) from case_file where id = $1`, [id]);
      await admin.query(`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, payment, created_at) select county_id, gen_random_uuid(), id, unit_id, area_id, programme, applicant, sha256(id::text::bytea), 50000, '2020-01', 'monthly', now() from case_file where id = $1`, [id]);
    }
  };
  const population = async (): Promise<Output<typeof listPopulation>> => ok(await (await user('hq-county')).get<Output<typeof listPopulation>>('/population'));

  test('whose people are written down are compared with the others of their township, both ways; who enters them, and from what, is kept', async () => {
    const town = (await admin.query<{ id: number; name: string }>('select id, name from unit where county_id = $1 and key = $2', [county, unit])).rows[0];
    // Villages for the purpose: a township of the training county may have too few to compare.
    for (let i = 0; i < 7; i++) await admin.query(`insert into unit (county_id, id, key, name, kind, parent_id) select $1, max(id) + 1, $2, $3, 'village', $4 from unit where county_id = $1`, [county, `test.v${i}`, `比较${i}村`, town?.id]);
    expect((await population()).items.find((v) => v.villageName === '比较0村')).toMatchObject({ town: town?.name, persons: null, rate: null });
    for (const [i, n] of [12, 13, 11, 12, 14, 60, 1].entries()) await roll(`test.v${i}`, n);
    expect(await of('perThousand')).toEqual([]);
    const csv = `村（社区）,年份,户数,人口\n${Array.from({ length: 7 }, (_, i) => `比较${i}村,2020,${i === 6 ? 800 : 400},${i === 6 ? 2000 : 1000}`).join('\n')}\n没有这村,2020,1,1\n比较0村,2020,3,5`;
    const done = ok(await (await user('hq-county')).post<{ rows: number; faults: { line: number; text: string }[] }>('/population', { csv, source: '2020 年统计年报' }));
    expect(done).toEqual({ rows: 7, faults: [{ line: 9, text: '没有“没有这村”' }, { line: 10, text: '“比较0村”2020 年写了两行' }] });
    expect((await population()).items.find((v) => v.villageName === '比较5村')).toMatchObject({ year: 2020, persons: 1000, source: '2020 年统计年报', madeUp: false, rollHouseholds: 60, rollPersons: 60, rate: 60 });
    const found = await of('perThousand');
    expect(found.map((q) => [q.text.slice(0, 4), q.count]).toSorted()).toEqual([['比较5村', 60], ['比较6村', 1]]);
    expect(found.find((q) => q.text.startsWith('比较5村'))?.text).toBe('比较5村每千人在保 60.0 人（60 户 60 人，2020 年人口 1000 人），同乡镇（街道）其他 6 个村（居）的中位数是 12.0 人：明显偏多，为什么？');
    expect(found.find((q) => q.text.startsWith('比较6村'))?.text).toContain('没有应当救助而没有申请');
  });

  test('are what the warning about a village’s share counts on, both ways, where they are known', async () => {
    const hits = async (): Promise<unknown[]> => (await admin.query<{ village: string; facts: unknown }>(`select u.name as village, h.facts from lead_hit h join unit u on u.county_id = h.county_id and 'village:' || u.id = h.subject where h.county_id = $1 and h.rule = 'R26' and h.status = 'open' order by u.name`, [county])).rows.map((r) => [r.village, r.facts]);
    await runWarnings(services, county);
    expect(await hits()).toEqual([['比较5村', { count: 60, median: 12, rate: 60, medianRate: 12 }], ['比较6村', { count: 1, median: 12, rate: 0.5, medianRate: 12 }]]);
  });

  test('are written down by the county alone, never overwritten, and read by no office', async () => {
    for (const login of ['hq-handler', 'hq-leader', 'hq-village']) expect((await (await user(login)).get('/population')).status, login).toBe(403);
    expect((await (await user('hq-audit')).post('/population', { csv: '村,年份,户数,人口\n比较0村,2020,1,2', source: '年报' })).problem.code).toBe('rights.denied');
    expect((await (await user('hq-county')).post('/population', { csv: '村,年份,户数,人口\n无名村,2020,1,2', source: '年报' })).problem.code).toBe('input.invalid');
    ok(await (await user('hq-county')).post('/population', { csv: '村,年份,户数,人口\n比较0村,2020,410,1010', source: '更正' }));
    expect((await population()).items.find((v) => v.villageName === '比较0村')).toMatchObject({ persons: 1010, source: '更正' });
    await expect(admin.query('update village_population set persons = 1')).rejects.toThrow('written once');
    const area = (await admin.query<{ id: number }>('select id from unit where county_id = $1 and key = $2', [county, unit])).rows[0]?.id ?? 0;
    expect(await server.installation.db.transaction({ county, area: [area], user: 'x' }, async (tx) => await tx.selectFrom('village_population').selectAll().execute())).toEqual([]);
  });
});
