import type { Output } from '@doudi/core/api/contract';
import type { identifyPerson } from '@doudi/core/api/cases';
import type { getDishonesty, listCertificates, listDishonesty, problemLedger } from '@doudi/core/api/registers';
import { plusDays, plusMonths } from '@doudi/core/calendar/date';
import { testIdentity } from '@doudi/core/people/id-number';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../testing/client.ts';
import { applyFor } from '../../testing/flow.ts';
import { ok, runJob, supervision } from '../../testing/matters.ts';
import { registerEndsTask } from './standing.ts';

const { server, services, admin, user, today, unitOf, clock, chainOf } = await supervision();
let own: { id: string; number: string; persons: string[] };

beforeAll(async () => {
  own = await applyFor(await user('xx-handler'), { serial: 210 });
});

const post = async (login: string, path: string, body: unknown): Promise<Answer> => await (await user(login)).post(path, body);
const view = async (login: string, id: string): Promise<Output<typeof getDishonesty>> => (await (await user(login)).get<Output<typeof getDishonesty>>(`/registers/dishonesty/${id}`)).body;
const known = async (login: string, n = 421): Promise<Output<typeof identifyPerson>> => (await post(login, '/persons', { idNumber: testIdentity(n % 2 === 0 ? '1970-03-04' : '1971-05-06', n % 2 === 0 ? 'male' : 'female', n), name: n % 2 === 0 ? '王安' : '李宁' })).body as Output<typeof identifyPerson>;
const proposal = async (more: Record<string, unknown> = {}): Promise<Record<string, unknown>> => ({ case: own.id, person: own.persons[1], kind: 'fraud', actOn: await today('xx-handler'), facts: '隐瞒每月务工收入三千元', grounds: '社会救助暂行办法第六十八条', capacity: 'full', ...more });

let entry: string;
let receipt: string;

