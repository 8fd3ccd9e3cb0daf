import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import type { Institution } from '@doudi/core/api/institutions';
import { testIdentity } from '@doudi/core/people/id-number';
import { startCompanion, type Companion } from '../../platform/companion.ts';
import type { Client } from '../../testing/client.ts';
import { staffOf, walk } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
let server: TestServer;
let simulator: Companion;
const { user, office } = staffOf(() => server.origin);

beforeAll(async () => {
  simulator = await startCompanion(path.join(here, '../../simulators/verification.ts'), [], () => undefined);
  server = await testServer({ verificationUrl: simulator.address });
  await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
  await simulator.stop();
});

const person = async (h: Client, birth: string, sex: 'male' | 'female', serial: number, name: string): Promise<string> => {
  const r = await h.post<{ id: string }>('/persons', { idNumber: testIdentity(birth, sex, serial), name });
  expect(r.status, JSON.stringify(r.body)).toBe(200);
  return r.body.id;
};

/** A person of 78 alone, without income; nobody owes maintenance. */
async function apply(unit: string, serial: number, more: { agent?: object; capacity?: 'none'; materials?: string[]; by?: string } = {}): Promise<{ id: string; self: string }> {
  const h = await user(more.by ?? `${unit}-handler`);
  const self = await person(h, '1941-03-04', 'female', serial, '孙平');
  const setup = (await h.get<{ today: string; programmes: { id: string; support: boolean; documents: { id: string; when: string }[] }[] }>('/intake')).body;
  const programme = setup.programmes.find((p) => p.support);
  expect(programme?.id).toBe('tekun');
  const materials = more.materials ?? programme?.documents.filter((d) => d.when === 'always').map((d) => d.id);
  const r = await h.post<{ id: string }>('/cases', {
    programme: 'tekun', via: 'window', declaredOn: setup.today, materials, ...(more.agent ? { agent: more.agent } : {}),
    facts: { applicant: self, area: 'urban', address: '一号楼一门', hardship: 'aged', statement: '年老无依。', members: [{ person: self, relation: 'self', birth: '1941-03-04', sex: 'female', labour: 'none', ...(more.capacity ? { capacity: more.capacity } : {}) }] },
  });
  expect(r.status, JSON.stringify(r.body)).toBe(200);
  return { id: r.body.id, self };
}
const view = async (login: string, id: string): Promise<CaseView> => (await (await user(login)).get<CaseView>(`/cases/${id}`)).body;
const list = async (login: string) => (await (await user(login)).get<{ items: Institution[]; waiting: number; free: number; places: { id: string; state: string; kind: string }[] }>('/institutions')).body;
const agreement = async (h: Client, id: string, today: string) => ({ signedOn: today, until: '2099-12-31', signers: ['self', 'carer'], photos: [await h.photo(id)] });
const today = async (login: string): Promise<string> => (await (await user(login)).get<{ today: string }>('/session')).body.today;

test('[HQ-77, HQ-117, HQ-127, HQ-130, HQ-131, HQ-172] 红桥: from the written application through appraisal and care agreement to the decision, and the money to the carer by agreement', async () => {
  const { id, self } = await apply('hq', 31);
  const h = await user('hq-handler');
  const steps = await walk(office('hq'), id, 'care');
  expect(steps).toEqual(['accept', 'authorise', 'verify', 'investigate', 'selfCare', 'appraise', 'assess', 'opine', 'notice', 'review', 'agree']);
  const leader = await user('hq-leader');
  const early = await leader.act(id, 'decide', { outcome: 'grant' });
  expect(early.problem).toMatchObject({ code: 'step.order', missing: ['落实供养与照料'] });

  const carer = await person(h, '1970-05-06', 'female', 32, '周和');
  const on = await today('hq-handler');
  expect((await h.act(id, 'recordWish', { form: 'home', signedBy: 'self', signedOn: on })).status).toBe(200);
  const care = { form: 'home', mode: 'neighbour', carer: { kind: 'person', person: carer }, guardianship: { mode: 'village', duty: '每日探视，及时送医。' }, agreement: await agreement(h, id, on), payee: 'carer' };
  // A paper of another case, a carer nobody registered: neither is kept.
  expect((await h.act(id, 'arrangeCare', { ...care, agreement: { ...care.agreement, photos: ['00000000-0000-4000-8000-000000000001'] } })).problem.code).toBe('notice.proof');
  expect((await h.act(id, 'arrangeCare', { ...care, carer: { kind: 'person', person: '00000000-0000-4000-8000-000000000001' } })).problem.code).toBe('input.invalid');
  expect((await view('hq-handler', id)).care?.arrangement).toBeNull();
  const done = await h.act<{ letters: { kind: string }[] }>(id, 'arrangeCare', care);
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  expect((await view('hq-handler', id)).care?.arrangement).toMatchObject({ mode: '邻里照料', carer: { person: carer }, confirmed: false });
  await walk(office('hq'), id);
  const v = await view('hq-handler', id);
  expect(v).toMatchObject({ status: 'granted', care: { arrangement: { confirmed: true, payee: '由照料服务人代领' }, assessments: [{ unable: 3, grade: '部分丧失生活自理能力（半护理）', inForce: true }] } });
  expect(v.decision?.monthlyFen).toBe(131_300 + 36_333);
  expect(v.archive.filter((a) => ['care-agreement', 'self-care', 'appraisal'].includes(a.id)).map((a) => a.present)).toEqual([true, true, true]);

  // The carer's account is the one agreed on; anybody else's waits for an answer.
  await h.put('/training/clock', { date: `${v.decision?.fromMonth}-05` });
  const pay = await user('hq-pay');
  const account = async (holder: string, number: string): Promise<void> => {
    const r = await pay.post(`/cases/${id}/payment-account`, { person: self, bank: '培训银行', holder, number, from: await today('hq-pay') });
    expect(r.status, JSON.stringify(r.body)).toBe(200);
  };
  await account('周和', '6212260200012346001');
  const roll = await pay.post<{ id: string; added: number; held: number }>('/rolls', { programme: 'tekun', month: v.decision?.fromMonth });
  expect(roll.body, JSON.stringify(roll.body)).toMatchObject({ added: 1, held: 0 });
  await account('吴外', '6212260200012347001');
  expect((await pay.post<{ held: number }>('/rolls', { programme: 'tekun', month: v.decision?.fromMonth })).body.held).toBe(1);
});

