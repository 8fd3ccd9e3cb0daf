import type { Output } from '@doudi/core/api/contract';
import type { aidLook, listReferrals, listSplits } from '@doudi/core/api/aid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyFor, meetingPayload, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { applyAid, must, session, view } from './aid.fixture.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
});
afterAll(async () => await server.close());

const next = async (login: string, id: string): Promise<string[]> => (await view(await user(login), id)).next.map((n) => n.step);

describe('a township of 珙县', () => {
  const opened = async (serial: number, fen: number): Promise<string> => {
    const h = await user('gx-handler');
    const c = await applyAid(h, { serial, size: 3 });
    await walk(office('gx'), c.id, 'opine');
    await must(h, c.id, 'giveOpinion', { outcome: 'grant', text: '情况属实', monthlyFen: fen });
    return c.id;
  };

  test('[GX-15] confirms 3,000 yuan itself', async () => {
    const id = await opened(121, 300_000);
    await walk(office('gx'), id, 'deliver');
    const v = await view(await user('gx-handler'), id);
    expect(v.decision).toMatchObject({ outcome: 'grant', monthlyFen: 300_000 });
    expect(v.procedure.organ).toBe('unit');
  });

  test('[GX-15] confirms nothing above it: 4,000 yuan goes up to the county, which decides', async () => {
    const id = await opened(122, 400_000);
    const leader = await user('gx-leader');
    const v = await view(leader, id);
    expect(v.procedure).toMatchObject({ organ: 'county', reason: expect.stringContaining('3,000.00') as string, limit: { fen: 300_000, source: { assumption: expect.stringContaining('含本数') as string } } });
    expect((await leader.act(id, 'decide', { outcome: 'grant' })).status).toBe(403);
    await walk(office('gx'), id, 'deliver');
    expect((await view(await user('gx-county'), id)).decision).toMatchObject({ monthlyFen: 400_000, by: '王局长' });
  });
});

describe('above the table in 红桥', () => {
  test('[HQ-165, HQ-166] a sum over the ceiling is fixed by the joint meeting with minutes and passed by the leadership; its no sends it back, and the decision takes the sum that was fixed', async () => {
    const h = await user('hq-handler');
    const head = await user('hq-head');
    const c = await applyAid(h, { serial: 123 });
    await walk(office('hq'), c.id, 'opine');
    const table = (await view(h, c.id)).assessment?.monthlyFen ?? 0;
    // Nothing is posted here: what plan and nation say of days of notice is no matter of this case.
    expect((await view(h, c.id)).conflicts).toEqual([]);
    expect((await h.act(c.id, 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: table + 200_000 })).problem.code).toBe('opinion.amount');
    await must(h, c.id, 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: table + 200_000, special: { ground: '两人同时重伤，押金缺口很大。' } });
    expect(await next('hq-handler', c.id)).toEqual(['jointMeeting']);
    const { today } = await session(h);
    const joint = async (more: Record<string, unknown> = {}): Promise<Record<string, unknown>> => await meetingPayload(head, c.id, 'jointMeeting', today, more);
    expect((await head.act(c.id, 'holdMeeting', await joint())).problem).toMatchObject({ code: 'reason.missing', missing: ['确定的救助金额'] });
    await must(head, c.id, 'holdMeeting', await joint({ fixedFen: table + 150_000 }));
    expect((await (await user('hq-leader')).act(c.id, 'decide', { outcome: 'grant' })).problem.code).toBe('step.order');

    // The leadership says no: the joint meeting has to look at it again, and its first sum counts no more.
    const no = await meetingPayload(head, c.id, 'leadership', today);
    await must(head, c.id, 'holdMeeting', { ...no, votesFor: 0, votesAgainst: (no['votesFor'] as number) + 1 });
    const back = await view(h, c.id);
    expect(back.next.map((n) => n.step)).toEqual(['jointMeeting']);
    expect(back.aid).toMatchObject({ fixedFen: null, special: { ground: '两人同时重伤，押金缺口很大。' } });
    await must(head, c.id, 'holdMeeting', await joint({ fixedFen: table + 100_000 }));
    await walk(office('hq'), c.id, 'deliver');
    const v = await view(h, c.id);
    expect(v.decision?.monthlyFen).toBe(table + 100_000);
    expect(v.meetings.map((m) => [m.step, m.passed, m.fixedFen])).toEqual([['jointMeeting', true, table + 150_000], ['leadership', false, null], ['jointMeeting', true, table + 100_000], ['leadership', true, null]]);
    expect(v.letters.filter((l) => l.kind === 'meetingMinutes')).toHaveLength(4);
  });

  test('a joint meeting that does not carry it leaves no grant above the table', async () => {
    const h = await user('hq-handler');
    const head = await user('hq-head');
    const c = await applyAid(h, { serial: 124 });
    await walk(office('hq'), c.id, 'opine');
    const table = (await view(h, c.id)).assessment?.monthlyFen ?? 0;
    await must(h, c.id, 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: table + 1, special: { ground: '特殊情况' } });
    const { today } = await session(h);
    const p = await meetingPayload(head, c.id, 'jointMeeting', today);
    await must(head, c.id, 'holdMeeting', { ...p, votesFor: 0, votesAgainst: (p['votesFor'] as number) + 1 });
    await walk(office('hq'), c.id, 'decide');
    expect((await (await user('hq-leader')).act(c.id, 'decide', { outcome: 'grant' })).status).not.toBe(200);
    // Within the table it needs no meeting at all.
    await must(h, c.id, 'returnTo', { step: 'opine', reason: '按对应标准重新提出意见' });
    await must(h, c.id, 'giveOpinion', { outcome: 'grant', text: '属实' });
    await walk(office('hq'), c.id, 'deliver');
    expect((await view(h, c.id)).decision?.monthlyFen).toBe(table);
  });

  test('[HQ-167] expenditure assistance across bands takes the same two meetings', async () => {
    const h = await user('hq-handler');
    const head = await user('hq-head');
    const c = await applyAid(h, { serial: 113, programme: 'zhichu', needs: [{ kind: 'medical', fen: 600_000 }] });
    await walk(office('hq'), c.id, 'opine');
    const table = (await view(h, c.id)).assessment?.monthlyFen ?? 0;
    expect(table).toBeGreaterThan(0);
    expect((await h.act(c.id, 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: table * 2 })).problem).toMatchObject({ code: 'opinion.amount', rule: expect.stringContaining('档') as string });
    await must(h, c.id, 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: table * 2, special: { ground: '后续治疗仍须大额支出。' } });
    const { today } = await session(h);
    await must(head, c.id, 'holdMeeting', await meetingPayload(head, c.id, 'jointMeeting', today, { fixedFen: table * 2 }));
    expect(await next('hq-handler', c.id)).toEqual(['leadership']);
    await walk(office('hq'), c.id, 'deliver');
    expect((await view(h, c.id)).decision?.monthlyFen).toBe(table * 2);
  });
});

