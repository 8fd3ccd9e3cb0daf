import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/**
 * Who may not check a case: whoever handled it (did something in it, or is named as having received, investigated or decided it), whoever belongs to its
 * household or is bound to support somebody of it, staff with a filed near relative in it, and near relatives of a handler, whichever of the two
 * filed the other. People are told by identity number where accounts have one: what one account of a person did or filed bars all of theirs.
 */
export async function findBarred(tx: Tx, county: number, numbers: readonly string[]): Promise<(number: string, checker: string) => boolean> {
  const { rows } = await sql<{ number: string; account: string }>`
    with file as (select id, number, accepted_by, investigated_by, decided_by from case_file where county_id = ${county} and number = any (${numbers}::text[])),
      staff as (select id, number_idx from account where county_id = ${county}),
      same as (select a.id as one, b.id as other from staff a join staff b on b.id = a.id or b.number_idx = a.number_idx),
      handler as (
        select distinct h.number, s.other as account from (
          select f.number, a.actor_user as who from file f join case_action a on a.county_id = ${county} and a.case_id = f.id where a.actor_post <> 'system'
          union select number, accepted_by::text from file union select number, decided_by::text from file union select f.number, i.who::text from file f cross join lateral unnest(f.investigated_by) as i (who)) h
        join same s on s.one::text = h.who),
      kin as (select account_id, number_idx from relative where county_id = ${county} and removed_on is null and account_id is not null and number_idx is not null),
      person as (select f.number, p.number_idx from file f join case_person p on p.county_id = ${county} and p.case_id = f.id)
    select number, account::text from handler
    union select p.number, a.id::text from person p join staff a on a.number_idx = p.number_idx
    union select p.number, s.other::text from person p join kin k on k.number_idx = p.number_idx join same s on s.one = k.account_id
    union select h.number, a.id::text from handler h join kin k on k.account_id = h.account join staff a on a.number_idx = k.number_idx
    union select h.number, s.other::text from handler h join staff a on a.id = h.account join kin k on k.number_idx = a.number_idx join same s on s.one = k.account_id`.execute(tx);
  const barred = new Set(rows.map((r) => `${r.number}|${r.account}`));
  return (number, checker) => barred.has(`${number}|${checker}`);
}
