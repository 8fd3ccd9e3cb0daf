import { sql } from 'kysely';
import type { ComplaintContact } from '@doudi/core/complaint/payloads';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';

/** Binds the ciphertext to its column and county. */
const context = (county: number): string => `complaint_contact.contact|${county}`;

/** Keeps who complained, sealed, as far as they said anything. */
export async function keepContact(tx: Tx, services: Services, county: number, complaint: string, c: ComplaintContact): Promise<void> {
  if (!c.name && !c.phone && !c.address) return;
  const who = c.phone ? `phone:${c.phone.replaceAll(/\D/g, '')}` : c.name ? `name:${c.name}` : undefined;
  const index = who === undefined ? null : services.cipher.blindIndex('complainant', county, who);
  await sql`insert into complaint_contact (county_id, complaint_id, contact_enc, person_idx) values (${county}, ${complaint}, ${services.cipher.encrypt(JSON.stringify(c), context(county))}, ${index})`.execute(tx);
}

export async function findComplainant(tx: Tx, services: Services, county: number, complaint: string): Promise<ComplaintContact | undefined> {
  const row = (await sql<{ contact_enc: Buffer }>`select contact_enc from complaint_contact where county_id = ${county} and complaint_id = ${complaint}`.execute(tx)).rows[0];
  return row && (JSON.parse(services.cipher.decrypt(row.contact_enc, context(county))) as ComplaintContact);
}