describe('an entry in the register, from the proposal to its end', () => {
  test('[XX-68] an office proposes with grounds; a minor, a person without capacity and somebody outside the case are refused, nothing is shown at any counter', async () => {
    expect((await post('xx-handler', '/registers/dishonesty', await proposal({ capacity: 'limited' }))).problem?.rule).toContain('限制民事行为能力');
    expect((await post('xx-handler', '/registers/dishonesty', await proposal({ person: own.id }))).status).toBe(404);
    expect((await post('xx-handler', '/registers/dishonesty', await proposal({ kind: 'notSupporting' }))).status).toBe(400);
    const r = await post('xx-handler', '/registers/dishonesty', await proposal());
    ok(r);
    entry = String(r.body['id']);
    expect((await post('xx-handler', '/registers/dishonesty', await proposal())).problem?.code).toBe('conflict.duplicate');
    expect((await (await user('xx-b-handler')).get(`/registers/dishonesty/${entry}`)).status).toBe(404);
    expect((await known('xx-handler')).standing).toBeNull();
  });

  test('[XX-72] only the leader enters, only after the person had the proofs and was heard; it counts from the service of the decision', async () => {
    const decide = { outcome: 'enter', reason: '查证属实', answer: '没有相反证据，不予采纳', measures: ['talk', 'recover'] };
    const day = await today('xx-county');
    expect((await post('xx-county', `/registers/dishonesty/${entry}/decide`, decide)).status).toBe(403);
    expect((await post('xx-handler', `/registers/dishonesty/${entry}/notify`, { evidence: [own.id] })).status).toBe(403);
    expect((await post('xx-chief', `/registers/dishonesty/${entry}/decide`, decide)).problem?.code).toBe('step.order');
    expect((await post('xx-county', `/registers/dishonesty/${entry}/notify`, { evidence: [own.id] })).status).toBe(404);
    const proof = await (await user('xx-county')).upload(`/matters/${entry}/files`, '工资流水.png');
    ok(await post('xx-county', `/registers/dishonesty/${entry}/notify`, { evidence: [proof] }));
    // The time to be heard runs from it: no way of service without its receipt, none before the notice nor after today.
    for (const by of ['mail', 'person']) expect((await post('xx-handler', `/registers/dishonesty/${entry}/serve`, { on: day, by, files: [] })).problem?.code).toBe('delivery.proof');
    receipt = await (await user('xx-handler')).upload(`/matters/${entry}/files`, '送达回证.png');
    for (const on of [plusDays(day, -1), plusDays(day, 1)]) expect((await post('xx-handler', `/registers/dishonesty/${entry}/serve`, { on, by: 'person', files: [receipt] })).problem?.code).toBe('date.order');
    ok(await post('xx-handler', `/registers/dishonesty/${entry}/serve`, { on: day, by: 'person', files: [receipt] }));
    expect((await post('xx-chief', `/registers/dishonesty/${entry}/decide`, decide)).problem?.code).toBe('clock.early');
    ok(await post('xx-handler', `/registers/dishonesty/${entry}/hear`, { on: day, declined: false, text: '当时不知道要申报', files: [] }));
    expect((await post('xx-chief', `/registers/dishonesty/${entry}/decide`, { ...decide, answer: '' })).problem?.code).toBe('reason.missing');
    ok(await post('xx-chief', `/registers/dishonesty/${entry}/decide`, decide));
    expect((await known('xx-handler')).standing).toBeNull();
    expect((await post('xx-handler', `/registers/dishonesty/${entry}/serve`, { on: day, by: 'person', files: [] })).problem?.code).toBe('delivery.proof');
    expect((await post('xx-handler', `/registers/dishonesty/${entry}/serve`, { on: plusDays(day, -1), by: 'person', files: [receipt] })).problem?.code).toBe('date.order');
    ok(await post('xx-handler', `/registers/dishonesty/${entry}/serve`, { on: day, by: 'person', files: [receipt] }));
    const v = await view('xx-handler', entry);
    expect(v).toMatchObject({ inForce: true, from: day, term: plusMonths(day, 24), who: '李宁', decision: { outcome: 'enter', measures: [{ id: 'talk' }, { id: 'recover' }] }, head: { statusText: '已记入' } });
    expect(v.papers.map((p) => p.title)).toEqual(['拟记入社会救助失信记录告知书', '记入社会救助失信记录决定书']);
    const pdf = await fetch(`${server.origin}/api/v1/matter-papers/${v.papers[1]?.id ?? ''}/pdf`, { headers: { authorization: `Bearer ${(await user('xx-handler')).token}` } });
    expect([pdf.status, Buffer.from(await pdf.arrayBuffer()).subarray(0, 4).toString()]).toEqual([200, '%PDF']);
  });

  test('every counter of the county is told when the number is typed, with what to do; the application is taken like every other', async () => {
    const there = await known('xx-b-handler');
    expect(there.standing?.entries).toMatchObject([{ label: '骗保（虚报、隐瞒、伪造等手段骗取救助）' }]);
    expect(there.standing?.says.join()).toContain('不得因有记录而拒绝受理');
    expect((await post('xx-b-handler', '/desk/number', { idNumber: testIdentity('1971-05-06', 'female', 421) })).body).toMatchObject({ standing: there.standing });
    // Another county knows nothing, a village helper is told nothing.
    expect((await known('hq-handler')).standing).toBeNull();
    expect((await post('xx-village', '/desk/number', { idNumber: testIdentity('1971-05-06', 'female', 421) })).body).toMatchObject({ standing: null });
    ok(await post('xx-handler', `/cases/${own.id}/commands/withdraw`, { payload: { reason: '本人不再申请', signedOn: await today('xx-handler') } }));
    expect((await applyFor(await user('xx-handler'), { serial: 210 })).number).toBeTruthy();
  });

  test('the person may object and is answered; over at its term: first without effect, then noted by the system, in the chain', async () => {
    const day = await today('xx-handler');
    ok(await post('xx-handler', `/registers/dishonesty/${entry}/ask`, { kind: 'objection', on: day, text: '收入已经停止', files: [] }));
    expect((await view('xx-handler', entry)).head).toMatchObject({ statusText: '异议待答复', waits: 'county' });
    expect((await post('xx-county', `/registers/dishonesty/${entry}/answer`, { outcome: 'keep', reason: '不影响认定' })).status).toBe(403);
    // Whoever decided does not judge the objection: another leader, or several together with their minutes.
    const alone = { outcome: 'keep', reason: '不影响认定' };
    const refused = await post('xx-chief', `/registers/dishonesty/${entry}/answer`, alone);
    expect(refused.problem).toMatchObject({ code: 'person.same', allowed: ['由另一名县级负责人答复', '提交 2 人以上集体研究，登记参加人员并附会议记录'] });
    expect((await view('xx-chief', entry)).decision?.mine).toBe(true);
    const { people } = (await view('xx-chief', entry)).together;
    const minutes = await (await user('xx-chief')).upload(`/matters/${entry}/files`, '会议记录.png');
    const accountOf = async (login: string): Promise<string> => (await (await user(login)).get<{ account: string }>('/session')).body.account;
    const [chief, one, two, clerk] = [await accountOf('xx-chief'), await accountOf('xx-county'), await accountOf('xx-county2'), await accountOf('xx-handler')];
    expect(people.map((p) => p.id)).toEqual(expect.arrayContaining([chief, one, two]));
    const together = async (who: readonly string[], more: Record<string, unknown> = {}): Promise<Answer> => await post('xx-chief', `/registers/dishonesty/${entry}/answer`, { ...alone, collective: { on: day, who, minutes: [minutes], ...more } });
    expect((await together([chief, one])).problem).toMatchObject({ code: 'meeting.quorum', missing: ['再加 1 人'] });
    expect((await together([one, two, clerk])).status).toBe(404);
    expect((await together([one, two], { minutes: [own.id] })).status).toBe(404);
    expect((await together([one, two], { on: plusDays(day, 1) })).problem?.code).toBe('date.order');
    ok(await together([chief, one, two]));
    expect((await view('xx-handler', entry)).asked[0]?.answer?.collective?.names).toHaveLength(3);
    const end = plusMonths(day, 24);
    await clock('xx-chief', plusDays(end, -1));
    await runJob(registerEndsTask(services));
    expect((await known('xx-b-handler')).standing?.entries).toHaveLength(1);
    await clock('xx-chief', end);
    expect((await known('xx-b-handler')).standing).toBeNull();
    expect((await view('xx-handler', entry)).inForce).toBe(false);
    await runJob(registerEndsTask(services));
    await runJob(registerEndsTask(services));
    const list = (await (await user('xx-handler')).get<Output<typeof listDishonesty>>('/registers/dishonesty?state=ended')).body;
    expect(list.items).toMatchObject([{ head: { statusText: '期满移出' }, who: '李*', inForce: false }]);
    expect(list.months.source.assumption).toContain('两年');
    expect(await chainOf('xixiu')).toMatchObject({ ok: true });
  });

  test('[HQ-188] nothing is lifted as made good while money of the case is owed; a wrong entry is removed by the leader at once', async () => {
    const theirs = await applyFor(await user('hq-handler'), { serial: 211 });
    const day = await today('hq-handler');
    const made = await post('hq-county', '/registers/dishonesty', { case: theirs.id, person: theirs.persons[0], kind: 'fraud', actOn: day, facts: '隐瞒房产', grounds: '查证属实', capacity: 'full' });
    ok(made);
    const id = String(made.body['id']);
    const proof = await (await user('hq-county')).upload(`/matters/${id}/files`, '不动产登记.png');
    ok(await post('hq-county', `/registers/dishonesty/${id}/notify`, { evidence: [proof] }));
    ok(await post('hq-county', `/registers/dishonesty/${id}/serve`, { on: day, by: 'person', files: [proof] }));
    // Nobody gives up in the person's name what the person may say.
    expect((await post('hq-county', `/registers/dishonesty/${id}/hear`, { on: day, declined: true, files: [] })).problem).toMatchObject({ code: 'materials.missing', missing: ['本人签字的放弃陈述书'] });
    ok(await post('hq-county', `/registers/dishonesty/${id}/hear`, { on: day, declined: true, files: [await (await user('hq-county')).upload(`/matters/${id}/files`, '放弃陈述书.png')] }));
    ok(await post('hq-chief', `/registers/dishonesty/${id}/decide`, { outcome: 'enter', reason: '查证属实', measures: ['recover'] }));
    ok(await post('hq-county', `/registers/dishonesty/${id}/serve`, { on: day, by: 'person', files: [proof] }));
    await clock('hq-chief', plusMonths(day, 7));
    const later = await today('hq-county');
    await admin.query(`insert into recovery (county_id, id, case_id, unit_id, area_id, programme, ground, status, debtor_kind, since, proposed_on, established_on, first_fen, due_fen, outstanding_fen)
      select county_id, gen_random_uuid(), id, unit_id, area_id, programme, 'fraud', 'established', 'household', $2::date, $2::date, $2::date, 100000, 100000, 100000 from case_file where id = $1`, [theirs.id, day]);
    ok(await post('hq-county', `/registers/dishonesty/${id}/ask`, { kind: 'repair', on: later, text: '已改正', files: [] }));
    expect((await post('hq-chief', `/registers/dishonesty/${id}/answer`, { outcome: 'remove', reason: '已改正' })).problem?.missing).toEqual(['退清多领的救助金']);
    ok(await post('hq-chief', `/registers/dishonesty/${id}/correct`, { reason: '房产不属于本人' }));
    expect((await view('hq-county', id)).removed).toMatchObject({ why: '更正移出' });
    expect((await known('hq-handler', 422)).standing).toBeNull();
  });
});

