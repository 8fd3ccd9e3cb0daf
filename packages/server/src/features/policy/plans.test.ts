import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { divisionDataSchema, divisionHistory } from '@doudi/core/divisions/divisions';
import { INCOME_KINDS } from '@doudi/core/case/facts';
import { entrustmentFor } from '@doudi/core/policy/entrustment';
import type { PolicyLayer, Procedure, Source } from '@doudi/core/policy/model';
import { parsePolicyFiles } from '@doudi/core/policy/parse';
import { Policy, type FloorChoice } from '@doudi/core/policy/resolve';
import { loadPolicies, readPolicyFiles } from './load.ts';

const folder = fileURLToPath(new URL('../../../../../policies', import.meta.url));
const { nation, counties } = loadPolicies(folder);
const layer = (id: string): PolicyLayer => {
  const l = counties.find((c) => c.id === id);
  if (!l) throw new Error(id);
  return l;
};
const policy = (id: string, choices: FloorChoice[] = []): Policy => new Policy(nation, layer(id), choices);
const entrusted = (county: string, unit: string, programme: string, on: string, fen?: number): string => {
  const r = entrustmentFor(policy(county), unit, programme, on, fen);
  return 'inForce' in r ? r.inForce.id : 'none';
};
const scope = (on: string): { on: string; programme: string; area: 'urban' } => ({ on, programme: 'dibao', area: 'urban' });
const procedureOn = (county: string, delegated: boolean, on: string): string | undefined => {
  const programme = policy(county).programme('dibao', on);
  return programme && policy(county).procedureFor(programme, delegated, on)?.id;
};

/** Every source anywhere in a layer, with a name for the message. */
function* sources(l: PolicyLayer): Generator<{ where: string; source: Source }> {
  for (const p of l.parameters) yield { where: p.key, source: p.source };
  for (const t of l.texts) yield { where: t.key, source: t.source };
  for (const p of l.procedures) {
    yield { where: p.id, source: p.source };
    for (const s of p.steps) yield { where: `${p.id}.${s.step}`, source: s.source };
  }
  for (const p of l.programmes) {
    yield { where: p.id, source: p.source };
    for (const d of p.documents) yield { where: `${p.id}.${d.id}`, source: d.source };
  }
  for (const u of l.units) {
    yield { where: u.id, source: u.source };
    for (const b of u.bodies) yield { where: `${u.id}.${b.kind}`, source: b.source };
  }
  for (const e of l.entrustments) yield { where: e.id, source: e.source };
}

describe('provenance', () => {
  it.each([nation, ...counties].map((l) => [l.id, l] as const))('%s: every rule cites a clause of a registered instrument or says that it is an assumption', (_, l) => {
    for (const { where, source } of sources(l)) {
      expect(source.assumption !== undefined || (source.instrument !== undefined && source.clause !== undefined), where).toBe(true);
      if (source.instrument !== undefined) expect(policy(l.id === 'national' ? 'xixiu' : l.id).instrument(source.instrument), where).toBeDefined();
      if (source.assumption !== undefined) expect(source.assumption.length, where).toBeGreaterThanOrEqual(2);
    }
  });

  it.each(counties.map((l) => [l.id, l] as const))('%s: every quote of the plan stands in the plan, word for word', (id, l) => {
    const text = readFileSync(`${folder}/${id}/plan.txt`, 'utf8');
    const quotes = [...sources(l)].filter((s) => s.source.quote !== undefined && s.source.instrument === l.jurisdiction?.plan);
    expect(quotes.length).toBeGreaterThan(3);
    for (const { where, source } of quotes) expect(text.includes(source.quote ?? ''), `${where}: ${source.quote}`).toBe(true);
  });

  it('no plan text carries the personal names of its annex', () => {
    const text = readFileSync(`${folder}/xixiu/plan.txt`, 'utf8');
    expect(text).not.toMatch(/组长[:：]\S/);
    expect(text).toContain('未收录');
  });
});

