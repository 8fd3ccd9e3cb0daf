import { describe, expect, it } from 'vitest';
import { entrustmentFor, type Withdrawal } from './entrustment.ts';
import type { Entrustment, OrgUnit, PolicyLayer } from './model.ts';
import { Policy } from './resolve.ts';

const source = { assumption: '演示', req: [] };
const unit = (id: string, more: Partial<OrgUnit> = {}): OrgUnit => ({ id, name: id, aliases: [], kind: 'township', bodies: [], source, ...more });
const entrustment = (id: string, more: Partial<Entrustment> = {}): Entrustment => ({ id, number: `${id}号`, programme: ['dibao'], units: ['dong'], from: '2021-09-04', entrusting: '甲县民政局', signatories: ['甲县民政局'], source, ...more });
const policy = (entrustments: Entrustment[]): Policy => {
  const layer = (id: string): PolicyLayer => ({ id, instruments: [], parameters: [], procedures: [], programmes: [], texts: [], units: [], entrustments: [] });
  return new Policy(layer('national'), { ...layer('jia'), units: [unit('dong'), unit('dong.1', { parent: 'dong', kind: 'village' }), unit('xi'), unit('gone', { to: '2021-02-07' }), unit('new', { from: '2022-01-01' })], entrustments });
};

describe('entrustmentFor', () => {
  const p = policy([entrustment('a', { to: '2021-12-31' }), entrustment('b', { units: ['dong', 'gone', 'new'], from: '2022-01-01', programme: ['dibao', 'linshi'], limitFen: 300_000 })]);

  it.each([
    ['dong', 'dibao', '2021-09-03', '委托自 2021-09-04 起生效'],
    ['xi', 'dibao', '2021-10-01', 'jia未将该项目委托xi办理'],
    ['dong', 'linshi', '2021-10-01', '委托自 2022-01-01 起生效'],
    ['dong', 'tekun', '2022-10-01', 'jia未将该项目委托dong办理'],
    ['gone', 'dibao', '2022-01-01', 'gone已于 2021-02-07 撤销或划出，2022-01-01 不属于本辖区'],
    ['new', 'dibao', '2021-12-31', 'new自 2022-01-01 起设立，2021-12-31 尚未设立'],
    ['nowhere', 'dibao', '2021-12-31', '没有单位 nowhere'],
  ])('%s may not confirm %s on %s: %s', (unitId, programme, on, none) => {
    expect(entrustmentFor(p, unitId, programme, on)).toEqual({ none });
  });

  it.each([['2021-09-04', 'a'], ['2021-12-31', 'a'], ['2022-01-01', 'b']])('on %s entrustment %s is in force', (on, id) => {
    expect(entrustmentFor(p, 'dong', 'dibao', on)).toMatchObject({ inForce: { id } });
  });

  it('covers the villages of an entrusted township', () => {
    expect(entrustmentFor(p, 'dong.1', 'dibao', '2021-10-01')).toMatchObject({ inForce: { id: 'a' } });
  });

  it('covers sums up to and including the limit, and says so above it', () => {
    expect(entrustmentFor(p, 'dong', 'linshi', '2022-05-01', 300_000)).toMatchObject({ inForce: { id: 'b' } });
    expect(entrustmentFor(p, 'dong', 'linshi', '2022-05-01', 300_001)).toEqual({ none: '金额超过委托限额 3,000.00 元，由jia确认' });
  });

  it('ends with its withdrawal: for all units, or for the one named, from the day named', () => {
    const whole: Withdrawal[] = [{ entrustment: 'a', from: '2021-11-01', reason: '整改' }];
    expect(entrustmentFor(p, 'dong', 'dibao', '2021-10-31', undefined, whole)).toMatchObject({ inForce: { id: 'a' } });
    expect(entrustmentFor(p, 'dong', 'dibao', '2021-11-01', undefined, whole)).toEqual({ none: '委托 a号 已自 2021-11-01 起收回：整改' });
    expect(entrustmentFor(p, 'dong', 'dibao', '2021-11-01', undefined, [{ entrustment: 'a', unit: 'xi', from: '2021-11-01', reason: '整改' }])).toMatchObject({ inForce: { id: 'a' } });
    expect(entrustmentFor(p, 'dong.1', 'dibao', '2021-11-01', undefined, [{ entrustment: 'a', unit: 'dong', from: '2021-11-01', reason: '整改' }])).toHaveProperty('none');
  });

  it('says that an entrustment ran out', () => {
    expect(entrustmentFor(policy([entrustment('a', { to: '2021-12-31' })]), 'dong', 'dibao', '2022-01-01')).toEqual({ none: '委托 a号 已于 2021-12-31 期满' });
  });
});
