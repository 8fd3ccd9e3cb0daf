import { expect, test } from 'vitest';
import { composeRoster, type RosterLine } from './roster.ts';

const line = (more: Partial<RosterLine>): RosterLine => ({ village: '和平里', unit: '邵公庄街道', payee: '王*', idNumber: '999***********1234', caseNumber: '2021-红-邵公庄-0001', persons: 2, fen: 109_050, fromMonth: '2021-12', account: '', ...more });

test('the paper roster adds up what it prints: households, persons and money', () => {
  const r = composeRoster({ unit: '邵公庄街道', programme: '最低生活保障', month: '2021-12', date: '2021-12-25', lines: [line({}), line({ persons: 1, fen: 50_025 })] });
  expect(r.title).toBe('最低生活保障花名册（2021年12月）');
  expect(r.rows.map((x) => [x[0], x[6], x[7]])).toEqual([['1', '2', '1,090.50'], ['2', '1', '500.25']]);
  expect([r.total[3], r.total[6], r.total[7]]).toEqual(['2 户', '3', '1,590.75']);
});
