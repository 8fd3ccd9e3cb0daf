import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clearOutbox, FileChannel } from './send.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-outbox-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const message = (n: number) => ({ id: id(n), to: '13900000000', text: `第 ${n} 条` });
const fileOf = (day: string): string => path.join(folder, 'outbox', `messages-${day}.jsonl`);
const idsOf = (day: string): string[] => fs.readFileSync(fileOf(day), 'utf8').split('\n').flatMap((l) => { try { return [(JSON.parse(l) as { id: string }).id]; } catch { return []; } });

describe('the outbox', () => {
  test('takes every id once, whoever writes: this process again, another one in between, and after a line cut off by a kill', async () => {
    const one = new FileChannel(folder);
    await one.give('2021-11-15', [message(1), message(2)]);
    await one.give('2021-11-15', [message(2), message(3)]);
    await new FileChannel(folder).give('2021-11-15', [message(3), message(4)]);
    await one.give('2021-11-15', [message(4), message(5)]);
    await one.give('2021-11-16', [message(6)]);
    expect(idsOf('2021-11-15')).toEqual([1, 2, 3, 4, 5].map(id));
    // Cut off in the middle of message 7: it was never acknowledged, so it is offered again and stands whole.
    fs.appendFileSync(fileOf('2021-11-16'), JSON.stringify(message(7)).slice(0, 60));
    await one.give('2021-11-16', [message(6), message(7)]);
    expect(idsOf('2021-11-16')).toEqual([6, 7].map(id));
  });

  test('files to which nothing was written for the days of the setting are removed, others and what is not its own stay', async () => {
    const channel = new FileChannel(folder);
    for (const day of ['2021-11-15', '2021-11-16', '2035-01-01']) await channel.give(day, [message(1)]);
    fs.writeFileSync(path.join(folder, 'outbox', 'readme.txt'), '网关说明');
    const now = Date.now();
    const aged = (name: string, days: number): void => fs.utimesSync(name, new Date(now - days * 86_400_000), new Date(now - days * 86_400_000));
    aged(fileOf('2021-11-15'), 181);
    aged(fileOf('2021-11-16'), 179);
    aged(fileOf('2035-01-01'), 400);
    aged(path.join(folder, 'outbox', 'readme.txt'), 400);
    expect((await clearOutbox(folder, 180, now)).toSorted()).toEqual(['messages-2021-11-15.jsonl', 'messages-2035-01-01.jsonl']);
    expect(fs.readdirSync(path.join(folder, 'outbox')).toSorted()).toEqual(['messages-2021-11-16.jsonl', 'readme.txt']);
    expect(await clearOutbox(path.join(folder, 'nowhere'), 180, now)).toEqual([]);
  });
});
