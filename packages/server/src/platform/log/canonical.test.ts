import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, NotCanonical, withoutUndefined } from './canonical.ts';
import { GENESIS, hashEntry, utc } from './entry.ts';

const json = fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }).filter((value) => {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, reversed(member)]));
}

describe('canonicalJson', () => {
  it('sorts keys by code unit at every depth and leaves no spaces', () => {
    expect(canonicalJson({ b: [1, { z: null, a: true }], a: '兜底 "x"', 10: 1, 9: 2, Z: 0.1 })).toBe('{"10":1,"9":2,"Z":0.1,"a":"兜底 \\"x\\"","b":[1,{"a":true,"z":null}]}');
  });

  it('gives one text whatever the order of keys, and the same text after a round trip', () => {
    fc.assert(fc.property(json, (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(reversed(value))).toBe(text);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }));
  });

  it.each([
    ['undefined', { a: undefined }], ['NaN', { a: [Number.NaN] }], ['infinity', Number.POSITIVE_INFINITY], ['an unsafe integer', 2 ** 53], ['a bigint', 1n], ['a date', new Date(0)],
    ['a map', new Map()], ['a class instance', new (class A {})()], ['a function', () => 1], ['a hole', Array.from({ length: 1 })], ['NUL', 'a\u0000'], ['half a surrogate pair', { '\ud800': 1 }],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(NotCanonical);
  });

  it('names the place of what it refuses', () => {
    expect(() => canonicalJson({ facts: { members: [{ age: Number.NaN }] } })).toThrow('.facts.members[0].age');
  });
});

describe('withoutUndefined', () => {
  it('makes a field left out and a field set to undefined the same', () => {
    expect(canonicalJson(withoutUndefined({ a: 1, b: undefined, c: { d: undefined } }))).toBe(canonicalJson({ a: 1, c: {} }));
  });
});

describe('hashEntry', () => {
  const entry = {
    county: 1, position: 1, case: '00000000-0000-4000-8000-000000000001', seq: 1, kind: 'applied', at: '2026-03-02T01:00:00.000Z', recordedAt: '2026-03-02T01:00:00.000Z',
    actor: { user: 'u', post: 'handler', unit: 's' }, body: { a: 1 },
  };

  it('is the documented SHA-256', () => {
    // Computed with sha256sum over 32 zero bytes and the canonical text.
    expect(hashEntry(GENESIS, entry).toString('hex')).toBe('4b2bed533bfca26ca55cc4fc80a7875fff0d4cda1ebcead4fe91cb292d959784');
  });

  it('changes with every field', () => {
    const changed = [
      { county: 2 }, { position: 2 }, { case: '00000000-0000-4000-8000-000000000002' }, { seq: 2 }, { kind: 'routed' }, { at: '2026-03-02T01:00:00.001Z' }, { recordedAt: '2026-03-02T01:00:00.001Z' },
      { actor: { ...entry.actor, user: 'v' } }, { actor: { ...entry.actor, post: 'leader' } }, { actor: { ...entry.actor, unit: 't' } }, { body: { a: 2 } },
    ].map((change) => hashEntry(GENESIS, { ...entry, ...change }).toString('hex'));
    expect(new Set([...changed, hashEntry(GENESIS, entry).toString('hex'), hashEntry(Buffer.alloc(32, 1), entry).toString('hex')]).size).toBe(changed.length + 2);
  });
});

describe('utc', () => {
  it('writes an instant with an offset in UTC with milliseconds', () => {
    expect(utc('2026-03-02T09:00:00+08:00')).toBe('2026-03-02T01:00:00.000Z');
  });
  it.each(['2026-03-02', '2026-03-02T09:00:00', 'yesterday', '2026-13-02T09:00:00Z'])('refuses %s', (text) => {
    expect(() => utc(text)).toThrow(RangeError);
  });
});
