import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { seal } from './persons.ts';

/** Values per statement: as JSON a few hundred kilobytes. */
const CHUNK = 2000;

export interface KnownPerson {
  readonly id: string;
  readonly unitId: number;
  readonly name: string;
}

/** Registrations of identity numbers that the scope shows, by number; one human may be registered in several units. */
export async function findRegistered(tx: Tx, services: Services, county: number, numbers: readonly string[]): Promise<Map<string, KnownPerson[]>> {
  const s = seal(services, county);
  const out = new Map<string, KnownPerson[]>();
  for (let i = 0; i < numbers.length; i += CHUNK) {
    const byIndex = new Map(numbers.slice(i, i + CHUNK).map((n) => [s.numberIdx(n).toString('hex'), n]));
    const { rows } = await sql<{ id: string; unit_id: number; idx: string; name_enc: Buffer }>`select id, unit_id, encode(number_idx, 'hex') as idx, name_enc from person
      where county_id = ${county} and number_idx in (select decode(x, 'hex') from unnest(${[...byIndex.keys()]}::text[]) x) order by created_at, id`.execute(tx);
    for (const r of rows) {
      const number = byIndex.get(r.idx) ?? '';
      out.set(number, [...(out.get(number) ?? []), { id: r.id, unitId: r.unit_id, name: services.cipher.decrypt(r.name_enc, `person.name|${county}`) }]);
    }
  }
  return out;
}

export interface NewPerson {
  readonly idNumber: string;
  readonly name: string;
  readonly phone?: string | undefined;
  readonly birth: string;
  readonly sex: 'male' | 'female';
  readonly unitId: number;
}

/** Registers many at once, encrypted. The caller has looked up who is registered in that unit already. @returns ids by number. */
export async function registerPersons(tx: Tx, services: Services, county: number, people: readonly NewPerson[], at: string): Promise<Map<string, string>> {
  const s = seal(services, county);
  const ids = new Map<string, string>();
  for (let i = 0; i < people.length; i += CHUNK) {
    const rows = people.slice(i, i + CHUNK).map((p) => {
      const id = randomUUID();
      ids.set(p.idNumber, id);
      const hex = (b: Buffer): string => b.toString('hex');
      return {
        id, unit_id: p.unitId, name: hex(s.name(p.name)), name_idx: hex(s.nameIdx(p.name)), number: hex(s.number(p.idNumber)), number_idx: hex(s.numberIdx(p.idNumber)),
        phone: p.phone ? hex(s.phone(p.phone)) : null, phone_idx: p.phone ? hex(s.phoneIdx(p.phone)) : null, birth: p.birth, sex: p.sex,
      };
    });
    await sql`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, phone_enc, phone_idx, birth, sex, created_at)
      select ${county}::int, r.id, r.unit_id, decode(r.name, 'hex'), decode(r.name_idx, 'hex'), decode(r.number, 'hex'), decode(r.number_idx, 'hex'), decode(r.phone, 'hex'), decode(r.phone_idx, 'hex'), r.birth, r.sex, ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, unit_id int, name text, name_idx text, number text, number_idx text, phone text, phone_idx text, birth date, sex text)`.execute(tx);
  }
  return ids;
}
