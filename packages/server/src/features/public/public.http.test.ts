import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import type { NoticeRow } from '@doudi/core/api/public';
import { testIdentity } from '@doudi/core/people/id-number';
import type { Answer } from '../../testing/client.ts';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { Reader } from './browser.fixture.ts';

let server: TestServer;
let reader: Reader;
const { user, office } = staffOf(() => server.origin);
const clock = async (login: string, date: string): Promise<void> => void (await (await user(login)).put('/training/clock', { date }));
const caseOf = async (login: string, id: string): Promise<CaseView> => (await (await user(login)).get<CaseView>(`/cases/${id}`)).body;

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  reader = new Reader(server.origin);
});
afterAll(async () => {
  await server.close();
});

async function query<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: server.installation.adminUrl });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** A case up to its notice, and what posting it needs. */
async function atNotice(prefix: string, serial: number): Promise<string> {
  const { id } = await applyFor(await user(`${prefix}-handler`), { serial, wage: 20_000 });
  await walk(office(prefix), id, 'notice');
  return id;
}
async function post(prefix: string, id: string, more: Record<string, unknown> = {}): Promise<Answer> {
  const h = await user(`${prefix}-handler`);
  const { today } = (await h.get<{ today: string }>('/session')).body;
  return await h.act(id, 'postNotice', { on: today, place: '公示栏', photos: [await h.photo(id)], ...more });
}
const notices = async (login: string): Promise<NoticeRow[]> => (await (await user(login)).get<{ items: NoticeRow[] }>('/publication/notices')).body.items;

test('[HQ-114, HQ-14, LH-41] a posted notice stands on the public page at once, name masked, with both telephones; on the day after its last day it is gone by itself and the work list turns red until it is taken down', async () => {
  await clock('hq-handler', '2021-11-15');
  const id = await atNotice('hq', 1);
  expect((await post('hq', id, { remark: '名单张贴在居委会门口' })).status).toBe(200);
  const v = await caseOf('hq-handler', id);
  const until = v.notices.at(-1)?.until ?? '';
  const [row] = (await notices('hq-handler')).filter((n) => n.case === id);
  const shown = await reader.open(row?.url ?? '');
  expect(shown.status).toBe(200);
  expect(shown.text).toContain('王*');
  expect(shown.text).not.toContain('王安');
  expect(shown.text).not.toContain('李宁');
  expect(shown.text).toContain('名单张贴在居委会门口');
  expect(shown.text).toMatch(/监督电话.*022-0000-01\d\d.*022-0000-0001/s);
  for (const word of ['一号楼', '999999', '患病', '收入']) expect(shown.text).not.toContain(word);
  const unit = (await reader.open('/public/hongqiao')).text.match(/\/public\/hongqiao\/u\/[a-z0-9.]+/g) ?? [];
  expect(unit.length).toBeGreaterThan(5);
  // The last day and the day after.
  await clock('hq-handler', until);
  expect((await reader.open(row?.url ?? '')).status).toBe(200);
  const after = (await (await user('hq-handler')).get<{ date: string }>(`/calendar/working-days?from=${until}&days=2`)).body.date;
  await clock('hq-handler', after);
  expect((await reader.open(row?.url ?? '')).status).toBe(404);
  expect((await notices('hq-handler')).find((n) => n.case === id)).toMatchObject({ shown: false, light: { light: 'red' } });
  const list = (await (await user('hq-handler')).get<{ items: { id: string; nextStep: string; light: { light: string } }[] }>('/worklist?tab=todo&step=notice&limit=100')).body.items;
  expect(list.find((x) => x.id === id)?.light.light).toBe('red');
  const h = await user('hq-handler');
  expect((await h.act(id, 'closeNotice', { on: after, photos: [await h.photo(id)] })).status).toBe(200);
  expect((await notices('hq-handler')).filter((n) => n.case === id)).toEqual([]);
});