describe('a case consultation in 西秀', () => {
  test('[XX-38, XX-39, XX-40, XX-41, XX-42, XX-43, XX-44] is called for by the system when two kinds of help would run together; led by the bureau it records route, difficulties, risks, measures and duties, which are followed until they are done', async () => {
    const h = await user('xx-handler');
    const county = await user('xx-county');
    await applyFor(h, { serial: 125, area: 'rural' });
    const c = await applyAid(h, { serial: 125, area: 'rural' });
    expect((await view(h, c.id)).aid?.running).toMatchObject([{ programmeName: expect.stringContaining('最低生活') as string }]);
    await walk(office('xx'), c.id, 'consult');
    const { today } = await session(h);
    const due = (await h.get<{ date: string }>(`/calendar/working-days?from=${today}&days=2`)).body.date;
    const held = { ...(await meetingPayload(county, c.id, 'consult', today)), votesFor: 3, votesAgainst: 0 };
    expect((await h.act(c.id, 'holdMeeting', held)).status).toBe(403);
    expect((await county.act(c.id, 'holdMeeting', held)).problem).toMatchObject({ code: 'reason.missing', missing: ['会商途径', '实际困难', '可能的风险', '综合救助帮扶措施', '各部门职责'] });
    const consultation = { route: 'departments', difficulties: '主要劳动力重伤，无力缴费。', risks: '可能中断治疗。', measures: ['急难救助', '医疗救助'], duties: [{ organ: '医疗保障局', duty: '审核医疗救助', due }] };
    expect((await county.act(c.id, 'holdMeeting', { ...held, consultation: { ...consultation, duties: [] } })).problem.missing).toEqual(['各部门职责']);
    await must(county, c.id, 'holdMeeting', { ...held, consultation });
    const v = await view(h, c.id);
    expect(v.aid?.consultation).toEqual(consultation);
    expect(v.meetings.at(-1)).toMatchObject({ step: 'consult', passed: true, consultation: { route: '相关部门会商' } });

    const list = async (state: string) => (await county.get<Output<typeof listReferrals>>(`/aid/referrals?state=${state}`)).body.items.filter((i) => i.case === c.id);
    expect(await list('open')).toMatchObject([{ kind: 'duty', organ: '医疗保障局', matter: '审核医疗救助', due, light: { light: expect.any(String) as string } }]);
    const late = (await h.get<{ date: string }>(`/calendar/working-days?from=${due}&days=1`)).body.date;
    await h.put('/training/clock', { date: late });
    const duty = (await list('open'))[0];
    expect(duty?.light?.light).toBe('red');
    await must(county, c.id, 'answerReferral', { referral: duty?.id, outcome: 'done', on: late, by: '医疗保障局 田科长', text: '已救助 5000 元。' });
    expect(await list('open')).toEqual([]);
    expect(await list('closed')).toMatchObject([{ answers: [{ outcomeText: '已办结', by: '医疗保障局 田科长' }] }]);
    expect((await county.act(c.id, 'answerReferral', { referral: duty?.id, outcome: 'done', on: late, by: '田科长', text: '再答' })).problem.code).toBe('step.order');
    await walk(office('xx'), c.id, 'deliver');
    expect((await view(h, c.id)).status).toBe('granted');
  });

  test('[XX-38] complexity that somebody declares calls for it too; without any of the grounds there is none', async () => {
    const h = await user('xx-handler');
    const plain = await applyAid(h, { serial: 126, area: 'rural' });
    await walk(office('xx'), plain.id, 'countyReview');
    expect((await view(h, plain.id)).meetings).toEqual([]);
    const hard = await applyAid(h, { serial: 127, area: 'rural' });
    await walk(office('xx'), hard.id, 'opine');
    await must(h, hard.id, 'declareComplex', { grounds: '受伤原因各方说法不一，责任难以界定。' });
    await must(h, hard.id, 'giveOpinion', { outcome: 'grant', text: '属实' });
    expect(await next('xx-handler', hard.id)).toEqual(['consult']);
    expect((await view(h, hard.id)).aid?.consultedFor).toEqual(['情况复杂、难以甄别和界定']);
  });
});

