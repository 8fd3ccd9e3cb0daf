import type { getComplaint, handOnDesk, issueComplaintCode, listComplaints, registerComplaint } from '@doudi/core/api/complaints';
import type { Output } from '@doudi/core/api/contract';
import type { getLead, listLeads } from '@doudi/core/api/leads';
import { plusDays } from '@doudi/core/calendar/date';
import type { TableValue } from '@doudi/core/policy/tables';
import { describe, expect, test } from 'vitest';
import type { Client } from '../../testing/client.ts';
import { ok, supervision } from '../../testing/matters.ts';
import { seedDecided } from '../draws/decided.fixture.ts';
import { Reader } from '../public/browser.fixture.ts';
import { countMonth } from '../scores/count.ts';

const { server, admin, user, session, asSystem, chainOf } = await supervision();
type View = Output<typeof getComplaint>;
const view = async (u: Client, id: string): Promise<View> => (await u.get<View>(`/complaints/${id}`)).body;
const register = async (u: Client, more: Record<string, unknown>): Promise<Output<typeof registerComplaint>> =>
  ok(await u.post<Output<typeof registerComplaint>>('/complaints', { kind: 'complaint', channel: 'visit', named: true, contact: { name: '甲某', phone: '00012345678' }, about: { kind: 'policy' }, text: '有一件事', ...more }));
const act = async (u: Client, id: string, command: string, payload: Record<string, unknown> = {}): Promise<void> => void ok(await u.post(`/complaints/${id}/${command}`, payload));
const pair = async (u: Client): Promise<string[]> => (await u.get<Output<typeof listComplaints>>('/complaints')).body.staff.filter((s) => s.county).slice(0, 2).map((s) => s.id);
const reader = new Reader(server.origin);
const progress = async (county: string, number: string, code: string) => await reader.send(`/public/${county}/complain/progress`, { number, code });
const rate = async (county: string, number: string, code: string, satisfaction: string) => await reader.send(`/public/${county}/complain/rating`, { number, code, satisfaction });

