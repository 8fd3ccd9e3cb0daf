import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { newTotpSecret, totpUri, verifyTotp } from './totp.ts';

/** RFC 6238 appendix B: ASCII '12345678901234567890', SHA-1; at 59 s 94287082, of which six digits count. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

describe('TOTP', () => {
  it('accepts the code of RFC 6238 and returns its step', () => {
    expect(verifyTotp(RFC_SECRET, '287082', at(59), null)).toBe(1);
    expect(verifyTotp(RFC_SECRET, '287083', at(59), null)).toBeNull();
  });

  it.each([[-61, null], [-30, 999], [0, 1000], [30, 1001], [61, null]])('accepts a clock %i seconds off only within one step', (off, step) => {
    const now = 1000 * 30 + 5;
    const code = generateSync({ secret: RFC_SECRET, epoch: now + off });
    expect(verifyTotp(RFC_SECRET, code, at(now), null)).toBe(step);
  });

  it('accepts a code once, and none before it afterwards', () => {
    const now = 1000 * 30;
    const code = generateSync({ secret: RFC_SECRET, epoch: now });
    const before = generateSync({ secret: RFC_SECRET, epoch: now - 30 });
    expect(verifyTotp(RFC_SECRET, code, at(now), 999)).toBe(1000);
    expect(verifyTotp(RFC_SECRET, code, at(now), 1000)).toBeNull();
    expect(verifyTotp(RFC_SECRET, before, at(now), 1000)).toBeNull();
    expect(verifyTotp(RFC_SECRET, code, at(now), 5000)).toBeNull();
  });

  it.each(['', '12345', '1234567', 'abcdef', '12345６７'])('refuses %j without an error', (code) => {
    expect(verifyTotp(RFC_SECRET, code, at(59), null)).toBeNull();
  });

  it('takes full-width digits and the space that apps show', () => {
    expect(verifyTotp(RFC_SECRET, '２８7 082', at(59), null)).toBe(1);
  });

  it('makes secrets of 160 bits, each another, and an address for the QR code', () => {
    const [one, two] = [newTotpSecret(), newTotpSecret()];
    expect(one).toMatch(/^[A-Z2-7]{32}$/);
    expect(one).not.toBe(two);
    const uri = new URL(totpUri(one, '王 主任', '兜底'));
    expect(uri.protocol).toBe('otpauth:');
    expect(uri.searchParams.get('secret')).toBe(one);
    expect(uri.searchParams.get('issuer')).toBe('兜底');
  });
});
