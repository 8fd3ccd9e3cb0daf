import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../refusal/refusal.ts';
import { planSeed, readSeed, seedNumber, seedText, sourceName, witnessNames, type SeedSource } from './seed.ts';

const wide = (s: string): string => s.replaceAll(/[0-9]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
/** What a hand does to a number without changing it: full-width digits, blanks of every width before, behind and within. */
const hand = fc.tuple(fc.boolean(), fc.array(fc.constantFrom('', ' ', '　', '\t', '\u00a0'), { minLength: 1, maxLength: 6 }));
const mangle = (n: string, [full, blanks]: readonly [boolean, readonly string[]]): string => [...(full ? wide(n) : n)].map((c, i) => `${blanks[i % blanks.length] ?? ''}${c}`).join('') + (blanks[0] ?? '');

const source = fc.record({ name: fc.constantFrom('双色球第2022031期红球', '县审计局', '县财政局', '县纪委监委'), numbers: fc.integer({ min: 1, max: 7 }), digits: fc.integer({ min: 1, max: 6 }), order: fc.constantFrom<SeedSource['order']>('published', 'ascending') });
const sources = fc.uniqueArray(source, { selector: (s) => s.name, minLength: 1, maxLength: 4 });
/** A plan of sources with numbers that fit it. */
const brought = sources.chain((list) => fc.tuple(fc.constant(list), fc.tuple(...list.map((s) => fc.array(fc.integer({ min: 0, max: 10 ** s.digits - 1 }).map((n) => String(n).padStart(s.digits, '0')), { minLength: s.numbers, maxLength: s.numbers })))));
const partsOf = (list: readonly SeedSource[], numbers: readonly (readonly string[])[]) => list.map((s, i) => ({ source: s.name, numbers: [...(numbers[i] ?? [])] }));
const spelt = (list: readonly SeedSource[], parts: ReturnType<typeof partsOf>): string | undefined => {
  const read = readSeed({ sources: list }, parts);
  return isRefusal(read) ? undefined : seedText(read);
};

describe('a seed has one spelling', () => {
  test('blanks, full-width digits and, where the plan says smallest first, the order make no difference: whoever types cannot choose among seeds', () => {
    fc.assert(fc.property(brought, fc.array(hand, { minLength: 30, maxLength: 30 }), fc.infiniteStream(fc.nat()), ([list, numbers], hands, shuffle) => {
      const plain = spelt(list, partsOf(list, numbers));
      expect(plain).toBeDefined();
      const typed = list.map((s, i) => {
        const row = [...(numbers[i] ?? [])];
        if (s.order === 'ascending') row.sort(() => ((shuffle.next().value as number) % 2 === 0 ? -1 : 1));
        return { source: ` ${s.name}　`, numbers: row.map((n, x) => mangle(n, hands[(i * 7 + x) % 30] ?? [false, ['']])) };
      });
      expect(spelt(list, typed)).toBe(plain);
    }));
  });

  test('a number too long, too short, signed, with letters or with digits of another script, a number more or less, a source renamed, moved, left out or added: refused', () => {
    fc.assert(fc.property(brought, fc.nat(), fc.nat(), fc.constantFrom('longer', 'shorter', 'letter', 'sign', 'script', 'more', 'less', 'renamed', 'left', 'added'), ([list, numbers], a, b, how) => {
      const parts = partsOf(list, numbers);
      const at = a % parts.length;
      const part = parts[at];
      if (!part) throw new Error('no part');
      const n = b % part.numbers.length;
      const x = part.numbers[n] ?? '';
      if (how === 'longer') part.numbers[n] = `0${x}`;
      else if (how === 'shorter') part.numbers[n] = x.slice(1);
      else if (how === 'letter') part.numbers[n] = `O${x.slice(1)}`;
      else if (how === 'sign') part.numbers[n] = `+${x.slice(1)}`;
      else if (how === 'script') part.numbers[n] = `٣${x.slice(1)}`;
      else if (how === 'more') part.numbers.push(x);
      else if (how === 'less') part.numbers.pop();
      else if (how === 'renamed') parts[at] = { ...part, source: `${part.source}等` };
      else if (how === 'left') parts.splice(at, 1);
      else parts.push({ source: '又一个', numbers: ['1'] });
      expect(spelt(list, parts)).toBeUndefined();
    }));
  });

  test('two different results are never one seed', () => {
    fc.assert(fc.property(brought, fc.nat(), ([list, numbers], at) => {
      const first = list[0];
      const row = [...(numbers[0] ?? [])];
      const n = at % row.length;
      const next = String((Number(row[n]) + 1) % 10 ** (first?.digits ?? 1)).padStart(first?.digits ?? 1, '0');
      const other = [...row];
      other[n] = next;
      const same = first?.order === 'ascending' ? [...row].sort().join() === other.sort().join() : row.join() === other.join();
      if (!same) expect(spelt(list, partsOf(list, [other, ...numbers.slice(1)]))).not.toBe(spelt(list, partsOf(list, numbers)));
    }));
  });

  test('a refusal names the source and how many digits it should have', () => {
    const list: SeedSource[] = [{ name: '双色球第2022031期红球', numbers: 6, digits: 2, order: 'ascending' }, { name: '县审计局', numbers: 1, digits: 6, order: 'published' }];
    const red = ['03', '09', '14', '21', '28', '33'];
    expect(spelt(list, partsOf(list, [[...red].reverse(), ['００４０ 71']]))).toBe('双色球第2022031期红球=03 09 14 21 28 33\n县审计局=004071');
    const said = (numbers: string[][]): unknown => readSeed({ sources: list }, partsOf(list, numbers));
    expect(said([['3', ...red.slice(1)], ['004071']])).toMatchObject({ code: 'input.invalid', rule: '“双色球第2022031期红球”第 1 个数应为 2 位数字，登记的是“3”' });
    expect(said([red, ['4071']])).toMatchObject({ rule: '“县审计局”应为 6 位数字，登记的是“4071”' });
    expect(said([red.slice(1), ['004071']])).toMatchObject({ rule: '“双色球第2022031期红球”约定 6 个数，每个 2 位，从小到大，登记了 5 个数' });
    expect(readSeed({ sources: list }, partsOf(list, [red, ['004071']]).toReversed())).toMatchObject({ rule: '第 1 个来源约定为“双色球第2022031期红球”，登记的是“县审计局”' });
  });

  test('numbers are read digit by digit, nothing is filled up; names and witnesses have one spelling too', () => {
    expect([seedNumber(' 4 0７1 ', 4), seedNumber('407', 4), seedNumber('40711', 4), seedNumber('4o71', 4), seedNumber('②071', 4), seedNumber('', 1)]).toEqual(['4071', undefined, undefined, undefined, undefined, undefined]);
    expect([sourceName(' 县　财政局 '), sourceName('双色球（红球）'), sourceName('a=b'), sourceName('ａ＝ｂ'), sourceName('县\u200b财政局'), sourceName('　')]).toEqual(['县 财政局', '双色球(红球)', undefined, undefined, undefined, undefined]);
    expect(witnessNames(['张 三', '张三 ', '李四', ''])).toEqual(['张三', '李四']);
  });
});

describe('what a freeze may name as its seed', () => {
  const organ = (name: string, digits = 4): SeedSource => ({ name, numbers: 1, digits, order: 'published' });
  const plan = { text: '当众拆封', after: '2022-03-08T09:00:00+08:00' };
  const code = (r: unknown): unknown => (isRefusal(r) ? r.code : 'taken');

  test('two organs of four digits, or a lottery of six: fewer could be tried out beforehand', () => {
    expect(code(planSeed({ ...plan, kind: 'organs', sources: [organ('甲'), organ('乙')] }))).toBe('taken');
    expect(code(planSeed({ ...plan, kind: 'organs', sources: [organ('甲')] }))).toBe('input.invalid');
    expect(code(planSeed({ ...plan, kind: 'organs', sources: [organ('甲'), organ('乙', 3)] }))).toBe('input.invalid');
    expect(code(planSeed({ ...plan, kind: 'lottery', sources: [{ name: '3D', numbers: 3, digits: 1, order: 'published' }] }))).toBe('input.invalid');
    expect(code(planSeed({ ...plan, kind: 'lottery', sources: [{ name: '双色球', numbers: 6, digits: 2, order: 'ascending' }] }))).toBe('taken');
  });

  test('the same source twice, a source without a name of one spelling, no word of where it is published: refused', () => {
    expect(code(planSeed({ ...plan, kind: 'organs', sources: [organ('县财政局'), organ(' 县财政局　')] }))).toBe('conflict.duplicate');
    expect(code(planSeed({ ...plan, kind: 'organs', sources: [organ('甲=1\n乙'), organ('乙')] }))).toBe('input.invalid');
    expect(code(planSeed({ ...plan, kind: 'organs', text: '', sources: [organ('甲'), organ('乙')] }))).toBe('reason.missing');
    expect(code(planSeed({ ...plan, kind: 'checkpoint', text: '', sources: [organ('甲')] }))).toBe('input.invalid');
  });
});
