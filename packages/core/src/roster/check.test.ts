import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { householdFactsSchema } from '../case/facts.ts';
import { testIdentity } from '../people/id-number.ts';
import { checkRoster, factsOf, type RosterWorld } from './check.ts';
import { readHead, ROSTER_COLUMNS, type RosterKey } from './columns.ts';
import { readMonth, readRow } from './row.ts';

const TODAY = '2021-11-15';
const { at } = readHead(ROSTER_COLUMNS.map((c) => c.header));
const id = (n: number): string => testIdentity('1970-03-04', n % 2 ? 'female' : 'male', n);
type Typed = Partial<Record<RosterKey, string | number>>;
const headRow = (n: number, more: Typed = {}): Typed => ({ head: id(n), name: `户主${n}`, idNumber: id(n), relation: '本人', village: '西沽南社区', address: '一号楼', monthly: '1,090.50', fromMonth: '2019-03', ...more });
const memberRow = (n: number, own: number, more: Typed = {}): Typed => ({ head: id(n), name: `成员${own}`, idNumber: id(own), relation: '配偶', ...more });
const read = (rows: readonly Typed[]) => rows.map((r, i) => readRow(i + 2, ROSTER_COLUMNS.map((c) => r[c.key] ?? null), at, TODAY));
const world: RosterWorld = {
  unitName: '邵公庄街道', moneyless: false, places: new Map([['', { id: 1, area: 'urban' }], ['西沽南社区', { id: 2, area: 'urban' }], ['水木天成社区', { id: 3 }]]),
  registered: () => undefined, standing: () => undefined,
};
const check = (rows: readonly Typed[], more: Partial<RosterWorld> = {}) => checkRoster(read(rows), { ...world, ...more });
const said = (rows: readonly Typed[], more: Partial<RosterWorld> = {}) => check(rows, more).faults.map((f) => `${f.row} ${f.column}：${f.text}`);