test('a notice whose place or remark tells an identity number, a telephone, a door number, an account, an illness, a disability or a name is refused with what and where, and nothing of it is written', async () => {
  await clock('hq-handler', '2021-11-15');
  const id = await atNotice('hq', 2);
  const before = (await caseOf('hq-handler', id)).seq;
  for (const [field, text, says] of [
    ['remark', '身份证 999999197003040012', '公民身份号码'], ['remark', '电话 138 0000 0000', '个人电话'], ['place', '3号楼2单元门口', '门牌号'], ['remark', '卡号 6222 0000 1111 2222 333', '银行账号'],
    ['remark', '户主患癌症', '病情'], ['remark', '二级残疾', '残疾'], ['remark', '妻子李宁无业', '姓名'], ['remark', '住一号楼一门', '门牌号'],
  ] as const) {
    const r = await post('hq', id, { [field]: text });
    expect(r.status, text).toBe(422);
    expect(r.problem.code).toBe('notice.private');
    expect(r.problem.fields?.some((f) => f.path === field && f.message.includes(says)), `${text}: ${JSON.stringify(r.problem.fields)}`).toBe(true);
    expect(JSON.stringify(r.problem)).not.toContain('999999197003040012');
  }
  expect((await caseOf('hq-handler', id)).seq).toBe(before);
  expect(await query('select 1 from publication where case_id = $1', [id])).toEqual([]);
});

test('[HQ-118, LH-41] an online objection to a running notice, named or anonymous, reaches the clerk; until it is answered the notice cannot be closed and nothing decided; taken up it stops the notice, declined its reasons stand for the county', async () => {
  await clock('hq-handler', '2021-11-15');
  const id = await atNotice('hq', 3);
  await post('hq', id);
  const row = (await notices('hq-handler')).find((n) => n.case === id);
  const url = row?.url ?? '';
  expect((await reader.send(url, { text: '', named: 'no' })).status).toBe(400);
  expect((await reader.send(url, { text: '他家有车', named: 'yes', name: '' })).status).toBe(400);
  const sent = await reader.send(url, { text: '<script>alert(1)</script>他家有一辆车', named: 'yes', name: '赵群众', phone: '022-00000000' });
  expect(sent.status).toBe(200);
  expect(sent.text).toContain('意见已经收到');
  const v = await caseOf('hq-handler', id);
  const [s] = v.submissions;
  expect(s).toMatchObject({ kind: 'objection', by: 'public', named: true, text: '<script>alert(1)</script>他家有一辆车', answered: null });
  expect(v.log.at(-1)).toMatchObject({ kind: 'submitted', by: '群众', post: '网上' });
  // Who it was stands sealed beside the log, not in it.
  expect(JSON.stringify(await query('select body from case_action where case_id = $1', [id]))).not.toContain('赵群众');
  const h = await user('hq-handler');
  const who = await h.post<{ name: string; phone: string }>(`/cases/${id}/submissions/${s?.id}/sender`, { purpose: '核实异议' });
  expect(who.body).toEqual({ name: '赵群众', phone: '022-00000000' });
  const todo = (await h.get<{ items: { id: string; nextText: string }[] }>('/worklist?tab=todo&step=submission&limit=100')).body.items;
  expect(todo.find((x) => x.id === id)?.nextText).toBe('答复网上提交');
  // The term runs out: still nothing is closed over it.
  const until = v.notices.at(-1)?.until ?? '';
  const after = (await h.get<{ date: string }>(`/calendar/working-days?from=${until}&days=1`)).body.date;
  await clock('hq-handler', after);
  const close = await h.act(id, 'closeNotice', { on: after, photos: [await h.photo(id)] });
  expect(close).toMatchObject({ status: 409, problem: { code: 'submission.pending' } });
  expect((await h.act(id, 'answerSubmission', { submission: s?.id, outcome: 'declined', text: '经核实，车辆为邻居所有。' })).status).toBe(200);
  const declined = (await (await user('hq-county')).get<{ items: { id: string; text: string; answered: { text: string } }[] }>('/publication/submissions?state=declined')).body.items;
  expect(declined.find((x) => x.id === s?.id)?.answered.text).toBe('经核实，车辆为邻居所有。');
  expect((await h.act(id, 'closeNotice', { on: after, photos: [await h.photo(id)] })).status).toBe(200);
  // Another case: taken up, the notice stops and the case is disputed.
  await clock('hq-handler', '2021-11-15');
  const other = await atNotice('hq', 4);
  await post('hq', other);
  const at = (await notices('hq-handler')).find((n) => n.case === other)?.url ?? '';
  await reader.send(at, { text: '家里有人上班', named: 'no' });
  const [anonymous] = (await caseOf('hq-handler', other)).submissions;
  expect(anonymous?.named).toBe(false);
  expect((await h.act(other, 'answerSubmission', { submission: anonymous?.id, outcome: 'taken', text: '重新调查', major: false })).status).toBe(200);
  const after2 = await caseOf('hq-handler', other);
  expect(after2.notices.at(-1)?.objections).toHaveLength(1);
  expect(after2.log.map((l) => l.kind).slice(-3)).toEqual(['submitted', 'submissionAnswered', 'objected']);
  expect((await reader.open(at)).status).toBe(404);
  expect((await reader.send(at, { text: '晚了一步', named: 'no' })).status).toBe(404);
});

