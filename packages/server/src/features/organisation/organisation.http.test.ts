import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { getBureau } from '@doudi/core/api/bureau';
import type { CaseView } from '@doudi/core/api/cases';
import type { Output } from '@doudi/core/api/contract';
import type { getOrganisation, listRelatives } from '@doudi/core/api/organisation';
import { testIdentity } from '@doudi/core/people/id-number';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import type { Services } from '../../services.ts';
import { reprojectCounty } from '../cases/reproject.ts';
import { offsetFor } from '../training/clock.ts';

let server: TestServer;
let services: Services;
const { user, office } = staffOf(() => server.origin);
const clock = async (unit: string, date: string): Promise<void> => {
  expect((await (await user(`${unit}-chief`)).put('/training/clock', { date })).status).toBe(200);
};
const view = async (login: string, id: string): Promise<CaseView> => (await (await user(login)).get<CaseView>(`/cases/${id}`)).body;
const organisation = async (login: string, on = ''): Promise<Output<typeof getOrganisation>> => (await (await user(login)).get<Output<typeof getOrganisation>>(`/organisation${on ? `?on=${on}` : ''}`)).body;
const todo = async (login: string): Promise<string[]> => (await (await user(login)).get<{ items: { id: string }[] }>('/worklist?limit=100')).body.items.map((i) => i.id);

beforeAll(async () => {
  server = await verifiedServer();
  services = await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
});

describe('units, bodies, staff', () => {
  test('[HQ-43, HQ-44] inside a 红桥 street the handling body and the managing body stand apart, with their posts', async () => {
    const street = (await organisation('hq-handler')).units.find((u) => u.key === 'hq.shaogongzhuang');
    expect(street?.bodies.map((b) => b.kindText)).toEqual(expect.arrayContaining(['经办机构', '管理部门']));
    expect(street?.leaders).toEqual(['周分管']);
    expect(street?.staff.map((s) => s.post)).toEqual(expect.arrayContaining(['handler', 'reviewer', 'reviewHead', 'leader']));
  });

  test('[HQ-21] 双环邨, pilot of the plan, is shown as gone since February 2021 with its note, and nobody is entrusted there', async () => {
    const gone = (await organisation('hq-handler')).units.find((u) => u.name.startsWith('双环邨') && u.kind === 'street');
    expect(gone).toMatchObject({ valid: false, validText: '已于 2021-02-07 撤销或划出', note: expect.stringContaining('试点') as string });
    expect(gone?.confirms.every((c) => c.organ === 'county')).toBe(true);
    expect((await organisation('hq-handler', '2021-01-15')).units.find((u) => u.key === gone?.key)?.valid).toBe(true);
  });

  test('who confirms is said per programme and day with the reason', async () => {
    const at = async (login: string, on: string, unit: string) => (await organisation(login, on)).units.find((u) => u.key === unit)?.confirms.find((c) => c.programme === 'dibao');
    expect(await at('hq-handler', '2021-11-15', 'hq.shaogongzhuang')).toMatchObject({ organ: 'unit', reason: expect.stringContaining('委托书') as string });
    expect(await at('hq-handler', '2021-11-15', 'hq.xigu')).toMatchObject({ organ: 'county', reason: expect.stringContaining('2022-01-01') as string });
    expect((await organisation('xx-handler')).units.flatMap((u) => u.confirms).every((c) => c.organ === 'county')).toBe(true);
  });
});

