import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Installation } from '../../platform/installation.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Uploaded rosters between check and use. They hold whole counties' identity and account numbers, so they lie encrypted
 * (AES-256-GCM, bound to their import) under the installation's key, and are deleted when nobody needs them any more.
 */
export class UploadStore {
  readonly #folder: string;
  readonly #key: Buffer;
  constructor({ config, keys }: Pick<Installation, 'config' | 'keys'>) {
    this.#folder = path.join(config.dataFolder, 'imports');
    this.#key = keys.key('roster upload v1');
  }

  #path(id: string): string {
    return path.join(this.#folder, `${id}.bin`);
  }

  async put(id: string, bytes: Buffer): Promise<void> {
    await fs.mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(id));
    const body = Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    await fs.writeFile(this.#path(id), body, { flush: true, mode: 0o600 });
  }

  /** The file, or undefined when it was deleted or was never on this machine. @throws when it was changed. */
  async get(id: string): Promise<Buffer | undefined> {
    const body = await fs.readFile(this.#path(id)).catch(() => undefined);
    if (!body) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, body.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(id)).setAuthTag(body.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(body.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  }

  async remove(id: string): Promise<void> {
    await fs.rm(this.#path(id), { force: true });
  }

  /** Ids of files older than so many days. */
  async olderThan(days: number, now: number): Promise<string[]> {
    const names = await fs.readdir(this.#folder).catch(() => []);
    const out: string[] = [];
    for (const name of names) {
      const stat = await fs.stat(path.join(this.#folder, name)).catch(() => undefined);
      if (stat && now - stat.mtimeMs > days * 86_400_000) out.push(name.replace(/\.bin$/, ''));
    }
    return out;
  }
}