describe('the code', () => {
  test('that a unit handed over tells, of what it passed up, only that it was accepted and answered; a new one, which the county alone gives, tells all and makes the old one void', async () => {
    const [unit, county] = [await user('lh-handler'), await user('lh-county')];
    const { today } = await session(county);
    const up = await register(unit, { kind: 'report', about: { kind: 'unit', unit: (await session(unit)).unit.key }, text: '窗口要请客才办', passUp: true });
    expect(up).toMatchObject({ shown: false, codeTells: false });
    await act(county, up.id, 'accept');
    await act(county, up.id, 'investigate', { on: today, methods: ['undercover'], investigators: await pair(county), finding: '两次暗访属实', truth: 'true' });
    await act(county, up.id, 'dispose', { outcome: 'upheld', text: '责令退还，约谈负责人' });
    await act(county, up.id, 'feed-back', { on: today, way: 'telephone', text: '您反映的属实，已约谈。' });
    const brief = await progress('linhe', up.number, up.code);
    expect(brief.text).toContain('已受理');
    expect(brief.text).toContain('已答复');
    for (const word of ['属实', '约谈', '评价', '复查']) expect(brief.text).not.toContain(word);
    // Nor may whoever knows the code speak for whoever complained.
    expect((await rate('linhe', up.number, up.code, 'satisfied')).status).toBe(403);
    const known = { way: 'telephone', known: '说得出登记的电话和反映的内容' };
    for (const u of [unit, await user('lh-leader')]) expect((await u.post(`/complaints/${up.id}/code`, known)).status).toBe(403);
    const fresh = ok(await county.post<Output<typeof issueComplaintCode>>(`/complaints/${up.id}/code`, known));
    expect(fresh.code).not.toBe(up.code);
    expect((await progress('linhe', up.number, up.code)).status).toBe(401);
    expect((await progress('linhe', up.number, fresh.code)).text).toContain('您反映的属实，已约谈。');
    expect(await view(county, up.id)).toMatchObject({ codeTells: true, codeIssued: { on: today, wayText: '电话' } });
  });

  test('tells all of what the unit handles itself and of what came to the county or from the public page, until the unit is not to see it any more', async () => {
    const [unit, county] = [await user('gx-handler'), await user('gx-county')];
    const own = await register(unit, { about: { kind: 'policy' }, text: '公示贴得太高' });
    expect(own.codeTells).toBe(true);
    expect((await progress('gongxian', own.number, own.code)).text).toContain('最迟');
    await act(county, own.id, 'show', { shown: false, reason: '涉及该单位人员' });
    expect((await progress('gongxian', own.number, own.code)).text).toContain('为了替您保密');
    const theirs = await register(county, { about: { kind: 'unit', unit: (await session(unit)).unit.key }, text: '窗口没人' });
    expect(theirs.codeTells).toBe(true);
    expect((await progress('gongxian', theirs.number, theirs.code)).text).not.toContain('为了替您保密');
  });

  test('lets whoever complained say once whether the answer satisfies them; it stands beside the answer and in the figures, and what they told the clerk is not overwritten', async () => {
    const [unit, county] = [await user('bq-handler'), await user('bq-county')];
    const { today } = await session(unit);
    const made = async (satisfaction: string): Promise<Output<typeof registerComplaint>> => {
      const item = await register(unit, { kind: 'help', about: { kind: 'other' }, text: '没米了' });
      await act(unit, item.id, 'accept');
      expect((await rate('baoqing', item.number, item.code, 'not')).text).toContain('答复以后再评价');
      await act(unit, item.id, 'dispose', { outcome: 'helped', text: '已送' });
      await act(unit, item.id, 'feed-back', { on: today, way: 'telephone', text: '已送去', satisfaction });
      return item;
    };
    const item = await made('none');
    expect((await progress('baoqing', item.number, item.code)).text).toContain('对答复满意吗');
    expect((await rate('baoqing', item.number, 'AAAA-2222', 'not')).status).toBe(401);
    expect((await rate('baoqing', item.number, item.code, 'great')).status).toBe(400);
    const said = await rate('baoqing', item.number, item.code, 'not');
    expect([said.status, said.text.includes('评价。'), said.text.includes('对答复满意吗')]).toEqual([200, true, false]);
    expect((await rate('baoqing', item.number, item.code, 'satisfied')).text).toContain('已经评价过');
    expect((await view(county, item.id)).answered).toMatchObject({ satisfactionText: '不满意', ratedOn: today });
    const told = await made('satisfied');
    expect((await rate('baoqing', told.number, told.code, 'not')).text).toContain('已经评价过');
    expect((await chainOf('baoqing')).faults).toEqual([]);
  });
});

