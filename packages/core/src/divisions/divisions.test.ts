import { expect, it } from 'vitest';
import data from '../../../../policies/divisions.json' with { type: 'json' };
import { divisionDataSchema, divisionHistory } from './divisions.ts';

const history = (county: string): Map<string, ReturnType<typeof divisionHistory>[number]> => new Map(divisionHistory(divisionDataSchema.parse(data), county).map((d) => [d.code, d]));

it('shows a division that left with the last snapshot that lists it and the first that does not', () => {
  expect(history('120106').get('120106002')).toEqual({ code: '120106002', name: '双环村街道', aliases: [], lastSeen: '2020-06-30', missingFrom: '2021-10-31' });
});

it('shows a division that came later and one that was renamed', () => {
  expect(history('520402').get('520402008')).toEqual({ code: '520402008', name: '新安街道', aliases: [], firstSeen: '2019-10-31' });
  expect(history('150802').get('150802400')).toMatchObject({ name: '巴彦淖尔市狼山农场农牧业发展有限公司', aliases: ['狼山农场'] });
});

it('lists every division once and knows no unknown county', () => {
  expect([...history('120106').keys()]).toHaveLength(11);
  expect(history('000000').size).toBe(0);
});
