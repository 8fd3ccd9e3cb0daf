import { householdFactsSchema, type HouseholdFacts } from '@doudi/core/case/facts';
import type { LetterPerson } from '@doudi/core/letters/model';
import { testIdentity } from '@doudi/core/people/id-number';
import { maskIdNumber } from '@doudi/core/people/mask';
import type { Parameter } from '@doudi/core/policy/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Desk, FACTS, PERSON, granted, printed } from './testing.ts';

/** Posted and running. */
function posted(facts: HouseholdFacts = FACTS, text = '符合规定条件。', place?: string, more: readonly Parameter[] = []): Desk {
  return new Desk('hongqiao', 'hq.shaogongzhuang', '2021-11-15', '和平里社区', more).apply(facts).verified().on('2021-11-16').visited(text).opined('grant', text).posted(place);
}

// Given names of letters that no official text of a sheet contains.
const given = fc.array(fc.constantFrom(...Array.from('璟玥昕妤晗骞祎翊珩芮')), { minLength: 1, maxLength: 2 }).map((a) => a.join(''));
const name = fc.tuple(fc.constantFrom('赵', '钱', '孙', '欧阳', '司马'), given).map(([a, b]) => a + b);
const door = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 101, max: 2905 }), fc.constantFrom('枫杨里', '梧桐巷')).map(([a, b, c, road]) => `${road}${a}号楼${b}单元${c}室`);
const member = fc.record({
  name, health: fc.constantFrom('healthy' as const, 'chronic' as const, 'severeIllness' as const, 'disabled' as const), disability: fc.option(fc.record({ kind: fc.constantFrom('physical' as const, 'mental' as const), grade: fc.integer({ min: 1, max: 4 }) }), { nil: undefined }),
  age: fc.integer({ min: 0, max: 90 }), serial: fc.integer({ min: 0, max: 499 }),
});
const household = fc.record({ head: name, headSerial: fc.integer({ min: 0, max: 499 }), others: fc.array(member, { maxLength: 4 }), address: door, phone: fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }), account: fc.integer({ min: 1e15, max: 8e15 }), illness: fc.constantFrom('尿毒症', '脑梗死', '精神分裂症') });

describe('the sheet for the board', () => {
  test('shows village, programme, masked head, persons, sum, period, board and the telephones of the authorities', () => {
    const m = posted().letter('noticeSheet');
    expect(m.tables[0]?.rows).toEqual([['和平里社区', '最低生活保障', '王*', '3', '3', '2,005.00']]);
    expect(m.conclusion.join('')).toContain('公示期5天，自2021年11月16日至2021年11月22日');
    expect(m.conclusion.join('')).toContain('和平里社区信息公开栏');
    expect(m.conclusion.at(-1)).toContain('022-0000-0001、000-0000-1234');
    expect(m.issuer).toBe('天津市红桥区邵公庄街道办事处');
  });

  test('keeps its period when it is printed again after the notice is over', () => {
    expect(granted().letter('noticeSheet').conclusion.join('')).toContain('自2021年11月19日至2021年11月24日');
  });

  test('before posting starts on the day of the sheet', () => {
    const desk = new Desk('hongqiao', 'hq.shaogongzhuang', '2021-11-15').apply().verified().on('2021-11-16').visited().opined();
    expect(desk.letter('noticeSheet').conclusion.join('')).toContain('自2021年11月16日至2021年11月22日');
    expect(new Desk('hongqiao', 'hq.shaogongzhuang', '2021-11-15').apply().refusal('noticeSheet').code).toBe('step.order');
  });

  test('never shows an identity number, house number, telephone, account, illness, disability or name of any member, whatever was written in the file', () => {
    fc.assert(
      fc.property(household, (h) => {
        const ids = h.others.map((_, i) => `00000000-0000-4000-8000-${String(10 + i).padStart(12, '0')}`);
        const free = `${h.illness}，电话${h.phone}，账号${h.account}，住${h.address}`;
        const facts = householdFactsSchema.parse({
          ...FACTS, address: h.address, statement: free, obligors: [], incomes: [], expenses: [], properties: [{ kind: 'deposit', value: 0, note: free }],
          members: [FACTS.members[0], ...h.others.map((o, i) => ({ person: ids[i], relation: o.age < 18 ? 'child' : 'other', birth: `${2020 - o.age}-05-06`, sex: 'female', health: o.health, ...(o.disability ? { disability: o.disability } : {}) }))],
        });
        const people: [string, string, string][] = [[PERSON.head, h.head, testIdentity('1958-03-04', 'female', h.headSerial)], ...h.others.map((o, i): [string, string, string] => [ids[i] ?? '', o.name, testIdentity(`${2020 - o.age}-05-06`, 'female', o.serial)])];
        const names = new Map(people.map(([id, n, number]): [string, LetterPerson] => [id, { name: n, idNumberMasked: maskIdNumber(number) }]));
        const text = printed(posted(facts, free).letter('noticeSheet', { names }));
        for (const [, n, number] of people) for (const secret of [n, number, maskIdNumber(number)]) expect(text).not.toContain(secret);
        for (const secret of [h.address, h.address.slice(3), String(h.phone), String(h.account), h.illness, '重病', '慢性病', '残疾']) expect(text).not.toContain(secret);
      }),
      { numRuns: 60 },
    );
  });

  test.each([['住址', '样板路12号3号楼2单元501室门口'], ['门牌', '3号楼前公告栏'], ['成员姓名', '李小样家门口'], ['电话', '公告栏 13800001234'], ['院门', '样板路12号院内']])('a place that tells the household’s %s is refused', (_, place) => {
    expect(posted(FACTS, '符合。', place).refusal('noticeSheet')).toMatchObject({ code: 'input.invalid', fields: [{ path: 'place' }] });
  });

  test('where the county’s rule shows names in full, a child who applies stays masked', () => {
    const rule: Parameter = { key: 'notice.full-name', label: '公示申请人全名', unit: 'flag', value: true, from: '2019-01-01', source: { assumption: '测试', req: [] } };
    expect(posted(FACTS, '符合。', undefined, [rule]).letter('noticeSheet').tables[0]?.rows[0]?.[2]).toBe('王试验');
    const child = householdFactsSchema.parse({ ...FACTS, applicant: PERSON.child, members: [{ ...FACTS.members[2], relation: 'self' }], obligors: [], incomes: [], expenses: [] });
    expect(posted(child, '符合。', undefined, [rule]).letter('noticeSheet').tables[0]?.rows[0]?.[2]).toBe('李*');
  });
});