test('[HQ-78] the community applies with an entrustment; who cannot act is helped without one, and the log says who helped', async () => {
  const h = await user('hq-handler');
  const { id } = await apply('hq', 41, { by: 'hq-village', agent: { kind: 'village', reason: '行动不便' } });
  const no = await h.act(id, 'accept');
  expect(no.problem).toMatchObject({ code: 'materials.missing', missing: ['受托人身份证', '本人签字的委托书'] });
  const helped = await apply('hq', 42, { by: 'hq-village', agent: { kind: 'help', reason: '精神障碍，不能自行申请' }, capacity: 'none' });
  expect((await h.act(helped.id, 'accept')).problem.missing).toEqual(['无民事行为能力或者限制民事行为能力的材料']);
  await h.act(helped.id, 'receiveMaterials', { materials: ['capacity-proof'] });
  expect((await h.act(helped.id, 'accept')).status).toBe(200);
  expect((await view('hq-handler', helped.id)).log[0]).toMatchObject({ kind: 'applied', post: '村（居）协理员' });
});

test('[XX-146] 西秀: the district decides; the wish for an institution waits for a place, takes one, and nobody else is taken in before it', async () => {
  const county = await user('xx-county');
  const h = await user('xx-handler');
  const units = (await county.get<{ units: { key: string; kind: string }[] }>('/organisation')).body.units;
  const unit = units.find((u) => u.kind === 'street' || u.kind === 'township')?.key ?? '';
  expect((await h.post('/institutions', { name: '甲敬老院', kind: 'public', unit, places: 1, from: '2015-01-01' })).status).toBe(403);
  const first = await county.post<{ id: string }>('/institutions', { name: '甲敬老院', kind: 'public', unit, places: 1, from: '2015-01-01' });
  expect(first.status, JSON.stringify(first.body)).toBe(200);
  expect((await county.post('/institutions', { name: '甲敬老院', kind: 'public', unit, places: 5, from: '2015-01-01' })).problem.code).toBe('conflict.duplicate');

  const { id } = await apply('xx', 51);
  const other = await apply('xx', 53);
  const on = await today('xx-handler');
  await walk(office('xx'), id, 'decide');
  await walk(office('xx'), other.id, 'accept');
  await h.act(other.id, 'accept');
  expect((await h.act(id, 'arrangeCare', {})).problem.code).toBe('input.invalid');
  await h.act(id, 'recordWish', { form: 'institution', signedBy: 'self', signedOn: on });
  expect(await list('xx-county')).toMatchObject({ waiting: 1, free: 1 });

  const admit = { category: 'livingAllowance', reference: '2019-7', since: on, reason: '低保老人托养' };
  const no = await county.post(`/institutions/${first.body.id}/places`, admit);
  expect(no.problem).toMatchObject({ code: 'place.full', missing: ['还差 1 张空余床位'] });
  expect(no.problem.clause).toContain('四(三)9');
  const second = await county.post<{ id: string }>('/institutions', { name: '乙养老院', kind: 'private', unit, places: 1, from: '2015-01-01' });
  const taken = await county.post<{ id: string }>(`/institutions/${second.body.id}/places`, admit);
  expect(taken.status, JSON.stringify(taken.body)).toBe(200);
  expect((await county.post(`/institutions/${second.body.id}/places`, { ...admit, reference: '2019-8' })).problem.code).toBe('place.full');

  // The arrangement follows the decision here; it takes the place at once.
  await walk(office('xx'), id, 'care');
  const care = async (institution: string, of: string): Promise<object> => ({ form: 'institution', mode: 'institution', carer: { kind: 'institution', institution }, guardianship: { mode: 'institution', duty: '全天照料。' }, agreement: await agreement(h, of, await today('xx-handler')), payee: 'institution' });
  expect((await view('xx-handler', id)).status).toBe('granted');
  const full = await h.act(id, 'arrangeCare', await care(second.body.id, id));
  expect(full.problem).toMatchObject({ code: 'place.full' });
  expect((await view('xx-handler', id)).care?.arrangement).toBeNull();
  expect((await h.act(id, 'arrangeCare', await care(first.body.id, id))).status).toBe(200);
  expect(await list('xx-county')).toMatchObject({ waiting: 0, free: 0, items: [{ name: '乙养老院', taken: 1 }, { name: '甲敬老院', taken: 1 }] });
  expect((await county.put(`/institutions/${first.body.id}`, { places: 0 })).problem.code).toBe('place.full');

  // A second person may wish and wait, and gets the place that somebody leaves.
  await h.act(other.id, 'recordWish', { form: 'institution', signedBy: 'self', signedOn: await today('xx-handler') });
  expect((await list('xx-county')).waiting).toBe(1);
  expect((await county.post(`/institution-places/${taken.body.id}/end`, { on: await today('xx-county'), reason: '转回家中' })).status).toBe(200);
  expect((await county.post(`/institutions/${second.body.id}/places`, { ...admit, since: await today('xx-county') })).problem.code).toBe('place.full');
  await h.act(other.id, 'withdraw', { reason: '投靠亲属', signedOn: await today('xx-handler') });
  expect((await list('xx-county')).waiting).toBe(0);
});

