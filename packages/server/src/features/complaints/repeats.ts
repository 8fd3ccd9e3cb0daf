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
  // Three ways to be a repetition, each by an index of its own: joined in one condition they compare every complaint with every other.
  const { rows } = await sql<Repeat>`with mine as materialized (select m.id, m.opened_on, m.number, m.about_case, m.alike, c.person_idx, (m.received_on::date - ${repeatDays(law)}::int)::text as since
      from matter m left join complaint_contact c on c.county_id = m.county_id and c.complaint_id = m.id
      where m.county_id = ${law.county} and m.topic = 'complaint' and m.id = any (${ids}::uuid[]) and m.state ->> 'course' = 'petition' and m.state ->> 'kind' <> 'enquiry'),
    near as (
      select m.id as of, o.complaint_id as id, 1 as way from mine m join complaint_contact o on o.county_id = ${law.county} and o.person_idx = m.person_idx
      union all select m.id, o.id, 2 from mine m join matter o on o.county_id = ${law.county} and o.about_case = m.about_case and o.topic = 'complaint'
      union all select m.id, o.id, 3 from mine m join matter o on o.county_id = ${law.county} and o.alike = m.alike and o.received_on >= m.since)
    select distinct on (n.of, o.id) n.of, o.id, o.number, o.received_on, o.state ->> 'kind' as kind, (array['person', 'case', 'unit'])[n.way] as same
    from near n join mine m on m.id = n.of join matter o on o.county_id = ${law.county} and o.id = n.id
    where o.id <> m.id and o.topic = 'complaint' and o.received_on >= m.since and (o.opened_on, o.number) < (m.opened_on, m.number) and o.state ->> 'course' = 'petition' and o.state ->> 'kind' <> 'enquiry'
    order by n.of, o.id, n.way`.execute(tx);
  const out = new Map<string, Repeat[]>();
  for (const r of rows) out.set(r.of, [...(out.get(r.of) ?? []), r]);
  return out;
}
