import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file set aside on disk while it is being looked at, under a key that only this object has. */
export interface Spooled {
  readonly sha256: string;
  readonly bytes: number;
  /** Its bytes again, piece by piece. */
  read(): AsyncIterable<Uint8Array>;
  remove(): Promise<void>;
}

/** Sets a stream aside in the data folder, encrypted, so that neither its size nor a crash matters. Undefined: longer than `limit` bytes. */
export async function spool(folder: string, source: AsyncIterable<Uint8Array>, limit: number): Promise<Spooled | undefined> {
  const place = path.join(folder, 'spool');
  await fs.mkdir(place, { recursive: true, mode: 0o700 });
  const file = path.join(place, randomBytes(12).toString('hex'));
  const key = randomBytes(32);
  const iv = randomBytes(16);
  const hash = createHash('sha256');
  let bytes = 0;
  const remove = async (): Promise<void> => await fs.rm(file, { force: true });
  class TooLong extends Error {}
  try {
    await pipeline(source, async function* (chunks) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > limit) throw new TooLong();
        hash.update(chunk);
        yield chunk;
      }
    }, createCipheriv('aes-256-ctr', key, iv), createWriteStream(file, { mode: 0o600, flags: 'wx' }));
  } catch (error) {
    await remove();
    if (error instanceof TooLong) return undefined;
    throw error;
  }
  return { sha256: hash.digest('hex'), bytes, read: () => createReadStream(file).pipe(createDecipheriv('aes-256-ctr', key, iv)), remove };
}