describe('a roster to be taken over', () => {
  it('joins the rows of a household by its head and gives facts that a case can hold', () => {
    const { households, counts } = check([headRow(1, { account: '6222000012345678', bank: '银行', holder: '户主1' }), headRow(3, { village: '', monthly: 800, fromMonth: '2020年1月' }), memberRow(1, 2, { health: '患重病', disabilityKind: '精神', disabilityGrade: '二级' })]);
    expect(counts).toEqual({ rows: 3, households: 2, good: 2, bad: 0, goodRows: 3, badRows: 0, goodFen: 189_050 });
    expect(households.map((h) => [h.members.map((m) => m.row), h.place.id, h.monthlyFen, h.fromMonth])).toEqual([[[2, 4], 2, 109_050, '2019-03'], [[3], 1, 80_000, '2020-01']]);
    const uuid = (n: string): string => `00000000-0000-4000-8000-${n.slice(4, 16)}`;
    const facts = factsOf(households[0] as never, uuid, '存量导入');
    expect(householdFactsSchema.parse(facts)).toMatchObject({ area: 'urban', members: [{ relation: 'self', birth: '1970-03-04' }, { relation: 'spouse', health: 'severeIllness', disability: { kind: 'mental', grade: 2 } }] });
  });

  it.each<[string, Typed[], RegExp]>([
    ['a check character that does not fit', [headRow(1, { idNumber: `${id(1).slice(0, 17)}${id(1).endsWith('0') ? '1' : '0'}` })], /^2 身份证号：公民身份号码校验位不符/],
    ['a number cell that lost the end of an identity number', [headRow(1, { idNumber: 9.9999919700304e17 })], /^2 身份证号：单元格是数字格式/],
    ['a month to come', [headRow(1, { fromMonth: '2021-12' })], /^2 享受起始月：不能晚于本月/],
    ['a month that is none', [headRow(1, { fromMonth: '去年' })], /^2 享受起始月：应为年月/],
    ['three decimals', [headRow(1, { monthly: '10.505' })], /^2 户月保障金额（元）：应为金额/],
    ['a computed number with more than two decimals', [headRow(1, { monthly: 333.335 })], /^2 户月保障金额（元）：应为金额/],
    ['no sum', [headRow(1, { monthly: '' })], /^2 户月保障金额（元）：户主行必填/],
    ['nothing a month for a household that is said to be paid', [headRow(1, { monthly: 0 })], /^2 户月保障金额（元）：在享户的月保障金额应大于 0 元/],
    ['a village of another street', [headRow(1, { village: '双环邨' })], /^2 村（社区）：邵公庄街道没有“双环邨”，可填：西沽南社区、水木天成社区/],
    ['a relation not listed', [headRow(1), memberRow(1, 2, { relation: '媳妇' })], /^3 与户主关系：“媳妇”不在可填范围，可填：本人、配偶/],
    ['half an account', [headRow(1, { account: '6222000012345678' })], /^2 开户银行：开户银行、户名、账号须同时填写/],
    ['a disability without a grade', [headRow(1, { disabilityKind: '视力' })], /^2 残疾等级：/],
    ['the same person twice', [headRow(1), memberRow(1, 2), headRow(3), memberRow(3, 2)], /^5 身份证号：与第 3 行重复/],
    ['a household without its head', [memberRow(1, 2)], /^2 户主身份证号：这一户没有户主本人的行/],
    ['another sum on a member’s row', [headRow(1), memberRow(1, 2, { monthly: 5 })], /^3 户月保障金额（元）：与户主行（第 2 行）不一致/],
    ['self on a row of somebody else', [headRow(1), memberRow(1, 2, { relation: '本人' })], /^3 与户主关系：/],
  ])('refuses %s and says what is allowed', (_, rows, pattern) => {
    expect(said(rows)).toEqual([expect.stringMatching(pattern)]);
    expect(check(rows).counts.good).toBe(check(rows).counts.households - 1);
  });

  it('refuses who is registered under another name, and who is helped already', () => {
    expect(said([headRow(1)], { registered: () => '李宁' })).toEqual([expect.stringContaining('另一姓名')]);
    expect(said([headRow(1)], { registered: () => ' 户主１' })).toEqual([]);
    expect(said([headRow(1), memberRow(1, 2)], { standing: (n) => (n === id(2) ? '已在享受最低生活保障（2021-红-邵公庄-0001）' : undefined) })).toEqual(['3 身份证号：已在享受最低生活保障（2021-红-邵公庄-0001）']);
  });

  it('takes a household whole or not at all: a right row beside a wrong one is named as dragged along', () => {
    const r = check([headRow(1), memberRow(1, 2, { name: '' }), headRow(3)]);
    expect(r).toMatchObject({ dragged: [2], counts: { good: 1, bad: 1, goodRows: 1, badRows: 2 } });
  });

  it('is read whatever the order of its columns, and names the columns it lacks', () => {
    expect(readHead(['备注', ' 姓 名 ', '*身份证号']).at.get('idNumber')).toBe(2);
    expect(readHead(['姓名']).missing).toContain('户主身份证号');
    expect(readHead(['姓名', '姓名']).twice).toEqual(['姓名']);
    expect(['2019-3', '2019年03月', '2019.3', '2019-03-01', '2019-13', '201903'].map(readMonth)).toEqual(['2019-03', '2019-03', '2019-03', '2019-03', undefined, undefined]);
  });

  it('never takes a household with a faulty row, and counts every row once', () => {
    const typed = fc.record({ n: fc.integer({ min: 0, max: 12 }), own: fc.integer({ min: 0, max: 24 }), self: fc.boolean(), bad: fc.boolean(), fen: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined }) });
    fc.assert(fc.property(fc.array(typed, { maxLength: 25 }), (rows) => {
      const r = check(rows.map((x) => ({ ...(x.self ? headRow(x.n) : memberRow(x.n, x.own)), ...(x.bad ? { relation: '？' } : {}), ...(x.fen === undefined ? {} : { monthly: x.fen / 100 }) })));
      const wrong = new Set(r.faults.map((f) => f.row));
      expect(r.households.flatMap((h) => h.members).filter((m) => wrong.has(m.row))).toEqual([]);
      expect(r.counts.goodRows + r.counts.badRows).toBe(rows.length);
      expect(wrong.size + r.dragged.length).toBe(r.counts.badRows);
      const persons = r.households.flatMap((h) => h.members.map((m) => m.idNumber));
      expect(new Set(persons).size).toBe(persons.length);
    }));
  });
});
