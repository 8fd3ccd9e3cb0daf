import pg from 'pg';
import type { Output } from '@doudi/core/api/contract';
import type { drawResults, getCheck, listChecks, checkCoverage } from '@doudi/core/api/checks';
import type { getDraw, listDraws } from '@doudi/core/api/draws';
import { plusDays, shanghaiTime } from '@doudi/core/calendar/date';
import type { CheckBodies } from '@doudi/core/check/state';
import { checkTopic } from '@doudi/core/check/topic';
import { foldMatter, type ActOf } from '@doudi/core/matter/model';
import { computeAmount } from '@doudi/core/means/compute';
import type { HouseholdFacts } from '@doudi/core/case/facts';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { testIdentity } from '@doudi/core/people/id-number';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Services } from '../../services.ts';
import { queryOfClient } from '../../platform/log/read.ts';
import type { Client } from '../../testing/client.ts';
import { staffOf } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { BROUGHT, organsSeed, seedDecided, type Decided } from '../draws/decided.fixture.ts';
import { loadLaw } from '../law/law.ts';
import { verifyMatters } from '../matters/verify.ts';
import { settleFinding } from './settle.ts';

type View = Output<typeof getCheck>;

let server: TestServer;
let admin: pg.Client;
let services: Services;
/** A refusal of Hongqiao, for the check with somebody from outside. */
let refused = '';
/** And a grant of it, to be looked at as the situation asks. */
let another = '';
const { user } = staffOf(() => server.origin);
const me = async (login: string): Promise<string> => (await (await user(login)).get<{ account: string }>('/session')).body.account;
const today = async (login: string): Promise<string> => (await (await user(login)).get<{ today: string }>('/session')).body.today;

