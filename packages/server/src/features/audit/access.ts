import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import { logAccess as write, type AccessKind } from '../../platform/log/access.ts';

/** Who looks: staff at a post, or the applicant with the code of the receipt. */
export type Reader = Pick<Who, 'county' | 'account' | 'unitKey'> & { readonly post: Who['post'] | 'applicant' };

/** Writes who looked at what and why. In the caller's transaction: an opening that cannot be logged does not happen. */
export async function logAccess(tx: Tx, who: Reader, at: string, what: AccessKind, target: string, purpose: string, detail: Record<string, string | number | boolean> = {}): Promise<void> {
  await write(tx, { county: who.county, at, recordedAt: new Date().toISOString(), user: who.account, post: who.post, unit: who.unitKey, what, target, purpose, detail });
}
