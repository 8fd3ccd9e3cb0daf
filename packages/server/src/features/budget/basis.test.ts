import { expect, test } from 'vitest';
import type { Parameter, PolicyLayer } from '@doudi/core/policy/model';
import { basisOf, refuseStale } from './basis.ts';

const parameter = (value: number): Parameter => ({ key: 'standard.monthly', label: '低保标准', unit: 'fen', value, from: '2021-01-01', source: { assumption: '测试', req: [] } });
const layer = (id: string, parameters: Parameter[]): PolicyLayer => ({ id, instruments: [], parameters, procedures: [], programmes: [], texts: [], units: [], entrustments: [] });
const law = (value: number, choices: Parameters<typeof basisOf>[0]['choices'] = []): Parameters<typeof basisOf>[0] => ({ nation: layer('national', [parameter(value)]), county: layer('hongqiao', []), choices });

test('the basis of a what-if is the same for the same law, and another for any other value or choice', () => {
  expect(basisOf(law(100)).equals(basisOf(law(100)))).toBe(true);
  expect(basisOf(law(101)).equals(basisOf(law(100)))).toBe(false);
  expect(basisOf(law(100, [{ key: 'standard.monthly', choose: 'plan', reason: '测试', from: '2021-01-01', by: 'x' }])).equals(basisOf(law(100)))).toBe(false);
  expect(refuseStale({ basis: basisOf(law(100)) }, basisOf(law(100)))).toBeUndefined();
  expect(refuseStale({ basis: basisOf(law(100)) }, basisOf(law(101)))).toMatchObject({ code: 'budget.stale' });
  expect(refuseStale({ basis: null }, basisOf(law(100)))).toMatchObject({ code: 'budget.stale' });
});
