import { expect, test } from 'vitest';
import { householdFactsSchema } from '@doudi/core/case/facts';
import { aidFacts, memberOf, tidyFacts } from './model.ts';

const person = (age: number) => ({ id: '00000000-0000-4000-8000-000000000001', name: '某人', birth: '2015-01-01', sex: 'female' as const, age });

test('what age alone tells is not asked again', () => {
  expect(memberOf(person(3), 'child')).toMatchObject({ occupation: 'preschool', labour: 'none' });
  expect(memberOf(person(15), 'child')).toMatchObject({ occupation: 'student', labour: 'none' });
  expect(memberOf(person(16), 'child')).toMatchObject({ occupation: 'none', labour: 'able' });
});

test('fields that were emptied again do not make a household invalid', () => {
  const id = person(40).id;
  const tidy = tidyFacts({ applicant: id, area: 'urban', address: '一号', hardship: 'illness', statement: '病', members: [{ ...memberOf(person(40), 'self'), excluded: undefined }], incomes: [{ person: id, kind: 'wage', monthly: 100, proof: '' }] });
  expect(householdFactsSchema.safeParse(tidy).success).toBe(true);
  expect(tidy.incomes).toEqual([{ person: id, kind: 'wage', monthly: 100 }]);
});

test('facts of temporary assistance stay with temporary assistance, and what happened is typed once', () => {
  const id = person(40).id;
  const typed = { applicant: id, area: 'urban' as const, address: '一号', members: [memberOf(person(40), 'self')], event: { cause: 'fire', on: '2021-11-15', place: '一号', text: '家中失火', emergency: true }, needs: [{ kind: 'medical' as const, fen: 100, paper: '' }] };
  const aid = householdFactsSchema.parse(tidyFacts(aidFacts(typed, true)));
  expect([aid.statement, aid.event?.emergency, aid.needs]).toEqual(['家中失火', true, [{ kind: 'medical', fen: 100 }]]);
  expect(aidFacts(typed, false)).not.toHaveProperty('event');
});
