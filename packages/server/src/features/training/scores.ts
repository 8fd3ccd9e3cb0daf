import { sql } from 'kysely';
import { addMonths } from '@doudi/core/case/months';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { lookAround } from '../behaviour/run.ts';
import { loadLaw } from '../law/law.ts';
import { runMatter } from '../matters/run.ts';
import { scoreHooks } from '../scores/hooks.ts';
import { rootUnit, stableId } from './accounts.ts';
import { seedPopulation } from './population.ts';
import { crewOf } from './simulate.ts';

/** Households whose files hold the same photograph: what a question about behaviour looks like on the first day. */
const TWINS = 3;

/**
 * Last month's scores, shown to the units so that they may object, and what deserves a look. Where the plan ranks from a
 * later month there is nothing yet.
 */
export async function seedScores(tx: Tx, services: Services, county: County, photo: { readonly hash: string; readonly bytes: number }): Promise<void> {
  const law = await loadLaw(tx, services, county.id);
  const office = crewOf(county, rootUnit(county), 0).of('countyHandler');
  const { rows } = await sql<{ id: string; unit_id: number; area_id: number; handler: string; on: string }>`select f.id, f.unit_id, f.area_id, f.handler, f.decided_on as on from case_file f
    where f.county_id = ${county.id} and f.unit_id = (select min(unit_id) from case_file where county_id = ${county.id} and decided_on is not null) and f.programme = 'dibao' and f.decided_on is not null and not f.imported order by f.decided_on desc, f.number limit ${TWINS}`.execute(tx);
  for (const [i, c] of rows.entries())
    await sql`insert into stored_file (county_id, id, unit_id, case_id, sha256, media_type, bytes, name, uploaded_by, at) values (${county.id}, ${stableId('twin', county.key, String(i))}, ${c.area_id}, ${c.id}, decode(${photo.hash}, 'hex'), 'image/png', ${photo.bytes}, '入户照片.png', ${c.handler}, ${`${c.on}T09:00:00+08:00`})`.execute(tx);
  await seedPopulation(tx, services, county);
  await lookAround(tx, law);
  const actor = { user: office.user, post: 'countyHandler', unit: office.unit } as const;
  const done = await runMatter(tx, services, county.id, scoreHooks, actor, { name: 'compute', payload: { month: addMonths(law.today.slice(0, 7), -1) } });
  if (isRefusal(done)) return;
  const shown = await runMatter(tx, services, county.id, scoreHooks, actor, { name: 'show', payload: {} }, done.id);
  if (isRefusal(shown)) throw new Error(`${county.key}: ${shown.rule}`);
}
