import { describe, expect, it } from 'vitest';
import { parsePolicyFiles } from './parse.ts';
import { TABLES } from './tables.ts';

const programme = (id: string): string => `  - { id: ${id}, name: 某项目, short: 某, nameEn: Some, applicant: household, formula: means, payment: monthly, fundItem: 某金, from: 2021-07-01, undelegated: [plain], source: { assumption: 某因 }, documents: [{ id: a, name: 证件, kind: application, source: { assumption: 某因 } }] }\n`;
const NATION = `procedures:\n  - { id: plain, name: 程序, organ: county, from: 2021-07-01, source: { assumption: 某因 }, steps: [{ step: accept, by: [handler], source: { assumption: 某因 } }, { step: decide, by: [countyLeader], needs: [accept], source: { assumption: 某因 } }] }\nprogrammes:\n${programme('dibao')}${programme('low')}`;
const COUNTY = `jurisdiction: { id: jia, code: '990101', name: 甲区, fullName: 甲市甲区, bureau: 甲区民政局, mark: 甲, plan: plan, trainingDate: 2021-11-15, telephone: '0', government: 甲区人民政府, reconsideration: 甲区人民政府, court: 甲区人民法院 }\ninstruments:\n  - { id: plan, title: 方案 }\n`;
const faults = (text: string): { field: string; message: string }[] =>
  parsePolicyFiles([{ path: 'national/law.yaml', text: NATION }, { path: 'jia/plan.yaml', text: COUNTY }, { path: 'jia/x.yaml', text }]).faults.map(({ field, message }) => ({ field, message }));
const table = (key: string, value: string): string => `parameters:\n  - { key: ${key}, label: 某表, unit: table, from: 2021-07-01, source: { assumption: 某因 }, value: ${value} }\n`;

describe('what a policy file may say of low-income programmes', () => {
  it('a table of programmes that exclude each other, and of those that go before', () => {
    expect(faults(table('programme.exclusive', '{ groups: [{ id: basic, label: 基本生活救助, programmes: [dibao, low] }] }'))).toEqual([]);
    expect(faults(table('programme.exclusive', '{ groups: [{ id: basic, label: 基本生活救助, programmes: [dibao, lwo] }] }'))).toEqual([{ field: 'parameters[0].value.groups[0].programmes[1]', message: '没有项目 lwo；已有：dibao、low' }]);
    expect(faults(table('eligibility.conditions', '{ unless: [nobody] }'))[0]).toMatchObject({ field: 'parameters[0].value.unless[0]' });
  });

  it('a range with an end, and hardships that say something', () => {
    expect(faults(table('means.range', '{ maxInclusive: true }'))[0]?.message).toContain('minPercent 或 maxPercent');
    expect(faults(table('eligibility.conditions', '{ any: [{ id: a, label: 空的 }] }'))[0]?.message).toContain('anyMember、allMembers 或 household');
    expect(TABLES['means.range'].parse({ minPercent: 100, maxPercent: 150 })).toEqual({ minPercent: 100, minInclusive: true, maxPercent: 150, maxInclusive: false });
  });

  it('[XX-130] the statistical attribute of a place and its area must agree', () => {
    const unit = (area: string, code: string): string => `units:\n  - { id: jia, name: 甲区, kind: county, source: { assumption: 某因 } }\n  - { id: jia.a, name: 乙村, kind: village, parent: jia, ${area}classification: '${code}', source: { assumption: 某因 } }\n`;
    expect(faults(unit('area: urban, ', '122'))).toEqual([]);
    expect(faults(unit('area: rural, ', '210'))).toEqual([]);
    expect(faults(unit('area: rural, ', '122'))).toEqual([{ field: 'units[1].classification', message: '城乡分类代码 122（镇乡结合区）属城镇，与 area 不一致' }]);
    expect(faults(unit('', '111'))).toHaveLength(1);
  });
});
