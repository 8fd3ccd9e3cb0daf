import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import type { JudgementView } from '@doudi/core/api/judgement';
import { testIdentity } from '@doudi/core/people/id-number';
import { pdfText } from '../../platform/typeset/pdf-text.ts';
import type { Client } from '../../testing/client.ts';
import { staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
});

interface CaseJudgement extends JudgementView {
  readonly state: string;
  readonly carriedFrom: { id: string; number: string } | null;
  readonly carriedTo: { id: string; number: string } | null;
}
interface Setup {
  readonly today: string;
  readonly programmes: { id: string; documents: { id: string; when: string }[] }[];
  readonly units: { villages: { key: string; area: string | null; attribute: string | null }[] }[];
}

/** A couple of which one is severely ill; the other's pension decides. */
async function couple(h: Client, serial: number, pension: number, more: object = {}): Promise<{ facts: Record<string, unknown> & { applicant: string }; setup: Setup }> {
  const person = async (birth: string, sex: 'male' | 'female', n: number, name: string): Promise<string> => {
    const r = await h.post<{ id: string }>('/persons', { idNumber: testIdentity(birth, sex, n), name });
    if (r.status !== 200) throw new Error(JSON.stringify(r.body));
    return r.body.id;
  };
  const [self, wife] = [await person('1970-03-04', 'male', serial, '王安'), await person('1971-05-06', 'female', serial + 1, '李宁')];
  const facts = {
    applicant: self, area: 'urban', address: '一号楼一门', hardship: 'illness', statement: '长期患病，收入不足。',
    members: [{ person: self, relation: 'self', birth: '1970-03-04', sex: 'male', health: 'severeIllness' }, { person: wife, relation: 'spouse', birth: '1971-05-06', sex: 'female' }],
    incomes: [{ person: wife, kind: 'pension', monthly: pension }], ...more,
  };
  return { facts, setup: (await h.get<Setup>('/intake')).body };
}

const papersOf = (setup: Setup, programme: string): string[] => setup.programmes.find((p) => p.id === programme)?.documents.filter((d) => ['always', 'income', 'illness'].includes(d.when)).map((d) => d.id) ?? [];
const verdict = (j: JudgementView, programme: string): JudgementView['verdicts'][number] | undefined => j.verdicts.find((v) => v.programme === programme);