test('[HQ-123, BQ-28, HQ-69] a granted household stands on the long-term list of its village with name, number and sum and nothing else; when the benefit ends it is off the list', async () => {
  await clock('hq-handler', '2021-11-15');
  const { id } = await applyFor(await user('hq-handler'), { serial: 5, wage: 20_000 });
  await walk(office('hq'), id);
  const [place] = await query<{ key: string; programme: string }>('select u.key, p.programme from publication p join unit u on u.county_id = p.county_id and u.id = p.area_id where p.case_id = $1 and p.kind = $2', [id, 'list']);
  const [b] = await query<{ from_month: string; monthly_fen: string }>('select from_month, monthly_fen from benefit where case_id = $1', [id]);
  await clock('hq-handler', `${b?.from_month}-15`);
  const url = `/public/hongqiao/v/${place?.key}/list/${place?.programme}`;
  const shown = await reader.open(url);
  expect(shown.status).toBe(200);
  const rows = [...shown.text.matchAll(/<tr><td class="n">\d+<\/td>(.*?)<\/tr>/g)].map((m) => m[1] ?? '');
  const mine = rows.find((r) => r.includes('王安'));
  expect(mine).toMatch(/^<td>王安<\/td><td class="n">2<\/td><td class="n">[\d,]+\.\d\d 元\/月<\/td>$/);
  expect(mine).toContain(((Number(b?.monthly_fen) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })));
  expect(shown.headers.get('x-robots-tag')).toContain('noindex');
  const h = await user('hq-handler');
  const staff = (await h.get<{ programmes: { lines: { name: string; persons: number }[] }[] }>(`/publication/lists?village=${place?.key}`)).body;
  expect(staff.programmes.flatMap((p) => p.lines).some((l) => l.name === '王安' && l.persons === 2)).toBe(true);
  await query(`update benefit set to_month = $2 where case_id = $1`, [id, b?.from_month]);
  const next = `${Number(b?.from_month.slice(0, 4)) + (b?.from_month.endsWith('-12') ? 1 : 0)}-${b?.from_month.endsWith('-12') ? '01' : String(Number(b?.from_month.slice(5)) + 1).padStart(2, '0')}`;
  await clock('hq-handler', `${next}-15`);
  const later = await reader.open(url);
  expect(later.text).not.toContain('王安');
});

test('[HQ-03, HQ-14, HQ-69, LH-28, GX-08, GX-29, XX-01] anybody reads the plan, standards, papers, steps with limits, who is entrusted and the telephones of each place without login', async () => {
  for (const [county, plan] of [['hongqiao', '红桥区社会救助审核确认权限下放改革工作实施方案'], ['linhe', '臨河區'], ['gongxian', '珙县'], ['baoqing', '宝清'], ['xixiu', '西秀']] as const) {
    const at = `/public/${county}`;
    const text = (await reader.open(`${at}/plan`)).text;
    expect(text, county).toContain(plan);
    const policy = (await reader.open(`${at}/policy`)).text;
    const programme = (await reader.open(`${at}/policy/dibao`)).text;
    expect(policy).toContain('/policy/dibao');
    for (const word of ['标准', '要带的材料', '怎么办、多久办完', '个工作日内']) expect(programme, `${county} ${word}`).toContain(word);
    expect((await reader.open(`${at}/offices`)).text).toMatch(/委托机关.*tel/s);
    let rules = '';
    for (let from = 0, r = await reader.open(`${at}/rules`); r.status === 200; from += 40, r = await reader.open(`${at}/rules?from=${from + 40}`)) rules += r.text;
    expect(rules).toMatch(/公示天数：\d+ 天/);
    expect((await reader.open(`${at}/documents`)).status).toBe(200);
  }
});