describe('what a unit reads', () => {
  test('of a household reported in secret is a text of its own: the disposal is not copied, words that tell of a complaint are refused, nothing on the lead tells', async () => {
    const [unit, county] = [await user('bq-handler'), await user('bq-county')];
    const { today, unit: own } = { ...(await session(unit)) };
    await seedDecided(server.installation, Array.from({ length: 6 }, () => ({ county: 'baoqing', on: plusDays(today, -40), outcome: 'grant', programme: 'dibao' })));
    const home = (await admin.query<{ id: string; number: string }>(`select f.id, f.number from case_file f join unit u on u.county_id = f.county_id and u.id = f.unit_id where u.key = $1 and f.number like 'T-baoqing-%' order by f.number`, [own.key])).rows[0];
    const item = await register(county, { kind: 'report', about: { kind: 'household', caseNumber: home?.number }, text: '有车还在领' });
    const secret = (await view(county, item.id)).secret;
    if (!secret) await act(county, item.id, 'show', { shown: false, reason: '举报人要求保密' });
    await act(county, item.id, 'accept');
    await act(county, item.id, 'investigate', { on: today, methods: ['undercover'], investigators: await pair(county), finding: '车停在院内', truth: 'true' });
    const upheld = { outcome: 'upheld', text: '经查李某举报属实，转单位变更' };
    expect((await county.post(`/complaints/${item.id}/dispose`, upheld)).problem).toMatchObject({ code: 'materials.missing', missing: ['交单位核实的内容'] });
    expect((await county.post(`/complaints/${item.id}/dispose`, { ...upheld, told: '群众举报其有车' })).problem).toMatchObject({ code: 'input.invalid', rule: expect.stringContaining('“举报”') as string });
    await act(county, item.id, 'dispose', { ...upheld, told: '请核实该户车辆情况' });
    expect((await view(county, item.id)).disposed).toMatchObject({ told: '请核实该户车辆情况' });
    const leads = (await unit.get<Output<typeof listLeads>>('/leads')).body.items.filter((l) => l.case === home?.id);
    const seen = await Promise.all(leads.map(async (l) => (await unit.get<Output<typeof getLead>>(`/leads/${l.id}`)).body));
    const secretHits = seen.flatMap((l) => l.hitsFound).filter((h) => h.sourceText === '县级交办');
    expect(secretHits.map((h) => h.seen)).toEqual([['请核实该户车辆情况']]);
    // Of another told in the open its own text may say so: what is looked at here is what came in secret, and the trail of it.
    const trail = JSON.stringify(seen.flatMap((l) => l.trail).map((e) => e.text));
    expect(trail).toContain('县级交办');
    expect(JSON.stringify(secretHits)).not.toMatch(/举报|投诉|信访|属实|李某/);
  });

  test('on its score of a complaint kept from it is that something was found, on the day it was looked into', async () => {
    const [unit, county] = [await user('bq-handler'), await user('bq-county')];
    const { today } = await session(county);
    const own = (await session(unit)).unit.key;
    const made = async (shown: boolean): Promise<string> => {
      const item = await register(county, { about: { kind: 'unit', unit: own }, text: '拖着不办' });
      await act(county, item.id, 'accept');
      await act(county, item.id, 'investigate', { on: today, methods: ['papers'], investigators: await pair(county), finding: '属实', truth: 'true' });
      await act(county, item.id, 'dispose', { outcome: 'upheld', text: '限期改正' });
      if (shown) await act(county, item.id, 'show', { shown: true, reason: '已处置，公开' });
      return item.id;
    };
    const [hidden, open] = [await made(false), await made(true)];
    // Looked into on the second of the month, disposed of on the tenth.
    const month = today.slice(0, 7);
    await admin.query(`update matter set state = jsonb_set(jsonb_set(state, '{investigations,0,on}', to_jsonb($2::text)), '{disposed,on}', to_jsonb($3::text)) where id = any ($1)`, [[hidden, open], `${month}-02`, `${month}-10`]);
    const lines = await asSystem('baoqing', async (tx, law) => (await countMonth(tx, law, law.policy.get<TableValue<'score.plan'>>('score.plan', { on: law.today }).value, month)).lines);
    const line = (id: string) => lines.find((l) => l.ref === id);
    expect(line(hidden)).toMatchObject({ on: `${month}-02`, text: '县级核查属实' });
    expect(line(open)).toMatchObject({ on: `${month}-10`, text: '信访投诉查实' });
  });

  test('are its own papers, not those of the investigators: neither file nor name, until the county shows them; and however many it uploads, the county still can', async () => {
    const [unit, county] = [await user('gx-handler'), await user('gx-county')];
    const { today } = await session(county);
    const own = (await session(unit)).unit.key;
    const item = await register(county, { kind: 'complaint', about: { kind: 'policy', unit: own }, text: '审核太慢' });
    await act(county, item.id, 'accept');
    await act(county, item.id, 'transfer', { unit: own, reason: '属地办理' });
    const [photo, talk] = [await county.upload(`/matters/${item.id}/files`, '暗访照片.png'), await county.upload(`/matters/${item.id}/files`, '谈话记录.png')];
    const theirs = await unit.upload(`/matters/${item.id}/files`, '情况说明.png');
    await act(county, item.id, 'investigate', { on: today, methods: ['undercover'], investigators: await pair(county), finding: '情况属实', truth: 'true', files: [photo, talk] });
    const names = async (u: Client): Promise<string[]> => (await view(u, item.id)).investigations.flatMap((i) => i.files.map((f) => f.name));
    const get = async (u: Client, file: string): Promise<number> => (await fetch(`${server.origin}/api/v1/matter-files/${file}`, { headers: { authorization: `Bearer ${u.token}` } })).status;
    expect([await names(unit), await names(county)]).toEqual([[], expect.arrayContaining(['暗访照片.png', '谈话记录.png'])]);
    expect([await get(unit, photo), await get(unit, theirs), await get(county, theirs), await get(county, photo)]).toEqual([404, 200, 200, 200]);
    expect((await unit.post(`/complaints/${item.id}/shown-files`, { files: [photo], reason: '要看' })).status).toBe(403);
    await act(county, item.id, 'shown-files', { files: [talk], reason: '便于单位改正' });
    expect([await names(unit), await get(unit, photo), await get(unit, talk)]).toEqual([['谈话记录.png'], 404, 200]);
    await admin.query(`insert into matter_file (county_id, id, matter_id, sha256, media_type, bytes, name, uploaded_by, at, side) select county_id, gen_random_uuid(), matter_id, sha256(n::text::bytea), media_type, bytes, name, uploaded_by, at, side from matter_file, generate_series(1, 199) n where id = $1`, [theirs]);
    await expect(unit.upload(`/matters/${item.id}/files`, '再来一份.pdf')).rejects.toThrow(/4\d\d/);
    expect(await county.upload(`/matters/${item.id}/files`, '新的照片.png')).toBeTruthy();
  });
});