describe('红桥: a household over 低保', () => {
  test('at the counter the facts typed so far are judged for every programme, and nothing is kept', async () => {
    const h = await user('hq-handler');
    const { facts } = await couple(h, 200, 250_000);
    const r = await h.post<JudgementView>('/judgements', { facts, programme: 'dibao' });
    expect(r.status, JSON.stringify(r.body)).toBe(200);
    expect(verdict(r.body, 'dibao')).toMatchObject({ applied: true, outcome: 'ineligible', monthlyFen: 0, grounds: ['家庭月人均收入不低于规定标准'] });
    expect(verdict(r.body, 'dishouru')).toMatchObject({ better: true, outcome: 'eligible', monthlyFen: 30_300, payment: 'monthly' });
    expect(verdict(r.body, 'bianyuan')).toMatchObject({ outcome: 'eligible', payment: 'none', better: false, months: 12 });
    expect(verdict(r.body, 'dishouru')?.lines.find((l) => l.id === 'fixed')).toMatchObject({ formula: '1,010×30% = 303.00 元/月', source: { clause: expect.stringContaining('天津市低收入家庭救助') as string } });
    expect(JSON.stringify(r.body)).not.toContain('王安');
    expect((await h.get<{ items: unknown[] }>('/drafts')).body.items).toEqual([]);
  });

  test('[HQ-74, HQ-127] is refused 低保, told in the letter that 低收入 fits, carried over without typing again, and confirmed with 30 %', async () => {
    const h = await user('hq-handler');
    const { facts, setup } = await couple(h, 210, 250_000, { categories: ['specialOutpatient'] });
    const first = await h.post<{ id: string; number: string }>('/cases', { programme: 'dibao', via: 'window', declaredOn: setup.today, materials: papersOf(setup, 'dibao'), facts });
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    const { id } = first.body;
    expect((await h.get<CaseJudgement>(`/cases/${id}/judgement`)).body).toMatchObject({ state: 'preview', carriedFrom: null, carriedTo: null });
    await walk(office('hq'), id);
    const v = (await h.get<CaseView>(`/cases/${id}`)).body;
    expect(v.status).toBe('refused');
    const j = (await h.get<CaseJudgement>(`/cases/${id}/judgement`)).body;
    expect(j.state).toBe('told');
    expect(verdict(j, 'dishouru')?.better).toBe(true);
    const letter = v.letters.find((l) => l.kind === 'refusal');
    const pdf = await fetch(`${server.origin}/api/v1/letters/${letter?.id}/pdf`, { headers: { authorization: `Bearer ${h.token}` } });
    const text = pdfText(new Uint8Array(await pdf.arrayBuffer()));
    expect(text).toContain('您家庭符合低收入家庭救助的条件（测算每月303.00元），该项目更适合您家庭');
    expect(text).toContain('您家庭还符合最低生活保障边缘家庭的条件（认定身份，不发放保障金）');
    expect(text).toContain('王安属于低保边缘家庭中患重特大疾病的人员（患重病），可以单独提出申请');

    const carried = await h.post<{ draft: string }>(`/cases/${id}/carry-over`, { programme: 'dishouru' });
    expect(carried.status, JSON.stringify(carried.body)).toBe(200);
    const draft = (await h.get<{ body: Record<string, unknown> }>(`/drafts/${carried.body.draft}`)).body.body;
    expect(draft).toMatchObject({ programme: 'dishouru', via: 'window', carriedFrom: id, facts: { applicant: facts.applicant, categories: ['specialOutpatient'], incomes: [{ monthly: 250_000 }] } });
    expect([...(draft['materials'] as string[])].sort()).toEqual(papersOf(setup, 'dishouru').sort());
    expect(JSON.stringify(draft)).not.toContain('王安');

    // What the form sends of a draft: everything but what it shows and asks anew.
    const { people: _people, byAgent: _byAgent, agent: _agent, ...rest } = draft;
    const second = await h.post<{ id: string; number: string }>('/cases', rest);
    expect(second.status, JSON.stringify(second.body)).toBe(200);
    expect((await h.get<CaseJudgement>(`/cases/${id}/judgement`)).body.carriedTo).toEqual({ id: second.body.id, number: second.body.number });
    expect((await h.get<CaseJudgement>(`/cases/${second.body.id}/judgement`)).body.carriedFrom).toEqual({ id, number: first.body.number });
    await walk(office('hq'), second.body.id);
    const done = (await h.get<CaseView>(`/cases/${second.body.id}`)).body;
    expect(done).toMatchObject({ status: 'granted', procedure: { id: 'hq', organ: 'unit' }, decision: { monthlyFen: 30_300 } });
    await h.put('/training/clock', { date: `${done.decision?.fromMonth}-05` });
    const roll = await (await user('hq-pay')).post<{ added: number }>('/rolls', { programme: 'dishouru', month: done.decision?.fromMonth });
    expect(roll.body.added, JSON.stringify(roll.body)).toBe(1);
  });

  test('a recognition is decided by the county, says until when it lasts, and owes nothing', async () => {
    const h = await user('hq-handler');
    await h.put('/training/clock', { date: '2021-11-15' });
    const { facts, setup } = await couple(h, 220, 250_000);
    const r = await h.post<{ id: string }>('/cases', { programme: 'bianyuan', via: 'window', declaredOn: setup.today, materials: papersOf(setup, 'bianyuan'), facts });
    expect(r.status, JSON.stringify(r.body)).toBe(200);
    await walk(office('hq'), r.body.id);
    const v = (await h.get<CaseView>(`/cases/${r.body.id}`)).body;
    expect(v).toMatchObject({ status: 'granted', procedure: { organ: 'county' }, decision: { monthlyFen: 0 } });
    const letter = v.letters.find((l) => l.kind === 'grant');
    const pdf = await fetch(`${server.origin}/api/v1/letters/${letter?.id}/pdf`, { headers: { authorization: `Bearer ${h.token}` } });
    const text = pdfText(new Uint8Array(await pdf.arrayBuffer()));
    expect(text).toMatch(/认定您家庭为最低生活保障边缘家庭，认定人口2人.*认定有效期自2021年11月\d+日至2022年11月\d+日/);
    expect(text).toContain('您家庭符合低收入家庭救助的条件（测算每月303.00元）');
    await h.put('/training/clock', { date: `${v.decision?.fromMonth}-05` });
    const roll = await (await user('hq-pay')).post<{ added: number }>('/rolls', { programme: 'bianyuan', month: v.decision?.fromMonth });
    expect(roll.body.added, JSON.stringify(roll.body)).toBe(0);
  });

  test('[HQ-75, HQ-76] the residents’ committee applies for a household that entrusts it, by a member who lives there', async () => {
    const village = await user('hq-village');
    const { facts, setup } = await couple(village, 230, 250_000);
    const body = { programme: 'dishouru', via: 'village', declaredOn: setup.today, materials: papersOf(setup, 'dishouru'), facts };
    expect((await village.post('/cases', body)).problem.code).toBe('reason.missing');
    const agent = { kind: 'village', reason: '申请人行动不便' };
    expect((await village.post('/cases', { ...body, agent, facts: { ...facts, applicant: (facts as unknown as { members: { person: string }[] }).members[1]?.person } })).problem.code).toBe('input.invalid');
    const r = await village.post<{ id: string }>('/cases', { ...body, agent });
    expect(r.status, JSON.stringify(r.body)).toBe(200);
    expect((await village.get<CaseView>(`/cases/${r.body.id}`)).body).toMatchObject({ programme: 'dishouru', status: 'applied' });
  });
});