test('[LH-11, LH-41, LH-80] in Linhe steps, state and result are open to people: the notice while it runs, the list after the grant, the applicant’s own page, and what they write comes in', async () => {
  await clock('lh-handler', '2022-06-15');
  const { id, number } = await applyFor(await user('lh-handler'), { serial: 21, wage: 20_000 });
  await walk(office('lh'), id, 'notice');
  expect((await post('lh', id)).status).toBe(200);
  const url = (await notices('lh-handler')).find((n) => n.case === id)?.url ?? '';
  expect((await reader.open(url)).text).toContain('王*');
  await reader.send(url, { text: '他家有两套房', named: 'no' });
  const h = await user('lh-handler');
  const [s] = (await caseOf('lh-handler', id)).submissions;
  await h.act(id, 'answerSubmission', { submission: s?.id, outcome: 'declined', text: '经不动产登记核实，只有一套自住。' });
  await walk(office('lh'), id);
  const [place] = await query<{ key: string }>('select u.key from publication p join unit u on u.county_id = p.county_id and u.id = p.area_id where p.case_id = $1 and p.kind = $2 and p.ended_on is null', [id, 'list']);
  const [b] = await query<{ from_month: string }>('select from_month from benefit where case_id = $1', [id]);
  await clock('lh-handler', `${b?.from_month}-15`);
  expect((await reader.open(`/public/linhe/v/${place?.key}/list/dibao`)).text).toContain('<td>王安</td>');
  const { code } = (await h.post<{ code: string }>(`/cases/${id}/access-code`, { purpose: '交给申请人' })).body;
  const applicant = new Reader(server.origin);
  expect((await applicant.send('/public/my', { county: 'linhe', number, code })).text).toMatch(/您的申请通过了，每月 [\d,.]+ 元/);
  // The same number and code mean nothing in another county.
  expect((await new Reader(server.origin).send('/public/my', { county: 'hongqiao', number, code })).status).toBe(401);
});

test('[LH-75, GX-62] the village sees the notices and lists of its own people and nobody else’s, and registers what is said at the board', async () => {
  await clock('lh-handler', '2022-06-15');
  const v = await user('lh-village');
  const village = (await v.get<{ unit: { key: string } }>('/session')).body.unit.key;
  const h = await user('lh-handler');
  const { today } = (await h.get<{ today: string }>('/session')).body;
  const person = (await h.post<{ id: string }>('/persons', { idNumber: testIdentity('1958-03-04', 'male', 77), name: '赵明', unit: village })).body.id;
  const documents = (await h.get<{ programmes: { id: string; documents: { id: string; when: string }[] }[] }>('/intake')).body.programmes.find((p) => p.id === 'dibao')?.documents.filter((d) => d.when === 'always').map((d) => d.id);
  const { id } = (await h.post<{ id: string }>('/cases', { programme: 'dibao', via: 'window', declaredOn: today, materials: documents, village, facts: { applicant: person, area: 'urban', address: '二号楼', hardship: 'aged', statement: '没有收入。', members: [{ person, relation: 'self', birth: '1958-03-04', sex: 'male' }] } })).body;
  await walk(office('lh'), id, 'notice');
  await post('lh', id);
  const mine = await notices('lh-village');
  expect(mine.map((n) => n.case)).toEqual([id]);
  expect((await notices('lh-handler')).length).toBeGreaterThanOrEqual(1);
  const public_ = await reader.open(`/public/linhe/v/${village}`);
  expect(public_.text).toContain('赵*');
  expect((await v.act(id, 'object', { on: today, channel: 'board', named: true, major: true, text: '有人在公示栏前说他有退休金' })).status).toBe(200);
  expect(await notices('lh-village')).toEqual([]);
  expect((await reader.open(`/public/linhe/v/${village}`)).text).not.toContain('赵*');
});

