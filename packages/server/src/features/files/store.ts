import { createHash, createHmac } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Keys } from '../../platform/keys.ts';
import { open, seal } from './sealed.ts';

/** Files written before contents were sealed bear their plain hash as name. */
const OLD_NAME = /^[0-9a-f]{64}$/;
const SEALED = '.sealed';

/**
 * Files live outside the database, sealed (see sealed.ts) under a key of the installation; the same content is written
 * once. A file's name on disk is the keyed hash of its content's SHA-256: whoever sees the folder cannot tell whether a
 * content he knows is in it.
 */
export class FileStore {
  readonly #root: string;
  readonly #key: Buffer;
  readonly #nameKey: Buffer;
  constructor(dataFolder: string, keys: Pick<Keys, 'key'>) {
    this.#root = path.join(dataFolder, 'files');
    this.#key = keys.key('stored files v1');
    this.#nameKey = keys.key('stored file names v1');
  }

  #path(hash: Buffer): string {
    const name = createHmac('sha256', this.#nameKey).update(hash).digest('hex');
    return path.join(this.#root, name.slice(0, 2), `${name}${SEALED}`);
  }

  /** Writes whole or not at all, durable before it returns: a registered file exists. Photographs of homes and papers are nobody else's on this computer. @returns the SHA-256 of the content. */
  async put(bytes: Buffer): Promise<Buffer> {
    const hash = createHash('sha256').update(bytes).digest();
    const target = this.#path(hash);
    await fs.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    const exists = await fs.stat(target).then(() => true, () => false);
    if (!exists) {
      const draft = `${target}.${process.pid}.${Math.trunc(performance.now() * 1000)}`;
      await fs.writeFile(draft, seal(this.#key, hash, bytes), { flush: true, mode: 0o600 });
      await fs.rename(draft, target);
    }
    return hash;
  }

  /** A content whole. @throws {FileDamaged} when what lies on disk is not what was stored. */
  async get(hash: Buffer): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.#pieces(hash)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** A content piece by piece; each piece is proven before it is given out. */
  stream(hash: Buffer): Readable {
    return Readable.from(this.#pieces(hash), { objectMode: false });
  }

  async *#pieces(hash: Buffer): AsyncGenerator<Buffer> {
    await this.#sealOne(hash);
    const file = await fs.open(this.#path(hash));
    try {
      const { size } = await file.stat();
      yield* open(this.#key, hash, size, async (from, length) => {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
        return buffer.subarray(0, bytesRead);
      });
    } finally {
      await file.close();
    }
  }

  /** Seals one file of the former kind when it is asked for before {@link sealOld} has come to it. */
  async #sealOne(hash: Buffer): Promise<void> {
    const name = hash.toString('hex');
    const old = path.join(this.#root, name.slice(0, 2), name);
    const bytes = await fs.readFile(old).catch(() => undefined);
    if (!bytes || !createHash('sha256').update(bytes).digest().equals(hash)) return;
    await this.put(bytes);
    await fs.rm(old, { force: true });
  }

  /** Seals what an earlier release left unsealed; what does not match its name is left where it lies. @returns how many were sealed. */
  async sealOld(): Promise<number> {
    let n = 0;
    const folders = await fs.readdir(this.#root).catch(() => []);
    for (const folder of folders)
      for (const name of await fs.readdir(path.join(this.#root, folder)).catch(() => []))
        if (OLD_NAME.test(name)) {
          await this.#sealOne(Buffer.from(name, 'hex'));
          n++;
        }
    return n;
  }
}
