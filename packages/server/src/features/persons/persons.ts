import { sql } from 'kysely';
import { ageOn } from '@doudi/core/people/id-number';
import { maskIdNumber, maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';

interface PersonRow {
  readonly id: string;
  readonly name_enc: Buffer;
  readonly number_enc: Buffer;
  readonly phone_enc: Buffer | null;
  readonly birth: string;
  readonly sex: 'male' | 'female';
}

/** A person with everything readable. Whoever calls this has logged the opening, or uses it for a letter or a query of law. */
export interface OpenPerson {
  readonly id: string;
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string | null;
  readonly birth: string;
  readonly sex: 'male' | 'female';
}

export interface MaskedPerson {
  readonly id: string;
  readonly name: string;
  readonly idNumber: string;
  readonly birth: string;
  readonly age: number;
  readonly sex: string;
}

/** Context strings bind a ciphertext to its column and county: a value copied into another column or county does not open (into another row of the same column it does). */
export const seal = (services: Services, county: number) => ({
  name: (x: string) => services.cipher.encrypt(x, `person.name|${county}`),
  number: (x: string) => services.cipher.encrypt(x, `person.number|${county}`),
  phone: (x: string) => services.cipher.encrypt(x, `person.phone|${county}`),
  nameIdx: (x: string) => services.cipher.blindIndex('name', county, x),
  numberIdx: (x: string) => services.cipher.blindIndex('number', county, x),
  phoneIdx: (x: string) => services.cipher.blindIndex('phone', county, x),
});

const open = (services: Services, county: number, r: PersonRow): OpenPerson => ({
  id: r.id, birth: r.birth, sex: r.sex,
  name: services.cipher.decrypt(r.name_enc, `person.name|${county}`),
  idNumber: services.cipher.decrypt(r.number_enc, `person.number|${county}`),
  phone: r.phone_enc ? services.cipher.decrypt(r.phone_enc, `person.phone|${county}`) : null,
});

/** Persons by id, readable; only those the caller's area shows. */
export async function openPersons(tx: Tx, services: Services, county: number, ids: readonly string[]): Promise<Map<string, OpenPerson>> {
  const { rows } = await sql<PersonRow>`select id, name_enc, number_enc, phone_enc, birth, sex from person where county_id = ${county} and id = any (${[...new Set(ids)]}::uuid[])`.execute(tx);
  return new Map(rows.map((r) => [r.id, open(services, county, r)]));
}

/** Another telephone number of a registered person. */
export async function updatePhone(tx: Tx, services: Services, county: number, id: string, phone: string): Promise<void> {
  const s = seal(services, county);
  await sql`update person set phone_enc = ${s.phone(phone)}, phone_idx = ${s.phoneIdx(phone)} where county_id = ${county} and id = ${id}`.execute(tx);
}

export const masked = (p: OpenPerson, today: string): MaskedPerson => ({ id: p.id, name: maskName(p.name), idNumber: maskIdNumber(p.idNumber), birth: p.birth, age: ageOn(p.birth, today), sex: p.sex });
