import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * How a file lies on disk: AES-256-GCM in pieces, so that a large file is written and read without being held whole and
 * no byte is given out before its piece has been proven. Layout: mark `DDF1`, salt (16 bytes), then pieces of up to 64 KiB,
 * each followed by its tag (16). The key is the file's own (HKDF of the store's key and the salt), so the counter alone
 * makes the nonce; the nonce also says which piece is the last, so that nothing can be cut off unseen. The content's
 * SHA-256 is authenticated with every piece: a file put under another's name does not open.
 */
export const PIECE = 64 * 1024;
const MARK = Buffer.from('DDF1', 'latin1');
const SALT = 16;
const TAG = 16;
export const HEADER = MARK.length + SALT;
const SEALED_PIECE = PIECE + TAG;

/** The bytes on disk are not what was stored under this hash: changed, cut off, or sealed with another key. */
export class FileDamaged extends Error {
  constructor(hash: Buffer, reason: string) {
    super(`stored file ${hash.toString('hex')}: ${reason}`);
    this.name = 'FileDamaged';
  }
}

const keyOf = (key: Buffer, salt: Buffer): Buffer => Buffer.from(hkdfSync('sha256', key, salt, 'doudi stored file', 32));

function nonce(piece: number, last: boolean): Buffer {
  const n = Buffer.alloc(12);
  n.writeUInt32BE(piece, 7);
  n[11] = last ? 1 : 0;
  return n;
}

/** Seals a whole content known by its hash. Two sealings of one content differ: the salt is random. */
export function seal(key: Buffer, hash: Buffer, bytes: Buffer): Buffer {
  const salt = randomBytes(SALT);
  const own = keyOf(key, salt);
  const pieces = Math.max(1, Math.ceil(bytes.length / PIECE));
  const out: Buffer[] = [MARK, salt];
  for (let i = 0; i < pieces; i++) {
    const cipher = createCipheriv('aes-256-gcm', own, nonce(i, i === pieces - 1)).setAAD(hash);
    out.push(cipher.update(bytes.subarray(i * PIECE, (i + 1) * PIECE)), cipher.final(), cipher.getAuthTag());
  }
  return Buffer.concat(out);
}

/** Opens the pieces of a sealed file one after another; `read` gives the bytes at a place, fewer at the end. */
export async function* open(key: Buffer, hash: Buffer, size: number, read: (from: number, length: number) => Promise<Buffer>): AsyncGenerator<Buffer> {
  const header = await read(0, HEADER);
  if (size < HEADER + TAG || !header.subarray(0, MARK.length).equals(MARK)) throw new FileDamaged(hash, 'not a sealed file');
  const own = keyOf(key, header.subarray(MARK.length));
  const pieces = Math.ceil((size - HEADER) / SEALED_PIECE);
  for (let i = 0; i < pieces; i++) {
    const from = HEADER + i * SEALED_PIECE;
    const sealed = await read(from, Math.min(SEALED_PIECE, size - from));
    if (sealed.length < TAG) throw new FileDamaged(hash, 'cut off');
    const decipher = createDecipheriv('aes-256-gcm', own, nonce(i, i === pieces - 1), { authTagLength: TAG }).setAAD(hash).setAuthTag(sealed.subarray(-TAG));
    let plain: Buffer;
    try {
      plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
    } catch {
      throw new FileDamaged(hash, 'does not authenticate');
    }
    yield plain;
  }
}