test('[BQ-43] 宝清: a new grade is decided with reasons, changes the sum from the next month, and makes a letter', async () => {
  const { id } = await apply('bq', 61);
  await walk(office('bq'), id);
  const h = await user('bq-handler');
  const before = (await view('bq-handler', id)).decision?.monthlyFen ?? 0;
  const on = await today('bq-handler');
  const worse = { on, place: '家中', assessors: [(await h.get<{ account: string }>('/session')).body.account, (await (await user('bq-handler2')).get<{ account: string }>('/session')).body.account], items: { eating: 'able', dressing: 'unable', bed: 'unable', toilet: 'unable', walking: 'unable', bathing: 'unable' }, personSigned: true };
  expect((await h.act(id, 'recordSelfCare', worse)).status).toBe(200);
  expect((await view('bq-handler', id)).care?.assessments.map((a) => a.inForce)).toEqual([true, false]);
  const leader = await user('bq-leader');
  expect((await leader.act(id, 'changeGrade', {})).problem).toMatchObject({ code: 'reason.missing', missing: ['调整理由'] });
  const done = await leader.act<{ letters: { kind: string }[] }>(id, 'changeGrade', { reason: '摔伤卧床，五项不能自主完成。' });
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  const v = await view('bq-handler', id);
  expect(v.care?.assessments.map((a) => a.inForce)).toEqual([false, true]);
  expect(v.changes.at(-1)).toMatchObject({ ground: 'capacity', fromFen: before, reason: '摔伤卧床，五项不能自主完成。' });
  const now = v.changes.at(-1)?.monthlyFen ?? 0;
  expect(now).toBeGreaterThan(before);

  // The month of the decision keeps the old sum, the next one has the new.
  const pay = await user('bq-pay');
  const month = v.changes.at(-1)?.fromMonth ?? '';
  await h.put('/training/clock', { date: `${month}-05` });
  await pay.post(`/cases/${id}/payment-account`, { person: v.facts.applicant, bank: '培训银行', holder: '孙平', number: '6212260200012348001', from: await today('bq-pay') });
  const roll = await pay.post<{ id: string }>('/rolls', { programme: 'tekun', month });
  const lines = (await pay.get<{ items: { month: string; dueFen: number }[] }>(`/rolls/${roll.body.id}/lines`)).body.items;
  expect(lines.map((l) => l.dueFen)).toEqual(lines.map((l) => (l.month < month ? before : now)));
  expect(lines.some((l) => l.month === month)).toBe(true);
});

test('one application at a time of one person, but husband and wife each have their own', async () => {
  const h = await user('lh-handler');
  const first = await apply('lh', 71);
  const facts = (await view('lh-handler', first.id)).facts;
  const again = await h.post('/cases', { programme: 'tekun', via: 'window', declaredOn: await today('lh-handler'), materials: [], facts });
  expect(again.problem.code).toBe('conflict.duplicate');
  const wife = await person(h, '1945-01-02', 'female', 72, '钱安');
  const couple = await h.post('/cases', { programme: 'tekun', via: 'window', declaredOn: await today('lh-handler'), materials: [], facts: { ...facts, applicant: wife, members: [{ person: wife, relation: 'self', birth: '1945-01-02', sex: 'female' }, { ...facts.members[0], relation: 'spouse' }] } });
  expect(couple.status, JSON.stringify(couple.body)).toBe(200);
});
