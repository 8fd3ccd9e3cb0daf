import type { getComplaint, listComplaints } from '@doudi/core/api/complaints';
import type { Output } from '@doudi/core/api/contract';
import type { getRectification, listRectifications } from '@doudi/core/api/rectifications';
import { plusDays } from '@doudi/core/calendar/date';
import { expect, test } from 'vitest';
import { ok, supervision } from '../../testing/matters.ts';
import type { Client } from '../../testing/client.ts';

const { admin, user, session, chainOf } = await supervision();
type View = Output<typeof getRectification>;
const view = async (u: Client, id: string): Promise<View> => ok(await u.get<View>(`/rectifications/${id}`));
const open = async (u: Client, unit: string, more: Record<string, unknown> = {}): Promise<string> =>
  ok(await u.post<{ opened: { id: string }[] }>('/rectifications', { failing: 'duty', conduct: 'slow', severity: 'light', foundBy: 'visit', text: '受理后超过期限才入户调查。', units: [unit], ...more })).opened[0]?.id ?? '';
const trail = async (u: Client, id: string): Promise<string[]> => (await u.get<{ items: { label: string }[] }>(`/matters/${id}/trail`)).body.items.map((i) => i.label);

test('a unit does not read that a complaint kept from it was the origin: not in the letter, the page or the ledger; of one that it sees it does, and the county reads it always', async () => {
  const [unit, county] = [await user('hq-handler'), await user('hq-county')];
  const own = await session(unit);
  const id = await open(county, own.unit.key, { foundBy: 'complaint' });
  ok(await county.post(`/rectifications/${id}/steps`, { rung: 'reminderLetter', due: plusDays(own.today, 10), measures: ['补做'], person: { account: own.account }, words: '请整改。' }));
  const letter = async (matter: string): Promise<string> => JSON.stringify((await admin.query<{ content: unknown }>('select content from matter_paper where matter_id = $1', [matter])).rows[0]?.content);
  expect(await letter(id)).toContain('经核查，');
  const seen = JSON.stringify([await letter(id), (await view(unit, id)), (await unit.get<Output<typeof listRectifications>>('/rectifications')).body.items]);
  expect(seen).not.toMatch(/信访|投诉|举报|"foundBy":"complaint"/);
  expect([(await view(unit, id)).foundBy, (await view(county, id)).foundBy]).toEqual(['other', 'complaint']);
  // The same of a complaint that was transferred to it.
  const told = ok(await county.post<{ id: string }>('/complaints', { kind: 'complaint', channel: 'visit', named: false, contact: {}, about: { kind: 'policy', unit: own.unit.key }, text: '拖着不办' }));
  ok(await county.post(`/complaints/${told.id}/accept`, {}));
  ok(await county.post(`/complaints/${told.id}/transfer`, { unit: own.unit.key, reason: '属地' }));
  await admin.query(`update matter set origin_id = $2::uuid, state = state || jsonb_build_object('origin', $2::uuid) where id = $1`, [id, told.id]);
  expect((await view(unit, id)).foundBy).toBe('complaint');
});

test('a unit that answers a letter which nobody signed for signs for it by answering: it stands so, before the answer, in its name', async () => {
  const [unit, county] = [await user('lh-handler'), await user('lh-county')];
  const own = await session(unit);
  const id = await open(county, own.unit.key);
  ok(await county.post(`/rectifications/${id}/steps`, { rung: 'reminderLetter', due: plusDays(own.today, 10), measures: ['补做'], person: { account: own.account }, words: '请整改。' }));
  expect((await view(county, id)).steps[0]?.signed).toBeNull();
  const file = await unit.upload(`/matters/${id}/files`, '佐证.png');
  ok(await unit.post(`/rectifications/${id}/replies`, { text: '已补做。', measures: ['补做'], files: [file] }));
  expect((await view(county, id)).steps[0]?.signed).toEqual({ by: own.name, on: own.today });
  expect((await trail(county, id)).slice(-2)).toEqual(['单位签收', '单位回复整改']);
  // Signed for already, it is not signed for twice.
  ok(await county.post(`/rectifications/${id}/return`, { reason: '没有调查表', due: plusDays(own.today, 20) }));
  ok(await unit.post(`/rectifications/${id}/replies`, { text: '已补。', measures: ['补做'], files: [file] }));
  expect((await trail(county, id)).filter((l) => l === '单位签收')).toHaveLength(1);
});

