import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** Who may not check a case: whoever did something in it, and staff who are near relatives of the household or of somebody who did. */
export async function findBarred(tx: Tx, county: number, numbers: readonly string[]): Promise<(number: string, checker: string) => boolean> {
  const { rows } = await sql<{ number: string; account: string }>`
    select f.number, a.actor_user as account from case_file f join case_action a on a.county_id = f.county_id and a.case_id = f.id where f.county_id = ${county} and f.number = any (${numbers}::text[]) and a.actor_post <> 'system'
    union select f.number, r.account_id::text from case_file f join case_person p on p.county_id = f.county_id and p.case_id = f.id join relative r on r.county_id = p.county_id and r.number_idx = p.number_idx
      where f.county_id = ${county} and f.number = any (${numbers}::text[]) and r.removed_on is null and r.account_id is not null`.execute(tx);
  const barred = new Set(rows.map((r) => `${r.number}|${r.account}`));
  return (number, checker) => barred.has(`${number}|${checker}`);
}
