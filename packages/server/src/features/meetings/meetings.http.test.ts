import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import type { Output } from '@doudi/core/api/contract';
import type { listBodies, meetingSetup } from '@doudi/core/api/meetings';
import { testIdentity } from '@doudi/core/people/id-number';
import { png, type Client } from '../../testing/client.ts';
import { applyFor, meetingPayload, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);
const clock = async (unit: string, date: string): Promise<void> => void (await (await user(`${unit}-chief`)).put('/training/clock', { date }));
const view = async (login: string, id: string): Promise<CaseView> => (await (await user(login)).get<CaseView>(`/cases/${id}`)).body;
type Bodies = Output<typeof listBodies>;
const bodies = async (u: Client, query = ''): Promise<Bodies> => (await u.get<Bodies>(`/meetings/bodies${query}`)).body;
/** Among the bodies of a street the one that deliberates disputes. */
const deliberationOf = (list: Bodies) => list.bodies.find((b) => b.body.id === 'hq-deliberation');
const setup = async (u: Client, id: string): Promise<Output<typeof meetingSetup>> => (await u.get<Output<typeof meetingSetup>>(`/cases/${id}/meetings/setup`)).body;
const STREET = 'hq.shaogongzhuang';
type Member = { member: string; state: string; reason?: string };

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  await clock('hq', '2021-11-15');
});
afterAll(async () => {
  await server.close();
});

/** A case over which somebody quarrelled, ready for the deliberation. */
async function disputed(serial: number): Promise<{ id: string; persons: string[] }> {
  const h = await user('hq-handler');
  const { id, persons } = await applyFor(h, { serial });
  await walk(office('hq'), id, 'notice');
  const { today } = (await h.get<{ today: string }>('/session')).body;
  await h.act(id, 'postNotice', { on: today, place: '公示栏', photos: [await h.photo(id)] });
  expect((await h.act(id, 'object', { on: today, channel: 'telephone', named: true, major: false, text: '家中有人上班' })).status).toBe(200);
  await walk(office('hq'), id, 'deliberate');
  return { id, persons };
}
const today = async (): Promise<string> => (await (await user('hq-handler')).get<{ today: string }>('/session')).body.today;

