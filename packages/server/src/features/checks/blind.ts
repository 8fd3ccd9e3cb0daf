import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/**
 * When each of these accounts first opened the file of a case after its decision: the case, its persons' page, its papers, its letters. Whoever did
 * has seen what was decided, and what they find afterwards is not found blind. What lists tell of a sum is not in the log of openings.
 * @returns ISO instant by account, on the county's own clock.
 */
export async function findOpened(tx: Tx, county: number, caseId: string, accounts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (accounts.length === 0) return new Map();
  const { rows } = await sql<{ account: string; at: string }>`
    with file as (select id, decided_on from case_file where county_id = ${county} and id = ${caseId}),
      target as (
        select f.id::text as name from file f
        union select p.person_id::text from file f join case_person p on p.county_id = ${county} and p.case_id = f.id
        union select s.id::text from file f join stored_file s on s.county_id = ${county} and s.case_id = f.id
        union select 'letter:' || l.id from file f join case_letter l on l.county_id = ${county} and l.case_id = f.id)
    select l.user_id as account, to_char(min(l.at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"') as at
    from access_log l cross join file f where l.county_id = ${county} and l.target in (select name from target) and l.what in ('open', 'download') and l.user_id = any (${[...accounts]}::text[])
      and (f.decided_on is null or (l.at at time zone 'Asia/Shanghai')::date >= f.decided_on) group by l.user_id`.execute(tx);
  return new Map(rows.map((r) => [r.account, r.at]));
}

/** Of a draw's recomputations, how many were found before their finder had opened the case file. What was entered before this was kept is in neither number. */
export async function findBlindShare(tx: Tx, county: number, draw: string): Promise<{ entries: number; blind: number }> {
  const { rows } = await sql<{ entries: number; blind: number }>`select count(*)::int as entries, count(*) filter (where jsonb_typeof(e -> 'opened') = 'null')::int as blind
    from draw_member d join matter m on m.county_id = d.county_id and m.id = d.check_id cross join lateral jsonb_array_elements(m.state -> 'entries') as e
    where d.county_id = ${county} and d.draw_id = ${draw} and jsonb_typeof(e) = 'object' and e ? 'opened'`.execute(tx);
  return rows[0] ?? { entries: 0, blind: 0 };
}
