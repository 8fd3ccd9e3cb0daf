import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { listBehaviour } from '@doudi/core/api/behaviour';
import type { BehaviourKind } from '@doudi/core/behaviour/model';
import type { Output } from '@doudi/core/api/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServices, type Services } from '../../services.ts';
import { computeWaiting } from '../../testing/calculate.ts';
import { staffOf } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { loadLaw } from '../law/law.ts';
import { plantCases, type Planted } from '../scores/planted.fixture.ts';
import { bureauFigures } from './figures.ts';

type Page = Output<typeof listBehaviour>;
let server: TestServer;
let services: Services;
let admin: pg.Client;
let unit = '';
const { user } = staffOf(() => server.origin);
// The training date of 红桥 is a Monday; what is planted lies on working days before it, unless a test says otherwise.
const TODAY = '2021-11-15';
const LONG = '该户三口人居住在两居室平房，户主患脑梗后遗症不能劳动，配偶打零工维持生活，子女在校就读，家中无大件电器，与申报情况相符。';

const look = async (): Promise<number> => {
  const c = await user('hq-county');
  expect((await c.post('/behaviour/run', {})).body).toEqual({ queued: true });
  await computeWaiting(admin);
  const { run } = (await c.get<Page>('/behaviour')).body;
  expect(run, run?.text).toMatchObject({ state: 'done' });
  return run?.found ?? -1;
};
const list = async (query = ''): Promise<Page> => (await (await user('hq-county')).get<Page>(`/behaviour${query}`)).body;
const of = async (kind: BehaviourKind, query = ''): Promise<Page['items']> => (await list(query)).items.filter((q) => q.kind === kind);
const times = (n: number, one: (i: number) => Planted): Planted[] => Array.from({ length: n }, (_, i) => one(i));
const countyId = async (): Promise<number> => (await admin.query<{ id: number }>(`select id from county where key = 'hongqiao'`)).rows[0]?.id ?? 0;
async function photo(caseId: string, hash: Buffer): Promise<void> {
  await admin.query(`insert into stored_file (county_id, id, unit_id, case_id, sha256, media_type, bytes, name, uploaded_by, at) select county_id, gen_random_uuid(), area_id, id, $2, 'image/jpeg', 10, '入户照片.jpg', 'x', '2021-11-10T10:00:00+08:00' from case_file where id = $1`, [caseId, hash]);
}

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
  services = createServices(server.installation);
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
  unit = (await (await user('hq-handler')).get<{ unit: { key: string } }>('/session')).body.unit.key;
});
afterAll(async () => {
  await admin.end();
  await server.close();
});

/** Plants, looks, and gives the questions of one kind, after having seen that there were none before. */
async function planted(kind: BehaviourKind, plant: () => Promise<unknown>): Promise<Page['items']> {
  await look();
  expect(await of(kind)).toEqual([]);
  await plant();
  await look();
  return await of(kind);
}

