import { expect, test } from 'vitest';
import { householdFactsSchema } from '@doudi/core/case/facts';
import { memberOf, tidyFacts } from './model.ts';

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
