import { generateSecret, generateURI, verifySync } from 'otplib';

const PERIOD = 30;

/** 160 random bits in Base32, as authenticator apps take it. */
export function newTotpSecret(): string {
  return generateSecret();
}

/** otpauth:// address for the QR code. */
export function totpUri(secret: string, account: string, issuer: string): string {
  return generateURI({ issuer, label: account, secret, period: PERIOD });
}

/**
 * Checks a six-digit code (RFC 6238, 30 s), one step early or late allowed for leaning clocks. Returns the time step of
 * the code, to be kept as `lastStep`: a code is good once, and none before it afterwards. Null: wrong, used, not six digits.
 * @param at real time, ISO with offset.
 */
export function verifyTotp(secret: string, code: string, at: string, lastStep: number | null): number | null {
  const token = code.normalize('NFKC').replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const epoch = Math.floor(Date.parse(at) / 1000);
  // The library takes the step after which a code counts only where the step is possible at all.
  const after = lastStep === null ? {} : { afterTimeStep: Math.min(lastStep, Math.floor(epoch / PERIOD) + 1) };
  const result = verifySync({ secret, token, epoch, period: PERIOD, epochTolerance: PERIOD, ...after });
  return result.valid ? Math.floor(epoch / PERIOD) + result.delta : null;
}