describe('a question is asked', () => {
  test('where cases are decided within seconds of being opened for the first time, not where they were read before', async () => {
    const at = '2021-11-10T10:00:00+08:00';
    const opened = async (id: string, secondsBefore: number): Promise<void> => void (await admin.query(`insert into access_log (county_id, at, recorded_at, user_id, what, target) select county_id, $2::timestamptz - make_interval(secs => $3), $2::timestamptz - make_interval(secs => $3), 'quick', 'open', id::text from case_file where id = $1`, [id, at, secondsBefore]));
    const [question, ...more] = await planted('instant', async () => {
      const ids = await plantCases(admin, 'hongqiao', unit, times(7, () => ({ decidedOn: '2021-11-10', at, actor: 'quick' })));
      for (const [i, id] of ids.entries()) {
        await opened(id, 6);
        if (i === 0) await opened(id, 3_600);
      }
    });
    expect(more).toEqual([]);
    expect(question).toMatchObject({ unit, count: 6, text: '2021年11月有 6 件在打开案件后 20 秒内作出决定' });
    expect(question?.cases[0]?.note).toBe('打开后 6 秒决定');
    expect(JSON.stringify(question)).not.toContain('quick');
  });

  test('where households far apart are described in the same long words; short forms of the office are not asked about', async () => {
    const [question, ...more] = await planted('sameText', async () => {
      await plantCases(admin, 'hongqiao', unit, times(5, (i) => ({ decidedOn: '2021-11-03', said: [{ kind: 'investigated', body: { findings: i % 2 === 0 ? LONG : LONG.replaceAll('，', ', '), investigators: [] } }] })));
      await plantCases(admin, 'hongqiao', unit, times(9, () => ({ decidedOn: '2021-11-03', said: [{ kind: 'opined', body: { text: '材料齐全，符合条件，拟确认。' } }] })));
    });
    expect(more).toEqual([]);
    expect(question).toMatchObject({ unit, count: 5 });
    expect(question?.text).toMatch(/^5 户的案卷写着同一段话/);
  });

  test('where one photograph lies in the files of different households, but for the pictures that the county knows', async () => {
    const known = 'b517f794f8350dc1b0f08b6f316ad46377fbd77b21561824278095dd1a8218dc';
    const hash = randomBytes(32);
    const [question, ...more] = await planted('samePhoto', async () => {
      for (const id of await plantCases(admin, 'hongqiao', unit, times(3, () => ({ decidedOn: '2021-11-04' })))) {
        await photo(id, hash);
        await photo(id, Buffer.from(known, 'hex'));
      }
    });
    expect(more).toEqual([]);
    expect(question).toMatchObject({ unit, count: 3, text: '同一张照片在 3 户的案卷里' });
  });

  test('where decisions are made at night, and many on a day off; emergencies apart', async () => {
    const [night] = await planted('night', async () => {
      const ids = await plantCases(admin, 'hongqiao', unit, times(6, (i) => ({ decidedOn: '2021-11-09', at: `2021-11-09T${i % 2 === 0 ? '23' : '05'}:10:00+08:00` })));
      await admin.query(`update case_file set state = jsonb_set(state, '{aid}', '{"emergency": {}}') where id = $1`, [ids[0]]);
    });
    expect(night).toMatchObject({ unit, count: 5 });
    const [off, ...more] = await planted('dayOff', async () => {
      await plantCases(admin, 'hongqiao', unit, times(10, () => ({ decidedOn: '2021-11-13', at: '2021-11-13T14:00:00+08:00' })));
      await plantCases(admin, 'hongqiao', unit, times(12, () => ({ decidedOn: '2021-11-12', at: '2021-11-12T14:00:00+08:00' })));
    });
    expect(more).toEqual([]);
    expect(off?.text).toContain('2021年11月13日（休息日）一天作出 10 件决定');
  });

  test('where sums crowd just under a limit more than chance allows; as many in the step below raise none', async () => {
    const give = async (unitKey: string, fens: readonly number[]): Promise<void> => {
      const ids = await plantCases(admin, 'hongqiao', unitKey, fens.map(() => ({ decidedOn: '2021-11-02', programme: 'linshi' })));
      for (const [i, id] of ids.entries()) await admin.query(`insert into aid_given (county_id, case_id, number_idx, unit_id, area_id, number, programme, cause, status, on_date, fen, helped_fen, limit_fen, limit_by) select county_id, id, $2, unit_id, area_id, number, programme, 'illness', 'granted', decided_on, $3, $3, 300000, 'entrustment' from case_file where id = $1`, [id, randomBytes(32), fens[i]]);
    };
    const other = (await (await user('hq-b-handler')).get<{ unit: { key: string } }>('/session')).body.unit.key;
    const [question, ...more] = await planted('justUnder', async () => {
      await give(unit, [...Array.from({ length: 10 }, (_, i) => 299_000 - i * 100), 280_000]);
      await give(other, [...Array.from({ length: 9 }, (_, i) => 299_000 - i * 100), ...Array.from({ length: 8 }, (_, i) => 280_000 - i * 100)]);
    });
    expect(more).toEqual([]);
    expect(question).toMatchObject({ unit, count: 10 });
    expect(question?.text).toContain('限额 3,000.00 元');
  });

  test('where it is always the same two who visit though others could; who they are is not told', async () => {
    const [a, b, c, d] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
    const visit = (who: readonly string[]): Planted => ({ decidedOn: '2021-11-05', said: [{ kind: 'investigated', body: { findings: '一致', investigators: who } }] });
    const [question, ...more] = await planted('samePair', async () => {
      await plantCases(admin, 'hongqiao', unit, [...times(27, () => visit([b, a])), ...times(3, () => visit([c, d]))]);
    });
    expect(more).toEqual([]);
    expect(question).toMatchObject({ unit, count: 27 });
    expect(JSON.stringify(question)).not.toMatch(new RegExp(`${a}|${b}`));
  });

  test('where a village grows many times faster than the rest of the county', async () => {
    const villages = (await admin.query<{ key: string }>(`select v.key from unit v join unit p on p.county_id = v.county_id and p.id = v.parent_id where p.key = $1 and v.kind in ('village', 'community') order by v.key`, [unit])).rows.map((r) => r.key);
    const [odd = '', even = ''] = villages;
    const onRoll = async (village: string, n: number, from: string, decidedOn: string): Promise<void> => {
      for (const id of await plantCases(admin, 'hongqiao', unit, times(n, () => ({ decidedOn, village }))))
        await admin.query(`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, birth, sex, created_at) select county_id, applicant, area_id, '\\x00', '\\x00', '\\x00', sha256(id::text::bytea), '1970-01-01', 'male', now() from case_file where id = $1`, [id]).then(() => admin.query(`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, payment, created_at) select county_id, gen_random_uuid(), id, unit_id, area_id, programme, applicant, sha256(id::text::bytea), 50000, $2, 'monthly', now() from case_file where id = $1`, [id, from]));
    };
    const [question, ...more] = await planted('village', async () => {
      await onRoll(odd, 4, '2020-01', '2020-01-10');
      await onRoll(even, 40, '2020-01', '2020-01-10');
      await onRoll(odd, 14, '2021-06', '2021-06-10');
      await onRoll(even, 12, '2021-06', '2021-06-10');
    });
    expect(more).toEqual([]);
    expect(question).toMatchObject({ unit, count: 14 });
    expect(question?.text).toContain('新增 14 户，期初在保 4 户');
  });
});

