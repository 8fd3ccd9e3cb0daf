import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testIdentity } from '../people/id-number.ts';
import type { NoticeWords } from '../policy/tables.ts';
import { findTelling, refuseTelling, type NoticeFault } from './check.ts';

const words: NoticeWords = { groups: [{ id: 'illness', label: '病情', words: ['癌', '患病', '住院'] }, { id: 'disability', label: '残疾', words: ['残疾', '重残'] }] };
const home = {
  persons: [{ name: '王安', birth: '1970-03-04', phone: '13800001234' }, { name: '王小宝', birth: '2012-05-06' }, { name: '欧阳丽', birth: '1971-05-06', phone: '022-27001122' }],
  address: '洪湖里12号楼3门401',
};
const ALLOWED = ['022-0000-0001', '022-0000-0102'];
const faults = (text: string, field = 'remark'): NoticeFault[] => findTelling([{ field, label: '补充说明', text }], home, '2021-11-15', ALLOWED, words).map((f) => f.fault);

describe('the text of a notice', () => {
  it.each<[string, NoticeFault]>([
    [`身份证${testIdentity('1970-03-04', 'male', 3)}`, 'idNumber'], ['证件 ９９９９９９ １９７００３０４ ００１Ｘ', 'idNumber'], ['旧证 999999700304001', 'idNumber'],
    ['卡号6222 0000 1111 2222 333', 'account'], ['账号 622200001111', 'account'],
    ['电话138-0000-5678', 'phone'], ['联系１３９００００５６７８', 'phone'], ['座机022-27001122', 'phone'], ['打 27001122', 'phone'],
    ['张贴在12号楼', 'address'], ['3单元门口', 'address'], ['十二号楼前', 'address'], ['家住401室', 'address'], ['解放路15号', 'address'], ['甲5号院', 'address'], ['洪湖里12号楼3门', 'address'],
    ['孩子王小宝上学', 'child'], ['王 小 宝', 'child'], ['妻欧阳丽', 'name'], ['王安本人', 'name'],
    ['户主患病', 'words'], ['肺癌', 'words'], ['二级残疾', 'words'],
  ])('%s is found as %s', (text, fault) => {
    expect(faults(text)).toContain(fault);
  });

  it.each(['', '公示栏', '洪湖里社区居委会公示栏', '监督电话 022-0000-0001、022-0000-0102', '红邵公庄救〔2021〕12号', '民发〔2021〕57号公告第5号', '公示期7天，至2021年11月22日', '共3户8人，每月1,090.00元', '村委会门前宣传栏'])('%s tells nothing', (text) => {
    expect(faults(text)).toEqual([]);
  });

  it('a person who has come of age is no child any more; until the day before, the name is a child’s', () => {
    const of = (today: string): NoticeFault[] => findTelling([{ field: 'remark', label: '', text: '王小宝' }], home, today, [], undefined).map((f) => f.fault);
    expect(of('2030-05-05')).toEqual(['child']);
    expect(of('2030-05-06')).toEqual(['name']);
  });

  it('every identity number of any person, typed in any width and broken anywhere, is found', () => {
    const wide = (s: string): string => [...s].map((c) => (/\d/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join('');
    fc.assert(fc.property(fc.integer({ min: 1930, max: 2020 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), fc.integer({ min: 0, max: 499 }), fc.constantFrom('male' as const, 'female' as const), fc.constantFrom('', ' ', '-', '　'), fc.boolean(), fc.integer({ min: 1, max: 17 }), (y, m, d, serial, sex, gap, broad, at) => {
      const n = testIdentity(`${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`, sex, serial);
      const typed = `${n.slice(0, at)}${gap}${n.slice(at)}`;
      expect(faults(`请看${broad ? wide(typed) : typed}这里`).some((f) => f === 'idNumber' || f === 'account')).toBe(true);
    }));
  });

  it('the refusal says what and where, and does not repeat a number or a name whole', () => {
    const r = refuseTelling(findTelling([{ field: 'place', label: '张贴地点', text: '3号楼' }, { field: 'remark', label: '补充说明', text: `王小宝 ${testIdentity('1970-03-04', 'male', 3)} 13800001234` }], home, '2021-11-15', ALLOWED, words));
    expect(r?.code).toBe('notice.private');
    expect(r?.rule).toContain('张贴地点里有门牌号“3号楼”');
    expect(r?.fields?.map((f) => f.path)).toEqual(expect.arrayContaining(['place', 'remark']));
    expect(JSON.stringify(r)).not.toMatch(/王小宝|99999919700304|13800001234/);
    expect(refuseTelling([])).toBeUndefined();
  });
});
