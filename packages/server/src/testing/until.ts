import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until the answer is good: how a test waits for what goes on by itself, by the condition and not by the
 * clock. @throws when it is not after `ms`, with what never came and the last answer.
 */
export async function until<T>(ask: () => T | Promise<T>, good: (answer: T) => boolean, what: string, ms = 30_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (performance.now() > end) throw new Error(`never ${what}: ${JSON.stringify(answer)}`);
    await pause(25);
  }
}