describe('entrustments', () => {
  const issue = { number: '委〔2021〕9号', programmes: ['dibao'], units: ['hq.xigu'], from: '2021-11-15', signatories: ['红桥区民政局', '西沽街道办事处'] };

  test('are issued by the county leader alone, to units that stand and handle, for programmes that exist, from today on or with a reason', async () => {
    const chief = await user('hq-chief');
    expect((await (await user('hq-leader')).post('/entrustments', issue)).status).toBe(403);
    for (const [bad, code] of [
      [{ ...issue, units: ['hq.nowhere'] }, 'input.invalid'], [{ ...issue, units: ['hq.shuanghuancun'] }, 'input.invalid'], [{ ...issue, units: ['hq'] }, 'input.invalid'], [{ ...issue, programmes: ['gold'] }, 'input.invalid'],
      [{ ...issue, from: '2021-11-14' }, 'reason.missing'], [{ ...issue, to: '2021-11-01' }, 'date.order'], [{ ...issue, signatories: [] }, 'input.invalid'], [{ ...issue, number: '演示委〔2021〕1号' }, 'conflict.duplicate'],
    ] as const) expect((await chief.post('/entrustments', bad)).problem.code, JSON.stringify(bad)).toBe(code);
  });

  test('one that is issued moves the unit’s open cases to the unit, and is listed with its signatories and its missing basis', async () => {
    const b = await applyFor(await user('hq-b-handler'), { serial: 20 });
    const unit = (await (await user('hq-b-handler')).get<{ unit: { key: string } }>('/session')).body.unit.key;
    expect((await view('hq-b-handler', b.id)).procedure.organ).toBe('county');
    const r = await (await user('hq-chief')).post<{ id: string; moved: number }>('/entrustments', { ...issue, units: [unit] });
    expect(r.body.moved).toBe(1);
    expect((await view('hq-b-handler', b.id)).procedure.organ).toBe('unit');
    expect((await organisation('hq-handler')).entrustments.find((e) => e.id === r.body.id)).toMatchObject({ number: issue.number, state: 'inForce', origin: 'issued', signatories: issue.signatories, issued: { by: '王局长' }, source: { assumption: expect.any(String) as string } });
  });

  test('[LH-86] a withdrawal moves a case in hand to the county at once: nothing done is lost or done again, the county’s list shows it, the street’s no longer', async () => {
    const h = await user('hq-handler');
    const { id } = await applyFor(h, { serial: 21 });
    await walk(office('hq'), id, 'review');
    const before = await view('hq-handler', id);
    expect(before.procedure.organ).toBe('unit');
    expect(await todo('hq-reviewer')).toContain(id);
    const chief = await user('hq-chief');
    const on = (await chief.get<{ today: string }>('/session')).body.today;
    const withdraw = { unit: 'hq.shaogongzhuang', from: on, reason: '抽查发现程序不规范' };
    expect((await (await user('hq-leader')).post('/entrustments/hq-entrust-2021/withdraw', withdraw)).status).toBe(403);
    expect((await chief.post('/entrustments/hq-entrust-2021/withdraw', { ...withdraw, reason: '' })).status).toBe(400);
    expect((await chief.post('/entrustments/hq-entrust-2021/withdraw', { ...withdraw, from: '2021-11-14' })).problem.code).toBe('date.order');
    expect((await chief.post('/entrustments/hq-entrust-2021/withdraw', { ...withdraw, unit: 'hq.xigu' })).status).toBe(400);
    expect((await chief.post('/entrustments/none/withdraw', withdraw)).status).toBe(404);
    const r = await chief.post<{ moved: number; cases: string[] }>('/entrustments/hq-entrust-2021/withdraw', withdraw);
    expect(r.body).toMatchObject({ moved: 1, cases: [before.number] });
    expect((await chief.post('/entrustments/hq-entrust-2021/withdraw', withdraw)).problem.code).toBe('conflict.duplicate');

    const after = await view('hq-county', id);
    expect(after.procedure).toMatchObject({ organ: 'county', reason: expect.stringContaining('抽查发现程序不规范') as string });
    expect(after.seq).toBe(before.seq + 1);
    expect(after.log.at(-1)).toMatchObject({ kind: 'routed', by: '系统' });
    expect(after.log.slice(0, -1)).toEqual(before.log);
    const done = (v: CaseView): string[] => v.steps.filter((s) => s.state === 'done').map((s) => s.step);
    expect(done(before).filter((s) => after.steps.some((x) => x.step === s))).toEqual(done(after));
    expect(done(after)).toEqual(expect.arrayContaining(['accept', 'authorise', 'verify', 'investigate', 'assess', 'opine', 'notice']));
    expect(after.assessment).toEqual(before.assessment);
    expect(await todo('hq-reviewer')).not.toContain(id);
    expect([...(await todo('hq-county')), ...(await todo('hq-chief'))]).toContain(id);
    // The street cannot confirm any more, the county carries on from there.
    expect((await (await user('hq-leader')).act(id, 'decide', { outcome: 'grant' })).status).toBe(403);
    await walk(office('hq'), id, 'deliver');
    expect(await view('hq-county', id)).toMatchObject({ status: 'granted', responsible: { confirmed: '王局长' } });
    expect((await organisation('hq-handler')).entrustments.find((e) => e.id === 'hq-entrust-2021')).toMatchObject({ state: 'inForce', units: expect.arrayContaining([expect.objectContaining({ key: 'hq.shaogongzhuang', state: 'withdrawn' })]) as unknown, withdrawals: [{ reason: '抽查发现程序不规范', by: '王局长' }] });
  });

  test('a withdrawal for a later day takes effect on that day by itself, and only then', async () => {
    const { id } = await applyFor(await user('lh-handler'), { serial: 22 });
    const unit = (await (await user('lh-handler')).get<{ unit: { key: string } }>('/session')).body.unit.key;
    const chief = await user('lh-chief');
    const r = await chief.post<{ moved: number }>('/entrustments/lh-entrust-2022/withdraw', { unit, from: '2022-07-01', reason: '调整委托范围' });
    expect(r.body.moved).toBe(0);
    await midnight(150802, '2022-06-30');
    expect((await reprojectCounty(services, 150802)).routed).toEqual([]);
    expect((await view('lh-handler', id)).procedure.organ).toBe('unit');
    await midnight(150802, '2022-07-01');
    const v0 = await view('lh-county', id);
    expect((await reprojectCounty(services, 150802)).routed).toContain(v0.number);
    expect((await reprojectCounty(services, 150802)).changed).toBe(0);
    const v = await view('lh-county', id);
    expect(v.procedure.organ).toBe('county');
    expect(v.log.filter((l) => l.kind === 'routed')).toHaveLength(2);
    const { rows } = await stored(id);
    expect(rows).toEqual([{ organ: 'county' }]);
  });

  test('an entrustment that begins with the day brings the open cases to the unit when the training clock is set', async () => {
    await clock('bq', '2021-12-31');
    const { id } = await applyFor(await user('bq-handler'), { serial: 23 });
    expect((await view('bq-handler', id)).procedure.organ).toBe('county');
    await clock('bq', '2022-01-01');
    const v = await view('bq-handler', id);
    expect(v.procedure.organ).toBe('unit');
    expect(v.log.at(-1)).toMatchObject({ kind: 'routed', on: '2022-01-01', by: '系统' });
  });

  test('a clock set back before a case’s last step does not write into its past', async () => {
    const before = await view('lh-county', (await todo('lh-handler'))[0] ?? '');
    await clock('lh', '2022-06-01');
    const done = await reprojectCounty(services, 150802);
    expect(done.routed).toEqual([]);
    expect(done.skipped.map((s) => s.number)).toContain(before.number);
    await clock('lh', '2022-07-01');
  });
});