describe('certificates and problems', () => {
  test('[XX-69] of each certificate who issued it and who accepted it is on record; what was found out is said by somebody else and counts for the issuer', async () => {
    const given = await applyFor(await user('lh-handler'), { serial: 212 });
    const body = { case: given.id, kind: '收入证明', issuer: '新华街道某社区居委会', issuedBy: '赵主任', issuedOn: await today('lh-handler') };
    expect((await post('lh-handler', '/registers/certificates', { ...body, issuedOn: plusDays(body.issuedOn, 1) })).problem?.code).toBe('date.order');
    const r = await post('lh-handler', '/registers/certificates', body);
    ok(r);
    const finding = { finding: 'false', text: '居委会没有出具过' };
    expect((await post('lh-handler', `/registers/certificates/${String(r.body['id'])}/finding`, finding)).problem?.code).toBe('person.same');
    ok(await post('lh-county', `/registers/certificates/${String(r.body['id'])}/finding`, finding));
    expect((await post('lh-county', `/registers/certificates/${String(r.body['id'])}/finding`, finding)).problem?.code).toBe('step.done');
    const list = (await (await user('lh-county')).get<Output<typeof listCertificates>>(`/registers/certificates?issuer=${encodeURIComponent(body.issuer)}`)).body;
    expect(list.items).toMatchObject([{ issuedBy: '赵主任', acceptedOn: body.issuedOn, finding: 'false', mine: false }]);
    expect(list.issuers).toEqual([{ issuer: body.issuer, count: 1, wrong: 0, false: 1 }]);
    expect((await (await user('lh-b-handler')).get<Output<typeof listCertificates>>('/registers/certificates')).body.items).toEqual([]);
  });

  test('[LH-16, GX-24] what is wrong in the work stands in one ledger, from wherever it came, until it is settled', async () => {
    ok(await post('lh-handler', '/coordination', { kind: 'other', text: '核对平台经常打不开' }));
    const unit = (await unitOf('lh-handler')).key;
    ok(await post('lh-county', '/rectifications', { failing: 'duty', conduct: 'slow', severity: 'light', foundBy: 'visit', text: '受理后超过期限才入户调查', units: [unit] }));
    const ledger = async (login: string, q: string): Promise<Output<typeof problemLedger>> => (await (await user(login)).get<Output<typeof problemLedger>>(`/registers/problems?${q}`)).body;
    const open = await ledger('lh-county', 'open=true');
    expect(open.items.map((p) => [p.source, p.text]).sort()).toEqual([['coordination', '核对平台经常打不开'], ['rectification', '受理后超过期限才入户调查']]);
    expect(open).toMatchObject({ open: 2, late: 0 });
    expect((await ledger('lh-b-handler', 'open=true')).items).toEqual([]);
    const problem = open.items.find((p) => p.source === 'coordination');
    ok(await post('lh-county', `/coordination/${problem?.ref ?? ''}/resolve`, { department: '数据局', result: '已恢复' }));
    expect((await ledger('lh-county', 'open=false')).items).toMatchObject([{ source: 'coordination', result: '数据局：已恢复' }]);
  });
});
