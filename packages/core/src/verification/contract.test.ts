import { describe, expect, test } from 'vitest';
import { authorisationFaults, authorisationRefusal, verificationRequestSchema } from './contract.ts';
import type { VerificationRequest } from './contract.ts';
import { findVerificationItem, VERIFICATION_ITEMS } from './items.ts';

const id = (n: number): string => `0190f2a0-0000-4000-8000-${String(n).padStart(12, '0')}`;
const request: VerificationRequest = {
  requestId: id(100),
  county: '999999',
  caseNumber: '测1号',
  programme: '最低生活保障',
  purpose: '审核确认',
  chain: [{ body: 'handling', name: '经办机构', passedOn: '2026-03-02' }, { body: 'city', name: '市级核对机构', passedOn: '2026-03-04' }],
  authorisations: [{ personRef: id(1), number: 'SQ-1', signedOn: '2026-03-04', scope: ['vehicle', 'tax'] }],
  persons: [{ personRef: id(1), name: '试甲', idNumber: '999999198001010126', role: 'member' }],
  items: ['vehicle', 'tax'],
};
const stamp = (body: 'handling' | 'county' | 'city', passedOn: string) => ({ body, name: body, passedOn });

describe('a verification request', () => {
  test.each([
    ['a body passed before the one below it', { chain: [stamp('county', '2026-03-02'), stamp('handling', '2026-03-03')] }],
    ['a body that passed it before it came', { chain: [stamp('handling', '2026-03-03'), stamp('county', '2026-03-02')] }],
    ['the same body twice', { chain: [stamp('county', '2026-03-02'), stamp('county', '2026-03-02')] }],
    ['no body at all', { chain: [] }],
    ['no item', { items: [] }],
    ['an item twice', { items: ['vehicle', 'vehicle'] }],
    ['an unknown item', { items: ['horoscope'] }],
    ['a person twice', { persons: [...request.persons, ...request.persons] }],
    ['obligors only', { persons: request.persons.map((p) => ({ ...p, role: 'obligor' })) }],
    ['a field that was never agreed', { telephone: '1' }],
  ])('%s is malformed', (_name, change) => {
    expect(verificationRequestSchema.safeParse({ ...request, ...change }).success).toBe(false);
  });

  test('is well formed as it stands, signed on the very day it left', () => {
    expect(verificationRequestSchema.safeParse(request).success).toBe(true);
    expect(authorisationFaults(request)).toEqual([]);
    expect(authorisationRefusal(request)).toBeUndefined();
  });

  test('[HQ-83] no authorisation, one signed the day after, one for other items: each is a fault of that person', () => {
    const with_ = (authorisations: VerificationRequest['authorisations']) => authorisationFaults({ ...request, authorisations });
    const [signed] = request.authorisations;
    if (signed === undefined) throw new Error('fixture');
    expect(with_([])).toEqual([{ person: id(1), code: 'authorisation-missing' }]);
    expect(with_([{ ...signed, personRef: id(2) }])).toEqual([{ person: id(1), code: 'authorisation-missing' }]);
    expect(with_([{ ...signed, signedOn: '2026-03-05' }])).toEqual([{ person: id(1), code: 'authorisation-date' }]);
    expect(with_([{ ...signed, scope: ['vehicle'] }])).toEqual([{ person: id(1), code: 'authorisation-scope' }]);
    expect(with_([{ ...signed, scope: ['vehicle'] }, { ...signed, scope: 'all' }])).toEqual([]);
    expect(authorisationRefusal({ ...request, authorisations: [] })).toMatchObject({ code: 'authorisation-missing', persons: [id(1)] });
  });
});

test('the catalogue names every item and its department once', () => {
  expect(new Set(VERIFICATION_ITEMS.map((i) => i.id)).size).toBe(VERIFICATION_ITEMS.length);
  expect(findVerificationItem('vehicle')).toMatchObject({ name: '机动车登记', source: '公安交通管理部门' });
  expect(findVerificationItem('horoscope')).toBeUndefined();
});
