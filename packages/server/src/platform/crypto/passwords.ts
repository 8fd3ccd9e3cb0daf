import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

interface Cost {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

interface Stored extends Cost {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** OWASP's minimum for argon2id: about 30 ms and 19 MiB, so that ten logins at once do not stop an office computer. */
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Long enough for any sentence; a megabyte is not a password but an attack. */
const LONGEST = 1024;

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

async function derive(password: string, salt: Buffer, cost: Cost, length: number): Promise<Buffer> {
  // The same characters can be typed as different code points on a phone and at the counter.
  const message = Buffer.from(password.normalize('NFKC'), 'utf8');
  return await new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce: salt, ...cost, tagLength: length }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** A stored password in PHC form: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. Refuses more than 1,024 bytes. */
export async function hashPassword(password: string): Promise<string> {
  if (Buffer.byteLength(password) > LONGEST) throw new RangeError('password is too long');
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST, HASH_BYTES);
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

function parse(stored: string): Stored | null {
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(stored) ?? [];
  if (!memory || !passes || !parallelism || !salt || !hash) return null;
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  // A row changed in the database must not be able to take the server's memory.
  if (cost.memory > 1_048_576 || cost.passes < 1 || cost.parallelism < 1 || cost.memory < 8 * cost.parallelism) return null;
  return { ...cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
}

const NOBODY: Stored = { ...COST, salt: Buffer.alloc(SALT_BYTES), hash: Buffer.alloc(HASH_BYTES) };

/**
 * Whether the password is the stored one; compared in constant time. `null` (no such account) takes as long and is false,
 * so that the answer does not tell which login names exist. Stored text that is not argon2id is false.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (Buffer.byteLength(password) > LONGEST) return false;
  const parsed = stored === null ? null : parse(stored);
  const against = parsed ?? NOBODY;
  const hash = await derive(password, against.salt, against, against.hash.length);
  return timingSafeEqual(hash, against.hash) && parsed !== null;
}

/** Whether a password that has just been verified should be stored anew, at today's cost. */
export function needsRehash(stored: string): boolean {
  const parsed = parse(stored);
  return !parsed || parsed.memory < COST.memory || parsed.passes < COST.passes || parsed.parallelism !== COST.parallelism || parsed.hash.length < HASH_BYTES;
}
