import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** Names of accounts of the county by id; what is no account, such as the system as an actor, has none. */
export async function findNames(tx: Tx, ids: readonly (string | null | undefined)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((x) => typeof x === 'string'))];
  if (wanted.length === 0) return new Map();
  return new Map((await sql<{ id: string; name: string }>`select id, name from account where county_id = current_county() and id::text = any (${wanted}::text[])`.execute(tx)).rows.map((r) => [r.id, r.name]));
}
