import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOn, checkCharacter, isCalendarDate, readIdentity, TEST_REGION, testIdentity } from './id-number.ts';

const TODAY = '2026-11-21';
const fault = (typed: string): string => {
  const r = readIdentity(typed, TODAY);
  return r.ok ? 'ok' : r.fault;
};

describe('GB 11643 identity numbers', () => {
  test('the check character is the one of ISO 7064 MOD 11-2, counted by hand', () => {
    // 9·(7+9+10+5+8+4) = 387; 1·2 + 9·1 + 5·6 + 8·3 + 0·7 + 3·9 + 0·10 + 4·5 = 112; 0·8 + 0·4 + 1·2 = 2; 501 mod 11 = 6 → 6
    expect(checkCharacter('99999919580304001')).toBe('6');
    // The standard's own worked example: 501 in the sequence, check character X.
    expect(checkCharacter('11010519491231002')).toBe('X');
  });

  test('a number tells birth, sex and region; spaces and a small x are accepted', () => {
    expect(readIdentity(' 110105 19491231 002x ', TODAY)).toEqual({ ok: true, identity: { number: '11010519491231002X', region: '110105', birth: '1949-12-31', sex: 'female' } });
    expect(readIdentity('999999195803040016', TODAY)).toMatchObject({ ok: true, identity: { birth: '1958-03-04', sex: 'male' } });
  });

  test('each fault is refused with its own reason in Chinese', () => {
    expect(fault('')).toBe('empty');
    expect(fault('110105491231002')).toBe('length');
    expect(fault('1101051949123100')).toBe('length');
    expect(fault('11010519491231O02X')).toBe('characters');
    expect(fault('1101051949X231002X')).toBe('characters');
    expect(fault('999999195802300010')).toBe('birth');
    expect(fault('999999190002290010')).toBe('birth');
    expect(fault('999999000101010010')).toBe('birth');
    expect(fault('999999202611220010')).toBe('future');
    expect(fault('110105194912310020')).toBe('checksum');
    expect(readIdentity('110105491231002', TODAY)).toMatchObject({ reason: '15位的第一代身份证号码已停止使用，请填写18位公民身份号码' });
    expect(readIdentity('999999195802300010', TODAY)).toMatchObject({ reason: '号码中的出生日期 1958-02-30 不存在，请核对第7至14位' });
  });

  test('a person born today has a number today and none yesterday', () => {
    const n = testIdentity(TODAY, 'female', 0);
    expect(readIdentity(n, TODAY).ok).toBe(true);
    expect(readIdentity(n, '2026-11-20')).toMatchObject({ ok: false, fault: 'future' });
  });

  const birthDate = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2026-11-21T00:00:00Z'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));

  test('test numbers are valid, belong to nobody and keep birth and sex', () => {
    fc.assert(
      fc.property(birthDate, fc.constantFrom('male' as const, 'female' as const), fc.integer({ min: 0, max: 499 }), (birth, sex, serial) => {
        const r = readIdentity(testIdentity(birth, sex, serial), TODAY);
        expect(r).toMatchObject({ ok: true, identity: { region: TEST_REGION, birth, sex } });
      }),
    );
    expect(() => testIdentity('2001-02-29', 'male', 0)).toThrow(RangeError);
    expect(() => testIdentity('2001-02-28', 'male', 500)).toThrow(RangeError);
    expect(new Set(Array.from({ length: 500 }, (_, i) => testIdentity('1970-01-01', 'male', i))).size).toBe(500);
  });

  test('any single wrong digit and any two neighbouring digits exchanged are noticed', () => {
    fc.assert(
      fc.property(birthDate, fc.integer({ min: 0, max: 499 }), fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (birth, serial, at, by) => {
        const n = testIdentity(birth, 'male', serial);
        const wrong = `${n.slice(0, at)}${(Number(n.charAt(at)) + by) % 10}${n.slice(at + 1)}`;
        expect(readIdentity(wrong, '9999-12-31').ok).toBe(false);
        if (at < 16 && n.charAt(at) !== n.charAt(at + 1)) {
          const swapped = `${n.slice(0, at)}${n.charAt(at + 1)}${n.charAt(at)}${n.slice(at + 2)}`;
          expect(readIdentity(swapped, '9999-12-31').ok).toBe(false);
        }
      }),
    );
  });
});

describe('age', () => {
  test('is complete on the birthday, not the day before', () => {
    expect(ageOn('1966-11-22', TODAY)).toBe(59);
    expect(ageOn('1966-11-21', TODAY)).toBe(60);
    expect(ageOn('2026-11-21', TODAY)).toBe(0);
  });

  test('of who was born on 29 February is complete on 1 March of common years', () => {
    expect(ageOn('2008-02-29', '2026-02-28')).toBe(17);
    expect(ageOn('2008-02-29', '2026-03-01')).toBe(18);
    expect(ageOn('2008-02-29', '2024-02-29')).toBe(16);
  });

  test('a calendar date is a day that exists', () => {
    expect(['2000-02-29', '2024-02-29', '2023-12-31'].every(isCalendarDate)).toBe(true);
    expect(['1900-02-29', '2023-02-29', '2023-13-01', '2023-04-31', '2023-00-10', '2023-1-1', '0000-01-01'].some(isCalendarDate)).toBe(false);
  });
});
