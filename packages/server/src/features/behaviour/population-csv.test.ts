import { expect, test } from 'vitest';
import { readPopulationCsv } from './population-csv.ts';

const TODAY = '2021-11-15';

test('a population file is read line by line; a line with a fault is named and left out', () => {
  const csv = '\uFEFF乡镇(街道),村（社区）,年份,户数,人口\r\n"甲镇",东村,2020,300,780\r\n甲镇,西村,2020,300,200\r\n,北村,2022,1,1\r\n甲镇,,2020,1,1\r\n甲镇,南村,2020,"1,000",3000\r\n\r\n';
  expect(readPopulationCsv(csv, TODAY)).toEqual({
    lines: [{ line: 2, town: '甲镇', village: '东村', year: 2020, households: 300, persons: 780 }],
    faults: [{ line: 3, text: '人口不能少于户数' }, { line: 4, text: '年份应为 1990 年以来、不晚于今年的四位数字' }, { line: 5, text: '没有写村（社区）' }, { line: 6, text: '户数、人口应为不带逗号的正整数' }],
  });
});

test('a file without the needed columns is refused as a whole', () => {
  expect(readPopulationCsv('村,人口\n东村,1', TODAY)).toEqual({ lines: [], faults: [{ line: 1, text: '第一行应为列名：村（社区）、年份、户数、人口' }] });
});
