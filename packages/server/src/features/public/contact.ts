import { sql } from 'kysely';
import type { SubmissionKind } from '@doudi/core/case/submissions/payloads';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';

/** Who sent something, as far as they said. Sealed; opened only by staff of the case, with a trace. */
export interface Contact {
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
}

/** Binds the ciphertext to its column and county. */
export const contactContext = (county: number): string => `submission.contact|${county}`;

/** Name and telephone of a sender, as far as given. */
export async function findContact(tx: Tx, services: Services, county: number, id: string): Promise<(Contact & { readonly kind: SubmissionKind }) | undefined> {
  const row = (await sql<{ kind: SubmissionKind; contact_enc: Buffer | null }>`select kind, contact_enc from submission where county_id = ${county} and id = ${id}`.execute(tx)).rows[0];
  if (!row) return undefined;
  return { kind: row.kind, ...(row.contact_enc ? (JSON.parse(services.cipher.decrypt(row.contact_enc, contactContext(county))) as Contact) : {}) };
}
