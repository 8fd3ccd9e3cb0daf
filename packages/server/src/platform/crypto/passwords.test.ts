import { describe, expect, it } from 'vitest';
import { hashPassword, needsRehash, verifyPassword } from './passwords.ts';

describe('passwords', () => {
  it('are kept as argon2id with a salt of their own and verify', async () => {
    const [one, two] = await Promise.all([hashPassword('兜底-2026'), hashPassword('兜底-2026')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword(one, '兜底-2026')).toBe(true);
    expect(await verifyPassword(one, '兜底-2027')).toBe(false);
    expect(await verifyPassword(one, '')).toBe(false);
  });

  it('verify what another implementation wrote (reference command argon2)', async () => {
    // echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1, from the reference implementation's own tests.
    const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await verifyPassword(reference, 'password')).toBe(true);
    expect(await verifyPassword(reference, 'passwore')).toBe(false);
    expect(needsRehash(reference)).toBe(false);
  });

  it('do not care whether a phone composed the characters otherwise', async () => {
    expect(await verifyPassword(await hashPassword('ＡＢＣé12'), 'ABCe\u030112')).toBe(true);
  });

  it('ask to be stored anew when the cost was lower or the form another', async () => {
    const now = await hashPassword('x');
    expect(needsRehash(now)).toBe(false);
    expect(needsRehash(now.replace('m=19456', 'm=9216'))).toBe(true);
    expect(needsRehash(now.replace('t=2', 't=1'))).toBe(true);
    expect(needsRehash('$2b$10$abc')).toBe(true);
  });

  it.each(['', 'plain', '$argon2id$v=19$m=9999999,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'])('are false against stored text %j', async (stored) => {
    expect(await verifyPassword(stored, 'password')).toBe(false);
  });

  it('are false without an account, also for the password that would fit nobody', async () => {
    expect(await verifyPassword(null, '')).toBe(false);
  });

  it('of a megabyte are refused before any work', async () => {
    await expect(hashPassword('x'.repeat(1_000_000))).rejects.toThrow(RangeError);
    expect(await verifyPassword(null, 'x'.repeat(1_000_000))).toBe(false);
  });
});
