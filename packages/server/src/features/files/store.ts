import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

export const MEDIA = { 'image/jpeg': 'jpg', 'image/png': 'png', 'application/pdf': 'pdf' } as const;
export type Media = keyof typeof MEDIA;

/** What the first bytes say a file is; the name and the browser's word are not believed. */
export function sniff(bytes: Buffer): Media | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf';
  return undefined;
}

/** Files live outside the database under their SHA-256; the same content is written once. */
export class FileStore {
  readonly #root: string;
  constructor(dataFolder: string) {
    this.#root = path.join(dataFolder, 'files');
  }

  #path(hash: string): string {
    return path.join(this.#root, hash.slice(0, 2), hash);
  }

  /** Writes whole or not at all, durable before it returns: a registered file exists. Photographs of homes and papers are nobody else's on this computer. */
  async put(bytes: Buffer): Promise<Buffer> {
    const hash = createHash('sha256').update(bytes).digest();
    const target = this.#path(hash.toString('hex'));
    await fs.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    const exists = await fs.stat(target).then(() => true, () => false);
    if (!exists) {
      const draft = `${target}.${process.pid}.${Math.trunc(performance.now() * 1000)}`;
      await fs.writeFile(draft, bytes, { flush: true, mode: 0o600 });
      await fs.rename(draft, target);
    }
    return hash;
  }

  async get(hash: Buffer): Promise<Buffer> {
    return await fs.readFile(this.#path(hash.toString('hex')));
  }
}