describe('the register of members', () => {
  test('[HQ-151] a street’s bodies stand with their members by kind; who keeps the register enters and ends, nobody else', async () => {
    const h = await user('hq-handler');
    const list = await bodies(h);
    expect(list).toMatchObject({ unit: STREET });
    expect(list.bodies.map((b) => b.body.name).sort()).toEqual(['街道困难群众基本生活保障联席会议', '社会救助审批确认议事协商机构', '街道班子会议'].sort());
    const deliberation = deliberationOf(list);
    expect(deliberation?.members.map((m) => m.kindText)).toEqual(expect.arrayContaining(['分管领导', '管理部门工作人员', '居委会工作人员', '群众代表']));
    expect(deliberation?.members.find((m) => m.kind === 'leader')?.name).toBe('周分管');
    const add = { unit: STREET, body: 'hq-deliberation', kind: 'representative', name: '冯群众', from: '2021-11-01' };
    expect((await (await user('hq-reviewer')).post('/meetings/members', add)).problem.code).toBe('rights.denied');
    expect((await (await user('hq-leader')).post('/meetings/members', add)).problem).toMatchObject({ code: 'rights.denied', allowed: ['经办人员', '管理部门负责人'] });
    expect((await (await user('hq-b-handler')).post('/meetings/members', add)).problem.code).toBe('notfound');
    expect((await h.post('/meetings/members', { ...add, kind: 'chairman' })).problem.code).toBe('input.invalid');
    const { id } = (await h.post<{ id: string }>('/meetings/members', add)).body;
    expect((await h.post('/meetings/members', add)).problem.code).toBe('conflict.duplicate');
    expect(deliberationOf(await bodies(h))?.members.find((m) => m.id === id)).toMatchObject({ name: '冯群众', kindText: '群众代表', current: true });
    expect((await h.post(`/meetings/members/${id}/end`, { to: '2021-10-01' })).problem.code).toBe('date.order');
    expect((await h.post(`/meetings/members/${id}/end`, { to: '2021-11-10' })).status).toBe(200);
    expect((await h.post(`/meetings/members/${id}/end`, { to: '2021-11-10' })).problem.code).toBe('step.done');
    expect(deliberationOf(await bodies(h))?.members.some((m) => m.id === id)).toBe(false);
    expect(deliberationOf(await bodies(h, '?past=true'))?.members.find((m) => m.id === id)).toMatchObject({ to: '2021-11-10', current: false });
  });

  test('a member of staff sits where they serve; accounts of another street do not', async () => {
    const h = await user('hq-handler');
    const other = (await (await user('hq-b-leader')).get<{ account: string }>('/session')).body.account;
    expect((await h.post('/meetings/members', { unit: STREET, body: 'hq-deliberation', kind: 'leader', account: other, from: '2021-11-01' })).problem.code).toBe('notfound');
  });

  test('[HQ-156] a body without rules of procedure is warned of until they are on file; the file opens for the unit', async () => {
    const head = await user('hq-head');
    const warned = async (): Promise<string[]> => deliberationOf(await bodies(head))?.warnings.map((w) => w.text) ?? [];
    expect(await warned()).toContain('还没有存入议事规则');
    const file = async (u: Client, query: string): Promise<Response> => {
      const form = new FormData();
      form.set('file', new Blob([png(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'))], { type: 'image/png' }), '议事规则.png');
      return await fetch(`${server.origin}/api/v1/meetings/rules?${query}`, { method: 'POST', headers: { authorization: `Bearer ${u.token}` }, body: form });
    };
    const query = new URLSearchParams({ unit: STREET, body: 'hq-deliberation', title: '邵公庄街道议事协商规则', from: '2021-09-10' }).toString();
    expect((await file(await user('hq-reviewer'), query)).status).toBe(403);
    expect((await file(head, query.replace('hq-deliberation', 'hq-leadership'))).status).toBe(400);
    expect((await file(head, query)).status).toBe(200);
    const [rules] = deliberationOf(await bodies(head))?.rules ?? [];
    expect(rules).toMatchObject({ title: '邵公庄街道议事协商规则', from: '2021-09-10', by: '孙负责' });
    expect(await warned()).not.toContain('还没有存入议事规则');
    const open = async (login: string): Promise<number> => (await fetch(`${server.origin}/api/v1/meetings/rules/${rules?.id ?? ''}/file`, { headers: { authorization: `Bearer ${(await user(login)).token}` } })).status;
    expect([await open('hq-handler'), await open('hq-county'), await open('hq-b-handler'), await open('hq-sys')]).toEqual([200, 200, 404, 404]);
  });
});

describe('a disputed case over HTTP', () => {
  test('[HQ-148, HQ-150, HQ-155, HQ-160, HQ-162] deliberation, report, leadership; then review and decision; minutes in the file, result made known', async () => {
    const { id } = await disputed(1);
    expect((await (await user('hq-reviewer')).act(id, 'giveReview', { outcome: 'agree', text: '同意' })).problem).toMatchObject({ code: 'step.order', missing: ['班子会议审议'] });
    expect((await (await user('hq-leader')).act(id, 'decide', { outcome: 'grant' })).problem.code).toBe('step.order');
    expect((await view('hq-handler', id)).archive.find((a) => a.id === 'deliberate')).toMatchObject({ present: false });
    expect(await walk(office('hq'), id, 'deliver')).toEqual(['deliberate', 'signReport', 'leadership', 'review', 'agree', 'decide']);
    const v = await view('hq-handler', id);
    expect(v).toMatchObject({ status: 'granted', report: { by: '周分管', text: '同意' }, fedBack: [{ to: ['经办机构', '管理部门'] }] });
    expect(v.archive.find((a) => a.id === 'deliberate')).toMatchObject({ present: true });
    expect(v.meetings.map((m) => m.name)).toEqual(['民主评议会', '社会救助审批确认议事协商机构', '街道班子会议']);
    expect(v.meetings[1]?.attendance.map((a) => a.name)).toContain('周分管');
    expect(v.meetings[1]).toMatchObject({ report: '材料齐全，程序合规。', inquiry: { with: '社区居委会' } });
    expect(v.letters.filter((l) => l.kind === 'meetingMinutes')).toHaveLength(3);
    expect(v.log.some((l) => l.kind === 'resultFedBack' && l.text.includes('经办机构、管理部门'))).toBe(true);
  });

  test('[HQ-157] the meetings of a body are listed with the cases, and the time since the last is watched', async () => {
    const h = await user('hq-handler');
    const b = deliberationOf(await bodies(h));
    expect(b?.held.length).toBeGreaterThan(0);
    expect(b?.held[0]).toMatchObject({ passed: true, expected: b?.members.length, recused: 0 });
    expect(b?.warnings.map((w) => w.text).join()).not.toContain('再次召开');
    const before = await today();
    await clock('hq', '2022-06-15');
    expect(deliberationOf(await bodies(h))?.warnings.map((w) => w.text).join()).toContain('应在 90 天内再次召开');
    await clock('hq', before);
  });

  test('everyone on the register is accounted for: leaving the absent out, adding a stranger or another kind is refused', async () => {
    const { id } = await disputed(2);
    const r = await user('hq-reviewer');
    const p = await meetingPayload(r, id, 'deliberate', await today());
    const members = p['members'] as (Member & { kind: string })[];
    expect((await r.act(id, 'holdMeeting', { ...p, members: members.filter((m) => m.kind !== 'representative' || m === members.find((x) => x.kind === 'representative')), votesFor: 3, votesAgainst: 1 })).problem).toMatchObject({ code: 'input.invalid' });
    expect((await r.act(id, 'holdMeeting', { ...p, members: members.map((m, n) => (n === 0 ? { ...m, member: randomUUID() } : m)) })).problem).toMatchObject({ code: 'input.invalid' });
    expect((await r.act(id, 'holdMeeting', { ...p, photos: [randomUUID()] })).problem.code).toBe('notice.proof');
    expect((await r.act(id, 'holdMeeting', { ...p, members: members.map((m, n) => (n < 2 ? { ...m, state: 'absent' } : m)), votesFor: 2, votesAgainst: 1 })).problem).toMatchObject({ code: 'meeting.quorum', missing: ['还差 1 人到会'] });
    expect((await view('hq-handler', id)).meetings).toHaveLength(1);
  });

  test('a member who is a registered relative, or of the household itself, cannot sit: shown beforehand, refused by name', async () => {
    const { id } = await disputed(3);
    const h = await user('hq-handler');
    const leader = (await (await user('hq-leader')).get<{ account: string }>('/session')).body.account;
    expect((await setup(h, id)).bodies.find((b) => b.step === 'deliberate')?.members.some((m) => m.related)).toBe(false);
    // The applicant’s identity number is that of the leader’s parent.
    expect((await h.post('/relatives', { account: leader, idNumber: testIdentity('1970-03-04', 'male', 6), name: '王安', relation: '父母' })).status).toBe(200);
    const r = await user('hq-reviewer');
    const at = (await setup(r, id)).bodies.find((b) => b.step === 'deliberate');
    expect(at?.members.filter((m) => m.related).map((m) => m.name)).toEqual(['周分管']);
    const p = await meetingPayload(r, id, 'deliberate', await today());
    const members = p['members'] as Member[];
    const all = members.map((m) => ({ ...m, state: 'present' }));
    expect((await r.act(id, 'holdMeeting', { ...p, members: all, votesFor: 5, votesAgainst: 0 })).problem).toMatchObject({ code: 'person.related', missing: ['周分管'] });
    // A member of the masses whose own number is the wife’s.
    const self = { unit: STREET, body: 'hq-deliberation', kind: 'representative', name: '李群众', idNumber: testIdentity('1971-05-06', 'female', 7), from: '2021-11-01' };
    const { id: wife } = (await h.post<{ id: string }>('/meetings/members', self)).body;
    expect((await setup(r, id)).bodies.find((b) => b.step === 'deliberate')?.members.find((m) => m.id === wife)).toMatchObject({ related: true, name: '李群众' });
    const q = await meetingPayload(r, id, 'deliberate', await today());
    expect((await r.act(id, 'holdMeeting', q)).status).toBe(200);
    const held = (await view('hq-handler', id)).meetings.at(-1);
    expect(held).toMatchObject({ expected: 4, present: 4, recused: 2, voters: 4 });
    expect(held?.attendance.filter((a) => a.state === 'recused').map((a) => a.name).sort()).toEqual(['周分管', '李群众'].sort());
    await h.post(`/meetings/members/${wife}/end`, { to: await today() });
  });

  test('a village cadre on the register of relatives is recognised by name among the body’s members', async () => {
    const { id } = await disputed(4);
    const h = await user('hq-handler');
    const { id: cadre } = (await h.post<{ id: string }>('/meetings/members', { unit: STREET, body: 'hq-deliberation', kind: 'committee', name: '吕主任', from: '2021-11-01' })).body;
    const villages = (await h.get<{ units: { villages: { key: string }[] }[] }>('/intake')).body.units.flatMap((u) => u.villages);
    expect((await h.post('/relatives', { cadre: { name: '吕主任', unit: villages[0]?.key ?? '' }, idNumber: testIdentity('1970-03-04', 'male', 8), name: '王安', relation: '父母' })).status).toBe(200);
    expect((await setup(await user('hq-reviewer'), id)).bodies.find((b) => b.step === 'deliberate')?.members.find((m) => m.id === cadre)).toMatchObject({ related: true });
    await h.post(`/meetings/members/${cadre}/end`, { to: await today() });
  });
});

test('[LH-57, LH-63] 临河: the leading group of the unit is on the register, and its meeting confirms', async () => {
  await clock('lh', '2022-06-15');
  const { id } = await applyFor(await user('lh-handler'), { serial: 21, wage: 20_000 });
  await walk(office('lh'), id, 'meeting');
  const leader = await user('lh-leader');
  expect((await bodies(leader)).bodies.map((b) => b.body.name)).toEqual(['社会救助审批工作领导小组']);
  expect((await leader.act(id, 'decide', { outcome: 'grant' })).problem.code).toBe('step.order');
  await walk(office('lh'), id, 'deliver');
  expect(await view('lh-handler', id)).toMatchObject({ status: 'granted' });
  expect((await bodies(leader)).bodies[0]?.held).toMatchObject([{ passed: true }]);
});