const PERSONS = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const;
const [SELF, WIFE] = PERSONS;
const facts = (wage: number): HouseholdFacts => ({
  applicant: SELF, area: 'urban', address: '一号楼一门', hardship: 'illness', statement: '长期患病', obligors: [], expenses: [], properties: [], single: false,
  members: [{ person: SELF, relation: 'self', birth: '1970-03-04', sex: 'male', health: 'healthy', labour: 'able', occupation: 'none' }, { person: WIFE, relation: 'spouse', birth: '1971-05-06', sex: 'female', health: 'healthy', labour: 'able', occupation: 'none' }],
  incomes: [{ person: WIFE, kind: 'wage', monthly: wage }],
});
const found = (wage: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({ members: [SELF, WIFE], incomes: wage > 0 ? [{ person: WIFE, kind: 'wage', monthly: wage }] : [], properties: [], ...more });

/** What the law of a day gives a household with this wage. */
async function lawful(county: string, wage: number, on: string): Promise<number> {
  const id = [...services.counties.values()].find((c) => c.key === county)?.id ?? 0;
  return await services.installation.db.transaction({ county: id, area: null, user: 'test' }, async (tx) => {
    const law = await loadLaw(tx, services, id);
    const programme = law.policy.programme('dibao', on);
    if (!programme) throw new Error('no programme');
    return computeAmount(programme, facts(wage), law.policy, on).monthlyFen;
  });
}

/** Cases decided last month with facts and a sum, wage by wage. */
async function seedCases(county: string, login: string, list: readonly { wage: number; outcome: 'grant' | 'refuse'; fen?: number; related?: boolean }[]): Promise<string[]> {
  const from = (await (await user(login)).get<Output<typeof listDraws>>('/draws')).body.plans.find((p) => p.key === 'draw.monthly')?.from ?? '';
  const ids = [...(await seedDecided(server.installation, list.map((c, i): Decided => ({ county, on: plusDays(from, i % 25), outcome: c.outcome, programme: 'dibao', related: c.related ?? false })))).values()];
  for (const [i, c] of list.entries()) {
    const id = ids[i] ?? '';
    const { rows } = await admin.query<{ application_date: string }>(`select application_date::text from case_file where id = $1`, [id]);
    const on = rows[0]?.application_date ?? '';
    const fen = c.outcome === 'refuse' ? 0 : (c.fen ?? (await lawful(county, c.wage, on)));
    await admin.query(`update case_file set state = state || $2 where id = $1`, [id, JSON.stringify({ id, programme: 'dibao', applicationDate: on, facts: facts(c.wage), done: {}, decision: { outcome: c.outcome, monthlyFen: fen } })]);
  }
  return ids;
}

const view = async (u: Client, id: string): Promise<View> => (await u.get<View>(`/checks/${id}`)).body;
const yes = async (u: Client, id: string, no: readonly string[] = []): Promise<unknown> => (await view(u, id)).points.map((p) => (no.includes(p.id) ? { point: p.id, answer: 'no', words: '查不到公示记录' } : { point: p.id, answer: 'yes' }));
const visitOf = async (u: Client, id: string, login: string, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> => ({
  means: ['home'], at: `${await today(login)}T00:01`, place: '申请人家中', met: ['申请人本人'], photos: [await u.upload(`/matters/${id}/files`, '照片.png')], signed: '王安', text: '夫妻二人在家，住一间半平房。', ...more,
});
const ok = async (r: Promise<{ status: number; body: unknown }>): Promise<void> => {
  const { status, body } = await r;
  if (status !== 200) throw new Error(JSON.stringify(body));
};

/** A check from its visit to its conclusion, both of the pair finding the same. */
async function conclude(a: Client, b: Client, login: string, id: string, wage: number): Promise<void> {
  await ok(a.post(`/checks/${id}/visit`, await visitOf(a, id, login)));
  await ok(a.post(`/checks/${id}/form`, { base: 0, answers: await yes(a, id) }));
  await ok(b.post(`/checks/${id}/countersign`, { version: 1 }));
  for (const u of [a, b]) await ok(u.post(`/checks/${id}/recompute`, { found: found(wage) }));
  const { compared } = await view(a, id);
  await ok(a.post(`/checks/${id}/conclude`, { findings: compared?.wrong ? [{ aspect: 'level', failing: 'inaccurate', wrong: compared.wrong, severity: 'light', text: compared.text }] : [], text: '已核查' }));
}

beforeAll(async () => {
  server = await testServer();
  services = await seedTraining(server.installation);
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await server.close();
});

describe('a check that the county opens', () => {
  let id = '';
  let caseId = '';

  test('nobody who handled the case checks it; the pair is two; the unit knows nothing of it before its conclusion', async () => {
    [caseId = '', refused = '', another = ''] = await seedCases('hongqiao', 'hq-chief', [{ wage: 60_000, outcome: 'grant' }, { wage: 60_000, outcome: 'refuse' }, { wage: 60_000, outcome: 'grant' }]);
    const county = await user('hq-county');
    const body = { case: caseId, cause: 'complaint', ground: '邻居反映有工作', due: plusDays(await today('hq-county'), 10), home: true };
    // Whoever did something in the case is barred from it.
    await admin.query(`insert into case_action (county_id, position, case_id, seq, kind, at, recorded_at, actor_user, actor_post, actor_unit, body, prev_hash, hash)
      select county_id, 1, id, 1, 'accepted', now(), now(), $2, 'countyHandler', 'hq', '{}', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex') from case_file where id = $1`, [caseId, await me('hq-county')]);
    expect((await county.post('/checks', { ...body, checkers: [await me('hq-county'), await me('hq-audit')] })).problem.code).toBe('person.related');
    expect((await county.post('/checks', { ...body, checkers: [await me('hq-audit'), await me('hq-audit')] })).problem.code).toBe('person.same');
    expect((await (await user('hq-handler')).post('/checks', { ...body, checkers: [await me('hq-audit'), await me('hq-county2')] })).problem.code).toBe('rights.denied');
    const r = await county.post<{ id: string }>('/checks', { ...body, checkers: [await me('hq-audit'), await me('hq-county2')] });
    expect(r.status).toBe(200);
    ({ id } = r.body);
    const office = await user('hq-handler');
    expect((await office.get(`/checks/${id}`)).status).toBe(404);
    expect((await office.get<Output<typeof listChecks>>('/checks')).body.items).toEqual([]);
    expect((await (await user('hq-audit')).get<Output<typeof listChecks>>('/checks')).body.items[0]).toMatchObject({ id, mine: true });
    expect((await county.get<Output<typeof listChecks>>('/checks')).body.items[0]).toMatchObject({ id, mine: false });
  });

  test('[HQ-26, HQ-192, XX-54] only the pair acts; where a visit is demanded a telephone call alone is refused; the means of each step is recorded', async () => {
    const [a, chief] = [await user('hq-audit'), await user('hq-chief')];
    expect((await chief.post(`/checks/${id}/visit`, await visitOf(chief, id, 'hq-chief'))).problem.code).toBe('rights.denied');
    expect((await a.post(`/checks/${id}/visit`, await visitOf(a, id, 'hq-audit', { means: ['telephone'] }))).problem).toMatchObject({ code: 'investigation.persons', missing: ['入户'] });
    expect((await a.post(`/checks/${id}/visit`, await visitOf(a, id, 'hq-audit', { photos: [] }))).problem.code).toBe('notice.proof');
    expect((await a.post(`/checks/${id}/visit`, await visitOf(a, id, 'hq-audit', { signed: undefined }))).problem.code).toBe('investigation.signature');
    const strange = await chief.upload(`/matters/${id}/files`, '照片.png');
    expect((await a.post(`/checks/${id}/visit`, await visitOf(a, id, 'hq-audit', { photos: [caseId] }))).problem.code).toBe('notfound');
    expect((await a.post(`/checks/${id}/visit`, await visitOf(a, id, 'hq-audit', { means: ['unannounced', 'telephone'], photos: [strange], signed: undefined, unsigned: { reason: '本人不识字，不愿按手印', witness: '居委会李某' } }))).status).toBe(200);
    expect((await a.post(`/checks/${id}/visit`, await visitOf(a, id, 'hq-audit', { means: ['papers'], photos: [], met: [], signed: undefined, text: '档案齐全' }))).status).toBe(200);
    expect((await view(a, id)).visits.map((v) => v.meansText)).toEqual(['不打招呼入户、电话访问', '查阅档案']);
  });

  test('[BQ-07, BQ-34] the form is answered point by point, a no with its words', async () => {
    const a = await user('hq-audit');
    const answers = (await yes(a, id, ['published'])) as { point: string; answer: string; words?: string }[];
    expect((await a.post(`/checks/${id}/form`, { base: 0, answers: answers.slice(1) })).problem.missing?.length).toBe(1);
    expect((await a.post(`/checks/${id}/form`, { base: 0, answers: answers.map(({ words: _, ...x }) => x) })).problem.code).toBe('reason.missing');
    expect((await a.post(`/checks/${id}/form`, { base: 0, answers })).status).toBe(200);
    expect(new Set((await view(a, id)).points.map((p) => p.aspect))).toEqual(new Set(['process', 'level', 'effect']));
  });

  test('of two who fill the form at once the second does not write over the first: who has not seen the version that stands is refused, the other signs or objects', async () => {
    const [a, b, chief] = [await user('hq-audit'), await user('hq-county2'), await user('hq-chief')];
    expect((await b.post(`/checks/${id}/form`, { base: 0, answers: await yes(b, id, ['published']) })).problem.code).toBe('conflict.version');
    expect((await a.post(`/checks/${id}/countersign`, { version: 1 })).problem.code).toBe('step.done');
    expect((await chief.post(`/checks/${id}/countersign`, { version: 1 })).problem.code).toBe('rights.denied');
    expect((await b.post(`/checks/${id}/object`, { version: 1, text: '受理通知及时，不应答否以外的项' })).status).toBe(200);
    expect((await view(a, id)).sheet).toMatchObject({ version: 1, whole: false, objection: { by: '郑科员' } });
    expect((await a.post(`/checks/${id}/form`, { base: 1, answers: await yes(a, id, ['published']) })).status).toBe(200);
    const seen = await view(b, id);
    expect(seen.may).toEqual(expect.arrayContaining(['countersign', 'object']));
    expect(seen.left).toContain('另一名核查人员在核查表上会签');
    expect((await b.post(`/checks/${id}/countersign`, { version: 1 })).problem.code).toBe('conflict.version');
    expect((await b.post(`/checks/${id}/countersign`, { version: 2 })).status).toBe(200);
    expect((await view(a, id)).sheet).toMatchObject({ version: 2, whole: true, signatures: [{ by: '褚审计' }, { by: '郑科员' }], objection: null });
    // Every version, signature and objection stands in the chain.
    expect((await admin.query<{ kind: string }>(`select kind from matter_act where matter_id = $1 and kind in ('checkAnswered', 'checkCountersigned', 'checkObjected') order by seq`, [id])).rows.map((r) => r.kind)).toEqual(['checkAnswered', 'checkObjected', 'checkAnswered', 'checkCountersigned']);
  });

  test('each of the pair enters what was found without seeing the other’s, nor the sum decided; where the two differ, a third one’s stands', async () => {
    const [a, b, chief] = [await user('hq-audit'), await user('hq-county2'), await user('hq-chief')];
    expect((await a.post(`/checks/${id}/recompute`, { found: found(60_000, { members: [caseId] }) })).problem.code).toBe('input.invalid');
    // The second has looked at a paper of the case: that is told, of the first it is not.
    const { rows } = await admin.query<{ id: string }>(`insert into stored_file (county_id, id, unit_id, case_id, sha256, media_type, bytes, name, uploaded_by, at)
      select f.county_id, gen_random_uuid(), f.area_id, f.id, m.sha256, m.media_type, m.bytes, '入户调查表', m.uploaded_by::text, now() from case_file f, matter_file m where f.id = $1 and m.matter_id = $2 limit 1 returning id`, [caseId, id]);
    expect((await b.get(`/files/${rows[0]?.id ?? ''}`)).status).toBe(200);
    expect((await a.post(`/checks/${id}/recompute`, { found: found(90_017) })).status).toBe(200);
    expect((await a.post(`/checks/${id}/recompute`, { found: found(60_000) })).problem.code).toBe('step.done');
    for (const u of [a, b, chief]) {
      const seen = await view(u, id);
      expect(seen.compared).toBeNull();
      expect(seen.entered).toEqual([true, false]);
      const decided = await lawful('hongqiao', 60_000, (await admin.query<{ d: string }>(`select application_date::text as d from case_file where id = $1`, [caseId])).rows[0]?.d ?? '');
      expect(JSON.stringify(seen)).not.toContain('90017');
      expect(JSON.stringify(seen)).not.toContain(String(decided));
    }
    expect((await chief.post(`/checks/${id}/third`, { found: found(90_017), text: '另行查核' })).problem.code).toBe('step.order');
    expect((await b.post(`/checks/${id}/recompute`, { found: found(60_000) })).status).toBe(200);
    const both = await view(b, id);
    expect(both.opened).toEqual([null, expect.stringContaining('T')]);
    expect(both.compared?.entries.map((e) => e.opened !== null)).toEqual([false, true]);
    expect(both.compared?.same).toBe(false);
    expect(both.compared?.entries.map((e) => e.sum.differenceText)).toEqual([expect.stringContaining('多'), '与所作决定一致']);
    expect(both.head).toMatchObject({ status: 'third', next: '县级负责人另行查核' });
    expect((await a.post(`/checks/${id}/conclude`, { findings: [], text: '完' })).problem).toMatchObject({ code: 'step.order', missing: ['第三人查核'] });
    expect((await b.post(`/checks/${id}/third`, { found: found(90_017), text: '另行查核' })).problem.code).toBe('rights.denied');
    expect((await chief.post(`/checks/${id}/third`, { found: found(90_017), text: '向用人单位核实' })).status).toBe(200);
    expect((await view(a, id)).compared).toMatchObject({ wrong: 'paid', third: { text: '向用人单位核实' } });
  });

  test('[BQ-11, BQ-25, BQ-46] a difference is a finding with its class or explained, a no is a finding, and the error is computed, not typed', async () => {
    const a = await user('hq-audit');
    const at = `/checks/${id}/conclude`;
    const finding = { aspect: 'level', failing: 'inaccurate', severity: 'light', text: '妻子工资少报' };
    const point = { aspect: 'process', failing: 'policy', point: 'published', severity: 'light', text: '没有公示记录' };
    expect((await a.post(at, { findings: [{ ...finding, wrong: 'paid' }], text: '完' })).problem).toMatchObject({ code: 'input.invalid' });
    expect((await a.post(at, { findings: [point], text: '完' })).problem.code).toBe('reason.missing');
    expect((await a.post(at, { findings: [point, { ...finding, wrong: 'refused' }], text: '完' })).problem.code).toBe('opinion.amount');
    expect((await a.post(at, { findings: [point, { ...finding, wrong: 'paid' }], text: '多发，应当调整' })).status).toBe(200);
    const done = await view(a, id);
    const on = done.compared?.stated.lawOn ?? '';
    expect(done.findings.find((f) => f.wrong === 'paid')).toMatchObject({ failingText: '对象认定不精准', fen: (await lawful('hongqiao', 60_000, on)) - (await lawful('hongqiao', 90_017, on)) });
    expect(done.head).toMatchObject({ status: 'findings', waits: 'county', closedOn: null });
    // Now the unit sees it, and no other unit.
    const unit = (await admin.query<{ unit_id: number }>('select unit_id from case_file where id = $1', [caseId])).rows[0]?.unit_id;
    for (const login of ['hq-leader', 'hq-b-leader']) {
      const own = (await admin.query('select from account_post where account_id = $1 and unit_id = $2', [await me(login), unit])).rowCount === 1;
      const seen = await (await user(login)).get<View>(`/checks/${id}`);
      expect(seen.status).toBe(own ? 200 : 404);
      // That neighbours complained is no part of it.
      if (own) expect(seen.body).toMatchObject({ partText: '县级核查', ground: '' });
    }
    expect((await a.post(`/checks/${id}/recompute`, { found: found(0) })).problem.code).toBe('step.done');
  });

  test('a finding closes only with the rectification that it was handed to', async () => {
    const county = await user('hq-county2');
    const before = await view(county, id);
    const [one, two] = before.findings;
    expect((await (await user('hq-leader')).post(`/checks/${id}/raise`, { finding: one?.id, text: '请整改' })).problem.code).toBe('rights.denied');
    for (const f of [one, two]) expect((await county.post(`/checks/${id}/raise`, { finding: f?.id, text: '请整改' })).status).toBe(200);
    expect((await county.post(`/checks/${id}/raise`, { finding: one?.id, text: '再来' })).problem.code).toBe('step.done');
    const raised = await view(county, id);
    expect(raised.head).toMatchObject({ status: 'rectifying', closedOn: null });
    const rects = await county.get<{ items: { id: string; origin: string | null }[] }>('/matters?topic=rectification');
    expect(rects.body.items.map((m) => m.origin)).toEqual([id, id]);
    const countyId = [...services.counties.values()].find((c) => c.key === 'hongqiao')?.id ?? 0;
    const settle = async (finding: string, rectification: string) => await services.installation.db.transaction({ county: countyId, area: null, user: 'test' }, async (tx) => await settleFinding(tx, services, countyId, { user: 'system', post: 'system', unit: '' }, { check: id, finding, rectification, number: 'n' }));
    const [r1, r2] = raised.findings.map((f) => f.rectification?.id ?? '');
    expect(isRefusal(await settle(one?.id ?? '', r2 ?? ''))).toBe(true);
    expect(await settle(one?.id ?? '', r1 ?? '')).toBeUndefined();
    expect((await view(county, id)).head.status).toBe('rectifying');
    expect(await settle(two?.id ?? '', r2 ?? '')).toBeUndefined();
    const closed = await view(county, id);
    expect(closed.head).toMatchObject({ status: 'settled', closedOn: await today('hq-county2') });
    expect((await admin.query(`select from check_finding where check_id = $1 and state = 'settled'`, [id])).rowCount).toBe(2);
    await admin.query('begin');
    expect(await verifyMatters(queryOfClient(admin), countyId)).toMatchObject({ ok: true });
    await admin.query('rollback');
    const acts = (await admin.query<ActOf<CheckBodies> & { actor_user: string; actor_post: 'auditor'; actor_unit: string; at: Date }>('select kind, at, body, actor_user, actor_post, actor_unit from matter_act where matter_id = $1 order by seq', [id])).rows.map((r) => ({ ...r, at: new Date(r.at).toISOString(), actor: { user: r.actor_user, post: r.actor_post, unit: r.actor_unit } }) as ActOf<CheckBodies>);
    const { state } = (await admin.query<{ state: unknown }>('select state from matter where id = $1', [id])).rows[0] ?? {};
    expect(JSON.parse(JSON.stringify(foldMatter(checkTopic, acts, id)))).toEqual(state);
  });
});

test('[HQ-29] somebody of an organisation entrusted is one of a pair; their signed form is entered with its scan by an account that is not of the pair', async () => {
  const county = await user('hq-county');
  const { id } = (await county.post<{ id: string }>('/checks', { case: refused, cause: 'risk', ground: '复核不予确认', due: plusDays(await today('hq-county'), 10), home: false, checkers: [await me('hq-audit'), await me('hq-county2')] })).body;
  const chief = await user('hq-chief');
  const outside = { place: 0, by: { organisation: '民生社会工作服务中心', name: '社工甲' }, reason: '政府购买服务，委托第三方入户' };
  expect((await county.post(`/checks/${id}/replace`, outside)).problem.code).toBe('rights.denied');
  expect((await chief.post(`/checks/${id}/replace`, outside)).status).toBe(200);
  expect((await chief.post(`/checks/${id}/replace`, { ...outside, place: 1 })).problem.code).toBe('person.same');
  expect((await chief.post(`/checks/${id}/replace`, { place: 0, by: { account: await me('hq-county2') }, reason: '换人' })).problem.code).toBe('person.same');
  expect((await (await user('hq-audit')).post(`/checks/${id}/visit`, await visitOf(await user('hq-audit'), id, 'hq-audit'))).problem.code).toBe('rights.denied');
  const b = await user('hq-county2');
  const scan = await county.upload(`/matters/${id}/files`, '第三方核查表.png');
  expect((await b.post(`/checks/${id}/recompute`, { found: found(0), behalf: { files: [scan] } })).problem.code).toBe('person.same');
  expect((await county.post(`/checks/${id}/recompute`, { found: found(0) })).problem.code).toBe('rights.denied');
  expect((await county.post(`/checks/${id}/recompute`, { found: found(0), behalf: { files: [] } })).status).toBe(400);
  expect((await county.post(`/checks/${id}/recompute`, { found: found(0), behalf: { files: [scan] } })).status).toBe(200);
  expect((await b.post(`/checks/${id}/recompute`, { found: found(0) })).status).toBe(200);
  const seen = await view(b, id);
  expect(seen.pair).toEqual([{ name: '社工甲', account: null, organisation: '民生社会工作服务中心' }, expect.objectContaining({ organisation: null })]);
  // A refusal is asked the other way round: would it have been granted?
  expect(seen.compared).toMatchObject({ wrong: 'refused', same: true, text: expect.stringContaining('应予确认') as string });
  expect(seen.compared?.entries[0]?.files.map((f) => f.name)).toEqual(['第三方核查表.png']);
  // The form needs both signatures too: the outsider's by hand, with the scan.
  expect((await b.post(`/checks/${id}/form`, { base: 0, answers: await yes(b, id) })).status).toBe(200);
  expect((await county.post(`/checks/${id}/countersign`, { version: 1 })).problem).toMatchObject({ code: 'rights.denied', missing: ['签字核查表扫描件'] });
  expect((await county.post(`/checks/${id}/countersign`, { version: 1, paper: [] })).status).toBe(400);
  expect((await view(b, id)).may).toContain('paper');
  expect((await b.post(`/checks/${id}/countersign`, { version: 1, paper: [scan] })).status).toBe(200);
  expect((await view(b, id)).sheet).toMatchObject({ whole: true, signatures: [{ paper: [{ name: '第三方核查表.png' }] }, { by: '郑科员', paper: [] }] });
});

test('[LH-25, LH-26, HQ-63, HQ-190] a draw opens a check of every case it drew; what they find is estimated for all, wrongly paid and wrongly refused apart, risk cases never in it; coverage per stratum; a month without a draw is named', async () => {
  // Of 18 granted every sixth is paid too much; of 6 refused one should have been granted.
  const ids = await seedCases('linhe', 'lh-chief', Array.from({ length: 24 }, (_, i) => (i % 4 === 3 ? { wage: i === 3 ? 0 : 2_000_000, outcome: 'refuse' as const } : { wage: 20_000, outcome: 'grant' as const, ...(i % 6 === 0 ? { fen: 190_000 } : {}), related: i === 1 })));
  const chief = await user('lh-chief');
  const county = await user('lh-county');
  const plan = (await chief.get<Output<typeof listDraws>>('/draws')).body.plans.find((p) => p.key === 'draw.monthly');
  const offset = (await admin.query<{ o: string }>(`select offset_ms as o from training_clock where county_id = (select id from county where key = 'linhe')`)).rows[0]?.o ?? '0';
  const after = `${shanghaiTime(new Date(Date.now() + Number(offset) + 30 * 60_000).toISOString())}:00+08:00`;
  const { id: draw } = (await chief.post<{ id: string }>('/draws', { plan: 'draw.monthly', from: plan?.from, to: plan?.to, seed: organsSeed(after) })).body;
  await admin.query(`update training_clock set offset_ms = offset_ms + 1860000 where county_id = (select id from county where key = 'linhe')`);
  await ok(county.post(`/draws/${draw}/seed`, BROUGHT));
  const before = (await county.get<Output<typeof getDraw>>(`/draws/${draw}`)).body;
  const left = ids.find((x) => !before.members.some((m) => m.case === x)) ?? '';
  await ok(county.post(`/draws/${draw}/risk`, { cases: [{ case: left, ground: '邻里反映' }] }));
  await ok(county.post(`/draws/${draw}/assign`, { checkers: [await me('lh-county2'), await me('lh-audit')], due: plusDays(await today('lh-county'), 20) }));
  const drawn = (await county.get<Output<typeof getDraw>>(`/draws/${draw}`)).body.members;
  expect(drawn.every((m) => m.check !== null)).toBe(true);
  expect(drawn.length).toBe(before.members.length + 1);
  const [a, b] = [await user('lh-county2'), await user('lh-audit')];
  // Not done while its checks are; the way to the case is kept from whoever is to check it.
  expect((await chief.get<Output<typeof listDraws>>('/draws')).body.items.find((d) => d.id === draw)).toMatchObject({ closedOn: null, checks: { all: drawn.length, open: drawn.length } });
  expect((await a.get<Output<typeof getDraw>>(`/draws/${draw}`)).body.members.every((m) => m.case === null && m.outcome === null)).toBe(true);
  const first = drawn.find((m) => m.part === 'random')?.check ?? '';
  // The plan says a visit at home, in its own words.
  expect((await a.post(`/checks/${first}/visit`, await visitOf(a, first, 'lh-county2', { means: ['telephone', 'papers'] }))).problem).toMatchObject({ code: 'investigation.persons', clause: expect.stringContaining('三(一)5') as string });
  const untouched = (await county.get<Output<typeof drawResults>>(`/draws/${draw}/results`)).body;
  expect(untouched.whole.paid).toMatchObject({ state: 'unknown', checked: 0 });
  expect(untouched.coverage.every((c) => !c.achieved)).toBe(true);
  const year = plan?.from.slice(0, 4) ?? '';
  const months = (await county.get<Output<typeof checkCoverage>>(`/checks/coverage?year=${year}`)).body.periods;
  expect(months.find((p) => p.from === plan?.from)).toMatchObject({ state: 'running', checked: 0 });
  for (const m of drawn) {
    const at = ids.indexOf(m.case ?? '');
    await conclude(a, b, 'lh-county2', m.check ?? '', at % 4 === 3 ? (at === 3 ? 0 : 2_000_000) : 20_000);
  }
  const r = (await county.get<Output<typeof drawResults>>(`/draws/${draw}/results`)).body;
  // The random ones alone: those of a class that chance did not draw are counted apart.
  // The decisions are told now that the checks are concluded, and were not before.
  const concluded = (await county.get<Output<typeof getDraw>>(`/draws/${draw}`)).body.members;
  expect([drawn.every((m) => m.outcome === null), concluded.every((m) => m.outcome !== null)]).toEqual([true, true]);
  expect((await chief.get<Output<typeof listDraws>>('/draws')).body.items.find((d) => d.id === draw)).toMatchObject({ checks: { all: drawn.length, open: 0 } });
  const grants = concluded.filter((m) => m.part === 'random' && m.outcome === 'grant');
  const wrong = grants.filter((m) => ids.indexOf(m.case ?? '') % 6 === 0);
  expect(r.whole.paid).toMatchObject({ size: 18, checked: grants.length, wrong: wrong.length });
  expect(r.whole.refused).toMatchObject({ size: 6, wrong: drawn.filter((m) => m.part === 'random' && ids.indexOf(m.case ?? '') === 3).length });
  expect(r.risk).toMatchObject({ cases: 1, checked: 1 });
  // Each wrong one opens: what the numbers stand for.
  expect(r.wrongs.map((w) => w.id).sort()).toEqual(concluded.filter((m) => (m.outcome === 'grant' ? ids.indexOf(m.case ?? '') % 6 === 0 : ids.indexOf(m.case ?? '') === 3)).map((m) => m.check).sort());
  const must = drawn.filter((m) => m.part === 'must').length;
  expect(r.must).toEqual({ cases: must, checked: must, wrong: 0 });
  expect(drawn.filter((m) => m.classes.includes('近亲属备案')).map((m) => m.case)).toEqual([ids[1]]);
  expect(r.coverage.every((c) => c.achieved && c.checked === c.drawn && c.checked >= c.required)).toBe(true);
  expect(r.coverage.reduce((n, c) => n + c.size, 0)).toBe(24);
  if (r.whole.paid.low !== null) expect(r.whole.paid.low).toBeLessThanOrEqual((3 / 18) * 100 + 1e-9);
  expect(r.open).toBe(0);
  // Two found for themselves in every check, and neither had opened the case.
  expect(r.blind).toEqual({ entries: drawn.length * 2, blind: drawn.length * 2 });
  expect(r.means.find((m) => m.text === '入户')?.checks).toBe(drawn.length);
  const after2 = (await county.get<Output<typeof checkCoverage>>(`/checks/coverage?year=${year}`)).body.periods;
  expect(after2.find((p) => p.from === plan?.from)?.state).toBe('done');
  expect(after2.filter((p) => p.state === 'nothing').length).toBe(after2.length - 1);
  // Decisions of a month that nobody drew are named as missing.
  const earlier = after2.find((p) => p.state === 'nothing');
  await admin.query(`update case_file set decided_on = $2 where id = $1`, [left, earlier?.to]);
  const named = (await county.get<Output<typeof checkCoverage>>(`/checks/coverage?year=${year}`)).body.periods.find((p) => p.from === earlier?.from);
  expect(named).toMatchObject({ state: 'missing', size: 1, draw: null });
  expect((await (await user('lh-handler')).get(`/draws/${draw}/results`)).status).toBe(403);
  // Of its own checks a unit is told that the county looked, not that somebody reported the household by name or spoke of it.
  let heard = 0;
  for (const login of ['lh-handler', 'lh-b-handler']) {
    const office = await user(login);
    for (const i of (await office.get<Output<typeof listChecks>>('/checks')).body.items) {
      expect(i).toMatchObject({ partText: '县级核查', origin: null });
      expect(await view(office, i.id)).toMatchObject({ part: 'alone', partText: '县级核查', ground: '', draw: null });
      heard++;
    }
  }
  expect(heard).toBeGreaterThan(0);
  expect(new Set((await county.get<Output<typeof listChecks>>('/checks')).body.items.map((i) => i.partText))).toEqual(new Set(['随机抽中', '风险核查', ...(must > 0 ? ['必查'] : [])]));
});

test('[HQ-195] another recipient than those of the monthly draw is looked at when the situation asks: its papers and its people, each with the means by which, without a draw', async () => {
  const id = another;
  await admin.query(`update case_file set programme = 'linshi', state = jsonb_set(state, '{programme}', '"linshi"') where id = $1`, [id]);
  const county = await user('hq-county');
  const check = (await county.post<{ id: string }>('/checks', { case: id, cause: 'situation', ground: '临时救助集中发放后抽看', due: plusDays(await today('hq-county'), 10), home: false, checkers: [await me('hq-county'), await me('hq-audit')] })).body.id;
  const seen = await view(county, check);
  expect(seen).toMatchObject({ programme: 'linshi', part: 'alone', draw: null, ground: '临时救助集中发放后抽看' });
  await ok(county.post(`/checks/${check}/visit`, await visitOf(county, check, 'hq-county', { means: ['papers'], met: [], photos: [], signed: undefined, text: '票据齐全' })));
  await ok(county.post(`/checks/${check}/visit`, await visitOf(county, check, 'hq-county', { means: ['telephone'], photos: [], signed: undefined, text: '电话核实用途' })));
  expect((await view(county, check)).visits.map((v) => v.meansText)).toEqual(['查阅档案', '电话访问']);
});

test('[BQ-58, BQ-59] the yearly draw of those on the roll is checked at the household only, against the sum paid now by the law of today', async () => {
  const [chief, county, handler] = [await user('bq-chief'), await user('bq-county'), await user('bq-handler')];
  // The first year of the plan is over.
  await chief.put('/training/clock', { date: '2023-01-10' });
  const plan = (await chief.get<Output<typeof listDraws>>('/draws')).body.plans.find((p) => p.key === 'draw.yearly');
  const ids = await seedCases('baoqing', 'bq-chief', Array.from({ length: 4 }, () => ({ wage: 20_000, outcome: 'grant' as const })));
  const { id: person } = (await handler.post<{ id: string }>('/persons', { idNumber: testIdentity('1970-03-04', 'male', 77), name: '王安' })).body;
  for (const id of ids) await admin.query(`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, payment, created_at) select county_id, gen_random_uuid(), id, unit_id, area_id, programme, $2, decode('00', 'hex'), 77700, $3, 'monthly', now() from case_file where id = $1`, [id, person, plan?.from.slice(0, 7)]);
  const offset = (await admin.query<{ o: string }>(`select offset_ms as o from training_clock where county_id = (select id from county where key = 'baoqing')`)).rows[0]?.o ?? '0';
  const after = `${shanghaiTime(new Date(Date.now() + Number(offset) + 30 * 60_000).toISOString())}:00+08:00`;
  const { id: draw } = (await chief.post<{ id: string }>('/draws', { plan: 'draw.yearly', from: plan?.from, to: plan?.to, seed: { kind: 'lottery', text: '中国福彩网', sources: [{ name: '福彩双色球下一期红球', numbers: 6, digits: 2, order: 'ascending' }], after } })).body;
  await admin.query(`update training_clock set offset_ms = offset_ms + 1860000 where county_id = (select id from county where key = 'baoqing')`);
  await ok(county.post(`/draws/${draw}/seed`, { ...BROUGHT, parts: [{ source: '福彩双色球下一期红球', numbers: ['03', '11', '17', '22', '28', '31'] }] }));
  await ok(county.post(`/draws/${draw}/assign`, { checkers: [await me('bq-county2'), await me('bq-audit')], due: plusDays(await today('bq-county'), 20) }));
  const checks = (await county.get<Output<typeof getDraw>>(`/draws/${draw}`)).body.members.map((m) => m.check ?? '');
  const [check = ''] = checks;
  const [a, b] = [await user('bq-county2'), await user('bq-audit')];
  expect((await a.post(`/checks/${check}/visit`, await visitOf(a, check, 'bq-county2', { means: ['telephone'] }))).problem).toMatchObject({ code: 'investigation.persons', clause: expect.stringContaining('三(一)') as string });
  for (const id of checks) await conclude(a, b, 'bq-county2', id, 20_000);
  const done = await view(a, check);
  expect(done.compared?.stated).toEqual({ outcome: 'grant', fen: 77_700, lawOn: await today('bq-county2') });
  expect(done.points.filter((p) => p.req.length > 0).map((p) => p.req[0])).toEqual(expect.arrayContaining(['BQ-15', 'BQ-25', 'BQ-37', 'BQ-44', 'BQ-46']));
  const year = plan?.from.slice(0, 4) ?? '';
  expect((await county.get<Output<typeof checkCoverage>>(`/checks/coverage?year=${year}`)).body.periods.find((p) => p.plan === 'draw.yearly')).toMatchObject({ state: 'done', size: 4, draw: { id: draw } });
});

test('whoever is found to be related while a check runs does nothing more in it: by the own identity number in the household, or a filed relative of a handler; the leader names another', async () => {
  const [id = ''] = await seedCases('gongxian', 'gx-chief', [{ wage: 20_000, outcome: 'refuse' }]);
  const [handler, sys, chief, a, b] = [await user('gx-handler'), await user('gx-sys'), await user('gx-chief'), await user('gx-audit'), await user('gx-county2')];
  const mother = testIdentity('1950-02-03', 'female', 81);
  const { id: person } = (await handler.post<{ id: string }>('/persons', { idNumber: mother, name: '褚母' })).body;
  await admin.query(`insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx) select f.county_id, f.id, p.id, f.area_id, 'member', p.number_idx from case_file f, person p where f.id = $1 and p.id = $2`, [id, person]);
  await admin.query(`update case_file set accepted_by = $2 where id = $1`, [id, await me('gx-handler')]);
  const own = testIdentity('1985-03-04', 'male', 82);
  const body = { case: id, cause: 'risk', ground: '线索', due: plusDays(await today('gx-county'), 10), home: false };
  const check = (await (await user('gx-county')).post<{ id: string }>('/checks', { ...body, checkers: [await me('gx-audit'), await me('gx-county2')] })).body.id;
  await ok(a.post(`/checks/${check}/recompute`, { found: found(20_000) }));
  // The auditor's own number, recorded late, stands in the household; the county clerk is a relative whom the handler of the case has filed.
  await ok(sys.post(`/accounts/${await me('gx-audit')}/identity`, { idNumber: mother }));
  await ok(sys.post(`/accounts/${await me('gx-county2')}/identity`, { idNumber: own }));
  await ok((await user('gx-handler2')).post('/relatives', { account: await me('gx-handler'), idNumber: own, name: '郑科员', relation: '兄弟姐妹' }));
  for (const u of [a, b]) {
    for (const [path, payload] of [['visit', await visitOf(a, check, 'gx-audit')], ['form', { base: 0, answers: [{ point: 'x', answer: 'yes' }] }], ['recompute', { found: found(20_000) }], ['conclude', { findings: [], text: '完' }]] as const) expect((await u.post(`/checks/${check}/${path}`, payload)).problem.code, path).toBe('person.related');
    expect((await view(u, check)).may).toEqual([]);
  }
  expect((await view(chief, check))).toMatchObject({ barred: [true, true], left: expect.arrayContaining(['更换应当回避的核查人员']) as string[] });
  expect((await (await user('gx-county')).post('/checks', { ...body, checkers: [await me('gx-audit'), await me('gx-county')] })).problem.code).toBe('person.related');
  expect((await chief.post(`/checks/${check}/replace`, { place: 1, by: { account: await me('gx-audit') }, reason: '换' })).status).toBe(403);
  // What was found by somebody related does not stand.
  await ok(chief.post(`/checks/${check}/replace`, { place: 0, by: { account: await me('gx-county') }, reason: '回避' }));
  expect((await view(chief, check))).toMatchObject({ entered: [false, false], barred: [false, true] });
});