/** A night passes: the county's day is another one, and nobody has asked for anything. */
const midnight = async (county: number, date: string): Promise<void> => {
  await server.installation.db.transaction({ county, area: null }, async (tx) => await tx.updateTable('training_clock').set({ offset_ms: offsetFor(date, Date.now()) }).where('county_id', '=', county).execute());
};
const stored = async (id: string) => ({ rows: await server.installation.db.transaction({ county: 150802, area: null }, async (tx) => await tx.selectFrom('case_file').select('organ').where('id', '=', id).execute()) });

describe('the register of near relatives', () => {
  const number = testIdentity('1970-03-04', 'male', 30 * 2);

  test('[BQ-23] a relative of a handler is put on file; the handler is recused from the case that is already in hand, and cannot take the filing out', async () => {
    await clock('bq', '2022-06-15');
    const h = await user('bq-handler');
    const { id } = await applyFor(h, { serial: 30 });
    const other = await user('bq-handler2');
    const account = (await h.get<{ account: string }>('/session')).body.account;
    expect((await view('bq-handler', id)).related).toBe(false);
    const entry = { account, idNumber: number, name: '王安', relation: '兄弟姐妹' };
    expect((await other.post('/relatives', { ...entry, relation: '同学' })).problem).toMatchObject({ code: 'input.invalid', allowed: expect.arrayContaining(['配偶']) as string[] });
    expect((await other.post('/relatives', { ...entry, idNumber: '999999197003040816' })).status).toBe(400);
    expect((await (await user('bq-leader')).post('/relatives', entry)).status).toBe(403);
    const r = await other.post<{ id: string; cases: number }>('/relatives', entry);
    expect(r.body.cases).toBe(1);
    expect((await other.post('/relatives', entry)).problem.code).toBe('conflict.duplicate');
    expect((await view('bq-handler', id))).toMatchObject({ related: true, relativeFiled: true });
    expect((await h.act(id, 'accept')).problem.code).toBe('person.related');
    expect((await other.act(id, 'accept')).status).toBe(200);

    const list = (await other.get<Output<typeof listRelatives>>('/relatives')).body;
    expect(list.items).toEqual([expect.objectContaining({ of: '张经办', ofKind: 'staff', name: '王*', relation: '兄弟姐妹' })]);
    expect(JSON.stringify(list)).not.toContain('19700304');
    // Whose relative it is does not take it out again; another of the unit asks, with a reason, and until the county confirms all stays as it is.
    const end = { reason: '登记有误，不是近亲属' };
    const county = await user('bq-county');
    const answer = async (u: typeof county, body: object) => await u.post<{ removedOn: string | null }>(`/relatives/${r.body.id}/removal`, body);
    const item = async (u: typeof county) => (await u.get<Output<typeof listRelatives>>('/relatives?removed=true')).body.items[0];
    expect((await h.call('DELETE', `/relatives/${r.body.id}`, end)).problem.code).toBe('person.related');
    expect((await other.call('DELETE', `/relatives/${r.body.id}`, {})).status).toBe(400);
    expect((await other.call('DELETE', `/relatives/${r.body.id}`, { ...end, on: '2022-06-01' })).status).toBe(400);
    expect((await answer(county, { agree: true })).problem.code).toBe('step.absent');
    expect((await other.call('DELETE', `/relatives/${r.body.id}`, end)).body).toMatchObject({ removedOn: null });
    expect((await other.call('DELETE', `/relatives/${r.body.id}`, end)).problem.code).toBe('step.done');
    expect(await view('bq-handler', id)).toMatchObject({ related: true, relativeFiled: true });
    expect((await answer(other, { agree: true })).status).toBe(403);
    expect((await answer(county, { agree: false })).status).toBe(400);
    expect((await answer(county, { agree: false, text: '户口簿上就是兄弟' })).body.removedOn).toBeNull();
    expect(await item(other)).toMatchObject({ removedOn: null, asked: null, declined: '户口簿上就是兄弟' });
    expect((await other.call('DELETE', `/relatives/${r.body.id}`, end)).status).toBe(200);
    const waiting = async () => (await (await user('bq-chief')).get<Output<typeof getBureau>>('/bureau')).body.figures.find((f) => f.id === 'relative.removal')?.value;
    expect(await waiting()).toBe(1);
    expect(await item(county)).toMatchObject({ removedOn: null, asked: { by: '刘经办', on: '2022-06-15' }, removeReason: end.reason });
    expect(await view('bq-handler', id)).toMatchObject({ related: true, relativeFiled: true });
    expect((await answer(county, { agree: true })).body.removedOn).toBe('2022-06-15');
    expect(await waiting()).toBe(0);
    expect(await view('bq-handler', id)).toMatchObject({ related: false, relativeFiled: false });
    expect((await other.get<Output<typeof listRelatives>>('/relatives')).body.items).toEqual([]);
    // It stays on the register as taken out: when, by whom and why.
    expect(await item(other)).toMatchObject({ removedOn: '2022-06-15', removedBy: '吴科员', asked: { by: '刘经办', on: '2022-06-15' }, removeReason: end.reason });
    expect((await answer(county, { agree: true })).problem.code).toBe('step.done');
  });

  test('the county takes out what another entered, never what the same person entered; nor does whoever is the relative', async () => {
    const county = await user('bq-county');
    const [handler, second] = await Promise.all(['bq-handler', 'bq-handler2'].map(async (login) => (await (await user(login)).get<{ account: string }>('/session')).body.account));
    const entry = { account: handler, idNumber: testIdentity('1970-03-04', 'male', 402), name: '张安', relation: '兄弟姐妹' };
    const own = await county.post<{ id: string }>('/relatives', entry);
    expect(own.status, JSON.stringify(own.body)).toBe(200);
    expect((await county.call('DELETE', `/relatives/${own.body.id}`, { reason: '登记有误，不是近亲属' })).problem.code).toBe('person.same');
    const number = testIdentity('1984-01-02', 'female', 403);
    const put = async (account: string | undefined, idNumber: string) => await (await user('bq-sys')).post(`/accounts/${account ?? ''}/identity`, { idNumber });
    expect((await put(second, number)).status).toBe(200);
    const mine = await county.post<{ id: string }>('/relatives', { ...entry, idNumber: number, name: '刘经办', relation: '配偶' });
    // Whoever is the relative is no stranger either.
    expect((await (await user('bq-handler2')).call('DELETE', `/relatives/${mine.body.id}`, { reason: '登记有误，不是近亲属' })).problem.code).toBe('person.related');
    expect((await (await user('bq-county2')).call('DELETE', `/relatives/${own.body.id}`, { reason: '登记有误，不是近亲属' })).body).toMatchObject({ removedOn: '2022-06-15' });
    expect((await (await user('bq-county2')).call('DELETE', `/relatives/${mine.body.id}`, { reason: '登记有误，不是近亲属' })).body).toMatchObject({ removedOn: '2022-06-15' });
  });

  test('a village cadre’s relative is filed under the village; another town and another county see nothing and can remove nothing', async () => {
    const h = await user('bq-handler');
    const village = (await organisation('bq-handler')).units.find((u) => u.parent === 'bq.baoqing' || u.kind === 'village')?.key ?? '';
    const mine = (await h.get<{ units: { villages: { key: string }[] }[] }>('/intake')).body.units[0]?.villages[0]?.key ?? village;
    const r = await h.post<{ id: string }>('/relatives', { cadre: { name: '李主任', unit: mine }, idNumber: testIdentity('1980-01-02', 'female', 9), name: '李小妹', relation: '子女' });
    expect(r.status, JSON.stringify(r.body)).toBe(200);
    for (const login of ['bq-b-handler', 'hq-handler']) {
      const u = await user(login);
      expect((await u.get<Output<typeof listRelatives>>('/relatives')).body.items).toEqual([]);
      expect((await u.call('DELETE', `/relatives/${r.body.id}`, { reason: '不是近亲属' })).status).toBe(404);
    }
    expect((await (await user('bq-b-handler')).post('/relatives', { cadre: { name: '李主任', unit: mine }, idNumber: testIdentity('1981-01-02', 'female', 9), name: '某人', relation: '子女' })).status).toBe(404);
    // Nothing readable lies in the table.
    const rows = await server.installation.db.transaction({ county: 230523, area: null }, async (tx) => await tx.selectFrom('relative').selectAll().execute());
    expect(JSON.stringify(rows.map((x) => [x.name_enc?.toString('utf8'), x.number_enc?.toString('latin1'), x.cadre_enc?.toString('utf8')]))).not.toMatch(/李/);
    const foreign = await server.installation.db.transaction({ county: 120106, area: null }, async (tx) => await tx.selectFrom('relative').selectAll().execute());
    expect(foreign).toEqual([]);
  });
});
