import { expect, test } from 'vitest';
import { fillText, LETTER_TEXTS, letterTextFaults } from './defaults.ts';

test('neutral wording names no number, no date and no place', () => {
  const telling = Object.entries(LETTER_TEXTS).filter(([, text]) => {
    const words = text.replaceAll(/\{[^}]*\}/g, '').replaceAll('一次性', '').replaceAll('上一级', '').replaceAll('周一至周五', '');
    return /[0-9０-９]|[二三四五六七八九十百]+[日天月年个]|[省市县]/.test(words);
  });
  expect(telling).toEqual([]);
});

test('a placeholder without content is an error, never a gap in a letter', () => {
  expect(fillText('自{month}起', { month: '2021年12月' })).toBe('自2021年12月起');
  expect(() => fillText('自{month}起', {})).toThrow('{month}');
});

test('the text check names keys that no letter uses and placeholders that no letter fills', () => {
  expect(letterTextFaults('letter.grant', '确认{programme}，自{month}起。')).toEqual([]);
  expect(letterTextFaults('letter.grant.heating', '自{month}起。')).toEqual([]);
  expect(letterTextFaults('letter.grant', '至{until}')[0]).toContain('{until}');
  expect(letterTextFaults('letter.grnat', '好')[0]).toContain('letter.grnat');
});