describe('a village', () => {
  test('[GX-65, LH-78] explains policy and has it on record, takes what people bring for the office, who handles it; what is about the office goes to the county; the village sees how far it is and no more', async () => {
    for (const [prefix, key] of [['gx', 'gongxian'], ['lh', 'linhe']] as const) {
      const [village, office, county] = [await user(`${prefix}-village`), await user(`${prefix}-handler`), await user(`${prefix}-county`)];
      const desk = async (): Promise<Output<typeof handOnDesk>> => ok(await village.get<Output<typeof handOnDesk>>('/complaints/hand-on'));
      const own = (await session(office)).unit;
      expect(await desk()).toMatchObject({ office: own.name, items: [] });
      const explained = await register(village, { kind: 'enquiry', channel: 'visit', about: { kind: 'policy' }, text: '低保标准怎么算', answer: '按家庭人均收入与标准的差额补助。' });
      expect(await view(office, explained.id)).toMatchObject({ head: { status: 'answered', unit: own.key }, answered: { text: '按家庭人均收入与标准的差额补助。' } });
      const brought = await register(village, { kind: 'petition', about: { kind: 'policy', unit: own.key }, text: '对停发有意见' });
      expect(brought).toMatchObject({ shown: false, codeTells: true, holderName: own.name });
      expect((await view(office, brought.id)).head).toMatchObject({ waits: 'unit', unit: own.key });
      // What is about the office is not the office's, whoever took it.
      const about = await register(village, { kind: 'report', about: { kind: 'unit', unit: own.key }, text: '收礼才办' });
      expect(about.codeTells).toBe(false);
      expect((await office.get(`/complaints/${about.id}`)).status).toBe(404);
      expect(await view(county, about.id)).toMatchObject({ secret: true, passedUp: true });
      for (const id of [explained.id, brought.id, about.id]) expect((await village.get(`/complaints/${id}`)).status).toBe(403);
      await act(office, brought.id, 'accept');
      const lead = { who: '老赵家，三组', side: 'in', source: 'village', text: '独居老人有困难，没有申请' };
      expect((await village.post('/leads', { ...lead, source: 'counter' })).status).toBe(400);
      ok(await village.post('/leads', lead));
      expect((await office.get<Output<typeof listLeads>>('/leads')).body.items.some((l) => l.who === '老赵家，三组' && l.unit === own.key)).toBe(true);
      expect((await desk()).items.map((i) => [i.kind, i.number, i.stage, i.up]).toSorted()).toEqual([['complaint', about.number, 'received', true], ['complaint', brought.number, 'accepted', false], ['complaint', explained.number, 'closed', false], ['lead', expect.any(String), 'received', false]].toSorted());
      expect((await progress(key, brought.number, brought.code)).text).toContain('受理');
    }
    // Boxes, calls and the list stay the office's.
    expect((await (await user('lh-village')).post('/hotline-calls', { line: 'own', at: '2022-01-01T09:00', answered: true })).status).toBe(403);
  });
});
