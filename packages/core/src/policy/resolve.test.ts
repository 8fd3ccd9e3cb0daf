import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parameter, PolicyLayer } from './model.ts';
import { NotInForce, Policy, type FloorChoice } from './resolve.ts';

const layer = (id: string, parameters: Parameter[]): PolicyLayer => ({ id, instruments: [], parameters, procedures: [], programmes: [], texts: [], units: [], entrustments: [] });
const p = (value: Parameter['value'], from: string, more: Partial<Parameter> = {}): Parameter => ({ key: 'notice.days', label: '公示天数', unit: 'day', value, from, source: { assumption: '演示', req: [] }, ...more });

describe('Policy', () => {
  it('gives what is in force on the day, and says "not in force" instead of zero', () => {
    const policy = new Policy(layer('national', [p(7, '2012-12-12', { to: '2021-06-30' }), p(8, '2021-07-01')]), layer('jia', []));
    expect(policy.number('notice.days', { on: '2021-06-30' }).value).toBe(7);
    expect(policy.number('notice.days', { on: '2021-07-01' }).value).toBe(8);
    expect(policy.find('notice.days', { on: '2012-12-11' })).toBeUndefined();
    expect(() => policy.get('notice.days', { on: '2012-12-11' })).toThrow(NotInForce);
  });

  it('puts the plan over the nation and the narrower scope over the wider', () => {
    const policy = new Policy(layer('national', [p(7, '2021-01-01')]), layer('jia', [p(8, '2021-01-01'), p(9, '2021-01-01', { programme: 'tekun' }), p(10, '2021-01-01', { area: 'rural' })]));
    expect(policy.number('notice.days', { on: '2021-05-01', programme: 'dibao' })).toMatchObject({ value: 8, layer: 'jia' });
    expect(policy.number('notice.days', { on: '2021-05-01', programme: 'tekun', area: 'rural' }).value).toBe(9);
    expect(policy.number('notice.days', { on: '2021-05-01', programme: 'dibao', area: 'rural' }).value).toBe(10);
  });

  it('a recorded choice rules from its day on; the conflict stays visible whatever was chosen', () => {
    const choice: FloorChoice = { key: 'notice.days', choose: 'floor', reason: '按国家规定', from: '2021-10-01', by: 'u1' };
    const policy = new Policy(layer('national', [p(7, '2021-01-01', { floor: 'min' })]), layer('jia', [p(5, '2021-01-01')]), [choice]);
    expect(policy.number('notice.days', { on: '2021-09-30' })).toMatchObject({ value: 5, layer: 'jia', conflict: { chosen: 'plan', decided: false } });
    expect(policy.number('notice.days', { on: '2021-10-01' })).toMatchObject({ value: 7, layer: 'national', conflict: { chosen: 'floor', decided: true } });
  });

  it('a plan that goes beyond the floor is no conflict', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }), fc.constantFrom('min' as const, 'max' as const), (nation, plan, floor) => {
        const r = new Policy(layer('national', [p(nation, '2021-01-01', { floor })]), layer('jia', [p(plan, '2021-01-01')])).number('notice.days', { on: '2021-05-01' });
        expect(r.value).toBe(plan);
        expect(r.conflict !== undefined).toBe(floor === 'min' ? plan < nation : plan > nation);
      }),
    );
  });

  it('lists each key, programme and area once', () => {
    const policy = new Policy(layer('national', [p(7, '2021-01-01'), p(3, '2021-01-01', { key: 'deadline.deliver' })]), layer('jia', [p(5, '2021-01-01'), p(9, '2021-01-01', { programme: 'tekun' })]));
    expect(policy.all('2021-05-01').map((r) => [r.key, r.value])).toEqual([['notice.days', 5], ['notice.days', 9], ['deadline.deliver', 3]]);
  });
});
