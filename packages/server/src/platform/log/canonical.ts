/** A value that means the same in JavaScript, in JSON text and in PostgreSQL's jsonb. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The value has no single JSON text: it must not enter the log. */
export class NotCanonical extends TypeError {
  constructor(path: string, what: string) {
    super(`${path || 'value'}: ${what}`);
    this.name = 'NotCanonical';
  }
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function textOf(value: string, path: string): string {
  // jsonb can hold neither; accepting them here would make a row that differs from what was hashed.
  if (value.includes('\u0000') || !value.isWellFormed()) throw new NotCanonical(path, 'text with NUL or half a surrogate pair');
  return JSON.stringify(value);
}

function numberOf(value: number, path: string): string {
  if (!Number.isFinite(value)) throw new NotCanonical(path, `number ${value}`);
  // Beyond 2^53 two different texts read as one number, and a change between them would not change the hash.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new NotCanonical(path, `integer ${value} is beyond the safe integers`);
  return JSON.stringify(value);
}

function write(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return textOf(value, path);
  if (typeof value === 'number') return numberOf(value, path);
  if (Array.isArray(value)) return `[${Array.from(value, (item, index) => write(item, `${path}[${index}]`)).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) {
    // Default sort: by UTF-16 code unit, the same on every machine and as RFC 8785 asks.
    const members = Object.keys(value).sort().map((key) => `${textOf(key, path)}:${write(value[key], `${path}.${key}`)}`);
    return `{${members.join(',')}}`;
  }
  throw new NotCanonical(path, typeof value === 'object' ? 'not a plain object' : typeof value);
}

/**
 * The one JSON text of a value: keys sorted, no spaces, numbers as ECMAScript writes them (RFC 8785). What is hashed and
 * signed is this text in UTF-8. Refuses (NotCanonical) undefined, NaN, infinities, unsafe integers, Date and any other
 * object that is not plain, holes in arrays, NUL and broken surrogates.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '');
}

/**
 * Drops members whose value is `undefined`, as JSON does, so that an optional field left out and one set to undefined
 * are the same action. Everything else is left for `canonicalJson` to accept or refuse.
 */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value === 'object' && value !== null && isPlain(value)) {
    return Object.fromEntries(Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, withoutUndefined(member)]])));
  }
  return value;
}
