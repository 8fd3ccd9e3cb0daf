import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

/** Gives the 32-byte key of a purpose: `Keys.key`. */
export type KeySource = (purpose: string) => Buffer;

/** The bytes are not what this cipher wrote for this context: changed, moved from another row or column, or of an unknown key. */
export class FieldDamaged extends Error {
  constructor(context: string, reason: string) {
    super(`encrypted field ${context}: ${reason}`);
    this.name = 'FieldDamaged';
  }
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const OVERHEAD = 1 + IV_BYTES + TAG_BYTES;
const INDEX_BYTES = 16;

/** Version of the key that new values are written with. Raising it leaves old values readable; `isCurrent` finds them. */
const CURRENT_VERSION = 1;

/**
 * Encrypts names, identity and account numbers before they reach the database: AES-256-GCM under a key outside it.
 * Layout: version (1 byte), IV (12, random), ciphertext, tag (16). The context (such as 'person.name|120106') is
 * authenticated with it, so that a value copied to another column or county does not open.
 */
export class FieldCipher {
  private readonly keyOf: KeySource;
  private readonly version: number;
  /** Keys made once: a roster asks for hundreds of thousands of hashes and values, and making the key takes four times as long as opening one. */
  private indexKey: KeyObject | undefined;
  private readonly keys = new Map<number, KeyObject>();

  constructor(keyOf: KeySource, version: number = CURRENT_VERSION) {
    if (!Number.isInteger(version) || version < 1 || version > 255) throw new RangeError(`key version ${version}`);
    this.keyOf = keyOf;
    this.version = version;
  }

  private key(version: number): KeyObject {
    let key = this.keys.get(version);
    if (!key) this.keys.set(version, (key = createSecretKey(this.keyOf(`field cipher v${version}`))));
    return key;
  }

  encrypt(text: string, context: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(this.version), iv).setAAD(associated(this.version, context));
    return Buffer.concat([Buffer.from([this.version]), iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** The text that was encrypted under the same context. Refuses (FieldDamaged) anything else. */
  decrypt(bytes: Uint8Array, context: string): string {
    const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const version = data[0] ?? 0;
    if (data.length < OVERHEAD || version === 0) throw new FieldDamaged(context, 'too short or without version');
    if (version > this.version) throw new FieldDamaged(context, `key version ${version} is unknown`);
    const decipher = createDecipheriv('aes-256-gcm', this.key(version), data.subarray(1, 1 + IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(associated(version, context)).setAuthTag(data.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(data.subarray(1 + IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch {
      throw new FieldDamaged(context, 'does not authenticate');
    }
  }

  /** Whether a value was written with the current key; one that was not is to be encrypted again. */
  isCurrent(bytes: Uint8Array): boolean {
    return bytes[0] === this.version;
  }

  /**
   * Keyed hash (HMAC-SHA-256, first 16 bytes) by which an exact value is found without being stored. `kind` and county
   * separate the indexes: the same number gives different hashes in two counties. Its key has no version: a search could
   * not ask with two.
   */
  blindIndex(kind: string, county: number, value: string): Buffer {
    this.indexKey ??= createSecretKey(this.keyOf('blind index v1'));
    return createHmac('sha256', this.indexKey).update(JSON.stringify([kind, county, normalise(value)]), 'utf8').digest().subarray(0, INDEX_BYTES);
  }
}

const associated = (version: number, context: string): Buffer => Buffer.concat([Buffer.from([version]), Buffer.from(context, 'utf8')]);

/** The several dots that are typed between the parts of a name such as 阿依古丽·买买提. */
const NAME_DOTS = /[•‧∙⋅・･●]/g;

/**
 * One spelling for what people type alike: full-width forms folded (NFKC), all spaces dropped ('张 三', '6222 0000'),
 * upper case (the check letter X), one dot in names.
 */
export function normalise(value: string): string {
  return value.normalize('NFKC').replaceAll(/\s+/g, '').replaceAll(NAME_DOTS, '·').toUpperCase();
}
