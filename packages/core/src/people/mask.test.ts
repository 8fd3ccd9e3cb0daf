import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskAccount, maskIdNumber, maskName, maskPhone } from './mask.ts';

describe('masks', () => {
  test('a name keeps the surname only and does not tell its length', () => {
    expect([maskName('王明'), maskName('王小明'), maskName(' 王小明 ')]).toEqual(['王*', '王*', '王*']);
    expect([maskName('欧阳明'), maskName('司马小明')]).toEqual(['欧阳*', '司马*']);
    // 欧 阳: a surname of one character and a given name that only looks like a compound surname.
    expect(maskName('欧阳')).toBe('欧*');
    expect(maskName('买买提·吐尔逊')).toBe('买*');
    // A rare surname outside the basic plane is one letter, not half of one.
    expect(maskName('𠮷田')).toBe('𠮷*');
    expect([maskName('王'), maskName(''), maskName('  ')]).toEqual(['*', '*', '*']);
  });

  test('an identity number shows its first three and last two characters', () => {
    expect(maskIdNumber('99999919580304001X')).toBe('999*************1X');
    expect(maskIdNumber('99999919580304001X')).toHaveLength(18);
    expect(maskIdNumber('1234')).toBe('****');
  });

  test('an account shows the last four, a phone the ends a caller may recognise', () => {
    expect(maskAccount('6217 0000 1234 5678 901')).toBe('****8901');
    expect(maskAccount('1234')).toBe('****');
    expect(maskPhone('138 0000 1234')).toBe('138****1234');
    expect(maskPhone('0478-8123456')).toBe('****56');
    expect(maskPhone('12345')).toBe('****');
  });

  test('nothing but blanks comes out unmasked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (s) => {
        for (const mask of [maskName, maskIdNumber, maskAccount, maskPhone]) {
          const out = mask(s);
          expect(out).toMatch(s.trim() === '' ? /^\**$/ : /\*/);
        }
      }),
    );
  });
});