test('[GX-32, GX-75] a breach that is reported is investigated by two of the bureau, opened by its conduct, handed by the leader to the organ competent in a numbered paper with its proofs, and what that organ decided is kept: measure, organ and day', async () => {
  const [unit, county, chief] = [await user('gx-handler'), await user('gx-county'), await user('gx-chief')];
  const [own, { today }] = [await session(unit), await session(county)];
  const report = ok(await county.post<{ id: string }>('/complaints', { kind: 'report', channel: 'letter', named: true, contact: { name: '甲某' }, about: { kind: 'staff', staff: own.account }, text: '虚报一户并领取' }));
  ok(await county.post(`/complaints/${report.id}/accept`, {}));
  const upheld = { outcome: 'upheld', text: '属实，移送处理' };
  expect((await county.post(`/complaints/${report.id}/dispose`, upheld)).problem.missing).toEqual(['调查记录和结论']);
  const finding = { on: today, methods: ['papers', 'undercover'], finding: '该户已外出三年，仍由其代领', truth: 'true' };
  expect((await county.post(`/complaints/${report.id}/investigate`, { ...finding, investigators: [own.account, (await session(county)).account] })).problem.code).toBe('person.related');
  const two = (await county.get<Output<typeof listComplaints>>('/complaints')).body.staff.filter((s) => s.county).slice(0, 2).map((s) => s.id);
  ok(await county.post(`/complaints/${report.id}/investigate`, { ...finding, investigators: two }));
  ok(await county.post(`/complaints/${report.id}/dispose`, upheld));
  expect((await county.get<Output<typeof getComplaint>>(`/complaints/${report.id}`)).body.investigations[0]).toMatchObject({ truthText: '属实', persons: [expect.any(String), expect.any(String)] });
  const light = await open(county, own.unit.key, { conduct: 'irregular', foundBy: 'complaint', text: '为不符合条件的一户办理。' });
  const step = { rung: 'discipline', organ: '县纪委监委', papers: ['调查笔录', '发放明细'], words: '请依规依纪依法处理。' };
  // Not by itself, not by a clerk, not past the ladder: by law and rule.
  expect((await chief.post(`/rectifications/${light}/steps`, step)).problem.code).toBe('step.order');
  const id = await open(county, own.unit.key, { conduct: 'falsified', severity: 'grave', foundBy: 'complaint', text: '虚报一户并代领。' });
  expect((await county.post(`/rectifications/${id}/steps`, step)).problem.code).toBe('rights.denied');
  expect((await chief.post(`/rectifications/${id}/steps`, { ...step, papers: [] })).problem.missing).toEqual(['移交材料目录']);
  ok(await chief.post(`/rectifications/${id}/steps`, step));
  ok(await chief.post(`/rectifications/${id}/receipt`, { on: today, number: '珙纪收〔2021〕3号' }));
  const done = { person: own.name, measure: '党内警告，退赔', organ: '县纪委监委', text: '处分决定书', on: today };
  expect((await county.post(`/rectifications/${id}/punishments`, { ...done, on: plusDays(today, 1) })).problem.code).toBe('date.order');
  ok(await county.post(`/rectifications/${id}/punishments`, done));
  const v = await view(county, id);
  expect(v.steps[0]).toMatchObject({ handOver: { organ: '县纪委监委', papers: ['调查笔录', '发放明细'], receipt: { number: '珙纪收〔2021〕3号' } }, paper: { number: expect.stringMatching(/督〔\d{4}〕\d+号$/) } });
  expect(v.punishments).toEqual([done]);
  expect((await chainOf('gongxian')).faults).toEqual([]);
});
