import fc from 'fast-check';
import { monthlyNow } from '@doudi/core/case/changes/evolve';
import { describe, expect, it } from 'vitest';
import { facts, SELF, staff, Walk, WIFE } from './case.fixture.ts';

/** A granted household of two in a street, with a pension of so much. */
const granted = (): Walk => {
  const w = new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-09-06' }).apply().finish();
  if (w.state.status !== 'granted') throw new Error('not granted');
  return w.wait(30);
};
const pension = (monthly: number) => facts({ incomes: [{ person: WIFE, kind: 'pension', monthly }] });

describe('after the decision', () => {
  it('[HQ-184] [HQ-185] the handler proposes a change with the sum before and after, computed from the facts of today', () => {
    const w = granted();
    const before = monthlyNow(w.state);
    w.do('handler', 'proposeChange', { kind: 'adjust', ground: 'income', text: '养老金提高。', facts: pension(90_000) });
    expect(w.state.change).toMatchObject({ fromFen: before, toFen: before - 30_000, direction: 'decrease' });
    expect(w.try('handler', 'proposeChange', { kind: 'adjust', ground: 'income', text: '再提。' })).toMatchObject({ code: 'step.done' });
  });

  it('[HQ-186] [HQ-187] the management office reviews it before the leader signs, neither is the one who proposed it, and only then is paid otherwise', () => {
    const w = granted().do('handler', 'proposeChange', { kind: 'adjust', ground: 'income', text: '养老金提高。', facts: pension(90_000) });
    const before = monthlyNow(w.state);
    expect(w.try('leader', 'decideChange', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'step.order', missing: ['审核变更或终止'] });
    expect(w.try('handler', 'reviewChange', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'rights.denied' });
    expect(w.try({ ...staff('reviewer'), user: staff('handler').user }, 'reviewChange', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'person.same' });
    w.do('reviewer', 'reviewChange', { outcome: 'agree', text: '属实。' });
    expect(monthlyNow(w.state)).toBe(before);
    w.do('leader', 'decideChange', { outcome: 'agree', text: '同意。' });
    expect(monthlyNow(w.state)).toBe(before - 30_000);
    expect(w.state.changes?.[0]).toMatchObject({ fromMonth: w.today.slice(0, 7) === '2021-12' ? '2022-01' : `${w.today.slice(0, 5)}${String(Number(w.today.slice(5, 7)) + 1).padStart(2, '0')}`, number: expect.stringContaining('演字') as string });
    expect(w.state.facts.incomes[0]?.monthly).toBe(90_000);
  });

  it('[BQ-30] [BQ-31] a household above the standard is proposed for the end, not for a sum of nothing, and leaves with a numbered letter and its reasons', () => {
    const w = granted();
    const rich = pension(400_000);
    expect(w.try('handler', 'proposeChange', { kind: 'adjust', ground: 'income', text: '收入提高。', facts: rich })).toMatchObject({ code: 'opinion.amount', allowed: ['提出终止'] });
    expect(() => w.try('handler', 'proposeChange', { kind: 'stop', ground: 'income', text: ' ', facts: rich })).toThrow('不能为空');
    w.do('handler', 'proposeChange', { kind: 'stop', ground: 'income', text: '家庭收入高于标准。', facts: rich }).do('reviewer', 'reviewChange', { outcome: 'agree', text: '属实。' }).do('leader', 'decideChange', { outcome: 'agree', text: '同意。' });
    expect(w.state.endedFrom).toBeDefined();
    expect(w.log.at(-1)).toMatchObject({ kind: 'changeDecided', body: { monthlyFen: 0, kind: 'stop', number: expect.stringContaining('演字') as string } });
    expect(w.try('handler', 'proposeChange', { kind: 'adjust', ground: 'other', text: '恢复。' })).toMatchObject({ code: 'case.closed' });
  });

  it('nobody who still qualifies is struck off for income; leaving of one’s own will or dying needs no means test', () => {
    const w = granted();
    expect(w.try('handler', 'proposeChange', { kind: 'stop', ground: 'income', text: '收入高。' })).toMatchObject({ code: 'opinion.amount' });
    expect(w.try('handler', 'proposeChange', { kind: 'stop', ground: 'voluntary', text: '本人书面申请退出。' })).toBeUndefined();
    const other = granted();
    expect(other.try('handler', 'proposeChange', { kind: 'stop', ground: 'death', text: '户内唯一成员死亡。', facts: facts({ members: [{ person: SELF, relation: 'self', birth: '1966-03-04', sex: 'male' }], incomes: [] }) })).toBeUndefined();
  });

  it('a proposal that is sent back ends, and leaves the benefit as it was', () => {
    const w = granted().do('handler', 'proposeChange', { kind: 'stop', ground: 'voluntary', text: '申请退出。' });
    const before = monthlyNow(w.state);
    w.do('reviewer', 'reviewChange', { outcome: 'return', text: '没有本人签字。' });
    expect(w.state.change).toBeUndefined();
    expect(monthlyNow(w.state)).toBe(before);
    w.do('handler', 'proposeChange', { kind: 'stop', ground: 'voluntary', text: '已补签字。' }).do('reviewer', 'reviewChange', { outcome: 'agree', text: '齐全。' }).do('leader', 'decideChange', { outcome: 'return', text: '再核实。' });
    expect(w.state.endedFrom).toBeUndefined();
    expect(monthlyNow(w.state)).toBe(before);
  });

  it('facts of a proposal contradict themselves no more than those of an application: nobody stands in the household twice, no stranger’s income counts', () => {
    const w = granted();
    const member = { person: WIFE, relation: 'spouse' as const, birth: '1968-05-06', sex: 'female' as const };
    const twice = facts({ members: [{ person: SELF, relation: 'self', birth: '1966-03-04', sex: 'male' }, member, member] });
    expect(w.try('handler', 'proposeChange', { kind: 'adjust', ground: 'members', text: '增加一人。', facts: twice })).toMatchObject({ code: 'input.invalid', rule: expect.stringContaining('重复') as string });
    expect(w.try('handler', 'proposeChange', { kind: 'adjust', ground: 'members', text: '换人。', facts: facts({ applicant: WIFE }) })).toMatchObject({ code: 'input.invalid' });
  });

  it('[HQ-187] who reviewed a change does not decide it', () => {
    const w = granted().do('handler', 'proposeChange', { kind: 'adjust', ground: 'income', text: '养老金提高。', facts: pension(90_000) }).do('reviewer', 'reviewChange', { outcome: 'agree', text: '属实。' });
    expect(w.try({ ...staff('leader'), user: staff('reviewer').user }, 'decideChange', { outcome: 'agree', text: '同意。' })).toMatchObject({ code: 'person.same' });
  });

  it('before the decision there is nothing to change', () => {
    const w = new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-09-06' }).apply();
    expect(w.try('handler', 'proposeChange', { kind: 'stop', ground: 'voluntary', text: '退出。' })).toMatchObject({ code: 'step.order' });
  });

  it('whatever the pension, the sum after a change is what the means test gives, never more and never another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 201_999 }), (monthly) => {
        const w = granted().do('handler', 'proposeChange', { kind: 'adjust', ground: 'income', text: '收入变化。', facts: pension(monthly) }).do('reviewer', 'reviewChange', { outcome: 'agree', text: '属实。' }).do('leader', 'decideChange', { outcome: 'agree', text: '同意。' });
        return monthlyNow(w.state) === w.state.assessment?.monthlyFen && w.state.assessment.eligible;
      }),
      { numRuns: 15 },
    );
  });
});
