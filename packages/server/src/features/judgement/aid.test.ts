import { judge, told } from '@doudi/core/judgement/judge';
import type { HouseholdFacts } from '@doudi/core/case/facts';
import { describe, expect, it } from 'vitest';
import { facts, policyOf, SELF } from '../cases/case.fixture.ts';

const ON = '2021-11-15';
const policy = policyOf('hongqiao');
const event = (cause: string): NonNullable<HouseholdFacts['event']> => ({ cause, on: ON, place: '家中', elsewhere: false, text: '家中失火。', emergency: false });
const verdict = (j: ReturnType<typeof judge>, id: string) => j.verdicts.find((v) => v.programme === id);

describe('what a household is told of temporary assistance', () => {
  it('applying for the living allowance it hears that it can apply when something happens, and its letter does not speak of it', () => {
    const j = judge(facts(), policy, ON, 'dibao');
    for (const id of ['jinan', 'zhichu']) expect(verdict(j, id)).toMatchObject({ outcome: 'unknown', missing: { label: expect.stringContaining('可以另行申请') as string } });
    expect(j.also).not.toContain('jinan');
    expect(told(j, 'dibao').verdicts.filter((v) => v.programme === 'jinan' || v.programme === 'zhichu').map((v) => v.missing)).toEqual([undefined, undefined]);
  });

  it('applying for the living allowance after a fire it hears of the sum besides', () => {
    const j = judge(facts({ event: event('fire') }), policy, ON, 'dibao');
    expect(verdict(j, 'dibao')?.outcome).toBe('eligible');
    expect(verdict(j, 'jinan')).toMatchObject({ outcome: 'eligible', monthlyFen: 2 * 3 * 101_000 });
    expect(verdict(j, 'zhichu')?.outcome).toBe('unknown');
    expect(j).toMatchObject({ better: undefined, also: expect.arrayContaining(['jinan']) as string[] });
  });

  it('from an urgent application, which asks for no income, nothing follows for programmes that do', () => {
    const f = facts({ event: event('fire'), incomes: [], obligors: [] });
    const j = judge(f, policy, ON, 'jinan');
    expect(verdict(j, 'jinan')?.outcome).toBe('eligible');
    for (const v of j.verdicts.filter((x) => x.programme !== 'jinan')) expect(v, v.programme).toMatchObject({ outcome: 'unknown', monthlyFen: 0 });
    expect(j).toMatchObject({ better: undefined, also: [] });
    expect(told(j, 'jinan').verdicts.flatMap((v) => v.missing ?? [])).toEqual([]);
    // Where income was recorded they are judged as ever.
    expect(verdict(judge(facts({ event: event('fire') }), policy, ON, 'jinan'), 'dibao')?.outcome).toBe('eligible');
  });

  it('what was had this year and which roll it stands on count in what it is told', () => {
    const f = facts({ event: event('medical'), needs: [{ kind: 'medical', fen: 300_000 }], incomes: [{ person: SELF, kind: 'wage', monthly: 900_000 }] });
    const aid = (more: object) => verdict(judge(f, policy, ON, 'zhichu', { aid: { prior: [], ...more } }), 'zhichu');
    expect(aid({})).toMatchObject({ outcome: 'ineligible' });
    expect(aid({ known: 'dibao' })).toMatchObject({ outcome: 'eligible', monthlyFen: 2 * 101_000 });
    const prior = { cause: 'illness', programme: 'jinan', on: '2021-03-01', fen: 100_000 };
    expect(aid({ known: 'dibao', prior: [prior, prior] })).toMatchObject({ outcome: 'ineligible', grounds: ['本年度临时救助的次数已经用完'] });
  });
});