describe('who may, and what is refused', () => {
  test('the judgement of a case is read by who reads the case; a stranger finds none; carrying over is the counter’s', async () => {
    const h = await user('hq-handler');
    const { facts, setup } = await couple(h, 240, 250_000);
    const { id } = (await h.post<{ id: string }>('/cases', { programme: 'dibao', via: 'window', declaredOn: setup.today, materials: papersOf(setup, 'dibao'), facts })).body;
    expect((await (await user('hq-leader')).get(`/cases/${id}/judgement`)).status).toBe(200);
    expect((await (await user('hq-b-handler')).get(`/cases/${id}/judgement`)).status).toBe(404);
    expect((await (await user('lh-county')).get(`/cases/${id}/judgement`)).status).toBe(404);
    expect((await (await user('hq-sys')).get(`/cases/${id}/judgement`)).status).toBe(403);
    expect((await (await user('hq-leader')).post(`/cases/${id}/carry-over`, { programme: 'dishouru' })).status).toBe(403);
    expect((await h.post(`/cases/${id}/carry-over`, { programme: 'dibao' })).problem.code).toBe('conflict.duplicate');
    expect((await h.post(`/cases/${id}/carry-over`, { programme: 'gangxing' })).problem).toMatchObject({ code: 'policy.absent' });
    const other = await couple(h, 250, 250_000);
    expect((await h.post('/cases', { programme: 'dishouru', via: 'window', declaredOn: setup.today, materials: [], facts: other.facts, carriedFrom: id })).problem).toMatchObject({ code: 'input.invalid', fields: [{ path: 'body.carriedFrom' }] });
  });
});

describe('西秀: the statistical attribute of the village', () => {
  test('[XX-130, XX-131, XX-133] decides the area: nobody types another, and the urban standard is applied', async () => {
    const h = await user('xx-handler');
    const { facts, setup } = await couple(h, 260, 60_000);
    const place = setup.units.flatMap((u) => u.villages).find((v) => v.area === 'urban');
    expect(place?.attribute).toMatch(/^11[12] /);
    const body = { programme: 'dibao', via: 'window', declaredOn: setup.today, materials: papersOf(setup, 'dibao'), village: place?.key, facts };
    const wrong = await h.post('/cases', { ...body, facts: { ...facts, area: 'rural' } });
    expect(wrong.problem).toMatchObject({ code: 'input.invalid', fields: [{ path: 'body.facts.area' }] });
    expect(wrong.problem.rule).toContain(`城镇（${place?.attribute}）`);
    const r = await h.post<{ id: string }>('/cases', body);
    expect(r.status, JSON.stringify(r.body)).toBe(200);
    const j = (await h.get<CaseJudgement>(`/cases/${r.body.id}/judgement`)).body;
    // 650 × 2 − 600.
    expect(verdict(j, 'dibao')).toMatchObject({ outcome: 'eligible', monthlyFen: 70_000 });
  });
});
