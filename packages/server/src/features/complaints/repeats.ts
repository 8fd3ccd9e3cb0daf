import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';

export interface Repeat {
  readonly of: string;
  readonly id: string;
  readonly number: string;
  readonly received_on: string;
  readonly kind: string;
  readonly same: 'person' | 'case' | 'unit';
}

export const repeatDays = (law: Law): number => law.policy.find<number>('complaint.repeat-days', { on: law.today })?.value ?? 0;

/** So many earlier ones that the county looks into it itself [BQ-65]. */
export const isOften = (law: Law, repeats: number): boolean => repeats >= (law.policy.find<number>('complaint.often', { on: law.today })?.value ?? Number.POSITIVE_INFINITY);

/**
 * Earlier complaints of the same person, about the same household, or of the same kind about the same office or its staff,
 * received within the term before each of these; only those that the caller may see, so that a flag tells no secret.
 */
export async function findRepeats(tx: Tx, law: Law, ids: readonly string[]): Promise<Map<string, Repeat[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Repeat>`select distinct on (m.id, o.id) m.id as of, o.id, o.number, o.state ->> 'receivedOn' as received_on, o.state ->> 'kind' as kind,
      case when oc.person_idx = mc.person_idx then 'person' when o.about_case = m.about_case then 'case' else 'unit' end as same
    from matter m left join complaint_contact mc on mc.county_id = m.county_id and mc.complaint_id = m.id
      join matter o on o.county_id = m.county_id and o.topic = 'complaint' and o.id <> m.id and o.state ->> 'course' = 'petition'
        and (o.opened_on, o.number) < (m.opened_on, m.number) and o.state ->> 'receivedOn' >= ((m.state ->> 'receivedOn')::date - ${repeatDays(law)}::int)::text
      left join complaint_contact oc on oc.county_id = o.county_id and oc.complaint_id = o.id
    where m.county_id = ${law.county} and m.topic = 'complaint' and m.id = any (${ids}::uuid[]) and m.state ->> 'course' = 'petition' and m.state ->> 'kind' <> 'enquiry' and o.state ->> 'kind' <> 'enquiry'
      and (oc.person_idx = mc.person_idx or o.about_case = m.about_case
        or (m.state -> 'about' ->> 'kind' in ('unit', 'staff') and o.state -> 'about' ->> 'unit' = m.state -> 'about' ->> 'unit' and o.state -> 'about' ->> 'kind' = m.state -> 'about' ->> 'kind' and o.state ->> 'kind' = m.state ->> 'kind'))
    order by m.id, o.id`.execute(tx);
  const out = new Map<string, Repeat[]>();
  for (const r of rows) out.set(r.of, [...(out.get(r.of) ?? []), r]);
  return out;
}
