import { describe, expect, it } from 'vitest';
import { testIdentity } from '../people/id-number.ts';
import { comparePlatform, platformHead, platformRow, type FiledHousehold } from './platform.ts';

const id = (n: number): string => testIdentity('1960-01-02', 'male', n);
const filed = (line: number, more: Partial<FiledHousehold> = {}): FiledHousehold => ({ line, case: `c${line}`, idNumber: id(line), name: '王安', persons: 2, fen: 109_000, ...more });

describe('the platform above', () => {
  it('[HQ-133, LH-43] is compared household by household; what its data lack or say otherwise is named, nobody unmasked', () => {
    const { differences, matched } = comparePlatform([filed(1), filed(2), filed(3), filed(4)], [
      { row: 2, idNumber: id(1), name: '王安', persons: 2, fen: 109_000 }, { row: 3, idNumber: id(2), name: '王安', persons: 3, fen: 100_000 }, { row: 4, idNumber: id(3), name: '王 ' }, { row: 5, idNumber: id(9), name: '李宁', fen: 5000 },
    ]);
    expect(matched).toBe(3);
    expect(differences.map((d) => [d.kind, d.line, d.row, d.text])).toEqual([
      ['persons', 2, 3, '花名册 2 人，平台 3 人'], ['amount', 2, 3, '花名册 1,090.00 元，平台 1,000.00 元'], ['name', 3, 4, '同一身份证号，花名册姓名 王*，平台姓名 *'],
      ['onlyHere', 4, undefined, expect.stringContaining('平台花名册中没有')], ['onlyPlatform', undefined, 5, '平台花名册第 5 行列为享受（50.00 元），报送的花名册中没有'],
    ]);
    expect(JSON.stringify(differences)).not.toMatch(/\d{17}|李宁|王安/);
  });

  it('names its columns as it likes; rows without a number, such as totals, are passed over', () => {
    const at = platformHead(['序号', '申请人姓名', '身份证号码', '保障人数', '救助金额']);
    expect(at && [...at]).toEqual([['idNumber', 2], ['name', 1], ['persons', 3], ['fen', 4]]);
    expect(platformHead(['序号', '姓名'])).toBeUndefined();
    if (!at) return;
    expect(platformRow(7, [1, '王安', id(1), '2', 1090.5], at, '2021-11-15')).toEqual({ row: 7, idNumber: id(1), name: '王安', persons: 2, fen: 109_050 });
    expect(platformRow(8, ['合计', null, null, 9, 100], at, '2021-11-15')).toBeUndefined();
  });
});