describe('what temporary assistance cannot solve', () => {
  test('is referred by letter to a department, waits in the work list, and is followed until it is settled or sent back', async () => {
    const h = await user('hq-handler');
    const c = await applyAid(h, { serial: 128 });
    const { today } = await session(h);
    const due = (await h.get<{ date: string }>(`/calendar/working-days?from=${today}&days=10`)).body.date;
    expect((await h.act(c.id, 'refer', { matter: '危房', to: 'nobody', text: '房屋为D级。', due })).problem).toMatchObject({ code: 'input.invalid', allowed: expect.arrayContaining(['住房城乡建设部门']) as string[] });
    await must(h, c.id, 'refer', { matter: '危房', to: 'housing', text: '房屋经鉴定为D级。', due });
    const v = await view(h, c.id);
    expect(v.letters.map((l) => l.kind)).toContain('aidReferral');
    const errand = v.aid?.errands[0];
    expect(errand).toMatchObject({ organ: '住房城乡建设部门', matter: '危房', due, open: true });
    expect((await h.get<{ items: { id: string }[] }>('/worklist?tab=todo&step=referral&limit=100')).body.items.map((i) => i.id)).toContain(c.id);
    await must(h, c.id, 'answerReferral', { referral: errand?.id, outcome: 'accepted', on: today, by: '住建局', text: '已接收' });
    expect((await view(h, c.id)).aid?.errands[0]?.open).toBe(true);
    await must(h, c.id, 'answerReferral', { referral: errand?.id, outcome: 'returned', on: today, by: '住建局', text: '不属危房改造对象' });
    expect((await view(h, c.id)).aid?.errands[0]).toMatchObject({ open: false, answers: [{ outcomeText: '已接收' }, { outcomeText: '退回' }] });
  });
});

describe('the same household again', () => {
  test('is found at once by the number of any member, in whatever street; the same cause needs a reason, and sums that stay under the limit together pass it before the county’s eyes', async () => {
    const h = await user('gx-handler');
    const b = await user('gx-b-handler');
    const first = await applyAid(h, { serial: 129, size: 3 });
    await walk(office('gx'), first.id, 'opine');
    await must(h, first.id, 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: 280_000 });
    await walk(office('gx'), first.id, 'deliver');
    const splits = async () => (await (await user('gx-county')).get<Output<typeof listSplits>>('/aid/splits')).body.items.filter((i) => i.cases.some((x) => x.case === first.id));
    expect(await splits()).toEqual([]);
    expect((await (await user('gx-pay')).get('/aid/splits')).status).toBe(403);

    // Another member, another township, the same accident.
    await expect(applyAid(b, { serial: 129, size: 3, by: 1 })).rejects.toThrow('reason.missing');
    const second = await applyAid(b, { serial: 129, size: 3, by: 1, repeatReason: '二次手术' });
    const look = (await b.post<Output<typeof aidLook>>('/aid/look', { persons: [second.persons[2]] })).body;
    expect(look.prior).toMatchObject([{ number: first.number, cause: 'traffic', causeText: '交通事故', fen: 280_000 }]);
    await walk(office('gx-b'), second.id, 'opine');
    await must(b, second.id, 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: 250_000 });
    expect(await splits()).toMatchObject([{ sumFen: 530_000, limit: { value: 300_000 }, causeText: '交通事故', cases: expect.arrayContaining([expect.objectContaining({ case: first.id, fen: 280_000 }), expect.objectContaining({ case: second.id, fen: 250_000 })]) as unknown[] }]);
    // Withdrawn, it is no split any more.
    await must(b, second.id, 'withdraw', { reason: '不再申请', signedOn: (await session(b)).today });
    expect(await splits()).toEqual([]);
  });
});