describe('registered plans', () => {
  it.each([
    ['[HQ-02]', 'hongqiao', { issuer: '天津市红桥区人民政府办公室', date: '2021-09-04' }],
    ['[LH-01]', 'linhe', { number: '临民政字〔2022〕19号', issuer: '临河区民政局', date: '2022-03-31' }],
    ['[BQ-01]', 'baoqing', { number: '宝民发〔2022〕55号', issuer: '宝清县民政局' }],
    ['[XX-02]', 'xixiu', { issuer: '安顺市西秀区人民政府办公室', date: '2019-03-14' }],
  ])('%s %s registers its plan with number, issuer and date', (_, id, what) => {
    expect(policy(id).instrument(layer(id).jurisdiction?.plan ?? '')).toMatchObject(what);
  });

  it.each([
    ['[HQ-04, HQ-209]', 'hongqiao', ['津民发〔2021〕14号', '津民发〔2013〕85号', '津政办发〔2016〕63号', '津政办发〔2019〕43号']],
    ['[LH-02]', 'linhe', ['内民政【2021】43号', '内党办发【2021】5号', '内民政发【2021】73号', '内民政发【2021】67号', '巴民发【2022】47号']],
    ['[GX-01]', 'gongxian', ['宜民政〔2020〕51号']],
    ['[XX-04]', 'xixiu', ['民办函〔2018〕111号', '黔民办函〔2018〕89号', '安市民发〔2018〕186号']],
  ])('%s %s keeps the superior documents on the register', (_, id, numbers) => {
    expect(policy(id).instrument(layer(id).jurisdiction?.plan ?? '')?.basis).toEqual(expect.arrayContaining(numbers));
  });
});

describe('which law applies', () => {
  it.each([
    ['2021-06-30', 'nat-220'], ['2021-07-01', 'nat-57'], ['2022-10-19', 'nat-57'], ['2022-10-20', 'nat-83'],
  ])('without entrustment an application of %s follows %s', (on, id) => {
    expect(procedureOn('xixiu', false, on)).toBe(id);
  });

  it.each([
    ['gongxian', '2020-05-01', 'gx'], ['gongxian', '2021-06-30', 'gx'], ['gongxian', '2021-07-01', 'nat-57-delegated'], ['gongxian', '2022-10-20', 'nat-83-delegated'],
    ['hongqiao', '2021-09-04', 'hq'], ['linhe', '2022-03-30', 'nat-57-delegated'], ['linhe', '2022-03-31', 'lh'], ['baoqing', '2022-11-15', 'bq'],
  ])('entrusted, %s on %s follows %s', (county, on, id) => {
    expect(procedureOn(county, true, on)).toBe(id);
  });

  it('appraisal is a must under 220号 and only on objection under 57号', () => {
    const when = (id: string): string | undefined => policy('xixiu').procedure(id)?.steps.find((s) => s.step === 'appraise')?.when;
    expect([when('nat-220'), when('nat-57'), when('nat-83')]).toEqual(['always', 'if-disputed', 'if-disputed']);
  });

  it.each([
    ['deadline.investigation', '2021-06-30', 10, '2021-07-01', 3],
    ['deadline.county-review', '2021-06-30', 5, '2021-07-01', 10],
    ['deadline.reinvestigate', '2021-06-30', 20, '2021-07-01', 10],
    ['deadline.case.delegated', '2022-10-19', 30, '2022-10-20', 20],
  ])('%s is, on %s, %i and, on %s, %i', (key, before, a, after, b) => {
    expect(policy('xixiu').number(key, scope(before)).value).toBe(a);
    expect(policy('xixiu').number(key, scope(after)).value).toBe(b);
  });

  it('the undelegated case keeps 30 working days after 83号', () => {
    expect(policy('xixiu').number('deadline.case', scope('2022-10-20')).value).toBe(30);
  });

  it('the basic pension is counted before 57号, not counted from 2021-07-01, and an assumption from 2026', () => {
    const kind = (on: string): [unknown, boolean] => {
      const r = policy('xixiu').get('income.kind.basic-pension', scope(on));
      return [r.value, r.source.assumption !== undefined];
    };
    expect(kind('2021-06-30')).toEqual(['counted', true]);
    expect(kind('2021-07-01')).toEqual(['excluded', false]);
    expect(kind('2025-12-31')).toEqual(['excluded', false]);
    expect(kind('2026-01-01')).toEqual(['excluded', true]);
  });

  it('the remedies change with the Administrative Reconsideration Law of 2024', () => {
    expect(policy('hongqiao').text('letter.remedies', '2023-12-31')).toContain('上一级民政部门');
    expect(policy('hongqiao').text('letter.remedies', '2024-01-01')).not.toContain('上一级民政部门');
  });
});

