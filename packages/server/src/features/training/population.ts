import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { keepPopulation } from '../behaviour/population.ts';
import { loadLaw } from '../law/law.ts';

/** How far from the others the village at this place of the first office stands, so that a question shows in each direction. */
const ODD: Readonly<Record<number, number>> = { 1: 4, 2: 0.2 };

/**
 * How many people live in the villages, made up so that the made-up caseload is of a likely size: twenty to thirty of a thousand on
 * the roll. Said to be made up wherever it is used.
 */
export async function seedPopulation(tx: Tx, services: Services, county: County): Promise<void> {
  const law = await loadLaw(tx, services, county.id);
  const month = law.today.slice(0, 7);
  const { rows } = await sql<{ id: number; key: string; households: number; persons: number; place: number; busy: number; empty: boolean }>`with roll as (select f.area_id, count(*)::int as households, sum(f.persons)::int as persons from benefit b join case_file f on f.county_id = b.county_id and f.id = b.case_id
      where b.county_id = ${county.id} and b.payment = 'monthly' and b.from_month <= ${month} and (b.to_month is null or b.to_month >= ${month}) group by f.area_id),
    village as (select v.id, v.key, v.parent_id, coalesce(r.households, 0) as households, coalesce(r.persons, 0) as persons, coalesce(sum(r.persons) over (partition by v.parent_id), 0) = 0 as empty
      from unit v left join roll r on r.area_id = v.id where v.county_id = ${county.id} and v.kind in ('village', 'community') and (v.valid_to is null or v.valid_to >= ${law.today}::date))
    select id, key, households, persons, empty, (row_number() over (partition by parent_id order by id) - 1)::int as place, (dense_rank() over (order by empty, parent_id))::int as busy from village`.execute(tx);
  // Where nobody of the township is on the made-up roll, nothing could be learnt from its villages.
  const list = rows.filter((v) => !v.empty).map((v) => {
    const lot = createHash('sha256').update(v.key).digest().readUInt16BE(0);
    const rate = (20 + (lot % 11)) * ((v.busy === 1 ? ODD[v.place] : undefined) ?? 1);
    const persons = v.persons === 0 ? 600 + (lot % 1400) : Math.round((v.persons * 1000) / rate);
    return { area: v.id, year: Number(law.today.slice(0, 4)) - 1, persons, households: Math.max(1, v.households, Math.round(persons / 2.6)) };
  });
  await keepPopulation(tx, county.id, list, { source: '培训数据（编造）', madeUp: true, account: null, name: '培训数据', at: law.now });
}