test('every public page is plain HTML under 30 KB without script, with a strict policy, language, heading and a way past the navigation', async () => {
  const seen = new Set<string>(['/public']);
  const queue = ['/public'];
  let visited = 0;
  while (queue.length > 0 && visited < 80) {
    const at = queue.shift() ?? '';
    visited++;
    const r = await reader.open(at);
    expect(r.status, at).toBe(200);
    expect(r.bytes.length, at).toBeLessThan(30 * 1024);
    expect(r.headers.get('content-security-policy'), at).toBe("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    expect(r.text, at).not.toMatch(/<script|style=|\son\w+=|undefined|\[object|NaN/);
    expect(r.text.match(/<h1>/g), at).toHaveLength(1);
    expect(r.text).toContain('<html lang="zh-CN">');
    expect(r.text).toContain('href="#main"');
    for (const m of r.text.matchAll(/href="(\/public[^"#]*)"/g)) {
      const next = m[1] ?? '';
      if (!seen.has(next) && !next.endsWith('.css')) {
        seen.add(next);
        queue.push(next);
      }
    }
  }
  expect(visited).toBe(80);
});

test('addresses that mean something else open nothing: other keys, quotes, paths, other counties, other forms', async () => {
  for (const at of ["/public/hongqiao/v/'%20or%201=1--", '/public/..%2f..%2fetc/plan', '/public/nowhere', '/public/linhe/v/hq.shaogongzhuang.1', '/public/hongqiao/n/00000000-0000-4000-8000-000000000000', '/public/hongqiao/n/1', '/public/hongqiao/policy/__proto__', '/public/hongqiao/v/hq', '/public/hongqiao/v/hq.xiyuzhuang.1/list/dibao?from=999999', '/public/x/y/z/w'])
    expect((await reader.open(at)).status, at).toBe(404);
  // A notice of one county is none of another's.
  await clock('hq-handler', '2021-11-15');
  const id = await atNotice('hq', 6);
  await post('hq', id);
  const url = (await notices('hq-handler')).find((n) => n.case === id)?.url ?? '';
  expect((await reader.open(url.replace('hongqiao', 'linhe'))).status).toBe(404);
  // Forms from another site are not taken, large ones neither.
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) expect((await reader.send(url, { text: '假的', named: 'no' }, headers)).status).toBe(403);
  expect((await reader.send(url, { text: 'x'.repeat(20_000), named: 'no' })).status).toBe(413);
  expect((await caseOf('hq-handler', id)).submissions).toEqual([]);
  // Staff of another county or street see neither the notice nor what came in.
  expect((await notices('lh-handler')).some((n) => n.case === id)).toBe(false);
});

test('the table of what is public holds no identity or account number whatever a program error would write, and the application cannot change what was published', async () => {
  const [row] = await query<{ id: string; county_id: number }>('select id, county_id from publication limit 1');
  await expect(query('update publication set remark = $2 where id = $1', [row?.id, '999999197003040012'])).rejects.toThrow('publication_no_numbers');
  await expect(server.installation.db.transaction({ county: row?.county_id ?? 0, area: null }, async (tx) => await tx.updateTable('publication').set({ name: '别人' }).execute())).rejects.toThrow('permission denied');
  // In the public scope there is no case, no person, no benefit.
  const seen = await server.installation.db.transaction({ county: row?.county_id ?? 0, area: [] }, async (tx) => [
    (await tx.selectFrom('case_file').select('id').execute()).length, (await tx.selectFrom('person').select('id').execute()).length, (await tx.selectFrom('benefit').select('id').execute()).length, (await tx.selectFrom('publication').select('id').execute()).length, (await tx.selectFrom('submission').select('id').execute()).length,
  ]);
  expect(seen).toEqual([0, 0, 0, 0, 0]);
});