describe('a plan below a national floor', () => {
  const choice = (choose: 'plan' | 'floor'): FloorChoice => ({ key: 'notice.days', choose, reason: '区里研究决定', from: '2021-10-01', by: 'u1' });

  it('[HQ-115] 红桥 publishes for 5 days; the conflict with the national 7 is shown until and after the county chooses', () => {
    expect(policy('hongqiao').number('notice.days', scope('2021-11-15'))).toMatchObject({ value: 5, layer: 'hongqiao', conflict: { chosen: 'plan', decided: false, floor: { value: 7 } } });
    expect(policy('hongqiao', [choice('plan')]).number('notice.days', scope('2021-11-15'))).toMatchObject({ value: 5, conflict: { chosen: 'plan', decided: true } });
    expect(policy('hongqiao', [choice('floor')]).number('notice.days', scope('2021-11-15'))).toMatchObject({ value: 7, layer: 'national', conflict: { chosen: 'floor', decided: true, plan: { value: 5 } } });
  });

  it('before the plan came into force 红桥 had the national 7 days and no conflict', () => {
    const r = policy('hongqiao').number('notice.days', scope('2021-09-03'));
    expect([r.value, r.conflict]).toEqual([7, undefined]);
  });

  it('[HQ-125, HQ-126] 红桥 allows 30 working days, 45 when extended; against 83号 this is a conflict from 2022-10-20', () => {
    expect(policy('hongqiao').number('deadline.case.delegated', scope('2022-10-19'))).toMatchObject({ value: 30 });
    expect(policy('hongqiao').number('deadline.case.delegated', scope('2022-10-19')).conflict).toBeUndefined();
    expect(policy('hongqiao').number('deadline.case.delegated', scope('2022-10-20')).conflict).toMatchObject({ floor: { value: 20 }, plan: { value: 30 } });
    expect(policy('hongqiao').number('deadline.case.extended', scope('2021-11-15')).value).toBe(45);
  });

  it('every conflict of the five plans is known', () => {
    const conflicts = counties.flatMap((l) => ['2019-04-15', '2020-11-16', '2021-11-15', '2022-06-15', '2022-11-15', '2026-01-01'].flatMap((on) => policy(l.id).all(on).flatMap((r) => (r.conflict ? [`${l.id} ${r.key} ${on}`] : []))));
    // 特困 has a national rule of its own for the notice, so that the same conflict stands twice.
    expect([...new Set(conflicts)]).toEqual([
      'hongqiao notice.days 2021-11-15', 'hongqiao notice.days 2022-06-15',
      'hongqiao notice.days 2022-11-15', 'hongqiao deadline.case.delegated 2022-11-15',
      'hongqiao notice.days 2026-01-01', 'hongqiao deadline.case.delegated 2026-01-01',
    ]);
  });
});

