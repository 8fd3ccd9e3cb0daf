import type { caseResponsible } from '@doudi/core/api/auditpack';
import type { Output } from '@doudi/core/api/contract';
import type { getRectification, listRectifications } from '@doudi/core/api/rectifications';
import { plusDays } from '@doudi/core/calendar/date';
import { describe, expect, test } from 'vitest';
import type { Client } from '../../testing/client.ts';
import { applyFor } from '../../testing/flow.ts';
import { ok, supervision } from '../../testing/matters.ts';
import { bureauFigures } from './figures.ts';

const { server, admin, user, session, asSystem, chainOf } = await supervision();

type View = Output<typeof getRectification>;
const view = async (u: Client, id: string): Promise<View> => (await u.get<View>(`/rectifications/${id}`)).body;
const forward = async (u: Client, date: string): Promise<void> => void (await u.put('/training/clock', { date }));
const PROBLEM = { failing: 'duty', conduct: 'slow', severity: 'light', foundBy: 'visit', text: '受理后超过期限才入户调查，没有告知申请人。' } as const;

async function open(login: string, units: readonly string[], more: Record<string, unknown> = {}): Promise<string[]> {
  return ok(await (await user(login)).post<{ opened: { id: string }[] }>('/rectifications', { ...PROBLEM, ...more, units })).opened.map((o) => o.id);
}
const letter = (due: string, account: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({ rung: 'reminderLetter', due, measures: ['逐件补做入户调查', '每周清点临近时限的申请'], person: { account }, words: '请按期整改。', ...more });
const pdfOf = async (u: Client, id: string): Promise<{ status: number; bytes: Buffer }> => {
  const r = await fetch(`${server.origin}/api/v1/matter-papers/${id}/pdf`, { headers: { authorization: `Bearer ${u.token}` } });
  return { status: r.status, bytes: Buffer.from(await r.arrayBuffer()) };
};

describe('the ladder, from the first letter to the end', () => {
  let id: string;
  let due: string;
  let evidence: string;

  test('[BQ-11, BQ-47, GX-111, LH-88] a problem is opened by its failing, conduct and severity; the unit sees it, another does not', async () => {
    [id = ''] = await open('bq-county', [(await session('bq-handler')).unit.key]);
    const seen = await view(await user('bq-handler'), id);
    expect(seen).toMatchObject({ failing: 'duty', conduct: 'slow', severity: 'light', mine: true, head: { statusText: '已立项', waits: 'county' } });
    expect((await (await user('bq-b-handler')).get(`/rectifications/${id}`)).status).toBe(404);
    expect((await (await user('bq-handler')).post('/rectifications', { ...PROBLEM, units: ['x'] })).status).toBe(403);
    expect((await (await user('bq-handler')).post(`/rectifications/${id}/replies`, { text: '已改', measures: ['x'], files: [await (await user('bq-handler')).upload(`/matters/${id}/files`, '照片.png')] })).problem.code).toBe('step.order');
  });

  test('[BQ-62, BQ-63] a reminder letter without deadline, measures or person is refused and uses no number; whole, it is a numbered paper with all three', async () => {
    const county = await user('bq-county');
    const { account, today, name } = { ...(await session('bq-handler')) };
    due = plusDays(today, 14);
    for (const [without, missing] of [['due', '整改时限'], ['measures', '整改措施'], ['person', '责任人']] as const) {
      const { [without]: _, ...rest } = letter(due, account);
      const r = await county.post(`/rectifications/${id}/steps`, rest);
      expect(r.problem).toMatchObject({ code: 'materials.missing', missing: [missing], clause: expect.stringContaining('三(二)') as string });
    }
    expect((await county.post(`/rectifications/${id}/steps`, letter(due, (await session('bq-b-handler')).account))).problem.code).toBe('notfound');
    ok(await county.post(`/rectifications/${id}/steps`, letter(due, account)));
    const v = await view(county, id);
    const paper = v.steps[0]?.paper;
    expect(paper?.number).toMatch(/民政督〔\d{4}〕1号$/);
    const content = (await admin.query<{ content: { addressee: string; facts: [string, string][]; lists: { items: string[] }[] } }>('select content from matter_paper where id = $1', [paper?.id])).rows[0]?.content;
    expect(content?.facts.map(([k]) => k)).toEqual(expect.arrayContaining(['整改时限', '责任人']));
    expect(content?.facts.find(([k]) => k === '责任人')?.[1]).toContain(name);
    expect(content?.lists[0]?.items).toEqual(['逐件补做入户调查', '每周清点临近时限的申请']);
    const one = await pdfOf(await user('bq-handler'), paper?.id ?? '');
    expect([one.status, one.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    expect((await pdfOf(county, paper?.id ?? '')).bytes.equals(one.bytes)).toBe(true);
    expect((await pdfOf(await user('bq-b-handler'), paper?.id ?? '')).status).toBe(404);
    await expect(admin.query(`update matter_paper set title = '别的'`)).rejects.toThrow('written once');
  });

  test('the unit signs for the paper; nobody else can sign or answer for it', async () => {
    expect((await (await user('bq-b-handler')).post(`/rectifications/${id}/sign`, { step: 0 })).status).toBe(404);
    expect((await (await user('bq-county')).post(`/rectifications/${id}/sign`, { step: 0 })).status).toBe(403);
    const h = await user('bq-handler');
    ok(await h.post(`/rectifications/${id}/sign`, { step: 0 }));
    expect((await view(h, id)).steps[0]?.signed?.by).toBe((await session('bq-handler')).name);
    expect((await (await user('bq-b-handler')).post(`/rectifications/${id}/replies`, { text: 'x', measures: ['x'], files: [id] })).status).toBe(404);
  });

  test('[BQ-64, LH-89] late, it is shown so, but nothing happens by itself: the leader, and only the leader, issues the supervision letter', async () => {
    const [county, chief] = [await user('bq-county'), await user('bq-chief')];
    const handler = (await session('bq-handler')).account;
    expect((await chief.post(`/rectifications/${id}/steps`, letter(plusDays(due, 20), handler, { rung: 'supervisionLetter' }))).problem.code).toBe('step.order');
    await forward(county, plusDays(due, 1));
    const late = await view(county, id);
    expect([late.unmet, late.head.late, late.steps.length]).toEqual([true, true, 1]);
    expect(late.ladder.rungs.filter((r) => r.open).map((r) => r.id)).toEqual(['supervisionLetter', 'criticism']);
    const list = (await county.get<Output<typeof listRectifications>>('/rectifications?state=late')).body;
    expect(list.items.map((i) => i.id)).toContain(id);
    const next = letter(plusDays(due, 20), handler, { rung: 'supervisionLetter' });
    expect((await county.post(`/rectifications/${id}/steps`, next)).problem.code).toBe('rights.denied');
    ok(await chief.post(`/rectifications/${id}/steps`, next));
    expect((await view(county, id)).unmet).toBe(false);
  });

  test('[BQ-81] the answer needs proof; the county sends it back with the reason, which the ledger counts, then accepts', async () => {
    const [h, county] = [await user('bq-handler'), await user('bq-county')];
    expect((await h.post(`/rectifications/${id}/replies`, { text: '已改', measures: ['补做'], files: [] })).problem.code).toBe('input.invalid');
    const [elsewhere = ''] = await open('bq-county', [(await session('bq-handler')).unit.key]);
    expect((await h.post(`/rectifications/${id}/replies`, { text: '已改', measures: ['补做'], files: [await h.upload(`/matters/${elsewhere}/files`, '别的.png')] })).problem.code).toBe('notfound');
    evidence = await h.upload(`/matters/${id}/files`, '佐证.png');
    expect((await fetch(`${server.origin}/api/v1/matter-files/${evidence}`, { headers: { authorization: `Bearer ${(await user('bq-b-handler')).token}` } })).status).toBe(404);
    const reply = { text: '已逐件补做。', measures: ['补做入户调查'], files: [evidence] };
    ok(await h.post(`/rectifications/${id}/replies`, reply));
    expect((await view(county, id)).head.waits).toBe('county');
    ok(await county.post(`/rectifications/${id}/return`, { reason: '没有调查表', due: plusDays(due, 25) }));
    const { items } = (await county.get<Output<typeof listRectifications>>('/rectifications')).body;
    expect(items.find((i) => i.id === id)?.returned).toBe(1);
    ok(await h.post(`/rectifications/${id}/replies`, reply));
    expect((await county.post(`/rectifications/${id}/close`, { text: '结' })).problem.code).toBe('step.order');
    ok(await county.post(`/rectifications/${id}/accept`, {}));
    const v = await view(county, id);
    expect(v.replies.map((r) => r.outcome)).toEqual(['returned', 'accepted']);
    expect(v.replies[1]?.files).toEqual([{ id: evidence, name: '佐证.png' }]);
  });

  test('[BQ-64, GX-110] it does not close before two of the county have looked again and found it right; a wrong look gives a new term', async () => {
    const [h, county] = [await user('bq-handler'), await user('bq-county')];
    const [one, two, unit] = [(await session('bq-county')), (await session('bq-county2')), await session('bq-handler')];
    expect((await county.post(`/rectifications/${id}/close`, { text: '结' })).problem).toMatchObject({ code: 'step.order', rule: expect.stringContaining('复查') as string });
    const look = { on: one.today, who: [one.account, two.account], outcome: 'notCorrected', text: '仍有一件没有补', due: plusDays(due, 40) };
    expect((await county.post(`/rectifications/${id}/reinspect`, { ...look, who: [one.account, one.account] })).problem.code).toBe('investigation.persons');
    expect((await county.post(`/rectifications/${id}/reinspect`, { ...look, who: [one.account, unit.account] })).problem.code).toBe('person.related');
    ok(await county.post(`/rectifications/${id}/reinspect`, look));
    expect((await view(county, id)).head).toMatchObject({ waits: 'unit', dueOn: plusDays(due, 40) });
    ok(await h.post(`/rectifications/${id}/replies`, { text: '最后一件已补。', measures: ['补做'], files: [evidence] }));
    ok(await county.post(`/rectifications/${id}/accept`, {}));
    ok(await county.post(`/rectifications/${id}/reinspect`, { on: one.today, who: [one.account, two.account], outcome: 'corrected', text: '逐件核对，均已补做' }));
    ok(await county.post(`/rectifications/${id}/close`, { text: '整改到位' }));
    expect((await view(county, id)).head).toMatchObject({ statusText: '已办结', waits: null });
    expect((await h.post(`/rectifications/${id}/replies`, { text: 'x', measures: ['x'], files: [evidence] })).problem.code).toBe('case.closed');
  });

  test('[BQ-67, BQ-68] what is closed is followed up: a punishment and a revisit are recorded, and a missing revisit shows', async () => {
    const county = await user('bq-county');
    const { today } = await session('bq-county');
    const wait = (await view(county, id)).revisitDue ?? today;
    const due = async (): Promise<string[]> => (await county.get<Output<typeof listRectifications>>('/rectifications?state=revisit')).body.items.map((i) => i.id);
    expect(await due()).not.toContain(id);
    await forward(county, wait);
    expect(await due()).toContain(id);
    ok(await county.post(`/rectifications/${id}/revisits`, { on: wait, how: 'home', text: '申请人对办理满意' }));
    expect(await due()).not.toContain(id);
    ok(await county.post(`/rectifications/${id}/punishments`, { person: '某经办', measure: '批评教育', organ: '县民政局', on: wait }));
    expect(await view(county, id)).toMatchObject({ revisits: [{ howText: '入户' }], punishments: [{ measure: '批评教育' }] });
  });

  test('what was done stands in the chain of matters, hashed', async () => {
    const trail = (await (await user('bq-handler')).get<{ items: { label: string }[] }>(`/matters/${id}/trail`)).body.items.map((a) => a.label);
    expect(trail.slice(0, 3)).toEqual(['立项', '提出整改要求', '单位签收']);
    expect(await chainOf('baoqing')).toMatchObject({ ok: true });
  });
});

test('[BQ-60, LH-16, GX-24] a tendency is opened for several units at once, one matter each, and the ledger counts by unit and class', async () => {
  const [one, two] = [(await session('gx-handler')).unit, (await session('gx-b-handler')).unit];
  const county = await user('gx-county');
  const before = (await county.get<Output<typeof listRectifications>>('/rectifications')).body;
  await open('gx-county', [one.key, two.key], { foundBy: 'general', failing: 'policy', text: '公示照片普遍缺少期满当日的一张。' });
  const after = (await county.get<Output<typeof listRectifications>>('/rectifications')).body;
  const of = (page: typeof after, unit: string): number => page.units.find((u) => u.key === unit)?.failings.find((f) => f.id === 'policy')?.count ?? 0;
  for (const unit of [one.key, two.key]) expect(of(after, unit)).toBe(of(before, unit) + 1);
  expect(after.totals.open).toBe(before.totals.open + 2);
  expect((await county.get<Output<typeof listRectifications>>(`/rectifications?unit=${encodeURIComponent(one.key)}&failing=policy`)).body.items.every((i) => i.unit === one.key && i.failing === 'policy')).toBe(true);
  // A unit sees its own only.
  expect(new Set((await (await user('gx-handler')).get<Output<typeof listRectifications>>('/rectifications')).body.units.map((u) => u.key))).toEqual(new Set([one.key]));
});

test('[BQ-69] a criticism is circulated to chosen units: they read and sign for the paper without seeing the matter', async () => {
  const [one, two] = [await session('hq-handler'), await session('hq-b-handler')];
  const [id = ''] = await open('hq-county', [one.unit.key], { conduct: 'favour', failing: 'inaccurate' });
  const step = letter(plusDays(one.today, 10), one.account, { rung: 'criticism' });
  const chief = await user('hq-chief');
  expect((await chief.post(`/rectifications/${id}/steps`, step)).problem).toMatchObject({ missing: ['通报范围'] });
  ok(await chief.post(`/rectifications/${id}/steps`, { ...step, circulate: [two.unit.key] }));
  const paper = (await view(chief, id)).steps[0]?.paper?.id ?? '';
  const other = await user('hq-b-handler');
  const circulars = async (): Promise<Output<typeof listRectifications>['circulars']> => (await other.get<Output<typeof listRectifications>>('/rectifications')).body.circulars;
  expect((await circulars()).map((c) => [c.id, c.signedOn])).toEqual([[paper, null]]);
  expect((await pdfOf(other, paper)).status).toBe(200);
  expect((await other.get(`/rectifications/${id}`)).status).toBe(404);
  ok(await other.post(`/matter-papers/${paper}/sign`, undefined));
  expect((await circulars())[0]?.signedOn).toBe(one.today);
  expect((await other.post(`/matter-papers/${paper}/sign`, undefined)).status).toBe(404);
  expect((await view(chief, id)).steps[0]?.circulated).toEqual([{ unit: two.unit.name, signedOn: one.today }]);
});

test('[BQ-70] a grave matter is handed over at once with organ and list of papers, and its receipt is kept; those concerned are not warned', async () => {
  const unit = await session('hq-handler');
  const [id = ''] = await open('hq-county', [unit.unit.key], { severity: 'grave', conduct: 'falsified' });
  const chief = await user('hq-chief');
  const step = { rung: 'discipline', organ: '区纪委监委', papers: ['核查卷 1 册', '发放明细'], words: '请依规依纪处理。' };
  expect((await (await user('hq-county')).post(`/rectifications/${id}/steps`, step)).problem.code).toBe('rights.denied');
  ok(await chief.post(`/rectifications/${id}/steps`, step));
  ok(await chief.post(`/rectifications/${id}/receipt`, { on: unit.today, number: '区纪收〔2021〕9号' }));
  expect((await view(chief, id)).steps[0]?.handOver).toMatchObject({ organ: '区纪委监委', receipt: { number: '区纪收〔2021〕9号' } });
  const own = await user('hq-handler');
  const seen = await view(own, id);
  expect(seen.steps).toEqual([]);
  // Nor by the list, the trail, what is said of the next rung, or the refusal to sign for it.
  expect(JSON.stringify([seen.ladder.rungs.map((r) => r.why), (await own.get<Output<typeof listRectifications>>('/rectifications')).body.items.find((r) => r.id === id)?.rung])).not.toContain('移交');
  const trail = async (u: typeof own): Promise<string[]> => (await u.get<{ items: { label: string }[] }>(`/matters/${id}/trail`)).body.items.map((i) => i.label);
  expect(await trail(chief)).toEqual(['立项', '提出整改要求', '登记移交回执']);
  expect(await trail(own)).toEqual(['立项']);
  const [hidden, none] = [await own.post(`/rectifications/${id}/sign`, { step: 0 }), await own.post(`/rectifications/${id}/sign`, { step: 7 })];
  expect([hidden.status, hidden.problem.rule]).toEqual([none.status, none.problem.rule]);
});

test('[LH-94, LH-96] tolerance is recorded condition by condition with proof and decided by the leader alone', async () => {
  const unit = await session('lh-handler');
  const [id = ''] = await open('lh-county', [unit.unit.key]);
  const [county, chief] = [await user('lh-county'), await user('lh-chief')];
  const file = await county.upload(`/matters/${id}/files`, '说明.png');
  const { conditions } = (await view(county, id)).tolerance;
  expect(conditions.map((c) => c.label)).toEqual(['秉持公心、履职尽责', '因非主观原因出现失误偏差', '能够及时纠正']);
  ok(await county.post(`/rectifications/${id}/tolerances`, { person: unit.name, conditions: conditions.map((c) => ({ id: c.id, met: true, text: '见附', files: [file] })) }));
  expect((await county.post(`/rectifications/${id}/tolerances/decide`, { person: unit.name, outcome: 'exempt', text: '符合' })).status).toBe(403);
  ok(await chief.post(`/rectifications/${id}/tolerances/decide`, { person: unit.name, outcome: 'exempt', text: '符合' }));
  expect((await view(county, id)).tolerances[0]).toMatchObject({ outcome: 'exempt', conditions: [{ met: true, files: [{ id: file }] }, { met: true }, { met: true }] });
});

test('[XX-51, XX-52] in 西秀 the letter stands on the two accountability documents', async () => {
  const unit = await session('xx-handler');
  const [id = ''] = await open('xx-county', [unit.unit.key]);
  ok(await (await user('xx-county')).post(`/rectifications/${id}/steps`, letter(plusDays(unit.today, 10), unit.account)));
  const basis = (await admin.query<{ content: { basis: string[] } }>('select content from matter_paper where matter_id = $1', [id])).rows[0]?.content.basis.join();
  expect(basis).toContain('黔委厅字〔2012〕71号');
  expect(basis).toContain('西区办发〔2018〕93号');
});

test('[XX-55, XX-56] from a case back to everyone who acted on it, with post, unit and time, the steps nobody took, and what supervision did', async () => {
  const h = await user('xx-handler');
  const { id } = await applyFor(h, { serial: 61 });
  ok(await h.act(id, 'accept'));
  const who = await session('xx-handler');
  const [matter = ''] = await open('xx-county', [who.unit.key], { case: id });
  const { body } = await (await user('xx-county')).get<Output<typeof caseResponsible>>(`/cases/${id}/responsible`);
  const acts = body.items.filter((x) => x.stage === 'case' && x.by !== '系统');
  expect(acts.map((x) => x.act)).toEqual(['提出申请', '受理']);
  expect(new Set(acts.map((x) => [x.by, x.postText, x.unit].join()))).toEqual(new Set([[who.name, '经办人员', who.unit.name].join()]));
  expect(body.people.find((p) => p.by === who.name)?.acts).toBe(body.items.filter((x) => x.by === who.name).length);
  expect(body.items.at(-1)).toMatchObject({ stage: 'supervision', act: '整改：立项', by: (await session('xx-county')).name, postText: '县级经办人员', unit: (await session('xx-county')).unit.name });
  // Nobody stands there without the post and the unit for which they acted.
  expect(body.people.filter((p) => p.by !== '系统' && (p.postText === '' || p.unit === ''))).toEqual([]);
  expect(body.skipped.every((s) => s.state !== 'missed')).toBe(true);
  expect(body.skipped.some((s) => s.state === 'ahead')).toBe(true);
  // A step that was passed over shows as such.
  await admin.query(`update case_file set state = state #- '{done,accept}' || '{"done": {"verify": {"on": "2019-04-15", "by": {"user": "system", "post": "system", "unit": ""}}}}'::jsonb where id = $1`, [id]);
  expect((await (await user('xx-county')).get<Output<typeof caseResponsible>>(`/cases/${id}/responsible`)).body.skipped.filter((s) => s.state === 'missed').length).toBeGreaterThan(0);
  expect(body.items.map((x) => x.at)).toEqual(body.items.map((x) => x.at).toSorted());
  expect((await (await user('xx-b-handler')).get(`/cases/${id}/responsible`)).status).toBe(404);
  expect((await view(await user('xx-county'), matter)).head.aboutCase).toBe(id);
});

test('the bureau’s figures say how they were counted and open the list they count', async () => {
  const figures = await asSystem('gongxian', bureauFigures);
  const list = (await (await user('gx-county')).get<Output<typeof listRectifications>>('/rectifications')).body;
  expect(figures.map((f) => [f.id, f.value])).toEqual([['rectify.late', list.totals.late], ['rectify.open', list.totals.open], ['rectify.revisit', list.totals.revisit]]);
  for (const f of figures) expect(f.byUnit?.reduce((n, u) => n + u.value, 0)).toBe(f.value);
});
