import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

export interface Owner {
  readonly duty: string;
  readonly body: string;
  readonly person: string;
  readonly on: string;
  readonly act: string;
}

/** Who answers for each clause on a day: the latest assignment that names it [XX-53, GX-10, BQ-04]. */
export async function findOwners(tx: Tx, county: number, on: string, except?: string): Promise<ReadonlyMap<string, Owner>> {
  const { rows } = await sql<Owner>`select distinct on (d.duty) d.duty, m.state #>> '{assignee,body}' as body, m.state #>> '{assignee,person}' as person, m.closed_on as "on", m.id as act from matter m cross join lateral jsonb_array_elements_text(m.state -> 'duties') d (duty)
    where m.county_id = ${county} and m.topic = 'oversight' and m.status = 'recorded' and m.state ->> 'kind' = 'assignment' and coalesce(m.state ->> 'level', 'county') = 'county' and m.closed_on <= ${on} ${except === undefined ? sql`` : sql`and m.id <> ${except}`} order by d.duty, m.closed_on desc, m.number desc`.execute(tx);
  return new Map(rows.map((r) => [r.duty, r]));
}