describe('numbers of the plans', () => {
  it.each<[string, string, string, string, unknown]>([
    ['[HQ-97]', 'hongqiao', 'deadline.investigation', '2021-11-15', 3],
    ['[HQ-106]', 'hongqiao', 'deadline.explain', '2021-11-15', 4],
    ['[HQ-109]', 'hongqiao', 'deadline.serve-refusal', '2021-11-15', 3],
    ['[HQ-119]', 'hongqiao', 'deadline.reinvestigate', '2021-11-15', 10],
    ['[HQ-120]', 'hongqiao', 'deadline.review', '2021-11-15', 2],
    ['[HQ-122]', 'hongqiao', 'deadline.decide', '2021-11-15', 3],
    ['[HQ-124]', 'hongqiao', 'filing.day', '2021-11-15', 25],
    ['[HQ-171]', 'hongqiao', 'payment.offset-months', '2021-11-15', 1],
    ['', 'hongqiao', 'meeting.members.min', '2021-11-15', 5],
    ['', 'hongqiao', 'meeting.members.max', '2021-11-15', 7],
    ['', 'linhe', 'investigators.min', '2022-06-15', 2],
    ['', 'linhe', 'visit.percent', '2022-06-15', 80],
    ['', 'linhe', 'staff.min', '2022-06-15', 3],
    ['[LH-54]', 'linhe', 'amount.method', '2022-06-15', 'tiers'],
    ['', 'gongxian', 'payment.bank-days', '2020-11-16', 3],
    ['', 'baoqing', 'visit.percent', '2022-11-15', 100],
    ['', 'baoqing', 'spotcheck.percent', '2022-11-15', 50],
    ['[BQ-36]', 'baoqing', 'amount.method', '2022-11-15', 'difference'],
    ['', 'xixiu', 'staff.min', '2019-04-15', 2],
    ['', 'xixiu', 'filing.day', '2019-04-15', 25],
  ])('%s %s: %s on %s is %s', (_, county, key, on, value) => {
    expect(policy(county).get(key, scope(on)).value).toBe(value);
  });

  it('a standard is in force for every area on every day since 2019, and who only assumes it says so', () => {
    for (const l of counties)
      for (const area of ['urban', 'rural'] as const)
        for (const on of ['2019-01-01', '2019-03-31', '2019-04-01', '2020-06-30', '2020-07-01', '2021-11-15', '2022-03-31', '2022-04-01', '2022-07-01', '2026-12-31']) expect(policy(l.id).number('standard.monthly', { on, programme: 'dibao', area }).value).toBeGreaterThan(30_000);
    expect(policy('hongqiao').number('standard.monthly', scope('2019-04-01'))).toMatchObject({ value: 98_000, source: { instrument: 'tj-standard-2019' } });
    expect(policy('hongqiao').number('standard.monthly', scope('2021-11-15'))).toMatchObject({ value: 101_000, source: { assumption: expect.any(String) as string } });
  });
});

