import { sql } from 'kysely';
import { OWN_RELATION } from '@doudi/core/case/relatives/bodies';
import type { Tx } from '../../platform/database.ts';
import { officer } from '../cases/context.ts';

/** Whose filed near relative a person is, or which officer in person: what the counter is told as soon as a number is typed. */
export async function findKin(tx: Tx, county: number, index: Buffer): Promise<{ relation: string; of: string } | null> {
  const kin = (await sql<{ relation: string; of: string | null }>`select r.relation, a.name as of from relative r left join account a on a.county_id = r.county_id and a.id = r.account_id where r.county_id = ${county} and r.number_idx = ${index} and r.removed_on is null
    union all select ${OWN_RELATION}::text, a.name from account a where a.county_id = ${county} and a.number_idx = ${index} and ${officer()} limit 1`.execute(tx)).rows[0];
  return kin ? { relation: kin.relation, of: kin.of ?? '村（居）干部' } : null;
}
