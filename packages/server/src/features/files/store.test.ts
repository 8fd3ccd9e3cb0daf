import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { FileDamaged, PIECE } from './sealed.ts';
import { FileStore } from './store.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-store-'));
const keys = { key: (purpose: string): Buffer => createHash('sha256').update(`master|${purpose}`).digest() };
const store = new FileStore(folder, keys);
const files = (): string[] => fs.readdirSync(path.join(folder, 'files'), { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => path.join(f.parentPath, f.name));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test('what is stored comes back, whole and as a stream, at every length around a piece', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(0, 1, 100, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7), async (length) => {
    const bytes = randomBytes(length);
    const hash = await store.put(bytes);
    expect(hash).toEqual(createHash('sha256').update(bytes).digest());
    expect((await store.get(hash)).equals(bytes)).toBe(true);
    const streamed: Buffer[] = [];
    for await (const piece of store.stream(hash)) streamed.push(piece as Buffer);
    expect(Buffer.concat(streamed).equals(bytes)).toBe(true);
  }), { numRuns: 20 });
});

test('on disk neither the content nor its hash can be read, and the same content lies there once', async () => {
  const bytes = Buffer.from(`户口簿复印件${'甲'.repeat(50_000)}`);
  const before = files().length;
  const hash = await store.put(bytes);
  await store.put(bytes);
  expect(files()).toHaveLength(before + 1);
  for (const file of files()) {
    expect(path.basename(file)).not.toContain(hash.toString('hex').slice(0, 16));
    expect(fs.readFileSync(file).includes(Buffer.from('户口簿复印件'))).toBe(false);
    expect(fs.statSync(file).mode & 0o077).toBe(0);
  }
});

test('a file that was changed, cut at a piece, or put under another name does not open', async () => {
  const one = randomBytes(2 * PIECE + 9);
  const known = files();
  const hash = await store.put(one);
  const file = files().find((f) => !known.includes(f)) ?? '';
  const sealed = fs.readFileSync(file);
  const damaged: Buffer[] = [
    Buffer.concat([sealed.subarray(0, 300), Buffer.from([(sealed[300] ?? 0) ^ 1]), sealed.subarray(301)]),
    sealed.subarray(0, 20 + 2 * (PIECE + 16)),
    sealed.subarray(0, 10),
  ];
  for (const bytes of damaged) {
    fs.writeFileSync(file, bytes);
    await expect(store.get(hash)).rejects.toThrow(FileDamaged);
  }
  const other = await store.put(randomBytes(50));
  const otherFile = files().find((f) => !known.includes(f) && f !== file) ?? '';
  fs.writeFileSync(otherFile, sealed);
  await expect(store.get(other)).rejects.toThrow(FileDamaged);
  await expect(new FileStore(folder, { key: (p) => createHash('sha256').update(`else|${p}`).digest() }).get(hash)).rejects.toThrow();
});

test('files of an earlier release open at once and are sealed in passing or in one sweep', async () => {
  const old = async (text: string): Promise<Buffer> => {
    const bytes = Buffer.from(text);
    const hash = createHash('sha256').update(bytes).digest();
    fs.mkdirSync(path.join(folder, 'files', hash.toString('hex').slice(0, 2)), { recursive: true });
    fs.writeFileSync(path.join(folder, 'files', hash.toString('hex').slice(0, 2), hash.toString('hex')), bytes);
    return hash;
  };
  const first = await old('an old photograph');
  expect((await store.get(first)).toString()).toBe('an old photograph');
  const second = await old('another old photograph');
  expect(await store.sealOld()).toBe(1);
  expect(files().every((f) => f.endsWith('.sealed'))).toBe(true);
  expect((await store.get(second)).toString()).toBe('another old photograph');
});