describe('completeness', () => {
  const dates = (p: { from: string; to?: string | undefined }): string[] => [p.from, '2019-04-15', '2020-11-16', '2021-06-30', '2021-07-01', '2021-11-15', '2022-06-15', '2022-10-20', '2022-11-15', '2026-11-21', ...(p.to === undefined ? [] : [p.to])].filter((d) => p.from <= d && d <= (p.to ?? '9999'));
  const procedures = counties.flatMap((l) => [...nation.procedures, ...l.procedures].map((p): [string, string, Procedure] => [l.id, p.id, p]));

  /** The programme whose procedure it is. */
  const scopeOf = (county: string, id: string, on: string): ReturnType<typeof scope> => ({ ...scope(on), programme: policy(county).programmes(on).find((x) => [...x.delegated, ...x.undelegated].includes(id))?.id ?? 'dibao' });

  it.each(procedures)('%s, procedure %s: every limit it names is in force as long as it is', (county, _, p) => {
    for (const on of dates(p)) for (const s of p.steps) if (s.deadline) expect(policy(county).find(s.deadline.parameter, scopeOf(county, p.id, on)), `${s.step} ${s.deadline.parameter} ${on}`).toBeDefined();
  });

  it.each(procedures)('%s, procedure %s: authorise before verify, facts before assessment, opinion before notice, decision last', (_, __, p) => {
    const before = (step: string): Set<string> => {
      const all = new Set<string>();
      const visit = (at: string): void => {
        for (const n of p.steps.find((s) => s.step === at)?.needs ?? []) if (!all.has(n)) { all.add(n); visit(n); }
      };
      visit(step);
      return all;
    };
    // An urgent application of temporary assistance has neither verification nor notice; whoever has the step has it in this order.
    const here = (steps: readonly string[]): string[] => steps.filter((s) => p.steps.some((x) => x.step === s));
    for (const s of here(['verify'])) expect(before(s).has('authorise')).toBe(true);
    for (const s of here(['verify', 'investigate'])) expect(before('assess').has(s)).toBe(true);
    expect(before('opine').has('assess')).toBe(true);
    for (const s of here(['notice'])) expect(before(s).has('opine')).toBe(true);
    expect(here(['investigate', 'assess', 'opine', 'decide', 'deliver', 'file'])).toHaveLength(6);
    // The county's visit may be made before or after a delegated decision; what itself rests on the decision follows it.
    const last = new Set(['decide', 'countyVisit', ...p.steps.filter((x) => before(x.step).has('decide')).map((x) => x.step)]);
    for (const s of p.steps.filter((x) => !last.has(x.step))) expect(before('decide').has(s.step), `${p.id} decide needs ${s.step}`).toBe(true);
    for (const s of here(['deliver', 'publish', 'file'])) expect(before(s).has('decide')).toBe(true);
  });

  it('every kind of income that can be declared is ruled on for every day since 2019', () => {
    for (const l of counties)
      for (const kind of INCOME_KINDS)
        for (const on of ['2019-01-01', '2021-06-30', '2021-07-01', '2022-11-15', '2025-12-31', '2026-01-01']) expect(['counted', 'excluded']).toContain(policy(l.id).get(`income.kind.${kind.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, scope(on)).value);
  });

  it('every parameter that the code asks for by name is stated by the nation, or by every county, on every day since 2019', () => {
    const source = fileURLToPath(new URL('../../../../core/src', import.meta.url));
    const asked = new Set<string>();
    for (const f of readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((x) => /^(case|means|letters|payment)\/[^.]*\.ts$/.test(x)))
      for (const m of readFileSync(`${source}/${f}`, 'utf8').matchAll(/(?:policy|rules|k)\.(?:find|get|number|table|choice|flag)(?:<\w+>)?\('([a-z][a-z0-9.-]*)'/g)) asked.add(m[1] ?? '');
    expect(asked.size).toBeGreaterThan(15);
    // only where a programme pays a fixed sum, only where tiers were chosen, only in procedures of the law that knows a county notice
    for (const key of ['amount.fixed', 'amount.tiers', 'county-notice.days']) asked.delete(key);
    // judged under the programme that they belong to; the area of the standard is a rule of 2021 alone, and places go by a flag
    const ofSupport = (key: string): boolean => key.startsWith('support.') || key.startsWith('selfcare.');
    for (const key of ['support.area']) asked.delete(key);
    // grounds of consultation are stated only where the plan has it; the rest is judged under the programme it belongs to
    for (const key of ['aid.consult']) asked.delete(key);
    const ofAid = (key: string): boolean => key.startsWith('aid.') || key === 'deadline.case.known' || key === 'means.disposable';
    expect([...asked].filter(ofAid).length).toBeGreaterThan(10);
    for (const l of counties) for (const key of [...asked].filter(ofAid)) for (const area of ['urban', 'rural'] as const) for (const on of ['2019-01-01', '2021-09-04', '2026-12-31']) expect(policy(l.id).find(key, { on, programme: 'zhichu', area }), `${l.id} ${key} ${on}`).toBeDefined();
    for (const l of counties) for (const key of [...asked].filter(ofSupport)) for (const on of ['2019-01-01', '2021-06-30', '2021-07-01', '2026-12-31']) expect(policy(l.id).find(key, { ...scope(on), programme: 'tekun' }), `${l.id} ${key} ${on}`).toBeDefined();
    for (const l of counties)
      for (const key of [...asked].filter((x) => !ofSupport(x) && !ofAid(x))) for (const on of ['2019-01-01', '2021-06-30', '2021-07-01', '2022-10-19', '2022-10-20', '2023-12-31', '2024-01-01', '2026-12-31']) expect(policy(l.id).find(key, scope(on)), `${l.id} ${key} ${on}`).toBeDefined();
  });

  it('every county has a procedure with and without entrustment on its training day and today', () => {
    for (const l of counties) for (const on of [l.jurisdiction?.trainingDate ?? '', '2026-11-21']) for (const delegated of [true, false]) if (on >= '2021-07-01' || !delegated || l.id === 'gongxian') expect(procedureOn(l.id, delegated, on), `${l.id} ${on} ${delegated}`).toBeDefined();
  });
});

describe('documents', () => {
  it('[BQ-17] 宝清 asks for the seven papers that its notice names and no other', () => {
    expect(policy('baoqing').programme('dibao', '2022-11-15')?.documents.map((d) => [d.name, d.when])).toEqual([
      ['身份证', 'always'], ['户口本', 'always'], ['困难情况说明', 'always'], ['入户调查记录', 'always'], ['核对授权书', 'always'], ['公示记录', 'always'], ['有争议对象的民主评议记录', 'disputed'],
    ]);
  });

  it('[HQ-81] 红桥 asks for the identity cards and household books of applicant, family and obligors', () => {
    expect(policy('hongqiao').programme('dibao', '2021-11-15')?.documents.filter((d) => d.source.req.includes('HQ-81')).map((d) => [d.id, d.when])).toEqual([['id-card', 'always'], ['household-register', 'always'], ['obligor-papers', 'obligors']]);
  });
});

describe('entrustments', () => {
  it.each([
    ['[HQ-21]', 'hongqiao', 'hq.shaogongzhuang', '2021-09-03', 'none'], ['[HQ-21]', 'hongqiao', 'hq.shaogongzhuang', '2021-09-04', 'hq-entrust-2021'],
    ['[HQ-21, HQ-71]', 'hongqiao', 'hq.xigu', '2021-12-31', 'none'], ['[HQ-73]', 'hongqiao', 'hq.xigu', '2022-01-01', 'hq-entrust-2022'],
    ['[HQ-73]', 'hongqiao', 'hq.shaogongzhuang', '2022-01-01', 'hq-entrust-2022'],
    ['[LH-04]', 'linhe', 'lh.tienan', '2022-03-30', 'none'], ['[LH-04]', 'linhe', 'lh.tienan', '2022-03-31', 'lh-entrust-2022'],
    ['[LH-04]', 'linhe', 'lh.langshan-nongchang', '2022-03-31', 'lh-entrust-2022'], ['[LH-04]', 'linhe', 'lh.langshan', '2022-06-15', 'none'],
    ['[GX-16]', 'gongxian', 'gx.xunchang', '2020-04-30', 'none'], ['[GX-16]', 'gongxian', 'gx.xunchang', '2020-05-01', 'gx-entrust-2020-05'],
    ['[GX-17, GX-90]', 'gongxian', 'gx.luobiao', '2020-09-30', 'none'], ['[GX-17, GX-90]', 'gongxian', 'gx.luobiao', '2020-10-01', 'gx-entrust-2020-10'],
    ['', 'baoqing', 'bq.baoqing', '2021-12-31', 'none'], ['[BQ-02]', 'baoqing', 'bq.baoqing', '2022-01-01', 'bq-entrust-2022'],
    ['[BQ-02]', 'baoqing', 'bq.bawuer', '2022-11-15', 'bq-entrust-2022'], ['[BQ-02]', 'baoqing', 'bq.zhidao', '2022-11-15', 'bq-entrust-2022'],
    ['', 'xixiu', 'xx.jiuzhou', '2026-11-21', 'none'],
  ])('%s %s: %s on %s confirms 低保 under %s', (_, county, unit, on, expected) => {
    expect(entrusted(county, unit, 'dibao', on)).toBe(expected);
  });

  it('[HQ-16, HQ-18] 红桥 entrusts exactly four kinds, temporary assistance in both its types', () => {
    for (const e of layer('hongqiao').entrustments) expect(e.programme).toEqual(['dibao', 'tekun', 'dishouru', 'jinan', 'zhichu']);
    for (const id of ['jinan', 'zhichu']) expect(policy('hongqiao').programme(id, '2021-11-15')?.family?.id).toBe('linshi');
  });

  it('[LH-03] 临河 entrusts exactly two programmes', () => {
    expect(layer('linhe').entrustments.map((e) => e.programme)).toEqual([['dibao', 'tekun']]);
    for (const id of ['jinan', 'zhichu']) expect(entrusted('linhe', 'lh.tienan', id, '2022-06-15')).toBe('none');
  });

  it('[GX-13, GX-15] 珙县 entrusts 低保 without limit and 临时救助 up to and including 3,000 yuan', () => {
    expect(entrusted('gongxian', 'gx.xunchang', 'dibao', '2020-11-16', 900_000)).toBe('gx-entrust-2020-05');
    for (const id of ['jinan', 'zhichu']) {
      expect(entrusted('gongxian', 'gx.xunchang', id, '2020-11-16', 300_000)).toBe('gx-entrust-2020-05-linshi');
      expect(entrusted('gongxian', 'gx.xunchang', id, '2020-11-16', 300_001)).toBe('none');
    }
    expect(entrusted('gongxian', 'gx.luobiao', 'tekun', '2020-11-16')).toBe('none');
  });

  it('[GX-16] 珙县 began with exactly six townships; the others are the rest of those in being', () => {
    const [first, , rest] = layer('gongxian').entrustments;
    expect(first?.units).toHaveLength(6);
    const townships = layer('gongxian').units.filter((u) => u.kind === 'township' && (u.to ?? '9999') >= '2020-10-01').map((u) => u.id);
    expect([...(first?.units ?? []), ...(rest?.units ?? [])].sort()).toEqual(townships.sort());
  });

  it('[HQ-17] every entrustment names its organ, signatories, units, matters and first day', () => {
    for (const l of counties)
      for (const e of l.entrustments) {
        expect(e.entrusting).toBe(l.jurisdiction?.bureau);
        expect(e.signatories[0]).toBe(e.entrusting);
      }
  });
});

describe('units', () => {
  it('双环邨 is shown with its validity and aliases, and cannot confirm although the plan names it', () => {
    const u = layer('hongqiao').units.find((x) => x.id === 'hq.shuanghuancun');
    expect(u).toMatchObject({ name: '双环邨街道', to: '2021-02-07', code: '120106002' });
    expect(u?.aliases).toContain('双环村街道');
    expect(u?.note).toContain('北辰区');
    expect(entrustmentFor(policy('hongqiao'), 'hq.shuanghuancun', 'dibao', '2021-11-15')).toEqual({ none: '双环邨街道已于 2021-02-07 撤销或划出，2021-11-15 不属于本辖区' });
  });

  it('[HQ-43, HQ-44] every 红桥 street in being has 党群服务中心 as handling body and 公共服务办公室 as managing body', () => {
    for (const u of layer('hongqiao').units.filter((x) => x.kind === 'street' && x.to === undefined)) {
      expect(u.bodies.find((b) => b.kind === 'handling')?.name).toBe(`${u.name}党群服务中心`);
      expect(u.bodies.find((b) => b.kind === 'management')?.name).toBe(`${u.name}公共服务办公室`);
    }
  });

  const divisions = divisionDataSchema.parse(JSON.parse(readFileSync(`${folder}/divisions.json`, 'utf8')));
  it.each(counties.map((l) => [l.id, l] as const))('%s: units carry the codes, names and validity of the division snapshots', (_, l) => {
    const history = divisionHistory(divisions, l.jurisdiction?.code ?? '');
    expect(l.units.filter((u) => u.kind !== 'county' && u.code !== undefined).map((u) => u.code ?? '').sort()).toEqual(history.map((d) => d.code));
    for (const d of history) {
      const u = l.units.find((x) => x.code === d.code);
      expect([u?.name, ...(u?.aliases ?? [])], d.code).toEqual(expect.arrayContaining([d.name, ...d.aliases]));
      if (d.firstSeen !== undefined) expect(u?.from, d.code).toBe(d.firstSeen);
      else expect(u?.from).toBeUndefined();
      if (d.lastSeen === undefined || d.missingFrom === undefined) expect(u?.to, d.code).toBeUndefined();
      else expect(u?.to !== undefined && d.lastSeen <= u.to && u.to < d.missingFrom, d.code).toBe(true);
    }
  });

  it.each(counties.map((l) => [l.id, l] as const))('%s: every unit in being has at least two villages or communities unless it only stands on record', (_, l) => {
    const recipients = new Set(l.entrustments.flatMap((e) => e.units));
    for (const u of l.units.filter((x) => x.to === undefined && ((l.id === 'xixiu' && x.parent === 'xx') || recipients.has(x.id)))) expect(l.units.filter((v) => v.parent === u.id).length, u.id).toBeGreaterThanOrEqual(2);
  });

  it('telephones are obviously fictional', () => {
    for (const l of counties) expect(l.jurisdiction?.telephone).toMatch(/^0\d{2,3}-0000-\d{4}$/);
  });
});

describe('programmes that no plan has', () => {
  const extra = readFileSync(fileURLToPath(new URL('../../../../core/src/policy/fixtures/extra-programmes.yaml', import.meta.url)), 'utf8');
  const { layers, faults } = parsePolicyFiles([...readPolicyFiles(folder), { path: 'xixiu/extra-programmes.yaml', text: extra }]);
  const county = layers.counties.find((c) => c.id === 'xixiu');

  it('come in by one policy file: they resolve with procedure, amount, papers and limits of their own', () => {
    expect(faults).toEqual([]);
    if (!county) throw new Error('xixiu');
    const p = new Policy(layers.nation, county);
    expect(p.programmes('2019-04-15').map((x) => [x.id, x.applicant, x.formula, x.payment])).toEqual(expect.arrayContaining([
      ['winter-heating', 'household', 'fixed-household', 'once'], ['school-entry', 'person', 'fixed-person', 'once'], ['hardship-monthly', 'household', 'fixed-household', 'monthly'], ['dibao', 'household', 'means', 'monthly'],
    ]));
    const heating = p.programme('winter-heating', '2019-04-15');
    expect(heating && p.procedureFor(heating, false, '2019-04-15')?.id).toBe('extra-county');
    expect(p.number('amount.fixed', { on: '2019-04-15', programme: 'winter-heating' }).value).toBe(80_000);
    expect(p.number('amount.fixed', { on: '2019-04-15', programme: 'school-entry' }).value).toBe(300_000);
    expect(p.find('amount.fixed', { on: '2019-04-15', programme: 'dibao' })).toBeUndefined();
  });

  it('belong to the county that adds them and to no other', () => {
    expect(policy('hongqiao').programme('winter-heating', '2021-11-15')).toBeUndefined();
  });
});
