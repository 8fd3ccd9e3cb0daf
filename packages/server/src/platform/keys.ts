import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { SetupError } from './config.ts';

/**
 * The installation's keys. They live outside the database, so that a copy of the database alone opens no name and no
 * identity number, and so that a database superuser cannot sign a checkpoint.
 */
export interface Keys {
  /** A 32-byte subkey derived from the master key (HKDF-SHA-256); the same purpose always gives the same key. */
  key(purpose: string): Buffer;
  /** Tells whether a database belongs to this master key, without telling the key. */
  readonly fingerprint: string;
  /** Ed25519 pair that signs checkpoints of the action log. */
  readonly signing: SigningKey;
}

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Public half as PEM: what an auditor keeps. */
  readonly publicPem: string;
  /** First 16 hexadecimal digits of the SHA-256 of the public key. */
  readonly id: string;
}

const SIGNING_FILE = 'checkpoint-signing.pem';
const PUBLIC_FILE = 'checkpoint-public.pem';

/** Both files a key folder needs; used to tell a first start from a lost key. */
export function keysExist(keyFile: string): boolean {
  return fs.existsSync(keyFile);
}

function refuseReadableByOthers(file: string): void {
  if (process.platform === 'win32') return;
  if ((fs.statSync(file).mode & 0o077) !== 0) {
    throw new SetupError(`密钥文件 ${file} 可被他人读取，请先执行 chmod 600。`, `Key file ${file} is readable by others; run chmod 600 on it first.`);
  }
}

/** Written whole or not at all: a start that is killed half-way must not leave half a key. */
function writeSecret(file: string, content: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.draft`;
  fs.writeFileSync(draft, content, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // link, unlike rename, fails when the file has appeared meanwhile: a key is never overwritten.
    fs.linkSync(draft, file);
  } finally {
    fs.rmSync(draft);
  }
}

/** Creates a master key and a signing pair. Refuses to replace existing ones. */
export function createKeys(keyFile: string): void {
  const signingFile = path.join(path.dirname(keyFile), SIGNING_FILE);
  for (const file of [keyFile, signingFile]) {
    if (fs.existsSync(file)) throw new SetupError(`密钥文件 ${file} 已存在，不会覆盖。`, `Key file ${file} exists and is not overwritten.`);
  }
  const pair = generateKeyPairSync('ed25519');
  writeSecret(signingFile, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  fs.writeFileSync(path.join(path.dirname(keyFile), PUBLIC_FILE), pair.publicKey.export({ type: 'spki', format: 'pem' }));
  writeSecret(keyFile, `${randomBytes(32).toString('hex')}\n`);
}

/** Opens existing keys. Refuses a missing, malformed or world-readable file. */
export function openKeys(keyFile: string): Keys {
  const signingFile = path.join(path.dirname(keyFile), SIGNING_FILE);
  for (const file of [keyFile, signingFile]) {
    if (!fs.existsSync(file)) throw new SetupError(`缺少密钥文件 ${file}。`, `Key file ${file} is missing.`);
    refuseReadableByOthers(file);
  }
  const text = fs.readFileSync(keyFile, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new SetupError(`密钥文件 ${keyFile} 应为 64 位十六进制。`, `Key file ${keyFile} must hold 64 hexadecimal digits.`);
  return keysFrom(Buffer.from(text, 'hex'), readSigning(signingFile));
}

function readSigning(file: string): SigningKey {
  const privateKey = parsePrivateKey(file);
  const publicKey = createPublicKey(privateKey);
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return {
    privateKey,
    publicKey,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    id: createHash('sha256').update(der).digest('hex').slice(0, 16),
  };
}

function parsePrivateKey(file: string): KeyObject {
  try {
    const key = createPrivateKey(fs.readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Falls through to the refusal: OpenSSL's own words say nothing to an operator.
  }
  throw new SetupError(`签名密钥 ${file} 不是 Ed25519 私钥（PEM）。`, `Signing key ${file} is not an Ed25519 private key in PEM.`);
}

function keysFrom(master: Buffer, signing: SigningKey): Keys {
  const derived = new Map<string, Buffer>();
  const key = (purpose: string): Buffer => {
    const known = derived.get(purpose);
    if (known) return known;
    const made = Buffer.from(hkdfSync('sha256', master, 'doudi', purpose, 32));
    derived.set(purpose, made);
    return made;
  };
  return { key, fingerprint: key('fingerprint').toString('hex').slice(0, 32), signing };
}
