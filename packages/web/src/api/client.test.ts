import { expect, test } from 'vitest';
import { addressOf } from './client.ts';

test('parameters are encoded into the path and absent filters are left out of the query', () => {
  expect(addressOf('/cases/:id/commands/:command', { id: 'a/b', command: 'accept' })).toBe('/api/v1/cases/a%2Fb/commands/accept');
  expect(addressOf('/worklist', {}, { tab: 'todo', programme: undefined, unit: '', limit: 30 })).toBe('/api/v1/worklist?tab=todo&limit=30');
});
