import { describe, expect, test } from 'vitest';
import { checklist, missingOf, refuseComplete } from '@doudi/core/archive/checklist';
import { archive } from '@doudi/core/case/documents';
import type { CaseState } from '@doudi/core/case/state';
import { Policy } from '@doudi/core/policy/resolve';
import { policyOf, Walk } from '../cases/case.fixture.ts';

/** The lists of papers of the real plans, over cases walked through in memory. */

const hq = (): Walk => new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-09-06' }).apply();
const bq = (): Walk => new Walk({ county: 'baoqing', unit: 'bq.baoqing', on: '2022-11-15' }).apply();

const names = (w: Walk, s: CaseState = w.state): string[] => archive(s, w.context).map((l) => l.name);

describe('the checklist of a plan', () => {
  test('[HQ-162] in 红桥 the minutes of the deliberation belong in the file once the case is disputed, and are missing until they are there', () => {
    const w = hq();
    w.to('notice');
    expect(names(w)).not.toContain('议事协商机构会议纪要');
    const disputed: CaseState = { ...w.state, disputed: true };
    expect(missingOf(checklist(disputed, w.context, [], []))).toContain('议事协商机构会议纪要');
    const done: CaseState = { ...disputed, done: { ...disputed.done, deliberate: { on: '2021-11-20', by: { user: 'x', post: 'leader', unit: 'any' }, seq: 30 } } };
    expect(archive(done, w.context).find((l) => l.name === '议事协商机构会议纪要')).toMatchObject({ present: true, on: '2021-11-20', source: { clause: '四(三)1(3)' } });
  });

  test('[BQ-17] 宝清 names seven kinds: the seventh, the appraisal record, for disputed applicants only', () => {
    const w = bq();
    const six = ['身份证', '户口本', '困难情况说明', '入户调查记录', '核对授权书', '公示记录'];
    expect(names(w)).toEqual(six);
    expect(names(w, { ...w.state, disputed: true })).toEqual([...six, '有争议对象的民主评议记录']);
  });

  test.each(['hongqiao', 'linhe', 'gongxian', 'baoqing', 'xixiu'])('every paper of every programme of %s says by which clause or assumption it is asked', (county) => {
    const policy = policyOf(county);
    for (const on of ['2021-11-15', '2022-09-01']) for (const p of policy.programmes(on)) for (const d of p.documents) expect(d.source.instrument !== undefined || d.source.assumption !== undefined, `${county} ${p.id} ${d.id}`).toBe(true);
  });

  test('[BQ-18] a finding of complete is refused with what is missing as long as anything is', () => {
    const w = bq();
    expect(refuseComplete(checklist(w.state, w.context, [], []), w.context)).toMatchObject({ code: 'archive.incomplete', missing: missingOf(checklist(w.state, w.context, [], [])) });
    w.finish();
    expect(refuseComplete(checklist(w.state, w.context, [], []), w.context)).toBeUndefined();
  });

  test('[HQ-191] where the county asks for scans, a paper only seen at the counter keeps the file from being complete', () => {
    const w = hq();
    w.finish();
    const policy = policyOf('hongqiao');
    const scans = { key: 'archive.scans', label: '须有扫描件', unit: 'flag' as const, value: true, from: '2019-01-01', source: { assumption: '试验', req: [] } };
    const strict = { ...w.context, policy: new Policy(policy.nation, { ...policy.county, parameters: [...policy.county.parameters, scans] }) };
    const lines = checklist(w.state, strict, [{ id: 'f1', paper: 'id-card', voided: false }, { id: 'f2', paper: 'household-register', voided: true }], []);
    expect(lines.find((l) => l.id === 'id-card')).toMatchObject({ present: true, files: ['f1'], lacks: undefined });
    expect(lines.find((l) => l.id === 'household-register')).toMatchObject({ present: true, files: [], lacks: 'scan' });
    expect(refuseComplete(lines, strict)?.missing).toContain('申请人和共同生活家庭成员户口本原件（缺扫描件）');
    expect(refuseComplete(checklist(w.state, w.context, [], []), w.context)).toBeUndefined();
  });
});
