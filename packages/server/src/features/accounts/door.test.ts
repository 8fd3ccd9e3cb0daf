import { expect, test } from 'vitest';
import { Door } from './door.ts';

test('two at once, three waiting, the sixth is told to come again; places are handed on, also after an error', async () => {
  const door = new Door(2, 3);
  const leave: (() => void)[] = [];
  let inside = 0;
  let most = 0;
  const visit = (fail = false): Promise<unknown> => door.pass(async () => {
    most = Math.max(most, ++inside);
    await new Promise<void>((resolve) => leave.push(resolve));
    inside--;
    if (fail) throw new Error('fell');
    return 'seen';
  }).catch((e: unknown) => (e as Error).message);
  const all = [visit(), visit(true), visit(), visit(), visit()];
  expect(await visit()).toMatchObject({ code: 'busy' });
  while (leave.length > 0) {
    leave.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all(all)).toEqual(['seen', 'fell', 'seen', 'seen', 'seen']);
  expect(most).toBe(2);
  const again = visit();
  leave.shift()?.();
  expect(await again).toBe('seen');
});