describe('an answer', () => {
  test('is given once, in words and with a name; the same question comes back only with another case', async () => {
    const [question] = await of('samePhoto');
    const office = await user('hq-county');
    expect((await office.post(`/behaviour/${question?.id}/answer`, { outcome: 'fine', words: '好' })).status).toBe(400);
    expect((await office.post(`/behaviour/${question?.id}/answer`, { outcome: 'fine', words: '三户住同一个楼门，照片是楼门外景。' })).status).toBe(200);
    expect((await office.post(`/behaviour/${question?.id}/answer`, { outcome: 'checked', words: '再看一遍。' })).problem.code).toBe('step.done');
    await look();
    expect(await of('samePhoto')).toEqual([]);
    const name = (await office.get<{ name: string }>('/session')).body.name;
    expect((await of('samePhoto', '?state=answered'))[0]?.answers).toMatchObject([{ outcome: 'fine', outcomeText: '看过，情况正常', by: name, on: TODAY, count: 3 }]);
    const [again] = await plantCases(admin, 'hongqiao', unit, [{ decidedOn: '2021-11-11' }]);
    const hash = (await admin.query<{ sha256: Buffer }>(`select s.sha256 from behaviour_case c join stored_file s on s.case_id = c.about_case where c.question_id = $1 and s.media_type = 'image/jpeg' limit 1`, [question?.id])).rows[0]?.sha256;
    await photo(again ?? '', hash ?? Buffer.alloc(32));
    await look();
    expect(await of('samePhoto')).toMatchObject([{ id: question?.id, count: 4, answers: [{ outcome: 'fine' }] }]);
    await expect(admin.query(`update behaviour_answer set words = '改过的话'`)).rejects.toThrow('written once');
  });

  test('counts for its rule: how many questions of a kind had something behind them', async () => {
    const [night] = await of('night');
    expect((await (await user('hq-chief')).post(`/behaviour/${night?.id}/answer`, { outcome: 'training', words: '夜间补录，已要求当日办理。' })).status).toBe(200);
    const page = await list();
    expect(page.kinds.find((k) => k.kind === 'night')).toMatchObject({ open: 0, answered: 1, fine: 0 });
    expect(page.source?.assumption).toContain('提问的起点');
    const figures = await server.installation.db.transaction({ county: await countyId(), area: null, user: 'system' }, async (tx) => await bureauFigures(tx, await loadLaw(tx, services, await countyId())));
    expect(figures[0]).toMatchObject({ id: 'behaviour.open', block: 'help', value: page.open });
  });

  test('the county alone sees questions: no unit, no village, no finance; the auditor reads and does not answer', async () => {
    for (const login of ['hq-handler', 'hq-leader', 'hq-village', 'hq-fin']) expect((await (await user(login)).get('/behaviour')).status, login).toBe(403);
    const auditor = await user('hq-audit');
    expect((await auditor.get<Page>('/behaviour')).body.items.length).toBeGreaterThan(0);
    expect((await auditor.post('/behaviour/run', {})).problem.code).toBe('rights.denied');
    const area = (await admin.query<{ id: number }>('select id from unit where key = $1', [unit])).rows[0]?.id ?? 0;
    const seen = await server.installation.db.transaction({ county: await countyId(), area: [area], user: 'x' }, async (tx) => await tx.selectFrom('behaviour_question').selectAll().execute());
    expect(seen).toEqual([]);
  });
});
